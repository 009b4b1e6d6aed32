//! Narrowing one list down to the rows that have a text.

use crate::{
    token::Zone,
    value::{Value, display},
};

use super::{
    App, Document, Edit, Panel,
    document::{Root, ValueContent},
    text_input::TextInput,
};

/// What one list is narrowed down to.
#[derive(Clone, Debug)]
pub struct Filter {
    pub panel: Panel,
    /// What its rows must contain.
    pub input: TextInput,
    /// Whether it is still being typed.
    pub typing: bool,
}

impl App {
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
        if let Some(search) = self.search.as_mut().filter(|search| search.typing) {
            search.input.edit(edit);
            return self.search_again();
        }
        if let Some(find) = &mut self.find {
            find.input.edit(edit);
        }
        self.narrow();
    }

    /// Narrows the list down to the rows that contain the text, in any case of its letters.
    pub(super) fn narrow(&mut self) {
        if let Some((items, find)) = self.items.as_mut().zip(self.find.as_ref())
            && find.panel == Panel::Items
        {
            return items.narrow(find.input.text());
        }
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
        Panel::Items => Vec::new(),
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
