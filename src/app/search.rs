//! Looking for a text in everything that is in view, and walking from one place to the next.

use std::collections::HashSet;

use crate::{
    app::document::{Root, ValueContent},
    token::Zone,
    value::{Value, display},
};

use super::{App, Document, Target, cursor_place::CursorPlace, text_input::TextInput};

/// As much of a value as is searched.
const LONGEST: usize = 4_096;
/// The most places that are looked at.
const MOST_PLACES: usize = 200_000;
/// Deeper members are not looked at.
const DEEPEST: usize = 64;

/// A text that is looked for, and where it was found.
#[derive(Debug)]
pub struct Search {
    pub input: TextInput,
    /// Whether it is still being typed.
    pub typing: bool,
    /// Every place with its text in small letters, in the order of the screen. Secrets are not in
    /// it.
    places: Vec<(Target, String)>,
    /// The places that have the text.
    matches: Vec<Target>,
    lit: HashSet<Target>,
    /// The match that the cursor is on.
    at: Option<usize>,
    /// Where the cursor was before.
    origin: CursorPlace,
}

impl Search {
    fn new(document: &Document, origin: CursorPlace) -> Self {
        Self {
            input: TextInput::default(),
            typing: true,
            places: places(document),
            matches: Vec::new(),
            lit: HashSet::new(),
            at: None,
            origin,
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
    pub fn is_match(&self, target: &Target) -> bool {
        self.lit.contains(target)
    }

    /// The place that the cursor went to.
    pub fn current(&self) -> Option<&Target> {
        self.matches.get(self.at?)
    }

    /// Looks again, and turns to the first match from where the search began.
    fn look(&mut self) {
        let text = self.input.text().to_lowercase();
        let found = |(_, words): &&(Target, String)| words.contains(&text);
        self.matches = if text.is_empty() {
            Vec::new()
        } else {
            self.places.iter().filter(found).map(|(target, _)| target.clone()).collect()
        };
        self.lit = self.matches.iter().cloned().collect();
        let begun = self.origin.target.as_ref();
        let begun = self.places.iter().position(|(place, _)| Some(place) == begun).unwrap_or(0);
        let later = self.places.iter().skip(begun).find(|(place, _)| self.lit.contains(place));
        let later = later.and_then(|(place, _)| self.matches.iter().position(|it| it == place));
        self.at = later.or((!self.matches.is_empty()).then_some(0));
    }

    fn step(&mut self, forward: bool) {
        let count = self.matches.len();
        self.at = match self.at {
            _ if count == 0 => None,
            Some(at) => Some((if forward { at + 1 } else { at + count - 1 }) % count),
            None => Some(0),
        };
    }
}

impl App {
    pub(super) fn start_search(&mut self) {
        let place = self.place();
        if let Some(document) = self.history.document() {
            self.search = Some(Search::new(document, place));
        }
    }

    /// The text that is looked for has changed.
    pub(super) fn search_again(&mut self) {
        let Some(search) = &mut self.search else { return };
        search.look();
        let origin = search.origin.clone();
        if let Some(target) = search.current().cloned() {
            self.go_to(&target);
        } else {
            self.return_to(&origin);
        }
    }

    /// Looks again in a document that has changed; the cursor stays.
    pub(super) fn refresh_search(&mut self) {
        if let Some((search, document)) = self.search.as_mut().zip(self.history.document()) {
            search.places = places(document);
            search.look();
        }
    }

    /// To the next match, or the previous one.
    pub(super) fn step_search(&mut self, forward: bool) {
        let Some(search) = &mut self.search else { return };
        search.step(forward);
        if let Some(target) = search.current().cloned() {
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

/// Everything that is in view, in the order of the screen.
fn places(document: &Document) -> Vec<(Target, String)> {
    let mut places = Places { document, found: Vec::new() };
    let inspection = &document.inspection;
    for (index, field) in inspection.fields.iter().enumerate() {
        places.value(Target::field(index));
        for token in inspection.tokens_in(field) {
            places.token(token);
        }
        if let Some(value) = field.plain() {
            places.members(Root::Field(index), value, &mut Vec::new());
        }
    }
    for (index, line) in document.resources.iter().enumerate() {
        let mut words = line.name.clone();
        for row in line.scopes.iter().filter_map(|scope| document.scopes.rows.get(*scope)) {
            let scope = &row.scope;
            words = [&words, &*scope.name, scope.description.unwrap_or_default()].join(" ");
        }
        places.add(Target::Resource(index), &words);
    }
    for (index, finding) in document.findings.iter().enumerate() {
        places.add(Target::Finding(index), &[finding.code, &finding.message].join(" "));
    }
    places.found
}

struct Places<'a> {
    document: &'a Document,
    found: Vec<(Target, String)>,
}

impl Places<'_> {
    fn add(&mut self, target: Target, words: &str) {
        if self.found.len() < MOST_PLACES {
            self.found.push((target, words.to_lowercase()));
        }
    }

    /// A value by its name and what is seen of it; that of an object stands in its members.
    fn value(&mut self, target: Target) {
        let Target::Value { root, path } = &target else { return };
        let Some(item) = self.document.item(*root, path, Zone::System) else { return };
        let mut words = item.name.into_owned();
        if let ValueContent::Value { masked, .. } = item.content
            && (masked.members().is_empty() && masked.items().len() < 2)
        {
            words = [words, display::plain(masked, LONGEST)].join(" ");
        }
        self.add(target, &words);
    }

    fn token(&mut self, index: usize) {
        let Some(token) = self.document.token(index) else { return };
        if let Some(disclosures) = &token.disclosures {
            self.members(Root::Disclosed(index), &disclosures.values, &mut Vec::new());
        }
        if let Some(claims) = &token.claims {
            self.members(Root::Claims(index), claims, &mut Vec::new());
        }
        self.members(Root::Header(index), &token.header, &mut Vec::new());
    }

    fn members(&mut self, root: Root, value: &Value, path: &mut Vec<usize>) {
        if path.len() >= DEEPEST {
            return;
        }
        let members = value.members().iter().map(|member| &member.value);
        for (index, inner) in members.chain(value.items()).enumerate() {
            path.push(index);
            let target = Target::Value { root, path: path.clone() };
            self.value(target.clone());
            match self.document.token_at(&target) {
                Some(token) => self.token(token),
                None => self.members(root, inner, path),
            }
            path.pop();
        }
    }
}
