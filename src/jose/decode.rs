//! Compact tokens (RFC 7515 §7.1, RFC 7516 §7.1), read as far as they can be.

use std::borrow::Cow;

pub mod sd_jwt;

use super::{
    Format, Token,
    base64url::{self, Lenient},
    verify,
};
use crate::{
    problem::Problem,
    secret::Secret,
    value::{Member, Text, Value, json},
};

const JWS_PARTS: [&str; 3] = ["header", "payload", "signature"];
const JWE_PARTS: [&str; 5] =
    ["header", "encrypted_key", "initialization_vector", "ciphertext", "tag"];

/// Members that only a JOSE header has (RFC 7515 §4.1, RFC 7516 §4.1): a text in which one of
/// them can be read is a token, however damaged the rest is.
const HEADER_NAMES: [&str; 6] = ["alg", "enc", "typ", "kid", "cty", "crit"];

/// Whether a text has the form of a compact JWS or JWE: three or five parts in the alphabet of
/// base64, the first of which begins as a JSON object does. It costs next to nothing on a text
/// that is none; [`decode`] has the last word, and also recognizes damaged tokens.
pub fn is_compact(text: &str) -> bool {
    let text = text.trim_ascii();
    if !begins_as_object(text) {
        return false;
    }
    let (mut dots, mut strangers) = (0_usize, 0_usize);
    for byte in text.bytes() {
        let class = CLASSES[usize::from(byte)];
        dots += usize::from(class == Class::Dot);
        strangers += usize::from(class == Class::Stranger);
    }
    strangers == 0 && matches!(dots, 2 | 4)
}

/// What a byte can be in a compact token, if perhaps a wrapped or slightly wrong one.
#[derive(Clone, Copy, PartialEq)]
enum Class {
    Dot,
    Alphabet,
    Stranger,
}

/// A table, because this is asked of every text of an input.
const CLASSES: [Class; 256] = {
    let mut classes = [Class::Stranger; 256];
    let mut byte = 0_u8;
    loop {
        classes[byte as usize] = match byte {
            b'.' => Class::Dot,
            b'-' | b'_' | b'=' | b'+' | b'/' => Class::Alphabet,
            _ if byte.is_ascii_alphanumeric() || byte.is_ascii_whitespace() => Class::Alphabet,
            _ => Class::Stranger,
        };
        if byte == u8::MAX {
            break classes;
        }
        byte += 1;
    }
};

/// Decodes a compact token for the field of this canonical name; none when the text is no token.
/// Of an SD-JWT this is the signed JWT, what stands before the first `~`.
///
/// Line breaks and the blanks around them are taken for wrapping. A damaged token that clearly is
/// one has a [`Token::problem`] that names the part and the byte of it (in its encoded form) that
/// could not be read, and whatever could be read. No signature is judged: its status is
/// `unsigned` or `not_checked`.
pub fn decode(field: &str, text: &str) -> Option<Token> {
    let text = text.trim_ascii();
    if !begins_as_object(text) {
        return None;
    }
    let compact = unwrap_lines(text.split_once('~').map_or(text, |(issued, _)| issued));
    let mut parts = [""; 5];
    let mut count = 0;
    for part in compact.split('.') {
        if let Some(slot) = parts.get_mut(count) {
            *slot = part;
        }
        count += 1;
    }
    let secret = Secret::new(&*compact);
    if count > 3 && is_unencoded(parts[0]) {
        // RFC 7797 §5.2: a payload that stands there as it is may have dots of its own.
        let (header, rest) = compact.split_once('.')?;
        let (payload, signature) = rest.rsplit_once('.')?;
        return Reading::default().token(
            field,
            secret,
            &[header, payload, signature, "", ""],
            3,
            Vec::new(),
        );
    }
    Reading::default().token(field, secret, &parts, count, Vec::new())
}

/// Decodes a token and what stands inside it: what an SD-JWT discloses, the proof behind it, and
/// nested tokens (RFC 7519 §5.2), each a token of its own after the one that holds it.
pub fn read(field: &str, text: &str) -> Vec<Token> {
    let Some(token) = decode(field, text) else { return Vec::new() };
    let mut tokens = vec![token];
    if text.contains('~') {
        let whole = unwrap_lines(text.trim_ascii());
        let (_, rest) = whole.split_once('~').unwrap_or_default();
        let (disclosures, key_binding) = sd_jwt::split(rest);
        sd_jwt::disclose(&mut tokens, &disclosures, key_binding);
    }
    read_nested(&mut tokens);
    tokens
}

/// Adds the token that the first one signs, and the one in that.
pub(super) fn read_nested(tokens: &mut Vec<Token>) {
    /// Nobody signs a token more often.
    const DEEPEST: usize = 4;
    let mut inner = tokens.first().and_then(Token::nested);
    for _ in 0..DEEPEST {
        let Some(token) = inner else { return };
        inner = token.nested();
        tokens.push(token);
    }
}

/// The token of these parts; `unprotected` are the members of its header that no signature
/// protects, which the compact form does not have.
pub(super) fn assemble(
    field: &str,
    compact: Secret,
    parts: &[&str],
    unprotected: Vec<Member>,
) -> Option<Token> {
    let mut all = [""; 5];
    all[..parts.len()].copy_from_slice(parts);
    Reading::default().token(field, compact, &all, parts.len(), unprotected)
}

/// Whether an encoded header says that the payload is not encoded (RFC 7797 §3).
fn is_unencoded(header: &str) -> bool {
    let octets = base64url::lenient(header).octets;
    matches!(json::read(&octets).0.get("b64"), Some(Value::Bool(false)))
}

impl Token {
    /// The parts by their names in RFC 7515 §3.1 and RFC 7516 §3, with their lengths in octets
    /// once decoded.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, usize)> {
        let names: &[&str] = match self.format {
            Format::Jws => &JWS_PARTS,
            Format::Jwe => &JWE_PARTS,
        };
        let parts = self.compact.expose().split('.');
        names.iter().copied().zip(parts).map(|(name, part)| (name, part.len() * 3 / 4))
    }

    /// Whether its header says that the payload is another token: `cty` is `JWT` (RFC 7519 §5.2).
    pub fn is_nested(&self) -> bool {
        let cty = self.header.get("cty").and_then(Value::as_str).unwrap_or_default();
        cty.eq_ignore_ascii_case("JWT") || cty.eq_ignore_ascii_case("application/jwt")
    }

    /// The token that this one signs, whether its header says so or the payload is plainly one.
    /// That of a JWE is encrypted.
    pub fn nested(&self) -> Option<Token> {
        let payload = self.payload.as_ref()?.as_str();
        let is_one = self.is_nested() || is_compact(payload);
        is_one.then(|| decode(&format!("{}.payload", self.field), payload)).flatten()
    }
}

/// Whether the first octets of a base64url text are `{` and what may follow it in JSON: a quote,
/// white space, or `}`.
fn begins_as_object(text: &str) -> bool {
    matches!(
        text.as_bytes(),
        [b'e', b'y', b'A'..=b'D' | b'I'..=b'L', ..]
            | [b'e', b'w', b'k'..=b'r' | b'0'..=b'3', ..]
            | [b'e', b'3', b'0'..=b'3', ..]
    )
}

/// The text without line breaks and the blanks beside them. Blanks inside a line stay: they are
/// no wrapping, and a token with them is not valid.
fn unwrap_lines(text: &str) -> Cow<'_, str> {
    if !text.contains('\n') && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.split(['\n', '\r']).map(str::trim_ascii).collect())
}

/// The reading of one token: its first problem.
#[derive(Default)]
struct Reading {
    problem: Option<Problem>,
}

impl Reading {
    /// The token of as many of these parts as it has.
    fn token(
        mut self,
        field: &str,
        compact: Secret,
        parts: &[&str; 5],
        count: usize,
        unprotected: Vec<Member>,
    ) -> Option<Token> {
        let mut header = match parts[0] {
            "" => Value::Object(Vec::new()),
            encoded => self.json("header", encoded, &base64url::lenient(encoded))?,
        };
        let Value::Object(members) = &mut header else { return None };
        let whole = self.problem.is_none() && (count == 3 || count == 5);
        let is_header = |member: &Member| HEADER_NAMES.contains(&&*member.name);
        if !whole && !members.iter().any(is_header) {
            return None;
        }
        // Of a name that stands twice the protected one is last, and counts.
        let unprotected_members = unprotected.len();
        members.splice(0..0, unprotected);
        let format = match count {
            3 => Format::Jws,
            5 if !parts[3].is_empty() => Format::Jwe,
            _ if header.get("enc").is_some() => Format::Jwe,
            _ => Format::Jws,
        };
        let (mut claims, mut payload) = (None, None);
        if format == Format::Jws {
            if count > 1 {
                (claims, payload) = self.payload(&header, parts[1]);
            }
            self.octets("signature", parts[2]);
        } else {
            for (name, part) in JWE_PARTS.into_iter().zip(parts).skip(1) {
                self.octets(name, part);
            }
        }
        self.shape(format, parts, count);
        Some(Token {
            field: field.to_owned(),
            signature: verify::unjudged(format, &header),
            problem: self.problem,
            compact,
            format,
            role: None,
            header,
            unprotected: unprotected_members,
            claims,
            payload,
            disclosures: None,
            key_binding: None,
        })
    }

    fn note(&mut self, part: &'static str, byte: usize, message: impl Into<String>) {
        if self.problem.is_none() {
            self.problem = Some(Problem::new(message).in_part(part, byte));
        }
    }

    fn refused(&mut self, name: &'static str, fault: Option<(usize, &'static str)>) {
        if let Some((byte, message)) = fault {
            self.note(name, byte, format!("{name}: {message}"));
        }
    }

    /// Looks at a part that is not text.
    fn octets(&mut self, name: &'static str, part: &str) {
        if base64url::strict(part).is_none() {
            self.refused(name, base64url::lenient(part).fault);
        }
    }

    /// The JSON in a part, or as much of it as can be read; none where nothing can.
    fn json(&mut self, name: &'static str, part: &str, read: &Lenient) -> Option<Value> {
        let (value, fault) = json::read(&read.octets);
        if let Some(fault) = &fault
            // That the JSON is cut says more than the odd bits at the cut.
            && read.fault.is_none_or(|(byte, _)| byte + 1 >= part.len())
        {
            // Octet n of the JSON begins in character 4n/3 of its encoding.
            let byte = (fault.byte * 4 / 3).min(part.len());
            self.note(name, byte, format!("{name}: {}", fault.message));
        }
        self.refused(name, read.fault);
        (fault.is_none() || value != Value::Null).then_some(value)
    }

    /// The payload: claims where it is a JSON object, or as much of one as can be read; its text
    /// otherwise.
    fn payload(&mut self, header: &Value, part: &str) -> (Option<Value>, Option<Text>) {
        let is_unencoded = matches!(header.get("b64"), Some(Value::Bool(false)));
        let mut read = if is_unencoded {
            // RFC 7797 §5.2: the payload stands there as it is.
            Lenient { octets: part.as_bytes().to_vec().into(), fault: None }
        } else {
            base64url::lenient(part)
        };
        if header.get("zip").and_then(Value::as_str) == Some("DEF") {
            self.inflate(&mut read, part.len());
        }
        if read.octets.trim_ascii_start().first() == Some(&b'{') {
            return (self.json("payload", part, &read), None);
        }
        self.refused("payload", read.fault);
        (None, Some(Text::new(String::from_utf8_lossy(&read.octets))))
    }

    /// Unpacks a payload that was compressed before it was signed, as health cards are (`zip` is
    /// RFC 7516 §4.1.3 for encrypted tokens).
    fn inflate(&mut self, read: &mut Lenient, written: usize) {
        // What a token says packs to a fifth at best.
        let most = 5 * written;
        match miniz_oxide::inflate::decompress_to_vec_with_limit(&read.octets, most) {
            Ok(octets) => read.octets = octets.into(),
            Err(_) => self.note("payload", 0, "payload: cannot be unpacked (zip)"),
        }
    }

    /// Whether the parts are as many as they must be, with something in those that may not be
    /// empty.
    fn shape(&mut self, format: Format, parts: &[&str; 5], count: usize) {
        let (name, names): (_, &[&'static str]) = match format {
            Format::Jws => ("JWS", &JWS_PARTS),
            Format::Jwe => ("JWE", &JWE_PARTS),
        };
        // `eyJ…xyz...`: dots at the end, and nothing between them.
        let last = count.min(parts.len()) - 1;
        if last > 2 && parts[last].is_empty() && parts[last - 1].is_empty() {
            self.note(names[0], 0, "cut: dots stand in place of the rest");
        } else if count < names.len() {
            let message = format!("cut: the {} is missing", names[count].replace('_', " "));
            self.note(names[last], parts[last].len(), message);
        } else if count > names.len() {
            let last = names.len() - 1;
            let message = format!("a {name} has {} parts, not {count}", names.len());
            self.note(names[last], parts[last].len(), message);
        }
    }
}
