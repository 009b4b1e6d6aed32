//! How long the response says that the token lives, and whether that can be.

use chrono::TimeDelta;

use crate::{
    input::Encoding,
    inspection::Inspection,
    token::{Basis, Candidate, Field, Kind, ReceivedFrom, State},
};

use super::{
    facts::{Claims, Facts, Role, text},
    found::Found,
    wording::{instant, number, quote, round, shortened, span},
};

/// Leeway of the comparisons here, in seconds: clocks are read twice while a token is made.
const LEEWAY: f64 = 5.0;

/// As large as this, a lifetime in seconds is a present-day epoch (from 2001 on).
const EPOCH_LIKE: f64 = 1e9;

/// RFC 6749 §5.1: `expires_in` is RECOMMENDED; without it the lifetime must be said elsewhere.
pub(super) fn expires_in_missing(facts: &Facts<'_>, found: &mut Found) {
    let expiry = &facts.inspection.expiry;
    if facts.is_granted()
        && facts.expires_in.is_none()
        && facts.expires_at.is_none()
        && expiry.expires_at.is_none()
        && !expiry.never
    {
        found.info(
            "expires_in",
            "nothing says when the access token ends: clients learn it from a refused request",
        );
    }
}

/// RFC 6749 §5.1 and appendix A.14: `expires_in` is a number of seconds.
pub(super) fn expires_in_string(facts: &Facts<'_>, found: &mut Found) {
    let Some(field) = facts.expires_in.filter(|_| facts.is_granted()) else { return };
    let Some(written) = text(field).filter(|_| has_types(facts)) else { return };
    let fact = format!(
        "{} is the string {} instead of a number: clients with a strict parser refuse the response",
        field.source_name,
        quote(written)
    );
    found.warning("expires_in", &fact);
}

/// Whether the notation tells numbers from strings.
fn has_types(facts: &Facts<'_>) -> bool {
    match facts.inspection.encoding {
        Encoding::Json | Encoding::JavaScript | Encoding::Python | Encoding::Ruby => true,
        // An HTTP body is JSON or a form; the header says which.
        Encoding::Http => facts
            .inspection
            .message
            .as_ref()
            .and_then(|message| message.header("content-type"))
            .is_some_and(|media_type| media_type.contains("json")),
        _ => false,
    }
}

/// RFC 6749 §5.1: the lifetime in seconds, from the time of the response.
pub(super) fn expires_in_implausible(facts: &Facts<'_>, found: &mut Found) {
    if facts.inspection.kind != Kind::TokenResponse {
        return;
    }
    let Some(fact) = facts.expires_in.and_then(|field| implausible(facts, field)) else {
        return unreadable(facts, found);
    };
    found.warning("expires_in", &fact);
    unreadable(facts, found);
}

/// Why `expires_in` cannot be what it says.
fn implausible(facts: &Facts<'_>, field: &Field) -> Option<String> {
    let name = &field.source_name;
    let value = field.plain()?;
    let Some(seconds) = number(value) else {
        let mut known = facts.inspection.expiry.candidates.iter();
        let read = known.any(|candidate| candidate.field == "expires_in");
        return (!read).then(|| {
            format!("{name} cannot be read as a lifetime: clients guess one, or never renew")
        });
    };
    let digits = shortened(value.as_number().or_else(|| value.as_str()).unwrap_or_default());
    Some(if seconds == 0.0 {
        format!(
            "{name} is 0: it is read here as no limit, as common clients do, but by the letter the \
             token is already over"
        )
    } else if is_outside(facts, "expires_in") {
        format!("{name} reaches beyond the calendar: no end can be computed from it")
    } else if seconds < 0.0 {
        format!("{name} is {digits}: the token was over {} before it was issued", span(seconds))
    } else if seconds >= EPOCH_LIKE {
        format!(
            "{name} is {digits}, a point in time rather than a lifetime: a client that adds it to \
             the present gets an end {} away",
            span(seconds)
        )
    } else {
        let meant = milliseconds(seconds)?;
        format!(
            "{name} is {digits}, which would be {}: it looks like milliseconds, that is {}, and \
             clients will keep using a dead token",
            span(seconds),
            span(meant)
        )
    })
}

/// Other times in the response that are no time, or none that the calendar has.
fn unreadable(facts: &Facts<'_>, found: &mut Found) {
    let candidates = &facts.inspection.expiry.candidates;
    if let Some(field) = facts.expires_at.filter(|field| field.plain().is_some()) {
        let read = candidates.iter().any(|candidate| candidate.basis == Basis::ExpiresAt);
        if !read && !facts.inspection.expiry.never && !is_outside(facts, "expires_at") {
            let fact = format!(
                "{} cannot be read as a time: clients that rely on it fail or never renew",
                field.source_name
            );
            found.citing("provider practice").warning("expires_at", &fact);
        }
    }
    let refresh = facts.inspection.refresh_expiry.iter();
    let outside = refresh.chain([&facts.inspection.expiry]).flat_map(|e| &e.out_of_calendar);
    // What is wrong with the times in a JWT is told of the JWT.
    for name in outside.filter(|name| *name != "expires_in" && *name != "exp") {
        let fact = format!("{name} lies outside the calendar: no end can be computed from it");
        found.citing("provider practice").warning(name, &fact);
    }
}

/// Whether a field gives a time that no calendar has.
fn is_outside(facts: &Facts<'_>, name: &str) -> bool {
    facts.inspection.expiry.out_of_calendar.iter().any(|field| field == name)
}

/// The lifetime in seconds that was meant, where the number is a usual one in milliseconds.
fn milliseconds(seconds: f64) -> Option<f64> {
    /// Lifetimes that servers use, in minutes.
    const USUAL: [f64; 19] = [
        5.0, 10.0, 15.0, 20.0, 30.0, 45.0, 60.0, 90.0, 120.0, 180.0, 240.0, 300.0, 360.0, 480.0,
        600.0, 720.0, 1440.0, 2880.0, 10080.0,
    ];
    let meant = seconds / 1000.0;
    USUAL.contains(&(meant / 60.0)).then_some(meant)
}

/// RFC 6749 §5.1: `expires_in` is the lifetime of the access token. Silent where the time of
/// receipt is known and shows that the token was handed out some time after it was made.
pub(super) fn expires_in_vs_exp(facts: &Facts<'_>, found: &mut Found) {
    let (Some(access), Some(expires_in)) = (&facts.access, facts.lifetime()) else { return };
    let times = (Claims::seconds(access.claims.exp), Claims::seconds(access.claims.iat));
    let (Some(exp), Some(iat)) = times else { return };
    let lifetime = exp - iat;
    let difference = expires_in - lifetime;
    if !facts.is_granted()
        || expires_in <= 0.0
        || expires_in >= EPOCH_LIKE
        || !(0.0..EPOCH_LIKE).contains(&lifetime)
        || difference.abs() <= LEEWAY
        || (is_received_known(facts) && (received(facts) + expires_in - exp).abs() <= LEEWAY)
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
        round(lifetime),
        span(difference)
    );
    found.warning("expires_in", &fact);
}

/// Whether the time of receipt was told, rather than assumed.
fn is_received_known(facts: &Facts<'_>) -> bool {
    matches!(facts.inspection.received.from, ReceivedFrom::Given | ReceivedFrom::DateHeader)
}

#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar fit in a float")]
fn received(facts: &Facts<'_>) -> f64 {
    facts.inspection.received.at.timestamp_millis() as f64 / 1000.0
}

/// RFC 6749 §5.1: `expires_in` counts from the time of the response, which nobody told.
pub(super) fn expiry_assumed_fresh(facts: &Facts<'_>, found: &mut Found) {
    let inspection = facts.inspection;
    if inspection.kind != Kind::TokenResponse
        || inspection.expiry.basis != Some(Basis::ReceivedAtPlusExpiresIn)
        || !matches!(inspection.received.from, ReceivedFrom::At | ReceivedFrom::Now)
    {
        return;
    }
    let Some(field) = facts.expires_in else { return };
    let fact = format!(
        "{} counts from when the response was made, which nothing here says: the end is computed \
         as if it had just come, so an older token ends sooner than shown",
        field.source_name
    );
    found.warning("expires_in", &fact);
}

/// RFC 6749 §5.1: one token has one end. An assumed time of receipt is a latest one, so an end
/// counted from it contradicts another only where it comes before it.
pub(super) fn expiry_candidates_disagree(facts: &Facts<'_>, found: &mut Found) {
    let Inspection { kind, expiry, received, .. } = facts.inspection;
    if *kind != Kind::TokenResponse {
        return;
    }
    let Some(chosen) = expiry.candidates.first() else { return };
    for other in expiry.disagreeing(received.from) {
        let later = seconds_between(chosen, other);
        let fact = format!(
            "the token ends at {} by {} but at {} by {}, {} {}: clients that read the other one \
             are wrong by that much",
            instant(chosen.at),
            basis(chosen),
            instant(other.at),
            basis(other),
            span(later),
            if later > 0.0 { "later" } else { "earlier" },
        );
        found.warning(&chosen.field, &fact);
    }
}

/// By how much the second ends later, in seconds.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar fit in a float")]
fn seconds_between(first: &Candidate, second: &Candidate) -> f64 {
    (second.at - first.at).num_milliseconds() as f64 / 1000.0
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

/// Providers mean two things by a refresh lifetime of 0: no limit, and not known.
pub(super) fn refresh_expiry_zero(facts: &Facts<'_>, found: &mut Found) {
    let Some(field) = facts.refresh_expires_in.filter(|_| facts.refresh_token.is_some()) else {
        return;
    };
    if field.plain().and_then(number) == Some(0.0) {
        let fact = format!(
            "{} is 0: it is read as no limit, but some servers mean that they do not know, and \
             the refresh token may end without notice",
            field.source_name
        );
        found.warning("refresh_token_expires_in", &fact);
    }
}

/// RFC 7519 §4.1.4: a token must not be accepted on or after `exp`; RFC 6749 §5.1 says the same
/// of the lifetime in a response.
pub(super) fn expired(facts: &Facts<'_>, found: &mut Found) {
    let inspection = facts.inspection;
    let now = facts.now();
    let what = match inspection.kind {
        Kind::TokenResponse => "access token",
        Kind::DeviceAuthorization => "device code",
        Kind::AuthorizationResponse => "authorization code",
        Kind::Jws | Kind::Jwe | Kind::IntrospectionResponse => "token",
        _ => return,
    };
    if let Some(end) = inspection.expiry.expires_at.filter(|end| *end <= now) {
        let fact =
            format!("the {what} ended at {}, {}: it will be refused", instant(end), ago(now - end));
        let chosen = inspection.expiry.candidates.first();
        let field = chosen.map_or("access_token", |candidate| candidate.field.as_str());
        if inspection.expiry.basis == Some(Basis::JwtExp) {
            let field = facts.access.as_ref().map_or("token", |access| access.token.field.as_str());
            found.on("exp").warning(field, &fact);
        } else {
            found.citing("RFC 6749 §5.1").warning(field, &fact);
        }
    } else if let Some(exp) = facts
        .access
        .as_ref()
        .and_then(|access| Claims::seconds(access.claims.exp))
        .and_then(super::wording::epoch)
        .filter(|exp| *exp <= now && inspection.kind == Kind::TokenResponse)
    {
        let fact = format!(
            "exp of the access token passed at {}, {}: it will be refused, whatever the response \
             says",
            instant(exp),
            ago(now - exp)
        );
        found.on("exp").warning("access_token", &fact);
    }
    if let Some(end) = inspection
        .refresh_expiry
        .as_ref()
        .filter(|expiry| expiry.state(now) == State::Expired && facts.refresh_token.is_some())
        .and_then(|expiry| expiry.expires_at)
    {
        let fact = format!(
            "the refresh token ended at {}, {}: a new sign-in is needed",
            instant(end),
            ago(now - end)
        );
        found.citing("RFC 6749 §5.2").warning("refresh_token", &fact);
    }
}

/// How long ago something ended.
fn ago(length: TimeDelta) -> String {
    if length.num_seconds() == 0 {
        return "this very second".to_owned();
    }
    format!("{} ago", span(whole_seconds(length)))
}

#[expect(clippy::cast_precision_loss, reason = "seconds of the calendar fit in a float")]
fn whole_seconds(length: TimeDelta) -> f64 {
    length.num_seconds() as f64
}

/// RFC 6750 §5.3: tokens should live an hour or less, so that a stolen one is soon worthless.
pub(super) fn lifetime_long(facts: &Facts<'_>, found: &mut Found) {
    const HOUR: f64 = 3600.0;
    let inspection = facts.inspection;
    let field = match inspection.kind {
        Kind::TokenResponse if facts.access_token.is_some() => "access_token",
        Kind::Jws | Kind::Jwe if facts.id.is_none() && !is_other(facts) => "token",
        _ => return,
    };
    let Some(lifetime) = inspection.expiry.lifetime.map(whole_seconds) else { return };
    if lifetime <= HOUR {
        return;
    }
    let fact = format!(
        "the access token lives {lifetime} s ({}): whoever steals it can use it that long, and an \
         hour or less is advised",
        span(lifetime)
    );
    if lifetime > 24.0 * HOUR {
        found.warning(field, &fact);
    } else {
        found.info(field, &fact);
    }
}

/// Whether a bare token says that it is something else than an access token.
fn is_other(facts: &Facts<'_>) -> bool {
    let token = facts.inspection.tokens.first();
    token.is_some_and(|token| Role::of(token, facts.inspection) == Role::Other)
}
