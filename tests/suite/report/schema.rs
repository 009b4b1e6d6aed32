//! The published schema says what the program prints: of every fixture, masked and revealed.

pub mod validator;

use std::{collections::BTreeSet, fs, sync::LazyLock};

use chrono::{DateTime, Utc};
use serde_json::{Value as Json, json};
use strum::VariantArray;
use tokenscope::{
    catalog::opaque_tokens::TokenState,
    diff::{self, RefreshToken},
    findings::Severity,
    input::Encoding,
    inspection::{Collection, CollectionItem, Contents, Inspection, Reason, UsableAnswer},
    jose::{Format, KeyFrom, Keys, Role, SignatureStatus},
    kind::Kind,
    problem::Problem,
    token::{Basis, State},
};

use self::validator::Validator;
use crate::{
    corpus,
    findings::cases::{at, at_claims, at_header, cases, jwt, jwt_of_text, text},
    support::{AT, project, run},
};

/// Every inspection of the fixtures, and when it is judged.
static INSPECTIONS: LazyLock<Vec<(String, Inspection, DateTime<Utc>)>> = LazyLock::new(|| {
    let mut inspections = Vec::new();
    let folders = ["tests/fixtures/corpus", "tests/fixtures/clocks"];
    for case in folders.iter().flat_map(|folder| corpus::cases(folder)) {
        let (inspection, now) = corpus::inspection(&case);
        inspections.push((case.display().to_string(), inspection, now));
    }
    for case in cases() {
        inspections.push((case.code.to_owned(), case.shown.inspection(), at(0)));
        inspections.push((case.code.to_owned(), case.silent.inspection(), at(0)));
    }
    let now = DateTime::parse_from_rfc3339(AT).unwrap().to_utc();
    for entry in fs::read_dir(project("assets/samples")).unwrap() {
        let path = entry.unwrap().path();
        let input = text(fs::read_to_string(&path).unwrap());
        inspections.push((path.display().to_string(), input.inspection(), now));
    }
    let inner = jwt(&at_header(), &at_claims());
    let disclosed = jwt(&at_header(), &json!({"_sd": ["none"]}));
    let binding = jwt(&json!({"typ": "kb+jwt"}), &json!({"sd_hash": "none"}));
    for unusual in [
        "{".to_owned(),
        String::new(),
        "eyJhbGciOiJSUzI1NiJ9.e30".to_owned(),
        format!("{disclosed}~WyJhIiwgIm5hbWUiLCAiSm8iXQ~{binding}"),
        jwt_of_text(&json!({"alg": "ES256", "kid": inner}), &inner),
    ] {
        let input = text(unusual.as_str());
        inspections.push((unusual, input.inspection(), now));
    }
    inspections
});

#[test]
fn every_masked_report_and_difference_is_as_the_schema_says() {
    let schema = run(&["schema"], "").json();
    let mut validator = Validator::new(&schema);
    assert!(INSPECTIONS.len() > 500, "{}", INSPECTIONS.len());
    check_reports(&mut validator, false);
    for pair in INSPECTIONS.windows(2).step_by(4) {
        let difference = diff::diff(&pair[0].1, &pair[1].1, pair[1].2).to_json();
        let checked = validator.check(&difference, "difference");
        checked.unwrap_or_else(|wrong| panic!("{} and {}: {wrong}", pair[0].0, pair[1].0));
    }
    check_collections(&mut validator);
    assert_eq!(validator.unseen(), Vec::<String>::new(), "members that nothing prints");
}

#[test]
fn every_revealed_report_is_as_the_schema_says() {
    let schema = run(&["schema"], "").json();
    check_reports(&mut Validator::new(&schema), true);
}

fn check_reports(validator: &mut Validator<'_>, reveal: bool) {
    for (name, inspection, now) in INSPECTIONS.iter() {
        let report = corpus::report(inspection, *now, reveal);
        validator.check(&report, "report").unwrap_or_else(|wrong| panic!("{name}: {wrong}"));
    }
}

/// Every case with several credentials, and what the board and an input that is damaged add.
fn check_collections(validator: &mut Validator<'_>) {
    for case in corpus::cases("tests/fixtures/collections") {
        let (contents, now) = corpus::contents(&case);
        let report = corpus::report_of_contents(&contents, now, false);
        let definition = if report["kind"] == "collection" { "collection" } else { "report" };
        let checked = validator.check(&report, definition);
        checked.unwrap_or_else(|wrong| panic!("{}: {wrong}", case.display()));
    }
    let now = DateTime::parse_from_rfc3339(AT).unwrap().to_utc();
    let keys = Keys::default();
    let mut item = CollectionItem::unreadable(Problem::new("in the keyring"), now, &keys);
    item.tool = Some("gh");
    let problem = Some(Problem::new("cut"));
    let damaged = Collection::new(Encoding::Text, vec![item], problem);
    let report = corpus::report_of_contents(&Contents::Several(damaged), now, false);
    validator.check(&report, "collection").unwrap_or_else(|wrong| panic!("{wrong}"));
}

#[test]
fn the_binary_prints_what_the_schema_describes() {
    let schema = run(&["schema"], "").json();
    let mut validator = Validator::new(&schema);
    let samples = ["assets/samples/troubled.json", "assets/samples/oauth-error.http"];
    for sample in samples.map(|name| project(name).display().to_string()) {
        let ran = run(&["inspect", "--json", "--at", AT, &sample], "");
        validator.check_whole(&ran.json()).unwrap();
    }
    let [first, second] = samples.map(|name| project(name).display().to_string());
    validator.check_whole(&run(&["diff", "--json", &first, &second], "").json()).unwrap();
    let lines = run(&["inspect", "--lines", "--json"], "{\"access_token\":\"a\"}\n{\n").out;
    for line in lines.lines() {
        validator.check_whole(&serde_json::from_str(line).unwrap()).unwrap();
    }
}

fn names<T: VariantArray>(name: impl Fn(&T) -> &'static str) -> BTreeSet<&'static str> {
    T::VARIANTS.iter().map(name).collect()
}

#[test]
fn the_vocabularies_are_those_of_the_code() {
    let schema = run(&["schema"], "").json();
    let named = |place: &str| -> BTreeSet<&str> {
        let names = schema.pointer(&format!("/$defs/{place}/enum")).and_then(Json::as_array);
        names.unwrap_or_else(|| panic!("{place}")).iter().filter_map(Json::as_str).collect()
    };
    assert_eq!(named("kind"), Kind::VARIANTS.iter().map(|kind| kind.name()).collect());
    assert_eq!(named("encoding"), names(|it: &Encoding| it.name()));
    assert_eq!(named("state"), names(|it: &State| it.name()));
    assert_eq!(named("basis"), names(|it: &Basis| it.name()));
    assert_eq!(named("severity"), names(|it: &Severity| it.name()));
    assert_eq!(named("signature_status"), names(|it: &SignatureStatus| it.name()));
    assert_eq!(named("usable/properties/answer"), names(|it: &UsableAnswer| it.name()));
    assert_eq!(named("usable/properties/because/items"), names(|it: &Reason| it.name()));
    assert_eq!(named("token/properties/format"), names(|it: &Format| it.name()));
    assert_eq!(named("token/properties/role"), names(|it: &Role| it.name()));
    assert_eq!(named("signature/properties/key_from"), names(|it: &KeyFrom| it.name()));
    assert_eq!(named("known_token/properties/state"), names(|it: &TokenState| it.name()));
    assert_eq!(named("difference/properties/refresh_token"), names(|it: &RefreshToken| it.name()));
}
