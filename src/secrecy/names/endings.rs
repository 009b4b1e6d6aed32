//! How the names of secrets end, in `snake_case`.

/// Whether a name, in `snake_case`, is that of a secret whatever its value looks like.
pub(in crate::secrecy) fn is_secret_name(snake: &str) -> bool {
    let ends_with = |endings: &[&str], name: &str| endings.iter().any(|it| name.ends_with(it));
    if let Some(whose) = snake.strip_suffix("key") {
        return ends_with(&KEYS, whose.strip_suffix('_').unwrap_or(whose));
    }
    if let Some(whose) = snake.strip_suffix("_code") {
        return ends_with(&CODES, whose);
    }
    ends_with(&ENDINGS, snake)
        || WORDS.iter().any(|word| last_word_is(snake, word))
        || EXACT.contains(&snake)
}

/// Whether this is the last word of a name in `snake_case`, and not the end of a longer one:
/// `pass`, but not of `compass`.
pub(super) fn last_word_is(snake: &str, word: &str) -> bool {
    snake.strip_suffix(word).is_some_and(|before| !before.ends_with(char::is_alphanumeric))
}

/// Whether a name is that of a cookie that holds a session. `sid` and `session_id` are claims as
/// well, which are shown (OpenID Connect Back-Channel Logout §2.1).
pub(super) fn is_session(snake: &str) -> bool {
    ["session", "sessionid", "sessid", ".sid"].iter().any(|ending| snake.ends_with(ending))
}

/// Endings of names of secrets, in `snake_case`.
const ENDINGS: [&str; 12] = [
    "token",
    "secret",
    "password",
    "passphrase",
    "seed_phrase",
    "assertion",
    "code_verifier",
    "client_key_data",
    "shared_access_signature",
    "token_hint",
    "magic_link",
    "dpop_proof",
];

/// What stands before `key` in the names of secret keys. Others are public, or keys of a database.
const KEYS: [&str; 24] = [
    "access",
    "account",
    "admin",
    "api",
    "app",
    "application",
    "auth",
    "client",
    "decryption",
    "encryption",
    "license",
    "mac",
    "master",
    "private",
    "secret",
    "service",
    "service_role",
    "session",
    "shared",
    "signing",
    "ssh",
    "storage",
    "subscription",
    "tls",
];

/// What stands before `_code` in the names of secret codes. Others are of errors, states and
/// countries, and a `user_code` is meant to be read.
const CODES: [&str; 7] =
    ["auth", "authorization", "authorized", "backup", "login", "recovery", "verification"];

/// Last words of names of secrets that are also the end of other words.
const WORDS: [&str; 9] =
    ["pass", "passwd", "pwd", "passcode", "otp", "totp", "pat", "hmac", "mnemonic"];

/// Names of secrets that are no ending of others.
const EXACT: [&str; 11] = [
    "auth_req_id",
    "pin",
    "pct",
    "authorization",
    "proxy_authorization",
    "cookie",
    "set_cookie",
    "saml_response",
    "samlresponse",
    "oauth_verifier",
    "secret_id",
];
