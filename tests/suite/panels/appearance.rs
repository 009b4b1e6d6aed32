//! Theme and keys of the configuration.

use tokenscope::{
    app::{Action, Mode},
    commands::appearance,
    config::Config,
    keymap::Key,
};

use crate::support::{command, project, run_command};

#[test]
fn the_example_chooses_theme_and_keys() {
    let (config, _) = Config::load(&project("assets/config.example.toml")).expect("it is valid");
    let (keymap, _) = appearance::from(&config).expect("it can be used");
    assert_eq!(keymap.action(Mode::Inspector, Key::char('c')), Some(Action::Copy));
    assert_eq!(keymap.action(Mode::Inspector, Key::ctrl('v')), Some(Action::PageDown));
}

#[test]
fn every_mistake_is_listed_with_its_line() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("config.toml");
    let text = "[theme]\nname = \"drak\"\nbad = \"rde\"\nbed = \"red\"\n[keys]\ncopi = \"c\"\ncopy = \"f99\"\n";
    std::fs::write(&path, text).expect("it is written");
    let mut command = command(&[]);
    command.env("TOKENSCOPE_CONFIG", &path);
    let ran = run_command(command, "{}");
    assert_eq!(ran.status, 2, "{}", ran.err);
    for line in [
        "line 2: theme.name: drak is no theme",
        "line 3: theme.bad: rde is neither",
        "line 4: theme.bed: is no part",
        "line 6: keys.copi: is no action",
        "line 7: keys.copy: f99 is no key",
    ] {
        assert!(ran.err.contains(line), "{line} is not in\n{}", ran.err);
    }
}

#[test]
fn a_key_cannot_mean_two_things() {
    let config = Config::parse("[keys]\ncopy = \"p\"\nfind = \"p\"\n").expect("it is valid TOML");
    let failure = appearance::from(&config).expect_err("p is taken").render();
    assert!(failure.contains("line 2: keys.copy: p means paste"), "{failure}");
    assert!(failure.contains("line 3: keys.find: p means"), "{failure}");
}
