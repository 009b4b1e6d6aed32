//! What the demonstration server reads and writes, without a socket.

use crate::secret::Wiping;
use serde_json::{Value, json};

use crate::{oauth::loopback::Response, secret::Secret};

/// A request, as far as the server looks at it.
#[derive(Clone, Debug)]
pub struct DemoRequest {
    pub method: String,
    /// Path and query.
    pub target: Secret,
    /// The `Authorization` header.
    pub authorization: Option<Secret>,
    /// Whether the body says that it is JSON.
    pub json: bool,
    pub body: Wiping<String>,
}

impl DemoRequest {
    pub fn path(&self) -> &str {
        self.split_target().0
    }

    /// Path and query, apart.
    fn split_target(&self) -> (&str, &str) {
        // The server must look at what it was sent.
        let target = self.target.expose();
        target.split_once('?').unwrap_or((target, ""))
    }

    /// The parameters of the body, or of the query for a request without one.
    pub fn params(&self) -> Params {
        let (_, query) = self.split_target();
        if self.json {
            let members: serde_json::Map<String, Value> =
                serde_json::from_str(&self.body).unwrap_or_default();
            return Params(
                members
                    .into_iter()
                    .filter_map(|(name, value)| {
                        value.as_str().map(|text| (name, Secret::from(text)))
                    })
                    .collect(),
            );
        }
        let text = if self.method == "POST" { self.body.as_str() } else { query };
        Params(
            url::form_urlencoded::parse(text.as_bytes())
                .map(|(name, value)| (name.into_owned(), Secret::new(value)))
                .collect(),
        )
    }
}

/// Parameters by name.
pub struct Params(Vec<(String, Secret)>);

impl Params {
    /// The value of a parameter; the empty one counts as absent (RFC 6749 §3.1).
    pub fn get(&self, name: &str) -> Option<&str> {
        // The server must look at what it was sent.
        self.0
            .iter()
            .find(|(other, value)| other == name && !value.expose().is_empty())
            .map(|(_, value)| value.expose())
    }
}

/// An answer.
#[derive(Debug)]
pub struct DemoResponse {
    pub status: u16,
    /// Header fields.
    pub headers: Vec<(&'static str, String)>,
    pub body: String,
}

impl DemoResponse {
    /// A JSON answer that nobody may keep (RFC 6749 §5.1).
    pub fn json(status: u16, value: &Value) -> Self {
        let headers = vec![
            ("Content-Type", "application/json".to_owned()),
            ("Cache-Control", "no-store".to_owned()),
        ];
        Self { status, headers, body: value.to_string() }
    }

    /// An error (RFC 6749 §5.2).
    pub fn error(status: u16, code: &str, description: &str) -> Self {
        Self::json(status, &json!({ "error": code, "error_description": description }))
    }

    /// An empty answer.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: vec![("Cache-Control", "no-store".to_owned())],
            body: String::new(),
        }
    }

    /// A page for a person.
    pub fn page(text: &str) -> Self {
        let headers = vec![("Content-Type", "text/html; charset=utf-8".to_owned())];
        let body = format!("<!doctype html><title>tokenscope demo</title><p>{text}</p>");
        Self { status: 200, headers, body }
    }

    /// This answer with a header.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

impl From<DemoResponse> for Response {
    fn from(answer: DemoResponse) -> Self {
        let DemoResponse { status, headers, body } = answer;
        Self { status, headers, body: Wiping::new(body.into_bytes()) }
    }
}
