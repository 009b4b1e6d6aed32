//! Collects the findings of the rules.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::{Finding, Severity, wording::quoted_list};

/// The findings so far, and the catalogue row of the rule that is running.
#[derive(Default)]
pub(super) struct Diagnostics {
    findings: Vec<Finding>,
    code: &'static str,
    severities: &'static [Severity],
    rule_source: &'static str,
    /// The source of the next finding, in place of the rule's.
    source: Option<&'static str>,
    claim: Option<String>,
    at: Option<DateTime<Utc>>,
}

impl Diagnostics {
    /// The findings that follow are those of the rule with this code.
    pub(super) fn begin(
        &mut self,
        code: &'static str,
        severities: &'static [Severity],
        source: &'static str,
    ) {
        (self.code, self.severities, self.rule_source) = (code, severities, source);
    }

    /// The next finding has this source in place of the rule's first one.
    pub(super) fn citing(&mut self, source: &'static str) -> &mut Self {
        self.source = Some(source);
        self
    }

    /// The next finding is about this claim or header parameter.
    pub(super) fn on(&mut self, claim: &str) -> &mut Self {
        self.claim = Some(claim.to_owned());
        self
    }

    /// The message of the next finding holds this instant, whose distance from the present is worth
    /// saying.
    pub(super) fn at(&mut self, at: DateTime<Utc>) -> &mut Self {
        self.at = Some(at);
        self
    }

    /// Adds an error about a field.
    pub(super) fn error(&mut self, field: &str, fact: &str) {
        self.add(Severity::Error, Some(field), fact);
    }

    /// Adds a warning about a field.
    pub(super) fn warning(&mut self, field: &str, fact: &str) {
        self.add(Severity::Warning, Some(field), fact);
    }

    /// Adds an information about a field.
    pub(super) fn info(&mut self, field: &str, fact: &str) {
        self.add(Severity::Info, Some(field), fact);
    }

    /// Adds a finding; the source is put at the end of the message.
    pub(super) fn add(&mut self, severity: Severity, field: Option<&str>, fact: &str) {
        debug_assert!(self.severities.contains(&severity), "{} as {severity:?}", self.code);
        let source = self.source.take().unwrap_or(self.rule_source);
        self.findings.push(Finding {
            code: self.code,
            severity,
            field: field.map(str::to_owned),
            claim: self.claim.take(),
            also: Vec::new(),
            message: [fact, " (", source, ")"].concat(),
            source,
            at: self.at.take(),
        });
    }

    /// The findings in the order they were added. A finding about several tokens becomes one that
    /// names them all.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = Vec::with_capacity(self.findings.len());
        let mut places: BTreeMap<(&str, Severity, Option<String>), usize> = BTreeMap::new();
        for finding in self.findings {
            let key = (finding.code, finding.severity, finding.claim.clone());
            let place = *places.entry(key).or_insert(findings.len());
            match findings.get_mut(place) {
                // Each signature over one payload is a token; a finding about the payload comes once.
                Some(first) if first.field == finding.field && first.message == finding.message => {
                }
                Some(first)
                    if first.field != finding.field
                        && (finding.claim.is_some() || first.message == finding.message) =>
                {
                    // Findings come token by token.
                    let field = finding.field.filter(|field| first.also.last() != Some(field));
                    first.also.extend(field);
                }
                _ => findings.push(finding),
            }
        }
        for finding in findings.iter_mut().filter(|finding| !finding.also.is_empty()) {
            let source = finding.message.len() - finding.source.len() - " ()".len();
            let others = quoted_list(finding.also.iter().map(String::as_str));
            finding.message.insert_str(source, &format!("; the same holds for {others}"));
        }
        findings
    }
}
