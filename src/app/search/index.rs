//! Everything that is in view, in small letters, so that a letter of a search costs one pass over a
//! text.

use std::fmt;

use memchr::memmem;

use crate::{
    app::{
        Document, Target,
        document::{Root, ValueContent},
    },
    token::Zone,
    value::{Value, display},
};

/// As much of a value as is searched.
const LONGEST: usize = 4_096;
/// More text is not searched.
const MOST_BYTES: usize = 256 << 20;
/// Deeper members are not searched.
const DEEPEST: usize = 64;
/// A place that stands in no other.
const NONE: u32 = u32::MAX;

/// The texts of all places in the order of the screen. Secrets are not among them.
#[derive(Default)]
pub struct SearchIndex {
    /// One line a place.
    text: String,
    places: Vec<IndexedPlace>,
    /// The places that stand in no other.
    roots: Vec<Target>,
}

/// One place: small, as there may be very many.
struct IndexedPlace {
    /// Where its text starts.
    start: u32,
    /// The place that it stands in.
    holder: u32,
    /// Its number there; that of the root, where it stands in none.
    number: u32,
}

impl SearchIndex {
    pub fn of(document: &Document) -> Self {
        let mut index = Self::default();
        let inspection = &document.inspection;
        for (row, field) in inspection.fields.iter().enumerate() {
            let place = index.root(document, Target::field(row));
            for token in inspection.tokens_in(field) {
                index.token(document, token);
            }
            if let Some(value) = field.plain() {
                index.members(document, place, Root::Field(row), value, &mut Vec::new());
            }
        }
        for row in 0..document.resources.len() {
            index.root(document, Target::Resource(row));
        }
        for row in 0..document.findings.len() {
            index.root(document, Target::Finding(row));
        }
        index
    }

    /// The places whose text contains this one, which is in small letters.
    pub fn find(&self, text: &str) -> Vec<u32> {
        let finder = memmem::Finder::new(text);
        let mut found = Vec::new();
        let (mut from, mut place) = (0, 0);
        while let Some(rest) = self.text.as_bytes().get(from..)
            && let Some(at) = finder.find(rest)
        {
            let at = from + at;
            let start = |place: usize| self.places.get(place).map(|it| it.start as usize);
            while start(place + 1).is_some_and(|next| next <= at) {
                place += 1;
            }
            found.push(u32::try_from(place).unwrap_or(NONE));
            // Once is enough for a place.
            let Some(next) = start(place + 1) else { break };
            from = next;
        }
        found
    }

    /// What a place is.
    pub fn target(&self, place: u32) -> Option<Target> {
        let mut steps = Vec::new();
        let mut at = self.places.get(place as usize)?;
        while at.holder != NONE {
            steps.push(at.number as usize);
            at = self.places.get(at.holder as usize)?;
        }
        let root = self.roots.get(at.number as usize)?.clone();
        steps.reverse();
        Some(match root {
            Target::Value { root, .. } => Target::Value { root, path: steps },
            other => other,
        })
    }

    /// The first place that is this, or nothing like it.
    pub fn place(&self, target: &Target) -> Option<u32> {
        let (root, path) = match target {
            Target::Value { root, path } => {
                (Target::Value { root: *root, path: Vec::new() }, path.as_slice())
            }
            other => (other.clone(), &[][..]),
        };
        let number = u32::try_from(self.roots.iter().position(|it| *it == root)?).ok()?;
        let inside = |holder: u32, number: u32| {
            let place = |it: &IndexedPlace| it.holder == holder && it.number == number;
            u32::try_from(self.places.iter().position(place)?).ok()
        };
        let first = inside(NONE, number)?;
        path.iter().try_fold(first, |holder, step| inside(holder, u32::try_from(*step).ok()?))
    }

    fn root(&mut self, document: &Document, target: Target) -> u32 {
        let number = u32::try_from(self.roots.len()).unwrap_or(NONE);
        let words = words(document, &target);
        self.roots.push(target);
        self.add(NONE, number, &words)
    }

    fn add(&mut self, holder: u32, number: u32, words: &str) -> u32 {
        let place = u32::try_from(self.places.len()).unwrap_or(NONE);
        let start = u32::try_from(self.text.len()).unwrap_or(NONE);
        self.places.push(IndexedPlace { start, holder, number });
        self.text.push_str(words);
        self.text.push('\n');
        place
    }

    fn token(&mut self, document: &Document, index: usize) {
        let Some(token) = document.token(index) else { return };
        let disclosed = token.disclosures.as_ref().map(|it| (Root::Disclosed(index), &it.values));
        let claims = token.claims.as_ref().map(|claims| (Root::Claims(index), claims));
        let header = (Root::Header(index), &token.header);
        for (root, value) in disclosed.into_iter().chain(claims).chain([header]) {
            let place = self.root(document, Target::Value { root, path: Vec::new() });
            self.members(document, place, root, value, &mut Vec::new());
        }
    }

    fn members(
        &mut self,
        document: &Document,
        holder: u32,
        root: Root,
        value: &Value,
        path: &mut Vec<usize>,
    ) {
        if path.len() >= DEEPEST {
            return;
        }
        let members = value.members().iter().map(|member| &member.value);
        for (number, inner) in members.chain(value.items()).enumerate() {
            if self.text.len() > MOST_BYTES {
                return;
            }
            path.push(number);
            let target = Target::Value { root, path: path.clone() };
            let words = words(document, &target);
            let place = self.add(holder, u32::try_from(number).unwrap_or(NONE), &words);
            match document.token_at(&target) {
                Some(token) => self.token(document, token),
                None => self.members(document, place, root, inner, path),
            }
            path.pop();
        }
    }
}

/// What is seen of a place, on one line and in small letters: its name and its value, but for an
/// object, whose members say it themselves.
pub fn words(document: &Document, target: &Target) -> String {
    let words = match target {
        Target::Value { root, path } => {
            let Some(item) = document.item(*root, path, Zone::System) else { return String::new() };
            let ValueContent::Value { masked, .. } = item.content else {
                return small(&item.name);
            };
            if !masked.members().is_empty() || masked.items().len() > 1 {
                return small(&item.name);
            }
            [&item.name, " ", &display::plain(masked, LONGEST)].concat()
        }
        Target::Resource(row) => {
            let Some(line) = document.resources.get(*row) else { return String::new() };
            let rows = line.scopes.iter().filter_map(|scope| document.scopes.rows.get(*scope));
            let scopes =
                rows.flat_map(|row| [&*row.scope.name, row.scope.description.unwrap_or("")]);
            std::iter::once(&*line.name).chain(scopes).collect::<Vec<_>>().join(" ")
        }
        Target::Finding(row) => {
            let Some(finding) = document.findings.get(*row) else { return String::new() };
            [finding.code, " ", &finding.message].concat()
        }
        Target::Range { .. } | Target::Scope(_) => String::new(),
    };
    small(&words)
}

/// In small letters on one line.
fn small(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase().replace('\n', " ");
    }
    text.to_lowercase().replace('\n', " ")
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("places", &self.places.len()).finish_non_exhaustive()
    }
}
