//! Everything that is in view, in small letters, so that a letter of a search costs one pass over a
//! text.

use std::fmt;

use memchr::{memchr, memmem};

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
///
/// It is made in pieces, so that a key that is pressed meanwhile need not wait for all of it.
pub struct SearchIndex {
    /// One line a place.
    text: String,
    places: Vec<IndexedPlace>,
    /// The places that stand in no other.
    roots: Vec<Target>,
    /// What is not there yet, the next at the end.
    missing: Vec<Missing>,
}

/// Places that an index does not have yet.
enum Missing {
    /// The fields from this one on.
    Fields(usize),
    /// The lines of the scope panel from this one on.
    Resources(usize),
    /// The findings from this one on.
    Findings(usize),
    /// The parts of a token, by its index.
    Token(usize),
    /// The header, claims or disclosures of a token.
    Part(Root),
    /// What stands in a value, from this number on.
    Members { holder: u32, root: Root, path: Vec<usize>, from: usize },
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

/// So many bytes, and so many places, are made in one piece.
const PIECE: (usize, usize) = (256 * 1024, 2_000);

impl SearchIndex {
    /// An index that has nothing yet.
    pub fn new() -> Self {
        Self {
            text: String::new(),
            places: Vec::new(),
            roots: Vec::new(),
            missing: vec![Missing::Findings(0), Missing::Resources(0), Missing::Fields(0)],
        }
    }

    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }

    /// Makes what is missing.
    pub fn complete(&mut self, document: &Document) {
        while !self.is_whole() {
            self.make_piece(document);
        }
    }

    /// Makes the next piece.
    pub fn make_piece(&mut self, document: &Document) {
        let until = (self.text.len() + PIECE.0, self.places.len() + PIECE.1);
        while self.text.len() < until.0
            && self.places.len() < until.1
            && let Some(next) = self.missing.pop()
        {
            self.make(document, next, until);
            if self.text.len() > MOST_BYTES {
                self.missing.clear();
            }
        }
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
        let place = self.add(document, NONE, self.roots.len(), &target);
        self.roots.push(target);
        place
    }

    fn add(&mut self, document: &Document, holder: u32, number: usize, target: &Target) -> u32 {
        let place = u32::try_from(self.places.len()).unwrap_or(NONE);
        let start = u32::try_from(self.text.len()).unwrap_or(NONE);
        let number = u32::try_from(number).unwrap_or(NONE);
        self.places.push(IndexedPlace { start, holder, number });
        push_words(&mut self.text, document, target);
        self.text.push('\n');
        place
    }

    /// Makes the first of some places, and of members as many as belong to the piece. The rest, and
    /// what stands inside, is missing still.
    fn make(&mut self, document: &Document, next: Missing, until: (usize, usize)) {
        let inspection = &document.inspection;
        match next {
            Missing::Fields(row) => {
                let Some(field) = inspection.fields.get(row) else { return };
                self.missing.push(Missing::Fields(row + 1));
                let holder = self.root(document, Target::field(row));
                if field.plain().is_some() {
                    let root = Root::Field(row);
                    self.missing.push(Missing::Members { holder, root, path: Vec::new(), from: 0 });
                }
                let tokens: Vec<usize> = inspection.tokens_in(field).collect();
                self.missing.extend(tokens.into_iter().rev().map(Missing::Token));
            }
            Missing::Resources(row) if row < document.resources.len() => {
                self.missing.push(Missing::Resources(row + 1));
                self.root(document, Target::Resource(row));
            }
            Missing::Findings(row) if row < document.findings.len() => {
                self.missing.push(Missing::Findings(row + 1));
                self.root(document, Target::Finding(row));
            }
            Missing::Resources(_) | Missing::Findings(_) => {}
            Missing::Token(index) => {
                let parts = [Root::Header(index), Root::Claims(index), Root::Disclosed(index)];
                self.missing.extend(parts.map(Missing::Part));
            }
            Missing::Part(root) => {
                let target = Target::Value { root, path: Vec::new() };
                if raw(document, root, &[]).is_some() {
                    let holder = self.root(document, target);
                    self.missing.push(Missing::Members { holder, root, path: Vec::new(), from: 0 });
                }
            }
            Missing::Members { holder, root, path, from } => {
                self.members(document, (holder, root, path), from, until);
            }
        }
    }

    fn members(
        &mut self,
        document: &Document,
        (holder, root, path): (u32, Root, Vec<usize>),
        from: usize,
        until: (usize, usize),
    ) {
        let Some(value) = raw(document, root, &path) else { return };
        let count = value.members().len() + value.items().len();
        let mut target = Target::Value { root, path: [&path[..], &[0]].concat() };
        for number in from..count {
            if self.text.len() >= until.0 || self.places.len() >= until.1 {
                self.missing.push(Missing::Members { holder, root, path, from: number });
                return;
            }
            if let Target::Value { path, .. } = &mut target
                && let Some(last) = path.last_mut()
            {
                *last = number;
            }
            let place = self.add(document, holder, number, &target);
            let inside = match (document.token_at(&target), &target) {
                (Some(token), _) => Missing::Token(token),
                (None, Target::Value { path: inner, .. }) if has_members(document, root, inner) => {
                    if inner.len() >= DEEPEST {
                        continue;
                    }
                    Missing::Members { holder: place, root, path: inner.clone(), from: 0 }
                }
                _ => continue,
            };
            self.missing.push(Missing::Members { holder, root, path, from: number + 1 });
            self.missing.push(inside);
            return;
        }
    }
}

/// The value at the end of a path, as it was written.
fn raw<'a>(document: &'a Document, root: Root, path: &[usize]) -> Option<&'a Value> {
    document.value(root, path).map(|(_, raw, _)| raw)
}

fn has_members(document: &Document, root: Root, path: &[usize]) -> bool {
    raw(document, root, path)
        .is_some_and(|value| !value.members().is_empty() || !value.items().is_empty())
}

/// What is seen of a place, on one line and in small letters: its name and its value, but for an
/// object, whose members say it themselves.
pub fn words(document: &Document, target: &Target) -> String {
    let mut words = String::new();
    push_words(&mut words, document, target);
    words
}

/// Appends the words of a place: nothing is copied twice, as there may be very many.
fn push_words(out: &mut String, document: &Document, target: &Target) {
    let start = out.len();
    match target {
        Target::Value { root, path } => push_value(out, document, *root, path),
        Target::Resource(row) => {
            let Some(line) = document.resources.get(*row) else { return };
            out.push_str(&line.name);
            for row in line.scopes.iter().filter_map(|scope| document.scopes.rows.get(*scope)) {
                for words in [&*row.scope.name, row.scope.description.unwrap_or("")] {
                    out.push(' ');
                    out.push_str(words);
                }
            }
        }
        Target::Finding(row) => {
            let Some(finding) = document.findings.get(*row) else { return };
            out.extend([finding.code, " ", &finding.message]);
        }
        Target::Range { .. } | Target::Scope(_) => {}
    }
    if out[start..].is_ascii() {
        out[start..].make_ascii_lowercase();
    } else {
        let words = out.split_off(start);
        out.push_str(&words.to_lowercase());
    }
    if memchr(b'\n', &out.as_bytes()[start..]).is_some() {
        let words = out.split_off(start);
        out.push_str(&words.replace('\n', " "));
    }
}

fn push_value(out: &mut String, document: &Document, root: Root, path: &[usize]) {
    let (name, masked) = if matches!((root, path), (Root::Field(_), [])) {
        // A field may be absent, or a secret.
        let Some(item) = document.item(root, path, Zone::System) else { return };
        match item.content {
            ValueContent::Value { masked, .. } => (item.name, masked),
            ValueContent::Absent | ValueContent::Secret(_) => return out.push_str(&item.name),
        }
    } else {
        let Some((name, _, masked)) = document.value(root, path) else { return };
        (name, masked)
    };
    out.push_str(&name);
    if masked.members().is_empty() && masked.items().len() <= 1 {
        out.push(' ');
        match masked {
            Value::String(text) => out.push_str(display::cut(text.as_str(), LONGEST)),
            value => out.push_str(&display::json(value, LONGEST)),
        }
    }
}

impl fmt::Debug for SearchIndex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SearchIndex").field("places", &self.places.len()).finish_non_exhaustive()
    }
}
