//! One case a code: an input that shows it, and a near miss that does not.

mod exchange;
mod identity;
mod members;
mod sign_in;
mod times;
mod tokens;

use serde_json::Value as Json;
use tokenscope::findings::{RequestContext, Severity, SignIn};

pub use super::support::*;

/// An input that shows a finding and one that almost does.
pub struct Case {
    pub code: &'static str,
    pub severity: Severity,
    pub shown: Input,
    pub silent: Input,
}

/// A finding, and where it is found; what it is not found in makes it a case.
struct Found {
    code: &'static str,
    severity: Severity,
    shown: Option<Input>,
}

impl Found {
    fn found_in(self, shown: Input) -> Self {
        Self { shown: Some(shown), ..self }
    }

    fn not_in(self, silent: Input) -> Case {
        let shown = self.shown.expect("it is found somewhere");
        Case { code: self.code, severity: self.severity, shown, silent }
    }
}

fn error(code: &'static str) -> Found {
    Found { code, severity: Severity::Error, shown: None }
}

fn warning(code: &'static str) -> Found {
    Found { code, severity: Severity::Warning, shown: None }
}

fn info(code: &'static str) -> Found {
    Found { code, severity: Severity::Info, shown: None }
}

/// A clean response with members changed.
pub fn response(change: &Json) -> Input {
    object(&with(&clean(), change))
}

/// A clean response whose access token has claims changed.
pub fn claims(change: &Json) -> Input {
    object(&with_claims(change))
}

/// A clean response whose access token has header parameters changed.
pub fn header(change: &Json) -> Input {
    object(&with_header(change))
}

/// A clean response with an ID token, its claims changed.
pub fn id_token(change: &Json) -> Input {
    object(&with_id_token(change))
}

pub fn opaque_response() -> Json {
    response_with("2YotnFZFEjr1zCsicMWpAA")
}

/// An opaque token with these members beside it.
pub fn opaque(change: &Json) -> Input {
    object(&with(&opaque_response(), change))
}

pub fn granted(grant_type: &str) -> RequestContext {
    RequestContext { grant_type: Some(grant_type.to_owned()), ..RequestContext::default() }
}

pub fn scopes(names: &[&str]) -> RequestContext {
    RequestContext {
        scopes: names.iter().map(|&name| name.to_owned()).collect(),
        ..RequestContext::default()
    }
}

/// An authorization request with these parameters, made just now, and the token request after it.
pub fn signed_in(params: &[(&str, &str)]) -> RequestContext {
    let sign_in = SignIn::read(at(0), params.iter().copied());
    RequestContext { sign_in: Some(sign_in), ..granted("authorization_code") }
}

pub fn cases() -> Vec<Case> {
    let mut cases = members::cases();
    cases.extend(exchange::cases());
    cases.extend(tokens::cases());
    cases.extend(times::cases());
    cases.extend(identity::cases());
    cases.extend(sign_in::cases());
    cases
}
