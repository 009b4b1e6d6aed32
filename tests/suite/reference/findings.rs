//! `findings.md`: every code of the catalogue, with a message of each of its severities.

use std::fmt::Write as _;

use tokenscope::findings::{CATALOGUE, Needs, Rule, Severity};

use super::{
    check_page,
    markdown::{plain, source_links, table},
};
use crate::findings::cases::{Case, cases};

#[test]
fn findings_are_those_of_the_catalogue() {
    let cases = cases();
    let rows = CATALOGUE.iter().map(|rule| {
        let code = format!("[`{0}`](#{0})", rule.code);
        [code, severities(rule), plain(rule.condition)]
    });
    let mut text = format!(
        "# Findings\n\n\
         What is wrong with a token, or worth knowing: {} rules, each of which tests one condition. A \
         code is stable across versions. `--deny errors` and `--deny warnings` make an exit status of \
         them, and `jq '.findings[].code'` reads them from the [report](report.md).\n\n\
         | severity | in the report | meaning |\n|---|---|---|\n\
         | error | `error` | it breaks a rule that security or interoperability rests on |\n\
         | warning | `warning` | it is likely to cause trouble |\n\
         | remark | `info` | it is worth knowing |\n\n\
         A rule is silent where what it needs is not known: some need the HTTP exchange (headers, or \
         the request that was answered), the file, or the response before a refresh. No leeway is \
         given: what is over is over.\n\n\
         ## All\n\n{}\n## One by one\n",
        CATALOGUE.len(),
        table(["code", "severity", "when"], rows),
    );
    for rule in CATALOGUE {
        describe(rule, &cases, &mut text);
    }
    check_page("findings.md", &text);
}

fn describe(rule: &Rule, cases: &[Case], text: &mut String) {
    let needs = match rule.needs {
        Needs::Nothing => "",
        Needs::Exchange => " · needs the HTTP exchange",
        Needs::File => " · needs the file",
        Needs::Previous => " · needs the response before",
    };
    let refuses = match (rule.refuses, rule.severities) {
        (false, _) => "",
        (true, [_]) => " · a client must refuse the answer",
        (true, _) => " · as an error, a client must refuse the answer",
    };
    let (severities, sources) = (severities(rule), source_links(rule.source));
    writeln!(text, "\n### {}\n\n{severities} · {sources}{needs}{refuses}\n", rule.code).unwrap();
    writeln!(text, "**{}**", plain(rule.condition)).unwrap();
    for severity in rule.severities {
        if let Some(message) = message(rule, *severity, cases) {
            writeln!(text, "\n> {}: {}", severity.word(), plain(&message)).unwrap();
        }
    }
}

fn severities(rule: &Rule) -> String {
    let words: Vec<_> = rule.severities.iter().map(|severity| severity.word()).collect();
    words.join(", ")
}

/// What the first case that shows the finding at this severity is told. A rule whose severities differ
/// may have none for one of them.
fn message(rule: &Rule, severity: Severity, cases: &[Case]) -> Option<String> {
    let own = cases.iter().filter(|case| case.code == rule.code && case.severity == severity);
    let found = own.flat_map(|case| case.shown.findings());
    let mut fitting = found.filter(|it| it.code == rule.code && it.severity == severity);
    let message = fitting.next().map(|finding| finding.message);
    assert!(message.is_some() || rule.severities.len() > 1, "{} is shown by no case", rule.code);
    message
}
