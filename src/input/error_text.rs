//! Recognizes errors in plain text: HTML pages and XML that a server or a proxy sends instead of
//! JSON, and messages that libraries and browsers print.

mod markup;

use super::{Artifact, Encoding, embedded};
use crate::{
    catalog::errors::{self, ObservedError},
    kind::Kind,
    text::beginning,
    value::{Member, Value, json},
};

/// The longest text, in bytes, that is tried as an error message.
const SENTENCES: usize = 2000;

/// The error that an HTML page, XML or sentences describe, if any.
pub(super) fn read(text: &str) -> Option<Artifact> {
    if markup::is_page(text) {
        let members = markup::page(text);
        let texts = members.iter().filter_map(|member| member.value.as_str()).collect();
        let answer = ObservedError { texts, ..ObservedError::default() };
        let status = answer.texts.first().and_then(|title| errors::status_named(title));
        let is_failure = status.is_some() || errors::is_explained(&answer);
        return is_failure.then(|| error(members));
    }
    if text.starts_with('<') {
        return markup::xml(text).map(error);
    }
    sentences(text).map(error)
}

/// The error of an answer with a failure status, whatever its body is.
pub(super) fn body(text: &str) -> Artifact {
    let members = match text {
        "" => Vec::new(),
        text if markup::is_page(text) => markup::page(text),
        text => markup::xml(text)
            .unwrap_or_else(|| vec![member("message", beginning(text, markup::WORDS))]),
    };
    error(members)
}

/// The error of a text that is only an error code.
pub(super) fn code(text: &str) -> Option<Artifact> {
    errors::is_code(text).then(|| error(vec![member("error", text)]))
}

/// Whether an object of no known kind says that something failed: `{"message": "Unauthorized"}`.
pub(super) fn says_failure(value: &Value) -> bool {
    let messages = value.members().iter().filter(|member| {
        ["message", "msg", "detail", "title", "description", "__type", "errorType"]
            .iter()
            .any(|name| member.name.eq_ignore_ascii_case(name))
    });
    let texts: Vec<_> = messages.filter_map(|member| member.value.as_str()).collect();
    let status = value.members().iter().any(|member| {
        let number = member.value.as_number().and_then(|digits| digits.parse::<u16>().ok());
        let is_status = ["status", "statusCode", "status_code", "code"].contains(&&*member.name);
        is_status && number.is_some_and(|number| (400..600).contains(&number))
    });
    // A code in capitals beside a sentence: `{"code": "ACCESS_FAILED", "message": …}`.
    let code = value.get("code").and_then(Value::as_str).is_some_and(|code| {
        code.contains('_') && code.bytes().all(|b| b.is_ascii_uppercase() || b == b'_')
    });
    if texts.is_empty() {
        return false;
    }
    // A record of something else may have a description, too.
    let is_short = value.members().len() <= 6;
    status
        || code
        || is_short && texts.iter().any(|text| errors::status_named(text).is_some())
        || is_short && errors::is_explained(&ObservedError { texts, ..ObservedError::default() })
}

fn error(members: Vec<Member>) -> Artifact {
    Artifact {
        kind: Kind::ErrorResponse,
        value: Value::Object(members),
        ..Artifact::unrecognized(Encoding::Text)
    }
}

fn member(name: &str, value: impl Into<String>) -> Member {
    Member { name: name.to_owned(), value: Value::string(value.into()) }
}

/// Sentences that describe an error: `invalid_grant: Token has been expired or revoked.`
fn sentences(text: &str) -> Option<Vec<Member>> {
    if text.len() > SENTENCES {
        return None;
    }
    // A URL, or names and values in a notation that is not known, are no sentence.
    let is_sentence = || text.contains(char::is_whitespace) && !is_list(text);
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut words = text.split(|c| !is_part(c));
    let code = words.find(|word| word.contains('_') && errors::is_standard_error(word));
    let status = status(text);
    if code.is_none() && status.is_none() && !(is_sentence() && tells_failure(text)) {
        return None;
    }
    let name = if code.is_some() { "error_description" } else { "message" };
    let status = status.filter(|_| code.is_none()).map(|digits| member("status", digits));
    let code = code.map(|code| member("error", code));
    Some(code.into_iter().chain(status).chain([member(name, text)]).collect())
}

/// Whether the words of a text are those of an error. Several lines may be about anything: there
/// one of them has to be a message, by a code or by a word that only a failure has.
fn tells_failure(text: &str) -> bool {
    const WORDS: [&str; 11] = [
        "error",
        "exception",
        "fail",
        "fatal",
        "denied",
        "refused",
        "rejected",
        "invalid",
        "expired",
        "unable",
        "could not",
    ];
    let is_message = |line: &str| {
        let lower = line.to_ascii_lowercase();
        let meanings = errors::meanings(&observed(line));
        let has_code = || meanings.iter().any(|it| it.code.is_some());
        !meanings.is_empty() && (WORDS.iter().any(|word| lower.contains(word)) || has_code())
    };
    errors::is_explained(&observed(text)) && (!text.contains('\n') || text.lines().any(is_message))
}

/// What a text alone says of an error.
fn observed(text: &str) -> ObservedError<'_> {
    ObservedError { texts: vec![text], ..ObservedError::default() }
}

/// Whether a text is a list of names with values rather than sentences.
fn is_list(text: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(is_part);
    let is_line = |line: &str| {
        let plain = line.trim();
        let setting = plain.strip_prefix("export ").unwrap_or(plain);
        let is_section = plain.starts_with('[') && plain.ends_with(']');
        let is_rest = line.starts_with([' ', '\t']) && !plain.contains(' ');
        is_section
            || is_rest
            || plain.is_empty()
            || plain.starts_with(['#', ';'])
            || setting.split_once('=').is_some_and(|(name, _)| is_name(name.trim_end()))
            || setting
                .split_once(": ")
                .is_some_and(|(name, value)| is_name(name) && is_plain(value))
    };
    embedded::lists_members(text) || text.lines().all(is_line)
}

/// Whether a value is a number or says yes or no, as no message does.
fn is_plain(value: &str) -> bool {
    let value = value.trim();
    json::is_number(value) || matches!(value, "true" | "false" | "yes" | "no" | "on" | "off")
}

/// The status that a sentence names: `status code 401`, `HTTP 401`, `401 Unauthorized`.
fn status(text: &str) -> Option<&str> {
    let lower = text.to_ascii_lowercase();
    let is_number = |at: &usize| {
        let digits = text.as_bytes().get(*at..at + 3);
        let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        digits.is_some_and(|it| matches!(it[0], b'4' | b'5') && it.iter().all(u8::is_ascii_digit))
            && ends(at.checked_sub(1).and_then(|before| text.as_bytes().get(before)))
            && ends(text.as_bytes().get(at + 3))
    };
    let is_named = |at: &usize| {
        let before = lower[..*at].trim_end_matches([' ', ':', '=', '(', '\'', '"']);
        let behind = lower[at + 3..].trim_start_matches([' ', ':', ')', '-', ',']);
        let phrase = behind.split(['\n', ':', ',', '.', '(']).next().unwrap_or_default();
        ["status code", "statuscode", "status", "http", "http error", "error"]
            .iter()
            .any(|word| before.ends_with(word))
            || errors::status_named(phrase).is_some()
            || ["client error", "server error"].iter().any(|word| behind.starts_with(word))
    };
    let mut places = text.char_indices().map(|(at, _)| at).filter(is_number);
    places.find(is_named).map(|at| &text[at..at + 3])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_members(text: &str) -> Vec<(String, String)> {
        let members = read(text).map(|artifact| artifact.value.members().to_vec());
        let text = |member: Member| (member.name, member.value.as_str().unwrap_or("").to_owned());
        members.unwrap_or_default().into_iter().map(text).collect()
    }

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_page_is_its_title_and_its_words() {
        let page = "<html><head><title>502 Bad&nbsp;Gateway</title><style>p{}</style></head>\
                    <body><!-- a > b --><script>if (a<b) {}</script><h1>502</h1>nginx&#58; sorry</body>";
        assert_eq!(
            read_members(page),
            [pair("title", "502 Bad Gateway"), pair("text", "502 nginx: sorry")]
        );
        assert_eq!(read_members("<html><title>Welcome</title>hello</html>"), []);
    }

    #[test]
    fn xml_is_its_elements_with_text() {
        let text = "<?xml version=\"1.0\"?><ErrorResponse xmlns=\"https://sts\"><Error>\
                    <Type>Sender</Type><Code>ExpiredToken</Code><Message>over &amp; out</Message></Error>";
        assert_eq!(
            read_members(text),
            [pair("Type", "Sender"), pair("Code", "ExpiredToken"), pair("Message", "over & out")]
        );
        assert_eq!(read_members("<a><b>text</b></a>"), []);
    }

    #[test]
    fn a_sentence_needs_a_code_or_known_words() {
        assert_eq!(
            read_members("oauth2: invalid_grant: no"),
            [
                pair("error", "invalid_grant"),
                pair("error_description", "oauth2: invalid_grant: no")
            ]
        );
        assert_eq!(read_members("jwt expired"), [pair("message", "jwt expired")]);
        assert_eq!(read_members("Request failed with status code 401")[0], pair("status", "401"));
        let listed = "access_token | expires_in\n-------------+-----------\nabc | 3600";
        for text in [listed, "https://a/?access_token=expired", "FOO_TOKEN=expired"] {
            assert_eq!(read_members(text), [], "{text}");
        }
        let sentence = "The token has expired; use refresh_token to get another access_token";
        assert_eq!(read_members(sentence), [pair("message", sentence)]);
        for text in ["The weather is fine today.", "in 404 days", "room 401, Unlikely Street"] {
            assert_eq!(read_members(text), [], "{text}");
        }
    }

    #[test]
    fn text_about_tokens_is_no_error() {
        for text in [
            "timeout = 60",
            "[server]\nhost = localhost\n; in seconds\ntimeout = 60\nuse_https = True",
            "[global]\nextra-index-url =\n    https://pypi.org/simple\ntimeout = 60",
            "timeout: 60\nverify_ssl: true",
            "Tokens are short-lived. When the token expires,\nuse the refresh token.",
            "Date: Thu Jan 1\n\n    auth: refresh token before it expires\n",
        ] {
            assert_eq!(read_members(text), [], "{text}");
        }
        for text in [
            "Traceback (most recent call last):\n  File \"a.py\"\njwt.ExpiredSignatureError: \
             Signature has expired",
            "Sign in\nSorry, but we're having trouble signing you in.\nAADSTS50011: The URI",
        ] {
            assert_eq!(read_members(text), [pair("message", text)], "{text}");
        }
    }
}
