//! Building inputs, and asking for their findings.

use chrono::{DateTime, Utc};
use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value as Json, json};
use tokenscope::{
    findings::{Finding, RequestContext},
    inspection::{Context, Inspection},
    jose::Keys,
    token::{Received, ReceivedFrom},
};

use crate::{jose::pairs, support::context};

/// When every case is judged: 1795377600, 2026-11-22T20:00:00Z.
pub const NOW: i64 = 1_795_377_600;

pub fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(NOW + seconds, 0).expect("in the calendar")
}

/// A text and what is known beside it.
#[derive(Clone, Debug)]
pub struct Input {
    pub text: String,
    pub asked: Option<RequestContext>,
    pub previous: Option<String>,
    pub file_mode: Option<u32>,
    pub received: Received,
    pub keys: Keys,
}

/// A text that was received just now.
pub fn text(text: impl Into<String>) -> Input {
    Input {
        text: text.into(),
        asked: None,
        previous: None,
        file_mode: None,
        received: Received { at: at(0), from: ReceivedFrom::Given },
        keys: Keys::default(),
    }
}

pub fn object(object: &Json) -> Input {
    text(object.to_string())
}

impl Input {
    pub fn keys(mut self, secrets: &[&str]) -> Self {
        for (at, secret) in secrets.iter().enumerate() {
            let keys = Keys::secret(&format!("{at}.txt"), secret.as_bytes());
            self.keys.extend(keys.expect("a secret"));
        }
        self
    }

    pub fn asked(mut self, asked: RequestContext) -> Self {
        self.asked = Some(asked);
        self
    }

    pub fn previous(mut self, previous: &Json) -> Self {
        self.previous = Some(previous.to_string());
        self
    }

    pub fn received(mut self, from: ReceivedFrom) -> Self {
        self.received.from = from;
        self
    }

    /// Read from a file with these permissions.
    pub fn file(mut self, mode: u32) -> Self {
        self.file_mode = Some(mode);
        self
    }

    pub fn without_file(&self) -> Self {
        Self { file_mode: None, ..self.clone() }
    }

    /// The same without headers and request.
    pub fn without_exchange(&self) -> Self {
        let text = match self.text.split_once("\r\n\r\n") {
            Some((head, body)) if head.starts_with("HTTP/") => body.to_owned(),
            _ => self.text.clone(),
        };
        Self { text, asked: None, ..self.clone() }
    }

    pub fn without_previous(&self) -> Self {
        Self { previous: None, ..self.clone() }
    }

    pub fn inspection(&self) -> Inspection {
        let ctx = Context {
            received: self.received,
            request: self.asked.as_ref(),
            file_mode: self.file_mode,
            secret_trials: None,
            ..context(at(0), self.received.from, &self.keys)
        };
        let previous = self.previous.as_ref().map(|text| Inspection::of(text.as_bytes(), &ctx));
        Inspection::of(self.text.as_bytes(), &Context { previous: previous.as_ref(), ..ctx })
    }

    pub fn findings(&self) -> Vec<Finding> {
        self.inspection().findings
    }
}

/// A compact JWS whose signature is no signature.
pub fn jwt(header: &Json, claims: &Json) -> String {
    format!("{}.c2lnbmF0dXJl", signing_input(header, &claims.to_string()))
}

/// A compact JWS with a payload as it is written here.
pub fn jwt_of_text(header: &Json, claims: &str) -> String {
    format!("{}.c2lnbmF0dXJl", signing_input(header, claims))
}

pub fn hmac_jwt(claims: &Json, secret: &str) -> String {
    let message = signing_input(&json!({"alg": "HS256", "typ": "JWT"}), &claims.to_string());
    let key = pairs::secret("secret", secret.into(), &[]);
    let signature = key.sign(&message, "HS256");
    format!("{message}.{signature}")
}

pub fn jwe(header: &Json) -> String {
    format!("{}.a2V5.aXYtMTIzNDU2Nzg.Y2lwaGVydGV4dA.dGFn", part(&header.to_string()))
}

fn signing_input(header: &Json, claims: &str) -> String {
    format!("{}.{}", part(&header.to_string()), part(claims))
}

fn part(text: &str) -> String {
    BASE64URL_NOPAD.encode(text.as_bytes())
}

/// The header of a clean access token (RFC 9068 §2.1).
pub fn at_header() -> Json {
    json!({"alg": "ES256", "typ": "at+jwt", "kid": "k1"})
}

/// The claims of a clean access token (RFC 9068 §2.2), bound to a key (RFC 9449 §6.1).
pub fn at_claims() -> Json {
    json!({
        "iss": "https://auth.example.com",
        "exp": NOW + 900,
        "aud": "https://api.example.com",
        "sub": "user-4711",
        "client_id": "shop-worker",
        "iat": NOW,
        "jti": "4f676a30",
        "scope": "orders:read orders:write",
        "cnf": {"jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I"},
    })
}

/// The claims of a clean ID token (OpenID Connect Core §2).
pub fn id_claims() -> Json {
    json!({
        "iss": "https://auth.example.com",
        "sub": "user-4711",
        "aud": "shop-worker",
        "exp": NOW + 900,
        "iat": NOW,
        "nonce": "n-0S6_WzA2Mj",
    })
}

pub fn response_with(token: &str) -> Json {
    json!({
        "access_token": token,
        "token_type": "DPoP",
        "expires_in": 900,
        "refresh_token": "8xLOxBtZp8",
        "scope": "orders:read orders:write",
    })
}

/// A clean response with a JWT access token (RFC 9068).
pub fn clean() -> Json {
    response_with(&jwt(&at_header(), &at_claims()))
}

/// The same object with these members added or replaced; null takes one away.
pub fn with(object: &Json, change: &Json) -> Json {
    let mut object = object.clone();
    let members = object.as_object_mut().expect("an object");
    for (name, value) in change.as_object().expect("an object") {
        if value.is_null() {
            members.shift_remove(name);
        } else {
            members.insert(name.clone(), value.clone());
        }
    }
    object
}

/// A clean response whose access token has other claims.
pub fn with_claims(change: &Json) -> Json {
    response_with(&jwt(&at_header(), &with(&at_claims(), change)))
}

/// A clean response whose access token has another header.
pub fn with_header(change: &Json) -> Json {
    response_with(&jwt(&with(&at_header(), change), &at_claims()))
}

/// A clean response with an ID token whose claims are changed.
pub fn with_id_token(change: &Json) -> Json {
    let id_token = jwt(&json!({"alg": "ES256", "kid": "k1"}), &with(&id_claims(), change));
    with(&clean(), &json!({"id_token": id_token}))
}

pub fn http(status: &str, headers: &[&str], body: &str) -> String {
    let headers: String = headers.iter().flat_map(|header| [*header, "\r\n"]).collect();
    format!("HTTP/1.1 {status}\r\n{headers}\r\n{body}")
}

pub fn clean_http(body: &Json) -> String {
    http(
        "200 OK",
        &[
            "Content-Type: application/json;charset=UTF-8",
            "Cache-Control: no-store",
            "Date: Sun, 22 Nov 2026 20:00:00 GMT",
        ],
        &body.to_string(),
    )
}
