//! The tree of a value: a row for each member that is not folded away.

use std::ops::Range;

use super::Gathered;
use crate::{
    app::{
        Target,
        detail::{DetailRow, Fold},
        document::Root,
    },
    emphasis::Emphasis,
    value::Value,
    words,
};

/// The most rows of one view.
const MOST_ROWS: usize = 20_000;
/// More members of one value than these are shown in pages.
pub const PAGE: usize = 1_000;
/// Deeper values are shown on one line.
const DEEPEST: usize = 64;

impl Gathered<'_> {
    /// The members of a value, and what is open of those below them.
    pub(super) fn members(&mut self, root: Root, value: &Value) {
        let whole = count(value);
        if whole == 0 {
            return self.say(Emphasis::Dim, "empty");
        }
        self.walk(root, value, &mut Vec::new(), 0);
        if self.rows.len() >= MOST_ROWS {
            let members = words::count(whole, "member");
            self.say(Emphasis::Dim, format!("only the beginning of {members} is shown"));
        }
    }

    /// A header or the claims of a token that stands inside something else, under a row of its own.
    pub(super) fn part(&mut self, root: Root, value: &Value, depth: usize) {
        let target = Target::Value { root, path: Vec::new() };
        if self.fold(target, count(value), depth) {
            self.walk(root, value, &mut Vec::new(), depth + 1);
        }
    }

    /// The members of a value, or the pages of them where they are very many.
    fn walk(&mut self, root: Root, value: &Value, path: &mut Vec<usize>, depth: usize) {
        let all = count(value);
        if all <= PAGE {
            return self.walk_some(root, value, path, 0..all, depth);
        }
        let page = page_size(all);
        for first in (0..all).step_by(page) {
            let end = (first + page).min(all);
            let target = Target::Range { root, path: path.clone(), first, end };
            // Closed until it is asked for.
            if self.fold(target, usize::MAX, depth) {
                self.walk_some(root, value, path, first..end, depth + 1);
            }
        }
    }

    fn walk_some(
        &mut self,
        root: Root,
        value: &Value,
        path: &mut Vec<usize>,
        some: Range<usize>,
        depth: usize,
    ) {
        for index in some {
            if self.rows.len() >= MOST_ROWS {
                return;
            }
            let inner = match value {
                Value::Object(members) => members.get(index).map(|member| &member.value),
                Value::Array(items) => items.get(index),
                _ => None,
            };
            let Some(inner) = inner else { return };
            path.push(index);
            let target = Target::Value { root, path: path.clone() };
            if nests(inner) && depth < DEEPEST {
                if self.fold(target, count(inner), depth) {
                    self.walk(root, inner, path, depth + 1);
                }
            } else if let Some(token) = self.document.token_at(&target) {
                self.token_inside(target, token, depth);
            } else {
                self.rows.push(DetailRow::Member { target, depth, fold: Fold::Leaf });
            }
            path.pop();
        }
    }

    /// A claim that is a token itself: its header and claims below it.
    fn token_inside(&mut self, target: Target, index: usize, depth: usize) {
        let Some(token) = self.document.token(index) else { return };
        // Two parts, closed until they are asked for.
        if self.fold(target, usize::MAX, depth) {
            self.part(Root::Header(index), &token.header, depth + 1);
            if let Some(claims) = &token.claims {
                self.part(Root::Claims(index), claims, depth + 1);
            }
        }
    }

    /// A row that can be folded. True where it is open.
    fn fold(&mut self, target: Target, members: usize, depth: usize) -> bool {
        let open = self.folds.is_open(&target, members, depth);
        let fold = if open { Fold::Open } else { Fold::Closed };
        self.rows.push(DetailRow::Member { target, depth, fold });
        open
    }
}

/// How many members make a page, of so many.
pub fn page_size(all: usize) -> usize {
    // A thousand pages are as many as anybody wants to see.
    PAGE.max(all / PAGE)
}

/// Members of an object, items of a list, none of anything else.
pub fn count(value: &Value) -> usize {
    value.members().len() + value.items().len()
}

/// Whether a value is worth rows of its own: one item reads as well on its line.
pub(super) fn nests(value: &Value) -> bool {
    match value {
        Value::Array(items) => match items.as_slice() {
            [] => false,
            [only] => matches!(only, Value::Object(_) | Value::Array(_)),
            _ => true,
        },
        other => !other.members().is_empty(),
    }
}
