//! Bodies on their way out and in.

use std::io::{self, Read};

use crate::secret::Wiping;
use flate2::read::MultiGzDecoder;

use crate::{
    oauth::{
        reply::Truncation,
        request::{Method, Request},
    },
    secret::append,
};

/// The body on its way out. It notes when the first byte is taken: the connection stands by then.
pub(super) struct OutgoingBody {
    pub(super) bytes: Wiping<Vec<u8>>,
    next: usize,
    pub(super) taken: bool,
}

impl OutgoingBody {
    pub(super) fn new(request: &Request) -> Self {
        let bytes = match request.method {
            Method::Get => Vec::new(),
            Method::Post => request.wire_body().as_bytes().to_vec(),
        };
        Self { bytes: Wiping::new(bytes), next: 0, taken: false }
    }
}

impl Read for OutgoingBody {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.taken = true;
        let rest = self.bytes.get(self.next..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        buffer[..count].copy_from_slice(&rest[..count]);
        self.next += count;
        Ok(count)
    }
}

/// How compressed bytes begin (RFC 1952 §2.3.1).
const GZIP: [u8; 2] = [0x1f, 0x8b];

/// Reads a body up to the limit, in bytes after decompression, and keeps what came before it broke. Some servers compress without
/// saying so, and some say so and do not: what came tells. `coding` is the content coding that the
/// header names.
pub(super) fn read(
    incoming: impl Read,
    limit: u64,
    coding: Option<&str>,
) -> (Wiping<Vec<u8>>, Option<Truncation>) {
    let (body, cut) = collect(incoming, limit, truncation_of);
    let not_gzip = || Truncation::Broken("it is not the gzip that its header says".to_owned());
    if !body.starts_with(&GZIP) {
        let is_gzip = coding.is_some_and(|coding| coding.to_ascii_lowercase().contains("gzip"));
        let is_broken = is_gzip && std::str::from_utf8(&body).is_err();
        return (body, cut.or_else(|| is_broken.then(not_gzip)));
    }
    let (plain, broken) = collect(MultiGzDecoder::new(&body[..]), limit, |_| not_gzip());
    if plain.is_empty() { (body, cut.or(broken)) } else { (plain, cut.or(broken)) }
}

fn collect(
    mut incoming: impl Read,
    limit: u64,
    broken: impl Fn(io::Error) -> Truncation,
) -> (Wiping<Vec<u8>>, Option<Truncation>) {
    let mut body = Wiping::new(Vec::with_capacity(16 * 1024));
    let mut chunk = Wiping::new([0_u8; 16 * 1024]);
    let cut = loop {
        match incoming.read(&mut chunk[..]) {
            Ok(0) => break None,
            Ok(count) => {
                let room = usize::try_from(limit).unwrap_or(usize::MAX) - body.len();
                append(&mut body, &chunk[..count.min(room)]);
                if count > room {
                    break Some(Truncation::TooLarge(limit));
                }
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => break Some(broken(error)),
        }
    };
    (body, cut)
}

/// Why the transfer of a body broke.
fn truncation_of(error: io::Error) -> Truncation {
    match ureq::Error::from(error) {
        ureq::Error::Timeout(_) => Truncation::TooSlow,
        ureq::Error::Io(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            Truncation::Broken("the connection was closed early".to_owned())
        }
        ureq::Error::Io(error) => Truncation::Broken(error.to_string()),
        _ => Truncation::Broken(
            "the connection was closed early, or its framing is wrong".to_owned(),
        ),
    }
}
