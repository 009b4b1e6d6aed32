//! What must not be shown: which values are secret, and values and texts with the secrets in them
//! masked. This is the one place that decides it, for the report, the screen and every message.
//!
//! A value is secret by its name (`refresh_token`), by its looks (a JWT, a published prefix) or by
//! where it stands (`Bearer …`, `?code=…`): that is what [`is_secret`] and its like tell. Whatever
//! repeats such a value is masked as well, by whatever name and in whatever notation: that is what
//! [`KnownSecrets`] does, and everything that is shown goes through it.

mod known;
mod multi_search;
mod names;
mod text;
mod user_text;

pub use self::{
    known::{KnownSecrets, SecretCollector},
    multi_search::SHORTEST,
    names::{is_secret_header, is_secret_when_sent, like_a_token, shown_name},
    user_text::quote_user_text,
};
use crate::value::{Member, Value};

/// Whether a member is secret: a token, code, secret, password, assertion or private key by its
/// name, or a JWT, a private key, or a text that carries a token, whatever its name.
///
/// Only strings and numbers are secret as a whole; for what stands inside a list or an object see
/// [`KnownSecrets::redacted`], and for what the object around says of its members
/// [`ParentContext`].
pub fn is_secret(name: &str, value: &Value) -> bool {
    ValueContext::new(name, DEEPEST).visit_leaf(value, &mut |_, _| true)
}

/// Whether the name of a member says that its value is secret.
pub fn is_secret_by_name(name: &str, value: &Value) -> bool {
    names::is_secret(name, value)
}

/// Whether a text is secret whatever its name: a JWT, a private key, or a text that carries a
/// token.
pub fn is_secret_text(text: &str) -> bool {
    text::is_secret_within(text, text::LAYERS)
}

/// Whether an item of the list of this name is secret.
pub fn is_secret_item(list: &str, item: &Value) -> bool {
    is_secret(names::item_name(list), item)
}

/// How deep secrets are told from other values; what is deeper is masked altogether.
const DEEPEST: usize = 128;

/// What an object says of its members beyond their names.
#[derive(Clone, Copy, Debug, Default)]
pub struct ParentContext<'a> {
    /// It is a JSON Web Key (RFC 7517 §4), or stands in one.
    in_key: bool,
    /// It is the value of a secret.
    in_secret: bool,
    /// It is a pair: this is the name of what its `value` holds.
    pair: Option<&'a str>,
}

impl<'a> ParentContext<'a> {
    /// What an object says on its own.
    pub fn of(object: &'a Value) -> Self {
        Self::default().within(object)
    }

    /// What the value of a secret says, where it is an object.
    pub fn of_secret(object: &'a Value) -> Self {
        Self { in_secret: true, ..Self::of(object) }
    }

    /// What an object inside these surroundings says. The items of a list inherit everything.
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
            pair: name.flatten().and_then(Value::as_str),
        }
    }

    /// Whether a member is secret here, though its name and value do not say so.
    pub fn make_secret(&self, name: &str, value: &Value) -> bool {
        self.in_key && is_private_part(name)
            || self.in_secret && names::is_value(name)
            || name == "value" && self.pair.is_some_and(|name| names::is_secret(name, value))
    }
}

/// Where a value stands.
#[derive(Clone, Copy)]
struct ValueContext<'a> {
    name: &'a str,
    around: ParentContext<'a>,
    /// How many levels may still follow.
    depth: usize,
    /// How many encodings may still be taken off a text.
    layers: u8,
}

impl<'a> ValueContext<'a> {
    fn new(name: &'a str, depth: usize) -> Self {
        Self { name, around: ParentContext::default(), depth, layers: text::LAYERS }
    }

    /// The place of the members of an object that stands here.
    fn inside(self, object: &'a Value) -> Self {
        let around = self.around.within(object);
        let in_secret = names::may_be_secret_object(self.name);
        Self { around: ParentContext { in_secret, ..around }, depth: self.depth - 1, ..self }
    }

    /// The place of a member.
    fn member(self, name: &'a str) -> Self {
        Self { name, ..self }
    }

    /// The place of the items of a list that stands here.
    fn item(self) -> Self {
        Self { name: names::item_name(self.name), depth: self.depth - 1, ..self }
    }

    fn makes_secret(&self, value: &Value) -> bool {
        self.visit_leaf(value, &mut |_, _| true)
    }

    /// The secrets in a string or number that stands here.
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

/// Told of each secret that is found, and whether a name says that it is one; true ends the search.
type SecretVisitor<'f> = &'f mut dyn FnMut(&str, bool) -> bool;

/// Finds the secrets in a value. True where the search was ended, also at what is too deep to be
/// looked at.
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
            items.iter().any(|value| visit(value, item, found))
        }
        Value::String(_) | Value::Number(_) => place.visit_leaf(value, found),
        Value::Null | Value::Bool(_) => false,
    }
}

/// The private parameters of a JWK (RFC 7518 §6.2.2, §6.3.2, §6.4; RFC 8037 §2; RFC 9964 §3).
fn is_private_part(name: &str) -> bool {
    matches!(name, "d" | "p" | "q" | "dp" | "dq" | "qi" | "k" | "oth" | "r" | "t" | "priv")
}

/// Whether a text is a compact JWS, JWE or SD-JWT by its looks: three or five parts of base64url,
/// the first of which decodes to the beginning of a JSON object (RFC 7515 §7.1, RFC 7516 §7.1),
/// perhaps with more behind a `~` (RFC 9901 §4).
pub fn is_compact_jwt(text: &str) -> bool {
    let text = text.split_once('~').map_or(text, |(issued, _)| issued);
    let bytes = text.as_bytes();
    if bytes.len() < 8 || !text.contains('.') {
        return false;
    }
    let (mut dots, mut first) = (0, 0);
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'.' => {
                if dots == 0 {
                    first = at;
                }
                dots += 1;
            }
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'=' => {}
            _ => return false,
        }
    }
    if dots != 2 && dots != 4 {
        return false;
    }
    first >= 4 && text::opens_object(&bytes[..4])
}
