//! Everything that a cursor can stand on, by its place in the inspection.

use std::{borrow::Cow, ptr};

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    explain::{
        self,
        meaning::{self, Meaning},
    },
    jose::Format,
    secret::Secret,
    text::visible,
    token::{
        Field, Zone,
        field::Content,
        instant,
        lifetime::{read_instant, read_lifetime},
        moment::{Expected, Moment},
    },
    value::{Value, display},
};

use super::Document;

/// Where a value hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// A place that a cursor can stand on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A value: the root itself, or what the path of member and item indices leads to.
    Value {
        /// Where it hangs.
        root: Root,
        /// Indices down from the root.
        path: Vec<usize>,
    },
    /// A line of the scope table.
    Resource(usize),
    /// A scope.
    Scope(usize),
    /// A finding.
    Finding(usize),
}

impl Target {
    /// A whole field.
    pub fn field(index: usize) -> Self {
        Self::Value { root: Root::Field(index), path: Vec::new() }
    }
}

/// A value with what is known of it.
#[derive(Clone, Debug)]
pub struct Item<'a> {
    /// Its name, or its number in a list.
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
            Self::Value { raw, masked } => !ptr::eq(*raw, *masked) && raw != masked,
        }
    }
}

/// Something to copy.
#[derive(Debug)]
pub struct Copied {
    /// The thing by name, for the notice; safe to show.
    pub what: String,
    /// Its content.
    pub text: Secret,
    /// Whether it is masked on screen.
    pub secret: bool,
}

/// The values of an inspection that hold secrets, with those masked. All others are shown as they
/// are.
#[derive(Clone, Debug, Default)]
pub struct Masks(Vec<(Root, Value)>);

impl Masks {
    /// Masks what must not be seen in any value of the inspection.
    pub fn of(inspection: &crate::inspection::Inspection) -> Self {
        let fields =
            inspection.fields.iter().enumerate().filter_map(|(index, field)| {
                Some((Root::Field(index), &*field.name, field.plain()?))
            });
        let headers = inspection
            .tokens
            .iter()
            .enumerate()
            .map(|(index, token)| (Root::Header(index), "header", &token.header));
        let claims = inspection.tokens.iter().enumerate().filter_map(|(index, token)| {
            Some((Root::Claims(index), "claims", token.claims.as_ref()?))
        });
        let disclosed = inspection.tokens.iter().enumerate().filter_map(|(index, token)| {
            Some((Root::Disclosed(index), "disclosed", &token.disclosures.as_ref()?.values))
        });
        let all = fields.chain(headers).chain(claims).chain(disclosed);
        let masked =
            all.filter_map(|(root, name, value)| match inspection.secrets.redacted(name, value) {
                Cow::Owned(masked) => Some((root, masked)),
                Cow::Borrowed(_) => None,
            });
        Self(masked.collect())
    }

    fn get(&self, root: Root) -> Option<&Value> {
        self.0.iter().find(|(masked, _)| *masked == root).map(|(_, value)| value)
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

impl Document {
    /// What stands at a spot that is a value.
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
            let (time, lifetime) = said(field, meaning, zone);
            return Some(Item { name: (&field.name).into(), content, meaning, time, lifetime });
        }
        let mut raw = match root {
            Root::Field(index) => inspection.fields.get(index)?.plain()?,
            Root::Header(index) => &inspection.tokens.get(index)?.header,
            Root::Claims(index) => inspection.tokens.get(index)?.claims.as_ref()?,
            Root::Disclosed(index) => &inspection.tokens.get(index)?.disclosures.as_ref()?.values,
        };
        let mut masked = self.masks.get(root).unwrap_or(raw);
        let mut name = Cow::Borrowed("");
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
                None => (step + 1).to_string().into(),
            };
        }
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

    /// What to copy at a spot.
    pub fn copied(&self, target: &Target) -> Option<Copied> {
        let inspection = &self.inspection;
        let of = |what: &str, text: String, secret| Copied {
            what: visible(what).into_owned(),
            text: Secret::new(text),
            secret,
        };
        Some(match target {
            Target::Value { root, path } => {
                // The zone is of no account to a copy.
                let item = self.item(*root, path, Zone::System)?;
                let secret = item.content.hides();
                match item.content {
                    ValueContent::Absent => return None,
                    // Copied only after the person has asked for it twice, or sees it.
                    ValueContent::Secret(text) => of(&item.name, text.expose().to_owned(), secret),
                    ValueContent::Value { raw, .. } => {
                        of(&item.name, display::plain(raw, usize::MAX), secret)
                    }
                }
            }
            Target::Resource(index) => {
                let line = self.resources.get(*index)?;
                let names: Vec<&str> = line
                    .scopes
                    .iter()
                    .filter_map(|scope| inspection.scopes.get(*scope))
                    .map(|scope| scope.name.as_str())
                    .collect();
                of(&line.name, names.join(" "), false)
            }
            Target::Scope(index) => {
                let scope = inspection.scopes.get(*index)?;
                of(&scope.name, scope.name.clone(), false)
            }
            Target::Finding(index) => {
                let finding = self.findings.get(*index)?;
                of(finding.code, format!("{}: {}", finding.code, finding.message), false)
            }
        })
    }

    /// Whether something at a spot is hidden unless it is revealed.
    pub fn hides(&self, target: &Target) -> bool {
        match target {
            Target::Value { root, path } => {
                self.item(*root, path, Zone::System).is_some_and(|item| item.content.hides())
            }
            _ => false,
        }
    }

    /// How a secret field is built, in a word or two: `JWT RS256`, `JWE`, `opaque`, or whose
    /// token it is by its published prefix.
    pub fn secret_format(&self, field: &str, secret: &Secret) -> String {
        let Some(token) = self.inspection.token(field) else {
            // Only the published prefix is looked at, and only its name is shown.
            let Some(known) = explain::opaque(secret.expose()) else { return "opaque".to_owned() };
            let mut words = format!("{} {}", known.prefix.provider, known.prefix.kind);
            if let Some(fault) = known.fault() {
                words = format!("{words} ({fault})");
            }
            return words;
        };
        let name = match token.format {
            Format::Jws if token.disclosures.is_some() => "SD-JWT",
            Format::Jws => "JWT",
            Format::Jwe => "JWE",
        };
        match &token.signature.alg {
            Some(alg) => format!("{name} {}", visible(&self.inspection.secrets.masked(alg))),
            None => name.to_owned(),
        }
    }
}

/// The instant or the length of time that a field says, by its canonical name.
fn said(
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
