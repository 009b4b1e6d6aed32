//! From the list to an item, back, and what can be done with two of them.

use crate::{
    app::{
        Action, App, Document, Effect, Panel,
        dialog::{Dialog, changes},
        document::Copied,
        filter::Filter,
        history::{HistoryEntry, Provenance},
        text_input::TextInput,
    },
    diff::diff,
    inspection::{Collection, CollectionItem, Contents},
    secret::Secret,
    text::visible,
};

use super::{ItemAddress, ItemList, ListSubject, OpenedItem};

impl App {
    /// The list, where it is on screen: no document stands before it.
    pub fn shown_list(&self) -> Option<&ItemList> {
        self.items.as_deref().filter(|_| self.document().is_none())
    }

    /// What the list does for an action while it is on screen; none where the action means what it
    /// means everywhere.
    pub(in crate::app) fn act_in_list(&mut self, action: Action) -> Option<Vec<Effect>> {
        if self.shown_list().is_none() || !self.dialogs.is_empty() {
            return None;
        }
        match action {
            Action::Find | Action::Filter => self.start_finding(),
            Action::Mark => self.mark_row(),
            Action::Compare => self.compare_rows(),
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Whether one step back from what is on screen leads to the list.
    pub fn leads_back_to_list(&self) -> bool {
        let is_inside = self.search.is_some()
            || self.find.is_some()
            || self.full_screen
            || !self.jumps.is_empty()
            || !self.is_on_first_panel();
        self.items.is_some()
            && self.document().is_some()
            && !is_inside
            && self.introspected_entry().is_none()
    }

    /// Opens the item under the cursor.
    pub(in crate::app) fn open_selected(&mut self) -> Vec<Effect> {
        let Some(items) = self.items.as_deref() else { return Vec::new() };
        let Some(address) = items.selected().map(|row| row.address) else { return Vec::new() };
        let key = items.key(address);
        let item = items.reported_inside(address);
        let Some((item, input)) = item.zip(items.inputs.get(address.input)) else {
            return Vec::new();
        };
        let document = Document::of_item(input, item, &self.settings, self.now);
        let origin = items.token_origin.clone();
        let entry = HistoryEntry::opened(Provenance::LookedAt, document, origin, self.now)
            .with_content(input.loaded.bytes.clone());
        let id = self.history.push(entry);
        if let Some((items, key)) = self.items.as_mut().zip(key) {
            items.opened = Some(OpenedItem { key, entry: id });
            items.filter = self.find.take().map(|find| find.input.text().to_owned());
        }
        self.auto_refresh = None;
        self.history.select(id);
        self.start_at_top();
        Vec::new()
    }

    /// Opens the item that a person names, as `--pick` does.
    ///
    /// # Errors
    /// There is no such item; gives those that there are.
    pub fn open_called(&mut self, wanted: &str) -> Result<Vec<Effect>, Box<Collection>> {
        if let Some(document) = self.document() {
            let CollectionItem { place, label, .. } = document.as_item();
            let names = [Some("1"), place.as_deref(), label.as_deref()];
            if names.contains(&Some(wanted)) {
                return Ok(Vec::new());
            }
            let only = Contents::One(Box::new(document.as_item()));
            return Err(Box::new(Collection::from(only)));
        }
        let Some(items) = &mut self.items else { return Err(Box::default()) };
        let row = items.row_called(wanted)?;
        items.list.reveal(row);
        Ok(self.open_selected())
    }

    /// Back from what is on screen to the list, the cursor on the row that it was on.
    pub(in crate::app) fn return_to_list(&mut self) -> Vec<Effect> {
        if self.items.is_none() {
            return Vec::new();
        }
        let is_automatic = self.requests.running.as_ref().is_some_and(|it| it.is_automatic);
        let effects = if is_automatic { self.abandon() } else { self.abandon_unsent() };
        self.leave_document();
        self.start_list();
        effects
    }

    /// Has no document on screen; one that was only looked at is forgotten.
    pub(in crate::app) fn leave_document(&mut self) {
        let requests = self.requests.running.iter().chain(&self.requests.abandoned);
        let needed: Vec<u64> = requests.map(|request| request.history_entry_id).collect();
        self.history.leave(|id| needed.contains(&id));
        self.auto_refresh = None;
    }

    /// Gives the list the screen.
    pub(in crate::app) fn start_list(&mut self) {
        self.clear_view();
        self.full_screen = false;
        self.focus = Panel::Items;
        self.source = Panel::Items;
        let now = self.now;
        if let Some(items) = &mut self.items {
            // Time went on while it was out of sight.
            items.tick(now);
            self.find = items.filter.take().map(|text| Filter {
                panel: Panel::Items,
                input: TextInput::new(&text),
                typing: false,
            });
        }
        self.narrow();
    }

    /// Marks the row under the cursor, or no longer.
    fn mark_row(&mut self) {
        if let Some(items) = &mut self.items
            && let Some(address) = items.selected().map(|row| row.address)
        {
            items.marks.toggle(address);
        }
    }

    /// Whether there are two rows to compare: both marked, or one and the cursor on another.
    pub(in crate::app) fn can_compare_rows(&self) -> bool {
        self.shown_list().is_some_and(|items| items.pair().is_some())
    }

    /// Shows what differs between two rows.
    fn compare_rows(&mut self) {
        let Some(items) = self.shown_list() else { return };
        let Some((first, second)) = items.pair() else { return };
        let document = |address: ItemAddress| {
            let input = items.inputs.get(address.input)?;
            let item = items.reported_inside(address)?;
            Some(Document::of_item(input, item, &self.settings, self.now))
        };
        let Some((first, second)) = document(first).zip(document(second)) else { return };
        let diff = diff(&first.inspection, &second.inspection, self.now);
        let mut page = changes::page(&diff, &second, false);
        let names = [&first, &second].map(|it| self.masked(&visible(&it.name())).into_owned());
        page.parts.splice(0..0, changes::sides(names));
        self.dialogs.push(Dialog::Text(page));
    }

    /// What an entry of the copy menu copies of the row under the cursor.
    pub(in crate::app) fn copied_of_row(&self, entry: Action) -> Option<Copied> {
        let row = self.shown_list()?.selected()?;
        let not_secret = |what: &str, text: &str| {
            let text = Secret::new(self.masked(text).into_owned());
            Some(Copied { what: what.to_owned(), text, secret: false })
                .filter(|it| it.text.length() > 0)
        };
        match entry {
            Action::CopyName => not_secret("the name of the row", &row.name),
            Action::CopyPath => {
                let place = if row.place.is_empty() { &row.name } else { &row.place };
                not_secret("the place", place)
            }
            _ => None,
        }
    }

    /// The item that a report is made of while the list is on screen.
    pub fn reported_item(&self) -> Option<CollectionItem> {
        let items = self.shown_list()?;
        items.reported(items.selected()?.address)
    }

    /// Whether what is on screen is renewed by the tool that keeps it, and by nobody else.
    pub fn is_of_board(&self) -> bool {
        self.document().is_some_and(|document| document.tool.is_some())
    }
}

impl ItemList {
    /// The two items that are to be compared.
    fn pair(&self) -> Option<(ItemAddress, ItemAddress)> {
        self.marks.pair(self.selected().map(|row| row.address))
    }

    /// An item as it is opened: its place inside its input, and the secrets of all others masked.
    pub(super) fn reported_inside(&self, address: ItemAddress) -> Option<CollectionItem> {
        let mut item = self.item(address)?.clone();
        item.nested.clear();
        let secrets = &mut item.inspection.secrets;
        *secrets = secrets.clone().and(&self.secrets);
        if self.subject == ListSubject::Inputs {
            item.tool = None;
        }
        Some(item)
    }
}
