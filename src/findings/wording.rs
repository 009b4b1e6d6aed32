//! How messages write numbers, times and quoted values: exact, short, and safe for a terminal.

use std::fmt::Write as _;

use chrono::{DateTime, SecondsFormat, Utc};

use crate::{text::quotable, value::Value};

/// Longest quotation in a message, in characters.
const QUOTE: usize = 60;

/// A value from outside in quotation marks: unsafe characters escaped, shortened.
pub(crate) fn quote(value: &str) -> String {
    format!("\"{}\"", quotable(value, QUOTE))
}

/// The digits of a number, shortened.
pub(super) fn shorten_digits(digits: &str) -> String {
    quotable(digits, 24)
}

/// Words of a server, safe for a terminal and shortened. A word as long as a token is left out:
/// servers are known to repeat in a description what they were sent.
pub(crate) fn shorten_server_text(value: &str) -> String {
    let mut kept = String::new();
    for word in value.split_whitespace() {
        if kept.len() > 200 {
            kept.push_str(" …");
            break;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        let is_token = word.len() > 32 && !word.contains("://") && !is_name(word);
        kept.push_str(if is_token { "…" } else { word });
    }
    quotable(&kept, 200)
}

/// Whether a long word is put together from short ones in small letters, as media types and URNs
/// are: `application/x-www-form-urlencoded`.
fn is_name(word: &str) -> bool {
    let part = |part: &str| part.len() <= 16 && part.bytes().all(|byte| byte.is_ascii_lowercase());
    word.split(|c: char| c.is_ascii_punctuation()).all(part)
}

/// Names in quotation marks, the first few of them.
pub(super) fn quoted_list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    first_few(names, quote)
}

/// Names of members and claims, the first few of them.
pub(super) fn names<'a>(names: impl Iterator<Item = &'a str>) -> String {
    first_few(names, |name| quotable(name, QUOTE))
}

fn first_few<'a>(names: impl Iterator<Item = &'a str>, write: impl Fn(&str) -> String) -> String {
    const MOST: usize = 5;
    let mut out = String::new();
    let mut more = 0usize;
    for (index, name) in names.enumerate() {
        if index >= MOST {
            more += 1;
            continue;
        }
        if index > 0 {
            out.push_str(", ");
        }
        out.push_str(&write(name));
    }
    if more > 0 {
        // Writing to a String cannot fail.
        let _ = write!(out, " and {more} more");
    }
    out
}

/// A length of time in its two largest units: `45 minutes`, `1 hour 5 minutes`, `2 days`.
pub(super) fn duration_in_words(seconds: f64) -> String {
    const UNITS: [(u64, &str); 5] =
        [(31_536_000, "year"), (86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let seconds = seconds.abs();
    if seconds < 1.0 {
        return format!("{} seconds", round_to_thousandths(seconds));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "not negative, and a float that is too large saturates"
    )]
    let mut left = seconds as u64;
    let mut out = String::new();
    let mut parts = 0;
    for (unit, name) in UNITS {
        let count = left / unit;
        left %= unit;
        if count == 0 {
            if parts == 0 {
                continue;
            }
            break;
        }
        if parts > 0 {
            out.push(' ');
        }
        out.push_str(&count.to_string());
        out.push(' ');
        out.push_str(name);
        if count != 1 {
            out.push('s');
        }
        parts += 1;
        if parts == 2 {
            break;
        }
    }
    out
}

/// Where an instant lies from `now`: `3 days 22 hours ago`, `5 minutes from now`.
pub(super) fn distance_in_words(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let distance = at - now;
    match distance.num_seconds() {
        0 => "this very second".to_owned(),
        seconds => {
            let side = if seconds > 0 { "from now" } else { "ago" };
            #[expect(
                clippy::cast_precision_loss,
                reason = "seconds of the calendar fit in a float"
            )]
            let words = duration_in_words(seconds as f64);
            format!("{words} {side}")
        }
    }
}

/// A number without a trail of digits: at most three places.
pub(super) fn round_to_thousandths(number: f64) -> f64 {
    (number * 1000.0).round() / 1000.0
}

/// The JSON type of a value with its article: `an object`, `a number`, `null`.
pub(super) fn type_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// An instant as RFC 3339 writes it, to the second.
pub(super) fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Seconds since the epoch as an instant, where the calendar has it.
pub(super) fn from_epoch(seconds: f64) -> Option<DateTime<Utc>> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float that is too large saturates, and a fraction is not negative"
    )]
    let (whole, nanos) = (seconds.floor() as i64, ((seconds - seconds.floor()) * 1e9) as u32);
    DateTime::from_timestamp(whole, nanos.min(999_999_999))
}

/// The number that a value is, or that its text is.
pub(super) fn as_number(value: &Value) -> Option<f64> {
    let digits = value.as_number().or_else(|| value.as_str())?;
    // `parse` alone would take "inf" and "nan".
    let number: f64 = digits.trim().parse().ok()?;
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_two_units() {
        for (seconds, text) in [
            (0.25, "0.25 seconds"),
            (1.0, "1 second"),
            (2700.0, "45 minutes"),
            (3900.0, "1 hour 5 minutes"),
            (86_400.0, "1 day"),
            (90_061.0, "1 day 1 hour"),
            (-300.0, "5 minutes"),
            (3601.0, "1 hour"),
            (1e300, "584942417355 years 26 days"),
        ] {
            assert_eq!(duration_in_words(seconds), text);
        }
    }

    #[test]
    fn quotations_are_short_and_safe() {
        assert_eq!(quote("a\u{1b}[31m"), "\"a\\u{1b}[31m\"");
        assert_eq!(quote(&"é".repeat(61)), format!("\"{}…\"", "é".repeat(60)));
        assert_eq!(quoted_list(["a"; 7].into_iter()), r#""a", "a", "a", "a", "a" and 2 more"#);
    }

    #[test]
    fn a_token_repeated_by_a_server_is_left_out() {
        let echoed = format!("token {} was revoked", "x".repeat(40));
        assert_eq!(shorten_server_text(&echoed), "token … was revoked");
        let page = "see https://example.com/a/long/address/of/a/page";
        assert_eq!(shorten_server_text(page), page);
    }

    #[test]
    fn only_finite_numbers_are_numbers() {
        assert_eq!(as_number(&Value::string(" 3600 ")), Some(3600.0));
        assert_eq!(as_number(&Value::Number("1.7E9".into())), Some(1.7e9));
        assert_eq!(as_number(&Value::string("inf")), None);
        assert_eq!(as_number(&Value::Number("1e999".into())), None);
    }
}
