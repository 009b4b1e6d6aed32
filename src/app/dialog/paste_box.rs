//! The dialog that takes a paste in terminals that send it key by key.

use std::fmt;

use crate::secret::Wiping;
use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    app::{Action, App, Edit, Effect},
    secret,
    value::Text,
};

use super::Dialog;

/// A pause longer than this is a person's, not a terminal's that types out a paste.
const PAUSE: TimeDelta = TimeDelta::milliseconds(150);

/// Text of several lines that is likely to hold a token: it is wiped on drop, never drawn, and
/// `Debug` prints its length only.
#[derive(Clone, Default)]
pub struct PasteBox {
    text: Wiping<String>,
    last_key: Option<DateTime<Utc>>,
}

impl PasteBox {
    /// One key. Only whole characters come and go at the end: this is no editor.
    pub fn edit(&mut self, edit: Edit, now: DateTime<Utc>) {
        match edit {
            Edit::Insert(c) => self.push(c),
            Edit::Backspace => {
                self.text.pop();
            }
            Edit::Clear => self.text.clear(),
            Edit::DeleteWord => {
                let line = self.text.rfind('\n').map_or(0, |end| end + 1);
                self.text.truncate(line);
            }
            _ => {}
        }
        self.last_key = Some(now);
    }

    /// The enter key. True where it ends the text: on an empty line, after a pause. A pasted
    /// empty line, such as the one between the headers and the body of an HTTP message, comes
    /// without a pause.
    pub fn enter(&mut self, now: DateTime<Utc>) -> bool {
        let paused = self.last_key.is_none_or(|last| now - last >= PAUSE);
        if paused && self.text.ends_with('\n') {
            return true;
        }
        self.push('\n');
        self.last_key = Some(now);
        false
    }

    fn push(&mut self, c: char) {
        secret::reserve_text(&mut self.text, c.len_utf8());
        self.text.push(c);
    }

    /// What was pasted.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The length of each line in characters.
    pub fn lines(&self) -> impl DoubleEndedIterator<Item = usize> {
        self.text.split('\n').map(|line| line.chars().count())
    }
}

impl fmt::Debug for PasteBox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PasteBox({} bytes)", self.text.len())
    }
}

impl App {
    pub(super) fn act_in_paste_box(&mut self, action: Action) -> Option<Vec<Effect>> {
        let now = self.now;
        let Some(Dialog::PasteBox(paste)) = self.dialogs.last_mut() else { return None };
        match action {
            Action::NewLine if !paste.enter(now) => Some(Vec::new()),
            Action::NewLine | Action::Submit => {
                let text = Text::new(paste.text());
                if text.as_str().trim().is_empty() {
                    self.dialogs.pop();
                    return Some(Vec::new());
                }
                Some(self.take_paste(&text))
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_person_ends_the_text_with_an_empty_line() {
        let start = DateTime::UNIX_EPOCH;
        let mut paste = PasteBox::default();
        for c in "HTTP/1.1 200 OK".chars() {
            paste.edit(Edit::Insert(c), start);
        }
        assert!(!paste.enter(start));
        assert!(!paste.enter(start), "an empty line inside a paste");
        paste.edit(Edit::Insert('{'), start);
        let later = start + TimeDelta::seconds(1);
        assert!(!paste.enter(later), "the line is not empty");
        assert!(paste.enter(later + TimeDelta::seconds(1)));
        assert_eq!(paste.text(), "HTTP/1.1 200 OK\n\n{\n");
    }
}
