//! Reads private keys, to sign with them or to derive the public key.

use p256::elliptic_curve::sec1::ToEncodedPoint;
use rsa::{
    BigUint, RsaPrivateKey,
    pkcs1::EncodeRsaPrivateKey,
    pkcs8::{self, der::Decode},
};
use sec1::{EcParameters, EcPrivateKey};
use zeroize::Zeroizing;

use super::{KeyError, base64url, curve::Curve, oid, rsa_modulus};
use crate::value::Value;

/// A private or secret key. It is wiped on drop and has no `Debug`.
#[derive(Clone)]
pub(super) enum Private {
    /// A shared secret.
    Secret(Zeroizing<Vec<u8>>),
    /// An RSA key as a PKCS#1 `RSAPrivateKey` in DER (RFC 8017 A.1.2).
    Rsa(Zeroizing<Vec<u8>>),
    /// The scalar of an elliptic-curve key, as long as a coordinate.
    Ec(Curve, Zeroizing<Vec<u8>>),
    /// The seed of an Ed25519 key (RFC 8032 §5.1.5).
    Ed25519(Zeroizing<[u8; 32]>),
}

impl Private {
    /// Reads PKCS#8 (RFC 5958), PKCS#1 (RFC 8017 A.1.2) or SEC 1 (RFC 5915) in DER.
    pub(super) fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        if let Ok(info) = pkcs8::PrivateKeyInfo::from_der(der) {
            return Self::from_pkcs8(&info);
        }
        if rsa::pkcs1::RsaPrivateKey::from_der(der).is_ok() {
            return Ok(Self::Rsa(der.to_vec().into()));
        }
        if let Ok(key) = EcPrivateKey::from_der(der) {
            let curve = key.parameters.and_then(EcParameters::named_curve);
            return Self::from_sec1(&key, curve);
        }
        Err(KeyError::Der)
    }

    fn from_pkcs8(info: &pkcs8::PrivateKeyInfo<'_>) -> Result<Self, KeyError> {
        match info.algorithm.oid {
            oid::RSA_ENCRYPTION | oid::RSASSA_PSS => {
                rsa::pkcs1::RsaPrivateKey::from_der(info.private_key).map_err(|_| KeyError::Der)?;
                Ok(Self::Rsa(info.private_key.to_vec().into()))
            }
            oid::EC_PUBLIC_KEY => {
                let key = EcPrivateKey::from_der(info.private_key).map_err(|_| KeyError::Der)?;
                Self::from_sec1(&key, info.algorithm.parameters_oid().ok())
            }
            oid::ED25519 => ed25519_dalek::SigningKey::try_from(info.clone())
                .map(|key| Self::Ed25519(key.to_bytes().into()))
                .map_err(|_| KeyError::Inconsistent("its two halves do not belong together")),
            _ => Err(KeyError::Unsupported),
        }
    }

    /// `curve` comes from the parameters; a bare key without them is known by its length.
    fn from_sec1(
        key: &EcPrivateKey<'_>,
        curve: Option<pkcs8::ObjectIdentifier>,
    ) -> Result<Self, KeyError> {
        let curve = match (curve, key.private_key.len()) {
            (Some(curve), _) => oid::curve(curve).ok_or(KeyError::Unsupported)?,
            (None, 32) => Curve::P256,
            (None, 48) => Curve::P384,
            (None, 66) => Curve::P521,
            _ => return Err(KeyError::Unsupported),
        };
        let private = Self::ec(curve, key.private_key)?;
        // The public half is compared as a point: it may be written compressed.
        let written = key.public_key.map(|point| curve.decode_point(point));
        match (written, private.point()) {
            (Some(Some(written)), Some(point)) if written == point => Ok(private),
            (None, _) => Ok(private),
            _ => Err(KeyError::Inconsistent("its two halves do not belong together")),
        }
    }

    /// An elliptic-curve key from its scalar in big-endian octets.
    pub(super) fn ec(curve: Curve, scalar: &[u8]) -> Result<Self, KeyError> {
        let mut octets = Zeroizing::new(vec![0; curve.field_len()]);
        let start = octets
            .len()
            .checked_sub(scalar.len())
            .ok_or(KeyError::Inconsistent("its scalar is longer than its curve allows"))?;
        octets[start..].copy_from_slice(scalar);
        let private = Self::Ec(curve, octets);
        if private.point().is_none() {
            return Err(KeyError::Inconsistent("its scalar is not one of its curve"));
        }
        Ok(private)
    }

    /// Reads the private members of a JWK (RFC 7518 §6, RFC 8037 §2).
    pub(super) fn from_jwk(jwk: &Value) -> Result<Self, KeyError> {
        let member = |name| {
            let text = jwk.get(name).and_then(Value::as_str).ok_or(KeyError::NotPrivate)?;
            let octets = base64url::strict(text).ok_or(KeyError::Member(name))?;
            Ok::<_, KeyError>(Zeroizing::new(octets))
        };
        let name = |name| jwk.get(name).and_then(Value::as_str).unwrap_or_default();
        match name("kty") {
            "oct" => Ok(Self::Secret(member("k")?)),
            "EC" => {
                let curve = Curve::from_name(name("crv")).ok_or(KeyError::Unsupported)?;
                Self::ec(curve, &member("d")?)
            }
            "OKP" if name("crv") == "Ed25519" => {
                let seed = <[u8; 32]>::try_from(member("d")?.as_slice());
                Ok(Self::Ed25519(seed.map_err(|_| KeyError::Member("d"))?.into()))
            }
            "RSA" => {
                // The numbers are looked at before the crate computes with them, since it divides.
                let (n, e) = (member("n")?, member("e")?);
                rsa_modulus::public_key(&n, &e).map_err(|_| KeyError::Weak)?;
                let number = |name| {
                    let octets = member(name)?;
                    let number = BigUint::from_bytes_be(&octets);
                    let fits = octets.len() <= n.len() && number.bits() > 0;
                    if fits { Ok(number) } else { Err(KeyError::Member(name)) }
                };
                let primes = match (number("p"), number("q")) {
                    (Ok(p), Ok(q)) => vec![p, q],
                    // They can be found from the others.
                    _ => Vec::new(),
                };
                let [n, e] = [&n, &e].map(|octets| BigUint::from_bytes_be(octets));
                RsaPrivateKey::from_components(n, e, number("d")?, primes)
                    .ok()
                    .and_then(|key| key.to_pkcs1_der().ok())
                    .map(|der| Self::Rsa(der.as_bytes().to_vec().into()))
                    .ok_or(KeyError::Inconsistent("its numbers do not belong together"))
            }
            _ => Err(KeyError::Unsupported),
        }
    }

    /// The public half of an elliptic-curve key, as an uncompressed point (SEC 1 §2.3.3).
    pub(super) fn point(&self) -> Option<Vec<u8>> {
        let Self::Ec(curve, scalar) = self else { return None };
        macro_rules! point {
            ($curve:ident) => {
                $curve::SecretKey::from_slice(scalar)
                    .ok()
                    .map(|key| key.public_key().to_encoded_point(false).as_bytes().to_vec())
            };
        }
        match curve {
            Curve::P256 => point!(p256),
            Curve::P384 => point!(p384),
            Curve::P521 => point!(p521),
            Curve::Secp256k1 => point!(k256),
        }
    }
}
