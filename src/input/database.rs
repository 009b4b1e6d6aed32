//! Reads the tables of an `SQLite` database, in which some tools keep tokens
//! (<https://www.sqlite.org/fileformat2.html>).
//!
//! The crate that wraps `SQLite` would add a megabyte of C that opens, locks and writes files. A few
//! small tables need only this: the pages of a table's b-tree, the records in them, and the names
//! of the columns. Nothing is opened here: the bytes come from whoever may read the file.
//!
//! A database may be damaged or hostile: every page is read at most once, so that nothing costs
//! more than the file is large, and what was read before the damage is kept.

mod columns;
mod record;

use std::ops::Range;

use crate::secret::Wiping;

use self::record::Cells;
use crate::{
    problem::Problem,
    value::{MOST, Member, TOO_MANY, Value},
};

/// How every database begins.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// The pages of b-trees, by their first byte.
const TABLE_INTERIOR: u8 = 5;
const TABLE_LEAF: u8 = 13;

/// Whether bytes are those of a database.
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// The tables of a database: an object with a list of rows for each table, every row an object of
/// its columns. What could not be read is the problem.
pub fn read(bytes: &[u8]) -> (Value, Option<Problem>) {
    let mut tables = Vec::new();
    let problem = read_tables(bytes, &mut tables).err();
    (Value::Object(tables), problem.map(|damage| Problem::new(damage.0)))
}

/// Why a database cannot be read on, in words.
#[derive(Debug)]
struct Damage(String);

impl Damage {
    fn new(words: &str) -> Self {
        Self(format!("the database is damaged: {words}"))
    }
}

fn read_tables(bytes: &[u8], tables: &mut Vec<Member>) -> Result<(), Damage> {
    let mut database = Database::open(bytes)?;
    let schema = ["type", "name", "tbl_name", "rootpage", "sql"].map(str::to_owned);
    let mut entries = Vec::new();
    let read = database.rows(1, &schema, &mut entries);
    for entry in &entries {
        let text = |name| entry.get(name).and_then(Value::as_str);
        let (Some("table"), Some(name), Some(sql)) = (text("type"), text("name"), text("sql"))
        else {
            continue;
        };
        let root = entry.get("rootpage").and_then(Value::as_number);
        let Some(root) = root.and_then(|digits| digits.parse().ok()) else { continue };
        let columns = columns::names(sql);
        // A table without row numbers is stored as an index, and a virtual one elsewhere.
        if name.starts_with("sqlite_") || columns.is_empty() || columns::has_no_rowid(sql) {
            continue;
        }
        let mut rows = Vec::new();
        let read = database.rows(root, &columns, &mut rows);
        tables.push(Member { name: name.to_owned(), value: Value::Array(rows) });
        read?;
    }
    read
}

/// An open database.
struct Database<'a> {
    bytes: &'a [u8],
    page_size: usize,
    /// The bytes of a page that content may use.
    usable: usize,
    encoding: record::TextEncoding,
    /// The pages that were read. Each belongs to one place: another use of it is a cycle.
    seen: Vec<bool>,
    /// How many more cells are taken.
    budget: usize,
}

impl<'a> Database<'a> {
    fn open(bytes: &'a [u8]) -> Result<Self, Damage> {
        let header = bytes.get(..100).filter(|_| is_database(bytes));
        let header = header.ok_or_else(|| Damage::new("its header is cut"))?;
        let page_size = match usize::from(u16::from_be_bytes([header[16], header[17]])) {
            1 => 65_536,
            size => size,
        };
        let usable = page_size.saturating_sub(usize::from(header[20]));
        if !page_size.is_power_of_two() || !(512..=65_536).contains(&page_size) || usable < 480 {
            return Err(Damage::new("its pages have an impossible size"));
        }
        let encoding = record::TextEncoding::of(header[59])
            .ok_or_else(|| Damage::new("the encoding of its texts is unknown"))?;
        let seen = vec![false; bytes.len().div_ceil(page_size)];
        Ok(Self { bytes, page_size, usable, encoding, seen, budget: MOST })
    }

    /// The content of a page, counted from one, which nothing else has read.
    fn page(&mut self, number: usize) -> Result<&'a [u8], Damage> {
        let index = number.checked_sub(1).ok_or_else(|| Damage::new("a page has the number 0"))?;
        let bytes = self.bytes;
        let page = index
            .checked_mul(self.page_size)
            .and_then(|start| bytes.get(start..start.checked_add(self.usable)?))
            .ok_or_else(|| Damage::new("it ends before one of its pages"))?;
        match self.seen.get_mut(index) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(Damage::new("a page is used twice")),
        }
        Ok(page)
    }

    /// Adds the rows of the table whose b-tree begins at a page.
    fn rows(
        &mut self,
        root: usize,
        columns: &[String],
        rows: &mut Vec<Value>,
    ) -> Result<(), Damage> {
        let mut pages = vec![root];
        while let Some(number) = pages.pop() {
            let page = self.page(number)?;
            // The first page begins with the header of the database.
            let head = if number == 1 { 100 } else { 0 };
            let kind = *page.get(head).ok_or_else(|| Damage::new("a page is cut"))?;
            match kind {
                TABLE_INTERIOR => {
                    let cells = usize::from(u16_at(page, head + 3)?);
                    // The children in order, so that the first is taken from the end first.
                    pages.push(page_number(page, head + 8)?);
                    for cell in (0..cells).rev() {
                        let at = usize::from(u16_at(page, head + 12 + 2 * cell)?);
                        pages.push(page_number(page, at)?);
                    }
                    if pages.len() > self.seen.len() {
                        return Err(Damage::new("a page is used twice"));
                    }
                }
                TABLE_LEAF => self.leaf(page, head, columns, rows)?,
                _ => return Err(Damage::new("a page of a table is of no kind of table")),
            }
        }
        Ok(())
    }

    /// Adds the rows of a leaf, whose header begins at `head`.
    fn leaf(
        &mut self,
        page: &[u8],
        head: usize,
        columns: &[String],
        rows: &mut Vec<Value>,
    ) -> Result<(), Damage> {
        let cells = usize::from(u16_at(page, head + 3)?);
        // Cells do not overlap, so that all of them are no larger than the page.
        let mut room = page.len();
        for cell in 0..cells {
            let cost = columns.len().max(1);
            self.budget =
                self.budget.checked_sub(cost).ok_or_else(|| Damage(TOO_MANY.to_owned()))?;
            let at = usize::from(u16_at(page, head + 8 + 2 * cell)?);
            let payload = self.payload(page, at)?;
            let overlaps = || Damage::new("two records share a place");
            room = room.checked_sub(self.local(payload.len())).ok_or_else(overlaps)?;
            rows.push(Cells::of(&payload, self.encoding)?.object(columns)?);
        }
        Ok(())
    }

    /// The record in a cell of a leaf, with what of it stands on pages of its own.
    fn payload(&mut self, page: &[u8], at: usize) -> Result<Wiping<Vec<u8>>, Damage> {
        let cell = page.get(at..).unwrap_or_default();
        let (length, after) = record::varint(cell)?;
        let (_row, after) = record::varint(after)?;
        let length = usize::try_from(length).ok().filter(|length| *length <= self.bytes.len());
        let length = length.ok_or_else(|| Damage::new("a record is larger than the file"))?;
        let local = self.local(length);
        let cut = || Damage::new("a record is cut");
        let mut payload = Wiping::new(Vec::with_capacity(length));
        payload.extend_from_slice(after.get(..local).ok_or_else(cut)?);
        let mut next = match local {
            _ if local == length => 0,
            _ => page_number(after, local)?,
        };
        while payload.len() < length {
            let page = self.page(next)?;
            next = page_number(page, 0).unwrap_or(0);
            let rest: Range<usize> = 4..page.len().min(4 + length - payload.len());
            payload.extend_from_slice(page.get(rest).ok_or_else(cut)?);
        }
        Ok(payload)
    }

    /// How much of a record of this length stands in its cell.
    fn local(&self, length: usize) -> usize {
        let usable = self.usable;
        if length <= usable - 35 {
            return length;
        }
        let least = (usable - 12) * 32 / 255 - 23;
        let most = least + (length - least) % (usable - 4);
        if most <= usable - 35 { most } else { least }
    }
}

fn u16_at(page: &[u8], at: usize) -> Result<u16, Damage> {
    let bytes = page.get(at..).and_then(|rest| rest.first_chunk());
    bytes.map(|bytes| u16::from_be_bytes(*bytes)).ok_or_else(|| Damage::new("a page is cut"))
}

fn page_number(page: &[u8], at: usize) -> Result<usize, Damage> {
    let bytes = page.get(at..).and_then(|rest| rest.first_chunk());
    let number = bytes.map(|bytes| u32::from_be_bytes(*bytes));
    number
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| Damage::new("a page is cut"))
}
