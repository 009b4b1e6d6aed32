//! What each panel looks like, at five sizes and in fixed time.

use tokenscope::app::{Action, App};

use crate::harness::{act, empty, sample, screen, showing, type_text};

fn assert_screen(name: &str, app: &App, columns: u16, rows: u16) {
    insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), screen(app, columns, rows));
}

fn acts(app: &mut App, actions: &[Action]) {
    for action in actions {
        act(app, *action);
    }
}

#[test]
fn the_model_at_every_size() {
    let app = sample("gusto.json");
    for (columns, rows) in [(160, 50), (120, 36), (80, 24), (40, 12), (1, 1), (0, 0)] {
        assert_screen("gusto", &app, columns, rows);
    }
}

#[test]
fn a_token_with_claims() {
    let mut app = sample("rfc9068.json");
    assert_screen("rfc9068", &app, 120, 36);
    acts(&mut app, &[Action::Enter, Action::Down, Action::Down, Action::Down, Action::Down]);
    acts(&mut app, &[Action::Down]);
    assert_screen("rfc9068-claim", &app, 120, 36);
    assert_screen("rfc9068-claim", &app, 80, 24);
    assert_screen("rfc9068-claim", &app, 40, 12);
}

#[test]
fn a_response_full_of_faults() {
    let mut app = sample("troubled.json");
    assert_screen("troubled", &app, 120, 36);
    assert_screen("troubled", &app, 80, 24);
    acts(&mut app, &[Action::PreviousPanel, Action::Down]);
    assert_screen("troubled-finding", &app, 120, 36);
    acts(&mut app, &[Action::Enter]);
    assert_screen("troubled-jump", &app, 120, 36);
}

#[test]
fn every_other_kind() {
    for name in [
        "callback.url",
        "device.json",
        "discovery.json",
        "introspection.json",
        "jwks.json",
        "keycloak.http",
        "oauth-error.http",
    ] {
        assert_screen(name, &sample(name), 100, 30);
    }
}

#[test]
fn scopes_that_differ_stand_side_by_side() {
    let mut app = sample("narrowed.http");
    acts(&mut app, &[Action::NextPanel]);
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        assert_screen("narrowed", &app, columns, rows);
    }
}

#[test]
fn a_refused_request_stands_beside_its_token() {
    let app = sample("refused.txt");
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        assert_screen("refused", &app, columns, rows);
    }
}

#[test]
fn bare_tokens() {
    let jws = "eyJhbGciOiJub25lIn0.eyJpc3MiOiJodHRwczovL2EuZXhhbXBsZSIsImV4cCI6MTc5NTM3NDAwMH0.";
    assert_screen("bare-jws", &showing(jws.as_bytes()), 100, 24);
    let jwe =
        "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAAAAAAAAAAAAAA.AAAA.AAAAAAAAAAAAAAAAAAAAAA";
    assert_screen("bare-jwe", &showing(jwe.as_bytes()), 100, 24);
    assert_screen("bare-opaque", &showing(b"ghp_16C7e42F292c6912E7710c838347Ae178B4a"), 100, 24);
}

#[test]
fn nothing_but_absence() {
    assert_screen("empty-object", &showing(b"{}"), 80, 24);
    assert_screen("empty-file", &showing(b""), 80, 24);
    assert_screen(
        "broken",
        &showing(b"{\n  \"access_token\": \"abc\",\n  \"expires_in\": }\n"),
        80,
        24,
    );
    assert_screen("noise", &showing(&[0xff, 0xfe, 0, 1, 2, 0x1b, b'[', b'3', b'1', b'm']), 80, 24);
}

#[test]
fn a_code_that_is_over_is_not_to_be_entered() {
    let device = br#"{"device_code":"d","user_code":"ABCD-EFGH","verification_uri":"https://as.example/device","expires_in":0}"#;
    assert_screen("device-over", &showing(device), 80, 24);
}

#[test]
fn the_empty_inspector_teaches() {
    let app = empty();
    for (columns, rows) in [(120, 36), (80, 24), (40, 12), (1, 1)] {
        assert_screen("start", &app, columns, rows);
    }
}

#[test]
fn boxes_on_top() {
    let mut app = sample("gusto.json");
    acts(&mut app, &[Action::Help]);
    assert_screen("help", &app, 120, 40);
    assert_screen("help", &app, 80, 24);
    acts(&mut app, &[Action::Back, Action::Open]);
    assert_screen("open", &app, 80, 24);
    acts(&mut app, &[Action::Back, Action::Paste]);
    assert_screen("paste", &app, 80, 24);
    assert_screen("paste", &app, 40, 12);
}

#[test]
fn a_scope_table_that_is_narrowed_down() {
    let mut app = sample("gusto.json");
    acts(&mut app, &[Action::NextPanel, Action::Find]);
    type_text(&mut app, "emp");
    assert_screen("find", &app, 120, 36);
    assert_screen("find", &app, 80, 24);
}

#[test]
fn the_headline_of_every_verdict() {
    let ended = r#""access_token":"abc","token_type":"Bearer","expires_at":1795374000"#;
    let live = r#""token_type":"Bearer","expires_in":3600"#;
    let unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.";
    for (name, members) in [
        ("expired-renewable", format!(r#"{ended},"refresh_token":"r""#)),
        ("expired", ended.to_owned()),
        ("not-yet-valid", format!(r#""access_token":"abc",{live},"not_before":1795999999"#)),
        ("unsigned", format!(r#""access_token":"{unsigned}",{live},"refresh_token":"r""#)),
    ] {
        let app = showing(format!("{{{members}}}").as_bytes());
        for columns in [120, 80, 40] {
            let drawn = screen(&app, columns, 24);
            let card: Vec<&str> = drawn.lines().take(8).collect();
            insta::assert_snapshot!(format!("headline-{name}-{columns}"), card.join("\n"));
        }
    }
}
