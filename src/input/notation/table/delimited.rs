//! Values parted by commas, semicolons or tabs, under a line of heads (RFC 4180).

use crate::secret::Wiping;
use csv_core::{ReadRecordResult, ReaderBuilder};

use super::{Table, TableRow, cells::value, is_of_token};
use crate::value::{MOST, Member, Value};

/// The longest line of heads, in bytes.
const LONGEST_HEADS: usize = 4096;

/// The longest row, in bytes.
const LONGEST_ROW: usize = 1 << 20;

/// The table that a text is, where its first line names members of a token response.
pub(super) fn read(text: &str) -> Option<Table> {
    let (head, _) = text.split_once('\n')?;
    let (delimiter, heads) = heads(head)?;
    let mut reader = ReaderBuilder::new().delimiter(delimiter).build();
    let mut row = Wiping::new(vec![0; text.len().min(LONGEST_ROW)]);
    let mut ends = vec![0; heads.len()];
    let mut rows = Vec::new();
    let mut at = head.len() + 1;
    while rows.len() * heads.len() <= MOST {
        let (result, read, _, cells) =
            reader.read_record(&text.as_bytes()[at..], &mut row, &mut ends);
        match result {
            // Where the text ends, the reader has to be told so.
            ReadRecordResult::InputEmpty => {
                let (result, _, _, cells) = reader.read_record(&[], &mut row, &mut ends);
                if matches!(result, ReadRecordResult::Record) && cells == heads.len() {
                    rows.push(TableRow { start: at, value: object(&heads, &row, &ends)? });
                }
                break;
            }
            // Prose has commas, too, but not as many in every line.
            ReadRecordResult::Record if cells == heads.len() => {
                rows.push(TableRow { start: at, value: object(&heads, &row, &ends)? });
                at += read;
            }
            ReadRecordResult::End => break,
            _ => return None,
        }
    }
    (!rows.is_empty()).then_some(Table { rows, end: text.len() })
}

/// The delimiter and the heads of a line that names members of a token response.
pub(super) fn heads(line: &str) -> Option<(u8, Vec<&str>)> {
    if line.len() > LONGEST_HEADS {
        return None;
    }
    let delimiter = [b',', b'\t', b';'].into_iter().find(|mark| line.as_bytes().contains(mark))?;
    let heads: Vec<&str> =
        line.split(char::from(delimiter)).map(|head| head.trim().trim_matches('"')).collect();
    let is_part = |c: char| c.is_alphanumeric() || " _-.()/".contains(c);
    let is_name = |head: &&str| !head.is_empty() && head.len() < 64 && head.chars().all(is_part);
    let is_one = heads.iter().all(is_name) && heads.iter().any(|head| is_of_token(head));
    is_one.then_some((delimiter, heads))
}

/// The object of a row, its cells one after the other, each with its end.
fn object(heads: &[&str], row: &[u8], ends: &[usize]) -> Option<Value> {
    let mut start = 0;
    let mut members = Vec::with_capacity(heads.len());
    for (head, end) in heads.iter().zip(ends) {
        let cell = std::str::from_utf8(row.get(start..*end)?).ok()?;
        members.push(Member { name: (*head).to_owned(), value: value(cell) });
        start = *end;
    }
    Some(Value::Object(members))
}
