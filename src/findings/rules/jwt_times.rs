//! `exp`, `iat` and `nbf` of a JWT.

use chrono::Datelike;

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::{Claims, Jwt},
        rule_context::RuleContext,
        wording::{
            duration_in_words, from_epoch, quote, rfc3339, round_to_thousandths, shorten_digits,
            type_of,
        },
    },
    input::http_date,
    kind::Kind,
    value::{Member, Value},
};

/// A NumericDate of this size or more is in milliseconds (from 2001 on): in seconds it would be the
/// year 33658.
const MILLISECONDS: f64 = 1e12;

/// The last year that RFC 3339 can write.
const LAST_YEAR: i32 = 9999;

/// RFC 7519 §4.1.4: a token without `exp` does not expire by itself.
pub(super) fn exp_missing(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    if jwt.may_be_access() && jwt.claims.readable && jwt.claims.exp.is_none() {
        diagnostics
            .on("exp")
            .warning(jwt.field(), "exp is absent: a stolen copy works for as long as the key does");
    }
}

/// RFC 7519 §4.1.4: `exp` is when the token ends, so it lies after `iat`.
pub(super) fn exp_before_iat(_: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let times = (Claims::seconds(jwt.claims.exp), Claims::seconds(jwt.claims.iat));
    if let (Some(exp), Some(iat)) = times
        && exp <= iat
    {
        let fact = if exp < iat {
            format!(
                "exp lies {} before iat: the token was never valid",
                duration_in_words(iat - exp)
            )
        } else {
            "exp equals iat: the token was never valid".to_owned()
        };
        diagnostics.on("exp").error(jwt.field(), &fact);
    }
}

/// RFC 7519 §2: a NumericDate is a JSON number of seconds since 1970. RFC 7662 §2.2 says the same
/// of the times in an introspection response.
pub(super) fn numericdate_bad(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let is_time = |name: &str| matches!(name, "exp" | "nbf" | "iat");
    for token in context.input.tokens {
        let claims = token.claims.as_ref().map_or(&[][..], Value::members);
        for Member { name, value } in claims.iter().filter(|member| is_time(&member.name)) {
            if let Some(fact) = not_numeric_date(name, value) {
                diagnostics.on(name).error(&token.field, &fact);
            }
        }
    }
    if context.input.kind == Kind::IntrospectionResponse {
        let fields = context.input.fields.iter().filter(|field| field.present);
        for field in fields.filter(|field| is_time(&field.source_name)) {
            let value = field.plain();
            if let Some(fact) = value.and_then(|value| not_numeric_date(&field.source_name, value))
            {
                diagnostics.citing("RFC 7662 §2.2").error(&field.name, &fact);
            }
        }
    }
}

/// Why a value is no NumericDate.
fn not_numeric_date(name: &str, value: &Value) -> Option<String> {
    let Some(digits) = value.as_number() else {
        let what = match value {
            Value::String(text) => format!("the string {}", quote(text.as_str())),
            value => type_of(value).to_owned(),
        };
        return Some(format!(
            "{name} is {what} instead of a number of seconds: receivers refuse the token or do \
             not see the time"
        ));
    };
    let seconds: f64 = digits.parse().unwrap_or(f64::INFINITY);
    let digits = shorten_digits(digits);
    match from_epoch(seconds).filter(|at| at.year() <= LAST_YEAR) {
        Some(_) if seconds.abs() < MILLISECONDS => None,
        read if seconds.abs() >= MILLISECONDS && from_epoch(seconds / 1000.0).is_some() => {
            let read = read.map_or_else(|| "outside the calendar".to_owned(), rfc3339);
            Some(format!(
                "{name} is {digits}, which is in milliseconds: read as seconds it lies {read}, so \
                 nobody sees the time that is meant"
            ))
        }
        _ => Some(format!("{name} is {digits}, a time that no calendar has: none can be computed")),
    }
}

/// RFC 7519 §4.1.5: a token must not be accepted before `nbf`.
pub(super) fn nbf_future(context: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let Some(nbf) = Claims::seconds(jwt.claims.nbf).and_then(from_epoch) else { return };
    if nbf > context.now() {
        let fact = format!("nbf is {}: the token will be refused until then", rfc3339(nbf));
        diagnostics.at(nbf).on("nbf").warning(jwt.field(), &fact);
    }
}

/// RFC 7519 §4.1.6: `iat` is when the token was issued, which cannot be after the response that
/// brought it. One second is left aside, for the Date header has whole seconds.
pub(super) fn clock_skew(context: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let Some(message) = context.input.message.filter(|_| is_issued_here(jwt)) else {
        return;
    };
    let Some(iat) = Claims::seconds(jwt.claims.iat).and_then(from_epoch) else { return };
    let Some(date) = message.header("date").and_then(http_date) else { return };
    let offset = seconds_later(iat, date);
    if offset > 1.0 {
        let fact = format!(
            "iat is {} s later than the Date header: the clocks of the server that signs and the \
             server that answers differ, and strict receivers refuse the token until {}",
            round_to_thousandths(offset),
            rfc3339(iat)
        );
        diagnostics.on("iat").warning(jwt.field(), &fact);
    }
}

/// Whether the response was made for this token.
fn is_issued_here(jwt: &Jwt<'_>) -> bool {
    jwt.is_access() || jwt.is_id()
}

/// By how many seconds `later` is after `earlier`.
#[expect(clippy::cast_precision_loss, reason = "milliseconds of the calendar fit in a float")]
pub(super) fn seconds_later(
    later: chrono::DateTime<chrono::Utc>,
    earlier: chrono::DateTime<chrono::Utc>,
) -> f64 {
    (later - earlier).num_milliseconds() as f64 / 1000.0
}
