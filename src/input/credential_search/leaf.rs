//! Texts in a value: tokens that their form gives away, what stands in place of one, and values
//! that are written as a text.

use std::borrow::Cow;

use crate::secret::Wiping;
use data_encoding::{BASE64, BASE64_NOPAD};

use crate::{
    catalog::{
        member_names::{self, NameFit},
        opaque_tokens::{self, TokenState},
    },
    input::compact,
    kind::Kind,
    secrecy::{self, is_placeholder},
    value::{Value, json},
};

pub(in crate::input) use crate::kind::mention::without_scheme;

/// The kind of the token that a text is, by its form alone: a JWT, or a token with a published
/// prefix. The scheme before it (`Bearer …`) is none of it.
pub(super) fn token_kind(name: &str, text: &str) -> Option<Kind> {
    let token = without_scheme(text);
    if token.len() < SHORTEST || token.contains(char::is_whitespace) {
        return None;
    }
    if secrecy::is_compact_jwt(token) {
        return compact::token_kind(token).filter(|_| !is_statement(name));
    }
    let known = opaque_tokens::token(token)?;
    // A Google API key names a project, and stands in the pages of every site that uses one.
    let is_token = known.state != TokenState::Truncation
        && known.prefix.prefix != "AIza"
        && grants_access(known.prefix.kind);
    is_token.then_some(Kind::OpaqueToken)
}

/// The shortest text that is looked at as a token.
const SHORTEST: usize = 16;

/// The kind of the token that a text is where its name says that it is one.
pub(super) fn named_token_kind(text: &str) -> Option<Kind> {
    let token = without_scheme(text);
    let is_word = token.len() >= SHORTEST && !token.contains(char::is_whitespace);
    let is_url = token.contains("://");
    (is_word && !is_url && is_real(token))
        .then(|| compact::token_kind(token).unwrap_or(Kind::OpaqueToken))
}

/// Whether a text that is named after a token of something (`slackToken`) looks like one.
pub(super) fn is_named_token(name: &str, text: &str) -> bool {
    if !name.ends_with("oken") {
        return false;
    }
    let snake = member_names::snake_case(name);
    let is_random = |text: &str| {
        text.bytes().any(|b| b.is_ascii_digit()) && text.bytes().any(|b| b.is_ascii_alphabetic())
    };
    snake.ends_with("_token") && is_random(text) && !opens_nothing(&snake)
}

/// Whether the name of a token says that nobody calls an API with it: it is a place in a list, a
/// mark against forgery, the address of a device.
pub(in crate::input) fn opens_nothing(snake: &str) -> bool {
    const OTHERS: [&str; 20] = [
        "backward",
        "cancellation",
        "continuation",
        "csrf",
        "csrfmiddleware",
        "delta",
        "device",
        "eos",
        "forward",
        "idempotency",
        "next",
        "page",
        "previous",
        "push",
        "request",
        "resume",
        "stop",
        "sync",
        "verification",
        "xsrf",
    ];
    let of = snake.strip_suffix("token").map(|of| of.trim_end_matches('_'));
    of.and_then(|of| of.rsplit('_').next()).is_some_and(|last| OTHERS.contains(&last))
}

/// Whether a member is the header that presents a credential (RFC 9110 §11.6.2).
pub(super) fn is_authorization(name: &str) -> bool {
    name.eq_ignore_ascii_case("authorization")
}

/// What stands behind the scheme `Basic` (RFC 7617 §2).
pub(super) fn behind_basic(text: &str) -> Option<&str> {
    let (scheme, digits) = text.trim().split_once(' ')?;
    scheme.eq_ignore_ascii_case("basic").then(|| digits.trim())
}

/// Whether a variable holds the key of an API, by its name. Keys that pages show are none.
pub(super) fn is_api_key(name: &str, text: &str) -> bool {
    let snake = member_names::snake_case(name);
    let is_named = snake.ends_with("api_key") || snake.ends_with("apikey");
    is_named && !snake.contains("publi") && opaque_tokens::token(text).is_none()
}

/// Whether a JWT under this name says something about a client or a server, and opens nothing.
fn is_statement(name: &str) -> bool {
    let snake = member_names::snake_case(name);
    matches!(&*snake, "client_info" | "signed_metadata" | "software_statement" | "request")
}

/// Whether what a published format is called gives access by itself: identifiers, publishable keys
/// and the secrets of clients do not.
fn grants_access(kind: &str) -> bool {
    const OTHERS: [&str; 9] = [
        "publish",
        "public",
        " ID",
        "client secret",
        "application secret",
        "app secret",
        "webhook",
        "badge",
        "SID",
    ];
    !OTHERS.iter().any(|other| kind.contains(other))
}

/// Whether a map or list of this name holds tokens: `tokens`, `accessTokens`.
pub(super) fn holds_tokens(name: &str) -> bool {
    let snake = member_names::snake_case(name);
    let one = snake.strip_suffix('s').and_then(member_names::meaning);
    &*snake == "bearer"
        || one.is_some_and(|it| it.name == "access_token" && it.fit != NameFit::Weak)
}

/// Whether a text may be a secret, and no placeholder for one. A value in JSON is opened, and is no
/// token itself.
pub(super) fn is_real(text: &str) -> bool {
    let text = without_scheme(text);
    !text.starts_with('{') && !is_placeholder(text)
}

/// The object or list that a text holds: JSON, or the base64 of JSON. None where it is something
/// else, or damaged.
pub(super) fn value_in(text: &str) -> Option<Value> {
    /// Less holds no credential.
    const SHORTEST: usize = 16;
    let text = text.trim();
    if text.len() < SHORTEST {
        return None;
    }
    let text: Cow<'_, str> = if text.starts_with(['{', '[']) {
        Cow::Borrowed(text)
    } else if text.starts_with("ey") || text.starts_with("ew") || text.starts_with("W3") {
        Cow::Owned(base64_text(text)?.as_str().to_owned())
    } else {
        return None;
    };
    let (value, fault) = json::read_text(&text);
    let is_structured = matches!(value, Value::Object(_) | Value::Array(_));
    (fault.is_none() && is_structured).then_some(value)
}

/// The text that base64 stands for.
pub(super) fn base64_text(digits: &str) -> Option<Wiping<String>> {
    let digits = digits.as_bytes();
    let decoded =
        BASE64.decode(digits).or_else(|_| BASE64_NOPAD.decode(digits)).ok().map(Wiping::new)?;
    let text = std::str::from_utf8(&decoded).ok()?;
    let is_text = !text.chars().any(|c| c.is_control() && !c.is_whitespace());
    is_text.then(|| Wiping::new(text.to_owned()))
}

/// The text of a string, or the digits of a number.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_str().or(value.as_number())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_places_in_lists_are_no_tokens() {
        let token = "f5a9c2e18b7d4f6a";
        for name in ["slackToken", "deploy_token", "githubToken"] {
            assert!(is_named_token(name, token), "{name}");
        }
        for name in ["nextForwardToken", "next_page_token", "csrfToken", "token", "tokens"] {
            assert!(!is_named_token(name, token), "{name}");
        }
    }
}
