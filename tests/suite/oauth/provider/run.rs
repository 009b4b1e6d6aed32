//! The real binary, a browser's part played by hand, and what came of it.

use serde_json::Value as Json;
use url::Url;

use super::{Behaviour, CLIENT, Provider, SECRET};
use crate::{
    oauth::{get, run_and_visit, sign_in_args},
    support::{Ran, command},
};

/// What a relying party made of a provider.
pub struct Outcome {
    pub ran: Ran,
    pub provider: Provider,
}

impl Outcome {
    pub fn codes(&self) -> Vec<String> {
        let report = self.ran.json();
        let findings = report["findings"].as_array().cloned().unwrap_or_default();
        findings.iter().map(|finding| finding["code"].as_str().unwrap().to_owned()).collect()
    }

    /// The verdict on the signature of a token.
    pub fn signature(&self, field: &str) -> Json {
        let report = self.ran.json();
        let tokens = report["tokens"].as_array().cloned().unwrap_or_default();
        let token = tokens.into_iter().find(|token| token["field"] == field);
        token.map(|mut token| token["signature"].take()).unwrap_or_default()
    }

    /// The line on standard error that says why a client would refuse the answer.
    pub fn refusal(&self) -> Option<&str> {
        self.ran.err.lines().find_map(|line| {
            line.strip_prefix("tokenscope: warning: a client must refuse this answer: ")
        })
    }
}

pub fn sign_in(behaviour: Behaviour, more: &[&str]) -> Outcome {
    run(behaviour, more, false)
}

/// The same, and then the callback that the provider should have sent.
pub fn sign_in_twice(behaviour: Behaviour, more: &[&str]) -> Outcome {
    run(behaviour, more, true)
}

fn run(behaviour: Behaviour, more: &[&str], again: bool) -> Outcome {
    let provider = Provider::start(behaviour);
    let mut args = sign_in_args(&provider.issuer, CLIENT);
    if !more.contains(&"none") {
        args.extend(["--client-secret", "env:PROVIDER_SECRET"]);
    }
    args.extend(more);
    let mut command = command(&args);
    command.env("PROVIDER_SECRET", SECRET);
    // Where the address leads, and then where it should have led, where the issuer is named.
    let ran = run_and_visit(command, |address| {
        get(get(address).redirect().expect("a way back"));
        if again {
            get(&honest(address, &provider.issuer));
        }
    });
    Outcome { ran, provider }
}

/// The callback of a good provider to this authorization request.
fn honest(request: &str, issuer: &str) -> String {
    let request = Url::parse(request).unwrap();
    let param = |name: &str| {
        let (_, value) = request.query_pairs().find(|(other, _)| other == name).unwrap();
        value.into_owned()
    };
    let mut back = Url::parse(&param("redirect_uri")).unwrap();
    let params = [("code", "honest"), ("state", &param("state")), ("iss", issuer)];
    back.query_pairs_mut().extend_pairs(params);
    back.into()
}

/// What a table of misbehaviours expects.
pub struct Case {
    pub name: &'static str,
    pub behaviour: Behaviour,
    pub args: &'static [&'static str],
    /// The finding that must be among them; empty where the signature alone is to blame.
    pub code: &'static str,
}

/// Runs every case: each has its finding, says in one line why a client refuses, and exits 1.
pub fn refused(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for case in cases {
        let outcome = sign_in(case.behaviour, case.args);
        let codes = if outcome.ran.out.is_empty() { Vec::new() } else { outcome.codes() };
        let found = case.code.is_empty() || codes.iter().any(|code| code == case.code);
        let lines = outcome.ran.err.matches("a client must refuse this answer").count();
        let told = outcome.refusal().is_some_and(|line| line.contains(case.code));
        if !found || !told || lines != 1 || outcome.ran.status != 1 {
            wrong.push(format!(
                "{}: exit {}, {codes:?}\n{}",
                case.name, outcome.ran.status, outcome.ran.err
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Runs every case: nothing makes a client refuse the answer, and `code`, where there is one, is
/// among the findings.
pub fn taken(cases: Vec<Case>) {
    let mut wrong = Vec::new();
    for case in cases {
        let outcome = sign_in(case.behaviour, case.args);
        let codes = outcome.codes();
        let found = case.code.is_empty() || codes.iter().any(|code| code == case.code);
        if !found || outcome.refusal().is_some() || outcome.ran.status != 0 {
            wrong.push(format!(
                "{}: exit {}, {codes:?}\n{}",
                case.name, outcome.ran.status, outcome.ran.err
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
