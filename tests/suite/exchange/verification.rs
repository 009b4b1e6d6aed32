//! What the inspector makes of answers of an OpenID provider: real workers, and its keys.

use tokenscope::{
    app::Action, config::Settings, jose::SignatureStatus, workers::server::ClientSource,
};

use super::{Person, connected, page};
use crate::{
    oauth::provider::{Behaviour, Provider, other_key},
    support::configured,
};

/// An inspector whose server is this provider.
fn person(provider: &Provider) -> Person {
    let members = [("issuer", provider.issuer.as_str()), ("client_id", "shop")];
    let settings = configured(Settings::default(), &members);
    connected(ClientSource::Known(Box::new(settings)))
}

fn asks(person: &mut Person, action: Action) {
    person.acts(action);
    person.until_asked();
    person.acts(Action::Send);
    person.until_answered();
}

fn is_verified(person: &mut Person) {
    person.until(|app| {
        let token = app.document().and_then(|shown| shown.inspection.token("id_token"));
        token.is_some_and(|token| token.signature.status != SignatureStatus::NotChecked)
    });
}

fn status(person: &Person) -> SignatureStatus {
    person.app.document().unwrap().inspection.token("id_token").unwrap().signature.status
}

#[test]
fn a_refreshed_id_token_is_verified_by_the_issuer_s_keys() {
    let provider = Provider::start(Behaviour::default());
    let mut person = person(&provider);
    asks(&mut person, Action::Refresh);
    is_verified(&mut person);
    assert_eq!(status(&person), SignatureStatus::Valid);
    person.acts(Action::Back);
    asks(&mut person, Action::Userinfo);
    assert!(page(&person.app).contains("ada@example.com"), "{}", page(&person.app));
    assert!(!page(&person.app).contains("must not use"), "{}", page(&person.app));
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
    let mut person = person(&provider);
    asks(&mut person, Action::Refresh);
    is_verified(&mut person);
    assert_eq!(status(&person), SignatureStatus::Invalid);
    let notice = &person.app.notice.as_ref().unwrap().text;
    assert!(notice.contains("A client must refuse this answer: "), "{notice}");
    assert!(notice.contains("id-token-aud"), "{notice}");
    person.acts(Action::Back);
    asks(&mut person, Action::Userinfo);
    assert!(page(&person.app).contains("the sub \"eve\""), "{}", page(&person.app));
}
