//! Draws the dialog with text inputs.

use ratatui::{
    Frame,
    layout::Rect,
    style::Style,
    text::{Line, Span},
};

use crate::{
    app::dialog::form::{Choices, Form, Question},
    app::list::Scroll,
    emphasis::Emphasis,
    problem::Problem,
};

use crate::ui::{Drawn, Scene, dialog, fit, panel};

/// With fewer columns than this a label stands above its entry.
const NARROW: usize = 48;

/// Lines of what an entry offers.
const OFFERS: usize = 3;

/// More of it than this is never looked at: no screen has room for it.
const MOST: usize = 100;

/// What the box says, and what of it must be in sight.
struct Body {
    lines: Vec<Line<'static>>,
    /// The lines of the entry that is being typed, with what belongs to it.
    focus: (usize, usize),
    /// Column and line of the cursor.
    cursor: (usize, usize),
}

pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, form: &Form, area: Rect, drawn: &mut Drawn) {
    let width = area.width.saturating_sub(8).clamp(20, 76).min(area.width.saturating_sub(4));
    let columns = usize::from(width);
    let body = body(scene, form, columns);
    let tall = u16::try_from(body.lines.len() + 3).unwrap_or(u16::MAX);
    let inner = dialog::draw(frame, scene, &form.title, area, width, tall);
    let text = Rect {
        y: inner.y.saturating_add(1).min(inner.bottom()),
        height: inner.height.saturating_sub(3),
        ..inner
    };
    // Where it is low, entries matter more than the air around them.
    let text = if usize::from(text.height) < body.lines.len() {
        Rect { height: inner.height.saturating_sub(1), ..inner }
    } else {
        text
    };
    let height = usize::from(text.height);
    let end = body.lines.len().saturating_sub(height);
    let (first, last) = body.focus;
    let offset = last.saturating_sub(height).min(first).min(end);
    let (column, line) = body.cursor;
    panel::lines(frame, text, body.lines.into_iter().skip(offset));
    if let Some(line) = line.checked_sub(offset).filter(|line| *line < height) {
        let clamp = |cells: usize| u16::try_from(cells).unwrap_or(u16::MAX);
        let x = text.x.saturating_add(clamp(column)).min(text.right());
        frame.set_cursor_position((x, text.y + clamp(line)));
    }
    if inner.height >= 2 {
        let foot = Rect { y: inner.bottom() - 1, height: 1, ..inner };
        let below = end - offset;
        let remark = if below == 0 { String::new() } else { format!("↓ {below} more") };
        dialog::keys(frame, scene, foot, &remark, drawn);
    }
    drawn.extents.dialog = Some(Scroll { offset, end, page: height });
}

fn body(scene: &Scene<'_>, form: &Form, columns: usize) -> Body {
    let theme = scene.theme;
    let widest = form.asked().map(|(_, question)| fit::width(question.label)).max().unwrap_or(0);
    let is_narrow = columns < NARROW && form.asked().count() > 1;
    let indent = if is_narrow { 2 } else { widest + 2 };
    let mut body = Body { lines: Vec::new(), focus: (0, 0), cursor: (0, 0) };
    for (index, question) in form.asked() {
        let start = body.lines.len();
        let is_here = index == form.focus;
        let label = if is_here { theme.accent } else { theme.name };
        let (text, cursor) = visible_part(scene, question, columns.saturating_sub(indent + 1));
        let style = if question.input.text().is_empty() { theme.dim } else { theme.text };
        let text = Span::styled(text, style);
        let before = if is_narrow {
            body.lines.push(Line::from(Span::styled(question.label, label)));
            Span::raw(" ".repeat(indent))
        } else {
            Span::styled(fit::pad(question.label, indent), label)
        };
        body.lines.push(Line::from(vec![before, text]));
        let line = body.lines.len() - 1;
        if let Some((at, problem)) = &form.problem
            && *at == index
        {
            problem_lines(scene, problem, columns, &mut body.lines);
        }
        if is_here {
            body.cursor = (indent + cursor, line);
            let offered = offers(scene, form, question, columns.saturating_sub(indent));
            body.lines.extend(offered.into_iter().map(|mut line| {
                line.spans.insert(0, Span::raw(" ".repeat(indent)));
                line
            }));
        }
        if is_here {
            body.focus = (start, body.lines.len());
        }
    }
    let mut say = |words: &str, style: Style| {
        body.lines.push(Line::default());
        let lines = fit::wrap(words, columns).into_iter();
        body.lines.extend(lines.map(|line| Line::from(Span::styled(line, style))));
    };
    if form.busy.is_some() {
        say("… one moment", theme.dim);
    }
    if !form.note.is_empty() {
        say(form.note, theme.dim);
    }
    body
}

/// What is wrong with an entry, and what to do about it.
fn problem_lines(
    scene: &Scene<'_>,
    problem: &Problem,
    columns: usize,
    lines: &mut Vec<Line<'static>>,
) {
    let theme = scene.theme;
    let words = format!("{} {problem}", Emphasis::Bad.symbol());
    let hint = problem.hint.as_deref().unwrap_or_default();
    for (words, style) in [(words.as_str(), theme.bad), (hint, theme.dim)] {
        if !words.is_empty() {
            let wrapped = fit::wrap(&scene.text(words), columns).into_iter();
            lines.extend(wrapped.map(|line| Line::from(Span::styled(line, style))));
        }
    }
}

/// What the entry that is being typed may be, or go on with.
fn offers(
    scene: &Scene<'_>,
    form: &Form,
    question: &Question,
    columns: usize,
) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut words: Vec<(String, Style)> = Vec::new();
    let offered = |name: &str| scene.text(name).into_owned();
    match &question.choices {
        Choices::Free => {}
        Choices::One(choices) => words.extend(choices.iter().map(|choice| {
            let style = if choice == question.text() { theme.strong } else { theme.dim };
            (offered(choice), style)
        })),
        Choices::Several(_) => {
            words.extend(question.suggestions().map(|word| (offered(word), theme.dim)));
        }
        Choices::Paths(_) => {
            let candidates = form.candidates();
            if candidates.len() > 1 {
                words.extend(candidates.into_iter().map(|entry| {
                    let slash = if entry.is_folder { "/" } else { "" };
                    (format!("{}{slash}", offered(&entry.name)), theme.dim)
                }));
            }
        }
    }
    if words.is_empty() {
        return Vec::new();
    }
    let key = match &question.choices {
        Choices::One(_) => "←→ ",
        Choices::Several(_) => "→ ",
        _ => "",
    };
    let count = words.len();
    let mut pieces: Vec<Vec<Span<'static>>> = Vec::new();
    if !key.is_empty() {
        pieces.push(vec![Span::styled(key.trim_end(), theme.key)]);
    }
    pieces.extend(words.into_iter().map(|(word, style)| vec![Span::styled(word, style)]));
    let mut lines = fit::flow(pieces.iter().take(MOST).cloned().collect(), 2, columns);
    if lines.len() > OFFERS || pieces.len() > MOST {
        // As many as fit, and how many do not.
        let mut shown = count.min(MOST);
        while shown > 0 {
            shown -= 1;
            let mut some: Vec<_> =
                pieces.iter().take(shown + usize::from(!key.is_empty())).cloned().collect();
            some.push(vec![Span::styled(format!("… {} more", count - shown), theme.dim)]);
            lines = fit::flow(some, 2, columns);
            if lines.len() <= OFFERS {
                break;
            }
        }
    }
    lines
}

/// The part of an entry around its cursor that fits, and the column of the cursor in it.
fn visible_part(scene: &Scene<'_>, question: &Question, columns: usize) -> (String, usize) {
    let input = &question.input;
    if input.text().is_empty() {
        return (fit::truncate(question.example, columns).into_owned(), 0);
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
