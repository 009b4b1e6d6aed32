//! Files of Kubernetes: kubeconfigs, and Secrets with their values in base64.

use super::{
    found::{CredentialForm, FoundCredential},
    leaf,
};
use crate::{problem::Problem, value::Value};

/// Whether an object is a kubeconfig.
pub(super) fn is_kubeconfig(value: &Value) -> bool {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    text("kind") == Some("Config") && value.get("users").is_some()
}

/// The credential that a user of a kubeconfig has elsewhere: a program gives it, or a certificate
/// takes its place.
pub(super) fn elsewhere(value: &Value) -> Option<FoundCredential> {
    let problem = if let Some(program) = value.get("exec").and_then(|it| it.get("command")) {
        let name = program.as_str()?.rsplit(['/', '\\']).next().unwrap_or_default();
        let name = crate::secrecy::quote_user_text(name);
        Problem::new(format!("the program {name} gives this token; it is not run"))
            .hint("run it and inspect what it prints")
    } else if ["client-certificate-data", "client-certificate"]
        .iter()
        .any(|name| value.get(name).is_some_and(|it| !it.is_absent()))
    {
        Problem::new("a client certificate stands here, and no token")
    } else {
        return None;
    };
    Some(FoundCredential::here(CredentialForm::Elsewhere(problem), None))
}

/// Whether an object is a Secret of Kubernetes.
pub(super) fn is_secret(value: &Value) -> bool {
    value.get("kind").and_then(Value::as_str) == Some("Secret")
}

/// Decodes the base64 that the values of a Secret of Kubernetes are in.
pub(super) fn decode_secret(value: &mut Value) {
    if !is_secret(value) {
        return;
    }
    let Value::Object(members) = value else { return };
    let data = members.iter_mut().filter(|member| member.name == "data");
    for member in data {
        let Value::Object(entries) = &mut member.value else { continue };
        for entry in entries {
            if let Some(text) = entry.value.as_str().and_then(leaf::base64_text) {
                entry.value = Value::string(text.as_str());
            }
        }
    }
}
