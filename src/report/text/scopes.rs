//! The scopes in the report for people.

use std::fmt::{self, Write as _};

use super::ReportWriter;
use crate::{
    emphasis::Emphasis,
    inspection::{Inspection, ScopeRow, ScopeTable},
    text::visible,
};

/// The widest name that the others are aligned with.
const WIDEST: usize = 48;

impl ReportWriter<'_> {
    /// The scopes, and where each is named as far as that is known.
    pub(super) fn scopes(&mut self, inspection: &Inspection) -> fmt::Result {
        let table = inspection.scope_table();
        if table.rows.is_empty() {
            return Ok(());
        }
        if table.is_compared() {
            self.title(&format!("Scopes ({} granted)", inspection.scopes.len()))?;
        } else {
            self.title(&format!("Scopes ({})", inspection.scopes.len()))?;
        }
        if let Some(words) = table.grant.words() {
            let words = self.paint.emphasis(Emphasis::Dim, words);
            writeln!(self.out, "  {words}")?;
        }
        let widths = table.rows.iter().map(|row| row.scope.name.chars().count());
        let width = widths.max().unwrap_or(0).min(WIDEST);
        if table.is_compared() {
            let heads: Vec<_> = table.columns.iter().map(|it| it.name()).collect();
            let heads = self.paint.emphasis(Emphasis::Dim, &heads.join("  "));
            writeln!(self.out, "  {:width$}  {heads}", "")?;
        }
        for row in &table.rows {
            let name = visible(&row.scope.name);
            let marks = self.marks(&table, row);
            let words = match (row.difference, row.scope.description) {
                (Some(difference), _) => self.paint.emphasis(Emphasis::Warning, difference),
                (None, Some(description)) => self.paint.emphasis(Emphasis::Dim, description),
                (None, None) => String::new(),
            };
            let line = format!("  {name:width$}  {marks}{words}");
            writeln!(self.out, "{}", line.trim_end())?;
        }
        Ok(())
    }

    /// A mark under the head of each column.
    fn marks(&self, table: &ScopeTable, row: &ScopeRow) -> String {
        let marks = table.columns.iter().zip(&row.marks).map(|(column, mark)| {
            let blanks = " ".repeat(column.name().len() + 1);
            format!("{}{blanks}", self.paint.emphasis(mark.emphasis(), mark.symbol()))
        });
        marks.collect()
    }
}
