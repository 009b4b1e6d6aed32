//! All secrets that were inspected in the session, to mask their copies.

use std::borrow::Cow;

use crate::secrecy::{self, KnownSecrets};

use super::App;

impl App {
    /// Every secret that the session has seen and still holds.
    fn secrets(&self) -> KnownSecrets {
        let listed = self.items.as_ref().map(|items| items.secrets.clone()).unwrap_or_default();
        let entries = self.history.entries().iter();
        entries.fold(listed, |all, entry| all.and(&entry.document.inspection.secrets))
    }

    /// A text with every secret of the session masked, unless they are to be shown whole.
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.settings.reveal || text.len() < secrecy::SHORTEST {
            return Cow::Borrowed(text);
        }
        self.secrets().masked(text)
    }

    /// Whether a text that is being typed repeats a secret, or is one by its looks.
    pub fn repeats_secret(&self, text: &str) -> bool {
        !self.settings.reveal
            && text.len() >= secrecy::SHORTEST
            && (secrecy::is_secret_text(text) || self.secrets().appear_in(text))
    }
}
