//! The inspection on screen, with what is derived from it once.

mod copied;
mod displayed_value;
mod inner_tokens;
mod jq_path;
mod masks;
mod places;
pub mod raw;
mod token_life;

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use crate::{
    explain::{self, AccessCheck, Explanation},
    findings::{Finding, RequestContext, Severity},
    input::{Artifact, Fingerprint, InputOrigin},
    inspection::{CollectionItem, Context, Inspection, Parties, ScopeTable},
    jose::Keys,
    secrecy::KnownSecrets,
    token::scope_matrix::Resource,
    token::{Expiry, Received, ReceivedFrom},
    value::Value,
};

use super::{inspected_input::InspectedInput, inspector_settings::InspectorSettings};

pub use copied::Copied;
pub use displayed_value::{Item, Root, ValueContent};
use inner_tokens::InnerTokens;
use masks::Masks;
use raw::{RawInput, RawLines};
use token_life::lives;

pub use token_life::TokenLife;

/// What is known of a response beside its bytes.
#[derive(Clone, Debug, Default)]
pub struct ResponseContext {
    /// The request that was answered, where the program itself sent it.
    pub request: Option<RequestContext>,
    /// The response before it, after a refresh.
    pub previous: Option<Box<Inspection>>,
    /// The keys of its issuer.
    pub keys: Keys,
    /// Who may do what with the file that it was read from.
    pub file_mode: Option<u32>,
}

impl ResponseContext {
    /// The keys that were given, and those that came with the answer.
    fn keys<'a>(&self, settings: &'a InspectorSettings) -> Cow<'a, Keys> {
        if self.keys.is_empty() {
            return Cow::Borrowed(&settings.keys);
        }
        let mut keys = settings.keys.clone();
        keys.extend(self.keys.clone());
        Cow::Owned(keys)
    }

    /// The context of an inspection, with the settings and keys that apply.
    fn for_inspection<'a>(
        &'a self,
        settings: &InspectorSettings,
        received: Received,
        keys: &'a Keys,
        now: DateTime<Utc>,
    ) -> Context<'a> {
        Context {
            now,
            received,
            zone: settings.zone,
            keys,
            request: self.request.as_ref(),
            previous: self.previous.as_deref(),
            file_mode: self.file_mode,
            secret_trials: None,
        }
    }
}

/// An inspection with its origin and what is derived from it.
#[derive(Debug)]
pub struct Document {
    /// Where it comes from.
    pub origin: InputOrigin,
    /// Where in that it stands; none where it is the whole.
    pub place: Option<String>,
    /// What a person calls it.
    pub label: Option<String>,
    /// The tool that keeps it, and renews it.
    pub tool: Option<&'static str>,
    pub inspection: Inspection,
    /// The scopes, and where each is named.
    pub scopes: ScopeTable,
    /// The lines of the scope panel.
    pub resources: Vec<Resource>,
    /// Who it is about and for.
    pub parties: Parties,
    /// The tokens whose end is known or may be, the credential first.
    pub lives: Vec<TokenLife>,
    /// What is wrong with it, and then what is missing or odd, the worst first.
    pub findings: Vec<Finding>,
    /// Why a request was refused that was pasted with its answer.
    pub access: Option<AccessCheck>,
    /// What an error response means.
    pub explanation: Option<Explanation>,
    /// Bytes of what was read, where that is known.
    pub(super) size: usize,
    /// What its file held.
    pub(super) file_content: Option<Fingerprint>,
    /// Tokens that stand in claims and members.
    inner_tokens: InnerTokens,
    /// What must not be seen of it.
    masks: Masks,
    /// What came in.
    raw: RawInput,
    /// Whether that may be seen whole.
    reveal: bool,
    /// What its findings go by.
    context: ResponseContext,
    /// When its state changes next.
    changes: Option<DateTime<Utc>>,
}

impl Document {
    /// Shows an item of an input.
    pub fn of_item(
        input: &InspectedInput,
        item: CollectionItem,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) -> Self {
        let CollectionItem { inspection, place, label, tool, nested: _ } = item;
        let context =
            ResponseContext { file_mode: input.loaded.mode, ..ResponseContext::default() };
        // The bytes are kept only where they are the item.
        let raw = RawInput::new(&input.loaded.bytes, input.cut);
        let mut shown = Self {
            size: input.loaded.bytes.len() + input.cut + raw.size(),
            file_content: input.fingerprint,
            context,
            raw,
            place,
            label,
            tool,
            reveal: settings.reveal,
            ..Self::from_inspection(input.origin.clone(), inspection, now)
        };
        // It may have been inspected a while ago.
        shown.judge(settings, now);
        shown
    }

    /// What to call it: its input, and where in that it stands and what it is called there.
    pub fn name(&self) -> String {
        let parts = [self.tool, self.place.as_deref(), self.label.as_deref()];
        let name = self.origin.name();
        let parts = parts.into_iter().flatten().filter(|part| *part != name);
        parts.fold(name.clone(), |name, part| format!("{name} · {part}"))
    }

    /// The item of a collection that it is.
    pub fn as_item(&self) -> CollectionItem {
        let (place, label) = (self.place.clone(), self.label.clone());
        CollectionItem {
            place,
            label,
            tool: self.tool,
            ..CollectionItem::whole(self.inspection.clone())
        }
    }

    /// Whether its input holds more than it.
    pub fn is_part(&self) -> bool {
        self.place.is_some()
    }

    /// Inspects what a server answered.
    pub fn answered(
        origin: InputOrigin,
        artifact: Artifact,
        context: ResponseContext,
        received_at: DateTime<Utc>,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) -> Self {
        let received = match settings.received_at {
            Some(at) => Received { at, from: ReceivedFrom::Given },
            // The clock that was set counts, and not the one that the worker reads.
            None if settings.at => Received { at: now, from: ReceivedFrom::At },
            None => Received { at: received_at, from: ReceivedFrom::Given },
        };
        let keys = context.keys(settings);
        let inspection = Inspection::of_artifact(
            artifact,
            &context.for_inspection(settings, received, &keys, now),
        );
        let reveal = settings.reveal;
        Self { reveal, context, ..Self::from_inspection(origin, inspection, now) }
    }

    /// Keeps what came in, to be looked at as it came.
    pub(super) fn keep_raw(&mut self, bytes: &[u8]) {
        self.raw = RawInput::new(bytes, 0);
    }

    /// Shows an inspection that was already made.
    pub fn from_inspection(
        origin: InputOrigin,
        inspection: Inspection,
        now: DateTime<Utc>,
    ) -> Self {
        let scopes = inspection.scope_table();
        let inner_tokens = InnerTokens::of(&inspection);
        let mut shown = Self {
            origin,
            place: None,
            label: None,
            tool: None,
            size: 0,
            file_content: None,
            resources: scopes.lines(),
            scopes,
            parties: inspection.parties(),
            lives: lives(&inspection, now),
            findings: findings(&inspection),
            access: explain::access(&inspection),
            explanation: explain::error(&inspection),
            masks: Masks::of(&inspection, &inner_tokens),
            inner_tokens,
            raw: RawInput::default(),
            reveal: false,
            inspection,
            context: ResponseContext::default(),
            changes: None,
        };
        shown.changes = shown.next_change(now);
        shown
    }

    /// Judges it again where its state has changed since. True where it did.
    pub fn judge(&mut self, settings: &InspectorSettings, now: DateTime<Utc>) -> bool {
        if self.changes.is_none_or(|change| change > now) {
            return false;
        }
        self.judge_anew(settings, now);
        true
    }

    /// Takes in the keys of an issuer, where it is an answer of that one. True where it is.
    pub(super) fn learn_keys(&mut self, keys: &Keys) -> bool {
        let request = self.context.request.as_ref();
        let is_own = keys.issuer().is_some()
            && request.is_some_and(|request| request.issuer.as_deref() == keys.issuer());
        if is_own {
            self.context.keys = keys.clone();
        }
        is_own
    }

    /// Whether it was judged by its issuer's keys.
    pub(super) fn has_issuer_keys(&self) -> bool {
        !self.context.keys.is_empty()
    }

    /// Why a client must refuse it, where it is the answer to a request: the codes of the findings.
    pub(super) fn refusals(&self) -> Vec<&'static str> {
        let is_answer = self.context.request.is_some();
        let refusing = self.findings.iter().filter(|it| is_answer && it.requires_refusal());
        let mut codes: Vec<_> = refusing.map(|finding| finding.code).collect();
        codes.dedup();
        codes
    }

    /// Judges it again by other keys.
    pub(super) fn judge_anew(&mut self, settings: &InspectorSettings, now: DateTime<Utc>) {
        let keys = self.context.keys(settings);
        let received = self.inspection.received;
        self.inspection.judge(&self.context.for_inspection(settings, received, &keys, now));
        self.findings = findings(&self.inspection);
        self.access = explain::access(&self.inspection);
        self.raw.forget_lines();
        self.changes = self.next_change(now);
    }

    /// Takes note of which of its tokens are among those that were revoked, by their digests.
    pub(super) fn mark_revoked(&mut self, revoked: &[[u8; 32]]) {
        if !revoked.is_empty() {
            self.inspection.mark_revoked(|token| revoked.contains(&token.digest()));
        }
    }

    /// Whether the response before it is kept.
    pub(super) fn has_previous(&self) -> bool {
        self.context.previous.is_some()
    }

    /// Whether it answered a refresh of this response.
    pub(super) fn is_refresh_of(&self, other: &Document) -> bool {
        let token =
            |inspection: &Inspection| Some(inspection.field("access_token")?.content.clone());
        let previous = self.context.previous.as_deref().and_then(token);
        previous.is_some() && previous == token(&other.inspection)
    }

    /// Forgets the response before it, and what was sent to get this one.
    pub(super) fn forget_previous(&mut self) {
        self.context.previous = None;
        if let Some(request) = &mut self.context.request {
            request.secrets = KnownSecrets::default();
        }
        self.inspection.secrets = self.inspection.secrets.without_added();
    }

    /// Whether what came in is kept.
    pub fn has_raw(&self) -> bool {
        !self.raw.is_empty()
    }

    /// What came in, masked, in lines.
    pub fn raw(&self) -> Option<&RawLines> {
        let lines = || self.raw.lines(&self.inspection, &self.findings, self.reveal);
        self.has_raw().then(lines)
    }

    /// Everything that has an end.
    pub fn expiries(&self) -> impl Iterator<Item = &Expiry> {
        let credential = std::iter::once(&self.inspection.expiry);
        credential.chain(self.lives.iter().map(|life| &life.expiry))
    }

    /// When the token in a field ends.
    pub fn life(&self, field: &str) -> Option<&Expiry> {
        self.lives.iter().find(|life| life.field == field).map(|life| &life.expiry)
    }

    /// When one of the states changes next.
    pub fn next_change(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let states = self.expiries().filter_map(|expiry| expiry.next_change(now));
        // A time of issue that is ahead is a finding until it has come.
        let issued = self.expiries().filter_map(|expiry| expiry.issued_at).filter(|at| *at > now);
        states.chain(issued).min()
    }

    /// Whether something on screen moves with the clock.
    pub fn changes_every_second(&self) -> bool {
        let timed = |claims: &Value| {
            ["exp", "iat", "nbf"].into_iter().any(|name| claims.get(name).is_some())
        };
        self.expiries().any(|expiry| {
            expiry.expires_at.is_some() || expiry.not_before.is_some() || expiry.issued_at.is_some()
        }) || self.findings.iter().any(|finding| finding.at.is_some())
            || self.inspection.tokens.iter().any(|token| token.claims.as_ref().is_some_and(timed))
    }
}

/// The findings, and behind them the notes of [`explain`] as remarks.
fn findings(inspection: &Inspection) -> Vec<Finding> {
    let notes = explain::notes(inspection).into_iter().map(|note| Finding {
        code: "note",
        severity: Severity::Info,
        field: Some(note.field),
        claim: None,
        also: Vec::new(),
        message: note.message,
        source: note.source,
        at: None,
    });
    inspection.findings.iter().cloned().chain(notes).collect()
}
