//! Finds objects and tokens in the middle of other text: logs, shell prompts, guards against script
//! inclusion. Text that encloses the whole value (quotes, base64) is removed in `paste::enclosed`.

use super::{
    Artifact, compact,
    notation::{self, ReadObject},
};
use crate::value::ParseFault;

/// How many brackets are tried as the beginning of an object.
const ATTEMPTS: usize = 32;

/// Passes every readable object in the text to `found`, with the text from its beginning on.
pub(super) fn objects(text: &str, mut found: impl FnMut(ReadObject, &str)) {
    let mut from = 0;
    let mut attempts = 0;
    while let Some([named, at]) = next_bracket(text, from) {
        from = at + 1;
        // With the name before the bracket, and without.
        let starts = [named, at];
        for start in &starts[usize::from(named == at)..] {
            let part = &text[*start..];
            if !is_promising(part, at - start) {
                continue;
            }
            attempts += 1;
            if attempts > ATTEMPTS {
                return;
            }
            if let Ok(object) = notation::read(part) {
                from = start + object.reading.end.max(1);
                found(object, part);
                break;
            }
        }
    }
}

/// Where objects may begin in a text: each with the name before its bracket, and at the bracket.
pub(super) fn brackets(text: &str) -> impl Iterator<Item = [usize; 2]> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let [named, at] = next_bracket(text, from)?;
        from = at + 1;
        Some([named, at])
    })
}

/// The first bracket behind `from` that may begin an object, and the name before it.
fn next_bracket(text: &str, mut from: usize) -> Option<[usize; 2]> {
    loop {
        let at = from + text[from..].find(['{', '[', '(', '<'])?;
        if text.as_bytes()[at] != b'<' {
            return Some([name_start(text, from, at), at]);
        }
        // `#<Name …>`, as Ruby prints objects.
        if text[from..at].ends_with('#') {
            return Some([at - 1, at - 1]);
        }
        from = at + 1;
    }
}

/// Where the name before a bracket begins, no earlier than `from`.
fn name_start(text: &str, from: usize, bracket: usize) -> usize {
    let before = &text[from..bracket];
    let before = before.strip_suffix(' ').unwrap_or(before);
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_$.:@&#<%".contains(c);
    let name = before.trim_end_matches(is_part);
    let word = &before[name.len()..];
    // `response:{…}` is a label and an object.
    let word = word.rsplit_once(": ").map_or(word, |(_, word)| word);
    if word.is_empty() || word.ends_with(':') { bracket } else { from + name.len() }
}

/// Whether a member or an object may follow the bracket.
pub(super) fn is_promising(text: &str, bracket: usize) -> bool {
    let inside = text[bracket + 1..].trim_start();
    let named = bracket > 0;
    match text.as_bytes()[bracket] {
        b'#' => true,
        b'(' => named,
        b'[' => named || inside.starts_with(['{', '"']),
        _ => inside.starts_with(|c: char| c.is_ascii_alphabetic() || "\"'`:_}@[{".contains(c)),
    }
}

/// Whether the text begins with a shell prompt or a command that sends requests.
pub(super) fn is_command(text: &str) -> bool {
    let text = text.trim_start_matches(['$', '%', '#', '>', ' ']);
    ["curl ", "http ", "https ", "wget ", "xh "].iter().any(|command| text.starts_with(command))
}

/// The URL of a `Location` line or of a request line, or the first that the text names.
pub(super) fn location(text: &str) -> Option<&str> {
    let line = text.lines().map(|line| line.trim_start_matches(['<', ' '])).find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim())
    });
    line.or_else(|| super::uri::request_target(text)).or_else(|| {
        let word = text.split(|c: char| c.is_whitespace() || "\"'<>`".contains(c));
        word.filter(|word| word.contains("://")).find(|word| {
            super::uri::read(word.trim_end_matches(['.', ',', ')'])).is_some_and(|a| a.is_known())
        })
    })
}

/// Names that only responses have, each by its letters.
const NAMES: [&str; 5] = ["accesstoken", "refreshtoken", "idtoken", "tokentype", "expiresin"];

/// Whether a text lists members in some notation: it has two or more names that only responses
/// have, each followed by a sign of a value or by another such name.
pub(super) fn lists_members(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let mut seen = [false; NAMES.len()];
    let mut before = None;
    let mut rest = text;
    while let Some(start) = rest.find(is_part) {
        let word = &rest[start..];
        let (word, behind) = word.split_at(word.find(|c| !is_part(c)).unwrap_or(word.len()));
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase());
        let name = NAMES.iter().position(|name| letters.clone().eq(name.bytes()));
        if let Some(name) = name {
            let sign = behind.trim_start_matches(|c: char| " \t\"'`>])".contains(c));
            seen[name] |= sign.starts_with([':', '=', '|', '<']);
            if let Some(before) = before {
                seen[name] = true;
                seen[before] = true;
            }
        }
        before = name;
        rest = behind;
    }
    seen.iter().filter(|seen| **seen).count() > 1
}

/// The first JWT among the words of a text, with a problem where the text holds more than that.
pub(super) fn first_jwt(text: &str, whole: &str) -> Option<Artifact> {
    let mut jwts = text
        .split(|c: char| c.is_whitespace() || "\"'<>`,;()=:[]{}|".contains(c))
        .filter(|word| word.starts_with("ey") || word.starts_with("ew"))
        .filter_map(|word| Some((word, compact::jwt(word)?)));
    let (first, mut artifact) = jwts.next()?;
    artifact.is_part = true;
    let more = jwts.filter(|(word, _)| *word != first).count();
    let message = if more > 0 {
        format!("{more} more tokens stand in the text; this is the first")
    } else if lists_members(text) {
        "a response in a notation that is not known: only the JWT in it could be read".to_owned()
    } else {
        return Some(artifact);
    };
    let fault = ParseFault { message, byte: first.as_ptr().addr() - text.as_ptr().addr() };
    Some(artifact.with_problem(fault.problem_within(whole, text)))
}
