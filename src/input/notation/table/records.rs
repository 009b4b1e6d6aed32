//! Records of a line a member: psql's expanded display and mysql's `\G`.

use super::{Line, Table, TableRow, cells::value, lines};
use crate::value::{MOST, Member, Value};

/// Whether a line begins a record: `-[ RECORD 1 ]---` or `*** 1. row ***`.
pub(in crate::input) fn is_head(line: &str) -> bool {
    let inside = |mark: char| {
        let inside = line.trim_matches(mark);
        (inside.len() < line.len()).then_some(inside.trim())
    };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let psql = || inside('-')?.strip_prefix("[ RECORD ")?.split(' ').next();
    let mysql = || inside('*')?.strip_suffix(". row");
    psql().is_some_and(is_number) || mysql().is_some_and(is_number)
}

/// The records that a text begins with.
pub(super) fn read(text: &str) -> Table {
    let mut rows: Vec<TableRow> = Vec::new();
    let mut members: Vec<Member> = Vec::new();
    let mut count = 0;
    let mut end = text.len();
    for Line { start, text: line } in lines(text) {
        if is_head(line) {
            finish(&mut rows, &mut members);
            rows.push(TableRow { start, value: Value::Null });
            continue;
        }
        let Some((name, cell)) = member(line).filter(|_| count < MOST) else {
            end = start;
            break;
        };
        count += 1;
        match members.last_mut() {
            // A value that goes on in the next line.
            Some(Member { value: Value::String(before), .. }) if name.is_empty() => {
                *before = [before.as_str(), cell].concat().into();
            }
            _ => members.push(Member { name: name.to_owned(), value: value(cell) }),
        }
    }
    finish(&mut rows, &mut members);
    Table { rows, end }
}

/// Gives the last record its members.
fn finish(rows: &mut [TableRow], members: &mut Vec<Member>) {
    if let Some(row) = rows.last_mut() {
        row.value = Value::Object(std::mem::take(members));
    }
}

/// The name and the cell of a line of a record.
fn member(line: &str) -> Option<(&str, &str)> {
    let (name, cell) = line.split_once('|').or_else(|| line.split_once(": ")).or_else(|| {
        // An empty cell.
        line.strip_suffix(':').map(|name| (name, ""))
    })?;
    Some((name.trim(), cell.trim().trim_end_matches(" +").trim_end()))
}
