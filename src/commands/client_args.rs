//! The options of the commands that talk to an authorization server, and the settings they make
//! together with the environment and a profile.

use std::path::PathBuf;

use clap::Args;

use super::{CommandError, GlobalArgs};
use crate::{
    config::{
        Config, Mistake, Mistakes, SettingOrigin, Settings, environment, file::ConfigError,
        location, mistake::closest,
    },
    oauth::grant::is_secret_name,
    runtime::say,
    secret::Secret,
    text,
    token::secrecy,
};

/// Options of `fetch`, `refresh`, `introspect`, `revoke` and `userinfo`. A profile has the same
/// members in `snake_case`; a flag beats the environment, which beats the profile.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Getting tokens")]
pub struct ClientArgs {
    /// Discover the endpoints of this issuer
    #[arg(long, value_name = "URL")]
    pub issuer: Option<String>,
    /// The token endpoint
    #[arg(long, value_name = "URL")]
    pub token_url: Option<String>,
    /// The authorization endpoint
    #[arg(long, value_name = "URL")]
    pub authorization_url: Option<String>,
    /// The device authorization endpoint
    #[arg(long, value_name = "URL")]
    pub device_authorization_url: Option<String>,
    /// The introspection endpoint
    #[arg(long, value_name = "URL")]
    pub introspection_url: Option<String>,
    /// The revocation endpoint
    #[arg(long, value_name = "URL")]
    pub revocation_url: Option<String>,
    /// The userinfo endpoint
    #[arg(long, value_name = "URL")]
    pub userinfo_url: Option<String>,
    /// Client identifier
    #[arg(long, value_name = "ID")]
    pub client_id: Option<String>,
    /// Where the client secret is: `env:NAME`, `file:PATH`, `cmd:COMMAND` or `prompt`; never the value
    #[arg(long, value_name = "SRC", value_parser = source)]
    pub client_secret: Option<Secret>,
    /// Where the private key is, PEM or JWK: `env:NAME`, `file:PATH`, `cmd:COMMAND` or
    /// `prompt`
    #[arg(long, value_name = "SRC", value_parser = source)]
    pub client_key: Option<Secret>,
    /// Algorithm of client assertions, where the key does not say it
    #[arg(long, value_name = "ALG")]
    pub client_key_alg: Option<String>,
    /// Key identifier of client assertions, where the key does not say it
    #[arg(long, value_name = "KID")]
    pub client_key_id: Option<String>,
    /// Audience of client assertions instead of the issuer
    #[arg(long, value_name = "AUD")]
    pub assertion_audience: Option<String>,
    /// How the client authenticates: `client_secret_basic`, `client_secret_post`,
    /// `client_secret_jwt`, `private_key_jwt` or none; by default what the server allows
    #[arg(long, value_name = "METHOD")]
    pub auth: Option<String>,
    /// `client_credentials`, `authorization_code`, `device_code`, `refresh_token`, or any other
    /// name, sent as it is
    #[arg(long, value_name = "GRANT")]
    pub grant: Option<String>,
    /// Ask for this scope; repeatable
    #[arg(long, value_name = "S")]
    pub scope: Vec<String>,
    /// Ask for a token for this audience; repeatable
    #[arg(long, value_name = "A")]
    pub audience: Vec<String>,
    /// Ask for a token for this resource; repeatable
    #[arg(long, value_name = "R")]
    pub resource: Vec<String>,
    /// Another parameter of the request; repeatable
    #[arg(long, value_name = "NAME=VALUE", value_parser = source)]
    pub param: Vec<Secret>,
    /// Another parameter whose value is a secret: env:…, file:…, cmd:… or prompt; repeatable
    #[arg(long, value_name = "NAME=SRC", value_parser = source)]
    pub secret_param: Vec<Secret>,
    /// Another header of the request; repeatable
    #[arg(long, value_name = "NAME: VALUE", value_parser = source)]
    pub header: Vec<Secret>,
    /// How the request is written: form or json
    #[arg(long, value_name = "FORMAT")]
    pub body: Option<String>,
    /// Where the authorization code is received; by default a free port of this machine
    #[arg(long, value_name = "URL")]
    pub redirect_url: Option<String>,
    /// Print the URL to visit instead of opening a browser
    #[arg(long)]
    pub no_browser: bool,
    /// Verify the signatures of the answer with the keys of the issuer that is named here or in the
    /// profile, and with the client secret: issuer (the default) or none
    #[arg(long, value_name = "WITH")]
    pub verify: Option<String>,
    /// Write the response there, readable by you alone; `-` is standard output, raw
    #[arg(long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Trust the certificates of this PEM file instead of the platform's
    #[arg(long, value_name = "FILE")]
    pub ca_file: Option<PathBuf>,
    /// Use this proxy instead of the environment's; none goes direct
    #[arg(long, value_name = "URL")]
    pub proxy: Option<String>,
    /// Longest time for the whole exchange
    #[arg(long, value_name = "DURATION")]
    pub timeout: Option<String>,
    /// Send without asking
    #[arg(long)]
    pub yes: bool,
    /// Print the report of the response as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// Takes an argument that could hold a secret by mistake out of the parser's sight: an error or a
/// debug print of the options never shows it.
#[expect(clippy::unnecessary_wraps, reason = "the parser wants a result")]
fn source(text: &str) -> Result<Secret, String> {
    Ok(Secret::new(text))
}

/// What the commands go by: the settings, and what the configuration says beside them.
pub struct ResolvedSettings {
    /// Flags over environment over profile.
    pub settings: Settings,
    /// The name of the profile, where one counts.
    pub profile: Option<String>,
    /// Whether a request is confirmed on a terminal.
    pub confirm: bool,
}

impl ClientArgs {
    /// The settings of the flags alone.
    ///
    /// # Errors
    /// Every flag that cannot be meant.
    pub fn settings(&self) -> Result<Settings, CommandError> {
        let one = [
            ("issuer", &self.issuer),
            ("token_url", &self.token_url),
            ("authorization_url", &self.authorization_url),
            ("device_authorization_url", &self.device_authorization_url),
            ("introspection_url", &self.introspection_url),
            ("revocation_url", &self.revocation_url),
            ("userinfo_url", &self.userinfo_url),
            ("client_id", &self.client_id),
            ("client_key_alg", &self.client_key_alg),
            ("client_key_id", &self.client_key_id),
            ("assertion_audience", &self.assertion_audience),
            ("auth", &self.auth),
            ("grant", &self.grant),
            ("body", &self.body),
            ("redirect_url", &self.redirect_url),
            ("verify", &self.verify),
            ("proxy", &self.proxy),
            ("timeout", &self.timeout),
        ];
        let many =
            [("scope", &self.scope), ("audience", &self.audience), ("resource", &self.resource)];
        // They are read as what the person wrote: sources, parameters and headers.
        let hidden = [
            ("client_secret", "client_secret", self.client_secret.as_slice()),
            ("client_key", "client_key", self.client_key.as_slice()),
            ("params", "param", &self.param),
            ("secret_params", "secret_param", &self.secret_param),
            ("headers", "header", &self.header),
        ];
        let texts = one
            .iter()
            .flat_map(|(member, text)| text.iter().map(|text| (*member, *member, text.as_str())))
            .chain(many.iter().flat_map(|(member, texts)| {
                texts.iter().map(|text| (*member, *member, text.as_str()))
            }))
            .chain(hidden.iter().flat_map(|(member, flag, texts)| {
                texts.iter().map(|text| (*member, *flag, text.expose()))
            }));
        let mut settings = Settings {
            output: self.output.clone(),
            ca_file: self.ca_file.clone(),
            browser: self.no_browser.then_some(false),
            ..Settings::default()
        };
        let mut list = Vec::new();
        for (member, flag, text) in texts {
            if let Err(message) = settings.set(member, text, SettingOrigin::Flag) {
                list.push(Mistake {
                    line: None,
                    name: format!("--{}", flag.replace('_', "-")),
                    message,
                });
            }
        }
        if list.is_empty() { Ok(settings) } else { Err(mistaken(&Mistakes { path: None, list })) }
    }

    /// The settings of the flags over the environment over the profile.
    ///
    /// # Errors
    /// A flag, a variable or the configuration file cannot be meant, or the profile is not known.
    pub fn choose(&self, shared: &GlobalArgs) -> Result<ResolvedSettings, CommandError> {
        let settings = self.settings()?;
        for (name, _) in settings.params.iter().filter(|(name, _)| is_secret_name(name)) {
            let name = secrecy::shown_name(name);
            let name = text::visible(&name);
            say(format_args!(
                "tokenscope: warning: other users of this machine can see {name} in the arguments\n\
                 hint: give --secret-param {name}=env:NAME, file:PATH, cmd:COMMAND or prompt"
            ));
        }
        choose(settings, shared)
    }
}

/// These settings over the environment over the profile.
///
/// # Errors
/// As [`ClientArgs::choose`].
pub fn choose(flags: Settings, shared: &GlobalArgs) -> Result<ResolvedSettings, CommandError> {
    let variable = |name: &str| std::env::var(name).ok().filter(|text| !text.is_empty());
    let upper = flags.over(environment::read(variable).map_err(|mistakes| mistaken(&mistakes))?);
    let config = configuration(shared)?;
    let named = shared.profile.clone().or_else(|| variable("TOKENSCOPE_PROFILE"));
    // A server that is named by hand must not be sent the secrets of a profile that is not.
    let elsewhere = upper.issuer.is_some() || upper.token_url.is_some();
    let name = named.clone().or_else(|| config.default_profile.clone().filter(|_| !elsewhere));
    let profile = match &name {
        None => Settings::default(),
        Some(name) => {
            config.profile(name).cloned().ok_or_else(|| unknown_profile(name, &config))?
        }
    };
    Ok(ResolvedSettings {
        settings: upper.over(profile),
        profile: name,
        confirm: config.confirm.unwrap_or(true),
    })
}

/// The configuration: the file that was named, or the usual one where it exists.
///
/// # Errors
/// It cannot be read, or holds mistakes.
pub fn configuration(shared: &GlobalArgs) -> Result<Config, CommandError> {
    let (config, warning) = read_configuration(shared)?;
    if let Some(warning) = warning {
        say(format_args!("tokenscope: warning: {}", text::visible(&warning)));
    }
    Ok(config)
}

/// The same, with a warning where it should not be read by others.
///
/// # Errors
/// As [`configuration`].
pub fn read_configuration(shared: &GlobalArgs) -> Result<(Config, Option<String>), CommandError> {
    let named = shared.config.clone().or_else(|| {
        std::env::var_os("TOKENSCOPE_CONFIG").filter(|path| !path.is_empty()).map(PathBuf::from)
    });
    let path = match named {
        Some(path) => path,
        None => match location::default_path().filter(|path| path.exists()) {
            Some(path) => path,
            None => return Ok((Config::default(), None)),
        },
    };
    match Config::load(&path) {
        Ok(read) => Ok(read),
        Err(ConfigError::Mistakes(mistakes)) => Err(mistaken(&mistakes)),
        Err(error @ ConfigError::Unreadable { .. }) => Err(CommandError::usage(error.to_string())),
    }
}

fn unknown_profile(name: &str, config: &Config) -> CommandError {
    let names: Vec<&str> = config.profiles.iter().map(|(name, _)| name.as_str()).collect();
    let failure = CommandError::usage(format!("there is no profile {}", secrecy::quoted(name)));
    match (closest(name, names.iter().copied()), names.is_empty()) {
        (Some(meant), _) => failure.hint(format!("did you mean {meant}?")),
        (None, true) => failure
            .hint("no configuration file with profiles was found; see assets/config.example.toml"),
        (None, false) => failure.hint(format!("there are: {}", names.join(", "))),
    }
}

/// The failure that settings with mistakes are.
pub fn mistaken(mistakes: &Mistakes) -> CommandError {
    let what = match &mistakes.path {
        Some(path) => format!("{} cannot be used", text::path(path)),
        None => "the settings cannot be used".to_owned(),
    };
    CommandError::usage(what).list(mistakes.list.iter().map(ToString::to_string))
}
