//! An issuer that the person has contacted fills the form with its endpoints.

use crate::{
    app::{
        App, Effect, RequestId, dialog::form::TextInput, requests::problem_of,
        server_answer::ExchangeFailure,
    },
    oauth::ClientTerms,
    problem::Problem,
    text::visible,
};

use super::questions;

impl App {
    /// Asks the issuer in the form for its endpoints: the person says so.
    pub(in crate::app) fn contact_issuer(&mut self) -> Vec<Effect> {
        let id = self.next_id();
        let Some(form) = self.request_form().filter(|form| form.busy.is_none()) else {
            return Vec::new();
        };
        let issuer = form.answer_to("issuer").to_owned();
        if issuer.is_empty() {
            let at = form.place("issuer").unwrap_or(0);
            form.blame(at, Problem::new("there is no issuer to contact"));
            return Vec::new();
        }
        form.busy = Some(id);
        form.problem = None;
        vec![Effect::Discover { id, issuer }]
    }

    pub(in crate::app) fn on_discovered(
        &mut self,
        id: RequestId,
        result: Result<Box<ClientTerms>, ExchangeFailure>,
    ) {
        let Some(operation) = self.requests.pending.as_ref().map(|it| it.operation.clone()) else {
            return;
        };
        let Some(form) = self.waiting_form(id) else { return };
        form.busy = None;
        let issuer = form.answer_to("issuer").to_owned();
        let at = form.place("issuer").unwrap_or(0);
        match result {
            Ok(terms) => {
                let known = questions::questions(&operation, &terms);
                for (question, known) in form.questions.iter_mut().zip(known) {
                    let found = visible(&known.initial).into_owned();
                    if question.name.ends_with("_url") && !found.is_empty() {
                        question.input = TextInput::new(&found);
                    }
                    question.choices = known.choices;
                }
                if let ([only], Some(auth)) = (
                    terms.auth_methods.as_slice(),
                    form.questions.iter_mut().find(|question| question.name == "auth"),
                ) {
                    auth.input = TextInput::new(&visible(only));
                }
                form.focus = form.place("client_id").unwrap_or(form.focus);
                self.requests.contacted = Some(issuer);
            }
            Err(failure) => form.blame(at, problem_of(&failure)),
        }
    }

    /// A worker died while it checked or asked.
    pub(in crate::app) fn fail_contact(&mut self, id: RequestId, what: &str) -> bool {
        let Some(form) = self.waiting_form(id) else { return false };
        form.blame(form.focus, Problem::new(format!("{what} failed unexpectedly")));
        true
    }
}
