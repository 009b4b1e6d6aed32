//! The text report of a collection: a table of what there is, the soonest end first, and the whole
//! report of each behind it where that is wanted.

use std::{borrow::Cow, fmt::Write as _};

use unicode_width::UnicodeWidthStr as _;

use super::{Paint, ReportWriter, finish, life::short_time_left, shorten};
use crate::{
    emphasis::Emphasis,
    inspection::{Collection, CollectionItem, Contents, Headline},
    report::{Masking, ReportOptions},
    text::visible,
    words,
};

/// The report of everything that an input holds.
pub fn render_contents(contents: &Contents, options: &ReportOptions) -> String {
    match contents {
        Contents::One(item) => item_report(item, options),
        Contents::Several(collection) => render_collection(collection, options),
    }
}

fn render_collection(collection: &Collection, options: &ReportOptions) -> String {
    let paint = Paint(options.colour);
    let secrets = collection.secrets();
    let masking = Masking { secrets, reveal: options.reveal };
    let count = words::count(collection.items.len(), "item");
    let mut out = format!("{} · {}\n", paint.title(&count), collection.encoding.name());
    // Writing to a String cannot fail.
    if let Some(problem) = &collection.problem {
        let _ = writeln!(out, "{}", paint.emphasis(Emphasis::Warning, &problem.to_string()));
    }
    let rows = rows(collection, options);
    if !rows.is_empty() {
        out.push('\n');
        write_table(&mut out, &rows, paint);
    }
    if options.all {
        for (number, item) in (1..).zip(&collection.items) {
            let _ = write!(
                out,
                "\n{}\n{}",
                paint.title(&format!("── {number} ──")),
                item_report(item, options)
            );
        }
    }
    finish(out, masking, options)
}

/// The report of one item: its place and label, its own report, and those inside it.
fn item_report(item: &CollectionItem, options: &ReportOptions) -> String {
    let inspection = &*options.reported(&item.inspection);
    let masking = options.masking(inspection);
    let paint = Paint(options.colour);
    let mut page = ReportWriter { out: String::new(), paint, options, masking };
    // Writing to a String cannot fail.
    let _ = write!(
        page.out,
        "{} · {}",
        paint.title(inspection.kind.words()),
        inspection.encoding.name()
    );
    for part in [options.reported_label(item), options.reported_place(item)].into_iter().flatten() {
        let _ = write!(page.out, " · {}", visible(&part));
    }
    page.out.push('\n');
    let _ = page.write_body(inspection);
    let mut out = finish(page.out, masking, options);
    for inner in &item.nested {
        let _ =
            write!(out, "\n{}\n{}", paint.title("── inside it ──"), item_report(inner, options));
    }
    out
}

/// One line of the table, every text safe for a terminal.
pub(in crate::report) struct ReportRow {
    /// Its number in the collection, from 1; none of what stands inside another item.
    pub number: Option<usize>,
    pub tool: Option<&'static str>,
    /// The label, else the place.
    pub name: String,
    pub kind: &'static str,
    pub state: Headline,
    pub left: String,
    pub renewable: &'static str,
    /// The place, where the name does not say it.
    pub place: String,
}

/// The lines of the table, the soonest end first; what stands inside an item follows it.
pub(in crate::report) fn rows(collection: &Collection, options: &ReportOptions) -> Vec<ReportRow> {
    let mut rows = Vec::new();
    for at in collection.soonest_first(options.now) {
        let Some(item) = collection.items.get(at) else { continue };
        for (depth, item) in item.all().enumerate() {
            rows.push(ReportRow::of((depth == 0).then_some(at + 1), item, options));
        }
    }
    rows
}

impl ReportRow {
    fn of(number: Option<usize>, item: &CollectionItem, options: &ReportOptions) -> Self {
        let row = item.row(options.now);
        let label = options.reported_label(item);
        let place = options.reported_place(item);
        let shown = |text: Option<Cow<'_, str>>| {
            text.map(|text| shorten(&visible(&text))).unwrap_or_default()
        };
        let left = row.life.and_then(|life| short_time_left(life, options.now));
        Self {
            number,
            tool: row.tool,
            kind: row.kind,
            left: left.unwrap_or_default(),
            renewable: row.renewable_words(),
            place: row.place.map(|_| shown(place.clone())).unwrap_or_default(),
            name: shown(label.or(place)),
            state: row.headline,
        }
    }

    fn cells(&self) -> [String; 8] {
        let number = self.number.map(|number| number.to_string()).unwrap_or_default();
        let Headline { symbol, words, .. } = &self.state;
        [
            number,
            self.tool.unwrap_or_default().to_owned(),
            self.name.clone(),
            self.kind.to_owned(),
            format!("{symbol} {}", shorten(&visible(words))),
            self.left.clone(),
            self.renewable.to_owned(),
            self.place.clone(),
        ]
    }
}

/// The heads of the columns, as [`ReportRow::cells`] gives them.
const HEADS: [&str; 8] = ["#", "tool", "what", "kind", "state", "left", "renewable", "where"];

/// Where in a row the state stands.
const STATE: usize = 4;

/// Columns as wide as their content; one that says nothing is left out.
fn write_table(out: &mut String, rows: &[ReportRow], paint: Paint) {
    let cells: Vec<_> = rows.iter().map(ReportRow::cells).collect();
    let mut widths = [0; HEADS.len()];
    for row in &cells {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    for (width, head) in widths.iter_mut().zip(HEADS) {
        if *width > 0 {
            *width = (*width).max(head.width());
        }
    }
    let line = |cells: [&str; HEADS.len()], emphasis: &dyn Fn(usize) -> Emphasis| {
        let mut line = String::new();
        for (at, (cell, width)) in cells.into_iter().zip(widths).enumerate() {
            if width > 0 {
                let blanks = " ".repeat(width - cell.width());
                line.push_str(if line.is_empty() { "" } else { "  " });
                line.push_str(&paint.emphasis(emphasis(at), cell));
                line.push_str(&blanks);
            }
        }
        line.truncate(line.trim_end().len());
        line.push('\n');
        line
    };
    out.push_str(&line(HEADS, &|_| Emphasis::Dim));
    for (row, cells) in rows.iter().zip(&cells) {
        let emphasis = |at| if at == STATE { row.state.emphasis } else { Emphasis::Plain };
        out.push_str(&line(cells.each_ref().map(String::as_str), &emphasis));
    }
}
