//! Which token a server is asked about, and what it is said to be (RFC 7009 §2.1, RFC 7662 §2.1).

use tokenscope::{
    app::{Action, App, Effect, Panel},
    oauth::Operation,
};

use super::{MARK, act, arrive, connected, inspector, known, paste, ready, response};
use crate::{harness::click, oauth::Site};

const JWT: &str = "eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.AAAA";

/// The token and the hint that an action asks with, where it asks.
fn asked(app: &mut App, action: Action) -> Option<(String, Option<&'static str>)> {
    let effects = act(app, action);
    let [Effect::Run { operation, .. }] = &effects[..] else { return None };
    let (token, hint) = match operation {
        Operation::Introspect { token, hint } | Operation::Revoke { token, hint } => (token, *hint),
        Operation::Userinfo { token, scheme } => (token, Some(*scheme)),
        other => panic!("{other:?}"),
    };
    let token = token.expose().replace(&format!("{MARK}-"), "");
    act(app, Action::Back);
    Some((token, hint))
}

#[test]
fn the_token_under_the_cursor_is_asked_about_by_its_name() {
    let full = response("first");
    let refresh_only = format!(r#"{{"refresh_token":"{MARK}-only"}}"#);
    let (access, refresh) = (Some("access_token"), Some("refresh_token"));
    // The input, the field under the cursor, and what `i`, `x` and `X` ask with.
    let cases: [(&str, usize, Option<_>, Option<_>); 6] = [
        (&full, 0, Some(("of-first", access)), Some(("first", refresh))),
        (&full, 2, Some(("of-first", access)), Some(("first", refresh))),
        (&full, 3, Some(("first", refresh)), Some(("first", refresh))),
        (&refresh_only, 0, Some(("only", refresh)), Some(("only", refresh))),
        (JWT, 0, Some((JWT, None)), None),
        ("{}", 0, None, None),
    ];
    for (input, row, one, all) in cases {
        let mut app = inspector();
        paste(&mut app, input);
        click(&mut app, Panel::Fields, Some(row));
        let owned = |asked: Option<(&str, Option<&'static str>)>| {
            asked.map(|(token, hint)| (token.to_owned(), hint))
        };
        for (action, wanted) in
            [(Action::Introspect, one), (Action::Revoke, one), (Action::RevokeAll, all)]
        {
            assert_eq!(asked(&mut app, action), owned(wanted), "{action:?} on {row} of {input}");
        }
        let told = app.notice.is_some() || app.requests.running.is_none();
        assert!(told, "what cannot be asked is said");
    }
}

#[test]
fn userinfo_presents_the_access_token_as_its_type_says() {
    for (kind, scheme) in [("Bearer", "Bearer"), ("DPoP", "DPoP"), ("mac", "Bearer")] {
        let mut app = inspector();
        let text = response("first").replace("Bearer", kind);
        paste(&mut app, text);
        click(&mut app, Panel::Fields, Some(3));
        let presented = asked(&mut app, Action::Userinfo);
        assert_eq!(presented, Some(("of-first".to_owned(), Some(scheme))));
    }
}

#[test]
fn the_hint_goes_out_as_it_was_shown() {
    let site = Site::new(|_, _| crate::oauth::http("200 OK", "", b""));
    for (action, sent) in [
        (Action::Revoke, format!("token={MARK}-of-first&token_type_hint=access_token")),
        (Action::RevokeAll, format!("token={MARK}-first&token_type_hint=refresh_token")),
    ] {
        let mut person = connected(known("revocation_url", &format!("{}/revoke", site.origin)));
        person.acts(action);
        person.until(|app| app.is_enabled(Action::Send));
        let shown = format!("{:?}", person.app.requests.running);
        assert!(shown.contains("token_type_hint") && !shown.contains(MARK));
        person.acts(Action::Send);
        person.until_answered();
        let requests = site.bodies();
        assert!(requests.iter().any(|body| body.contains(&sent)), "{requests:?}");
    }
}

#[test]
fn a_revoked_token_is_known_as_such_wherever_it_comes_again() {
    let because = |app: &App| {
        let usable = app.document().unwrap().inspection.usable(app.now);
        (usable.because.iter().any(|reason| reason.name() == "revoked"), usable.renewable)
    };
    for (action, status, revoked, renewable) in [
        (Action::Revoke, 200, true, Some(true)),
        (Action::RevokeAll, 200, true, Some(false)),
        (Action::Revoke, 400, false, Some(true)),
        (Action::Introspect, 200, false, Some(true)),
    ] {
        let mut app = inspector();
        act(&mut app, Action::KeepFresh);
        let id = ready(&mut app, action);
        act(&mut app, Action::Send);
        arrive(&mut app, id, status, "");
        act(&mut app, Action::Back);
        assert_eq!(because(&app), (revoked, renewable), "{action:?} {status}");
        assert_eq!(app.auto_refresh.is_some(), action != Action::RevokeAll);
        paste(&mut app, response("other"));
        assert!(!because(&app).0);
        paste(&mut app, response("first"));
        assert_eq!(because(&app), (revoked, renewable), "in a paste");
    }
}
