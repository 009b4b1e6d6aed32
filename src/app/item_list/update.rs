//! The list follows its files: what is in them when they change takes the place of what was, and the
//! cursor stays on its item.

use std::{mem, path::PathBuf};

use chrono::{DateTime, Utc};

use crate::{
    app::{
        App, Document, Effect, InspectorSettings, Panel, RequestId,
        history::{HistoryEntry, Provenance},
        server_answer::TokenOrigin,
    },
    emphasis::Emphasis,
    input::{InputOrigin, Loaded},
    inspection::Inspection,
    problem::Problem,
    text::{self, visible},
};

use super::{
    ItemList, ListSubject,
    item_key::ItemKey,
    reading::{ReadInput, ReadJob},
};

/// What is to be done for a list whose files have changed.
#[derive(Debug, Default)]
pub struct ListUpdate {
    /// What is in the files that have changed and are not listed yet.
    news: Vec<(PathBuf, Result<Loaded, Problem>)>,
    /// Whether all is to be judged again by other keys.
    judges: bool,
    /// The request that is under way.
    running: Option<RequestId>,
}

impl ItemList {
    /// Whether this request is to take its place.
    pub(in crate::app) fn awaits(&self, id: RequestId) -> bool {
        self.update.running == Some(id)
    }

    /// Takes the news into account; none where there are none, or where that is under way.
    fn next_job(
        &mut self,
        id: RequestId,
        settings: &InspectorSettings,
        now: DateTime<Utc>,
    ) -> Option<Box<ReadJob>> {
        let update = &mut self.update;
        if update.running.is_some() || update.news.is_empty() && !update.judges {
            return None;
        }
        let judges = mem::take(&mut update.judges);
        let mut news = mem::take(&mut update.news);
        update.running = Some(id);
        let inputs = self.inputs.iter().map(|input| {
            let of_input = |(path, _): &(PathBuf, _)| {
                matches!(&input.origin, InputOrigin::File(file) if file == path)
            };
            match news.iter().position(of_input) {
                Some(at) => ReadInput::Read(input.origin.clone(), news.swap_remove(at).1),
                None if judges => ReadInput::Judged(input.clone()),
                None => ReadInput::Kept(input.clone()),
            }
        });
        let inputs = inputs.collect();
        let (subject, settings) = (Some(self.subject), settings.clone());
        Some(Box::new(ReadJob { inputs, subject, settings, now }))
    }

    /// Takes over where the person is in the list that this one replaces.
    fn follow(&mut self, old: &mut Self) {
        let key = |row: usize| old.rows.get(row).and_then(|row| old.key(row.address));
        let selected = old.list.selected().and_then(key);
        let marked: Vec<ItemKey> =
            old.marks.addresses().iter().filter_map(|it| old.key(*it)).collect();
        self.list = old.list.clone();
        self.list.resize(self.rows.len());
        if let Some(row) = selected.and_then(|key| self.row_of(&key)) {
            self.list.reveal(row);
        }
        for key in &marked {
            if let Some(row) = self.row_of(key).and_then(|row| self.rows.get(row)) {
                self.marks.toggle(row.address);
            }
        }
        self.opened = old.opened.take();
        self.filter = old.filter.take();
        self.update = mem::take(&mut old.update);
        self.update.running = None;
    }
}

impl App {
    /// A file of the list has changed.
    pub(in crate::app) fn on_listed_file(
        &mut self,
        path: PathBuf,
        result: Result<Loaded, Problem>,
    ) -> Vec<Effect> {
        let Some(items) = &mut self.items else { return Vec::new() };
        let known = items
            .inputs
            .iter()
            .find(|input| matches!(&input.origin, InputOrigin::File(file) if *file == path));
        let Some(known) = known else { return Vec::new() };
        let content = result.as_ref().ok().map(Loaded::fingerprint);
        if content.is_some() && content == known.fingerprint {
            return Vec::new();
        }
        items.update.news.retain(|(other, _)| *other != path);
        let (emphasis, words) = match &result {
            Ok(_) => (
                Emphasis::Good,
                format!("{} changed on disk and was read again", text::path(&path)),
            ),
            Err(problem) => (Emphasis::Bad, problem.to_string()),
        };
        items.update.news.push((path, result));
        self.notify(emphasis, words);
        self.update_list()
    }

    /// Has the list judged again by other keys.
    pub(in crate::app) fn judge_list(&mut self) -> Vec<Effect> {
        match &mut self.items {
            Some(items) if items.subject == ListSubject::Board => {
                let id = self.next_id();
                self.watch_board(id)
            }
            Some(items) => {
                items.update.judges = true;
                self.update_list()
            }
            None => Vec::new(),
        }
    }

    fn update_list(&mut self) -> Vec<Effect> {
        let id = self.next_id();
        let (settings, now) = (&self.settings, self.now);
        match self.items.as_mut().and_then(|items| items.next_job(id, settings, now)) {
            Some(job) if job.is_small() => {
                // Nothing of it is left to be read.
                let opened = job.run(|_| Err(Problem::new("it was not read")));
                self.on_inspected(id, opened)
            }
            Some(job) => vec![Effect::Inspect { id, job }],
            None => Vec::new(),
        }
    }

    /// The list as it is now takes the place of what it was.
    pub(in crate::app) fn replace_list(&mut self, mut new: Box<ItemList>) -> Vec<Effect> {
        let Some(mut old) = self.items.take() else { return Vec::new() };
        new.follow(&mut old);
        // What has changed since need not be the named server's.
        new.token_origin = TokenOrigin::Elsewhere;
        new.tick(self.now);
        self.items = Some(new);
        if self.find.as_ref().is_some_and(|find| find.panel == Panel::Items) {
            self.narrow();
        }
        let mut effects = self.follow_opened();
        effects.extend(self.update_list());
        effects
    }

    /// The opened item has changed, too: the same panel, the same row, the new content.
    fn follow_opened(&mut self) -> Vec<Effect> {
        let Some(items) = self.items.as_mut() else { return Vec::new() };
        let Some(opened) = items.opened.clone() else { return Vec::new() };
        let Some(row) = items.row_of(&opened.key) else {
            if opened.entry == self.history.current_id() {
                let words =
                    "It is no longer there; what it was stays on screen, and esc leads back";
                self.notify(Emphasis::Warning, words);
            }
            return Vec::new();
        };
        let Some(address) = items.rows.get(row).map(|row| row.address) else { return Vec::new() };
        let Some(key) = items.key(address) else { return Vec::new() };
        if let Some(opened) = &mut items.opened {
            opened.key = key;
        }
        let shown = self.history.document().filter(|_| opened.entry == self.history.current_id());
        let items = self.items.as_ref().zip(shown);
        let Some((item, input, is_same)) = items.and_then(|(items, shown)| {
            let item = items.reported_inside(address)?;
            let is_same = is_same(&shown.inspection, &item.inspection);
            Some((item, items.inputs.get(address.input)?.clone(), is_same))
        }) else {
            return Vec::new();
        };
        if is_same {
            // Where nothing says when it was issued, its end is counted from the file's time.
            let document = Document::of_item(&input, item, &self.settings, self.now);
            if let Some(entry) = self.history.get_mut(opened.entry) {
                entry.file_content = document.file_content;
                entry.document = document;
            }
            self.refill_panels();
            return Vec::new();
        }
        let effects = self.abandon_unsent();
        let document = Document::of_item(&input, item, &self.settings, self.now);
        let name = visible(&document.name()).into_owned();
        let origin = TokenOrigin::Elsewhere;
        let id = self.history.push(HistoryEntry::opened(
            Provenance::Changed,
            document,
            origin,
            self.now,
        ));
        self.history.select(id);
        if let Some(opened) = self.items.as_mut().and_then(|items| items.opened.as_mut()) {
            opened.entry = id;
        }
        self.auto_refresh = None;
        self.refill_panels();
        self.notify(Emphasis::Good, format!("{name} changed on disk and was read again"));
        effects
    }
}

/// Whether two inspections are of the same content.
fn is_same(one: &Inspection, other: &Inspection) -> bool {
    one.kind == other.kind
        && one.fields == other.fields
        && one.message == other.message
        && one.problem == other.problem
}
