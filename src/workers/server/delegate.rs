//! The inspector's side of an operation: the screen shows it, and the person's answers come back
//! through a channel.

use std::{
    env, io,
    path::PathBuf,
    sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError},
    time::Duration,
};

use super::{Confirmation, ServerWorker, UserInput, answer_rescue::AnswerRescue};
use crate::{
    app::event::{Event, RequestId},
    exchange::Exchange,
    oauth::{
        CallbackError, Delegate, OAuthClient, OAuthError, Operation, PreparedRequest, Reply,
        UserStep,
    },
    secret::Secret,
    text::visible,
    workers::Outbox,
};

/// The screen, as an operation sees it.
pub(super) struct InspectorDelegate {
    id: RequestId,
    operation: Operation,
    inputs: Receiver<UserInput>,
    worker: ServerWorker,
    outbox: Outbox,
    /// Whether a browser may be opened.
    browser: bool,
    /// For how long the file of a token may be waited for.
    limit: Duration,
    /// A callback that was pasted and not taken yet.
    pasted: Option<Secret>,
    /// Where the answer is kept as soon as it has arrived.
    rescue: Option<AnswerRescue>,
    /// Why nothing was sent, where there is more to say than that.
    refusal: Option<Event>,
}

impl InspectorDelegate {
    pub fn new(
        id: RequestId,
        operation: Operation,
        inputs: Receiver<UserInput>,
        worker: ServerWorker,
        outbox: Outbox,
    ) -> Self {
        Self {
            id,
            operation,
            inputs,
            worker,
            outbox,
            browser: true,
            limit: Duration::ZERO,
            pasted: None,
            rescue: None,
            refusal: None,
        }
    }

    /// Goes by the settings of this client.
    pub fn follow(&mut self, client: &OAuthClient) {
        self.browser = client.settings().browser.unwrap_or(true);
        self.limit = client.client().limits().total;
    }

    /// The file that the answer is kept in.
    pub fn kept(&mut self) -> Option<PathBuf> {
        self.rescue.take().and_then(AnswerRescue::kept)
    }

    /// Why nothing was sent, where there is more to say than that.
    pub fn refusal(self) -> Option<Event> {
        self.refusal
    }

    /// Waits until the person has confirmed the request; none where that was abandoned.
    fn confirmation(&self) -> Option<Confirmation> {
        loop {
            match self.inputs.recv() {
                Ok(UserInput::Confirmed(confirmation)) => return Some(confirmation),
                // There is no question that it would answer.
                Ok(UserInput::Text(_)) => {}
                Err(_) => return None,
            }
        }
    }

    /// Whether nobody waits any longer. What was pasted meanwhile is put aside.
    fn is_abandoned(&mut self) -> bool {
        loop {
            match self.inputs.try_recv() {
                Ok(input) => self.queue_input(input),
                Err(TryRecvError::Empty) => return false,
                Err(TryRecvError::Disconnected) => return true,
            }
        }
    }

    fn queue_input(&mut self, input: UserInput) {
        if let UserInput::Text(text) = input {
            self.pasted = Some(text);
        }
    }
}

impl Delegate for InspectorDelegate {
    /// Shows the request and waits for consent to it. Before it is sent, the file of the token is
    /// held, and it is made certain that a new refresh token is kept.
    fn confirm(&mut self, request: &PreparedRequest) -> bool {
        let id = self.id;
        let Some(token) = self.operation.token() else { return !self.is_abandoned() };
        let token = token.clone();
        let spends = self.operation.spends_refresh_token();
        self.outbox.send(Event::Prepared { id, request: Box::new(request.clone()) });
        while let Some(Confirmation { consent, file, rescue_terms }) = self.confirmation() {
            if let Some(event) = file.and_then(|file| self.worker.hold(id, file, self.limit)) {
                self.refusal = Some(event);
                return false;
            }
            if spends {
                match self.worker.prepare_rescue(id, &rescue_terms) {
                    Ok(rescue) => self.rescue = Some(rescue),
                    Err(why) => {
                        self.outbox.send(Event::AtRisk { id, why });
                        continue;
                    }
                }
            }
            if !consent.covers(&self.operation, &request.preview.server, &token) {
                let other = OAuthError::Abandoned("the request is not the one that was agreed to");
                self.refusal = Some(Event::Failed { id, failure: super::failure(&other) });
                return false;
            }
            return true;
        }
        false
    }

    fn ask_secret(&mut self, what: &str) -> io::Result<Option<Secret>> {
        self.outbox.send(Event::SecretWanted { id: self.id, what: what.to_owned() });
        loop {
            match self.inputs.recv() {
                Ok(UserInput::Text(secret)) => return Ok(Some(secret)),
                Ok(UserInput::Confirmed(_)) => {}
                // Nobody answers once the operation is abandoned.
                Err(error) => return Err(io::Error::other(error)),
            }
        }
    }

    fn open_browser(&mut self, url: &str) -> bool {
        self.browser && has_screen() && webbrowser::open(url).is_ok()
    }

    fn user_step(&mut self, step: UserStep) {
        self.outbox.send(Event::UserStep { id: self.id, step: Box::new(step) });
    }

    fn pasted_callback(&mut self) -> Option<Secret> {
        self.is_abandoned();
        self.pasted.take()
    }

    fn callback_rejected(&mut self, why: &CallbackError) {
        let why = visible(&why.to_string()).into_owned();
        self.outbox.send(Event::Rejected { id: self.id, why });
    }

    fn wait(&mut self, time: Duration) -> bool {
        match self.inputs.recv_timeout(time) {
            Ok(input) => self.queue_input(input),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return false,
        }
        true
    }

    fn answer_arrived(&mut self, reply: &Reply) {
        if let Some(rescue) = &mut self.rescue {
            rescue.keep(reply);
        }
    }

    fn exchange_finished(&mut self, exchange: &Exchange) {
        self.outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    }
}

/// Whether a browser would open in a window, and not over this very terminal.
fn has_screen() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
