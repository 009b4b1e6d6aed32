//! Forgetting: what is kept of earlier responses, and of what was said to servers, is wiped.

use super::{App, Effect, Tone, modal::Dialog};

impl App {
    /// Whether anything is kept beside what is on screen.
    pub(super) fn has_something_to_forget(&self) -> bool {
        let on_screen = usize::from(self.document().is_some());
        self.history.entries().len() > on_screen
            || !self.exchanges.transcript.entries().is_empty()
            || self.document().is_some_and(super::Document::has_previous)
    }

    /// `F`: forgets every response but the one on screen, after asking where something would be
    /// lost.
    pub(super) fn forget(&mut self) -> Vec<Effect> {
        if self.history.other_unsaved().is_some() {
            self.modals.push(Dialog::Forget);
            return Vec::new();
        }
        self.forget_all()
    }

    /// The same without asking.
    pub(super) fn forget_all(&mut self) -> Vec<Effect> {
        self.modals.clear();
        self.history.forget_others();
        self.exchanges.transcript.clear();
        self.exchanges.consents.forget_tokens();
        self.exchanges.pending = None;
        self.notify(Tone::Info, "Forgotten: earlier responses, and what was said to servers");
        vec![Effect::Forget]
    }

    /// Saves what would be lost, rather than forget it.
    pub(super) fn save_first(&mut self) -> Vec<Effect> {
        self.modals.pop();
        match self.history.other_unsaved().map(|entry| entry.id) {
            Some(id) => self.ask_where_to_save(id, "Save before forgetting"),
            None => Vec::new(),
        }
    }
}
