//! The dialog that lists the responses of the session, to go back to or to compare.

use super::changes;
use chrono::{DateTime, Utc};

use crate::{
    app::{
        Action, App, Detail, Document, Effect, List, Panel,
        dialog::{Dialog, text::TextDialog},
    },
    diff::diff,
};

/// The list of responses in its box, the newest first.
#[derive(Clone, Debug)]
pub struct HistoryDialog {
    pub list: List,
    /// The responses by number, the newest first.
    pub ids: Vec<u64>,
    /// The one that the next is compared with.
    pub marked: Option<u64>,
}

impl HistoryDialog {
    /// The response under the cursor.
    pub fn selected(&self) -> Option<u64> {
        self.ids.get(self.list.selected()?).copied()
    }
}

impl App {
    pub(super) fn act_in_history(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Enter => Some(self.show_selected_entry()),
            Action::Mark => {
                self.mark_or_compare();
                Some(Vec::new())
            }
            _ => None,
        }
    }

    /// `H`: lists the responses of the session.
    pub(in crate::app) fn open_history(&mut self) {
        let ids: Vec<u64> = self.history.entries().iter().rev().map(|entry| entry.id).collect();
        let mut list = List::new(ids.len());
        let current = self.history.current_id();
        list.select(ids.iter().position(|id| *id == current).unwrap_or(0));
        self.dialogs.push(Dialog::History(HistoryDialog { list, ids, marked: None }));
    }

    /// Shows the response under the cursor.
    fn show_selected_entry(&mut self) -> Vec<Effect> {
        let Some(Dialog::History(dialog)) = self.dialogs.last() else { return Vec::new() };
        let Some(id) = dialog.selected() else { return Vec::new() };
        self.dialogs.pop();
        self.show_entry(id)
    }

    /// Marks the response under the cursor, or compares it with the marked one.
    fn mark_or_compare(&mut self) {
        let Some(Dialog::History(dialog)) = self.dialogs.last_mut() else { return };
        let Some(id) = dialog.selected() else { return };
        match dialog.marked.take() {
            None => dialog.marked = Some(id),
            Some(marked) if marked == id => {}
            // The older one stands first.
            Some(marked) => self.show_changes(marked.min(id), marked.max(id)),
        }
    }

    /// Puts a response of the history on screen.
    pub(in crate::app) fn show_entry(&mut self, id: u64) -> Vec<Effect> {
        if id == self.history.current_id() {
            return Vec::new();
        }
        if self.history.get(id).is_none() {
            return Vec::new();
        }
        let mut effects = self.abandon_unsent();
        self.history.select(id);
        // Time went on, and keys may have come, while it was out of sight.
        if let Some(document) = self.history.document_mut() {
            document.judge_anew(&self.settings, self.now);
        }
        self.start_at_top();
        // An introspection response belongs to the response whose token it describes.
        let about = self.introspected_entry();
        self.auto_refresh = self
            .auto_refresh
            .take()
            .filter(|auto_refresh| [Some(id), about].contains(&Some(auto_refresh.of)));
        effects.extend(self.stop_watching());
        effects
    }

    /// The response whose token is told of on screen.
    pub(in crate::app) fn introspected_entry(&self) -> Option<u64> {
        let about = self.history.current()?.introspected?;
        self.history.get(about).map(|entry| entry.id)
    }

    /// Whether no panel but the first has the focus.
    pub(in crate::app) fn is_on_first_panel(&self) -> bool {
        self.panels().first().is_none_or(|first| *first == self.focus)
    }

    /// Shows what differs between two responses.
    pub(in crate::app) fn show_changes(&mut self, before: u64, after: u64) {
        let documents = self.history.document_of(before).zip(self.history.document_of(after));
        let Some((first, second)) = documents else { return };
        let page = changed(first, second, self.now);
        self.dialogs.push(Dialog::Text(page));
    }

    /// Starts at the top of what is shown now.
    pub(in crate::app) fn start_at_top(&mut self) {
        let Some(shown) = self.history.document() else { return };
        self.fields = List::new(shown.inspection.fields.len());
        self.scopes = List::new(shown.resources.len());
        self.findings = List::new(shown.findings.len());
        self.clear_view();
        self.detail = Detail::default();
        self.source = Panel::Fields;
        self.focus = self.panels().first().copied().unwrap_or(Panel::Detail);
        self.refill_detail();
        self.sync_detail();
    }
}

/// What differs, as a page.
fn changed(first: &Document, second: &Document, now: DateTime<Utc>) -> TextDialog {
    let diff = diff(&first.inspection, &second.inspection, now);
    changes::page(&diff, second, second.is_refresh_of(first))
}
