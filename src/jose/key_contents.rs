//! What a key holds: its numbers, and what it says of its use.

use crate::secret::Wiping;
use ring::digest::{SHA256, digest};

use super::{
    alg::{Alg, Family},
    base64url,
    curve::Curve,
    rsa_modulus::RsaPublic,
    short_quote,
};

/// The contents of a key; of a private one, the public half.
#[derive(Clone)]
pub(super) struct KeyContents {
    pub material: Material,
    pub parameters: KeyParameters,
    /// Why the key must not be used, phrased to follow "the key …".
    pub fault: Option<String>,
    /// SHA-256 of the certificate that the key came in.
    pub certificate: Option<[u8; 32]>,
}

/// The numbers of a key.
#[derive(Clone)]
pub(super) enum Material {
    Secret(Wiping<Vec<u8>>),
    Rsa(RsaPublic),
    /// A point of the curve, uncompressed.
    Ec(Curve, Vec<u8>),
    Ed25519([u8; 32]),
    /// No numbers: the type is unknown, or the key is faulty.
    None,
}

/// The members of a JWK that say what a key is for (RFC 7517 §4).
#[derive(Clone, Default)]
pub(super) struct KeyParameters {
    pub alg: Option<String>,
    /// `use`.
    pub usage: Option<String>,
    pub ops: Option<Vec<String>>,
    /// The key has a private half, whose operation is to sign.
    pub private: bool,
}

impl KeyContents {
    pub(super) fn new(material: Material, parameters: KeyParameters) -> Self {
        Self { material, parameters, fault: None, certificate: None }
    }

    /// A key that was recognized but must not be used.
    pub(super) fn faulty(parameters: KeyParameters, fault: impl Into<String>) -> Self {
        Self { fault: Some(fault.into()), ..Self::new(Material::None, parameters) }
    }

    /// `kty` (RFC 7517 §4.1), where the key can be used.
    pub(super) fn kty(&self) -> Option<&'static str> {
        match self.material {
            Material::Secret(_) => Some("oct"),
            Material::Rsa(_) => Some("RSA"),
            Material::Ec(..) => Some("EC"),
            Material::Ed25519(_) => Some("OKP"),
            Material::None => None,
        }
    }

    /// `x5t#S256` of the certificate that the key came in (RFC 7517 §4.9, RFC 8705 §3.1).
    pub(super) fn certificate_thumbprint(&self) -> Option<String> {
        self.certificate.map(|hash| base64url::encode(&hash))
    }

    /// The thumbprint with SHA-256 (RFC 7638 §3), as in `jkt` (RFC 9449 §6.1); none for a faulty
    /// key, and none for a secret, which a hash would help to guess.
    pub(super) fn thumbprint(&self) -> Option<String> {
        let b64 = base64url::encode;
        let members = match &self.material {
            Material::Rsa(RsaPublic { n, e }) => {
                format!(r#"{{"e":"{}","kty":"RSA","n":"{}"}}"#, b64(e), b64(n))
            }
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
        Some(b64(digest(&SHA256, members.as_bytes()).as_ref()))
    }

    /// Whether two keys are the same numbers; a secret is none that could be.
    pub(super) fn same_material(&self, other: &Self) -> bool {
        self.thumbprint().is_some_and(|own| other.thumbprint() == Some(own))
    }

    /// Why the key may not verify a token with this algorithm, phrased to follow "the key …".
    pub(super) fn refusal(&self, alg: Alg) -> Option<String> {
        self.fault
            .clone()
            .or_else(|| self.wrong_key_type(alg))
            .or_else(|| self.wrong_purpose(alg))
            .or_else(|| self.too_short(alg))
    }

    fn wrong_key_type(&self, alg: Alg) -> Option<String> {
        let fits = match (&self.material, alg.family()) {
            (Material::Secret(_), Family::Hmac)
            | (Material::Rsa(_), Family::RsaPkcs1 | Family::RsaPss)
            | (Material::Ed25519(_), Family::Ed25519) => true,
            (Material::Ec(own, _), Family::Ecdsa(needed)) => *own == needed,
            _ => false,
        };
        if fits {
            return None;
        }
        let is = match &self.material {
            Material::Secret(_) => "is a secret".to_owned(),
            Material::Rsa(_) => "is an RSA key".to_owned(),
            Material::Ec(own, _) => format!("is on the curve {}", own.name()),
            Material::Ed25519(_) => "is an Ed25519 key".to_owned(),
            Material::None => "cannot be used".to_owned(),
        };
        Some(format!("{is}, not one for {}", alg.name()))
    }

    /// `alg`, `use` and `key_ops` (RFC 7517 §4.2 to §4.4).
    fn wrong_purpose(&self, alg: Alg) -> Option<String> {
        let KeyParameters { alg: own, usage, ops, private } = &self.parameters;
        if let Some(own) = own
            && !is_alg_name_of(own, alg)
        {
            return Some(format!("is for another algorithm (alg: {})", short_quote(own)));
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
