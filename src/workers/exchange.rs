//! Exchanges with a server, each on a thread of its own. The client's secrets stay here.

mod fetching;
mod job;
mod keeping;
mod turn;

use std::{
    collections::HashMap,
    fmt,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc::Sender},
};

use crate::{
    app::{
        Event, RequestId,
        consent::Consent,
        exchange::{Operation, ServerAnswers},
        kept::Keeping,
        turn::TokenFile,
    },
    config::Settings,
    oauth::{OAuthClient, client::Clock},
    secret::Secret,
    storage::Lock,
};

use super::Outbox;

pub use job::answered;

/// Whom a session of the inspector talks to.
#[derive(Clone)]
pub enum ClientSource {
    /// Nobody yet.
    Nobody,
    /// These settings. Their secrets are fetched when the first request needs them.
    Known(Box<Settings>),
    /// A client that is complete.
    Ready(Box<OAuthClient>),
}

impl fmt::Debug for ClientSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Nobody => "Nobody",
            Self::Known(_) => "Known",
            Self::Ready(_) => "Ready",
        })
    }
}

/// What the threads share.
struct State {
    party: ClientSource,
    /// How often the party was exchanged for another one.
    generation: u64,
    /// What waits for the person's word.
    prepared: HashMap<RequestId, job::Unsent>,
    /// Flows that run, by how they can be spoken to.
    flows: HashMap<RequestId, fetching::Line>,
    /// Threads that wait for a secret to be typed.
    questions: HashMap<RequestId, Sender<Secret>>,
    /// Files of tokens that no other program may refresh for now.
    held: HashMap<PathBuf, Vec<Lock>>,
    /// The folder for new refresh tokens that are in no file yet; none where none is worth keeping.
    rescue: Option<PathBuf>,
    /// Files with room for answers that are on their way.
    rooms: HashMap<RequestId, PathBuf>,
}

/// The worker that talks to servers.
#[derive(Clone)]
pub struct ServerWorker {
    state: Arc<Mutex<State>>,
    outbox: Outbox,
    clock: Clock,
}

impl fmt::Debug for ServerWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Exchanges")
    }
}

impl ServerWorker {
    /// A worker that talks to this party and tells the time by this clock.
    pub fn new(party: ClientSource, clock: Clock, outbox: Outbox) -> Self {
        let state = State {
            party,
            generation: 0,
            prepared: HashMap::new(),
            flows: HashMap::new(),
            questions: HashMap::new(),
            held: HashMap::new(),
            rescue: None,
            rooms: HashMap::new(),
        };
        Self { state: Arc::new(Mutex::new(state)), outbox, clock }
    }

    /// Builds a request. It blocks.
    pub fn prepare(&self, id: RequestId, want: Operation) -> Event {
        let result = self.build(id, want);
        Event::Prepared { id, result: result.map(Box::new).map_err(|error| job::failure(&error)) }
    }

    /// Sends what was prepared, once, if it is what was agreed to. It blocks. Before that the file
    /// of the token is held, and it is made certain that a new refresh token is kept.
    pub fn send(
        &self,
        id: RequestId,
        consent: &Consent,
        file: Option<TokenFile>,
        keeping: &Keeping,
    ) -> Event {
        let prepared = self.state().prepared.remove(&id);
        let Some(unsent) = prepared else {
            return Event::WorkerFailed { id, what: "sending the request" };
        };
        if let Some(event) = file.and_then(|file| self.hold(id, file, unsent.limit())) {
            return event;
        }
        let keeper = if unsent.renews() { self.keeper(id, keeping).map(Some) } else { Ok(None) };
        let keeper = match keeper {
            Ok(keeper) => keeper,
            Err(why) => {
                self.state().prepared.insert(id, unsent);
                return Event::AtRisk { id, why };
            }
        };
        let generation = self.state().generation;
        let (event, session) = job::send(id, unsent, consent, keeper, &self.outbox);
        self.room_is_gone(id);
        if let Some(session) = session {
            self.keep(session, generation);
        }
        event
    }

    /// Keeps what a client has learnt, unless the party was exchanged for another one since.
    fn keep(&self, session: OAuthClient, generation: u64) {
        let mut state = self.state();
        if state.generation == generation {
            state.party = ClientSource::Ready(Box::new(session));
        }
    }

    /// Forgets what was prepared, and whoever waits for a secret.
    pub fn abandon(&self, id: RequestId) {
        let mut state = self.state();
        state.prepared.remove(&id);
        state.questions.remove(&id);
        if let Some(line) = state.flows.get(&id) {
            line.hang_up();
        }
    }

    /// Forgets what was said.
    pub fn forget(&self) {
        if let ClientSource::Ready(session) = &mut self.state().party {
            session.forget_transcript();
        }
    }

    /// Tells a waiting thread the secret that it asked for.
    pub fn tell(&self, id: RequestId, secret: Secret) {
        if let Some(question) = self.state().questions.remove(&id) {
            // A thread that is gone needs no answer.
            let _ = question.send(secret);
        }
    }

    /// Asks an issuer for its token endpoint. It blocks.
    pub fn discover(&self, id: RequestId, issuer: &str) -> Event {
        let result = job::discover(issuer, self.clock, &self.outbox);
        Event::Discovered { id, result: result.map_err(|error| job::failure(&error)) }
    }

    /// Uses a server that was named by hand from now on.
    pub fn configure(&self, id: RequestId, answers: &ServerAnswers) -> Event {
        let result = job::settings(answers).map(|settings| {
            let name = settings.token_url.as_ref().map(|url| url.origin().host());
            let mut state = self.state();
            state.party = ClientSource::Known(Box::new(settings));
            state.generation += 1;
            name.unwrap_or_default()
        });
        Event::Configured { id, result }
    }

    /// What the threads share. A thread that panicked had no part of it half changed.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
