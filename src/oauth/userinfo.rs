//! The claims of a user (OpenID Connect Core §5.3).

use super::request::{Authorization, Purpose, Request};
use crate::{config::HttpUrl, secret::Secret};

/// The userinfo request (OpenID Connect Core §5.3.1): the access token is all the proof it needs.
pub fn request(url: HttpUrl, token: &Secret) -> Request {
    let mut request = Request::get(Purpose::Userinfo, url);
    request.authorization =
        Some(Authorization::Token { scheme: "Bearer".to_owned(), token: token.clone() });
    request
}
