//! Masks known secrets by their values, wherever they are repeated and in whatever notation.

use std::{borrow::Cow, cmp::Reverse, fmt, ops::Range, sync::Arc};

use super::{
    DEEPEST, ValueContext,
    multi_search::{Needles, SecretFlags},
    visit,
};
use crate::{
    secret::{MASK, Secret, Wiping},
    value::{Member, Value},
};

mod collector;
mod notation;

pub use collector::SecretCollector;

/// The secrets of an artifact or of a session that have at least 12 bytes. Everything that is shown
/// of an artifact goes through [`KnownSecrets::redacted`] (values) or [`KnownSecrets::masked`]
/// (texts).
///
/// Clones are cheap, the secrets are wiped on drop, and `Debug` prints only their number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct KnownSecrets(Vec<Arc<Needles>>);

impl fmt::Debug for KnownSecrets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KnownSecrets({})", self.0.iter().map(|secrets| secrets.len()).sum::<usize>())
    }
}

impl KnownSecrets {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// These secrets together with others.
    #[must_use]
    pub fn and(mut self, others: &Self) -> Self {
        self.0.extend(others.0.iter().cloned());
        self
    }

    /// The secrets of many artifacts, to be searched for in a single pass.
    #[must_use]
    pub fn of_all<'a>(artifacts: impl IntoIterator<Item = &'a Self>) -> Self {
        let sets: Vec<&Arc<Needles>> = artifacts.into_iter().flat_map(|known| &known.0).collect();
        match sets.as_slice() {
            [] => Self::default(),
            [only] => Self(vec![Arc::clone(only)]),
            several => Self(vec![Arc::new(Needles::merged(several.iter().copied()))]),
        }
    }

    /// Only this artifact's own secrets, without those added by [`KnownSecrets::and`].
    #[must_use]
    pub fn without_added(&self) -> Self {
        Self(self.0.first().cloned().into_iter().collect())
    }

    /// Whether a text contains one of the secrets, in any notation.
    pub fn appear_in(&self, text: &str) -> bool {
        !self.is_empty() && notation::appears_in(&self.find(SecretFlags::NONE), text)
    }

    /// Whether a text contains one of the secrets that are known by name, in any notation.
    pub fn are_repeated_in(&self, text: &str) -> bool {
        !self.is_empty() && notation::appears_in(&self.find(SecretFlags::NAMED), text)
    }

    /// Whether a text is one of the secrets and nothing more.
    pub fn is_exactly_a_secret(&self, text: &str) -> bool {
        matches!(self.masked(text.trim()), Cow::Owned(masked) if masked == MASK)
    }

    /// The text with every secret in it masked, whatever its notation.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |_| MASK.to_owned())
    }

    /// A member's name with the length and fingerprint in place of each secret in it.
    pub fn shown_name<'t>(&self, name: &'t str) -> Cow<'t, str> {
        match super::shown_name(name) {
            Cow::Borrowed(name) => self.replaced(name, |secret| {
                let secret = Secret::new(secret);
                format!("masked:{}:{}", secret.length(), secret.fingerprint())
            }),
            masked @ Cow::Owned(_) => masked,
        }
    }

    /// A search for the first copy of any secret with these flags; of several at one place, the
    /// longest.
    fn find(&self, wanted: SecretFlags) -> impl Fn(&[u8], usize) -> Option<Range<usize>> {
        move |text, from| {
            let copies = self.0.iter().filter_map(|secrets| secrets.find(text, from, wanted));
            copies.min_by_key(|copy| (copy.start, Reverse(copy.end)))
        }
    }

    fn replaced<'t>(&self, text: &'t str, mask: impl Fn(&str) -> String) -> Cow<'t, str> {
        if self.is_empty() {
            return Cow::Borrowed(text);
        }
        let copies = notation::copies(&self.find(SecretFlags::NONE), text);
        if copies.is_empty() {
            Cow::Borrowed(text)
        } else {
            Cow::Owned(replace(text, &copies, mask))
        }
    }

    /// The value of a member as it may be shown: every secret inside it, and every text that
    /// repeats one, is replaced by `{"masked": {"length": …, "sha256": …}}`, as in the report; in
    /// the middle of other text by [`MASK`]. Borrowed where nothing is secret.
    pub fn redacted<'a>(&self, name: &str, value: &'a Value) -> Cow<'a, Value> {
        let mut place = ValueContext::new(name, DEEPEST);
        // The further primes of an RSA key stand in a list beside the rest of it.
        place.around.in_key = name == "oth";
        if visit(value, place, &mut |_, _| true) || self.are_inside(value) {
            Cow::Owned(self.mask(value, place))
        } else {
            Cow::Borrowed(value)
        }
    }

    /// Whether a value contains one of the secrets, at any depth.
    pub fn are_inside(&self, value: &Value) -> bool {
        !self.is_empty()
            && match value {
                Value::Object(members) => members
                    .iter()
                    .any(|member| self.appear_in(&member.name) || self.are_inside(&member.value)),
                Value::Array(items) => items.iter().any(|item| self.are_inside(item)),
                Value::String(text) => self.appear_in(text.as_str()),
                Value::Number(digits) => self.appear_in(digits),
                Value::Null | Value::Bool(_) => false,
            }
    }

    fn mask(&self, value: &Value, place: ValueContext<'_>) -> Value {
        match value {
            Value::Object(_) | Value::Array(_) if place.depth == 0 => Value::Null,
            Value::Object(members) => {
                let inside = place.inside(value);
                let masked = |member: &Member| Member {
                    name: self.shown_name(&member.name).into_owned(),
                    value: self.mask(&member.value, inside.member(&member.name)),
                };
                Value::Object(members.iter().map(masked).collect())
            }
            Value::Array(items) => {
                let item = place.item();
                let before = std::iter::once(None).chain(items.iter().map(Some));
                let masked = |(value, before)| self.mask(value, item.behind(before));
                Value::Array(items.iter().zip(before).map(masked).collect())
            }
            Value::String(text) if place.makes_secret(value) => masked(text.as_str()),
            Value::Number(digits) if place.makes_secret(value) || self.appear_in(digits) => {
                masked(digits)
            }
            Value::String(text) => match self.masked(text.as_str()) {
                Cow::Borrowed(_) => value.clone(),
                Cow::Owned(part) if part.trim() == MASK => masked(text.as_str()),
                Cow::Owned(part) => Value::string(part),
            },
            other => other.clone(),
        }
    }

    /// The final pass over a finished text: masks the copies of secrets that remain in it. Secrets
    /// that could be an ordinary word are left to the earlier passes.
    pub fn hide_in_text(&self, text: &mut String) {
        let copies = self.plain_copies(text);
        if !copies.is_empty() {
            *text = replace(text, &copies, |_| MASK.to_owned());
        }
    }

    fn plain_copies(&self, text: &str) -> Vec<Range<usize>> {
        notation::plain_copies(&self.find(SecretFlags::UNLIKE_WORDS), text)
    }

    /// The final pass over finished JSON: masks as [`KnownSecrets::hide_in_text`] does, inside
    /// strings only.
    pub fn hide_in_json(&self, json: &mut Wiping<Vec<u8>>) {
        if self.find(SecretFlags::UNLIKE_WORDS)(json, 0).is_none() {
            return;
        }
        if let Ok(text) = std::str::from_utf8(json) {
            let mut copies = self.plain_copies(text);
            notation::keep_in_strings(&mut copies, text);
            *json = Wiping::new(replace(text, &copies, |_| MASK.to_owned()).into_bytes());
        }
    }
}

/// The text with these ranges, which are in order and apart, replaced.
fn replace(text: &str, places: &[Range<usize>], by: impl Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len() + 24 * places.len());
    let mut done = 0;
    for place in places {
        out.push_str(&text[done..place.start]);
        out.push_str(&by(&text[place.clone()]));
        done = place.end;
    }
    out.push_str(&text[done..]);
    out
}

/// The object that stands for a secret inside a value of the report.
fn masked(text: &str) -> Value {
    let secret = Secret::new(text);
    let member = |name: &str, value| Member { name: name.to_owned(), value };
    Value::Object(vec![member(
        "masked",
        Value::Object(vec![
            member("length", Value::Number(secret.length().to_string())),
            member("sha256", Value::string(secret.fingerprint())),
        ]),
    )])
}
