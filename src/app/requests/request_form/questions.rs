//! The entries of the form of a request, and what they say of it.

use crate::{
    app::dialog::form::{Choices, Form, InputMasking, Question},
    oauth::{ClientTerms, Operation},
    secret::Secret,
};

/// The grants that this program has a dialogue for, or needs none.
const GRANTS: [&str; 3] = ["client_credentials", "authorization_code", "device_code"];

/// Grants that are known by name and not asked for here.
const ELSEWHERE: [&str; 3] = ["refresh_token", "implicit", "password"];

/// What a device code is called in metadata (RFC 8628 §4).
const DEVICE_CODE: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// The setting that names the endpoint which an operation goes to.
pub(super) fn endpoint(operation: &Operation) -> &'static str {
    match operation {
        Operation::Introspect { .. } => "introspection_url",
        Operation::Revoke { .. } => "revocation_url",
        Operation::Userinfo { .. } => "userinfo_url",
        Operation::Fetch { .. }
        | Operation::Refresh { .. }
        | Operation::ExchangeCode { .. }
        | Operation::PollDevice { .. } => "token_url",
    }
}

/// What an endpoint is called.
pub(super) fn endpoint_label(setting: &str) -> &'static str {
    match setting {
        "introspection_url" => "Introspection endpoint",
        "revocation_url" => "Revocation endpoint",
        "userinfo_url" => "Userinfo endpoint",
        "authorization_url" => "Authorization endpoint",
        "device_authorization_url" => "Device endpoint",
        _ => "Token endpoint",
    }
}

/// The entries for an operation, with what holds already.
pub(super) fn questions(operation: &Operation, terms: &ClientTerms) -> Vec<Question> {
    let said =
        |name, label, example| Question { example, ..Question::new(name, label, terms.get(name)) };
    let scope = |initial: &str, example| Question {
        example,
        choices: several(&terms.scopes),
        ..Question::new("scope", "Scope", initial)
    };
    let only = |only_for, question| Question { only_for, ..question };
    let url = |name| said(name, endpoint_label(name), "https://as.example.com/…");
    let mut all = Vec::new();
    match operation {
        Operation::Fetch { .. } => {
            all.push(Question {
                choices: Choices::One(grants(&terms.grants)),
                ..said("grant", "Grant", "or the server's own name")
            });
            all.push(scope(terms.get("scope"), "none"));
            all.push(said("audience", "Audience", "none"));
            all.push(said("resource", "Resource", "none"));
        }
        Operation::Refresh { scope: narrowed, .. } => {
            all.push(scope(&narrowed.join(" "), "as it was granted"));
            all.push(said("resource", "Resource", "none"));
        }
        Operation::ExchangeCode { redirect_uri, .. } => {
            let uri = redirect_uri.as_deref().unwrap_or(terms.get("redirect_url"));
            all.push(Question {
                example: "as in the authorization request",
                ..Question::new("redirect_url", "Redirect URI", uri)
            });
            all.push(Question {
                masking: InputMasking::Always,
                example: "none, or the PKCE verifier",
                ..Question::new("code_verifier", "Code verifier", "")
            });
        }
        Operation::PollDevice { .. }
        | Operation::Introspect { .. }
        | Operation::Revoke { .. }
        | Operation::Userinfo { .. } => {}
    }
    all.push(said("issuer", "Issuer", "https://as.example.com"));
    if matches!(operation, Operation::Fetch { .. }) {
        all.push(only(&["authorization_code"], url("authorization_url")));
        all.push(only(&["device_code"], url("device_authorization_url")));
    }
    all.push(url(endpoint(operation)));
    if matches!(operation, Operation::Userinfo { .. }) {
        return all;
    }
    all.push(said("client_id", "Client id", "none"));
    all.push(Question {
        choices: Choices::One(terms.auth_methods.clone()),
        ..said("auth", "Authentication", "what the server allows")
    });
    all.push(Question {
        choices: Choices::Paths("file:"),
        ..said("client_secret", "Secret from", "env:NAME, file:PATH, cmd:…")
    });
    all.push(Question {
        masking: InputMasking::Always,
        example: if terms.has_typed_secret {
            "kept; another one replaces it"
        } else {
            "the secret or key itself, masked"
        },
        ..Question::new("typed", "or typed", "")
    });
    match operation {
        Operation::Fetch { .. } => {
            all.push(only(
                &["authorization_code"],
                said("redirect_url", "Redirect URI", "a free port of this machine"),
            ));
            all.push(said("params", "More", "name=value&other=value"));
        }
        // Of these grants it went with the first request.
        Operation::Refresh { .. }
            if !matches!(terms.get("grant"), "authorization_code" | "device_code") =>
        {
            all.push(said("params", "More", "name=value&other=value"));
        }
        _ => {}
    }
    all
}

/// The operation with what was typed, as far as that is no setting of the client.
pub(super) fn filled(operation: Operation, form: &Form) -> Operation {
    let text = |name: &str| Some(form.answer_to(name).to_owned()).filter(|text| !text.is_empty());
    match operation {
        Operation::Refresh { token, .. } => {
            let scope = form.answer_to("scope").split_whitespace().map(str::to_owned).collect();
            Operation::Refresh { token, scope }
        }
        Operation::ExchangeCode { code, verifier, .. } => Operation::ExchangeCode {
            code,
            redirect_uri: text("redirect_url"),
            verifier: text("code_verifier").map(Secret::from).or(verifier),
        },
        other => other,
    }
}

/// Whether an entry says something of the one operation, and not of the client.
pub(super) fn is_of_operation(operation: &Operation, name: &str) -> bool {
    match operation {
        Operation::Refresh { .. } => name == "scope",
        Operation::ExchangeCode { .. } => matches!(name, "redirect_url" | "code_verifier"),
        _ => false,
    }
}

fn several(words: &[String]) -> Choices {
    if words.is_empty() { Choices::Free } else { Choices::Several(words.to_vec()) }
}

/// The grants to choose from: what the server allows, else what this program has a dialogue for.
fn grants(allowed: &[String]) -> Vec<String> {
    let short =
        |name: &String| if name == DEVICE_CODE { "device_code".to_owned() } else { name.clone() };
    let allowed = allowed.iter().map(short).filter(|name| !ELSEWHERE.contains(&name.as_str()));
    let allowed: Vec<String> = allowed.collect();
    if allowed.is_empty() { GRANTS.map(str::to_owned).into() } else { allowed }
}
