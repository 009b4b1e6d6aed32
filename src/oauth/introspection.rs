//! Asking a server about a token (RFC 7662).

use super::request::{Purpose, Request};
use crate::{config::HttpUrl, secret::Secret};

/// The introspection request (RFC 7662 §2.1), but for the client's proof.
pub fn request(url: HttpUrl, token: &Secret, hint: Option<&str>) -> Request {
    let mut request = Request::post(Purpose::Introspection, url);
    request.secret_param("token", token.clone());
    if let Some(hint) = hint {
        request.param("token_type_hint", hint);
    }
    request
}
