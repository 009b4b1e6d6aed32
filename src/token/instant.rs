//! Instants and lifetimes in every form that providers and tools write them in.

use chrono::{DateTime, NaiveDate, TimeDelta};

use super::{
    Zone,
    date::Date,
    decimal::Decimal,
    duration,
    moment::{END_OF_CALENDAR, Expected, Moment, in_calendar},
};
use crate::value::Value;

/// In `expires_in` a number from here on is an epoch: October 2012, when RFC 6749 appeared. As a
/// lifetime it would be 42 years.
const FIRST_EPOCH: i128 = 1_349_049_600;
/// [`FIRST_EPOCH`] in milliseconds.
const FIRST_EPOCH_MS: i128 = FIRST_EPOCH * 1_000;
/// The last second that is an epoch without doubt, in January 2038: the greatest number of 32 bits.
const LAST_PRESENT_EPOCH: i128 = 2_147_483_647;
const DAY: i128 = 86_400;
const YEAR: i128 = 365 * DAY;
/// A minute and a day in milliseconds.
const MINUTE_MS: i128 = 60_000;
const DAY_MS: i128 = DAY * 1_000;
/// An epoch in nanoseconds is one up to the year 2100: what is beyond is more likely the greatest
/// number of a type (`9223372036854775807`) than a date.
const LAST_NANOSECOND: i128 = 4_102_444_800_000_000_000;

const BILLION: i128 = 1_000_000_000;

/// Reads the value of a member about time. Every value has an answer, if only
/// [`Moment::Unreadable`].
pub fn read(value: &Value, expected: Expected, zone: Zone) -> Moment {
    match value {
        Value::Number(digits) => read_number(digits, expected).unwrap_or(Moment::Unreadable),
        Value::String(text) => parse(text.as_str().trim(), expected, zone),
        Value::Object(_) => read_object(value, expected, zone),
        _ => Moment::Unreadable,
    }
}

/// Reads `{"seconds": …, "nanos": …}` of Protocol Buffers, which is a timestamp or a duration,
/// the `{"$date": …}` of `MongoDB`, and what PowerShell makes of a date.
fn read_object(value: &Value, expected: Expected, zone: Zone) -> Moment {
    let names = [
        ("$date", Expected::Instant),
        ("seconds", expected),
        ("_seconds", expected),
        ("UtcDateTime", Expected::Instant),
    ];
    names
        .iter()
        .find_map(|(name, expected)| Some((value.get(name)?, *expected)))
        .filter(|(inner, _)| !matches!(inner, Value::Object(_)))
        .map_or(Moment::Unreadable, |(inner, expected)| read(inner, expected, zone))
}

/// Whether a member called `expires` or `expiry` holds a lifetime, and not an instant.
pub fn is_lifetime(value: &Value) -> bool {
    // The zone makes no difference to the answer, and reading a date needs one.
    let zone = Zone::Fixed(chrono::FixedOffset::east_opt(0).unwrap_or_else(|| unreachable!()));
    matches!(read(value, Expected::Lifetime, zone), Moment::Lifetime(_))
}

/// Reads a text about time, as [`read`] does.
pub fn parse(text: &str, expected: Expected, zone: Zone) -> Moment {
    if begins_as_rfc3339(text) {
        return parse_date(text, zone);
    }
    if let Some(moment) = read_number(text, expected) {
        return moment;
    }
    // `/Date(1767229500000)/`, as ASP.NET wrote JSON.
    if let Some(inner) = text.strip_prefix("/Date(").and_then(|rest| rest.split(['+', ')']).next())
    {
        return from_milliseconds(inner);
    }
    if text.eq_ignore_ascii_case("never") {
        return Moment::Never;
    }
    if let Some(lifetime) = duration::parse(text, expected) {
        return lifetime;
    }
    parse_date(text, zone)
}

/// Whether a text begins as a date and time of RFC 3339 (§5.6), so that it can be nothing else.
fn begins_as_rfc3339(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 20
        && [bytes[4], bytes[7], bytes[13], bytes[16]] == *b"--::"
        && matches!(bytes[10], b'T' | b't' | b' ')
        && bytes[0].is_ascii_digit()
}

fn parse_date(text: &str, zone: Zone) -> Moment {
    let Some(date) = Date::parse(text) else { return Moment::Unreadable };
    let Some(written) = date.local_time() else { return Moment::OutOfCalendar };
    if written.date() == ZERO_DAY {
        return Moment::Never;
    }
    let (at, local) = match date.offset {
        Some(seconds) => {
            (written.and_utc().checked_sub_signed(TimeDelta::seconds(seconds.into())), None)
        }
        None => zone.instant(written).unzip(),
    };
    at.filter(|at| in_calendar(*at))
        .map_or(Moment::OutOfCalendar, |at| Moment::Instant { at, local })
}

/// The first day of the year 1: the zero time of Go and .NET.
const ZERO_DAY: NaiveDate = match NaiveDate::from_ymd_opt(1, 1, 1) {
    Some(day) => day,
    None => NaiveDate::MIN,
};

/// [`ZERO_DAY`] as an epoch.
const ZERO_EPOCH: i128 = -62_135_596_800;

fn read_number(text: &str, expected: Expected) -> Option<Moment> {
    let billionths = match Decimal::parse(text)? {
        Decimal::Billionths(billionths) => billionths,
        Decimal::Huge { .. } => return Some(Moment::OutOfCalendar),
    };
    Some(match expected {
        Expected::Lifetime => match lifetime_nanoseconds(billionths) {
            Some(nanoseconds) => time_delta(nanoseconds)
                .map_or(Moment::OutOfCalendar, |it| Moment::Lifetime(it.into())),
            None => from_epoch(billionths),
        },
        Expected::Instant if billionths == 0 || billionths == ZERO_EPOCH * BILLION => Moment::Never,
        Expected::Instant => from_epoch(billionths),
    })
}

/// The nanoseconds of a number that is a lifetime; none where it is an epoch.
fn lifetime_nanoseconds(billionths: i128) -> Option<i128> {
    let seconds = billionths / BILLION;
    let whole = |unit: i128| billionths % (unit * BILLION) == 0;
    if (DAY_MS..FIRST_EPOCH_MS).contains(&seconds) {
        let far = seconds > LAST_PRESENT_EPOCH;
        if whole(DAY_MS) || far && whole(MINUTE_MS) && !whole(DAY) {
            return Some(billionths / 1_000);
        }
        // So many whole years are no date, but stand for no end.
        if far && whole(YEAR) {
            return Some(billionths);
        }
    }
    (seconds < FIRST_EPOCH).then_some(billionths)
}

/// An epoch in the largest unit that keeps it within the calendar.
fn from_epoch(billionths: i128) -> Moment {
    let size = billionths.abs() / BILLION;
    let per_unit = if size < END_OF_CALENDAR {
        1
    } else if size < END_OF_CALENDAR * 1_000 {
        1_000
    } else if size < END_OF_CALENDAR * 1_000_000 {
        1_000_000
    } else if size < LAST_NANOSECOND {
        BILLION
    } else {
        return Moment::OutOfCalendar;
    };
    from_nanoseconds(billionths.div_euclid(per_unit))
}

/// An epoch that is known to be in milliseconds.
fn from_milliseconds(text: &str) -> Moment {
    match Decimal::parse(text) {
        Some(Decimal::Billionths(billionths)) => from_nanoseconds(billionths.div_euclid(1_000)),
        Some(Decimal::Huge { .. }) => Moment::OutOfCalendar,
        None => Moment::Unreadable,
    }
}

fn from_nanoseconds(nanoseconds: i128) -> Moment {
    let (seconds, rest) = (nanoseconds.div_euclid(BILLION), nanoseconds.rem_euclid(BILLION));
    i64::try_from(seconds)
        .ok()
        .zip(u32::try_from(rest).ok())
        .and_then(|(seconds, rest)| DateTime::from_timestamp(seconds, rest))
        .filter(|at| in_calendar(*at))
        .map_or(Moment::OutOfCalendar, |at| Moment::Instant { at, local: None })
}

/// A lifetime of so many nanoseconds.
fn time_delta(nanoseconds: i128) -> Option<TimeDelta> {
    let seconds = i64::try_from(nanoseconds.div_euclid(BILLION)).ok()?;
    TimeDelta::new(seconds, u32::try_from(nanoseconds.rem_euclid(BILLION)).ok()?)
}
