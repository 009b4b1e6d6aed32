//! A refused request: why, and what the server demands beside what the request has.

use ratatui::{
    style::Style,
    text::{Line, Span},
};

use crate::{
    emphasis::Emphasis,
    explain::{AccessCheck, AccessRow},
};

use super::{Scene, fit};

/// From so many columns on the two sides stand beside each other.
const WIDE: usize = 56;
/// Columns of a mark with its label.
const LABEL: usize = 14;

/// The reason in lines, for where there is little room.
pub fn reason(scene: &Scene<'_>, check: &AccessCheck, columns: usize) -> Vec<Line<'static>> {
    wrapped(scene, &check.reason, scene.theme.bad.patch(scene.theme.strong), columns)
}

/// Everything: the reason, what to try, what was sent and answered, and the comparison.
pub fn lines(scene: &Scene<'_>, check: &AccessCheck, columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let mut lines = reason(scene, check, columns);
    lines.extend(wrapped(scene, &check.advice, theme.text, columns));
    lines.push(Line::default());
    let request = check.request.as_deref();
    let facts = [
        ("request", request),
        ("with", Some(check.presented.as_str())),
        ("answer", Some(check.answer.as_str())),
    ];
    for (label, words) in facts {
        let Some(words) = words else { continue };
        let room = columns.saturating_sub(LABEL);
        for (index, line) in fit::wrap(&scene.text(words), room).into_iter().enumerate() {
            let label = if index == 0 { label } else { "" };
            let label = fit::pad(&format!("  {label}"), LABEL);
            lines.push(Line::from(vec![
                Span::styled(label, theme.dim),
                Span::styled(line, theme.text),
            ]));
        }
    }
    lines.push(Line::default());
    if columns >= WIDE {
        lines.extend(side_by_side(scene, &check.rows, columns));
    } else {
        lines.extend(check.rows.iter().flat_map(|row| stacked(scene, row, columns)));
    }
    lines
}

fn wrapped(scene: &Scene<'_>, words: &str, style: Style, columns: usize) -> Vec<Line<'static>> {
    let lines = fit::wrap(&scene.text(words), columns);
    lines.into_iter().map(|line| Line::from(Span::styled(line, style))).collect()
}

/// What is demanded and what is there, where either is not known in words that say so.
fn sides(row: &AccessRow) -> [&str; 2] {
    [
        row.demanded.as_deref().unwrap_or("nothing is said"),
        row.presented.as_deref().unwrap_or("cannot be seen"),
    ]
}

/// The mark of a row with its label.
fn label(scene: &Scene<'_>, row: &AccessRow) -> [Span<'static>; 2] {
    let style = scene.theme.emphasis(row.mark);
    let words = format!(" {}", row.label);
    [
        Span::styled(row.mark.symbol(), style),
        Span::styled(fit::pad(&words, LABEL - 1), scene.theme.dim),
    ]
}

fn side_by_side(scene: &Scene<'_>, rows: &[AccessRow], columns: usize) -> Vec<Line<'static>> {
    let theme = scene.theme;
    let left = columns.saturating_sub(LABEL + 2) / 2;
    let right = columns.saturating_sub(LABEL + 2 + left);
    let head =
        format!("{}{}  the request has", " ".repeat(LABEL), fit::pad("the server wants", left));
    let mut lines = vec![Line::from(Span::styled(head, theme.dim))];
    for row in rows {
        let [wanted, has] = sides(row);
        let (wanted, has) =
            (fit::wrap(&scene.text(wanted), left), fit::wrap(&scene.text(has), right));
        for index in 0..wanted.len().max(has.len()) {
            let mut spans = match index {
                0 => label(scene, row).to_vec(),
                _ => vec![Span::raw(" ".repeat(LABEL))],
            };
            let wanted = wanted.get(index).map_or("", String::as_str);
            spans.push(Span::styled(
                fit::pad(wanted, left + 2),
                side_style(scene, row.demanded.is_some()),
            ));
            let has = has.get(index).cloned().unwrap_or_default();
            let style = match row.mark {
                Emphasis::Bad => theme.bad,
                _ => side_style(scene, row.presented.is_some()),
            };
            spans.push(Span::styled(has, style));
            lines.push(Line::from(spans));
        }
    }
    lines
}

fn side_style(scene: &Scene<'_>, is_known: bool) -> Style {
    if is_known { scene.theme.text } else { scene.theme.dim }
}

fn stacked(scene: &Scene<'_>, row: &AccessRow, columns: usize) -> Vec<Line<'static>> {
    let [wanted, has] = sides(row);
    let mut lines = vec![Line::from(label(scene, row).to_vec())];
    for (name, words, is_known) in
        [("wants", wanted, row.demanded.is_some()), ("has", has, row.presented.is_some())]
    {
        let name = fit::pad(&format!("  {name}"), 9);
        let room = columns.saturating_sub(9);
        for (index, line) in fit::wrap(&scene.text(words), room).into_iter().enumerate() {
            let name = if index == 0 { name.clone() } else { " ".repeat(9) };
            lines.push(Line::from(vec![
                Span::styled(name, scene.theme.dim),
                Span::styled(line, side_style(scene, is_known)),
            ]));
        }
    }
    lines
}
