//! A token that was revoked stays so for the session, however it comes in again.

use tokenscope::{
    app::{self, Action, App, Effect},
    inspection::{Reason, UsableAnswer},
};

use super::{act, arrive, built, inspector, open, prepared};

/// Asks for a revocation by this key, says yes, and has the server answer.
fn revoke(app: &mut App, key: Action, status: u16, body: &str) {
    let id = prepared(&act(app, key));
    app::update(app, built(id));
    let effects = act(app, Action::Send);
    assert!(matches!(effects[..], [Effect::Confirm { .. }]), "{effects:?}");
    arrive(app, id, status, body);
    act(app, Action::Back);
}

/// The headline, and whether there is something left to renew it with.
fn verdict(app: &App) -> (String, bool) {
    let inspection = &app.document().unwrap().inspection;
    let usable = inspection.usable(app.now);
    let revoked = usable.because.contains(&Reason::Revoked);
    assert_eq!(revoked, usable.answer == UsableAnswer::No, "{usable:?}");
    (inspection.headline(app.now).words, usable.renewable == Some(true))
}

#[test]
fn the_headline_says_so_wherever_the_token_stands() {
    let mut app = inspector();
    assert_eq!(verdict(&app), ("VALID".to_owned(), true));
    revoke(&mut app, Action::Revoke, 200, "");
    assert_eq!(verdict(&app), ("REVOKED".to_owned(), true));
    // The file is read again, another one, and the first a second time.
    open(&mut app, "first");
    assert_eq!(verdict(&app), ("REVOKED".to_owned(), true));
    open(&mut app, "second");
    assert_eq!(verdict(&app), ("VALID".to_owned(), true));
    open(&mut app, "first");
    assert_eq!(verdict(&app), ("REVOKED".to_owned(), true));
}

#[test]
fn with_the_refresh_token_nothing_is_left_to_renew_with() {
    let mut app = inspector();
    open(&mut app, "first");
    revoke(&mut app, Action::RevokeAll, 200, "");
    assert_eq!(verdict(&app), ("REVOKED".to_owned(), false));
    // So it is in the history.
    act(&mut app, Action::History);
    act(&mut app, Action::Down);
    act(&mut app, Action::Enter);
    assert_eq!(verdict(&app), ("REVOKED".to_owned(), false));
}

#[test]
fn what_the_server_did_not_grant_revokes_nothing() {
    for (status, body) in [
        (503, ""),
        (400, r#"{"error":"unsupported_token_type"}"#),
        (200, r#"{"ok":false,"error":"token_revoked"}"#),
        (302, ""),
    ] {
        let mut app = inspector();
        revoke(&mut app, Action::Revoke, status, body);
        assert_eq!(verdict(&app), ("VALID".to_owned(), true), "{status} {body}");
    }
}
