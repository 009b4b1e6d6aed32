//! The server that the inspector can send requests to, and where answers are saved.

use std::path::PathBuf;

use super::client_args::ResolvedSettings;
use crate::{
    config::Settings, exchange::Exchange, jose::Keys, oauth::OAuthClient, storage::rescue,
    workers::server::ClientSource,
};

/// The server that the inspector talks to, as the command line and the profile name it.
#[derive(Clone)]
pub struct ServerConnection {
    /// The server and the client.
    pub source: ClientSource,
    /// What to call it.
    pub(super) name: Option<String>,
    /// Whether requests are shown before they are sent.
    pub(super) confirm: bool,
    /// Where new responses are saved.
    pub output: Option<PathBuf>,
    /// The folder for new responses that would be lost.
    pub rescue: Option<PathBuf>,
    /// What was said to it before the inspector opened.
    pub(super) transcript: Vec<Exchange>,
    /// The keys of its issuer.
    pub(super) keys: Keys,
}

impl ServerConnection {
    /// The server of the chosen settings, where they name one.
    pub fn chosen(chosen: ResolvedSettings) -> Self {
        let name = display_name(chosen.profile.as_deref(), &chosen.settings);
        let named = chosen.settings.issuer.is_some() || chosen.settings.token_url.is_some();
        Self {
            output: chosen.settings.output.clone().filter(|path| path.as_os_str() != "-"),
            name: name.filter(|_| named),
            confirm: chosen.confirm,
            rescue: rescue::folder(),
            transcript: Vec::new(),
            keys: Keys::default(),
            source: if named {
                ClientSource::Known(Box::new(chosen.settings))
            } else {
                ClientSource::Nobody
            },
        }
    }

    /// The server of this client, called by the profile or by its host.
    pub fn of(client: &OAuthClient, profile: Option<&str>, confirm: bool) -> Self {
        let settings = client.settings();
        Self {
            name: display_name(profile, settings),
            confirm,
            output: settings.output.clone().filter(|path| path.as_os_str() != "-"),
            rescue: rescue::folder(),
            transcript: client.transcript().to_vec(),
            keys: Keys::default(),
            source: ClientSource::Ready(Box::new(client.clone())),
        }
    }

    /// Takes note of what was asked of the server since its answer, and of its keys.
    pub fn learn(&mut self, client: &OAuthClient, keys: Keys) {
        self.keys = keys;
        self.transcript = client.transcript().to_vec();
        self.source = ClientSource::Ready(Box::new(client.clone()));
    }
}

/// The profile, or else the host.
fn display_name(profile: Option<&str>, settings: &Settings) -> Option<String> {
    let url = settings.issuer.as_ref().or(settings.token_url.as_ref());
    profile.map(|name| format!("profile {name}")).or_else(|| Some(url?.origin().host()))
}
