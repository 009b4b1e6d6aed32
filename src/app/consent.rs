//! What may be sent without a question. A token is agreed to be used for one operation at one
//! server, and the agreement covers tokens that came from that server or were named for it.

use std::collections::HashSet;

use crate::{
    exchange::{RequestPreview, ServerOrigin},
    secret::Secret,
    text::visible,
};

use super::{
    App, Effect, InputOrigin,
    exchange::{PendingRequest, RequestStage},
    history::HistoryEntry,
    kept::Keeping,
};

/// What a server is asked with a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OperationKind {
    /// A new token for a refresh token (RFC 6749 §6).
    Refresh,
    /// The state of a token (RFC 7662 §2.1).
    Introspect,
    /// The end of a token (RFC 7009 §2.1).
    Revoke,
    /// The claims of the token's user (OpenID Connect Core §5.3.1).
    Userinfo,
}

impl OperationKind {
    /// Whether it can ever go without being shown first. The end of a token cannot be undone.
    pub fn may_go_unasked(self) -> bool {
        self != Self::Revoke
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
    fn belongs_to(&self, prepared: &Prepared) -> bool {
        match self {
            Self::Answered(server) => *server == prepared.preview.server,
            Self::Named => prepared.named,
            Self::Elsewhere => false,
        }
    }
}

/// A request that is complete but for the person's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared {
    /// The request as it may be shown.
    pub preview: RequestPreview,
    /// Whether the person named its server, and not only that server's metadata.
    pub named: bool,
}

/// Whether a request may be sent: this operation, at this server, with this token. Only
/// [`Consents`] gives one, and whoever sends the request holds it against what is sent.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Consent {
    operation: OperationKind,
    server: ServerOrigin,
    token: [u8; 32],
}

impl Consent {
    fn new(operation: OperationKind, token: &Secret, prepared: &Prepared) -> Self {
        let server = prepared.preview.server.clone();
        Self { operation, server, token: token.digest() }
    }

    /// Whether it was given for this.
    pub fn covers(&self, operation: OperationKind, server: &ServerOrigin, token: &Secret) -> bool {
        self.operation == operation && self.server == *server && self.token == token.digest()
    }
}

/// What the person has agreed to in this session, beyond a single request.
#[derive(Debug, Default)]
pub struct Consents {
    /// Whether the configuration says that requests at the named server need no question.
    waived: bool,
    /// "Ask no more", for the tokens of that server.
    servers: HashSet<(OperationKind, ServerOrigin)>,
    /// "Ask no more", said of this very token.
    tokens: HashSet<Consent>,
}

impl Consents {
    /// Nothing is agreed to; `waived` where the configuration wants no question (`confirm = false`).
    pub fn new(waived: bool) -> Self {
        Self { waived, ..Self::default() }
    }

    /// The person's word for the one request that is on screen.
    pub(super) fn once(operation: OperationKind, token: &Secret, prepared: &Prepared) -> Consent {
        Consent::new(operation, token, prepared)
    }

    /// The person's word for the request on screen and for the next of its kind, where there can
    /// be such a word.
    pub(super) fn always(
        &mut self,
        operation: OperationKind,
        token: &Secret,
        prepared: &Prepared,
    ) -> Option<Consent> {
        if !operation.may_go_unasked() {
            return None;
        }
        let consent = Consent::new(operation, token, prepared);
        self.servers.insert((operation, consent.server.clone()));
        self.tokens.insert(consent.clone());
        Some(consent)
    }

    /// What was agreed to before, where that covers this request. `from` says where the token
    /// comes from, every way that it came; `kept_fresh` that the person wants the tokens of a
    /// server renewed as they end.
    pub(super) fn given<'a>(
        &self,
        operation: OperationKind,
        token: &Secret,
        prepared: &Prepared,
        mut from: impl Iterator<Item = &'a TokenOrigin>,
        kept_fresh: bool,
    ) -> Option<Consent> {
        let consent = Consent::new(operation, token, prepared);
        let agreed = kept_fresh
            || self.waived && prepared.named
            || self.servers.contains(&(operation, consent.server.clone()));
        let own = agreed && from.any(|from| from.belongs_to(prepared));
        let given = operation.may_go_unasked() && (own || self.tokens.contains(&consent));
        given.then_some(consent)
    }

    /// Whether the person said "ask no more" of this token, at any server.
    pub(super) fn knows(&self, operation: OperationKind, token: &Secret) -> bool {
        let token = token.digest();
        self.tokens.iter().any(|consent| consent.operation == operation && consent.token == token)
    }

    /// Forgets which single tokens were agreed to.
    pub(super) fn forget_tokens(&mut self) {
        self.tokens.clear();
    }

    /// Another server takes the place of the one before: nothing that was agreed to holds.
    pub(super) fn reset(&mut self) {
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
        let running = self.exchanges.running.as_ref()?;
        let prepared = running.prepared.as_ref()?;
        let (_, token) = running.want.presents()?;
        let own = |past: &&HistoryEntry| past.provenance.belongs_to(prepared);
        let asked = |past: &&HistoryEntry| past.id == running.of;
        let responses = || self.history.holding(token);
        let first = responses().find(own).or_else(|| responses().find(asked));
        let from = first.or_else(|| responses().next()).map_or_else(
            || "a response that is no longer kept".to_owned(),
            |past| came_from(&past.provenance, &past.document.origin),
        );
        let to = prepared.preview.server.clone();
        Some(Route { from, to, own: responses().any(|response| own(&response)) })
    }

    /// Whether a server's own refresh tokens may be renewed as they end: this one came from a
    /// server, was named for it, or was said to be sent without a question.
    pub(super) fn may_be_kept_fresh(&self, token: &Secret) -> bool {
        let mut from = self.history.holding(token);
        from.any(|past| past.provenance != TokenOrigin::Elsewhere)
            || self.exchanges.consents.knows(OperationKind::Refresh, token)
    }

    /// The consent that was given before to the request that is complete.
    pub(super) fn given_consent(&self) -> Option<Consent> {
        let running = self.exchanges.running.as_ref()?;
        let prepared = running.prepared.as_ref()?;
        let (operation, token) = running.want.presents()?;
        let from = self.history.holding(token);
        let from = from.map(|past| &past.provenance);
        self.exchanges.consents.given(operation, token, prepared, from, running.by_itself)
    }

    /// Whether the request on screen can be sent, and the next of its kind without a question.
    pub(super) fn can_agree_from_now_on(&self) -> bool {
        let running = self.exchanges.running.as_ref().filter(|it| it.stage == RequestStage::Ready);
        running
            .and_then(|running| running.want.presents())
            .is_some_and(|(operation, _)| operation.may_go_unasked())
    }

    /// Sends what was shown: the person says so.
    pub(super) fn send(&mut self) -> Vec<Effect> {
        let consent = self
            .ready()
            .map(|(operation, token, prepared)| Consents::once(operation, token, prepared));
        self.send_agreed(consent)
    }

    /// Sends what was shown, and no longer asks for this operation with this server's tokens.
    pub(super) fn send_unasked(&mut self) -> Vec<Effect> {
        let exchanges = &mut self.exchanges;
        let consent = ready(exchanges.running.as_ref()).and_then(|(operation, token, prepared)| {
            exchanges.consents.always(operation, token, prepared)
        });
        self.send_agreed(consent)
    }

    fn ready(&self) -> Option<(OperationKind, &Secret, &Prepared)> {
        ready(self.exchanges.running.as_ref())
    }

    /// Sends what is complete, where that was agreed to.
    pub(super) fn send_agreed(&mut self, consent: Option<Consent>) -> Vec<Effect> {
        let now = self.now;
        let Some((running, consent)) = self.exchanges.running.as_mut().zip(consent) else {
            return Vec::new();
        };
        running.stage = RequestStage::Sending;
        running.since = now;
        let (id, of, renews) = (running.id, running.of, running.want.renews());
        let file = if renews { self.file_to_hold(of) } else { None };
        let keeping = if renews { self.keeping(of) } else { Keeping::default() };
        vec![Effect::Send { id, consent, file, keeping }]
    }
}

/// What a request that waits for the person's word would send.
fn ready(running: Option<&PendingRequest>) -> Option<(OperationKind, &Secret, &Prepared)> {
    let running = running.filter(|running| running.stage == RequestStage::Ready)?;
    let (operation, token) = running.want.presents()?;
    Some((operation, token, running.prepared.as_ref()?))
}

/// Where a token comes from, in words.
fn came_from(provenance: &TokenOrigin, origin: &InputOrigin) -> String {
    let place = match origin {
        InputOrigin::File(_) => format!("the file {}", visible(&origin.name())),
        InputOrigin::Stdin => "standard input".to_owned(),
        InputOrigin::Argument => "the command line".to_owned(),
        InputOrigin::Paste => "a paste".to_owned(),
        InputOrigin::Server(host) => visible(host).into_owned(),
    };
    match provenance {
        TokenOrigin::Answered(server) => format!("{server}, which answered with it"),
        TokenOrigin::Named => format!("{place}, opened for this server"),
        TokenOrigin::Elsewhere => place,
    }
}
