//! Authorization responses in a JWT (JWT Secured Authorization Response Mode, JARM §2.1).

use data_encoding::BASE64URL_NOPAD;
use zeroize::Zeroizing;

use crate::{token::secrecy, value::json};

/// What the `response` parameter of a callback carries.
pub(super) enum Response {
    /// A code, or what nobody but the client can read.
    Code,
    /// An error (JARM §2.1).
    Error,
}

/// What a `response` parameter carries, where it is a JWT. The text is not verified here: it says
/// no more than what the artifact claims to be.
pub(super) fn read(text: &str) -> Option<Response> {
    if !secrecy::is_compact_jwt(text) {
        return None;
    }
    let mut parts = text.split('.');
    let (payload, rest) = (parts.nth(1)?, parts.count());
    if rest == 3 {
        return Some(Response::Code);
    }
    let payload = Zeroizing::new(BASE64URL_NOPAD.decode(payload.as_bytes()).ok()?);
    let (claims, _) = json::read(&payload);
    let has = |name: &str| claims.get(name).is_some_and(|claim| !claim.is_absent());
    if has("error") {
        Some(Response::Error)
    } else {
        (has("code") || has("state") || has("access_token")).then_some(Response::Code)
    }
}
