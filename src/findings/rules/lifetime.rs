//! `expires_in` and other lifetimes that are of the wrong type, implausible or long.

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::Jwt,
        rule_context::{RuleContext, text},
        wording::{as_number, duration_in_words, quote, shorten_digits},
    },
    input::Encoding,
    kind::Kind,
    token::{Basis, Field, lifetime::read_lifetime, moment::Moment},
};

use super::expiry::{EPOCH_LIKE, whole_seconds};

/// RFC 6749 §5.1 and appendix A.14: `expires_in` is a number of seconds.
pub(super) fn expires_in_string(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let is_judged = context.is_granted() && context.is_endpoint_response();
    let Some(field) = context.expires_in.filter(|_| is_judged) else { return };
    let Some(written) = text(field).filter(|_| has_types(context)) else { return };
    let fact = format!(
        "{} is the string {} instead of a number: clients with a strict parser refuse the response",
        field.source_name,
        quote(written)
    );
    diagnostics.warning("expires_in", &fact);
}

/// Whether the notation distinguishes numbers from strings.
fn has_types(context: &RuleContext<'_>) -> bool {
    match context.input.encoding {
        Encoding::Json | Encoding::JavaScript | Encoding::Python | Encoding::Ruby => true,
        // An HTTP body is JSON or a form; the header says which.
        Encoding::Http => context
            .input
            .message
            .and_then(|message| message.header("content-type"))
            .is_some_and(|media_type| media_type.contains("json")),
        _ => false,
    }
}

/// RFC 6749 §5.1: the lifetime in seconds, from the time of the response.
pub(super) fn expires_in_implausible(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let source = match context.input.kind {
        Kind::TokenResponse => "RFC 6749 §5.1",
        Kind::DeviceAuthorization => "RFC 8628 §3.2",
        _ => return,
    };
    if let Some(fact) = context.expires_in.and_then(|field| implausible(context, field)) {
        diagnostics.citing(source).warning("expires_in", &fact);
    }
    unreadable(context, diagnostics);
}

/// Why the value of `expires_in` is implausible.
fn implausible(context: &RuleContext<'_>, field: &Field) -> Option<String> {
    let name = &field.source_name;
    let value = field.plain()?;
    let moment = read_lifetime(field, context.input.zone);
    if moment == Moment::OutOfCalendar || is_out_of_calendar(context, "expires_in") {
        return Some(format!("{name} reaches beyond the calendar: no end can be computed from it"));
    }
    let Some(seconds) = as_number(value) else {
        return (moment == Moment::Unreadable).then(|| {
            format!("{name} cannot be read as a lifetime: clients guess one, or never renew")
        });
    };
    let digits =
        || shorten_digits(value.as_number().or_else(|| value.as_str()).unwrap_or_default());
    let written = format!("{name} is {}", digits());
    Some(match moment {
        _ if seconds == 0.0 && context.input.kind == Kind::DeviceAuthorization => {
            format!("{name} is 0: the code is over before anybody can type it")
        }
        _ if seconds == 0.0 => format!(
            "{name} is 0: it is read here as no limit, as common clients do, but by the letter the \
             token is already over"
        ),
        _ if seconds < 0.0 => {
            format!(
                "{written}: the token was over {} before it was issued",
                duration_in_words(seconds)
            )
        }
        Moment::Instant { .. } => format!(
            "{written}, a point in time rather than a lifetime: a client that adds it to the \
             present gets an end {} away",
            duration_in_words(seconds)
        ),
        Moment::Lifetime(read) if whole_seconds(read.about()) * 1000.0 <= seconds => format!(
            "{written}, which is read as milliseconds, that is {}: a client that takes it for \
             seconds keeps using a dead token for {}",
            duration_in_words(seconds / 1000.0),
            duration_in_words(seconds - seconds / 1000.0)
        ),
        _ if seconds >= EPOCH_LIKE => {
            format!(
                "{written}, which is {}: no end is meant, or another unit",
                duration_in_words(seconds)
            )
        }
        _ => {
            let meant = milliseconds(seconds)?;
            format!(
                "{written}, which would be {}: it looks like milliseconds, that is {}, and clients \
                 will keep using a dead token",
                duration_in_words(seconds),
                duration_in_words(meant)
            )
        }
    })
}

/// Other times in the response that are no time, or none that the calendar has.
fn unreadable(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let candidates = &context.input.expiry.candidates;
    if let Some(field) = context.expires_at.filter(|field| field.plain().is_some()) {
        let read = candidates.iter().any(|candidate| candidate.basis == Basis::ExpiresAt);
        if !read && !context.input.expiry.never && !is_out_of_calendar(context, "expires_at") {
            let fact = format!(
                "{} cannot be read as a time: clients that rely on it fail or never renew",
                field.source_name
            );
            diagnostics.citing("provider practice").warning("expires_at", &fact);
        }
    }
    let refresh = context.input.refresh_expiry.iter();
    let outside = refresh.chain([&context.input.expiry]).flat_map(|e| &e.out_of_calendar);
    // Times in a JWT have findings of their own.
    for name in outside.filter(|name| *name != "expires_in" && *name != "exp") {
        let fact = format!("{name} lies outside the calendar: no end can be computed from it");
        diagnostics.citing("provider practice").warning(name, &fact);
    }
}

/// Whether a field gives a time that no calendar has.
fn is_out_of_calendar(context: &RuleContext<'_>, name: &str) -> bool {
    context.input.expiry.out_of_calendar.iter().any(|field| field == name)
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

/// Providers mean two things by a refresh lifetime of 0: no limit, and not known.
pub(super) fn refresh_expiry_zero(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let Some(field) = context.refresh_expires_in.filter(|_| context.refresh_token.is_some()) else {
        return;
    };
    if field.plain().and_then(as_number) == Some(0.0) {
        let fact = format!(
            "{} is 0: it is read as no limit, but some servers mean that they do not know, and \
             the refresh token may end without notice",
            field.source_name
        );
        diagnostics.warning("refresh_token_expires_in", &fact);
    }
}

/// RFC 6750 §5.3: tokens should live an hour or less, so that a stolen one is soon worthless.
pub(super) fn lifetime_long(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    const HOUR: f64 = 3600.0;
    let input = context.input;
    let field = match input.kind {
        Kind::TokenResponse if context.access_token.is_some() => "access_token",
        Kind::Jws | Kind::Jwe | Kind::SdJwt
            if context.id.is_none() && !is_not_access_token(context) =>
        {
            "token"
        }
        _ => return,
    };
    let Some(lifetime) = input.expiry.lifetime.map(whole_seconds) else { return };
    if lifetime <= HOUR {
        return;
    }
    let fact = format!(
        "the access token lives {lifetime} s ({}): whoever steals it can use it that long, and an \
         hour or less is advised",
        duration_in_words(lifetime)
    );
    if lifetime > 24.0 * HOUR {
        diagnostics.warning(field, &fact);
    } else {
        diagnostics.info(field, &fact);
    }
}

/// Whether a bare token says that it is something else than an access token.
fn is_not_access_token(context: &RuleContext<'_>) -> bool {
    context.input.tokens.first().is_some_and(|token| {
        let jwt = Jwt::read(token, context.input);
        !jwt.may_be_access() && !jwt.is_id()
    })
}
