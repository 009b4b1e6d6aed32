//! From TOML to a [`Config`], with what is wrong collected on the way.

use std::{borrow::Cow, ops::Range};

use strum::VariantNames as _;
use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{Config, ConfigMember, Preference};
use crate::{
    config::{
        SettingError, SettingOrigin, Settings,
        settings::{SETTINGS, Setting, SettingForm},
    },
    text,
};

/// Reads the text of a configuration file: what can be meant, and everything that cannot, in the
/// order written.
pub(super) fn read(text: &str) -> (Config, Vec<SettingError>) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = ConfigReader { text, errors: Vec::new() };
    for error in errors {
        let span = error.span().unwrap_or_default();
        reader.wrong(&span, "", error.message());
    }
    // What a broken file seems to say beyond its syntax errors would only mislead.
    if !reader.errors.is_empty() {
        return (Config::default(), reader.errors);
    }
    let config = reader.config(table.get_ref());
    reader.errors.sort_by_key(|error| error.line);
    (config, reader.errors)
}

type SpannedValue<'i> = Spanned<DeValue<'i>>;
type SpannedName<'i> = Spanned<Cow<'i, str>>;

/// Reads the parsed table, and collects what is wrong.
struct ConfigReader<'i> {
    text: &'i str,
    errors: Vec<SettingError>,
}

impl ConfigReader<'_> {
    fn config(&mut self, table: &DeTable<'_>) -> Config {
        let mut config = Config::default();
        let mut default = None;
        for (name, value) in table {
            match name.get_ref().parse() {
                Ok(ConfigMember::Profile) => match value.get_ref() {
                    DeValue::Table(profiles) => config.profiles = self.profiles(profiles),
                    _ => self.wrong(
                        &value.span(),
                        "profile",
                        "must be tables such as [profile.work]",
                    ),
                },
                Ok(ConfigMember::DefaultProfile) => {
                    default = self.text(name, value).map(|profile| (profile, value.span()));
                }
                Ok(ConfigMember::Confirm) => config.confirm = self.switch(name, value),
                Ok(ConfigMember::Ascii) => config.ascii = self.switch(name, value),
                Ok(ConfigMember::Theme) => config.theme = self.choices(name, value),
                Ok(ConfigMember::Keys) => config.keys = self.choices(name, value),
                Err(_) => self.unknown(name, name.get_ref(), ConfigMember::VARIANTS),
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
            let Some(setting) = SETTINGS.iter().find(|setting| setting.member == member) else {
                let known: Vec<_> = SETTINGS.iter().map(|setting| setting.member).collect();
                self.unknown(name, member, &known);
                continue;
            };
            self.setting(&mut settings, setting, value);
        }
        settings
    }

    fn setting(&mut self, settings: &mut Settings, setting: &Setting, value: &SpannedValue<'_>) {
        match (setting.form, value.get_ref()) {
            (SettingForm::Switch, DeValue::Boolean(on)) => {
                self.set(settings, setting, &on.to_string(), value);
            }
            (
                SettingForm::Text | SettingForm::Path | SettingForm::Duration | SettingForm::List,
                DeValue::String(text),
            ) => self.set(settings, setting, text, value),
            // `timeout = 30` means what it looks like.
            (SettingForm::Duration, DeValue::Integer(number)) => {
                self.set(settings, setting, number.as_str(), value);
            }
            (SettingForm::List, DeValue::Array(items)) => {
                for item in items {
                    match item.get_ref() {
                        DeValue::String(text) => self.set(settings, setting, text, item),
                        _ => self.wrong(&item.span(), setting.member, "must be a list of strings"),
                    }
                }
            }
            (SettingForm::Table, DeValue::Table(entries)) => {
                self.entries(settings, setting, entries);
            }
            (form, _) => self.wrong(
                &value.span(),
                setting.member,
                match form {
                    SettingForm::Text | SettingForm::Path | SettingForm::Duration => {
                        "must be a string"
                    }
                    SettingForm::List => "must be a string or a list of strings",
                    SettingForm::Table => "must be a table of strings",
                    SettingForm::Switch => "must be true or false",
                },
            ),
        }
    }

    fn entries(&mut self, settings: &mut Settings, setting: &Setting, entries: &DeTable<'_>) {
        let mut sorted: Vec<(&SpannedName<'_>, &SpannedValue<'_>)> = entries.iter().collect();
        sorted.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in sorted {
            let DeValue::String(text) = value.get_ref() else {
                self.wrong(&value.span(), setting.member, "must be a table of strings");
                continue;
            };
            let entry = (name.get_ref().as_ref(), text.as_ref());
            if let Err(message) = settings.read_entry(setting, entry, SettingOrigin::File) {
                self.wrong(&value.span(), setting.member, &message);
            }
        }
    }

    fn set(
        &mut self,
        settings: &mut Settings,
        setting: &Setting,
        text: &str,
        value: &SpannedValue<'_>,
    ) {
        if let Err(message) = settings.read(setting, text, SettingOrigin::File) {
            self.wrong(&value.span(), setting.member, &message);
        }
    }

    fn choices(&mut self, name: &SpannedName<'_>, value: &SpannedValue<'_>) -> Vec<Preference> {
        let mut choices = Vec::new();
        match value.get_ref() {
            DeValue::Table(table) => self.choices_in(table, "", &mut choices),
            _ => self.wrong(&value.span(), name.get_ref(), "must be a table"),
        }
        choices.sort_by_key(|choice| choice.line);
        choices
    }

    /// The choices of a table, and of those inside it, whose names stand before those of theirs.
    fn choices_in(&mut self, table: &DeTable<'_>, before: &str, choices: &mut Vec<Preference>) {
        for (name, value) in table {
            let line = self.line(&name.span());
            let name = format!("{before}{}", name.get_ref());
            let texts = match value.get_ref() {
                DeValue::String(text) => Some(vec![text.to_string()]),
                DeValue::Array(items) => {
                    items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect()
                }
                DeValue::Table(inner) if before.matches('.').count() < 2 => {
                    self.choices_in(inner, &format!("{name}."), choices);
                    continue;
                }
                _ => None,
            };
            match texts {
                Some(values) => choices.push(Preference { name, values, line }),
                None => self.wrong(&value.span(), &name, "must be a string or a list of strings"),
            }
        }
    }

    fn text(&mut self, name: &SpannedName<'_>, value: &SpannedValue<'_>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        if text.is_none() {
            self.wrong(&value.span(), name.get_ref(), "must be a string");
        }
        text
    }

    fn switch(&mut self, name: &SpannedName<'_>, value: &SpannedValue<'_>) -> Option<bool> {
        let on = value.get_ref().as_bool();
        if on.is_none() {
            self.wrong(&value.span(), name.get_ref(), "must be true or false");
        }
        on
    }

    fn unknown(&mut self, name: &SpannedName<'_>, written: &str, known: &[&str]) {
        let message = match text::closest(written, known.iter().copied()) {
            Some(meant) => format!("is not known; did you mean {meant}?"),
            None => "is not known".to_owned(),
        };
        self.wrong(&name.span(), written, &message);
    }

    fn wrong(&mut self, span: &Range<usize>, name: &str, message: &str) {
        let line = Some(self.line(span));
        self.errors.push(SettingError { line, name: name.to_owned(), message: message.to_owned() });
    }

    fn line(&self, span: &Range<usize>) -> usize {
        1 + self.text.get(..span.start).unwrap_or(self.text).matches('\n').count()
    }
}
