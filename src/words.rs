//! Times and durations in words, as the report and the screen show them.

use chrono::{DateTime, TimeDelta, Utc};

/// A duration down to the second: `1h 42m 07s`, `29d 23h 04m 09s`, `0s`. The sign is dropped, and
/// fractions are cut.
pub fn exact(duration: TimeDelta) -> String {
    let seconds = duration.num_seconds().unsigned_abs();
    let (days, hours, minutes, seconds) =
        (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
    if days > 0 {
        format!("{days}d {hours:02}h {minutes:02}m {seconds:02}s")
    } else if hours > 0 {
        format!("{hours}h {minutes:02}m {seconds:02}s")
    } else if minutes > 0 {
        format!("{minutes}m {seconds:02}s")
    } else {
        format!("{seconds}s")
    }
}

/// What is left of a time, as it counts down: to the second, and beyond a day to the minute.
pub fn countdown(duration: TimeDelta) -> String {
    let words = exact(duration);
    match words.rsplit_once(' ') {
        Some((words, _)) if duration.abs() >= TimeDelta::days(1) => words.to_owned(),
        _ => words,
    }
}

/// A length of time that does not count down, exactly and without units that are zero at its end:
/// `183 days`, `1h 30m`, `2 hours`, `1h 00m 05s`.
pub fn length(duration: TimeDelta) -> String {
    let seconds = duration.num_seconds().unsigned_abs();
    let units = [(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];
    let is_whole = |(size, _): &(u64, &str)| seconds >= *size && seconds.is_multiple_of(*size);
    let largest = units.into_iter().find(|(size, _)| seconds >= *size);
    if let Some((size, noun)) = largest.filter(is_whole) {
        return count(usize::try_from(seconds / size).unwrap_or(usize::MAX), noun);
    }
    let mut words = exact(duration);
    while let Some(rest) = [" 00s", " 00m", " 00h"].iter().find_map(|end| words.strip_suffix(end)) {
        words.truncate(rest.len());
    }
    words
}

/// A duration by its two largest units that are not zero: `1h 42m`, `2h`, `30d`, `1y 35d`, `0s`.
/// The sign is dropped.
pub fn rough(duration: TimeDelta) -> String {
    let seconds = duration.num_seconds().unsigned_abs();
    let units = [
        (seconds / 31_536_000, "y"),
        (seconds / 86_400 % 365, "d"),
        (seconds / 3_600 % 24, "h"),
        (seconds / 60 % 60, "m"),
        (seconds % 60, "s"),
    ];
    let Some(first) = units.iter().position(|(count, _)| *count > 0) else {
        return "0s".to_owned();
    };
    let (count, unit) = units[first];
    match units.get(first + 1) {
        Some((next, next_unit)) if *next > 0 => format!("{count}{unit} {next}{next_unit}"),
        _ => format!("{count}{unit}"),
    }
}

/// Where an instant lies from `now`: `in 1h 42m`, `18m 3s ago`, `now`.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let distance = at - now;
    match distance.num_seconds() {
        0 => "now".to_owned(),
        seconds if seconds > 0 => format!("in {}", rough(distance)),
        _ => format!("{} ago", rough(distance)),
    }
}

/// An instant for people: `2026-11-22 20:50:07 UTC`; fractions of a second are cut.
pub fn utc(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d %H:%M:%S UTC").to_string()
}

/// A count with its noun: `1 scope`, `14 scopes`.
pub fn count(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_countdown_of_days_leaves_the_seconds_out() {
        for (seconds, words) in
            [(-86_401, "1d 00h 00m"), (86_400, "1d 00h 00m"), (86_399, "23h 59m 59s"), (5, "5s")]
        {
            assert_eq!(countdown(TimeDelta::seconds(seconds)), words);
        }
    }

    #[test]
    fn exact_shows_every_unit_below_the_largest() {
        for (seconds, words) in [
            (0, "0s"),
            (59, "59s"),
            (60, "1m 00s"),
            (6_127, "1h 42m 07s"),
            (-6_127, "1h 42m 07s"),
            (2_592_000, "30d 00h 00m 00s"),
        ] {
            assert_eq!(exact(TimeDelta::seconds(seconds)), words);
        }
    }

    #[test]
    fn a_length_has_no_zeros_at_its_end() {
        for (seconds, words) in [
            (0, "0s"),
            (1, "1 second"),
            (-90, "1m 30s"),
            (1_800, "30 minutes"),
            (3_605, "1h 00m 05s"),
            (5_400, "1h 30m"),
            (86_460, "1d 00h 01m"),
            (15_811_200, "183 days"),
        ] {
            assert_eq!(length(TimeDelta::seconds(seconds)), words);
        }
    }

    #[test]
    fn rough_shows_two_units_and_skips_zeros() {
        for (seconds, words) in [
            (0, "0s"),
            (59, "59s"),
            (6_127, "1h 42m"),
            (7_200, "2h"),
            (7_207, "2h"),
            (2_591_940, "29d 23h"),
            (34_560_000, "1y 35d"),
        ] {
            assert_eq!(rough(TimeDelta::seconds(seconds)), words);
        }
        assert_eq!(rough(TimeDelta::MIN), "292471208y 247d");
    }
}
