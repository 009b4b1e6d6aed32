//! Draws the dialog with text inputs.

use ratatui::{
    Frame,
    layout::Rect,
    text::{Line, Span},
};

use crate::{
    app::dialog::form::{Form, Question},
    emphasis::Emphasis,
};

use crate::ui::{Drawn, Scene, dialog, fit, panel};
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, form: &Form, area: Rect, drawn: &mut Drawn) {
    let theme = scene.theme;
    let label = form.questions.iter().map(|q| fit::width(q.label)).max().unwrap_or(0) + 2;
    let width = area.width.saturating_sub(8).clamp(20, 76);
    let columns = usize::from(width);
    let mut below: Vec<Line<'static>> = vec![Line::default()];
    if !form.note.is_empty() && area.height >= 16 {
        for line in fit::wrap(form.note, columns) {
            below.push(Line::from(Span::styled(line, theme.dim)));
        }
        if form.busy.is_some() || form.problem.is_some() {
            below.push(Line::default());
        }
    }
    if form.busy.is_some() {
        below.push(Line::from(Span::styled("… reading", theme.dim)));
    }
    if let Some(problem) = &form.problem {
        let words = format!("{} {problem}", Emphasis::Bad.symbol());
        for line in fit::wrap(&scene.text(&words), columns) {
            below.push(Line::from(Span::styled(line, theme.bad)));
        }
        for line in problem.hint.iter().flat_map(|hint| fit::wrap(&scene.text(hint), columns)) {
            below.push(Line::from(Span::styled(line, theme.dim)));
        }
    }
    if below.len() > 1 {
        below.push(Line::default());
    }
    let height = u16::try_from(form.questions.len() + below.len() + 2).unwrap_or(u16::MAX);
    let inner = dialog::draw(frame, scene, form.title, area, width, height);
    let room = usize::from(inner.width).saturating_sub(label);
    let mut lines = vec![Line::default()];
    for (index, question) in form.questions.iter().enumerate() {
        let (text, cursor) = visible_part(scene, question, room);
        let style = if question.input.text().is_empty() { theme.dim } else { theme.text };
        lines.push(Line::from(vec![
            Span::styled(fit::pad(question.label, label), theme.name),
            Span::styled(text, style),
        ]));
        let y = inner.y + u16::try_from(index + 1).unwrap_or(0);
        if index == form.focus && y < inner.bottom() {
            let x = inner.x + u16::try_from(label + cursor).unwrap_or(0);
            frame.set_cursor_position((x.min(inner.right()), y));
        }
    }
    lines.extend(below);
    panel::lines(frame, inner, lines);
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        dialog::keys(frame, scene, foot, "", drawn);
    }
}

/// The part of an entry around its cursor that fits, and the column of the cursor in it.
fn visible_part(scene: &Scene<'_>, question: &Question, columns: usize) -> (String, usize) {
    let input = &question.input;
    if input.text().is_empty() {
        return (question.example.to_owned(), 0);
    }
    let columns = columns.max(1);
    let (before, after) = if question.masked() || scene.app.repeats_secret(input.text()) {
        let length = input.text().chars().count();
        ("•".repeat(input.cursor()), "•".repeat(length - input.cursor().min(length)))
    } else {
        let at =
            input.text().char_indices().nth(input.cursor()).map_or(input.text().len(), |c| c.0);
        let (before, after) = input.text().split_at(at);
        (scene.text(before).into_owned(), scene.text(after).into_owned())
    };
    // Keep the cursor in sight: drop from the start what does not fit before it.
    let mut start = 0;
    while fit::width(before.get(start..).unwrap_or_default()) >= columns {
        start += before.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
    }
    let head = before.get(start..).unwrap_or_default();
    let cursor = fit::width(head);
    (format!("{head}{after}"), cursor)
}
