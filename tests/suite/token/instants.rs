//! Instants and lifetimes: each limit of the readers from both sides.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use tokenscope::token::{
    Received, ReceivedFrom, Zone, instant,
    moment::{Expected, Moment},
};

fn utc() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(0).expect("UTC"))
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().expect("RFC 3339")
}

/// What a text says where a lifetime is expected, counted from this instant.
fn from(start: &str, text: &str) -> String {
    match instant::parse(text, Expected::Lifetime, utc()) {
        Moment::Lifetime(lifetime) => lifetime.after(at(start)).map_or_else(
            || "outside".to_owned(),
            |end| end.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true),
        ),
        Moment::Instant { at, .. } => format!("at {}", at.to_rfc3339()),
        other => format!("{other:?}"),
    }
}

fn length(text: &str) -> Option<i64> {
    match instant::parse(text, Expected::Lifetime, utc()) {
        Moment::Lifetime(lifetime) => lifetime.about().num_nanoseconds(),
        _ => None,
    }
}

/// What a text says where an instant is expected.
fn instant(text: &str) -> Option<String> {
    match instant::parse(text, Expected::Instant, utc()) {
        Moment::Instant { at, .. } => Some(at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)),
        _ => None,
    }
}

const S: i64 = 1_000_000_000;

#[test]
fn every_unit_has_its_length() {
    for (text, nanoseconds) in [
        ("1ns", 1),
        ("1us", 1_000),
        ("1µs", 1_000),
        ("1ms", 1_000_000),
        ("1 milliseconds", 1_000_000),
        ("1s", S),
        ("1.5s", 3 * S / 2),
        ("0.5 sec", S / 2),
        ("-0.5s", -S / 2),
        ("1m", 60 * S),
        ("2 minutes", 120 * S),
        ("1h", 3_600 * S),
        ("1.5 hours", 5_400 * S),
        ("1d", 86_400 * S),
        ("1w", 604_800 * S),
        ("1 month", 30 * 86_400 * S),
        ("1y", 360 * 86_400 * S),
        ("1 hour and 30 minutes", 5_400 * S),
        ("PT0.5S", S / 2),
        ("PT1M", 60 * S),
        ("PT1H", 3_600 * S),
        ("P1D", 86_400 * S),
        ("P1W", 604_800 * S),
        ("P0.5M", 15 * 86_400 * S),
        ("-PT1M", -60 * S),
        ("0:59:59", 3_599 * S),
        ("0:00:59.5", 59 * S + S / 2),
        ("36:00:00", 129_600 * S),
        ("1 day, 0:00:01", 86_401 * S),
        ("2 days, 0:00:00", 172_800 * S),
        ("1.00:00:01", 86_401 * S),
    ] {
        assert_eq!(length(text), Some(nanoseconds), "{text}");
    }
    for text in [
        "1 millisecondss",
        "0:60:00",
        "0:00:60",
        "0:00",
        "0:00:00:00",
        "x.00:00:00",
        "P1H",
        "PT1D",
        "1 and 2",
        "1234567890:00:00",
    ] {
        assert_eq!(length(text), None, "{text}");
    }
}

#[test]
fn months_are_those_of_the_calendar() {
    for (start, text, end) in [
        ("2026-01-31T00:00:00Z", "P1M", "2026-02-28T00:00:00Z"),
        ("2028-01-31T00:00:00Z", "P1M", "2028-02-29T00:00:00Z"),
        ("2026-03-31T00:00:00Z", "-P1M", "2026-02-28T00:00:00Z"),
        ("2026-01-01T00:00:00Z", "P1Y", "2027-01-01T00:00:00Z"),
        ("2028-01-01T00:00:00Z", "1 year", "2029-01-01T00:00:00Z"),
        ("2026-01-01T00:00:00Z", "P1.5Y", "2027-07-01T00:00:00Z"),
        ("2026-01-01T00:00:00Z", "P1M1DT1H", "2026-02-02T01:00:00Z"),
        ("2026-01-01T00:00:00Z", "P8000Y", "outside"),
        ("2026-01-01T00:00:00Z", "P7973Y", "9999-01-01T00:00:00Z"),
    ] {
        assert_eq!(from(start, text), end, "{text} from {start}");
    }
}

#[test]
fn a_number_is_seconds_milliseconds_or_an_epoch_by_its_size() {
    const START: &str = "2026-01-01T00:00:00Z";
    for (text, end) in [
        ("86399999", "2028-09-26T23:59:59Z"),
        ("86400000", "2026-01-02T00:00:00Z"),
        ("86400001", "2028-09-27T00:00:01Z"),
        ("86400000.5", "2028-09-27T00:00:00.500Z"),
        ("1349049599", "2068-09-30T23:59:59Z"),
        ("1349049600", "at 2012-10-01T00:00:00+00:00"),
        ("2147460000", "at 2038-01-18T20:40:00+00:00"),
        ("2147483647", "at 2038-01-19T03:14:07+00:00"),
        ("2147520000", "2026-01-25T20:32:00Z"),
        ("2592000000", "2026-01-31T00:00:00Z"),
        ("3153600000", "2125-12-08T00:00:00Z"),
        ("3153600001", "at 2069-12-07T00:00:01+00:00"),
        ("1348963200000", "2068-09-30T00:00:00Z"),
        ("1349049600000", "at 2012-10-01T00:00:00+00:00"),
    ] {
        assert_eq!(from(START, text), end, "{text}");
    }
    for (text, expected) in [
        ("253402300799", Some("9999-12-31T23:59:59Z")),
        ("253402300800", Some("1978-01-11T21:31:40.800Z")),
        ("253402300799999", Some("9999-12-31T23:59:59.999Z")),
        ("253402300800000", Some("1978-01-11T21:31:40.800Z")),
        ("253402300799999999", Some("9999-12-31T23:59:59.999999Z")),
        ("253402300800000000", Some("1978-01-11T21:31:40.800Z")),
        ("4102444799999999999", Some("2099-12-31T23:59:59.999999999Z")),
        ("4102444800000000000", None),
        ("9999999999999999999999999999", None),
        ("1e27", None),
    ] {
        assert_eq!(instant(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn dates_are_read_to_their_limits() {
    for (text, expected) in [
        ("01-Jan-69 00:00:00 UTC", Some("2069-01-01T00:00:00Z")),
        ("01-Jan-70 00:00:00 UTC", Some("1970-01-01T00:00:00Z")),
        ("2026-01-01T23:59:60Z", Some("2026-01-02T00:00:00Z")),
        ("2026-01-01T23:59:61Z", None),
        ("2026-01-01T23:60:00Z", None),
        ("2026-01-01T24:00:00Z", Some("2026-01-02T00:00:00Z")),
        ("2026-01-01T25:00:00Z", None),
        ("1/2/2026 12:00:00 AM Z", Some("2026-01-02T00:00:00Z")),
        ("1/2/2026 12:00:00 PM Z", Some("2026-01-02T12:00:00Z")),
        ("1/2/2026 11:00:00 PM Z", Some("2026-01-02T23:00:00Z")),
        ("1/2/2026 1:00:00 AM Z", Some("2026-01-02T01:00:00Z")),
        ("12/11/2026 00:00:00 Z", Some("2026-12-11T00:00:00Z")),
        ("13/11/2026 00:00:00 Z", Some("2026-11-13T00:00:00Z")),
        ("12.11.2026 00:00:00 Z", Some("2026-11-12T00:00:00Z")),
        ("2026-01-01T00:00:00+23:59", Some("2025-12-31T00:01:00Z")),
        ("2026-01-01T00:00:00+24:00", None),
        ("2026-01-01T00:00:00+0530", Some("2025-12-31T18:30:00Z")),
        ("2026-01-01T00:00:00+05", Some("2025-12-31T19:00:00Z")),
        ("2026-01-01T00:00:00-00:60", None),
        ("2026-01-01T00:00:00−01:00", Some("2026-01-01T01:00:00Z")),
        ("20260101010203Z", Some("2026-01-01T01:02:03Z")),
        ("20260101010203004+0000", Some("2026-01-01T01:02:03.004Z")),
        ("20260101T0102Z", Some("2026-01-01T01:02:00Z")),
        ("20260101T010203Z", Some("2026-01-01T01:02:03Z")),
        ("2026-01-01T00:00:00.1234567891Z", Some("2026-01-01T00:00:00.123456789Z")),
        ("2026-01-01T00:00:00,5Z", Some("2026-01-01T00:00:00.500Z")),
        ("Jan 1 2026 00:00:00 GMT+0100", Some("2025-12-31T23:00:00Z")),
        ("Ja 1 2026 00:00:00 GMT", None),
        ("2026-02-28T00:00:00Z", Some("2026-02-28T00:00:00Z")),
        ("2026-02-29T00:00:00Z", None),
        ("/Date(1767225600000)/", Some("2026-01-01T00:00:00Z")),
        ("/Date(1767225600000+0200)/", Some("2026-01-01T00:00:00Z")),
    ] {
        assert_eq!(instant(text).as_deref(), expected, "{text}");
    }
    let long = |spaces: usize| format!("2026-01-01T00:00:00Z{}", " ".repeat(spaces));
    let read = |text: &str| instant::parse(text, Expected::Instant, utc());
    assert!(matches!(read(&long(80)), Moment::Instant { .. }));
    assert_eq!(read(&long(81)), Moment::Unreadable);
}

#[test]
fn a_file_from_the_future_tells_nothing_of_when_it_came() {
    let now = at("2026-01-01T00:00:00Z");
    let second = TimeDelta::seconds(1);
    for (given, modified, set, from, received) in [
        (Some(now + second), Some(now), true, ReceivedFrom::Given, now + second),
        (None, Some(now - second), true, ReceivedFrom::File, now - second),
        (None, Some(now), true, ReceivedFrom::File, now),
        (None, Some(now + second), true, ReceivedFrom::At, now),
        (None, None, true, ReceivedFrom::At, now),
        (None, None, false, ReceivedFrom::Now, now),
    ] {
        let known = Received::best_known(given, modified, set, now);
        assert_eq!((known.from, known.at), (from, received));
        assert_eq!(known.is_known(), from == ReceivedFrom::Given);
        assert_eq!(known.counts_from(now), received.min(now));
    }
}
