//! The members of a response under their canonical names.

use std::borrow::Cow;

use super::unwrap_token;
use crate::{
    catalog::member_names,
    kind::Kind,
    secrecy::{KnownSecrets, SecretCollector, is_compact_jwt, is_secret_text},
    secret::Secret,
    value::Value,
};

/// One member of an artifact.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Canonical name in `snake_case`. A token inside a member that is kept whole has the dotted
    /// path to it: `authed_user.access_token`.
    pub name: String,
    /// The name as written; a dotted path where the response nests it. Empty for a member of the
    /// model that the response does not have.
    pub source_name: String,
    /// Whether the response has the member: null and the empty string count as absent.
    pub present: bool,
    pub content: Content,
    /// The JSON type of a value that was taken away because it is about a person.
    pub withheld: Option<&'static str>,
}

/// The content of a field.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A token, code, secret, password, assertion, or any JWT. Only strings and numbers are secret
    /// as a whole; secrets inside a list or object are masked when it is shown, see
    /// [`KnownSecrets::redacted`].
    Secret {
        /// The text, or the digits of a number.
        secret: Secret,
        /// The JSON type as written.
        type_name: &'static str,
    },
    Plain(Value),
}

/// The six members of a token response as the SDK models it, in its order.
pub const MODEL: [&str; 6] =
    ["access_token", "token_type", "expires_in", "refresh_token", "created_at", "scope"];

/// The field of this canonical name that is present, the first of them. For a name of the
/// [`MODEL`] only the model's own field counts: another of that name belongs to something else.
pub fn present_field<'a>(kind: Kind, fields: &'a [Field], name: &str) -> Option<&'a Field> {
    if kind == Kind::TokenResponse && MODEL.contains(&name) {
        return fields.iter().find(|field| field.name == name).filter(|it| it.present);
    }
    fields.iter().find(|field| field.present && field.name == name)
}

impl Field {
    /// Only strings and numbers become secret fields; lists and objects stay plain.
    pub(super) fn new(name: String, source_name: String, value: &Value, secret: bool) -> Self {
        let present = !value.is_absent();
        let text = value.as_str().or(value.as_number()).filter(|_| secret && present);
        let content = match text {
            Some(text) => {
                let last = name.rsplit('.').next().unwrap_or_default();
                let text = match last {
                    "access_token" | "refresh_token" | "id_token" => {
                        unwrap_token::unwrap_token(text)
                    }
                    _ => text.into(),
                };
                Content::Secret { secret: Secret::new(text), type_name: value.type_name() }
            }
            None => Content::Plain(value.clone()),
        };
        Self { name, source_name, present, content, withheld: None }
    }

    /// The JSON type as written, `null` for an absent model field.
    pub fn type_name(&self) -> &'static str {
        match &self.content {
            Content::Secret { type_name, .. } => type_name,
            Content::Plain(value) => self.withheld.unwrap_or(value.type_name()),
        }
    }

    /// Whether the value is masked by default.
    pub fn is_secret(&self) -> bool {
        matches!(self.content, Content::Secret { .. })
    }

    pub fn secret(&self) -> Option<&Secret> {
        match &self.content {
            Content::Secret { secret, .. } => Some(secret),
            Content::Plain(_) => None,
        }
    }

    pub fn plain(&self) -> Option<&Value> {
        match &self.content {
            Content::Secret { .. } => None,
            Content::Plain(value) => Some(value),
        }
    }
}

/// Adds the secret fields to the collected secrets, also those that are secret only by their place.
pub fn gather_secrets(fields: &[Field], gathered: &mut SecretCollector) {
    for field in fields.iter().filter(|field| field.present) {
        let Some(secret) = field.secret() else { continue };
        // A text that only carries a secret has been looked into as a value.
        let text = secret.expose();
        if is_compact_jwt(text) || !is_secret_text(text) {
            gathered.secret(text);
        }
    }
}

/// Masks the fields that repeat a secret, in their values and in their names.
pub fn hide_secrets(fields: &mut [Field], secrets: &KnownSecrets) {
    if secrets.is_empty() {
        return;
    }
    for field in fields {
        if let Cow::Owned(shown) = secrets.shown_name(&field.source_name) {
            // Without a meaning of its own, the canonical name is the written one in another case.
            if member_names::meaning(&field.name).is_none() {
                field.name.clone_from(&shown);
            }
            field.source_name = shown;
        }
        let Content::Plain(Value::String(text)) = &field.content else { continue };
        if secrets.is_exactly_a_secret(text.as_str()) {
            let secret = Secret::new(text.as_str());
            field.content = Content::Secret { secret, type_name: "string" };
        }
    }
}
