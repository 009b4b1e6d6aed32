//! What is wrong with it? One rule a condition, each a pure function of what is known.
//!
//! [`CATALOGUE`] lists every rule; the rules themselves live in small files by input. A rule
//! says nothing when what it needs is not at hand, and costs no allocation until it fires.

mod diagnostics;
mod findings_input;
mod jwt;
pub mod observed_error;
mod request_context;
mod rule_context;
mod rules;
mod wording;

pub use findings_input::{FindingsInput, Previous};
pub use request_context::{ClientAuthDetail, RequestContext, SignIn};
pub use rules::{CATALOGUE, Needs, rule};
pub(crate) use wording::{quote, shorten_server_text};

use std::borrow::Cow;

use strum::VariantArray;

use crate::{emphasis::Emphasis, secrecy::KnownSecrets};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, VariantArray)]
pub enum Severity {
    /// Breaks a rule that security or interoperability rests on.
    Error,
    /// Will surprise somebody.
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

    /// One column wide, clear without colour.
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

/// One thing that is wrong, or worth knowing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The catalogue's code, such as `expires-in-vs-exp`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Canonical name of the field it is about.
    pub field: Option<String>,
    /// The claim or header parameter of the token in that field, where it is about one.
    pub claim: Option<String>,
    /// The other tokens of which the same holds, by their fields.
    pub also: Vec<String>,
    /// The fact, its consequence and the source. Never holds a secret.
    pub message: String,
    /// Where the rule stands: an RFC and section.
    pub source: &'static str,
}

impl Finding {
    /// Whether a client that follows the standards must refuse the answer for it. What only an API
    /// looks at, in an access token, is for the API to refuse.
    pub fn requires_refusal(&self) -> bool {
        let is_api_s = |field: &str| matches!(field, "access_token" | "refresh_token");
        let mut fields = self.field.iter().chain(&self.also);
        let of_client = self.claim.is_none() || fields.any(|field| !is_api_s(field));
        self.severity == Severity::Error
            && rule(self.code).is_some_and(|rule| rule.refuses)
            && of_client
    }

    /// Masks what it repeats of these secrets.
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

/// Everything that is wrong with an input, or worth knowing: errors first, then in the order of
/// the catalogue, and of the tokens in the input.
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
