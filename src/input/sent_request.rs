//! The request that stands before a response in a paste: as `curl -v`, `curl` on a command line,
//! `HTTPie` and raw HTTP messages (RFC 9112) write it.

use std::fmt;

use super::{form, http};
use crate::value::{Member, Text, Value, json};

/// A request in a paste, before its answer. `Debug` prints neither values nor the target.
#[derive(Clone, PartialEq)]
pub struct SentRequest {
    pub method: String,
    /// The path or URL without its query, which may hold a token.
    pub target: String,
    /// Header fields in order, names as written.
    pub headers: Vec<(String, Text)>,
    /// The members of its query, then those of its body.
    pub members: Vec<Member>,
}

impl fmt::Debug for SentRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SentRequest")
            .field("method", &self.method)
            .field("headers", &self.headers)
            .field("members", &self.members.len())
            .finish_non_exhaustive()
    }
}

impl SentRequest {
    /// The value of the first header of this name, case-insensitively (RFC 9110 §5.1).
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut named = self.headers.iter().filter(|it| it.0.eq_ignore_ascii_case(name));
        named.next().map(|(_, value)| value.as_str())
    }

    /// The text of the first member of this name.
    pub fn member(&self, name: &str) -> Option<&str> {
        self.members.iter().find(|member| member.name == name)?.value.as_str()
    }

    fn new(method: &str, url: &str) -> Self {
        let (target, query) = url.split_once('?').unwrap_or((url, ""));
        let query = query.split('#').next().unwrap_or_default();
        let is_form = form::is_form(query);
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            headers: Vec::new(),
            members: if is_form { form::members(query) } else { Vec::new() },
        }
    }

    fn add_body(&mut self, body: &str) {
        let body = body.trim();
        if body.starts_with('{') {
            if let (Value::Object(members), _) = json::read(body.as_bytes()) {
                self.members.extend(members);
            }
        } else if form::is_form(body) {
            self.members.extend(form::members(body));
        }
    }
}

/// The last request in a text that ends where its response begins.
pub(super) fn read(text: &str) -> Option<SentRequest> {
    let message = read_message(text);
    // What `curl -v` prints of a request has no body; the command before it has.
    match (message, read_command(text)) {
        (Some(mut message), Some(command)) => {
            if message.members.is_empty() {
                message.members = command.members;
            }
            Some(message)
        }
        (message, command) => message.or(command),
    }
}

/// The last request message; `curl -v` marks its lines.
fn read_message(text: &str) -> Option<SentRequest> {
    let starts = |marked: bool| {
        let mut at = 0;
        let mut last = None;
        for line in text.split_inclusive('\n') {
            if content(line, marked).is_some_and(is_request_line) {
                last = Some(at);
            }
            at += line.len();
        }
        last.map(|at| (at, marked))
    };
    let (start, marked) = starts(true).or_else(|| starts(false))?;
    let mut lines = text[start..].split_inclusive('\n');
    let mut words = content(lines.next()?, marked)?.split_whitespace();
    let mut request = SentRequest::new(words.next()?, words.next()?);
    for line in lines.by_ref() {
        match content(line, marked) {
            Some("") => break,
            Some(line) if request.headers.len() < MOST_HEADERS => {
                request.headers.extend(http::header(line));
            }
            _ => {}
        }
    }
    if !marked {
        request.add_body(&lines.collect::<String>());
    }
    Some(request)
}

/// The most header fields that are read of a request.
const MOST_HEADERS: usize = 200;

/// A line without the mark of a request, where it has to have one.
fn content(line: &str, marked: bool) -> Option<&str> {
    let line = line.trim_end();
    if marked { line.strip_prefix("> ").or((line == ">").then_some("")) } else { Some(line) }
}

/// `GET /path HTTP/1.1` (RFC 9112 §3).
pub(super) fn is_request_line(line: &str) -> bool {
    let mut words = line.split(' ');
    let is_method = |word: &str| word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase());
    words.next().is_some_and(is_method)
        && words.next().is_some_and(|target| !target.is_empty())
        && words.next().is_some_and(|version| version.starts_with("HTTP/"))
        && words.next().is_none()
}

/// The request that a `curl` command sends.
fn read_command(text: &str) -> Option<SentRequest> {
    let start = text.match_indices("curl ").map(|(at, _)| at).find(|at| {
        text[..*at].chars().next_back().is_none_or(|c| c.is_whitespace() || "$%#`'\"/".contains(c))
    })?;
    let words = shell_words(&text[start..]);
    let mut request = SentRequest::new("", "");
    let mut url = None;
    let mut method = None;
    let mut body = Vec::new();
    let mut words = words.into_iter().skip(1).peekable();
    while let Some(word) = words.next() {
        let Some(option) = option(&word) else {
            url = url.or_else(|| word.contains('/').then_some(word));
            continue;
        };
        match option {
            CurlOption::Other => {}
            CurlOption::Url => url = words.next(),
            CurlOption::Method => method = words.next(),
            CurlOption::Header => {
                request.headers.extend(words.next().and_then(|line| http::header(&line)));
            }
            CurlOption::Body => body.push(words.next().unwrap_or_default()),
        }
    }
    // curl joins what several options say.
    request.add_body(&body.join("&"));
    let default = if body.is_empty() { "GET" } else { "POST" };
    let named = SentRequest::new(method.as_deref().unwrap_or(default), &url?);
    let members = named.members.into_iter().chain(request.members).collect();
    Some(SentRequest { headers: request.headers, members, ..named })
}

/// What the word behind an option of `curl` is.
#[derive(Clone, Copy)]
enum CurlOption {
    Url,
    Method,
    Header,
    Body,
    /// Nothing that counts here, or no word.
    Other,
}

/// The option that a word is, if it is one. Short ones may stand together: `-sd`.
fn option(word: &str) -> Option<CurlOption> {
    let name = word.strip_prefix('-')?;
    Some(match name.strip_prefix('-') {
        Some("url") => CurlOption::Url,
        Some("request") => CurlOption::Method,
        Some("header") => CurlOption::Header,
        Some(long) if long.starts_with("data") || long == "json" => CurlOption::Body,
        Some(_) => CurlOption::Other,
        None => match name.chars().next_back() {
            Some('X') => CurlOption::Method,
            Some('H') => CurlOption::Header,
            Some('d') => CurlOption::Body,
            _ => CurlOption::Other,
        },
    })
}

/// The most words that are read of a command.
const MOST_WORDS: usize = 1000;

/// The words of the first command in a text, as a POSIX shell splits them.
fn shell_words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut quote = None;
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None | Some('"'), '\\') => match chars.next() {
                Some('\n') | None => {}
                Some(c) => word.get_or_insert_default().push(c),
            },
            (None, '\'' | '"') => {
                word.get_or_insert_default();
                quote = Some(c);
            }
            (None, '\n' | '|' | ';') => break,
            (None, c) if c.is_whitespace() => {
                words.extend(word.take());
                if words.len() >= MOST_WORDS {
                    break;
                }
            }
            (_, c) => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_read_as_they_are_written() {
        let token = ("Authorization", "Bearer abc");
        for (text, method, target, header, member) in [
            (
                "*  trying\n> GET /v1/me?page=2 HTTP/2\n> Host: api\n> Authorization: Bearer abc\n> \n* ok\n",
                "GET",
                "/v1/me",
                Some(token),
                Some(("page", "2")),
            ),
            (
                "$ curl -sv https://as/token \\\n  -d grant_type=password -d 'scope=a b'\n> POST /token HTTP/1.1\n>\n",
                "POST",
                "/token",
                None,
                Some(("scope", "a b")),
            ),
            (
                "POST /token HTTP/1.1\nHost: as\nAuthorization: Bearer abc\n\nscope=a+b&client_id=c\n\n",
                "POST",
                "/token",
                Some(token),
                Some(("scope", "a b")),
            ),
            (
                "curl -H \"Authorization: Bearer abc\" --json '{\"scope\":\"x\"}' https://api/x",
                "POST",
                "https://api/x",
                Some(token),
                Some(("scope", "x")),
            ),
        ] {
            let read = read(text).expect(text);
            assert_eq!((read.method.as_str(), read.target.as_str()), (method, target), "{text}");
            if let Some((name, value)) = header {
                assert_eq!(read.header(name), Some(value), "{text}");
            }
            if let Some((name, value)) = member {
                assert_eq!(read.member(name), Some(value), "{text}");
            }
        }
    }

    #[test]
    fn text_without_a_request_has_none() {
        for text in ["", "GET", "use curl for that", "curl ", "the GET request HTTP/1.1"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
