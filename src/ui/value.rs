//! A value on one line, or whole.

use chrono::{DateTime, Utc};
use ratatui::{style::Style, text::Span};

use crate::{
    app::{
        Document, Target,
        document::{Item, Root, ValueContent},
    },
    secret::MASK,
    text::visible,
    value::{Value, display},
    words,
};

use super::{Scene, fit};

/// The most of a value that is shown; a copy takes all of it.
pub const MOST: usize = 4_000;

/// A value on one line: itself, and a hint that must not be cut away.
pub struct Cell {
    pub value: String,
    /// How the value looks.
    pub style: Style,
    /// What it means, briefly.
    pub hint: String,
    /// The instant that it says: people read that, and then the number.
    time: Option<DateTime<Utc>>,
    /// Whether it is written as people read it.
    is_date: bool,
}

impl Cell {
    /// As spans of at most this many columns. The hint stays whole as long as a part of the value
    /// remains.
    pub fn spans(self, scene: &Scene<'_>, columns: usize) -> Vec<Span<'static>> {
        let is_cut = fit::width(&self.value) + fit::width(&self.hint) + 3 > columns;
        if let Some(at) = self.time.filter(|_| !self.is_date || is_cut) {
            return self.instant(scene, at, columns);
        }
        if self.hint.is_empty() {
            let value = fit::truncate(&self.value, columns).into_owned();
            return vec![Span::styled(value, self.style)];
        }
        // Where it is narrow, the first part of the hint must do.
        let mut hint_text = self.hint.as_str();
        if fit::width(hint_text) + 10 > columns {
            hint_text = hint_text.split(" · ").next().unwrap_or_default();
        }
        let hint = fit::width(hint_text);
        let room = columns.saturating_sub(hint + 2).max(columns.min(4));
        let value = if self.value == MASK && room < fit::width(MASK) {
            MASK.chars().take(4).collect()
        } else {
            fit::truncate(&self.value, room).into_owned()
        };
        vec![
            Span::styled(value, self.style),
            Span::raw("  "),
            Span::styled(hint_text.to_owned(), scene.theme.dim),
        ]
    }

    /// The date, how far away it is, and the number at the end where there is room for it.
    fn instant(self, scene: &Scene<'_>, at: DateTime<Utc>, columns: usize) -> Vec<Span<'static>> {
        let theme = scene.theme;
        let date = at.format("%Y-%m-%d %H:%M:%S");
        let minute = at.format("%Y-%m-%d %H:%M");
        let forms = [
            (format!("{date} UTC"), self.hint.as_str()),
            (minute.to_string(), self.hint.as_str()),
            (minute.to_string(), ""),
            (at.format("%Y-%m-%d").to_string(), ""),
            (at.format("%m-%d").to_string(), ""),
        ];
        let wide = |(date, hint): &(String, &str)| {
            fit::width(date) + if hint.is_empty() { 0 } else { 3 + fit::width(hint) }
        };
        let form = forms.iter().find(|form| wide(form) <= columns).unwrap_or(&forms[4]);
        let mut spans =
            vec![Span::styled(fit::truncate(&form.0, columns).into_owned(), theme.time)];
        if !form.1.is_empty() {
            spans.push(Span::styled(" · ", theme.dim));
            spans.push(Span::styled(form.1.to_owned(), theme.text));
        }
        let used: usize = spans.iter().map(Span::width).sum();
        if !self.is_date
            && let Some(gap) =
                columns.checked_sub(used + fit::width(&self.value)).filter(|gap| *gap >= 2)
        {
            spans.push(Span::raw(" ".repeat(gap)));
            spans.push(Span::styled(self.value, theme.dim));
        }
        spans
    }

    /// Whether a part of the value is left out in so many columns.
    pub fn is_cut(&self, columns: usize) -> bool {
        let hint = if self.hint.is_empty() { 0 } else { fit::width(&self.hint) + 2 };
        self.time.is_none() && fit::width(&self.value) + hint > columns
    }
}

/// A value on one line.
pub fn cell(
    scene: &Scene<'_>,
    document: &Document,
    root: Root,
    path: &[usize],
    item: &Item<'_>,
) -> Cell {
    let theme = scene.theme;
    let plain =
        |value, style| Cell { value, style, hint: String::new(), time: None, is_date: false };
    let revealed =
        item.content.hides() && scene.app.reveals(&Target::Value { root, path: path.to_vec() });
    match item.content {
        ValueContent::Absent => plain("absent".to_owned(), theme.dim),
        ValueContent::Secret(secret) if revealed => {
            plain(bounded(secret.expose(), LINE), theme.warning)
        }
        ValueContent::Secret(secret) => {
            let format = document.secret_format(&item.name, secret);
            let length = words::count(secret.length(), "char");
            Cell { hint: format!("{format} · {length}"), ..plain(MASK.to_owned(), theme.secret) }
        }
        ValueContent::Value { raw, .. } if revealed => plain(one_line(raw), theme.warning),
        ValueContent::Value { raw, masked } => {
            let hides = item.content.hides();
            let hint = match raw.as_str().or(raw.as_number()) {
                Some(text) if hides => words::count(text.chars().count(), "char"),
                _ => hint(scene, document, root, path, item, masked),
            };
            let style = if hides { theme.secret } else { kind_style(scene, masked) };
            let time = item.time.filter(|_| !hides);
            let is_date = matches!(raw, Value::String(text) if !looks_like_no_text(text.as_str()));
            Cell { hint, time, is_date, ..plain(scene.text(&one_line(masked)).into_owned(), style) }
        }
    }
}

/// How values of a kind look.
fn kind_style(scene: &Scene<'_>, value: &Value) -> Style {
    match value {
        Value::String(_) => scene.theme.string,
        Value::Number(_) => scene.theme.number,
        Value::Bool(_) | Value::Null => scene.theme.literal,
        Value::Array(items) => match items.as_slice() {
            [only] => kind_style(scene, only),
            _ => scene.theme.text,
        },
        Value::Object(_) => scene.theme.text,
    }
}

/// The most of a value that is looked at for one line.
const LINE: usize = 512;

/// A plain value on one line: strings as they are, lists of words with commas.
fn one_line(value: &Value) -> String {
    match value {
        Value::Array(items) if items.iter().all(|item| matches!(item, Value::String(_))) => {
            let mut line = String::new();
            for item in items {
                if line.len() > LINE {
                    break;
                }
                if !line.is_empty() {
                    line.push_str(", ");
                }
                line.push_str(&bounded(item.as_str().unwrap_or_default(), LINE));
            }
            if line.is_empty() { "[]".to_owned() } else { line }
        }
        // Without colours only the quotes tell it from a number.
        Value::String(text) if looks_like_no_text(text.as_str()) => {
            format!("\"{}\"", visible(text.as_str()))
        }
        value => visible(&display::plain(value, LINE)).into_owned(),
    }
}

/// Whether a text could be taken for a number, a literal or nothing.
fn looks_like_no_text(text: &str) -> bool {
    matches!(text, "" | "true" | "false" | "null") || text.len() < 40 && text.parse::<f64>().is_ok()
}

/// The start of a text, made safe.
fn bounded(text: &str, bytes: usize) -> String {
    visible(display::cut(text, bytes)).into_owned()
}

/// What a plain value means, briefly: a length of time in words, or how far away a time is.
fn hint(
    scene: &Scene<'_>,
    document: &Document,
    root: Root,
    path: &[usize],
    item: &Item<'_>,
    value: &Value,
) -> String {
    if let Some(lifetime) = item.lifetime.filter(|lifetime| !lifetime.is_zero()) {
        return words::rough(lifetime);
    }
    if let Some(at) = item.time {
        return relative(at, scene.second());
    }
    match (root, path) {
        (Root::Field(_), [])
            if item.name == "scope" && document.inspection.kind.grants_scopes() =>
        {
            words::count(document.inspection.scopes.len(), "scope")
        }
        (_, _) => match value {
            Value::Array(items) if !items.is_empty() => words::count(items.len(), "item"),
            Value::Object(members) => words::count(members.len(), "member"),
            _ => String::new(),
        },
    }
}

/// How far away a time is, down to the second within a day.
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let distance = at - now;
    if distance.num_days() != 0 {
        return words::relative(at, now);
    }
    match distance.num_seconds() {
        0 => "now".to_owned(),
        1.. => format!("in {}", words::exact(distance)),
        _ => format!("{} ago", words::exact(distance)),
    }
}

/// The whole value, in lines of this many columns; masked unless it is revealed.
pub fn whole(
    scene: &Scene<'_>,
    root: Root,
    path: &[usize],
    item: &Item<'_>,
    columns: usize,
) -> Vec<Span<'static>> {
    let theme = scene.theme;
    let target = Target::Value { root, path: path.to_vec() };
    let reveal = item.content.hides() && scene.app.reveals(&target);
    let (text, length, style) = match item.content {
        ValueContent::Absent => return vec![Span::styled("absent", theme.dim)],
        ValueContent::Secret(secret) if reveal => {
            (bounded(secret.expose(), MOST), secret.expose().len(), theme.warning)
        }
        ValueContent::Secret(_) => {
            let key = scene.keymap.key(crate::app::Mode::Inspector, crate::app::Action::Reveal);
            let key = key.filter(|_| !scene.app.is_of_board());
            let hint = key.map_or(String::new(), |key| format!("  {key} shows it"));
            return vec![Span::styled(format!("{MASK}{hint}"), theme.secret)];
        }
        ValueContent::Value { raw, masked } => {
            let (value, style) = if reveal { (raw, theme.warning) } else { (masked, theme.text) };
            let text = visible(&display::plain(value, MOST)).into_owned();
            let text = if reveal { text } else { scene.text(&text).into_owned() };
            (text, value.as_str().map_or(0, str::len), style)
        }
    };
    let mut lines: Vec<Span<'static>> =
        fit::wrap(&text, columns).into_iter().map(|line| Span::styled(line, style)).collect();
    if length > MOST {
        lines.push(Span::styled(format!("… {length} bytes in all; a copy takes them"), theme.dim));
    }
    lines
}
