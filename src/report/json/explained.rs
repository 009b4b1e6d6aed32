//! What it means: errors with their causes, opaque tokens by their prefix, remarks.

use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::Each;
use crate::{
    catalog::{ErrorCode, Prefix},
    explain::{Explanation, Note},
};

/// What an error means.
pub(super) struct ExplanationReport<'a>(pub &'a Explanation);

impl Serialize for ExplanationReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &self.0.code)?;
        map.serialize_entry("said", &self.0.said)?;
        map.serialize_entry("read_more", &self.0.read_more)?;
        map.serialize_entry("meanings", &Each(&self.0.entries, |&entry| Meaning(entry)))?;
        map.end()
    }
}

struct Meaning<'a>(&'a ErrorCode);

impl Serialize for Meaning<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("code", self.0.code)?;
        map.serialize_entry("provider", &self.0.provider)?;
        map.serialize_entry("meaning", self.0.meaning)?;
        map.serialize_entry("causes", self.0.causes)?;
        map.serialize_entry("remedies", self.0.remedies)?;
        map.serialize_entry("source", self.0.source)?;
        map.end()
    }
}

/// What a remark says.
pub(super) struct NoteReport<'a>(pub &'a Note);

impl Serialize for NoteReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("field", &self.0.field)?;
        map.serialize_entry("message", &self.0.message)?;
        map.serialize_entry("source", self.0.source)?;
        map.end()
    }
}

/// Whose opaque token it is.
pub(super) struct PrefixReport(pub &'static Prefix);

impl Serialize for PrefixReport {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("provider", self.0.provider)?;
        map.serialize_entry("kind", self.0.kind)?;
        map.serialize_entry("introspect", self.0.introspect)?;
        map.serialize_entry("source", self.0.source)?;
        map.end()
    }
}
