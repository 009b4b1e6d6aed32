//! Keys in DER: SPKI, certificates, PKCS#1, PKCS#8, SEC 1.

use rsa::{
    pkcs1::{self, RsaPssParams},
    pkcs8::der::{Decode, Encode},
};
use sha2::{Digest, Sha256};
use x509_cert::{Certificate, spki::SubjectPublicKeyInfoRef};

use crate::jose::{
    KeyError, jwk,
    key::{Key, KeyParameters, Material},
    oid,
    private::Private,
    rsa_modulus,
};

/// Whether octets have the form of a DER structure: a sequence as long as it says. No text
/// begins so, and hardly any random secret.
pub(in crate::jose) fn is_sequence(octets: &[u8]) -> bool {
    let [0x30, length, rest @ ..] = octets else { return false };
    let (length, held) = match (length, rest) {
        (0..=0x7f, _) => (usize::from(*length), rest.len()),
        (0x81, [a, rest @ ..]) => (usize::from(*a), rest.len()),
        (0x82, [a, b, rest @ ..]) => (usize::from(*a) << 8 | usize::from(*b), rest.len()),
        _ => return false,
    };
    length == held
}

/// Whether octets are a key that [`read`] can read.
pub(in crate::jose) fn is_key(octets: &[u8]) -> bool {
    is_sequence(octets) && read(octets).is_ok()
}

/// A key from DER of any of the forms.
pub(in crate::jose) fn read(der: &[u8]) -> Result<Key, KeyError> {
    if let Ok(spki) = SubjectPublicKeyInfoRef::from_der(der) {
        return Ok(public(&spki));
    }
    if let Ok(key) = pkcs1::RsaPublicKey::from_der(der) {
        return Ok(rsa(&key, KeyParameters::default()));
    }
    certificate(der).or_else(|_| private(der))
}

/// The key of a certificate (RFC 5280 §4.1).
pub(in crate::jose) fn certificate(der: &[u8]) -> Result<Key, KeyError> {
    let certificate = Certificate::from_der(der).map_err(|_| KeyError::Der)?;
    let spki = certificate.tbs_certificate.subject_public_key_info.to_der();
    let spki = spki.map_err(|_| KeyError::Der)?;
    let mut key = public(&SubjectPublicKeyInfoRef::from_der(&spki).map_err(|_| KeyError::Der)?);
    key.certificate = Some(Sha256::digest(der).into());
    Ok(key)
}

/// A public key (RFC 5280 §4.1.2.7).
fn public(spki: &SubjectPublicKeyInfoRef<'_>) -> Key {
    let octets = spki.subject_public_key.as_bytes().unwrap_or_default();
    let parameters = KeyParameters::default();
    match spki.algorithm.oid {
        oid::RSA_ENCRYPTION => rsa_octets(octets, parameters),
        oid::RSASSA_PSS => match pss_alg(spki) {
            // Such a key verifies RSASSA-PSS only (RFC 4055 §3.1).
            Some(alg) => {
                rsa_octets(octets, KeyParameters { alg: Some(alg.to_owned()), ..parameters })
            }
            None => Key::faulty(parameters, "is for a form of RSASSA-PSS that JWS does not have"),
        },
        oid::EC_PUBLIC_KEY => {
            let Some(curve) = spki.algorithm.parameters_oid().ok().and_then(oid::curve) else {
                return Key::faulty(parameters, "is on a curve that is not supported");
            };
            match curve.decode_point(octets) {
                Some(point) => Key::new(Material::Ec(curve, point), parameters),
                None => Key::faulty(parameters, "is not a point of its curve: it protects nothing"),
            }
        }
        oid::ED25519 => {
            let material = <[u8; 32]>::try_from(octets)
                .map_err(|_| "is not 32 octets long".to_owned())
                .and_then(jwk::ed25519);
            match material {
                Ok(material) => Key::new(material, parameters),
                Err(fault) => Key::faulty(parameters, fault),
            }
        }
        _ => Key::faulty(parameters, "is of a type that is not supported"),
    }
}

/// The algorithm that the parameters of an RSASSA-PSS key allow; none where JWS has none such.
fn pss_alg(spki: &SubjectPublicKeyInfoRef<'_>) -> Option<&'static str> {
    let parameters = spki.algorithm.parameters?.to_der().ok()?;
    let parameters = RsaPssParams::from_der(&parameters).ok()?;
    // RFC 7518 §3.5: the salt is as long as the hash; the parameters give its least length.
    let (alg, length) = match parameters.hash.oid {
        oid::SHA256 => ("PS256", 32),
        oid::SHA384 => ("PS384", 48),
        oid::SHA512 => ("PS512", 64),
        _ => return None,
    };
    (parameters.salt_len <= length).then_some(alg)
}

/// The public half of a private key.
fn private(der: &[u8]) -> Result<Key, KeyError> {
    let parameters = KeyParameters { private: true, ..KeyParameters::default() };
    let private = Private::from_der(der)?;
    Ok(match &private {
        Private::Rsa(der) => {
            let key = pkcs1::RsaPrivateKey::from_der(der).map_err(|_| KeyError::Der)?;
            rsa(&key.public_key(), parameters)
        }
        Private::Ec(curve, _) => match private.point() {
            Some(point) => Key::new(Material::Ec(*curve, point), parameters),
            None => return Err(KeyError::Der),
        },
        Private::Ed25519(seed) => {
            let half = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key();
            Key::new(Material::Ed25519(half.to_bytes()), parameters)
        }
        Private::Secret(_) => return Err(KeyError::Unsupported),
    })
}

fn rsa_octets(octets: &[u8], parameters: KeyParameters) -> Key {
    match pkcs1::RsaPublicKey::from_der(octets) {
        Ok(key) => rsa(&key, parameters),
        Err(_) => Key::faulty(parameters, "is damaged"),
    }
}

fn rsa(key: &pkcs1::RsaPublicKey<'_>, parameters: KeyParameters) -> Key {
    match rsa_modulus::public_key(key.modulus.as_bytes(), key.public_exponent.as_bytes()) {
        Ok(key) => Key::new(Material::Rsa(key.into()), parameters),
        Err(fault) => Key::faulty(parameters, fault),
    }
}
