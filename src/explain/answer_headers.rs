//! What the header fields of an answer add to its error: when to come back, which methods there
//! are, what credentials are wanted.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    findings::shorten_server_text,
    input::{Challenge, Message, challenges, retry_after},
    inspection::Inspection,
    kind::Kind,
    value::Member,
    words,
};

use super::challenges::sentences;

/// What the header fields of the answer say, a sentence each.
pub(super) fn details(inspection: &Inspection) -> Vec<String> {
    let mut details = Vec::new();
    match &inspection.message {
        Some(message) => {
            for (name, value) in &message.headers {
                if ["www-authenticate", "proxy-authenticate"]
                    .iter()
                    .any(|known| name.eq_ignore_ascii_case(known))
                {
                    details.extend(challenges(value.as_str()).iter().flat_map(sentences));
                }
            }
            details.extend(retry_sentence(message, inspection.received.at));
            details.extend(HEADERS.iter().filter_map(|(status, name, sentence)| {
                let value =
                    message.header(name).filter(|_| is_for_status(message.status, *status))?;
                Some(sentence.replace("{}", &shorten_server_text(value)))
            }));
        }
        None => details.extend(lone_challenge(inspection)),
    }
    details.dedup();
    details
}

/// Header fields that say what to do, and the status with which they do; 0 is any.
const HEADERS: [(u16, &str, &str); 7] = [
    (405, "allow", "the address takes {} (Allow, RFC 9110 §15.5.6)"),
    (
        0,
        "dpop-nonce",
        "the nonce to use stands in the DPoP-Nonce header: repeat the request with a new proof that holds it (RFC 9449 §8)",
    ),
    (415, "accept-post", "the address takes {} (Accept-Post)"),
    (415, "accept", "the address takes {} (Accept, RFC 9110 §12.5.1)"),
    (426, "upgrade", "the server wants the protocol {} (Upgrade, RFC 9110 §15.5.22)"),
    (
        0,
        "x-accepted-oauth-scopes",
        "the address takes any of these scopes: {} (X-Accepted-OAuth-Scopes)",
    ),
    (0, "x-oauth-scopes", "the token has the scopes {} (X-OAuth-Scopes)"),
];

fn is_for_status(own: u16, status: u16) -> bool {
    status == 0 || own == status
}

/// The challenge of a header that was pasted alone.
fn lone_challenge(inspection: &Inspection) -> Vec<String> {
    let Some(scheme) = &inspection.scheme else { return Vec::new() };
    let members = inspection.fields.iter().filter_map(|field| {
        Some(Member { name: field.source_name.clone(), value: field.plain()?.clone() })
    });
    let is_challenge = matches!(inspection.kind, Kind::ErrorResponse | Kind::Challenge);
    let challenge = Challenge { scheme, members: members.collect() };
    if is_challenge { sentences(&challenge) } else { Vec::new() }
}

/// When to come back: `Retry-After` in seconds or as a date (RFC 9110 §10.2.3), or the reset time of
/// a rate limit.
fn retry_sentence(message: &Message, received: DateTime<Utc>) -> Option<String> {
    if let Some(value) = message.header("retry-after") {
        let until = retry_after(value, received)?;
        return Some(wait_until(until, received, "Retry-After, RFC 9110 §10.2.3"));
    }
    if message.status != 429 && message.status != 403 {
        return None;
    }
    let names = ["x-ratelimit-reset", "x-rate-limit-reset", "ratelimit-reset"];
    let value = names.iter().find_map(|name| message.header(name))?.trim();
    let seconds = value.parse::<f64>().ok().filter(|it| (0.0..1e11).contains(it))?;
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let seconds = seconds as i64;
    // Small numbers are a time to wait, large ones an instant.
    let until = if seconds < 10_000_000 {
        received + TimeDelta::seconds(seconds)
    } else {
        DateTime::from_timestamp(seconds, 0)?
    };
    Some(wait_until(until, received, "the reset time of the rate limit"))
}

fn wait_until(until: DateTime<Utc>, received: DateTime<Utc>, source: &str) -> String {
    let seconds = (until - received).num_seconds().max(0);
    let at = words::utc(until);
    if seconds == 0 {
        return format!("the time to wait was over at {at}: try again ({source})");
    }
    let length = match seconds {
        1 => "1 second".to_owned(),
        2..60 => format!("{seconds} seconds"),
        _ => format!("{seconds} seconds ({})", words::length(TimeDelta::seconds(seconds))),
    };
    format!("wait {length}, until {at}, before trying again ({source})")
}
