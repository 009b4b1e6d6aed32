//! A line of what came in: its number, its text, and a mark at each problem.

use ratatui::{
    style::Style,
    text::{Line, Span},
};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::{
    app::document::raw::RawLine,
    ui::{findings, fit},
};

use super::lines::DetailWriter;

/// Columns of a line's number and the gap behind it.
const NUMBER: usize = 5;

impl DetailWriter<'_> {
    /// How many lines that is, without making them where that can be told from its length.
    pub(super) fn raw_height(&self, index: usize) -> usize {
        let raw = self.document.raw().and_then(|raw| raw.lines.get(index));
        match raw {
            Some(RawLine { columns: Some(columns), place: None, marks, .. })
                if marks.is_empty() =>
            {
                columns.div_ceil(self.columns.saturating_sub(NUMBER).max(1)).max(1)
            }
            _ => self.raw_line(index).len(),
        }
    }

    /// The lines that a line of what came in takes.
    pub(super) fn raw_line(&self, index: usize) -> Vec<Line<'static>> {
        let theme = self.scene.theme;
        let Some(raw) = self.document.raw().and_then(|raw| raw.lines.get(index)) else {
            return vec![Line::default()];
        };
        let room = self.columns.saturating_sub(NUMBER).max(1);
        let text = self.scene.text(&raw.text).into_owned();
        let mut lines: Vec<Line<'static>> = pieces(&text, room)
            .enumerate()
            .map(|(piece, words)| {
                let number = raw.number.filter(|_| piece == 0);
                let number = number.map_or(String::new(), |number| number.to_string());
                Line::from(vec![
                    Span::styled(format!("{number:>width$} ", width = NUMBER - 1), theme.dim),
                    Span::styled(words.to_owned(), theme.text),
                ])
            })
            .collect();
        if let Some(place) = raw.place {
            let (line, column) = (place / room, place % room);
            let caret = Line::from(vec![
                Span::raw(" ".repeat(NUMBER + column)),
                Span::styled("▲", theme.bad),
            ]);
            lines.insert((line + 1).min(lines.len()), caret);
        }
        lines.extend(self.marks(raw));
        lines
    }

    fn marks(&self, raw: &RawLine) -> Vec<Line<'static>> {
        let mut lines = Vec::new();
        for (severity, words) in &raw.marks {
            let mut mark = Some(findings::mark(self.scene, *severity));
            for words in fit::wrap(&self.scene.text(words), self.columns.saturating_sub(NUMBER + 2))
            {
                lines.push(Line::from(vec![
                    Span::raw(" ".repeat(NUMBER)),
                    mark.take().unwrap_or_else(|| Span::raw(" ")),
                    Span::styled(format!(" {words}"), self.scene.theme.dim.patch(Style::new())),
                ]));
            }
        }
        lines
    }
}

/// A text in pieces of so many columns, broken anywhere: blanks count in what came in.
fn pieces(text: &str, columns: usize) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let mut used = 0;
        let fits = |(_, part): &(usize, &str)| {
            used += fit::width(part);
            used <= columns
        };
        let end = text.grapheme_indices(true).take_while(fits).last();
        let end = end.map_or(text.len(), |(at, part)| at + part.len());
        let (piece, after) = text.split_at(end);
        rest = Some(after).filter(|after| !after.is_empty());
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_broken_anywhere_and_loses_nothing() {
        for (text, columns, expected) in [
            ("", 4, &[""][..]),
            ("ab  cd", 4, &["ab  ", "cd"]),
            ("abcd", 4, &["abcd"]),
            ("你好世界", 5, &["你好", "世界"]),
            ("a", 0, &["a"]),
        ] {
            assert_eq!(pieces(text, columns).collect::<Vec<_>>(), expected, "{text} in {columns}");
        }
    }
}
