//! Each finding, shown and silent.

mod access;
pub mod cases;
mod check;
mod diff;
mod explain;
mod explanations;
mod hostile;
mod keys;
mod named;
mod silence;
pub mod support;
mod thresholds;

use std::collections::BTreeSet;

use tokenscope::findings::{CATALOGUE, Needs};

use cases::{Case, cases};

#[test]
fn every_code_is_shown_and_silenced_by_a_case() {
    let codes: BTreeSet<&str> = CATALOGUE.iter().map(|rule| rule.code).collect();
    let covered: BTreeSet<&str> = cases().iter().map(|case| case.code).collect();
    assert_eq!(codes, covered);
    assert_eq!(codes.len(), CATALOGUE.len(), "a code is listed twice");
}

#[test]
fn each_case_shows_its_finding_at_its_severity() {
    let missing: Vec<String> = cases()
        .into_iter()
        .filter(|Case { code, severity, shown, .. }| {
            let findings = shown.findings();
            !findings.iter().any(|it| it.code == *code && it.severity == *severity)
        })
        .map(|Case { code, shown, .. }| format!("{code}: {}", shown.text))
        .collect();
    assert!(missing.is_empty(), "not shown:\n{}", missing.join("\n"));
}

#[test]
fn each_near_miss_is_silent() {
    let loud: Vec<String> = cases()
        .into_iter()
        .filter_map(|Case { code, silent, .. }| {
            let finding = silent.findings().into_iter().find(|finding| finding.code == code)?;
            Some(format!("{code}: {} in {}", finding.message, silent.text))
        })
        .collect();
    assert!(loud.is_empty(), "not silent:\n{}", loud.join("\n"));
}

#[test]
fn findings_need_what_the_catalogue_says() {
    for Case { code, shown, .. } in cases() {
        let rule = tokenscope::findings::rule(code).unwrap();
        let bare = match rule.needs {
            Needs::Nothing => continue,
            Needs::Exchange => shown.without_exchange(),
            Needs::Previous => shown.without_previous(),
            Needs::File => shown.without_file(),
        };
        assert!(bare.findings().iter().all(|finding| finding.code != code), "{code}");
    }
}

#[test]
fn errors_come_first_and_the_order_is_the_catalogue_s() {
    for Case { shown, .. } in cases() {
        let findings = shown.findings();
        assert!(findings.is_sorted_by_key(|finding| finding.severity), "{findings:#?}");
    }
}

/// Every message, to be read: the fact, the consequence, the source.
#[test]
fn messages() {
    let mut lines = String::new();
    for Case { code, shown, .. } in cases() {
        for finding in shown.findings().into_iter().filter(|finding| finding.code == code) {
            let place = match (&finding.field, &finding.claim) {
                (Some(field), Some(claim)) => format!("{field} · {claim}"),
                (Some(field), None) => field.clone(),
                (None, _) => "-".to_owned(),
            };
            let severity = finding.severity.name();
            lines.extend([code, " (", severity, ") on ", &place, "\n    ", &finding.message, "\n"]);
            assert!(finding.message.ends_with(&format!("({})", finding.source)), "{code}");
        }
    }
    insta::assert_snapshot!(lines);
}
