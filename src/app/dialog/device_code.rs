//! The dialog with a device code that was brought in: what the person types, and where.

use crate::{
    app::{Action, App, Effect},
    secret::Secret,
};

impl App {
    pub(super) fn act_in_device_code(&mut self, action: Action) -> Option<Vec<Effect>> {
        match action {
            Action::Refresh => {
                self.dialogs.pop();
                Some(self.poll_device())
            }
            Action::Copy => {
                let authorization = self.device_authorization()?;
                let complete = authorization.verification_uri_complete;
                let address = complete.unwrap_or(authorization.verification_uri);
                let text = Secret::new(address);
                Some(vec![Effect::Copy { what: "the address".to_owned(), text }])
            }
            _ => None,
        }
    }
}
