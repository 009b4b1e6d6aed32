//! The panel of scopes: what may be done with each resource; or, where more is known than what was
//! granted, which scopes were asked for, granted, and are in the token.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::{Document, Panel},
    inspection::{ScopeColumn, ScopeMark, ScopeRow},
    token::scope_matrix::Resource,
};

use super::{
    Drawn, Scene, fit,
    panel::{self, PanelArea},
};

const READ: usize = 6;
const WRITE: usize = 7;
/// Columns of a mark under the name of its column.
const MARK: usize = 8;
/// The least that the names of scopes get beside marks of that width.
const NAMES: usize = 18;

/// Draws the panel.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let title = panel::counted(scene, Panel::Scopes);
    // The frame, and the column of the cursor.
    let columns = usize::from(slot.area.width).saturating_sub(if slot.borders { 3 } else { 1 });
    let heads = heads(document, columns);
    let inner = panel::frame(frame, scene, slot, &title, None);
    // Without a head each mark has its letter.
    let mut is_lettered = true;
    if inner.y > slot.area.y {
        let width = as_columns(fit::width(&heads) + 1);
        let heads = Span::styled(format!(" {} ", heads.trim_end()), scene.theme.dim);
        let x = inner.right().saturating_sub(width);
        // Tabs may stand in the way.
        let titles = if slot.tabs.len() > 1 {
            slot.tabs.iter().map(|tab| fit::width(&panel::counted(scene, *tab)) + 3).sum()
        } else {
            fit::width(&title)
        };
        if width > 1 && x > slot.area.x.saturating_add(as_columns(titles + 3)) {
            let place = Rect { x, y: slot.area.y, width, height: 1 };
            frame.render_widget(heads, place.intersection(slot.area));
            is_lettered = false;
        }
    }
    let extent =
        panel::rows(frame, scene, slot, inner, &scene.app.scopes, drawn, |index, columns| {
            let Some(line) = document.resources.get(index) else { return Vec::new() };
            vec![match document.scopes.compared_row(line) {
                Some(row) => compared(scene, document, row, columns, is_lettered),
                None => resource(scene, document, line, columns),
            }]
        });
    drawn.extents.scopes = Some(extent);
}

/// What stands over the columns.
fn heads(document: &Document, columns: usize) -> String {
    let table = &document.scopes;
    if table.is_compared() {
        let width = mark_columns(document, columns);
        let head = |it: &ScopeColumn| if width < MARK { it.letter() } else { it.name() };
        return table.columns.iter().map(|it| fit::pad(head(it), width)).collect();
    }
    if !document.resources.iter().any(|line| line.structured) {
        return String::new();
    }
    let heads = [("read", READ), ("write", WRITE), ("other", other_columns(columns))];
    heads.into_iter().map(|(head, width)| fit::pad(head, width)).collect()
}

/// Columns for the mark of one column of the comparison: where there is little room, its head is a
/// letter.
fn mark_columns(document: &Document, columns: usize) -> usize {
    if columns < document.scopes.columns.len() * MARK + NAMES { 2 } else { MARK }
}

/// Columns for actions that are neither reading nor writing.
fn other_columns(columns: usize) -> usize {
    (columns / 4).clamp(6, 24)
}

fn as_columns(columns: usize) -> u16 {
    u16::try_from(columns).unwrap_or(u16::MAX)
}

/// One scope, with a mark for each place where it may be named.
fn compared(
    scene: &Scene<'_>,
    document: &Document,
    row: &ScopeRow,
    columns: usize,
    is_lettered: bool,
) -> Line<'static> {
    let theme = scene.theme;
    let table = &document.scopes;
    let width = if is_lettered { 3 } else { mark_columns(document, columns) };
    let room = columns.saturating_sub(width * table.columns.len() + 1);
    let style = if row.difference.is_some() { theme.warning } else { theme.text };
    let mut spans =
        vec![Span::styled(fit::pad(&scene.text(&row.scope.name), room), style), Span::raw(" ")];
    spans.extend(row.marks.iter().zip(&table.columns).map(|(mark, column)| {
        let style = match mark {
            ScopeMark::Yes => theme.good,
            ScopeMark::Missing => theme.warning,
            ScopeMark::Blank => theme.dim,
        };
        let letter = if is_lettered { column.letter() } else { "" };
        Span::styled(fit::pad(&format!("{letter}{}", mark.symbol()), width), style)
    }));
    Line::from(spans)
}

/// What may be done with a resource.
fn resource(
    scene: &Scene<'_>,
    document: &Document,
    line: &Resource,
    columns: usize,
) -> Line<'static> {
    let theme = scene.theme;
    let name = scene.text(&line.name);
    if !line.structured {
        return Line::from(Span::styled(fit::truncate(&name, columns).into_owned(), theme.text));
    }
    let other = other_columns(columns);
    let room = columns.saturating_sub(READ + WRITE + other + 1);
    let tick = |allowed: bool, width: usize, style: Style| {
        let (mark, style) =
            if allowed { (ScopeMark::Yes, style) } else { (ScopeMark::Blank, theme.dim) };
        Span::styled(fit::pad(mark.symbol(), width), style)
    };
    let words: Vec<&str> = line
        .other
        .iter()
        .take(32)
        .filter_map(|index| document.scopes.rows.get(*index))
        .map(|row| row.scope.action.as_deref().unwrap_or("✓"))
        .collect();
    Line::from(vec![
        Span::styled(fit::pad(&name, room), theme.text),
        Span::raw(" "),
        tick(line.read, READ, theme.good),
        tick(line.write, WRITE, theme.warning),
        Span::styled(
            fit::truncate(&scene.text(&words.join(", ")), other.saturating_sub(1)).into_owned(),
            theme.text,
        ),
    ])
}
