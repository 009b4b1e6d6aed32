//! A file may be called anything: its name drives no terminal, whoever names it.

use std::{fs, path::Path};

use tokenscope::{
    app::{self, Action, App, Event},
    input::{InputOrigin, Loaded},
};

use crate::{
    harness::{act, empty, screen},
    oauth::Canned,
    support::{command, run_command},
};

/// A screen that is cleared, a title that is set, text that is turned around or not seen at all.
const HOSTILE: &str = "a\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\u{200b}\u{e0041}.json";

#[test]
fn every_message_escapes_the_name_of_a_file() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let at = |name: &str| folder.path().join(name).into_os_string().into_string().expect("text");
    let (missing, wrong, token) = (at(&format!("no{HOSTILE}")), at(HOSTILE), at("token.json"));
    fs::write(&wrong, "[profile.x]\nnothing = 1\n").expect("it can be written");
    fs::write(&token, r#"{"access_token":"a","refresh_token":"r"}"#).expect("it can be written");
    let literal = at(&format!("literal{HOSTILE}"));
    fs::write(&literal, "[profile.x]\nclient_secret = \"literal:x\"\n").expect("it can be written");
    let inside = at(&format!("{HOSTILE}/x/y"));
    let source = format!("file:{missing}");
    let key = format!("@{missing}");
    let refresh = ["refresh", &token, "--json", "--token-url", "http://127.0.0.1:9/t"];
    let with = |more: &[&str]| -> Vec<String> {
        refresh.iter().chain(more).map(|text| (*text).to_owned()).collect()
    };
    let owned = |args: &[&str]| args.iter().map(|text| (*text).to_owned()).collect();
    let cases: Vec<Vec<String>> = vec![
        owned(&["inspect", &missing]),
        owned(&["inspect", &wrong]),
        owned(&["inspect", &inside]),
        owned(&["inspect", &token, &missing]),
        owned(&["diff", &token, &missing]),
        owned(&["diff", &token, &wrong]),
        owned(&["inspect", "--key", &key, &token]),
        owned(&["inspect", "--lines", &missing]),
        owned(&[&missing]),
        owned(&["--config", &missing, &token]),
        owned(&["--config", &wrong, &token]),
        owned(&["--config", &literal, "--profile", HOSTILE, &token]),
        with(&["--output", &inside]),
        with(&["--output", folder.path().to_str().expect("text")]),
        with(&["--ca-file", &missing]),
        with(&["--ca-file", &wrong]),
        with(&["--client-secret", &source]),
        with(&["--client-key", &source, "--auth", "private_key_jwt"]),
        with(&[HOSTILE]),
        with(&[&format!("--{HOSTILE}")]),
        with(&["--auth", HOSTILE]),
        owned(&[HOSTILE]),
        owned(&["completions", HOSTILE]),
    ];
    for case in cases {
        let case: Vec<&str> = case.iter().map(String::as_str).collect();
        let ran = run_command(command(&case), "");
        assert_ne!(ran.status, 0, "{case:?}");
        assert!(!ran.err.is_empty(), "{case:?}");
        assert!(is_safe(&ran.out) && is_safe(&ran.err), "{case:?} prints {:?}", ran.err);
    }
}

#[test]
fn a_saved_response_is_named_safely_too() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let token = folder.path().join("token.json");
    fs::write(&token, r#"{"access_token":"a","refresh_token":"r"}"#).expect("it can be written");
    let answer = r#"{"access_token":"new","refresh_token":"new"}"#;
    let server = Canned::answering("200 OK", "Content-Type: application/json\r\n", answer);
    let output = folder.path().join(HOSTILE);
    let [token, output] = [&token, &output].map(|path| path.to_str().expect("text"));
    let mut refresh = command(&["refresh", token, "--json", "--yes", "--client-id", "test"]);
    refresh.args(["--token-url", &server.url, "--output", output]);
    let ran = run_command(refresh, "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("Saved in") && is_safe(&ran.err), "{:?}", ran.err);
}

#[test]
fn the_screen_escapes_the_name_of_a_file() {
    let mut app = empty();
    app.requests.server = Some("test".to_owned());
    let origin = || InputOrigin::File(HOSTILE.into());
    let loaded = |text: &str| Ok(Loaded::bytes(text.as_bytes().to_vec()));
    let [first, second] = ["r", "s"]
        .map(|token| loaded(&format!(r#"{{"access_token":"a","refresh_token":"{token}"}}"#)));
    let id = app.request_at_start(&origin());
    looks_safe(&app);
    app::update(&mut app, Event::Loaded { id, origin: origin(), result: first });
    looks_safe(&app);
    // The second request watches it.
    app::update(&mut app, Event::FileChanged { id: 2, path: HOSTILE.into(), result: second });
    assert!(app.notice.as_ref().expect("it says so").text.contains("changed on disk"));
    looks_safe(&app);
    let missing = tokenscope::storage::read::file(Path::new(HOSTILE)).map(|_| Loaded::default());
    app::update(&mut app, Event::FileChanged { id: 2, path: HOSTILE.into(), result: missing });
    assert!(app.notice.as_ref().expect("it says so").text.contains("no such file"));
    looks_safe(&app);
    app.remind_of(Path::new(HOSTILE));
    looks_safe(&app);
    for action in [Action::History, Action::Back, Action::SaveAlways, Action::Open] {
        act(&mut app, action);
        looks_safe(&app);
    }
}

/// No character of any frame is one that a terminal acts on, or hides.
fn looks_safe(app: &App) {
    for (columns, rows) in [(120, 36), (40, 12)] {
        let drawn = screen(app, columns, rows);
        assert!(is_safe(&drawn), "{drawn:?}");
    }
    if let Some(notice) = &app.notice {
        assert!(is_safe(&notice.text), "{notice:?}");
    }
}

fn is_safe(text: &str) -> bool {
    !text.chars().any(|c| c != '\n' && tokenscope::text::is_unsafe(c))
}
