//! Explanations in the report: errors with their causes, opaque tokens by their format, notes.

use serde::{
    Serialize,
    ser::{self, SerializeMap as _},
};

use super::Each;
use crate::{
    catalog::{errors::ErrorMeaning, opaque_tokens::PublishedToken},
    explain::{AccessCheck, Explanation, Note},
};

/// The explanation of an error.
pub(super) struct ExplanationReport<'a> {
    pub explanation: &'a Explanation,
    /// Why a request was refused that came with its answer.
    pub access: Option<AccessCheck>,
}

impl Serialize for ExplanationReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let explanation = self.explanation;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("code", &explanation.code)?;
        map.serialize_entry("said", &explanation.description)?;
        map.serialize_entry("read_more", &explanation.read_more)?;
        map.serialize_entry(
            "meanings",
            &Each(&explanation.entries, |entry| MeaningReport(explanation, entry)),
        )?;
        let reason = self.access.iter().flat_map(|check| [&check.reason, &check.advice]);
        let details: Vec<_> = reason.chain(&explanation.details).collect();
        map.serialize_entry("details", &details)?;
        map.end()
    }
}

/// One meaning of an explained error.
struct MeaningReport<'a>(&'a Explanation, &'a ErrorMeaning);

impl Serialize for MeaningReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(6))?;
        let Self(explanation, entry) = self;
        map.serialize_entry("code", &entry.code.or(explanation.code.as_deref()))?;
        map.serialize_entry("provider", &entry.provider)?;
        map.serialize_entry("meaning", entry.meaning)?;
        map.serialize_entry("causes", &entry.causes.iter().collect::<Vec<_>>())?;
        map.serialize_entry("remedies", &entry.remedies.iter().collect::<Vec<_>>())?;
        map.serialize_entry("source", entry.source)?;
        map.end()
    }
}

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

/// An opaque token recognized by its published format.
pub(super) struct PrefixReport(pub PublishedToken);

impl Serialize for PrefixReport {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let PublishedToken { prefix, state } = &self.0;
        let mut map = serializer.serialize_map(Some(6))?;
        map.serialize_entry("provider", prefix.provider)?;
        map.serialize_entry("kind", prefix.kind)?;
        map.serialize_entry("state", state.name())?;
        map.serialize_entry("fault", &self.0.fault())?;
        map.serialize_entry("introspect", prefix.introspect)?;
        map.serialize_entry("source", prefix.source)?;
        map.end()
    }
}
