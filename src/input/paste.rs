//! Recognizes the notation of a text: tries the readers one by one, the most certain first.

mod enclosed;
mod messages;
mod objects;

use super::{
    Artifact, Encoding, Message, compact, copied_text, embedded, error_text, form, header, html,
    notation, settings_file, uri,
};
use crate::{problem::Problem, value::ParseFault};

/// The longest text, in bytes, that is tried as a sentence about an error although it looks like
/// members.
const LONGEST_SENTENCE: usize = 500;

/// How many wrappings are removed: quotes, a code fence, a JSON string.
const WRAPPINGS: u8 = 3;

/// Recognizes a whole text.
pub(super) fn read(text: &str) -> Artifact {
    Paste { whole: text, wrappings: WRAPPINGS }.read(text)
}

/// Recognizes the body of a response whose status and headers are known.
pub(super) fn read_body(message: Message, body: &str) -> Artifact {
    Paste { whole: body, wrappings: WRAPPINGS }.read_response(message, body)
}

/// Recognizes the HTTP messages of one exchange, if the text has any.
pub(super) fn read_messages(text: &str) -> Option<Artifact> {
    Paste { whole: text, wrappings: WRAPPINGS }.read_messages(text)
}

/// Recognizes what a request presents: in its URL, its header fields or its body.
pub(super) fn read_request(text: &str) -> Option<Artifact> {
    Paste { whole: text, wrappings: WRAPPINGS }.read_request(text)
}

/// The input being recognized, with the limits that remain.
#[derive(Clone, Copy)]
pub(super) struct Paste<'a> {
    /// The whole input, in which positions are counted.
    pub whole: &'a str,
    /// How many more wrappings may be removed.
    wrappings: u8,
}

impl Paste<'_> {
    /// Recognizes a part of the input.
    fn read(self, text: &str) -> Artifact {
        let text = copied_text::trim(text);
        if text.is_empty() {
            return Artifact::unrecognized(Encoding::Text).with_problem(
                Problem::new("there is nothing here to read")
                    .hint("paste a token response, a JWT, a callback URL or an HTTP message"),
            );
        }
        if text.contains("HTTP/")
            && let Some(artifact) = self.read_messages(text)
        {
            return artifact;
        }
        self.read_text(text)
    }

    /// Recognizes anything but HTTP messages.
    fn read_text(self, text: &str) -> Artifact {
        let mut broken = None;
        if text.starts_with(['{', '[', '%']) || text.starts_with("#<") {
            let (artifact, is_sure) = self.read_object(text);
            if is_sure {
                return artifact;
            }
            broken =
                Some(artifact).filter(|it| notation::has_members(&it.value) || it.is_cut(text));
        }
        let found = compact::unencoded_jws(text)
            .or_else(|| read_html_form(text))
            .or_else(|| self.read_enclosed(text))
            .or_else(|| self.read_php(text))
            .or_else(|| self.read_named_object(text))
            .or_else(|| self.read_base64(text))
            .or_else(|| self.read_word(text))
            .or_else(|| self.read_joined(text))
            .or_else(|| self.read_lines(text))
            .or_else(|| self.read_restored(text))
            .map(|found| self.with_cut_problem(found, text));
        // A broken object is not read as a sentence about an error.
        let failure =
            || if text.starts_with(['{', '"', '\'']) { None } else { error_text::read(text) };
        let found = match (found, broken) {
            // A single token found in a broken object says less than the members that could be
            // read.
            (Some(found), Some(broken)) if !notation::has_members(&found.value) => broken,
            (Some(found), Some(broken)) if found.problem.is_none() => {
                Artifact { problem: broken.problem, ..found }
            }
            (Some(found), _) => found,
            (None, Some(broken)) => broken,
            (None, None) => {
                let word = || embedded::first_jwt(text, self.whole);
                // A sentence is one line; more of them are a text that names an error.
                let is_part = text.contains('\n');
                let failure = failure().map(|failure| Artifact { is_part, ..failure });
                return failure.or_else(word).unwrap_or_else(|| unknown(text));
            }
        };
        // What only looks like members may be a sentence about an error.
        let is_file = matches!(found.encoding, Encoding::Ini | Encoding::Toml);
        let is_conclusive =
            found.is_known() || found.problem.is_some() || is_file || text.len() > LONGEST_SENTENCE;
        if is_conclusive { found } else { failure().unwrap_or(found) }
    }

    /// Adds a problem where a form ends within the name of a member.
    fn with_cut_problem(self, found: Artifact, text: &str) -> Artifact {
        let is_form = matches!(found.encoding, Encoding::Form | Encoding::Url);
        if !is_form || found.problem.is_some() || !form::is_cut(text) {
            return found;
        }
        let message = "the text ends within the name of a member: was it cut?".to_owned();
        found
            .with_problem(ParseFault { message, byte: text.len() }.problem_within(self.whole, text))
    }

    /// Text that may be one word, or one token in several lines.
    fn read_word(self, text: &str) -> Option<Artifact> {
        // `jwt expired` is a sentence, and no token behind its scheme.
        let is_prose = text.bytes().all(|b| b.is_ascii_alphabetic() || b == b' ');
        let error_code = || if is_prose { error_text::read(text) } else { None };
        let token =
            compact::jwt(text).or_else(error_code).or_else(|| header::scheme_and_token(text));
        if let Some(artifact) = token {
            return Some(artifact);
        }
        if text.contains(char::is_whitespace) {
            // A long URL or body that a terminal broke into lines.
            let is_broken = text.len() > 60 && !text.contains([' ', '\t', ':', '{', '"']);
            let is_url = text.contains("://") && !text.contains([' ', '\t', '{', '"']);
            // URLs below each other are no long one.
            if !(is_broken || is_url) || uri::count(text) > 1 {
                return None;
            }
            // Lines of `NAME=value` are no body in several lines: that has `&` between its
            // members, or lines of one length.
            if !text.contains('&') && !copied_text::is_broken_into_lines(text) {
                return settings_file::read(text, self.whole);
            }
            if let Some(first) = form::first_of_lines(text) {
                return form::read(first).map(|found| Artifact { is_part: true, ..found });
            }
            let joined: String = text.split_whitespace().collect();
            return uri::read(&joined).or_else(|| form::read(&joined)).filter(Artifact::is_known);
        }
        uri::read(text)
            .or_else(|| form::read(text))
            .or_else(|| error_text::code(text))
            .or_else(|| settings_file::read(text, self.whole))
            .or_else(|| compact::opaque_token(text))
    }

    /// Reads the content of a string, whose places are not those of the input.
    fn read_inner(self, content: &str) -> Artifact {
        let mut artifact = Paste { whole: content, ..self }.read(content);
        if let Some(problem) = &mut artifact.problem {
            problem.place = None;
        }
        artifact
    }

    /// Text of several words.
    fn read_lines(self, text: &str) -> Option<Artifact> {
        // The values of settings may be objects.
        let sections = || settings_file::read(text, self.whole);
        let logins = || settings_file::read_netrc(text, self.whole);
        if let Some(file) =
            settings_file::begins_section(text).then(sections).flatten().or_else(logins)
        {
            return Some(file);
        }
        if let Some(listed) = self.read_format_list(text) {
            return Some(listed);
        }
        let bracket = text.find(['{', '[', '(']);
        let in_first_line = |at: usize| !text[..at].contains('\n');
        let is_command = embedded::is_command(text);
        // `INFO response: {…}` is a line of a log, although YAML could read it.
        if bracket.is_some_and(|at| is_command || in_first_line(at))
            && let Some(artifact) = self.read_embedded(text)
        {
            return Some(artifact);
        }
        let is_part = |artifact| Artifact { is_part: true, ..artifact };
        header::credentials(text)
            .or_else(|| header::challenge(text))
            .or_else(|| uri::read(embedded::location(text)?))
            .map(is_part)
            .or_else(|| form::read(text))
            .or_else(|| settings_file::read(text, self.whole))
            .or_else(|| self.read_unbracketed(text))
            .or_else(|| self.read_telling_yaml(text))
            .or_else(|| self.read_embedded(text))
            .or_else(|| self.read_yaml(text))
    }
}

/// The first form of a page that carries a response.
fn read_html_form(text: &str) -> Option<Artifact> {
    let first = html::responses(text).into_iter().next()?;
    Some(Artifact { is_part: true, ..first.artifact })
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
        Problem::new("a key or certificate, not a token")
            .hint("verify with it: K in the inspector, --key @FILE elsewhere")
    } else {
        Problem::new("neither a token nor a response that holds one")
            .hint("paste a token response, a JWT, a callback URL or an HTTP message")
    };
    Artifact::unrecognized(Encoding::Text).with_problem(problem)
}
