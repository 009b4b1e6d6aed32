//! The table of a collection: columns as wide as their content, or as the terminal lets them be.

use std::borrow::Cow;

use super::{Paint, life::short_time_left, shorten};
use crate::{
    emphasis::Emphasis,
    inspection::{Collection, CollectionItem, Headline},
    report::ReportOptions,
    text::{
        columns::{truncate, truncate_start, width},
        visible,
    },
};

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
    /// Yes or no; empty where the question makes no sense.
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
            renewable: match row.renewable {
                Some(true) => "yes",
                Some(false) => "no",
                None => "",
            },
            place: row.place.map(|_| shown(place.clone())).unwrap_or_default(),
            name: shown(label.or(place)),
            state: row.headline,
        }
    }
}

/// The heads of the columns, as [`cells`] gives them.
const HEADS: [&str; 8] = ["#", "tool", "what", "kind", "state", "left", "renewable", "where"];

type Widths = [usize; HEADS.len()];

const TOOL: usize = 1;
const NAME: usize = 2;
const KIND: usize = 3;
const STATE: usize = 4;
const RENEWABLE: usize = 6;
const PLACE: usize = 7;

/// Between two columns.
const GAP: usize = 2;

/// What a narrow terminal takes away, one after the other until the rest fits: a column, and the
/// width that it keeps.
const NARROWED: [(usize, usize); 12] = [
    (PLACE, 24),
    (NAME, 28),
    (STATE, 30),
    (KIND, 0),
    (PLACE, 12),
    (PLACE, 0),
    (STATE, 24),
    (NAME, 14),
    (RENEWABLE, 0),
    (STATE, 12),
    (TOOL, 0),
    (NAME, 8),
];

/// Writes the table, no wider than so many columns of a terminal.
pub(super) fn write(out: &mut String, rows: &[ReportRow], room: Option<usize>, paint: Paint) {
    let cells: Vec<_> = rows.iter().map(cells).collect();
    let mut natural = Widths::default();
    for row in &cells {
        for (widest, cell) in natural.iter_mut().zip(row) {
            *widest = (*widest).max(width(cell));
        }
    }
    for (widest, head) in natural.iter_mut().zip(HEADS) {
        if *widest > 0 {
            *widest = (*widest).max(width(head));
        }
    }
    let widths = room.map_or(natural, |room| fit(natural, room));
    let mut line = |cells: [&str; HEADS.len()],
                    emphasis: &dyn Fn(usize) -> Emphasis,
                    shows_place: &dyn Fn(usize) -> bool| {
        let mut line = String::new();
        for (at, (cell, room)) in cells.into_iter().zip(widths).enumerate() {
            if room > 0 {
                let cell = cut(cell, room, shows_place(at));
                let blanks = " ".repeat(room - width(&cell));
                line.push_str(if line.is_empty() { "" } else { "  " });
                line.push_str(&paint.emphasis(emphasis(at), &cell));
                line.push_str(&blanks);
            }
        }
        out.push_str(line.trim_end());
        out.push('\n');
    };
    line(HEADS, &|_| Emphasis::Dim, &|_| false);
    for (row, cells) in rows.iter().zip(&cells) {
        let emphasis = |at| if at == STATE { row.state.emphasis } else { Emphasis::Plain };
        // Without a label an item is called by its place.
        let shows_place = |at| at == PLACE || at == NAME && row.place.is_empty();
        line(cells.each_ref().map(String::as_str), &emphasis, &shows_place);
    }
}

/// The texts of a row; a column in which no row says anything is left out.
fn cells(row: &ReportRow) -> [String; HEADS.len()] {
    let Headline { symbol, words, .. } = &row.state;
    [
        row.number.map(|number| number.to_string()).unwrap_or_default(),
        row.tool.unwrap_or_default().to_owned(),
        row.name.clone(),
        row.kind.to_owned(),
        format!("{symbol} {}", shorten(&visible(words))),
        row.left.clone(),
        row.renewable.to_owned(),
        row.place.clone(),
    ]
}

/// Of a place the end tells more, of all else the beginning.
fn cut(text: &str, room: usize, is_place: bool) -> Cow<'_, str> {
    if is_place { truncate_start(text, room) } else { truncate(text, room) }
}

/// The widths of columns that together are no wider than the room.
fn fit(natural: Widths, room: usize) -> Widths {
    let mut widths = natural;
    for (column, least) in NARROWED {
        let excess = all(&widths).saturating_sub(room);
        if excess == 0 {
            break;
        }
        let Some(width) = widths.get_mut(column) else { continue };
        if least == 0 {
            *width = 0;
        } else if *width > least {
            *width = width.saturating_sub(excess).max(least);
        }
    }
    // A column that was left out may have made more room than was needed.
    for column in [STATE, NAME, PLACE] {
        let spare = room.saturating_sub(all(&widths));
        if let Some((width, natural)) = widths.get_mut(column).zip(natural.get(column))
            && *width > 0
        {
            *width = (*width + spare).min(*natural);
        }
    }
    widths
}

/// How wide a line is with the gaps between its columns.
fn all(widths: &Widths) -> usize {
    let shown = widths.iter().filter(|width| **width > 0);
    shown.map(|width| width + GAP).sum::<usize>().saturating_sub(GAP)
}
