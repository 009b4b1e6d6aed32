//! The client and the server that the person names in the form of a request.

use crate::{
    app::event::{Event, RequestId},
    config::{SettingOrigin, Settings},
    oauth::{
        ClientEdits, ClientIdentity, ClientTerms, Endpoints, OAuthClient, OAuthError,
        SettingProblem, http_client::Now, request::RequestPurpose,
    },
    workers::Outbox,
};

use super::{ClientSource, ServerWorker};

impl ServerWorker {
    /// Asks an issuer for its endpoints. It blocks.
    pub fn discover(&self, id: RequestId, issuer: &str) -> Event {
        let result = discover(issuer, self.clock, &self.outbox);
        Event::Discovered {
            id,
            result: result.map(Box::new).map_err(|error| super::failure(&error)),
        }
    }

    /// Says what is known of the client and its server.
    pub fn describe(&self, id: RequestId) -> Event {
        let terms = Box::new(describe(&self.state().source));
        Event::ClientDescribed { id, terms }
    }

    /// Goes by what was typed from now on.
    pub fn configure(&self, id: RequestId, edits: &ClientEdits) -> Event {
        let mut state = self.state();
        let result = configure(&state.source, edits).map(|(source, name)| {
            state.source = source;
            state.generation += 1;
            name
        });
        Event::Configured { id, result }
    }
}

/// Asks an issuer for its metadata.
fn discover(issuer: &str, clock: Now, outbox: &Outbox) -> Result<ClientTerms, OAuthError> {
    let mut settings = Settings::default();
    settings.set("issuer", issuer, SettingOrigin::Flag).map_err(OAuthError::Setting)?;
    let mut client = OAuthClient::new(settings, ClientIdentity::default(), clock)?;
    let discovered = client.discover(&[RequestPurpose::Token]);
    for exchange in client.transcript() {
        outbox.send(Event::Exchanged(Box::new(exchange.clone())));
    }
    discovered?;
    client.endpoints().endpoint(RequestPurpose::Token)?;
    Ok(client.terms())
}

/// What is known of a client and its server.
fn describe(source: &ClientSource) -> ClientTerms {
    match source {
        ClientSource::Nobody => ClientTerms::unknown(),
        ClientSource::Known(settings) => {
            ClientTerms::new(settings, &Endpoints::from_settings(settings))
        }
        ClientSource::Ready(client) => client.terms(),
    }
}

/// The client with what was typed, and what to call its server.
fn configure(
    source: &ClientSource,
    edits: &ClientEdits,
) -> Result<(ClientSource, String), SettingProblem> {
    let before = match source {
        ClientSource::Nobody => Settings::default(),
        ClientSource::Known(settings) => (**settings).clone(),
        ClientSource::Ready(client) => client.settings().clone(),
    };
    let settings = edits.apply(&before)?;
    let urls = [
        &settings.token_url,
        &settings.issuer,
        &settings.introspection_url,
        &settings.revocation_url,
        &settings.userinfo_url,
    ];
    let name = urls.into_iter().flatten().next().map(|url| url.origin().host());
    let source = match source {
        // The secrets that were fetched for it are still its own.
        ClientSource::Ready(client) if !edits.changes_secret() => {
            let problem = |error: OAuthError| SettingProblem {
                setting: error.setting().unwrap_or_default(),
                message: error.to_string(),
            };
            ClientSource::Ready(Box::new(client.with_settings(settings).map_err(problem)?))
        }
        _ => ClientSource::Known(Box::new(settings)),
    };
    Ok((source, name.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config::SecretSource, secret::Secret};

    fn typed(settings: &[(&'static str, &str)], secret: Option<&str>) -> ClientEdits {
        let settings = settings.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        ClientEdits { settings, secret: secret.map(Secret::new) }
    }

    fn settings_of(edits: &ClientEdits) -> Result<Settings, SettingProblem> {
        match configure(&ClientSource::Nobody, edits)? {
            (ClientSource::Known(settings), _) => Ok(*settings),
            (other, _) => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_was_typed_is_checked_at_its_place_and_never_quoted() {
        let url = ("token_url", "https://as.example.com/token");
        for (name, text) in [
            ("client_secret", "hunter2"),
            ("auth", "hunter2"),
            ("issuer", "hunter2"),
            ("redirect_url", "hunter2"),
        ] {
            let edits = typed(&[url, (name, text)], None);
            assert!(!format!("{edits:?}").contains(text));
            let problem = settings_of(&edits).unwrap_err();
            assert_eq!(problem.setting, name, "{problem:?}");
            assert!(name == "auth" || !format!("{problem:?}").contains(text), "{problem:?}");
        }
        let settings = settings_of(&typed(&[url], Some("hunter2"))).unwrap();
        assert!(matches!(settings.client_secret, Some(SecretSource::Literal(_))));
        let key = typed(&[("auth", "private_key_jwt"), ("client_secret", "file:key.pem")], None);
        let settings = settings_of(&key).unwrap();
        assert!(settings.client_secret.is_none() && settings.client_key.is_some());
    }

    #[test]
    fn what_was_taken_away_is_gone_and_the_rest_stays() {
        let edits = typed(
            &[("scope", "a b"), ("params", "x=1&y=2%203"), ("client_id", "me"), ("audience", "z")],
            None,
        );
        let before = ClientSource::Known(Box::new(settings_of(&edits).unwrap()));
        let edits = typed(&[("scope", ""), ("client_id", "you")], None);
        let (after, _) = configure(&before, &edits).unwrap();
        let terms = describe(&after);
        let said = ["scope", "params", "client_id", "audience"].map(|name| terms.get(name));
        assert_eq!(said, ["", "x=1&y=2+3", "you", "z"]);
    }
}
