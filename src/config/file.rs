//! The configuration file: profiles, theme and keys, read with every mistake and its line.

use std::{
    borrow::Cow,
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Mistake, Mistakes, Origin, Settings, location,
    member::{MEMBERS, Shape},
    mistake::closest,
};

/// More than this is no configuration file.
const LONGEST: u64 = 1024 * 1024;

/// What a configuration file says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// The profile that counts when none is named.
    pub default_profile: Option<String>,
    /// Whether a request is shown and confirmed before it is sent; yes when not said.
    pub confirm: Option<bool>,
    /// The profiles by name, in the order written.
    pub profiles: Vec<(String, Settings)>,
    /// Choices of the theme: the screen reads them.
    pub theme: Vec<Choice>,
    /// Choices of keys, an action and its keys: the screen reads them.
    pub keys: Vec<Choice>,
}

/// One choice of theme or keys, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What is chosen.
    pub name: String,
    /// The value, or the values of a list.
    pub values: Vec<String>,
    /// Its line in the file, from one.
    pub line: usize,
}

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read: {error}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        error: io::Error,
    },
    /// The file says something that cannot be meant.
    #[error(transparent)]
    Mistakes(#[from] Mistakes),
}

impl Config {
    /// Reads a configuration file. With it comes a warning when a secret stands in a file that
    /// others can read.
    pub fn load(path: &Path) -> Result<(Self, Option<String>), ConfigError> {
        let unreadable = |error| ConfigError::Unreadable { path: path.to_owned(), error };
        let about = fs::metadata(path).map_err(unreadable)?;
        if about.len() > LONGEST {
            return Err(unreadable(io::Error::other("it is larger than 1 MiB")));
        }
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let mut config =
            Self::parse(&text).map_err(|list| Mistakes { path: Some(path.to_owned()), list })?;
        let home = location::home();
        for (_, settings) in &mut config.profiles {
            *settings = std::mem::take(settings).relative_to(path.parent(), home.as_deref());
        }
        let literal = config.profiles.iter().any(|(_, settings)| settings.has_literal());
        let warning = (literal && others_can_read(&about)).then(|| {
            format!("{} holds a secret and can be read by others; chmod 600 it", path.display())
        });
        Ok((config, warning))
    }

    /// Reads the text of a configuration file; every mistake in the order written.
    pub fn parse(text: &str) -> Result<Self, Vec<Mistake>> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut reader = Reader { text, mistakes: Vec::new() };
        for error in errors {
            let span = error.span().unwrap_or_default();
            reader.wrong(&span, "", error.message());
        }
        // What a broken file seems to say beyond its syntax errors would only mislead.
        if !reader.mistakes.is_empty() {
            return Err(reader.mistakes);
        }
        let config = reader.config(table.get_ref());
        reader.mistakes.sort_by_key(|mistake| mistake.line);
        if reader.mistakes.is_empty() { Ok(config) } else { Err(reader.mistakes) }
    }

    /// The profile of this name.
    pub fn profile(&self, name: &str) -> Option<&Settings> {
        self.profiles.iter().find(|(profile, _)| profile == name).map(|(_, settings)| settings)
    }
}

#[cfg(unix)]
fn others_can_read(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn others_can_read(_: &fs::Metadata) -> bool {
    false
}

type Value<'i> = Spanned<DeValue<'i>>;
type Name<'i> = Spanned<Cow<'i, str>>;

/// Reads the parsed table, and collects what is wrong.
struct Reader<'i> {
    text: &'i str,
    mistakes: Vec<Mistake>,
}

impl Reader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        let mut default = None;
        for (name, value) in table {
            match name.get_ref().as_ref() {
                "profile" => match value.get_ref() {
                    DeValue::Table(profiles) => config.profiles = self.profiles(profiles),
                    _ => self.wrong(
                        &value.span(),
                        "profile",
                        "must be tables such as [profile.work]",
                    ),
                },
                "default_profile" => {
                    default = self.text(name, value).map(|profile| (profile, value.span()));
                }
                "confirm" => config.confirm = self.switch(name, value),
                "theme" => config.theme = self.choices(name, value),
                "keys" => config.keys = self.choices(name, value),
                other => self.unknown(
                    name,
                    other,
                    &["profile", "default_profile", "confirm", "theme", "keys"],
                ),
            }
        }
        if let Some((profile, span)) = default {
            if config.profile(&profile).is_none() {
                self.wrong(&span, "default_profile", "names no profile of this file");
            }
            config.default_profile = Some(profile);
        }
        config
    }

    fn profiles(&mut self, table: &DeTable<'_>) -> Vec<(String, Settings)> {
        let mut profiles: Vec<(usize, String, Settings)> = Vec::new();
        for (name, value) in table {
            match value.get_ref() {
                DeValue::Table(members) => {
                    profiles.push((
                        name.span().start,
                        name.get_ref().to_string(),
                        self.settings(members),
                    ));
                }
                _ => self.wrong(&value.span(), name.get_ref(), "must be a table, [profile.NAME]"),
            }
        }
        profiles.sort_by_key(|(start, _, _)| *start);
        profiles.into_iter().map(|(_, name, settings)| (name, settings)).collect()
    }

    fn settings(&mut self, table: &DeTable<'_>) -> Settings {
        let mut settings = Settings::default();
        for (name, value) in table {
            let member = name.get_ref().as_ref();
            let Some((_, shape)) = MEMBERS.iter().find(|(known, _)| *known == member) else {
                let known: Vec<_> = MEMBERS.iter().map(|(known, _)| *known).collect();
                self.unknown(name, member, &known);
                continue;
            };
            match (shape, value.get_ref()) {
                (Shape::Switch, DeValue::Boolean(on)) => {
                    self.set(&mut settings, member, &on.to_string(), value);
                }
                (Shape::Text | Shape::List, DeValue::String(text)) => {
                    self.set(&mut settings, member, text, value)
                }
                // `timeout = 30` means what it looks like.
                (Shape::Text, DeValue::Integer(number)) if member.ends_with("timeout") => {
                    self.set(&mut settings, member, number.as_str(), value);
                }
                (Shape::List, DeValue::Array(items)) => {
                    for item in items {
                        match item.get_ref() {
                            DeValue::String(text) => self.set(&mut settings, member, text, item),
                            _ => self.wrong(&item.span(), member, "must be a list of strings"),
                        }
                    }
                }
                (Shape::Table, DeValue::Table(entries)) => {
                    self.entries(&mut settings, member, entries)
                }
                (shape, _) => self.wrong(
                    &value.span(),
                    member,
                    match shape {
                        Shape::Text => "must be a string",
                        Shape::List => "must be a string or a list of strings",
                        Shape::Table => "must be a table of strings",
                        Shape::Switch => "must be true or false",
                    },
                ),
            }
        }
        settings
    }

    fn entries(&mut self, settings: &mut Settings, member: &str, entries: &DeTable<'_>) {
        let mut sorted: Vec<(&Name<'_>, &Value<'_>)> = entries.iter().collect();
        sorted.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in sorted {
            let DeValue::String(text) = value.get_ref() else {
                self.wrong(&value.span(), member, "must be a table of strings");
                continue;
            };
            let outcome = match member {
                "params" => settings.set_param(name.get_ref(), text),
                "secret_params" => settings.set_secret_param(name.get_ref(), text, Origin::File),
                _ => settings.set_header(name.get_ref(), text),
            };
            if let Err(message) = outcome {
                self.wrong(&value.span(), member, &message);
            }
        }
    }

    fn set(&mut self, settings: &mut Settings, member: &str, text: &str, value: &Value<'_>) {
        if let Err(message) = settings.set(member, text, Origin::File) {
            self.wrong(&value.span(), member, &message);
        }
    }

    fn choices(&mut self, name: &Name<'_>, value: &Value<'_>) -> Vec<Choice> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong(&value.span(), name.get_ref(), "must be a table");
            return Vec::new();
        };
        let mut choices = Vec::new();
        for (name, value) in table {
            let texts = match value.get_ref() {
                DeValue::String(text) => Some(vec![text.to_string()]),
                DeValue::Array(items) => {
                    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
                }
                _ => None,
            };
            match texts {
                Some(values) => choices.push(Choice {
                    name: name.get_ref().to_string(),
                    values,
                    line: self.line(&name.span()),
                }),
                None => self.wrong(
                    &value.span(),
                    name.get_ref(),
                    "must be a string or a list of strings",
                ),
            }
        }
        choices.sort_by_key(|choice| choice.line);
        choices
    }

    fn text(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(&value.span(), name.get_ref(), "must be a string");
        }
        text
    }

    fn switch(&mut self, name: &Name<'_>, value: &Value<'_>) -> Option<bool> {
        let on = value.get_ref().as_bool();
        if on.is_none() {
            self.wrong(&value.span(), name.get_ref(), "must be true or false");
        }
        on
    }

    fn unknown(&mut self, name: &Name<'_>, written: &str, known: &[&str]) {
        let message = match closest(written, known.iter().copied()) {
            Some(meant) => format!("is not known; did you mean {meant}?"),
            None => "is not known".to_owned(),
        };
        self.wrong(&name.span(), written, &message);
    }

    fn wrong(&mut self, span: &Range<usize>, name: &str, message: &str) {
        let line = Some(self.line(span));
        self.mistakes.push(Mistake { line, name: name.to_owned(), message: message.to_owned() });
    }

    fn line(&self, span: &Range<usize>) -> usize {
        let before = self.text.as_bytes().get(..span.start).unwrap_or(self.text.as_bytes());
        1 + before.iter().filter(|byte| **byte == b'\n').count()
    }
}
