//! The detail panel: what is known of the row under the cursor, one view at a time.

mod lines;
mod raw;
mod tree;

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::app::{
    Document, Panel,
    detail::{DetailRow, DetailView},
    list::Scroll,
};

use super::{
    Drawn, DrawnPanel, Scene, fit,
    panel::{self, PanelArea},
};
use lines::DetailWriter;
pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    slot: &PanelArea,
    drawn: &mut Drawn,
) {
    let detail = &scene.app.detail;
    let focused = scene.app.focus == Panel::Detail;
    let inner = panel::frame_with(frame, scene, slot, heading(scene, slot, drawn), None);
    let columns = usize::from(inner.width).saturating_sub(2);
    let page = DetailWriter::new(scene, document, &detail.rows, columns);
    let (area, foot) = divide(inner, focused, &page, detail.rows.get(detail.cursor));
    let height = usize::from(area.height);

    let mut total = 0;
    let mut cursor = (0, 0);
    let mut starts = Vec::with_capacity(detail.rows.len());
    for (index, row) in detail.rows.iter().enumerate() {
        starts.push(total);
        let lines = page.height(row);
        if index == detail.cursor {
            cursor = (total, total + lines);
        }
        total += lines;
    }
    let end = total.saturating_sub(height);
    let mut offset = detail.scroll.offset.min(end);
    // The cursor pulls the text along only when it has moved to another row.
    let moved = cursor != detail.cursor_lines || page_changed(detail.scroll, height);
    if moved && (focused || detail.view == DetailView::Raw) {
        if cursor.1 > offset + height {
            offset = cursor.1.saturating_sub(height).min(cursor.0);
        }
        // Headings above the first member come into view with it.
        let first = detail.rows.iter().position(DetailRow::selectable) == Some(detail.cursor);
        if cursor.0 < offset || (first && cursor.1 <= height) {
            offset = if first && cursor.1 <= height { 0 } else { cursor.0 };
        }
    }

    let mut place = area;
    let mut lines = Vec::new();
    let from = starts.partition_point(|start| *start <= offset).saturating_sub(1);
    for (index, row) in detail.rows.iter().enumerate().skip(from) {
        let start = starts.get(index).copied().unwrap_or(total);
        if start >= offset + height {
            break;
        }
        let here = focused && index == detail.cursor && row.selectable();
        for (line, text) in page.lines(row).into_iter().enumerate() {
            let at = start + line;
            if at < offset || at >= offset + height {
                continue;
            }
            let text = row.target().map_or(text.clone(), |target| scene.lit(text, target));
            draw_line(frame, scene, place, text, here && line == 0);
            lines.push(row.selectable().then_some(index));
            place.y = place.y.saturating_add(1);
            place.height = place.height.saturating_sub(1);
        }
    }
    below(frame, scene, foot);
    position(frame, scene, slot, focused);
    panel::scrollbar(frame, slot, offset, total, height);
    drawn.panels.push(DrawnPanel { panel: Panel::Detail, area: slot.area, rows: area, lines });
    drawn.extents.detail = Some(Scroll { offset, end, page: height });
    drawn.extents.detail_cursor = cursor;
}

/// The subject, and the views that take turns; each can be clicked.
fn heading(scene: &Scene<'_>, slot: &PanelArea, drawn: &mut Drawn) -> Line<'static> {
    let theme = scene.theme;
    let detail = &scene.app.detail;
    let title = if detail.title.is_empty() { "Detail" } else { &*scene.text(&detail.title) };
    let room = usize::from(slot.area.width).saturating_sub(4);
    let labels: usize = detail.views.iter().map(|view| view.label().len() + 3).sum();
    let mut line =
        panel::title(scene, slot, &fit::truncate(title, room.saturating_sub(labels + 4).max(12)));
    if detail.views.len() < 2 {
        return line;
    }
    for view in &detail.views {
        line.push_span(Span::styled("· ", theme.border));
        let x = slot.area.x.saturating_add(u16::try_from(line.width()).unwrap_or(u16::MAX));
        let x = x.saturating_add(u16::from(slot.borders));
        let width = u16::try_from(view.label().len()).unwrap_or(0);
        let place = Rect { x, width, height: 1, ..slot.area }.intersection(slot.area);
        let style = if *view == detail.view { panel::chosen(scene, slot) } else { theme.dim };
        line.push_span(Span::styled(view.label(), style));
        line.push_span(Span::raw(" "));
        drawn.views.push((place, *view));
    }
    fit::clip(line, room + 2)
}

/// Takes some lines from the bottom for what the row under the cursor does not say itself.
fn divide(
    inner: Rect,
    focused: bool,
    page: &DetailWriter<'_>,
    row: Option<&DetailRow>,
) -> (Rect, (Rect, Vec<Line<'static>>)) {
    let none = Rect { y: inner.bottom(), height: 0, ..inner };
    let Some(DetailRow::Member { target, depth, fold }) = row.filter(|_| focused) else {
        return (inner, (none, Vec::new()));
    };
    if inner.height < 7 {
        return (inner, (none, Vec::new()));
    }
    let lines = page.below(target, *depth, *fold);
    // At least two, so that the rows above do not jump at each step.
    let most = inner.height / 3;
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).clamp(2.min(most), most) + 1;
    let foot = Rect { y: inner.bottom() - height, height, ..inner };
    (Rect { height: inner.height - height, ..inner }, (foot, lines))
}

fn below(frame: &mut Frame<'_>, scene: &Scene<'_>, (area, lines): (Rect, Vec<Line<'static>>)) {
    if area.is_empty() {
        return;
    }
    // Where it stands, as jq calls it, in the line above.
    let path = scene.app.detail.target().zip(scene.app.document());
    let path = path.and_then(|(target, document)| document.jq_path(target)).unwrap_or_default();
    let columns = usize::from(area.width);
    let path = fit::truncate(&scene.text(&path), columns.saturating_sub(4)).into_owned();
    let rest = "─".repeat(columns.saturating_sub(fit::width(&path) + 3));
    let rule = Line::from(vec![
        Span::styled("─ ", scene.theme.border),
        Span::styled(path, scene.theme.dim),
        Span::styled(format!(" {rest}"), scene.theme.border),
    ]);
    frame.render_widget(rule, Rect { height: 1, ..area });
    let text = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height - 1,
    };
    let hidden = lines.len().saturating_sub(usize::from(text.height));
    let mut lines = lines;
    if hidden > 0 {
        lines.truncate(usize::from(text.height));
        if let Some(last) = lines.last_mut() {
            let more = fit::clip(std::mem::take(last), usize::from(text.width).saturating_sub(2));
            *last = more;
            last.push_span(Span::styled(" …", scene.theme.dim));
        }
    }
    panel::lines(frame, text, lines);
}

/// Which row of how many the cursor is on, in the lower border.
fn position(frame: &mut Frame<'_>, scene: &Scene<'_>, slot: &PanelArea, focused: bool) {
    let detail = &scene.app.detail;
    let selectable = |rows: &[DetailRow]| rows.iter().filter(|row| row.selectable()).count();
    let all = selectable(&detail.rows);
    if !slot.borders || !focused || all < 10 || slot.area.height < 3 {
        return;
    }
    let here = selectable(detail.rows.get(..=detail.cursor).unwrap_or_default());
    let words = format!(" {here} of {all} ");
    let width = u16::try_from(words.len()).unwrap_or(0);
    let place = Rect {
        x: slot.area.right().saturating_sub(width + 2),
        y: slot.area.bottom() - 1,
        width,
        height: 1,
    };
    frame.render_widget(Span::styled(words, scene.theme.dim), place.intersection(slot.area));
}

/// Whether the panel has another height than when it was last drawn.
fn page_changed(scroll: Scroll, height: usize) -> bool {
    scroll.page != height
}

fn draw_line(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    area: Rect,
    text: Line<'static>,
    cursor: bool,
) {
    let columns = usize::from(area.width).saturating_sub(1);
    let marker = if cursor { Span::styled("▌", scene.theme.accent) } else { Span::raw(" ") };
    let mut line = Line::from(marker);
    line.spans.extend(fit::clip(text, columns).spans);
    if cursor {
        for span in &mut line.spans {
            span.style = span.style.patch(scene.theme.cursor);
        }
    }
    frame.render_widget(line, Rect { height: 1, ..area });
}
