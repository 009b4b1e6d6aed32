//! Verifies a signature with one key, algorithm by algorithm. The cryptography is done by crates;
//! this adds the checks that they leave out.

use k256::ecdsa::signature::Verifier as _;
use ring::{
    hmac,
    signature::{
        ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, RSA_PKCS1_2048_8192_SHA256,
        RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
        RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaPublicKeyComponents,
        UnparsedPublicKey, VerificationAlgorithm,
    },
};

use crate::jose::{
    Alg, Key, alg::Family, curve::Curve, ed25519, key_contents::Material, rare_rsa,
    rsa_modulus::RsaPublic,
};

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
    let SignatureInput { alg, message, signature } = *signed;
    match (key.material(), alg.family()) {
        (Material::Secret(octets), Family::Hmac) => alg.hmac().is_some_and(|alg| {
            hmac::verify(&hmac::Key::new(alg, octets), message, signature).is_ok()
        }),
        (Material::Rsa(key), Family::RsaPkcs1 | Family::RsaPss) if key.bits() > RING_MAX_BITS => {
            rare_rsa::verify(key, alg, message, signature)
        }
        (Material::Rsa(key), Family::RsaPkcs1 | Family::RsaPss) => rsa(key, signed),
        (Material::Ec(curve, point), Family::Ecdsa(needed)) if *curve == needed => {
            // RFC 7518 §3.4: R and S, each as long as a coordinate.
            signature.len() == 2 * curve.field_len() && ecdsa(*curve, point, signed)
        }
        (Material::Ed25519(point), Family::Ed25519) => {
            // A signature has one form (RFC 8032 §5.1.7); an R of small order is refused.
            let r = signature.first_chunk();
            r.is_some_and(|r| !ed25519::has_small_order(r)) && with_ring(&ED25519, point, signed)
        }
        _ => false,
    }
}

fn with_ring(
    algorithm: &'static dyn VerificationAlgorithm,
    key: &[u8],
    signed: &SignatureInput<'_>,
) -> bool {
    UnparsedPublicKey::new(algorithm, key).verify(signed.message, signed.signature).is_ok()
}

/// The longest modulus that ring verifies with.
const RING_MAX_BITS: usize = 8192;

fn rsa(key: &RsaPublic, signed: &SignatureInput<'_>) -> bool {
    let parameters = match signed.alg {
        Alg::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
        Alg::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
        Alg::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
        Alg::Ps256 => &RSA_PSS_2048_8192_SHA256,
        Alg::Ps384 => &RSA_PSS_2048_8192_SHA384,
        Alg::Ps512 => &RSA_PSS_2048_8192_SHA512,
        _ => return false,
    };
    let components = RsaPublicKeyComponents { n: &key.n, e: &key.e };
    components.verify(parameters, signed.message, signed.signature).is_ok()
}

fn ecdsa(curve: Curve, point: &[u8], signed: &SignatureInput<'_>) -> bool {
    match curve {
        Curve::P256 => with_ring(&ECDSA_P256_SHA256_FIXED, point, signed),
        Curve::P384 => with_ring(&ECDSA_P384_SHA384_FIXED, point, signed),
        Curve::P521 => {
            use p521::ecdsa::{Signature, VerifyingKey};
            VerifyingKey::from_sec1_bytes(point)
                .and_then(|key| {
                    key.verify(signed.message, &Signature::from_slice(signed.signature)?)
                })
                .is_ok()
        }
        Curve::Secp256k1 => {
            use k256::ecdsa::{Signature, VerifyingKey};
            VerifyingKey::from_sec1_bytes(point)
                .and_then(|key| {
                    // The crate asks for the lower of the two forms of S; RFC 8812 does not.
                    let signature = Signature::from_slice(signed.signature)?.normalize_s();
                    key.verify(signed.message, &signature)
                })
                .is_ok()
        }
    }
}
