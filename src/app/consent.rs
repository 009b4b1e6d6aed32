//! The person's consent to send a token: what was agreed to, and which requests that covers. A token
//! is agreed to be used for one operation at one server; "ask no more" covers the tokens that this
//! server issued, or that the command line or a profile gave for it.

use std::{
    collections::HashSet,
    mem::{Discriminant, discriminant},
};

use crate::{
    app::server_answer::TokenOrigin,
    exchange::ServerOrigin,
    oauth::{Operation, PreparedRequest},
    secret::Secret,
};

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

    /// The person's consent to the request on screen and to the next of its kind. None for an
    /// operation that must be confirmed each time.
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

    /// What was agreed to before, where that covers this request. `from` gives every
    /// origin of the token in this session; `kept_fresh` says that the person wants the tokens of a
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
