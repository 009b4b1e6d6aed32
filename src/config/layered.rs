//! What a higher layer of settings does to a lower one, and where relative paths start.

use std::{
    path::{Path, PathBuf},
    time::Duration,
};

use url::Url;

use super::{
    AuthMethod, BodyFormat, HttpUrl, SecretSource, Settings, Verify, location,
    setting::SettingForm, settings::SETTINGS,
};

impl Settings {
    /// These settings, with `lower` where they say nothing. Of lists the higher one counts whole;
    /// tables are joined, a higher entry of the same name replacing a lower.
    #[must_use]
    pub fn over(mut self, mut lower: Self) -> Self {
        // Explicit endpoints of a lower layer must not survive another issuer above it: they would
        // send one server's secrets to another.
        if self.issuer.is_some() && self.issuer != lower.issuer {
            lower = lower.without_endpoints();
        }
        for setting in SETTINGS {
            (setting.fill)(&mut self, &mut lower);
        }
        self
    }

    /// The same settings with relative paths taken from `file` and `~/` from `home`.
    #[must_use]
    pub fn relative_to(mut self, file: Option<&Path>, home: Option<&Path>) -> Self {
        for setting in SETTINGS {
            (setting.locate)(&mut self, &Directories { file, home });
        }
        self
    }

    /// Whether a secret stands in these settings themselves.
    pub fn has_literal(&self) -> bool {
        SETTINGS.iter().any(|setting| (setting.has_literal)(self))
    }

    fn without_endpoints(self) -> Self {
        Self {
            token_url: None,
            authorization_url: None,
            device_authorization_url: None,
            introspection_url: None,
            revocation_url: None,
            userinfo_url: None,
            ..self
        }
    }
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
    type Item;
    fn add(&mut self, item: Self::Item);
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
    type Item = T;

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
    type Item = Self;

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
    type Item = (String, T);

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_higher_layer_beats_a_lower_one_member_by_member() {
        let flags = Settings {
            client_id: Some("flag".into()),
            audience: vec!["one".into()],
            params: vec![("a".into(), "1".into())],
            headers: vec![("A".into(), "1".into())],
            ..Settings::default()
        };
        let profile = Settings {
            client_id: Some("profile".into()),
            scope: vec!["read".into()],
            audience: vec!["other".into()],
            params: vec![("a".into(), "0".into()), ("b".into(), "2".into())],
            headers: vec![("a".into(), "0".into())],
            ..Settings::default()
        };
        let both = flags.over(profile);
        assert_eq!(both.client_id.as_deref(), Some("flag"));
        assert_eq!(both.scope, ["read"]);
        assert_eq!(both.audience, ["one"]);
        assert_eq!(both.headers, [("A".into(), "1".into())]);
        assert_eq!(both.params, [("b".into(), "2".into()), ("a".into(), "1".into())]);
    }

    #[test]
    fn another_issuer_does_not_inherit_the_profiles_endpoints() {
        let url = |text| HttpUrl::parse(text).ok();
        let flags = Settings { issuer: url("https://b.example"), ..Settings::default() };
        let profile = Settings {
            issuer: url("https://a.example"),
            token_url: url("https://a.example/token"),
            ..Settings::default()
        };
        assert_eq!(flags.over(profile).token_url, None);
    }
}
