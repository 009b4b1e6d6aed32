//! Reads private keys, to sign with them or to derive the public key.

use crate::secret::Wiping;
use der::{Decode as _, asn1::ObjectIdentifier};

use super::{
    KeyError,
    asn1::{self, PrivateKeyInfo},
    base64url,
    curve::Curve,
    ed25519, oid,
    rsa_private::RsaPrivate,
};
use crate::value::Value;

/// A private or secret key. It is wiped on drop and has no `Debug`.
#[derive(Clone)]
pub(super) enum Private {
    /// A shared secret.
    Secret(Wiping<Vec<u8>>),
    Rsa(RsaPrivate),
    Ec(EcPrivate),
    /// The seed of an Ed25519 key (RFC 8032 §5.1.5).
    Ed25519(Wiping<[u8; 32]>),
}

/// The private key of an elliptic curve.
#[derive(Clone)]
pub(super) struct EcPrivate {
    pub curve: Curve,
    /// As long as a coordinate.
    pub scalar: Wiping<Vec<u8>>,
    /// The public half, as an uncompressed point (SEC 1 §2.3.3).
    pub point: Vec<u8>,
}

impl Private {
    /// Reads PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915) in DER.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(info) = PrivateKeyInfo::from_der(der) {
            return Self::from_pkcs8(&info);
        }
        if let Ok(key) = RsaPrivate::from_der(der) {
            return Ok(Self::Rsa(key));
        }
        if let Ok(key) = asn1::EcPrivateKey::from_der(der) {
            return EcPrivate::from_sec1(&key, key.curve).map(Self::Ec);
        }
        Err(KeyError::Der)
    }

    fn from_pkcs8(info: &PrivateKeyInfo<'_>) -> Result<Self, KeyError> {
        match info.algorithm.oid {
            oid::RSA_ENCRYPTION | oid::RSASSA_PSS => {
                RsaPrivate::from_der(info.private_key).map(Self::Rsa)
            }
            oid::EC_PUBLIC_KEY => {
                let key = asn1::EcPrivateKey::from_der(info.private_key);
                let key = key.map_err(|_| KeyError::Der)?;
                EcPrivate::from_sec1(&key, info.algorithm.named()).map(Self::Ec)
            }
            oid::ED25519 => {
                // RFC 8410 §7: the seed is an octet string within the octet string.
                let [0x04, 0x20, seed @ ..] = info.private_key else { return Err(HALVES) };
                let seed: [u8; 32] = seed.try_into().map_err(|_| HALVES)?;
                let seed = Wiping::new(seed);
                match info.public_key {
                    Some(written)
                        if ed25519::public_point(&seed).is_none_or(|it| it != written) =>
                    {
                        Err(HALVES)
                    }
                    _ => Ok(Self::Ed25519(seed)),
                }
            }
            _ => Err(KeyError::Unsupported),
        }
    }

    /// Reads the private members of a JWK (RFC 7518 §6, RFC 8037 §2).
    pub(super) fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let name = |name| jwk.get(name).and_then(Value::as_str).unwrap_or_default();
        match name("kty") {
            "oct" => Ok(Self::Secret(member(jwk, "k")?)),
            "EC" => {
                let curve = Curve::from_name(name("crv")).ok_or(KeyError::Unsupported)?;
                EcPrivate::new(curve, &member(jwk, "d")?).map(Self::Ec)
            }
            "OKP" if name("crv") == "Ed25519" => {
                let seed = <[u8; 32]>::try_from(member(jwk, "d")?.as_slice());
                Ok(Self::Ed25519(seed.map_err(|_| KeyError::Member("d"))?.into()))
            }
            "RSA" => RsaPrivate::from_jwk(|name| member(jwk, name)).map(Self::Rsa),
            _ => Err(KeyError::Unsupported),
        }
    }
}

/// The octets that a member of a JWK holds in base64url.
fn member(jwk: &Value, name: &'static str) -> Result<Wiping<Vec<u8>>, KeyError> {
    let text = jwk.get(name).and_then(Value::as_str).ok_or(KeyError::NotPrivate)?;
    let octets = base64url::strict(text).ok_or(KeyError::Member(name))?;
    Ok(Wiping::new(octets))
}

const HALVES: KeyError = KeyError::Inconsistent("its two halves do not belong together");

impl EcPrivate {
    /// A key from its scalar in big-endian octets.
    pub(super) fn new(curve: Curve, scalar: &[u8]) -> Result<Self, KeyError> {
        let mut octets = Wiping::new(vec![0; curve.field_len()]);
        let start = octets
            .len()
            .checked_sub(scalar.len())
            .ok_or(KeyError::Inconsistent("its scalar is longer than its curve allows"))?;
        octets[start..].copy_from_slice(scalar);
        let point = curve
            .public_point(&octets)
            .ok_or(KeyError::Inconsistent("its scalar is not one of its curve"))?;
        Ok(Self { curve, scalar: octets, point })
    }

    /// `curve` comes from the parameters; a bare key without them is known by its length.
    fn from_sec1(
        key: &asn1::EcPrivateKey<'_>,
        curve: Option<ObjectIdentifier>,
    ) -> Result<Self, KeyError> {
        let curve = match (curve, key.scalar.len()) {
            (Some(curve), _) => oid::curve(curve).ok_or(KeyError::Unsupported)?,
            (None, 32) => Curve::P256,
            (None, 48) => Curve::P384,
            (None, 66) => Curve::P521,
            _ => return Err(KeyError::Unsupported),
        };
        let private = Self::new(curve, key.scalar)?;
        // The public half is compared as a point: it may be written compressed.
        match key.public_key.map(|point| curve.decode_point(point)) {
            None => Ok(private),
            Some(Some(written)) if written == private.point => Ok(private),
            Some(_) => Err(HALVES),
        }
    }
}
