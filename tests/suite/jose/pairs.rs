//! Key pairs of every kind, and tokens signed with them whatever their header says.

use std::sync::LazyLock;

use crypto_bigint::BoxedUint;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use getrandom::SysRng;
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rsa::{
    Pkcs1v15Sign, PrivateKey, Pss,
    sha2::{Digest as _, Sha256, Sha384, Sha512},
    traits::PublicKeyParts as _,
};
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

/// The forms of keys of [`all`], and tokens signed with them, as OpenSSL makes them:
/// `node tests/interop/signatures.mjs fixtures`.
pub static OPENSSL: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("openssl.json")).unwrap());

/// A DER form of the key with this public half: `spki`, `pkcs8`, `sec1`, `pkcs1`, `pkcs1_public`.
pub fn der(public: &Value, form: &str) -> Vec<u8> {
    let key = OPENSSL.iter().find(|key| key["public"] == *public).expect("OpenSSL has it");
    BASE64.decode(key[form].as_str().unwrap().as_bytes()).unwrap()
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
    Rsa(Box<PrivateKey>),
    P256(p256::ecdsa::SigningKey),
    P384(p384::ecdsa::SigningKey),
    P521(p521::ecdsa::SigningKey),
    Secp256k1(k256::ecdsa::SigningKey),
    Ed25519(Ed25519KeyPair),
}

pub fn b64(octets: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(octets.as_ref())
}

fn ec(name: &'static str, crv: &str, algs: &'static [&'static str], private: Private) -> Pair {
    macro_rules! point {
        ($key:expr) => {
            $key.verifying_key().to_sec1_point(false).as_bytes().to_vec()
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
    let public = json!({"kty": "RSA", "n": jwk["n"], "e": jwk["e"]});
    let private = Private::Rsa(rsa_private(&jwk).into());
    Pair { name, jwk: public, algs, private }
}

pub fn rsa_private(jwk: &Value) -> PrivateKey {
    let number = |name: &str| {
        let octets = BASE64URL_NOPAD.decode(jwk[name].as_str().unwrap().as_bytes()).unwrap();
        BoxedUint::from_be_slice_vartime(&octets)
    };
    let primes = vec![number("p"), number("q")];
    PrivateKey::from_components(number("n"), number("e"), number("d"), primes).unwrap()
}

pub fn p256() -> Pair {
    p256_of("P-256", 7)
}

/// A key on P-256 whose secret is this octet, repeated.
pub fn p256_of(name: &'static str, octet: u8) -> Pair {
    let key = p256::ecdsa::SigningKey::from_slice(&[octet; 32]).unwrap();
    ec(name, "P-256", &["ES256"], Private::P256(key))
}

pub fn p384(scalar: &[u8; 48]) -> Pair {
    let key = p384::ecdsa::SigningKey::from_slice(scalar).unwrap();
    ec("P-384", "P-384", &["ES384"], Private::P384(key))
}

pub fn secp256k1() -> Pair {
    let key = k256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    ec("secp256k1", "secp256k1", &["ES256K"], Private::Secp256k1(key))
}

pub fn ed25519() -> Pair {
    let key = Ed25519KeyPair::from_seed_unchecked(&[7; 32]).unwrap();
    let x = b64(key.public_key());
    let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x});
    Pair { name: "Ed25519", jwk, algs: &["EdDSA", "Ed25519"], private: Private::Ed25519(key) }
}

/// One pair of every kind, the too short ones among them.
pub fn all() -> Vec<Pair> {
    let mut scalar = [7; 66];
    scalar[0] = 0;
    let p521 = p521::ecdsa::SigningKey::from_slice(&scalar).unwrap();
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

    /// The signature in base64url. Where it can be, it is made by another implementation than the
    /// one that verifies: ring has no part in RSA, P-256, P-384 and HMAC here.
    pub fn sign(&self, message: &str, alg: &str) -> String {
        let message = message.as_bytes();
        macro_rules! ecdsa {
            ($curve:ident, $key:expr) => {{
                let signature: $curve::ecdsa::Signature = $key.sign(message);
                b64(signature.to_bytes())
            }};
        }
        match &self.private {
            Private::Secret(octets) => {
                macro_rules! hmac {
                    ($hash:ty) => {{
                        let mut mac = Hmac::<$hash>::new_from_slice(octets).unwrap();
                        mac.update(message);
                        b64(mac.finalize().into_bytes())
                    }};
                }
                match alg {
                    "HS384" | "ES384" => hmac!(Sha384),
                    "HS512" | "RS512" | "ES512" => hmac!(Sha512),
                    _ => hmac!(Sha256),
                }
            }
            Private::Rsa(key) => b64(sign_with_rsa(key, message, alg)),
            Private::P256(key) => ecdsa!(p256, key),
            Private::P384(key) => ecdsa!(p384, key),
            Private::P521(key) => ecdsa!(p521, key),
            Private::Secp256k1(key) => ecdsa!(k256, key),
            Private::Ed25519(key) => b64(key.sign(message)),
        }
    }
}

fn sign_with_rsa(key: &PrivateKey, message: &[u8], alg: &str) -> Vec<u8> {
    macro_rules! sign {
        ($scheme:expr, $hash:ty) => {
            key.sign_with_rng(&mut SysRng, $scheme, &<$hash>::digest(message))
        };
    }
    match alg {
        "RS384" => sign!(Pkcs1v15Sign::new::<Sha384>(), Sha384),
        "RS512" => sign!(Pkcs1v15Sign::new::<Sha512>(), Sha512),
        "PS384" => sign!(Pss::<Sha384>::new(), Sha384),
        // A shorter key has no room for this salt.
        "PS512" if key.size() >= 256 => sign!(Pss::<Sha512>::new(), Sha512),
        "PS256" | "PS512" => sign!(Pss::<Sha256>::new(), Sha256),
        _ => sign!(Pkcs1v15Sign::new::<Sha256>(), Sha256),
    }
    .unwrap()
}
