//! How the names of secrets end, in `snake_case`.
//!
//! The words are compared in code and not listed in tables: a table of texts costs the dynamic
//! linker at every start.

/// Whether a name, in `snake_case`, is that of a secret whatever its value looks like.
pub(in crate::secrecy) fn is_secret_name(snake: &str) -> bool {
    if let Some(whose) = snake.strip_suffix("key") {
        return is_secret_key(whose.strip_suffix('_').unwrap_or(whose));
    }
    if let Some(purpose) = snake.strip_suffix("_code") {
        return is_secret_code(last_word(purpose));
    }
    snake.ends_with("token")
        || snake.ends_with("secret")
        || snake.ends_with("password")
        || snake.ends_with("phrase") && is_secret_phrase(snake)
        || snake.ends_with("assertion")
        || is_secret_word(last_word(snake))
        || is_secret_whole(snake)
}

/// What stands before `key` in the names of secret keys. Others are public, or keys of a database.
fn is_secret_key(whose: &str) -> bool {
    whose.ends_with("api")
        || whose.ends_with("service_role")
        || matches!(
            last_word(whose),
            "access"
                | "account"
                | "admin"
                | "app"
                | "application"
                | "auth"
                | "client"
                | "decryption"
                | "encryption"
                | "hmac"
                | "license"
                | "mac"
                | "master"
                | "private"
                | "secret"
                | "service"
                | "session"
                | "shared"
                | "signing"
                | "ssh"
                | "storage"
                | "subscription"
                | "tls"
        )
}

/// What stands before `_code` in the names of secret codes. Others are of errors, states and
/// countries, and a `user_code` is meant to be read.
fn is_secret_code(purpose: &str) -> bool {
    matches!(
        purpose,
        "auth" | "authorization" | "authorized" | "backup" | "login" | "recovery" | "verification"
    )
}

/// `passphrase`, and the words that a wallet is restored from.
fn is_secret_phrase(snake: &str) -> bool {
    snake.ends_with("passphrase")
        || snake.ends_with("seed_phrase")
        || snake.ends_with("recovery_phrase")
}

/// Last words of names of secrets that are also the end of other words.
fn is_secret_word(word: &str) -> bool {
    matches!(
        word,
        "pass" | "passwd" | "pwd" | "passcode" | "otp" | "totp" | "pat" | "hmac" | "mnemonic"
    )
}

/// Names of secrets whose last word says less than all of them.
fn is_secret_whole(snake: &str) -> bool {
    matches!(
        snake,
        "auth_req_id"
            | "authorization"
            | "cookie"
            | "oauth_verifier"
            | "pct"
            | "pin"
            | "proxy_authorization"
            | "saml_response"
            | "samlresponse"
            | "secret_id"
            | "set_cookie"
    ) || snake.ends_with("client_key_data")
        || snake.ends_with("code_verifier")
        || snake.ends_with("dpop_proof")
        || snake.ends_with("magic_link")
        || snake.ends_with("shared_access_signature")
        || snake.ends_with("token_hint")
}

/// The last word of a name in `snake_case`: no `pass` is in `compass`.
pub(super) fn last_word(snake: &str) -> &str {
    let before = snake.bytes().rposition(|byte| byte.is_ascii_punctuation());
    before.map_or(snake, |before| &snake[before + 1..])
}

/// Whether a name is that of a cookie that holds a session. `sid` and `session_id` are claims as
/// well, which are shown (OpenID Connect Back-Channel Logout §2.1).
pub(super) fn is_session(snake: &str) -> bool {
    snake.ends_with("session")
        || snake.ends_with("sessionid")
        || snake.ends_with("sessid")
        || snake == "connect.sid"
}
