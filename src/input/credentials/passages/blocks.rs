//! What takes several lines of a text: code fences, the parts under a heading, tokens that were
//! broken over lines.

use std::{collections::HashSet, ops::Range};

use crate::input::{compact, credentials::Credential, embedded};

/// A part of a text, and what stands above it as its name.
pub(super) struct Region {
    pub range: Range<usize>,
    /// It is the inside of a code fence.
    pub is_enclosed: bool,
    /// The heading or the title of the fence.
    pub label: Option<String>,
}

/// The parts of a text: what stands in code fences, and what stands under one heading.
pub(super) fn regions(text: &str) -> impl Iterator<Item = Region> {
    let mut next = 0;
    let mut heading = None;
    std::iter::from_fn(move || {
        let start = next;
        let mut label = heading.clone();
        while next < text.len() {
            let at = next;
            let line = line_at(text, at);
            next += line.len();
            let found = mark(line);
            let (Mark::Heading(name) | Mark::Fence(_, name)) = &found else { continue };
            if at > start {
                next = at;
                return Some(Region { range: start..at, is_enclosed: false, label });
            }
            if let Mark::Fence(fence, _) = found {
                let inside = next;
                let close = closing_fence(text, inside, fence);
                next = close.as_ref().map_or(text.len(), |close| close.end);
                let end = close.map_or(text.len(), |close| close.start);
                let label = name.clone().or(label);
                return Some(Region { range: inside..end, is_enclosed: true, label });
            }
            heading.clone_from(name);
            label.clone_from(name);
        }
        (start < text.len()).then_some(Region {
            range: start..text.len(),
            is_enclosed: false,
            label,
        })
    })
}

/// Drops a heading that stands above all of several credentials: it is the title of the text, and
/// tells none from the others.
pub(super) fn drop_title(items: &mut [Credential], headings: &HashSet<String>) {
    let is_heading = |label: &&String| headings.contains(*label);
    let mut given = items.iter().filter_map(|item| item.label.as_ref().filter(is_heading));
    let Some(title) = given.next().cloned() else { return };
    let (mut others, mut is_title) = (0, true);
    for label in given {
        others += 1;
        is_title &= *label == title;
    }
    if others > 0 && is_title {
        items
            .iter_mut()
            .filter(|it| it.label.as_ref() == Some(&title))
            .for_each(|it| it.label = None);
    }
}

/// The name of a block of HCL before its bracket: `credentials "app.terraform.io" `.
pub(super) fn block_name(before: &str) -> Option<&str> {
    let (kind, name) = before.trim_end().strip_suffix('"')?.rsplit_once('"')?;
    let (word, types) = kind.trim_start().split_once(' ')?;
    let is_word = |word: &str| word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    let is_block = is_word(word) && types.split(['"', ' ']).all(is_word);
    (is_block && !word.is_empty() && !name.is_empty()).then_some(name)
}

/// The line that begins at an offset, with its end.
pub(super) fn line_at(text: &str, at: usize) -> &str {
    let rest = &text[at..];
    memchr::memchr(b'\n', rest.as_bytes()).map_or(rest, |length| &rest[..=length])
}

/// A line that parts regions.
enum Mark<'a> {
    /// `## Staging`, with its words.
    Heading(Option<String>),
    /// The mark of a code fence, and its title.
    Fence(&'a str, Option<String>),
    None,
}

/// The longest heading that names what stands below it, in bytes.
const LONGEST_HEADING: usize = 80;

fn mark(line: &str) -> Mark<'_> {
    let content = line.trim();
    match content.as_bytes().first() {
        Some(first @ (b'`' | b'~')) => {
            let info = content.trim_start_matches(char::from(*first));
            let fence = &content[..content.len() - info.len()];
            if fence.len() < 3 || info.contains('`') {
                return Mark::None;
            }
            Mark::Fence(fence, title(info))
        }
        Some(b'#') if line.starts_with('#') => {
            let words = content.trim_start_matches('#');
            let level = content.len() - words.len();
            let name = words.trim();
            if level > 6
                || !words.is_empty() && !words.starts_with(' ')
                || embedded::is_command(name)
            {
                return Mark::None;
            }
            let is_sentence =
                name.ends_with(['.', '!']) || name.contains(". ") || name.contains("! ");
            let names = !name.is_empty() && name.len() <= LONGEST_HEADING && !is_sentence;
            Mark::Heading(names.then(|| name.to_owned()))
        }
        _ => Mark::None,
    }
}

/// The title in the line of a fence: `json title="Staging"`, `json name=staging`.
fn title(info: &str) -> Option<String> {
    let (_, rest) = ["title=", "name=", "filename="].iter().find_map(|it| info.split_once(it))?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let title = match quote {
        Some(quote) => rest[1..].split(quote).next(),
        None => rest.split_whitespace().next(),
    };
    title.filter(|title| !title.is_empty()).map(str::to_owned)
}

/// The line that closes a fence.
fn closing_fence(text: &str, from: usize, fence: &str) -> Option<Range<usize>> {
    let mut at = from;
    while at < text.len() {
        let line = line_at(text, at);
        let is_close = line
            .trim()
            .strip_prefix(fence)
            .is_some_and(|rest| rest.bytes().all(|b| fence.as_bytes().first() == Some(&b)));
        if is_close {
            return Some(at..at + line.len());
        }
        at += line.len();
    }
    None
}

/// The shortest line, in bytes, that terminals and mails break.
const WRAPPED: usize = 60;

/// How long a token is, from the start of its line, that goes on in the lines below; none of one
/// that ends in its line.
pub(super) fn wrapped_token(line: &str, text: &str) -> Option<usize> {
    let first = line.trim_end();
    let word = first.rsplit([' ', '\t', '"', '\'', '=']).next()?;
    if first.len() < WRAPPED || !word.starts_with("ey") || is_whole(word) || !is_part(word) {
        return None;
    }
    let mut length = line.len();
    let mut last = first.len();
    loop {
        let next = line_at(text, length);
        let more = next.trim();
        let goes_on = last == first.len()
            && !more.is_empty()
            && more.len() <= first.len()
            && is_part(more)
            && compact::token_kind(more).is_none();
        if !goes_on {
            break;
        }
        length += next.len();
        last = next.trim_end().len();
    }
    (length > line.len()).then_some(length)
}

/// Whether a word may be a part of a compact token.
fn is_part(word: &str) -> bool {
    word.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// Whether a word is a token with a signature of a length that signatures have (RFC 7518 §3.1).
fn is_whole(word: &str) -> bool {
    let signature = word.splitn(3, '.').nth(2).map_or(0, str::len);
    matches!(signature, 43 | 64 | 86 | 128 | 176 | 342 | 512 | 683)
}
