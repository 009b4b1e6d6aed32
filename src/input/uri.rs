//! Reads redirection URIs with a response in the query (RFC 6749 §4.1.2) or in the fragment
//! (§4.2.2).

use super::{Artifact, Encoding, Location, form};
use crate::{
    kind::Kind,
    value::{Member, Value},
};

/// A URI that carries members; one without is no more than a word.
pub(super) fn read(text: &str) -> Option<Artifact> {
    let (base, query, fragment) = split(text)?;
    let query = query.map(form::members).unwrap_or_default();
    let fragment = fragment.map(form::members).unwrap_or_default();
    let names = |members: &[Member]| members.iter().map(|member| member.name.clone()).collect();
    let location =
        Location { base: public(base), query: names(&query), fragment: names(&fragment) };
    let members = query.into_iter().chain(fragment).collect();
    let mut artifact = Artifact::object(Value::Object(members), Encoding::Url);
    if artifact.kind == Kind::AuthorizationResponse && !is_callback(&artifact.value) {
        artifact.kind = Kind::Unrecognized;
    }
    artifact.location = Some(location);
    artifact.problem = form::limit_problem(text);
    Some(artifact)
}

/// Whether the `code` of a URL is one to be exchanged: pages have codes of many kinds in their URLs.
/// One alone, or beside what a server sends with it, is one if it is no number.
fn is_callback(members: &Value) -> bool {
    /// No server makes shorter codes.
    const SHORTEST: usize = 8;
    const COMPANIONS: [&str; 5] = ["state", "iss", "session_state", "scope", "id_token"];
    let code = members.get("code").and_then(Value::as_str).unwrap_or_default();
    let is_number = code.bytes().all(|b| b.is_ascii_digit());
    let is_alone = members.members().len() == 1;
    code.len() >= SHORTEST
        || COMPANIONS.iter().any(|name| members.get(name).is_some())
        || members.get("response").is_some()
        || is_alone && !is_number
}

/// How many words of a text begin as a URL does.
pub(super) fn count(text: &str) -> usize {
    let is_scheme = |scheme: &str| {
        !scheme.is_empty()
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    };
    let is_url = |word: &&str| word.split_once("://").is_some_and(|(scheme, _)| is_scheme(scheme));
    text.split_whitespace().filter(is_url).count()
}

/// The target of a request line, `GET /cb?code=… HTTP/1.1` (RFC 9112 §3).
pub(super) fn request_target(text: &str) -> Option<&str> {
    const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];
    let line = text.lines().next()?.trim_matches(['"', ' ']);
    let mut words = line.split(' ');
    let method = words.next()?;
    let target = words.next()?;
    (METHODS.contains(&method) && words.next()?.starts_with("HTTP/")).then_some(target)
}

/// Base, query and fragment, where at least one of the latter two holds members.
fn split(text: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
    let base_end = text.find(['?', '#'])?;
    let base = &text[..base_end];
    let is_base = |b: u8| b.is_ascii_graphic() && !b"=&\"'<>{}\\^`|".contains(&b) || b >= 0x80;
    if !base.bytes().all(is_base) || !(base.is_empty() || base.contains(['/', ':'])) {
        return None;
    }
    let (query, fragment) = match text[base_end..].split_once('#') {
        Some((query, fragment)) => (query, Some(fragment)),
        None => (&text[base_end..], None),
    };
    let query = query.strip_prefix('?').filter(|query| form::is_form(query.trim_matches('&')));
    // Applications that route by the fragment have a path and a query of their own in it.
    let fragment = fragment.map(|fragment| match fragment.split_once('?') {
        Some((path, query)) if !path.contains('=') => query,
        _ => fragment,
    });
    let fragment = fragment.filter(|fragment| form::is_form(fragment.trim_matches('&')));
    (query.is_some() || fragment.is_some()).then_some((base, query, fragment))
}

/// The base without user information, which may be a password (RFC 3986 §3.2.1).
fn public(base: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return base.to_owned() };
    let authority_end = rest.find('/').unwrap_or(rest.len());
    match rest[..authority_end].rfind('@') {
        Some(at) => format!("{scheme}://{}", &rest[at + 1..]),
        None => base.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(url: &str) -> Option<Kind> {
        read(url).map(|artifact| artifact.kind)
    }

    #[test]
    fn a_code_in_a_url_is_one_to_be_exchanged_by_what_stands_beside_it() {
        for url in [
            "https://app.example/cb?code=abc",
            "https://app.example/cb?code=4&state=x",
            "https://app.example/cb#code=abc&id_token=x",
            "com.app:/cb?code=SplxlOBeZQQ&lang=en",
        ] {
            assert_eq!(kind_of(url), Some(Kind::AuthorizationResponse), "{url}");
        }
        for url in
            ["https://shop.example/item?code=42&lang=en", "https://status.example/error?code=404"]
        {
            assert_eq!(kind_of(url), Some(Kind::Unrecognized), "{url}");
        }
    }
}
