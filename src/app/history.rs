//! Every response of the session: none is lost, and each can be gone back to.

use std::path::PathBuf;

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use crate::{exchange::with_refresh_token, secret::Secret, token::Kind};

use super::{Loaded, Shown, exchange::Answered};

/// More are not kept; the oldest that holds nothing precious goes.
const MOST: usize = 200;

/// How a response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
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

impl Came {
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
pub enum Use {
    /// It has not been sent.
    Unused,
    /// It was sent, and there is no answer: the server may have spent it.
    MaybeSpent,
    /// It was sent, and another one came back.
    Spent,
}

/// One response of the session.
#[derive(Debug)]
pub struct Past {
    /// Its number in the session.
    pub id: u64,
    /// When it came.
    pub at: DateTime<Utc>,
    /// How it came.
    pub came: Came,
    /// The inspection; none while it is on screen.
    shown: Option<Shown>,
    /// The file that it, or the response that it replaces, came from.
    pub file: Option<PathBuf>,
    /// The refresh token that goes on from here: its own, or the one that stays in use because the
    /// answer names no other (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// What became of that.
    pub used: Use,
    /// Whether its refresh token is new, so that the one before may be dead (RFC 6749 §6).
    pub rotated: bool,
    /// Whether it is in a file.
    pub saved: bool,
    /// What to write to a file, where it came from a server.
    pub document: Option<Loaded>,
    /// The response whose token it tells of, where it was asked for that.
    pub about: Option<u64>,
}

impl Past {
    /// A response that came in from the outside of an exchange.
    pub fn opened(came: Came, shown: Shown, at: DateTime<Utc>) -> Self {
        let file = match &shown.origin {
            super::Origin::File(path) => Some(path.clone()),
            _ => None,
        };
        Self {
            id: 0,
            at,
            came,
            refresh_token: refresh_token(&shown),
            shown: Some(shown),
            saved: file.is_some(),
            file,
            used: Use::Unused,
            rotated: false,
            document: None,
            about: None,
        }
    }

    /// A response that a server gave, for this refresh token where there was one.
    pub fn answered(
        came: Came,
        shown: Shown,
        answer: &Answered,
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
        let document = Some(Loaded::bytes(bytes));
        let refresh_token = own.or_else(|| spent.cloned());
        Self {
            refresh_token,
            file,
            rotated,
            saved: false,
            document,
            ..Self::opened(came, shown, at)
        }
    }

    /// Whether it would be a loss to forget it: a new refresh token that is in no file, and not
    /// spent.
    pub fn precious(&self) -> bool {
        self.rotated && !self.saved && self.used != Use::Spent
    }
}

/// The refresh token of a response. A bare opaque token is taken for one.
fn refresh_token(shown: &Shown) -> Option<Secret> {
    let secret = |name| shown.inspection.field(name).and_then(|field| field.secret()).cloned();
    let bare = shown.inspection.kind == Kind::OpaqueToken;
    secret("refresh_token").or_else(|| secret("token").filter(|_| bare))
}

/// What a revoked token is remembered by: its SHA-256.
pub(super) fn digest(token: &Secret) -> [u8; 32] {
    // Hashed, and nothing is kept of it.
    Sha256::digest(token.expose().as_bytes()).into()
}

/// The responses of a session, the oldest first, and the one on screen.
#[derive(Debug, Default)]
pub struct History {
    entries: Vec<Past>,
    /// SHA-256 of every token that was revoked in this session: the same token may come in again.
    revoked: Vec<[u8; 32]>,
    current: u64,
    last: u64,
}

impl History {
    /// All of them, the oldest first.
    pub fn entries(&self) -> &[Past] {
        &self.entries
    }

    /// The number of the one on screen; zero where there is none.
    pub fn current_id(&self) -> u64 {
        self.current
    }

    /// The one on screen.
    pub fn current(&self) -> Option<&Past> {
        self.get(self.current)
    }

    /// The one with this number.
    pub fn get(&self, id: u64) -> Option<&Past> {
        self.entries.iter().find(|past| past.id == id)
    }

    /// The one with this number.
    pub fn get_mut(&mut self, id: u64) -> Option<&mut Past> {
        self.entries.iter_mut().find(|past| past.id == id)
    }

    /// What one of them shows, where `shown` is on screen.
    pub fn shown<'a>(&'a self, id: u64, shown: Option<&'a Shown>) -> Option<&'a Shown> {
        if id == self.current {
            return shown;
        }
        self.get(id)?.shown.as_ref()
    }

    /// Adds one, which is not on screen, and gives its number.
    pub fn push(&mut self, mut past: Past) -> u64 {
        self.last += 1;
        past.id = self.last;
        if let Some(shown) = &mut past.shown {
            shown.mark_revoked(&self.revoked);
        }
        self.entries.push(past);
        if self.entries.len() > MOST {
            let current = self.current;
            let old = |past: &Past| past.id != current && !past.precious();
            if let Some(at) = self.entries.iter().position(old) {
                self.entries.remove(at);
            }
        }
        self.last
    }

    /// Takes note that the server ended a token, wherever it stands.
    pub fn revoke(&mut self, token: &Secret, on_screen: Option<&mut Shown>) {
        self.revoked.push(digest(token));
        let kept = self.entries.iter_mut().filter_map(|past| past.shown.as_mut());
        for shown in kept.chain(on_screen) {
            shown.mark_revoked(&self.revoked);
        }
    }

    /// Puts what is on screen back to its place, and takes another one out to be shown.
    pub fn turn_to(&mut self, id: u64, on_screen: Option<Shown>) -> Option<Shown> {
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
    pub fn precious(&self) -> Option<&Past> {
        self.entries.iter().rev().find(|past| past.precious())
    }
}
