//! Ending a token (RFC 7009).

use crate::{
    oauth::{
        OAuthClient, OAuthError,
        request::{Request, RequestPurpose},
    },
    secret::Secret,
};

impl OAuthClient {
    /// The revocation request (RFC 7009 §2.1). A server also answers 200 to a token that it does
    /// not know (§2.2).
    ///
    /// # Errors
    /// The revocation endpoint, or what the client authenticates with is missing.
    pub fn revocation_request(
        &self,
        token: &Secret,
        hint: Option<&str>,
    ) -> Result<Request, OAuthError> {
        let url = self.endpoints().endpoint(RequestPurpose::Revocation)?.clone();
        let mut request = Request::post(RequestPurpose::Revocation, url);
        request.secret_param("token", token.clone());
        if let Some(hint) = hint {
            request.param("token_type_hint", hint);
        }
        self.finish(self.authenticate(request)?)
    }
}
