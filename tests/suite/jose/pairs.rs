//! Key pairs of every kind, and tokens signed with them whatever their header says.

use data_encoding::BASE64URL_NOPAD;
use oracle_jsonwebtoken::{Algorithm, EncodingKey, crypto};
use oracle_p256::{elliptic_curve::sec1::ToEncodedPoint, pkcs8::EncodePrivateKey};
use oracle_rsa::{BigUint, RsaPrivateKey, pkcs1::EncodeRsaPrivateKey, traits::PublicKeyParts};
use serde_json::{Value, json};

/// The algorithms that can be verified.
pub const ALGS: [&str; 15] = [
    "HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256",
    "ES384", "ES512", "ES256K", "EdDSA", "Ed25519",
];

/// Keys made beforehand: RSA keys take long to make.
pub fn fixture(name: &str) -> Value {
    let fixtures: Value = serde_json::from_str(include_str!("keys.json")).unwrap();
    fixtures[name].clone()
}

pub struct Pair {
    pub name: &'static str,
    /// The public half, or the secret, as a JWK without any term of use.
    pub jwk: Value,
    pub algs: &'static [&'static str],
    private: Private,
}

enum Private {
    Secret(Vec<u8>),
    Rsa(Box<RsaPrivateKey>),
    P256(oracle_p256::SecretKey),
    P384(oracle_p384::SecretKey),
    P521(oracle_p521::SecretKey),
    Secp256k1(oracle_k256::SecretKey),
    Ed25519(oracle_ed25519::SigningKey),
}

pub fn b64(octets: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(octets.as_ref())
}

fn ec(name: &'static str, crv: &str, algs: &'static [&'static str], private: Private) -> Pair {
    macro_rules! point {
        ($key:expr) => {
            $key.public_key().to_encoded_point(false).as_bytes().to_vec()
        };
    }
    let point = match &private {
        Private::P256(key) => point!(key),
        Private::P384(key) => point!(key),
        Private::P521(key) => point!(key),
        Private::Secp256k1(key) => point!(key),
        _ => unreachable!(),
    };
    let (x, y) = point[1..].split_at(point.len() / 2);
    Pair { name, jwk: json!({"kty": "EC", "crv": crv, "x": b64(x), "y": b64(y)}), algs, private }
}

pub fn secret(name: &'static str, octets: Vec<u8>, algs: &'static [&'static str]) -> Pair {
    Pair {
        name,
        jwk: json!({"kty": "oct", "k": b64(&octets)}),
        algs,
        private: Private::Secret(octets),
    }
}

pub fn rsa(name: &'static str, fixture_name: &str, algs: &'static [&'static str]) -> Pair {
    let jwk = fixture(fixture_name);
    let number = |name: &str| {
        let octets = BASE64URL_NOPAD.decode(jwk[name].as_str().unwrap().as_bytes()).unwrap();
        BigUint::from_bytes_be(&octets)
    };
    let primes = vec![number("p"), number("q")];
    let key = RsaPrivateKey::from_components(number("n"), number("e"), number("d"), primes);
    Pair {
        name,
        jwk: json!({"kty": "RSA", "n": jwk["n"], "e": jwk["e"]}),
        algs,
        private: Private::Rsa(key.unwrap().into()),
    }
}

pub fn p256() -> Pair {
    p256_of("P-256", 7)
}

/// A key on P-256 whose secret is this octet, repeated.
pub fn p256_of(name: &'static str, octet: u8) -> Pair {
    let key = oracle_p256::SecretKey::from_slice(&[octet; 32]).unwrap();
    ec(name, "P-256", &["ES256"], Private::P256(key))
}

pub fn p384(scalar: &[u8; 48]) -> Pair {
    let key = oracle_p384::SecretKey::from_slice(scalar).unwrap();
    ec("P-384", "P-384", &["ES384"], Private::P384(key))
}

pub fn secp256k1() -> Pair {
    let key = oracle_k256::SecretKey::from_slice(&[7; 32]).unwrap();
    ec("secp256k1", "secp256k1", &["ES256K"], Private::Secp256k1(key))
}

pub fn ed25519() -> Pair {
    let key = oracle_ed25519::SigningKey::from_bytes(&[7; 32]);
    let x = b64(key.verifying_key().as_bytes());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
    Pair { name: "Ed25519", jwk, algs: &["EdDSA", "Ed25519"], private: Private::Ed25519(key) }
}

/// One pair of every kind, the too short ones among them.
pub fn all() -> Vec<Pair> {
    let mut scalar = [7; 66];
    scalar[0] = 0;
    let p521 = oracle_p521::SecretKey::from_slice(&scalar).unwrap();
    vec![
        secret("16 octets", vec![7; 16], &[]),
        secret("32 octets", vec![7; 32], &["HS256"]),
        secret("48 octets", vec![7; 48], &["HS256", "HS384"]),
        secret("64 octets", vec![7; 64], &["HS256", "HS384", "HS512"]),
        rsa("1024 bits", "rsa1024", &[]),
        rsa("2048 bits", "rsa2048", &["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]),
        p256(),
        p384(&[7; 48]),
        ec("P-521", "P-521", &["ES512"], Private::P521(p521)),
        secp256k1(),
        ed25519(),
    ]
}

impl Pair {
    /// A token with this header and payload, signed as `alg` says where the key can do that, else
    /// with what the key can do.
    pub fn token(&self, header: &str, payload: &str, alg: &str) -> String {
        let message = format!("{}.{}", b64(header), b64(payload));
        let signature = self.sign(&message, alg);
        format!("{message}.{signature}")
    }

    /// A token whose header holds `alg` only.
    pub fn plain(&self, alg: &str) -> String {
        self.token(&json!({ "alg": alg }).to_string(), "foo", alg)
    }

    pub fn sign(&self, message: &str, alg: &str) -> String {
        let family = |first: Algorithm, others: [(&str, Algorithm); 5], alg: &str| {
            others.into_iter().find(|(name, _)| *name == alg).map_or(first, |(_, alg)| alg)
        };
        let (key, alg) = match &self.private {
            Private::Secret(octets) => {
                let others = [
                    ("HS384", Algorithm::HS384),
                    ("ES384", Algorithm::HS384),
                    ("HS512", Algorithm::HS512),
                    ("RS512", Algorithm::HS512),
                    ("ES512", Algorithm::HS512),
                ];
                (EncodingKey::from_secret(octets), family(Algorithm::HS256, others, alg))
            }
            Private::Rsa(key) => {
                let der = key.to_pkcs1_der().unwrap();
                // A shorter key has no room for this salt.
                let alg = if key.size() < 256 && alg == "PS512" { "PS256" } else { alg };
                let others = [
                    ("RS384", Algorithm::RS384),
                    ("RS512", Algorithm::RS512),
                    ("PS256", Algorithm::PS256),
                    ("PS384", Algorithm::PS384),
                    ("PS512", Algorithm::PS512),
                ];
                (EncodingKey::from_rsa_der(der.as_bytes()), family(Algorithm::RS256, others, alg))
            }
            Private::P256(key) => {
                let der = key.to_pkcs8_der().unwrap();
                (EncodingKey::from_ec_der(der.as_bytes()), Algorithm::ES256)
            }
            Private::P384(key) => {
                let der = key.to_pkcs8_der().unwrap();
                (EncodingKey::from_ec_der(der.as_bytes()), Algorithm::ES384)
            }
            Private::P521(key) => {
                use oracle_p521::ecdsa::{Signature, SigningKey, signature::Signer};
                let key = SigningKey::from_slice(&key.to_bytes()).unwrap();
                let signature: Signature = key.sign(message.as_bytes());
                return b64(signature.to_bytes());
            }
            Private::Secp256k1(key) => {
                use oracle_k256::ecdsa::{Signature, SigningKey, signature::Signer};
                let signature: Signature = SigningKey::from(key).sign(message.as_bytes());
                return b64(signature.to_bytes());
            }
            Private::Ed25519(key) => {
                let der = key.to_pkcs8_der().unwrap();
                (EncodingKey::from_ed_der(der.as_bytes()), Algorithm::EdDSA)
            }
        };
        crypto::sign(message.as_bytes(), &key, alg).unwrap()
    }
}
