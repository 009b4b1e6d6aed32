//! What may be sent without a question. A token is agreed to be used for one operation at one
//! server, and the agreement covers tokens that came from that server or were named for it.

use std::{
    collections::HashSet,
    mem::{Discriminant, discriminant},
};

use crate::{
    app::server_answer::TokenOrigin,
    app::{App, Effect, history::HistoryEntry},
    exchange::ServerOrigin,
    input::InputOrigin,
    oauth::{Operation, PreparedRequest},
    secret::Secret,
    text::visible,
};

use super::{PendingRequest, keeping::Keeping};

/// Whether a request may be sent: this operation, at this server, with this token. Only
/// [`Consents`] gives one, and whoever sends the request holds it against what is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consent {
    operation: Discriminant<Operation>,
    server: ServerOrigin,
    token: [u8; 32],
}

impl Consent {
    fn new(operation: &Operation, token: &Secret, request: &PreparedRequest) -> Self {
        let server = request.preview.server.clone();
        Self { operation: discriminant(operation), server, token: token.digest() }
    }

    /// Whether it was given for this.
    pub fn covers(&self, operation: &Operation, server: &ServerOrigin, token: &Secret) -> bool {
        self.operation == discriminant(operation)
            && self.server == *server
            && self.token == token.digest()
    }
}

/// What the person has agreed to in this session, beyond a single request.
#[derive(Debug, Default)]
pub struct Consents {
    /// Whether the configuration says that requests at the named server need no question.
    waived: bool,
    /// "Ask no more", for the tokens of that server.
    servers: HashSet<(Discriminant<Operation>, ServerOrigin)>,
    /// "Ask no more", said of this very token.
    tokens: HashSet<Consent>,
}

impl Consents {
    /// Nothing is agreed to; `waived` where the configuration wants no question (`confirm = false`).
    pub fn new(waived: bool) -> Self {
        Self { waived, ..Self::default() }
    }

    /// The person's consent to the one request that is on screen.
    pub(in crate::app) fn once(
        operation: &Operation,
        token: &Secret,
        request: &PreparedRequest,
    ) -> Consent {
        Consent::new(operation, token, request)
    }

    /// The person's consent to the request on screen and for the next of its kind, where there can
    /// be such a word.
    pub(in crate::app) fn always(
        &mut self,
        operation: &Operation,
        token: &Secret,
        request: &PreparedRequest,
    ) -> Option<Consent> {
        if operation.is_irreversible() {
            return None;
        }
        let consent = Consent::new(operation, token, request);
        self.servers.insert((consent.operation, consent.server.clone()));
        self.tokens.insert(consent.clone());
        Some(consent)
    }

    /// What was agreed to before, where that covers this request. `from` says where the token
    /// comes from, every way that it came; `kept_fresh` that the person wants the tokens of a
    /// server renewed as they end.
    pub(in crate::app) fn given<'a>(
        &self,
        operation: &Operation,
        token: &Secret,
        request: &PreparedRequest,
        mut from: impl Iterator<Item = &'a TokenOrigin>,
        kept_fresh: bool,
    ) -> Option<Consent> {
        let consent = Consent::new(operation, token, request);
        let agreed = kept_fresh
            || self.waived && request.is_named
            || self.servers.contains(&(consent.operation, consent.server.clone()));
        let own = agreed && from.any(|from| from.belongs_to(request));
        let given = !operation.is_irreversible() && (own || self.tokens.contains(&consent));
        given.then_some(consent)
    }

    /// Whether the person said "ask no more" of an operation with its token, at any server.
    pub(in crate::app) fn is_endpoint_known(&self, operation: &Operation) -> bool {
        let token = operation.token().map(Secret::digest);
        let operation = discriminant(operation);
        self.tokens
            .iter()
            .any(|consent| consent.operation == operation && Some(consent.token) == token)
    }

    /// Forgets which single tokens were agreed to.
    pub(in crate::app) fn forget_tokens(&mut self) {
        self.tokens.clear();
    }

    /// Another server takes the place of the one before: nothing that was agreed to holds.
    pub(in crate::app) fn reset(&mut self) {
        *self = Self::default();
    }
}

/// The way of a token, as the person is told before it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// Where it comes from, safe for a terminal.
    pub from: String,
    /// Where it goes.
    pub to: ServerOrigin,
    /// Whether it is that server's own.
    pub own: bool,
}

impl App {
    /// The way of the token in the request that is complete.
    pub fn route(&self) -> Option<Route> {
        let running = self.requests.running.as_ref()?;
        let request = running.stage.request()?;
        let token = running.operation.token()?;
        let own = |entry: &&HistoryEntry| entry.token_origin.belongs_to(request);
        let asked = |entry: &&HistoryEntry| entry.id == running.history_entry_id;
        let responses = || self.history.entries_with_token(token);
        let first = responses().find(own).or_else(|| responses().find(asked));
        let from = first.or_else(|| responses().next()).map_or_else(
            || "a response that is no longer kept".to_owned(),
            |entry| came_from(&entry.token_origin, &entry.document.origin),
        );
        let to = request.preview.server.clone();
        Some(Route { from, to, own: responses().any(|response| own(&response)) })
    }

    /// Whether a server's own refresh tokens may be renewed as they end: this one came from a
    /// server, was named for it, or was said to be sent without a question.
    pub(in crate::app) fn may_refresh_automatically(&self, token: &Secret) -> bool {
        let refresh = Operation::Refresh { token: token.clone(), scope: Vec::new() };
        let mut from = self.history.entries_with_token(token);
        from.any(|entry| entry.token_origin != TokenOrigin::Elsewhere)
            || self.requests.consents.is_endpoint_known(&refresh)
    }

    /// The consent that was given before to the request that is complete.
    pub(in crate::app) fn given_consent(&self) -> Option<Consent> {
        let running = self.requests.running.as_ref()?;
        let (operation, token, request) = running.awaiting_consent()?;
        let from = self.history.entries_with_token(token);
        let from = from.map(|entry| &entry.token_origin);
        self.requests.consents.given(operation, token, request, from, running.is_automatic)
    }

    /// Whether the request on screen can be sent, and the next of its kind without a question.
    pub(in crate::app) fn can_agree_from_now_on(&self) -> bool {
        let running = self.requests.running.as_ref();
        running
            .and_then(PendingRequest::awaiting_consent)
            .is_some_and(|(operation, ..)| !operation.is_irreversible())
    }

    /// Sends what is complete, where that was agreed to.
    pub(in crate::app) fn send_agreed(&mut self, consent: Option<Consent>) -> Vec<Effect> {
        let Some((running, consent)) = self.requests.running.as_mut().zip(consent) else {
            return Vec::new();
        };
        let (id, of) = (running.id, running.history_entry_id);
        let Some(at_risk) = running.confirm(self.now) else { return Vec::new() };
        let spends = running.operation.spends_refresh_token();
        let file = if spends { self.file_to_hold(of) } else { None };
        let keeping = if spends { self.keeping(of, at_risk) } else { Keeping::default() };
        vec![Effect::Confirm { id, consent, file, keeping }]
    }
}

/// Where a token comes from, in words.
fn came_from(token_origin: &TokenOrigin, origin: &InputOrigin) -> String {
    let place = match origin {
        InputOrigin::File(_) => format!("the file {}", visible(&origin.name())),
        InputOrigin::Stdin => "standard input".to_owned(),
        InputOrigin::Argument => "the command line".to_owned(),
        InputOrigin::Paste => "a paste".to_owned(),
        InputOrigin::Server(host) => visible(host).into_owned(),
    };
    match token_origin {
        TokenOrigin::Answered(server) => format!("{server}, which answered with it"),
        TokenOrigin::Named => format!("{place}, opened for this server"),
        TokenOrigin::Elsewhere => place,
    }
}
