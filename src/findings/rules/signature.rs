//! Invalid signatures, missing key identifiers, and secrets that anyone can guess.

use crate::{
    findings::{diagnostics::Diagnostics, jwt::Jwt, rule_context::RuleContext},
    jose::{Format, HmacSignature, SignatureStatus, Token, WeakSecrets, verify},
    value::Value,
};

/// RFC 7515 §5.2: a token whose signature does not verify is refused.
pub(super) fn signature_invalid(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let signature = &jwt.token.signature;
    if signature.status != SignatureStatus::Invalid {
        return;
    }
    let reason = signature.reason.as_deref().unwrap_or("a key denies it");
    let fact =
        format!("the signature is invalid: {reason}. Whoever checks it must refuse the token");
    diagnostics.error(jwt.field(), &fact);
}

/// OpenID Connect Core §10.1: where a set has several keys, `kid` says which one it is.
pub(super) fn kid_missing(context: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let keys = context.input.keys;
    if keys.is_empty() || jwt.kid.is_some() || !verify::do_several_keys_fit(jwt.token, keys) {
        return;
    }
    diagnostics.on("kid").warning(
        jwt.field(),
        "the header has no kid, and several of the keys at hand could have signed the token: a \
         client must try each, or refuse it",
    );
}

/// RFC 8725 §3.5 and RFC 7518 §3.2: a secret is random and as long as the hash. The well-known
/// ones are tried here, offline, on HMAC tokens alone; that a given one is too short is known from
/// the verdict.
pub(super) fn hmac_weak_secret(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !matches!(jwt.alg, Some("HS256" | "HS384" | "HS512")) || jwt.token.format != Format::Jws {
        return;
    }
    let signed = HmacSignature::of(jwt.token).filter(|_| is_tried(context, jwt.token));
    let (known, tried) = signed.map_or((None, 0), |signed| well_known(context, jwt, &signed));
    if let Some((place, secret)) = known.and_then(|it| Some((it, WeakSecrets::secret(it)?))) {
        let fact = format!(
            "the token is signed with a well-known secret (number {} of the {} in this program, \
             {tried} of them tried; {} characters): anyone can make tokens that pass for genuine",
            place + 1,
            WeakSecrets::count(),
            secret.chars().count()
        );
        diagnostics.on("alg").error(jwt.field(), &fact);
    } else if let Some(what) = short_secret(jwt.token) {
        let fact = format!(
            "the token is signed with a secret that is shorter than the hash:{what}; a short one \
             can be found by trying, and then anyone can make tokens"
        );
        diagnostics.citing("RFC 7518 §3.2").on("alg").error(jwt.field(), &fact);
    }
}

/// How many tokens of an input are tried: every secret costs a hash of the token.
const MOST_TOKENS: usize = 256;

/// Longer tokens are not tried. No server takes one in a header field.
const LONGEST: usize = 64 * 1024;

/// Whether a token is one of those that the well-known secrets are tried on.
fn is_tried(context: &RuleContext<'_>, token: &Token) -> bool {
    let mut tried = context.input.tokens.iter().take(MOST_TOKENS);
    token.compact.expose().len() <= LONGEST && tried.any(|it| std::ptr::eq(it, token))
}

/// The place of the well-known secret that made a signature, and how many are tried at most.
fn well_known(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    signed: &HmacSignature<'_>,
) -> (Option<usize>, usize) {
    let all = WeakSecrets::count();
    let Some(trials) = context.input.secret_trials else {
        return (WeakSecrets::find_among(0..all, signed), all);
    };
    let issuer = jwt.claims.iss.and_then(Value::as_str).unwrap_or_default();
    trials.find(issuer, all, |places| WeakSecrets::find_among(places, signed))
}

/// What the verdict says of a given secret that confirms the signature but is too short.
fn short_secret(token: &Token) -> Option<&str> {
    let reason = token.signature.reason.as_deref()?;
    let what = reason.strip_prefix(verify::CONFIRMED_BY_SHORT_SECRET)?;
    Some(what.strip_suffix(" (RFC 7518 §3.2)").unwrap_or(what))
}
