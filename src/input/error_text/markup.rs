//! Extracts the error from an HTML page or XML: the title and words, or the elements that describe
//! it.

use super::member;
use crate::{input::html::decoded, text::beginning, value::Member};

/// How much of a page is looked at, in bytes.
const PAGE: usize = 64 * 1024;

/// How much of the words of a page is kept, in characters.
pub(super) const WORDS: usize = 1000;

/// More elements of one document are not looked at.
const ELEMENTS: usize = 64;

pub(super) fn is_page(text: &str) -> bool {
    let begins = |tag: &str| text.get(..tag.len()).is_some_and(|it| it.eq_ignore_ascii_case(tag));
    ["<!doctype html", "<html", "<head", "<body", "<center", "<h1", "<title", "<!--", "<p>"]
        .iter()
        .any(|tag| begins(tag))
}

/// As much of a page as is looked at.
fn first_part(text: &str) -> &str {
    let end = (0..=PAGE.min(text.len())).rev().find(|at| text.is_char_boundary(*at));
    &text[..end.unwrap_or_default()]
}

/// The title of a page and its words.
pub(super) fn page(text: &str) -> Vec<Member> {
    let text = first_part(text);
    let title = element(text, "title").or_else(|| element(text, "h1")).map(words);
    let title = title.filter(|title| !title.is_empty());
    let body = words(text);
    let body = body.strip_prefix(title.as_deref().unwrap_or_default()).unwrap_or(&body).trim();
    let body = (!body.is_empty()).then(|| member("text", beginning(body, WORDS)));
    title.map(|title| member("title", beginning(&title, 200))).into_iter().chain(body).collect()
}

/// What stands between the tags of the first element of this name.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let lower = text.to_ascii_lowercase();
    let open = lower.find(&format!("<{name}"))?;
    let start = open + lower[open..].find('>')? + 1;
    let end = start + lower[start..].find(&format!("</{name}"))?;
    Some(&text[start..end])
}

/// The words of a page, without tags, scripts and styles.
fn words(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        words.push_str(before);
        words.push(' ');
        let hidden = ["script", "style", "svg", "!--"]
            .into_iter()
            .find(|name| tag.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name)));
        let end = match hidden {
            Some("!--") => tag.find("-->"),
            Some(name) => {
                let closes = |at: &usize| {
                    let behind = tag.get(at + 2..at + 2 + name.len());
                    behind.is_some_and(|it| it.eq_ignore_ascii_case(name))
                };
                tag.match_indices("</").map(|(at, _)| at).find(closes)
            }
            None => Some(0),
        };
        let behind = end.map_or("", |end| &tag[end..]);
        rest = behind.split_once('>').map_or("", |(_, behind)| behind);
    }
    words.push_str(rest);
    let decoded = decoded(&words);
    decoded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The elements of an XML document that hold nothing but text, where they tell an error: those of
/// AWS, SOAP and others.
pub(super) fn xml(text: &str) -> Option<Vec<Member>> {
    if !text.starts_with('<') {
        return None;
    }
    let mut found = Vec::new();
    let mut rest = first_part(text);
    while let Some((_, behind)) = rest.split_once('<') {
        rest = behind;
        let Some((tag, inside)) = behind.split_once('>') else { break };
        let name = tag.split([' ', '\t', '\r', '\n']).next().unwrap_or_default();
        let local = name.rsplit(':').next().unwrap_or_default();
        let content = inside.split('<').next().unwrap_or_default();
        let closes =
            inside[content.len()..].strip_prefix("</").is_some_and(|it| it.starts_with(name));
        if !name.is_empty() && closes && found.len() < ELEMENTS {
            found.push(member(local, decoded(content.trim())));
        }
    }
    let tells = |member: &Member| {
        let name = member.name.to_ascii_lowercase().replace(['_', '-'], "");
        [
            "code",
            "message",
            "error",
            "errorcode",
            "errormessage",
            "errordescription",
            "faultcode",
            "faultstring",
            "fault",
            "reason",
            "detail",
        ]
        .contains(&&*name)
    };
    let has_token = found.iter().any(|member| member.name.eq_ignore_ascii_case("access_token"));
    (!has_token && found.iter().any(tells)).then_some(found)
}
