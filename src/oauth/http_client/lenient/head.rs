//! The head of an answer: its status line and header fields, written anew.

use crate::secret::Wiping;

use crate::secret;

/// The largest head that is read, in bytes.
pub(super) const READ_LIMIT: usize = 1024 * 1024;

/// The largest head that is handed on, and the most fields: a little less than the client takes.
const WRITTEN_LIMIT: usize = 60 * 1024;
const MOST_FIELDS: usize = 120;

/// Fields that are handed on before all others, because the program goes by them.
const READ_FIRST: [&str; 15] = [
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "transfer-encoding",
    "allow",
    "cache-control",
    "date",
    "dpop-nonce",
    "location",
    "pragma",
    "retry-after",
    "server",
    "via",
    "www-authenticate",
];

/// What the first bytes of an answer are.
pub(super) enum HeadProgress {
    /// Not yet a whole head.
    Partial,
    /// No HTTP/1 at all: that is for the client to say.
    Foreign,
    /// More than is read.
    TooLarge,
    /// A whole head, written anew, with what follows it.
    Whole(Wiping<Vec<u8>>),
}

/// Reads a head as far as it has arrived. Interim answers (RFC 9110 §15.2) are taken out.
pub(super) fn read(bytes: &mut Wiping<Vec<u8>>) -> HeadProgress {
    loop {
        let start = b"HTTP/";
        let count = bytes.len().min(start.len());
        if !bytes[..count].eq_ignore_ascii_case(&start[..count]) {
            return HeadProgress::Foreign;
        }
        let Some(end) = end_of_head(bytes) else {
            return if bytes.len() > READ_LIMIT {
                HeadProgress::TooLarge
            } else {
                HeadProgress::Partial
            };
        };
        let (head, rest) = bytes.split_at(end);
        // 101 is the last answer in HTTP (RFC 9110 §15.2.2).
        let is_interim =
            status(head).is_some_and(|(_, digits)| digits.starts_with(b"1") && digits != b"101");
        if !is_interim {
            return match rewrite(head) {
                Some(mut clean) => {
                    secret::append(&mut clean, rest);
                    HeadProgress::Whole(clean)
                }
                None => HeadProgress::Foreign,
            };
        }
        *bytes = Wiping::new(rest.to_vec());
    }
}

/// Whether a head says that the connection is kept for another request (RFC 9112 §9.3).
pub(super) fn keeps_connection(head: &[u8]) -> bool {
    let end = end_of_head(head).unwrap_or(head.len());
    fields(head[..end].split(|byte| *byte == b'\n').skip(1)).iter().any(|field| {
        let mut options = field.value.split(|byte| *byte == b',');
        field.name.eq_ignore_ascii_case(b"connection")
            && options.any(|option| option.trim_ascii().eq_ignore_ascii_case(b"keep-alive"))
    })
}

/// Where the body begins: after the first empty line.
fn end_of_head(bytes: &[u8]) -> Option<usize> {
    let mut start = 0;
    loop {
        let length = bytes.get(start..)?.iter().position(|byte| *byte == b'\n')?;
        let line = bytes.get(start..start + length)?;
        start += length + 1;
        if line.is_empty() || line == b"\r" {
            return Some(start);
        }
    }
}

/// One field: its name, and its value on one line without control characters.
struct HeaderLine<'a> {
    name: &'a [u8],
    value: Wiping<Vec<u8>>,
}

/// The head with a plain status line and well-formed fields, as many as the client takes;
/// nothing for what has no status.
fn rewrite(head: &[u8]) -> Option<Wiping<Vec<u8>>> {
    let (is_oldest, status) = status(head)?;
    let lines = head.split(|byte| *byte == b'\n').skip(1);
    let fields = fields(lines);
    let framing = Framing::of(&fields);
    let mut size = 0;
    let mut kept = vec![false; fields.len()];
    let mut count = 0;
    for wanted in [true, false] {
        for (field, kept) in fields.iter().zip(&mut kept) {
            let length = field.name.len() + field.value.len() + 4;
            if is_read_first(field.name) == wanted
                && framing.allows(field)
                && count < MOST_FIELDS
                && size + length < WRITTEN_LIMIT
            {
                (*kept, size, count) = (true, size + length, count + 1);
            }
        }
    }
    let mut clean = Wiping::new(Vec::with_capacity(size + 32));
    clean.extend_from_slice(if is_oldest { b"HTTP/1.0 " } else { b"HTTP/1.1 " });
    clean.extend_from_slice(status);
    clean.extend_from_slice(b" \r\n");
    for (field, _) in fields.iter().zip(kept).filter(|(_, kept)| *kept) {
        for part in [field.name, b": ", &field.value[..], b"\r\n"] {
            clean.extend_from_slice(part);
        }
    }
    clean.extend_from_slice(b"\r\n");
    Some(clean)
}

/// Whether a head is of HTTP/1.0, and its status. Gateways are known to write another version, or
/// the name in lower case, and to go on in HTTP/1.1.
fn status(head: &[u8]) -> Option<(bool, &[u8])> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let space = line.iter().position(|byte| *byte == b' ')?;
    let (version, rest) = line.split_at(space);
    let (digits, reason) = rest.trim_ascii_start().split_at_checked(3)?;
    let is_status =
        digits.iter().all(u8::is_ascii_digit) && !reason.first().is_some_and(u8::is_ascii_digit);
    is_status.then_some((version.ends_with(b"/1.0"), digits))
}

/// The fields of these lines; a folded line goes on with the value before it (RFC 9112 §5.2).
fn fields<'a>(lines: impl Iterator<Item = &'a [u8]>) -> Vec<HeaderLine<'a>> {
    let mut fields: Vec<HeaderLine<'a>> = Vec::new();
    for line in lines {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let is_folded = matches!(line.first(), Some(b' ' | b'\t'));
        if is_folded && let Some(field) = fields.last_mut() {
            field.value.push(b' ');
            push_value(&mut field.value, line);
        } else if let Some(colon) = line.iter().position(|byte| *byte == b':') {
            let (name, value) = line.split_at(colon);
            let name = name.trim_ascii();
            if !name.is_empty() && name.iter().all(|byte| is_token(*byte)) {
                let mut field = HeaderLine { name, value: Wiping::default() };
                push_value(&mut field.value, &value[1..]);
                fields.push(field);
            }
        }
    }
    fields
}

/// Appends a part of a value; a control character becomes U+FFFD, so that it is seen.
fn push_value(value: &mut Wiping<Vec<u8>>, part: &[u8]) {
    for byte in part.trim_ascii() {
        match byte {
            b'\t' | b' '..=b'~' | 0x80.. => value.push(*byte),
            _ => value.extend_from_slice("\u{fffd}".as_bytes()),
        }
    }
}

/// RFC 9110 §5.6.2.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_read_first(name: &[u8]) -> bool {
    READ_FIRST.iter().any(|other| name.eq_ignore_ascii_case(other.as_bytes()))
}

/// What says where the body ends (RFC 9112 §6.3).
struct Framing {
    is_chunked: bool,
    /// The length, where it is a number and always the same; else the body ends with the
    /// connection.
    length: Option<Vec<u8>>,
}

impl Framing {
    fn of(fields: &[HeaderLine<'_>]) -> Self {
        let named = |name: &'static [u8]| {
            fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name))
        };
        let mut lengths = named(b"content-length").map(|field| field.value.trim_ascii());
        let first = lengths.next().filter(|length| {
            (1..19).contains(&length.len()) && length.iter().all(u8::is_ascii_digit)
        });
        let length = first.filter(|first| lengths.all(|other| other == *first));
        Self {
            is_chunked: named(b"transfer-encoding").next().is_some(),
            length: length.map(<[u8]>::to_vec),
        }
    }

    /// Whether a field may be handed on. A length that is doubtful would cut the body.
    fn allows(&self, field: &HeaderLine<'_>) -> bool {
        !field.name.eq_ignore_ascii_case(b"content-length")
            || !self.is_chunked && self.length.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(head: &str) -> String {
        let bytes = rewrite(head.as_bytes()).expect("a head");
        String::from_utf8(bytes.to_vec()).expect("text")
    }

    #[test]
    fn a_plain_head_stays_as_it_is() {
        let head = "HTTP/1.1 200 \r\nDate: x\r\nX-Id: \u{e9} 5\r\nContent-Length: 3\r\n\r\n";
        assert_eq!(clean(head), head);
    }

    #[test]
    fn what_is_malformed_is_mended_or_left_out() {
        let head = "HTTP/1.1 200 O\u{1}K\nA: b\u{7}c\n d\r\n\te\r\nno field\r\nB a: c\r\nC : d\r\n: e\r\nD:\r\n\r\n";
        assert_eq!(clean(head), "HTTP/1.1 200 \r\nA: b\u{fffd}c d e\r\nC: d\r\nD: \r\n\r\n");
    }

    #[test]
    fn a_status_line_of_any_version_is_read() {
        for line in ["HTTP/1.1 200 OK", "HTTP/2 200", "http/1.1 200 OK", "HTTP/1.1   200"] {
            assert_eq!(clean(&format!("{line}\r\n\r\n")), "HTTP/1.1 200 \r\n\r\n", "{line}");
        }
        assert_eq!(clean("HTTP/1.0 404 Not Found\r\n\r\n"), "HTTP/1.0 404 \r\n\r\n");
    }

    #[test]
    fn a_doubtful_length_does_not_count() {
        let with = |fields: &str| clean(&format!("HTTP/1.1 200 OK\r\n{fields}\r\n\r\n"));
        let says_length = |fields: &str| with(fields).contains("Content-Length");
        assert!(says_length("Content-Length: 5"));
        assert!(says_length("Content-Length: 5\r\nContent-Length: 5"));
        for doubtful in ["5\r\nContent-Length: 6", "-5", "5, 5", "0x5", "", "9999999999999999999"] {
            assert!(!says_length(&format!("Content-Length: {doubtful}")), "{doubtful}");
        }
        assert!(!says_length("Content-Length: 5\r\nTransfer-Encoding: chunked"));
    }

    #[test]
    fn of_hundreds_of_fields_those_that_count_are_kept() {
        let many = "X-Filler: abc\r\n".repeat(500);
        let head = clean(&format!("HTTP/1.1 200 OK\r\n{many}Content-Length: 3\r\n\r\n"));
        assert_eq!(head.matches("X-Filler").count(), MOST_FIELDS - 1);
        assert!(head.ends_with("Content-Length: 3\r\n\r\n"));
        let long = format!("X-Filler: {}\r\n", "a".repeat(WRITTEN_LIMIT));
        let head = clean(&format!("HTTP/1.1 200 OK\r\n{long}Date: x\r\n\r\n"));
        assert_eq!(head, "HTTP/1.1 200 \r\nDate: x\r\n\r\n");
    }

    #[test]
    fn a_head_is_read_once_it_is_whole_and_interim_ones_are_taken_out() {
        let whole =
            "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nA: b\r\n\r\nbody";
        let mut bytes = Wiping::default();
        for (at, byte) in whole.bytes().enumerate() {
            secret::append(&mut bytes, &[byte]);
            let progress = read(&mut bytes);
            if at < whole.len() - "body".len() - 1 {
                assert!(matches!(progress, HeadProgress::Partial), "{at}");
            } else {
                let HeadProgress::Whole(clean) = progress else { panic!("{at}") };
                assert!(clean.starts_with(b"HTTP/1.1 200 \r\nA: b\r\n\r\n"));
            }
        }
        for foreign in ["SSH-2.0", "<html>", "HTTP/1.1 abc\r\n\r\n", "HTTP/1.1 0200\r\n\r\n"] {
            let mut bytes = Wiping::new(foreign.as_bytes().to_vec());
            assert!(matches!(read(&mut bytes), HeadProgress::Foreign), "{foreign}");
        }
        let mut endless = Wiping::new(b"HTTP/1.1 200 OK\r\nA: ".to_vec());
        endless.resize(READ_LIMIT, b'a');
        assert!(matches!(read(&mut endless), HeadProgress::Partial));
        endless.resize(READ_LIMIT + 1, b'a');
        assert!(matches!(read(&mut endless), HeadProgress::TooLarge));
    }
}
