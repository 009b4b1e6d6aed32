//! Tokens in header fields: `Authorization` (RFC 9110 §11.6.2, RFC 6750 §2.1), the header fields
//! that APIs have made up, and challenges (RFC 6750 §3).

use super::{Artifact, Encoding, compact};
use crate::{
    problem::Problem,
    token::Kind,
    value::{Member, Value},
};

/// Authentication schemes whose credentials are one word, in lower case.
const SCHEMES: [&str; 9] =
    ["bearer", "dpop", "token", "oauth", "basic", "jwt", "pop", "gnap", "apikey"];

/// A scheme and a token, without the name of the header field.
pub(super) fn scheme_and_token(text: &str) -> Option<Artifact> {
    let (scheme, token) = text.split_once(char::is_whitespace)?;
    // People write `Bearer: …`; behind any other word a colon makes it a name.
    let name = if scheme.eq_ignore_ascii_case("bearer:") { &scheme[..6] } else { scheme };
    let is_scheme = SCHEMES.iter().any(|known| name.eq_ignore_ascii_case(known));
    if !is_scheme {
        return None;
    }
    let token = unquoted(token);
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
    let mut basic = None;
    for value in values(text, "authorization") {
        let found = scheme_and_token(value)
            .or_else(|| parameters(value))
            .or_else(|| compact::jwt(value))
            .or_else(|| compact::opaque(value));
        if let Some(mut artifact) = found {
            artifact.encoding = Encoding::Header;
            // A client's own credentials are not the token, if there is one as well.
            if !artifact.scheme.as_ref().is_some_and(|s| s.eq_ignore_ascii_case("basic")) {
                return Some(artifact);
            }
            basic.get_or_insert(artifact);
        }
    }
    basic.or_else(|| custom(text))
}

/// A header field made for a token: `X-Vault-Token`, `PRIVATE-TOKEN`, `DPoP`, ….
fn custom(text: &str) -> Option<Artifact> {
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
        if !(is_token && is_name) {
            return None;
        }
        let value = unquoted(value.trim()).trim_end_matches(['"', '\'', '\\', ' ']);
        let found = scheme_and_token(value)
            .or_else(|| compact::jwt(value))
            .or_else(|| compact::credential(value));
        found.map(|artifact| Artifact { encoding: Encoding::Header, ..artifact })
    })
}

/// What `WWW-Authenticate` says: the scheme and its parameters (RFC 9110 §11.6.1).
pub(super) fn challenge(text: &str) -> Option<Artifact> {
    let value = values(text, "www-authenticate").next()?;
    let mut artifact = challenge_value(value)?;
    artifact.encoding = Encoding::Header;
    Some(artifact)
}

/// The same from the value of the header field alone.
pub(super) fn challenge_value(value: &str) -> Option<Artifact> {
    let (scheme, rest) = value.trim().split_once(' ').unwrap_or((value.trim(), ""));
    let members = auth_params(rest);
    if members.is_empty() {
        return None;
    }
    let mut artifact = Artifact::object(Value::Object(members), Encoding::Header);
    artifact.scheme = Some(scheme.to_owned());
    if artifact.kind == Kind::Unrecognized {
        artifact.problem = Some(
            Problem::new("the server asks for authentication, and names no error")
                .hint("send the request with a token"),
        );
    }
    Some(artifact)
}

/// `Token token="…"`, as some frameworks want it.
fn parameters(value: &str) -> Option<Artifact> {
    let (scheme, rest) = value.split_once(' ')?;
    let members = auth_params(rest);
    let token = members.iter().find(|m| matches!(m.name.as_str(), "token" | "access_token"))?;
    let token = token.value.as_str()?;
    let mut artifact = compact::jwt(token).or_else(|| compact::credential(token))?;
    artifact.scheme = Some(scheme.to_owned());
    Some(artifact)
}

/// `name=value` or `name="value"`, parted by commas.
fn auth_params(text: &str) -> Vec<Member> {
    let mut members = Vec::new();
    let mut rest = text.trim_start();
    while let Some((name, behind)) = rest.split_once('=') {
        let name = name.trim_matches([',', ' ', '\t']);
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'*');
        if name.is_empty() || !name.bytes().all(is_name) {
            break;
        }
        let behind = behind.trim_start();
        let value = if let Some(quoted) = behind.strip_prefix('"') {
            let mut value = String::new();
            let mut chars = quoted.char_indices();
            rest = "";
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
        members.push(Member { name: name.to_owned(), value: Value::string(value) });
        rest = rest.trim_start_matches([',', ' ', '\t']);
    }
    members
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
