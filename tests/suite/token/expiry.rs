//! When tokens end, in every form that providers write it in.

use chrono::{DateTime, FixedOffset, Utc};
use tokenscope::token::{
    Basis, Expiry, JwtTimes, Received, ReceivedFrom, State, Zone, classify, expiry, fields,
};

use super::json;

fn instant(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).expect("RFC 3339").to_utc()
}

fn zone() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(3600).expect("an hour"))
}

/// The expiries of a response that was received at midnight.
fn ends(text: &str) -> (Expiry, Option<Expiry>) {
    let value = json(text);
    let kind = classify(&value);
    let received = Received { at: instant("2026-01-01T00:00:00Z"), from: ReceivedFrom::Given };
    expiry(kind, &fields(&value, kind), &JwtTimes::default(), received, zone())
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
fn what_counts_more() {
    let all =
        r#"{"access_token":"a","expires_in":60,"created_at":1767225600,"expires_at":1767229500}"#;
    let (expiry, _) = ends(all);
    let bases: Vec<Basis> = expiry.candidates.iter().map(|it| it.basis).collect();
    assert_eq!(
        bases,
        [Basis::ExpiresAt, Basis::CreatedAtPlusExpiresIn, Basis::ReceivedAtPlusExpiresIn]
    );
    // An epoch is surer than a local time, whichever comes first.
    let both = r#"{"accessToken":"a","expiresOn":"2026-01-01 09:05:00","expires_on":1767229500}"#;
    assert_eq!(ends(both).0.expires_at, Some(instant("2026-01-01T01:05:00Z")));
    assert_eq!(ends(both).0.candidates.len(), 2);
}

#[test]
fn a_jwt_tells_its_own_times() {
    let value = json(r#"{"access_token":"a","expires_in":60}"#);
    let kind = classify(&value);
    let mut jwt = JwtTimes::default();
    jwt.access.expires_at = Some(instant("2026-01-01T02:00:00Z"));
    jwt.access.issued_at = Some(instant("2026-01-01T01:00:00Z"));
    jwt.access.not_before = Some(instant("2026-01-01T01:30:00Z"));
    let received = Received { at: instant("2026-01-01T00:00:00Z"), from: ReceivedFrom::Now };
    let (expiry, refresh) = expiry(kind, &fields(&value, kind), &jwt, received, zone());
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
    let text =
        r#"{"access_token":"a","expires_in":1000000000,"created_at":"9990-01-01T00:00:00Z"}"#;
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
        (r#"{"access_token":"a","refresh_token_expire_in":3600,"created_at":1767225900}"#, "01:05"),
        (
            r#"{"access_token":"a","refresh_token_expires_in":3600,"created_at":1767225900,
                "refresh_token_issued_at":"1767226200000"}"#,
            "01:10",
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
