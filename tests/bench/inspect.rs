//! What an inspection costs, from bytes to the JSON report.
//!
//! `cargo bench --bench inspect`: each number is the time of one response on one core; compare
//! numbers of one run with each other, not with those of another machine.

use std::{hint::black_box, io};

use chrono::{DateTime, Utc};
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use tokenscope::{
    inspection::{Context, Inspection},
    jose::Keys,
    report,
    token::{Received, ReceivedFrom, Zone},
};

const SMALL: &str = r#"{"access_token":"DjJmiypObNvidU__lCn6f8COS3Ol1Nw_FbV_WpYIuW8","token_type":"bearer","expires_in":7200,"refresh_token":"SnYQ9e4u6ZT91b47TxuLCp9mBqRNKD086X39HKl2HbR","scope":"companies:read employees:read","created_at":1767225600}"#;

/// One response from bytes to its report.
fn report(bytes: &[u8], now: DateTime<Utc>, keys: &Keys, out: &mut impl io::Write) {
    let context = Context {
        now,
        received: Received { at: now, from: ReceivedFrom::Given },
        zone: Zone::System,
        keys,
        request: None,
        previous: None,
        file_mode: None,
        secret_trials: None,
    };
    let inspection = Inspection::of(bytes, &context);
    let options = report::ReportOptions {
        now,
        reveal: false,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    };
    report::json::write_compact(out, &inspection, &options).expect("memory can be written");
}

/// A response of this many scopes.
fn many_scopes(count: usize) -> String {
    let scopes: Vec<_> = (0..count).map(|n| format!("resource{n}:read")).collect();
    format!(
        r#"{{"access_token":"abc","token_type":"bearer","expires_in":60,"scope":"{}"}}"#,
        scopes.join(" ")
    )
}

fn inspect(criterion: &mut Criterion) {
    let now = "2026-01-01T00:10:00Z".parse().expect("an instant");
    let keys = Keys::default();
    let mut group = criterion.benchmark_group("inspect");
    let jwt = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/assets/samples/rfc9068.json"
    ))
    .expect("the sample is there");
    for (name, text) in [
        ("six fields", SMALL.to_owned()),
        ("signed JWT", jwt),
        ("100,000 scopes", many_scopes(100_000)),
    ] {
        group.throughput(Throughput::Elements(1));
        group.bench_with_input(BenchmarkId::from_parameter(name), &text, |bencher, text| {
            let mut out = Vec::with_capacity(1 << 16);
            bencher.iter(|| {
                out.clear();
                report(black_box(text.as_bytes()), now, &keys, &mut out);
                black_box(out.len())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, inspect);
criterion_main!(benches);
