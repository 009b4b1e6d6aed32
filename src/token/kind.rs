//! What an artifact is.

use super::{
    alias::{self, Fit},
    envelope::{self, Path, Step},
};
use crate::value::{Member, Value};

/// What an artifact is (`kind` in the report).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A successful token response of any provider or tool (RFC 6749 §5.1).
    TokenResponse,
    /// An error (RFC 6749 §5.2 and §4.1.2.1, RFC 6750 §3, RFC 8628 §3.5).
    ErrorResponse,
    /// The state of a token as its server tells it (RFC 7662 §2.2).
    IntrospectionResponse,
    /// Device code and user code (RFC 8628 §3.2).
    DeviceAuthorization,
    /// A callback with a `code` (RFC 6749 §4.1.2).
    AuthorizationResponse,
    /// Metadata of an authorization server (RFC 8414, OpenID Connect Discovery).
    ServerMetadata,
    /// A JWK set (RFC 7517 §5).
    JwkSet,
    /// A compact signed token on its own (RFC 7515).
    Jws,
    /// A compact encrypted token on its own (RFC 7516).
    Jwe,
    /// A bare string that is nothing else.
    OpaqueToken,
    /// None of these.
    Unrecognized,
}

impl Kind {
    /// What it is, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::TokenResponse => "token response",
            Self::ErrorResponse => "error response",
            Self::IntrospectionResponse => "introspection response",
            Self::DeviceAuthorization => "device authorization",
            Self::AuthorizationResponse => "authorization response",
            Self::ServerMetadata => "server metadata",
            Self::JwkSet => "JWK set",
            Self::Jws => "signed token (JWS)",
            Self::Jwe => "encrypted token (JWE)",
            Self::OpaqueToken => "opaque token",
            Self::Unrecognized => "not recognized",
        }
    }

    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::TokenResponse => "token_response",
            Self::ErrorResponse => "error_response",
            Self::IntrospectionResponse => "introspection_response",
            Self::DeviceAuthorization => "device_authorization",
            Self::AuthorizationResponse => "authorization_response",
            Self::ServerMetadata => "server_metadata",
            Self::JwkSet => "jwk_set",
            Self::Jws => "jws",
            Self::Jwe => "jwe",
            Self::OpaqueToken => "opaque_token",
            Self::Unrecognized => "unrecognized",
        }
    }
}

/// What an object is, by its members. Where it is an envelope, by what stands inside: the
/// shallowest object with a token, else the first member that is a response of another kind.
///
/// A list is what its first telling item is; anything else is `unrecognized`.
pub fn classify(value: &Value) -> Kind {
    if matches!(value, Value::Object(members) if members.is_empty()) {
        // All six members are optional: RFC 6749 §5.1 as the SDK models it.
        return Kind::TokenResponse;
    }
    let own = Signs::of(value);
    if let Some(kind) = own.certain() {
        return kind;
    }
    if envelope::home(value).is_some() {
        return Kind::TokenResponse;
    }
    let inside = || value.members().iter().map(|member| Signs::of(&member.value));
    own.likely()
        .or_else(|| inside().find_map(|signs| signs.certain()))
        .or_else(|| inside().any(|signs| signs.model >= 2).then_some(Kind::TokenResponse))
        .or_else(|| {
            let signs = value.items().iter().map(Signs::of);
            signs.into_iter().find_map(|signs| signs.certain().or_else(|| signs.likely()))
        })
        .unwrap_or(Kind::Unrecognized)
}

/// Where in an object of this kind its members stand: in the object itself, or in the member that
/// wraps them.
pub(super) fn place(value: &Value, kind: Kind) -> Path {
    let own = Signs::of(value);
    if own.certain().or(own.likely()).is_some() {
        return Path::new();
    }
    let inside = |member: &Member| Signs::of(&member.value).certain() == Some(kind);
    value.members().iter().position(inside).map(|at| vec![Step::Member(at)]).unwrap_or_default()
}

/// What the members of one object tell.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one sign, seen or not")]
struct Signs {
    access_token: bool,
    active: bool,
    device_code: bool,
    user_code: bool,
    error: bool,
    /// It says that something failed, in words of its own.
    failed: bool,
    message: bool,
    keys: bool,
    issuer: bool,
    endpoint: bool,
    code: bool,
    /// A number other than zero, as envelopes that wrap errors have.
    status_code: bool,
    /// It answers a pushed authorization request (RFC 9126 §2.2): its lifetime is no token's.
    request_uri: bool,
    /// How many members of a token response it has, other than a time of creation: anything may
    /// have that.
    model: usize,
    created_at: bool,
    /// It has members that no token response has.
    others: bool,
}

impl Signs {
    fn of(value: &Value) -> Self {
        let mut signs = Self::default();
        for member in value.members() {
            if !member.value.is_absent() {
                signs.add(&member.name, &member.value);
            }
        }
        signs
    }

    fn add(&mut self, name: &str, value: &Value) {
        let name = &*alias::snake_case(name);
        if let Some(meaning) = alias::meaning(name) {
            match meaning.name {
                "access_token" => {
                    self.access_token |=
                        envelope::access_token(Some(meaning), name, value, false).is_some();
                }
                "device_code" => self.device_code |= value.as_str().is_some(),
                "created_at" => self.created_at |= meaning.fit == Fit::Own,
                _ if meaning.fit != Fit::Weak || envelope::like_a_token(value) => self.model += 1,
                _ => {}
            }
            return;
        }
        match name {
            "active" => self.active |= matches!(value, Value::Bool(_)),
            "user_code" | "verification_uri" | "verification_url" => self.user_code = true,
            "error" | "errors" | "fault" | "err" => self.error |= is_error(value),
            "errcode" | "error_code" | "errorcode" | "err_code" => self.failed |= is_error(value),
            "error_description" | "error_message" | "error_msg" | "error_summary" | "errmsg" => {
                self.message = true;
            }
            "success" | "ok" => self.failed |= matches!(value, Value::Bool(false)),
            "status" => self.failed |= value.as_str().is_some_and(is_failure),
            "message" | "msg" => self.message = true,
            "keys" => self.keys |= value.items().iter().any(|key| key.get("kty").is_some()),
            "kty" => self.keys = true,
            "issuer" => self.issuer = true,
            "request_uri" => self.request_uri = true,
            "jwks_uri" | "response_types_supported" => self.endpoint = true,
            "code" => {
                let digits = value.as_number().or(value.as_str()).filter(|text| is_integer(text));
                self.status_code |= digits.is_some_and(|digits| !is_zero(digits));
                self.code |= value.as_str().is_some();
            }
            "exp" => self.model += 1,
            _ => {
                self.endpoint |= name.ends_with("_endpoint");
                self.others = true;
            }
        }
    }

    /// What it is without doubt.
    fn certain(&self) -> Option<Kind> {
        Some(if self.access_token {
            Kind::TokenResponse
        } else if self.active {
            Kind::IntrospectionResponse
        } else if self.device_code && self.user_code {
            Kind::DeviceAuthorization
        } else if self.error {
            Kind::ErrorResponse
        } else if self.keys {
            Kind::JwkSet
        } else if self.issuer && self.endpoint {
            Kind::ServerMetadata
        } else {
            return None;
        })
    }

    /// What it may be, where no token stands deeper in it.
    fn likely(&self) -> Option<Kind> {
        Some(if self.failed || (self.message && self.status_code) {
            Kind::ErrorResponse
        } else if self.code && !self.message {
            Kind::AuthorizationResponse
        } else if self.device_code {
            Kind::DeviceAuthorization
        } else if !self.request_uri && (self.model > 0 || self.created_at && !self.others) {
            Kind::TokenResponse
        } else {
            return None;
        })
    }
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
