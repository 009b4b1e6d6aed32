//! A verification key, and which tokens it may verify.

use std::{
    fmt,
    sync::{Arc, OnceLock},
};

use strum::VariantArray;

use super::{
    alg::Alg,
    jwk,
    key_contents::{KeyContents, Material},
    short_quote,
};
use crate::value::Value;

/// The origin of a key (`signature.key_from` in the report).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, VariantArray)]
pub enum KeyFrom {
    /// The person gave it: `--key`, or the key prompt.
    #[default]
    Given,
    /// The `jwks_uri` of an issuer that the person named (RFC 8414 §2).
    Issuer,
    /// The client secret, which signs ID tokens with HS256 and its like (OpenID Connect Core
    /// §10.1).
    ClientSecret,
}

impl KeyFrom {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Issuer => "issuer",
            Self::ClientSecret => "client_secret",
        }
    }
}

/// A key to verify with. Of a private key only the public half is kept; `Debug` shows no
/// material.
#[derive(Clone)]
pub struct Key {
    /// `kid` (RFC 7517 §4.5).
    kid: Option<String>,
    /// A public key that is read once it is a candidate: a set may have thousands, of which `kid`
    /// singles out one.
    jwk: Option<Box<Value>>,
    contents: OnceLock<KeyContents>,
    name: KeyName,
    from: KeyFrom,
}

/// What a key is called in verdicts.
#[derive(Clone)]
enum KeyName {
    Whole(&'static str),
    /// By its source, `keys.json`, and its `kid`, else its place where it is one of several.
    Of {
        source: Arc<str>,
        place: Option<usize>,
    },
}

const UNNAMED: KeyName = KeyName::Whole("the key");

impl Key {
    pub(super) fn new(contents: KeyContents) -> Self {
        Self {
            kid: None,
            jwk: None,
            contents: contents.into(),
            name: UNNAMED,
            from: KeyFrom::Given,
        }
    }

    /// The key of a JWK. A private or secret one is read at once, so that only its public half is
    /// kept.
    pub(super) fn from_jwk(jwk: Value) -> Self {
        let kid = jwk.get("kid").and_then(Value::as_str).map(str::to_owned);
        let (jwk, contents) = if jwk::is_public(&jwk) {
            (Some(jwk.into()), OnceLock::new())
        } else {
            (None, jwk::read(&jwk).into())
        };
        Self { kid, jwk, contents, name: UNNAMED, from: KeyFrom::Given }
    }

    pub(super) fn contents(&self) -> &KeyContents {
        self.contents.get_or_init(|| jwk::read(self.jwk.as_deref().unwrap_or(&Value::Null)))
    }

    pub(super) fn material(&self) -> &Material {
        &self.contents().material
    }

    #[must_use]
    pub(super) fn with_kid(self, kid: &str) -> Self {
        Self { kid: Some(kid.to_owned()), ..self }
    }

    /// Names the key for verdicts.
    pub(super) fn with_name(self, name: &'static str) -> Self {
        Self { name: KeyName::Whole(name), ..self }
    }

    /// Names the key by its source, and its place where it is one of several.
    pub(super) fn set_source(&mut self, source: &Arc<str>, place: Option<usize>) {
        self.name = KeyName::Of { source: Arc::clone(source), place };
    }

    pub(super) fn from(&self) -> KeyFrom {
        self.from
    }

    pub(super) fn set_origin(&mut self, from: KeyFrom) {
        self.from = from;
    }

    /// Says of a shared secret why it must not be used.
    pub(super) fn refuse_secret(&mut self, fault: &str) {
        // What is not read yet is no secret.
        if let Some(contents) = self.contents.get_mut()
            && matches!(contents.material, Material::Secret(_))
        {
            contents.fault = Some(fault.to_owned());
        }
    }

    /// The name of the key in verdicts: `key k1 of keys.json`.
    pub fn name(&self) -> String {
        match (&self.name, &self.kid) {
            (KeyName::Whole(name), _) => (*name).to_owned(),
            (KeyName::Of { source, .. }, Some(kid)) => {
                format!("key {} of {source}", short_quote(kid))
            }
            (KeyName::Of { source, place: Some(place) }, None) => {
                format!("key {place} of {source}")
            }
            (KeyName::Of { source, place: None }, None) => format!("the key of {source}"),
        }
    }

    /// `kid` (RFC 7517 §4.5).
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// `kty` (RFC 7517 §4.1), where the key can be used.
    pub fn kty(&self) -> Option<&'static str> {
        self.contents().kty()
    }

    /// Why the key must not be used, phrased to follow "the key …"; none for a usable key.
    pub fn fault(&self) -> Option<&str> {
        self.contents().fault.as_deref()
    }

    /// `x5t#S256` of the certificate that the key came in (RFC 7517 §4.9, RFC 8705 §3.1).
    pub fn certificate_thumbprint(&self) -> Option<String> {
        self.contents().certificate_thumbprint()
    }

    /// The thumbprint with SHA-256 (RFC 7638 §3), as in `jkt` (RFC 9449 §6.1); none for a faulty
    /// key, and none for a secret, which a hash would help to guess.
    pub fn thumbprint(&self) -> Option<String> {
        self.contents().thumbprint()
    }

    /// Why the key may not verify a token with this algorithm and `kid`, phrased to follow "the key
    /// …".
    pub(super) fn refusal(&self, alg: Alg, kid: Option<&str>) -> Option<String> {
        if self.has_other_kid(kid) {
            return Some("has another kid".to_owned());
        }
        self.contents().refusal(alg)
    }

    /// Whether both the key and the token have a `kid`, and not the same.
    pub(super) fn has_other_kid(&self, kid: Option<&str>) -> bool {
        self.kid().zip(kid).is_some_and(|(own, wanted)| own != wanted)
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kty, fault) = (self.kty().unwrap_or("none"), self.fault().unwrap_or("no fault"));
        write!(f, "Key({kty}, {fault})")
    }
}
