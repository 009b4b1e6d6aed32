//! Cells of a table: where they stand, and what they say.

use crate::secret::Wiping;

use crate::value::{Value, json};

/// The text of a cell, which may be a token: wiped on drop.
pub(super) type Cell = Wiping<String>;

fn cell(text: &str) -> Cell {
    Wiping::new(text.trim().to_owned())
}

/// Whether a line is only drawn: dashes, with what crosses them.
pub(super) fn is_rule(line: &str) -> bool {
    let line = line.trim();
    let is_dash = |c: char| matches!(c, '-' | '=' | '─' | '━' | '═');
    let is_drawn =
        |c: char| is_dash(c) || matches!(c, '+' | '|' | ':' | ' ' | '\u{2500}'..='\u{257f}');
    line.chars().filter(|c| is_dash(*c)).count() >= 3 && line.chars().all(is_drawn)
}

/// The cells between bars; none of a line without.
pub(super) fn split_bars(line: &str) -> Option<Vec<Cell>> {
    let line = line.trim();
    let is_bar = |c: char| matches!(c, '|' | '│' | '┃' | '║');
    if !line.contains(is_bar) {
        return None;
    }
    // aws nests boxes in boxes.
    let inside = line.trim_matches(is_bar);
    Some(inside.split(is_bar).map(|text| cell(without_code_mark(text.trim()))).collect())
}

/// A text without the backticks that mark it as code in Markdown.
fn without_code_mark(text: &str) -> &str {
    text.strip_prefix('`').and_then(|text| text.strip_suffix('`')).unwrap_or(text)
}

/// Cells without the `+` with which psql marks those that go on in the next line, and whether any
/// did.
pub(super) fn without_wrap_marks(cells: Vec<Cell>) -> (Vec<Cell>, bool) {
    let mut wraps = false;
    let cells = cells.into_iter().map(|mut cell| {
        // The mark stands at the end of the column, blanks before it.
        if let Some(kept) = cell.strip_suffix(" +").map(|kept| kept.trim_end().len()) {
            cell.truncate(kept);
            wraps = true;
        }
        cell
    });
    (cells.collect(), wraps)
}

/// Where columns begin, in characters from the start of a line.
pub(super) struct TableColumns(Vec<usize>);

impl TableColumns {
    /// The columns above the dashes of a rule.
    pub fn under(rule: &str) -> Self {
        Self::starts(rule, 1)
    }

    /// The columns of heads that stand two blanks or more apart.
    pub fn of_heads(heads: &str) -> Self {
        Self::starts(heads, 2)
    }

    /// The starts of what stands at least so many blanks apart.
    fn starts(line: &str, apart: usize) -> Self {
        let mut starts = Vec::new();
        let mut blanks = apart;
        for (at, c) in line.chars().enumerate() {
            if c.is_whitespace() {
                blanks += 1;
            } else {
                if blanks >= apart {
                    starts.push(at);
                }
                blanks = 0;
            }
        }
        Self(starts)
    }

    /// The cells of a line. Where one is wider than its column, those of the line are told apart by
    /// the blanks between them.
    pub fn cells(&self, line: &str) -> Vec<Cell> {
        let chars: Vec<(usize, char)> = line.char_indices().collect();
        let byte = |at: usize| chars.get(at).map_or(line.len(), |(byte, _)| *byte);
        let is_blank = |at: usize| chars.get(at).is_none_or(|(_, c)| c.is_whitespace());
        let crosses = |at: usize| at > 0 && !is_blank(at) && !is_blank(at - 1);
        if self.0.iter().skip(1).any(|at| crosses(*at)) {
            return line.split("  ").filter(|word| !word.trim().is_empty()).map(cell).collect();
        }
        let ends = self.0.iter().skip(1).copied().chain([usize::MAX]);
        let cells = self.0.iter().zip(ends);
        cells.map(|(start, end)| cell(&line[byte(*start)..byte(end)])).collect()
    }
}

/// What a cell says: tables write numbers, truth and nothing as words.
pub(super) fn value(cell: &str) -> Value {
    let word = cell.trim();
    match word {
        "" | "NULL" | "null" | "<null>" | "(null)" | "<nil>" | "<none>" | "None" => Value::Null,
        "true" | "True" => Value::Bool(true),
        "false" | "False" => Value::Bool(false),
        // A longer one is a token rather than a number.
        _ if word.len() <= 15 && json::is_number(word) => Value::Number(word.to_owned()),
        _ => Value::string(word),
    }
}
