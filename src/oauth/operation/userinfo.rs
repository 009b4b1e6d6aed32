//! The claims of a user (OpenID Connect Core §5.3).

use crate::{
    oauth::{
        OAuthClient, OAuthError,
        request::{Authorization, Request, RequestPurpose},
    },
    secret::Secret,
    token::bearer_syntax::{first_invalid_character, is_unsendable},
};

/// Makes sure that a header can carry the token.
///
/// # Errors
/// It has a character that no header can carry.
pub fn check(token: &Secret) -> Result<(), OAuthError> {
    // Only the place of the character is told.
    match first_invalid_character(token.expose()) {
        Some((position, c)) if is_unsendable(c) => Err(OAuthError::Unsendable { position }),
        _ => Ok(()),
    }
}

impl OAuthClient {
    /// The userinfo request (OpenID Connect Core §5.3.1): the access token is all the proof it
    /// needs. `scheme` is what the token is presented with: a `DPoP` token as `Bearer` would only be
    /// refused for another reason (RFC 9449 §7.2).
    ///
    /// # Errors
    /// The userinfo endpoint is missing.
    pub fn userinfo_request(&self, token: &Secret, scheme: &str) -> Result<Request, OAuthError> {
        let url = self.endpoints().endpoint(RequestPurpose::Userinfo)?.clone();
        let mut request = Request::get(RequestPurpose::Userinfo, url);
        request.authorization =
            Some(Authorization::Token { scheme: scheme.to_owned(), token: token.clone() });
        self.finish(request)
    }
}
