//! One entry of a form: what is asked for, what was typed, and what may be chosen.

use crate::app::text_input::TextInput;

/// One labelled entry of a form.
#[derive(Clone, Debug)]
pub struct Question {
    /// What it fills: a setting by its name in a profile, or a name that its form knows.
    pub name: &'static str,
    /// What is asked for.
    pub label: &'static str,
    /// What was typed.
    pub input: TextInput,
    /// What holds unless something else is typed.
    pub initial: String,
    /// Whether what is typed is masked.
    pub masking: InputMasking,
    /// An example or a remark, shown while nothing is typed.
    pub example: &'static str,
    pub choices: Choices,
    /// The grants that it is asked for; none: it is asked in any case.
    pub only_for: &'static [&'static str],
}

/// What an entry offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// Nothing is known.
    Free,
    /// One of these, or another name.
    One(Vec<String>),
    /// Any of these words, or others.
    Several(Vec<String>),
    /// Paths of files, behind this prefix.
    Paths(&'static str),
}

/// When an entry is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputMasking {
    /// It holds no secret.
    Never,
    /// It holds nothing else.
    Always,
    /// It holds a secret, or says where one is: `@FILE`, `env:NAME`, a URL.
    UnlessNamed,
}

impl Question {
    /// An entry that begins with what holds already.
    pub fn new(name: &'static str, label: &'static str, initial: &str) -> Self {
        Self {
            name,
            label,
            input: TextInput::new(initial),
            initial: initial.to_owned(),
            masking: InputMasking::Never,
            example: "",
            choices: Choices::Free,
            only_for: &[],
        }
    }

    /// An entry for the path of a file.
    pub fn path(initial: &str) -> Self {
        Self {
            example: "token.json",
            choices: Choices::Paths(""),
            ..Self::new("path", "Path", initial)
        }
    }

    /// Whether what was typed so far must not be seen.
    pub fn masked(&self) -> bool {
        let text = self.input.text();
        match self.masking {
            InputMasking::Never => false,
            InputMasking::Always => true,
            InputMasking::UnlessNamed => !["@", "env:", "https:", "http:"]
                .iter()
                .any(|form| text.starts_with(form) || form.starts_with(text)),
        }
    }

    /// What was typed, without the space around it.
    pub fn text(&self) -> &str {
        self.input.text().trim()
    }

    /// Whether something else than what holds already was typed.
    pub fn is_changed(&self) -> bool {
        self.text() != self.initial.trim()
    }

    /// The path that is being typed, where it is one.
    pub fn path_text(&self) -> Option<&str> {
        let Choices::Paths(prefix) = self.choices else { return None };
        self.input.text().strip_prefix(prefix)
    }

    /// Whether one of the names that are offered stands there.
    pub fn is_choice(&self) -> bool {
        matches!(&self.choices, Choices::One(choices) if choices.iter().any(|it| it == self.text()))
    }

    /// The next choice, or the one before. Gives whether there is any to go to: a text of its own
    /// is no choice.
    pub fn choose(&mut self, forward: bool) -> bool {
        let Choices::One(choices) = &self.choices else { return false };
        let (text, count) = (self.text(), choices.len());
        let next = match choices.iter().position(|choice| choice == text) {
            Some(at) if forward => (at + 1) % count,
            Some(at) => (at + count - 1) % count,
            None if !text.is_empty() || count == 0 => return false,
            None if forward => 0,
            None => count - 1,
        };
        let Some(choice) = choices.get(next) else { return false };
        self.input = TextInput::new(choice);
        true
    }

    /// The words that may follow, or complete the last one.
    pub fn suggestions(&self) -> impl Iterator<Item = &str> {
        let words: &[String] = match &self.choices {
            Choices::Several(words) => words,
            _ => &[],
        };
        let text = self.input.text();
        let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
        let is_whole = words.iter().any(|word| word == last);
        let partial = if is_whole { "" } else { last };
        words.iter().map(String::as_str).filter(move |word| {
            word.starts_with(partial)
                && *word != last
                && !before.split(' ').any(|typed| typed == *word)
        })
    }

    /// Takes the first suggestion. Gives whether there is one.
    pub fn take_suggestion(&mut self) -> bool {
        let Some(word) = self.suggestions().next().map(str::to_owned) else { return false };
        let text = self.input.text();
        let (before, last) = text.rsplit_once(' ').unwrap_or(("", text));
        let start =
            if last.is_empty() || !word.starts_with(last) { text.trim_end() } else { before };
        let gap = if start.is_empty() { "" } else { " " };
        self.input = TextInput::new(&format!("{start}{gap}{word}"));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(choices: Choices, text: &str) -> Question {
        let input = TextInput::new(text);
        Question { input, choices, ..Question::new("scope", "Scope", "") }
    }

    fn words(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn one_of_several_names_is_chosen_and_another_is_left_alone() {
        for (text, forward, expected) in [
            ("", true, "a"),
            ("", false, "c"),
            ("a", true, "b"),
            ("c", true, "a"),
            ("a", false, "c"),
            ("urn:own", true, "urn:own"),
        ] {
            let mut question = question(Choices::One(words("a b c")), text);
            assert_eq!(question.choose(forward), text != "urn:own");
            assert_eq!(question.text(), expected, "{text}");
        }
    }

    #[test]
    fn a_known_word_completes_what_is_typed_or_follows_it() {
        for (text, expected) in [
            ("", "openid"),
            ("p", "profile"),
            ("openid", "openid profile"),
            ("openid ", "openid profile"),
            ("openid e", "openid email"),
            ("own:scope", "own:scope"),
            ("email openid profile", "email openid profile"),
        ] {
            let mut question = question(Choices::Several(words("openid profile email")), text);
            assert_eq!(question.take_suggestion(), text != expected, "{text}");
            assert_eq!(question.text(), expected);
        }
    }
}
