//! Where the cursor is, how it comes back there, and how it goes to something anywhere.

use super::{App, List, Panel, Target, detail::DetailView, document::Root};

/// Where the cursor is, to come back to.
#[derive(Clone, Debug)]
pub struct CursorPlace {
    focus: Panel,
    source: Panel,
    /// The row of the list that the detail belongs to.
    row: Option<usize>,
    view: DetailView,
    /// What the cursor is on.
    pub target: Option<Target>,
}

impl App {
    /// Where the cursor is, to come back to.
    pub(super) fn place(&self) -> CursorPlace {
        CursorPlace {
            focus: self.focus,
            source: self.source,
            row: self.list(self.source).and_then(List::selected),
            view: self.detail.view,
            target: self.target(),
        }
    }

    /// Back to where the cursor was.
    pub(super) fn return_to(&mut self, place: &CursorPlace) {
        if let Some((list, row)) = self.list_mut(place.source).zip(place.row) {
            list.reveal(row);
        }
        self.focus_on(place.source);
        if self.detail.view != place.view
            && let Some(document) = self.history.document()
        {
            self.detail.show_view(document, place.view, self.settings.zone);
        }
        if place.focus == Panel::Detail {
            if let Some(target) = &place.target {
                self.detail.select(target);
            }
            self.focus_on(Panel::Detail);
        }
    }

    /// Gives the cursor to something, wherever it is: the list, the view, the fold that has it.
    pub(super) fn go_to(&mut self, target: &Target) {
        match target {
            Target::Resource(row) => {
                self.scopes.reveal(*row);
                self.focus_on(Panel::Scopes);
            }
            Target::Finding(row) => {
                self.findings.reveal(*row);
                self.focus_on(Panel::Findings);
            }
            Target::Value { root, path } => {
                let Some(document) = self.history.document() else { return };
                let Some(row) = document.field_row(*root) else { return };
                self.fields.reveal(row);
                self.focus_on(Panel::Fields);
                if matches!(root, Root::Field(_)) && path.is_empty() {
                    return;
                }
                if let Some(document) = self.history.document() {
                    self.detail.reveal(document, target, self.settings.zone);
                }
                self.focus_on(Panel::Detail);
            }
            Target::Scope(_) | Target::Range { .. } => {}
        }
    }
}
