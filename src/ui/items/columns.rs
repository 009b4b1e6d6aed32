//! The columns of the list: as many as there is room for, the name, the state and what is left of it
//! at any size.

use chrono::SubsecRound as _;
use ratatui::text::{Line, Span};

use crate::{
    app::item_list::{ItemList, ItemRow},
    inspection::{CollectionRow, Headline},
    token::{Expiry, State},
    ui::{Scene, fit},
    words,
};

/// Below this width only name, state and what is left are shown.
const NARROW: usize = 58;
/// From this width on everything has a column.
const WIDE: usize = 96;
/// `✗ EXPIRED, RENEWABLE`.
const LONG_STATE: usize = 20;
/// `token response` and most other kinds.
const BRIEF_KIND: usize = 14;

/// How wide each column is; nothing is shown of one without a width.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListColumns {
    mark: usize,
    number: usize,
    tool: usize,
    name: usize,
    kind: usize,
    state: usize,
    left: usize,
    renewable: usize,
    place: usize,
}

impl ListColumns {
    /// The columns of a list that has so much room.
    pub fn of(items: &ItemList, room: usize) -> Self {
        let widths = items.widths;
        let mut columns = if room < NARROW {
            let mark = if items.marks.is_empty() { 0 } else { 2 };
            Self { mark, state: 10, left: 11, ..Self::default() }
        } else if room < WIDE {
            Self { mark: 2, state: 16, left: 12, renewable: 1, ..Self::default() }
        } else {
            Self { mark: 2, state: 18, left: 12, renewable: 9, ..Self::default() }
        };
        let used = |it: &Self| {
            let all =
                [it.number, it.tool, it.name, it.kind, it.state, it.left, it.renewable, it.place];
            let shown = all.into_iter().filter(|width| *width > 0);
            it.mark + shown.map(|width| width + 2).sum::<usize>().saturating_sub(2)
        };
        columns.name = 8;
        let natural = widths.name.max(8);
        // A name that is a path would leave no room for anything else.
        let most = natural.min((room * 20 / 100).max(12));
        let spare = |it: &Self| room.saturating_sub(used(it));
        columns.name += spare(&columns).min(most - 8);
        let mut take = |width: usize, at_least: usize, set: fn(&mut ListColumns, usize)| {
            let free = spare(&columns).saturating_sub(2);
            if width > 0 && free >= width.min(at_least) {
                set(&mut columns, width.min(free));
            }
        };
        if room >= NARROW {
            let tool = if widths.tool > 0 { widths.tool.max(4) } else { 0 };
            take(tool, 8, |it, width| it.tool = width);
            take(widths.kind.clamp(4, BRIEF_KIND), BRIEF_KIND, |it, width| it.kind = width);
            if room >= WIDE {
                take(widths.number, 6, |it, width| it.number = width);
                take(widths.place, 10, |it, width| it.place = width);
            }
        }
        columns.name += spare(&columns).min(natural.saturating_sub(columns.name));
        if columns.kind > 0 {
            columns.kind += spare(&columns).min(widths.kind.saturating_sub(columns.kind));
        }
        if room >= WIDE {
            columns.state += spare(&columns).min(LONG_STATE - columns.state);
        }
        columns
    }

    /// What the columns are called.
    pub fn heads(&self, scene: &Scene<'_>) -> Line<'static> {
        let renewable = if self.renewable > 1 { "renewable" } else { "" };
        let texts = [
            ("#", self.number),
            ("tool", self.tool),
            ("what", self.name),
            ("kind", self.kind),
            ("state", self.state),
            ("left", self.left),
            (renewable, self.renewable),
            ("where", self.place),
        ];
        let cells = texts.map(|(text, width)| (vec![Span::styled(text, scene.theme.dim)], width));
        Self::line(Span::raw(" ".repeat(self.mark)), cells)
    }

    /// One row.
    pub fn row(&self, scene: &Scene<'_>, items: &ItemList, row: &ItemRow) -> Line<'static> {
        let theme = scene.theme;
        let Some(item) = items.item(row.address) else { return Line::default() };
        let said = item.row(scene.now);
        let mark = if items.marks.contains(row.address) { "◆ " } else { "  " };
        let mark = Span::styled(fit::truncate(mark, self.mark).into_owned(), theme.accent);
        let indent = match row.depth {
            0 => String::new(),
            depth => format!("{}└ ", "  ".repeat(depth - 1)),
        };
        let name = if row.name.is_empty() { said.kind } else { &row.name };
        let shown = scene.text(name).into_owned();
        let room = self.name.saturating_sub(fit::width(&indent));
        // Without a label it is called by its place.
        let shown =
            if row.place.is_empty() { fit::truncate_start(&shown, room) } else { shown.into() };
        let number = row.number.map_or(String::new(), |number| number.to_string());
        let Headline { symbol, words, emphasis } = &said.headline;
        // Of several reasons the first, where there is no room for more.
        let all = scene.text(words).into_owned();
        let brief = all.split(',').next().unwrap_or_default();
        let is_whole = fit::width(&all) + 2 <= self.state;
        let state = format!("{symbol} {}", if is_whole { &all } else { brief });
        let renewable = match (said.renewable, self.renewable) {
            (Some(true), 0..2) => "↻",
            (Some(true), _) => "renewable",
            _ => "",
        };
        let left = left(scene, &said);
        let place = fit::truncate_start(&scene.text(&row.place), self.place).into_owned();
        let cells = [
            (vec![Span::styled(fit::pad(&number, self.number), theme.dim)], self.number),
            (vec![Span::styled(said.tool.unwrap_or_default(), theme.text)], self.tool),
            (
                vec![
                    Span::styled(indent, theme.dim),
                    Span::styled(shown.into_owned(), theme.strong),
                ],
                self.name,
            ),
            (vec![Span::styled(said.kind, theme.text)], self.kind),
            (vec![Span::styled(state, theme.emphasis(*emphasis))], self.state),
            (vec![Span::styled(left, theme.text)], self.left),
            (vec![Span::styled(renewable, theme.good)], self.renewable),
            (vec![Span::styled(place, theme.dim)], self.place),
        ];
        Self::line(mark, cells)
    }

    fn line<const N: usize>(
        mark: Span<'static>,
        cells: [(Vec<Span<'static>>, usize); N],
    ) -> Line<'static> {
        let mut line = Line::from(mark);
        let mut is_first = true;
        for (spans, width) in cells {
            if width == 0 {
                continue;
            }
            if !is_first {
                line.push_span(Span::raw("  "));
            }
            is_first = false;
            let cell = fit::clip(Line::from(spans), width);
            let blanks = width.saturating_sub(cell.width());
            line.spans.extend(cell.spans);
            line.push_span(Span::raw(" ".repeat(blanks)));
        }
        line
    }
}

/// What is left of it, how long ago it ended, or when it begins.
fn left(scene: &Scene<'_>, row: &CollectionRow<'_>) -> String {
    row.life.map_or(String::new(), |life| time_left(scene, life))
}

fn time_left(scene: &Scene<'_>, life: &Expiry) -> String {
    let second = scene.second();
    match (life.state(scene.now), life.expires_at, life.not_before) {
        (State::Expired, Some(end), _) => words::relative(end.trunc_subsecs(0), second),
        (State::NotYetValid, _, Some(start)) => {
            format!("in {}", words::rough(start.trunc_subsecs(0) - second))
        }
        (_, Some(end), _) => words::countdown(end.trunc_subsecs(0) - second),
        _ => String::new(),
    }
}
