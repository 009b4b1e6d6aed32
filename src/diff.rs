//! Compares two inspections: a token that works and one that does not, or the responses before and
//! after a refresh.
//!
//! Secrets are compared for equality alone, and shown by length and fingerprint.

mod json;
mod members;
mod text;

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use strum::VariantArray;

use crate::{
    findings::Severity,
    inspection::Inspection,
    jose::Token,
    kind::Kind,
    secrecy::KnownSecrets,
    token::{Expiry, Scope, State},
    value::Value,
};

use members::{changed_members, compared_fields, compared_members};

pub use text::in_brief;

/// The differences between two inspections. Whatever is equal is left out.
#[derive(Clone, Debug, PartialEq)]
pub struct Diff {
    /// The kinds, where they differ.
    pub kind: Option<Change<Kind>>,
    /// How the lives of the access token, the bare token or the code differ.
    pub life: Option<Change<Life>>,
    /// How the lives of the refresh token differ.
    pub refresh_life: Option<Change<Life>>,
    /// What became of the refresh token.
    pub refresh_token: RefreshToken,
    /// Scopes that only the second has, in its order.
    pub scopes_gained: Vec<String>,
    /// Scopes that only the first has, in its order.
    pub scopes_lost: Vec<String>,
    /// Members that differ, in the order of the first, then those that only the second has.
    pub fields: Vec<ChangedMember>,
    /// Header parameters, claims and verdicts that differ, token by token.
    pub tokens: Vec<TokenDiff>,
    /// Findings that only the second has.
    pub findings_gained: Vec<DiffFinding>,
    /// Findings that only the first has.
    pub findings_lost: Vec<DiffFinding>,
}

/// The different values of the first and second inspection.
#[derive(Clone, Debug, PartialEq)]
pub struct Change<T> {
    /// In the first.
    pub before: T,
    /// In the second.
    pub after: T,
}

/// A named value that differs; none where one side does not have it.
#[derive(Clone, Debug, PartialEq)]
pub struct ChangedMember {
    /// The member, header parameter or claim; a second one of the same name has `#2` behind it.
    pub name: String,
    /// In the first.
    pub before: Option<MaskedValue>,
    /// In the second.
    pub after: Option<MaskedValue>,
}

/// A value as it may be shown.
#[derive(Clone, Debug, PartialEq)]
pub enum MaskedValue {
    /// A value with every secret inside it masked.
    Plain(Value),
    /// A secret.
    Masked {
        /// Length in characters.
        length: usize,
        /// The first eight hexadecimal digits of its SHA-256.
        sha256: String,
    },
}

/// The expiry of a token at the moment of comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Life {
    pub state: State,
    pub expires_at: Option<DateTime<Utc>>,
    /// From issue to end.
    pub lifetime: Option<TimeDelta>,
}

/// What became of the refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum RefreshToken {
    /// Neither has one.
    None,
    /// Both have the same one, which stays in use.
    Kept,
    /// The second has another one: the first may be dead now.
    Rotated,
    /// Only the first has one: it stays in use (RFC 6749 §6).
    Omitted,
    /// Only the second has one.
    Added,
}

impl RefreshToken {
    /// The name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Kept => "kept",
            Self::Rotated => "rotated",
            Self::Omitted => "omitted",
            Self::Added => "added",
        }
    }
}

/// How the tokens in one field differ.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenDiff {
    /// Canonical name of the field.
    pub field: String,
    /// Header parameters that differ.
    pub header: Vec<ChangedMember>,
    /// Claims that differ.
    pub claims: Vec<ChangedMember>,
    /// The verdicts on the signatures, where they differ; none for a token that one side lacks.
    pub signature: Option<Change<Option<&'static str>>>,
}

/// A finding, with the parts that identify it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffFinding {
    pub code: &'static str,
    pub severity: Severity,
    pub field: Option<String>,
    pub claim: Option<String>,
    pub message: String,
}

/// Compares two inspections at `now`.
pub fn diff(before: &Inspection, after: &Inspection, now: DateTime<Utc>) -> Diff {
    let life = |expiry: &Expiry| Life {
        state: expiry.state(now),
        expires_at: expiry.expires_at,
        lifetime: expiry.lifetime,
    };
    let refresh = |inspection: &Inspection| {
        inspection.refresh_expiry.as_ref().map_or_else(|| life(&Expiry::default()), life)
    };
    // One may repeat what is secret in the other.
    let secrets = before.secrets.clone().and(&after.secrets);
    let names = |inspection: &Inspection| -> Vec<String> {
        let shown = |scope: &Scope| secrets.masked(&scope.name).into_owned();
        inspection.scopes.iter().map(shown).collect()
    };
    let (scopes_before, scopes_after) = (names(before), names(after));
    let (mut findings_before, mut findings_after) = (diff_findings(before), diff_findings(after));
    for finding in findings_before.iter_mut().chain(&mut findings_after) {
        finding.message = secrets.masked(&finding.message).into_owned();
    }
    Diff {
        kind: change(before.kind, after.kind),
        life: change(life(&before.expiry), life(&after.expiry)),
        refresh_life: change(refresh(before), refresh(after)),
        refresh_token: refresh_token(before, after),
        scopes_gained: only_in(&scopes_after, &scopes_before),
        scopes_lost: only_in(&scopes_before, &scopes_after),
        fields: changed_members(&compared_fields(before), &compared_fields(after), &secrets),
        tokens: tokens(before, after, &secrets),
        findings_gained: new_findings(&findings_before, &findings_after),
        findings_lost: new_findings(&findings_after, &findings_before),
    }
}

impl Diff {
    /// Whether nothing differs (exit status 0 of `tokenscope diff`).
    pub fn is_same(&self) -> bool {
        self.kind.is_none()
            && self.life.is_none()
            && self.refresh_life.is_none()
            && self.scopes_gained.is_empty()
            && self.scopes_lost.is_empty()
            && self.fields.is_empty()
            && self.tokens.is_empty()
            && self.findings_gained.is_empty()
            && self.findings_lost.is_empty()
    }
}

fn change<T: PartialEq>(before: T, after: T) -> Option<Change<T>> {
    (before != after).then_some(Change { before, after })
}

fn refresh_token(before: &Inspection, after: &Inspection) -> RefreshToken {
    match (before.field("refresh_token"), after.field("refresh_token")) {
        (None, None) => RefreshToken::None,
        (Some(_), None) => RefreshToken::Omitted,
        (None, Some(_)) => RefreshToken::Added,
        (Some(before), Some(after)) if before.content == after.content => RefreshToken::Kept,
        (Some(_), Some(_)) => RefreshToken::Rotated,
    }
}

/// What is in one list and not in the other, in order.
fn only_in(from: &[String], other: &[String]) -> Vec<String> {
    let other: HashSet<&String> = other.iter().collect();
    from.iter().filter(|item| !other.contains(item)).cloned().collect()
}

fn diff_findings(inspection: &Inspection) -> Vec<DiffFinding> {
    let known = inspection.findings.iter().map(|finding| DiffFinding {
        code: finding.code,
        severity: finding.severity,
        field: finding.field.clone(),
        claim: finding.claim.clone(),
        message: finding.message.clone(),
    });
    known.collect()
}

/// The findings of `list` that `other` does not have, compared by code and place, since messages
/// contain times.
fn new_findings(other: &[DiffFinding], list: &[DiffFinding]) -> Vec<DiffFinding> {
    let key = |known: &DiffFinding| (known.code, known.field.clone(), known.claim.clone());
    let other: HashSet<_> = other.iter().map(key).collect();
    list.iter().filter(|finding| !other.contains(&key(finding))).cloned().collect()
}

fn tokens<'a>(
    before: &'a Inspection,
    after: &'a Inspection,
    secrets: &KnownSecrets,
) -> Vec<TokenDiff> {
    let mut fields: Vec<&str> = Vec::new();
    // An inspection holds few tokens; a hostile one is cut here.
    for token in before.tokens.iter().chain(&after.tokens) {
        if fields.len() < 64 && !fields.contains(&token.field.as_str()) {
            fields.push(&token.field);
        }
    }
    let diff = |field: &str| {
        let (before, after) = (before.token(field), after.token(field));
        let header = |token: Option<&'a Token>| compared_members(token.map(|token| &token.header));
        let claims =
            |token: Option<&'a Token>| compared_members(token.and_then(|it| it.claims.as_ref()));
        let status = |token: Option<&Token>| token.map(|token| token.signature.status.name());
        let diff = TokenDiff {
            field: field.to_owned(),
            header: changed_members(&header(before), &header(after), secrets),
            claims: changed_members(&claims(before), &claims(after), secrets),
            signature: change(status(before), status(after)),
        };
        let is_same = diff.header.is_empty() && diff.claims.is_empty() && diff.signature.is_none();
        (!is_same).then_some(diff)
    };
    fields.into_iter().filter_map(diff).collect()
}
