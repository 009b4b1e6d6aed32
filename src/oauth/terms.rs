//! What a client says of itself and of its server, as a form shows it and gives it back.

use std::fmt;

use url::form_urlencoded;

use super::{client::OAuthClient, discovery::Endpoints, grant::GrantType};
use crate::{
    config::{AuthMethod, SecretSource, SettingOrigin, Settings},
    secret::Secret,
};

/// Settings as text, and what the server allows of them. No secret stands here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientTerms {
    /// What is said of each setting, by its name in a profile; nothing where it is left open.
    settings: Vec<(&'static str, String)>,
    /// Whether there is a secret or key that was typed.
    pub has_typed_secret: bool,
    /// The grants that the server allows, as far as it says so.
    pub grants: Vec<String>,
    /// The scopes that the server knows, as far as it says so.
    pub scopes: Vec<String>,
    /// The authentication methods that both sides know.
    pub auth_methods: Vec<String>,
}

/// Settings that were typed anew. `Debug` prints their names: somebody may have typed a secret where
/// none belongs.
#[derive(Clone, Default)]
pub struct ClientEdits {
    /// The texts of the settings, by their names in a profile; an empty one takes what was said away.
    pub settings: Vec<(&'static str, String)>,
    /// The secret or key itself, where it was typed.
    pub secret: Option<Secret>,
}

/// What is wrong with a setting that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingProblem {
    pub setting: &'static str,
    pub message: String,
}

impl ClientTerms {
    /// The terms of these settings, where the server tells this of itself.
    pub fn new(settings: &Settings, endpoints: &Endpoints) -> Self {
        let url = |url: &Option<crate::config::HttpUrl>| {
            url.as_ref().map(|url| url.as_written().to_owned()).unwrap_or_default()
        };
        let secret = settings.client_secret.as_ref().or(settings.client_key.as_ref());
        let params = settings.params.iter();
        let params = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(params.map(|(name, value)| (name.as_str(), value.as_str())))
            .finish();
        let said = vec![
            ("issuer", url(&settings.issuer)),
            ("token_url", url(&endpoints.token)),
            ("authorization_url", url(&endpoints.authorization)),
            ("device_authorization_url", url(&endpoints.device_authorization)),
            ("introspection_url", url(&endpoints.introspection)),
            ("revocation_url", url(&endpoints.revocation)),
            ("userinfo_url", url(&endpoints.userinfo)),
            ("client_id", settings.client_id.clone().unwrap_or_default()),
            ("client_secret", secret.and_then(SecretSource::place).unwrap_or_default()),
            ("auth", settings.auth.map(AuthMethod::name).unwrap_or_default().to_owned()),
            ("grant", GrantType::of(settings).name().to_owned()),
            ("scope", settings.scope.join(" ")),
            ("audience", settings.audience.join(" ")),
            ("resource", settings.resource.join(" ")),
            ("params", params),
            (
                "redirect_url",
                settings.redirect_url.as_ref().map(ToString::to_string).unwrap_or_default(),
            ),
        ];
        Self {
            settings: said,
            has_typed_secret: matches!(secret, Some(SecretSource::Literal(_))),
            ..Self::supported(endpoints)
        }
    }

    /// What the server allows, as far as it says so, and nothing of a client.
    fn supported(endpoints: &Endpoints) -> Self {
        let allowed = |name: &&&str| {
            let methods = endpoints.auth_methods.as_ref();
            methods.is_none_or(|methods| methods.iter().any(|method| method == **name))
        };
        let known = AuthMethod::names();
        let both: Vec<_> = known.iter().filter(allowed).copied().collect();
        let auth_methods = if both.is_empty() { known.to_vec() } else { both };
        Self {
            grants: endpoints.grants.clone(),
            scopes: endpoints.scopes.clone(),
            auth_methods: auth_methods.into_iter().map(str::to_owned).collect(),
            ..Self::default()
        }
    }

    /// The terms of nobody at a server that nothing is known of.
    pub fn unknown() -> Self {
        Self::supported(&Endpoints::default())
    }

    /// What is said of a setting; empty where it is left open.
    pub fn get(&self, setting: &str) -> &str {
        self.settings.iter().find(|(name, _)| *name == setting).map_or("", |(_, text)| text)
    }
}

impl OAuthClient {
    /// The terms that this client asks by.
    pub fn terms(&self) -> ClientTerms {
        ClientTerms::new(self.settings(), self.endpoints())
    }
}

impl fmt::Debug for ClientEdits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names = self.settings.iter().map(|(name, _)| name);
        f.debug_set().entries(names).finish()
    }
}

impl ClientEdits {
    /// Whether nothing was typed anew.
    pub fn is_empty(&self) -> bool {
        self.settings.is_empty() && self.secret.is_none()
    }

    /// Whether another server may be meant.
    pub fn changes_server(&self) -> bool {
        self.settings
            .iter()
            .any(|(name, _)| *name == "issuer" || name.ends_with("_url") && *name != "redirect_url")
    }

    /// Whether the client proves itself with something else.
    pub fn changes_secret(&self) -> bool {
        self.secret.is_some()
            || self.settings.iter().any(|(name, _)| matches!(*name, "client_secret" | "auth"))
    }

    /// These settings with what was typed.
    ///
    /// # Errors
    /// The first text that cannot be meant. It is not quoted: it may be a secret.
    pub fn apply(&self, settings: &Settings) -> Result<Settings, SettingProblem> {
        let mut settings = settings.clone();
        for (name, text) in &self.settings {
            clear(&mut settings, name);
            if text.is_empty() {
                continue;
            }
            let problem = |message| SettingProblem { setting: name, message };
            match *name {
                "params" => {
                    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
                        let entry = format!("{name}={value}");
                        settings.set("params", &entry, SettingOrigin::Flag).map_err(problem)?;
                    }
                }
                "audience" | "resource" => {
                    for word in text.split_whitespace() {
                        settings.set(name, word, SettingOrigin::Flag).map_err(problem)?;
                    }
                }
                "client_secret" => {
                    let auth = self.settings.iter().find(|(name, _)| *name == "auth");
                    let auth = auth.map(|(_, text)| text.as_str());
                    let is_key = auth
                        .map_or(settings.auth == Some(AuthMethod::PrivateKeyJwt), |auth| {
                            auth == AuthMethod::PrivateKeyJwt.name()
                        });
                    let member = if is_key { "client_key" } else { "client_secret" };
                    settings.set(member, text, SettingOrigin::Flag).map_err(problem)?;
                }
                name => settings.set(name, text, SettingOrigin::Flag).map_err(problem)?,
            }
        }
        if let Some(secret) = self.secret.clone() {
            clear(&mut settings, "client_secret");
            let secret = Some(SecretSource::Literal(secret));
            if settings.auth == Some(AuthMethod::PrivateKeyJwt) {
                settings.client_key = secret;
            } else {
                settings.client_secret = secret;
            }
        }
        Ok(settings)
    }
}

fn clear(settings: &mut Settings, name: &str) {
    match name {
        "issuer" => settings.issuer = None,
        "token_url" => settings.token_url = None,
        "authorization_url" => settings.authorization_url = None,
        "device_authorization_url" => settings.device_authorization_url = None,
        "introspection_url" => settings.introspection_url = None,
        "revocation_url" => settings.revocation_url = None,
        "userinfo_url" => settings.userinfo_url = None,
        "client_id" => settings.client_id = None,
        "client_secret" => (settings.client_secret, settings.client_key) = (None, None),
        "auth" => settings.auth = None,
        "grant" => settings.grant = None,
        "scope" => settings.scope.clear(),
        "audience" => settings.audience.clear(),
        "resource" => settings.resource.clear(),
        "params" => settings.params.clear(),
        "redirect_url" => settings.redirect_url = None,
        _ => {}
    }
}
