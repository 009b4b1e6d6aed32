//! Checks a token against the requirements of a pipeline or a health check (`inspect --check`).

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    findings::Severity,
    inspection::{Inspection, Reason, ScopeGrant, UsableAnswer},
    jose::{SignatureStatus, Token},
    kind::Kind,
    secrecy::is_secret_text,
    secret::MASK,
    text::visible,
    token::State,
    value::Value,
    words,
};

/// A requirement beyond those that every token must meet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Requirement {
    /// At least this much lifetime is left (`--min-ttl`).
    TimeLeft(TimeDelta),
    /// The token grants this scope (`--require-scope`).
    Scope(String),
    /// The token is for this audience (`--require-aud`; RFC 7519 §4.1.3).
    Audience(String),
    /// The token has exactly this issuer (`--require-iss`; RFC 7519 §4.1.1).
    Issuer(String),
    /// There is no finding of this severity or worse (`--deny`).
    NoFinding(Severity),
    /// A key confirms the signatures of the access token or bare token and of the ID token, where
    /// they are compact tokens. Required wherever keys were given.
    Signatures,
}

/// Whether a requirement is met, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckOutcome {
    /// The requirement in one or two words: `lifetime`, `signature`, `scope employees:read`, …
    pub name: String,
    pub met: bool,
    /// The reason, in one line that is safe for a terminal and holds no secret.
    pub reason: String,
}

impl CheckOutcome {
    fn new(name: impl Into<String>, met: bool, reason: impl Into<String>) -> Self {
        Self { name: name.into(), met, reason: reason.into() }
    }

    /// The printed line: `ok    lifetime: 1h 42m left`, `FAIL  scope x: not granted`.
    pub fn line(&self) -> String {
        let word = if self.met { "ok  " } else { "FAIL" };
        format!("{word}  {}: {}", self.name, self.reason)
    }
}

/// Checks that nothing speaks against use (see [`Inspection::usable`]), then each requirement, in
/// that order.
pub fn check(
    inspection: &Inspection,
    requirements: &[Requirement],
    now: DateTime<Utc>,
) -> Vec<CheckOutcome> {
    let outcomes =
        requirements.iter().map(|requirement| check_requirement(inspection, requirement, now));
    std::iter::once(usable(inspection, now)).chain(outcomes).collect()
}

/// Whether every requirement is met.
pub fn all_met(outcomes: &[CheckOutcome]) -> bool {
    outcomes.iter().all(|outcome| outcome.met)
}

/// Whether nothing speaks against use. Without any statement about use, the check passes.
fn usable(inspection: &Inspection, now: DateTime<Utc>) -> CheckOutcome {
    let usable = inspection.usable(now);
    let left = inspection.expiry.remaining(now).map(words::rough).unwrap_or_default();
    let reasons: Vec<String> = usable
        .because
        .iter()
        .map(|reason| match reason {
            Reason::Expired => format!("expired {left} ago"),
            Reason::NotYetValid => {
                let start = inspection.expiry.not_before.unwrap_or(now);
                format!("not yet valid, begins {}", words::relative(start, now))
            }
            other => in_words(*other).to_owned(),
        })
        .collect();
    let life = match usable.answer {
        UsableAnswer::Yes if !left.is_empty() => Some(format!("{left} left")),
        _ => None,
    };
    let reason = life.into_iter().chain(reasons).collect::<Vec<_>>().join(", ");
    CheckOutcome::new("usable", usable.answer != UsableAnswer::No, reason)
}

/// A reason in a few words.
fn in_words(reason: Reason) -> &'static str {
    match reason {
        Reason::Error => "the server answered with an error",
        Reason::Inactive => "the server says that the token is not active",
        Reason::Revoked => "revoked",
        Reason::SignatureInvalid => "the signature is invalid",
        Reason::Unsigned => "unsigned: anyone could have written it",
        Reason::Expired => "expired",
        Reason::NotYetValid => "not yet valid",
        Reason::NoExpiry => "nothing says when it ends",
        Reason::NotAToken => "there is no token in it",
        Reason::SignatureValid => "the signature is valid",
        Reason::SignatureNotChecked => "the signature was not checked",
        Reason::SignatureNoKey => "no key fits the signature",
        Reason::SignatureUnsupported => "the signature's algorithm is not supported",
        Reason::Expiring => "expiring",
        Reason::NeverExpires => "does not expire",
    }
}

/// Whether a key confirms every token that an API or a client relies on: the access token or bare
/// token, and the ID token.
fn signatures(inspection: &Inspection) -> CheckOutcome {
    let bare = inspection.kind.is_jwt();
    let relied_on = |token: &&Token| match token.field.as_str() {
        "access_token" | "id_token" => true,
        name => bare && name == "token",
    };
    let mut met = true;
    let mut verdicts = Vec::new();
    for Token { field, signature, .. } in inspection.tokens.iter().filter(relied_on) {
        met &= signature.status == SignatureStatus::Valid;
        let status = signature.status.name().replace('_', " ");
        let why = signature.reason.as_deref().map(visible).unwrap_or_default();
        let dash = if why.is_empty() { "" } else { ", " };
        verdicts.push(format!("{} {status}{dash}{why}", visible(field)));
    }
    if verdicts.is_empty() {
        verdicts.push("there is no signed token".to_owned());
    }
    CheckOutcome::new("signatures", met, verdicts.join("; "))
}

fn check_requirement(
    inspection: &Inspection,
    requirement: &Requirement,
    now: DateTime<Utc>,
) -> CheckOutcome {
    let short = |value: &str| short(&inspection.secrets.masked(value));
    let quoted_requirement = |text: &str| match inspection.secrets.masked(text) {
        // It was written in the place of a name.
        _ if is_secret_text(text) => MASK.to_owned(),
        text => visible(&text).into_owned(),
    };
    match requirement {
        Requirement::Signatures => signatures(inspection),
        Requirement::TimeLeft(least) => time_left(inspection, *least, now),
        Requirement::Scope(scope) => {
            let met = grants(inspection, scope);
            let reason = match (met, inspection.scopes.len()) {
                (true, _) => "granted".to_owned(),
                (false, 0) => "nothing says what is granted".to_owned(),
                (false, count) => format!("not among the {}", words::count(count, "granted scope")),
            };
            CheckOutcome::new(format!("scope {}", quoted_requirement(scope)), met, reason)
        }
        Requirement::Audience(audience) => {
            let claimed = claim(inspection, "aud");
            let one = claimed.and_then(Value::as_str).into_iter();
            let items = claimed.map_or(&[][..], Value::items).iter();
            let mut audiences = one.chain(items.filter_map(Value::as_str));
            let met = audiences.clone().any(|audience_claim| audience_claim == audience);
            let reason = match audiences.next() {
                _ if met => "it is for this audience".to_owned(),
                Some(first) => match audiences.count() {
                    0 => format!("it is for {}", short(first)),
                    more => format!("it is for {} and {more} more", short(first)),
                },
                None => "nothing says whom the token is for".to_owned(),
            };
            CheckOutcome::new(format!("audience {}", quoted_requirement(audience)), met, reason)
        }
        Requirement::Issuer(issuer) => {
            let claimed = claim(inspection, "iss").and_then(Value::as_str);
            let reason = match claimed {
                Some(claimed) if claimed == issuer => "it comes from this issuer".to_owned(),
                Some(claimed) => format!("it comes from {}", short(claimed)),
                None => "nothing says who issued the token".to_owned(),
            };
            let met = claimed == Some(issuer);
            CheckOutcome::new(format!("issuer {}", quoted_requirement(issuer)), met, reason)
        }
        Requirement::NoFinding(worst) => no_finding(inspection, *worst),
    }
}

fn time_left(inspection: &Inspection, least: TimeDelta, now: DateTime<Utc>) -> CheckOutcome {
    let name = format!("at least {} left", words::rough(least));
    let expiry = &inspection.expiry;
    match (expiry.state(now), expiry.remaining(now)) {
        (State::Never, _) => CheckOutcome::new(name, true, "does not expire"),
        (_, Some(left)) if left < TimeDelta::zero() => {
            CheckOutcome::new(name, false, format!("expired {} ago", words::rough(left)))
        }
        (_, Some(left)) => {
            CheckOutcome::new(name, left >= least, format!("{} left", words::exact(left)))
        }
        (_, None) => CheckOutcome::new(name, false, "nothing says when it ends"),
    }
}

/// Whether a scope is granted: by the response, else by the `scope` or `scp` claim.
fn grants(inspection: &Inspection, scope: &str) -> bool {
    let mut claims = ["scope", "scp"].into_iter().filter_map(|name| claim(inspection, name));
    let is_named = inspection.scope_grant == ScopeGrant::Named && !inspection.scopes.is_empty();
    if is_named || claims.clone().next().is_none() {
        return inspection.scopes.iter().any(|granted| granted.name == scope);
    }
    claims.any(|claim| {
        let words = claim.as_str().unwrap_or_default().split(' ');
        words.chain(claim.items().iter().filter_map(Value::as_str)).any(|granted| granted == scope)
    })
}

/// A claim of the access token or the bare token, or the member of an introspection response that
/// says the same (RFC 7662 §2.2).
fn claim<'a>(inspection: &'a Inspection, name: &str) -> Option<&'a Value> {
    if inspection.kind == Kind::IntrospectionResponse {
        return inspection.field(name)?.plain();
    }
    let token = inspection.token("access_token").or_else(|| inspection.token("token"))?;
    token.claims.as_ref()?.get(name)
}

fn no_finding(inspection: &Inspection, worst: Severity) -> CheckOutcome {
    let (name, denied) = match worst {
        Severity::Error => ("no errors", "error"),
        Severity::Warning => ("no warnings", "error or warning"),
        Severity::Info => ("no findings", "finding"),
    };
    let mut codes: Vec<&str> = inspection
        .findings
        .iter()
        .filter(|finding| finding.severity <= worst)
        .map(|finding| finding.code)
        .collect();
    codes.dedup();
    if codes.is_empty() {
        CheckOutcome::new(name, true, format!("no {denied} among the findings"))
    } else {
        CheckOutcome::new(name, false, codes.join(", "))
    }
}

/// Makes an untrusted value safe and short enough for a line.
fn short(value: &str) -> String {
    const MOST: usize = 80;
    match value.char_indices().nth(MOST) {
        None => visible(value).into_owned(),
        Some((end, _)) => format!("{}…", visible(&value[..end])),
    }
}
