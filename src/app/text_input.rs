//! One line of text being typed.

use std::fmt;

use crate::secret::Wiping;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::secret;

use super::Edit;

/// One line of text being typed. It may be secret: it is wiped wherever it was, and `Debug` prints
/// its length only.
#[derive(Clone, Default)]
pub struct TextInput {
    text: Wiping<String>,
    /// Bytes before the cursor.
    at: usize,
}

impl TextInput {
    /// A line that starts with this text, the cursor behind it.
    pub fn new(text: &str) -> Self {
        Self { text: Wiping::new(text.to_owned()), at: text.len() }
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The cursor, counted in characters.
    pub fn cursor(&self) -> usize {
        self.before().chars().count()
    }

    /// Whether the cursor is behind the last character.
    pub fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// One change.
    pub fn edit(&mut self, edit: Edit) {
        match edit {
            Edit::Insert(c) => self.insert(c.encode_utf8(&mut [0; 4])),
            Edit::Backspace => self.remove(self.left(), self.at),
            Edit::Delete => self.remove(self.at, self.right()),
            Edit::DeleteWord => self.remove(self.word_left(), self.at),
            Edit::Clear => self.remove(0, self.at),
            Edit::Left => self.at = self.left(),
            Edit::Right => self.at = self.right(),
            Edit::WordLeft => self.at = self.word_left(),
            Edit::WordRight => self.at = self.word_right(),
            Edit::Home => self.at = 0,
            Edit::End => self.at = self.text.len(),
        }
    }

    /// A whole text at the cursor.
    pub fn insert(&mut self, text: &str) {
        secret::reserve_text(&mut self.text, text.len());
        self.text.insert_str(self.at, text);
        self.at += text.len();
    }

    fn remove(&mut self, start: usize, end: usize) {
        self.text.replace_range(start..end, "");
        self.at = start;
    }

    fn before(&self) -> &str {
        self.text.get(..self.at).unwrap_or_default()
    }

    fn after(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn left(&self) -> usize {
        self.at - self.before().graphemes(true).next_back().map_or(0, str::len)
    }

    fn right(&self) -> usize {
        self.at + self.after().graphemes(true).next().map_or(0, str::len)
    }

    /// The start of the word before the cursor.
    fn word_left(&self) -> usize {
        self.before().unicode_word_indices().next_back().map_or(0, |(at, _)| at)
    }

    /// The start of the next word after the cursor.
    fn word_right(&self) -> usize {
        let mut words = self.text.unicode_word_indices().map(|(at, _)| at);
        words.find(|at| *at > self.at).unwrap_or(self.text.len())
    }
}

impl fmt::Debug for TextInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TextInput({} bytes)", self.text.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_changes_text_and_cursor() {
        // The text with the cursor as a bar, the edit, and what it makes of it.
        for (before, edit, after) in [
            ("ab|cd", Edit::Insert('é'), "abé|cd"),
            ("ab|cd", Edit::Backspace, "a|cd"),
            ("|cd", Edit::Backspace, "|cd"),
            ("ab|cd", Edit::Delete, "ab|d"),
            ("ab|", Edit::Delete, "ab|"),
            ("a\u{301}|b", Edit::Backspace, "|b"),
            ("|a\u{301}b", Edit::Right, "a\u{301}|b"),
            ("a\u{301}|b", Edit::Left, "|a\u{301}b"),
            ("|ab", Edit::Left, "|ab"),
            ("ab|", Edit::Right, "ab|"),
            ("one two| three", Edit::DeleteWord, "one | three"),
            ("one tw|o", Edit::WordLeft, "one |two"),
            ("one |two", Edit::WordLeft, "|one two"),
            ("| one", Edit::WordLeft, "| one"),
            ("o|ne two", Edit::WordRight, "one |two"),
            ("|one two", Edit::WordRight, "one |two"),
            ("one |two", Edit::WordRight, "one two|"),
            ("one tw|o", Edit::Clear, "|o"),
            ("one tw|o", Edit::Home, "|one two"),
            ("one tw|o", Edit::End, "one two|"),
        ] {
            let (start, end) = before.split_once('|').unwrap();
            let mut input = TextInput::new(&format!("{start}{end}"));
            input.at = start.len();
            input.edit(edit);
            let text = format!("{}|{}", input.before(), input.after());
            assert_eq!(text, after, "{edit:?} in {before}");
            assert_eq!(input.cursor(), input.before().chars().count());
        }
    }

    #[test]
    fn a_text_of_any_length_is_taken() {
        let mut input = TextInput::default();
        for _ in 0..100 {
            input.insert("0123456789");
        }
        assert_eq!((input.text().len(), input.cursor()), (1_000, 1_000));
        assert_eq!(format!("{input:?}"), "TextInput(1000 bytes)");
    }
}
