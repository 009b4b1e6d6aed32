//! Reads the parts of one token as far as possible, and notes the first problem.

use crate::{
    jose::{
        Format, Token,
        base64url::{self, Lenient},
        verify,
    },
    problem::Problem,
    secret::Secret,
    value::{Member, Text, Value, json},
};

pub(super) const JWS_PARTS: [&str; 3] = ["header", "payload", "signature"];
pub(super) const JWE_PARTS: [&str; 5] =
    ["header", "encrypted_key", "initialization_vector", "ciphertext", "tag"];

/// Members that only a JOSE header has (RFC 7515 §4.1, RFC 7516 §4.1): a text in which one of
/// them can be read is a token, however damaged the rest is.
const HEADER_NAMES: [&str; 6] = ["alg", "enc", "typ", "kid", "cty", "crit"];

/// Reads one token, and keeps its first problem.
#[derive(Default)]
pub(super) struct PartReader {
    problem: Option<Problem>,
}

impl PartReader {
    /// Decodes the token from the first `count` parts.
    pub(super) fn token(
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
            signature: verify::unverified(format, &header),
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
