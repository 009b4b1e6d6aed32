//! Moving about: cursor, panels, mouse, and finding.

use chrono::TimeDelta;

use crate::app::list::Scroll;

use super::{
    Action, App, Effect, List, Panel, PanelExtents,
    detail::{DetailView, Fold},
    dialog::Dialog,
};

/// Two clicks within this are one double click.
const DOUBLE_CLICK: TimeDelta = TimeDelta::milliseconds(400);

impl App {
    /// The panels that have something to show, in the order of `tab`.
    pub fn panels(&self) -> Vec<Panel> {
        let Some(document) = self.document() else {
            return self.shown_list().map(|_| Panel::Items).into_iter().collect();
        };
        let mut panels = Vec::new();
        if !document.inspection.fields.is_empty() {
            panels.push(Panel::Fields);
        }
        if !document.resources.is_empty() {
            panels.push(Panel::Scopes);
        }
        if !document.findings.is_empty() {
            panels.push(Panel::Findings);
        }
        panels.push(Panel::Detail);
        panels
    }

    /// Forgets what belonged to what was on screen before.
    pub(super) fn clear_view(&mut self) {
        self.loading = None;
        self.find = None;
        self.search = None;
        self.jumps.clear();
        self.notice = None;
        self.revealed = None;
        self.armed = None;
    }

    /// Moves the cursor of the panel that has it.
    pub(super) fn move_cursor(&mut self, action: Action) -> Vec<Effect> {
        let page = self.page_height();
        let half = (page / 2).max(1);
        let rows = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::HalfPageUp => -as_signed(half),
            Action::HalfPageDown => as_signed(half),
            Action::PageUp => -as_signed(page),
            Action::PageDown => as_signed(page),
            Action::First => isize::MIN,
            _ => isize::MAX,
        };
        if let Some(dialog) = self.dialogs.last_mut() {
            if let Some(scroll) = dialog.scroll() {
                scroll.by(rows);
            } else if let Some(list) = dialog.list() {
                list.step(rows);
            }
            return Vec::new();
        }
        match (self.focus, rows) {
            (Panel::Detail, 1) => self.detail.step(true),
            (Panel::Detail, -1) => self.detail.step(false),
            (Panel::Detail, isize::MIN) => self.detail.end(false),
            (Panel::Detail, isize::MAX) => self.detail.end(true),
            (Panel::Detail, rows) => {
                let before = self.detail.cursor;
                self.detail.step_by(rows);
                // A page is one of the view, and not only of the cursor.
                if self.detail.cursor != before {
                    self.detail.scroll.by(rows);
                }
            }
            (panel, rows) => {
                if let Some(list) = self.list_mut(panel) {
                    list.step(rows);
                }
            }
        }
        self.sync_detail();
        Vec::new()
    }

    /// Gives another panel the cursor.
    pub(super) fn cycle_panels(&mut self, forward: bool) {
        let panels = self.panels();
        let Some(at) = panels.iter().position(|panel| *panel == self.focus) else { return };
        let next = if forward { at + 1 } else { at + panels.len() - 1 } % panels.len();
        if let Some(panel) = panels.get(next) {
            self.focus_on(*panel);
        }
    }

    /// Gives this panel the cursor.
    pub(super) fn focus_on(&mut self, panel: Panel) {
        self.focus = panel;
        self.sync_detail();
    }

    pub(super) fn on_click(&mut self, panel: Panel, row: Option<usize>) -> Vec<Effect> {
        if !self.dialogs.is_empty() {
            return Vec::new();
        }
        match (panel, row) {
            (Panel::Detail, Some(row)) => {
                if self.detail.rows.get(row).is_some_and(super::detail::DetailRow::selectable) {
                    self.detail.cursor = row;
                }
            }
            (panel, Some(row)) => {
                if let Some(list) = self.list_mut(panel) {
                    list.select(row);
                }
            }
            (_, None) => {}
        }
        self.focus_on(panel);
        // Twice within a moment opens it.
        let last = self.clicked.take();
        if let Some(row) = row {
            let again = last.is_some_and(|(place, line, at)| {
                (place, line) == (panel, row) && self.now - at <= DOUBLE_CLICK
            });
            if again {
                return self.enter();
            }
            self.clicked = Some((panel, row, self.now));
        }
        Vec::new()
    }

    /// Turns the detail to another view, and gives it the cursor.
    pub(super) fn show_view(&mut self, view: DetailView) {
        if !self.dialogs.is_empty() {
            return;
        }
        if let Some(document) = self.history.document() {
            self.detail.show_view(document, view, self.settings.zone);
        }
        self.focus_on(Panel::Detail);
    }

    pub(super) fn on_wheel(&mut self, panel: Option<Panel>, lines: isize) -> Vec<Effect> {
        if let Some(scroll) = self.dialogs.last_mut().and_then(Dialog::scroll) {
            scroll.by(lines);
            return Vec::new();
        }
        if let Some(list) = self.dialogs.last_mut().and_then(Dialog::list) {
            list.step(lines.signum());
            return Vec::new();
        }
        match panel {
            _ if !self.dialogs.is_empty() => {}
            Some(Panel::Detail) => self.detail.scroll.by(lines),
            Some(panel) => {
                if let Some(list) = self.list_mut(panel) {
                    list.step(lines);
                }
                self.sync_detail();
            }
            None => {}
        }
        Vec::new()
    }

    /// Remembers how large things were drawn.
    pub(super) fn drawn(&mut self, extents: PanelExtents) -> Vec<Effect> {
        self.page = extents;
        for (list, extent) in [
            (&mut self.fields, extents.fields),
            (&mut self.scopes, extents.scopes),
            (&mut self.findings, extents.findings),
        ] {
            if let Some((offset, _)) = extent {
                list.drawn(offset);
            }
        }
        if let Some(((offset, _), items)) = extents.items.zip(self.items.as_mut()) {
            items.list.drawn(offset);
        }
        if let Some(scroll) = extents.detail {
            self.detail.scroll = scroll;
            self.detail.cursor_lines = extents.detail_cursor;
        }
        let top = self.dialogs.last_mut().and_then(Dialog::scroll);
        if let Some((drawn, scroll)) = extents.dialog.zip(top) {
            *scroll = drawn;
        }
        let list = self.dialogs.last_mut().and_then(Dialog::list);
        if let Some((drawn, list)) = extents.dialog.zip(list) {
            list.drawn(drawn.offset);
        }
        Vec::new()
    }

    fn page_height(&self) -> usize {
        let scroll = |scroll: Option<Scroll>| scroll.map_or(0, |scroll| scroll.page);
        let rows = |extent: Option<(usize, usize)>| extent.map_or(0, |(_, height)| height);
        let height = match self.focus {
            _ if !self.dialogs.is_empty() => scroll(self.page.dialog),
            Panel::Items => rows(self.page.items),
            Panel::Fields => rows(self.page.fields),
            Panel::Scopes => rows(self.page.scopes),
            Panel::Findings => rows(self.page.findings),
            Panel::Detail => scroll(self.page.detail),
        };
        height.max(1)
    }

    pub(super) fn list_mut(&mut self, panel: Panel) -> Option<&mut List> {
        match panel {
            Panel::Items => self.items.as_mut().map(|items| &mut items.list),
            Panel::Fields => Some(&mut self.fields),
            Panel::Scopes => Some(&mut self.scopes),
            Panel::Findings => Some(&mut self.findings),
            Panel::Detail => None,
        }
    }

    /// Turns the detail to the view beside the one that is shown.
    pub(super) fn cycle_views(&mut self, forward: bool) {
        let views = &self.detail.views;
        let Some(at) = views.iter().position(|view| *view == self.detail.view) else { return };
        let next = if forward { at + 1 } else { at + views.len() - 1 } % views.len();
        if let Some(view) = views.get(next).copied() {
            self.show_view(view);
        }
    }

    /// Shows what came in, or goes back from there to what the subject's first view is.
    pub(super) fn toggle_raw(&mut self) {
        let view = if self.detail.view == DetailView::Raw {
            self.detail.views.iter().find(|view| **view != DetailView::Raw).copied()
        } else {
            Some(DetailView::Raw)
        };
        self.show_view(view.unwrap_or_default());
    }

    /// Further in: opens what is folded, steps into what is open, and from a list to its detail.
    pub(super) fn step_in(&mut self) {
        if self.focus != Panel::Detail {
            return self.focus_on(Panel::Detail);
        }
        match self.detail.fold_here().map(|(_, _, fold)| fold) {
            Some(Fold::Closed) => self.set_fold(true),
            Some(Fold::Open) => self.detail.step(true),
            Some(Fold::Leaf) | None => {}
        }
    }

    /// Further out: closes what is open, goes to what holds it, and from the detail to its list.
    pub(super) fn step_out(&mut self) {
        if self.focus == Panel::Detail {
            if matches!(self.detail.fold_here(), Some((_, _, Fold::Open))) {
                return self.set_fold(false);
            }
            if self.detail.to_parent() {
                return;
            }
        }
        if self.panels().contains(&self.source) {
            self.focus_on(self.source);
        }
    }

    /// Opens or closes what is under the cursor. False where nothing is folded there.
    pub(super) fn toggle_fold(&mut self) -> bool {
        match self.detail.fold_here() {
            Some((_, _, fold @ (Fold::Open | Fold::Closed))) => {
                self.set_fold(fold == Fold::Closed);
                true
            }
            _ => false,
        }
    }

    fn set_fold(&mut self, open: bool) {
        if let Some(document) = self.history.document() {
            self.detail.fold(document, open, self.settings.zone);
        }
    }

    pub(super) fn fold_all(&mut self) {
        if let Some(document) = self.history.document() {
            self.detail.fold_all(document, self.settings.zone);
        }
    }
}

fn as_signed(rows: usize) -> isize {
    isize::try_from(rows).unwrap_or(isize::MAX)
}
