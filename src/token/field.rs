//! The members of a response under their canonical names.

use crate::{secret::Secret, value::Value};

/// One member of an artifact.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Canonical name in `snake_case`.
    pub name: String,
    /// The name as written; a dotted path where the response nests it.
    pub source_name: String,
    /// Whether the response has it: null and the empty string count as absent.
    pub present: bool,
    /// What it holds.
    pub content: Content,
}

/// What a field holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A token, code, secret, password, assertion, or any JWT. Only strings and numbers are secret
    /// as a whole; secrets inside a list or object are masked where that is shown.
    Secret {
        /// The text, or the digits of a number.
        secret: Secret,
        /// The JSON type as written.
        type_name: &'static str,
    },
    /// Anything else.
    Plain(Value),
}

impl Field {
    /// The JSON type as written, `null` for an absent model field.
    pub fn type_name(&self) -> &'static str {
        match &self.content {
            Content::Secret { type_name, .. } => type_name,
            Content::Plain(value) => value.type_name(),
        }
    }

    /// Whether the value is masked by default.
    pub fn is_secret(&self) -> bool {
        matches!(self.content, Content::Secret { .. })
    }

    /// The secret, where it is one.
    pub fn secret(&self) -> Option<&Secret> {
        match &self.content {
            Content::Secret { secret, .. } => Some(secret),
            Content::Plain(_) => None,
        }
    }

    /// The value, where it is not secret.
    pub fn plain(&self) -> Option<&Value> {
        match &self.content {
            Content::Secret { .. } => None,
            Content::Plain(value) => Some(value),
        }
    }
}
