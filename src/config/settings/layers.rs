//! Layers of settings: a flag beats the environment, which beats a profile.

use std::path::Path;

use super::{SETTINGS, Settings, setting_value::Directories};

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

    /// These settings with relative paths taken from `file` and `~/` from `home`.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::HttpUrl;

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
