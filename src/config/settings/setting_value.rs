//! What every value of a setting can do: take a lower layer, and say where relative paths start.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use url::Url;

use crate::config::{AuthMethod, BodyFormat, HttpUrl, SecretSource, Verify, location};

/// How a setting may be written in a profile.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SettingForm {
    Text,
    /// A path of the file system, which need not be Unicode in a flag.
    Path,
    /// A string such as `1m30s`, or a number of seconds.
    Duration,
    /// A string, or a list of strings.
    List,
    /// A table of strings.
    Table,
    /// `true` or `false`.
    Switch,
}

/// Where the relative paths of a configuration file start.
pub(super) struct Directories<'a> {
    pub file: Option<&'a Path>,
    pub home: Option<&'a Path>,
}

/// A value that several layers of configuration can give.
pub(super) trait Layered: Default {
    const FORM: SettingForm;
    /// What one text of the setting gives.
    type Addition;
    fn add(&mut self, item: Self::Addition);
    /// Takes what a lower layer says, where this one says nothing.
    fn fill(&mut self, lower: Self);
    fn locate(&mut self, directories: &Directories<'_>);
    fn has_literal(&self) -> bool;
}

/// A single value, alone or of an entry of a table.
pub(super) trait SettingValue: Sized {
    const FORM: SettingForm = SettingForm::Text;
    /// Makes a relative path absolute.
    fn locate(self, _: &Directories<'_>) -> Self {
        self
    }
    /// Whether it is a secret itself, and not where one is.
    fn is_literal(&self) -> bool {
        false
    }
}

impl SettingValue for String {}
impl SettingValue for HttpUrl {}
impl SettingValue for Url {}
impl SettingValue for AuthMethod {}
impl SettingValue for BodyFormat {}
impl SettingValue for Verify {}

impl SettingValue for bool {
    const FORM: SettingForm = SettingForm::Switch;
}

impl SettingValue for Duration {
    const FORM: SettingForm = SettingForm::Duration;
}

impl SettingValue for PathBuf {
    const FORM: SettingForm = SettingForm::Path;

    fn locate(self, directories: &Directories<'_>) -> Self {
        match self.to_str() {
            // Standard output.
            Some("-") => self,
            _ => location::resolve(&self, directories.file, directories.home),
        }
    }
}

impl SettingValue for SecretSource {
    fn locate(self, directories: &Directories<'_>) -> Self {
        self.relative_to(directories.file, directories.home)
    }

    fn is_literal(&self) -> bool {
        matches!(self, Self::Literal(_))
    }
}

impl<T: SettingValue> Layered for Option<T> {
    const FORM: SettingForm = T::FORM;
    type Addition = T;

    fn add(&mut self, item: T) {
        *self = Some(item);
    }

    fn fill(&mut self, lower: Self) {
        if self.is_none() {
            *self = lower;
        }
    }

    fn locate(&mut self, directories: &Directories<'_>) {
        *self = self.take().map(|value| value.locate(directories));
    }

    fn has_literal(&self) -> bool {
        self.as_ref().is_some_and(T::is_literal)
    }
}

/// Of lists the higher one counts whole.
impl Layered for Vec<String> {
    const FORM: SettingForm = SettingForm::List;
    type Addition = Self;

    fn add(&mut self, items: Self) {
        self.extend(items);
    }

    fn fill(&mut self, lower: Self) {
        if self.is_empty() {
            *self = lower;
        }
    }

    fn locate(&mut self, _: &Directories<'_>) {}

    fn has_literal(&self) -> bool {
        false
    }
}

/// Tables are joined: a higher entry replaces a lower one of the same name.
impl<T: SettingValue> Layered for Vec<(String, T)> {
    const FORM: SettingForm = SettingForm::Table;
    type Addition = (String, T);

    fn add(&mut self, entry: (String, T)) {
        self.push(entry);
    }

    fn fill(&mut self, lower: Self) {
        join(self, lower, str::eq);
    }

    fn locate(&mut self, directories: &Directories<'_>) {
        for (name, value) in std::mem::take(self) {
            self.push((name, value.locate(directories)));
        }
    }

    fn has_literal(&self) -> bool {
        self.iter().any(|(_, value)| value.is_literal())
    }
}

/// Tables whose names differ in more than the case of their letters.
pub(super) fn join_ignoring_case<T>(higher: &mut Vec<(String, T)>, lower: Vec<(String, T)>) {
    join(higher, lower, str::eq_ignore_ascii_case);
}

fn join<T>(
    higher: &mut Vec<(String, T)>,
    mut lower: Vec<(String, T)>,
    same: impl Fn(&str, &str) -> bool,
) {
    lower.retain(|(name, _)| !higher.iter().any(|(other, _)| same(name, other)));
    lower.append(higher);
    *higher = lower;
}
