//! What was asked for stays known through refreshes.

use tokenscope::{
    app::{self, Action, App, Event},
    input::{Message, read_message},
    inspection::ScopeGrant,
};

use super::{MARK, act, answer, arrive, empty_inspector, page, paste, ready, response, sent};

/// An inspector with a token that was fetched for these scopes, and granted `a b`.
fn fetched(asked: &[&str], body: &str) -> App {
    let mut app = empty_inspector();
    let Event::Answered { answer, .. } = answer(0, 200, body, app.now) else { unreachable!() };
    let mut answer = *answer;
    answer.request.grant_type = Some("client_credentials".to_owned());
    answer.request.scopes = asked.iter().map(|&name| name.to_owned()).collect();
    app.receive(&answer, None, None);
    app
}

fn codes(app: &App) -> Vec<&'static str> {
    app.document().unwrap().findings.iter().map(|finding| finding.code).collect()
}

fn marks(app: &App) -> Vec<String> {
    let rows = &app.document().unwrap().scopes.rows;
    let marks = rows.iter().map(|row| {
        let marks: String = row.marks.iter().map(|mark| mark.symbol()).collect();
        format!("{} {marks}", row.scope.name)
    });
    marks.collect()
}

#[test]
fn no_refresh_cures_what_was_narrowed_at_first() {
    let mut app = fetched(&["a", "b", "c"], &response("first"));
    for token in ["second", "third", "fourth"] {
        assert!(codes(&app).contains(&"scope-narrowed"), "{token}");
        assert_eq!(marks(&app), ["a ✓✓", "b ✓✓", "c ✓✗"]);
        let id = sent(&mut app);
        arrive(&mut app, id, 200, &response(token));
        act(&mut app, Action::Back);
    }
}

#[test]
fn a_refresh_that_narrows_is_held_against_the_grant() {
    let mut app = fetched(&["a", "b"], &response("first"));
    assert!(!codes(&app).contains(&"scope-narrowed"));
    let narrowed = |token| response(token).replace("a b", "a");
    for token in ["second", "third"] {
        let id = sent(&mut app);
        arrive(&mut app, id, 200, &narrowed(token));
        assert!(page(&app).contains("not granted: b, though asked for at first"), "{}", page(&app));
        act(&mut app, Action::Back);
        assert!(codes(&app).contains(&"scope-narrowed"), "{token}");
        assert_eq!(marks(&app), ["a ✓✓", "b ✓✗"]);
    }
}

#[test]
fn a_response_that_names_no_scope_grants_what_was_asked_for() {
    let silent = |token| response(token).replace(r#","scope":"a b""#, "");
    let mut app = fetched(&["a", "c"], &silent("first"));
    let grant = |app: &App| app.document().unwrap().inspection.scope_grant;
    assert_eq!(
        (marks(&app), grant(&app)),
        (vec!["a ✓✓".into(), "c ✓✓".into()], ScopeGrant::AsAsked)
    );
    let id = sent(&mut app);
    arrive(&mut app, id, 200, &silent("second"));
    assert_eq!(
        (marks(&app), grant(&app)),
        (vec!["a ✓✓".into(), "c ✓✓".into()], ScopeGrant::AsBefore)
    );
    assert!(!codes(&app).iter().any(|code| code.starts_with("scope-")));
}

#[test]
fn responses_that_have_nothing_to_do_with_each_other_are_compared_as_such() {
    let mut app = fetched(&[], &response("first"));
    let body = response("other").replace(r#""refresh_token":"#, r#""note":"#);
    paste(&mut app, body);
    act(&mut app, Action::History);
    act(&mut app, Action::Mark);
    act(&mut app, Action::Down);
    act(&mut app, Action::Mark);
    let page = page(&app);
    assert!(page.starts_with("What differs"), "{page}");
    assert!(page.contains("refresh token: only the first has one"), "{page}");
}

#[test]
fn a_refused_token_stands_beside_what_the_server_wants() {
    let mut app = fetched(&["a", "b"], &response("first"));
    let id = ready(&mut app, Action::Userinfo);
    act(&mut app, Action::Send);
    let Event::Answered { mut answer, .. } = answer(id, 403, "", app.now) else { unreachable!() };
    let challenge = "Bearer error=\"insufficient_scope\", scope=\"openid a\"";
    let headers = vec![("WWW-Authenticate".to_owned(), challenge.into())];
    answer.artifact = read_message(Message { status: 403, headers }, b"");
    answer.request.userinfo = true;
    app::update(&mut app, Event::Answered { id, answer });
    let page = page(&app);
    for said in [
        "The token lacks the scope openid.",
        "credentials: ✓ Bearer · has Bearer",
        "scope: ✗ openid a · has a b",
    ] {
        assert!(page.contains(said), "{page}");
    }
    assert!(!page.contains(MARK));
}
