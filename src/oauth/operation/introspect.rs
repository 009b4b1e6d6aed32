//! Asking a server about a token (RFC 7662).

use crate::{
    oauth::{
        OAuthClient, OAuthError,
        request::{Request, RequestPurpose},
    },
    secret::Secret,
};

impl OAuthClient {
    /// The introspection request (RFC 7662 §2.1).
    ///
    /// # Errors
    /// The introspection endpoint, or what the client authenticates with is missing.
    pub fn introspection_request(
        &self,
        token: &Secret,
        hint: Option<&str>,
    ) -> Result<Request, OAuthError> {
        let url = self.endpoints().endpoint(RequestPurpose::Introspection)?.clone();
        let mut request = Request::post(RequestPurpose::Introspection, url);
        request.secret_param("token", token.clone());
        if let Some(hint) = hint {
            request.param("token_type_hint", hint);
        }
        self.finish(self.authenticate(request)?)
    }
}
