//! Whatever comes in and however small the terminal: no panic, no leak, no control character.

use tokenscope::{
    app::{self, Action, App, Event, Panel},
    keymap::KeyPress,
    runtime::{Input, session::dispatch},
    text::is_unsafe,
};

use crate::{
    harness::{KEYMAP, act, empty, frame, frame_on, press, sample, screen_of, showing, text},
    leaks::{MARK, inputs},
};

#[rustfmt::skip]
const SIZES: [(u16, u16); 17] = [
    (0, 0), (1, 1), (2, 2), (3, 7), (5, 3), (10, 5), (20, 9), (40, 12), (49, 15), (50, 16),
    (84, 24), (85, 17), (85, 18), (1, 50), (200, 1), (200, 2), (160, 50),
];

const SAMPLES: &str = "callback.url device.json discovery.json entra.json github.form google.json gusto.json \
     introspection.json jwks.json keycloak.http oauth-error.http rfc9068.json slack.json \
     troubled.json";

/// Visits every panel and every box of an application, and a few rows of each.
fn visit(app: &mut App, mut see: impl FnMut(&App)) {
    see(app);
    for _ in 0..4 {
        act(app, Action::NextPanel);
        see(app);
        for action in [Action::Down, Action::Last] {
            act(app, action);
            see(app);
        }
    }
    for action in [Action::Help, Action::Open, Action::Paste, Action::Find] {
        act(app, action);
        see(app);
        act(app, Action::Back);
    }
}

#[test]
fn no_size_is_too_small() {
    let mut screens = SIZES.map(|(columns, rows)| screen_of(columns, rows));
    for mut app in SAMPLES.split(' ').map(sample).chain([empty()]) {
        visit(&mut app, |app| {
            for (screen, (columns, rows)) in screens.iter_mut().zip(SIZES) {
                for panel in &frame_on(screen, app).panels {
                    assert!(panel.area.right() <= columns && panel.area.bottom() <= rows);
                }
            }
        });
    }
}

#[test]
fn every_cell_can_be_clicked() {
    for name in ["gusto.json", "troubled.json"] {
        for (columns, rows) in [(40, 12), (80, 24), (120, 36)] {
            let mut app = sample(name);
            for y in 0..rows {
                let (_, drawn) = frame(&app, columns, rows);
                for x in 0..columns {
                    for input in [Input::Click(x, y), Input::Wheel(x, y, 1)] {
                        dispatch(&mut app, &KEYMAP, &drawn, input);
                    }
                }
            }
        }
    }
}

#[test]
fn no_panel_and_no_state_shows_a_secret() {
    let mut screens = [screen_of(160, 50), screen_of(80, 24)];
    // Half of them are enough: the other tests of leaks draw as many more.
    for input in inputs().into_iter().step_by(2) {
        visit(&mut showing(input.as_bytes()), |app| {
            let state = format!("{app:?}");
            assert!(!state.contains(MARK), "the state of {input}");
            for screen in &mut screens {
                frame_on(screen, app);
                let screen = text(screen.backend().buffer());
                assert!(!screen.contains(MARK), "{input}\n{screen}");
            }
        });
    }
}

#[test]
fn no_event_and_no_effect_tells_a_secret() {
    for input in inputs() {
        let paste = Event::Pasted(input.as_str().into());
        assert!(!format!("{paste:?}").contains(MARK));
        let loaded = tokenscope::input::Loaded::bytes(input.as_bytes().to_vec());
        assert!(!format!("{loaded:?}").contains(MARK));
        let mut app = showing(input.as_bytes());
        for _ in 0..4 {
            for action in [Action::Copy, Action::Copy, Action::CopyMenu, Action::Back, Action::Down]
            {
                for effect in act(&mut app, action) {
                    assert!(!format!("{effect:?}").contains(MARK), "{effect:?}");
                }
                let notice = app.notice.as_ref().map(|notice| notice.text.clone());
                assert!(!notice.unwrap_or_default().contains(MARK));
            }
        }
    }
    let mut app = showing(b"{}");
    act(&mut app, Action::Paste);
    for c in MARK.chars() {
        let event = Event::Type(app::Edit::Insert(c));
        assert_eq!(format!("{event:?}"), "Type(Insert(…))");
        press(&mut app, KeyPress::char(c));
    }
    assert!(!format!("{app:?}").contains(MARK));
    assert!(!text(&frame(&app, 120, 36).0).contains(MARK), "the paste box shows what is in it");
}

#[test]
fn reveal_shows_one_secret_and_no_other() {
    let mut app = showing(br#"{"access_token":"first-secret","refresh_token":"other-secret"}"#);
    act(&mut app, Action::Reveal);
    let screen = text(&frame(&app, 120, 36).0);
    assert!(screen.contains("first-secret") && !screen.contains("other-secret"), "{screen}");
    act(&mut app, Action::Down);
    assert!(!text(&frame(&app, 120, 36).0).contains("-secret"), "moving away masks it again");
}

#[test]
fn nothing_that_a_terminal_acts_on_reaches_the_screen() {
    let evil = "\\u001b]0;title\\u0007\\u009b31m\\u202e\\u200b\\u0000\\r\\n\\u007f";
    let inputs = [
        format!(r#"{{"access_token":"a","{evil}":"{evil}","scope":"{evil} b:{evil}"}}"#),
        format!(r#"{{"error":"{evil}","error_description":"{evil}","error_uri":"{evil}"}}"#),
        format!(
            r#"{{"issuer":"{evil}","token_endpoint":"{evil}","grant_types_supported":["{evil}"]}}"#
        ),
        format!(r#"{{"active":true,"scope":"{evil}","username":"{evil}"}}"#),
        format!(r#"{{"keys":[{{"kty":"{evil}","kid":"{evil}"}}]}}"#),
        format!(r#"{{"device_code":"{evil}","user_code":"{evil}","verification_uri":"{evil}"}}"#),
        "\u{1b}]0;title\u{7}".to_owned(),
        "access_token=%1b%5d0%3btitle%07&%1b=%9b".to_owned(),
    ];
    for input in inputs {
        let mut app = showing(input.as_bytes());
        if let Some(shown) = app.history.document_mut() {
            shown.origin =
                tokenscope::input::InputOrigin::File("evil\u{1b}]0;title\u{7}\u{202e}.json".into());
        }
        act(&mut app, Action::Reveal);
        visit(&mut app, |app| {
            let (buffer, _) = frame(app, 120, 36);
            for cell in &buffer.content {
                assert!(!cell.symbol().chars().any(is_unsafe), "{:?}\n{input}", cell.symbol());
            }
        });
    }
}

#[test]
fn very_large_things_are_drawn_by_what_is_visible() {
    let scopes: Vec<String> = (0..70_000).map(|n| format!("r{n}:x")).collect();
    let input = format!(r#"{{"access_token":"a","scope":"{}"}}"#, scopes.join(" "));
    let mut app = showing(input.as_bytes());
    act(&mut app, Action::NextPanel);
    assert_eq!(app.focus, Panel::Scopes);
    act(&mut app, Action::Last);
    assert!(text(&frame(&app, 120, 36).0).contains("r69999"));
    let long = "x".repeat(1 << 20);
    let mut app = showing(format!(r#"{{"access_token":"a","note":"{long}"}}"#).as_bytes());
    act(&mut app, Action::Last);
    act(&mut app, Action::Enter);
    let screen = text(&frame(&app, 120, 36).0);
    assert!(screen.contains("xxx…"), "{screen}");
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    visit(&mut showing(format!(r#"{{"access_token":"a","deep":{deep}}}"#).as_bytes()), |app| {
        frame(app, 120, 36);
    });
}
