//! Tries what takes several lines: a table, cookies, a token that was broken, members, an array of
//! PHP.

use super::{
    PassageScan, blocks,
    cookie_lines::{self, CookieLines},
    member_lines, objects, pairs,
};
use crate::input::{Artifact, Encoding, compact, notation::table};

impl PassageScan<'_> {
    /// A table that begins at an offset, and where the text goes on behind it.
    pub(super) fn table(&mut self, at: usize, end: usize) -> Option<usize> {
        let line = self.line(at, end);
        let next = self.line(at + line.len(), end);
        let is_first = self.text[..at].trim_end_matches([' ', '\t']).ends_with("\n\n") || at == 0;
        if at < self.no_table_before
            || !table::may_begin(line.trim_end(), next.trim_end(), is_first)
        {
            return None;
        }
        let table = table::read(&self.text[at..end])?;
        // A part of a table that holds nothing does not, either.
        self.no_table_before = at + table.end;
        let mut any = false;
        for row in table.rows {
            any |= self
                .add_value(at + row.start, Artifact::embedded_object(row.value, Encoding::Table));
        }
        any.then_some(at + table.end)
    }

    /// The cookies that begin at an offset, a line each, and where the text goes on behind them.
    pub(super) fn cookies(&mut self, at: usize, end: usize) -> Option<usize> {
        if at < self.no_cookies_before {
            return None;
        }
        let CookieLines { cookies, length } = cookie_lines::read(&self.text[at..end])?;
        self.no_cookies_before = at + length;
        let mut any = false;
        for (line, artifact, host) in cookies {
            any |= self.add(at + line, artifact, host);
        }
        any.then_some(at + length)
    }

    /// A token that a terminal or a mail broke over lines, and where the text goes on behind it.
    pub(super) fn wrapped_token(&mut self, at: usize, end: usize) -> Option<usize> {
        let line = self.line(at, end);
        let length = blocks::wrapped_token(line, &self.text[at..end])?;
        let token = &self.text[at..at + length];
        let word = token.trim_start_matches(|c: char| !c.is_ascii_alphanumeric());
        let (name, word) = match word.rfind([' ', '\t', '"', '\'', '=']) {
            Some(before) if !word[..before].contains('\n') => word.split_at(before + 1),
            _ => ("", word),
        };
        let artifact = compact::jwt(word)?;
        self.add(at, artifact, pairs::name_before(name));
        Some(at + length)
    }

    /// A response whose members are lines, and where the text goes on behind it.
    pub(super) fn member_lines(&mut self, at: usize, end: usize) -> Option<usize> {
        if self.is_log || at < self.no_members_before {
            return None;
        }
        let lines = member_lines::read(&self.text[at..end]);
        self.no_members_before = at + lines.length;
        let artifact = lines.artifact?;
        let label = member_lines::label(&self.text[..at]);
        self.add(at, artifact, label).then_some(at + lines.length)
    }

    /// An array that PHP printed, and where the text goes on behind it.
    pub(super) fn php_array(&mut self, at: usize, end: usize) -> Option<usize> {
        let array = objects::php_array(self.text, at, end, &mut self.budget)?;
        let behind = array.end;
        let artifact = array.artifact(self.lines.line_of(at));
        let any = self.add_value(at, artifact);
        if !any {
            self.budget = self.budget.saturating_sub(behind - at);
        }
        any.then_some(behind)
    }
}
