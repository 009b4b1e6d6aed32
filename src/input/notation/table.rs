//! Reads tables as command-line tools print them: columns under heads with a rule below (psql,
//! vault, az, PowerShell), in a box (mysql, sqlite, aws), in Markdown, under heads in capitals
//! (kubectl), records of a line a member (`\x`, `\G`), and CSV (RFC 4180).
//!
//! Each row is an object, its members named by the heads; a table of two columns that are called
//! key and value is one object.

mod cells;
mod delimited;
mod records;

pub(in crate::input) use records::is_head as is_record_head;

use cells::{Cell, TableColumns, is_rule, split_bars, value};

use crate::value::{MOST, Member, Value};

/// A table at the beginning of a text.
pub(in crate::input) struct Table {
    pub rows: Vec<TableRow>,
    /// Where the text behind the table begins.
    pub end: usize,
}

/// A row of a table.
pub(in crate::input) struct TableRow {
    /// Where it begins in the text.
    pub start: usize,
    /// An object of its cells.
    pub value: Value,
}

/// A line of a text, and where it begins.
#[derive(Clone, Copy)]
struct Line<'a> {
    start: usize,
    text: &'a str,
}

/// The lines of a text without their ends.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut next = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = next;
        next += line.len();
        Line { start, text: line.trim_end() }
    })
}

/// The table that a text begins with.
pub(in crate::input) fn read(text: &str) -> Option<Table> {
    let mut ahead = lines(text);
    let first = ahead.next()?;
    if first.text.trim().is_empty() {
        return None;
    }
    if records::is_head(first.text) {
        return Some(records::read(text));
    }
    let second = ahead.next();
    if is_rule(first.text) {
        return boxed(text);
    }
    if second.is_some_and(|second| is_rule(second.text)) {
        return ruled(text);
    }
    under_capitals(text).or_else(|| delimited::read(text))
}

/// Whether a table may begin at a line, by this line and the next: tried before the whole is. Heads
/// without a rule count where nothing stands before them.
pub(in crate::input) fn may_begin(line: &str, next: &str, is_first: bool) -> bool {
    !line.trim().is_empty() && (is_rule(line) || is_rule(next))
        || records::is_head(line)
        || is_first && (are_capital_heads(line) || delimited::heads(line).is_some())
}

/// `head | head` above a rule, in Markdown with bars at both ends; or heads above dashes.
fn ruled(text: &str) -> Option<Table> {
    let mut all = lines(text);
    let (head, rule) = (all.next()?, all.next()?);
    let has_bars = |line: &str| line.contains(['|', '│']);
    if has_bars(head.text) {
        return with_bars(text, head, all);
    }
    let columns = TableColumns::under(rule.text);
    let heads = columns.cells(head.text);
    // Below one head may stand anything: prose has headings that are underlined.
    if heads.iter().any(|head| head.is_empty()) || heads.len() < 2 && !is_of_token(heads.first()?) {
        return None;
    }
    rows_in_columns(text, &heads, &columns, all)
}

/// Whether a head is the name of a member of a token response.
fn is_of_token(head: &str) -> bool {
    use crate::catalog::member_names::{meaning, snake_case};
    meaning(&snake_case(head)).is_some()
}

/// The rows behind the head of a table without bars.
fn rows_in_columns<'a>(
    text: &str,
    heads: &[Cell],
    columns: &TableColumns,
    rest: impl Iterator<Item = Line<'a>>,
) -> Option<Table> {
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut end = text.len();
    for line in rest {
        if line.text.trim().is_empty() || rows.len() * heads.len() > MOST {
            end = line.start;
            break;
        }
        // `(2 rows)` closes a table of psql.
        if line.text.starts_with('(') && line.text.ends_with(')') {
            continue;
        }
        let cells = columns.cells(line.text);
        // PowerShell breaks a long cell over lines: the cells beside it are empty.
        let continued = rows
            .last_mut()
            .filter(|_| heads.len() > 1 && cells.first().is_some_and(|cell| cell.is_empty()));
        match continued {
            Some((_, before)) => {
                before.iter_mut().zip(&cells).for_each(|(cell, more)| cell.push_str(more));
            }
            None => rows.push((line.start, cells)),
        }
    }
    table(heads, rows, end)
}

/// The rows of a table whose cells stand between bars.
fn with_bars<'a>(
    text: &str,
    head: Line<'a>,
    rest: impl Iterator<Item = Line<'a>>,
) -> Option<Table> {
    let heads = split_bars(head.text)?;
    let mut rows: Vec<(usize, Vec<Cell>)> = Vec::new();
    let mut end = text.len();
    let mut wraps = false;
    for line in rest {
        if is_rule(line.text) {
            wraps = false;
            continue;
        }
        let cells = split_bars(line.text).filter(|_| rows.len() * heads.len() <= MOST);
        let Some(cells) = cells else {
            end = line.start;
            break;
        };
        // psql marks a cell that goes on in the next line.
        let (cells, goes_on) = cells::without_wrap_marks(cells);
        match rows.last_mut().filter(|_| wraps) {
            Some((_, before)) => {
                before.iter_mut().zip(&cells).for_each(|(cell, more)| cell.push_str(more));
            }
            None => rows.push((line.start, cells)),
        }
        wraps = goes_on;
    }
    table(&heads, rows, end)
}

/// A table in a box; aws puts a title above, and its lists of members have no heads.
fn boxed(text: &str) -> Option<Table> {
    let mut all = lines(text).skip_while(|line| is_rule(line.text));
    let mut head = all.next()?;
    let mut behind = all.next()?;
    // aws puts titles above the heads, each in a box of its own.
    while split_bars(head.text)?.len() == 1 && is_rule(behind.text) {
        let below = all.next()?;
        if is_rule(below.text) {
            continue;
        }
        if split_bars(below.text)?.len() == 1 && !is_title(below.text) {
            return with_bars(text, head, std::iter::once(below).chain(all));
        }
        head = below;
        behind = all.next()?;
    }
    let count = split_bars(head.text)?.len();
    let rest = std::iter::once(behind).chain(all);
    if count == 2 && !is_rule(behind.text) {
        // A member in each line, without heads.
        let heads = Line { start: 0, text: "key|value" };
        return with_bars(text, heads, std::iter::once(head).chain(rest));
    }
    with_bars(text, head, rest)
}

/// Columns under heads in capitals, two blanks or more apart, as kubectl and docker print them.
fn under_capitals(text: &str) -> Option<Table> {
    let mut all = lines(text);
    let head = all.next()?;
    if !are_capital_heads(head.text) {
        return None;
    }
    let columns = TableColumns::of_heads(head.text);
    let heads = columns.cells(head.text);
    if heads.len() < 2 || !heads.iter().any(|head| is_of_token(head)) {
        return None;
    }
    rows_in_columns(text, &heads, &columns, all)
}

/// Whether a line in a box is a title: aws gives each level of its output one, with more bars.
fn is_title(line: &str) -> bool {
    line.starts_with("||") || line.starts_with("│|")
}

fn are_capital_heads(line: &str) -> bool {
    let is_part = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || " _-()".contains(c);
    line.contains("  ") && line.chars().all(is_part)
}

/// The table of these rows; none without any.
fn table(heads: &[Cell], rows: Vec<(usize, Vec<Cell>)>, end: usize) -> Option<Table> {
    let first = rows.first()?.0;
    let member = |name: &str, cell: &str| Member { name: name.to_owned(), value: value(cell) };
    if is_key_and_value(heads) {
        let members = rows.iter().filter_map(|(_, cells)| match cells.as_slice() {
            [name, rest @ ..] if !name.is_empty() => {
                Some(member(name, rest.first().map_or("", |cell| cell.as_str())))
            }
            _ => None,
        });
        let value = Value::Object(members.collect());
        return Some(Table { rows: vec![TableRow { start: first, value }], end });
    }
    let rows = rows.into_iter().map(|(start, cells)| {
        // Empty cells at the end of a line may be missing.
        let cells = cells.iter().map(|cell| cell.as_str()).chain(std::iter::repeat(""));
        let members = heads.iter().zip(cells).filter(|(head, _)| !head.is_empty());
        let members = members.map(|(head, cell)| member(head, cell)).collect();
        TableRow { start, value: Value::Object(members) }
    });
    Some(Table { rows: rows.collect(), end })
}

/// Whether two heads say that each row is a member.
fn is_key_and_value(heads: &[Cell]) -> bool {
    let [name, value] = heads else { return false };
    let is_one_of =
        |head: &str, words: &[&str]| words.iter().any(|word| head.eq_ignore_ascii_case(word));
    is_one_of(name, &["key", "name", "field", "property", "attribute", "parameter"])
        && is_one_of(value, &["value", "values"])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::display;

    fn shown(text: &str) -> Vec<String> {
        let rows = read(text).map(|table| table.rows).unwrap_or_default();
        rows.iter().map(|row| display::json(&row.value, 500)).collect()
    }

    #[test]
    fn every_way_to_draw_a_table_gives_the_same_rows() {
        let rows =
            [r#"{"token": "abc", "expires_in": 60}"#, r#"{"token": "def", "expires_in": null}"#];
        for text in [
            " token | expires_in \n-------+------------\n abc   |         60\n def   |           \n(2 rows)\n",
            "+-------+------------+\n| token | expires_in |\n+-------+------------+\n| abc   | 60 |\n| def   | NULL |\n+-------+---+\n2 rows in set\n",
            "┌───────┬────────────┐\n│ token │ expires_in │\n├───────┼────────────┤\n│ abc │ 60 │\n│ def │  │\n└───────┴────────────┘\n",
            "token  expires_in\n-----  ----------\nabc    60        \ndef              \n",
            "| token | expires_in |\n| :--- | ---: |\n| abc | 60 |\n| def | |\n\nmore\n",
            "-[ RECORD 1 ]-----\ntoken      | abc\nexpires_in | 60\n-[ RECORD 2 ]-----\ntoken      | def\nexpires_in | \n",
            "*************************** 1. row ***************************\n     token: abc\nexpires_in: 60\n*************************** 2. row ***************************\n     token: def\nexpires_in: NULL\n",
            "token,expires_in\nabc,60\n\"def\",\n",
            "token\texpires_in\nabc\t60\ndef\t\n",
        ] {
            assert_eq!(shown(text), rows, "{text}");
        }
    }

    #[test]
    fn a_list_of_keys_and_values_is_one_object() {
        let one = [r#"{"token": "hvs.x", "token_duration": "768h"}"#];
        for text in [
            "Key                Value\n---                -----\ntoken              hvs.x\ntoken_duration     768h\n\nKey  Value\n",
            "-----------\n|  Login  |\n+----+-----+\n|  token  |  hvs.x  |\n|  token_duration |  768h |\n+----+-----+\n",
        ] {
            assert_eq!(shown(text), one, "{text}");
        }
    }

    #[test]
    fn cells_that_are_broken_over_lines_are_whole_again() {
        let text = "token expires\n----- -------\nabcde 60\n      \nabcde 60\nfgh        \n";
        assert_eq!(shown(text), [r#"{"token": "abcde", "expires": 60}"#]);
        let text = "name token\n---- -----\na    abcde\n     fgh  \n";
        assert_eq!(shown(text), [r#"{"name": "a", "token": "abcdefgh"}"#]);
    }

    #[test]
    fn what_is_no_table_is_none() {
        for text in [
            "Heading\n-------\nfirst line\n",
            "one, two\nthree, four\n",
            "NAME   READY\npod-1  1/1\n",
            "a: b\n---\nc: d\n",
            "---\n",
            "",
        ] {
            assert_eq!(shown(text), [""; 0], "{text}");
        }
    }
}
