//! Finds secrets in what HTTP carries: URLs, header fields, cookies and form bodies, and in the
//! command lines that send them.

use super::{
    super::{SHORTEST, names},
    TextVisitor, sentence,
};

/// The tokens, codes and passwords of a text that is a form body.
pub(super) fn form(text: &str, found: TextVisitor<'_>) -> bool {
    text.split(['&', ';'])
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (name.trim(), value))
        .any(|(name, value)| {
            !value.is_empty()
                && !name.contains(char::is_whitespace)
                && names::is_secret_parameter(name)
                && found(value)
        })
}

/// The tokens, codes and passwords in the query, fragment or authority of a URL.
pub(super) fn url(text: &str, found: TextVisitor<'_>) -> bool {
    let rest = text.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    // A name alone is no secret, but some services take a token in its place.
    let password = authority.rsplit_once('@').and_then(|(user, _)| match user.split_once(':') {
        Some((_, password)) => Some(password),
        None => Some(user).filter(|user| sentence::looks_random(user)),
    });
    // Webhooks of Slack and Discord have theirs in the path.
    let in_path = rest.starts_with("hooks.slack.com/") || rest.contains("/api/webhooks/");
    password.is_some_and(&mut *found)
        || in_path && found(text)
        || bot_token(rest).is_some_and(&mut *found)
        || text.split(['?', '#', '&', ';']).skip(1).filter_map(|pair| pair.split_once('=')).any(
            |(name, value)| {
                !value.is_empty()
                    && (names::is_secret_parameter(name) || is_key(name, value))
                    && !is_error_number(name, value)
                    && found(value)
            },
        )
}

/// Whether the parameter of a URL is the number of an error: `error?code=700082`. No authorization
/// code is that short and of digits alone.
fn is_error_number(name: &str, value: &str) -> bool {
    let number = value.split_whitespace().next().unwrap_or_default();
    name == "code" && number.len() < SHORTEST && number.bytes().all(|b| b.is_ascii_digit())
}

/// Whether the parameter of a URL is the key of an API, and not that of an entry.
fn is_key(name: &str, value: &str) -> bool {
    name == "key" && value.split_whitespace().next().is_some_and(sentence::looks_random)
}

/// The token in the path of a call to Telegram's API for bots: `/bot123:AAF…/getMe`.
fn bot_token(rest: &str) -> Option<&str> {
    let (_, behind) = rest.split_once("/bot")?;
    let token = behind.split(['/', '?', '#', '"']).next()?;
    let (id, secret) = token.split_once(':')?;
    let is_id = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    (is_id && sentence::looks_random(secret)).then_some(token)
}

/// The credentials behind a scheme (RFC 9110 §11.4): `Bearer …`.
pub(super) fn header(text: &str, found: TextVisitor<'_>) -> bool {
    text.split_once(' ').is_some_and(|(scheme, rest)| {
        ["bearer", "basic", "dpop", "token"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
            && rest.len() >= 8
            && !rest.contains([' ', '%', '{', '<'])
            && found(rest)
    })
}

/// The value of a cookie as a `Set-Cookie` field gives it, with attributes behind it (RFC 6265
/// §4.1.1), and the values of all in a `Cookie` field.
pub(super) fn cookie(text: &str, found: TextVisitor<'_>) -> bool {
    const ATTRIBUTES: [&str; 7] =
        ["domain", "expires", "httponly", "max-age", "path", "samesite", "secure"];
    let mut pieces = text.split(';');
    let Some(first) = pieces.next().filter(|first| first.len() < text.len()) else {
        return false;
    };
    let mut found_in = |pair: &str| {
        let value = pair.split_once('=').map_or("", |(_, value)| value.trim());
        value.len() >= SHORTEST && found(value)
    };
    let is_attribute = |piece: &str| {
        let name = piece.split('=').next().unwrap_or_default().trim();
        ATTRIBUTES.iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    let mut words = first.rsplit(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
    let pair = words.next().unwrap_or_default();
    if words.any(|field| field.eq_ignore_ascii_case("cookie:")) {
        return found_in(pair) || pieces.any(found_in);
    }
    pieces.any(is_attribute) && found_in(pair)
}

/// The password of a user that `curl` is told: `curl -u ada:…`.
pub(super) fn command_line(text: &str, found: TextVisitor<'_>) -> bool {
    if !text.contains("curl ") {
        return false;
    }
    let mut words = text.split_whitespace();
    std::iter::from_fn(|| {
        let word = words.next()?;
        Some(match word {
            "-u" | "-U" | "--user" | "--proxy-user" => words.next()?,
            _ => ["-u", "--user=", "--proxy-user="]
                .iter()
                .find_map(|option| word.strip_prefix(option))
                .unwrap_or_default(),
        })
    })
    .filter_map(|user| user.trim_matches(['"', '\'']).split_once(':'))
    .any(|(_, password)| {
        // What the shell puts in later is in the text no secret.
        !password.is_empty() && !password.starts_with(['$', '<', '{']) && found(password)
    })
}

#[cfg(test)]
mod tests {
    use crate::secrecy::is_secret_text;

    #[test]
    fn secrets_of_requests_and_answers_are_found() {
        for text in [
            "session=Kd86d081Qz4c7d659a2f; Path=/",
            "Set-Cookie: s=Kd86d081Qz4c7d659a2f; HttpOnly; Secure",
            "< set-cookie: s=Kd86d081Qz4c7d659a2f; max-age=60",
            "Cookie: theme=dark; s=Kd86d081Qz4c7d659a2f",
            "curl -u ada:orange-bridge https://api.example",
            "curl -sS --user 'ada:orange-bridge' https://api.example",
            "https://api.example/v1?key=Kd86d081Qz4c7d659a2f",
            "https://api.telegram.org/bot123456789:AAKd86d081Qz4c7d659a2feaaXKd86d081Q/getMe",
        ] {
            assert!(is_secret_text(text), "{text}");
        }
        for text in [
            "lang=de; Path=/",
            "first=Kd86d081Qz4c7d659a2f; then more",
            "curl -u ada:$PASSWORD https://api.example",
            "docker run -u 1000:1000 workshop-2026",
            "https://docs.example/page?key=chapter-two",
            "https://example.org/bots/Room101:a",
        ] {
            assert!(!is_secret_text(text), "{text}");
        }
    }
}
