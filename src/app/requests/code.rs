//! A token for a code that was brought in from elsewhere: one that a browser ended with, or a device
//! code.

use crate::{
    app::{App, Effect, dialog::Dialog, list::Scroll},
    emphasis::Emphasis,
    kind::Kind,
    oauth::{DeviceAuthorization, Operation},
    text::visible,
};

use super::form_request::FormRequest;

impl App {
    /// Whether what is on screen holds a code that a token can be got for.
    pub fn has_code(&self) -> bool {
        self.authorization_code().is_some() || self.is_device_authorization()
    }

    fn is_device_authorization(&self) -> bool {
        self.document().is_some_and(|shown| shown.inspection.kind == Kind::DeviceAuthorization)
    }

    /// The device authorization on screen.
    pub fn device_authorization(&self) -> Option<DeviceAuthorization> {
        let shown = self.document().filter(|_| self.is_device_authorization())?;
        DeviceAuthorization::of(&shown.inspection).ok()
    }

    /// The request for the code of the callback on screen.
    fn authorization_code(&self) -> Option<Operation> {
        let inspection = &self.document()?.inspection;
        let code =
            inspection.field("code").filter(|_| inspection.kind == Kind::AuthorizationResponse);
        // A whole callback begins with the address that the code was sent to.
        let address = inspection.location.as_ref().map(|location| location.base.as_str());
        let redirect_uri = address.filter(|base| base.contains("://")).map(str::to_owned);
        Some(Operation::ExchangeCode {
            code: code?.secret()?.clone(),
            redirect_uri,
            verifier: None,
        })
    }

    /// `r` on a code: asks what its request needs, or shows what the person has to do for it.
    pub(super) fn use_code(&mut self) -> Vec<Effect> {
        if let Some(operation) = self.authorization_code() {
            return self.edit_request(FormRequest::new(operation, self.history.current_id()));
        }
        match self.document().map(|shown| DeviceAuthorization::of(&shown.inspection)) {
            Some(Ok(_)) => self.dialogs.push(Dialog::DeviceCode(Scroll::default())),
            Some(Err(error)) => {
                self.notify(Emphasis::Warning, visible(&error.to_string()).into_owned());
            }
            None => {}
        }
        Vec::new()
    }

    /// Asks the server for the token of the device code on screen.
    pub(in crate::app) fn poll_device(&mut self) -> Vec<Effect> {
        let Some(authorization) = self.device_authorization() else { return Vec::new() };
        let authorization = Box::new(authorization);
        self.ask_server(Operation::PollDevice { authorization }, false)
    }
}
