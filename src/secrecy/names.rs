//! Recognizes secrets by the names of members, parameters and header fields.

mod endings;

use std::borrow::Cow;

pub(super) use endings::is_secret_name;
use endings::{is_session, last_word};

use crate::{
    catalog::member_names::{self, NameFit},
    secret::Secret,
    value::Value,
};

/// Whether the name of a member says that its value is secret.
pub(super) fn is_secret(name: &str, value: &Value) -> bool {
    if is_registered_claim(name) {
        return false;
    }
    let snake = member_names::snake_case(name);
    if let Some(meaning) = member_names::meaning(&snake) {
        let token =
            matches!(meaning.name, "access_token" | "refresh_token" | "id_token" | "device_code");
        if token {
            return meaning.fit != NameFit::Weak || snake.ends_with("token") || like_a_token(value);
        }
        // A name with a known meaning that is no token is no secret: `token_type`, `scope`.
        return false;
    }
    let is_numbered = snake.ends_with(|c: char| c.is_ascii_digit());
    if is_secret_name(&snake) || is_numbered && is_secret_name(without_number(&snake)) {
        return true;
    }
    // User and password in base64, as npm keeps them for all registries or for one.
    if snake.ends_with("_auth") && snake.rsplit([':', '/']).next() == Some("_auth") {
        return true;
    }
    let Some(text) = value.as_str() else { return false };
    // `tokens` may count them; `code` may be an error's or a status.
    let several = || snake.strip_suffix('s').is_some_and(is_secret_name);
    (PERHAPS.contains(&&*snake) || several() || is_session(&snake)) && like_a_token(value)
        // The number that a generator of random numbers starts from is shorter.
        || last_word(&snake) == "seed" && text.len() >= super::SHORTEST
        || &*snake == "code" && like_a_code(text)
        // What was pushed (RFC 9126 §2.2); a URL of the client's own is no secret.
        || &*snake == "request_uri" && !text.starts_with("http")
}

/// Whether a name is one of those that most tokens and responses have, and that never are secret:
/// seen sooner than the tables are searched.
fn is_registered_claim(name: &str) -> bool {
    matches!(
        name,
        "iss"
            | "sub"
            | "aud"
            | "exp"
            | "nbf"
            | "iat"
            | "jti"
            | "azp"
            | "scope"
            | "scp"
            | "alg"
            | "typ"
            | "kid"
            | "cty"
            | "client_id"
            | "email"
            | "name"
            | "acr"
            | "amr"
            | "auth_time"
            | "sid"
            | "token_type"
            | "expires_in"
            | "created_at"
            | "error"
            | "error_description"
            | "error_uri"
    )
}

/// Whether an object of this name may be a secret with something said of it.
pub(super) fn may_be_secret_object(name: &str) -> bool {
    is_secret(name, &Value::Bool(true)) || PERHAPS.contains(&&*member_names::snake_case(name))
}

/// A name without the number at its end: `token_2` is another `token`.
fn without_number(snake: &str) -> &str {
    snake.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches('_')
}

/// Whether a value of this name is a map of secrets under names of their own: `tokens` by account.
/// One whose members are known by their names is a response.
pub(super) fn is_map_of_secrets(name: &str, value: &Value) -> bool {
    let is_known = |name: &str| {
        let snake = member_names::snake_case(name);
        member_names::meaning(&snake).is_some() || is_secret_name(&snake)
    };
    let is_map = item_name(name) != name || MAPS.contains(&&*member_names::snake_case(name));
    is_map && !value.members().iter().any(|member| is_known(&member.name))
}

/// What maps of secrets are called beside the plural of a secret's name.
const MAPS: [&str; 3] = ["auth_contexts", "credentials", "keyring"];

/// The name of the flag that a word of a command line is, where what follows it is its value and
/// secret: `client-secret` of `--client-secret`.
pub(super) fn secret_flag(word: &Value) -> Option<&str> {
    let name = word.as_str()?.strip_prefix('-')?.trim_start_matches('-');
    (!name.contains('=') && is_secret_name(&member_names::snake_case(name))).then_some(name)
}

/// What the items of a list are called: a `passwords` list holds one `password` after the other.
pub(super) fn item_name(list: &str) -> &str {
    let several = list.strip_suffix('s').or_else(|| list.strip_suffix('S'));
    several.filter(|one| is_secret_name(&member_names::snake_case(one))).unwrap_or(list)
}

/// Whether a parameter of this name carries a secret in a form, a URL or a sentence.
/// `user_code` is meant to be read.
pub(super) fn is_secret_parameter(name: &str) -> bool {
    let snake = member_names::snake_case(name);
    matches!(&*snake, "code" | "sig" | "signature" | "x_amz_signature" | "x_goog_signature")
        || is_secret_name(&snake)
}

/// Whether a parameter of this name that is sent to a server may be secret; in doubt it is.
pub fn is_secret_when_sent(name: &str) -> bool {
    let snake = member_names::snake_case(name).to_ascii_lowercase();
    let is_about_one = ["_type", "_type_hint", "_challenge"].iter().any(|it| snake.ends_with(it));
    !is_about_one
        && (is_secret_parameter(&snake)
            || WITHIN.iter().any(|part| snake.contains(part))
            || snake == "key"
            || snake.ends_with("_code") && snake != "user_code")
}

/// Whether a header field of this name that is sent to a server may be secret.
pub fn is_secret_header(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with("-key") || is_secret_when_sent(&name)
}

/// Whether a member of a secret that is written as an object holds the secret itself.
pub(super) fn is_value(name: &str) -> bool {
    const NAMES: [&str; 12] = [
        "value",
        "val",
        "v",
        "raw",
        "text",
        "string",
        "data",
        "content",
        "plain",
        "plaintext",
        "hex",
        "base64",
    ];
    NAMES.iter().any(|known| name.eq_ignore_ascii_case(known))
}

/// A member's name as it may be shown: the fingerprint of one that is itself a secret, as in the
/// caches that keep what they know of a token under the token.
pub fn shown_name(name: &str) -> Cow<'_, str> {
    if super::is_secret_text(name) {
        let secret = Secret::new(name);
        Cow::Owned(format!("masked:{}:{}", secret.length(), secret.fingerprint()))
    } else {
        Cow::Borrowed(name)
    }
}

/// Whether a value has the form of a token: sixteen characters or more, no white space.
pub fn like_a_token(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.len() >= 16 && !text.contains(char::is_whitespace))
}

/// Whether a `code` is one to be exchanged, and not the name or number of an error.
fn like_a_code(text: &str) -> bool {
    text.len() >= 8
        && !text.contains(char::is_whitespace)
        && text.bytes().any(|b| b.is_ascii_digit())
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

/// Names of secrets and of other things: they count where the value is like a token.
const PERHAPS: [&str; 8] =
    ["auth", "bearer", "credential", "credentials", "rpt", "sas", "signature", "ticket"];

/// Parts of the names of sent parameters that may be secret.
const WITHIN: [&str; 7] =
    ["secret", "passw", "token", "assertion", "api_key", "apikey", "verifier"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_members_are_known_by_their_names() {
        let value = Value::string("Kd86d081Qz4c7d659a2feaaX");
        for secret in [
            "app_key",
            "appKey",
            "DD_APPLICATION_KEY",
            "subscription-key",
            "service_role_key",
            "masterKey",
            "storageKey",
            "client_key",
            "tls_key",
            "ssh_key",
            "license_key",
            "hmac_key",
            "apikey",
            "db_pass",
            "adminPwd",
            "serverAuthCode",
            "verification_code",
            "backup_codes",
            "magic_link",
            "pat",
            "GITHUB_PAT",
            "mnemonic",
            "seed",
            "wallet_seed",
            "hmac",
            "dpop_proof",
            "PHPSESSID",
            "connect.sid",
            "session",
        ] {
            assert!(is_secret(secret, &value), "{secret}");
        }
        for plain in [
            "public_key",
            "primary_key",
            "key_id",
            "api_key_id",
            "kid",
            "jwks",
            "monkey",
            "keyboard",
            "token_type",
            "verification_uri",
            "error_code",
            "status_code",
            "country_code",
            "exit_code",
            "user_code",
            "passport",
            "compass",
            "pass_count",
            "seed_count",
            "spat",
            "sid",
            "session_id",
            "session_state",
        ] {
            assert!(!is_secret(plain, &value), "{plain}");
        }
        assert!(!is_secret("seed", &Value::Number("42".to_owned())));
        assert!(!is_secret("seed", &Value::string("20260101")));
        assert!(!is_secret("session", &Value::string("work")));
    }

    #[test]
    fn secrets_are_known_by_their_names() {
        for secret in [
            "password",
            "client_secret",
            "refresh_token",
            "assertion",
            "code",
            "device_code",
            "api_key",
        ] {
            assert!(is_secret_when_sent(secret), "{secret}");
        }
        for plain in [
            "grant_type",
            "subject_token_type",
            "token_type_hint",
            "user_code",
            "scope",
            "shipping",
        ] {
            assert!(!is_secret_when_sent(plain), "{plain}");
        }
        assert!(is_secret_header("X-Api-Key") && is_secret_header("Authorization"));
        assert!(!is_secret_header("X-Gusto-API-Version"));
    }
}
