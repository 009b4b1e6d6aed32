//! Decides which values are secret, and masks the secrets in values and texts. The report, the
//! screen and every message rely on this one place.
//!
//! A value is secret by its name (`refresh_token`), by its form (a JWT, a published prefix) or by
//! its context (`Bearer …`, `?code=…`): see [`is_secret`] and the functions beside it. Text that
//! repeats such a value is masked under any name and in any notation: see [`KnownSecrets`], which
//! everything that is shown goes through.

mod known;
mod multi_search;
mod names;
mod placeholder;
mod text;
mod user_text;

pub use self::{
    known::{KnownSecrets, SecretCollector},
    multi_search::SHORTEST,
    names::{is_secret_header, is_secret_when_sent, like_a_token, shown_name},
    placeholder::{is_placeholder, is_reference, names_a_secret},
    user_text::quote_user_text,
};
use crate::value::{Member, Value};

/// Whether a member is secret: a token, code, secret, password, assertion or private key by its
/// name, or a JWT, a private key, or a text that carries a token, whatever its name.
///
/// Only strings and numbers are secret as a whole; for the values inside a list or an object see
/// [`KnownSecrets::redacted`], and for what the object around says of its members
/// [`ParentContext`].
pub fn is_secret(name: &str, value: &Value) -> bool {
    ValueContext::new(name, DEEPEST).visit_leaf(value, &mut |_, _| true)
}

/// Whether the name of a member says that its value is secret.
pub fn is_secret_by_name(name: &str, value: &Value) -> bool {
    names::is_secret(name, value)
}

/// Whether a text is secret whatever its name: a JWT, a private key, or a text that contains a
/// token.
pub fn is_secret_text(text: &str) -> bool {
    text::is_secret_within(text, text::LAYERS)
}

/// Whether a word is a token of a published format, and not a key that is meant to be public.
pub fn is_published_token(word: &str) -> bool {
    text::has_published_prefix(word)
}

/// Whether an item of the list of this name is secret.
pub fn is_secret_item(list: &str, item: &Value) -> bool {
    is_secret(names::item_name(list), item)
}

/// How deep values are searched for secrets; deeper values are masked whole.
const DEEPEST: usize = 128;

/// What the surrounding object says about its members, beyond their names.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParentContext<'a> {
    /// The object is a JSON Web Key (RFC 7517 §4), or is inside one.
    in_key: bool,
    /// The object is the value of a member with a secret name.
    in_secret: bool,
    /// The object is a map of secrets under names of their own.
    in_secrets: bool,
    /// The object is a name-value pair: this is the name of its `value`.
    pair: Option<&'a str>,
}

impl<'a> ParentContext<'a> {
    /// The context that a top-level object gives its members.
    pub fn of(object: &'a Value) -> Self {
        Self::default().within(object)
    }

    /// The context of an object that is the value of a secret.
    pub fn of_secret(object: &'a Value) -> Self {
        Self { in_secret: true, ..Self::of(object) }
    }

    /// The context of an object inside this one. The items of a list inherit everything.
    fn within(self, object: &'a Value) -> Self {
        let members = object.members();
        if members.is_empty() {
            return Self { pair: None, ..self };
        }
        let has = |name: &str| members.iter().any(|member| member.name == name);
        let is_pair = members.len() <= 16 && has("value");
        let name = is_pair.then(|| ["name", "key"].iter().find_map(|name| object.get(name)));
        Self {
            in_key: self.in_key || has("kty") || has("n") && has("e"),
            in_secret: self.in_secret,
            in_secrets: self.in_secrets,
            pair: name.flatten().and_then(Value::as_str),
        }
    }

    /// Whether a member is secret here, though its name and value do not say so.
    pub fn make_secret(&self, name: &str, value: &Value) -> bool {
        self.in_key && is_private_part(name)
            || self.in_secret && names::is_value(name)
            || self.in_secrets && like_a_token(value)
            || name == "value" && self.pair.is_some_and(|name| names::is_secret(name, value))
    }
}

/// The context of a value during the search for secrets.
#[derive(Clone, Copy)]
struct ValueContext<'a> {
    name: &'a str,
    around: ParentContext<'a>,
    /// How many levels may still follow.
    depth: usize,
    /// How many encodings of a text may still be decoded.
    layers: u8,
}

impl<'a> ValueContext<'a> {
    fn new(name: &'a str, depth: usize) -> Self {
        Self { name, around: ParentContext::default(), depth, layers: text::LAYERS }
    }

    /// The context of the members of an object in this place.
    fn inside(self, object: &'a Value) -> Self {
        let around = self.around.within(object);
        let in_secret = names::may_be_secret_object(self.name);
        let in_secrets = names::is_map_of_secrets(self.name, object);
        let around = ParentContext { in_secret, in_secrets, ..around };
        Self { around, depth: self.depth - 1, ..self }
    }

    /// The context of one member.
    fn member(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// The context of the items of a list in this place.
    fn item(self) -> Self {
        Self { name: names::item_name(self.name), depth: self.depth - 1, ..self }
    }

    /// The context of the item of a list behind this one: the words of a command line may be a flag
    /// and its value.
    fn behind(self, before: Option<&'a Value>) -> Self {
        let flag = before.and_then(names::secret_flag);
        flag.map_or(self, |name| Self { name, ..self })
    }

    fn makes_secret(&self, value: &Value) -> bool {
        self.visit_leaf(value, &mut |_, _| true)
    }

    /// Finds the secrets in a string or number in this place.
    fn visit_leaf(&self, value: &Value, found: SecretVisitor<'_>) -> bool {
        let by_name =
            || names::is_secret(self.name, value) || self.around.make_secret(self.name, value);
        match value {
            Value::String(text) if text.as_str().is_empty() => false,
            Value::String(text) => {
                by_name() && found(text.as_str(), true)
                    || text::visit(text.as_str(), self.layers, &mut |text| found(text, false))
            }
            Value::Number(digits) => by_name() && found(digits, true),
            _ => false,
        }
    }
}

/// Called with each secret found, and whether a name says that it is secret; returning true ends
/// the search.
type SecretVisitor<'f> = &'f mut dyn FnMut(&str, bool) -> bool;

/// Finds the secrets in a value. True if the search was ended, also by a value that is nested too
/// deep.
fn visit(value: &Value, place: ValueContext<'_>, found: SecretVisitor<'_>) -> bool {
    match value {
        Value::Object(_) | Value::Array(_) if place.depth == 0 => found("", false),
        Value::Object(members) => {
            let inside = place.inside(value);
            members.iter().any(|Member { name, value }| {
                text::visit(name, text::LAYERS, &mut |text| found(text, false))
                    || visit(value, inside.member(name), found)
            })
        }
        Value::Array(items) => {
            let item = place.item();
            let before = std::iter::once(None).chain(items.iter().map(Some));
            items.iter().zip(before).any(|(value, before)| visit(value, item.behind(before), found))
        }
        Value::String(_) | Value::Number(_) => place.visit_leaf(value, found),
        Value::Null | Value::Bool(_) => false,
    }
}

/// For each byte, whether it is one of these.
const fn table_of(mut bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    while let [byte, rest @ ..] = bytes {
        table[*byte as usize] = true;
        bytes = rest;
    }
    table
}

/// The private parameters of a JWK (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2; RFC 9964 §3).
fn is_private_part(name: &str) -> bool {
    matches!(name, "d" | "p" | "q" | "dp" | "dq" | "qi" | "k" | "oth" | "r" | "t" | "priv")
}

/// Whether a text has the form of a compact JWS, JWE or SD-JWT: three or five parts of base64url,
/// the first of which decodes to the beginning of a JSON object (RFC 7515 §7.1, RFC 7516 §7.1),
/// perhaps with more behind a `~` (RFC 9901 §4).
pub fn is_compact_jwt(text: &str) -> bool {
    let bytes = text.as_bytes();
    // Most texts are told by this alone.
    if bytes.len() < 8 || !text::opens_object(&bytes[..4]) {
        return false;
    }
    let bytes = memchr::memchr(b'~', bytes).map_or(bytes, |end| &bytes[..end]);
    let Some(first) = memchr::memchr(b'.', bytes) else { return false };
    let dots = memchr::memchr_iter(b'.', bytes).take(5).count();
    // In blocks without an early end, many bytes are looked at in one step.
    let are_base64url = |block: &[u8]| {
        let is_one =
            |byte: &u8| byte.is_ascii_alphanumeric() | matches!(byte, b'-' | b'_' | b'=' | b'.');
        block.iter().fold(true, |all, byte| all & is_one(byte))
    };
    first >= 4 && matches!(dots, 2 | 4) && bytes.chunks(1024).all(are_base64url)
}
