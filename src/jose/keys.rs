//! Reads the keys that signatures are verified with: from JWK sets, PEM, DER or shared secrets.

use std::sync::Arc;

use crate::secret::Wiping;

use super::{
    KeyError,
    jwk::{self, der},
    key::{Key, KeyFrom},
    key_contents::{KeyContents, KeyParameters},
    pem, short_quote,
};
use crate::value::{Member, Value, json};

/// The keys that signatures are verified with.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_field_names, reason = "the keys are the keys")]
pub struct Keys {
    pub(super) keys: Vec<Key>,
    /// The names of all given sources, also of those without a key.
    pub(super) sources: Vec<String>,
    /// The issuer whose tokens the keys are for, where they are for no others.
    pub(super) issuer: Option<String>,
}

/// So many members and items of a JWK set are read: a set of [`Keys::LARGEST`] has fewer.
const MOST_MEMBERS: usize = 1_000_000;

impl Keys {
    /// The most bytes of a file or an answer with keys that are read: 10,000 RSA keys take a third.
    pub const LARGEST: u64 = 16 << 20;

    /// Reads every key of a source: a JWK, a JWK set, an object of PEM texts by `kid`, PEM or DER
    /// (SPKI, certificate, PKCS#1, PKCS#8, SEC 1), else a shared secret as text (without the line
    /// break at its end) or octets. `source` names it in verdicts. A key that must not be used is
    /// kept, with its fault.
    ///
    /// # Errors
    /// When the bytes are a damaged or unsupported form of key. Nothing is quoted.
    pub fn parse(source: &str, bytes: &[u8]) -> Result<Self, KeyError> {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let keys = match bytes.trim_ascii_start() {
            _ if der::is_sequence(bytes) => vec![Key::new(der::read(bytes)?)],
            [b'{', ..] => return Self::jwks(source, bytes),
            _ if pem::is_pem(bytes) => from_pem(bytes)?,
            [] => return Err(KeyError::Unrecognized),
            text if is_ssh(text) => return Err(KeyError::Unsupported),
            _ => vec![from_secret(without_line_break(bytes))],
        };
        Ok(Self::named(source, keys))
    }

    /// Reads a shared secret, its octets as they are. JWK, PEM and DER are
    /// read as the keys they are, so that a public key never serves as a secret (RFC 8725 §2.1).
    ///
    /// # Errors
    /// When the octets are a damaged or unsupported form of key.
    pub fn secret(source: &str, octets: &[u8]) -> Result<Self, KeyError> {
        if jwk::is_key_text(octets) {
            return Self::parse(source, octets);
        }
        Ok(Self::named(source, vec![from_secret(octets)]))
    }

    /// Reads a JWK or a JWK set (RFC 7517 §4, §5), or an object of PEM texts by `kid`.
    ///
    /// # Errors
    /// When the bytes are none of these.
    pub fn jwks(source: &str, bytes: &[u8]) -> Result<Self, KeyError> {
        let (value, fault) = json::read_at_most(MOST_MEMBERS, bytes);
        let (Value::Object(members), None) = (value, fault) else { return Err(KeyError::Json) };
        let count = |name| members.iter().filter(|member| member.name == name).count();
        if count("kty") > 0 {
            return Ok(Self::named(source, vec![Key::from_jwk(Value::Object(members))]));
        }
        if count("keys") == 1 {
            let keys = members.into_iter().find(|member| member.name == "keys");
            let Some(Value::Array(items)) = keys.map(|member| member.value) else {
                return Err(KeyError::Json);
            };
            return Ok(Self::named(source, items.into_iter().map(Key::from_jwk).collect()));
        }
        Ok(Self::named(source, pem_by_kid(&members)?))
    }

    /// Marks shared secrets as unusable, for a key set that everybody can read.
    #[must_use]
    pub fn mark_published_secrets_unusable(mut self) -> Self {
        for key in &mut self.keys {
            key.refuse_secret("is a secret that is published: anyone could sign with it");
        }
        self
    }

    /// An empty set that records a source without keys, so that verdicts say a key was missing.
    pub fn none_from_source(source: impl Into<String>) -> Self {
        Self { sources: vec![source.into()], ..Self::default() }
    }

    /// Treats the keys as published by an issuer (RFC 8414 §2, `jwks_uri`).
    #[must_use]
    pub fn published(self) -> Self {
        self.mark_published_secrets_unusable().with_origin(KeyFrom::Issuer)
    }

    /// Records that the keys are for the tokens of this issuer.
    #[must_use]
    pub fn of_issuer(self, issuer: &str) -> Self {
        Self { issuer: Some(issuer.to_owned()), ..self }
    }

    /// The issuer whose tokens the keys are for.
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// Sets the origin of every key.
    #[must_use]
    pub fn with_origin(mut self, from: KeyFrom) -> Self {
        for key in &mut self.keys {
            key.set_origin(from);
        }
        self
    }

    /// A set of one key, whose name is also that of the source.
    pub(super) fn single(key: Key) -> Self {
        Self { sources: vec![key.name()], keys: vec![key], issuer: None }
    }

    pub fn extend(&mut self, other: Self) {
        self.keys.extend(other.keys);
        self.sources.extend(other.sources);
        self.issuer = self.issuer.take().or(other.issuer);
    }

    /// Whether no source of keys was given.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }

    /// The keys in the order given.
    pub fn iter(&self) -> std::slice::Iter<'_, Key> {
        self.keys.iter()
    }

    fn named(source: &str, mut keys: Vec<Key>) -> Self {
        let source: Arc<str> = short_quote(source).into();
        let are_several = keys.len() > 1;
        for (place, key) in keys.iter_mut().enumerate() {
            key.set_source(&source, are_several.then_some(place + 1));
        }
        Self { keys, sources: vec![source.to_string()], issuer: None }
    }
}

impl<'a> IntoIterator for &'a Keys {
    type Item = &'a Key;
    type IntoIter = std::slice::Iter<'a, Key>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The keys of PEM text; the parameters that `openssl` writes before a key are no key.
fn from_pem(bytes: &[u8]) -> Result<Vec<Key>, KeyError> {
    let text = std::str::from_utf8(bytes).map_err(|_| KeyError::Pem)?;
    let keys: Vec<Key> = pem::blocks(text)?
        .iter()
        .filter(|block| !block.label.ends_with("PARAMETERS"))
        .map(|block| match block.label {
            "CERTIFICATE" | "X509 CERTIFICATE" => der::certificate(&block.der).map(Key::new),
            "PUBLIC KEY" | "RSA PUBLIC KEY" | "PRIVATE KEY" | "RSA PRIVATE KEY"
            | "EC PRIVATE KEY" => der::read(&block.der).map(Key::new),
            "ENCRYPTED PRIVATE KEY" => Err(KeyError::Encrypted),
            _ => Err(KeyError::Unsupported),
        })
        .collect::<Result<_, _>>()?;
    if keys.is_empty() { Err(KeyError::Pem) } else { Ok(keys) }
}

/// An object of PEM texts by `kid`, as Google publishes certificates.
fn pem_by_kid(members: &[Member]) -> Result<Vec<Key>, KeyError> {
    let mut keys = Vec::new();
    for member in members {
        let text = member.value.as_str().ok_or(KeyError::Json)?;
        if !pem::is_pem(text.as_bytes()) {
            return Err(KeyError::Json);
        }
        let of_member = from_pem(text.as_bytes())?;
        keys.extend(of_member.into_iter().map(|key| key.with_kid(&member.name)));
    }
    if keys.is_empty() { Err(KeyError::Json) } else { Ok(keys) }
}

fn from_secret(octets: &[u8]) -> Key {
    Key::new(match jwk::secret(Wiping::new(octets.to_vec())) {
        Ok(material) => KeyContents::new(material, KeyParameters::default()),
        Err(fault) => KeyContents::faulty(KeyParameters::default(), fault),
    })
}

/// Removes the line break that editors and `echo` put at the end of a text; other octets stay as
/// they are.
fn without_line_break(bytes: &[u8]) -> &[u8] {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            text.strip_suffix('\n').map_or(text, |t| t.strip_suffix('\r').unwrap_or(t)).as_bytes()
        }
        Err(_) => bytes,
    }
}

/// Whether a text is a public key of SSH, which is not supported and must not pass for a secret.
fn is_ssh(text: &[u8]) -> bool {
    [&b"ssh-"[..], b"ecdsa-sha2-", b"sk-ssh-"].iter().any(|start| text.starts_with(start))
}
