//! Collects the evidence for the kind of an object: which telling members it has.

use crate::secret::Wiping;
use data_encoding::BASE64URL_NOPAD;

use super::envelope;
use crate::{
    catalog::member_names::{self, MemberName, NameFit},
    secrecy,
    value::{Member, Value, json},
};

/// Which telling members an object has, and how many.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one sign, seen or not")]
pub(super) struct MemberEvidence {
    /// How many members are not null or empty.
    pub members: usize,
    pub access_token: bool,
    pub active: bool,
    pub device_code: bool,
    pub user_code: bool,
    pub auth_req_id: bool,
    pub request_uri: bool,
    pub error: bool,
    /// A member outside the standards says that something failed.
    pub failed: bool,
    pub message: bool,
    pub keys: bool,
    /// There is an empty list of keys.
    pub no_keys: bool,
    pub issuer: bool,
    /// How many members name an endpoint or are found only in server metadata.
    pub endpoints: usize,
    pub resource: bool,
    /// There is a member that only the metadata of an API has.
    pub of_resource: bool,
    pub client_id: bool,
    pub client_secret: bool,
    /// There is a member that only the answer to a registration has.
    pub registration: bool,
    /// There is metadata of a client (RFC 7591 §2).
    pub client_metadata: bool,
    /// There is a refresh token or an ID token.
    pub token: bool,
    /// The object is a request for a token or a code (RFC 6749 §4).
    pub request: bool,
    pub code: bool,
    /// `code` is a number other than zero, as in envelopes that wrap errors.
    pub status_code: bool,
    pub sub: bool,
    /// There is a claim about a person (OpenID Connect Core §5.1).
    pub person: bool,
    /// The object is a record with an identifier of its own: a user, a product, …
    pub record: bool,
    pub exp: bool,
    /// How many members of an introspection response there are beside `active`.
    pub claims: usize,
    /// There is the lifetime of an access token.
    pub lifetime: bool,
    /// There is a member that describes a token: a type, a scope, an end.
    pub of_token: bool,
    /// How many members of a token response there are, other than a time of creation, which any
    /// record may have.
    pub model: usize,
    created_at: bool,
    /// All members are objects.
    is_sections: bool,
    /// There are members that no token response has.
    others: bool,
}

impl MemberEvidence {
    pub fn of(value: &Value) -> Self {
        let is_section = |member: &Member| !member.value.members().is_empty();
        let is_sections = value.members().len() > 1 && value.members().iter().all(is_section);
        let mut evidence = Self { is_sections, ..Self::default() };
        for member in value.members() {
            if !member.value.is_absent() {
                evidence.members += 1;
                evidence.add(&member.name, &member.value);
            }
        }
        evidence
    }

    /// That of an object inside another or a list, where a text that is called a token may be none.
    pub fn inside(value: &Value) -> Self {
        let evidence = Self::of(value);
        let access_token = evidence.access_token && envelope::has_inner_token(value, false);
        Self { access_token, ..evidence }
    }

    /// Whether the object may be a token response that lacks the token. A user or a product may
    /// expire, too, and a request for a token has a scope.
    pub fn may_lack_token(&self) -> bool {
        let telling = self.token || self.lifetime && !self.request;
        telling
            || self.model > 0 && !self.record && !self.request
            || self.created_at && !self.others
    }

    fn add(&mut self, name: &str, value: &Value) {
        let name = &*member_names::snake_case(name);
        if let Some(meaning) = member_names::meaning(name) {
            self.add_known(name, meaning, value);
            return;
        }
        match name {
            "active" => self.active |= matches!(value, Value::Bool(_)),
            "user_code" | "verification_uri" | "verification_url" => self.user_code = true,
            "auth_req_id" => self.auth_req_id |= value.as_str().is_some(),
            // A document of sections may have one for its messages.
            "errors" if self.is_sections && matches!(value, Value::Object(_)) => {}
            "error" | "errors" | "fault" | "err" => self.error |= is_error(value),
            "errcode" | "error_code" | "errorcode" | "err_code" => self.failed |= is_error(value),
            "error_description" | "error_message" | "error_msg" | "error_summary" | "errmsg" => {
                self.message = true;
            }
            "success" | "ok" => self.failed |= matches!(value, Value::Bool(false)),
            "status" => self.failed |= value.as_str().is_some_and(is_failure),
            "message" | "msg" => self.message = true,
            "keys" => {
                self.keys |= value.items().iter().any(|key| key.get("kty").is_some());
                self.no_keys |= matches!(value, Value::Array(items) if items.is_empty());
            }
            "kty" => self.keys = true,
            "issuer" => self.issuer = true,
            "request_uri" => {
                let text = value.as_str();
                self.request_uri |= text.is_some_and(|text| !text.starts_with("http"));
            }
            "jwks_uri" | "response_types_supported" => self.endpoints += 1,
            "code" => {
                let digits = value.as_number().or(value.as_str()).filter(|text| is_integer(text));
                self.status_code |= digits.is_some_and(|digits| !is_zero(digits));
                self.code |= value.as_str().is_some();
            }
            "response" => match value.as_str().and_then(callback_token) {
                Some(CallbackToken::Error) => self.error = true,
                Some(CallbackToken::Code) => self.code = true,
                None => self.others = true,
            },
            "exp" => {
                self.model += 1;
                self.claims += 1;
                self.exp = true;
            }
            "resource" => self.resource |= is_url(value),
            // An entry of MSAL's cache, whose `secret` is the token.
            "credential_type" => {
                self.token |= matches!(value.as_str(), Some("RefreshToken" | "IdToken"));
            }
            "grant_type" | "response_type" => self.request = true,
            name => {
                self.add_other(name, value);
                self.others = true;
            }
        }
    }

    fn add_known(&mut self, name: &str, meaning: MemberName, value: &Value) {
        match meaning.name {
            "access_token" => {
                self.access_token |=
                    envelope::access_token_name_fit(Some(meaning), name, value, false).is_some();
            }
            "device_code" => self.device_code |= value.as_str().is_some(),
            "created_at" => self.created_at |= meaning.fit == NameFit::Own,
            _ if meaning.fit == NameFit::Weak && !secrecy::like_a_token(value) => {}
            // The sections of a cache that holds no token are empty.
            _ if matches!(value, Value::Object(members) if members.is_empty()) => {}
            _ if is_schema(value) => {}
            known => {
                self.model += 1;
                self.of_token |= known != "not_before";
                match known {
                    "token_type" | "scope" => self.claims += 1,
                    "expires_in" => self.lifetime = true,
                    "refresh_token" | "id_token" => self.token = true,
                    _ => {}
                }
            }
        }
    }

    /// Members that no token response has.
    fn add_other(&mut self, name: &str, value: &Value) {
        match name {
            "client_id" => {
                self.client_id |= value.as_str().is_some();
                self.claims += 1;
            }
            "client_secret" => self.client_secret |= value.as_str().is_some(),
            "client_id_issued_at"
            | "client_secret_expires_at"
            | "client_secret_issued_at"
            | "registration_client_uri"
            | "registration_access_token" => self.registration = true,
            "redirect_uris"
            | "grant_types"
            | "response_types"
            | "token_endpoint_auth_method"
            | "post_logout_redirect_uris"
            | "software_id"
            | "software_statement" => self.client_metadata = true,
            "authorization_servers"
            | "bearer_methods_supported"
            | "resource_name"
            | "resource_documentation"
            | "resource_policy_uri"
            | "resource_tos_uri"
            | "resource_signing_alg_values_supported"
            | "scopes_supported"
            | "signed_metadata" => self.of_resource = true,
            "sub" => {
                self.sub |= matches!(value, Value::String(_) | Value::Number(_));
                self.claims += 1;
            }
            "iat" | "aud" | "iss" | "jti" | "nbf" | "username" | "cnf" => self.claims += 1,
            "given_name" | "family_name" | "nickname" | "preferred_username" | "picture"
            | "profile" | "email_verified" | "birthdate" | "zoneinfo" | "locale"
            | "phone_number" | "updated_at" => self.person = true,
            "email" | "name" => {
                self.person = true;
                self.record = true;
            }
            "id" | "_id" | "uuid" | "login" | "schemas" => self.record = true,
            name => {
                self.endpoints +=
                    usize::from(name.ends_with("_endpoint") && value.as_str().is_some());
            }
        }
    }
}

/// Whether an object says of what type a value is (JSON Schema), and holds none.
fn is_schema(value: &Value) -> bool {
    const TYPES: [&str; 6] = ["string", "integer", "number", "boolean", "object", "array"];
    let named = value.get("type").and_then(Value::as_str).is_some_and(|it| TYPES.contains(&it));
    named || ["$ref", "const", "enum"].iter().any(|name| value.get(name).is_some())
}

fn is_url(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"))
}

/// Whether the value of an `error` member is one: many envelopes always have the member, and say
/// in it that all is well.
fn is_error(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(false) => false,
        Value::Bool(true) => true,
        Value::Number(digits) => !is_zero(digits),
        Value::String(text) => !is_fine(text.as_str()),
        Value::Array(items) => !items.is_empty(),
        Value::Object(members) => match value.get("code") {
            Some(code @ (Value::String(_) | Value::Number(_))) => is_error(code),
            _ => !members.is_empty(),
        },
    }
}

/// Whether a text says that nothing failed.
fn is_fine(text: &str) -> bool {
    text.is_empty()
        || is_integer(text) && is_zero(text)
        || ["ok", "success", "none", "false", "null", "no_error"]
            .iter()
            .any(|fine| text.eq_ignore_ascii_case(fine))
}

/// Whether a status word says that something failed.
fn is_failure(text: &str) -> bool {
    ["error", "fail", "failed", "failure"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.len() <= 9 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the digits of a number are all zero.
fn is_zero(digits: &str) -> bool {
    !digits.bytes().any(|b| matches!(b, b'1'..=b'9'))
}

/// What the JWT in the `response` parameter of a callback carries (JARM §2.1).
enum CallbackToken {
    /// A code, or what nobody but the client can read.
    Code,
    /// An error (JARM §2.1).
    Error,
}

/// What a `response` parameter carries, where it is a JWT. The text is not verified here: it says
/// no more than what the artifact claims to be.
fn callback_token(text: &str) -> Option<CallbackToken> {
    if !secrecy::is_compact_jwt(text) {
        return None;
    }
    let mut parts = text.split('.');
    let (payload, rest) = (parts.nth(1)?, parts.count());
    if rest == 3 {
        return Some(CallbackToken::Code);
    }
    let payload = Wiping::new(BASE64URL_NOPAD.decode(payload.as_bytes()).ok()?);
    let (claims, _) = json::read(&payload);
    let has = |name: &str| claims.get(name).is_some_and(|claim| !claim.is_absent());
    if has("error") {
        Some(CallbackToken::Error)
    } else {
        (has("code") || has("state") || has("access_token")).then_some(CallbackToken::Code)
    }
}
