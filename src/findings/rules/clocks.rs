//! Times in the future, and times without a zone.

use chrono::TimeDelta;

use crate::{
    findings::{
        diagnostics::Diagnostics,
        jwt::{Claims, Jwt},
        rule_context::RuleContext,
        wording::{duration_in_words, from_epoch, quote, rfc3339},
    },
    kind::Kind,
    token::{
        Field, LocalTimeOccurrence,
        lifetime::{is_ahead, read_instant, read_lifetime},
        moment::Moment,
    },
    value::Value,
};

use super::jwt_times::seconds_later;

/// RFC 6749 §5.1: a response cannot be made after it was received. A `Date` header has whole
/// seconds, so that one second is left aside.
pub(super) fn created_in_future(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    let (input, now) = (context.input, context.now());
    if input.kind != Kind::TokenResponse {
        return;
    }
    let created = ["created_at", "iat"].iter().find_map(|name| {
        let field = input.field(name)?;
        match read_instant(field, context.input.zone) {
            Moment::Instant { at, .. } => Some((field, at)),
            _ => None,
        }
    });
    let Some((field, created)) = created else { return };
    let received = input.received;
    if !is_ahead(created, received, now) {
        return;
    }
    let by = seconds_later(created, received.at);
    if created <= now && by < 1.0 {
        return;
    }
    let than = if created > now {
        diagnostics.at(created);
        String::new()
    } else {
        format!(", {} later than the response", duration_in_words(by))
    };
    let fact = format!(
        "{} is {}{than}: a clock is ahead or a zone is wrong, and clients that count the lifetime \
         from it keep using a dead token",
        field.source_name,
        rfc3339(created),
    );
    diagnostics.warning(&field.name, &fact);
}

/// RFC 7519 §4.1.6: no token was issued after now. Silent beside a `Date` header, which tells whose
/// clock it is.
pub(super) fn iat_future(context: &RuleContext<'_>, jwt: &Jwt<'_>, diagnostics: &mut Diagnostics) {
    let iat = Claims::seconds(jwt.claims.iat).and_then(from_epoch);
    let message = context.input.message;
    let is_explained = message.is_some_and(|message| message.header("date").is_some());
    let Some(iat) = iat.filter(|iat| *iat > context.now() && !is_explained) else { return };
    let fact = format!(
        "iat is {}: the issuer's clock is ahead or this one behind, and strict receivers refuse \
         the token until then",
        rfc3339(iat),
    );
    diagnostics.at(iat).on("iat").warning(jwt.field(), &fact);
}

/// A time without a zone is another instant in each zone.
pub(super) fn zoneless_time(context: &RuleContext<'_>, diagnostics: &mut Diagnostics) {
    for field in context.input.fields.iter().filter(|field| field.present) {
        let Some(Moment::Instant { at, local: Some(occurs) }) = time_of(field, context) else {
            continue;
        };
        let Some(written) = field.plain().and_then(Value::as_str) else { continue };
        // A time that clocks skip when they are set forward is read with the offset after the
        // change.
        let read_at =
            if occurs == LocalTimeOccurrence::Never { at + TimeDelta::days(1) } else { at };
        let offset = context.input.zone.local(read_at).offset().to_string().replace('-', "−");
        let odd = match occurs {
            LocalTimeOccurrence::Once => "",
            LocalTimeOccurrence::Never => {
                "; clocks are set forward there and skip that time, and the earlier reading counts"
            }
            LocalTimeOccurrence::Twice => {
                "; clocks are set back there and show that time twice, and the earlier one counts"
            }
        };
        let fact = format!(
            "{} is {} without a zone: it is read as local time here, UTC{offset}, which gives {}, \
             and another reader may get an end that is hours away{odd}",
            field.source_name,
            quote(written),
            rfc3339(at),
        );
        diagnostics.info(&field.name, &fact);
    }
}

/// The time that a member states; none for names that are not about time.
fn time_of(field: &Field, context: &RuleContext<'_>) -> Option<Moment> {
    let zone = context.input.zone;
    match field.name.as_str() {
        "expires_in" | "refresh_token_expires_in" => Some(read_lifetime(field, zone)),
        "expires_at"
        | "created_at"
        | "exp"
        | "iat"
        | "nbf"
        | "not_before"
        | "refresh_token_expires_at"
        | "refresh_token_issued_at" => Some(read_instant(field, zone)),
        _ => None,
    }
}
