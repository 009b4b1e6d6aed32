//! Every response of the session: none is lost, and each can be gone back to.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{
    app::server_answer::ServerAnswer,
    app::server_answer::TokenOrigin,
    input::{Fingerprint, InputOrigin, Loaded},
    jose::Keys,
    kind::Kind,
    oauth::{RefreshTokenUse, judgement::with_kept_refresh_token},
    secret::Secret,
};

use super::{Document, InspectorSettings};

/// More responses are not kept; the oldest that holds no unsaved refresh token goes.
const MOST: usize = 200;

/// Nor more bytes of what was read, which an inspection multiplies.
const MOST_BYTES: usize = 2 << 20;

/// Nor more versions of files that changed while they were watched.
const MOST_VERSIONS: usize = 20;

/// How a response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// From a file, a pipe, an argument or a paste.
    Opened,
    /// The opened file has changed.
    Changed,
    /// From a server that was asked for a new token.
    Fetched,
    /// From a server, for a refresh token.
    Refreshed,
    /// The same, after the person had stopped waiting for it.
    Late,
    /// The same, but not whole.
    Broken,
    /// From a server that was asked about a token.
    Introspected,
}

impl Provenance {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Changed => "changed on disk",
            Self::Fetched => "fetched",
            Self::Refreshed => "refreshed",
            Self::Late => "came late",
            Self::Broken => "came in part",
            Self::Introspected => "introspected",
        }
    }
}

/// One response of the session.
#[derive(Debug)]
pub struct HistoryEntry {
    /// Its number in the session.
    pub id: u64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How it came.
    pub provenance: Provenance,
    /// Where its tokens come from.
    pub token_origin: TokenOrigin,
    /// Bytes of what was read, and of what is kept of it for a file.
    size: usize,
    /// What is shown of it.
    pub document: Document,
    /// The file that it, or the response that it replaces, came from.
    pub file: Option<PathBuf>,
    /// The refresh token that goes on from here: its own, or the one that stays in use because the
    /// answer names no other (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// What became of that.
    pub refresh_token_use: RefreshTokenUse,
    /// Whether its refresh token is new, so that the one before may be dead (RFC 6749 §6).
    pub rotated: bool,
    /// Whether it is in a file.
    pub saved: bool,
    /// The file that it is kept in until then.
    pub kept: Option<PathBuf>,
    /// What the file held when it was last read or written.
    pub file_content: Option<Fingerprint>,
    /// What to write to a file, where it came from a server.
    pub content: Option<Loaded>,
    /// The response whose token it tells of, where it was asked for that.
    pub introspected: Option<u64>,
}

impl HistoryEntry {
    /// A response that came in from the outside of an exchange.
    pub fn opened(
        provenance: Provenance,
        document: Document,
        token_origin: TokenOrigin,
        at: DateTime<Utc>,
    ) -> Self {
        let file = match &document.origin {
            InputOrigin::File(path) => Some(path.clone()),
            _ => None,
        };
        Self {
            id: 0,
            at,
            provenance,
            token_origin,
            size: document.size,
            refresh_token: refresh_token(&document),
            saved: file.is_some(),
            file_content: document.file_content,
            file,
            refresh_token_use: RefreshTokenUse::Unused,
            rotated: false,
            kept: None,
            content: None,
            introspected: None,
            document,
        }
    }

    /// A response that a server gave, for this refresh token where there was one.
    pub fn answered(
        provenance: Provenance,
        document: Document,
        answer: &ServerAnswer,
        spent: Option<&Secret>,
        file: Option<PathBuf>,
        at: DateTime<Utc>,
    ) -> Self {
        let own = refresh_token(&document);
        let rotated = spent.is_some() && own.is_some() && own.as_ref() != spent;
        let bytes = with_kept_refresh_token(&answer.body, &document.inspection, spent)
            .unwrap_or_else(|| answer.body.clone());
        let size = answer.body.len() + bytes.len();
        let content = Some(Loaded::bytes(bytes));
        let refresh_token = own.or_else(|| spent.cloned());
        let token_origin = TokenOrigin::Answered(answer.server.clone());
        Self {
            refresh_token,
            file,
            rotated,
            saved: false,
            kept: answer.kept.clone(),
            content,
            size,
            ..Self::opened(provenance, document, token_origin, at)
        }
    }

    /// Whether it would be a loss to forget it: a new refresh token that is in no file, and not
    /// spent.
    pub fn has_unsaved_refresh_token(&self) -> bool {
        self.rotated && !self.saved && self.refresh_token_use != RefreshTokenUse::Spent
    }
}

/// The refresh token of a response. A bare opaque token is taken for one.
fn refresh_token(document: &Document) -> Option<Secret> {
    let secret = |name| document.inspection.field(name).and_then(|field| field.secret()).cloned();
    let bare = document.inspection.kind == Kind::OpaqueToken;
    secret("refresh_token").or_else(|| secret("token").filter(|_| bare))
}

/// The responses of a session, the oldest first, and the one on screen.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<HistoryEntry>,
    /// SHA-256 of every token that was revoked in this session: the same token may come in again.
    revoked: Vec<[u8; 32]>,
    current: u64,
    last: u64,
}

impl History {
    /// All of them, the oldest first.
    pub fn entries(&self) -> &[HistoryEntry] {
        &self.entries
    }

    /// The number of the one on screen; zero where there is none.
    pub fn current_id(&self) -> u64 {
        self.current
    }

    /// The one on screen.
    pub fn current(&self) -> Option<&HistoryEntry> {
        self.get(self.current)
    }

    /// The one with this number.
    pub fn get(&self, id: u64) -> Option<&HistoryEntry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The one with this number.
    pub fn get_mut(&mut self, id: u64) -> Option<&mut HistoryEntry> {
        self.entries.iter_mut().find(|entry| entry.id == id)
    }

    /// The document on screen.
    pub fn document(&self) -> Option<&Document> {
        self.current().map(|entry| &entry.document)
    }

    /// The document on screen, to change.
    pub fn document_mut(&mut self) -> Option<&mut Document> {
        self.get_mut(self.current).map(|entry| &mut entry.document)
    }

    /// The document of the one with this number.
    pub fn document_of(&self, id: u64) -> Option<&Document> {
        self.get(id).map(|entry| &entry.document)
    }

    /// Every response that holds this token, the oldest first.
    pub fn holding<'a>(&'a self, token: &'a Secret) -> impl Iterator<Item = &'a HistoryEntry> {
        self.entries.iter().filter(|entry| {
            entry.document.inspection.fields.iter().any(|field| field.secret() == Some(token))
        })
    }

    /// Adds one, which is not on screen, and gives its number.
    pub fn push(&mut self, mut entry: HistoryEntry) -> u64 {
        self.last += 1;
        entry.id = self.last;
        entry.document.mark_revoked(&self.revoked);
        self.entries.push(entry);
        self.trim(|entry| entry.provenance == Provenance::Changed, MOST_VERSIONS, usize::MAX);
        self.trim(|_| true, MOST, MOST_BYTES);
        self.last
    }

    /// Drops the oldest of these responses until at most so many are left, and so many bytes. What
    /// is on screen, what has just come and what it would be a loss to forget stays all the same.
    fn trim(&mut self, which: impl Fn(&HistoryEntry) -> bool, most: usize, bytes: usize) {
        let (mut count, mut size) = self
            .entries
            .iter()
            .filter(|entry| which(entry))
            .fold((0, 0), |(count, size), entry| (count + 1, size + entry.size));
        let (current, last) = (self.current, self.last);
        self.entries.retain(|entry| {
            let spared =
                entry.id == current || entry.id == last || entry.has_unsaved_refresh_token();
            if !which(entry) || spared || count <= most && size <= bytes {
                return true;
            }
            count -= 1;
            size -= entry.size;
            false
        });
    }

    /// Drops every response but the one on screen, and what that one keeps of them.
    pub(super) fn forget_others(&mut self) {
        let current = self.current;
        self.entries.retain(|entry| entry.id == current);
        if let Some(entry) = self.get_mut(current) {
            entry.introspected = None;
            entry.document.forget_previous();
        }
    }

    /// The newest response that is not on screen and that it would be a loss to forget.
    pub fn other_unsaved(&self) -> Option<&HistoryEntry> {
        self.entries
            .iter()
            .rev()
            .find(|entry| entry.id != self.current && entry.has_unsaved_refresh_token())
    }

    /// Tokens that were named for a server are named for no other one.
    pub(super) fn change_server(&mut self) {
        for entry in &mut self.entries {
            if entry.token_origin == TokenOrigin::Named {
                entry.token_origin = TokenOrigin::Elsewhere;
            }
        }
    }

    /// Takes note that the server ended a token, wherever it stands.
    pub fn revoke(&mut self, token: &Secret) {
        self.revoked.push(token.digest());
        for entry in &mut self.entries {
            entry.document.mark_revoked(&self.revoked);
        }
    }

    /// Judges by the keys of an issuer what that issuer answered: what is on screen, and what has
    /// not been judged by such keys before.
    pub(super) fn learn_keys(
        &mut self,
        keys: &Keys,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) {
        for entry in &mut self.entries {
            let document = &mut entry.document;
            let is_due = entry.id == self.current || !document.has_issuer_keys();
            if is_due && document.learn_keys(keys) {
                document.judge_anew(settings, now);
            }
        }
    }

    /// Puts another one on screen.
    pub(super) fn select(&mut self, id: u64) {
        self.current = id;
    }

    /// The newest one that it would be a loss to forget.
    pub fn newest_unsaved(&self) -> Option<&HistoryEntry> {
        self.entries.iter().rev().find(|entry| entry.has_unsaved_refresh_token())
    }
}
