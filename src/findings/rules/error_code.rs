//! Error codes that no standard defines.

use std::fmt::Write as _;

use crate::{
    catalog::errors,
    findings::{
        diagnostics::Diagnostics,
        observed_error,
        rule_context::{RuleContext, text},
        wording::{quote, shorten_server_text, type_of},
    },
    value::Value,
};

/// RFC 6749 §5.2 and the registry it opens (§11.4): clients act on the codes of a standard.
pub(super) fn error_code_unknown(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (Some(field), Some(answer)) = (
        context.error,
        observed_error::observe(context.input.kind, context.input.fields, context.input.message),
    ) else {
        return;
    };
    let what = match field.plain() {
        Some(Value::String(code)) => {
            if errors::is_standard_error(code.as_str()) {
                return;
            }
            format!("error is {}, which is no registered code", quote(code.as_str()))
        }
        Some(value) => format!("error is {} instead of a code", type_of(value)),
        None => "error is no registered code".to_owned(),
    };
    if errors::is_explained(&answer) {
        return;
    }
    let mut server_words = String::new();
    let mut say = |name: &str, value: &str| {
        // Writing to a String cannot fail.
        let _ = write!(server_words, "; {name} \"{}\"", shorten_server_text(value));
    };
    for name in ["error_description", "error_uri"] {
        if let Some(value) = context.input.field(name).and_then(text) {
            say(name, value);
        }
    }
    if let Some(value) = field.plain().and_then(|error| error.get("message")?.as_str()) {
        say("message", value);
    }
    let fact =
        format!("{what}: clients cannot act on it, only the server's words can tell{server_words}");
    diagnostics.info("error", &fact);
}
