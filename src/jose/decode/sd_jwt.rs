//! SD-JWT (RFC 9901): a signed JWT, the claims that its holder discloses beside it, and perhaps a
//! proof that the holder presents it.

mod disclosure;

pub use disclosure::{Disclosure, Disclosures};

use self::disclosure::{Hash, read};
use crate::{
    jose::{Token, decode},
    problem::Problem,
    secrecy,
    secret::Secret,
    value::Value,
};

/// The proof of possession behind an SD-JWT (RFC 9901 §4.3).
#[derive(Clone, Debug, PartialEq)]
pub struct KeyBinding {
    /// The holder's key: `cnf.jwk` of the SD-JWT (RFC 7800 §3.2).
    pub(in crate::jose) key: Option<Value>,
    /// Whether `sd_hash` is the hash of what stands before the proof.
    pub is_bound: bool,
}

/// The disclosures behind the first `~` of a compact SD-JWT, and the proof behind the last.
pub(in crate::jose) fn split(rest: &str) -> (Vec<&str>, &str) {
    let mut disclosures: Vec<&str> = rest.split('~').collect();
    // What a `~` ends is a disclosure, and so is a last part that is no JWT.
    match disclosures.last() {
        Some(last) if last.is_empty() || last.contains('.') => {
            let last = disclosures.pop().unwrap_or_default();
            (disclosures, last)
        }
        _ => (disclosures, ""),
    }
}

/// Adds the disclosures to the first token, and the proof as a separate token.
pub(in crate::jose) fn disclose(tokens: &mut Vec<Token>, disclosures: &[&str], key_binding: &str) {
    let Some(token) = tokens.first_mut() else { return };
    let claims = token.claims.as_ref().unwrap_or(&Value::Null);
    let hash = Hash::of(claims);
    let read = match hash {
        Some(hash) => read(claims, disclosures, hash),
        None => read(&Value::Null, disclosures, Hash::Sha256),
    };
    let refusal = if hash.is_none() {
        Some("the hash that _sd_alg names is not supported: no disclosure could be matched".into())
    } else {
        refusal(&read)
    };
    let mut proof = None;
    if !key_binding.is_empty() {
        let field = format!("{}.key_binding", token.field);
        proof = decode(&field, key_binding);
        if let Some(proof) = &mut proof {
            let bound_text = bound_text(token.compact.expose(), disclosures);
            let sd_hash = proof.claims.as_ref().and_then(|claims| claims.get("sd_hash")?.as_str());
            let is_bound =
                hash.is_some_and(|hash| sd_hash == Some(&*hash.digest(bound_text.expose())));
            let key = claims.get("cnf").and_then(|cnf| cnf.get("jwk")).cloned();
            proof.key_binding = Some(KeyBinding { key, is_bound });
            if !is_bound {
                proof.problem.get_or_insert(Problem::new(
                    "sd_hash is not the hash of the SD-JWT before it: a verifier must refuse it \
                     (RFC 9901 §4.3.1)",
                ));
            }
        }
    }
    let unreadable = !key_binding.is_empty() && proof.is_none();
    let refusal = refusal.or_else(|| {
        unreadable.then(|| "the key binding behind the last ~ cannot be read".to_owned())
    });
    if let Some(message) = refusal {
        token.problem.get_or_insert(Problem::new(message));
    }
    token.disclosures = Some(Box::new(read));
    tokens.extend(proof);
}

/// The SD-JWT up to its last `~`, which is what `sd_hash` is the hash of.
fn bound_text(issued: &str, disclosures: &[&str]) -> Secret {
    let length = disclosures.iter().map(|it| it.len() + 1).sum::<usize>() + issued.len() + 1;
    let mut text = String::with_capacity(length);
    text.push_str(issued);
    for disclosure in disclosures {
        text.push('~');
        text.push_str(disclosure);
    }
    text.push('~');
    Secret::new(text)
}

/// Why a verifier refuses the whole (RFC 9901 §7.1).
fn refusal(read: &Disclosures) -> Option<String> {
    let fault = read.details.iter().find_map(|it| Some((it.fault?, it.name.as_deref())))?;
    let name = fault.1.filter(|name| !secrecy::is_secret_text(name));
    let of = name.map_or(String::new(), |name| format!(" of {}", crate::jose::short_quote(name)));
    Some(format!(
        "the disclosure{of} {}: a verifier must refuse the token (RFC 9901 §7.1)",
        fault.0
    ))
}
