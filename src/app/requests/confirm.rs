//! The person's consent to a request: what it covers, and where its token comes from and goes.

use crate::{
    app::{
        App, Effect, consent::Consent, effect::RescueTerms, history::HistoryEntry,
        server_answer::TokenOrigin,
    },
    exchange::ServerOrigin,
    input::InputOrigin,
    oauth::Operation,
    secret::Secret,
    text::visible,
};

use super::PendingRequest;

/// Where a token comes from and where it is sent, as the person is told before.
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
    /// Where the token of the request on screen comes from and where it would be sent.
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
    /// server, was named for it, or the person chose "ask no more" for it.
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
        let rescue_terms =
            if spends { self.rescue_terms(of, at_risk) } else { RescueTerms::default() };
        vec![Effect::Confirm { id, consent, file, rescue_terms }]
    }
}

/// Where a token comes from, in words.
fn came_from(token_origin: &TokenOrigin, origin: &InputOrigin) -> String {
    let place = match origin {
        InputOrigin::File(_) => format!("the file {}", visible(&origin.name())),
        InputOrigin::Stdin => "standard input".to_owned(),
        InputOrigin::Argument => "the command line".to_owned(),
        InputOrigin::Paste => "a paste".to_owned(),
        InputOrigin::Board => "the board".to_owned(),
        InputOrigin::Server(host) => visible(host).into_owned(),
    };
    match token_origin {
        TokenOrigin::Answered(server) => format!("{server}, which answered with it"),
        TokenOrigin::Named => format!("{place}, opened for this server"),
        TokenOrigin::Elsewhere => place,
    }
}
