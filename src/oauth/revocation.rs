//! Ending a token (RFC 7009).

use super::request::{Purpose, Request};
use crate::{config::HttpUrl, secret::Secret};

/// The revocation request (RFC 7009 §2.1), but for the client's proof. A server answers 200 to a
/// token that it does not know, too (§2.2).
pub fn request(url: HttpUrl, token: &Secret, hint: Option<&str>) -> Request {
    let mut request = Request::post(Purpose::Revocation, url);
    request.secret_param("token", token.clone());
    if let Some(hint) = hint {
        request.param("token_type_hint", hint);
    }
    request
}
