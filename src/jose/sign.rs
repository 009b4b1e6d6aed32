//! Signing: client assertions (RFC 7523), and the tokens of the demonstration server.

use std::fmt;

use jsonwebtoken::{EncodingKey, crypto};
use p256::pkcs8::EncodePrivateKey;
use rsa::{pkcs1::DecodeRsaPrivateKey, pkcs8::der::Decode, traits::PublicKeyParts};
use serde_json::{Map, Value as Json, json};
use zeroize::Zeroizing;

use super::{
    KeyError,
    alg::{Alg, Family},
    base64url,
    curve::Curve,
    pem,
    private::Private,
    rsa_modulus,
};
use crate::{
    secret::Secret,
    value::{Value, json},
};

/// A key to sign with. It is wiped on drop, and `Debug` shows its algorithm only.
#[derive(Clone)]
pub struct SigningKey {
    private: Private,
    alg: Alg,
    kid: Option<String>,
}

/// Why nothing was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The cryptography refused the key.
    #[error("the key cannot be used to sign with {0}")]
    Refused(&'static str),
}

impl SigningKey {
    /// A shared secret for `HS256`, `HS384` or `HS512`.
    ///
    /// # Errors
    /// When the algorithm is none of these.
    pub fn from_secret(secret: &Secret, alg: &str) -> Result<Self, KeyError> {
        // The octets of the text are the key (OpenID Connect Core §9).
        let octets = Zeroizing::new(secret.expose().as_bytes().to_vec());
        Self::new(Private::Secret(octets), Some(alg), None)
    }

    /// A private key as PEM (PKCS#8, PKCS#1 or SEC 1) or as a JWK. The algorithm is `alg`, else
    /// the JWK's own, else the usual one for the key: `RS256`, `EdDSA`, or that of the curve. The
    /// key's identifier is `kid`, else the JWK's own.
    ///
    /// # Errors
    /// When the text is no private key, or not one for the algorithm.
    pub fn from_pem_or_jwk(
        text: &Secret,
        alg: Option<&str>,
        kid: Option<&str>,
    ) -> Result<Self, KeyError> {
        // A key is read to sign with it.
        let text = text.expose();
        if pem::is_pem(text.as_bytes()) {
            let blocks = pem::blocks(text)?;
            let private = blocks.iter().find(|block| block.label.ends_with("PRIVATE KEY"));
            let private = private.ok_or(KeyError::NotPrivate)?;
            return Self::new(Private::from_der(&private.der)?, alg, kid);
        }
        let (jwk, fault) = json::read_text(text.trim());
        if fault.is_some() || !matches!(jwk, Value::Object(_)) {
            return Err(KeyError::Unrecognized);
        }
        let own = |name| jwk.get(name).and_then(Value::as_str);
        Self::new(Private::from_jwk(&jwk)?, alg.or(own("alg")), kid.or(own("kid")))
    }

    /// A key on P-256 from 32 random octets, for `ES256`.
    ///
    /// # Errors
    /// When the octets are no scalar of the curve: once in about 2³² times.
    pub fn from_random(octets: &[u8; 32], kid: &str) -> Result<Self, KeyError> {
        Self::new(Private::ec(Curve::P256, octets)?, Some("ES256"), Some(kid))
    }

    fn new(private: Private, alg: Option<&str>, kid: Option<&str>) -> Result<Self, KeyError> {
        let usual = match &private {
            Private::Secret(_) => Alg::Hs256,
            Private::Rsa(_) => Alg::Rs256,
            Private::Ec(curve, _) => Alg::of_curve(*curve),
            Private::Ed25519(_) => Alg::EdDsa,
        };
        let alg = match alg {
            None => usual,
            Some(name) => Alg::from_name(name).ok_or(KeyError::Unsupported)?,
        };
        let fits = match (&private, alg.family()) {
            (Private::Secret(_), Family::Hmac)
            | (Private::Rsa(_), Family::RsaPkcs1 | Family::RsaPss)
            | (Private::Ed25519(_), Family::Ed25519) => true,
            (Private::Ec(curve, _), Family::Ecdsa(needed)) => *curve == needed,
            _ => false,
        };
        if !fits {
            return Err(KeyError::Algorithm(alg.name()));
        }
        if let Private::Rsa(der) = &private {
            let key = rsa::pkcs1::RsaPrivateKey::from_der(der).map_err(|_| KeyError::Der)?;
            rsa_modulus::public_key(key.modulus.as_bytes(), key.public_exponent.as_bytes())
                .map_err(|_| KeyError::Weak)?;
        }
        Ok(Self { private, alg, kid: kid.map(str::to_owned) })
    }

    /// The name of the algorithm it signs with.
    pub fn alg(&self) -> &'static str {
        self.alg.name()
    }

    /// A compact JWS over these claims, its header holding `alg`, `typ` and the `kid`.
    ///
    /// # Errors
    /// When the cryptography refuses the key, as it does an RSA key of more than 4096 bits.
    pub fn sign(&self, typ: &str, claims: &Json) -> Result<Secret, SignError> {
        let mut header = json!({ "alg": self.alg(), "typ": typ });
        if let Some(kid) = &self.kid {
            header["kid"] = json!(kid);
        }
        let encode = |json: &Json| base64url::encode(json.to_string().as_bytes());
        let mut compact = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.signature(compact.as_bytes()).ok_or(SignError::Refused(self.alg()))?;
        compact.push('.');
        compact.push_str(&signature);
        Ok(Secret::new(compact))
    }

    /// The signature over a message, in base64url.
    fn signature(&self, message: &[u8]) -> Option<String> {
        let key = match &self.private {
            Private::Secret(octets) => EncodingKey::from_secret(octets),
            Private::Rsa(der) => EncodingKey::from_rsa_der(der),
            Private::Ec(Curve::P256, scalar) => {
                let key = p256::SecretKey::from_slice(scalar).ok()?;
                EncodingKey::from_ec_der(key.to_pkcs8_der().ok()?.as_bytes())
            }
            Private::Ec(Curve::P384, scalar) => {
                let key = p384::SecretKey::from_slice(scalar).ok()?;
                EncodingKey::from_ec_der(key.to_pkcs8_der().ok()?.as_bytes())
            }
            Private::Ec(Curve::P521, scalar) => {
                use p521::ecdsa::signature::Signer;
                let key = p521::ecdsa::SigningKey::from_slice(scalar).ok()?;
                let signature: p521::ecdsa::Signature = key.sign(message);
                return Some(base64url::encode(&signature.to_bytes()));
            }
            Private::Ec(Curve::Secp256k1, scalar) => {
                use k256::ecdsa::signature::Signer;
                let key = k256::ecdsa::SigningKey::from_slice(scalar).ok()?;
                let signature: k256::ecdsa::Signature = key.sign(message);
                return Some(base64url::encode(&signature.to_bytes()));
            }
            Private::Ed25519(seed) => {
                let key = ed25519_dalek::SigningKey::from_bytes(seed);
                EncodingKey::from_ed_der(key.to_pkcs8_der().ok()?.as_bytes())
            }
        };
        crypto::sign(message, &key, self.alg.backend()?).ok()
    }

    /// The public half as a JWK (RFC 7517 §4), for verifiers; none for a shared secret.
    pub fn public_jwk(&self) -> Option<Json> {
        let mut jwk = Map::new();
        let mut put = |name: &str, value: &str| jwk.insert(name.to_owned(), json!(value));
        match &self.private {
            Private::Secret(_) => return None,
            Private::Rsa(der) => {
                let key = rsa::RsaPrivateKey::from_pkcs1_der(der).ok()?;
                put("kty", "RSA");
                put("n", &base64url::encode(&key.n().to_bytes_be()));
                put("e", &base64url::encode(&key.e().to_bytes_be()));
            }
            Private::Ec(curve, _) => {
                let point = self.private.point()?;
                let (x, y) = point.get(1..)?.split_at_checked(curve.field_len())?;
                put("kty", "EC");
                put("crv", curve.name());
                put("x", &base64url::encode(x));
                put("y", &base64url::encode(y));
            }
            Private::Ed25519(seed) => {
                let key = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
                put("kty", "OKP");
                put("crv", "Ed25519");
                put("x", &base64url::encode(key.as_bytes()));
            }
        }
        put("alg", self.alg());
        put("use", "sig");
        if let Some(kid) = &self.kid {
            put("kid", kid);
        }
        Some(Json::Object(jwk))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.alg())
    }
}
