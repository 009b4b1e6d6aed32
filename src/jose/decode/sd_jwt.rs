//! SD-JWT (RFC 9901): a signed JWT, the claims that its holder discloses beside it, and perhaps a
//! proof that the holder presents it.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    fmt::Write as _,
};

use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::jose::{Token, base64url, decode};
use crate::{
    problem::Problem,
    secrecy,
    secret::Secret,
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
    /// Its digest, by which the issuer signed it.
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

/// The proof of possession behind an SD-JWT (RFC 9901 §4.3).
#[derive(Clone, Debug, PartialEq)]
pub struct KeyBinding {
    /// The holder's key: `cnf.jwk` of the SD-JWT (RFC 7800 §3.2).
    pub(in crate::jose) key: Option<Value>,
    /// Whether `sd_hash` is the hash of what stands before the proof.
    pub is_bound: bool,
}

/// The disclosures behind the first `~` of a compact SD-JWT, and the proof behind the last.
pub(in crate::jose) fn split(rest: &str) -> (Vec<&str>, &str) {
    let mut disclosures: Vec<&str> = rest.split('~').collect();
    // What a `~` ends is a disclosure, and so is a last part that is no JWT.
    match disclosures.last() {
        Some(last) if last.is_empty() || last.contains('.') => {
            let last = disclosures.pop().unwrap_or_default();
            (disclosures, last)
        }
        _ => (disclosures, ""),
    }
}

/// Adds to the first token what is disclosed beside it, and the proof as a token of its own.
pub(in crate::jose) fn disclose(tokens: &mut Vec<Token>, disclosures: &[&str], key_binding: &str) {
    let Some(token) = tokens.first_mut() else { return };
    let claims = token.claims.as_ref().unwrap_or(&Value::Null);
    let hash = Hash::of(claims);
    let read = match hash {
        Some(hash) => read(claims, disclosures, hash),
        None => read(&Value::Null, disclosures, Hash::Sha256),
    };
    let complaint = if hash.is_none() {
        Some("the hash that _sd_alg names is not supported: no disclosure could be matched".into())
    } else {
        complaint(&read)
    };
    let mut proof = None;
    if !key_binding.is_empty() {
        let field = format!("{}.key_binding", token.field);
        proof = decode(&field, key_binding);
        if let Some(proof) = &mut proof {
            let presented = presented(token.compact.expose(), disclosures);
            let said = proof.claims.as_ref().and_then(|claims| claims.get("sd_hash")?.as_str());
            let is_bound = hash.is_some_and(|hash| said == Some(&*hash.digest(presented.expose())));
            let key = claims.get("cnf").and_then(|cnf| cnf.get("jwk")).cloned();
            proof.key_binding = Some(KeyBinding { key, is_bound });
            if !is_bound {
                proof.problem.get_or_insert(Problem::new(
                    "sd_hash is not the hash of the SD-JWT before it: a verifier must refuse it \
                     (RFC 9901 §4.3.1)",
                ));
            }
        }
    }
    let unreadable = !key_binding.is_empty() && proof.is_none();
    let complaint = complaint.or_else(|| {
        unreadable.then(|| "the key binding behind the last ~ cannot be read".to_owned())
    });
    if let Some(message) = complaint {
        token.problem.get_or_insert(Problem::new(message));
    }
    token.disclosures = Some(Box::new(read));
    tokens.extend(proof);
}

/// The SD-JWT up to its last `~`, which is what `sd_hash` is the hash of.
fn presented(issued: &str, disclosures: &[&str]) -> Secret {
    let length = disclosures.iter().map(|it| it.len() + 1).sum::<usize>() + issued.len() + 1;
    let mut text = String::with_capacity(length);
    text.push_str(issued);
    for disclosure in disclosures {
        text.push('~');
        text.push_str(disclosure);
    }
    text.push('~');
    Secret::new(text)
}

/// Why a verifier refuses the whole (RFC 9901 §7.1).
fn complaint(read: &Disclosures) -> Option<String> {
    let fault = read.details.iter().find_map(|it| Some((it.fault?, it.name.as_deref())))?;
    let name = fault.1.filter(|name| !secrecy::is_secret_text(name));
    let of = name.map_or(String::new(), |name| format!(" of {}", crate::jose::shown(name)));
    Some(format!(
        "the disclosure{of} {}: a verifier must refuse the token (RFC 9901 §7.1)",
        fault.0
    ))
}

/// The hash functions that `_sd_alg` can name here (RFC 9901 §4.1.1).
#[derive(Clone, Copy)]
enum Hash {
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn of(claims: &Value) -> Option<Self> {
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

    fn digest(self, text: &str) -> String {
        match self {
            Self::Sha256 => base64url::encode(&Sha256::digest(text)),
            Self::Sha384 => base64url::encode(&Sha384::digest(text)),
            Self::Sha512 => base64url::encode(&Sha512::digest(text)),
        }
    }
}

/// Reads the disclosures and finds the place of each in the claims or in another disclosure.
fn read(claims: &Value, texts: &[&str], hash: Hash) -> Disclosures {
    let mut values = Vec::with_capacity(texts.len());
    let mut details: Vec<Disclosure> = Vec::with_capacity(texts.len());
    let mut by_digest = HashMap::with_capacity(texts.len());
    for text in texts {
        let digest = hash.digest(text);
        let (name, value, mut fault) = match opened(text) {
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
    let mut walk = Walk { by_digest, details, seen: HashSet::new(), undisclosed: 0 };
    walk.through(claims, &values);
    let Walk { mut details, undisclosed, .. } = walk;
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
fn opened(text: &str) -> Result<(Option<String>, Value), &'static str> {
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

/// The way through the claims and what is disclosed in them.
struct Walk {
    by_digest: HashMap<String, usize>,
    details: Vec<Disclosure>,
    /// Digests that were met: none may stand twice.
    seen: HashSet<String>,
    undisclosed: usize,
}

/// A longer path is cut: a deep one would be repeated for everything below it.
const LONGEST_PATH: usize = 256;

impl Walk {
    /// Looks at every object and array, also in the values that it finds disclosed.
    fn through(&mut self, claims: &Value, values: &[Value]) {
        let mut queue = VecDeque::from([(claims, String::new())]);
        while let Some((value, path)) = queue.pop_front() {
            for member in value.members() {
                if member.name == "_sd" {
                    for digest in member.value.items().iter().filter_map(Value::as_str) {
                        if let Some(found) = self.claim(digest, value, &path) {
                            queue.push_back((&values[found], self.path(found)));
                        }
                    }
                } else if is_walked(&member.value) {
                    queue.push_back((&member.value, member_path(&path, &member.name)));
                }
            }
            for (at, item) in value.items().iter().enumerate() {
                if let [Member { name, value: Value::String(digest) }] = item.members()
                    && name == "..."
                {
                    if let Some(found) = self.item(digest.as_str(), &path, at) {
                        queue.push_back((&values[found], self.path(found)));
                    }
                } else if is_walked(item) {
                    queue.push_back((item, item_path(&path, at)));
                }
            }
        }
    }

    /// The disclosure of a claim that belongs into this object.
    fn claim(&mut self, digest: &str, object: &Value, path: &str) -> Option<usize> {
        let found = self.find(digest)?;
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
    fn item(&mut self, digest: &str, path: &str, at: usize) -> Option<usize> {
        let found = self.find(digest)?;
        let detail = &mut self.details[found];
        if detail.name.is_some() {
            detail.fault = Some("is of a claim, but its digest stands in an array");
            return None;
        }
        detail.path = Some(item_path(path, at));
        Some(found)
    }

    fn find(&mut self, digest: &str) -> Option<usize> {
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

fn is_walked(value: &Value) -> bool {
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
