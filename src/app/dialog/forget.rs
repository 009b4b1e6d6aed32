//! The dialog that asks before an unsaved refresh token is forgotten. Forgetting wipes all earlier
//! responses and the transcript.

use crate::{
    app::{Action, App, Effect},
    emphasis::Emphasis,
};

use super::Dialog;

impl App {
    pub(super) fn act_in_forget(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Save => Some(self.save_first()),
            Action::ForgetUnsaved => Some(self.forget_all()),
            _ => None,
        }
    }

    /// Whether anything is kept beside what is on screen.
    pub(in crate::app) fn has_something_to_forget(&self) -> bool {
        let on_screen = usize::from(self.document().is_some());
        self.history.entries().len() > on_screen
            || !self.requests.transcript.entries().is_empty()
            || self.document().is_some_and(crate::app::Document::has_previous)
    }

    /// `F`: forgets every response but the one on screen, after asking where something would be
    /// lost.
    pub(in crate::app) fn forget(&mut self) -> Vec<Effect> {
        if self.history.other_unsaved().is_some() {
            self.dialogs.push(Dialog::Forget);
            return Vec::new();
        }
        self.forget_all()
    }

    /// Forgets every response but the one on screen, and the transcript.
    fn forget_all(&mut self) -> Vec<Effect> {
        self.dialogs.clear();
        self.history.forget_others();
        self.requests.transcript.clear();
        self.requests.consents.forget_tokens();
        self.requests.pending = None;
        self.drafts.clear();
        self.notify(Emphasis::Good, "Forgotten: earlier responses, and what was said to servers");
        vec![Effect::Forget]
    }

    /// Saves what would be lost, rather than forget it.
    fn save_first(&mut self) -> Vec<Effect> {
        self.dialogs.pop();
        match self.history.other_unsaved().map(|entry| entry.id) {
            Some(id) => self.ask_where_to_save(id, "Save before forgetting"),
            None => Vec::new(),
        }
    }
}
