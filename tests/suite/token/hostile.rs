//! Whatever stands in it: an answer, never a panic.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use proptest::prelude::*;
use tokenscope::{
    kind::classify,
    secrecy::KnownSecrets,
    token::{
        JwtTimes, LocalTimeOccurrence, Received, ReceivedFrom, ResponseClock, Zone, expiry, fields,
        instant,
        issuer::IssuerHints,
        moment::{Expected, Moment},
        scopes,
    },
    value::{Member, Value},
};

/// Names that mean something, in many spellings, and others.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => prop::sample::select(vec![
            "access_token", "accessToken", "token", "token_type", "expires_in", "expires",
            "expires_at", "expiry", "created_at", "issued_at", "refresh_token", "refresh",
            "refresh_token_expires_in", "refresh_expires_in", "scope", "scopes", "id_token", "data",
            "auth", "error", "active", "device_code", "user_code", "code", "keys", "kty", "iat",
            "exp", "nbf", "estimatedTimeToExpiration", "access", "value", "id", "x_x_x_token", "",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ]
}

fn leaf() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(|it| Value::Number(it.to_string())),
        any::<f64>().prop_filter("JSON", |it| it.is_finite()).prop_map(|it| Value::Number(format!("{it:e}"))),
        "-?[0-9]{1,40}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,25})?".prop_map(Value::Number),
        any::<String>().prop_map(Value::string),
        "[0-9]{1,9}[-/:. ][0-9]{1,3}[-/:. ][0-9]{1,5}[ TZ+-]{0,2}[0-9:.]{0,12}( ?[A-Za-z+-]{0,5}[0-9]{0,5})?"
            .prop_map(Value::string),
        "P?[0-9]{1,30}[a-zA-Zµ ]{1,3}[0-9]{0,30}[a-z]{0,7}".prop_map(Value::string),
        "(Mon|Thu)?,? ?[0-9A-Z]{1,3}[ -](Jan|May)[ -][0-9:]{1,8} [A-Z0-9:+]{1,8} [0-9]{0,6}".prop_map(Value::string),
        "(Bearer |ey[A-Z])?[A-Za-z0-9_-]{0,24}(\\.[A-Za-z0-9_-]{0,12}){0,5}".prop_map(Value::string),
    ]
}

fn tree() -> impl Strategy<Value = Value> {
    leaf().prop_recursive(6, 60, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..5).prop_map(Value::Array),
            prop::collection::vec((name(), inner), 0..8).prop_map(|members| {
                let member = |(name, value)| Member { name, value };
                Value::Object(members.into_iter().map(member).collect())
            }),
        ]
    })
}

fn zone() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(-19_800).expect("an offset"))
}

/// An instant of the years 1 to 9999 that is not a zero time.
fn time() -> impl Strategy<Value = DateTime<Utc>> {
    (-62_000_000_000_i64..253_000_000_000, 0_u32..1_000_000_000)
        .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).expect("in range"))
}

fn read(text: &str, expected: Expected) -> Moment {
    instant::parse(text, expected, zone())
}

fn at(at: DateTime<Utc>) -> Moment {
    Moment::Instant { at, local: None }
}

/// How many leaves a value has that count as present, in any depth.
fn present_leaves(value: &Value) -> usize {
    match value {
        Value::Object(members) => members.iter().map(|m| present_leaves(&m.value)).sum(),
        Value::Array(items) => items.iter().map(present_leaves).sum(),
        other => usize::from(!other.is_absent()),
    }
}

proptest! {
    #[test]
    fn any_tree_can_be_read(value in tree(), when in time()) {
        let kind = classify(&value);
        let fields = fields(&value, kind);
        for field in &fields {
            if let Some(plain) = field.plain() {
                let _ = KnownSecrets::default().redacted(&field.name, plain);
            }
        }
        let _ = scopes(&fields, IssuerHints::default());
        let received = Received { at: when, from: ReceivedFrom::Now };
        let clock = ResponseClock { now: when, received, zone: zone() };
        let (access, refresh) = expiry(kind, &fields, &JwtTimes::default(), clock);
        for expiry in [Some(access), refresh].into_iter().flatten() {
            let _ = (expiry.state(when), expiry.remaining(when), expiry.next_change(when));
        }
    }

    #[test]
    fn nothing_is_dropped(value in tree()) {
        prop_assume!(matches!(value, Value::Object(_)));
        let fields = fields(&value, classify(&value));
        let kept: usize = fields
            .iter()
            .map(|field| field.plain().map_or(1, present_leaves))
            .sum();
        prop_assert!(kept >= present_leaves(&value), "{kept} of {}", present_leaves(&value));
    }

    #[test]
    fn every_instant_reads_back_from_every_form(when in time()) {
        let whole = when - TimeDelta::nanoseconds(when.timestamp_subsec_nanos().into());
        let offset = FixedOffset::east_opt(20_700).expect("+05:45");
        let there = when.with_timezone(&offset);
        for (text, expected) in [
            (when.to_rfc3339(), when),
            (there.to_rfc3339(), when),
            (when.format("%Y-%m-%d %H:%M:%S%.9f UTC").to_string(), when),
            (when.format("%Y-%m-%d %H:%M:%S%.9f +0000 UTC m=+0.1").to_string(), when),
            (when.format("%Y%m%dT%H%M%SZ").to_string(), whole),
            (when.format("%a, %d %b %Y %H:%M:%S GMT").to_string(), whole),
            (when.format("%a %b %d %H:%M:%S UTC %Y").to_string(), whole),
            (when.format("%a %b %d %Y %H:%M:%S GMT+0000 (Greenwich Mean Time)").to_string(), whole),
            (there.format("%m/%d/%Y %I:%M:%S %p %:z").to_string(), whole),
            (there.format("%Y/%m/%d %H:%M:%S %z").to_string(), whole),
        ] {
            prop_assert_eq!(read(&text, Expected::Instant), at(expected), "{}", text);
        }
        let local = (when + TimeDelta::seconds(-19_800)).format("%Y-%m-%dT%H:%M:%S%.9f").to_string();
        prop_assert_eq!(read(&local, Expected::Instant), Moment::Instant { at: when, local: Some(LocalTimeOccurrence::Once) });
    }

    #[test]
    fn an_epoch_reads_back_in_every_unit(when in 1_400_000_000_i64..2_147_483_647, nanos in 0_u32..1_000_000_000) {
        // Whole days in milliseconds are a lifetime.
        prop_assume!(when % 86_400_000 != 0);
        let exact = DateTime::from_timestamp(when, nanos).expect("in range");
        let cut = |unit: u32| DateTime::from_timestamp(when, nanos / unit * unit).expect("in range");
        for expected in [Expected::Instant, Expected::Lifetime] {
            prop_assert_eq!(read(&format!("{when}.{nanos:09}"), expected), at(exact));
            prop_assert_eq!(read(&exact.timestamp_millis().to_string(), expected), at(cut(1_000_000)));
            prop_assert_eq!(read(&exact.timestamp_micros().to_string(), expected), at(cut(1_000)));
            let all = i128::from(when) * 1_000_000_000 + i128::from(nanos);
            prop_assert_eq!(read(&all.to_string(), expected), at(exact));
            prop_assert_eq!(read(&format!("{when}e0"), expected), at(cut(1_000_000_000)));
        }
    }

    #[test]
    fn any_text_is_no_panic(text in "\\PC{0,60}") {
        let _ = (read(&text, Expected::Instant), read(&text, Expected::Lifetime));
    }
}
