//! Which key means what, and when: one table that the event loop, the footer and the help read.

mod choice;

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::app::{Action, App, Edit, Mode, action::Group};

pub use choice::ChoiceError;

/// A key with its modifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

impl Key {
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

impl From<KeyEvent> for Key {
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

impl fmt::Display for Key {
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
#[derive(Clone, Debug)]
pub struct Binding {
    /// Where it holds.
    pub mode: Mode,
    /// What it asks for.
    pub action: Action,
    /// The keys, the one to show first.
    pub keys: Vec<Key>,
    /// Whether the footer names it where there is room; the table's order is the footer's.
    pub footer: bool,
}

/// The whole table.
#[derive(Clone, Debug)]
pub struct Keymap {
    bindings: Vec<Binding>,
}

impl Default for Keymap {
    fn default() -> Self {
        let mut bindings = Vec::new();
        let mut bind = |mode, action, footer, keys: &[Key]| {
            bindings.push(Binding { mode, action, keys: keys.to_vec(), footer });
        };
        inspector(&mut bind);
        boxes(&mut bind);
        server(&mut bind);
        for mode in BOXES {
            // Where text is typed, a question mark is text.
            let keys = [Key::plain(KeyCode::F(1)), Key::char('?')];
            let keys = if mode.types() { &keys[..1] } else { &keys };
            bind(mode, Action::Help, false, keys);
        }
        bind(Mode::Any, Action::Suspend, false, &[Key::ctrl('z')]);
        bind(Mode::Any, Action::Redraw, false, &[Key::ctrl('l')]);
        bind(Mode::Any, Action::Interrupt, false, &[Key::ctrl('c')]);
        Self { bindings }
    }
}

/// What stands on top of the panels and has a help of its own.
const BOXES: [Mode; 9] = [
    Mode::Form,
    Mode::PasteBox,
    Mode::Request,
    Mode::Text,
    Mode::History,
    Mode::Transcript,
    Mode::Exchange,
    Mode::Forget,
    Mode::Leave,
];

/// The panels.
fn inspector(bind: &mut impl FnMut(Mode, Action, bool, &[Key])) {
    let mut bind = |action, footer, keys: &[Key]| bind(Mode::Inspector, action, footer, keys);
    let key = Key::plain;
    bind(Action::Refresh, true, &[Key::char('r')]);
    bind(Action::KeepFresh, true, &[Key::char('a')]);
    bind(Action::Save, true, &[Key::char('s')]);
    bind(Action::SaveAlways, false, &[Key::char('S')]);
    bind(Action::Paste, true, &[Key::char('p')]);
    bind(Action::Open, true, &[Key::char('o')]);
    bind(Action::Copy, true, &[Key::char('y')]);
    bind(Action::Reveal, true, &[Key::char('v')]);
    bind(Action::Enter, true, &[key(KeyCode::Enter)]);
    bind(Action::NextPanel, true, &[key(KeyCode::Tab)]);
    bind(Action::PreviousPanel, false, &[key(KeyCode::BackTab)]);
    bind(Action::Find, true, &[Key::char('/'), Key::ctrl('f')]);
    bind(Action::Back, true, &[key(KeyCode::Esc)]);
    bind(Action::AddKey, true, &[Key::char('K')]);
    bind(Action::ForgetKeys, false, &[Key::ctrl('k')]);
    bind(Action::History, true, &[Key::char('H')]);
    bind(Action::Forget, true, &[Key::char('F')]);
    bind(Action::Fetch, true, &[Key::char('f')]);
    bind(Action::Transcript, true, &[Key::char('t')]);
    bind(Action::Introspect, false, &[Key::char('i')]);
    bind(Action::Userinfo, false, &[Key::char('u')]);
    bind(Action::Revoke, false, &[Key::char('x')]);
    bind(Action::RevokeAll, false, &[Key::char('X')]);
    bind(Action::CopyReport, false, &[Key::char('Y')]);
    bind(Action::Up, false, &[key(KeyCode::Up), Key::char('k')]);
    bind(Action::Down, false, &[key(KeyCode::Down), Key::char('j')]);
    bind(Action::Left, false, &[key(KeyCode::Left), Key::char('h')]);
    bind(Action::Right, false, &[key(KeyCode::Right), Key::char('l')]);
    bind(Action::First, false, &[Key::char('g'), key(KeyCode::Home)]);
    bind(Action::Last, false, &[Key::char('G'), key(KeyCode::End)]);
    bind(Action::HalfPageUp, false, &[Key::ctrl('u')]);
    bind(Action::HalfPageDown, false, &[Key::ctrl('d')]);
    bind(Action::PageUp, false, &[key(KeyCode::PageUp), Key::ctrl('b')]);
    bind(Action::PageDown, false, &[key(KeyCode::PageDown)]);
    bind(Action::Help, true, &[Key::char('?'), key(KeyCode::F(1))]);
    bind(Action::Quit, true, &[Key::char('q')]);
}

/// What stands on top of the panels.
fn boxes(bind: &mut impl FnMut(Mode, Action, bool, &[Key])) {
    let key = Key::plain;
    bind(Mode::Find, Action::Submit, true, &[key(KeyCode::Enter)]);
    bind(Mode::Find, Action::Back, true, &[key(KeyCode::Esc)]);
    bind(Mode::Find, Action::Up, false, &[key(KeyCode::Up)]);
    bind(Mode::Find, Action::Down, false, &[key(KeyCode::Down)]);

    bind(Mode::Form, Action::Submit, true, &[key(KeyCode::Enter)]);
    bind(Mode::Form, Action::NextEntry, true, &[key(KeyCode::Tab), key(KeyCode::Down)]);
    bind(Mode::Form, Action::PreviousEntry, false, &[key(KeyCode::BackTab), key(KeyCode::Up)]);
    bind(Mode::Form, Action::Contact, true, &[Key::ctrl('g')]);
    bind(Mode::Form, Action::Back, true, &[key(KeyCode::Esc)]);

    bind(Mode::PasteBox, Action::Submit, true, &[Key::ctrl('d'), Key::ctrl('s')]);
    bind(Mode::PasteBox, Action::NewLine, false, &[key(KeyCode::Enter)]);
    bind(Mode::PasteBox, Action::Back, true, &[key(KeyCode::Esc)]);

    reading(bind, Mode::Help, true);
    bind(
        Mode::Help,
        Action::Back,
        true,
        &[key(KeyCode::Esc), Key::char('?'), Key::char('q'), key(KeyCode::F(1))],
    );
}

/// What has to do with a server.
fn server(bind: &mut impl FnMut(Mode, Action, bool, &[Key])) {
    let key = Key::plain;
    bind(Mode::Request, Action::Send, true, &[key(KeyCode::Enter)]);
    bind(Mode::Request, Action::SendUnasked, true, &[Key::char('d')]);
    bind(Mode::Request, Action::Copy, true, &[Key::char('y')]);
    bind(Mode::Request, Action::Back, true, &[key(KeyCode::Esc), Key::char('q')]);
    reading(bind, Mode::Request, false);

    bind(Mode::Text, Action::Back, true, &[key(KeyCode::Esc), key(KeyCode::Enter), Key::char('q')]);
    reading(bind, Mode::Text, false);

    bind(Mode::History, Action::Enter, true, &[key(KeyCode::Enter)]);
    bind(Mode::History, Action::Mark, true, &[Key::char(' '), Key::char('m')]);
    bind(Mode::History, Action::Back, true, &[key(KeyCode::Esc), Key::char('H'), Key::char('q')]);
    bind(Mode::History, Action::Up, false, &[key(KeyCode::Up), Key::char('k')]);
    bind(Mode::History, Action::Down, false, &[key(KeyCode::Down), Key::char('j')]);
    bind(Mode::History, Action::First, false, &[Key::char('g'), key(KeyCode::Home)]);
    bind(Mode::History, Action::Last, false, &[Key::char('G'), key(KeyCode::End)]);

    let mode = Mode::Transcript;
    bind(mode, Action::Enter, true, &[key(KeyCode::Enter)]);
    bind(mode, Action::Copy, true, &[Key::char('y')]);
    bind(mode, Action::Back, true, &[key(KeyCode::Esc), Key::char('t'), Key::char('q')]);
    bind(mode, Action::Up, false, &[key(KeyCode::Up), Key::char('k')]);
    bind(mode, Action::Down, false, &[key(KeyCode::Down), Key::char('j')]);
    bind(mode, Action::First, false, &[Key::char('g'), key(KeyCode::Home)]);
    bind(mode, Action::Last, false, &[Key::char('G'), key(KeyCode::End)]);
    bind(mode, Action::HalfPageUp, false, &[Key::ctrl('u')]);
    bind(mode, Action::HalfPageDown, false, &[Key::ctrl('d')]);

    bind(Mode::Exchange, Action::Copy, true, &[Key::char('y')]);
    bind(Mode::Exchange, Action::Back, true, &[key(KeyCode::Esc), Key::char('q')]);
    reading(bind, Mode::Exchange, true);

    bind(Mode::Forget, Action::Save, true, &[Key::char('s')]);
    bind(Mode::Forget, Action::ForgetUnsaved, true, &[Key::char('d')]);
    bind(Mode::Forget, Action::Back, true, &[key(KeyCode::Esc)]);

    bind(Mode::Leave, Action::SaveAndLeave, true, &[Key::char('s')]);
    bind(Mode::Leave, Action::Discard, true, &[Key::char('d')]);
    bind(Mode::Leave, Action::Back, true, &[key(KeyCode::Esc)]);
}

/// Moving in a text that may be longer than its box.
fn reading(bind: &mut impl FnMut(Mode, Action, bool, &[Key]), mode: Mode, footer: bool) {
    let key = Key::plain;
    bind(mode, Action::Up, footer, &[key(KeyCode::Up), Key::char('k')]);
    bind(mode, Action::Down, footer, &[key(KeyCode::Down), Key::char('j')]);
    bind(mode, Action::First, false, &[Key::char('g'), key(KeyCode::Home)]);
    bind(mode, Action::Last, false, &[Key::char('G'), key(KeyCode::End)]);
    bind(mode, Action::HalfPageUp, false, &[Key::ctrl('u')]);
    bind(mode, Action::HalfPageDown, false, &[Key::ctrl('d')]);
    bind(mode, Action::PageUp, false, &[key(KeyCode::PageUp)]);
    bind(mode, Action::PageDown, false, &[key(KeyCode::PageDown), Key::char(' ')]);
}

impl Keymap {
    /// What a key asks for in a mode.
    pub fn action(&self, mode: Mode, key: Key) -> Option<Action> {
        let bound = |wanted| {
            self.bindings
                .iter()
                .find(|binding| binding.mode == wanted && binding.keys.contains(&key))
                .map(|binding| binding.action)
        };
        bound(mode).or_else(|| bound(Mode::Any))
    }

    /// The key to show for an action in a mode.
    pub fn key(&self, mode: Mode, action: Action) -> Option<Key> {
        self.of(mode).find(|binding| binding.action == action)?.keys.first().copied()
    }

    /// What the footer may name now, the most useful first.
    pub fn footer(&self, app: &App) -> Vec<(Key, Action)> {
        self.of(app.mode())
            .filter(|binding| binding.footer && app.offers(binding.action))
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
pub fn edit(key: Key) -> Option<Edit> {
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
        for mode in [Mode::Find, Mode::Form, Mode::PasteBox] {
            assert!(mode.types());
            for c in ' '..='~' {
                assert_eq!(keymap.action(mode, Key::char(c)), None, "{c} in {mode:?}");
            }
        }
    }

    #[test]
    fn the_help_names_every_action_of_a_mode_once() {
        let keymap = Keymap::default();
        for mode in BOXES.into_iter().chain([Mode::Inspector, Mode::Find, Mode::Help]) {
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
        let key = Key::from(KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT));
        assert_eq!(key, Key::char('G'));
        assert_eq!(Key::ctrl('d').to_string(), "ctrl-d");
        assert_eq!(Key::plain(KeyCode::Enter).to_string(), "enter");
    }
}
