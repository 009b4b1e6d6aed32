//! Verifies the signatures of tokens (RFC 7515 §5.2, RFC 8725 §3).

mod algorithms;
mod reason;

pub(crate) use reason::CONFIRMED_BY_SHORT_SECRET;

use self::{algorithms::SignatureInput, reason::DETACHED};
use super::{
    Alg, Format, Key, KeyFrom, Keys, Role, Signature, SignatureStatus, Token,
    alg::Family,
    curve::Curve,
    signing_input::{self, VerificationInput},
};
use crate::value::Value;

/// Verifies the signature of a token with the given keys, and no others: `jwk`, `x5c`, `jku` and
/// `x5u` of the header are never used (RFC 8725 §3.10).
///
/// `valid` means that the token is a well-formed JWS and that a key which may verify its algorithm
/// confirms the signature; `invalid` that there was such a key, but none confirms it. Every other
/// status but `not_checked` has a reason.
pub fn verify(token: &Token, keys: &Keys) -> Signature {
    // Starts from the header alone, so that no earlier verdict in the token remains.
    let mut signature = unverified(token.format, &token.header);
    if signature.status != SignatureStatus::NotChecked {
        return signature;
    }
    if keys.is_empty() {
        if token.format == Format::Jws {
            signature.reason = reason::missing_part(token, signature.alg.as_deref());
        }
        return signature;
    }
    let verdict =
        judge(token, signature.kid.as_deref(), keys).allow_for_opaque_access_tokens(token, keys);
    signature.status = verdict.status;
    signature.reason = Some(verdict.reason);
    signature.key_from = verdict.key_from;
    signature
}

/// Verifies every signature. The proof behind an SD-JWT is verified with the key that the SD-JWT
/// names, once the SD-JWT itself is valid (RFC 9901 §7.3): until then that key is not trustworthy.
pub fn verify_all(tokens: &mut [Token], keys: &Keys) {
    let mut issued = None;
    for token in tokens {
        token.signature = match &token.key_binding {
            Some(binding) => verify_binding(token, binding.key.as_ref(), issued, keys),
            None => verify(token, keys),
        };
        if token.disclosures.is_some() {
            issued = Some(token.signature.status);
        }
    }
}

fn verify_binding(
    token: &Token,
    key: Option<&Value>,
    issued: Option<SignatureStatus>,
    keys: &Keys,
) -> Signature {
    let mut signature = unverified(token.format, &token.header);
    if signature.status != SignatureStatus::NotChecked || token.format == Format::Jwe {
        return signature;
    }
    let (status, reason) = match (issued, key) {
        _ if keys.is_empty() => (
            SignatureStatus::NotChecked,
            "its key is cnf.jwk of the SD-JWT, which was not checked".into(),
        ),
        (_, None) => (SignatureStatus::NoKey, "the SD-JWT has no cnf.jwk (RFC 9901 §4.1.2)".into()),
        (Some(SignatureStatus::Valid), Some(key)) => {
            let key = Key::from_jwk(key.clone()).with_name("cnf.jwk of the SD-JWT");
            // Whatever kid the proof has, this is the one key that may sign it.
            let verdict = judge(token, None, &Keys::single(key));
            (verdict.status, verdict.reason)
        }
        _ => (
            SignatureStatus::NoKey,
            "its key is cnf.jwk of the SD-JWT, whose own signature is not known to be valid".into(),
        ),
    };
    signature.status = status;
    signature.reason = Some(reason);
    signature
}

/// The status of a signature by the header alone, before anything is verified.
pub(super) fn unverified(format: Format, header: &Value) -> Signature {
    let text = |name| header.get(name).and_then(Value::as_str).map(str::to_owned);
    let alg = text("alg");
    let (status, reason) = match &alg {
        // Some libraries compare names loosely, so that every spelling is dangerous.
        Some(alg) if alg.trim().eq_ignore_ascii_case("none") => (
            SignatureStatus::Unsigned,
            Some("the header says alg none: anyone could have written it (RFC 8725 §3.2)".into()),
        ),
        _ if format == Format::Jwe => {
            (SignatureStatus::NotChecked, Some("the token is encrypted (JWE), not signed".into()))
        }
        _ => (SignatureStatus::NotChecked, None),
    };
    Signature { status, alg, kid: text("kid"), key_from: None, reason }
}

/// A status with its reason, and the origin of the key that it rests on.
struct Verdict {
    status: SignatureStatus,
    reason: String,
    key_from: Option<KeyFrom>,
}

impl Verdict {
    fn new(status: SignatureStatus, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into(), key_from: None }
    }

    fn with_key(self, key: &Key) -> Self {
        Self { key_from: Some(key.from()), ..self }
    }

    /// An access token is for its API, so the client cannot know whose key signs it: what the
    /// client's secret does not confirm, or the keys of another issuer than it names, is no forgery.
    fn allow_for_opaque_access_tokens(self, token: &Token, keys: &Keys) -> Self {
        if self.status != SignatureStatus::Invalid || token.role != Some(Role::AccessToken) {
            return self;
        }
        let iss = token.claims.as_ref().and_then(|claims| claims.get("iss")?.as_str());
        let is_microsoft_s = iss.is_some_and(|iss| MICROSOFT.iter().any(|it| iss.starts_with(it)));
        if is_microsoft_s && token.header.get("nonce").is_some() {
            let reason = "Microsoft hashes the header's nonce before it signs a token for its own \
                          APIs, which alone can verify it";
            return Self::new(SignatureStatus::Unsupported, reason);
        }
        let reason = match self.key_from {
            Some(KeyFrom::ClientSecret) => {
                "the client secret does not confirm it, and need not: it is for ID tokens"
            }
            Some(KeyFrom::Issuer) if iss.is_some() && iss != keys.issuer.as_deref() => {
                "the keys are the issuer's that was named, and the token names another one"
            }
            _ => return self,
        };
        Self::new(SignatureStatus::NoKey, reason)
    }
}

/// The issuers of Microsoft Entra ID, by how they begin.
const MICROSOFT: [&str; 2] = ["https://sts.windows.net/", "https://login.microsoftonline.com/"];

fn judge(token: &Token, kid: Option<&str>, keys: &Keys) -> Verdict {
    if token.format == Format::Jwe {
        return Verdict::new(
            SignatureStatus::Unsupported,
            "the token is encrypted (JWE), not signed",
        );
    }
    let message = signing_input::read(token);
    let alg = match &message {
        VerificationInput::Signed { alg, .. } | VerificationInput::Malformed { alg, .. } => *alg,
        VerificationInput::Unsupported(reason) => {
            return Verdict::new(SignatureStatus::Unsupported, reason);
        }
        VerificationInput::Incomplete(reason) => {
            return Verdict::new(SignatureStatus::NotChecked, reason);
        }
    };
    let (signed, detached) = match &message {
        VerificationInput::Signed { octets, signature, detached, .. } => {
            (SignatureInput { alg, message: octets, signature }, *detached)
        }
        _ => (SignatureInput { alg, message: &[], signature: &[] }, false),
    };
    let most = most_keys(alg);
    let mut fitting = Vec::new();
    for key in candidates(keys, kid).filter(|key| key.refusal(alg, kid).is_none()) {
        // A token that no key may verify is not called wrong.
        if let VerificationInput::Malformed { reason, .. } = &message {
            return Verdict::new(SignatureStatus::Invalid, reason).with_key(key);
        }
        if fitting.len() < most && algorithms::verify_with_key(key, &signed) {
            let reason = format!("verified with {}", key.name());
            return Verdict::new(SignatureStatus::Valid, reason).with_key(key);
        }
        fitting.push(key);
    }
    match fitting.first() {
        None => Verdict::new(SignatureStatus::NoKey, reason::no_fitting_key(&signed, keys, kid)),
        Some(_) if detached => Verdict::new(SignatureStatus::NotChecked, DETACHED),
        Some(_) if fitting.len() > most => {
            Verdict::new(SignatureStatus::NoKey, reason::too_many_keys(most, fitting.len()))
        }
        Some(first) => {
            Verdict::new(SignatureStatus::Invalid, reason::denied(&fitting)).with_key(first)
        }
    }
}

/// The keys that may be meant: those with the `kid` of the token, then those without one. Of a token
/// without, all of them.
fn candidates<'a>(keys: &'a Keys, kid: Option<&'a str>) -> impl Iterator<Item = &'a Key> {
    let named = keys.iter().filter(move |key| kid.is_some() && key.kid() == kid);
    let others = keys.iter().filter(move |key| kid.is_none() || key.kid().is_none());
    named.chain(others)
}

/// Whether at least two of the keys could have signed a token, by its algorithm and `kid`.
pub(crate) fn do_several_keys_fit(token: &Token, keys: &Keys) -> bool {
    let Signature { alg: Some(alg), kid, .. } = &token.signature else { return false };
    let Some(alg) = Alg::from_name(alg).filter(|_| token.format == Format::Jws) else {
        return false;
    };
    let kid = kid.as_deref();
    candidates(keys, kid).filter(|key| key.refusal(alg, kid).is_none()).nth(1).is_some()
}

/// How many keys are tried on one signature, each at the cost of a verification. A set has a few;
/// where it has more, `kid` says which one it is (RFC 7515 §4.1.4).
fn most_keys(alg: Alg) -> usize {
    match alg.family() {
        Family::Hmac => 65_536,
        Family::Ecdsa(Curve::P384 | Curve::P521) => 512,
        _ => 10_240,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cheaper_a_try_the_more_keys_are_tried() {
        for (alg, most) in [
            (Alg::Hs512, 65_536),
            (Alg::Rs256, 10_240),
            (Alg::Ps512, 10_240),
            (Alg::Es256, 10_240),
            (Alg::Es256k, 10_240),
            (Alg::Ed25519, 10_240),
            (Alg::Es384, 512),
            (Alg::Es512, 512),
        ] {
            assert_eq!(most_keys(alg), most, "{alg:?}");
        }
        assert_eq!(
            reason::too_many_keys(512, 515),
            "none of the first 512 keys confirms the signature, and 3 more that fit were not tried"
        );
    }
}
