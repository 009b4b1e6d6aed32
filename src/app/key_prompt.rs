//! The prompt for a verification key. A worker reads the key; then every signature is checked again.

use crate::{emphasis::Emphasis, jose::Keys, problem::Problem, secret::Secret, words};

use super::{
    App, Effect, RequestId,
    dialog::{
        Dialog,
        form::{Choices, Form, FormPurpose, InputMasking, Question},
    },
};

/// The forms that are understood.
const FORMS: &str = "@FILE of a JWK, a JWK set, PEM, DER or a raw secret · a JWK or PEM text itself · \
                     text:SECRET · b64:SECRET · env:NAME · the URL of a JWK set or an issuer. \
                     Nothing else is contacted: no key, jku, x5u or issuer that a token names.";

impl App {
    pub(super) fn ask_for_key(&mut self) {
        let question = Question {
            masking: InputMasking::UnlessNamed,
            example: "@keys.json",
            choices: Choices::Paths("@"),
            ..Question::new("key", "Key", "")
        };
        let title = if self.settings.keys.is_empty() {
            "A key to verify signatures with"
        } else {
            "One more key to verify signatures with"
        };
        let form = Form { note: FORMS, ..Form::ask(FormPurpose::Key, title, question) };
        self.open_form(form);
    }

    /// Has what was typed read.
    pub(super) fn read_key(&mut self, answer: Secret) -> Vec<Effect> {
        let id = self.next_id();
        self.busy(id);
        // It may be a key itself.
        let argument = match answer.expose().strip_prefix('@') {
            Some(path) => {
                let path = self.settings.expand_home(path);
                Secret::new(format!("@{}", path.to_string_lossy()))
            }
            None => answer,
        };
        vec![Effect::ReadKey { id, argument }]
    }

    /// Keys have come for the form that waits for them; a form that was closed waits no longer.
    pub(super) fn on_keys(&mut self, id: RequestId, result: Result<Keys, Problem>) -> Vec<Effect> {
        let waiting =
            |dialog: &Dialog| matches!(dialog, Dialog::Form(form) if form.busy == Some(id));
        let Some(place) = self.dialogs.iter().position(waiting) else { return Vec::new() };
        match result {
            Ok(keys) => {
                if let Dialog::Form(form) = self.dialogs.remove(place) {
                    self.drop_draft(&form);
                }
                let count = words::count(keys.iter().count(), "key");
                self.settings.keys.extend(keys);
                let effects = self.judge_anew();
                self.notify(
                    Emphasis::Good,
                    format!("{count} read; every signature was judged anew"),
                );
                return effects;
            }
            Err(problem) => {
                if let Some(Dialog::Form(form)) = self.dialogs.get_mut(place) {
                    form.blame(0, problem);
                }
            }
        }
        Vec::new()
    }

    pub(super) fn forget_keys(&mut self) -> Vec<Effect> {
        if self.settings.keys.is_empty() {
            self.notify(Emphasis::Warning, "No key was given");
            return Vec::new();
        }
        self.settings.keys = Keys::default();
        let effects = self.judge_anew();
        self.notify(Emphasis::Good, "Every key that was given is forgotten");
        effects
    }

    /// Gives every verdict again, and keeps the cursors where they are.
    fn judge_anew(&mut self) -> Vec<Effect> {
        if let Some(document) = self.history.document_mut() {
            document.judge_anew(&self.settings, self.now);
            self.refill_panels();
        }
        self.judge_list()
    }
}
