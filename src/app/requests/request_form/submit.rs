//! Takes the form of a request: what was typed is checked, and the request is prepared as it says.

use std::collections::HashSet;

use crate::{
    app::{
        App, Effect, RequestId,
        dialog::{
            Dialog,
            form::{FormPurpose, InputMasking, Question},
        },
        requests::form_request::FormRequest,
        server_answer::TokenOrigin,
    },
    oauth::{ClientEdits, SettingProblem},
    problem::Problem,
    secret::Secret,
};

use super::{place_of, questions};

impl App {
    /// Takes the form.
    pub(in crate::app) fn submit_request(&mut self) -> Vec<Effect> {
        let id = self.next_id();
        let contacted = self.requests.contacted.clone();
        let is_unknown = self.requests.server.is_none();
        let Some(pending) = self.requests.pending.clone() else { return Vec::new() };
        let Some(form) = self.request_form().filter(|form| form.busy.is_none()) else {
            return Vec::new();
        };
        let issuer = form.asked().find(|(_, question)| question.name == "issuer");
        let is_issuer_known = issuer.is_some_and(|(_, question)| {
            let text = question.text();
            !text.is_empty() && (text == question.initial || contacted.as_deref() == Some(text))
        });
        let issuer = form.answer_to("issuer").to_owned();
        let missing = form.asked().find(|(_, question)| {
            question.name.ends_with("_url")
                && question.name != "redirect_url"
                && question.text().is_empty()
        });
        if let Some((at, question)) = missing.filter(|_| !is_issuer_known) {
            let words = format!(
                "the {} is missing",
                questions::endpoint_label(question.name).to_lowercase()
            );
            let is_typed = pending.suggested_issuer.as_deref() != Some(issuer.as_str());
            if !issuer.is_empty() && is_typed {
                return self.contact_issuer();
            }
            form.blame(
                at,
                Problem::new(words)
                    .hint("name it, or let the issuer be contacted for it with ctrl-g"),
            );
            return Vec::new();
        }
        let of_operation: HashSet<&str> = form
            .asked()
            .map(|(_, question)| question.name)
            .filter(|name| questions::is_of_operation(&pending.operation, name))
            .collect();
        let is_edit = |question: &Question| {
            question.is_changed()
                && question.masking == InputMasking::Never
                && !of_operation.contains(question.name)
                // An issuer that was not contacted is not to be contacted later, either.
                && (question.name != "issuer" || question.text().is_empty() || is_issuer_known)
        };
        let edits = form.asked().filter(|(_, question)| is_edit(question));
        let edits = ClientEdits {
            settings: edits
                .map(|(_, question)| (question.name, question.text().to_owned()))
                .collect(),
            secret: Some(form.answer_to("typed")).filter(|text| !text.is_empty()).map(Secret::new),
        };
        let operation = questions::filled(pending.operation.clone(), form);
        form.problem = None;
        let changes_server = is_unknown || edits.changes_server();
        self.requests.pending = Some(FormRequest { operation, changes_server, ..pending });
        if edits.is_empty() && !is_unknown {
            return self.take_request_form();
        }
        if let Some(form) = self.request_form() {
            form.busy = Some(id);
        }
        vec![Effect::Configure { id, edits }]
    }

    pub(in crate::app) fn on_configured(
        &mut self,
        id: RequestId,
        result: Result<String, SettingProblem>,
    ) -> Vec<Effect> {
        let Some(form) = self.waiting_form(id) else { return Vec::new() };
        match result {
            Ok(server) => {
                if self.requests.pending.as_ref().is_none_or(|pending| pending.changes_server) {
                    self.requests.server = Some(server);
                    self.requests.consents.reset();
                    self.history.change_server();
                    if let Some(items) = &mut self.items {
                        items.token_origin = TokenOrigin::Elsewhere;
                    }
                }
                self.take_request_form()
            }
            Err(SettingProblem { setting, message }) => {
                let at = place_of(form, setting).unwrap_or(form.focus);
                form.blame(at, Problem::new(message));
                Vec::new()
            }
        }
    }

    /// The form has done its work: the request is prepared as it says.
    fn take_request_form(&mut self) -> Vec<Effect> {
        if let Some(form) = self.request_form().cloned() {
            self.drop_draft(&form);
        }
        self.dialogs.retain(
            |dialog| !matches!(dialog, Dialog::Form(form) if form.purpose == FormPurpose::Request),
        );
        let Some(FormRequest { operation, history_entry_id, .. }) = self.requests.pending.take()
        else {
            return Vec::new();
        };
        // What a box said of the request before is no longer true.
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Text(page) if page.retry.is_some()));
        let mut effects = self.abandon_unsent();
        effects.extend(self.ask_server_with(operation, history_entry_id, false));
        if let Some(running) = &mut self.requests.running {
            running.is_edited = true;
        }
        effects
    }
}
