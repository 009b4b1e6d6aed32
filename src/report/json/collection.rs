//! The report of a collection: `items`, each a whole report with its place and label.

use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::{Each, ProblemReport, Report, ReportOptions};
use crate::inspection::{Collection, CollectionItem};

/// The report of a collection, as serde sees it.
pub(super) struct CollectionReport<'a> {
    pub collection: &'a Collection,
    pub options: &'a ReportOptions,
}

impl Serialize for CollectionReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { collection, options } = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("version", &1)?;
        map.serialize_entry("kind", "collection")?;
        map.serialize_entry("encoding", collection.encoding.name())?;
        let item = |item| ItemReport { item, options, always_placed: true };
        map.serialize_entry("items", &Each(&collection.items, item))?;
        if let Some(problem) = &collection.problem {
            map.serialize_entry("problem", &ProblemReport(problem))?;
        }
        map.end()
    }
}

/// The report of one item: that of its inspection, where it stands and what it is called.
pub(super) struct ItemReport<'a> {
    pub item: &'a CollectionItem,
    pub options: &'a ReportOptions,
    /// Whether place and label are members even where nothing says them.
    pub always_placed: bool,
}

impl Serialize for ItemReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { item, options, always_placed } = *self;
        let inspection = &*options.reported(&item.inspection);
        let mut map = serializer.serialize_map(None)?;
        Report { inspection, options }.head(&mut map)?;
        if always_placed || item.place.is_some() {
            map.serialize_entry("place", &options.reported_place(item))?;
        }
        if always_placed || item.label.is_some() {
            map.serialize_entry("label", &options.reported_label(item))?;
        }
        if let Some(tool) = item.tool {
            map.serialize_entry("tool", tool)?;
        }
        Report { inspection, options }.body(&mut map)?;
        if !item.nested.is_empty() {
            let nested = |item| Self { item, options, always_placed: true };
            map.serialize_entry("items", &Each(&item.nested, nested))?;
        }
        map.end()
    }
}
