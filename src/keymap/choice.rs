//! Keys that a person chose in the configuration, and keys as it would say them.

use std::fmt;

use crossterm::event::{KeyCode, KeyModifiers};

use crate::{
    app::{Action, Mode},
    secrecy::quote_user_text,
};

use super::{Binding, KeyPress, Keymap};

/// Why a choice of keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// No action has this name.
    #[error("is no action that has keys to choose; there are: {0}")]
    Unknown(String),
    /// It would leave an action without a key.
    #[error("needs at least one key")]
    NoKey,
    /// The way out that always works.
    #[error("stays on ctrl-c")]
    Fixed,
    /// A key that no terminal has.
    #[error(
        "{} is no key; keys are written like r, R, ctrl-d, alt-x, f5, enter, esc, tab, space, up",
        quote_user_text(.0)
    )]
    NotAKey(String),
    /// The key has another meaning in the same place.
    #[error("{key} means {other} there already; choose another key for {other} too")]
    Conflict {
        key: KeyPress,
        /// What it means.
        other: String,
    },
}

impl KeyPress {
    /// Reads a key as it is written in the configuration: `r`, `R`, `ctrl-d`, `alt-x`, `f5`,
    /// `enter`.
    pub fn from_name(name: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = name;
        // What is left after a modifier is at least a character: `-` is a key of its own.
        while let Some((modifier, inner)) =
            rest.split_once(['-', '+']).filter(|(_, it)| !it.is_empty())
        {
            modifiers |= match modifier.to_ascii_lowercase().as_str() {
                "ctrl" | "control" | "c" => KeyModifiers::CONTROL,
                "alt" | "meta" | "m" => KeyModifiers::ALT,
                "shift" | "s" => KeyModifiers::SHIFT,
                _ => return None,
            };
            rest = inner;
        }
        let mut characters = rest.chars();
        let code = match (characters.next(), characters.next()) {
            (Some(c), None) => KeyCode::Char(c),
            _ => named(&rest.to_ascii_lowercase())?,
        };
        Some(match code {
            KeyCode::Tab if modifiers == KeyModifiers::SHIFT => Self::plain(KeyCode::BackTab),
            KeyCode::Char(c) if modifiers == KeyModifiers::SHIFT => {
                Self::char(c.to_uppercase().next().unwrap_or(c))
            }
            // As terminals report it: see `KeyPress::from`.
            KeyCode::Char(c) if modifiers.contains(KeyModifiers::CONTROL) => Self {
                code: KeyCode::Char(c.to_ascii_lowercase()),
                modifiers: modifiers - KeyModifiers::SHIFT,
            },
            code => Self { code, modifiers },
        })
    }
}

impl KeyPress {
    /// The name in the configuration.
    fn name(self) -> String {
        let arrow = match self.code {
            KeyCode::Up => "up",
            KeyCode::Down => "down",
            KeyCode::Left => "left",
            KeyCode::Right => "right",
            _ => return self.to_string(),
        };
        let shown = self.to_string();
        let modifiers = shown.trim_end_matches(|c: char| !c.is_ascii());
        format!("{modifiers}{arrow}")
    }
}

/// A key by its name.
fn named(name: &str) -> Option<KeyCode> {
    Some(match name {
        "enter" | "return" => KeyCode::Enter,
        "esc" | "escape" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "space" => KeyCode::Char(' '),
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "pgup" | "pageup" => KeyCode::PageUp,
        "pgdn" | "pagedown" => KeyCode::PageDown,
        "insert" => KeyCode::Insert,
        "delete" => KeyCode::Delete,
        "backspace" => KeyCode::Backspace,
        name => {
            let number: u8 = name.strip_prefix('f')?.parse().ok()?;
            KeyCode::F((1..=24).contains(&number).then_some(number)?)
        }
    })
}

/// The name of an action or mode in the configuration: its own, in `snake_case`.
fn name(of: impl fmt::Debug) -> String {
    let mut name = String::new();
    for c in format!("{of:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// The mode that a choice names, if any, and the action.
fn mode_and_action(choice: &str) -> (Option<&str>, &str) {
    match choice.strip_prefix("in.").and_then(|it| it.split_once('.')) {
        Some((mode, action)) => (Some(mode), action),
        None => (None, choice),
    }
}

impl Binding {
    /// The name in the configuration, in its table `keys`; none where the keys cannot be chosen.
    pub fn name(&self) -> Option<String> {
        self.is_choosable().then(|| name(self.action))
    }

    /// The table of the configuration that is about this mode alone; none where the keys cannot be
    /// chosen.
    pub fn own_table(&self) -> Option<String> {
        self.is_choosable().then(|| format!("keys.in.{}", name(self.mode)))
    }

    /// Whether its keys can be chosen: keys that are pressed while typing, and the way out, stay.
    fn is_choosable(&self) -> bool {
        !self.mode.enters_text() && self.action != Action::Interrupt
    }

    /// Whether a choice is about it: `copy` is wherever that can be done, `in.transcript.copy` there.
    fn is_meant_by(&self, choice: &str) -> bool {
        match mode_and_action(choice) {
            (Some(mode), action) => name(self.mode) == mode && name(self.action) == action,
            (None, action) => name(self.action) == action,
        }
    }
}

impl Keymap {
    /// Gives an action these keys instead of its own: everywhere but where text is typed, or in one
    /// mode (`in.transcript.copy`). Whether they mean something else already is for
    /// [`Keymap::conflicts`] to say, once all are chosen.
    ///
    /// # Errors
    /// There is no such action or key, or no key at all. All mistakes are listed.
    pub fn choose(&mut self, choice: &str, keys: &[String]) -> Result<(), Vec<ChoiceError>> {
        if mode_and_action(choice).1 == name(Action::Interrupt) {
            return Err(vec![ChoiceError::Fixed]);
        }
        let is_meant = |it: &Binding| it.is_choosable() && it.is_meant_by(choice);
        if !self.bindings.iter().any(is_meant) {
            return Err(vec![ChoiceError::Unknown(self.names_beside(choice))]);
        }
        if keys.is_empty() {
            return Err(vec![ChoiceError::NoKey]);
        }
        let mut read = Vec::new();
        let mut wrong = Vec::new();
        for key in keys {
            match KeyPress::from_name(key) {
                Some(key) => read.push(key),
                None => wrong.push(ChoiceError::NotAKey(key.clone())),
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        for binding in self.bindings.iter_mut().filter(|it| is_meant(it)) {
            binding.keys.clone_from(&read);
        }
        Ok(())
    }

    /// The keys that were chosen and mean something else in the same place.
    pub fn conflicts(&self, choice: &str) -> Vec<ChoiceError> {
        let mut found = Vec::new();
        for binding in self.bindings.iter().filter(|it| it.is_choosable() && it.is_meant_by(choice))
        {
            let shares =
                |mode| mode == binding.mode || mode == Mode::Any || binding.mode == Mode::Any;
            let others =
                self.bindings.iter().filter(|it| it.action != binding.action && shares(it.mode));
            for other in others {
                for key in other.keys.iter().filter(|key| binding.keys.contains(key)) {
                    let conflict = ChoiceError::Conflict { key: *key, other: name(other.action) };
                    if !found.contains(&conflict) {
                        found.push(conflict);
                    }
                }
            }
        }
        found
    }

    /// What could have been named in the place of this choice: the actions of its mode, where it
    /// names one, else all.
    fn names_beside(&self, choice: &str) -> String {
        let (mode, _) = mode_and_action(choice);
        let is_of = |it: &&Binding| mode.is_none_or(|mode| name(it.mode) == mode);
        let mut names: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|it| it.is_choosable()).filter(is_of) {
            let name = name(binding.action);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// The keys as the configuration file would say them, every action with what it does. Where a
    /// mode has others than the rest, it has a table of its own.
    pub fn to_toml(&self) -> String {
        // Names of keys are quoted in TOML as in Rust.
        let line = |binding: &Binding| {
            let keys: Vec<_> = binding.keys.iter().map(|key| key.name()).collect();
            let assignment = format!("{} = {keys:?}", name(binding.action));
            format!("{assignment:<40} # {}\n", binding.action.row().help)
        };
        let choosable = || self.bindings.iter().filter(|it| it.is_choosable());
        let mut everywhere: Vec<&Binding> = Vec::new();
        for &action in Action::ALL {
            everywhere.extend(choosable().find(|it| it.action == action));
        }
        let mut text = "[keys]\n".to_owned();
        text.extend(everywhere.iter().map(|binding| line(binding)));
        for mode in Mode::ALL {
            let differs = |it: &&Binding| {
                let usual = everywhere.iter().find(|usual| usual.action == it.action);
                it.mode == mode && usual.is_some_and(|usual| usual.keys != it.keys)
            };
            let lines: String = choosable().filter(differs).map(line).collect();
            if !lines.is_empty() {
                text.extend(["\n[keys.in.", &name(mode), "]\n", &lines]);
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(keys: &[&str]) -> Vec<String> {
        keys.iter().map(|key| (*key).to_owned()).collect()
    }

    #[test]
    fn keys_are_read_as_they_are_shown() {
        for binding in Keymap::default().bindings {
            for key in binding.keys {
                assert_eq!(KeyPress::from_name(&key.name()), Some(key), "{key}");
            }
        }
        assert_eq!(KeyPress::from_name("shift-g"), Some(KeyPress::char('G')));
        assert_eq!(KeyPress::from_name("-"), Some(KeyPress::char('-')));
        assert_eq!(KeyPress::from_name("ctrl--"), Some(KeyPress::ctrl('-')));
        for none in ["", "rr", "hyper-x", "f99", "ctrl-", "ctrl-nothing"] {
            assert_eq!(KeyPress::from_name(none), None, "{none}");
        }
    }

    #[test]
    fn a_choice_replaces_the_keys_of_an_action() {
        let mut keymap = Keymap::default();
        keymap.choose("copy", &keys(&["c", "f5"])).expect("it can be chosen");
        assert!(keymap.conflicts("copy").is_empty());
        assert_eq!(keymap.action(Mode::Inspector, KeyPress::char('c')), Some(Action::Copy));
        assert_eq!(keymap.action(Mode::Inspector, KeyPress::char('y')), None);
    }

    #[test]
    fn what_cannot_be_meant_is_refused() {
        let mut keymap = Keymap::default();
        let unknown = keymap.choose("cpy", &keys(&["c"])).expect_err("it is no action");
        assert!(matches!(&unknown[..], [ChoiceError::Unknown(names)] if names.contains("copy")));
        assert_eq!(keymap.choose("copy", &[]), Err(vec![ChoiceError::NoKey]));
        assert_eq!(keymap.choose("interrupt", &keys(&["x"])), Err(vec![ChoiceError::Fixed]));
        let wrong = keymap.choose("copy", &keys(&["c", "rr", "f99"])).expect_err("two are no keys");
        assert_eq!(wrong.len(), 2);
    }

    #[test]
    fn a_key_that_means_something_else_is_a_conflict_until_that_moves() {
        let mut keymap = Keymap::default();
        keymap.choose("copy", &keys(&["p", "ctrl-c"])).expect("they are keys");
        let others: Vec<String> =
            keymap.conflicts("copy").iter().map(ToString::to_string).collect();
        assert_eq!(others.len(), 2, "{others:?}");
        assert!(others[0].starts_with("p means paste there already"), "{others:?}");
        keymap.choose("copy", &keys(&["p"])).expect("it is a key");
        keymap.choose("paste", &keys(&["y"])).expect("it is a key");
        assert!(keymap.conflicts("copy").is_empty() && keymap.conflicts("paste").is_empty());
    }

    #[test]
    fn one_mode_can_have_keys_of_its_own() {
        let mut keymap = Keymap::default();
        keymap.choose("in.transcript.copy", &keys(&["c"])).expect("it can be chosen");
        assert_eq!(keymap.action(Mode::Transcript, KeyPress::char('c')), Some(Action::Copy));
        assert_eq!(keymap.action(Mode::Inspector, KeyPress::char('y')), Some(Action::Copy));
        let text = keymap.to_toml();
        let own = text.split_once("[keys.in.transcript]").expect("it has a table").1;
        assert!(own.contains("copy = [\"c\"]"), "{text}");
        let unknown = keymap.choose("in.transcript.save", &keys(&["c"])).expect_err("not there");
        let names = unknown[0].to_string();
        assert!(names.contains("back") && !names.contains("redraw"), "{names}");
        for choice in ["in.form.submit", "in.transcrpt.copy", "in.any.interrupt"] {
            assert!(keymap.choose(choice, &keys(&["c"])).is_err(), "{choice}");
        }
    }

    #[test]
    fn typing_keeps_its_keys() {
        let mut keymap = Keymap::default();
        assert!(keymap.choose("submit", &keys(&["s"])).is_err());
        keymap.choose("back", &keys(&["s"])).expect("it is a key");
        assert_eq!(keymap.action(Mode::Form, KeyPress::char('s')), None);
        assert_eq!(
            keymap.action(Mode::Form, KeyPress::plain(KeyCode::Enter)),
            Some(Action::Submit)
        );
    }
}
