//! What is wrong with it? One rule a condition, each a pure function of what is known.

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
    /// The fact, its consequence and the source. Never holds a secret.
    pub message: String,
    /// Where the rule stands: an RFC and section.
    pub source: &'static str,
}

/// What is known of the request that a response answers. Rules that need it are silent without.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
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
    /// The `nonce` of the authorization request (OpenID Connect Core §3.1.2.1).
    pub nonce: Option<String>,
    /// The issuer whose metadata named the endpoint (RFC 8414 §2).
    pub issuer: Option<String>,
}
