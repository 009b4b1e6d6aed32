//! Moving about: cursor, panels, mouse, and finding.

use crate::{app::list::Scroll, token::Zone, value::Value, value::display};

use super::{
    Action, App, Document, Edit, Effect, Filter, Panel, PanelExtents,
    dialog::{Dialog, form::TextInput},
    document::{Root, ValueContent},
};

impl App {
    /// The panels that have something to show, in the order of `tab`.
    pub fn panels(&self) -> Vec<Panel> {
        let Some(document) = self.document() else { return Vec::new() };
        let mut panels = Vec::new();
        if !document.inspection.fields.is_empty() {
            panels.push(Panel::Fields);
        }
        if !document.resources.is_empty() {
            panels.push(Panel::Scopes);
        }
        panels.push(Panel::Detail);
        if !document.findings.is_empty() {
            panels.push(Panel::Findings);
        }
        panels
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
            (Panel::Detail, rows) => self.detail.step_by(rows),
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
        Vec::new()
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
            Panel::Fields => rows(self.page.fields),
            Panel::Scopes => rows(self.page.scopes),
            Panel::Findings => rows(self.page.findings),
            Panel::Detail => scroll(self.page.detail),
        };
        height.max(1)
    }

    fn list_mut(&mut self, panel: Panel) -> Option<&mut super::List> {
        match panel {
            Panel::Fields => Some(&mut self.fields),
            Panel::Scopes => Some(&mut self.scopes),
            Panel::Findings => Some(&mut self.findings),
            Panel::Detail => None,
        }
    }

    /// Starts to narrow down the list that has the cursor, or the one that the detail belongs to.
    pub(super) fn start_finding(&mut self) {
        let panel = if self.focus == Panel::Detail { self.source } else { self.focus };
        self.focus_on(panel);
        match &mut self.find {
            Some(find) if find.panel == panel => find.typing = true,
            _ => {
                self.stop_finding();
                self.find = Some(Filter { panel, input: TextInput::default(), typing: true });
            }
        }
    }

    /// Shows the whole list again.
    pub(super) fn stop_finding(&mut self) {
        if let Some(find) = self.find.take()
            && let Some(list) = self.list_mut(find.panel)
        {
            list.narrow(None);
        }
        self.sync_detail();
    }

    /// Narrows the list down to what has been typed so far.
    pub(super) fn type_find(&mut self, edit: Edit) {
        if let Some(find) = &mut self.find {
            find.input.edit(edit);
        }
        self.narrow();
    }

    /// Narrows the list down to the rows that contain the text, in any case of its letters.
    pub(super) fn narrow(&mut self) {
        let Some((document, find)) = self.history.document().zip(self.find.as_ref()) else {
            return;
        };
        let text = find.input.text().to_lowercase();
        let panel = find.panel;
        let matches = if text.is_empty() { None } else { Some(matches(document, panel, &text)) };
        if let Some(list) = self.list_mut(panel) {
            list.narrow(matches);
        }
        self.sync_detail();
    }
}

/// The rows of a list that contain a text in small letters. Secrets are not searched.
fn matches(document: &Document, panel: Panel, text: &str) -> Vec<usize> {
    let inspection = &document.inspection;
    let contains = |hay: &str| contains(hay, text);
    let rows =
        |count: usize, test: &dyn Fn(usize) -> bool| (0..count).filter(|row| test(*row)).collect();
    match panel {
        Panel::Scopes => rows(document.resources.len(), &|row| {
            document.resources.get(row).is_some_and(|line| {
                line.scopes
                    .iter()
                    .filter_map(|scope| document.scopes.rows.get(*scope))
                    .map(|row| &row.scope)
                    .any(|scope| contains(&scope.name) || scope.description.is_some_and(contains))
            })
        }),
        Panel::Findings => rows(document.findings.len(), &|row| {
            document
                .findings
                .get(row)
                .is_some_and(|finding| contains(finding.code) || contains(&finding.message))
        }),
        Panel::Fields | Panel::Detail => rows(inspection.fields.len(), &|row| {
            document.item(Root::Field(row), &[], Zone::System).is_some_and(|item| {
                contains(&item.name)
                    || matches!(item.content, ValueContent::Value { masked, .. } if contains(&searched_text(masked)))
            })
        }),
    }
}

/// Whether a text contains another, which is in small letters; thousands of scopes are searched at
/// each key, so that most of them must not be copied for it.
fn contains(hay: &str, text: &str) -> bool {
    let Some((first, rest)) = text.as_bytes().split_first() else { return true };
    if !hay.is_ascii() || !text.is_ascii() {
        return hay.to_lowercase().contains(text);
    }
    let mut left = hay.as_bytes();
    while let Some(at) = left.iter().position(|byte| byte.to_ascii_lowercase() == *first) {
        left = left.get(at + 1..).unwrap_or_default();
        if left.get(..rest.len()).is_some_and(|part| part.eq_ignore_ascii_case(rest)) {
            return true;
        }
    }
    false
}

/// As much of a value as is searched.
fn searched_text(value: &Value) -> String {
    display::plain(value, 4_096)
}

fn as_signed(rows: usize) -> isize {
    isize::try_from(rows).unwrap_or(isize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_found_in_any_case_and_at_any_place() {
        for (hay, text, found) in [
            ("Employees:Read", "employees", true),
            ("aaab", "aab", true),
            ("read", "read", true),
            ("rea", "read", false),
            ("", "r", false),
            ("", "", true),
            ("ÉCOLE:read", "école", true),
            ("école", "e", true),
            ("read", "é", false),
        ] {
            assert_eq!(contains(hay, text), found, "{text} in {hay}");
        }
    }
}
