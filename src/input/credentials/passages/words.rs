//! What the words of a line are: tokens, header fields, URLs, forms, names with values, errors.

use std::ops::Range;

use memchr::memmem;

use super::pairs;
use crate::{
    catalog::errors,
    input::{Artifact, Encoding, compact, credentials::plausible, form, header, uri, userinfo},
    kind::Kind,
    problem::Problem,
    secrecy::{self, is_placeholder},
    value::{Member, Value},
};

/// Called with the offset, the artifact and the label of what was found.
pub(super) type OnFound<'f> = &'f mut dyn FnMut(usize, Artifact, Option<String>);

/// Finds the credentials among the words of a part of a line.
pub(super) fn read(text: &str, is_log: bool, found: OnFound<'_>) {
    // Nothing shorter is a token with a name.
    if text.len() < 12 {
        return;
    }
    // A message that a program prints in one line, its line ends escaped.
    if memmem::find(text.as_bytes(), ESCAPED_LINE_END.as_bytes()).is_some() {
        for line in text.split(ESCAPED_LINE_END) {
            let start = line.as_ptr().addr() - text.as_ptr().addr();
            read(line, is_log, &mut |at, artifact, label| found(start + at, artifact, label));
        }
        return;
    }
    let mut named = NamedInLine::default();
    if has_field(text)
        && let Some(artifact) = header::credentials(text).or_else(|| header::challenge(text))
    {
        named.has_error = matches!(artifact.kind, Kind::ErrorResponse | Kind::Challenge);
        found(0, artifact, None);
    }
    if let Some((at, artifact)) = curl_user(text) {
        found(at, artifact, None);
    }
    let mut read = Vec::new();
    if memchr::memchr2(b'=', b':', text.as_bytes()).is_some() {
        each_word(text, |at, word| {
            if let Some((artifact, label)) = login(word).or_else(|| Some((long_word(word)?, None)))
            {
                found(at, artifact, label);
                read.push(at..at + word.len());
            }
        });
        names_and_values(text, &read, &mut named, found);
    }
    let is_read = |at: usize| is_within(&read, at);
    each_word(text, |at, word| {
        if is_read(at) {
        } else if let Some((offset, token)) = token(word) {
            let before = &text[..at + offset];
            let label = pairs::name_before(before);
            let scheme = scheme_before(before);
            if named.has(token.value.as_str()) && scheme.is_none() && label.is_none() {
                return;
            }
            found(at + offset, Artifact { scheme, ..token }, label);
        } else if word.len() >= 16
            && let Some(scheme) = scheme_before(&text[..at])
            && plausible::is_random(word)
        {
            let artifact = Artifact::string(word, Kind::OpaqueToken, Encoding::Header);
            found(at, Artifact { scheme: Some(scheme), ..artifact }, None);
        }
        if is_log
            && !is_read(at)
            && !named.has_error
            && word.contains('_')
            && errors::is_standard_error(word)
        {
            found(at, error(word, &text[at + word.len()..]), None);
            named.has_error = true;
        }
    });
}

/// The end of a line as the literals of languages write it.
const ESCAPED_LINE_END: &str = "\\r\\n";

/// What the names of a line already account for.
#[derive(Default)]
struct NamedInLine {
    tokens: Vec<crate::secret::Wiping<String>>,
    has_error: bool,
}

impl NamedInLine {
    fn has(&self, token: Option<&str>) -> bool {
        token.is_some_and(|token| self.tokens.iter().any(|it| it.as_str() == token))
    }
}

/// Whether a place is in one of these ranges, which are in order.
fn is_within(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.start <= at);
    next.checked_sub(1).and_then(|last| ranges.get(last)).is_some_and(|range| range.contains(&at))
}

/// Whether a text has the name of a header field that carries a token.
fn has_field(text: &str) -> bool {
    const PARTS: [&[u8]; 12] = [
        b"uthorization",
        b"UTHORIZATION",
        b"ookie",
        b"OOKIE",
        b"-token:",
        b"-Token:",
        b"-TOKEN:",
        b"-key:",
        b"-Key:",
        b"-KEY:",
        b"uthenticate:",
        b"DPoP:",
    ];
    memchr::memchr(b':', text.as_bytes()).is_some()
        && PARTS.iter().any(|part| memmem::find(text.as_bytes(), part).is_some())
}

/// Responses, tokens and errors that stand in a line as names with values.
fn names_and_values(
    text: &str,
    read: &[Range<usize>],
    named: &mut NamedInLine,
    found: OnFound<'_>,
) {
    let mut pairs = pairs::read(text);
    pairs.retain(|pair| !is_within(read, pair.at));
    let problem = || {
        Problem::new("the line ends within a value: was it cut?")
            .hint("the log may shorten long lines")
    };
    if let Some(value) = pairs::response(&pairs) {
        let mut artifact = Artifact::embedded_object(value, Encoding::Text);
        if pairs.iter().any(|pair| {
            pair.is_cut && secrecy::is_secret_by_name(pair.name, &Value::string(pair.value))
        }) {
            artifact.problem = Some(problem());
        }
        let texts = artifact.value.members().iter().filter_map(|it| it.value.as_str());
        named.tokens = texts.map(|it| crate::secret::Wiping::new(it.to_owned())).collect();
        found(pairs.first().map_or(0, |pair| pair.at), artifact, None);
    }
    let texts = |wanted: &str| pairs.iter().find(|pair| pair.name == wanted);
    let code = texts("error").filter(|pair| errors::is_standard_error(pair.value));
    if let Some(code) = code.filter(|_| !named.has_error) {
        let members = pairs.iter().filter(|pair| pair.name.starts_with("error"));
        let members = members
            .map(|pair| Member { name: pair.name.to_owned(), value: Value::string(pair.value) });
        named.has_error = true;
        let value = Value::Object(members.collect());
        found(code.at, Artifact::embedded_object(value, Encoding::Text), None);
    }
    // A variable that is called a token, of no known format.
    for pair in &pairs {
        if pairs::names_a_token(pair.name)
            && !named.has(Some(pair.value))
            && plausible::is_random(pair.value)
            && compact::token_kind(pair.value).is_none()
            && let Some(artifact) = compact::credential(pair.value)
        {
            found(pair.at, artifact, pairs::name_before(&text[..pair.at]));
        }
    }
}

/// Calls with each word of a text: what stands between blanks, quotes and brackets.
fn each_word(text: &str, mut visit: impl FnMut(usize, &str)) {
    let is_end = |c: char| c.is_whitespace() || "\"'`<>()[]{}|,;\\".contains(c);
    let mut at = 0;
    for word in text.split(is_end) {
        let start = word.as_ptr().addr() - text.as_ptr().addr();
        debug_assert!(start >= at);
        at = start;
        if word.len() >= 8 {
            visit(start, word);
        }
    }
}

/// The user and the password that a line hands to curl.
fn curl_user(text: &str) -> Option<(usize, Artifact)> {
    let curl = memmem::find(text.as_bytes(), b"curl ")?;
    let flag =
        [" -u ", " --user "].iter().find_map(|it| Some(curl + text[curl..].find(it)? + it.len()));
    let behind = text[flag?..].trim_start_matches(['"', '\'', ' ']);
    let end = behind.find(|c: char| c.is_whitespace() || "\"'".contains(c));
    let (user, password) = behind[..end.unwrap_or(behind.len())].split_once(':')?;
    let at = text.len() - behind.len();
    let is_real = !is_placeholder(password);
    is_real.then(|| (at, header::basic_artifact(user, password, Encoding::Text)))
}

/// A URL with a user and a password, which its host gave.
fn login(word: &str) -> Option<(Artifact, Option<String>)> {
    let login = word.contains("://").then(|| userinfo::find(word)).flatten()?;
    Some((header::basic_artifact(&login.user, &login.password, Encoding::Text), Some(login.host)))
}

/// A URL with a response, or a form.
fn long_word(word: &str) -> Option<Artifact> {
    let word = word.trim_end_matches(['.', ':', '!']);
    let is_url = word.contains("://") || word.starts_with('/') || word.contains("/?");
    let artifact = if is_url && word.contains(['?', '#']) {
        // A name may stand before it: `redirect=https://…`.
        let scheme = word.split("://").next().unwrap_or_default();
        let name = scheme.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let start = if scheme.len() < word.len() { name.len() } else { 0 };
        uri::read(&word[start..])?
    } else if word.contains('&') && word.contains('=') {
        form::read(word)?
    } else {
        return None;
    };
    artifact.is_known().then_some(artifact)
}

/// A token that a word is or ends with: a JWT, or one of a published format.
fn token(word: &str) -> Option<(usize, Artifact)> {
    let word = word.trim_end_matches(['.', ':', '!', '?']);
    let starts = [0].into_iter().chain(
        word.bytes()
            .enumerate()
            .filter(|(_, b)| matches!(b, b'=' | b':' | b'/' | b'@'))
            .map(|(at, _)| at + 1),
    );
    for start in starts.take(MOST_STARTS) {
        let part = &word[start..];
        if (part.starts_with("ey") || part.starts_with("ew"))
            && let Some(kind) = compact::token_kind(part).filter(|_| part.len() >= 32)
        {
            return Some((start, Artifact::string(part, kind, Encoding::Compact)));
        }
        // In a URL the host follows.
        let part = part.split('@').next().unwrap_or_default().trim_end_matches('=');
        if secrecy::is_published_token(part) && !plausible::is_placeholder_word(part) {
            return Some((start, Artifact::string(part, Kind::OpaqueToken, Encoding::Text)));
        }
    }
    None
}

/// How many places in a word are tried as the beginning of a token.
const MOST_STARTS: usize = 8;

/// The authentication scheme that a text ends with, as written.
fn scheme_before(text: &str) -> Option<String> {
    let text = text.trim_end_matches([' ', '"', '\'', ':', '=', '`']);
    let name = text.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
    let scheme = &text[name.len()..];
    ["bearer", "dpop"].iter().any(|it| scheme.eq_ignore_ascii_case(it)).then(|| scheme.to_owned())
}

/// The error whose code stands in a line, with what is said of it.
fn error(code: &str, behind: &str) -> Artifact {
    let said = behind.trim_start_matches([':', ' ', '"', '\'', ')', ']', ',', '-', '(']).trim_end();
    let member =
        |name: &str, text: &str| Member { name: name.to_owned(), value: Value::string(text) };
    let said = (!said.is_empty()).then(|| member("error_description", said));
    let members = [member("error", code)].into_iter().chain(said).collect();
    Artifact::embedded_object(Value::Object(members), Encoding::Text)
}
