//! What a cursor can stand on, as a path into the inspection.

use super::document::Root;

/// A place that a cursor can stand on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// A value: the root itself, or what the path of member and item indices leads to.
    Value {
        /// Where it hangs.
        root: Root,
        /// Indices down from the root.
        path: Vec<usize>,
    },
    /// Some of very many members or items, which are shown a page at a time.
    Range {
        /// Where the object or list hangs.
        root: Root,
        /// Indices down to it.
        path: Vec<usize>,
        /// The first of them.
        first: usize,
        /// The one after the last.
        end: usize,
    },
    /// A line of the scope table.
    Resource(usize),
    Scope(usize),
    Finding(usize),
}

impl Target {
    /// A value inside this one, by the index of its member or item.
    pub fn inside(&self, index: usize) -> Option<Self> {
        let Self::Value { root, path } = self else { return None };
        let mut path = path.clone();
        path.push(index);
        Some(Self::Value { root: *root, path })
    }

    /// A whole field.
    pub fn field(index: usize) -> Self {
        Self::Value { root: Root::Field(index), path: Vec::new() }
    }
}
