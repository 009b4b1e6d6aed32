//! Finds what is wrong with an artifact, or worth knowing. Each rule tests one condition, and is a
//! pure function of the [`FindingsInput`].
//!
//! [`CATALOGUE`] lists every rule; `rules` holds them by topic. A rule is silent when what it needs
//! is unknown, and allocates nothing until it fires.

mod diagnostics;
mod findings_input;
mod jwt;
pub mod observed_error;
mod request_context;
mod rule_context;
mod rules;
mod secret_trials;
mod wording;

pub use findings_input::{FindingsInput, Previous};
pub use request_context::{ClientAuthDetail, RequestContext, SignIn};
pub use rules::{CATALOGUE, Needs, Rule, rule};
pub use secret_trials::SecretTrials;
pub(crate) use wording::{quote, shorten_server_text};

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use strum::VariantArray;

use crate::{emphasis::Emphasis, secrecy::KnownSecrets};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray)]
pub enum Severity {
    /// Breaks a rule that security or interoperability rests on.
    Error,
    /// Likely to cause trouble.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The name in the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }

    /// The word for people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "remark",
        }
    }

    /// A symbol of one column, clear without colour.
    pub fn symbol(self) -> &'static str {
        self.emphasis().symbol()
    }

    pub fn emphasis(self) -> Emphasis {
        match self {
            Self::Error => Emphasis::Bad,
            Self::Warning => Emphasis::Warning,
            Self::Info => Emphasis::Dim,
        }
    }
}

/// Something that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The catalogue's code, such as `expires-in-vs-exp`.
    pub code: &'static str,
    pub severity: Severity,
    /// Canonical name of the field that the finding is about.
    pub field: Option<String>,
    /// The claim or header parameter of the token in that field, where the finding is about one.
    pub claim: Option<String>,
    /// The fields of the other tokens with the same finding.
    pub also: Vec<String>,
    /// The fact, its consequence and the source. Never holds a secret.
    pub message: String,
    /// The source of the rule: an RFC and section.
    pub source: &'static str,
    /// An instant in the message whose distance from the present is worth saying.
    pub at: Option<DateTime<Utc>>,
}

impl Finding {
    /// The message, with how far the instant in it is from `now`: what it says moves with the clock.
    pub fn message_at(&self, now: DateTime<Utc>) -> Cow<'_, str> {
        let place = self.at.and_then(|at| {
            let instant = wording::rfc3339(at);
            Some((at, self.message.find(&instant)? + instant.len()))
        });
        let Some((at, end)) = place else { return Cow::Borrowed(&self.message) };
        let mut message = self.message.clone();
        message.insert_str(end, &format!(", {}", wording::distance_in_words(at, now)));
        Cow::Owned(message)
    }

    /// What it is about: `scope`, `exp of access_token`.
    pub fn about(&self) -> String {
        let parts = [self.claim.as_deref(), self.field.as_deref()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" of ")
    }

    /// Whether it is about this field, perhaps among others.
    pub fn is_about(&self, field: &str) -> bool {
        self.field.iter().chain(&self.also).any(|name| name == field)
    }

    /// Whether a client that follows the standards must refuse the answer because of the finding.
    /// Claims of an access token are for the API to check.
    pub fn requires_refusal(&self) -> bool {
        let is_api_s = |field: &str| matches!(field, "access_token" | "refresh_token");
        let mut fields = self.field.iter().chain(&self.also);
        let of_client = self.claim.is_none() || fields.any(|field| !is_api_s(field));
        self.severity == Severity::Error
            && rule(self.code).is_some_and(|rule| rule.refuses)
            && of_client
    }

    /// Masks the copies of these secrets in the finding.
    pub(crate) fn hide(&mut self, secrets: &KnownSecrets) {
        if let Cow::Owned(message) = secrets.masked(&self.message) {
            self.message = message;
        }
        for name in self.field.iter_mut().chain(&mut self.claim).chain(&mut self.also) {
            if let Cow::Owned(shown) = secrets.shown_name(name) {
                *name = shown;
            }
        }
    }
}

/// Runs every rule. Findings come errors first, then in the order of the catalogue, and of the
/// tokens in the input.
pub fn all(input: &FindingsInput<'_>) -> Vec<Finding> {
    let context = rule_context::RuleContext::of(input);
    let mut diagnostics = diagnostics::Diagnostics::default();
    rules::run(&context, &mut diagnostics);
    let mut findings = diagnostics.into_findings();
    for finding in &mut findings {
        finding.hide(input.secrets);
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}
