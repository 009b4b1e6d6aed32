//! A verification key, and which tokens it may verify.

use strum::VariantArray;

use std::fmt;

use rsa::{RsaPublicKey, traits::PublicKeyParts};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{
    alg::{Alg, Family},
    base64url,
    curve::Curve,
};

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
    pub(super) material: Material,
    /// The members that say what the key is for.
    pub(super) parameters: KeyParameters,
    /// Why the key must not be used, phrased to follow "the key …".
    pub(super) fault: Option<String>,
    /// The name of the key in verdicts: `key k1 of keys.json`.
    pub(super) name: String,
    pub(super) from: KeyFrom,
    /// SHA-256 of the certificate that the key came in.
    pub(super) certificate: Option<[u8; 32]>,
}

/// The numbers of a key.
#[derive(Clone)]
pub(super) enum Material {
    Secret(Zeroizing<Vec<u8>>),
    Rsa(Box<RsaPublicKey>),
    /// A point of the curve, uncompressed.
    Ec(Curve, Vec<u8>),
    Ed25519([u8; 32]),
    /// No numbers: the type is unknown, or the key is faulty.
    None,
}

/// The members of a JWK that say what a key is for (RFC 7517 §4).
#[derive(Clone, Default)]
pub(super) struct KeyParameters {
    pub kid: Option<String>,
    pub alg: Option<String>,
    /// `use`.
    pub usage: Option<String>,
    pub ops: Option<Vec<String>>,
    /// The key has a private half, whose operation is to sign.
    pub private: bool,
}

impl Key {
    pub(super) fn new(material: Material, parameters: KeyParameters) -> Self {
        let name = String::new();
        Self { material, parameters, fault: None, name, from: KeyFrom::Given, certificate: None }
    }

    /// A key that was recognized but must not be used.
    pub(super) fn faulty(parameters: KeyParameters, fault: impl Into<String>) -> Self {
        Self { fault: Some(fault.into()), ..Self::new(Material::None, parameters) }
    }

    /// Names the key for verdicts.
    pub(super) fn with_name(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// The name of the key in verdicts.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// `kid` (RFC 7517 §4.5).
    pub fn kid(&self) -> Option<&str> {
        self.parameters.kid.as_deref()
    }

    /// `kty` (RFC 7517 §4.1), where the key can be used.
    pub fn kty(&self) -> Option<&'static str> {
        match self.material {
            Material::Secret(_) => Some("oct"),
            Material::Rsa(_) => Some("RSA"),
            Material::Ec(..) => Some("EC"),
            Material::Ed25519(_) => Some("OKP"),
            Material::None => None,
        }
    }

    /// Why the key must not be used, phrased to follow "the key …"; none for a usable key.
    pub fn fault(&self) -> Option<&str> {
        self.fault.as_deref()
    }

    /// `x5t#S256` of the certificate that the key came in (RFC 7517 §4.9, RFC 8705 §3.1).
    pub fn certificate_thumbprint(&self) -> Option<String> {
        self.certificate.map(|hash| base64url::encode(&hash))
    }

    /// The thumbprint with SHA-256 (RFC 7638 §3), as in `jkt` (RFC 9449 §6.1); none for a faulty
    /// key, and none for a secret, which a hash would help to guess.
    pub fn thumbprint(&self) -> Option<String> {
        let b64 = base64url::encode;
        let members = match &self.material {
            Material::Rsa(key) => format!(
                r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#,
                b64(&key.e().to_bytes_be()),
                b64(&key.n().to_bytes_be())
            ),
            Material::Ec(curve, point) => {
                let (x, y) = point.get(1..)?.split_at_checked(curve.field_len())?;
                let curve = curve.name();
                format!(r#"{{"crv":"{curve}","kty":"EC","x":"{}","y":"{}"}}"#, b64(x), b64(y))
            }
            Material::Ed25519(x) => {
                format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, b64(x))
            }
            Material::Secret(_) | Material::None => return None,
        };
        Some(b64(&Sha256::digest(members)))
    }

    /// Whether two keys are the same numbers.
    pub(super) fn same_material(&self, other: &Self) -> bool {
        match (&self.material, &other.material) {
            (Material::Secret(a), Material::Secret(b)) => a == b,
            (Material::None, _) | (_, Material::None) => false,
            _ => self.thumbprint().is_some_and(|own| other.thumbprint() == Some(own)),
        }
    }

    /// Why the key may not verify a token with this algorithm and `kid`, phrased to follow "the key
    /// …".
    pub(super) fn refusal(&self, alg: Alg, kid: Option<&str>) -> Option<String> {
        self.has_other_kid(kid)
            .then(|| "has another kid".to_owned())
            .or_else(|| self.fault.clone())
            .or_else(|| self.wrong_key_type(alg))
            .or_else(|| self.wrong_purpose(alg))
            .or_else(|| self.too_short(alg))
    }

    /// Whether both the key and the token have a `kid`, and not the same.
    pub(super) fn has_other_kid(&self, kid: Option<&str>) -> bool {
        self.kid().zip(kid).is_some_and(|(own, wanted)| own != wanted)
    }

    fn wrong_key_type(&self, alg: Alg) -> Option<String> {
        let (is, fits) = match (&self.material, alg.family()) {
            (Material::Secret(_), family) => ("is a secret".to_owned(), family == Family::Hmac),
            (Material::Rsa(_), family) => {
                ("is an RSA key".to_owned(), matches!(family, Family::RsaPkcs1 | Family::RsaPss))
            }
            (Material::Ec(own, _), family) => {
                (format!("is on the curve {}", own.name()), family == Family::Ecdsa(*own))
            }
            (Material::Ed25519(_), family) => {
                ("is an Ed25519 key".to_owned(), family == Family::Ed25519)
            }
            (Material::None, _) => ("cannot be used".to_owned(), false),
        };
        (!fits).then(|| format!("{is}, not one for {}", alg.name()))
    }

    /// `alg`, `use` and `key_ops` (RFC 7517 §4.2 to §4.4).
    fn wrong_purpose(&self, alg: Alg) -> Option<String> {
        let KeyParameters { alg: own, usage, ops, private, .. } = &self.parameters;
        if let Some(own) = own
            && !is_alg_name_of(own, alg)
        {
            return Some(format!("is for another algorithm (alg: {})", super::short_quote(own)));
        }
        match usage.as_deref() {
            None | Some("sig") => {}
            Some("enc") => return Some("is for encryption (use: enc)".to_owned()),
            Some(_) => return Some("is not for signatures (use)".to_owned()),
        }
        let signs = *private || matches!(self.material, Material::Secret(_));
        let verifies = |op: &String| op == "verify" || (signs && op == "sign");
        match ops {
            Some(ops) if !ops.iter().any(verifies) => {
                Some("is not for verifying (key_ops)".to_owned())
            }
            _ => None,
        }
    }

    /// RFC 7518 §3.2: a secret is at least as long as the hash.
    pub(super) fn too_short(&self, alg: Alg) -> Option<String> {
        let Material::Secret(octets) = &self.material else { return None };
        let (has, needs) = (octets.len(), alg.hash_len());
        (has < needs)
            .then(|| format!("has {has} octets where {} needs {needs} (RFC 7518 §3.2)", alg.name()))
    }
}

/// Whether a key's `alg` names this algorithm. `EdDSA` and `Ed25519` are one on that curve (RFC
/// 9864 §2.2); the curve is checked apart.
fn is_alg_name_of(own: &str, alg: Alg) -> bool {
    own == alg.name()
        || match alg {
            Alg::EdDsa | Alg::Ed25519 => matches!(own, "EdDSA" | "Ed25519"),
            _ => false,
        }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kty, fault) = (self.kty().unwrap_or("none"), self.fault().unwrap_or("no fault"));
        write!(f, "Key({kty}, {fault})")
    }
}
