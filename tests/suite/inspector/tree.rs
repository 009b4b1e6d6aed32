//! The claims as a tree, the views of the detail, and a panel on the whole screen.

use tokenscope::{
    app::{Action, App, Panel, Target, detail::DetailView, document::Root},
    runtime::{Input, session::dispatch},
};

use crate::harness::{KEYMAP, act, click, frame, sample, screen, showing, text};

fn jwt(claims: &str) -> String {
    let part = |text: &str| data_encoding::BASE64URL_NOPAD.encode(text.as_bytes());
    format!("{}.{}.AAAA", part(r#"{"alg":"RS256","kid":"k"}"#), part(claims))
}

/// The rows of the detail on a wide screen, without the border.
fn rows(app: &App) -> Vec<String> {
    let (buffer, drawn) = frame(app, 120, 36);
    let detail = drawn.panels.iter().find(|drawn| drawn.panel == Panel::Detail).unwrap().rows;
    let skip = usize::from(detail.x);
    let lines = text(&buffer);
    let rows = lines.lines().skip(detail.y.into()).take(detail.height.into());
    rows.map(|line| line.chars().skip(skip).collect::<String>())
        .map(|line| line.trim_end_matches(['│', '┃', ' ']).to_owned())
        .collect()
}

#[test]
fn claims_fold_count_from_nought_and_show_everything_once() {
    let claims =
        r#"{"roles":["a","b"],"one":["x"],"none":[],"n":7,"t":true,"s":"7","o":{"p":{"q":1}}}"#;
    let mut app = showing(jwt(claims).as_bytes());
    let open = [
        " ▾roles       2 items",
        "    0         a",
        "    1         b",
        "  one         x  1 item",
        "  none        []",
        "  n           7",
        "  t           true",
        "  s           \"7\"",
        " ▾o           1 member",
        "   ▾p         1 member",
        "      q       1",
    ];
    assert_eq!(rows(&app)[..11], open);
    act(&mut app, Action::FoldAll);
    let closed = rows(&app);
    assert_eq!(closed[0], r#" ▸roles       2 items  ["a", "b"]"#);
    assert_eq!(closed[6], r#" ▸o           1 member  {"p": {"q": 1}}"#);
    act(&mut app, Action::FoldAll);
    assert_eq!(rows(&app)[..11], open);
}

#[test]
fn h_and_l_walk_the_tree_and_enter_folds() {
    let mut app = sample("keycloak.http");
    click(&mut app, Panel::Detail, None);
    let role = Target::Value { root: Root::Claims(0), path: vec![12, 0] };
    act(&mut app, Action::Last);
    while app.detail.target() != Some(&role) {
        act(&mut app, Action::Up);
    }
    let shown = |app: &App| screen(app, 120, 36).contains("uma_authorization");
    act(&mut app, Action::Left);
    assert!(!shown(&app) && app.detail.target() == Some(&role), "closed");
    act(&mut app, Action::Right);
    assert!(shown(&app) && app.detail.target() == Some(&role), "open again");
    act(&mut app, Action::Right);
    assert!(app.detail.target() != Some(&role), "a step in");
    act(&mut app, Action::Left);
    assert_eq!(app.detail.target(), Some(&role), "to what holds it");
    act(&mut app, Action::Enter);
    assert!(!shown(&app));
    for (path, focus) in [(vec![12], Panel::Detail), (vec![12], Panel::Detail)] {
        act(&mut app, Action::Left);
        let outer = Target::Value { root: Root::Claims(0), path };
        assert_eq!((app.detail.target(), app.focus), (Some(&outer), focus));
    }
    act(&mut app, Action::Left);
    assert_eq!(app.focus, Panel::Fields);
}

#[test]
fn a_token_inside_a_claim_opens_where_it_stands() {
    let inner = jwt(r#"{"deep":"inside","exp":1795377007}"#);
    let mut app = showing(jwt(&format!(r#"{{"sub":"jo","act_token":"{inner}"}}"#)).as_bytes());
    click(&mut app, Panel::Detail, None);
    act(&mut app, Action::Last);
    assert!(!screen(&app, 120, 36).contains("inside"));
    act(&mut app, Action::Right);
    let text = rows(&app).join("\n");
    for expected in ["▾act_token", "▾header", "kid", "▾claims", "inside", "2026-11-22 19:50:07 UTC"]
    {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    assert!(!text.contains(&inner[..12]), "it stays masked");
}

#[test]
fn views_take_turns_and_the_next_subject_keeps_the_one_that_was_chosen() {
    let mut app = sample("keycloak.http");
    let all = [DetailView::Claims, DetailView::Header, DetailView::Raw, DetailView::About];
    assert_eq!((&app.detail.views[..], app.detail.view), (&all[..], DetailView::Claims));
    for view in [1, 2, 3, 0, 1] {
        act(&mut app, Action::NextView);
        assert_eq!(app.detail.view, all[view]);
    }
    click(&mut app, Panel::Fields, Some(1));
    assert_eq!(app.detail.view, DetailView::About, "a plain value has no header");
    click(&mut app, Panel::Fields, Some(7));
    assert_eq!(app.detail.view, DetailView::Header, "the ID token has one");
    act(&mut app, Action::PreviousView);
    assert_eq!(app.detail.view, DetailView::Claims);
    // A click on a view does the same.
    let (_, drawn) = frame(&app, 120, 36);
    let (place, _) = drawn.views.iter().find(|(_, view)| *view == DetailView::About).unwrap();
    let input = Input::Click(place.x, place.y);
    dispatch(&mut app, &KEYMAP, &drawn, input);
    assert_eq!((app.detail.view, app.focus), (DetailView::About, Panel::Detail));
}

#[test]
fn raw_is_what_came_in_with_secrets_masked_and_problems_marked() {
    let mut app = sample("keycloak.http");
    act(&mut app, Action::Raw);
    let text = screen(&app, 120, 36);
    for expected in
        ["1 HTTP/1.1 200 OK", "Strict-Transport-Security: max-age", r#""access_token":"••••••••""#]
    {
        assert!(text.contains(expected), "{expected} in\n{text}");
    }
    act(&mut app, Action::Raw);
    assert_eq!(app.detail.view, DetailView::Claims);
    // Nobody knows what is secret in a text that cannot be read.
    let app = showing(
        br#"{
  "client_secret": "hunter2",
  "access_token": "Zq7kPlAnTeD0123xyzXYZ" "x",
"#,
    );
    let text = screen(&app, 120, 36);
    assert!(!text.contains("hunter2") && !text.contains("Zq7k"), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let line = lines.iter().position(|line| line.contains("\"access_token\"")).unwrap();
    let column = |line: &str, of: char| line.chars().position(|c| c == of);
    let mark = column(lines[line + 1], '▲').expect("the place is marked");
    assert!(mark > 50, "{text}");
}

#[test]
fn a_panel_has_the_whole_screen_until_esc() {
    let mut app = sample("keycloak.http");
    act(&mut app, Action::FocusDetail);
    act(&mut app, Action::FullScreen);
    let text = screen(&app, 80, 24);
    assert!(text.contains("4 access_token") && !text.contains("1 Fields"), "{text}");
    assert!(text.contains("VALID") || text.contains("EXPIRED"), "the answer stays\n{text}");
    act(&mut app, Action::Back);
    assert!(!app.full_screen && app.focus == Panel::Detail, "exactly one step");
    act(&mut app, Action::FocusScopes);
    act(&mut app, Action::FullScreen);
    let text = screen(&app, 80, 24);
    assert!(text.contains("2 Scopes") && !text.contains("4 openid"), "{text}");
}

#[test]
fn digits_lead_to_panels_and_a_second_click_opens() {
    let mut app = sample("keycloak.http");
    for (action, panel) in [
        (Action::FocusFindings, Panel::Findings),
        (Action::FocusDetail, Panel::Detail),
        (Action::FocusScopes, Panel::Scopes),
        (Action::FocusFields, Panel::Fields),
    ] {
        act(&mut app, action);
        assert_eq!(app.focus, panel);
    }
    let mut bare = showing(br#"{"access_token":"a","token_type":"Bearer"}"#);
    act(&mut bare, Action::FocusScopes);
    assert_eq!(bare.focus, Panel::Fields, "there are none");
    click(&mut app, Panel::Fields, Some(7));
    assert_eq!(app.focus, Panel::Fields);
    click(&mut app, Panel::Fields, Some(7));
    assert_eq!((app.focus, app.fields.cursor()), (Panel::Detail, 7));
}
