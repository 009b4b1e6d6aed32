//! Verifies an answer with the keys of the issuer that was named, and says what a client would
//! refuse it for.

use std::io::{self, Write as _};

use crate::{
    check::{self, CheckOutcome},
    commands::{GlobalArgs, check_args::CheckArgs},
    findings,
    inspection::{Context, Inspection},
    jose::{Keys, Role, SignatureStatus, Token},
    oauth::OAuthClient,
    text::visible,
};

/// Judges an answer again with the keys of its issuer beside the given ones, and gives those of the
/// issuer. It blocks while the issuer is asked.
pub(super) fn verify(
    inspection: &mut Inspection,
    client: &mut OAuthClient,
    context: &Context<'_>,
) -> Keys {
    let fetched = client.verification_keys(&inspection.tokens, context.keys);
    let mut keys = context.keys.clone();
    keys.extend(fetched.clone());
    inspection.judge(&Context { keys: &keys, ..*context });
    fetched
}

/// Says in one line on standard error what would make a client refuse the answer.
pub(super) fn warn(outcome: &CheckOutcome) {
    if !outcome.met {
        // A closed standard error is no reason to fail.
        let _ = writeln!(
            io::stderr(),
            "tokenscope: warning: a client must refuse this answer: {}",
            outcome.reason
        );
    }
}

/// Whether a client that follows the standards takes the answer.
pub(super) fn acceptance(inspection: &Inspection) -> CheckOutcome {
    let reasons = refusals(inspection);
    CheckOutcome {
        name: "client".to_owned(),
        met: reasons.is_empty(),
        reason: match reasons.as_slice() {
            [] => "nothing makes a client refuse the answer".to_owned(),
            reasons => reasons.join("; "),
        },
    }
}

/// What would make a client refuse the answer, in a few words each.
fn refusals(inspection: &Inspection) -> Vec<String> {
    let refusing = || inspection.findings.iter().filter(|finding| finding.requires_refusal());
    let mut codes: Vec<&str> = refusing().map(|finding| finding.code).collect();
    codes.dedup();
    let reason = |code: &str| {
        let condition = findings::rule(code).map_or("", |rule| rule.condition);
        // Which claims they are is said where the condition leaves it open.
        let is_open = condition.contains("a claim");
        let claims: Vec<&str> = refusing()
            .filter(|finding| is_open && finding.code == code)
            .filter_map(|finding| finding.claim.as_deref())
            .collect();
        match claims.as_slice() {
            [] => format!("{condition} ({code})"),
            claims => format!("{condition}: {} ({code})", visible(&claims.join(", "))),
        }
    };
    let mut reasons: Vec<String> = codes.into_iter().map(reason).collect();
    reasons.extend(inspection.tokens.iter().filter_map(unverified));
    reasons
}

/// Why a client cannot believe a token that was signed for it, where there are keys to verify with.
fn unverified(token: &Token) -> Option<String> {
    let is_for_client = matches!(token.role, Some(Role::IdToken | Role::Userinfo));
    let is_open =
        matches!(token.signature.status, SignatureStatus::NoKey | SignatureStatus::Unsupported);
    let why = token.signature.reason.as_deref().map(visible).unwrap_or_default();
    (is_for_client && is_open)
        .then(|| format!("the signature of {} cannot be verified, {why}", visible(&token.field)))
}

/// Prints how the checks of the command line come out, on standard error where standard output is
/// for programs (`aside`), and says whether all are met.
///
/// # Errors
/// Standard output is closed.
pub(super) fn check(
    inspection: &Inspection,
    acceptance: CheckOutcome,
    has_keys: bool,
    checks: &CheckArgs,
    shared: &GlobalArgs,
    aside: bool,
) -> io::Result<bool> {
    if !checks.any() {
        return Ok(true);
    }
    let now = shared.judged_at();
    let mut outcomes = checks.outcomes(inspection, has_keys, now);
    outcomes.push(acceptance);
    let lines: String = outcomes.iter().map(|outcome| outcome.line() + "\n").collect();
    if aside {
        // A closed standard error is no reason to fail.
        let _ = io::stderr().write_all(lines.as_bytes());
    } else {
        io::stdout().write_all(format!("\nCheck\n{lines}").as_bytes())?;
    }
    Ok(check::all_met(&outcomes))
}
