//! `settings.md`: the members of the configuration file, and the settings of profiles.

use strum::VariantNames as _;
use tokenscope::{
    config::{
        ConfigMember,
        settings::{FlagValue, SETTINGS, Setting, SettingForm},
    },
    oauth::http_client::Limits,
    ui::theme::Theme,
};

use super::{
    check_page,
    markdown::{codes, table},
};

#[test]
fn settings_are_those_of_the_program() {
    let members = ConfigMember::VARIANTS.iter().map(|name| {
        let member: ConfigMember = name.parse().unwrap();
        let form = member.form().to_owned();
        [format!("`{name}`"), form, member.default().to_owned(), member.meaning().to_owned()]
    });
    let parts = Theme::PARTS.iter().map(|(name, meaning)| {
        [format!("`{name}`"), meaning.trim().trim_end_matches('.').to_owned()]
    });
    check_page(
        "settings.md",
        &format!(
            "# Settings\n\n\
             The configuration file is `~/.config/tokenscope/config.toml`, or where `--config` or \
             `TOKENSCOPE_CONFIG` say. It is TOML; every mistake in it is reported at once, with its \
             line. [config.example.toml](../config.example.toml) shows it in use.\n\n\
             ## The file\n\n{}\n\
             ## A profile\n\n\
             What is said of one server and client, in `[profile.NAME]`. A flag beats the variable, \
             which beats the member of the profile; without any of them the default holds. \
             `TOKENSCOPE_CLIENT_SECRET` and `TOKENSCOPE_CLIENT_KEY` hold the value itself. Words of a \
             list are separated by spaces in a variable, and a flag is repeated for each. A duration is \
             written like `90s`, `15m`, `2h` or `1m30s`; a number alone is seconds.\n\n{}\n\
             ## The theme\n\n\
             `name` in `[theme]` is one of {}. Each part is changed by a colour (`red`, \
             `bright-blue`, `208`, `#5f87d7`, `default`) and `bold`, `dim`, `italic`, `underline` or \
             `reverse`. `tokenscope --print-theme` prints the one in use, ready for the file.\n\n{}\n\
             ## Keys\n\n\
             An action that is named in `[keys]` loses its own keys; [keys.md](keys.md) lists all, and \
             `tokenscope --print-keys` prints them, ready for the file.\n",
            table(["member", "form", "default", "meaning"], members),
            table(
                ["member", "form", "default", "flag", "variable", "meaning"],
                SETTINGS.iter().map(row)
            ),
            codes(Theme::names()),
            table(["part", "what it colours"], parts),
        ),
    );
}

fn row(setting: &Setting) -> [String; 6] {
    let form = match setting.form {
        SettingForm::Text | SettingForm::Path => "string",
        SettingForm::Duration => "duration",
        SettingForm::List => "string or list",
        SettingForm::Table => "table",
        SettingForm::Switch => "true or false",
    };
    let flag = setting.flag.map_or_else(String::new, |flag| match flag.takes {
        FlagValue::Named(value) => format!("`--{} {value}`", flag.name),
        FlagValue::Implied(_) => format!("`--{}`", flag.name),
    });
    [
        format!("`{}`", setting.member),
        form.to_owned(),
        setting.default.unwrap_or("none").to_owned(),
        flag,
        setting.variable().map_or_else(String::new, |name| format!("`{name}`")),
        setting.help.to_owned(),
    ]
}

/// What the table says of the limits is what the client goes by.
#[test]
fn the_limits_are_those_of_the_client() {
    let Limits { connect, read, total } = Limits::default();
    for (member, limit) in
        [("timeout", total), ("connect_timeout", connect), ("read_timeout", read)]
    {
        let setting = SETTINGS.iter().find(|setting| setting.member == member).unwrap();
        assert_eq!(setting.default, Some(&*format!("{} s", limit.as_secs())), "{member}");
    }
}
