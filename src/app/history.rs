//! The responses of the session, to go back to.

mod entry;

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{app::server_answer::TokenOrigin, jose::Keys, oauth::RefreshTokenUse, secret::Secret};

pub use entry::{HistoryEntry, Provenance};

use super::{Document, InspectorSettings};

/// More responses are not kept; the oldest that holds no unsaved refresh token goes.
const MOST: usize = 200;

/// Nor more bytes of what was read, which an inspection multiplies.
const MOST_BYTES: usize = 4 << 20;

/// Nor more versions of files that changed while they were watched.
const MOST_VERSIONS: usize = 20;

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

    /// The file that the one with this number came from, and whether that holds more than it.
    pub(super) fn file_of(&self, id: u64) -> (Option<PathBuf>, bool) {
        self.get(id).map_or((None, false), |entry| (entry.file.clone(), entry.is_part))
    }

    /// Every response that holds this token, the oldest first.
    pub fn entries_with_token<'a>(
        &'a self,
        token: &'a Secret,
    ) -> impl Iterator<Item = &'a HistoryEntry> {
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
        self.trim(|entry| entry.provenance != Provenance::LookedAt, MOST, MOST_BYTES);
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

    /// Has none on screen. One that was only looked at is forgotten, unless something else is about
    /// it.
    pub(super) fn leave(&mut self, is_needed: impl Fn(u64) -> bool) {
        self.current = 0;
        let about: Vec<u64> = self.entries.iter().filter_map(|entry| entry.introspected).collect();
        self.entries.retain_mut(|entry| {
            let is_looked_at = entry.provenance == Provenance::LookedAt;
            // What was refreshed can be compared with the answer.
            let is_sent = entry.refresh_token_use != RefreshTokenUse::Unused;
            let kept = !is_looked_at || is_sent || about.contains(&entry.id) || is_needed(entry.id);
            // From now on it counts as any other.
            if is_looked_at {
                entry.provenance = Provenance::Opened;
            }
            kept
        });
    }

    /// The newest one that it would be a loss to forget.
    pub fn newest_unsaved(&self) -> Option<&HistoryEntry> {
        self.entries.iter().rev().find(|entry| entry.has_unsaved_refresh_token())
    }
}
