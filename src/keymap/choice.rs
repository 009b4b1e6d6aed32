//! Keys that a person chose in the configuration.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::app::{Action, Mode};

use super::{KeyPress, Keymap};

/// Why a choice of keys cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChoiceError {
    /// No action has this name.
    #[error("is no action; there are: {0}")]
    Unknown(String),
    /// It would leave an action without a key.
    #[error("needs at least one key")]
    NoKey,
    /// The way out that always works.
    #[error("stays on ctrl-c")]
    Fixed,
    /// A key that no terminal has.
    #[error(
        "{0} is no key; keys are written like r, R, ctrl-d, alt-x, f5, enter, esc, tab, space, up"
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

/// The name of an action in the configuration: its own, in `snake_case`.
fn name(action: Action) -> String {
    let mut name = String::new();
    for c in format!("{action:?}").chars() {
        if c.is_ascii_uppercase() && !name.is_empty() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

impl Keymap {
    /// Gives an action these keys instead of its own, everywhere but where text is typed. Whether
    /// they mean something else already is for [`Keymap::conflicts`] to say, once all are chosen.
    ///
    /// # Errors
    /// There is no such action or key, or no key at all. All mistakes are listed.
    pub fn choose(&mut self, action: &str, keys: &[String]) -> Result<(), Vec<ChoiceError>> {
        let chosen =
            self.bindings.iter().map(|binding| binding.action).find(|it| name(*it) == action);
        let Some(chosen) = chosen else { return Err(vec![ChoiceError::Unknown(self.names())]) };
        if chosen == Action::Interrupt {
            return Err(vec![ChoiceError::Fixed]);
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
        for binding in &mut self.bindings {
            if binding.action == chosen && !binding.mode.enters_text() {
                binding.keys.clone_from(&read);
            }
        }
        Ok(())
    }

    /// The keys of this action that mean something else in the same place.
    pub fn conflicts(&self, action: &str) -> Vec<ChoiceError> {
        let mut found = Vec::new();
        let own = || {
            self.bindings.iter().filter(|it| name(it.action) == action && !it.mode.enters_text())
        };
        for binding in own() {
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

    /// The names of all actions that have keys outside of typing.
    fn names(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for binding in self.bindings.iter().filter(|binding| !binding.mode.enters_text()) {
            let name = name(binding.action);
            if binding.action != Action::Interrupt && !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
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
                let arrows = [("↑", "up"), ("↓", "down"), ("←", "left"), ("→", "right")];
                let shown = key.to_string();
                let written =
                    arrows.iter().find(|(arrow, _)| *arrow == shown).map_or(&*shown, |it| it.1);
                assert_eq!(KeyPress::from_name(written), Some(key), "{written}");
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
    fn typing_keeps_its_keys() {
        let mut keymap = Keymap::default();
        keymap.choose("submit", &keys(&["s"])).expect("it is a key");
        assert_eq!(keymap.action(Mode::Form, KeyPress::char('s')), None);
        assert_eq!(
            keymap.action(Mode::Form, KeyPress::plain(KeyCode::Enter)),
            Some(Action::Submit)
        );
    }
}
