//! A new token from the screen: how it is asked for, and what the person has to do for it.

use crate::secret::Secret;

use super::{
    App, Effect, RequestId, Tone,
    exchange::{Operation, UserStep},
    form::{Entry, Form, Masking, Purpose, Question},
    modal::Dialog,
};

/// What the form says of itself.
const NOTE: &str = "client_credentials · authorization_code, in the browser · device_code, on \
                    another device · or a name of the server's own.";

/// The same where a profile has an answer.
const NOTE_OF_PROFILE: &str = "client_credentials · authorization_code, in the browser · \
                               device_code, on another device · or a name of the server's own. \
                               Nothing typed: as the profile says.";

impl App {
    /// `f`: asks how a new token is to be got.
    pub(super) fn ask_for_grant(&mut self) {
        if self.exchanges.running.is_some() {
            return self.notify(Tone::Warning, "One request is under way: esc abandons it");
        }
        let question = |label, example| Question {
            label,
            entry: Entry::default(),
            masking: Masking::Never,
            example,
        };
        let known = self.exchanges.server.is_some();
        let (grant, scope, note) = if known {
            ("as the profile says", "as the profile says", NOTE_OF_PROFILE)
        } else {
            ("client_credentials", "none", NOTE)
        };
        let form = Form {
            questions: vec![question("Grant", grant), question("Scope", scope)],
            note,
            ..Form::ask(Purpose::Fetch, "A new token", question("", ""))
        };
        self.modals.push(Dialog::Form(form));
    }

    /// Asks for a token in the way that was typed.
    pub(super) fn fetch(&mut self) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.modals.pop() else { return Vec::new() };
        let grant = form.answer(0).trim().to_owned();
        let scope = form.answer(1).split_whitespace().map(str::to_owned).collect();
        self.want(Operation::Fetch { grant: (!grant.is_empty()).then_some(grant), scope }, false)
    }

    /// The person has something to do.
    pub(super) fn visit(&mut self, id: RequestId, visit: UserStep) {
        if self.is_running(id) {
            self.exchanges.visit = Some(visit);
            self.exchanges.rejected = None;
        }
    }

    /// What came back was not accepted.
    pub(super) fn rejected(&mut self, id: RequestId, why: String) {
        if self.is_running(id) {
            self.exchanges.rejected = Some(why);
        }
    }

    fn is_running(&self, id: RequestId) -> bool {
        self.exchanges.running.as_ref().is_some_and(|running| running.id == id)
    }

    /// A paste while a browser is waited for: the address that it ended at.
    pub(super) fn paste_callback(&self, text: &str) -> Option<Effect> {
        let waits = matches!(self.exchanges.visit, Some(UserStep::Browser { .. }))
            && matches!(self.modals.last(), Some(Dialog::Request(_)));
        let running = self.exchanges.running.as_ref().filter(|_| waits)?;
        Some(Effect::Callback { id: running.id, callback: Secret::new(text.trim()) })
    }

    /// Copies the address that a browser has to open.
    pub(super) fn copy_address(&self) -> Vec<Effect> {
        let (what, text) = match &self.exchanges.visit {
            Some(UserStep::Browser { url, .. }) => ("the address", url),
            Some(
                UserStep::Device { complete: Some(url), .. } | UserStep::Device { place: url, .. },
            ) => ("the address", url),
            None => return Vec::new(),
        };
        vec![Effect::Copy { what: what.to_owned(), text: Secret::new(text.as_str()) }]
    }
}
