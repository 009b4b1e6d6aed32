//! A new token by a way that needs a person: the flow runs here, the screen stands by.

use std::{
    env,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};

use super::{ClientSource, ServerWorker, job};
use crate::{
    app::{
        Event, RequestId,
        exchange::{ExchangeFailure, UserStep},
    },
    exchange::Exchange,
    oauth::{
        OAuthError, Request, authorization::CallbackError, device::DeviceAuthorization, flow,
        flow::Delegate,
    },
    secret::Secret,
    text::visible,
    workers::Outbox,
};

/// What the screen can tell a flow that runs.
#[derive(Clone, Default)]
pub(super) struct Line {
    abandoned: Arc<AtomicBool>,
    pasted: Arc<Mutex<Option<Secret>>>,
}

impl Line {
    /// Nobody waits any more.
    pub fn hang_up(&self) {
        self.abandoned.store(true, Ordering::SeqCst);
    }

    /// The person pasted the address that the browser ended at.
    pub fn paste(&self, callback: Secret) {
        *self.pasted.lock().unwrap_or_else(PoisonError::into_inner) = Some(callback);
    }
}

impl ServerWorker {
    /// Gets a new token by this grant, or the one that the settings name. It blocks until the
    /// server, the person or the time has decided.
    pub fn fetch(&self, id: RequestId, grant: Option<&str>, scope: &[String]) -> Event {
        let line = Line::default();
        self.state().flows.insert(id, line.clone());
        let event = self.run(id, grant, scope, line);
        self.state().flows.remove(&id);
        event.unwrap_or_else(|failure| Event::Failed { id, failure })
    }

    /// Hands a pasted callback to the flow that waits for it.
    pub fn paste(&self, id: RequestId, callback: Secret) {
        if let Some(line) = self.state().flows.get(&id) {
            line.paste(callback);
        }
    }

    fn run(
        &self,
        id: RequestId,
        grant: Option<&str>,
        scope: &[String],
        line: Line,
    ) -> Result<Event, ExchangeFailure> {
        let generation = self.state().generation;
        let known = self.session(id).map_err(|error| job::failure(&error))?;
        let mut session = known.clone().asking_for(grant, scope);
        let browser = session.settings().browser.unwrap_or(true) && has_screen();
        let said = session.transcript().len();
        let mut stage =
            FlowDelegate { id, outbox: self.outbox.clone(), line, browser, said, code: None };
        let outcome = flow::fetch(&mut session, &mut stage);
        let answer = outcome.map_err(|error| job::failure(&error))?;
        let Some(exchange) = session.transcript().last().cloned() else {
            return Ok(Event::WorkerFailed { id, what: "fetching a token" });
        };
        let reply = answer.reply;
        let answer = Box::new(job::answered(&reply, answer.asked, exchange));
        self.outbox.send(Event::Answered { id, answer });
        let event = job::verified(&reply, &mut session, &self.outbox);
        self.keep(known.with_keys_of(&session), generation);
        Ok(event)
    }

    /// The client, complete with its secrets; it is kept so.
    fn session(&self, id: RequestId) -> Result<crate::oauth::OAuthClient, OAuthError> {
        let (party, generation) = {
            let state = self.state();
            (state.party.clone(), state.generation)
        };
        let session = self.client(id, party)?;
        let mut state = self.state();
        if state.generation == generation {
            state.party = ClientSource::Ready(Box::new(session.clone()));
        }
        Ok(session)
    }
}

/// Whether a browser would open in a window, and not over this very terminal.
fn has_screen() -> bool {
    let set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(not(all(unix, not(target_os = "macos")))) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

/// The screen as a flow sees it.
struct FlowDelegate {
    id: RequestId,
    outbox: Outbox,
    line: Line,
    browser: bool,
    /// How many exchanges the screen knows of.
    said: usize,
    /// The device code that is shown.
    code: Option<DeviceAuthorization>,
}

impl FlowDelegate {
    fn show(&self, visit: UserStep) {
        self.outbox.send(Event::UserStep { id: self.id, visit: Box::new(visit) });
    }
}

impl Delegate for FlowDelegate {
    fn sending(&mut self, _: &Request) -> bool {
        !self.line.abandoned.load(Ordering::SeqCst)
    }

    fn said(&mut self, transcript: &[Exchange]) {
        for exchange in transcript.iter().skip(self.said) {
            self.outbox.send(Event::Exchanged(Box::new(exchange.clone())));
        }
        self.said = transcript.len();
    }

    fn device(&mut self, authorization: &DeviceAuthorization) {
        self.code = Some(authorization.clone());
    }

    fn polling(&mut self, at: DateTime<Utc>, interval: TimeDelta) {
        let Some(authorization) = &self.code else { return };
        let safe = |text: &str| visible(text).into_owned();
        self.show(UserStep::Device {
            code: safe(&authorization.user_code),
            place: safe(&authorization.verification_uri),
            complete: authorization.verification_uri_complete.as_deref().map(safe),
            ends: authorization.expires_at,
            next: at,
            every: interval,
        });
    }

    fn visit(&mut self, url: &str, listening: bool) {
        let opened = self.browser && webbrowser::open(url).is_ok();
        let url = visible(url).into_owned();
        self.show(UserStep::Browser { url, opened, listening });
    }

    fn pasted(&mut self) -> Option<Secret> {
        self.line.pasted.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn rejected(&mut self, why: &CallbackError) {
        self.outbox
            .send(Event::Rejected { id: self.id, why: visible(&why.to_string()).into_owned() });
    }

    fn pause(&mut self, time: Duration) -> bool {
        thread::sleep(time);
        !self.line.abandoned.load(Ordering::SeqCst)
    }
}
