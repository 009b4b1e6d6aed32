//! How many columns of a terminal a text takes, and as much of it as fits in some.

use std::borrow::Cow;

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
pub fn head(text: &str, columns: usize) -> &str {
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
