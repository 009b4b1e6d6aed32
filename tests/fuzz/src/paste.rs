//! Any bytes are recognised as something, inspected, and reported: as JSON that can be read again,
//! and as text that leaves the terminal alone.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use tokenscope::{
    check, diff,
    inspection::{Collection, Contents, Context, Inspection},
    jose::Keys,
    kind::Kind,
    report, text,
    token::{Received, ReceivedFrom, Zone},
};

/// The instant that everything is judged at.
pub fn at() -> DateTime<Utc> {
    DateTime::from_timestamp(1_795_374_487, 0).expect("it is an instant")
}

/// A zone that is not UTC.
pub fn zone() -> Zone {
    Zone::Fixed(FixedOffset::east_opt(3_600).expect("it is an offset"))
}

/// What was received 18 minutes ago, with nothing known beside it.
pub fn context(keys: &Keys) -> Context<'_> {
    Context {
        now: at(),
        received: Received { at: at() - TimeDelta::minutes(18), from: ReceivedFrom::Given },
        zone: zone(),
        keys,
        request: None,
        previous: None,
        file_mode: None,
        secret_trials: None,
    }
}

/// Tries these bytes.
pub fn run(bytes: &[u8]) {
    let keys = Keys::parse("fuzz", bytes).unwrap_or_default();
    let context = context(&keys);
    let mut inspection = Inspection::of(bytes, &context);
    assert!(inspection.kind != Kind::Unrecognized || inspection.problem.is_some());
    inspection.judge(&context);
    report(&inspection);
    // It is the same as itself, whatever it is.
    assert!(diff::diff(&inspection, &inspection, at()).is_same());
    report_contents(bytes, &context);
}

/// Prints everything that the bytes hold. What is unrecognized has a problem that says why, and an
/// item is found by its number.
fn report_contents(bytes: &[u8], context: &Context<'_>) {
    let contents = Contents::of(bytes, context);
    for reveal in [false, true] {
        let options = report::ReportOptions { all: true, ..options(reveal) };
        let mut out = Vec::new();
        report::json::write_contents(&mut out, &contents, &options, report::json::Layout::Indented)
            .expect("memory takes it");
        serde_json::from_slice::<serde::de::IgnoredAny>(&out).expect("it is JSON");
        assert_safe(&report::text::render_contents(&contents, &options));
        assert_safe(&report::markdown::render_contents(&contents, &options));
    }
    let collection = Collection::from(contents);
    for item in collection.all() {
        let is_known = item.inspection.kind != Kind::Unrecognized;
        assert!(is_known || item.inspection.problem.is_some());
    }
    assert!(collection.pick("1").is_some());
}

fn options(reveal: bool) -> report::ReportOptions {
    report::ReportOptions {
        now: at(),
        reveal,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: zone(),
    }
}

/// Prints an inspection in every way.
pub fn report(inspection: &Inspection) {
    let now = at();
    for reveal in [false, true] {
        let options = options(reveal);
        let mut out = Vec::new();
        report::json::write_pretty(&mut out, inspection, &options).expect("memory takes it");
        serde_json::from_slice::<serde::de::IgnoredAny>(&out).expect("it is JSON");
        assert_safe(&report::text::render(inspection, &options));
        assert_safe(&report::markdown::render(inspection, &options));
        let line = report::text::render_line(inspection, &options);
        assert!(!line.contains('\n'), "{line:?}");
        assert_safe(&line);
    }
    for outcome in check::check(inspection, &[], now) {
        assert_safe(&outcome.line());
    }
}

/// No terminal acts on this text.
pub fn assert_safe(text: &str) {
    assert!(text.chars().all(|c| c == '\n' || !text::is_unsafe(c)), "{text:?}");
}
