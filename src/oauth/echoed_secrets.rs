//! Masks the secrets of a request in the server's refusal, which may repeat them.

use std::{cmp::Reverse, fmt::Write as _};

use crate::secret::Wiping;
use memchr::memmem;

use super::{
    encoding::percent_encode,
    reply::Reply,
    request::{Authorization, Request},
};
use crate::{secret::MASK, value::Text};

/// Shorter secrets, in bytes, would be found in many texts by chance.
const SHORTEST: usize = 6;

/// A secret of small letters up to this length, in bytes, may be a word of the message: it is not
/// masked.
const LONGEST_WORD: usize = 8;

/// Masks the secrets of a request in its refusal, in the body and in the header fields. What a
/// server grants is left as it came.
pub(super) fn mask(reply: &mut Reply, request: &Request) {
    if reply.is_success() && reply.error_code().is_none() {
        return;
    }
    for secret in encoded_secrets(request) {
        if let Some(body) = without(&reply.body, secret.as_bytes()) {
            reply.body = body;
        }
        for (_, value) in &mut reply.headers {
            if value.as_str().contains(secret.as_str()) {
                *value = Text::new(value.as_str().replace(secret.as_str(), MASK));
            }
        }
    }
}

/// The secrets of a request in every way that a server may write them, the longest first.
fn encoded_secrets(request: &Request) -> Vec<Wiping<String>> {
    // They are found in order to be masked.
    let mut plain: Vec<_> =
        request.secrets().map(|secret| Wiping::new(secret.expose().to_owned())).collect();
    if let Some(Authorization::Basic { secret, .. }) = &request.authorization {
        // It stands there percent-encoded.
        let decoded = url::form_urlencoded::parse(secret.expose().as_bytes()).next();
        plain.extend(decoded.map(|(decoded, _)| Wiping::new(decoded.into_owned())));
    }
    let mut notations = Vec::new();
    for secret in plain {
        let json = Wiping::new(serde_json::Value::from(secret.as_str()).to_string());
        let json = Wiping::new(json[1..json.len() - 1].to_owned());
        notations.push(ascii(&json));
        // As PHP writes it.
        notations.push(Wiping::new(ascii(&json).replace('/', "\\/")));
        notations.push(json);
        notations.push(Wiping::new(percent_encode(&secret)));
        notations.push(secret);
    }
    if let Some(authorization) = request.wire_authorization()
        && let Some((_, credentials)) = authorization.split_once(' ')
    {
        notations.push(Wiping::new(credentials.to_owned()));
    }
    let is_word = |text: &str| {
        text.len() <= LONGEST_WORD && text.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    notations.retain(|text| text.len() >= SHORTEST && !is_word(text));
    notations.sort_unstable_by_key(|text| Reverse(text.len()));
    notations.dedup();
    notations
}

/// The content of a JSON string with everything but ASCII escaped, as Python writes it.
fn ascii(json: &str) -> Wiping<String> {
    let mut out = Wiping::new(String::with_capacity(json.len() * 6));
    for unit in json.encode_utf16() {
        match u8::try_from(unit).ok().filter(u8::is_ascii) {
            Some(byte) => out.push(char::from(byte)),
            // Writing to a String cannot fail.
            None => drop(write!(out, "\\u{unit:04x}")),
        }
    }
    out
}

/// The bytes with every appearance of the secret masked; none where it does not appear.
fn without(bytes: &[u8], secret: &[u8]) -> Option<Wiping<Vec<u8>>> {
    let mut places = memmem::find_iter(bytes, secret).peekable();
    places.peek()?;
    // No larger than this, so that nothing is left behind unwiped.
    let mut masked =
        Wiping::new(Vec::with_capacity(bytes.len() / SHORTEST * MASK.len() + bytes.len()));
    let mut end = 0;
    for place in places {
        masked.extend_from_slice(&bytes[end..place]);
        masked.extend_from_slice(MASK.as_bytes());
        end = place + secret.len();
    }
    masked.extend_from_slice(&bytes[end..]);
    Some(masked)
}
