//! Every box of a request, as it is drawn.

use tokenscope::app::{self, Action, App, Event};

use super::{act, arrive, failure, inspector, open, ready, response, sent};
use crate::harness::draw;

/// Keeps the three sizes, and draws the ones that nothing fits into.
fn keep(name: &str, app: &mut App) {
    for (columns, rows) in [(120, 36), (80, 24), (40, 12)] {
        let screen = draw(app, columns, rows).to_string();
        insta::assert_snapshot!(format!("{name}-{columns}x{rows}"), screen);
    }
    for (columns, rows) in [(20, 5), (3, 2), (1, 1), (160, 50)] {
        draw(app, columns, rows);
    }
}

#[test]
fn a_request_before_and_after_it_is_sent() {
    let mut app = inspector();
    ready(&mut app, Action::Refresh);
    keep("request", &mut app);
    act(&mut app, Action::Send);
    keep("waiting", &mut app);
}

#[test]
fn what_changed_and_the_history_and_the_question() {
    let mut app = inspector();
    let id = sent(&mut app);
    let body = response("second").replace("3600", "1800").replace("a b", "b c");
    arrive(&mut app, id, 200, &body);
    keep("changes", &mut app);
    act(&mut app, Action::Back);
    open(&mut app, "third");
    act(&mut app, Action::History);
    keep("history", &mut app);
    act(&mut app, Action::Back);
    act(&mut app, Action::Quit);
    keep("leave", &mut app);
}

#[test]
fn a_refusal_and_no_answer() {
    let mut app = inspector();
    let id = sent(&mut app);
    let body = r#"{"error":"invalid_grant","error_description":"used before"}"#;
    arrive(&mut app, id, 400, body);
    keep("refusal", &mut app);
    act(&mut app, Action::Back);
    let id = sent(&mut app);
    app::update(&mut app, Event::Failed { id, failure: failure(true, true) });
    keep("no-answer", &mut app);
}

#[test]
fn the_form_for_a_server() {
    let mut app = inspector();
    app.requests.server = None;
    act(&mut app, Action::Refresh);
    keep("server", &mut app);
}
