//! Reads tokens in cookies (RFC 6265 §4): `Cookie: a=…; b=…` and `Set-Cookie: a=…; Path=/`.

use crate::secret::Wiping;
use percent_encoding::percent_decode_str;

use super::{Artifact, Encoding, compact};
use crate::{
    kind::{self, Kind},
    value::{MOST, Member, Value, json},
};

/// The token or response among these cookies, each a name and a value.
pub(super) fn read<'a>(cookies: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Artifact> {
    // No browser keeps as many.
    let members: Vec<Member> = cookies
        .take(MOST)
        .map(|(name, value)| Member { name: name.to_owned(), value: decode_value(value) })
        .collect();
    let value = Value::Object(members);
    let kind = kind::classify(&value);
    let says_something = !value.members().is_empty() && kind != Kind::Unrecognized;
    if says_something {
        return Some(Artifact { kind, value, ..Artifact::unrecognized(Encoding::Cookie) });
    }
    // A JWT is a token under any name.
    let mut texts = value.members().iter().filter_map(|member| member.value.as_str());
    let artifact = texts.find_map(compact::jwt)?;
    Some(Artifact { encoding: Encoding::Cookie, ..artifact })
}

/// The cookies that a client sends: all pairs of the value.
pub(super) fn request_cookies(value: &str) -> impl Iterator<Item = (&str, &str)> {
    value.split(';').filter_map(|pair| pair.trim().split_once('='))
}

/// The cookie that a server sets: the first pair. What follows are attributes of the cookie, whose
/// expiry is not the token's.
pub(super) fn response_cookie(value: &str) -> Option<(&str, &str)> {
    request_cookies(value).next()
}

/// The value of a cookie without quotes and percent-encoding; an object where it is JSON.
fn decode_value(text: &str) -> Value {
    let text = text.trim().trim_matches('"');
    let bytes: Wiping<Vec<u8>> = Wiping::new(percent_decode_str(text).collect());
    let Ok(plain) = std::str::from_utf8(&bytes) else { return Value::string(text) };
    if plain.starts_with('{') {
        let (value, fault) = json::read(&bytes);
        if fault.is_none() {
            return value;
        }
    }
    Value::string(plain)
}
