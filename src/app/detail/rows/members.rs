//! A row for each member of a value.

use super::Gathered;
use crate::{
    app::{Target, detail::DetailRow, document::Root},
    emphasis::Emphasis,
    value::Value,
    words,
};

/// The most rows of one value; the rest is copied, not read.
const MOST_ROWS: usize = 5_000;
/// Deeper values are shown on one line.
const DEEPEST: usize = 12;

impl Gathered<'_> {
    /// The members of a value, those of its objects and lists below them.
    pub(super) fn members(&mut self, root: Root, value: &Value) {
        let start = self.rows.len();
        self.walk(root, value, &mut Vec::new(), start);
        let whole = count(value);
        if self.rows.len() - start >= MOST_ROWS {
            self.say(
                Emphasis::Dim,
                format!("only the beginning of {} is shown", words::count(whole, "member")),
            );
        } else if whole == 0 {
            self.say(Emphasis::Dim, "empty");
        }
    }

    fn walk(&mut self, root: Root, value: &Value, path: &mut Vec<usize>, start: usize) {
        for index in 0..count(value) {
            if self.rows.len() - start >= MOST_ROWS {
                return;
            }
            let inner = match value {
                Value::Object(members) => members.get(index).map(|member| &member.value),
                Value::Array(items) => items.get(index),
                _ => None,
            };
            let Some(inner) = inner else { return };
            path.push(index);
            let depth = path.len() - 1;
            self.rows.push(DetailRow::Member(Target::Value { root, path: path.clone() }, depth));
            if nested(inner) && depth < DEEPEST {
                self.walk(root, inner, path, start);
            }
            path.pop();
        }
    }
}

/// Members of an object, items of a list, none of anything else.
fn count(value: &Value) -> usize {
    value.members().len() + value.items().len()
}

/// Whether a value is worth rows of its own: an object, or a list of objects and lists.
fn nested(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => {
            items.iter().any(|item| matches!(item, Value::Object(_) | Value::Array(_)))
        }
        _ => false,
    }
}
