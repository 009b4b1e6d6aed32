//! ASCII alone, for fonts without lines and symbols.

use std::fs;

use tokenscope::{
    app::{self, Action, App, Event},
    runtime::session,
    text::ascii::stand_in,
    ui::Theme,
};

use crate::{
    harness::{KEYMAP, empty, sample, screen_of, showing, text},
    support::{project, run},
};

fn drawn(app: &mut App, columns: u16, rows: u16) -> String {
    let mut terminal = screen_of(columns, rows);
    let theme = Theme { ascii: true, ..Theme::default() };
    session::draw(&mut terminal, app, &KEYMAP, &theme).expect("it cannot fail");
    text(terminal.backend().buffer())
}

#[test]
fn every_screen_is_ascii() {
    for name in ["", "gusto.json", "keycloak.http", "device.json", "oauth-error.http"] {
        for action in Action::ALL {
            let mut app = if name.is_empty() { empty() } else { sample(name) };
            app::update(&mut app, Event::Act(*action));
            for (columns, rows) in [(120, 36), (60, 20)] {
                let screen = drawn(&mut app, columns, rows);
                let strange: String = screen.chars().filter(|c| !c.is_ascii()).collect();
                assert!(strange.is_empty(), "{strange} in {name:?} after {action:?}:\n{screen}");
            }
        }
    }
}

#[test]
fn what_a_token_says_stays_as_it_is() {
    let mut app = showing(r#"{"access_token":"a","näme":"Zoë 你好 · x"}"#.as_bytes());
    let screen = drawn(&mut app, 80, 24);
    assert!(screen.contains("Zoë 你好 - x"), "{screen}");
}

#[test]
fn a_report_is_ascii_too() {
    for name in ["gusto.json", "keycloak.http", "troubled.json"] {
        let ran = run(&["inspect", "--ascii", &format!("assets/samples/{name}")], "");
        assert!(ran.out.is_ascii(), "{}", ran.out);
    }
}

/// What is drawn in a state that no test comes to has a stand-in, too.
#[test]
fn every_character_of_the_program_has_a_stand_in() {
    let mut folders = vec![project("src/ui"), project("src/app"), project("src/keymap")];
    let mut files: Vec<_> = ["emphasis", "ui", "words", "inspection/headline"]
        .map(|it| project(&format!("src/{it}.rs")))
        .into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("it can be read") {
            let path = entry.expect("it can be read").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    for path in files {
        let source = fs::read_to_string(&path).expect("source is text");
        let source = source.split("#[cfg(test)]").next().unwrap_or_default();
        for line in source.lines().filter(|line| !line.trim_start().starts_with("//")) {
            let missing = line.chars().find(|c| !c.is_ascii() && stand_in(*c).is_none());
            assert_eq!(missing, None, "{}: {line}", path.display());
        }
    }
}
