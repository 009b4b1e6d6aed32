//! The verdict on a signature (RFC 7515 §5.2, RFC 8725 §3).

use std::collections::HashSet;

use super::{
    Alg, Format, Key, KeyFrom, Keys, Role, Signature, Status, Token, base64url,
    check::{self, Signed},
};
use crate::value::{Value, json};

/// Judges the signature of a token with the keys that a person gave, and no others: `jwk`, `x5c`,
/// `jku` and `x5u` of the header are never used (RFC 8725 §3.10).
///
/// `valid` means that the token is a compact JWS to the letter, and that a key which may verify
/// its algorithm confirms the signature. Every other status but `not_checked` has a reason.
pub fn verify(token: &Token, keys: &Keys) -> Signature {
    // An earlier verdict in the token must not show through, so the header is asked anew.
    let mut signature = unjudged(token.format, &token.header);
    if signature.status == Status::NotChecked && !keys.is_empty() {
        let verdict = judge(token, signature.kid.as_deref(), keys).fair_to(token, keys);
        signature.status = verdict.status;
        signature.reason = Some(verdict.reason);
        signature.key_from = verdict.key_from;
    }
    signature
}

/// What the header says of the signature, before anything is verified.
pub(super) fn unjudged(format: Format, header: &Value) -> Signature {
    let text = |name| header.get(name).and_then(Value::as_str).map(str::to_owned);
    let alg = text("alg");
    let (status, reason) = match &alg {
        // Some libraries compare names loosely, so that every spelling is dangerous.
        Some(alg) if alg.eq_ignore_ascii_case("none") => (
            Status::Unsigned,
            Some("the header says alg none: anyone could have written it (RFC 8725 §3.2)".into()),
        ),
        _ if format == Format::Jwe => {
            (Status::NotChecked, Some("the token is encrypted (JWE), not signed".into()))
        }
        _ => (Status::NotChecked, None),
    };
    Signature { status, alg, kid: text("kid"), key_from: None, reason }
}

/// A status with its reason, and where the key came from that it rests on.
struct Verdict {
    status: Status,
    reason: String,
    key_from: Option<KeyFrom>,
}

impl Verdict {
    fn new(status: Status, reason: impl Into<String>) -> Self {
        Self { status, reason: reason.into(), key_from: None }
    }

    fn resting_on(self, key: &Key) -> Self {
        Self { key_from: Some(key.from), ..self }
    }

    /// An access token is for its API, so the client cannot know whose key signs it: what the
    /// client's secret does not confirm, or the keys of another issuer than it names, is no forgery.
    fn fair_to(self, token: &Token, keys: &Keys) -> Self {
        if self.status != Status::Invalid || token.role != Some(Role::AccessToken) {
            return self;
        }
        let iss = token.claims.as_ref().and_then(|claims| claims.get("iss")?.as_str());
        let reason = match self.key_from {
            Some(KeyFrom::ClientSecret) => {
                "the client secret does not confirm it, and need not: it is for ID tokens"
            }
            Some(KeyFrom::Issuer) if iss.is_some() && iss != keys.issuer.as_deref() => {
                "the keys are the issuer's that was named, and the token names another one"
            }
            _ => return self,
        };
        Self::new(Status::NoKey, reason)
    }
}

fn invalid(reason: impl Into<String>) -> Verdict {
    Verdict::new(Status::Invalid, reason)
}

fn unsupported(reason: impl Into<String>) -> Verdict {
    Verdict::new(Status::Unsupported, reason)
}

fn judge(token: &Token, kid: Option<&str>, keys: &Keys) -> Verdict {
    try_keys(token, kid, keys).unwrap_or_else(|verdict| verdict)
}

fn try_keys(token: &Token, kid: Option<&str>, keys: &Keys) -> Result<Verdict, Verdict> {
    if token.format == Format::Jwe {
        return Err(unsupported("the token is encrypted (JWE), not signed"));
    }
    // The octets of the token are what was signed.
    let compact = token.compact.expose();
    let (message, signature) = parts(compact)?;
    let alg = algorithm(compact)?;
    let signed = Signed { alg, message: message.as_bytes(), signature: &signature };
    let (fitting, others): (Vec<_>, Vec<_>) =
        keys.iter().partition(|key| key.refusal(alg, kid).is_none());
    if fitting.is_empty() {
        return Err(Verdict::new(Status::NoKey, no_key(&signed, keys, &others, kid)));
    }
    match fitting.iter().take(MOST_KEYS).find(|key| check::confirms(key, &signed)) {
        Some(key) => {
            let reason = format!("verified with {}", key.name());
            Ok(Verdict::new(Status::Valid, reason).resting_on(key))
        }
        None if fitting.len() > MOST_KEYS => {
            Err(Verdict::new(Status::NoKey, too_many(fitting.len())))
        }
        None => Err(invalid(denial(&fitting)).resting_on(fitting[0])),
    }
}

/// How many keys are tried on one signature, each at the cost of a verification. A set has a few;
/// where it has more, `kid` says which one it is (RFC 7515 §4.1.4).
const MOST_KEYS: usize = 256;

fn too_many(fitting: usize) -> String {
    format!(
        "none of the first {MOST_KEYS} keys confirms the signature, and {} more that fit were not \
         tried",
        fitting - MOST_KEYS
    )
}

/// The signed octets and the signature of a text that is, to the letter, three parts of base64url
/// (RFC 7515 §5.2, steps 1 to 7).
fn parts(compact: &str) -> Result<(&str, Vec<u8>), Verdict> {
    let count = compact.split('.').count();
    let (Some((message, signature)), 3) = (compact.rsplit_once('.'), count) else {
        return Err(invalid(format!("a JWS has three parts, this has {count}")));
    };
    for (name, part) in ["header", "payload"].into_iter().zip(message.split('.')) {
        if base64url::strict(part).is_none() {
            return Err(invalid(format!("the {name} is not strict base64url (RFC 7515 §2)")));
        }
    }
    if signature.is_empty() {
        return Err(invalid("the signature is empty"));
    }
    match base64url::strict(signature) {
        Some(signature) => Ok((message, signature)),
        None => Err(invalid("the signature is not strict base64url (RFC 7515 §2)")),
    }
}

/// The algorithm of the header, which must be an object without duplicates or unknown critical
/// extensions (RFC 7515 §4, §4.1.11).
fn algorithm(compact: &str) -> Result<Alg, Verdict> {
    let encoded = compact.split('.').next().unwrap_or_default();
    let octets = base64url::strict(encoded).unwrap_or_default();
    let (header, fault) = json::read(&octets);
    let (Value::Object(members), None) = (&header, fault) else {
        return Err(invalid("the header is not a JSON object"));
    };
    let mut names = HashSet::new();
    if !members.iter().all(|member| names.insert(&*member.name)) {
        return Err(invalid("the header has a parameter twice (RFC 7515 §4)"));
    }
    critical(&header, &names)?;
    if matches!(header.get("b64"), Some(Value::Bool(false))) {
        return Err(unsupported("unencoded payloads (RFC 7797) are not supported"));
    }
    if header.get("kid").is_some_and(|kid| kid.as_str().is_none()) {
        return Err(invalid("kid is not a string (RFC 7515 §4.1.4)"));
    }
    match header.get("alg") {
        Some(Value::String(alg)) => Alg::from_name(alg.as_str())
            .ok_or_else(|| unsupported("the algorithm is not supported")),
        Some(_) => Err(invalid("alg is not a string (RFC 7515 §4.1.1)")),
        None => Err(invalid("the header has no alg (RFC 7515 §4.1.1)")),
    }
}

/// Names that `crit` may not hold: those of RFC 7515 §4.1 and RFC 7518 §4 themselves.
const STANDARD: [&str; 11] =
    ["alg", "jku", "jwk", "kid", "x5u", "x5c", "x5t", "x5t#S256", "typ", "cty", "crit"];

/// No critical extension is understood here, so that any one refuses the token.
fn critical(header: &Value, names: &HashSet<&str>) -> Result<(), Verdict> {
    let Some(crit) = header.get("crit") else { return Ok(()) };
    let listed: Option<Vec<&str>> = crit.items().iter().map(Value::as_str).collect();
    let listed = listed.filter(|listed| {
        let distinct: HashSet<_> = listed.iter().collect();
        !listed.is_empty()
            && distinct.len() == listed.len()
            && listed.iter().all(|name| names.contains(name) && !STANDARD.contains(name))
    });
    match listed.as_deref() {
        None => Err(invalid("crit is malformed (RFC 7515 §4.1.11)")),
        Some(["b64"]) => Err(unsupported("unencoded payloads (RFC 7797) are not supported")),
        Some(listed) => {
            let names = listed.iter().take(3).map(|name| super::shown(name)).collect::<Vec<_>>();
            Err(invalid(format!(
                "crit demands extensions that are not understood: {} (RFC 7515 §4.1.11)",
                names.join(", ")
            )))
        }
    }
}

fn denial(fitting: &[&Key]) -> String {
    match fitting {
        [key] => format!(
            "{} does not confirm the signature: the token was changed, or signed with another key",
            key.name()
        ),
        _ => format!(
            "none of the {} keys that fit confirms the signature: the token was changed, or signed \
             with another key",
            fitting.len()
        ),
    }
}

/// How the reason begins where a given secret confirms the signature but is shorter than the hash,
/// so that it may not (RFC 7518 §3.2).
pub(crate) const CONFIRMED_BY_SHORT_SECRET: &str = "the signature matches, but";

/// Why none of the keys may verify the token.
fn no_key(signed: &Signed<'_>, keys: &Keys, others: &[&Key], kid: Option<&str>) -> String {
    if others.is_empty() {
        return format!("there is no key in {}", keys.sources.join(", "));
    }
    // A short secret is common in development, and the signature then says what one wants to know.
    let short = others.iter().take(MOST_KEYS).find_map(|key| {
        let fault = key.too_short(signed.alg).filter(|_| !key.other_kid(kid))?;
        check::confirms(key, signed)
            .then(|| format!("{CONFIRMED_BY_SHORT_SECRET} {} {fault}", key.name()))
    });
    if let Some(reason) = short {
        return reason;
    }
    if let Some(kid) = kid
        && others.len() > 1
        && others.iter().all(|key| key.other_kid(Some(kid)))
    {
        let (count, kid) = (others.len(), super::shown(kid));
        return format!("none of the {count} keys has the kid {kid}");
    }
    let mut reasons: Vec<String> = others
        .iter()
        .filter(|key| others.len() == 1 || !key.other_kid(kid))
        .filter_map(|key| Some(format!("{} {}", key.name(), key.refusal(signed.alg, kid)?)))
        .collect();
    let more = reasons.len().saturating_sub(3);
    reasons.truncate(3);
    if more > 0 {
        reasons.push(format!("and {more} more"));
    }
    reasons.join("; ")
}
