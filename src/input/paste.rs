//! Which notation is this text written in? The readers are asked in turn, the surest first.

mod messages;
mod objects;
mod wrapped;

use super::{
    Artifact, Encoding, Message, compact, embedded, failure, form, header, notation, settings, uri,
    wrapping,
};
use crate::{problem::Problem, value::Fault};

/// What is longer is no sentence about an error that only looks like members.
const SENTENCES: usize = 500;

/// How often a text may be wrapped: in quotes, in a fence, in a JSON string.
const WRAPPINGS: u8 = 3;

/// Recognizes a whole text.
pub(super) fn read(text: &str) -> Artifact {
    Paste { whole: text, wrappings: WRAPPINGS }.read(text)
}

/// Recognizes the body of a response whose status and headers are known.
pub(super) fn read_body(message: Message, body: &str) -> Artifact {
    Paste { whole: body, wrappings: WRAPPINGS }.response(message, body)
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
    /// Recognizes a part of the input.
    fn read(self, text: &str) -> Artifact {
        let text = wrapping::trim(text);
        if text.is_empty() {
            return Artifact::unread(Encoding::Text).with(
                Problem::new("there is nothing here to read")
                    .hint("paste a token response, a JWT, a callback URL or an HTTP message"),
            );
        }
        if text.contains("HTTP/")
            && let Some(artifact) = self.messages(text)
        {
            return artifact;
        }
        self.content(text)
    }

    /// Recognizes anything but HTTP messages.
    fn content(self, text: &str) -> Artifact {
        let mut broken = None;
        if text.starts_with(['{', '[', '%']) || text.starts_with("#<") {
            let (artifact, is_sure) = self.object(text);
            if is_sure {
                return artifact;
            }
            broken =
                Some(artifact).filter(|it| notation::has_members(&it.value) || it.is_cut(text));
        }
        let found = compact::unencoded(text)
            .or_else(|| self.wrapped(text))
            .or_else(|| self.php(text))
            .or_else(|| self.named(text))
            .or_else(|| self.encoded(text))
            .or_else(|| self.word(text))
            .or_else(|| self.unwrapped(text))
            .or_else(|| self.lines(text))
            .or_else(|| self.restored(text))
            .map(|found| self.checked_for_cuts(found, text));
        // A broken object is one, whatever stands in it.
        let failure =
            || if text.starts_with(['{', '"', '\'']) { None } else { failure::read(text) };
        let found = match (found, broken) {
            // One token out of an object that cannot be read is not all of it.
            (Some(found), Some(broken)) if !notation::has_members(&found.value) => broken,
            (Some(found), Some(broken)) if found.problem.is_none() => {
                Artifact { problem: broken.problem, ..found }
            }
            (Some(found), _) => found,
            (None, Some(broken)) => broken,
            (None, None) => {
                let word = || embedded::word(text, self.whole);
                return failure().or_else(word).unwrap_or_else(|| unknown(text));
            }
        };
        // What only looks like members may be a sentence about an error.
        let is_told = found.is_known() || found.problem.is_some() || text.len() > SENTENCES;
        if is_told { found } else { failure().unwrap_or(found) }
    }

    /// The same with what a member without a value at the end means.
    fn checked_for_cuts(self, found: Artifact, text: &str) -> Artifact {
        let is_form = matches!(found.encoding, Encoding::Form | Encoding::Url);
        if !is_form || found.problem.is_some() || !form::is_cut(text) {
            return found;
        }
        let message = "the text ends within the name of a member: was it cut?".to_owned();
        found.with(Fault { message, byte: text.len() }.problem_within(self.whole, text))
    }

    /// Text that may be one word, or one token in several lines.
    fn word(self, text: &str) -> Option<Artifact> {
        // `jwt expired` is a sentence, and no token behind its scheme.
        let is_prose = text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
        let told = || if is_prose { failure::read(text) } else { None };
        let token = compact::jwt(text).or_else(told).or_else(|| header::scheme_and_token(text));
        if let Some(artifact) = token {
            return Some(artifact);
        }
        if text.contains(char::is_whitespace) {
            // A long URL or body that a terminal broke into lines.
            let is_broken = text.len() > 60 && !text.contains([' ', '\t', ':', '{', '"']);
            let is_url = text.contains("://") && !text.contains([' ', '\t', '{', '"']);
            if !(is_broken || is_url) {
                return None;
            }
            // Lines of `NAME=value` are no body in several lines: that has `&` between its
            // members, or lines of one length.
            if !text.contains('&') && !wrapping::is_wrapped(text) {
                return settings::read(text, self.whole);
            }
            let joined: String = text.split_whitespace().collect();
            return uri::read(&joined).or_else(|| form::read(&joined)).filter(Artifact::is_known);
        }
        uri::read(text)
            .or_else(|| form::read(text))
            .or_else(|| failure::code(text))
            .or_else(|| settings::read(text, self.whole))
            .or_else(|| compact::opaque(text))
    }

    /// Reads the content of a string, whose places are not those of the input.
    fn read_content(self, content: &str) -> Artifact {
        let mut artifact = Paste { whole: content, ..self }.read(content);
        if let Some(problem) = &mut artifact.problem {
            problem.place = None;
        }
        artifact
    }

    /// Text of several words.
    fn lines(self, text: &str) -> Option<Artifact> {
        let bracket = text.find(['{', '[', '(']);
        let in_first_line = |at: usize| !text[..at].contains('\n');
        let is_command = embedded::is_command(text);
        // `INFO response: {…}` is a line of a log, although YAML could read it.
        if bracket.is_some_and(|at| is_command || in_first_line(at))
            && let Some(artifact) = self.embedded(text)
        {
            return Some(artifact);
        }
        header::credentials(text)
            .or_else(|| header::challenge(text))
            .or_else(|| uri::read(embedded::location(text)?))
            .or_else(|| form::read(text))
            .or_else(|| settings::read(text, self.whole))
            .or_else(|| self.unbracketed(text))
            .or_else(|| self.yaml(text).filter(Artifact::is_known))
            .or_else(|| self.embedded(text))
            .or_else(|| self.yaml(text))
    }
}

/// The artifact of a text that is none of the notations, with what it looks like.
fn unknown(text: &str) -> Artifact {
    let begins =
        |prefix: &str| text.get(..prefix.len()).is_some_and(|t| t.eq_ignore_ascii_case(prefix));
    let problem = if begins("<!doctype") || begins("<html") {
        Problem::new("an HTML page, not a token response")
            .hint("look at the status and the URL that it came from")
    } else if text.contains(" object at 0x") {
        Problem::new("an object printed by its address, not by its members")
            .hint("print its members, for example vars(token)")
    } else if embedded::lists_members(text) {
        Problem::new("a response in a notation that is not known here").hint("print it as JSON")
    } else if begins("<") {
        Problem::new("markup, not a token response").hint("ask for JSON (Accept: application/json)")
    } else if begins("-----BEGIN ") {
        Problem::new("a key or certificate, not a token").hint("verify with it by --key @FILE")
    } else {
        Problem::new("neither a token nor a response that holds one")
            .hint("paste a token response, a JWT, a callback URL or an HTTP message")
    };
    Artifact::unread(Encoding::Text).with(problem)
}
