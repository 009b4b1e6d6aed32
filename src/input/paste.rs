//! Which notation is this text written in? The readers are asked in turn, the surest first.

mod messages;
mod unknown;
mod wrapped;

use zeroize::Zeroizing;

use super::{
    Artifact, Encoding, Message, compact, embedded, failure, form, header, literal,
    notation::{self, Found, Reading},
    php, place, settings, uri, wrapping, yaml,
};
use crate::{
    kind::{self, Kind},
    problem::Problem,
    value::{Value, json::Fault},
};

/// What is longer is no sentence about an error that only looks like members.
const SENTENCES: usize = 500;

/// How often a text may be wrapped: in quotes, in a fence, in a JSON string.
const WRAPPINGS: u8 = 3;

/// Recognises a whole text.
pub(super) fn read(text: &str) -> Artifact {
    Paste { whole: text, wrappings: WRAPPINGS }.read(text)
}

/// Recognises the body of a response whose status and headers are known.
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
    /// Recognises a part of the input.
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

    /// Recognises anything but HTTP messages.
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
                return failure().or_else(word).unwrap_or_else(|| unknown::artifact(text));
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
        found.with(place::locate(Fault { message, byte: text.len() }, self.whole, text))
    }

    /// The object or list that the text begins with, and whether that is what the text is: not so
    /// where it is broken, or is of no known kind and has more behind it.
    fn object(self, text: &str) -> (Artifact, bool) {
        match notation::read(text) {
            Ok(found) => {
                let rest = &text[found.reading.end..];
                let mut artifact = self.found(found, text);
                if !artifact.is_known() {
                    // An object of header fields, as code that sends requests has it.
                    let sent = header::credentials(text);
                    let is_sure = sent.is_some() || wrapping::is_ignorable(rest);
                    return (sent.unwrap_or(artifact), is_sure);
                }
                if artifact.problem.is_none() && wrapping::trim(rest).starts_with('{') {
                    artifact.problem = Some(
                        Problem::new("more objects follow; this is the first")
                            .hint("inspect --lines reads one response a line"),
                    );
                }
                (artifact, true)
            }
            Err(reading) => {
                let is_cut = reading.is_cut();
                (self.broken(reading, text), is_cut)
            }
        }
    }

    /// The artifact of an object that could be read.
    fn found(self, found: Found, text: &str) -> Artifact {
        let mut artifact = from_value(found.reading.value, found.reading.encoding);
        if let Some(mistake) = found.mistake {
            artifact.problem = Some(place::locate(mistake, self.whole, text));
        }
        artifact
    }

    /// The artifact of an object that is broken: what could be read, and where it stopped.
    fn broken(self, reading: Reading, text: &str) -> Artifact {
        let problem = reading.fault.map(|fault| place::locate(fault, self.whole, text));
        let value = reading.value;
        Artifact { value, problem, ..Artifact::unread(reading.encoding) }
    }

    /// Members without the brackets that were around them.
    fn members(self, text: &str) -> Artifact {
        let reading = literal::read_members(text);
        if reading.fault.is_some() {
            return self.broken(reading, text);
        }
        self.found(Found { reading, mistake: None }, text)
    }

    /// `name='value' name=1`, as Python prints models, or `name=value, name=value`.
    fn unbracketed(self, text: &str) -> Option<Artifact> {
        let name = text.split_once('=')?.0;
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            return None;
        }
        let members = self.members(text);
        if members.is_known() {
            return Some(members);
        }
        let inner = Self { wrappings: 0, ..self };
        let bracketed = Zeroizing::new(format!("{{{text}}}"));
        Some(inner.read_content(&bracketed)).filter(Artifact::is_known)
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

    /// An object with a name before its bracket.
    fn named(self, text: &str) -> Option<Artifact> {
        let name = &text[..text.find(['{', '[', '('])?];
        let is_name = |c: char| c.is_alphanumeric() || "_$.:@&#< ".contains(c);
        if name.len() > 200 || !name.chars().all(is_name) {
            return None;
        }
        match notation::read(text) {
            Ok(found) => Some(self.found(found, text)).filter(Artifact::is_known),
            Err(reading) if reading.value.members().is_empty() => None,
            Err(reading) => Some(self.broken(reading, text)),
        }
    }

    /// An array or object of PHP, which has its name in a line of its own.
    fn php(self, text: &str) -> Option<Artifact> {
        let mut at = 0;
        let start = text.split_inclusive('\n').find_map(|line| {
            let start = at;
            at += line.len();
            php::is_start(line.trim()).then_some(start)
        })?;
        let part = &text[start..];
        let reading = php::read(part)?;
        Some(match reading.fault {
            None => self.found(Found { reading, mistake: None }, part),
            Some(_) => self.broken(reading, part),
        })
    }

    /// The last object in the text that is one of the known kinds.
    fn embedded(self, text: &str) -> Option<Artifact> {
        let mut last = None;
        embedded::objects(text, |found, part| {
            let artifact = self.found(found, part);
            // `{}` is a response where it stands alone, and says nothing in the middle of others.
            if artifact.is_known() && !artifact.value.members().is_empty() {
                last = Some(artifact);
            }
        });
        last
    }

    /// A YAML mapping of one of the known kinds, or at least of several lines.
    fn yaml(self, text: &str) -> Option<Artifact> {
        if !yaml::is_likely(text) {
            return None;
        }
        let reading = yaml::read(text)?;
        if !matches!(reading.value, Value::Object(_) | Value::Array(_)) {
            return None;
        }
        if reading.fault.is_some() {
            let is_yaml = text.contains('\n') && !reading.value.members().is_empty();
            return is_yaml.then(|| self.broken(reading, text));
        }
        // One line with a colon and several words behind it is prose.
        let is_prose = |value: &Value| value.as_str().is_some_and(|text| text.contains(' '));
        let is_line = reading.value.members().iter().all(|member| is_prose(&member.value));
        let artifact = self.found(Found { reading, mistake: None }, text);
        let is_several = artifact.value.members().len() > 1;
        let is_yaml = match artifact.kind {
            Kind::Unrecognized => is_several,
            Kind::ErrorResponse => is_several || !is_line,
            _ => true,
        };
        is_yaml.then_some(artifact)
    }
}

/// The artifact of a value; a list with one response in it is that response.
fn from_value(value: Value, encoding: Encoding) -> Artifact {
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
