//! What the inspector and the worker that talks to servers tell each other. Tokens of the inspected
//! response may pass here; the client's own secrets never do.

use std::{fmt, path::PathBuf, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use zeroize::Zeroizing;

use crate::{
    exchange::{Exchange, Transcript},
    findings::RequestContext,
    input::Artifact,
    jose::Keys,
    secret::Secret,
};

use super::{
    RequestId,
    consent::{Consents, OperationKind, Prepared},
};

/// What a server is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operation {
    /// A new token for a refresh token (RFC 6749 §6).
    Refresh {
        /// The refresh token.
        token: Secret,
    },
    /// The state of a token (RFC 7662 §2.1).
    Introspect {
        /// The token.
        token: Secret,
        /// What it is, in the terms of `token_type_hint`.
        hint: Option<&'static str>,
    },
    /// The end of a token (RFC 7009 §2.1).
    Revoke {
        /// The token.
        token: Secret,
        /// What it is, in the terms of `token_type_hint`.
        hint: Option<&'static str>,
    },
    /// The claims of the token's user (OpenID Connect Core §5.3.1).
    Userinfo {
        /// The access token.
        token: Secret,
        /// The authentication scheme that it is presented with.
        scheme: &'static str,
    },
    /// A new token, by a way that may need the person.
    Fetch {
        /// `grant_type`; the profile's where none is named.
        grant: Option<String>,
        /// What is asked for; the profile's where nothing is named.
        scope: Vec<String>,
    },
}

/// What the person has to do while a token is fetched. All texts are safe for a terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UserStep {
    /// Type a code on another device (RFC 8628 §3.3).
    Device {
        /// The code.
        code: String,
        /// Where it is typed.
        place: String,
        /// The same with the code in it.
        complete: Option<String>,
        /// When the code ends.
        ends: DateTime<Utc>,
        /// When the server is asked next.
        next: DateTime<Utc>,
        /// How often it is asked.
        every: TimeDelta,
    },
    /// Sign in with a browser (RFC 6749 §4.1).
    Browser {
        /// What it opens.
        url: String,
        /// Whether it was opened.
        opened: bool,
        /// Whether its way back leads here by itself.
        listening: bool,
    },
}

impl Operation {
    /// Whether an answer replaces what is shown.
    pub fn renews(&self) -> bool {
        matches!(self, Self::Refresh { .. })
    }

    /// What it does with which token; a new one needs none.
    pub fn presents(&self) -> Option<(OperationKind, &Secret)> {
        match self {
            Self::Refresh { token } => Some((OperationKind::Refresh, token)),
            Self::Introspect { token, .. } => Some((OperationKind::Introspect, token)),
            Self::Revoke { token, .. } => Some((OperationKind::Revoke, token)),
            Self::Userinfo { token, .. } => Some((OperationKind::Userinfo, token)),
            Self::Fetch { .. } => None,
        }
    }

    /// What it does, as a title.
    pub fn title(&self) -> &'static str {
        match self {
            Self::Refresh { .. } => "Refresh",
            Self::Introspect { .. } => "Introspect",
            Self::Revoke { .. } => "Revoke",
            Self::Userinfo { .. } => "Userinfo",
            Self::Fetch { .. } => "A new token",
        }
    }
}

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
        f.debug_struct("Answered")
            .field("body_bytes", &self.body.len())
            .field("exchange", &self.exchange)
            .finish_non_exhaustive()
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
}

/// A server named by hand. The worker checks it; nothing is contacted.
#[derive(Clone, Debug, Default)]
pub struct ServerAnswers {
    /// The issuer, where the person had it contacted.
    pub issuer: Option<String>,
    /// The token endpoint.
    pub token_url: String,
    /// The client identifier; empty where there is none.
    pub client_id: String,
    /// The authentication method; empty for what the server allows.
    pub auth: String,
    /// Where the secret is: `env:…`, `file:…`, `cmd:…`, `prompt`; empty where it was typed.
    pub source: String,
    /// The secret as it was typed; empty where there is none.
    pub typed: Option<Secret>,
}

/// What an issuer's metadata told (RFC 8414 §2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Discovered {
    /// The token endpoint.
    pub token_url: String,
    /// The authentication methods that it allows, where it names them.
    pub auth_methods: Vec<String>,
}

/// How far a request has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestStage {
    /// It is being built; the issuer may have to be asked for its endpoints.
    Preparing,
    /// It waits for the person's word.
    Ready,
    /// It is under way.
    Sending,
}

/// A request of this session that has no answer yet.
#[derive(Clone, Debug)]
pub struct PendingRequest {
    /// The request.
    pub id: RequestId,
    /// What is asked.
    pub want: Operation,
    /// How far it has come.
    pub stage: RequestStage,
    /// When that stage began.
    pub since: DateTime<Utc>,
    /// The request, once it is built.
    pub prepared: Option<Prepared>,
    /// Whether the program sends it by itself to keep the token fresh.
    pub by_itself: bool,
    /// The response in the history that its token comes from.
    pub of: u64,
    /// Why a new refresh token might be lost; nothing was sent for that reason.
    pub risk: Option<String>,
}

/// From one frame to the next while a request runs, in milliseconds: 33 frames a second.
const FRAME: i64 = 30;

impl PendingRequest {
    /// For how long its stage has lasted.
    pub fn lasted(&self, now: DateTime<Utc>) -> Duration {
        (now - self.since).to_std().unwrap_or_default()
    }

    /// When the next frame of its spinner is due, where it has one. Frames are counted from the
    /// start of the stage, so that the time it takes to draw them does not add up.
    pub fn next_frame(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let since = (now - self.since).num_milliseconds().rem_euclid(FRAME);
        let moves = self.stage != RequestStage::Ready;
        moves.then(|| now.checked_add_signed(TimeDelta::milliseconds(FRAME - since))).flatten()
    }
}

/// What the inspector knows of the server and of what was said to it.
#[derive(Debug, Default)]
pub struct Requests {
    /// What to call the server: the profile, or the host; none where none is known.
    pub server: Option<String>,
    /// Which requests are sent without being shown first.
    pub consents: Consents,
    /// The request that the screen waits for.
    pub running: Option<PendingRequest>,
    /// Requests that were abandoned on their way; their answers may still come.
    pub abandoned: Vec<PendingRequest>,
    /// What is asked as soon as a server is known, and the response in the history that its token
    /// comes from.
    pub pending: Option<(Operation, u64)>,
    /// The issuer that the person had contacted.
    pub contacted: Option<String>,
    /// What the person has to do for the request that is running.
    pub visit: Option<UserStep>,
    /// Why what came back was not accepted.
    pub rejected: Option<String>,
    /// Everything that was said.
    pub transcript: Transcript,
    /// The keys of the issuer that is asked, as far as they were needed. The client secret may be
    /// one of them, to verify with.
    pub keys: Keys,
}

impl Requests {
    /// Takes the request with this number, and whether it had been abandoned.
    pub fn take(&mut self, id: RequestId) -> Option<(PendingRequest, bool)> {
        if let Some(running) = self.running.take_if(|running| running.id == id) {
            return Some((running, false));
        }
        let at = self.abandoned.iter().position(|running| running.id == id)?;
        Some((self.abandoned.remove(at), true))
    }

    /// Whether a refresh is on its way, so that its answer may hold the only valid refresh token.
    pub fn awaits_token(&self) -> bool {
        let on_its_way = |running: &PendingRequest| {
            running.want.renews() && running.stage == RequestStage::Sending
        };
        self.running.iter().chain(&self.abandoned).any(on_its_way)
    }
}
