//! Which key means what, and when: one table that the event loop, the footer and the help read.

mod choice;

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::{Action, App, Edit, Mode, action::Group};

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct KeyPress {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl KeyPress {
    /// A key without modifiers.
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, modifiers: KeyModifiers::NONE }
    }

    /// A character.
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A character with the control key.
    pub const fn ctrl(c: char) -> Self {
        Self { code: KeyCode::Char(c), modifiers: KeyModifiers::CONTROL }
    }
}

impl From<KeyEvent> for KeyPress {
    /// A character says itself whether shift was held; terminals disagree on saying it twice.
    fn from(event: KeyEvent) -> Self {
        let relevant = KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT;
        let mut modifiers = event.modifiers & relevant;
        let mut code = event.code;
        match code {
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => {
                code = KeyCode::Char(c.to_ascii_lowercase());
                modifiers.remove(KeyModifiers::SHIFT);
            }
            KeyCode::Char(_) | KeyCode::BackTab => modifiers.remove(KeyModifiers::SHIFT),
            _ => {}
        }
        Self { code, modifiers }
    }
}

impl fmt::Display for KeyPress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.modifiers.contains(KeyModifiers::CONTROL) {
            f.write_str("ctrl-")?;
        }
        if self.modifiers.contains(KeyModifiers::ALT) {
            f.write_str("alt-")?;
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("space"),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            KeyCode::BackTab => f.write_str("shift-tab"),
            KeyCode::PageUp => f.write_str("pgup"),
            KeyCode::PageDown => f.write_str("pgdn"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => write!(f, "{}", format!("{code:?}").to_lowercase()),
        }
    }
}

/// What some keys mean in one mode.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// Where it holds.
    pub mode: Mode,
    /// What it asks for.
    pub action: Action,
    /// The keys, the one to show first.
    pub keys: Vec<KeyPress>,
    /// Whether the footer names it where there is room; the table's order is the footer's.
    pub footer: bool,
}

/// The whole table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    /// The keys of the table of actions.
    fn default() -> Self {
        let mut bindings = Vec::new();
        for mode in Mode::ALL {
            let start = bindings.len();
            for &action in Action::ALL {
                let rows = action.row().keys.iter().filter(|keys| keys.mode == mode);
                bindings.extend(rows.map(|row| {
                    let keys = row.keys.split(' ').filter_map(KeyPress::from_name).collect();
                    (row.rank, Binding { mode, action, keys, footer: row.footer })
                }));
            }
            if let Some(own) = bindings.get_mut(start..) {
                own.sort_by_key(|(rank, _)| *rank);
            }
        }
        Self { bindings: bindings.into_iter().map(|(_, binding)| binding).collect() }
    }
}

impl Keymap {
    /// What a key asks for in a mode.
    pub fn action(&self, mode: Mode, key: KeyPress) -> Option<Action> {
        let bound = |wanted| {
            self.bindings
                .iter()
                .find(|binding| binding.mode == wanted && binding.keys.contains(&key))
                .map(|binding| binding.action)
        };
        bound(mode).or_else(|| bound(Mode::Any))
    }

    /// The key to show for an action in a mode.
    pub fn key(&self, mode: Mode, action: Action) -> Option<KeyPress> {
        self.of(mode).find(|binding| binding.action == action)?.keys.first().copied()
    }

    /// What the footer may name now, the most useful first.
    pub fn footer(&self, app: &App) -> Vec<(KeyPress, Action)> {
        self.of(app.mode())
            .filter(|binding| binding.footer && app.is_enabled(binding.action))
            .filter_map(|binding| Some((*binding.keys.first()?, binding.action)))
            .collect()
    }

    /// What the keys do in a mode, by group.
    pub fn help(&self, mode: Mode) -> Vec<(Group, Vec<&Binding>)> {
        Group::ALL
            .into_iter()
            .map(|group| {
                (group, self.of(mode).filter(|binding| binding.action.group() == group).collect())
            })
            .filter(|(_, bindings): &(Group, Vec<&Binding>)| !bindings.is_empty())
            .collect()
    }

    fn of(&self, mode: Mode) -> impl Iterator<Item = &Binding> {
        self.bindings
            .iter()
            .filter(move |binding| binding.mode == mode || binding.mode == Mode::Any)
    }
}

/// What a key does to a text that is being typed, where it has no other meaning.
pub fn edit(key: KeyPress) -> Option<Edit> {
    let control = key.modifiers.contains(KeyModifiers::CONTROL);
    let alt = key.modifiers.contains(KeyModifiers::ALT);
    Some(match key.code {
        KeyCode::Char('w') if control => Edit::DeleteWord,
        KeyCode::Char('u') if control => Edit::Clear,
        KeyCode::Char('a') if control => Edit::Home,
        KeyCode::Char('e') if control => Edit::End,
        KeyCode::Char('h') if control => Edit::Backspace,
        KeyCode::Char('b') if alt => Edit::WordLeft,
        KeyCode::Char('f') if alt => Edit::WordRight,
        KeyCode::Char(c) if !control && !alt => Edit::Insert(c),
        KeyCode::Tab => Edit::Insert('\t'),
        KeyCode::Backspace if control || alt => Edit::DeleteWord,
        KeyCode::Backspace => Edit::Backspace,
        KeyCode::Delete => Edit::Delete,
        KeyCode::Left if control || alt => Edit::WordLeft,
        KeyCode::Right if control || alt => Edit::WordRight,
        KeyCode::Left => Edit::Left,
        KeyCode::Right => Edit::Right,
        KeyCode::Home => Edit::Home,
        KeyCode::End => Edit::End,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_key_of_the_table_is_one() {
        for keys in Action::ALL.iter().flat_map(|action| action.row().keys) {
            for key in keys.keys.split(' ') {
                assert!(KeyPress::from_name(key).is_some(), "{key:?}");
            }
        }
    }

    #[test]
    fn no_key_means_two_things() {
        let mut seen = HashSet::new();
        for binding in Keymap::default().bindings {
            assert!(!binding.keys.is_empty(), "{:?} has no key", binding.action);
            for key in binding.keys {
                assert!(seen.insert((binding.mode, key)), "{key} twice in {:?}", binding.mode);
            }
        }
    }

    #[test]
    fn typing_is_never_an_action() {
        let keymap = Keymap::default();
        for mode in [Mode::Find, Mode::Form, Mode::Palette, Mode::PasteBox] {
            assert!(mode.enters_text());
            for c in ' '..='~' {
                assert_eq!(keymap.action(mode, KeyPress::char(c)), None, "{c} in {mode:?}");
            }
        }
    }

    #[test]
    fn the_help_names_every_action_of_a_mode_once() {
        let keymap = Keymap::default();
        for mode in Mode::ALL.into_iter().filter(|mode| *mode != Mode::Any) {
            let mut seen = HashSet::new();
            for (_, bindings) in keymap.help(mode) {
                for binding in bindings {
                    assert!(seen.insert(binding.action), "{:?} twice", binding.action);
                }
            }
            assert_eq!(seen.len(), keymap.of(mode).count());
        }
    }

    #[test]
    fn shift_is_in_the_character() {
        let key = KeyPress::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert_eq!(key, KeyPress::char('G'));
        assert_eq!(KeyPress::ctrl('d').to_string(), "ctrl-d");
        assert_eq!(KeyPress::plain(KeyCode::Enter).to_string(), "enter");
    }
}
