//! What a server can demand of a request, one thing after another.

mod grant;
mod own_claims;
mod presentation;

use chrono::{DateTime, Utc};

use super::{AccessRow, Refusal};
use crate::{emphasis::Emphasis, findings::shorten_server_text, jose::Token, value::Value, words};

/// A demand, and what is wrong where it is not met.
pub(super) struct Demand {
    pub row: AccessRow,
    pub fault: Option<Fault>,
}

/// A reason for the refusal.
pub(super) struct Fault {
    pub reason: String,
    /// The same behind another reason: `it is also …`.
    pub also: String,
    /// What to try.
    pub advice: String,
    /// The error codes that are about it.
    pub codes: &'static [&'static str],
}

impl Demand {
    /// A demand that is met, not met, or neither.
    fn new(
        label: &'static str,
        demanded: Option<String>,
        presented: Option<String>,
        mark: Emphasis,
    ) -> Self {
        Self { row: AccessRow { label, demanded, presented, mark }, fault: None }
    }

    /// A demand that is not met.
    fn failed(
        mut self,
        codes: &'static [&'static str],
        [reason, also]: [String; 2],
        advice: &str,
    ) -> Self {
        self.row.mark = Emphasis::Bad;
        self.fault = Some(Fault { reason, also, advice: advice.to_owned(), codes });
        self
    }
}

impl Refusal<'_> {
    /// Everything that can be compared, the likeliest reasons first.
    pub(super) fn demands(&self) -> Vec<Demand> {
        let checks = [
            Some(self.credentials()),
            self.binding(),
            self.nonce(),
            self.end(),
            self.start(),
            self.signature(),
            self.role(),
            self.scope(),
            self.authentication(),
            self.age(),
            self.audience(),
            self.metadata(),
        ];
        checks.into_iter().flatten().collect()
    }

    fn jwt(&self) -> Option<&Token> {
        self.presented?.jwt.as_ref()
    }

    /// A claim of the token.
    fn claim(&self, name: &str) -> Option<&Value> {
        self.jwt()?.claims.as_ref()?.get(name)
    }

    /// The texts of a claim that is a string or a list of them.
    fn texts(&self, name: &str) -> Vec<&str> {
        let claim = self.claim(name);
        let items = claim.map_or(&[][..], Value::items).iter();
        claim.and_then(Value::as_str).into_iter().chain(items.filter_map(Value::as_str)).collect()
    }

    /// When it was refused, and whether that is known.
    fn at(&self) -> (DateTime<Utc>, bool) {
        (self.inspection.received.at, self.inspection.received.is_known())
    }

    /// Where an instant lies before the answer, where that is known: ` (8m before the answer)`.
    fn before_answer(&self, at: DateTime<Utc>) -> String {
        match self.at() {
            (answered, true) if at < answered => {
                format!(", {} before the answer", words::rough(answered - at))
            }
            (answered, true) => format!(", {} after the answer", words::rough(at - answered)),
            _ => String::new(),
        }
    }

    /// Where the API says what it wants (RFC 9728 §5.1).
    fn metadata(&self) -> Option<Demand> {
        let url = self.parameter("resource_metadata")?;
        let words = Some(shorten_server_text(url));
        Some(Demand::new("more at", words, Some(String::new()), Emphasis::Dim))
    }
}

/// The first few names.
fn shorten_list(names: &[String]) -> String {
    shorten_server_text(&names.join(" "))
}

/// What to try is said by the second, where both are not met.
const COVERED: [(&str, &str); 6] = [
    ("credentials", "key"),
    ("time", "scope"),
    ("time", "sign-in"),
    ("time", "signed in"),
    ("time", "audience"),
    ("sign-in", "signed in"),
];

/// Everything that is wrong, and what to try; none where nothing is. What the error code is about
/// comes first.
pub(super) fn conclusion(demands: &[Demand], code: Option<&str>) -> Option<(String, String)> {
    let failed =
        demands.iter().filter_map(|demand| Some((demand.row.label, demand.fault.as_ref()?)));
    let mut failed: Vec<_> = failed.collect();
    failed.sort_by_key(|(_, fault)| !code.is_some_and(|it| fault.codes.contains(&it)));
    let ((_, first), others) = failed.split_first()?;
    let mut reason = first.reason.clone();
    for (_, fault) in others {
        reason = format!("{}; {}.", reason.trim_end_matches('.'), fault.also);
    }
    let is_wrong = |label: &str| failed.iter().any(|(own, _)| *own == label);
    let is_covered = |label: &str| COVERED.iter().any(|(own, by)| *own == label && is_wrong(by));
    let advice = failed.iter().filter(|(label, _)| !is_covered(label));
    let mut advice: Vec<_> = advice.map(|(_, fault)| fault.advice.as_str()).collect();
    if is_wrong("time") && is_covered("time") {
        advice.push("A refresh alone would fail again.");
    }
    Some((reason, advice.join(" ")))
}
