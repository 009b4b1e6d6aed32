//! Expiry times that are missing, disagree with one another or have passed.

use chrono::TimeDelta;

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::Claims,
        rule_context::RuleContext,
        wording::{duration_in_words, rfc3339, round_to_thousandths},
    },
    kind::Kind,
    token::{Basis, Candidate, ReceivedFrom, State},
};

/// Leeway of the comparisons here, in seconds: clocks are read twice while a token is made.
const LEEWAY: f64 = 5.0;

/// A lifetime in seconds of this size or more is really an epoch (from 2001 on).
pub(super) const EPOCH_LIKE: f64 = 1e9;

/// RFC 6749 §5.1: `expires_in` is RECOMMENDED; without it the lifetime must be said elsewhere.
pub(super) fn expires_in_missing(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let expiry = context.input.expiry;
    if context.is_granted()
        && context.is_endpoint_response()
        && context.expires_in.is_none()
        && context.expires_at.is_none()
        && expiry.expires_at.is_none()
        && !expiry.never
    {
        diagnostics.info(
            "expires_in",
            "nothing says when the access token ends: clients learn it from a refused request",
        );
    }
}

/// RFC 6749 §5.1: `expires_in` is the lifetime of the access token. Silent where the time of
/// receipt is known and shows that the token was handed out some time after it was made.
pub(super) fn expires_in_vs_exp(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (Some(access), Some(expires_in)) = (&context.access, context.lifetime()) else { return };
    let times = (Claims::seconds(access.claims.exp), Claims::seconds(access.claims.iat));
    let (Some(exp), Some(iat)) = times else { return };
    let lifetime = exp - iat;
    let difference = expires_in - lifetime;
    if !context.is_granted()
        || expires_in <= 0.0
        || expires_in >= EPOCH_LIKE
        || !(0.0..EPOCH_LIKE).contains(&lifetime)
        || difference.abs() <= LEEWAY
        || (is_received_known(context) && (received(context) + expires_in - exp).abs() <= LEEWAY)
    {
        return;
    }
    let consequence = if difference > 0.0 {
        "clients will keep using a dead token for"
    } else {
        "clients will give the token up too early by"
    };
    let fact = format!(
        "expires_in says {expires_in} s but exp − iat is {} s: {consequence} {}",
        round_to_thousandths(lifetime),
        duration_in_words(difference)
    );
    diagnostics.warning("expires_in", &fact);
}

/// Whether the time of receipt is known, rather than assumed.
fn is_received_known(context: &RuleContext<'_>) -> bool {
    context.input.received.is_known()
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar fit in a float")]
fn received(context: &RuleContext<'_>) -> f64 {
    context.input.received.at.timestamp_millis() as f64 / 1000.0
}

/// RFC 6749 §5.1: `expires_in` counts from the time of the response, which is not known here.
pub(super) fn expiry_assumed_fresh(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let input = context.input;
    if input.kind != Kind::TokenResponse
        || input.expiry.basis != Some(Basis::ReceivedAtPlusExpiresIn)
        || !matches!(input.received.from, ReceivedFrom::At | ReceivedFrom::Now)
    {
        return;
    }
    let Some(field) = context.expires_in else { return };
    let fact = format!(
        "{} counts from when the response was made, which nothing here says: the end is computed \
         as if it had just come, so an older token ends sooner than shown",
        field.source_name
    );
    diagnostics.warning("expires_in", &fact);
}

/// RFC 6749 §5.1: one token has one end.
pub(super) fn expiry_candidates_disagree(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let expiry = context.input.expiry;
    if context.input.kind != Kind::TokenResponse {
        return;
    }
    let Some((chosen, end)) = expiry.candidates.first().zip(expiry.expires_at) else { return };
    for other in expiry.disagreeing_candidates() {
        let fact = format!(
            "the token ends at {} by {} but at {} by {}, {} later: clients that go by the later \
             one keep using a dead token for that long",
            rfc3339(end),
            basis(chosen),
            rfc3339(other.at),
            basis(other),
            duration_in_words(whole_seconds(other.at - end)),
        );
        diagnostics.warning(&chosen.field, &fact);
    }
}

/// What an end came from, in words.
fn basis(candidate: &Candidate) -> &str {
    match candidate.basis {
        Basis::ExpiresAt => &candidate.field,
        Basis::CreatedAtPlusExpiresIn => "created_at + expires_in",
        Basis::JwtExp => "the exp claim",
        Basis::ReceivedAtPlusExpiresIn => "expires_in, counted from receipt",
    }
}

/// RFC 7519 §4.1.4: a token must not be accepted on or after `exp`; RFC 6749 §5.1 says the same
/// of the lifetime in a response.
pub(super) fn expired(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let input = context.input;
    let now = context.now();
    let (what, source) = match input.kind {
        Kind::TokenResponse if context.access_token.is_some() => ("access token", "RFC 6749 §5.1"),
        Kind::TokenResponse if context.id_token.is_some() => ("ID token", "RFC 7519 §4.1.4"),
        Kind::DeviceAuthorization => ("device code", "RFC 8628 §3.2"),
        Kind::AuthorizationResponse => ("authorization code", "RFC 6749 §4.1.2"),
        Kind::IntrospectionResponse => ("token", "RFC 7662 §2.2"),
        Kind::Jws | Kind::Jwe | Kind::SdJwt => ("token", "RFC 7519 §4.1.4"),
        _ => return,
    };
    if let Some(end) = input.expiry.expires_at.filter(|_| input.expiry.is_over(now)) {
        diagnostics.at(end);
        let fact = format!("the {what} ended at {}: it will be refused", rfc3339(end));
        let chosen = input.expiry.candidates.first();
        let field = chosen.map_or("access_token", |candidate| candidate.field.as_str());
        if input.expiry.basis == Some(Basis::JwtExp) {
            let field = input.credential.map_or("token", |token| token.field.as_str());
            diagnostics.on("exp").warning(field, &fact);
        } else {
            diagnostics.citing(source).warning(field, &fact);
        }
    }
    if let Some(end) = input
        .refresh_expiry
        .filter(|expiry| expiry.state(now) == State::Expired && context.refresh_token.is_some())
        .and_then(|expiry| expiry.expires_at)
    {
        let fact = format!("the refresh token ended at {}: a new sign-in is needed", rfc3339(end));
        diagnostics.at(end).citing("RFC 6749 §5.2").warning("refresh_token", &fact);
    }
}

#[expect(clippy::cast_precision_loss, reason = "seconds of the calendar fit in a float")]
pub(super) fn whole_seconds(length: TimeDelta) -> f64 {
    length.num_seconds() as f64
}
