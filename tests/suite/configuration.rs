//! The configuration file: what it may say, and every mistake at once.

use std::fs;

use tokenscope::{
    app::{Action, Mode},
    commands::{GlobalArgs, theme_and_keys},
    config::{AuthMethod, BodyFormat, Config, SecretSource},
    keymap::{KeyPress, Keymap},
    ui::Theme,
};

use crate::{
    oauth::{Site, json},
    support::{command, compare_with_file, project, run_command},
};

#[test]
fn the_example_can_be_used() {
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
    assert_eq!(theme_and_keys::mistakes(&config), []);
    let keymap = theme_and_keys::keymap(&config);
    assert_eq!(keymap.action(Mode::Inspector, KeyPress::char('c')), Some(Action::Copy));
    assert_eq!(keymap.action(Mode::Inspector, KeyPress::ctrl('v')), Some(Action::PageDown));
}

/// Runs the program on each file of `tests/fixtures/config/bad`, with the arguments of the file's
/// first line, and holds standard error to the `.txt` beside it. Others may read the files.
#[test]
fn every_bad_configuration_gets_its_message() {
    let folder = project("tests/fixtures/config/bad");
    let mut files: Vec<_> =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "toml"));
    assert!(files.len() > 10);
    let copies = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    for path in files {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read(&path).unwrap();
        let copy = copies.path().join(name);
        fs::write(&copy, &text).unwrap();
        #[cfg(unix)]
        fs::set_permissions(&copy, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
        let text = String::from_utf8_lossy(&text);
        let args = text.lines().next().and_then(|line| line.strip_prefix("# $ tokenscope"));
        let args: Vec<_> = args.unwrap_or_default().split_whitespace().collect();
        let mut command = command(&[&["--config", name], &*args].concat());
        command.current_dir(copies.path());
        let ran = run_command(command, "{}");
        assert_eq!(ran.status, 2, "{name}: {}", ran.err);
        assert!(!ran.err.contains("hunter2"), "{name}: {}", ran.err);
        wrong.extend(compare_with_file(&path.with_extension("txt"), &shortened(&ran.err)).err());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Lines without the tail of long lists: another action is not another message.
fn shortened(text: &str) -> String {
    let shorten = |line: &str| match line.char_indices().nth(160) {
        Some((end, _)) => format!("{}…\n", &line[..end]),
        None => format!("{line}\n"),
    };
    text.lines().map(shorten).collect()
}

#[test]
fn theme_and_keys_are_kept_as_they_were_written() {
    let config =
        Config::parse("[theme]\nname = \"dark\"\n[keys]\nrefresh = [\"r\", \"f5\"]\n").unwrap();
    assert_eq!((config.theme[0].name.as_str(), config.theme[0].line), ("name", 2));
    assert_eq!(config.keys[0].values, ["r", "f5"]);
}

#[test]
fn a_flag_beats_the_environment_which_beats_the_profile() {
    let path = std::env::temp_dir().join(format!("tokenscope-layers-{}.toml", std::process::id()));
    fs::write(&path, "[profile.work]\nclient_id = \"of-the-profile\"\nauth = \"none\"\n").unwrap();
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
    fs::remove_file(path).unwrap();
}

#[test]
fn what_is_printed_for_the_configuration_can_be_read_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    fs::write(&path, "[theme]\nname = \"dark\"\nbad = \"#ff0000 bold\"\n[keys]\ncopy = \"c\"\n")
        .unwrap();
    let print = |args: &[&str]| {
        let ran = run_command(command(&[&["--config", path.to_str().unwrap()], args].concat()), "");
        assert_eq!((ran.status, &*ran.err), (0, ""), "{args:?}");
        let config = Config::parse(&ran.out).unwrap();
        assert_eq!(theme_and_keys::mistakes(&config), [], "{}", ran.out);
        let theme = theme_and_keys::theme(&config, &GlobalArgs::default());
        (theme, theme_and_keys::keymap(&config), ran.out)
    };
    let dark = Theme::named("dark").unwrap();
    let mut red = dark;
    red.choose("bad", "#ff0000 bold").unwrap();
    let mut copy = Keymap::default();
    copy.choose("copy", &["c".to_owned()]).unwrap();
    let (theme, keymap, text) = print(&["--print-theme", "--print-keys"]);
    assert_eq!(theme, red);
    assert!(keymap == copy, "{text}");
    // Every key but those of typing is named.
    let named = text.lines().filter(|line| line.contains(" = [")).count();
    let all: Vec<_> = Action::ALL
        .iter()
        .filter(|action| action.row().keys.iter().any(|keys| !keys.mode.enters_text()))
        .collect();
    assert!(named >= all.len() - 1, "all but ctrl-c\n{text}");
    for name in Theme::names() {
        let named = Theme::named(name).unwrap();
        assert_eq!(print(&["--print-theme", name]).0, named, "{name}");
        assert_eq!(print(&["--theme", name, "--print-theme"]).0, named, "--theme {name} beats all");
    }
}

#[test]
fn a_theme_that_there_is_not_is_refused() {
    for args in [&["--theme", "drak", "{}"][..], &["--print-theme", "drak"]] {
        let ran = run_command(command(args), "");
        assert_eq!(ran.status, 2, "{args:?}");
        assert!(ran.err.contains("ansi, contrast, dark, light, mono"), "{}", ran.err);
    }
}
