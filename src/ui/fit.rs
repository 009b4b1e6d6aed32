//! Text in columns: widths, truncation, wrapping. Everything here measures terminal columns.

use std::borrow::Cow;

use ratatui::{
    style::Style,
    text::{Line, Span},
};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};

/// Columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text, or as much of its start as fits before an ellipsis.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    // A text with fewer bytes than columns fits: no character is wider than its bytes.
    if text.len() <= columns || text.width() <= columns {
        return Cow::Borrowed(text);
    }
    match columns.checked_sub(1) {
        Some(room) => Cow::Owned(format!("{}…", head(text, room))),
        None => Cow::Borrowed(""),
    }
}

/// The text, or as much of its end as fits behind an ellipsis: of places the end tells more.
pub fn truncate_start(text: &str, columns: usize) -> Cow<'_, str> {
    if text.len() <= columns || text.width() <= columns {
        return Cow::Borrowed(text);
    }
    let Some(room) = columns.checked_sub(1) else { return Cow::Borrowed("") };
    let mut used = 0;
    let mut start = text.len();
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > room {
            break;
        }
        start = at;
    }
    Cow::Owned(format!("…{}", text.get(start..).unwrap_or_default()))
}

/// As much of the start of a text as fits.
fn head(text: &str, columns: usize) -> &str {
    let mut used = 0;
    let mut end = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            break;
        }
        end = at + c.len_utf8();
    }
    text.get(..end).unwrap_or_default()
}

/// The text filled up with spaces, or truncated, to exactly this many columns.
pub fn pad(text: &str, columns: usize) -> String {
    let mut out = truncate(text, columns).into_owned();
    let used = width(&out);
    out.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    out
}

/// A line that is no wider than this, its end cut with an ellipsis.
pub fn clip(line: Line<'static>, columns: usize) -> Line<'static> {
    if line.width() <= columns {
        return line;
    }
    let mut left = columns;
    let mut spans: Vec<Span<'static>> = Vec::new();
    for span in line.spans {
        let wide = span.width();
        if wide < left {
            left -= wide;
            spans.push(span);
            continue;
        }
        // The line goes on behind what fits, so that its last column becomes the ellipsis.
        if let Some(room) = left.checked_sub(1) {
            spans.push(Span::styled(format!("{}…", head(&span.content, room)), span.style));
        }
        break;
    }
    Line::from(spans)
}

/// A line in which a text is lit wherever it occurs, in any case of its letters.
pub fn lit(line: Line<'static>, text: &str, style: Style) -> Line<'static> {
    let small = |c: char| c.to_lowercase().next().unwrap_or(c);
    let text: Vec<char> = text.chars().map(small).collect();
    let cells: Vec<(char, Style)> =
        line.spans.iter().flat_map(|span| span.content.chars().map(|c| (c, span.style))).collect();
    if text.is_empty() || text.len() > cells.len() {
        return line;
    }
    let mut is_lit = vec![false; cells.len()];
    for start in 0..=cells.len() - text.len() {
        let found =
            cells.iter().skip(start).zip(&text).all(|((c, _), wanted)| small(*c) == *wanted);
        if found {
            is_lit.iter_mut().skip(start).take(text.len()).for_each(|it| *it = true);
        }
    }
    let mut spans: Vec<Span<'static>> = Vec::new();
    for ((c, own), lit) in cells.into_iter().zip(is_lit) {
        let style = if lit { own.patch(style) } else { own };
        match spans.last_mut() {
            Some(span) if span.style == style => span.content.to_mut().push(c),
            _ => spans.push(Span::styled(c.to_string(), style)),
        }
    }
    Line::from(spans)
}

/// A text in lines of at most this many columns, broken between words where they fit.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(1);
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split(' ') {
        let wide = width(word);
        if used > 0 && used + 1 + wide > columns {
            lines.push(std::mem::take(&mut line));
            used = 0;
        } else if used > 0 {
            line.push(' ');
            used += 1;
        }
        if wide <= columns {
            line.push_str(word);
            used += wide;
            continue;
        }
        for c in word.chars() {
            let wide = c.width().unwrap_or(0);
            if used + wide > columns && used > 0 {
                lines.push(std::mem::take(&mut line));
                used = 0;
            }
            line.push(c);
            used += wide;
        }
    }
    lines.push(line);
    lines
}

/// Pieces of text side by side with a gap between them, on as many lines as they need. A piece
/// that is wider than a line is cut.
pub fn flow(pieces: Vec<Vec<Span<'static>>>, gap: usize, columns: usize) -> Vec<Line<'static>> {
    flow_with(pieces, &Span::raw(" ".repeat(gap)), columns)
}

/// The same with something between the pieces of a line.
pub fn flow_with(
    pieces: Vec<Vec<Span<'static>>>,
    gap: &Span<'static>,
    columns: usize,
) -> Vec<Line<'static>> {
    let mut lines: Vec<Line<'static>> = Vec::new();
    for piece in pieces {
        let piece = Line::from(piece);
        let wide = piece.width();
        match lines.last_mut() {
            Some(line) if line.width() + gap.width() + wide <= columns => {
                line.push_span(gap.clone());
                line.spans.extend(piece.spans);
            }
            _ => lines.push(clip(piece, columns)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_columns() {
        assert_eq!(truncate("companies", 9), "companies");
        assert_eq!(truncate("companies", 8), "compani…");
        assert_eq!(truncate("你好世界", 5), "你好…");
        assert_eq!(truncate("你好世界", 4), "你…");
        assert_eq!(truncate("ab", 1), "…");
        assert_eq!(truncate("ab", 0), "");
        assert_eq!(pad("é", 3), "é  ");
        assert_eq!(pad("你好", 3), "你…");
    }

    #[test]
    fn words_are_wrapped_and_long_ones_broken() {
        assert_eq!(wrap("the quick brown fox", 9), ["the quick", "brown fox"]);
        assert_eq!(wrap("abcdefghij klm", 4), ["abcd", "efgh", "ij", "klm"]);
        assert_eq!(wrap("", 4), [""]);
        assert_eq!(wrap("a", 0), ["a"]);
        assert_eq!(wrap("你好世界", 5), ["你好", "世界"]);
    }

    #[test]
    fn a_line_is_clipped_across_spans() {
        let line = || Line::from(vec![Span::raw("abc"), Span::raw("def")]);
        assert_eq!(clip(line(), 6).to_string(), "abcdef");
        assert_eq!(clip(line(), 5).to_string(), "abcd…");
        assert_eq!(clip(line(), 3).to_string(), "ab…");
        assert_eq!(clip(line(), 1).to_string(), "…");
        assert_eq!(clip(line(), 0).to_string(), "");
    }

    #[test]
    fn pieces_flow() {
        let piece = |text: &'static str| vec![Span::raw(text)];
        let lines = flow(vec![piece("one"), piece("two"), piece("three")], 3, 10);
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        assert_eq!(lines, ["one   two", "three"]);
    }
}
