//! The dialog that asks before the program ends while a new refresh token is in no file.

use crate::{
    app::{Action, App, Effect},
    storage::Replaces,
};

use super::Dialog;

impl App {
    pub(super) fn act_in_leave(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::SaveAndLeave => Some(self.save_and_leave()),
            Action::Discard => Some(vec![Effect::Quit]),
            _ => None,
        }
    }

    /// Whether leaving now would lose something that cannot be had again.
    pub fn would_lose(&self) -> bool {
        self.history.newest_unsaved().is_some() || self.requests.awaits_token()
    }

    /// Leaves, after asking where something would be lost. Who does not answer and insists is
    /// obeyed as a signal is: what would be lost is kept.
    pub(in crate::app) fn leave(&mut self, twice_leaves: bool) -> Vec<Effect> {
        let asked = self.dialogs.iter().any(|dialog| matches!(dialog, Dialog::Leave));
        if !self.would_lose() {
            return vec![Effect::Quit];
        }
        if asked && twice_leaves {
            return vec![Effect::Interrupt];
        }
        if !asked {
            self.dialogs.push(Dialog::Leave);
        }
        Vec::new()
    }

    /// Saves what would be lost, and leaves once it is written.
    fn save_and_leave(&mut self) -> Vec<Effect> {
        self.dialogs.retain(|dialog| !matches!(dialog, Dialog::Leave));
        self.saving.leaving = true;
        let Some(id) = self.history.newest_unsaved().map(|entry| entry.id) else {
            return vec![Effect::Quit];
        };
        match self.save_path(id) {
            Some(path) => self.save(id, path, Replaces::Anything),
            None => self.ask_where_to_save(id, "Save before leaving"),
        }
    }

    /// The person stays after all.
    pub(super) fn stay(&mut self) {
        self.saving.leaving = false;
    }
}
