//! What a server answered or failed to answer, and which server the tokens of a response come from.

use std::{fmt, path::PathBuf};

use crate::secret::Wiping;
use chrono::{DateTime, Utc};

use crate::{
    exchange::{MaskedReply, ServerOrigin},
    findings::RequestContext,
    input::Artifact,
    oauth::{OperationAnswer, PreparedRequest},
};

/// What a server answered, whatever the status.
pub struct ServerAnswer {
    /// The answer, read.
    pub artifact: Artifact,
    /// Its body as it arrived.
    pub body: Wiping<Vec<u8>>,
    /// The question, as far as the findings need it.
    pub request: RequestContext,
    /// When its headers had arrived.
    pub received_at: DateTime<Utc>,
    /// The answer as it may be shown.
    pub masked: MaskedReply,
    /// The server that gave it.
    pub server: ServerOrigin,
    /// The file that it is kept in, where a refresh token was sent for it.
    pub kept: Option<PathBuf>,
}

impl ServerAnswer {
    /// An answer, and the file that it is kept in until the person saves it.
    pub fn new(answer: &OperationAnswer, kept: Option<PathBuf>) -> Self {
        let OperationAnswer { reply, masked, server, request } = answer;
        Self {
            artifact: reply.artifact(),
            body: Wiping::new(reply.body.to_vec()),
            request: request.clone(),
            received_at: reply.received_at,
            masked: masked.clone(),
            server: server.clone(),
            kept,
        }
    }
}

impl ServerAnswer {
    /// Status, header fields and body, as far as they are known. Header fields are masked already.
    pub(super) fn raw(&self) -> Wiping<Vec<u8>> {
        let status = format!("HTTP {}\n", self.masked.status);
        let headers = self.masked.headers.iter().map(|it| format!("{}: {}\n", it.name, it.value));
        let head: String = std::iter::once(status).chain(headers).collect();
        Wiping::new([head.as_bytes(), b"\n", &self.body].concat())
    }
}

impl fmt::Debug for ServerAnswer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServerAnswer")
            .field("body_bytes", &self.body.len())
            .field("server", &self.server)
            .field("masked", &self.masked)
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

/// Why there is no answer. It never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeFailure {
    /// What happened.
    pub message: String,
    /// What the person can do.
    pub hint: Option<String>,
    /// Whether the request may have reached the server.
    pub maybe_sent: bool,
    /// Whether the network is to blame, so that it may work later.
    pub network: bool,
    /// The setting that is to blame, by its name in a profile.
    pub setting: Option<&'static str>,
}
