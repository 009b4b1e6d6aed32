//! Callbacks, introspection, device authorization, key sets and errors.

use std::fmt::Write as _;

use crate::{
    catalog::errors,
    findings::{
        diagnostics::Diagnostics,
        observed_error,
        rule_context::{RuleContext, text},
        wording::{quote, shorten_server_text, type_of},
    },
    kind::Kind,
    value::Value,
};

/// RFC 9207 §2: `iss` in the callback tells which server answered; so does that of an ID token, or
/// of a signed response (§4).
pub(super) fn callback_iss_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::AuthorizationResponse
        && context.code.is_some()
        && context.iss.is_none()
        && context.input.tokens.is_empty()
    {
        diagnostics.info(
            "iss",
            "the callback does not say which server it comes from (no iss): a client of several \
             servers can be made to send the code to the wrong one",
        );
    }
}

/// RFC 7662 §2.2: `active` is false for a token that was revoked, has ended, or is unknown here.
pub(super) fn introspection_inactive(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::IntrospectionResponse {
        let active = context.input.field("active").and_then(|field| field.plain());
        if active == Some(&Value::Bool(false)) {
            diagnostics.warning(
                "active",
                "active is false: the token was revoked, has ended, was issued by another server, \
                 or is not for whoever asked; the server does not say which",
            );
        }
    }
}

/// RFC 8628 §3.2: without `interval` clients poll every five seconds.
pub(super) fn device_interval_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind == Kind::DeviceAuthorization && context.input.field("interval").is_none()
    {
        diagnostics.info("interval", "interval is absent: clients must wait 5 s between two polls");
    }
}

/// RFC 7517 §9.2: private and shared keys are not for publication.
pub(super) fn jwks_private_key(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind != Kind::JwkSet {
        return;
    }
    let mut report = |key: KeySecrecy<'_>| {
        let kid = key.kid.map_or_else(String::new, |kid| format!(" {}", quote(kid)));
        let fact = if key.shared {
            format!("the key{kid} is a shared secret: whoever reads the set can sign in its name")
        } else if let Some(name) = key.private {
            format!(
                "the key{kid} holds its private part ({name}): whoever reads the set can sign in \
                 its name, so replace the key"
            )
        } else {
            return;
        };
        diagnostics.error("keys", &fact);
    };
    let mut bare = KeySecrecy::default();
    for field in context.input.fields {
        let name = field.source_name.as_str();
        if name == "keys" {
            for key in field.plain().map_or(&[][..], Value::items) {
                let mut read = KeySecrecy::default();
                for member in key.members() {
                    read.note_member(&member.name, member.value.as_str());
                }
                report(read);
            }
        } else {
            bare.note_member(name, text(field));
        }
    }
    report(bare);
}

/// The members of a JWK that say whether it may be published.
#[derive(Clone, Copy, Default)]
struct KeySecrecy<'a> {
    kid: Option<&'a str>,
    private: Option<&'static str>,
    shared: bool,
}

/// Parameters of a private key (RFC 7518 §6.2.2 and §6.3.2, RFC 8037 §2, RFC 9964 §3).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "priv"];

impl<'a> KeySecrecy<'a> {
    fn note_member(&mut self, name: &str, value: Option<&'a str>) {
        match name {
            "kid" => self.kid = value,
            // The value of a shared key (RFC 7518 §6.4.1).
            "k" => self.shared = true,
            name => {
                if let Some(name) = PRIVATE.iter().find(|private| **private == name) {
                    self.private.get_or_insert(name);
                }
            }
        }
    }
}

/// RFC 6749 §5.2 and the registry it opens (§11.4): clients act on the codes of a standard.
pub(super) fn error_code_unknown(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (Some(field), Some(answer)) = (
        context.error,
        observed_error::observe(context.input.kind, context.input.fields, context.input.message),
    ) else {
        return;
    };
    let what = match field.plain() {
        Some(Value::String(code)) => {
            if errors::is_standard_error(code.as_str()) {
                return;
            }
            format!("error is {}, which is no registered code", quote(code.as_str()))
        }
        Some(value) => format!("error is {} instead of a code", type_of(value)),
        None => "error is no registered code".to_owned(),
    };
    if errors::is_explained(&answer) {
        return;
    }
    let mut server_words = String::new();
    let mut say = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = write!(server_words, "; {name} \"{}\"", shorten_server_text(value));
    };
    for name in ["error_description", "error_uri"] {
        if let Some(value) = context.input.field(name).and_then(text) {
            say(name, value);
        }
    }
    if let Some(value) = field.plain().and_then(|error| error.get("message")?.as_str()) {
        say("message", value);
    }
    let fact =
        format!("{what}: clients cannot act on it, only the server's words can tell{server_words}");
    diagnostics.info("error", &fact);
}
