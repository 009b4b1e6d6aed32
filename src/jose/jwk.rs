//! JSON Web Keys (RFC 7517, RFC 7518 §6, RFC 8037 §2).

pub(super) mod der;

use std::collections::HashSet;

use crate::secret::Wiping;
use crypto_bigint::{BoxedUint, ConcatenatingMul as _};
use data_encoding::BASE64;
use zeroize::Zeroize as _;

use super::{
    base64url,
    curve::Curve,
    ed25519,
    key_contents::{KeyContents, KeyParameters, Material},
    pem,
    private::EcPrivate,
    rsa_modulus::RsaPublic,
};
use crate::value::{Value, json};

/// The members that only a private or secret key has (RFC 7518 §6, RFC 8037 §2).
const PRIVATE: [&str; 8] = ["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// Whether a JWK holds nothing secret.
pub(super) fn is_public(jwk: &Value) -> bool {
    jwk.members().iter().all(|member| !PRIVATE.contains(&&*member.name))
}

/// Reads a key from a JWK. An unusable key is returned with its fault, so that a verdict can name
/// it.
pub(super) fn read(jwk: &Value) -> KeyContents {
    let mut parameters = KeyParameters::default();
    match read_parameters(jwk, &mut parameters).and_then(|()| material(jwk)) {
        Ok(material) => {
            let mut key = KeyContents::new(material, parameters);
            key.fault = certificate_fault(jwk, &mut key);
            key
        }
        Err(fault) => KeyContents::faulty(parameters, fault),
    }
}

fn read_parameters(jwk: &Value, parameters: &mut KeyParameters) -> Result<(), String> {
    let mut names = HashSet::new();
    if !jwk.members().iter().all(|member| names.insert(&*member.name)) {
        return Err("has a member twice (RFC 7517 §4)".to_owned());
    }
    let text = |name: &str| match jwk.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.as_str().to_owned())),
        Some(_) => Err(format!("has a malformed {name}: not a string")),
    };
    parameters.private = jwk.get("d").is_some();
    text("kid")?;
    parameters.alg = text("alg")?;
    parameters.usage = text("use")?;
    if let Some(ops) = jwk.get("key_ops") {
        let list: Option<Vec<_>> =
            ops.items().iter().map(|op| op.as_str().map(str::to_owned)).collect();
        let list = list.filter(|_| matches!(ops, Value::Array(_)));
        let list = list.ok_or("has malformed key_ops: not a list of strings")?;
        let mut seen = HashSet::new();
        if !list.iter().all(|op| seen.insert(op)) {
            return Err("has the same key_ops twice (RFC 7517 §4.3)".to_owned());
        }
        let signs = list.iter().any(|op| op == "sign" || op == "verify");
        let contradicts = match parameters.usage.as_deref() {
            Some("sig") => !signs,
            Some("enc") => signs,
            _ => false,
        };
        parameters.ops = Some(list);
        if contradicts {
            return Err("has a use and key_ops that contradict each other (RFC 7517 §4.3)".into());
        }
    }
    Ok(())
}

fn material(jwk: &Value) -> Result<Material, String> {
    let octets = |name: &str| {
        let text = jwk.get(name).and_then(Value::as_str);
        let text = text.ok_or_else(|| format!("has no {name}, or it is not a string"))?;
        base64url::strict(text)
            .map(Wiping::new)
            .ok_or_else(|| format!("has a malformed {name}: not base64url (RFC 7515 §2)"))
    };
    let crv = || jwk.get("crv").and_then(Value::as_str).ok_or("has no crv");
    let kty = jwk.get("kty").and_then(Value::as_str).ok_or("has no kty (RFC 7517 §4.1)")?;
    match kty {
        "oct" => secret(octets("k")?),
        "RSA" => {
            let (n, e) = (octets("n")?, octets("e")?);
            if n.first() == Some(&0) || e.first() == Some(&0) {
                return Err("has a number with leading zeros (RFC 7518 §6.3.1)".to_owned());
            }
            let key = RsaPublic::new(&n, &e)?;
            if jwk.get("p").is_some() && jwk.get("q").is_some() {
                let (p, q) = (octets("p")?, octets("q")?);
                // Longer factors cannot belong to the modulus, which has a limit.
                if p.len() > n.len() || q.len() > n.len() || !is_product(&n, &p, &q) {
                    return Err("has private numbers that do not belong to it".to_owned());
                }
            }
            Ok(Material::Rsa(key))
        }
        "EC" => {
            let curve = Curve::from_name(crv()?).ok_or("is on a curve that is not supported")?;
            let (x, y) = (octets("x")?, octets("y")?);
            if x.len() != curve.field_len() || y.len() != curve.field_len() {
                return Err("has a coordinate of the wrong length (RFC 7518 §6.2.1)".to_owned());
            }
            let point = curve
                .point_from_coordinates(&x, &y)
                .ok_or("is not a point of its curve: it protects nothing")?;
            if jwk.get("d").is_some() {
                let d = octets("d")?;
                let private = EcPrivate::new(curve, &d).ok();
                let private = private.filter(|_| d.len() == curve.field_len());
                if private.is_none_or(|private| private.point != point) {
                    return Err("has a private half that does not belong to it".to_owned());
                }
            }
            Ok(Material::Ec(curve, point))
        }
        "OKP" if crv()? == "Ed25519" => {
            let x = <[u8; 32]>::try_from(octets("x")?.as_slice());
            let x = x.map_err(|_| "has a malformed x: not 32 octets")?;
            if jwk.get("d").is_some() {
                let seed = <[u8; 32]>::try_from(octets("d")?.as_slice());
                let seed = Wiping::new(seed.map_err(|_| "has a malformed d: not 32 octets")?);
                if ed25519::public_point(&seed) != Some(x) {
                    return Err("has a private half that does not belong to it".to_owned());
                }
            }
            match ed25519::fault(&x) {
                None => Ok(Material::Ed25519(x)),
                Some(fault) => Err(fault.to_owned()),
            }
        }
        "OKP" => Err(match crv()? {
            "Ed448" => "is on Ed448, which is not supported".to_owned(),
            "X25519" | "X448" => "is for key agreement, not for signatures".to_owned(),
            _ => "is on a curve that is not supported".to_owned(),
        }),
        _ => Err("is of a type that is not supported".to_owned()),
    }
}

/// Reads a shared secret. The text of a public key is refused: a token signed with it is forged
/// (RFC 8725 §2.1).
pub(super) fn secret(octets: Wiping<Vec<u8>>) -> Result<Material, String> {
    if octets.is_empty() {
        return Err("is an empty secret".to_owned());
    }
    if is_key_text(&octets) {
        return Err(
            "is a secret made of a key that may be public: anyone could sign with it".into()
        );
    }
    Ok(Material::Secret(octets))
}

/// Whether octets are a key in one of the forms in which public keys are given.
pub(super) fn is_key_text(octets: &[u8]) -> bool {
    let is_jwk = || {
        let (value, fault) = json::read(octets);
        fault.is_none() && (value.get("kty").is_some() || value.get("keys").is_some())
    };
    pem::is_pem(octets)
        || der::is_key(octets)
        || (octets.trim_ascii_start().first() == Some(&b'{') && is_jwk())
}

/// Whether a number is the product of two others.
fn is_product(n: &[u8], p: &[u8], q: &[u8]) -> bool {
    let [n, mut p, mut q] = [n, p, q].map(BoxedUint::from_be_slice_vartime);
    let is_product = p.concatenating_mul(&q) == n;
    p.zeroize();
    q.zeroize();
    is_product
}

/// Notes the hash of the certificate in `x5c`, and says whether it or `x5t#S256` contradicts the
/// key (RFC 7517 §4.7, §4.9).
fn certificate_fault(jwk: &Value, key: &mut KeyContents) -> Option<String> {
    if let Some(chain) = jwk.get("x5c") {
        let first = chain.items().first().and_then(Value::as_str);
        let Some(der) = first.and_then(|text| BASE64.decode(text.as_bytes()).ok()) else {
            return Some("has a malformed x5c (RFC 7517 §4.7)".to_owned());
        };
        // A certificate that cannot be read says nothing of the key.
        if let Ok(held) = der::certificate(&der) {
            if held.fault.is_none() && !held.same_material(key) {
                return Some("has a certificate of another key (RFC 7517 §4.7)".to_owned());
            }
            key.certificate = held.certificate;
        }
    }
    let claimed = jwk.get("x5t#S256").and_then(Value::as_str);
    match (claimed, key.certificate_thumbprint()) {
        (Some(claimed), Some(real)) if claimed != real => {
            Some("has an x5t#S256 of another certificate (RFC 7517 §4.9)".to_owned())
        }
        _ => None,
    }
}
