//! Whether an ID token meets what the authorization request demanded (OpenID Connect Core §3.1.3.7).

use chrono::TimeDelta;

use crate::{
    findings::{
        Severity,
        diagnostics::Diagnostics,
        jwt::{Claims, Jwt},
        rule_context::RuleContext,
        wording::{duration_in_words, from_epoch, quote, quoted_list, rfc3339, type_of},
    },
    value::Value,
};

/// OpenID Connect Core §3.1.3.7: the nonce that was sent comes back. A refresh sends none.
pub(super) fn nonce_mismatch(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let sent = context.sign_in().and_then(|sign_in| sign_in.nonce.as_deref());
    let Some(sent) = sent.filter(|_| is_readable_id_token(jwt)) else { return };
    let what = match jwt.claims.nonce {
        Some(nonce) if nonce.as_str() == Some(sent) => return,
        Some(Value::String(_)) => "is not the one that was sent",
        None | Some(Value::Null) => "is absent, though one was sent",
        Some(_) => "is no string, and not the one that was sent",
    };
    let fact = format!(
        "nonce of the ID token {what}: it may have been made for another sign-in and replayed, so \
         the client must refuse it"
    );
    diagnostics.on("nonce").error(jwt.field(), &fact);
}

/// OpenID Connect Core §2: `auth_time` is REQUIRED where `max_age` was sent, or where it was asked
/// for as essential.
pub(super) fn auth_time_missing(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(sign_in) = context.sign_in().filter(|_| is_readable_id_token(jwt)) else { return };
    let demand = match sign_in.max_age {
        Some(seconds) => format!("max_age={seconds} was sent"),
        None if sign_in.auth_time => "it was asked for as essential".to_owned(),
        None => return,
    };
    if Claims::seconds(jwt.claims.auth_time).is_none() {
        let what = match jwt.claims.auth_time {
            None | Some(Value::Null) => "is absent".to_owned(),
            Some(value) => format!("is {}", type_of(value)),
        };
        let fact = format!(
            "auth_time of the ID token {what}, though {demand}: the client cannot tell when the \
             person signed in, and must refuse it"
        );
        diagnostics.on("auth_time").error(jwt.field(), &fact);
    }
}

/// OpenID Connect Core §3.1.2.1: the person signed in no longer than `max_age` before the request,
/// or again for it. Whole seconds are compared, as `auth_time` has no others.
pub(super) fn auth_time_old(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(sign_in) = context.sign_in().filter(|_| is_readable_id_token(jwt)) else { return };
    let (Some(max_age), Some(auth_time)) =
        (sign_in.max_age, Claims::seconds(jwt.claims.auth_time).and_then(from_epoch))
    else {
        return;
    };
    let age = sign_in.at.timestamp().saturating_sub(auth_time.timestamp());
    if u64::try_from(age).is_ok_and(|age| age > max_age) {
        let fact = format!(
            "auth_time is {}, {} before the request, but max_age={max_age} was sent: the person \
             was not asked to sign in again, so the client must do so",
            rfc3339(auth_time),
            duration_in_words(
                TimeDelta::try_seconds(age).map_or(f64::MAX, TimeDelta::as_seconds_f64)
            )
        );
        diagnostics.on("auth_time").error(jwt.field(), &fact);
    }
}

/// OpenID Connect Core §3.1.3.7 and §5.5.1.1: `acr` is one of the classes that were asked for; a
/// server must refuse rather than miss an essential one.
pub(super) fn acr_mismatch(
    context: &RuleContext<'_>,
    jwt: &Jwt<'_>,
    diagnostics: &mut Diagnostics,
) {
    let Some(sign_in) = context.sign_in().filter(|_| is_readable_id_token(jwt)) else { return };
    let acr = jwt.claims.acr.and_then(Value::as_str);
    let is_requested = |acr: &str| sign_in.acr.iter().any(|demand| demand == acr);
    let demanded = !sign_in.acr.is_empty() || sign_in.acr_essential;
    let met = match acr {
        Some(acr) => sign_in.acr.is_empty() || is_requested(acr),
        None => false,
    };
    if !demanded || met {
        return;
    }
    let what = acr.map_or_else(|| "is absent".to_owned(), |acr| format!("is {}", quote(acr)));
    let demand = match sign_in.acr.as_slice() {
        [] => "it was asked for".to_owned(),
        [class] => format!("{} was asked for", quote(class)),
        classes => {
            format!("one of {} was asked for", quoted_list(classes.iter().map(String::as_str)))
        }
    };
    let (severity, consequence) = if sign_in.acr_essential {
        (Severity::Error, "it was essential, so the client must refuse the sign-in")
    } else {
        (Severity::Warning, "a client that needs it must look and not trust the request")
    };
    let fact = format!("acr of the ID token {what}, though {demand}: {consequence}");
    if sign_in.acr_essential {
        diagnostics.citing("OIDC Core §5.5.1.1");
    }
    diagnostics.on("acr").add(severity, Some(jwt.field()), &fact);
}

/// Whether a token is an ID token with claims that could be read.
fn is_readable_id_token(jwt: &Jwt<'_>) -> bool {
    jwt.is_id() && jwt.claims.readable
}
