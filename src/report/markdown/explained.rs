//! Explanations in the report to share.

use std::fmt::{self, Write as _};

use super::{
    MarkdownWriter,
    escape::{code, prose},
};
use crate::{explain, inspection::Inspection};

impl MarkdownWriter<'_> {
    /// Errors with their causes, and notes.
    pub(super) fn explanation(&mut self, inspection: &Inspection) -> fmt::Result {
        self.access(inspection)?;
        if let Some(explanation) = explain::error(inspection) {
            for entry in &explanation.entries {
                self.heading(&prose(&explanation.heading(entry)))?;
                writeln!(self.out, "{} ({})", prose(entry.meaning), prose(entry.source))?;
                for (heading, lines) in [
                    ("Usual causes, the likeliest first", entry.causes),
                    ("What to try", entry.remedies),
                ] {
                    writeln!(self.out, "\n{heading}:\n")?;
                    for line in lines.iter() {
                        writeln!(self.out, "- {}", prose(line))?;
                    }
                }
            }
            if !explanation.details.is_empty() {
                self.heading("What the answer adds")?;
                for detail in &explanation.details {
                    writeln!(self.out, "- {}", prose(detail))?;
                }
            }
        }
        let notes = explain::notes(inspection);
        if !notes.is_empty() {
            self.heading("Notes")?;
            for note in notes {
                let (message, source) = (prose(&note.message), prose(note.source));
                writeln!(self.out, "- {}: {message} ({source})", code(&note.field))?;
            }
        }
        Ok(())
    }

    /// Why a request was refused, what the server demands beside what the request presented.
    fn access(&mut self, inspection: &Inspection) -> fmt::Result {
        let Some(check) = explain::access(inspection) else { return Ok(()) };
        self.heading("Why it was refused")?;
        writeln!(self.out, "**{}** {}\n", prose(&check.reason), prose(&check.advice))?;
        if let Some(request) = &check.request {
            writeln!(self.out, "- request: {}", code(request))?;
        }
        writeln!(self.out, "- with: {}", prose(&check.presented))?;
        writeln!(self.out, "- answer: {}\n", prose(&check.answer))?;
        let side = |text: Option<&str>, unknown: &str| prose(text.unwrap_or(unknown));
        let rows: Vec<_> = check
            .rows
            .iter()
            .map(|row| {
                let demanded = side(row.demanded.as_deref(), "nothing is said");
                let presented = side(row.presented.as_deref(), "cannot be seen");
                [format!("{} {}", row.mark.symbol(), row.label), demanded, presented]
            })
            .collect();
        self.table(["", "the server wants", "the request has"], &rows)
    }
}
