//! Every response of the session: none is lost, and each can be gone back to.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{exchange::with_refresh_token, input::Fingerprint, secret::Secret, token::Kind};

use super::{Document, Loaded, consent::TokenOrigin, exchange::ServerAnswer};

/// More responses are not kept; the oldest that holds nothing precious goes.
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

/// What became of a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefreshTokenUse {
    /// It has not been sent.
    Unused,
    /// It was sent, and there is no answer: the server may have spent it.
    MaybeSpent,
    /// It was sent, and another one came back.
    Spent,
}

/// One response of the session.
#[derive(Debug)]
pub struct HistoryEntry {
    /// Its number in the session.
    pub id: u64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How it came.
    pub came: Provenance,
    /// Where its tokens come from.
    pub provenance: TokenOrigin,
    /// Bytes of what was read, and of what is kept of it for a file.
    size: usize,
    /// The inspection; none while it is on screen.
    shown: Option<Document>,
    /// The file that it, or the response that it replaces, came from.
    pub file: Option<PathBuf>,
    /// The refresh token that goes on from here: its own, or the one that stays in use because the
    /// answer names no other (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// What became of that.
    pub used: RefreshTokenUse,
    /// Whether its refresh token is new, so that the one before may be dead (RFC 6749 §6).
    pub rotated: bool,
    /// Whether it is in a file.
    pub saved: bool,
    /// The file that it is kept in until then.
    pub kept: Option<PathBuf>,
    /// What the file held when it was last read or written.
    pub held: Option<Fingerprint>,
    /// What to write to a file, where it came from a server.
    pub document: Option<Loaded>,
    /// The response whose token it tells of, where it was asked for that.
    pub about: Option<u64>,
}

impl HistoryEntry {
    /// A response that came in from the outside of an exchange.
    pub fn opened(
        came: Provenance,
        shown: Document,
        provenance: TokenOrigin,
        at: DateTime<Utc>,
    ) -> Self {
        let file = match &shown.origin {
            super::InputOrigin::File(path) => Some(path.clone()),
            _ => None,
        };
        Self {
            id: 0,
            at,
            came,
            provenance,
            size: shown.size,
            refresh_token: refresh_token(&shown),
            saved: file.is_some(),
            held: shown.holds,
            file,
            used: RefreshTokenUse::Unused,
            rotated: false,
            kept: None,
            document: None,
            about: None,
            shown: Some(shown),
        }
    }

    /// A response that a server gave, for this refresh token where there was one.
    pub fn answered(
        came: Provenance,
        shown: Document,
        answer: &ServerAnswer,
        spent: Option<&Secret>,
        file: Option<PathBuf>,
        at: DateTime<Utc>,
    ) -> Self {
        let own = refresh_token(&shown);
        let rotated = spent.is_some() && own.is_some() && own.as_ref() != spent;
        let kept = spent.filter(|_| own.is_none());
        let bytes = kept
            .and_then(|kept| with_refresh_token(&answer.body, kept))
            .unwrap_or_else(|| answer.body.clone());
        let size = answer.body.len() + bytes.len();
        let document = Some(Loaded::bytes(bytes));
        let refresh_token = own.or_else(|| spent.cloned());
        let provenance = TokenOrigin::Answered(answer.exchange.request.server.clone());
        Self {
            refresh_token,
            file,
            rotated,
            saved: false,
            kept: answer.kept.clone(),
            document,
            size,
            ..Self::opened(came, shown, provenance, at)
        }
    }

    /// Whether it would be a loss to forget it: a new refresh token that is in no file, and not
    /// spent.
    pub fn precious(&self) -> bool {
        self.rotated && !self.saved && self.used != RefreshTokenUse::Spent
    }
}

/// The refresh token of a response. A bare opaque token is taken for one.
fn refresh_token(shown: &Document) -> Option<Secret> {
    let secret = |name| shown.inspection.field(name).and_then(|field| field.secret()).cloned();
    let bare = shown.inspection.kind == Kind::OpaqueToken;
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
        self.entries.iter().find(|past| past.id == id)
    }

    /// The one with this number.
    pub fn get_mut(&mut self, id: u64) -> Option<&mut HistoryEntry> {
        self.entries.iter_mut().find(|past| past.id == id)
    }

    /// What one of them shows, where `shown` is on screen.
    pub fn shown<'a>(&'a self, id: u64, shown: Option<&'a Document>) -> Option<&'a Document> {
        if id == self.current {
            return shown;
        }
        self.get(id)?.shown.as_ref()
    }

    /// Every response that holds this token, the oldest first, where `shown` is on screen.
    pub fn holding<'a>(
        &'a self,
        token: &'a Secret,
        shown: Option<&'a Document>,
    ) -> impl Iterator<Item = (&'a HistoryEntry, &'a Document)> {
        let all = self.entries.iter();
        let all = all.filter_map(move |past| Some((past, self.shown(past.id, shown)?)));
        all.filter(|(_, shown)| {
            shown.inspection.fields.iter().any(|field| field.secret() == Some(token))
        })
    }

    /// What those show that are not on screen.
    pub fn put_away(&self) -> impl Iterator<Item = &Document> {
        self.entries.iter().filter_map(|past| past.shown.as_ref())
    }

    /// The same, to be judged again.
    pub(super) fn put_away_mut(&mut self) -> impl Iterator<Item = &mut Document> {
        self.entries.iter_mut().filter_map(|past| past.shown.as_mut())
    }

    /// Adds one, which is not on screen, and gives its number.
    pub fn push(&mut self, mut past: HistoryEntry) -> u64 {
        self.last += 1;
        past.id = self.last;
        if let Some(shown) = &mut past.shown {
            shown.mark_revoked(&self.revoked);
        }
        self.entries.push(past);
        self.trim(|past| past.came == Provenance::Changed, MOST_VERSIONS, usize::MAX);
        self.trim(|_| true, MOST, MOST_BYTES);
        self.last
    }

    /// Drops the oldest of these responses until at most so many are left, and so many bytes. What
    /// is on screen, what has just come and what it would be a loss to forget stays all the same.
    fn trim(&mut self, which: impl Fn(&HistoryEntry) -> bool, most: usize, bytes: usize) {
        let (mut count, mut size) = self
            .entries
            .iter()
            .filter(|past| which(past))
            .fold((0, 0), |(count, size), past| (count + 1, size + past.size));
        let (current, last) = (self.current, self.last);
        self.entries.retain(|past| {
            let spared = past.id == current || past.id == last || past.precious();
            if !which(past) || spared || count <= most && size <= bytes {
                return true;
            }
            count -= 1;
            size -= past.size;
            false
        });
    }

    /// Drops every response but the one on screen.
    pub(super) fn forget_others(&mut self) {
        let current = self.current;
        self.entries.retain(|past| past.id == current);
        if let Some(past) = self.get_mut(current) {
            past.about = None;
        }
    }

    /// The newest response that is not on screen and that it would be a loss to forget.
    pub fn other_precious(&self) -> Option<&HistoryEntry> {
        self.entries.iter().rev().find(|past| past.id != self.current && past.precious())
    }

    /// Tokens that were named for a server are named for no other one.
    pub(super) fn change_server(&mut self) {
        for past in &mut self.entries {
            if past.provenance == TokenOrigin::Named {
                past.provenance = TokenOrigin::Elsewhere;
            }
        }
    }

    /// Takes note that the server ended a token, wherever it stands.
    pub fn revoke(&mut self, token: &Secret, on_screen: Option<&mut Document>) {
        self.revoked.push(token.digest());
        let kept = self.entries.iter_mut().filter_map(|past| past.shown.as_mut());
        for shown in kept.chain(on_screen) {
            shown.mark_revoked(&self.revoked);
        }
    }

    /// Puts what is on screen back to its place, and takes another one out to be shown.
    pub fn turn_to(&mut self, id: u64, on_screen: Option<Document>) -> Option<Document> {
        let current = self.current;
        if let Some(past) = self.get_mut(current)
            && on_screen.is_some()
        {
            past.shown = on_screen;
        }
        self.current = id;
        self.get_mut(id)?.shown.take()
    }

    /// The newest one that it would be a loss to forget.
    pub fn precious(&self) -> Option<&HistoryEntry> {
        self.entries.iter().rev().find(|past| past.precious())
    }
}
