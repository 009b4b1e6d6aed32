//! Times that are printed as calls.

use chrono::{NaiveDate, NaiveDateTime};

use crate::value::{Member, Value};

/// `datetime.datetime(2026, 1, 1, 0, 0, tzinfo=…)` as RFC 3339; without an offset where none is
/// given, since such a time is local.
pub(super) fn datetime(positional: &[Value], named: &[Member]) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let part = |at: usize| match positional.get(at) {
        // Go names the month, and ends with nanoseconds and the zone.
        Some(Value::String(name)) if at == 1 => {
            let name = name.as_str().strip_prefix("time.")?;
            let month = MONTHS.iter().position(|month| *month == name)?;
            u32::try_from(month + 1).ok()
        }
        Some(value) => value.as_number()?.parse::<u32>().ok(),
        None => Some(0),
    };
    let year = i32::try_from(part(0)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, part(1)?, part(2)?)?;
    let time: NaiveDateTime = date.and_hms_micro_opt(part(3)?, part(4)?, part(5)?, part(6)?)?;
    let zone = named.iter().find(|member| member.name == "tzinfo").map(|member| &member.value);
    let zone = zone.or(positional.get(7));
    let offset = match zone {
        Some(Value::Number(seconds)) => {
            let minutes = seconds.parse::<i64>().ok()? / 60;
            let sign = if minutes < 0 { '-' } else { '+' };
            format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        Some(Value::String(name)) if matches!(name.as_str(), "UTC" | "<UTC>" | "time.UTC") => {
            "Z".to_owned()
        }
        Some(Value::String(name)) => format!(" {}", name.as_str()),
        _ => String::new(),
    };
    Some(format!("{}{offset}", time.format("%Y-%m-%dT%H:%M:%S%.f")))
}
