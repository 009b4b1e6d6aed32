//! Explanations in the report for people.

use std::fmt::{self, Write as _};

use super::ReportWriter;
use crate::{
    catalog::{errors::Sentences, opaque_tokens::PublishedToken},
    emphasis::Emphasis,
    explain,
    inspection::Inspection,
    token::Field,
};

impl ReportWriter<'_> {
    /// The meaning and key facts of an artifact without a usable token.
    pub(super) fn key_facts(&mut self, inspection: &Inspection) -> fmt::Result {
        let key_facts = explain::key_facts(inspection);
        if key_facts.is_empty() {
            return Ok(());
        }
        // One conclusion is enough: that of the comparison with what was sent.
        if inspection.presented.is_none() || explain::access(inspection).is_none() {
            let meaning = self.paint.emphasis(Emphasis::Dim, inspection.kind.meaning());
            writeln!(self.out, "{meaning}\n")?;
        }
        let width = key_facts.iter().map(|it| it.label.len()).max().unwrap_or(0);
        for explain::KeyFact { label, words } in &key_facts {
            writeln!(self.out, "  {label:width$}  {}", super::shorten(words))?;
        }
        Ok(())
    }

    /// Errors with their causes, opaque tokens by their prefix, notes.
    pub(super) fn explained(&mut self, inspection: &Inspection) -> fmt::Result {
        self.access(inspection)?;
        self.error(inspection)?;
        self.opaque(inspection)?;
        self.notes(inspection)
    }

    fn error(&mut self, inspection: &Inspection) -> fmt::Result {
        let Some(explanation) = explain::error(inspection) else { return Ok(()) };
        for entry in &explanation.entries {
            self.title(&explanation.heading(entry))?;
            let source = self.paint.emphasis(Emphasis::Dim, entry.source);
            writeln!(self.out, "  {}  {source}", entry.meaning)?;
            self.list("Usual causes, the likeliest first", entry.causes)?;
            self.list("What to try", entry.remedies)?;
        }
        if !explanation.details.is_empty() {
            self.title("What the answer adds")?;
            for detail in &explanation.details {
                writeln!(self.out, "  · {detail}")?;
            }
        }
        if let Some(more) = &explanation.read_more {
            writeln!(self.out, "\n  the server has more to say at {more}")?;
        }
        Ok(())
    }

    fn list(&mut self, heading: &str, lines: Sentences) -> fmt::Result {
        writeln!(self.out, "  {heading}")?;
        for line in lines.iter() {
            writeln!(self.out, "    · {line}")?;
        }
        Ok(())
    }

    fn opaque(&mut self, inspection: &Inspection) -> fmt::Result {
        for field in &inspection.fields {
            let Some(known) = known(inspection, field) else { continue };
            self.title(&format!("{} (opaque)", crate::text::visible(&field.name)))?;
            let fault = known.fault();
            let known = known.prefix;
            writeln!(self.out, "  {} {}", known.provider, known.kind)?;
            if let Some(fault) = fault {
                writeln!(self.out, "  {}", self.paint.emphasis(Emphasis::Warning, fault))?;
            }
            if !known.introspect.is_empty() {
                writeln!(self.out, "  ask with  {}", known.introspect)?;
            }
            let source = self.paint.emphasis(Emphasis::Dim, known.source);
            writeln!(self.out, "  {source}")?;
        }
        Ok(())
    }

    fn notes(&mut self, inspection: &Inspection) -> fmt::Result {
        let notes = explain::notes(inspection);
        if notes.is_empty() {
            return Ok(());
        }
        self.title("Notes")?;
        for note in &notes {
            let field = crate::text::visible(&note.field);
            let source = self.paint.emphasis(Emphasis::Dim, note.source);
            writeln!(self.out, "  {field}: {}  {source}", note.message)?;
        }
        Ok(())
    }
}

/// The published format of an opaque token in a field, if it has one.
fn known(inspection: &Inspection, field: &Field) -> Option<PublishedToken> {
    // The published prefix is looked at, and nothing is kept.
    let known = explain::opaque(field.secret().filter(|_| field.present)?.expose())?;
    inspection.token(&field.name).is_none().then_some(known)
}
