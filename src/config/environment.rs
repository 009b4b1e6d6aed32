//! The environment: settings from `TOKENSCOPE_…` variables, and every other variable that counts.

use super::{
    SettingError, SettingErrors, SettingOrigin, Settings,
    settings::{SETTINGS, SettingForm},
};

/// Names the configuration file; `--config` beats it.
pub const CONFIG: &str = "TOKENSCOPE_CONFIG";

/// Names the profile; `--profile` beats it.
pub const PROFILE: &str = "TOKENSCOPE_PROFILE";

/// The variables beside those of the settings, and what they are for. An empty one counts as none.
pub const OTHERS: [(&str, &str); 20] = [
    (CONFIG, "the configuration file, instead of the usual one"),
    (PROFILE, "the profile whose settings count"),
    (
        "NO_COLOR",
        "no colours, in reports and in the inspector, unless `--theme` names a theme \
         (<https://no-color.org>)",
    ),
    ("TERM", "`dumb`: no colours, and no inspector; none: no inspector, except on Windows"),
    ("TZ", "the zone of times that name none"),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY",
        "the proxy, where no setting names one; also in small letters",
    ),
    ("NO_PROXY", "hosts that are reached without the proxy"),
    ("XDG_CONFIG_HOME", "where `tokenscope/config.toml` is, instead of `~/.config`"),
    ("XDG_STATE_HOME", "where `tokenscope/rescued` is, instead of `~/.local/state`"),
    ("HOME", "the home: `~` in paths, and where tools keep their tokens"),
    ("APPDATA", "on Windows, where `tokenscope\\config.toml` is"),
    ("PATH", "where the shell of `cmd:`, the clipboard's programs and the browser are found"),
    ("TMPDIR", "where a token is kept that can be kept nowhere else"),
    ("SSL_CERT_FILE, SSL_CERT_DIR", "certificates to trust instead of the platform's, on Linux"),
    ("BROWSER", "the browser to open, before that of the desktop"),
    (
        "XDG_CURRENT_DESKTOP, DESKTOP_SESSION, KDE_FULL_SESSION, KDE_SESSION_VERSION, \
         XDG_DATA_HOME, XDG_DATA_DIRS",
        "which desktop it is, and with it the browser to open",
    ),
    ("DISPLAY, WAYLAND_DISPLAY", "a browser is opened, and the desktop's clipboard used"),
    ("WSL_DISTRO_NAME", "the clipboard of Windows is used"),
    ("SSH_CONNECTION, SSH_TTY", "the clipboard of the terminal is used, not the desktop's"),
    ("COLUMNS", "how wide `--help` is, where standard output is no terminal"),
];

/// Reads `TOKENSCOPE_ISSUER`, `TOKENSCOPE_CLIENT_ID` and so on through `get`.
///
/// `TOKENSCOPE_CLIENT_SECRET` and `TOKENSCOPE_CLIENT_KEY` hold the value itself: the environment
/// is where a secret may stand. Lists are separated by white space. Tables (`params`, `headers`)
/// have no variable.
///
/// # Errors
/// Every variable that cannot be meant.
pub fn read(get: impl Fn(&str) -> Option<String>) -> Result<Settings, SettingErrors> {
    let mut settings = Settings::default();
    let mut list = Vec::new();
    for setting in SETTINGS {
        let Some(variable) = setting.variable() else { continue };
        let Some(text) = get(&variable).filter(|text| !text.is_empty()) else { continue };
        let mut read = |text: &str| settings.read(setting, text, SettingOrigin::Environment);
        let outcome = match setting.form {
            SettingForm::List => text.split_ascii_whitespace().try_for_each(read),
            _ => read(&text),
        };
        if let Err(message) = outcome {
            list.push(SettingError { line: None, name: variable, message });
        }
    }
    if list.is_empty() { Ok(settings) } else { Err(SettingErrors { path: None, list }) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::SecretSource, secret::Secret};

    #[test]
    fn variables_become_settings_and_all_errors_are_told() {
        let settings = read(|name| match name {
            "TOKENSCOPE_CLIENT_SECRET" => Some("env:not-a-source".into()),
            "TOKENSCOPE_SCOPE" => Some("a b".into()),
            _ => None,
        })
        .unwrap();
        assert_eq!(
            settings.client_secret,
            Some(SecretSource::Literal(Secret::new("env:not-a-source")))
        );
        assert_eq!(settings.scope, ["a", "b"]);
        let errors = read(|name| {
            matches!(name, "TOKENSCOPE_ISSUER" | "TOKENSCOPE_TIMEOUT")
                .then(|| "nonsense".to_owned())
        })
        .unwrap_err();
        assert_eq!(errors.list.len(), 2);
    }
}
