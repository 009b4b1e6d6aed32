//! Writes the report as one JSON object, version 1. Later versions of the program only add members.

mod collection;
mod expiry;
mod explained;
mod serializer;
mod special_bytes;
mod token;
mod usable;
mod value;
mod writer;

pub use value::write_value;
pub use writer::{Layout, Writer, write, write_compact, write_contents, write_pretty};

use chrono::{DateTime, Utc};
use serde::{
    Serialize,
    ser::{self, SerializeMap},
};

use self::{
    expiry::ExpiryReport,
    explained::{ExplanationReport, NoteReport, PrefixReport},
    token::TokenReport,
    usable::UsableReport,
    value::{DisplayValue, Masked, Number},
};
use super::{Masking, ReportOptions};
use crate::{
    explain,
    findings::Finding,
    inspection::Inspection,
    problem::{Place, Problem},
    secret::Secret,
    token::{Field, Scope, field},
};

/// The report of an inspection, as serde sees it.
#[derive(Clone, Copy)]
pub struct Report<'a> {
    pub inspection: &'a Inspection,
    pub options: &'a ReportOptions,
}

impl Serialize for Report<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.head(&mut map)?;
        self.body(&mut map)?;
        map.end()
    }
}

impl Report<'_> {
    /// Writes what it is.
    fn head<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        map.serialize_entry("version", &1)?;
        map.serialize_entry("kind", self.inspection.kind.name())?;
        map.serialize_entry("encoding", self.inspection.encoding.name())
    }

    /// Writes what it holds, and what that means.
    fn body<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let Self { inspection, options } = *self;
        let masking = options.masking(inspection);
        map.serialize_entry(
            "fields",
            &Each(&inspection.fields, |field| FieldReport { field, masking }),
        )?;
        map.serialize_entry("usable", &UsableReport(&inspection.usable(options.now)))?;
        map.serialize_entry("expiry", &ExpiryReport(&inspection.expiry, options.now))?;
        let refresh = inspection.refresh_expiry.as_ref();
        map.serialize_entry(
            "refresh_expiry",
            &refresh.map(|expiry| ExpiryReport(expiry, options.now)),
        )?;
        map.serialize_entry("scopes", &Each(&inspection.scopes, ScopeReport))?;
        map.serialize_entry(
            "tokens",
            &Each(&inspection.tokens, |token| TokenReport { token, now: options.now, masking }),
        )?;
        map.serialize_entry(
            "findings",
            &Each(&inspection.findings, |finding| FindingReport { finding, now: options.now }),
        )?;
        if let Some(explanation) = &explain::error(inspection) {
            let access = explain::access(inspection);
            map.serialize_entry("explanation", &ExplanationReport { explanation, access })?;
        }
        let notes = explain::notes(inspection);
        if !notes.is_empty() {
            map.serialize_entry("notes", &Each(&notes, NoteReport))?;
        }
        if let Some(problem) = &inspection.problem {
            map.serialize_entry("problem", &ProblemReport(problem))?;
        }
        Ok(())
    }
}

/// Serializes a slice, each item through a view.
struct Each<'a, T, F>(&'a [T], F);

impl<'a, T, V: Serialize, F: Fn(&'a T) -> V> Serialize for Each<'a, T, F> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(&self.1))
    }
}

struct FieldReport<'a> {
    field: &'a Field,
    masking: Masking<'a>,
}

impl Serialize for FieldReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { field, masking } = *self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &field.name)?;
        map.serialize_entry("source_name", &field.source_name)?;
        map.serialize_entry("present", &field.present)?;
        map.serialize_entry("type", field.type_name())?;
        map.serialize_entry("secret", &field.is_secret())?;
        match &field.content {
            field::Content::Secret { secret, .. } if !masking.reveal => {
                map.serialize_entry("masked", &Masked(secret))?;
            }
            field::Content::Secret { secret, type_name: "number" } => {
                map.serialize_entry("value", &Number(secret.expose()))?;
            }
            // The person asked to see secrets whole.
            field::Content::Secret { secret, .. } => {
                map.serialize_entry("value", secret.expose())?;
            }
            field::Content::Plain(_) if field.withheld.is_some() => {
                map.serialize_entry("masked", "personal")?;
            }
            field::Content::Plain(value) => {
                map.serialize_entry("value", &DisplayValue { name: &field.name, value, masking })?;
            }
        }
        // The published prefix is looked at, and only its meaning is printed. A JWT has none.
        let opaque = field.secret().filter(|_| field.present).map(Secret::expose);
        if let Some(known) =
            opaque.filter(|text| !text.starts_with("eyJ")).and_then(explain::opaque)
        {
            map.serialize_entry("known", &PrefixReport(known))?;
        }
        map.end()
    }
}

struct ScopeReport<'a>(&'a Scope);

impl Serialize for ScopeReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(4))?;
        map.serialize_entry("name", &self.0.name)?;
        map.serialize_entry("resource", &self.0.resource)?;
        map.serialize_entry("action", &self.0.action)?;
        map.serialize_entry("description", &self.0.description)?;
        map.end()
    }
}

struct FindingReport<'a> {
    finding: &'a Finding,
    now: DateTime<Utc>,
}

impl Serialize for FindingReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let Self { finding, now } = *self;
        map.serialize_entry("code", finding.code)?;
        map.serialize_entry("severity", finding.severity.name())?;
        map.serialize_entry("field", &finding.field)?;
        if let Some(claim) = &finding.claim {
            map.serialize_entry("claim", claim)?;
        }
        map.serialize_entry("message", &finding.message_at(now))?;
        map.serialize_entry("source", finding.source)?;
        map.end()
    }
}

struct ProblemReport<'a>(&'a Problem);

impl Serialize for ProblemReport<'_> {
    fn serialize<S: ser::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("message", &self.0.message)?;
        match self.0.place {
            Some(Place::Text { line, column }) => {
                map.serialize_entry("line", &line)?;
                map.serialize_entry("column", &column)?;
            }
            Some(Place::Part { part, byte }) => {
                map.serialize_entry("part", part)?;
                map.serialize_entry("byte", &byte)?;
            }
            None => {}
        }
        if let Some(hint) = &self.0.hint {
            map.serialize_entry("hint", hint)?;
        }
        map.end()
    }
}
