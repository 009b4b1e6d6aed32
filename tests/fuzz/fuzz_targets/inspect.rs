//! Any bytes are inspected and reported: as JSON that can be read again, and as text that leaves the
//! terminal alone.
#![no_main]

use chrono::{DateTime, FixedOffset, TimeDelta};
use libfuzzer_sys::fuzz_target;
use tokenscope::{
    inspection::{Context, Inspection},
    jose::Keys,
    report, text,
    token::{Received, ReceivedFrom, Zone},
};

fuzz_target!(|bytes: &[u8]| {
    let at = DateTime::from_timestamp(1_795_374_487, 0).expect("it is an instant");
    let zone = Zone::Fixed(FixedOffset::east_opt(3_600).expect("it is an offset"));
    let keys = Keys::parse("fuzz", bytes).unwrap_or_default();
    let context = Context {
        now: at,
        received: Received { at: at - TimeDelta::minutes(18), from: ReceivedFrom::Given },
        zone,
        keys: &keys,
        asked: None,
        previous: None,
        file_mode: None,
    };
    let mut inspection = Inspection::of(bytes, &context);
    inspection.judge(&context);
    for reveal in [false, true] {
        let options = report::Options { now: at, reveal, colour: false, zone };
        let mut out = Vec::new();
        report::json::write_pretty(&mut out, &inspection, &options).expect("memory takes it");
        serde_json::from_slice::<serde::de::IgnoredAny>(&out).expect("it is JSON");
        let lines = report::text::render(&inspection, &options);
        assert!(lines.chars().all(|c| c == '\n' || !text::is_unsafe(c)), "{lines:?}");
        let line = report::text::render_line(&inspection, &options);
        assert!(!line.chars().any(text::is_unsafe), "{line:?}");
    }
});
