//! Options that every command takes, how their values are read, and the current time (`--at`).

use std::{ffi::OsStr, path::PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use clap::{
    Arg, Args, Command,
    builder::{PossibleValue, StringValueParser, TypedValueParser},
};

use crate::{
    config,
    token::{Received, moment::checked_add},
    ui::Theme,
};

/// Options that every command takes.
#[derive(Args, Debug, Default)]
#[group(skip)]
pub struct GlobalArgs {
    /// Evaluate as of this instant instead of now
    #[arg(long, global = true, value_name = "RFC3339", value_parser = instant)]
    pub at: Option<DateTime<Utc>>,
    /// When the response was received
    #[arg(long, global = true, value_name = "RFC3339", value_parser = instant)]
    pub received_at: Option<DateTime<Utc>>,
    /// Verify signatures with this key: @FILE (JWK, JWK set, PEM, DER or raw HMAC secret), an
    /// inline JWK or JWK set, b64:…, env:NAME, or the https URL of a JWK set; repeatable
    #[arg(long, global = true, value_name = "KEY", allow_hyphen_values = true)]
    pub key: Vec<String>,
    /// Show secrets whole
    #[arg(long, global = true)]
    pub reveal: bool,
    /// Take the settings for fetch and refresh from this profile
    #[arg(long, global = true, value_name = "NAME")]
    pub profile: Option<String>,
    /// Read this configuration file instead of the default one
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// The inspector's theme (ansi, dark, light, contrast or mono), instead of the configuration's;
    /// its colours count even where `NO_COLOR` is set
    #[arg(long, global = true, value_name = "THEME", value_parser = theme(), hide_possible_values = true)]
    pub theme: Option<String>,
    /// Draw and print with ASCII alone, for fonts without lines and symbols
    #[arg(long, global = true)]
    pub ascii: bool,
}

/// Reads the name of a theme.
pub fn theme() -> impl TypedValueParser<Value = String> {
    let named = |name: String| Theme::named(&name).map(|_| name);
    OfferedValues(|| Theme::names().collect()).try_map(named)
}

/// Takes any text, and offers these to completions. Whoever reads the text knows best what to say
/// of one that it cannot use.
#[derive(Clone)]
pub struct OfferedValues(pub fn() -> Vec<&'static str>);

impl TypedValueParser for OfferedValues {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue>>> {
        Some(Box::new((self.0)().into_iter().map(PossibleValue::new)))
    }
}

impl GlobalArgs {
    /// The instant to judge at: `--at`, else the present.
    pub fn judged_at(&self) -> DateTime<Utc> {
        self.at.unwrap_or_else(now)
    }

    /// When an input was received, as far as the command line and its file tell.
    pub fn received(&self, modified: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Received {
        Received::best_known(self.received_at, modified, self.at.is_some(), now)
    }
}

/// The present.
#[expect(clippy::disallowed_methods, reason = "commands are where the present enters")]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}

/// Reads an RFC 3339 instant.
fn instant(text: &str) -> Result<DateTime<Utc>, String> {
    let written = DateTime::parse_from_rfc3339(text)
        .map_err(|error| format!("{error}; write it like 2026-01-31T12:00:00Z"))?;
    // A leap second is the next one's first, as in the input; chrono counts on within the second.
    let within = TimeDelta::nanoseconds(written.timestamp_subsec_nanos().into());
    DateTime::from_timestamp(written.timestamp(), 0)
        .and_then(|second| checked_add(second, within))
        .ok_or_else(|| "it is beyond the calendar of RFC 3339".to_owned())
}

/// Reads a duration as [`config::duration`] does.
///
/// # Errors
/// Says in words how a duration is written.
pub fn duration(text: &str) -> Result<TimeDelta, String> {
    config::duration::parse(text)
        .and_then(|duration| TimeDelta::from_std(duration).ok())
        .ok_or_else(|| "write it like 90s, 15m, 2h or 1h30m".to_owned())
}
