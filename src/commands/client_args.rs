//! The options of the commands that talk to an authorization server, and the settings they make
//! together with the environment and a profile.

use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};

use super::{
    CommandError, GlobalArgs,
    configuration::{self, invalid_settings},
};
use crate::{
    config::{
        Config, SettingError, SettingErrors, SettingOrigin, Settings, environment,
        settings::{FlagValue, SETTINGS, Setting, SettingForm},
    },
    runtime::say,
    secrecy,
    secret::Secret,
    text,
};

/// Options of `fetch`, `refresh`, `introspect`, `revoke` and `userinfo`. A profile has the same
/// members in `snake_case`; a flag beats the environment, which beats the profile.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Getting tokens")]
pub struct ClientArgs {
    #[command(flatten)]
    pub flags: SettingFlags,
    /// Send without asking
    #[arg(long)]
    pub yes: bool,
    /// Print the report of the response as one JSON object
    #[arg(long)]
    pub json: bool,
}

/// The flags of [`SETTINGS`] that were given, in the order of the table.
#[derive(Clone, Debug, Default)]
pub struct SettingFlags(Vec<GivenFlag>);

#[derive(Clone, Debug)]
struct GivenFlag {
    setting: &'static Setting,
    flag: &'static str,
    values: FlagValues,
}

/// What was given to a flag. A text may be a secret that was written there by mistake, so no error
/// or debug print of the options ever shows it.
#[derive(Clone, Debug)]
enum FlagValues {
    Texts(Vec<Secret>),
    Path(PathBuf),
}

impl Args for SettingFlags {
    fn augment_args(command: Command) -> Command {
        let flags = SETTINGS.iter().filter_map(|setting| Some((setting, setting.flag?)));
        command.args(flags.map(|(setting, flag)| {
            let arg = Arg::new(setting.member).long(flag.name).help(setting.help);
            match (flag.takes, setting.form) {
                (FlagValue::Implied(_), _) => arg.action(ArgAction::SetTrue),
                (FlagValue::Named(value), SettingForm::Path) => {
                    arg.value_name(value).value_parser(value_parser!(PathBuf))
                }
                (FlagValue::Named(value), SettingForm::List | SettingForm::Table) => {
                    arg.value_name(value).value_parser(secret).action(ArgAction::Append)
                }
                (FlagValue::Named(value), _) => arg.value_name(value).value_parser(secret),
            }
        }))
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for SettingFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let flags = SETTINGS.iter().filter_map(|setting| Some((setting, setting.flag?)));
        let given = flags.filter_map(|(setting, flag)| {
            let values = match (flag.takes, setting.form) {
                (FlagValue::Implied(text), _) => {
                    let is_set = matches.get_flag(setting.member);
                    FlagValues::Texts(is_set.then(|| vec![Secret::new(text)])?)
                }
                (FlagValue::Named(_), SettingForm::Path) => {
                    FlagValues::Path(matches.get_one::<PathBuf>(setting.member)?.clone())
                }
                (FlagValue::Named(_), _) => FlagValues::Texts(
                    matches.get_many::<Secret>(setting.member)?.cloned().collect(),
                ),
            };
            Some(GivenFlag { setting, flag: flag.name, values })
        });
        Ok(Self(given.collect()))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the parser wants a result")]
fn secret(text: &str) -> Result<Secret, String> {
    Ok(Secret::new(text))
}

/// The settings of flags, environment and profile together, and what the configuration says beside
/// them.
pub struct ResolvedSettings {
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
        let mut settings = Settings::default();
        let mut list = Vec::new();
        for GivenFlag { setting, flag, values } in &self.flags.0 {
            let texts = match values {
                FlagValues::Texts(texts) => texts,
                FlagValues::Path(path) => {
                    settings.read_path(setting, path);
                    continue;
                }
            };
            for text in texts {
                if let Err(message) = settings.read(setting, text.expose(), SettingOrigin::Flag) {
                    list.push(SettingError { line: None, name: format!("--{flag}"), message });
                }
            }
        }
        if list.is_empty() {
            Ok(settings)
        } else {
            Err(invalid_settings(&SettingErrors { path: None, list }))
        }
    }

    /// The settings of the flags over the environment over the profile.
    ///
    /// # Errors
    /// A flag, a variable or the configuration file cannot be meant, or the profile is not known.
    pub fn choose(&self, shared: &GlobalArgs) -> Result<ResolvedSettings, CommandError> {
        let settings = self.settings()?;
        for (name, _) in
            settings.params.iter().filter(|(name, _)| secrecy::is_secret_when_sent(name))
        {
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
    let upper =
        flags.over(environment::read(variable).map_err(|errors| invalid_settings(&errors))?);
    let config = configuration::with_warning(shared)?;
    let named = shared.profile.clone().or_else(|| variable(environment::PROFILE));
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

fn unknown_profile(name: &str, config: &Config) -> CommandError {
    let names: Vec<&str> = config.profiles.iter().map(|(name, _)| name.as_str()).collect();
    let failure =
        CommandError::usage(format!("there is no profile {}", secrecy::quote_user_text(name)));
    match (text::closest(name, names.iter().copied()), names.is_empty()) {
        (Some(meant), _) => failure.hint(format!("did you mean {meant}?")),
        (None, true) => failure
            .hint("no configuration file with profiles was found; see assets/config.example.toml"),
        (None, false) => failure.hint(format!("there are: {}", names.join(", "))),
    }
}
