//! The board in the inspector: read only, and it follows its files.

use tokenscope::{
    app::{self, Action, App, Effect, Event, event::opened_board},
    board::{Board, BoardContext},
    catalog::tools,
    inspection::Collection,
    storage::tool_files::ToolEnvironment,
};

use crate::harness::{act, empty, screen, settings, start};

/// What the board of a made-up home holds.
fn board(home: &std::path::Path) -> Collection {
    let environment =
        ToolEnvironment::new(tools::Platform::Linux, home.to_owned(), home.to_owned(), |_| None);
    let settings = settings();
    let context = BoardContext {
        now: start(),
        at: true,
        received_at: None,
        keys: &settings.keys,
        zone: settings.zone,
    };
    Board::new(tools::tools().collect(), environment).read(&context)
}

/// A home with the files of some tools.
pub fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = home.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        }
    };
    write(
        ".config/gh/hosts.yml",
        "github.com:\n    oauth_token: gho_16C7e42F292c6912E7710c838347Ae178B4a\n    user: jo\n",
    );
    write(
        ".aws/sso/cache/d033e22ae348aeb5660fc2140aec35850c4da997.json",
        r#"{"startUrl":"https://acme.awsapps.com/start","region":"eu-central-1","accessToken":"aoaAAAAAGexampleexampleexample","expiresAt":"2026-11-22T19:51:00Z","clientId":"client-of-jo","clientSecret":"secret-of-the-client","refreshToken":"aorAAAAAGexampleexampleexample"}"#,
    );
    write(
        ".claude/.credentials.json",
        r#"{"claudeAiOauth":{"accessToken":"sk-ant-oat01-example-of-an-access-token","refreshToken":"sk-ant-ort01-example-of-a-refresh-token","expiresAt":1795377607000,"scopes":["user:inference","user:profile"],"subscriptionType":"max"}}"#,
    );
    write(
        ".gemini/oauth_creds.json",
        r#"{"access_token":"ya29.example-of-an-access-token","refresh_token":"1//example-of-a-refresh-token","expiry_date":1795374667000,"token_type":"Bearer","scope":"openid https://www.googleapis.com/auth/cloud-platform"}"#,
    );
    write(
        ".databricks/token-cache.json",
        r#"{"version":1,"tokens":{"https://acme.cloud.databricks.com":{"access_token":"eyJ-example-of-an-access-token","token_type":"Bearer","refresh_token":"example-of-a-refresh-token","expiry":"2026-11-22T18:49:30Z"}}}"#,
    );
    write(".npmrc", "//registry.npmjs.org/:_authToken=npm_abcdefghijklmnopqrstuvwxyz0123456789\n");
    home
}

/// The inspector on the board of a made-up home.
pub fn inspector() -> App {
    let home = home();
    let mut app = empty();
    let effects = act(&mut app, Action::Board);
    let [Effect::WatchBoard { id, .. }] = effects[..] else { panic!("{effects:?}") };
    let opened = opened_board(board(home.path()), &app.settings, start());
    app::update(&mut app, Event::Inspected { id, opened });
    app
}

#[test]
fn every_token_of_the_machine_is_a_row_with_its_tool() {
    let app = inspector();
    insta::assert_snapshot!("board-120x36", screen(&app, 120, 36));
    insta::assert_snapshot!("board-80x24", screen(&app, 80, 24));
}

#[test]
fn nothing_of_it_is_refreshed_or_revealed_and_the_reason_is_said() {
    let mut app = inspector();
    act(&mut app, Action::Enter);
    let shown = screen(&app, 120, 36);
    assert!(shown.contains("board · databricks") && !shown.contains("r gets a new one"), "{shown}");
    assert!(!shown.contains("v shows it"), "{shown}");
    for action in [Action::Refresh, Action::KeepFresh] {
        assert!(act(&mut app, action).is_empty());
        assert!(app.requests.running.is_none() && app.auto_refresh.is_none());
        assert!(app.notice.as_ref().unwrap().text.contains("read only"));
    }
    act(&mut app, Action::Reveal);
    assert!(app.revealed.is_none());
    act(&mut app, Action::Back);
    assert!(app.shown_list().is_some());
}

#[test]
fn it_is_not_opened_where_secrets_are_shown() {
    let mut app = App::new(app::InspectorSettings { reveal: true, ..settings() }, start());
    assert!(act(&mut app, Action::Board).is_empty());
    assert!(app.notice.as_ref().unwrap().text.contains("never shows a secret"));
}

#[test]
fn it_is_read_again_in_its_place() {
    let home = home();
    let mut app = empty();
    let effects = act(&mut app, Action::Board);
    let [Effect::WatchBoard { id, .. }] = effects[..] else { panic!("{effects:?}") };
    let tell = |app: &mut App| {
        let opened = opened_board(board(home.path()), &app.settings, start());
        app::update(app, Event::Inspected { id, opened });
    };
    tell(&mut app);
    act(&mut app, Action::Last);
    let before = app.shown_list().unwrap().selected().unwrap().name.clone();
    std::fs::remove_file(home.path().join(".config/gh/hosts.yml")).unwrap();
    tell(&mut app);
    let items = app.shown_list().unwrap();
    assert_eq!((items.rows.len(), &items.selected().unwrap().name), (5, &before));
}
