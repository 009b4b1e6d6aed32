//! Looking for a text in everything that is in view, and walking from one place to the next.

mod index;

use index::SearchIndex;

use super::{App, Document, Target, cursor_place::CursorPlace, text_input::TextInput};

/// A text that is looked for, and where it was found.
#[derive(Debug)]
pub struct Search {
    pub input: TextInput,
    /// Whether it is still being typed.
    pub typing: bool,
    index: SearchIndex,
    /// The places that have the text.
    matches: Vec<u32>,
    /// The match that the cursor is on.
    at: Option<usize>,
    current: Option<Target>,
    /// Where the cursor was before.
    origin: CursorPlace,
    /// The place that the search begins at, once something is looked for.
    first: Option<u32>,
}

impl Search {
    fn new(origin: CursorPlace) -> Self {
        Self {
            input: TextInput::default(),
            typing: true,
            index: SearchIndex::new(),
            matches: Vec::new(),
            at: None,
            current: None,
            origin,
            first: None,
        }
    }

    /// How many places have the text.
    pub fn count(&self) -> usize {
        self.matches.len()
    }

    /// The number of the match that the cursor is on, from 1.
    pub fn number(&self) -> Option<usize> {
        self.at.map(|at| at + 1)
    }

    /// Whether the text was found here.
    pub fn is_match(&self, document: &Document, target: &Target) -> bool {
        let text = self.input.text();
        !text.is_empty() && index::words(document, target).contains(&text.to_lowercase())
    }

    /// The place that the cursor went to.
    pub fn current(&self) -> Option<&Target> {
        self.current.as_ref()
    }

    /// Looks again, and turns to the first match from where the search began.
    fn look(&mut self, document: &Document) {
        let text = self.input.text().to_lowercase();
        self.index.complete(document);
        let target = self.origin.target.as_ref();
        let first = || target.and_then(|target| self.index.place(target)).unwrap_or(0);
        let first = *self.first.get_or_insert_with(first);
        self.matches = if text.is_empty() { Vec::new() } else { self.index.find(&text) };
        let later = self.matches.partition_point(|place| *place < first);
        self.turn_to((!self.matches.is_empty()).then_some(later % self.matches.len().max(1)));
    }

    fn step(&mut self, forward: bool) {
        let count = self.matches.len();
        self.turn_to(match self.at {
            _ if count == 0 => None,
            Some(at) => Some((if forward { at + 1 } else { at + count - 1 }) % count),
            None => Some(0),
        });
    }

    fn turn_to(&mut self, at: Option<usize>) {
        self.at = at;
        let place = at.and_then(|at| self.matches.get(at));
        self.current = place.and_then(|place| self.index.target(*place));
    }
}

impl App {
    /// Whether there is something to do while nobody presses a key.
    pub fn has_spare_work(&self) -> bool {
        let is_missing = |search: &Search| !search.index.is_whole();
        self.search.as_ref().is_some_and(is_missing) && self.history.document().is_some()
    }

    /// Does a piece of that: little enough for a key to wait for it.
    pub fn do_spare_work(&mut self) {
        if let Some((search, document)) = self.search.as_mut().zip(self.history.document()) {
            search.index.make_piece(document);
        }
    }

    pub(super) fn start_search(&mut self) {
        let place = self.place();
        self.search = self.history.document().map(|_| Search::new(place));
    }

    /// The text that is looked for has changed.
    pub(super) fn search_again(&mut self) {
        let Some((search, document)) = self.search.as_mut().zip(self.history.document()) else {
            return;
        };
        search.look(document);
        let origin = search.origin.clone();
        if let Some(target) = search.current.clone() {
            self.go_to(&target);
        } else {
            self.return_to(&origin);
        }
    }

    /// Looks again in a document that has changed; the cursor stays.
    pub(super) fn refresh_search(&mut self) {
        if let Some((search, document)) = self.search.as_mut().zip(self.history.document()) {
            search.index = SearchIndex::new();
            search.look(document);
        }
    }

    /// To the next match, or the previous one.
    pub(super) fn step_search(&mut self, forward: bool) {
        let Some(search) = &mut self.search else { return };
        search.step(forward);
        if let Some(target) = search.current.clone() {
            self.go_to(&target);
        }
    }

    /// Ends the search; one that was not finished leaves no trace.
    pub(super) fn stop_search(&mut self) {
        if let Some(search) = self.search.take().filter(|search| search.typing) {
            self.return_to(&search.origin);
        }
    }
}
