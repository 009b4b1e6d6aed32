//! The claims and items that are disclosed beside an SD-JWT, and where each belongs.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt::Write as _,
};

use ring::digest::{SHA256, SHA384, SHA512, digest};

use crate::{
    jose::base64url,
    value::{Member, Value, json},
};

/// What is disclosed beside an SD-JWT (RFC 9901 §4.2).
#[derive(Clone, Debug, PartialEq)]
pub struct Disclosures {
    /// The disclosed values in the order of the token, as members of an object that are named by
    /// their place.
    pub values: Value,
    /// What is known of each, in the same order.
    pub details: Vec<Disclosure>,
    /// How many digests have no disclosure, decoys included (RFC 9901 §4.2.5).
    pub undisclosed: usize,
}

/// What is known of one disclosure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disclosure {
    /// The name of the claim; none for an item of an array.
    pub name: Option<String>,
    /// Where the claim belongs, as a path in jq's form; none where no digest is its.
    pub path: Option<String>,
    /// The digest, by which the issuer signed the disclosure.
    pub digest: String,
    /// Why a verifier refuses it.
    pub fault: Option<&'static str>,
}

impl Disclosure {
    /// Whether the issuer signed it: a digest in the token, or in another disclosure that is
    /// signed itself, is that of this one.
    pub fn is_matched(&self) -> bool {
        self.path.is_some()
    }
}

/// The hash functions that `_sd_alg` can name here (RFC 9901 §4.1.1).
#[derive(Clone, Copy)]
pub(super) enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    pub(super) fn of(claims: &Value) -> Option<Self> {
        match claims.get("_sd_alg") {
            None => Some(Self::Sha256),
            Some(name) => match name.as_str()? {
                "sha-256" => Some(Self::Sha256),
                "sha-384" => Some(Self::Sha384),
                "sha-512" => Some(Self::Sha512),
                _ => None,
            },
        }
    }

    pub(super) fn digest(self, text: &str) -> String {
        let algorithm = match self {
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        };
        base64url::encode(digest(algorithm, text.as_bytes()).as_ref())
    }
}

/// Reads the disclosures and finds the place of each in the claims or in another disclosure.
pub(super) fn read(claims: &Value, texts: &[&str], hash: Hash) -> Disclosures {
    let mut values = Vec::with_capacity(texts.len());
    let mut details: Vec<Disclosure> = Vec::with_capacity(texts.len());
    let mut by_digest = HashMap::with_capacity(texts.len());
    for text in texts {
        let digest = hash.digest(text);
        let (name, value, mut fault) = match parse_disclosure(text) {
            Ok((name, value)) => (name, value, None),
            Err(fault) => (None, Value::Null, Some(fault)),
        };
        if by_digest.contains_key(&digest) {
            fault = Some("stands there twice");
        } else if fault.is_none() {
            by_digest.insert(digest.clone(), details.len());
        }
        values.push(value);
        details.push(Disclosure { name, path: None, digest, fault });
    }
    let mut matcher =
        DisclosureMatcher { by_digest, details, seen: HashSet::new(), undisclosed: 0 };
    matcher.match_all(claims, &values);
    let DisclosureMatcher { mut details, undisclosed, .. } = matcher;
    for detail in details.iter_mut().filter(|it| it.path.is_none()) {
        detail.fault.get_or_insert("matches no digest");
    }
    let named = |(detail, value): (&Disclosure, Value)| {
        let name = match (&detail.path, &detail.name) {
            (Some(path), _) => path.trim_start_matches('.').to_owned(),
            (None, Some(name)) => format!("{name} (not signed)"),
            (None, None) => "item (not signed)".to_owned(),
        };
        Member { name, value }
    };
    let values = Value::Object(details.iter().zip(values).map(named).collect());
    Disclosures { values, details, undisclosed }
}

/// The name and value of a disclosure: `[salt, name, value]` for a claim, `[salt, value]` for an
/// item of an array (RFC 9901 §4.2.1, §4.2.2).
fn parse_disclosure(text: &str) -> Result<(Option<String>, Value), &'static str> {
    let octets = base64url::strict(text).ok_or("is not base64url")?;
    let (Value::Array(mut items), None) = json::read(&octets) else {
        return Err("is not a JSON array");
    };
    let (count, value) = (items.len(), items.pop());
    match (count, items.get(1).and_then(Value::as_str), value) {
        (2, _, Some(value)) => Ok((None, value)),
        (3, Some("_sd" | "..."), _) => Err("has a name that is reserved"),
        (3, Some(name), Some(value)) => Ok((Some(name.to_owned()), value)),
        _ => Err("is neither a claim nor an item"),
    }
}

/// Finds the place of each disclosure in the claims, and in what is disclosed there.
struct DisclosureMatcher {
    by_digest: HashMap<String, usize>,
    details: Vec<Disclosure>,
    /// Digests that were met: none may stand twice.
    seen: HashSet<String>,
    undisclosed: usize,
}

/// A longer path is cut: a deep one would be repeated for everything below it.
const LONGEST_PATH: usize = 256;

impl DisclosureMatcher {
    /// Looks at every object and array, also in the values that it finds disclosed.
    fn match_all(&mut self, claims: &Value, values: &[Value]) {
        let mut queue = VecDeque::from([(claims, String::new())]);
        while let Some((value, path)) = queue.pop_front() {
            for member in value.members() {
                if member.name == "_sd" {
                    for digest in member.value.items().iter().filter_map(Value::as_str) {
                        if let Some(found) = self.match_claim(digest, value, &path) {
                            queue.push_back((&values[found], self.path(found)));
                        }
                    }
                } else if is_container(&member.value) {
                    queue.push_back((&member.value, member_path(&path, &member.name)));
                }
            }
            for (at, item) in value.items().iter().enumerate() {
                if let [Member { name, value: Value::String(digest) }] = item.members()
                    && name == "..."
                {
                    if let Some(found) = self.match_item(digest.as_str(), &path, at) {
                        queue.push_back((&values[found], self.path(found)));
                    }
                } else if is_container(item) {
                    queue.push_back((item, item_path(&path, at)));
                }
            }
        }
    }

    /// The disclosure of a claim that belongs into this object.
    fn match_claim(&mut self, digest: &str, object: &Value, path: &str) -> Option<usize> {
        let found = self.take(digest)?;
        let detail = &mut self.details[found];
        let Some(name) = &detail.name else {
            detail.fault = Some("is of an item, but its digest stands in an object");
            return None;
        };
        if object.get(name).is_some() {
            detail.fault = Some("is of a claim that is already there");
        }
        detail.path = Some(member_path(path, name));
        Some(found)
    }

    /// The disclosure of an item that belongs into this array.
    fn match_item(&mut self, digest: &str, path: &str, at: usize) -> Option<usize> {
        let found = self.take(digest)?;
        let detail = &mut self.details[found];
        if detail.name.is_some() {
            detail.fault = Some("is of a claim, but its digest stands in an array");
            return None;
        }
        detail.path = Some(item_path(path, at));
        Some(found)
    }

    fn take(&mut self, digest: &str) -> Option<usize> {
        let found = self.by_digest.get(digest).copied();
        if self.seen.insert(digest.to_owned()) {
            self.undisclosed += usize::from(found.is_none());
            return found;
        }
        if let Some(found) = found {
            self.details[found].fault = Some("has a digest that stands twice");
        }
        None
    }

    fn path(&self, found: usize) -> String {
        self.details[found].path.clone().unwrap_or_default()
    }
}

fn is_container(value: &Value) -> bool {
    matches!(value, Value::Object(_) | Value::Array(_))
}

fn member_path(path: &str, name: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let mut joined = path.to_owned();
    if joined.len() + name.len() > LONGEST_PATH {
        joined.push('…');
    } else if name.chars().all(is_plain) {
        let _ = write!(joined, ".{name}");
    } else {
        let _ = write!(joined, "[{name:?}]");
    }
    joined
}

fn item_path(path: &str, at: usize) -> String {
    if path.len() > LONGEST_PATH { path.to_owned() } else { format!("{path}[{at}]") }
}
