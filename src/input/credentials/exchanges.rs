//! HTTP exchanges in a text, one after the other: raw messages, what `curl -v`, `curl -i`, `HTTPie`
//! and `wget -S` print, and the requests of `.http` files.

use std::ops::Range;

use crate::secret::Wiping;

use super::plausible;
use crate::{
    input::{Artifact, Encoding, embedded, http, paste, sent_request},
    kind::{self, Kind},
};

/// What a line is for those who look for exchanges.
#[derive(Clone, Copy, PartialEq, Eq)]
enum MessageLine {
    Request,
    Response,
    /// `100 Continue`, or what a proxy says before it passes on what follows.
    Interim,
    /// A shell's prompt and a command that sends a request.
    Command,
    /// What ends an exchange: `###` in `.http` files, another command.
    Separator,
}

/// Whether a text that was read as one HTTP message holds more than that, or nothing in its answer.
pub(super) fn are_part(text: &str, whole: &Artifact) -> bool {
    if !text.contains("HTTP/") {
        return false;
    }
    match spans(text).as_slice() {
        [] => false,
        [only] => whole.says_nothing() || *only != (0..text.len()),
        _ => true,
    }
}

/// Where the exchanges stand in a text, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans: Vec<Range<usize>> = Vec::new();
    // What the current exchange has so far.
    let (mut open, mut requested, mut answered) = (false, false, false);
    // Where the command or the remarks begin that stand before an exchange.
    let mut lead = None;
    let mut next = 0;
    for line in text.split_inclusive('\n') {
        let start = next;
        next += line.len();
        let line = line.trim_end();
        let found = message_line(line);
        let begins = match found {
            None if open => continue,
            None => {
                lead = lead.or(Some(start)).filter(|_| is_lead(line));
                continue;
            }
            Some(MessageLine::Command | MessageLine::Separator) => {
                if let Some(last) = spans.last_mut().filter(|_| open) {
                    last.end = start;
                }
                open = false;
                lead = (found == Some(MessageLine::Command)).then_some(start);
                continue;
            }
            Some(MessageLine::Request) => requested || answered || !open,
            Some(MessageLine::Response) => answered || !open,
            Some(MessageLine::Interim) => !open,
        };
        if begins {
            if let Some(last) = spans.last_mut().filter(|_| open) {
                last.end = start;
            }
            spans.push(lead.take().unwrap_or(start)..text.len());
            (open, requested, answered) = (true, false, false);
        }
        requested |= found == Some(MessageLine::Request);
        answered |= found == Some(MessageLine::Response);
    }
    spans
}

/// Whether a line stands between a command and the messages that it prints: more of the command,
/// remarks of curl, a blank.
fn is_lead(line: &str) -> bool {
    line.is_empty() || line.starts_with([' ', '\t', '-', '*', '\\']) || http::is_remark(line)
}

/// What a line is, if it begins a message.
fn message_line(line: &str) -> Option<MessageLine> {
    if line.starts_with("###") {
        return Some(MessageLine::Separator);
    }
    let marked = |mark| line.strip_prefix(mark);
    if line.contains("HTTP/") {
        let response = marked("< ").unwrap_or(line);
        return match http::status(response) {
            Some(100..200) => Some(MessageLine::Interim),
            Some(200) if response.to_ascii_lowercase().contains("connection established") => {
                Some(MessageLine::Interim)
            }
            Some(_) => Some(MessageLine::Response),
            None => sent_request::is_request_line(marked("> ").unwrap_or(line))
                .then_some(MessageLine::Request),
        };
    }
    let prompted = marked("$ ").or_else(|| marked("% "));
    if prompted.unwrap_or(line).starts_with("curl ") || prompted.is_some_and(embedded::is_command) {
        return Some(MessageLine::Command);
    }
    // Behind a prompt begins something else.
    prompted.map(|_| MessageLine::Separator)
}

/// What an exchange comes to: what its answer holds, else what its request presents.
pub(super) fn read(text: &str) -> Option<Artifact> {
    let answer = paste::read_messages(text);
    let request = || {
        let unmarked = unmarked_request(text);
        paste::read_request(unmarked.as_ref().map_or(text, |text| text.as_str()))
    };
    choose(answer, request)
}

/// The answer where it says anything, else what was presented.
pub(super) fn choose(
    answer: Option<Artifact>,
    request: impl FnOnce() -> Option<Artifact>,
) -> Option<Artifact> {
    let says = answer.as_ref().is_some_and(|answer| match answer.kind {
        Kind::OpaqueToken => answer.value.as_str().is_some_and(plausible::looks_like_a_token),
        // What can be read of a broken answer may say that it is one.
        Kind::Unrecognized => kind::classify(&answer.value) == Kind::TokenResponse,
        Kind::IntrospectionResponse => true,
        _ => plausible::is_plausible(answer),
    });
    if says {
        return answer;
    }
    let sent = request().filter(|sent| sent.is_known() && plausible::is_plausible(sent))?;
    let request = answer.and_then(|answer| answer.request);
    Some(Artifact { request: sent.request.clone().or(request), encoding: Encoding::Http, ..sent })
}

/// The lines of a request without the `>` that `curl -v` puts before each; its first line is the
/// request line. None where the text begins with it.
fn unmarked_request(text: &str) -> Option<Wiping<String>> {
    let is_request = |line: &str| sent_request::is_request_line(line.trim_end());
    if text.lines().next().is_some_and(is_request) {
        return None;
    }
    let mut plain = Wiping::new(String::with_capacity(text.len()));
    let has_marks = text.lines().any(|line| line.strip_prefix("> ").is_some_and(is_request));
    let lines = text.split_inclusive('\n').filter_map(|line| match line.strip_prefix('>') {
        Some(rest) if has_marks => Some(rest.strip_prefix(' ').unwrap_or(rest)),
        _ => (!has_marks).then_some(line),
    });
    for line in lines.skip_while(|line| !is_request(line)) {
        plain.push_str(line);
    }
    Some(plain)
}
