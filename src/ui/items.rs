//! The list of what the inputs hold: a row each, how many are in which state, and of the row under
//! the cursor what else is known.

mod columns;
mod preview;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::{
        Panel,
        item_list::{ItemList, ListSubject},
    },
    words,
};

use super::{
    Drawn, Scene, fit, footer, layout,
    panel::{self, PanelArea},
    title,
};

use columns::ListColumns;

/// Lines of the preview, borders included: nothing of the list is taken away for fewer.
const PREVIEW: u16 = 9;
/// From so many lines on a long list leaves room for it.
const TALL: u16 = 28;

/// Draws the whole screen.
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    items: &ItemList,
    area: Rect,
    drawn: &mut Drawn,
) {
    let mut rest = area;
    let borders = area.width >= 50 && area.height >= 12;
    let foot = if area.height >= 4 { layout::take_bottom(&mut rest, 1) } else { Rect::ZERO };
    let head = if area.height >= 6 { layout::take_top(&mut rest, 1) } else { Rect::ZERO };
    heading(frame, scene, items, head);
    let said = summary(scene, items, usize::from(area.width).saturating_sub(2));
    let most = if area.height >= 20 { 3 } else { 2 };
    let lines = u16::try_from(said.len()).unwrap_or(u16::MAX).min(most);
    if rest.height > lines + 3 {
        let place = layout::take_top(&mut rest, lines);
        let inside = Rect { x: place.x + 1, width: place.width.saturating_sub(2), ..place };
        panel::lines(frame, inside, said);
    }
    let rows = u16::try_from(items.list.total()).unwrap_or(u16::MAX);
    let needed = rows.saturating_add(if borders { 3 } else { 1 }).max(5);
    let spare = rest.height.saturating_sub(needed);
    let preview = if spare >= PREVIEW {
        spare
    } else if rest.height >= TALL {
        PREVIEW
    } else {
        0
    };
    let below = layout::take_bottom(&mut rest, preview);
    list(frame, scene, items, &PanelArea::alone(Panel::Items, rest, borders), drawn);
    if below.height > 2 {
        preview::draw(frame, scene, items, below);
    }
    footer::draw(frame, scene, foot, drawn);
}

/// The top line: what it is a list of, and how many there are.
fn heading(frame: &mut Frame<'_>, scene: &Scene<'_>, items: &ItemList, area: Rect) {
    let count = words::count(items.item_count(), "item");
    let notation = items.encoding().filter(|_| items.subject == ListSubject::Inputs);
    let encoding = notation.map(|encoding| title::encoding(encoding).to_owned());
    let of_inputs = Some(words::count(items.inputs.len(), "file"))
        .filter(|_| items.inputs.len() > 1 && items.name().ends_with('/'));
    let parts: Vec<String> = [Some(count), of_inputs, encoding].into_iter().flatten().collect();
    title::line(frame, scene, &items.name(), &parts, items.changes_every_second(), area);
}

/// How many are in which state, and what could not be read of the whole.
fn summary(scene: &Scene<'_>, items: &ItemList, columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut pieces = Vec::new();
    for (state, count) in &items.tally {
        let style = theme.emphasis(state.emphasis());
        let mut piece = vec![Span::styled(state.counted(*count), style)];
        if *state == crate::inspection::ItemState::Expired && items.renewable > 0 {
            let all = items.renewable == *count;
            let words = if all {
                ", renewable".to_owned()
            } else {
                format!(", {} renewable", items.renewable)
            };
            piece.push(Span::styled(words, theme.text));
        }
        pieces.push(piece);
    }
    if items.rows.is_empty() {
        let words = "No tool keeps a token where the board looks; tokenscope board --paths lists \
                     the places.";
        return fit::wrap(words, columns).into_iter().map(Line::from).collect();
    }
    let mut lines = fit::flow_with(pieces, &Span::styled(" · ", theme.dim), columns);
    let problems = items.inputs.iter().filter_map(|input| input.problem.as_ref());
    lines.extend(problems.take(1).map(|problem| {
        let words = format!("▲ {}", scene.text(&problem.to_string()));
        Line::styled(fit::truncate(&words, columns).into_owned(), theme.warning)
    }));
    lines
}

fn list(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    items: &ItemList,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let theme = scene.theme;
    let words = panel::counted(scene, Panel::Items);
    let heading = Line::styled(format!(" {words} "), panel::chosen(scene, slot));
    let right = scene
        .app
        .find
        .as_ref()
        .filter(|find| !find.typing)
        .map(|find| Line::styled(format!(" &{} ", scene.typed(find.input.text())), theme.dim));
    let mut inner = panel::frame_with(frame, scene, slot, heading, right);
    let columns = ListColumns::of(items, usize::from(inner.width).saturating_sub(1));
    if inner.height >= 4 && slot.borders {
        let heads = layout::take_top(&mut inner, 1);
        let mut line = Line::from(Span::raw(" "));
        line.spans.extend(columns.heads(scene).spans);
        frame.render_widget(fit::clip(line, usize::from(heads.width)), heads);
    }
    let extent = panel::rows(frame, scene, slot, inner, &items.list, drawn, |row, _| {
        items.rows.get(row).map(|row| columns.row(scene, items, row)).into_iter().collect()
    });
    drawn.extents.items = Some(extent);
}
