//! Lifetimes in words and units: `3600s`, `1h30m`, `30 days`, `PT1H`, `01:00:00`.

use chrono::TimeDelta;

use super::{
    decimal::Decimal,
    moment::{Expected, Lifetime, Moment},
};

/// Nanoseconds of a second.
const SECOND: i128 = 1_000_000_000;

/// A month where its length cannot be known, in nanoseconds.
const MONTH: i128 = 30 * 86_400 * SECOND;

/// Reads a lifetime with units, also one that is too long to count; none where the text is no
/// lifetime.
///
/// `H:MM:SS` is one only where a lifetime is expected.
pub fn parse(text: &str, expected: Expected) -> Option<Moment> {
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let sum = match rest.as_bytes().first()? {
        b'P' | b'p' => parse_iso_8601(&rest[1..])?,
        b'0'..=b'9' | b'.' if expected == Expected::Lifetime && rest.contains(':') => {
            parse_clock(rest)?
        }
        b'0'..=b'9' | b'.' => parse_units(rest)?,
        _ => return None,
    };
    Some(sum.lifetime(negative).map_or(Moment::OutOfCalendar, Moment::Lifetime))
}

/// Days, hours and minutes as `D:HH:MM`: how Tableau writes `estimatedTimeToExpiration`.
pub fn days_hours_minutes(text: &str) -> Option<TimeDelta> {
    let mut parts = text.trim().split(':').map(parse_whole);
    let (days, hours, minutes) = (parts.next()??, parts.next()??, parts.next()??);
    if parts.next().is_some() || hours > 23 || minutes > 59 {
        return None;
    }
    time_delta((days * 86_400 + hours * 3_600 + minutes * 60) * SECOND)
}

fn time_delta(nanoseconds: i128) -> Option<TimeDelta> {
    let seconds = i64::try_from(nanoseconds.div_euclid(SECOND)).ok()?;
    TimeDelta::new(seconds, u32::try_from(nanoseconds.rem_euclid(SECOND)).ok()?)
}

/// The sum of the parts of a lifetime.
#[derive(Default)]
struct Sum {
    months: i128,
    nanoseconds: i128,
}

impl Sum {
    /// Adds `billionths` × 10⁻⁹ × `months`. A part of a month is a part of 30 days.
    fn add_months(&mut self, billionths: i128, months: i128) {
        let all = billionths.saturating_mul(months);
        self.months = self.months.saturating_add(all / SECOND);
        self.nanoseconds = add_scaled(self.nanoseconds, all % SECOND, MONTH);
    }

    fn lifetime(self, negative: bool) -> Option<Lifetime> {
        let sign = if negative { -1 } else { 1 };
        let months = i32::try_from(self.months.checked_mul(sign)?).ok()?;
        Some(Lifetime { months, rest: time_delta(self.nanoseconds.checked_mul(sign)?)? })
    }
}

/// ISO 8601 after its `P`: `30D`, `T1H30M`, `1DT12H`.
fn parse_iso_8601(text: &str) -> Option<Sum> {
    let mut sum = Sum::default();
    let (mut time, mut any) = (false, false);
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(['T', 't']).filter(|_| !time) {
            (time, rest) = (true, after);
            continue;
        }
        let (number, after) = leading_number(rest)?;
        let unit = after.chars().next()?;
        match (time, unit.to_ascii_uppercase()) {
            (false, 'Y') => sum.add_months(number, 12),
            (false, 'M') => sum.add_months(number, 1),
            (false, 'W') => {
                sum.nanoseconds = add_scaled(sum.nanoseconds, number, 7 * 86_400 * SECOND);
            }
            (false, 'D') => sum.nanoseconds = add_scaled(sum.nanoseconds, number, 86_400 * SECOND),
            (true, 'H') => sum.nanoseconds = add_scaled(sum.nanoseconds, number, 3_600 * SECOND),
            (true, 'M') => sum.nanoseconds = add_scaled(sum.nanoseconds, number, 60 * SECOND),
            (true, 'S') => sum.nanoseconds = add_scaled(sum.nanoseconds, number, SECOND),
            _ => return None,
        }
        rest = &after[unit.len_utf8()..];
        any = true;
    }
    any.then_some(sum)
}

/// Numbers with units, all of the text.
fn parse_units(text: &str) -> Option<Sum> {
    let mut sum = Sum::default();
    let mut rest = text;
    loop {
        let (number, after) = leading_number(rest)?;
        let after = after.trim_start();
        let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
        match parse_unit(&after[..end])? {
            Unit::Nanoseconds(unit) => sum.nanoseconds = add_scaled(sum.nanoseconds, number, unit),
            Unit::Months(months) => sum.add_months(number, months),
        }
        rest = after[end..].trim_start_matches([' ', ',']);
        rest = rest.strip_prefix("and ").unwrap_or(rest);
        if rest.is_empty() {
            return Some(sum);
        }
    }
}

/// The length of a unit.
enum Unit {
    Nanoseconds(i128),
    Months(i128),
}

fn parse_unit(name: &str) -> Option<Unit> {
    // The longest has twelve bytes.
    if name.len() > 12 {
        return None;
    }
    Some(Unit::Nanoseconds(match &*name.to_ascii_lowercase() {
        "ns" => 1,
        "us" | "µs" | "μs" => 1_000,
        "ms" | "msec" | "millis" | "millisecond" | "milliseconds" => 1_000_000,
        "s" | "sec" | "secs" | "second" | "seconds" => SECOND,
        "m" | "min" | "mins" | "minute" | "minutes" => 60 * SECOND,
        "h" | "hr" | "hrs" | "hour" | "hours" => 3_600 * SECOND,
        "d" | "day" | "days" => 86_400 * SECOND,
        "w" | "week" | "weeks" => 7 * 86_400 * SECOND,
        "month" | "months" => return Some(Unit::Months(1)),
        "y" | "year" | "years" => return Some(Unit::Months(12)),
        _ => return None,
    }))
}

/// `H:MM:SS` with a fraction, days before it as Python (`1 day, 1:00:00`) and .NET (`1.01:00:00`)
/// print a time span.
fn parse_clock(text: &str) -> Option<Sum> {
    let (days, time) = match text.split_once("day") {
        Some((days, time)) => (days.trim_end(), time.trim_start_matches(['s', ',', ' '])),
        None => match text.split_once('.') {
            Some((days, time)) if !days.contains(':') => (days, time),
            _ => ("0", text),
        },
    };
    let mut parts = time.split(':');
    let (days, hours, minutes) =
        (parse_whole(days)?, parse_whole(parts.next()?)?, parse_whole(parts.next()?)?);
    let Decimal::Billionths(seconds) = Decimal::parse(parts.next()?)? else { return None };
    let last = parts.next().is_none() && minutes < 60 && (0..60 * SECOND).contains(&seconds);
    let nanoseconds = (days * 86_400 + hours * 3_600 + minutes * 60) * SECOND + seconds;
    last.then_some(Sum { months: 0, nanoseconds })
}

fn parse_whole(text: &str) -> Option<i128> {
    let digits = !text.is_empty() && text.len() <= 9 && text.bytes().all(|b| b.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// The number at the start of a text, in billionths, and what follows it.
fn leading_number(text: &str) -> Option<(i128, &str)> {
    let end =
        text.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    let number = match Decimal::parse(number.trim_end_matches(','))? {
        Decimal::Billionths(billionths) => billionths,
        Decimal::Huge { .. } => i128::MAX,
    };
    Some((number, rest))
}

/// The sum; one that cannot be counted stays at the greatest number.
fn add_scaled(total: i128, billionths: i128, unit: i128) -> i128 {
    // Whole and fraction apart: a product of both could overflow where the sum does not.
    let whole = (billionths / SECOND).saturating_mul(unit);
    let fraction = (billionths % SECOND) * unit / SECOND;
    total.saturating_add(whole).saturating_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        match parse(text, Expected::Lifetime)? {
            Moment::Lifetime(lifetime) => Some(lifetime.about().num_seconds()),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn units_and_words() {
        for (text, expected) in [
            ("3600s", 3_600),
            ("1h30m", 5_400),
            ("168h0m0s", 604_800),
            ("30 days", 2_592_000),
            ("1 hour, 30 minutes", 5_400),
            ("PT1H", 3_600),
            ("P1DT12H", 129_600),
            ("PT0.5S", 0),
            ("01:00:00", 3_600),
            ("-5m", -300),
            ("900000ms", 900),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_lifetime() {
        for text in
            ["", "P", "PT", "h", "3 apples", "1h soon", "2026-01-01", "Payroll", "1:2", "25:61:00"]
        {
            assert_eq!(parse(text, Expected::Lifetime), None, "{text}");
        }
        assert_eq!(parse("01:00:00", Expected::Instant), None);
    }

    #[test]
    fn what_cannot_be_counted() {
        for text in
            ["99999999999999999999999999999y", "-99999999999999999999999999999999999999999s"]
        {
            assert_eq!(parse(text, Expected::Lifetime), Some(Moment::OutOfCalendar), "{text}");
        }
    }

    #[test]
    fn days_hours_and_minutes() {
        assert_eq!(
            days_hours_minutes("176:04:12"),
            Some(TimeDelta::minutes((176 * 24 + 4) * 60 + 12))
        );
        for text in ["", "1:2", "1:24:00", "1:00:60", "a:b:c", "1:2:3:4"] {
            assert_eq!(days_hours_minutes(text), None, "{text}");
        }
    }
}
