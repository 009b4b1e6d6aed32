//! What the inspector makes of answers of an OpenID provider: real workers, and its keys.

use tokenscope::{
    app::Action,
    config::{SettingOrigin, Settings},
    jose::Status,
    workers::server::ClientSource,
};

use super::{page, sessions::TerminalHost};
use crate::oauth::provider::{Behaviour, Provider, other_key};

/// An inspector whose server is this provider.
fn desk(provider: &Provider) -> TerminalHost {
    let mut settings = Settings::default();
    settings.set("issuer", &provider.issuer, SettingOrigin::Flag).unwrap();
    settings.set("client_id", "shop", SettingOrigin::Flag).unwrap();
    TerminalHost::new(ClientSource::Known(Box::new(settings)))
}

fn asks(desk: &mut TerminalHost, action: Action) {
    desk.acts(action);
    desk.until(|app| app.exchanges.running.as_ref().is_some_and(|it| it.stage.awaits_consent()));
    desk.acts(Action::Send);
    desk.until(|app| app.exchanges.running.is_none());
}

fn is_verified(desk: &mut TerminalHost) {
    desk.until(|app| {
        let token = app.document().and_then(|shown| shown.inspection.token("id_token"));
        token.is_some_and(|token| token.signature.status != Status::NotChecked)
    });
}

fn status(desk: &TerminalHost) -> Status {
    desk.app.document().unwrap().inspection.token("id_token").unwrap().signature.status
}

#[test]
fn a_refreshed_id_token_is_verified_by_the_issuer_s_keys() {
    let provider = Provider::start(Behaviour::default());
    let mut desk = desk(&provider);
    asks(&mut desk, Action::Refresh);
    is_verified(&mut desk);
    assert_eq!(status(&desk), Status::Valid);
    desk.acts(Action::Back);
    asks(&mut desk, Action::Userinfo);
    assert!(page(&desk.app).contains("ada@example.com"), "{}", page(&desk.app));
    assert!(!page(&desk.app).contains("must not use"), "{}", page(&desk.app));
    assert_eq!(provider.count("/jwks"), 1, "they are kept");
}

#[test]
fn what_a_client_must_refuse_is_said() {
    let provider = Provider::start(Behaviour {
        token: Box::new(|it| {
            it.claims["aud"] = "other".into();
            it.key = other_key();
        }),
        userinfo: Box::new(|it| it.response["sub"] = "eve".into()),
        ..Behaviour::default()
    });
    let mut desk = desk(&provider);
    asks(&mut desk, Action::Refresh);
    is_verified(&mut desk);
    assert_eq!(status(&desk), Status::Invalid);
    let notice = &desk.app.notice.as_ref().unwrap().text;
    assert!(notice.contains("A client must refuse this answer: "), "{notice}");
    assert!(notice.contains("id-token-aud"), "{notice}");
    desk.acts(Action::Back);
    asks(&mut desk, Action::Userinfo);
    assert!(page(&desk.app).contains("the sub \"eve\""), "{}", page(&desk.app));
}
