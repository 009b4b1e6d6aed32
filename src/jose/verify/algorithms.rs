//! Verifies a signature with one key, algorithm by algorithm. The cryptography is done by crates;
//! this adds the checks that they leave out.

use jsonwebtoken::{DecodingKey, crypto};
use rsa::{BigUint, Pkcs1v15Sign, Pss, RsaPublicKey, traits::PublicKeyParts};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::jose::{Alg, Key, alg::Family, base64url, curve::Curve, key::Material};

/// The input of one verification.
pub(super) struct SignatureInput<'a> {
    pub alg: Alg,
    /// The JWS signing input (RFC 7515 §2).
    pub message: &'a [u8],
    pub signature: &'a [u8],
}

/// Whether a key confirms a signature. Only the type of the key is checked here; [`Key::refusal`]
/// says whether it may be used.
pub(super) fn verify_with_key(key: &Key, signed: &SignatureInput<'_>) -> bool {
    match (&key.material, signed.alg.family()) {
        (Material::Secret(octets), Family::Hmac) => {
            backend(&DecodingKey::from_secret(octets), signed)
        }
        (Material::Rsa(key), Family::RsaPkcs1 | Family::RsaPss) => rsa(key, signed),
        (Material::Ec(curve, point), Family::Ecdsa(needed)) if *curve == needed => {
            // RFC 7518 §3.4: R and S, each as long as a coordinate.
            signed.signature.len() == 2 * curve.field_len() && ecdsa(*curve, point, signed)
        }
        (Material::Ed25519(point), Family::Ed25519) => ed25519(point, signed),
        _ => false,
    }
}

fn backend(key: &DecodingKey, signed: &SignatureInput<'_>) -> bool {
    let signature = base64url::encode(signed.signature);
    signed
        .alg
        .backend()
        .is_some_and(|alg| crypto::verify(&signature, signed.message, key, alg).unwrap_or(false))
}

/// jsonwebtoken stops at 4096 bits, and takes an unreduced signature for PSS; so the crate below
/// it is used, with the check of RFC 8017 §5.2.2 that it leaves out.
fn rsa(key: &RsaPublicKey, signed: &SignatureInput<'_>) -> bool {
    let SignatureInput { alg, message, signature } = *signed;
    if signature.len() != key.size() || BigUint::from_bytes_be(signature) >= *key.n() {
        return false;
    }
    let pkcs1 = |scheme: Pkcs1v15Sign, hash: &[u8]| key.verify(scheme, hash, signature).is_ok();
    let pss = |scheme: Pss, hash: &[u8]| key.verify(scheme, hash, signature).is_ok();
    match alg {
        Alg::Rs256 => pkcs1(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(message)),
        Alg::Rs384 => pkcs1(Pkcs1v15Sign::new::<Sha384>(), &Sha384::digest(message)),
        Alg::Rs512 => pkcs1(Pkcs1v15Sign::new::<Sha512>(), &Sha512::digest(message)),
        Alg::Ps256 => pss(Pss::new::<Sha256>(), &Sha256::digest(message)),
        Alg::Ps384 => pss(Pss::new::<Sha384>(), &Sha384::digest(message)),
        Alg::Ps512 => pss(Pss::new::<Sha512>(), &Sha512::digest(message)),
        _ => false,
    }
}

fn ecdsa(curve: Curve, point: &[u8], signed: &SignatureInput<'_>) -> bool {
    match curve {
        Curve::P256 | Curve::P384 => backend(&DecodingKey::from_ec_der(point), signed),
        Curve::P521 => {
            use p521::ecdsa::{Signature, VerifyingKey, signature::Verifier};
            VerifyingKey::from_sec1_bytes(point)
                .and_then(|key| {
                    key.verify(signed.message, &Signature::from_slice(signed.signature)?)
                })
                .is_ok()
        }
        Curve::Secp256k1 => {
            use k256::ecdsa::{Signature, VerifyingKey, signature::Verifier};
            VerifyingKey::from_sec1_bytes(point)
                .and_then(|key| {
                    let signature = Signature::from_slice(signed.signature)?;
                    // The crate asks for the lower of the two forms of S; RFC 8812 does not.
                    let signature = signature.normalize_s().unwrap_or(signature);
                    key.verify(signed.message, &signature)
                })
                .is_ok()
        }
    }
}

/// RFC 8032 §5.1.7, refusing points of small order and every second form of a signature.
fn ed25519(point: &[u8; 32], signed: &SignatureInput<'_>) -> bool {
    let key = ed25519_dalek::VerifyingKey::from_bytes(point);
    let signature = ed25519_dalek::Signature::from_slice(signed.signature);
    match (key, signature) {
        (Ok(key), Ok(signature)) => key.verify_strict(signed.message, &signature).is_ok(),
        _ => false,
    }
}
