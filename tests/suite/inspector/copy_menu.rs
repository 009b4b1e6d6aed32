//! `Y`: the menu of what can be copied.

use tokenscope::app::App;

use crate::{
    findings::cases::jwt,
    harness::{
        Step::{self, Key, Miss, See},
        paste, play, screen, showing,
    },
};
use serde_json::json;

fn token() -> String {
    let claims = json!({
        "sub": "jo", "name": "Jo Miller", "exp": 1_795_377_007,
        "realm_access": {"roles": ["first", "second role"]}, "a.b": {"2": [[true]]},
    });
    jwt(&json!({"alg": "HS256", "kid": "k"}), &claims)
}

fn response() -> App {
    let body = json!({
        "access_token": token(), "token_type": "bearer", "expires_in": 3600, "scope": "read",
        "note": "o'clock", "data": {"x y": [1, 2]},
    });
    showing(body.to_string().as_bytes())
}

fn copied(app: &mut App, keys: &[&'static str]) -> Vec<(String, String)> {
    play(app, keys.iter().map(|key| Key(key)).collect::<Vec<Step>>()).copied
}

#[test]
fn each_entry_copies_what_it_says() {
    let token = token();
    let line = format!("Authorization: Bearer {token}");
    let curl = format!("curl --header '{line}' \"$URL\"");
    for (keys, what, text) in [
        (&["down", "Y", "v"][..], "token_type", "bearer"),
        (&["down", "Y", "y"], "token_type", "bearer"),
        (&["down", "Y", "enter"], "token_type", "bearer"),
        (&["down", "Y", "down", "enter"], "the name token_type", "token_type"),
        (&["down", "Y", "p"], "the path .token_type", ".token_type"),
        (&["Y", "v", "v"], "access_token", &token),
        (&["Y", "enter", "enter"], "access_token", &token),
        (&["Y", "a", "a"], "the Authorization line with access_token", &line),
        (&["Y", "c", "c"], "a curl command with access_token; it reads URL", &curl),
        (&["l", "Y", "p"], "the path .sub", ".sub"),
    ] {
        let copied = copied(&mut response(), keys);
        assert_eq!(copied, [(what.to_owned(), text.to_owned())], "{keys:?}");
    }
}

/// The path of every claim, from the top to the bottom of the panel.
#[test]
fn paths_are_written_as_jq_writes_them() {
    let mut app = response();
    copied(&mut app, &["l", "g"]);
    let mut paths: Vec<String> = Vec::new();
    for _ in 0..16 {
        paths.extend(copied(&mut app, &["Y", "p"]).into_iter().map(|(_, path)| path));
        app.dialogs.clear();
        copied(&mut app, &["j"]);
    }
    for path in [".realm_access.roles[0]", ".realm_access.roles[1]", ".\"a.b\".\"2\"[0]"] {
        assert!(paths.iter().any(|it| it == path), "{path}: {paths:?}");
    }
}

#[test]
fn a_secret_is_chosen_twice_and_never_named() {
    let secret = "a-secret-that-nobody-sees";
    let mut app = showing(format!(r#"{{"access_token":"{secret}"}}"#).as_bytes());
    for key in ["v", "a", "c"] {
        let played = play(
            &mut app,
            vec![Key("Y"), Key(key), See("is secret: choose it again"), Miss(secret), Key("esc")],
        );
        assert!(played.copied.is_empty());
        let played =
            play(&mut app, vec![Key("Y"), Key(key), Key(key), See("Copied"), Miss(secret)]);
        assert!(played.copied[0].1.contains(secret));
        assert!(app.dialogs.is_empty(), "the menu is closed");
    }
    // Another entry in between disarms it.
    let played = play(&mut app, vec![Key("Y"), Key("v"), Key("a"), Key("v"), Key("esc")]);
    assert!(played.copied.is_empty());
}

#[test]
fn reports_are_masked_in_each_format() {
    let mut app = response();
    for (key, what, begins) in [
        ("t", "the report as text, secrets masked", "token response"),
        ("m", "the report as Markdown, secrets masked", "# Token response"),
        ("o", "the report as JSON, secrets masked", "{\n"),
    ] {
        let upper: &'static str = match key {
            "t" => "T",
            "m" => "M",
            _ => "O",
        };
        let open = copied(&mut app, &["Y", key]);
        assert_eq!(open[0].0, what);
        assert!(open[0].1.starts_with(begins) && open[0].1.contains("Jo Miller"), "{}", open[0].1);
        let public = copied(&mut app, &["Y", upper]);
        assert_eq!(public[0].0, what.replace("secrets", "secrets and personal data"));
        assert!(
            public[0].1.starts_with(begins) && !public[0].1.contains("Miller"),
            "{}",
            public[0].1
        );
        assert!(!open[0].1.contains(&token()) && !public[0].1.contains(&token()));
    }
}

#[test]
fn a_panel_is_copied_whole_and_masked() {
    let fields: Vec<_> = (0..60).map(|n| format!(r#""member_{n}":"value {n}""#)).collect();
    let secret = "a-secret-that-nobody-sees";
    let body = format!(r#"{{"access_token":"{secret}",{}}}"#, fields.join(","));
    let mut app = showing(body.as_bytes());
    // What is revealed is masked in the copy.
    let copied = copied(&mut app, &["v", "Y", "s"]);
    assert_eq!(copied[0].0, "what this panel shows");
    let text = &copied[0].1;
    assert!(text.contains("member_59") && text.contains("value 59"), "{text}");
    assert!(!text.contains(secret) && !text.contains('│'), "{text}");
}

#[test]
fn every_box_can_be_copied() {
    for (keys, text) in
        [(&["?"][..], "Draw the screen afresh"), (&["H"], "The newest first."), (&["o"], "")]
    {
        let mut app = response();
        paste(&mut app, r#"{"access_token":"another","scope":"write"}"#);
        for copies in [&["y"][..], &["Y", "s"]] {
            copied(&mut app, keys);
            if text.is_empty() {
                // Where text is typed, letters are letters.
                assert!(copied(&mut app, copies).is_empty());
            } else {
                let copied = copied(&mut app, copies);
                assert_eq!(copied.len(), 1, "{keys:?} {copies:?}");
                assert_eq!(copied[0].0, "what this box shows");
                assert!(
                    copied[0].1.contains(text) && !copied[0].1.contains('╭'),
                    "{}",
                    copied[0].1
                );
            }
            copied(&mut app, &["esc"]);
        }
    }
}

#[test]
fn what_cannot_be_copied_says_why() {
    let mut app = showing(br#"{"error":"invalid_grant"}"#);
    let played = play(
        &mut app,
        vec![
            Key("Y"),
            See("There is no access token here"),
            Key("a"),
            See("▲ There is no access token"),
        ],
    );
    assert!(played.copied.is_empty());
    copied(&mut app, &["esc"]);
    copied(&mut app, &["?", "Y"]);
    let menu = screen(&app, 100, 30);
    assert!(menu.contains("There is no value under the cursor"), "{menu}");
    insta::assert_snapshot!("copy-menu-of-a-box", menu);
}

#[test]
fn the_menu_at_every_size() {
    let mut app = response();
    copied(&mut app, &["Y"]);
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        insta::assert_snapshot!(format!("copy-menu-{columns}x{rows}"), screen(&app, columns, rows));
    }
}
