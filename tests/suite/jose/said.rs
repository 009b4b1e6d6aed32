//! Tokens of every form, and what is said of each: its kind, and of each token in it the field,
//! the verdict, and whether something could not be read.

mod compact;
mod disclosed;
mod headers;
mod serialized;

use chrono::DateTime;
use serde_json::{Value, json};
use tokenscope::{inspection::Inspection, jose::Keys, token::ReceivedFrom};

use super::pairs::{Pair, all, b64, fixture};
use crate::support::context;

/// A text and what must be said of it.
pub type Row = (&'static str, String, &'static str);

/// One key of every kind, each with a `kid`, in one set.
pub fn keys() -> Keys {
    let keys: Vec<Value> = all()
        .into_iter()
        .filter(|pair| !pair.algs.is_empty() && !pair.name.starts_with(['3', '4']))
        .map(|pair| {
            let mut jwk = pair.jwk;
            jwk["kid"] = json!(pair.name);
            jwk
        })
        .collect();
    Keys::parse("keys.json", json!({ "keys": keys }).to_string().as_bytes()).unwrap()
}

/// The pair that is for this algorithm, the strongest of several.
pub fn pair(alg: &str) -> Pair {
    all().into_iter().rfind(|pair| pair.algs.contains(&alg)).unwrap()
}

/// A signed token with this header, which has `alg`, and payload.
pub fn signed(header: &Value, payload: &str) -> String {
    let alg = header["alg"].as_str().unwrap();
    pair(alg).token(&header.to_string(), payload, alg)
}

pub fn es256(payload: &str) -> String {
    signed(&json!({"alg": "ES256"}), payload)
}

pub fn signature(text: &str) -> String {
    pair("ES256").sign(text, "ES256")
}

pub fn parts(token: &str) -> [&str; 3] {
    token.split('.').collect::<Vec<_>>().try_into().unwrap()
}

pub fn inspect(text: &[u8], keys: &Keys) -> Inspection {
    let at = DateTime::from_timestamp(1_795_377_600, 0).unwrap();
    Inspection::of(text, &context(at, ReceivedFrom::Given, keys))
}

/// `kind: field verdict, field verdict`; `!` behind a verdict is a problem in the token.
pub fn said(inspection: &Inspection) -> String {
    let tokens = inspection.tokens.iter().map(|token| {
        let mark = if token.problem.is_some() { "!" } else { "" };
        format!("{} {}{mark}", token.field, token.signature.status.name())
    });
    format!("{}: {}", inspection.kind.name(), tokens.collect::<Vec<_>>().join(", "))
}

/// Holds every row against what is said; without keys no form is judged but the unsigned ones.
pub fn hold(rows: &[Row]) {
    let keys = keys();
    let wrong: Vec<String> =
        rows.iter()
            .filter_map(|(name, text, expected)| {
                let inspection = inspect(text.as_bytes(), &keys);
                let said = said(&inspection);
                let bare = inspect(text.as_bytes(), &Keys::default());
                let judged = bare.tokens.iter().any(|token| {
                    !["not_checked", "unsigned"].contains(&token.signature.status.name())
                });
                let reasons = inspection.tokens.iter().map(|token| &token.signature.reason);
                (said != *expected || judged).then(|| {
                    format!("{name}: {said}, not {expected} {:?}", reasons.collect::<Vec<_>>())
                })
            })
            .collect();
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
}

/// A certificate of another key.
pub fn certificate() -> Value {
    fixture("rsa2048_certificate")
}

/// The claims that most rows have.
pub const CLAIMS: &str = r#"{"iss":"https://as.example","sub":"jo","exp":1795378500}"#;

pub fn enc(value: &Value) -> String {
    b64(value.to_string())
}
