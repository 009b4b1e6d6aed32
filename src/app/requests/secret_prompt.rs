//! The form for a secret that a request needs and the person must type.

use crate::{
    app::{
        App, Effect, RequestId,
        dialog::{
            Dialog,
            form::{Form, FormPurpose, InputMasking, Question},
        },
    },
    emphasis::Emphasis,
    secret::Secret,
};

impl App {
    /// A worker asks for a secret: the person types it, masked.
    pub(in crate::app) fn ask_for_secret(&mut self, id: RequestId, what: &str) -> Vec<Effect> {
        if self.requests.running.as_ref().is_none_or(|running| running.id != id) {
            return vec![Effect::Abandon { id }];
        }
        let label = if what == "client key" { "Client key" } else { "Secret" };
        let question = Question {
            masking: InputMasking::Always,
            example: "typed, masked",
            ..Question::new("typed", label, "")
        };
        let title = "The profile asks for this secret";
        self.dialogs.push(Dialog::Form(Form::ask(FormPurpose::Secret(id), title, question)));
        if self.requests.running.as_ref().is_some_and(|running| running.is_automatic) {
            self.notify(Emphasis::Warning, "Keeping the token fresh needs a secret");
        }
        Vec::new()
    }

    /// Hands over the secret that was typed.
    pub(in crate::app) fn submit_secret(&mut self, id: RequestId) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return Vec::new() };
        let typed = form.answer(0).to_owned();
        if typed.is_empty() {
            return Vec::new();
        }
        self.dialogs.pop();
        vec![Effect::GiveText { id, text: Secret::from(typed) }]
    }
}
