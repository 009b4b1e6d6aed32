//! Keys in DER: SPKI, certificates, PKCS#1, PKCS#8, SEC 1.

use ::der::{Decode as _, Encode as _};

use crate::{
    jose::{
        KeyError,
        asn1::{PssParameters, RsaPublicKey, SubjectPublicKeyInfo},
        ed25519,
        key_contents::{KeyContents, KeyParameters, Material},
        oid,
        private::Private,
        rsa_modulus::RsaPublic,
    },
    secret::sha256,
    x509::Certificate,
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
pub(in crate::jose) fn read(der: &[u8]) -> Result<KeyContents, KeyError> {
    if let Ok(spki) = SubjectPublicKeyInfo::from_der(der) {
        return Ok(public(&spki));
    }
    if let Ok(key) = RsaPublicKey::from_der(der) {
        return Ok(rsa(key.n, key.e, KeyParameters::default()));
    }
    certificate(der).or_else(|_| private(der))
}

/// The key of a certificate (RFC 5280 §4.1).
pub(in crate::jose) fn certificate(der: &[u8]) -> Result<KeyContents, KeyError> {
    let certificate = Certificate::from_der(der).map_err(|_| KeyError::Der)?;
    let spki = SubjectPublicKeyInfo::from_der(certificate.public_key).map_err(|_| KeyError::Der)?;
    Ok(KeyContents { certificate: Some(sha256(der)), ..public(&spki) })
}

/// A public key (RFC 5280 §4.1.2.7).
fn public(spki: &SubjectPublicKeyInfo<'_>) -> KeyContents {
    let octets = spki.public_key.as_bytes().unwrap_or_default();
    let parameters = KeyParameters::default();
    match spki.algorithm.oid {
        oid::RSA_ENCRYPTION => rsa_octets(octets, parameters),
        oid::RSASSA_PSS => match pss_alg(spki) {
            // Such a key verifies RSASSA-PSS only (RFC 4055 §3.1).
            Some(alg) => {
                rsa_octets(octets, KeyParameters { alg: Some(alg.to_owned()), ..parameters })
            }
            None => KeyContents::faulty(
                parameters,
                "is for a form of RSASSA-PSS that JWS does not have",
            ),
        },
        oid::EC_PUBLIC_KEY => {
            let Some(curve) = spki.algorithm.named().and_then(oid::curve) else {
                return KeyContents::faulty(parameters, "is on a curve that is not supported");
            };
            match curve.decode_point(octets) {
                Some(point) => KeyContents::new(Material::Ec(curve, point), parameters),
                None => KeyContents::faulty(
                    parameters,
                    "is not a point of its curve: it protects nothing",
                ),
            }
        }
        oid::ED25519 => match <[u8; 32]>::try_from(octets) {
            Ok(octets) => match ed25519::fault(&octets) {
                None => KeyContents::new(Material::Ed25519(octets), parameters),
                Some(fault) => KeyContents::faulty(parameters, fault),
            },
            Err(_) => KeyContents::faulty(parameters, "is not 32 octets long"),
        },
        _ => KeyContents::faulty(parameters, "is of a type that is not supported"),
    }
}

/// The algorithm that the parameters of an RSASSA-PSS key allow; none where JWS has none such.
fn pss_alg(spki: &SubjectPublicKeyInfo<'_>) -> Option<&'static str> {
    let parameters = spki.algorithm.parameters?.to_der().ok()?;
    let parameters = PssParameters::from_der(&parameters).ok()?;
    // RFC 7518 §3.5: the salt is as long as the hash; the parameters give its least length.
    let (alg, length) = match parameters.hash? {
        oid::SHA256 => ("PS256", 32),
        oid::SHA384 => ("PS384", 48),
        oid::SHA512 => ("PS512", 64),
        _ => return None,
    };
    (parameters.salt_length <= length).then_some(alg)
}

/// The public half of a private key.
fn private(der: &[u8]) -> Result<KeyContents, KeyError> {
    let parameters = KeyParameters { private: true, ..KeyParameters::default() };
    Ok(match Private::from_der(der)? {
        Private::Rsa(key) => rsa(&key.n, &key.e, parameters),
        Private::Ec(key) => KeyContents::new(Material::Ec(key.curve, key.point), parameters),
        Private::Ed25519(seed) => {
            let point = ed25519::public_point(&seed).ok_or(KeyError::Der)?;
            KeyContents::new(Material::Ed25519(point), parameters)
        }
        Private::Secret(_) => return Err(KeyError::Unsupported),
    })
}

fn rsa_octets(octets: &[u8], parameters: KeyParameters) -> KeyContents {
    match RsaPublicKey::from_der(octets) {
        Ok(key) => rsa(key.n, key.e, parameters),
        Err(_) => KeyContents::faulty(parameters, "is damaged"),
    }
}

fn rsa(n: &[u8], e: &[u8], parameters: KeyParameters) -> KeyContents {
    match RsaPublic::new(n, e) {
        Ok(key) => KeyContents::new(Material::Rsa(key), parameters),
        Err(fault) => KeyContents::faulty(parameters, fault),
    }
}
