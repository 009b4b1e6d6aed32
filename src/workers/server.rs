//! Operations at a server, one thread each. The client's secrets stay here.

mod answer_rescue;
mod delegate;
mod form;
mod token_file;

use std::{
    collections::HashMap,
    fmt,
    path::PathBuf,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, Sender},
    },
};

use crate::{
    app::{
        effect::{Consent, RescueTerms, TokenFile},
        event::{Event, ExchangeFailure, RequestId, ServerAnswer},
    },
    config::Settings,
    inspection::Context,
    jose::Keys,
    oauth::{OAuthClient, OAuthError, Operation, Reply, Sent, TransportError, http_client::Now},
    secret::Secret,
    storage::Lock,
    text::visible,
    token::{Received, ReceivedFrom, Zone},
};

use super::Outbox;
use delegate::InspectorDelegate;

/// The client that a session of the inspector asks servers with.
#[derive(Clone)]
pub enum ClientSource {
    /// None: no server is known yet.
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

/// What the person says to an operation that runs.
enum UserInput {
    /// The request that was shown may be sent.
    Confirmed(Confirmation),
    /// A secret was typed, or a callback pasted.
    Text(Secret),
}

/// What may be sent, and what must be writable before it is.
pub struct Confirmation {
    /// What may be sent.
    pub consent: Consent,
    /// The file that the token stands in.
    pub file: Option<TokenFile>,
    /// Where its answer must be kept.
    pub rescue_terms: RescueTerms,
}

/// What the threads share.
struct ServerState {
    source: ClientSource,
    /// Counts up whenever another server is chosen.
    generation: u64,
    /// How the operations that run are spoken to.
    running: HashMap<RequestId, Sender<UserInput>>,
    /// Files of tokens that no other program may refresh for now.
    held: HashMap<PathBuf, Vec<Lock>>,
    /// The folder for new refresh tokens that are in no file yet; none where none is worth keeping.
    rescue: Option<PathBuf>,
    /// Files with space for answers that are on their way.
    reserved_files: HashMap<RequestId, PathBuf>,
}

/// The worker that talks to servers.
#[derive(Clone)]
pub struct ServerWorker {
    state: Arc<Mutex<ServerState>>,
    outbox: Outbox,
    clock: Now,
}

impl fmt::Debug for ServerWorker {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ServerWorker")
    }
}

/// An operation that is about to run, and how the person speaks to it.
pub struct StartedOperation {
    id: RequestId,
    operation: Operation,
    inputs: Receiver<UserInput>,
}

impl ServerWorker {
    /// A worker that asks with this client and tells the time by this clock.
    pub fn new(source: ClientSource, clock: Now, outbox: Outbox) -> Self {
        let state = ServerState {
            source,
            generation: 0,
            running: HashMap::new(),
            held: HashMap::new(),
            rescue: None,
            reserved_files: HashMap::new(),
        };
        Self { state: Arc::new(Mutex::new(state)), outbox, clock }
    }

    /// Takes in an operation, so that it can be spoken to from now on.
    pub fn start(&self, id: RequestId, operation: Operation) -> StartedOperation {
        let (sender, inputs) = mpsc::channel();
        self.state().running.insert(id, sender);
        StartedOperation { id, operation, inputs }
    }

    /// Runs an operation: prepares it, waits for the person's consent, sends it, once. It blocks until
    /// the server, the person or the time limit has decided.
    pub fn run(&self, started: StartedOperation) -> Event {
        let StartedOperation { id, operation, inputs } = started;
        let mut delegate = InspectorDelegate::new(
            id,
            operation.clone(),
            inputs,
            self.clone(),
            self.outbox.clone(),
        );
        let outcome = self.exchange(id, &operation, &mut delegate);
        self.state().running.remove(&id);
        self.release_reserved_space(id);
        match outcome {
            Ok(event) => event,
            Err(error) => {
                delegate.refusal().unwrap_or_else(|| Event::Failed { id, failure: failure(&error) })
            }
        }
    }

    fn exchange(
        &self,
        id: RequestId,
        operation: &Operation,
        delegate: &mut InspectorDelegate,
    ) -> Result<Event, OAuthError> {
        operation.check()?;
        let (known, generation) = self.client(delegate)?;
        self.learn(&known, generation);
        let mut client = known.clone();
        let prepared = operation.clone().prepare(&mut client, delegate)?;
        self.learn(&client.clone().with_settings_of(&known), generation);
        delegate.follow(&client);
        prepared.confirm(&client, delegate)?;
        let answer = prepared.send(&mut client, delegate)?;
        let answered = ServerAnswer::new(&answer, delegate.kept());
        let answered = Event::Answered { id, answer: Box::new(answered) };
        let reply = answer.reply;
        let event = if operation.brings_token() {
            // It may hold the only refresh token: nothing is waited for.
            self.outbox.send(answered);
            issuer_keys(&reply, &mut client, delegate)
        } else {
            self.outbox.send(issuer_keys(&reply, &mut client, delegate));
            answered
        };
        self.learn(&client.with_settings_of(&known), generation);
        Ok(event)
    }

    /// The client, complete with its secrets, and which generation of clients it belongs to.
    fn client(&self, delegate: &mut InspectorDelegate) -> Result<(OAuthClient, u64), OAuthError> {
        let (source, generation) = {
            let state = self.state();
            (state.source.clone(), state.generation)
        };
        let client = match source {
            ClientSource::Nobody => Err(OAuthError::Missing {
                what: "the authorization server",
                setting: "token_url",
                hint: "name it in a profile, or in the form that r opens",
            }),
            ClientSource::Ready(client) => Ok(*client),
            ClientSource::Known(settings) => OAuthClient::connect(*settings, delegate, self.clock),
        };
        Ok((client?, generation))
    }

    /// Keeps what a client has learnt, unless it was exchanged for another one since.
    fn learn(&self, client: &OAuthClient, generation: u64) {
        let mut state = self.state();
        if state.generation == generation {
            state.source = ClientSource::Ready(Box::new(client.clone()));
        }
    }

    /// Hands over the person's consent to a request. Gives what happened where nobody
    /// waits for it.
    pub fn confirm(&self, id: RequestId, confirmation: Confirmation) -> Option<Event> {
        let is_heard = self.send_input(id, UserInput::Confirmed(confirmation));
        (!is_heard).then_some(Event::WorkerFailed { id, what: "sending the request" })
    }

    /// Hands over a text that an operation waits for: a secret, or a callback.
    pub fn give_text(&self, id: RequestId, text: Secret) {
        self.send_input(id, UserInput::Text(text));
    }

    /// Says something to an operation, and gives whether it still runs.
    fn send_input(&self, id: RequestId, input: UserInput) -> bool {
        self.state().running.get(&id).is_some_and(|running| running.send(input).is_ok())
    }

    /// Waits for an operation no longer. What is on its way is answered all the same.
    pub fn abandon(&self, id: RequestId) {
        self.state().running.remove(&id);
    }

    /// Forgets what was said.
    pub fn forget(&self) {
        if let ClientSource::Ready(client) = &mut self.state().source {
            client.forget_transcript();
        }
    }

    /// What the threads share. A thread that panicked had no part of it half changed.
    fn state(&self) -> MutexGuard<'_, ServerState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fetches the keys that an answer is to be verified with, as far as it needs any.
fn issuer_keys(reply: &Reply, client: &mut OAuthClient, delegate: &mut InspectorDelegate) -> Event {
    let before = client.transcript().len();
    let none = Keys::default();
    let received = Received { at: reply.received_at, from: ReceivedFrom::Given };
    let context = Context {
        now: reply.received_at,
        received,
        zone: Zone::System,
        keys: &none,
        request: None,
        previous: None,
        file_mode: None,
        secret_trials: None,
    };
    let keys = if reply.is_success() {
        client.verification_keys(&reply.inspect(&context).tokens, &none)
    } else {
        none.clone()
    };
    client.report(before, delegate);
    Event::IssuerKeys(Box::new(keys))
}

/// Why there is no answer, in words that are safe for a terminal.
fn failure(error: &OAuthError) -> ExchangeFailure {
    let network = match error {
        OAuthError::Transport(TransportError::Setting(_)) => false,
        OAuthError::Transport(_) => true,
        _ => false,
    };
    ExchangeFailure {
        message: visible(&error.to_string()).into_owned(),
        hint: error.hint_in_form().map(str::to_owned),
        maybe_sent: error.sent() == Sent::Maybe,
        network,
        setting: error.setting(),
    }
}
