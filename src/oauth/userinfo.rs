//! The claims of a user (OpenID Connect Core §5.3).

use super::{
    error::OAuthError,
    request::{Authorization, Purpose, Request},
};
use crate::{
    config::HttpUrl,
    secret::Secret,
    token::bearer::{foreign_character, is_unsendable},
};

/// Makes sure that a header can carry the token, before anybody is contacted for it.
///
/// # Errors
/// It has a character that no header can carry.
pub fn check(token: &Secret) -> Result<(), OAuthError> {
    // Its characters are what is asked about.
    match foreign_character(token.expose()) {
        Some((position, c)) if is_unsendable(c) => Err(OAuthError::Unsendable { position }),
        _ => Ok(()),
    }
}

/// The userinfo request (OpenID Connect Core §5.3.1): the access token is all the proof it needs.
/// `scheme` is what the token is presented with: a `DPoP` token as `Bearer` would only be refused
/// for another reason (RFC 9449 §7.2).
pub fn request(url: HttpUrl, token: &Secret, scheme: &str) -> Request {
    let mut request = Request::get(Purpose::Userinfo, url);
    request.authorization =
        Some(Authorization::Token { scheme: scheme.to_owned(), token: token.clone() });
    request
}
