//! Finds the copies of secrets in a text: as they are, escaped, percent-encoded, in base64 or
//! hexadecimal, or broken into lines.

use std::ops::Range;

use crate::secret::Wiping;

use data_encoding::HEXLOWER_PERMISSIVE;
use memchr::memchr2;

use super::super::{
    multi_search::SHORTEST,
    table_of,
    text::{LAYERS, base64_decoded, percent_decoded},
};

/// A search for the first plain copy of a secret at or after an offset.
pub(super) type Find<'f> = &'f dyn Fn(&[u8], usize) -> Option<Range<usize>>;

/// Whether a text contains one of the secrets, in any notation.
pub(super) fn appears_in(find: Find<'_>, text: &str) -> bool {
    text.len() >= SHORTEST
        && (find(text.as_bytes(), 0).is_some()
            || words(text).any(|word| is_encoded(find, &text[word], LAYERS))
            || is_wrapped(text) && broken_into_lines(find, text).next().is_some())
}

/// The ranges of a text that hold a secret in any notation, in order and apart.
pub(super) fn copies(find: Find<'_>, text: &str) -> Vec<Range<usize>> {
    if text.len() < SHORTEST || !appears_in(find, text) {
        return Vec::new();
    }
    let mut places = plain_copies(find, text);
    places.extend(words(text).filter(|word| is_encoded(find, &text[word.clone()], LAYERS)));
    places.extend(broken_into_lines(find, text));
    merge(&mut places);
    places
}

/// The ranges of a text that hold a secret as it is.
pub(super) fn plain_copies(find: Find<'_>, text: &str) -> Vec<Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(place) = find(text.as_bytes(), from) {
        from = place.end;
        // A copy that is cut may end within a character.
        places.push(place.start..end_of_character(text, place.end));
    }
    places
}

/// Drops the ranges that are not inside a string of a JSON text.
pub(super) fn keep_in_strings(places: &mut Vec<Range<usize>>, json: &str) {
    let mut bytes = json.bytes().enumerate();
    let (mut in_string, mut at) = (false, 0);
    places.retain(|place| {
        while at < place.start {
            let Some((index, byte)) = bytes.next() else { return false };
            at = index + 1;
            match byte {
                b'\\' if in_string => {
                    bytes.next();
                    at += 1;
                }
                b'"' => in_string = !in_string,
                _ => {}
            }
        }
        // Not so in the middle of an escape.
        in_string && at == place.start && !json[place.clone()].contains('"')
    });
}

/// The end of the character that contains an offset, or the offset itself between two characters.
fn end_of_character(text: &str, mut place: usize) -> usize {
    while !text.is_char_boundary(place) {
        place += 1;
    }
    place
}

/// Sorts ranges, and joins those that touch.
fn merge(places: &mut Vec<Range<usize>>) {
    places.sort_unstable_by_key(|place| place.start);
    places.dedup_by(|next, place| {
        let touches = next.start <= place.end;
        if touches {
            place.end = place.end.max(next.end);
        }
        touches
    });
}

/// The bytes between words. Every text that is shown is looked through, so it is a table.
const BETWEEN_WORDS: [bool; 256] = table_of(b"\t\n\r \"'`<>()[]{},;&?#=");

/// The words of a text that could be a secret in another notation.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_between = |byte: &u8| BETWEEN_WORDS[usize::from(*byte)];
    let mut rest = text.as_bytes();
    std::iter::from_fn(move || {
        loop {
            let start = rest.iter().position(|byte| !is_between(byte))?;
            let word = &rest[start..];
            let length = word.iter().position(is_between).unwrap_or(word.len());
            let begin = text.len() - word.len();
            rest = &word[length..];
            if length >= SHORTEST {
                return Some(begin..begin + length);
            }
        }
    })
}

/// Whether a word is a secret in another notation, with at most so many encodings around it.
fn is_encoded(find: Find<'_>, word: &str, layers: u8) -> bool {
    if layers == 0 {
        return false;
    }
    let holds = |decoded: &[u8]| {
        find(decoded, 0).is_some()
            || std::str::from_utf8(decoded)
                .is_ok_and(|text| words(text).any(|word| is_encoded(find, &text[word], layers - 1)))
    };
    if word.contains('%') {
        let decoded = percent_decoded(word);
        return decoded.len() < word.len() && holds(&decoded);
    }
    if word.contains('\\') {
        return holds(&unescaped(word));
    }
    // A secret in hexadecimal is twice as long, and one in base64 a third longer.
    if word.len() >= 2 * SHORTEST
        && word.len().is_multiple_of(2)
        && let Ok(decoded) = HEXLOWER_PERMISSIVE.decode(word.as_bytes())
    {
        return holds(&Wiping::new(decoded));
    }
    base64_decoded(word).is_some_and(|decoded| holds(&decoded))
}

/// A text without the escapes of a JSON string (RFC 8259 §7); what is none stays.
fn unescaped(text: &str) -> Wiping<Vec<u8>> {
    let mut out = Wiping::new(Vec::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.extend_from_slice(before.as_bytes());
        let code = behind.strip_prefix('u').and_then(|code| code.get(..4));
        let c = code.and_then(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?));
        if let Some(c) = c {
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = &behind[5..];
        } else {
            // Of `\"`, `\\` and `\/` the second character stays; no other stands in a token.
            let mut characters = behind.chars();
            if let Some(c) = characters.next() {
                out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            rest = characters.as_str();
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

fn is_wrapped(text: &str) -> bool {
    memchr2(b'\n', b'\r', text.as_bytes()).is_some()
}

/// The ranges where a secret is broken into lines.
fn broken_into_lines(find: Find<'_>, text: &str) -> impl Iterator<Item = Range<usize>> {
    let is_wrapped = is_wrapped(text);
    let kept = || {
        text.bytes().enumerate().filter(move |(_, byte)| is_wrapped && !byte.is_ascii_whitespace())
    };
    let whole: Wiping<Vec<u8>> = Wiping::new(kept().map(|(_, byte)| byte).collect());
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(place) = find(&whole, from) {
        from = place.end;
        places.push(place);
    }
    let mut kept = kept().map(|(at, _)| at).enumerate();
    places.into_iter().filter_map(move |place| {
        let (_, start) = kept.find(|(index, _)| *index == place.start)?;
        let last = place.end - 1;
        let end =
            if last == place.start { start } else { kept.find(|(index, _)| *index == last)?.1 };
        Some(start..end_of_character(text, end + 1))
    })
}
