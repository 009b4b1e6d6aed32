//! One response of the session, and what became of its refresh token.

use std::path::PathBuf;

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    app::{
        Document,
        server_answer::{ServerAnswer, TokenOrigin},
    },
    input::{Fingerprint, InputOrigin, Loaded},
    kind::Kind,
    oauth::{RefreshTokenUse, judgement::with_kept_refresh_token},
    secret::Secret,
};

/// How a response came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// From a file, a pipe, an argument or a paste.
    Opened,
    /// From the list, only to be looked at: it is forgotten as the list comes back.
    LookedAt,
    /// The opened file has changed.
    Changed,
    /// From a server that was asked for a new token.
    Fetched,
    /// From a server, for a refresh token.
    Refreshed,
    /// The answer to a refresh that came after the person had stopped waiting.
    Late,
    /// The answer to a refresh, not whole.
    Broken,
    /// From a server that was asked about a token.
    Introspected,
}

impl Provenance {
    /// In a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Opened | Self::LookedAt => "opened",
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
    pub(super) size: usize,
    /// What is shown of it.
    pub document: Document,
    /// The file that it, or the response that it replaces, came from.
    pub file: Option<PathBuf>,
    /// Whether that file holds more than it, so that an answer must not take its place.
    pub is_part: bool,
    /// The refresh token that goes on from here: its own, or the one that stays in use because the
    /// answer names no other (RFC 6749 §6).
    pub refresh_token: Option<Secret>,
    /// Whether that was sent or spent.
    pub refresh_token_use: RefreshTokenUse,
    /// Whether its refresh token is new, so that the one before may be dead (RFC 6749 §6).
    pub rotated: bool,
    /// Whether it is in a file.
    pub saved: bool,
    /// The file that it is kept in until then.
    pub kept: Option<PathBuf>,
    /// What the file held when it was last read or written.
    pub file_content: Option<Fingerprint>,
    /// What to write to a file: the answer of a server, or what came in from no file.
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
            is_part: document.is_part(),
            file,
            refresh_token_use: RefreshTokenUse::Unused,
            rotated: false,
            kept: None,
            content: None,
            introspected: None,
            document,
        }
    }

    /// With the bytes that it was read from, where no file holds them.
    #[must_use]
    pub fn with_content(self, bytes: Wiping<Vec<u8>>) -> Self {
        if self.file.is_some() || bytes.is_empty() {
            return self;
        }
        Self { content: Some(Loaded::bytes(bytes)), ..self }
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
