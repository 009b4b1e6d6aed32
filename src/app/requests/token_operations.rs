//! Introspection, revocation and `UserInfo` for the token on screen.

use crate::{
    app::{App, Effect, Panel},
    emphasis::Emphasis,
    kind::Kind,
    oauth::Operation,
    secret::Secret,
};

/// A token of the response with what RFC 7009 §2.1 and RFC 7662 §2.1 call it.
type TokenWithHint = (Secret, Option<&'static str>);

impl App {
    /// `i`: asks the server about the token under the cursor, else about the access token.
    pub(in crate::app) fn introspect(&mut self) -> Vec<Effect> {
        match self.token_here() {
            Some((token, hint)) => self.ask_server(Operation::Introspect { token, hint }, false),
            None => self.no_token(),
        }
    }

    /// `x`: ends the token under the cursor, else the access token.
    pub(in crate::app) fn revoke(&mut self) -> Vec<Effect> {
        match self.token_here() {
            Some((token, hint)) => self.ask_server(Operation::Revoke { token, hint }, false),
            None => self.no_token(),
        }
    }

    /// `X`: ends the refresh token, and at most servers all that came from it.
    pub(in crate::app) fn revoke_all(&mut self) -> Vec<Effect> {
        if let Some(token) = self.secret("refresh_token") {
            return self
                .ask_server(Operation::Revoke { token, hint: Some("refresh_token") }, false);
        }
        self.notify(Emphasis::Warning, "There is no refresh token here");
        Vec::new()
    }

    /// `u`: asks for the claims of the user.
    pub(in crate::app) fn userinfo(&mut self) -> Vec<Effect> {
        let scheme = self.document().map(|document| document.inspection.authorization_scheme());
        match self.access_token().zip(scheme) {
            Some((token, scheme)) => self.ask_server(Operation::Userinfo { token, scheme }, false),
            None => self.no_token(),
        }
    }

    /// Whether there is a token to ask about.
    pub(in crate::app) fn has_token(&self) -> bool {
        self.access_token().is_some() || self.secret("refresh_token").is_some()
    }

    fn no_token(&mut self) -> Vec<Effect> {
        self.notify(Emphasis::Warning, "There is no token here to ask about");
        Vec::new()
    }

    fn secret(&self, name: &str) -> Option<Secret> {
        self.document()?.inspection.field(name)?.secret().cloned()
    }

    /// The access token, or the bare token.
    fn access_token(&self) -> Option<Secret> {
        let kind = self.document()?.inspection.kind;
        let bare = kind.is_jwt() || kind == Kind::OpaqueToken;
        self.secret("access_token").or_else(|| self.secret("token").filter(|_| bare))
    }

    /// The token under the cursor, where it is one; else the access token, else the refresh token.
    fn token_here(&self) -> Option<TokenWithHint> {
        let refresh = || self.secret("refresh_token").map(|token| (token, Some("refresh_token")));
        if self.field_here().as_deref() == Some("refresh_token") {
            return refresh();
        }
        let named = self.secret("access_token").is_some();
        self.access_token().map(|token| (token, named.then_some("access_token"))).or_else(refresh)
    }

    /// The name of the field that the cursor, or the detail, is on.
    fn field_here(&self) -> Option<String> {
        let document = self.document()?;
        if self.source != Panel::Fields {
            return None;
        }
        let field = document.inspection.fields.get(self.fields.selected()?)?;
        Some(field.name.clone())
    }
}
