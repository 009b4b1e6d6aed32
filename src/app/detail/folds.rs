//! Which objects and lists of the detail panel are open.

use std::collections::HashMap;

use crate::{
    app::{
        Document, Target,
        document::{Root, ValueContent},
    },
    token::Zone,
};

use super::{Detail, DetailRow, DetailView, Fold, rows::members};

/// More members than these are folded until they are asked for.
const MOST_OPEN: usize = 20;
/// What lies deeper is folded until it is asked for.
const DEEPEST_OPEN: usize = 3;

/// Which objects, lists and nested tokens are open: the small ones, unless the person has said
/// otherwise.
#[derive(Clone, Debug, Default)]
pub struct Folds {
    /// Whether all are open, or all closed, where the person has said so.
    all: Option<bool>,
    /// What was said of single ones since.
    each: HashMap<Target, bool>,
}

impl Folds {
    /// Whether a value with so many members at this depth is open.
    pub fn is_open(&self, target: &Target, members: usize, depth: usize) -> bool {
        let small = members <= MOST_OPEN && depth < DEEPEST_OPEN;
        self.each.get(target).copied().or(self.all).unwrap_or(small)
    }

    pub fn set(&mut self, target: Target, open: bool) {
        self.each.insert(target, open);
    }

    /// Opens or closes everything.
    pub fn set_all(&mut self, open: bool) {
        *self = Self { all: Some(open), each: HashMap::new() };
    }
}

impl Detail {
    /// Turns to the view that has this value, opens what it is folded into, and moves the cursor
    /// there.
    pub fn reveal(&mut self, document: &Document, target: &Target, zone: Zone) {
        let mut view = DetailView::About;
        let mut inner = Some(target);
        while let Some(Target::Value { root, path }) = inner {
            for end in 0..path.len() {
                let outer = Target::Value {
                    root: *root,
                    path: path.get(..end).unwrap_or_default().to_vec(),
                };
                if let Some(page) = page_of(document, &outer, path.get(end).copied(), zone) {
                    self.folds.set(page, true);
                }
                self.folds.set(outer, true);
            }
            let (token, own_view) = match root {
                Root::Field(_) => (None, DetailView::Members),
                Root::Header(token) => (Some(*token), DetailView::Header),
                Root::Claims(token) | Root::Disclosed(token) => (Some(*token), DetailView::Claims),
            };
            view = own_view;
            inner = token.and_then(|token| document.holder(token));
            if let Some(holder) = inner {
                self.folds.set(holder.clone(), true);
            }
        }
        if self.view != view && self.views.contains(&view) {
            self.view = view;
        }
        self.fill(document, zone);
        self.select(target);
        self.cursor_lines = (usize::MAX, 0);
    }

    /// Opens or closes the row under the cursor.
    pub fn fold(&mut self, document: &Document, open: bool, zone: Zone) {
        if let Some((target, ..)) = self.fold_here() {
            let target = target.clone();
            self.folds.set(target, open);
            self.refill(document, zone);
        }
    }

    /// Closes everything where something is open, else opens everything.
    pub fn fold_all(&mut self, document: &Document, zone: Zone) {
        let is_open = |row: &DetailRow| matches!(row, DetailRow::Member { fold: Fold::Open, .. });
        let open = !self.rows.iter().any(is_open);
        self.folds.set_all(open);
        self.refill(document, zone);
    }

    /// The row of the tree under the cursor: where it is, and whether something is below it.
    pub fn fold_here(&self) -> Option<(&Target, usize, Fold)> {
        match self.rows.get(self.cursor)? {
            DetailRow::Member { target, depth, fold } => Some((target, *depth, *fold)),
            _ => None,
        }
    }

    /// Moves the cursor to the row that holds the one under it. False where none does.
    pub fn to_parent(&mut self) -> bool {
        let Some((_, depth, _)) = self.fold_here() else { return false };
        let above = self.rows.get(..self.cursor).unwrap_or_default();
        let holds = |row: &DetailRow| matches!(row, DetailRow::Member { depth: outer, .. } if *outer < depth);
        let parent = above.iter().rposition(holds);
        self.cursor = parent.unwrap_or(self.cursor);
        parent.is_some()
    }
}

/// The page that has this member, where the value is shown in pages.
fn page_of(
    document: &Document,
    holder: &Target,
    member: Option<usize>,
    zone: Zone,
) -> Option<Target> {
    let Target::Value { root, path } = holder else { return None };
    let ValueContent::Value { raw, .. } = document.item(*root, path, zone)?.content else {
        return None;
    };
    let all = members::count(raw);
    let page = Some(members::page_size(all)).filter(|_| all > members::PAGE)?;
    let first = member? / page * page;
    Some(Target::Range { root: *root, path: path.clone(), first, end: (first + page).min(all) })
}
