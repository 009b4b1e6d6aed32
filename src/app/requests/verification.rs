//! Inspects an answer with what was asked and with the keys of its issuer, and warns of an answer
//! that a client must refuse.

use crate::{
    app::{App, Document, Effect, document::ResponseContext, server_answer::ServerAnswer},
    emphasis::Emphasis,
    findings::RequestContext,
    input::InputOrigin,
    inspection::Inspection,
    jose::Keys,
};

impl App {
    /// Inspects an answer in the light of its question and of the response before.
    pub(in crate::app) fn inspect(
        &self,
        answer: &ServerAnswer,
        previous: Option<&Document>,
    ) -> Document {
        let previous = previous.map(|document| Box::new(document.inspection.clone()));
        self.inspect_about(answer, answer.request.clone(), previous)
    }

    /// Inspects an answer where more is known of the request than the answer holds.
    pub(in crate::app) fn inspect_about(
        &self,
        answer: &ServerAnswer,
        request: RequestContext,
        previous: Option<Box<Inspection>>,
    ) -> Document {
        let known = &self.requests.keys;
        let is_own = known.issuer() == request.issuer.as_deref();
        let keys = if is_own { known.clone() } else { Keys::default() };
        let context = ResponseContext { request: Some(request), previous, keys, file_mode: None };
        let mut document = Document::answered(
            InputOrigin::Server(answer.server.host()),
            answer.artifact.clone(),
            context,
            answer.received_at,
            &self.settings,
            self.now,
        );
        document.keep_raw(&answer.raw());
        document
    }

    /// The keys of the issuer that was asked have come, as far as the last answer needs any: it is
    /// judged by them, and so are earlier ones that were not yet.
    pub(in crate::app) fn on_issuer_keys(&mut self, keys: Keys) -> Vec<Effect> {
        if !keys.is_empty() {
            self.history.learn_keys(&keys, &self.settings, self.now);
            self.requests.keys = keys;
            self.refill_panels();
        }
        self.warn_of_refusal();
        Vec::new()
    }

    /// Says what would make a client refuse what is shown, where it is the answer to a request.
    pub fn warn_of_refusal(&mut self) {
        let codes = self.document().map(Document::refusals).unwrap_or_default();
        if !codes.is_empty() {
            let words = format!("A client must refuse this answer: {}", codes.join(", "));
            self.notify(Emphasis::Bad, words);
        }
    }
}
