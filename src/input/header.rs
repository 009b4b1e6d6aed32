//! Reads credentials in header fields: `Authorization` (RFC 9110 §11.6.2, RFC 6750 §2.1), cookies,
//! the custom header fields of APIs, and challenges (RFC 6750 §3).

pub(super) mod challenge;

use crate::secret::Wiping;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

use super::{Artifact, Encoding, Message, compact, cookie};
use crate::{
    kind::Kind,
    problem::Problem,
    secrecy::is_placeholder,
    value::{Member, Value},
};

/// Authentication schemes whose credentials are one word, in lower case.
const SCHEMES: [&str; 11] = [
    "bearer",
    "dpop",
    "token",
    "oauth",
    "basic",
    "jwt",
    "pop",
    "gnap",
    "apikey",
    "ssws",
    "zoho-oauthtoken",
];

/// A scheme and a token, without the name of the header field.
pub(super) fn scheme_and_token(text: &str) -> Option<Artifact> {
    let (scheme, token) = text.split_once(char::is_whitespace)?;
    // People write `Bearer: …`; behind any other word a colon makes it a name.
    let name = if scheme.eq_ignore_ascii_case("bearer:") { &scheme[..6] } else { scheme };
    let is_scheme = SCHEMES.iter().any(|known| name.eq_ignore_ascii_case(known));
    if !is_scheme {
        return None;
    }
    if is_placeholder(token) {
        return None;
    }
    let token = unquoted(token);
    if is_basic(name) && !token.contains(char::is_whitespace) && token.len() >= 4 {
        return Some(basic(name, token));
    }
    let mut artifact = compact::jwt(token).or_else(|| {
        // Several words behind `token` are prose; several lines are one long token.
        let word = (!token.contains(' ')).then(|| token.split_whitespace().collect::<String>())?;
        compact::credential(&word)
    })?;
    artifact.scheme = Some(name.to_owned());
    Some(artifact)
}

/// How many header fields of one name are looked at.
const FIELDS: usize = 16;

/// The credentials in header lines or in a command that sends them.
pub(super) fn credentials(text: &str) -> Option<Artifact> {
    let mut client = None;
    for value in values(text, "authorization") {
        let found = scheme_and_token(value)
            .or_else(|| scheme_with_parameters(value))
            .or_else(|| compact::jwt(value))
            .or_else(|| compact::opaque_token(value))
            .or_else(|| any_scheme(value));
        if let Some(artifact) = found {
            let artifact = Artifact { encoding: Encoding::Header, ..artifact };
            // A client's own credentials are not the token, if there is one as well.
            if artifact.kind != Kind::BasicCredentials {
                return Some(artifact);
            }
            client.get_or_insert(artifact);
        }
    }
    client.or_else(|| custom_header(text)).or_else(|| cookies(text))
}

/// The credentials of a scheme that is not known: one word, or a list of parameters.
fn any_scheme(value: &str) -> Option<Artifact> {
    let (scheme, rest) = value.split_once(' ')?;
    let rest = rest.trim();
    let is_scheme = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
    let is_list = || rest.split(',').all(|part| part.contains('='));
    let is_word = rest.len() >= 8 && !rest.contains(char::is_whitespace);
    let is_code = rest.contains(['{', '}', '<', '>']);
    // Of a token that an example shows a part may be taken out.
    let is_name = is_placeholder(rest) && !rest.bytes().any(|b| b.is_ascii_digit());
    (is_scheme && !is_code && !is_name && (is_word || is_list())).then(|| Artifact {
        scheme: Some(scheme.to_owned()),
        ..Artifact::string(rest, Kind::OpaqueToken, Encoding::Header)
    })
}

/// The tokens in the cookies of a request or a response.
pub(super) fn cookies(text: &str) -> Option<Artifact> {
    let all: Vec<_> = values(text, "cookie").collect();
    let is_set = |value: &str| {
        let before = &text[..value.as_ptr().addr() - text.as_ptr().addr()];
        let name = before.trim_end_matches([' ', ':', '"', '\'']);
        let start = name.len().saturating_sub("set-cookie".len());
        name.get(start..).is_some_and(|name| name.eq_ignore_ascii_case("set-cookie"))
    };
    let of_request =
        all.iter().filter(|value| !is_set(value)).flat_map(|value| cookie::request_cookies(value));
    let of_response =
        all.iter().filter(|value| is_set(value)).filter_map(|value| cookie::response_cookie(value));
    cookie::read(of_request).or_else(|| cookie::read(of_response))
}

/// The tokens in the cookies that a response sets.
pub(super) fn set_cookies(message: &Message) -> Option<Artifact> {
    cookie::read(message.values("set-cookie").filter_map(cookie::response_cookie))
}

/// A header field made for a token: `X-Vault-Token`, `PRIVATE-TOKEN`, `DPoP`, ….
fn custom_header(text: &str) -> Option<Artifact> {
    text.lines().find_map(|line| {
        let line = line.trim_start_matches(['>', ' ', '\t']);
        let line =
            line.strip_prefix("-H").or_else(|| line.strip_prefix("--header")).unwrap_or(line);
        let line = line.trim_start_matches([' ', '"', '\'', '=']);
        let (name, value) = line.split_once(':')?;
        let name = name.to_ascii_lowercase();
        let is_token = name == "dpop"
            || (name.starts_with("x-") || name.starts_with("private-") || name.starts_with("job-"))
                && (name.ends_with("-token")
                    || name.ends_with("-api-key")
                    || name.ends_with("-jwt"));
        let is_name = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !(is_token && is_name) || is_placeholder(value) {
            return None;
        }
        let value = unquoted(value.trim()).trim_end_matches(['"', '\'', '\\', ' ']);
        let found = scheme_and_token(value)
            .or_else(|| compact::jwt(value))
            .or_else(|| compact::credential(value));
        found.map(|artifact| Artifact { encoding: Encoding::Header, ..artifact })
    })
}

/// The challenges in the `WWW-Authenticate` lines of a text, or in those of a proxy (RFC 9110
/// §11.7.1).
pub(super) fn challenge(text: &str) -> Option<Artifact> {
    challenge::read(values(text, "www-authenticate"))
        .or_else(|| challenge::read(values(text, "proxy-authenticate")))
}

/// `Token token="…"`, as some frameworks want it.
fn scheme_with_parameters(value: &str) -> Option<Artifact> {
    let (scheme, rest) = value.split_once(' ')?;
    let members = auth_params(rest);
    let token = members
        .iter()
        .find(|m| matches!(m.name.as_str(), "token" | "access_token" | "oauth_token"))?;
    let token = token.value.as_str()?;
    let mut artifact = compact::jwt(token).or_else(|| compact::credential(token))?;
    artifact.scheme = Some(scheme.to_owned());
    Some(artifact)
}

/// `name=value` or `name="value"`, parted by commas.
fn auth_params(text: &str) -> Vec<Member> {
    let mut members = Vec::new();
    let mut rest = text.trim_start();
    while let Some(end) = rest.find('=')
        && let Some((member, behind)) = auth_param(&rest[..end], &rest[end..])
    {
        members.push(member);
        rest = behind.trim_start_matches([',', ' ', '\t']);
    }
    members
}

/// One parameter, its name already split off (RFC 9110 §11.2), and the rest of the text.
fn auth_param<'a>(name: &str, behind: &'a str) -> Option<(Member, &'a str)> {
    let name = name.trim_matches([',', ' ', '\t']);
    let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'*' | b'.');
    let behind = behind.trim_start().strip_prefix('=')?.trim_start();
    // `==` pads base64.
    if name.is_empty() || !name.bytes().all(is_name) || behind.starts_with(['=', ',']) {
        return None;
    }
    let mut rest = "";
    let value = if let Some(quoted) = behind.strip_prefix('"') {
        let mut value = String::new();
        let mut chars = quoted.char_indices();
        while let Some((at, c)) = chars.next() {
            match c {
                '"' => {
                    rest = &quoted[at + 1..];
                    break;
                }
                '\\' => value.extend(chars.next().map(|(_, escaped)| escaped)),
                c => value.push(c),
            }
        }
        value
    } else {
        let end = behind.find([',', ' ', '\n']).unwrap_or(behind.len());
        rest = &behind[end..];
        behind[..end].trim().to_owned()
    };
    let value = Value::string(value);
    Some((Member { name: name.to_owned(), value }, rest))
}

/// The values of header fields of this name, wherever in the text: at the beginning of a line, in
/// quotes behind `-H`, or on the line below as browsers copy them.
fn values<'a>(text: &'a str, name: &'static str) -> impl Iterator<Item = &'a str> {
    let bytes = text.as_bytes();
    let candidates = (0..bytes.len()).filter(move |at| {
        bytes[*at..]
            .get(..name.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(name.as_bytes()))
    });
    let values = candidates.take(4 * FIELDS).filter_map(move |at| {
        let behind = text[at + name.len()..].trim_start_matches(['"', '\'', ' ']);
        let quote = text[..at].chars().next_back().filter(|c| matches!(c, '"' | '\'' | '`'));
        let behind = behind.strip_prefix(':')?.trim_start();
        // Inside quotes the value ends with them, else with the line.
        let (behind, end) = match behind.chars().next() {
            Some(c @ ('"' | '\'' | '`')) => (&behind[1..], behind[1..].find(c)),
            _ => match quote {
                Some(quote) => (behind, behind.find(quote)),
                None => (behind, behind.find('\n')),
            },
        };
        Some(behind[..end.unwrap_or(behind.len())].trim())
    });
    values.take(FIELDS)
}

/// The text without quotes around it.
fn unquoted(text: &str) -> &str {
    text.trim().trim_matches(['"', '\'', '`', '<', '>', ',', ';'])
}

/// Whether a scheme is that of RFC 7617.
fn is_basic(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("basic")
}

/// The user and the password in the base64 that stands behind `Basic` (RFC 7617 §2), and in the
/// files of tools.
pub(super) fn user_and_password(credentials: &str) -> Option<(String, String)> {
    let digits = credentials.trim_end_matches('=').as_bytes();
    let decoded = BASE64_NOPAD.decode(digits).or_else(|_| BASE64URL_NOPAD.decode(digits));
    let decoded = decoded.map(Wiping::new).ok()?;
    let (user, password) = std::str::from_utf8(&decoded).ok()?.split_once(':')?;
    Some((user.to_owned(), password.to_owned()))
}

/// The artifact of a user and a password.
pub(super) fn basic_artifact(user: &str, password: &str, encoding: Encoding) -> Artifact {
    let member =
        |name: &str, text: &str| Member { name: name.to_owned(), value: Value::string(text) };
    Artifact {
        kind: Kind::BasicCredentials,
        value: Value::Object(vec![member("username", user), member("password", password)]),
        ..Artifact::unrecognized(encoding)
    }
}

/// The user and the password that stand behind `Basic`.
fn basic(scheme: &str, credentials: &str) -> Artifact {
    let scheme = Some(scheme.to_owned());
    if let Some((user, password)) = user_and_password(credentials) {
        return Artifact { scheme, ..basic_artifact(&user, &password, Encoding::Header) };
    }
    let password = Member { name: "password".to_owned(), value: Value::string(credentials) };
    let artifact = Artifact {
        kind: Kind::BasicCredentials,
        scheme,
        value: Value::Object(vec![password]),
        ..Artifact::unrecognized(Encoding::Header)
    };
    artifact.with_problem(
        Problem::new("behind Basic stands no base64 of user:password")
            .hint("it may have been cut: encode \"user:password\" (RFC 7617 §2)"),
    )
}
