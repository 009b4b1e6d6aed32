//! A value that a cursor can stand on, with what is known of it.

use std::{borrow::Cow, ptr};

use chrono::{DateTime, TimeDelta, Utc};

use super::Document;
use crate::{
    explain::meaning::{self, Meaning},
    secret::Secret,
    token::{
        Field, Zone,
        field::Content,
        instant,
        lifetime::{read_instant, read_lifetime},
        moment::{Expected, Moment},
    },
    value::Value,
};

/// Where a value hangs. Tokens are counted as in [`Document::token`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Root {
    /// A field, by its index.
    Field(usize),
    /// The header of a token, by the token's index.
    Header(usize),
    /// The claims of a token, by the token's index.
    Claims(usize),
    /// What is disclosed beside a token, by the token's index.
    Disclosed(usize),
}

/// A value with what is known of it.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its name, or its number in a list, from 0.
    pub name: Cow<'a, str>,
    /// What it holds.
    pub content: ValueContent<'a>,
    /// What it means.
    pub meaning: Option<Meaning>,
    /// The instant that it says.
    pub time: Option<DateTime<Utc>>,
    /// The length of time that it says.
    pub lifetime: Option<TimeDelta>,
}

/// What a value holds, as far as it may be seen.
#[derive(Clone, Copy, Debug)]
pub enum ValueContent<'a> {
    /// The response has no such member.
    Absent,
    /// Seen only when revealed.
    Secret(&'a Secret),
    /// A value, and what may be seen of it: the same, unless secrets in it are masked.
    Value {
        /// As it was written.
        raw: &'a Value,
        /// As it may be shown.
        masked: &'a Value,
    },
}

impl ValueContent<'_> {
    /// Whether a part of it is hidden.
    pub fn hides(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Secret(_) => true,
            Self::Value { raw, masked } => {
                let mut left = MOST_COMPARED;
                !ptr::eq(*raw, *masked) && differ(raw, masked, &mut left)
            }
        }
    }
}

/// So many values are compared each time; a larger value whose copy is masked is taken for one
/// that hides something, as it does.
const MOST_COMPARED: usize = 1_000;

/// Whether two values differ, or too many have to be compared to tell.
fn differ(raw: &Value, masked: &Value, left: &mut usize) -> bool {
    let Some(rest) = left.checked_sub(1) else { return true };
    *left = rest;
    match (raw, masked) {
        (Value::Object(raw), Value::Object(masked)) => {
            raw.len() != masked.len()
                || raw.iter().zip(masked).any(|(raw, masked)| {
                    raw.name != masked.name || differ(&raw.value, &masked.value, left)
                })
        }
        (Value::Array(raw), Value::Array(masked)) => {
            raw.len() != masked.len()
                || raw.iter().zip(masked).any(|(raw, masked)| differ(raw, masked, left))
        }
        (raw, masked) => raw != masked,
    }
}

impl Document {
    /// The value that a path leads to, with what is known of it.
    pub fn item(&self, root: Root, path: &[usize], zone: Zone) -> Option<Item<'_>> {
        let inspection = &self.inspection;
        if let (Root::Field(index), []) = (root, path) {
            let field = inspection.fields.get(index)?;
            let meaning = meaning::member(inspection.kind, &field.name);
            let content = match &field.content {
                _ if !field.present => ValueContent::Absent,
                Content::Secret { secret, .. } => ValueContent::Secret(secret),
                Content::Plain(raw) => {
                    ValueContent::Value { raw, masked: self.masks.get(root).unwrap_or(raw) }
                }
            };
            let (time, lifetime) = time_said_by(field, meaning, zone);
            return Some(Item { name: (&field.name).into(), content, meaning, time, lifetime });
        }
        let (name, raw, masked) = self.value(root, path)?;
        let meaning = match (root, path.len()) {
            (Root::Header(_), 1) => meaning::header(&name),
            (Root::Claims(_) | Root::Disclosed(_), 1) => meaning::claim(&name),
            (Root::Field(_), _) => meaning::member(inspection.kind, &name),
            _ => None,
        };
        let time = meaning.filter(|meaning| meaning.time).and_then(|_| {
            match instant::read(raw, Expected::Instant, zone) {
                Moment::Instant { at, .. } => Some(at),
                _ => None,
            }
        });
        Some(Item {
            name,
            content: ValueContent::Value { raw, masked },
            meaning,
            time,
            lifetime: None,
        })
    }

    /// The name of the value that a path leads to, the value as it was written, and as it may be
    /// shown. None where it is a secret as a whole, or not there.
    pub fn value(&self, root: Root, path: &[usize]) -> Option<(Cow<'_, str>, &Value, &Value)> {
        let inspection = &self.inspection;
        let mut raw = match root {
            Root::Field(index) => inspection.fields.get(index)?.plain()?,
            Root::Header(index) => &self.token(index)?.header,
            Root::Claims(index) => self.token(index)?.claims.as_ref()?,
            Root::Disclosed(index) => &self.token(index)?.disclosures.as_ref()?.values,
        };
        let mut masked = self.masks.get(root).unwrap_or(raw);
        let mut name = Cow::Borrowed(match root {
            Root::Field(_) => "",
            Root::Header(_) => "header",
            Root::Claims(_) => "claims",
            Root::Disclosed(_) => "disclosed",
        });
        for step in path {
            let (outer, outer_masked) = (raw, masked);
            raw = inside(outer, *step)?;
            // What stands inside something that is masked is masked with it.
            masked = match (outer, outer_masked) {
                (Value::Object(_), Value::Object(_)) | (Value::Array(_), Value::Array(_)) => {
                    inside(outer_masked, *step).unwrap_or(&Value::Null)
                }
                _ => &Value::Null,
            };
            // A name may be a token, too.
            let shown = outer_masked.members().get(*step).or(outer.members().get(*step));
            name = match shown {
                Some(member) => member.name.as_str().into(),
                None => step.to_string().into(),
            };
        }
        Some((name, raw, masked))
    }
}

/// The value inside another, by the index of its member or item.
fn inside(value: &Value, index: usize) -> Option<&Value> {
    match value {
        Value::Object(members) => members.get(index).map(|member| &member.value),
        Value::Array(items) => items.get(index),
        _ => None,
    }
}

/// The instant or the length of time that a field says, by its canonical name.
fn time_said_by(
    field: &Field,
    meaning: Option<Meaning>,
    zone: Zone,
) -> (Option<DateTime<Utc>>, Option<TimeDelta>) {
    let name = field.name.rsplit('.').next().unwrap_or_default();
    let lasts = name.ends_with("expires_in") || name == "interval" || name == "lifetime";
    let happens = name.ends_with("_at")
        || name.starts_with("not_")
        || name == "expires"
        || meaning.is_some_and(|meaning| meaning.time);
    let moment = match (lasts, happens) {
        (true, _) => read_lifetime(field, zone),
        (_, true) => read_instant(field, zone),
        _ => return (None, None),
    };
    match moment {
        Moment::Instant { at, .. } => (Some(at), None),
        Moment::Lifetime(lifetime) => (None, Some(lifetime.about())),
        _ => (None, None),
    }
}
