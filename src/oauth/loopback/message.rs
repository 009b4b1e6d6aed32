//! Requests as they are read, within bounds, and answers as they are written.

use std::fmt::Write as _;

use crate::secret::Wiping;
use zeroize::Zeroize as _;

use crate::secret::Secret;

/// The largest request line with header fields, in bytes. A callback carries a code, at worst a
/// response of some kilobytes in its query.
const HEAD_LIMIT: usize = 32 * 1024;

/// The most header fields. Browsers send about twenty.
const MOST_FIELDS: usize = 64;

/// The largest body, in bytes.
const BODY_LIMIT: usize = 64 * 1024;

/// A whole request.
#[derive(Clone, Debug)]
pub struct LoopbackRequest {
    pub method: String,
    /// The target: a path, with the query where there is one. It may hold a code.
    pub target: Secret,
    /// Header fields in order. They may hold credentials.
    fields: Vec<(String, Secret)>,
    pub body: Wiping<Vec<u8>>,
}

impl LoopbackRequest {
    /// The value of the first header field of this name, in any case (RFC 9110 §5.1).
    pub fn header(&self, name: &str) -> Option<&Secret> {
        let same = |(other, _): &&(String, Secret)| other.eq_ignore_ascii_case(name);
        self.fields.iter().find(same).map(|(_, value)| value)
    }
}

/// What the bytes of a connection are so far.
pub(super) enum RequestProgress {
    /// The beginning of a request.
    Partial,
    Whole(Box<LoopbackRequest>),
    /// Nothing that is answered with more than this status.
    Refused(u16),
}

/// Reads a request as far as it has arrived. Nothing is set aside for what a peer only announces.
pub(super) fn read(bytes: &[u8]) -> RequestProgress {
    let mut fields = [httparse::EMPTY_HEADER; MOST_FIELDS];
    let mut head = httparse::Request::new(&mut fields);
    let head_length = match head.parse(bytes) {
        Ok(httparse::Status::Complete(length)) if length <= HEAD_LIMIT => length,
        Ok(httparse::Status::Partial) if bytes.len() < HEAD_LIMIT => {
            return RequestProgress::Partial;
        }
        // RFC 6585 §5.
        Ok(_) | Err(httparse::Error::TooManyHeaders) => return RequestProgress::Refused(431),
        Err(_) => return RequestProgress::Refused(400),
    };
    let body_length = match body_length(head.headers) {
        Ok(length) => length,
        Err(status) => return RequestProgress::Refused(status),
    };
    let rest = bytes.get(head_length..).unwrap_or_default();
    let Some(body) = rest.get(..body_length) else { return RequestProgress::Partial };
    let text = |value: &[u8]| {
        let text = Wiping::new(String::from_utf8_lossy(value).into_owned());
        Secret::new(text.as_str())
    };
    RequestProgress::Whole(Box::new(LoopbackRequest {
        method: head.method.unwrap_or_default().to_owned(),
        target: Secret::new(head.path.unwrap_or_default()),
        fields: head
            .headers
            .iter()
            .map(|field| (field.name.to_owned(), text(field.value)))
            .collect(),
        body: Wiping::new(body.to_vec()),
    }))
}

/// The length of the body that follows these header fields, or the status that refuses it.
fn body_length(fields: &[httparse::Header<'_>]) -> Result<usize, u16> {
    let mut length = None;
    for field in fields {
        if field.name.eq_ignore_ascii_case("transfer-encoding") {
            // RFC 9112 §6.3: a server may ask for a length.
            return Err(411);
        }
        if field.name.eq_ignore_ascii_case("content-length") {
            let written = std::str::from_utf8(field.value).map_err(|_| 400_u16)?.trim();
            if written.is_empty() || !written.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(400);
            }
            // A number without end is too large, too.
            let said = written.parse().unwrap_or(usize::MAX);
            if length.is_some_and(|other| other != said) {
                return Err(400);
            }
            length = Some(said);
        }
    }
    match length.unwrap_or(0) {
        length if length > BODY_LIMIT => Err(413),
        length => Ok(length),
    }
}

/// An answer. The connection always ends with it.
#[derive(Clone, Debug)]
pub struct Response {
    /// The status code.
    pub status: u16,
    /// Header fields; the length and the end of the connection are added.
    pub headers: Vec<(&'static str, String)>,
    pub body: Wiping<Vec<u8>>,
}

impl Response {
    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Wiping::default() }
    }

    /// The bytes on the wire. A line break in a value cannot begin a field of its own.
    pub(super) fn bytes(&self) -> Wiping<Vec<u8>> {
        let mut head = Wiping::new(String::with_capacity(1024));
        let length = self.body.len();
        // Writing to a text does not fail.
        let _ = write!(head, "HTTP/1.1 {} \r\nContent-Length: {length}\r\n", self.status);
        for (name, value) in &self.headers {
            let mut line = value.replace(|c: char| c.is_control(), " ");
            let _ = write!(head, "{name}: {line}\r\n");
            line.zeroize();
        }
        head.push_str("Connection: close\r\n\r\n");
        let mut bytes = Wiping::new(Vec::with_capacity(head.len() + length));
        bytes.extend_from_slice(head.as_bytes());
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(bytes: &str) -> Option<u16> {
        match read(bytes.as_bytes()) {
            RequestProgress::Refused(status) => Some(status),
            _ => None,
        }
    }

    fn is_partial(bytes: &str) -> bool {
        matches!(read(bytes.as_bytes()), RequestProgress::Partial)
    }

    #[test]
    fn a_request_is_read_once_it_is_whole() {
        let whole = "POST /token?a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=b";
        for end in 0..whole.len() {
            assert!(is_partial(&whole[..end]), "{end}");
        }
        let RequestProgress::Whole(request) = read(whole.as_bytes()) else { panic!("not whole") };
        assert_eq!((request.method.as_str(), request.target.expose()), ("POST", "/token?a=b"));
        assert_eq!(request.header("HOST").map(Secret::expose), Some("x"));
        assert_eq!(&request.body[..], b"a=b");
    }

    #[test]
    fn what_is_announced_is_believed_within_bounds() {
        let with = |fields: &str| format!("POST / HTTP/1.1\r\n{fields}\r\n\r\n");
        let length = |length: &str| with(&format!("Content-Length: {length}"));
        assert!(is_partial(&length(&BODY_LIMIT.to_string())));
        assert_eq!(refusal(&length(&(BODY_LIMIT + 1).to_string())), Some(413));
        assert_eq!(refusal(&length("99999999999")), Some(413));
        assert_eq!(refusal(&length(&"9".repeat(40))), Some(413));
        for malformed in ["-1", "+1", "1,1", "one", ""] {
            assert_eq!(refusal(&length(malformed)), Some(400), "{malformed}");
        }
        assert_eq!(refusal(&with("Content-Length: 1\r\nContent-Length: 2")), Some(400));
        assert_eq!(refusal(&with("Transfer-Encoding: chunked")), Some(411));
        assert_eq!(refusal("no HTTP at all\r\n\r\n"), Some(400));
    }

    #[test]
    fn the_head_is_bounded_in_bytes_and_fields() {
        let fields = |count: usize| format!("GET / HTTP/1.1\r\n{}\r\n", "A: b\r\n".repeat(count));
        assert!(matches!(read(fields(MOST_FIELDS).as_bytes()), RequestProgress::Whole(_)));
        assert_eq!(refusal(&fields(MOST_FIELDS + 1)), Some(431));
        let target = |length: usize| format!("GET /{}", "a".repeat(length - 5));
        assert!(is_partial(&target(HEAD_LIMIT - 1)));
        assert_eq!(refusal(&target(HEAD_LIMIT)), Some(431));
        let rest = " HTTP/1.1\r\n\r\n";
        let whole = |length: usize| target(length - rest.len()) + rest;
        assert!(matches!(read(whole(HEAD_LIMIT).as_bytes()), RequestProgress::Whole(_)));
        assert_eq!(refusal(&whole(HEAD_LIMIT + 1)), Some(431));
    }

    #[test]
    fn an_answer_has_its_fields_each_on_one_line() {
        let response = Response {
            headers: vec![("Location", "http://x/\r\nSet-Cookie: a=b".to_owned())],
            ..Response::empty(302)
        };
        let bytes = response.bytes();
        let text = std::str::from_utf8(&bytes).unwrap();
        assert!(text.contains("\r\nLocation: http://x/  Set-Cookie: a=b\r\n"), "{text}");
        assert!(text.ends_with("\r\n\r\n") && text.contains("\r\nContent-Length: 0\r\n"), "{text}");
    }
}
