//! The configuration file: what it may say, and every mistake at once.

use tokenscope::config::{AuthMethod, BodyFormat, Config, SecretSource, settings::SETTINGS};

use super::{Site, json};
use crate::support::{command, project, run_command};

#[test]
fn the_example_shows_every_member_and_can_be_used() {
    let path = project("assets/config.example.toml");
    let (config, warning) = Config::load(&path).unwrap();
    assert_eq!(warning, None);
    assert_eq!(config.default_profile.as_deref(), Some("work"));
    let names: Vec<_> = config.profiles.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["work", "everything", "gusto-system", "robot"]);
    let everything = config.profile("everything").unwrap();
    assert_eq!(everything.auth, Some(AuthMethod::PrivateKeyJwt));
    assert_eq!(everything.headers, [("X-Version".to_owned(), "2026-04-01".to_owned())]);
    // A file is looked for beside the configuration.
    let robot = config.profile("robot").unwrap();
    assert_eq!(robot.client_secret, Some(SecretSource::File(project("assets/robot.secret"))));
    assert_eq!(config.profile("gusto-system").unwrap().body, Some(BodyFormat::Json));
    let text = std::fs::read_to_string(path).unwrap();
    let everything = text.split("[profile.everything]").nth(1).unwrap();
    for member in SETTINGS.iter().map(|setting| setting.member) {
        assert!(everything.contains(&format!("\n{member} = ")), "{member} is not shown");
    }
}

#[test]
fn every_mistake_is_told_with_its_line_and_no_secret() {
    let text = "colour = 1\n\
        [profile.a]\n\
        isuer = \"https://a.example\"\n\
        token_url = \"http://a.example\"\n\
        client_secret = \"hunter2\"\n\
        scope = [\"a\", 7]\n\
        auth = \"basic\"\n\
        timeout = \"soon\"\n\
        headers = { \"a b\" = \"c\" }\n\
        browser = \"yes\"\n\
        [theme]\n\
        name = 7\n";
    let mistakes = Config::parse(text).unwrap_err();
    let lines: Vec<_> = mistakes.iter().map(|mistake| mistake.line.unwrap()).collect();
    assert_eq!(lines, [1, 3, 4, 5, 6, 7, 8, 9, 10, 12], "{mistakes:?}");
    assert!(mistakes[1].message.contains("issuer"), "{:?}", mistakes[1]);
    assert!(!format!("{mistakes:?}").contains("hunter2"));
    let broken = Config::parse("[profile.a]\nissuer = \nclient_id = \"x\n").unwrap_err();
    assert_eq!(broken[0].line, Some(2), "{broken:?}");
}

#[test]
fn theme_and_keys_are_kept_as_they_were_written() {
    let config =
        Config::parse("[theme]\nname = \"dark\"\n[keys]\nrefresh = [\"r\", \"f5\"]\n").unwrap();
    assert_eq!((config.theme[0].name.as_str(), config.theme[0].line), ("name", 2));
    assert_eq!(config.keys[0].values, ["r", "f5"]);
}

#[cfg(unix)]
#[test]
fn a_secret_in_a_file_for_everybody_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    std::fs::write(&path, "[profile.a]\nclient_secret = \"literal:hunter2\"\n").unwrap();
    for (mode, warned) in [(0o600, false), (0o644, true)] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let (_, warning) = Config::load(&path).unwrap();
        assert_eq!(warning.is_some(), warned, "{mode:o}");
        assert!(!warning.unwrap_or_default().contains("hunter2"));
    }
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_profile() {
    let path = std::env::temp_dir().join(format!("tokenscope-layers-{}.toml", std::process::id()));
    std::fs::write(&path, "[profile.work]\nclient_id = \"of-the-profile\"\nauth = \"none\"\n")
        .unwrap();
    let site = Site::new(|_, _| {
        json("200 OK", &serde_json::json!({"access_token": "t", "token_type": "Bearer"}))
    });
    let url = format!("{}/token", site.origin);
    let asks = |flag: Option<&str>, variable: Option<&str>| {
        let mut command = command(&[
            "fetch",
            "--json",
            "--grant",
            "client_credentials",
            "--token-url",
            &url,
            "--profile",
            "work",
            "--config",
            path.to_str().unwrap(),
        ]);
        command.args(flag.map(|id| format!("--client-id={id}")));
        command.envs(variable.map(|id| ("TOKENSCOPE_CLIENT_ID", id)));
        let ran = run_command(command, "");
        assert_eq!(ran.status, 0, "{}", ran.err);
        site.requests.recv().unwrap()
    };
    for (flag, variable, counts) in [
        (Some("of-the-flag"), Some("of-the-variable"), "of-the-flag"),
        (Some("of-the-flag"), None, "of-the-flag"),
        (None, Some("of-the-variable"), "of-the-variable"),
        (None, Some(""), "of-the-profile"),
        (None, None, "of-the-profile"),
    ] {
        let request = asks(flag, variable);
        assert!(
            request.contains(&format!("client_id={counts}")),
            "{flag:?} {variable:?}: {request}"
        );
    }
    std::fs::remove_file(path).unwrap();
}
