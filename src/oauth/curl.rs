//! A request as a `curl` command that can be pasted into a shell. Secrets are environment
//! variables in it: what is copied holds none.

use super::request::{Authorization, Method, ParamValue, Request};
use crate::{config::BodyFormat, oauth::encoding::percent_encode};

impl Request {
    /// The request as a `curl` command for a POSIX shell, one option a line.
    pub fn as_curl(&self) -> String {
        let mut lines = vec![format!("curl --include {}", quote(self.url.as_str()))];
        if self.method == Method::Post && self.params.is_empty() {
            lines.push("--request POST".to_owned());
        }
        match &self.authorization {
            Some(Authorization::Basic { id, .. }) => {
                // RFC 6749 §2.3.1: the variable must hold the percent-encoded secret.
                lines
                    .push(format!("--user {}\"$CLIENT_SECRET_ENCODED\"", quote(&format!("{id}:"))));
            }
            Some(Authorization::Token { scheme, .. }) => {
                let start = quote(&format!("Authorization: {scheme} "));
                lines.push(format!("--header {start}\"$ACCESS_TOKEN\""));
            }
            None => {}
        }
        for (name, value) in &self.headers {
            lines
                .push(format!("--header {}", with_value(&format!("{name}: "), name, value, false)));
        }
        match self.format {
            BodyFormat::Form => {
                for (name, value) in &self.params {
                    let start = format!("{}=", percent_encode(name));
                    lines.push(format!(
                        "--data-urlencode {}",
                        with_value(&start, name, value, false)
                    ));
                }
            }
            BodyFormat::Json if !self.params.is_empty() => {
                lines.push(format!("--json {}", self.json_argument()));
            }
            BodyFormat::Json => {}
        }
        lines.join(" \\\n  ")
    }

    /// The variables that [`Request::as_curl`] uses, in order.
    pub fn curl_variables(&self) -> Vec<String> {
        let authorization = self.authorization.iter().map(|authorization| match authorization {
            Authorization::Basic { .. } => "CLIENT_SECRET_ENCODED".to_owned(),
            Authorization::Token { .. } => "ACCESS_TOKEN".to_owned(),
        });
        let secrets =
            self.headers.iter().chain(&self.params).filter_map(|(name, value)| match value {
                ParamValue::Secret(_) => Some(variable(name)),
                ParamValue::Plain(_) => None,
            });
        authorization.chain(secrets).collect()
    }

    fn json_argument(&self) -> String {
        let mut out = String::new();
        for (index, (name, value)) in self.params.iter().enumerate() {
            let name_text = serde_json::Value::from(name.as_str()).to_string();
            let start = format!("{}{name_text}:", if index == 0 { '{' } else { ',' });
            match value {
                ParamValue::Plain(text) => {
                    let text = serde_json::Value::from(text.as_str());
                    out.push_str(&quote(&format!("{start}{text}")));
                }
                ParamValue::Secret(_) => {
                    out.push_str(&with_value(&format!("{start}\""), name, value, true));
                }
            }
        }
        out + &quote("}")
    }
}

/// `start` and a value in shell notation, a secret as its variable.
fn with_value(start: &str, name: &str, value: &ParamValue, closing_quote: bool) -> String {
    let end = if closing_quote { "'\"'" } else { "" };
    match value {
        ParamValue::Plain(text) => quote(&format!("{start}{text}")),
        ParamValue::Secret(_) => format!("{}\"${}\"{end}", quote(start), variable(name)),
    }
}

/// The variable for a secret parameter: its name in capitals.
fn variable(name: &str) -> String {
    let mut variable: String = name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' })
        .collect();
    if variable.starts_with(|c: char| c.is_ascii_digit()) {
        variable.insert(0, '_');
    }
    variable
}

/// A text in single quotes, for a POSIX shell (XCU §2.2.2).
fn quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
