//! Token responses as providers and tools write them, how long each lives, and inputs that hold
//! several: every case of `tests/fixtures/corpus`, `clocks` and `collections`.
//!
//! A case is a folder with `input.txt`, what a person pastes, and `expected.json`, a part of its
//! report. `args` are those of the command line; only the members of `expect` are compared:
//! instants as instants (within `tolerance_seconds`), numbers by value. `scope_names` is the list
//! of names of `scopes`, `present` and `absent` list canonical names, `access_token_ends_with` is
//! the end of the access token (or the bare token), `fields_equal` gives values by canonical name,
//! `tokens` lists parts of entries, and `because` reasons that `usable` must give. `items` lists
//! what some item each must meet, `items_count` says how many there are. Beside `expect`,
//! `findings` lists codes that must be told, `no_findings` codes that must not.

use std::{
    fs,
    path::{Path, PathBuf},
};

use chrono::{DateTime, Utc};
use serde_json::Value as Json;
use tokenscope::{
    inspection::{Contents, Context, Inspection},
    jose::Keys,
    report::{self, ReportFormat, ReportOptions},
    token::{Received, ReceivedFrom, Zone},
};

use crate::support::{context, project};

#[test]
fn every_response() {
    every_case("tests/fixtures/corpus", 140);
}

#[test]
fn every_clock() {
    every_case("tests/fixtures/clocks", 100);
}

#[test]
fn every_collection() {
    every_case("tests/fixtures/collections", 240);
}

pub fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(project(folder)).expect("the corpus");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut cases: Vec<_> = paths.filter(|path| path.join("expected.json").is_file()).collect();
    cases.sort();
    cases
}

/// Holds every case of a folder, which has at least so many, against what is expected of it.
fn every_case(folder: &str, least: usize) {
    let cases = cases(folder);
    assert!(cases.len() >= least, "{} cases", cases.len());
    let wrong: Vec<String> = cases.iter().flat_map(|path| differences(path)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the report of a case says otherwise than expected.
fn differences(case: &Path) -> Vec<String> {
    let spec: Json = read_json(&case.join("expected.json"));
    let (contents, now) = contents(case);
    let report = report_of_contents(&contents, now, true);
    let tolerance = spec["tolerance_seconds"].as_f64().unwrap_or(0.0) + 0.001;
    let name = case.file_name().unwrap_or_default().to_string_lossy();
    let expected = spec["expect"].as_object().expect("what to expect");
    expected
        .iter()
        .flat_map(|(part, want)| compare(part, want, &report, tolerance))
        .chain(unexpected(&spec, &report))
        .map(|difference| format!("{name}: {difference}"))
        .collect()
}

fn unexpected(spec: &Json, report: &Json) -> Vec<String> {
    let codes = |part: &str| spec[part].as_array().into_iter().flatten().filter_map(Json::as_str);
    let told = |code: &str| {
        let mut findings = report["findings"].as_array().into_iter().flatten();
        findings.any(|finding| finding["code"] == code)
    };
    let missing = codes("findings").filter(|code| !told(code)).map(|code| format!("no {code}"));
    let loud = codes("no_findings").filter(|code| told(code)).map(|code| format!("a {code}"));
    missing.chain(loud).collect()
}

fn read_json(path: &Path) -> Json {
    let text = fs::read_to_string(path).expect("a file");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What is seen in the input of a case as one artifact, and when.
pub fn inspection(case: &Path) -> (Inspection, DateTime<Utc>) {
    with_context(case, Inspection::of)
}

/// Everything that the input of a case holds, and when it is seen.
pub fn contents(case: &Path) -> (Contents, DateTime<Utc>) {
    with_context(case, Contents::of)
}

fn with_context<T>(
    case: &Path,
    inspect: impl FnOnce(&[u8], &Context<'_>) -> T,
) -> (T, DateTime<Utc>) {
    let spec = read_json(&case.join("expected.json"));
    let args = &spec["args"];
    let args: Vec<&str> = args.as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    let option = |name: &str| Some(args[args.iter().position(|arg| *arg == name)? + 1]);
    let given = |name: &str| {
        let text = option(name)?;
        Some(DateTime::parse_from_rfc3339(text).expect("RFC 3339").to_utc())
    };
    let now: DateTime<Utc> = given("--at").expect("every case has a time");
    let received = match given("--received-at") {
        Some(at) => Received { at, from: ReceivedFrom::Given },
        None => Received { at: now, from: ReceivedFrom::At },
    };
    let keys = option("--key")
        .map_or_else(Keys::default, |key| Keys::parse("--key", key.as_bytes()).expect("a key"));
    let context = Context { received, ..context(now, received.from, &keys) };
    let input = fs::read(case.join("input.txt")).expect("the input");
    (inspect(&input, &context), now)
}

pub fn report(inspection: &Inspection, now: DateTime<Utc>, reveal: bool) -> Json {
    let mut out = Vec::new();
    report::json::write_compact(&mut out, inspection, &options(now, reveal)).expect("a report");
    serde_json::from_slice(&out).expect("valid JSON")
}

pub fn report_of_contents(contents: &Contents, now: DateTime<Utc>, reveal: bool) -> Json {
    let mut out = Vec::new();
    report::write_contents(&mut out, contents, &options(now, reveal), ReportFormat::CompactJson)
        .expect("a report");
    serde_json::from_slice(&out).expect("valid JSON")
}

fn options(now: DateTime<Utc>, reveal: bool) -> ReportOptions {
    ReportOptions {
        now,
        reveal,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: false,
        zone: Zone::System,
    }
}

fn compare(part: &str, want: &Json, report: &Json, tolerance: f64) -> Vec<String> {
    let fields = || report["fields"].as_array().into_iter().flatten();
    let field = |name: &str| fields().find(|it| it["present"] == true && it["name"] == name);
    let differs = |what: &str, want: &Json, got: &Json| {
        (!same(what, want, got, tolerance)).then(|| format!("{what}: want {want}, got {got}"))
    };
    let names = || want.as_array().into_iter().flatten().filter_map(Json::as_str);
    match part {
        "expiry" | "refresh_expiry" => match want.as_object() {
            None => differs(part, &Json::Null, &report[part]["expires_at"]).into_iter().collect(),
            Some(members) => members
                .iter()
                .filter_map(|(name, want)| differs(name, want, &report[part][name]))
                .map(|difference| format!("{part}.{difference}"))
                .collect(),
        },
        "usable" => want
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, want)| differs(name, want, &report[part][name]))
            .map(|difference| format!("usable.{difference}"))
            .collect(),
        "because" => {
            let told = |reason: &str| {
                let mut reasons = report["usable"][part].as_array().into_iter().flatten();
                reasons.any(|it| it == reason)
            };
            names().filter(|name| !told(name)).map(|it| format!("not because {it}")).collect()
        }
        "scope_names" => {
            let scopes = report["scopes"].as_array().into_iter().flatten();
            let got = Json::Array(scopes.map(|scope| scope["name"].clone()).collect());
            differs(part, want, &got).into_iter().collect()
        }
        "present" => {
            names().filter(|name| field(name).is_none()).map(|it| format!("no {it}")).collect()
        }
        "absent" => {
            names().filter(|name| field(name).is_some()).map(|it| format!("a {it}")).collect()
        }
        "access_token_ends_with" => {
            let token = field("access_token").or_else(|| field("token"));
            let value = token.and_then(|token| token["value"].as_str()).unwrap_or_default();
            let end = want.as_str().unwrap_or_default();
            (!value.ends_with(end))
                .then(|| format!("the token does not end with {end}"))
                .into_iter()
                .collect()
        }
        "fields_equal" => want
            .as_object()
            .into_iter()
            .flatten()
            .filter_map(|(name, want)| {
                differs(name, want, field(name).map_or(&Json::Null, |field| &field["value"]))
            })
            .collect(),
        "tokens" => want
            .as_array()
            .into_iter()
            .flatten()
            .filter(|want| {
                let mut tokens = report["tokens"].as_array().into_iter().flatten();
                !tokens.any(|token| {
                    let mut members = want.as_object().into_iter().flatten();
                    members.all(|(name, want)| same(name, want, &token[name], tolerance))
                })
            })
            .map(|want| format!("no token like {want}"))
            .collect(),
        "items" => want
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|want| {
                let items = report["items"].as_array().into_iter().flatten();
                let missing = |item| -> Vec<String> {
                    let members = want.as_object().into_iter().flatten();
                    members.flat_map(|(part, it)| compare(part, it, item, tolerance)).collect()
                };
                let nearest = items.map(missing).min_by_key(Vec::len)?;
                (!nearest.is_empty()).then(|| format!("no item like {want}: {nearest:?}"))
            })
            .collect(),
        "items_count" => {
            let count = report["items"].as_array().map_or(0, Vec::len);
            differs(part, want, &Json::from(count)).into_iter().collect()
        }
        _ => differs(part, want, &report[part]).into_iter().collect(),
    }
}

/// Whether two values are the same: instants as instants, numbers by value.
fn same(name: &str, want: &Json, got: &Json, tolerance: f64) -> bool {
    let instant = |value: &Json| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    if (name.ends_with("_at") || name == "until")
        && let (Some(want), Some(got)) = (instant(want), instant(got))
    {
        return (want - got).as_seconds_f64().abs() <= tolerance;
    }
    match (want.as_f64(), got.as_f64()) {
        (Some(want), Some(got)) => (want - got).abs() <= tolerance,
        _ => want == got,
    }
}
