//! HTTP responses as `curl -i`, `curl -v` and `HTTPie` print them (RFC 9112): status line, header
//! fields, an empty line, body. One paste may hold several, after redirects or `100 Continue`.

use std::borrow::Cow;

use super::Message;
use crate::value::Text;

/// One HTTP response in a paste.
pub(super) struct HttpAnswer<'a> {
    /// Status and header fields.
    pub message: Message,
    /// Where it begins in the text.
    pub start: usize,
    /// The lines of the body; several pieces where remarks of curl interrupt it.
    pieces: Vec<&'a str>,
}

impl<'a> HttpAnswer<'a> {
    /// The body.
    pub fn body(&self) -> Cow<'a, str> {
        let body = match self.pieces.as_slice() {
            [] => Cow::Borrowed(""),
            [piece] => Cow::Borrowed(*piece),
            pieces => Cow::Owned(pieces.concat()),
        };
        let is_chunked = self
            .message
            .header("transfer-encoding")
            .is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
        match is_chunked.then(|| decode_chunked(&body)).flatten() {
            Some(body) => Cow::Owned(body),
            None => body,
        }
    }
}

/// The state of the reader within a response.
#[derive(Clone, Copy, PartialEq, Eq)]
enum HttpPart {
    Before,
    Headers,
    Body,
}

/// The most header fields that are read of one response.
const MOST_HEADERS: usize = 1000;

/// The responses in a text, in order.
pub(super) fn responses(text: &str) -> Vec<HttpAnswer<'_>> {
    let verbose = text.lines().any(|line| line.starts_with("< ") && status(&line[2..]).is_some());
    let mut responses: Vec<HttpAnswer<'_>> = Vec::new();
    let mut part = HttpPart::Before;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches(['\n', '\r']);
        let head = if verbose {
            if is_remark(content) {
                continue;
            }
            content.strip_prefix("< ").or_else(|| (content == "<").then_some(""))
        } else {
            Some(content)
        };
        if let Some(status) = head.and_then(status) {
            let message = Message { status, headers: Vec::new() };
            let start = line.as_ptr().addr() - text.as_ptr().addr();
            responses.push(HttpAnswer { message, start, pieces: Vec::new() });
            part = HttpPart::Headers;
            continue;
        }
        let Some(response) = responses.last_mut() else { continue };
        match (part, head) {
            (HttpPart::Headers, Some("")) => part = HttpPart::Body,
            (HttpPart::Headers, Some(head)) => {
                if response.message.headers.len() < MOST_HEADERS {
                    // `wget -S` indents them.
                    response.message.headers.extend(header(head.trim_start()));
                }
            }
            (HttpPart::Body | HttpPart::Headers, _) => {
                part = HttpPart::Body;
                response.pieces.push(line);
            }
            (HttpPart::Before, _) => {}
        }
    }
    for response in &mut responses {
        response.pieces = join_lines(text, &response.pieces);
    }
    responses
}

/// The status code of a status line; HTTP/2 and 3 have no reason phrase.
pub(super) fn status(line: &str) -> Option<u16> {
    let (version, rest) = line.trim_start().strip_prefix("HTTP/")?.split_once(' ')?;
    let is_version = version.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let code = rest.trim_start().get(..3)?;
    let ends = !rest.trim_start()[3..].starts_with(|c: char| c.is_ascii_alphanumeric());
    (is_version && ends).then(|| code.parse().ok()).flatten()
}

/// One header field, if the line is one.
pub(super) fn header(line: &str) -> Option<(String, Text)> {
    let line = format!("{line}\r\n\r\n");
    let mut headers = [httparse::EMPTY_HEADER; 1];
    httparse::parse_headers(line.as_bytes(), &mut headers).ok()?;
    let [header] = headers;
    let value = String::from_utf8_lossy(header.value).into_owned();
    (!header.name.is_empty()).then(|| (header.name.to_owned(), Text::new(value)))
}

/// What `curl -v` prints beside the response: the request, remarks, counts of bytes, progress.
pub(super) fn is_remark(line: &str) -> bool {
    let is_count = (line.starts_with("{ [") || line.starts_with("} [")) && line.ends_with(" data]");
    let is_progress = line.trim_start().starts_with("% Total")
        || line.contains("Dload  Upload")
        || line.contains("--:--:--");
    line.starts_with("* ") || line == ">" || line.starts_with("> ") || is_count || is_progress
}

/// Joins consecutive lines into pieces, and removes curl's last remark from the end of the body.
fn join_lines<'a>(text: &'a str, lines: &[&'a str]) -> Vec<&'a str> {
    let start = |line: &str| line.as_ptr().addr() - text.as_ptr().addr();
    let mut pieces: Vec<&str> = Vec::new();
    for line in lines {
        let at = start(line);
        match pieces.last_mut() {
            Some(piece) if start(piece) + piece.len() == at => {
                *piece = &text[start(piece)..at + line.len()];
            }
            _ => pieces.push(line),
        }
    }
    if let Some(last) = pieces.last_mut() {
        for remark in ["* Connection #", "* Closing connection", "* closing connection"] {
            *last = last.split_once(remark).map_or(*last, |(body, _)| body);
        }
    }
    pieces
}

/// The content of a chunked body (RFC 9112 §7.1), as `curl --raw` prints it; none if it has been
/// put together already.
fn decode_chunked(body: &str) -> Option<String> {
    let mut rest = body.trim_start();
    let mut content = String::new();
    loop {
        let (size, behind) = rest.split_once('\n').unwrap_or((rest, ""));
        let size = size.split(';').next().unwrap_or(size).trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(content);
        }
        // A paste may have turned CRLF into LF, and so may be shorter than it says.
        let Some(chunk) = behind.get(..size) else {
            content.push_str(behind);
            return Some(content);
        };
        content.push_str(chunk);
        rest = behind[size..].trim_start_matches(['\r', '\n']);
        if rest.is_empty() {
            return Some(content);
        }
    }
}
