//! Signing: client assertions (RFC 7523), and the tokens of the demonstration server.

use std::fmt;

use crate::secret::Wiping;
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair,
        EcdsaSigningAlgorithm, Ed25519KeyPair,
    },
};
use serde_json::{Map, Value as Json, json};

use super::{
    KeyError,
    alg::{Alg, Family},
    base64url,
    curve::Curve,
    ed25519, pem,
    private::{EcPrivate, Private},
    rsa_modulus::RsaPublic,
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
        let octets = Wiping::new(secret.expose().as_bytes().to_vec());
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
        let private = EcPrivate::new(Curve::P256, octets)?;
        Self::new(Private::Ec(private), Some("ES256"), Some(kid))
    }

    fn new(private: Private, alg: Option<&str>, kid: Option<&str>) -> Result<Self, KeyError> {
        let usual = match &private {
            Private::Secret(_) => Alg::Hs256,
            Private::Rsa(_) => Alg::Rs256,
            Private::Ec(key) => Alg::of_curve(key.curve),
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
            (Private::Ec(key), Family::Ecdsa(needed)) => key.curve == needed,
            _ => false,
        };
        if !fits {
            return Err(KeyError::Algorithm(alg.name()));
        }
        if let Private::Rsa(key) = &private {
            RsaPublic::new(&key.n, &key.e).map_err(|_| KeyError::Weak)?;
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
    /// When the cryptography refuses the key, as it does one whose numbers do not belong together.
    pub fn sign(&self, typ: &str, claims: &Json) -> Result<Secret, SignError> {
        let mut header = json!({ "alg": self.alg(), "typ": typ });
        if let Some(kid) = &self.kid {
            header["kid"] = json!(kid);
        }
        let encode = |json: &Json| base64url::encode(json.to_string().as_bytes());
        let mut compact = format!("{}.{}", encode(&header), encode(claims));
        let signature = self.signature(compact.as_bytes()).ok_or(SignError::Refused(self.alg()))?;
        compact.push('.');
        compact.push_str(&base64url::encode(&signature));
        Ok(Secret::new(compact))
    }

    /// The signature over a message.
    fn signature(&self, message: &[u8]) -> Option<Vec<u8>> {
        match &self.private {
            Private::Secret(octets) => {
                let key = hmac::Key::new(self.alg.hmac()?, octets);
                Some(hmac::sign(&key, message).as_ref().to_vec())
            }
            Private::Rsa(key) => key.sign(self.alg, message),
            Private::Ec(key) => ecdsa(key, message),
            Private::Ed25519(seed) => {
                let pair = Ed25519KeyPair::from_seed_unchecked(&**seed).ok()?;
                Some(pair.sign(message).as_ref().to_vec())
            }
        }
    }

    /// The public half as a JWK (RFC 7517 §4), for verifiers; none for a shared secret.
    pub fn public_jwk(&self) -> Option<Json> {
        let mut jwk = Map::new();
        let mut put = |name: &str, value: &str| jwk.insert(name.to_owned(), json!(value));
        match &self.private {
            Private::Secret(_) => return None,
            Private::Rsa(key) => {
                put("kty", "RSA");
                put("n", &base64url::encode(&key.n));
                put("e", &base64url::encode(&key.e));
            }
            Private::Ec(key) => {
                let (x, y) = key.point.get(1..)?.split_at_checked(key.curve.field_len())?;
                put("kty", "EC");
                put("crv", key.curve.name());
                put("x", &base64url::encode(x));
                put("y", &base64url::encode(y));
            }
            Private::Ed25519(seed) => {
                put("kty", "OKP");
                put("crv", "Ed25519");
                put("x", &base64url::encode(&ed25519::public_point(seed)?));
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

fn ecdsa(key: &EcPrivate, message: &[u8]) -> Option<Vec<u8>> {
    let with_ring = |algorithm: &'static EcdsaSigningAlgorithm| {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_private_key_and_public_key(
            algorithm,
            &key.scalar,
            &key.point,
            &random,
        );
        Some(pair.ok()?.sign(&random, message).ok()?.as_ref().to_vec())
    };
    match key.curve {
        Curve::P256 => with_ring(&ECDSA_P256_SHA256_FIXED_SIGNING),
        Curve::P384 => with_ring(&ECDSA_P384_SHA384_FIXED_SIGNING),
        Curve::P521 => {
            use p521::ecdsa::{Signature, SigningKey, signature::Signer};
            let signature: Signature = SigningKey::from_slice(&key.scalar).ok()?.sign(message);
            Some(signature.to_bytes().to_vec())
        }
        Curve::Secp256k1 => {
            use k256::ecdsa::{Signature, SigningKey, signature::Signer};
            let signature: Signature = SigningKey::from_slice(&key.scalar).ok()?.sign(message);
            Some(signature.to_bytes().to_vec())
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.alg())
    }
}
