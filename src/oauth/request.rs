//! A request as plain data: it can be shown, compared and copied before it is sent.

mod configured_params;

use crate::secret::Wiping;

use super::encoding;
use crate::{
    config::{BodyFormat, HttpUrl},
    exchange::{ExchangeRow, RequestPreview, mask},
    jose::Keys,
    secrecy::{self, SecretCollector},
    secret::Secret,
    text::visible,
    value::Value,
};

/// What a request is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RequestPurpose {
    /// Metadata (RFC 8414 §3.1, OpenID Connect Discovery §4.1).
    Discovery,
    /// A token (RFC 6749 §3.2).
    Token,
    /// A device code (RFC 8628 §3.1).
    DeviceAuthorization,
    /// The state of a token (RFC 7662 §2.1).
    Introspection,
    /// The end of a token (RFC 7009 §2.1).
    Revocation,
    /// The claims of a user (OpenID Connect Core §5.3.1).
    Userinfo,
    /// A key set (RFC 7517 §5).
    KeySet,
}

impl RequestPurpose {
    pub fn name(self) -> &'static str {
        match self {
            Self::Discovery => "discovery",
            Self::Token => "token",
            Self::DeviceAuthorization => "device authorization",
            Self::Introspection => "introspection",
            Self::Revocation => "revocation",
            Self::Userinfo => "userinfo",
            Self::KeySet => "key set",
        }
    }

    /// The most of the answer's body that is read, in bytes, after decompression.
    pub fn body_limit(self) -> u64 {
        match self {
            Self::KeySet => Keys::LARGEST,
            _ => 1 << 20,
        }
    }
}

/// The two methods of the protocol (RFC 9110 §9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Asks, and changes nothing.
    Get,
    /// Sends a body.
    Post,
}

impl Method {
    pub fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A value in a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamValue {
    /// It may be shown.
    Plain(String),
    /// It is masked when shown, and a variable in a `curl` command.
    Secret(Secret),
}

impl ParamValue {
    /// The value as it is sent. The reason to expose a secret here is that the request carries it.
    fn wire(&self) -> &str {
        match self {
            Self::Plain(text) => text,
            Self::Secret(secret) => secret.expose(),
        }
    }
}

/// The value of an `Authorization` header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Authorization {
    /// HTTP Basic (RFC 7617) with both parts percent-encoded (RFC 6749 §2.3.1).
    Basic {
        /// The client identifier, encoded.
        id: String,
        /// The client secret, encoded.
        secret: Secret,
    },
    /// `Bearer` (RFC 6750 §2.1), or another scheme, with an access token.
    Token { scheme: String, token: Secret },
}

/// A request, complete but for what the HTTP client adds by itself (host, length, user agent,
/// accepted compression).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    pub purpose: RequestPurpose,
    pub method: Method,
    pub url: HttpUrl,
    /// Who asks, where that stands in a header.
    pub authorization: Option<Authorization>,
    /// Header fields in order, without `Authorization` and `Content-Type`.
    pub headers: Vec<(String, ParamValue)>,
    /// Parameters in order; none for a request without a body.
    pub params: Vec<(String, ParamValue)>,
    /// How the parameters are written.
    pub format: BodyFormat,
}

impl Request {
    /// A request with a body still to be filled.
    pub fn post(purpose: RequestPurpose, url: HttpUrl) -> Self {
        Self {
            purpose,
            method: Method::Post,
            url,
            authorization: None,
            headers: vec![accept_json()],
            params: Vec::new(),
            format: BodyFormat::Form,
        }
    }

    /// A request without a body.
    pub fn get(purpose: RequestPurpose, url: HttpUrl) -> Self {
        Self { method: Method::Get, ..Self::post(purpose, url) }
    }

    /// Adds a parameter that may be shown, unless its name or its looks say otherwise.
    pub fn param(&mut self, name: &str, value: impl Into<String>) {
        self.params.push((name.to_owned(), masked_if_secret(name, value.into())));
    }

    pub fn secret_param(&mut self, name: &str, value: Secret) {
        self.params.push((name.to_owned(), ParamValue::Secret(value)));
    }

    /// Adds a header field, replacing one of the same name (RFC 9110 §5.1: in any case).
    pub fn header(&mut self, name: &str, value: ParamValue) {
        let value = match value {
            ParamValue::Plain(text) => masked_if_secret(&name.replace('-', "_"), text),
            secret @ ParamValue::Secret(_) => secret,
        };
        self.headers.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value));
    }

    /// The value of the first parameter of this name that may be shown.
    pub fn plain_param(&self, name: &str) -> Option<&str> {
        self.params.iter().find(|(other, _)| other == name).and_then(|(_, value)| match value {
            ParamValue::Plain(text) => Some(text.as_str()),
            ParamValue::Secret(_) => None,
        })
    }

    /// The media type of the body, where there is one.
    pub fn content_type(&self) -> Option<&'static str> {
        match (self.method, self.format) {
            (Method::Get, _) => None,
            (_, BodyFormat::Form) => Some("application/x-www-form-urlencoded"),
            (_, BodyFormat::Json) => Some("application/json"),
        }
    }

    /// The `Authorization` header as it is sent.
    pub(super) fn wire_authorization(&self) -> Option<Wiping<String>> {
        self.authorization.as_ref().map(|authorization| match authorization {
            Authorization::Basic { id, secret } => {
                let pair = Wiping::new(format!("{id}:{}", secret.expose()));
                Wiping::new(format!("Basic {}", data_encoding::BASE64.encode(pair.as_bytes())))
            }
            Authorization::Token { scheme, token } => {
                Wiping::new(format!("{scheme} {}", token.expose()))
            }
        })
    }

    /// The header fields as they are sent, without `Authorization` and `Content-Type`.
    pub(super) fn wire_headers(&self) -> impl Iterator<Item = (&str, &str)> {
        self.headers.iter().map(|(name, value)| (name.as_str(), value.wire()))
    }

    /// The body as it is sent.
    pub(super) fn wire_body(&self) -> Wiping<String> {
        let pairs = self.params.iter().map(|(name, value)| (name.as_str(), value.wire()));
        Wiping::new(match self.format {
            BodyFormat::Form => encoding::form(pairs),
            BodyFormat::Json => json(pairs),
        })
    }

    /// The request as it may be shown, before it is sent or after.
    pub fn preview(&self) -> RequestPreview {
        let mut gathered = SecretCollector::default();
        for secret in self.secrets() {
            // Only to find and mask its copies.
            gathered.secret(secret.expose());
        }
        let known = gathered.known();
        let row = |(name, value): &(String, ParamValue)| match value {
            ParamValue::Plain(text) => ExchangeRow::plain(name, &known.masked(text)),
            ParamValue::Secret(secret) => ExchangeRow::secret(name, secret),
        };
        let mut headers = Vec::new();
        if let Some(authorization) = &self.authorization {
            let (start, secret) = match authorization {
                Authorization::Basic { id, secret } => (format!("Basic {id} : "), secret),
                Authorization::Token { scheme, token } => (format!("{scheme} "), token),
            };
            let value = format!("{}{}", visible(&start), mask(secret));
            headers.push(ExchangeRow { name: "Authorization".to_owned(), value, secret: true });
        }
        headers.extend(self.content_type().map(|media| ExchangeRow::plain("Content-Type", media)));
        headers.extend(self.headers.iter().map(row));
        RequestPreview {
            purpose: self.purpose.name(),
            method: self.method.name(),
            url: visible(&known.masked(self.url.as_str())).into_owned(),
            server: self.url.origin(),
            headers,
            body: self.params.iter().map(row).collect(),
            curl: known.masked(&self.as_curl()).into_owned(),
            curl_variables: self.curl_variables(),
        }
    }

    /// Whether it says the same to the same endpoint as another, but for the proofs that are made
    /// anew each time: a client's assertion (RFC 7523 §2.2) and a DPoP proof (RFC 9449 §4).
    pub fn is_the_same_but_for_proofs(&self, other: &Self) -> bool {
        let comparable = |request: &Self| {
            let mut request = request.clone();
            request.params.retain(|(name, _)| name != "client_assertion");
            request.headers.retain(|(name, _)| !name.eq_ignore_ascii_case("DPoP"));
            request
        };
        comparable(self) == comparable(other)
    }

    /// Every secret that it carries.
    pub(super) fn secrets(&self) -> impl Iterator<Item = &Secret> {
        let authorization = self.authorization.iter().map(|authorization| match authorization {
            Authorization::Basic { secret, .. } => secret,
            Authorization::Token { token, .. } => token,
        });
        let pieces = self.headers.iter().chain(&self.params).filter_map(|(_, value)| match value {
            ParamValue::Secret(secret) => Some(secret),
            ParamValue::Plain(_) => None,
        });
        authorization.chain(pieces)
    }
}

/// A value that is shown only where nothing says that it is secret.
fn masked_if_secret(name: &str, text: String) -> ParamValue {
    let value = Value::string(text);
    match value.as_str() {
        Some(text) if secrecy::is_secret(name, &value) => ParamValue::Secret(Secret::new(text)),
        text => ParamValue::Plain(text.unwrap_or_default().to_owned()),
    }
}

/// `Accept`: some servers (GitHub's, and `oidc-provider`'s errors) answer in form or HTML without.
fn accept_json() -> (String, ParamValue) {
    ("Accept".to_owned(), ParamValue::Plain("application/json".to_owned()))
}

/// The parameters as a JSON object; a repeated one becomes a list.
fn json<'a>(pairs: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let mut members: Vec<(&str, Vec<&str>)> = Vec::new();
    for (name, value) in pairs {
        match members.iter_mut().find(|(other, _)| *other == name) {
            Some((_, values)) => values.push(value),
            None => members.push((name, vec![value])),
        }
    }
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let members: Vec<String> = members
        .iter()
        .map(|(name, values)| match values.as_slice() {
            [value] => format!("{}:{}", quoted(name), quoted(value)),
            values => {
                let items: Vec<String> = values.iter().map(|value| quoted(value)).collect();
                format!("{}:[{}]", quoted(name), items.join(","))
            }
        })
        .collect();
    format!("{{{}}}", members.join(","))
}
