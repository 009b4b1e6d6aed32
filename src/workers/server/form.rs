//! The server that the person names in the form of the inspector.

use crate::{
    app::{
        effect::ServerAnswers,
        event::{Discovered, Event},
    },
    config::{SecretSource, SettingOrigin, Settings},
    oauth::{ClientIdentity, OAuthClient, OAuthError, http_client::Now, request::RequestPurpose},
    problem::Problem,
    workers::Outbox,
};

/// Asks an issuer for its metadata.
pub(super) fn discover(
    issuer: &str,
    clock: Now,
    outbox: &Outbox,
) -> Result<Discovered, OAuthError> {
    let mut settings = Settings::default();
    settings.set("issuer", issuer, SettingOrigin::Flag).map_err(OAuthError::Setting)?;
    let mut client = OAuthClient::new(settings, ClientIdentity::default(), clock)?;
    let discovered = client.discover(&[RequestPurpose::Token]);
    for exchange in client.transcript() {
        outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    }
    discovered?;
    let endpoints = client.endpoints();
    Ok(Discovered {
        token_url: endpoints.endpoint(RequestPurpose::Token)?.as_str().to_owned(),
        auth_methods: endpoints.auth_methods.clone().unwrap_or_default(),
    })
}

/// The settings that were typed.
pub(super) fn settings(answers: &ServerAnswers) -> Result<Settings, Problem> {
    let mut settings = Settings::default();
    let mut set = |member: &str, label: &str, text: &str| {
        if text.is_empty() {
            return Ok(());
        }
        settings
            .set(member, text, SettingOrigin::Flag)
            .map_err(|message| Problem::new(format!("{label}: {message}")))
    };
    set("issuer", "Issuer", answers.issuer.as_deref().unwrap_or_default())?;
    set("token_url", "Token endpoint", &answers.token_url)?;
    set("client_id", "Client id", &answers.client_id)?;
    set("auth", "Authentication", &answers.auth)?;
    let member = if answers.auth == "private_key_jwt" { "client_key" } else { "client_secret" };
    set(member, "Secret", &answers.source)?;
    if let Some(typed) = answers.typed.clone() {
        let typed = Some(SecretSource::Literal(typed));
        if member == "client_key" {
            settings.client_key = typed;
        } else {
            settings.client_secret = typed;
        }
    }
    Ok(settings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::Secret;

    #[test]
    fn what_was_typed_is_checked_and_never_quoted() {
        let answers = ServerAnswers {
            token_url: "https://as.example.com/token".to_owned(),
            source: "hunter2".to_owned(),
            ..ServerAnswers::default()
        };
        let problem = settings(&answers).unwrap_err();
        assert!(!format!("{problem:?}").contains("hunter2"));
        let typed =
            ServerAnswers { source: String::new(), typed: Some(Secret::new("hunter2")), ..answers };
        assert!(matches!(settings(&typed).unwrap().client_secret, Some(SecretSource::Literal(_))));
    }
}
