//! Objects in the middle of a text, over several lines or with their quotes escaped.

use std::ops::Range;

use crate::secret::Wiping;

use super::blocks::line_at;
use crate::{
    input::{
        Artifact, embedded,
        notation::{self, NotationReading, ReadObject, php},
    },
    kind::{self, Kind},
    problem::Problem,
    value::{ParseFault, TOO_DEEP, Value},
};

/// How many bytes may be read in vain in a text of any size.
pub(super) const BUDGET: usize = 1 << 20;

/// How long an object over several lines may be, in bytes.
const LONGEST_OBJECT: usize = 1 << 20;

/// An object in a text.
pub(super) struct FoundObject {
    pub start: usize,
    pub end: usize,
    reading: Result<ReadObject, NotationReading>,
}

impl FoundObject {
    /// The artifact of the object, whose text begins in this line.
    pub fn artifact(self, line: usize) -> Artifact {
        let problem = |fault: ParseFault| Problem::new(fault.message).at(line, 1);
        match self.reading {
            Ok(ReadObject { reading, mistake }) => Artifact {
                problem: mistake.map(problem),
                ..Artifact::embedded_object(reading.value, reading.encoding)
            },
            Err(NotationReading { value, fault, encoding, .. }) => {
                Artifact { value, problem: fault.map(problem), ..Artifact::unrecognized(encoding) }
            }
        }
    }
}

/// The first object that begins in a part of a line; it may end in a later line, before `end`.
/// Reading in vain is taken from the budget.
pub(super) fn object(
    text: &str,
    line: Range<usize>,
    end: usize,
    budget: &mut usize,
) -> Option<FoundObject> {
    let mut broken = None;
    // Whatever begins before it is nested too deep as well, or closed again.
    let mut too_deep = 0;
    let part = &text[line.clone()];
    for [named, bracket] in embedded::brackets(part) {
        let starts = [named, bracket];
        for start in &starts[usize::from(named == bracket)..] {
            if *budget == 0 {
                return broken;
            }
            let (start, bracket) = (line.start + start, bracket - start);
            if start < too_deep || !embedded::is_promising(&text[start..end], bracket) {
                continue;
            }
            match object_at(text, start..line.end, end, budget) {
                Ok(object) if object.reading.is_ok() => return Some(object),
                // Of what is broken the first says most.
                Ok(object) => broken = broken.or(Some(object)),
                Err(vain) => too_deep = vain.too_deep.unwrap_or(too_deep),
            }
        }
    }
    broken
}

/// An attempt that gave no object.
#[derive(Default)]
struct VainAttempt {
    /// Where it was nested too deep to be read on.
    too_deep: Option<usize>,
}

/// The object that begins at the start of a part of a line.
fn object_at(
    text: &str,
    part: Range<usize>,
    end: usize,
    budget: &mut usize,
) -> Result<FoundObject, VainAttempt> {
    let start = part.start;
    let reading = match notation::read(&text[part.clone()]) {
        Ok(read) => {
            let end = start + read.reading.end.max(1);
            if !notation::has_members(&read.reading.value) {
                return Err(VainAttempt::default());
            }
            return Ok(FoundObject { start, end, reading: Ok(read) });
        }
        Err(reading) => reading,
    };
    let cost = reading.fault.as_ref().map_or(part.len(), |fault| fault.byte);
    *budget = budget.saturating_sub(cost + 64);
    if reading.fault.as_ref().is_some_and(|fault| fault.message == TOO_DEEP) {
        return Err(VainAttempt { too_deep: Some(start + cost) });
    }
    if part.end < end
        && let Some(object) = over_lines(text, start, part.end, end, budget)
    {
        return Ok(object);
    }
    let says_token = kind::classify(&reading.value) == Kind::TokenResponse
        && notation::has_members(&reading.value);
    if !says_token {
        return Err(VainAttempt::default());
    }
    Ok(FoundObject { start, end: part.end, reading: Err(reading) })
}

/// An object whose end is in a later line. A program that puts something before each line of a log
/// does so within the object, too.
fn over_lines(
    text: &str,
    start: usize,
    line_end: usize,
    end: usize,
    budget: &mut usize,
) -> Option<FoundObject> {
    let is_open = text[start..line_end].trim_end().ends_with(['{', '[', '(', ',', '"', '}', ']']);
    if !is_open {
        return None;
    }
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let prefix = repeated_prefix(text, line_start..start, line_end);
    let mut most = end.min(start + LONGEST_OBJECT);
    while !text.is_char_boundary(most) {
        most -= 1;
    }
    let length = closed_at(&text[start..most], prefix);
    *budget = budget.saturating_sub(length.unwrap_or(most - start));
    let length = length?;
    let part = &text[start..start + length];
    let plain = prefix.map(|prefix| Wiping::new(part.replace(&format!("\n{prefix}"), "\n")));
    match notation::read(plain.as_ref().map_or(part, |plain| plain.as_str())) {
        Ok(read) if notation::has_members(&read.reading.value) => {
            let end =
                if plain.is_some() { start + length } else { start + read.reading.end.max(1) };
            Some(FoundObject { start, end, reading: Ok(read) })
        }
        Ok(_) => None,
        Err(reading) => {
            *budget = budget.saturating_sub(length);
            let is_one = kind::classify(&reading.value) == Kind::TokenResponse
                && notation::has_members(&reading.value);
            is_one.then_some(FoundObject { start, end: start + length, reading: Err(reading) })
        }
    }
}

/// The array or object of PHP that begins with a line: its name has no bracket behind it.
pub(super) fn php_array(
    text: &str,
    at: usize,
    end: usize,
    budget: &mut usize,
) -> Option<FoundObject> {
    if *budget == 0 || !php::is_start(line_at(&text[..end], at).trim()) {
        return None;
    }
    let reading = php::read(&text[at..end])?;
    let length = reading.end.max(1);
    if reading.fault.is_some() {
        *budget = budget.saturating_sub(length);
        return None;
    }
    let reading = Ok(ReadObject { reading, mistake: None });
    Some(FoundObject { start: at, end: at + length, reading })
}

/// What stands before the bracket and before the next line as well: `api-1  | `, `> `.
fn repeated_prefix(text: &str, before: Range<usize>, next: usize) -> Option<&str> {
    let next = line_at(text, next);
    let before = &text[before];
    let ends = before.char_indices().rev().map(|(at, c)| at + c.len_utf8());
    let mut ends = ends.filter(|end| before[..*end].ends_with(' '));
    ends.find(|end| next.starts_with(&before[..*end]) && !before[..*end].trim().is_empty())
        .map(|end| &before[..end])
}

/// Where the brackets that a text begins with are all closed, strings left out.
fn closed_at(text: &str, prefix: Option<&str>) -> Option<usize> {
    let (mut depth, mut quoted, mut escaped) = (0_usize, false, false);
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        at += 1;
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            // No string goes over lines: a quote that stays open was none.
            b'\n' => {
                quoted = false;
                if let Some(prefix) = prefix.filter(|it| text[at..].starts_with(*it)) {
                    at += prefix.len();
                }
            }
            b'{' | b'[' | b'(' if !quoted => depth += 1,
            b'}' | b']' | b')' if !quoted => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
    }
    None
}

/// The texts of objects whose quotes are escaped, as a string of another object carries them. `found`
/// gets each with the offset at which it begins, and says whether it is something; if not, those
/// inside it are tried.
pub(super) fn escaped_objects(text: &str, mut found: impl FnMut(usize, Value) -> bool) {
    let (mut from, mut vain) = (0, 0);
    while let Some(at) = memchr::memmem::find(&text.as_bytes()[from..], b"{\\").map(|at| from + at)
    {
        let rest = &text[at..];
        let slashes = rest[1..].bytes().take_while(|b| *b == b'\\').count();
        from = at + 1 + slashes;
        if !rest[1 + slashes..].starts_with('"') {
            continue;
        }
        if vain == MOST_VAIN {
            return;
        }
        let end = escaped_end(rest, slashes);
        if unescaped(&rest[..end]).is_some_and(|value| found(at, value)) {
            from = at + end;
        } else {
            vain += 1;
        }
    }
}

/// How many escaped objects of a line are read in vain.
const MOST_VAIN: usize = 32;

/// The object of a text whose quotes are escaped once or more often.
fn unescaped(text: &str) -> Option<Value> {
    let mut plain = Wiping::new(text.to_owned());
    for _ in 0..DEEPEST_ESCAPES {
        plain = Wiping::new(plain.replace("\\\"", "\"").replace("\\\\", "\\"));
        if let Ok(read) = notation::read(&plain) {
            return Some(read.reading.value);
        }
    }
    None
}

/// How often quotes may be escaped.
const DEEPEST_ESCAPES: usize = 4;

/// Where an escaped object ends: at a quote that is escaped less often than its own are.
fn escaped_end(text: &str, slashes: usize) -> usize {
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\\' => before += 1,
            b'"' if before < slashes => return at - before,
            _ => before = 0,
        }
    }
    text.len()
}
