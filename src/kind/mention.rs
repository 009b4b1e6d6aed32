//! Tells the text of a token from a text that is only called one: a translation, a script, a word of
//! a program, a coin.

use crate::{
    catalog::member_names::{self, EXPIRES, NameFit},
    secrecy::{is_placeholder, is_reference, names_a_secret},
    value::Value,
};

/// The shortest word of letters alone that is taken for a token among members of something else.
const SHORTEST: usize = 16;

/// Whether a text that a member of this object calls a token is none. Only what is inside another
/// object or a list is asked: a response that is the whole input is taken at its word.
pub fn is_mention(object: &Value, text: &str) -> bool {
    let word = without_scheme(text);
    // As generators of examples fill one in.
    if is_reference(word) || word.eq_ignore_ascii_case("string") {
        return true;
    }
    let (mut is_response, mut is_owned, mut is_named_token, mut others) = (false, false, false, 0);
    for member in object.members().iter().filter(|member| !member.value.is_absent()) {
        let snake = member_names::snake_case(&member.name);
        if member.value.as_str() == Some(text) {
            // Other names of a token mean nothing else.
            is_named_token |= snake == "token";
        } else {
            others += 1;
            let is_lifetime = |name| matches!(name, "expires_in" | "expires_at" | EXPIRES);
            let meaning = member_names::meaning(&snake)
                .filter(|it| it.fit != NameFit::Weak || is_lifetime(it.name));
            is_response |= meaning.is_some() || snake.contains("expir");
            is_owned |= OWNERS.contains(&&*snake);
        }
    }
    let is_word = word.len() < SHORTEST && word.chars().all(char::is_alphabetic)
        || !word.contains(char::is_alphanumeric) && !is_placeholder(word);
    let is_other = others > 0 && (names_a_secret(word) || is_word && is_named_token && !is_owned);
    !is_response && (is_other || word.contains(char::is_whitespace))
}

/// Members that say whose a token is.
const OWNERS: [&str; 10] =
    ["account", "client_id", "email", "host", "id", "login", "name", "sub", "user", "username"];

/// Whether a text that is called a refresh token or an ID token is a word: `id-token: write`.
pub fn is_word(text: &str) -> bool {
    text.len() < SHORTEST && text.bytes().all(|b| b.is_ascii_lowercase())
}

/// A token without the scheme before it.
pub fn without_scheme(text: &str) -> &str {
    let text = text.trim();
    match text.split_once(' ') {
        Some((scheme, rest))
            if ["bearer", "dpop", "token"].iter().any(|it| scheme.eq_ignore_ascii_case(it)) =>
        {
            rest.trim()
        }
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        kind::{self, Kind},
        value::json,
    };

    fn kind_of(text: &str) -> Kind {
        kind::classify(&json::read_text(text).0)
    }

    #[test]
    fn a_response_is_taken_at_its_word() {
        for text in [
            r#"{"access_token": "abc"}"#,
            r#"{"access_token": "string"}"#,
            r#"{"token": "abc", "user": {"name": "Ada"}}"#,
            r#"{"token": "my-token", "price": 1}"#,
            r#"{"data": {"access_token": "abc", "open_id": "x"}}"#,
            r#"{"data": {"token": "a b", "expires_in": 60}}"#,
            r#"{"data": {"token": "my-token"}}"#,
            r#"{"auth": {"token": "hello", "ttl": 60}}"#,
            r#"{"result": {"jwt": "abc", "role": "x"}}"#,
            r#"{"prod": {"name": "prod", "token": "abc"}}"#,
        ] {
            assert_eq!(kind_of(text), Kind::TokenResponse, "{text}");
        }
    }

    #[test]
    fn what_is_only_called_a_token_is_none() {
        for text in [
            r#"{"scripts": {"token": "node token.js", "test": "jest"}}"#,
            r#"{"login": {"username": "Benutzername", "access_token": "Zugriffstoken"}}"#,
            r#"{"coin": {"token": "ETH", "price": 3456.7}}"#,
            r#"{"step": {"with": {"token": "${{ secrets.GITHUB_TOKEN }}"}}}"#,
            r#"{"example": {"access_token": "string", "token_type": "bearer"}}"#,
            r#"{"properties": {"access_token": {"type": "string"}, "scope": {"type": "string"},
                "expires_in": {"type": "integer"}}}"#,
        ] {
            assert_eq!(kind_of(text), Kind::Unrecognized, "{text}");
        }
    }
}
