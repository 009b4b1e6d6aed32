//! What is wrong with it? One rule a condition, each a pure function of what is known.
//!
//! [`CATALOGUE`] lists every rule; the rules themselves live in small files by subject. A rule
//! says nothing when what it needs is not at hand, and costs no allocation until it fires.

pub mod catalogue;

mod access_token;
mod authentication;
mod binding;
mod clocks;
mod expiry;
mod facts;
mod found;
mod hashes;
mod id_token;
mod jwt;
mod jwt_claims;
mod jwt_header;
mod jwt_times;
mod lifetime;
mod members;
mod other_kinds;
mod parties;
mod refresh;
pub mod refusal;
mod response;
mod scope;
mod secrets;
mod sign_in;
mod signature;
mod transport;
mod userinfo;
mod weak_secret;
mod wording;

pub use catalogue::{CATALOGUE, Needs, Rule, rule};
pub use sign_in::SignIn;
pub(crate) use wording::{quote, spoken};

use std::borrow::Cow;
use strum::VariantArray;

use crate::{
    inspection::{Context, Inspection},
    secrecy::KnownSecrets,
};

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
    pub fn refuses(&self) -> bool {
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

/// What is known of the request that a response answers. Rules that need it are silent without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestContext {
    /// The URL it was sent to.
    pub endpoint: Option<String>,
    /// `grant_type`.
    pub grant_type: Option<String>,
    /// The scopes that were asked for.
    pub scopes: Vec<String>,
    /// `client_id`.
    pub client_id: Option<String>,
    /// The client has no credentials (RFC 6749 §2.1).
    pub public_client: bool,
    /// How the client proved itself.
    pub proof: Option<Proof>,
    /// What the authorization request asked of the sign-in, where there was one.
    pub sign_in: Option<SignIn>,
    /// Whether the userinfo endpoint was asked (OpenID Connect Core §5.3.1).
    pub userinfo: bool,
    /// The subject of the ID token that came with the access token, where one did.
    pub subject: Option<String>,
    /// The issuer whose metadata named the endpoint (RFC 8414 §2).
    pub issuer: Option<String>,
    /// The algorithms of ID tokens that the metadata lists
    /// (`id_token_signing_alg_values_supported`).
    pub id_token_algs: Vec<String>,
    /// What was sent and is secret: an answer may repeat it.
    pub secrets: KnownSecrets,
}

/// How a client proved itself, where servers differ in what they accept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// By HTTP Basic with an identifier or secret that percent-encoding changes (RFC 6749 §2.3.1).
    EncodedBasic,
    /// By an assertion that is meant for this audience (RFC 7523 §3).
    Assertion {
        /// `aud`.
        audience: String,
    },
}

/// Everything that is wrong with an inspection, or worth knowing: errors first, then in the order
/// of the catalogue, and of the tokens in the input.
///
/// `inspection.findings` is not read: it is what this function's answer fills.
pub fn all(inspection: &Inspection, ctx: &Context<'_>) -> Vec<Finding> {
    let facts = facts::Facts::of(inspection, ctx);
    let mut found = found::Diagnostics::new();
    catalogue::run(&facts, &mut found);
    let mut findings = found.into_findings();
    for finding in &mut findings {
        finding.hide(&inspection.secrets);
    }
    findings.sort_by_key(|finding| finding.severity);
    findings
}
