//! What is missing or odd in the metadata of an authorization server (RFC 8414 §2, OpenID Connect
//! Discovery §3).

use crate::{inspection::Inspection, token::Field, value::Value};

use super::Note;

const RFC_8414: &str = "RFC 8414 §2";
const DISCOVERY: &str = "OIDC Discovery §3";

/// Notes in the order of the document that asks for the members.
pub(super) fn notes(inspection: &Inspection) -> Vec<Note> {
    let document = MetadataDocument { inspection };
    let mut notes = Vec::new();
    document.required(&mut notes);
    document.issuer(&mut notes);
    document.pkce(&mut notes);
    document.grants(&mut notes);
    document.algorithms(&mut notes);
    if !document.lists("authorization_response_iss_parameter_supported", "true") {
        notes.push(Note::new(
            "authorization_response_iss_parameter_supported",
            "not true: callbacks do not say which server they come from, which clients of several \
             servers need",
            "RFC 9207 §3",
        ));
    }
    notes
}

struct MetadataDocument<'a> {
    inspection: &'a Inspection,
}

impl<'a> MetadataDocument<'a> {
    fn value(&self, name: &str) -> Option<&'a Value> {
        self.inspection.field(name).and_then(Field::plain)
    }

    fn has(&self, name: &str) -> bool {
        self.inspection.field(name).is_some()
    }

    /// Whether a list contains an item, or a single value equals it.
    fn lists(&self, name: &str, item: &str) -> bool {
        self.value(name).is_some_and(|value| match value {
            Value::Array(items) => items.iter().any(|value| value.as_str() == Some(item)),
            Value::Bool(truth) => item == if *truth { "true" } else { "false" },
            value => value.as_str() == Some(item),
        })
    }

    fn is_openid(&self) -> bool {
        self.has("subject_types_supported")
            || self.has("id_token_signing_alg_values_supported")
            || self.has("userinfo_endpoint")
            || self.lists("scopes_supported", "openid")
    }

    /// Whether no grant goes to the token endpoint.
    fn is_implicit_only(&self) -> bool {
        let grants = self.value("grant_types_supported").map_or(&[][..], Value::items);
        !grants.is_empty() && grants.iter().all(|grant| grant.as_str() == Some("implicit"))
    }

    fn required(&self, notes: &mut Vec<Note>) {
        let mut require = |name, source| {
            if !self.has(name) {
                let message = "absent, though every such document has it: clients may refuse it";
                notes.push(Note::new(name, message, source));
            }
        };
        require("issuer", RFC_8414);
        require("response_types_supported", RFC_8414);
        if !self.is_implicit_only() {
            require("token_endpoint", RFC_8414);
        }
        if !self.has("grant_types_supported")
            || self.lists("grant_types_supported", "authorization_code")
            || self.lists("grant_types_supported", "implicit")
        {
            require("authorization_endpoint", RFC_8414);
        }
        if self.is_openid() {
            for name in
                ["jwks_uri", "subject_types_supported", "id_token_signing_alg_values_supported"]
            {
                require(name, DISCOVERY);
            }
            if self.has("id_token_signing_alg_values_supported")
                && !self.lists("id_token_signing_alg_values_supported", "RS256")
            {
                notes.push(Note::new(
                    "id_token_signing_alg_values_supported",
                    "lacks RS256, which every OpenID provider has to support",
                    DISCOVERY,
                ));
            }
        }
    }

    fn issuer(&self, notes: &mut Vec<Note>) {
        let Some(issuer) = self.value("issuer").and_then(Value::as_str) else { return };
        let message = if issuer.contains(['?', '#']) {
            "has a query or a fragment, which an issuer must not have"
        } else if !issuer.starts_with("https://") && !issuer.starts_with("http://127.0.0.1") {
            "is no https URL: its metadata could be forged on the way"
        } else {
            return;
        };
        notes.push(Note::new("issuer", message, RFC_8414));
    }

    /// RFC 7636 §4.2: every server with PKCE implements S256, and clients that can use it must.
    fn pkce(&self, notes: &mut Vec<Note>) {
        const NAME: &str = "code_challenge_methods_supported";
        if !self.has("authorization_endpoint") {
            return;
        }
        let (message, source) = if !self.has(NAME) {
            ("absent: by the letter the server does not support PKCE", RFC_8414)
        } else if !self.lists(NAME, "S256") {
            ("lacks S256, which every server with PKCE has to support", "RFC 7636 §4.2")
        } else if self.lists(NAME, "plain") {
            (
                "has plain, which gives the secret away to whoever reads the request",
                "RFC 9700 §2.1.1",
            )
        } else {
            return;
        };
        notes.push(Note::new(NAME, message, source));
    }

    fn grants(&self, notes: &mut Vec<Note>) {
        const NAME: &str = "grant_types_supported";
        if !self.has(NAME) {
            let message = "absent: by the letter that means authorization_code and implicit";
            notes.push(Note::new(NAME, message, RFC_8414));
        }
        if self.lists(NAME, "implicit") {
            let message = "has implicit: tokens that come through the browser leak and can be \
                           injected";
            notes.push(Note::new(NAME, message, "RFC 9700 §2.1.2"));
        }
        if self.lists(NAME, "password") {
            let message = "has password, which shows the user's password to the client";
            notes.push(Note::new(NAME, message, "RFC 9700 §2.4"));
        }
        if !self.has("token_endpoint_auth_methods_supported") {
            let message = "absent: by the letter that means client_secret_basic";
            notes.push(Note::new("token_endpoint_auth_methods_supported", message, RFC_8414));
        }
    }

    fn algorithms(&self, notes: &mut Vec<Note>) {
        const UNSIGNED: &str = "has none: what is signed by nobody can come from anybody";
        for field in self.inspection.fields.iter().filter(|field| field.present) {
            let name = field.name.as_str();
            let items = field.plain().map_or(&[][..], Value::items);
            let has = |alg: &str| items.iter().any(|item| item.as_str() == Some(alg));
            if name.ends_with("_signing_alg_values_supported") && has("none") {
                let (message, source) = match name {
                    // Requests and UserInfo responses may be unsigned.
                    "request_object_signing_alg_values_supported"
                    | "userinfo_signing_alg_values_supported" => continue,
                    "id_token_signing_alg_values_supported" => (
                        "has none: ID tokens may be unsigned, which is right for the code flow alone",
                        DISCOVERY,
                    ),
                    "dpop_signing_alg_values_supported" => (UNSIGNED, "RFC 9449 §4.2"),
                    name if name.ends_with("_auth_signing_alg_values_supported") => {
                        (UNSIGNED, RFC_8414)
                    }
                    _ => (UNSIGNED, "RFC 8725 §3.2"),
                };
                notes.push(Note::new(name, message, source));
            }
            if name.ends_with("_encryption_alg_values_supported") && has("RSA1_5") {
                let message = "has RSA1_5, whose padding lets an attacker decrypt by asking";
                notes.push(Note::new(name, message, "RFC 8725 §3.2"));
            }
        }
    }
}
