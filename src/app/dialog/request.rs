//! The dialog on the request that is prepared or under way: send it, or copy the URL to visit.

use crate::{
    app::{
        Action, App, Effect,
        consent::Consents,
        requests::{PendingRequest, Requests},
    },
    oauth::UserStep,
    secret::Secret,
};

impl App {
    pub(super) fn act_in_request(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Send => Some(self.send()),
            Action::SendUnasked => Some(self.send_unasked()),
            Action::Copy => Some(self.copy_address()),
            _ => None,
        }
    }

    /// Sends what was shown: the person says so.
    fn send(&mut self) -> Vec<Effect> {
        let running = self.requests.running.as_ref();
        let consent = running
            .and_then(PendingRequest::awaiting_consent)
            .map(|(operation, token, request)| Consents::once(operation, token, request));
        self.send_agreed(consent)
    }

    /// Sends what was shown, and no longer asks for this operation with this server's tokens.
    fn send_unasked(&mut self) -> Vec<Effect> {
        let Requests { running, consents, .. } = &mut self.requests;
        let waiting = running.as_ref().and_then(PendingRequest::awaiting_consent);
        let consent = waiting
            .and_then(|(operation, token, request)| consents.always(operation, token, request));
        self.send_agreed(consent)
    }

    /// Copies the address that a browser has to open, else what is shown.
    fn copy_address(&self) -> Vec<Effect> {
        let Some(step) = self.requests.user_step() else { return vec![Effect::CopyShown] };
        let (UserStep::Browser { url, .. }
        | UserStep::Device { complete: Some(url), .. }
        | UserStep::Device { place: url, .. }) = step;
        vec![Effect::Copy { what: "the address".to_owned(), text: Secret::new(url.as_str()) }]
    }
}
