//! When tokens end, in every form that providers write it in.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use tokenscope::{
    kind::classify,
    token::{
        Basis, Expiry, JwtTimes, Received, ReceivedFrom, ResponseClock, State, Zone, expiry, fields,
    },
};

use super::json;

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("RFC 3339").to_utc()
}

fn zone() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(3600).expect("an hour"))
}

/// Ten minutes after a response came at midnight.
fn clock(from: ReceivedFrom) -> ResponseClock {
    let received = Received { at: instant("2026-01-01T00:00:00Z"), from };
    ResponseClock { now: instant("2026-01-01T00:10:00Z"), received, zone: zone() }
}

/// The expiries of a response that was received at midnight.
fn ends(text: &str) -> (Expiry, Option<Expiry>) {
    let value = json(text);
    let kind = classify(&value);
    expiry(kind, &fields(&value, kind), &JwtTimes::default(), clock(ReceivedFrom::Given))
}

fn end(text: &str) -> Option<(String, Basis)> {
    let (expiry, _) = ends(text);
    expiry.expires_at.map(|at| (at.format("%+").to_string(), expiry.basis.expect("a basis")))
}

fn state(text: &str) -> State {
    ends(text).0.state(instant("2026-01-01T00:10:00Z"))
}

#[test]
fn absolute_times_in_every_form() {
    for (written, expected) in [
        ("1767229500", "2026-01-01T01:05:00+00:00"),
        ("1767229500.0", "2026-01-01T01:05:00+00:00"),
        ("1.7672295E9", "2026-01-01T01:05:00+00:00"),
        ("1767229500000", "2026-01-01T01:05:00+00:00"),
        ("1.7672295E12", "2026-01-01T01:05:00+00:00"),
        ("1767229500123456", "2026-01-01T01:05:00.123456+00:00"),
        ("1767229500123456789", "2026-01-01T01:05:00.123456789+00:00"),
        ("1767229500.25", "2026-01-01T01:05:00.250+00:00"),
        (r#""1767229500""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01T01:05:00Z""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01T03:05:00.5+02:00""#, "2026-01-01T01:05:00.500+00:00"),
        (r#""2025-12-31T18:35:00-0630""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01T01:05:00UTC""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01 02:05:00.000000""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01T02:05:00""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thu, 01 Jan 2026 01:05:00 GMT""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thu, 01 Jan 2026 01:05:00 +0000""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thursday, 01-Jan-26 01:05:00 GMT""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thu Jan  1 02:05:00 2026""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thu Jan 01 01:05:00 UTC 2026""#, "2026-01-01T01:05:00+00:00"),
        (r#""Wed Dec 31 20:05:00 EST 2025""#, "2026-01-01T01:05:00+00:00"),
        (r#""Thu Jan 01 02:05:00 XYZ 2026""#, "2026-01-01T01:05:00+00:00"),
        (
            r#""Thu Jan 01 2026 02:05:00 GMT+0100 (Central European Standard Time)""#,
            "2026-01-01T01:05:00+00:00",
        ),
        (r#""01/01/2026 01:05:00 AM +00:00""#, "2026-01-01T01:05:00+00:00"),
        (r#""1/1/2026 1:05:00 AM +00:00""#, "2026-01-01T01:05:00+00:00"),
        (r#""09/14/2026 00:00:00 PM +00:00""#, "2026-09-14T12:00:00+00:00"),
        (r#""31/12/2026 23:00:00 +00:00""#, "2026-12-31T23:00:00+00:00"),
        (r#""2026/01/01 01:05:00 +0000""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01 01:05:00 UTC""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01 01:05:00 +0000""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01 01:05:00.000000+00:00""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01 01:05:00.5 +0000 UTC m=+0.1""#, "2026-01-01T01:05:00.500+00:00"),
        (r#""20260101T010500Z""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-01T01:05:00Z[UTC]""#, "2026-01-01T01:05:00+00:00"),
        (r#""2026-01-02""#, "2026-01-01T23:00:00+00:00"),
        (r#""Jan 1, 2026, 1:05:00 AM UTC""#, "2026-01-01T01:05:00+00:00"),
        (r#""/Date(1767229500000)/""#, "2026-01-01T01:05:00+00:00"),
        (r#"{"seconds":"1767229500","nanos":0}"#, "2026-01-01T01:05:00+00:00"),
    ] {
        for name in ["expires_at", "expiresOn", "expiry", "token_expiry", "expirationTimestamp"] {
            let text = format!(r#"{{"access_token":"a","{name}":{written}}}"#);
            assert_eq!(end(&text), Some((expected.to_owned(), Basis::ExpiresAt)), "{text}");
        }
    }
}

#[test]
fn lifetimes_in_every_form() {
    for (written, expected) in [
        ("3600", "2026-01-01T01:00:00+00:00"),
        ("3600.0", "2026-01-01T01:00:00+00:00"),
        ("0.5", "2026-01-01T00:00:00.500+00:00"),
        ("3.6e3", "2026-01-01T01:00:00+00:00"),
        (r#""3600""#, "2026-01-01T01:00:00+00:00"),
        (r#""3600s""#, "2026-01-01T01:00:00+00:00"),
        (r#""1h30m""#, "2026-01-01T01:30:00+00:00"),
        (r#""PT1H""#, "2026-01-01T01:00:00+00:00"),
        ("-60", "2025-12-31T23:59:00+00:00"),
        ("630720000", "2045-12-27T00:00:00+00:00"),
    ] {
        for name in
            ["expires_in", "expire_in", "expireIn", "ExpiresIn", "expires", "lease_duration"]
        {
            let text = format!(r#"{{"access_token":"a","{name}":{written}}}"#);
            let expected = (expected.to_owned(), Basis::ReceivedAtPlusExpiresIn);
            assert_eq!(end(&text), Some(expected), "{text}");
        }
    }
}

#[test]
fn an_epoch_in_a_lifetime_is_an_instant() {
    for text in [
        r#"{"access_token":"a","expires_in":1767229500}"#,
        r#"{"access_token":"a","expires_in":"1767229500000"}"#,
        r#"{"access_token":"a","access_token_expire_in":1767229500}"#,
        r#"{"access_token":"a","expires":1767229500,"created_at":1767225600}"#,
        r#"{"access_token":"a","expires_in":"2026-01-01T01:05:00Z"}"#,
    ] {
        let expected = ("2026-01-01T01:05:00+00:00".to_owned(), Basis::ExpiresAt);
        assert_eq!(end(text), Some(expected), "{text}");
    }
}

#[test]
fn every_end_is_a_candidate_and_the_earliest_counts() {
    let all =
        r#"{"access_token":"a","expires_in":60,"created_at":1767225600,"expires_at":1767229500}"#;
    let (expiry, _) = ends(all);
    let bases: Vec<Basis> = expiry.candidates.iter().map(|it| it.basis).collect();
    assert_eq!(bases, [Basis::CreatedAtPlusExpiresIn, Basis::ExpiresAt]);
    assert_eq!(expiry.expires_at, Some(instant("2026-01-01T00:01:00Z")));
    assert_eq!(expiry.lifetime.map(|it| it.num_seconds()), Some(60));
    assert_eq!(expiry.disagreeing_candidates().count(), 1);
}

#[test]
fn ends_five_seconds_apart_agree_and_the_most_trustworthy_is_named() {
    for (expires_at, named, disagreeing) in [
        (1_767_229_194, Basis::ExpiresAt, 1),
        (1_767_229_195, Basis::ExpiresAt, 0),
        (1_767_229_205, Basis::ExpiresAt, 0),
        (1_767_229_206, Basis::ReceivedAtPlusExpiresIn, 1),
    ] {
        let text = format!(r#"{{"access_token":"a","expires_in":3600,"expires_at":{expires_at}}}"#);
        let (expiry, _) = ends(&text);
        assert_eq!(expiry.basis, Some(named), "{text}");
        assert_eq!(expiry.disagreeing_candidates().count(), disagreeing, "{text}");
        // Whoever goes by the earlier one refuses it then, whichever is named.
        let earliest = instant("2026-01-01T01:00:00Z")
            .min(DateTime::from_timestamp(expires_at, 0).expect("a time"));
        let before = earliest - TimeDelta::nanoseconds(1);
        assert_eq!(expiry.state(before), State::Expiring, "{text}");
        assert_eq!(expiry.state(earliest), State::Expired, "{text}");
        assert_eq!(expiry.next_change(before), Some(earliest), "{text}");
        assert!(expiry.remaining(before).is_some_and(|left| left > TimeDelta::zero()), "{text}");
        assert!(expiry.remaining(earliest).is_some_and(|left| left <= TimeDelta::zero()), "{text}");
    }
}

#[test]
fn it_is_expiring_below_five_minutes_or_a_tenth_of_its_life() {
    for (lifetime, threshold) in [(60, 6), (2_990, 299), (3_000, 300), (3_010, 300), (86_400, 300)]
    {
        let (expiry, _) = ends(&format!(r#"{{"access_token":"a","expires_in":{lifetime}}}"#));
        let end = expiry.expires_at.expect("an end");
        let turn = end - TimeDelta::seconds(threshold);
        let after = turn + TimeDelta::nanoseconds(1);
        assert_eq!(expiry.state(turn), State::Valid, "{lifetime}");
        assert_eq!(expiry.state(after), State::Expiring, "{lifetime}");
        assert_eq!(expiry.next_change(turn), Some(after), "{lifetime}");
        assert_eq!(expiry.next_change(after), Some(end), "{lifetime}");
        assert_eq!(expiry.next_change(end), None, "{lifetime}");
    }
    // Of an unknown lifetime a tenth is not known.
    let (expiry, _) = ends(r#"{"access_token":"a","expires_at":1767229500}"#);
    assert_eq!(expiry.state(instant("2026-01-01T01:00:00Z")), State::Valid);
    assert_eq!(expiry.state(instant("2026-01-01T01:00:01Z")), State::Expiring);
}

#[test]
fn a_guessed_time_of_receipt_yields_to_every_other_end() {
    let text = r#"{"access_token":"a","expires_in":60,"expires_at":1767229500}"#;
    let value = json(text);
    let kind = classify(&value);
    for (from, basis) in [
        (ReceivedFrom::Given, Basis::ReceivedAtPlusExpiresIn),
        (ReceivedFrom::DateHeader, Basis::ReceivedAtPlusExpiresIn),
        (ReceivedFrom::File, Basis::ExpiresAt),
        (ReceivedFrom::At, Basis::ExpiresAt),
        (ReceivedFrom::Now, Basis::ExpiresAt),
    ] {
        let (expiry, _) = expiry(kind, &fields(&value, kind), &JwtTimes::default(), clock(from));
        assert_eq!(expiry.basis, Some(basis), "{from:?}");
        assert_eq!(expiry.lifetime.is_some(), basis != Basis::ExpiresAt, "{from:?}");
    }
}

#[test]
fn no_clock_gives_more_time_than_the_lifetime() {
    // It is ten past midnight, and the response came at midnight.
    for (created, from, end) in [
        ("2025-12-31T23:59:59Z", ReceivedFrom::Given, "2026-01-01T00:59:59Z"),
        ("2026-01-01T00:00:00Z", ReceivedFrom::Given, "2026-01-01T01:00:00Z"),
        ("2026-01-01T00:00:01Z", ReceivedFrom::Given, "2026-01-01T01:00:00Z"),
        ("2026-01-01T00:10:00Z", ReceivedFrom::File, "2026-01-01T01:10:00Z"),
        ("2026-01-01T00:10:01Z", ReceivedFrom::File, "2026-01-01T01:00:00Z"),
        ("2027-01-01T00:00:00Z", ReceivedFrom::DateHeader, "2026-01-01T01:00:00Z"),
    ] {
        let text = format!(r#"{{"access_token":"a","expires_in":3600,"created_at":"{created}"}}"#);
        let value = json(&text);
        let kind = classify(&value);
        let (expiry, _) = expiry(kind, &fields(&value, kind), &JwtTimes::default(), clock(from));
        assert_eq!(expiry.expires_at, Some(instant(end)), "{text}");
        assert_eq!(expiry.basis, Some(Basis::CreatedAtPlusExpiresIn), "{text}");
    }
    for (received, end) in [
        ("2026-01-01T00:10:00Z", "2026-01-01T01:10:00Z"),
        ("2026-01-01T00:10:01Z", "2026-01-01T01:10:00Z"),
        ("2026-01-01T00:09:59Z", "2026-01-01T01:09:59Z"),
    ] {
        let value = json(r#"{"access_token":"a","expires_in":3600}"#);
        let kind = classify(&value);
        let at = instant(received);
        let clock = ResponseClock {
            received: Received { at, from: ReceivedFrom::DateHeader },
            ..clock(ReceivedFrom::Now)
        };
        let (expiry, _) = expiry(kind, &fields(&value, kind), &JwtTimes::default(), clock);
        assert_eq!(expiry.expires_at, Some(instant(end)), "{received}");
    }
}

#[test]
fn a_time_without_zone_is_the_one_beside_it_where_only_the_zone_differs() {
    for (local, candidates) in [
        // Read one hour east, it is 08:05 or so in UTC: seven hours after the epoch, 01:05.
        ("2026-01-01 09:05:00", ["01:05:00", "01:05:00"]),
        ("2026-01-01 09:05:05", ["01:05:00", "01:05:00"]),
        ("2026-01-01 09:05:06", ["01:05:00", "08:05:06"]),
        ("2026-01-01 09:20:00", ["01:05:00", "01:05:00"]),
        ("2026-01-01 09:12:00", ["01:05:00", "08:12:00"]),
        ("2026-01-02 04:05:00", ["01:05:00", "01:05:00"]),
        ("2026-01-02 04:20:00", ["01:05:00", "03:20:00"]),
    ] {
        let text =
            format!(r#"{{"accessToken":"a","expiresOn":"{local}","expires_on":1767229500}}"#);
        let (expiry, _) = ends(&text);
        let times: Vec<String> =
            expiry.candidates.iter().map(|it| it.at.format("%T").to_string()).collect();
        assert_eq!(times, candidates, "{text}");
    }
}

#[test]
fn of_two_names_for_a_lifetime_the_first_counts() {
    for (text, expected) in [
        (r#"{"access_token":"a","expire_in":3600,"expired_in":7200}"#, "01:00"),
        (r#"{"access_token":"a","expired_in":7200,"expire_in":3600}"#, "02:00"),
        (r#"{"access_token":"a","expire_in":60,"expires_in":3600}"#, "01:00"),
    ] {
        let at = ends(text).0.expires_at.map(|at| at.format("%H:%M").to_string());
        assert_eq!(at.as_deref(), Some(expected), "{text}");
    }
}

#[test]
fn each_of_a_repeated_lifetime_is_an_end() {
    for text in [
        r#"{"access_token":"a","expires_in":3600,"expires_in":60}"#,
        r#"{"access_token":"a","expires_in":60,"expires_in":3600}"#,
        r#"{"access_token":"a","expires_in":60,"expires_in":null,"expires_in":3600}"#,
    ] {
        // The reader of the tests drops what is repeated.
        let (value, _) = tokenscope::value::json::read(text.as_bytes());
        let kind = classify(&value);
        let clock = clock(ReceivedFrom::Given);
        let (expiry, _) = expiry(kind, &fields(&value, kind), &JwtTimes::default(), clock);
        assert_eq!(expiry.expires_at, Some(instant("2026-01-01T00:01:00Z")), "{text}");
        assert_eq!(expiry.candidates.len(), 2, "{text}");
    }
}

#[test]
fn a_code_without_life_is_over_and_a_token_is_without_limit() {
    for (text, state) in [
        (r#"{"device_code":"d","user_code":"u","expires_in":0}"#, State::Expired),
        (r#"{"device_code":"d","user_code":"u","expires_in":601}"#, State::Expiring),
        (r#"{"access_token":"a","expires_in":0}"#, State::Never),
    ] {
        assert_eq!(ends(text).0.state(instant("2026-01-01T00:10:00Z")), state, "{text}");
    }
}

#[test]
fn a_jwt_tells_its_own_times() {
    let value = json(r#"{"access_token":"a","expires_in":60}"#);
    let kind = classify(&value);
    let mut jwt = JwtTimes::default();
    jwt.access.expires_at = Some(instant("2026-01-01T02:00:00Z"));
    jwt.access.issued_at = Some(instant("2026-01-01T01:00:00Z"));
    jwt.access.not_before = Some(instant("2026-01-01T01:30:00Z"));
    let now = clock(ReceivedFrom::Now);
    let (expiry, refresh) = expiry(kind, &fields(&value, kind), &jwt, now);
    assert_eq!(expiry.basis, Some(Basis::JwtExp));
    assert_eq!(expiry.lifetime.map(|it| it.num_seconds()), Some(3600));
    assert_eq!(expiry.state(instant("2026-01-01T01:10:00Z")), State::NotYetValid);
    assert_eq!(refresh, None);
}

#[test]
fn no_end() {
    for text in [
        r#"{"access_token":"a","expires_in":0}"#,
        r#"{"access_token":"a","expires_in":"0"}"#,
        r#"{"access_token":"a","expires":0}"#,
        r#"{"access_token":"a","expires_at":0}"#,
        r#"{"access_token":"a","expiry":"0001-01-01T00:00:00Z"}"#,
        r#"{"access_token":"a","expires_at":"never"}"#,
        r#"{"access_token":"a","expires_at":-62135596800}"#,
    ] {
        assert_eq!(state(text), State::Never, "{text}");
    }
    for text in [
        r#"{"access_token":"a","expires_in":0,"expires_at":1767229500}"#,
        r#"{"access_token":"a","expires_in":3600,"expiry":"0001-01-01T00:00:00Z"}"#,
    ] {
        assert_eq!(state(text), State::Valid, "{text}");
    }
}

#[test]
fn nothing_said_or_nothing_that_can_be_read() {
    for text in [
        "{}",
        r#"{"access_token":"a"}"#,
        r#"{"access_token":"a","expires_in":null}"#,
        r#"{"access_token":"a","expires_in":""}"#,
        r#"{"access_token":"a","expires_in":"soon"}"#,
        r#"{"access_token":"a","expires_in":true}"#,
        r#"{"access_token":"a","created_at":1574000000}"#,
        r#"{"error":"x","expires_in":3600}"#,
    ] {
        assert_eq!(state(text), State::Unknown, "{text}");
    }
}

#[test]
fn times_that_no_calendar_has_are_unknown_and_noted() {
    for written in [
        r#""2026-02-30T00:00:00Z""#,
        r#""2026-13-01""#,
        r#""292278994-08-17T07:12:55Z""#,
        r#""9999-12-31T23:59:59-01:00""#,
        "9223372036854775807",
        "-9223372036854775808",
        "1e308",
        "99999999999999999999999999999999999999999999999999",
    ] {
        let text = format!(r#"{{"access_token":"a","expires_at":{written}}}"#);
        assert_eq!(state(&text), State::Unknown, "{text}");
        assert_eq!(ends(&text).0.out_of_calendar, ["expires_at"], "{text}");
    }
    let text = r#"{"access_token":"a","expires_in":"P9000Y","created_at":1767225600}"#;
    assert_eq!(ends(text).0.out_of_calendar, ["expires_in"]);
}

#[test]
fn the_refresh_token_has_its_own() {
    for (text, expected) in [
        (r#"{"access_token":"a","refresh_token":"r","refresh_token_expires_in":3600}"#, "01:00"),
        (r#"{"access_token":"a","refresh_token":"r","refresh_expires_in":"3600"}"#, "01:00"),
        (r#"{"accessToken":"a","refreshTokenExpiresIn":3600}"#, "01:00"),
        (r#"{"access_token":"a","x_refresh_token_expires_in":3600}"#, "01:00"),
        (r#"{"access_token":"a","re_expires_in":3600}"#, "01:00"),
        (r#"{"access_token":"a","refresh_token_expires_at":"2026-01-01T01:00:00Z"}"#, "01:00"),
        (r#"{"access_token":"a","refresh_expires_in":1767229200}"#, "01:00"),
        (r#"{"access_token":"a","refresh_token_expire_in":3600,"created_at":1767225300}"#, "00:55"),
        (
            r#"{"access_token":"a","refresh_token_expires_in":3600,"created_at":1767225300,
                "refresh_token_issued_at":"1767225000000"}"#,
            "00:50",
        ),
        (
            r#"{"accessToken":{"value":"a"},"refreshToken":{"value":"r","expiresAt":1767229200}}"#,
            "01:00",
        ),
    ] {
        let at = ends(text).1.and_then(|refresh| refresh.expires_at);
        assert_eq!(
            at.map(|at| at.format("%H:%M").to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn a_refresh_lifetime_of_zero_speaks_only_beside_a_refresh_token() {
    let beside = r#"{"access_token":"a","refresh_token":"r","refresh_expires_in":0}"#;
    assert!(ends(beside).1.is_some_and(|refresh| refresh.never));
    let alone = r#"{"access_token":"a","refresh_expires_in":0}"#;
    assert_eq!(ends(alone).1, None);
}

#[test]
fn tableau_says_what_is_left() {
    let text = r#"{"credentials":{"token":"a","estimatedTimeToExpiration":"176:04:12"}}"#;
    let expected = ("2026-06-26T04:12:00+00:00".to_owned(), Basis::ReceivedAtPlusExpiresIn);
    assert_eq!(end(text), Some(expected));
}

#[test]
fn decoys_around_the_token() {
    for (text, expected) in [
        (
            r#"{"lease_duration":0,"auth":{"client_token":"a","lease_duration":3600}}"#,
            Some("01:00"),
        ),
        (
            r#"{"expires_at":1577836800,"data":{"token":"a","expires_at":1767229200}}"#,
            Some("01:00"),
        ),
        (
            r#"{"created_at":"2019-01-01T00:00:00Z","token":{"access_token":"a","expires_in":3600}}"#,
            Some("01:00"),
        ),
        (r#"{"access_token":"a","token_response":{"access_token":"a","expires_in":3600}}"#, None),
        (r#"{"expires_in":3600,"token":{"value":"a"}}"#, Some("01:00")),
    ] {
        let at = ends(text).0.expires_at.map(|at| at.format("%H:%M").to_string());
        assert_eq!(at.as_deref(), expected, "{text}");
    }
}
