//! Text in columns: widths, truncation, wrapping. Everything here measures terminal columns.

use crate::text::columns::head;
pub use crate::text::columns::{truncate, truncate_start, width, wrap};
use ratatui::{
    style::Style,
    text::{Line, Span},
};

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
