//! What a server answered in this session, and whose tokens a response holds.

use std::{fmt, path::PathBuf};

use chrono::{DateTime, Utc};
use zeroize::Zeroizing;

use crate::{
    exchange::{Exchange, ServerOrigin},
    findings::RequestContext,
    input::Artifact,
    oauth::PreparedRequest,
};

/// What a server answered, whatever the status.
pub struct ServerAnswer {
    /// The answer, read.
    pub artifact: Artifact,
    /// Its body as it arrived.
    pub body: Zeroizing<Vec<u8>>,
    /// The question, as far as the findings need it.
    pub asked: RequestContext,
    /// When its headers had arrived.
    pub received_at: DateTime<Utc>,
    /// Both, as they may be shown.
    pub exchange: Exchange,
    /// The file that it is kept in, where a refresh token was sent for it.
    pub kept: Option<PathBuf>,
}

impl fmt::Debug for ServerAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerAnswer")
            .field("body_bytes", &self.body.len())
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
    }
}

/// Where the tokens of a response come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenOrigin {
    /// This server answered with them in this session.
    Answered(ServerOrigin),
    /// They were opened together with the server that the command line or a profile names.
    Named,
    /// From anywhere else: a paste, a file that was opened or has changed since.
    Elsewhere,
}

impl TokenOrigin {
    /// Whether tokens from there are this server's own.
    pub(super) fn belongs_to(&self, request: &PreparedRequest) -> bool {
        match self {
            Self::Answered(server) => *server == request.preview.server,
            Self::Named => request.is_named,
            Self::Elsewhere => false,
        }
    }
}
