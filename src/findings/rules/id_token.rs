//! ID tokens (OpenID Connect Core): whether there is one, whether it is whole, and when it holds.

use crate::{
    findings::{
        Severity,
        diagnostics::Diagnostics,
        jwt::{Claims, Jwt},
        rule_context::RuleContext,
        wording::{duration_in_words, from_epoch, quote, quoted_list, rfc3339},
    },
    jose::Format,
    kind::Kind,
    value::Value,
};

use super::{issuer_and_audience::audiences, userinfo};

/// Grants whose answer has an ID token where `openid` was granted: OpenID Connect Core §3.1.3.3 and
/// CIBA §10.1.1. A refresh may leave it out (§12.2).
const SIGN_INS: [&str; 2] = ["authorization_code", "urn:openid:params:grant-type:ciba"];

/// OpenID Connect Core §3.1.3.3: the answer to a sign-in has an ID token.
pub(super) fn id_token_omitted(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(request) = context.request().filter(|_| context.is_granted()) else { return };
    let is_sign_in = SIGN_INS.iter().any(|grant| context.used_grant(grant));
    let is_granted =
        context.scope.is_none() || context.input.scopes.iter().any(|it| it.name == "openid");
    if is_sign_in
        && context.id_token.is_none()
        && is_granted
        && request.scopes.iter().any(|scope| scope == "openid")
    {
        diagnostics.error(
            "id_token",
            "openid was asked for and granted, and there is no ID token: the client cannot tell \
             who signed in",
        );
    }
}

/// OpenID Connect Core §2: an ID token is a JWT, and its payload is claims.
pub(super) fn id_token_unreadable(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if context.input.kind != Kind::TokenResponse {
        return;
    }
    let Some(field) = context.id_token.filter(|field| field.secret().is_some()) else { return };
    let what = match &context.id {
        None => "is no JWT",
        Some(jwt) if jwt.token.problem.is_some() => "cannot be decoded",
        Some(jwt) if jwt.token.format == Format::Jws && jwt.token.claims.is_none() => {
            "has no claims in it"
        }
        Some(_) => return,
    };
    let fact = format!(
        "the ID token {what}: it was cut or changed on the way, or is no ID token, and a client \
         cannot tell who signed in"
    );
    diagnostics.error(&field.name, &fact);
}

/// OpenID Connect Core §2: the claims that every ID token has; `at_hash` and `nonce` where it came
/// through the browser beside an access token (§3.2.2.10), `c_hash` beside a code (§3.3.2.11).
pub(super) fn id_token_claim_missing(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    if !jwt.is_id() || !jwt.claims.readable {
        return;
    }
    let claims = &jwt.claims;
    let core = "OIDC Core §2";
    let browser = context.input.location.is_some();
    let with_token = browser && context.access_token.is_some();
    let with_code = browser && context.code.is_some();
    let no_aud = claims.aud.filter(|aud| audiences(aud).any(|audience| !audience.is_empty()));
    let required = [
        (true, "iss", claims.iss, core),
        (true, "sub", claims.sub, core),
        (true, "aud", no_aud, core),
        (true, "exp", claims.exp, core),
        (true, "iat", claims.iat, core),
        (with_token, "at_hash", claims.at_hash, "OIDC Core §3.2.2.10"),
        (with_code, "c_hash", claims.c_hash, "OIDC Core §3.3.2.11"),
        (browser, "nonce", claims.nonce, "OIDC Core §3.2.2.10"),
    ];
    for (_, name, _, source) in
        required.iter().filter(|(is_required, _, value, _)| *is_required && is_absent(*value))
    {
        let fact = format!("the ID token has no {name}: clients must refuse it");
        diagnostics.citing(source).on(name).error(jwt.field(), &fact);
    }
}

fn is_absent(value: Option<&Value>) -> bool {
    value.is_none_or(|value| *value == Value::Null)
}

/// OpenID Connect Core §2: `sub` is a string of 1 to 255 ASCII characters, in an ID token and in
/// the claims of a user (§5.3.2).
pub(super) fn sub_invalid(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let id = context.id.as_ref().and_then(|id| Some((id.field(), id.claims.sub?)));
    let of_id = id.and_then(|(field, sub)| Some((field, userinfo::subject_fault(sub)?)));
    if let Some((field, fault)) = of_id {
        let fact = format!("sub of the ID token {fault}: clients cannot tell people apart by it");
        diagnostics.on("sub").error(field, &fact);
    }
    let claim = userinfo::claim(context, "sub").filter(|_| userinfo::is_readable(context));
    if let Some(fault) = claim.and_then(userinfo::subject_fault) {
        let fact = format!("sub of the user {fault}: clients cannot tell people apart by it");
        diagnostics.error("sub", &fact);
    }
}

/// OpenID Connect Core §3.1.3.7: an ID token arrives before its `exp`. No leeway is given.
pub(super) fn id_token_expired(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(arrival) = context.arrived_at().filter(|_| jwt.is_id()) else { return };
    let Some(exp) = Claims::seconds(jwt.claims.exp).and_then(from_epoch) else { return };
    if exp <= arrival {
        let age = (arrival - exp).as_seconds_f64();
        let before = if age > 0.0 {
            format!("{} before", duration_in_words(age))
        } else {
            "when".to_owned()
        };
        let fact = format!(
            "the ID token ended at {}, {before} it arrived: clients must refuse it, or the clock \
             of the server is wrong",
            rfc3339(exp),
        );
        diagnostics.on("exp").error(jwt.field(), &fact);
    }
}

/// RFC 7519 §4.1.5: an ID token is not accepted before `nbf`.
pub(super) fn id_token_not_yet_valid(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(arrival) = context.arrived_at().filter(|_| jwt.is_id()) else { return };
    let Some(nbf) = Claims::seconds(jwt.claims.nbf).and_then(from_epoch) else { return };
    if nbf > arrival {
        let fact = format!(
            "the ID token holds from {}, {} after it arrived: clients must refuse it until then",
            rfc3339(nbf),
            duration_in_words((nbf - arrival).as_seconds_f64())
        );
        diagnostics.on("nbf").error(jwt.field(), &fact);
    }
}

/// OpenID Connect Core §3.1.3.7: `alg` is what the client registered, which the metadata lists.
pub(super) fn id_token_alg(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(request) = context.request().filter(|_| jwt.is_id() && jwt.is_jws()) else {
        return;
    };
    let Some(alg) = jwt.alg.filter(|_| !request.id_token_algs.is_empty()) else { return };
    if !request.id_token_algs.iter().any(|listed| listed == alg) {
        let fact = format!(
            "the ID token is signed by {}, but the server's metadata lists {}: a client that goes \
             by the metadata refuses it",
            quote(alg),
            quoted_list(request.id_token_algs.iter().map(String::as_str))
        );
        diagnostics.on("alg").add(Severity::Warning, Some(jwt.field()), &fact);
    }
}

/// RFC 8725 §3.12: tokens of different kinds must not be exchangeable for one another. A nonce alone
/// is what some servers put into every token.
pub(super) fn id_token_as_access(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    if let (Some(access), Some(id)) = (context.access_token, context.id_token)
        && access.secret().is_some()
        && access.secret() == id.secret()
    {
        diagnostics.error(
            "access_token",
            "access_token and id_token are the same string: an API that takes it takes every ID \
             token of this issuer, whoever it was made for",
        );
        return;
    }
    let Some(access) = &context.access else { return };
    if access.claims.at_hash.is_some() {
        diagnostics.on("at_hash").error(
            access.field(),
            "the access token has at_hash, a claim of ID tokens: either one is used for the other, \
             or an API cannot tell them apart",
        );
    } else if access.claims.nonce.is_some() {
        diagnostics.on("nonce").warning(
            access.field(),
            "the access token has nonce, a claim of ID tokens: an API that knows them by it cannot \
             tell the two apart",
        );
    }
}
