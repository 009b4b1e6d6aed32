//! The members and tokens of an inspection by name.

use super::Inspection;
use crate::{
    jose::Token,
    kind::Kind,
    token::{Field, field},
};

impl Inspection {
    /// The field of this canonical name that is present, the first of them. For a name of the
    /// model only the model's own field counts: another of that name belongs to something else.
    pub fn field(&self, name: &str) -> Option<&Field> {
        field::present_field(self.kind, &self.fields, name)
    }

    /// Whether the artifact grants an access token: a response that holds one, and no error beside
    /// it (RFC 6749 §5.1).
    pub fn grants_token(&self) -> bool {
        let text = |name| self.field(name).and_then(|field| field.plain()?.as_str());
        self.kind == Kind::TokenResponse
            && self.field("access_token").and_then(Field::secret).is_some()
            && text("error").is_none_or(str::is_empty)
    }

    /// Whether the artifact could not be read, or only in part.
    pub fn is_unreadable(&self) -> bool {
        self.kind == Kind::Unrecognized || self.problem.is_some()
    }

    /// The authentication scheme that the access token is presented with: what its type says
    /// (RFC 6749 §7.1), or what it stood behind; `Bearer` unless that is `DPoP` (RFC 9449 §7.1).
    pub fn authorization_scheme(&self) -> &'static str {
        let written = self.field("token_type").and_then(|field| field.plain()?.as_str());
        let is_dpop = |name: &str| name.eq_ignore_ascii_case("DPoP");
        if written.or(self.scheme.as_deref()).is_some_and(is_dpop) { "DPoP" } else { "Bearer" }
    }

    /// The subject of the ID token, who signed in (OpenID Connect Core §2).
    pub fn subject(&self) -> Option<&str> {
        self.token("id_token")?.claims.as_ref()?.get("sub")?.as_str()
    }

    /// The indices of the tokens in a field: its own, then those nested in it. A token in JSON
    /// belongs to all its members.
    pub fn tokens_in(&self, field: &Field) -> impl Iterator<Item = usize> {
        let is_serialized = self.kind.is_jwt() && self.field("token").is_none();
        let holds = move |name: &str| {
            let inside = ["payload", "key_binding"];
            let mut outer = name;
            while let Some((before, last)) = outer.rsplit_once('.')
                && outer != field.name
                && inside.contains(&last)
            {
                outer = before;
            }
            is_serialized || outer == field.name
        };
        let tokens = self.tokens.iter().enumerate();
        tokens.filter(move |(_, token)| holds(&token.field)).map(|(index, _)| index)
    }

    /// The decoded token in the field of this canonical name.
    pub fn token(&self, field: &str) -> Option<&Token> {
        self.tokens.iter().find(|token| token.field == field)
    }
}
