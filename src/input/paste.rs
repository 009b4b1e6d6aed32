//! Which notation is this text written in? The readers are asked in turn, the surest first.

use super::{Artifact, Encoding, compact, place, wrapping};
use crate::{
    problem::Problem,
    token::kind::{self, Kind},
    value::{Value, json},
};

/// How often a text may be wrapped: in quotes, in a fence, in a JSON string.
const WRAPPINGS: u8 = 4;

/// Recognises a whole text.
pub(super) fn read(text: &str) -> Artifact {
    Paste { whole: text, wrappings: WRAPPINGS }.read(text)
}

/// The input that all places are counted in, and what is left of the limits.
#[derive(Clone, Copy)]
pub(super) struct Paste<'a> {
    /// The whole input.
    pub whole: &'a str,
    /// How many more wrappings are taken off.
    wrappings: u8,
}

impl Paste<'_> {
    /// Recognises a part of the input.
    fn read(self, text: &str) -> Artifact {
        let text = wrapping::trim(text);
        if text.is_empty() {
            return Artifact::unread(Encoding::Text).with(
                Problem::new("there is nothing here to read")
                    .hint("paste a token response, a JWT, a callback URL or an HTTP message"),
            );
        }
        self.bracketed(text)
            .or_else(|| self.wrapped(text))
            .or_else(|| compact::jwt(text))
            .or_else(|| compact::opaque(text))
            .unwrap_or_else(|| unknown(text))
    }

    /// Text that begins with a bracket: an object or a list.
    fn bracketed(self, text: &str) -> Option<Artifact> {
        if !text.starts_with(['{', '[']) {
            return None;
        }
        let (value, _, fault) = json::read_first(text.as_bytes());
        let mut artifact = from_value(value, Encoding::Json);
        if let Some(fault) = fault {
            artifact.kind = Kind::Unrecognized;
            artifact.problem = Some(place::locate(fault, self.whole, text));
        }
        Some(artifact)
    }

    /// A value in quotes or a code fence.
    fn wrapped(self, text: &str) -> Option<Artifact> {
        let inner = Self { wrappings: self.wrappings.checked_sub(1)?, ..self };
        if text.starts_with('"') {
            let (value, end, fault) = json::read_first(text.as_bytes());
            if let (Value::String(content), None) = (value, fault)
                && wrapping::is_ignorable(&text[end..])
            {
                return Some(inner.read_content(content.as_str()));
            }
        }
        wrapping::unwrap(text).map(|text| inner.read(text))
    }

    /// Reads the content of a string, whose places are not those of the input.
    fn read_content(self, content: &str) -> Artifact {
        let mut artifact = Paste { whole: content, ..self }.read(content);
        if let Some(problem) = &mut artifact.problem {
            problem.place = None;
        }
        artifact
    }
}

/// The artifact of a value; a list with one response in it is that response.
pub(super) fn from_value(value: Value, encoding: Encoding) -> Artifact {
    let Value::Array(items) = value else { return Artifact::object(value, encoding) };
    let mut known = items.iter().filter(|item| {
        matches!(item, Value::Object(members) if !members.is_empty())
            && kind::classify(item) != Kind::Unrecognized
    });
    match known.next().cloned() {
        Some(first) => {
            let more = known.next().is_some();
            let artifact = Artifact::object(first, encoding);
            if more {
                artifact.with(
                    Problem::new("the list holds several responses; this is the first")
                        .hint("inspect --lines reads one response a line"),
                )
            } else {
                artifact
            }
        }
        None => Artifact { value: Value::Array(items), ..Artifact::unread(encoding) },
    }
}

/// Text that is none of the notations.
fn unknown(text: &str) -> Artifact {
    let _ = text;
    Artifact::unread(Encoding::Text).with(
        Problem::new("this is neither a token nor a response that holds one")
            .hint("paste a token response, a JWT, a callback URL or an HTTP message"),
    )
}
