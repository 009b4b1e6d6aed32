//! Requests to a server: what is asked, how far it has come, and what the worker answers. Tokens of
//! the inspected response may pass here; the client's own secrets never do.

mod answer;
mod answer_rescue;
mod code;
mod confirm;
mod fetch;
pub mod form_request;
mod request_form;
mod secret_prompt;
mod start;
mod token_file;
mod token_operations;
mod verification;

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    exchange::Transcript,
    jose::Keys,
    oauth::{Operation, PreparedRequest, UserStep},
    problem::Problem,
    secret::Secret,
};

use super::{RequestId, consent::Consents, server_answer::ExchangeFailure};

pub use confirm::Route;

use form_request::FormRequest;

/// How far a request has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RequestStage {
    /// It is being built; the issuer may have to be asked for its endpoints.
    Preparing,
    /// It is complete, and waits for the person's consent.
    AwaitingConsent {
        request: PreparedRequest,
        /// Why a new refresh token might be lost; nothing was sent for that reason.
        risk: Option<String>,
    },
    /// It is under way.
    Sending { request: PreparedRequest },
    /// A new token is fetched, by as many requests as that takes.
    Fetching {
        /// What the person has to do for it.
        step: Option<UserStep>,
        /// Why what came back from the browser was not accepted.
        rejected: Option<String>,
    },
}

impl RequestStage {
    /// The stage that an operation begins with.
    fn first(operation: &Operation) -> Self {
        match operation {
            Operation::Fetch { .. } => Self::Fetching { step: None, rejected: None },
            _ => Self::Preparing,
        }
    }

    /// The request, once it is built.
    pub fn request(&self) -> Option<&PreparedRequest> {
        match self {
            Self::AwaitingConsent { request, .. } | Self::Sending { request } => Some(request),
            Self::Preparing | Self::Fetching { .. } => None,
        }
    }

    /// Whether it waits for the person's consent.
    pub fn awaits_consent(&self) -> bool {
        matches!(self, Self::AwaitingConsent { .. })
    }

    /// Whether something may have reached the server.
    pub fn is_under_way(&self) -> bool {
        matches!(self, Self::Sending { .. } | Self::Fetching { .. })
    }

    /// What the person has to do for it.
    pub fn user_step(&self) -> Option<&UserStep> {
        match self {
            Self::Fetching { step, .. } => step.as_ref(),
            _ => None,
        }
    }

    /// Why what came back from the browser was not accepted.
    pub fn rejected(&self) -> Option<&str> {
        match self {
            Self::Fetching { rejected, .. } => rejected.as_deref(),
            _ => None,
        }
    }
}

/// A request of this session that has no answer yet.
#[derive(Clone, Debug)]
pub struct PendingRequest {
    pub id: RequestId,
    pub operation: Operation,
    pub stage: RequestStage,
    /// When that stage began.
    pub since: DateTime<Utc>,
    /// Whether the program sends it unasked, to keep the token fresh.
    pub is_automatic: bool,
    /// The response in the history that its token comes from.
    pub history_entry_id: u64,
    /// Whether the person has just filled in its form.
    pub is_edited: bool,
}

/// From one frame to the next while a request runs, in milliseconds: 33 frames a second.
const FRAME: i64 = 30;

impl PendingRequest {
    /// A request that begins now.
    pub(super) fn new(
        id: RequestId,
        operation: Operation,
        is_automatic: bool,
        history_entry_id: u64,
        now: DateTime<Utc>,
    ) -> Self {
        let stage = RequestStage::first(&operation);
        let is_edited = false;
        Self { id, operation, stage, since: now, is_automatic, history_entry_id, is_edited }
    }

    /// What would be sent with which token, where that waits for the person's consent.
    pub(super) fn awaiting_consent(&self) -> Option<(&Operation, &Secret, &PreparedRequest)> {
        match &self.stage {
            RequestStage::AwaitingConsent { request, .. } => {
                Some((&self.operation, self.operation.token()?, request))
            }
            _ => None,
        }
    }

    /// The person has agreed to send the request. Gives whether they did so although a new refresh
    /// token might be lost; none where the request awaits no consent.
    pub(super) fn confirm(&mut self, now: DateTime<Utc>) -> Option<bool> {
        let RequestStage::AwaitingConsent { request, risk } = &self.stage else { return None };
        let at_risk = risk.is_some();
        let next = match &self.operation {
            Operation::PollDevice { .. } => RequestStage::Fetching { step: None, rejected: None },
            _ => RequestStage::Sending { request: request.clone() },
        };
        self.enter(next, now);
        Some(at_risk)
    }

    /// Begins another stage.
    pub(super) fn enter(&mut self, stage: RequestStage, now: DateTime<Utc>) {
        self.stage = stage;
        self.since = now;
    }

    /// The time since the current stage began.
    pub fn lasted(&self, now: DateTime<Utc>) -> Duration {
        (now - self.since).to_std().unwrap_or_default()
    }

    /// When the next frame of its spinner is due, where it has one. Frames are counted from the
    /// start of the stage, so that the time it takes to draw them does not add up.
    pub fn next_frame(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let since = (now - self.since).num_milliseconds().rem_euclid(FRAME);
        let moves = !self.stage.awaits_consent();
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
    /// The request whose form is open.
    pub pending: Option<FormRequest>,
    /// The issuer that the person had contacted.
    pub contacted: Option<String>,
    /// Everything that was said.
    pub transcript: Transcript,
    /// The keys of the issuer that is asked, as far as they were needed. The client secret may be
    /// one of them, to verify with.
    pub keys: Keys,
}

impl Requests {
    /// What the person has to do for the request that is running.
    pub fn user_step(&self) -> Option<&UserStep> {
        self.running.as_ref().and_then(|running| running.stage.user_step())
    }

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
            running.operation.spends_refresh_token() && running.stage.is_under_way()
        };
        self.running.iter().chain(&self.abandoned).any(on_its_way)
    }
}

/// A failure as the form says it.
fn problem_of(failure: &ExchangeFailure) -> Problem {
    let problem = Problem::new(failure.message.clone());
    match &failure.hint {
        Some(hint) => problem.hint(hint.clone()),
        None => problem,
    }
}
