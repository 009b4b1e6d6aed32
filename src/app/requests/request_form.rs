//! The form of a request: its server, its client, its scope and the rest, to be corrected before it
//! is sent, or after that has failed.

mod contact;
mod questions;
mod submit;

use crate::{
    app::{
        App, Effect, RequestId,
        dialog::{
            Dialog,
            form::{Form, FormPurpose, TextInput},
        },
    },
    oauth::{ClientTerms, Operation},
    text::visible,
};

use super::form_request::FormRequest;

/// What the form says of itself.
const NOTE: &str = "An issuer is asked for its endpoints where none is named: enter after typing \
                    it, or ctrl-g.";

/// The note of the form where the token names an issuer.
const NOTE_OF_TOKEN: &str = "The issuer is what the token says, and is not contacted unless you \
                             press ctrl-g: it is then asked for its endpoints.";

impl App {
    /// Opens the form of a request, filled with what is known of the server and the client.
    pub(in crate::app) fn edit_request(&mut self, request: FormRequest) -> Vec<Effect> {
        if self.requests.server.is_none() {
            self.requests.pending = Some(request);
            self.open_request_form(&ClientTerms::unknown());
            return Vec::new();
        }
        let id = self.next_id();
        self.requests.pending = Some(FormRequest { asked: Some(id), ..request });
        vec![Effect::DescribeClient { id }]
    }

    /// `e`: the request that is shown, or that has failed, is to be corrected.
    pub(in crate::app) fn edit_shown_request(&mut self) -> Vec<Effect> {
        let retry = match self.dialogs.last() {
            Some(Dialog::Text(page)) => page.retry.as_deref().cloned(),
            _ => self
                .requests
                .running
                .as_ref()
                .filter(|it| it.stage.awaits_consent())
                .map(|it| FormRequest::new(it.operation.clone(), it.history_entry_id)),
        };
        retry.map_or_else(Vec::new, |retry| self.edit_request(retry))
    }

    /// Whether the box on top shows a request that can be corrected.
    pub(in crate::app) fn can_edit_request(&self) -> bool {
        match self.dialogs.last() {
            Some(Dialog::Text(page)) => page.retry.is_some(),
            Some(Dialog::Request(_)) => self.is_ready(),
            _ => false,
        }
    }

    pub(in crate::app) fn on_client_described(&mut self, id: RequestId, terms: &ClientTerms) {
        if self.requests.pending.as_ref().is_some_and(|pending| pending.asked == Some(id)) {
            self.open_request_form(terms);
        }
    }

    fn open_request_form(&mut self, terms: &ClientTerms) {
        let Some(mut pending) = self.requests.pending.take() else { return };
        pending.asked = None;
        let is_unknown = self.requests.server.is_none();
        let mut questions = questions::questions(&pending.operation, terms);
        if is_unknown {
            // What the token says of its issuer is suggested, and not contacted.
            pending.suggested_issuer = self.claimed(&["iss"]);
            let claimed = [
                ("issuer", pending.suggested_issuer.clone()),
                ("client_id", self.claimed(&["client_id", "azp"])),
            ];
            for (name, text) in claimed {
                let asked = questions.iter_mut().find(|question| question.name == name);
                if let Some((question, text)) = asked.zip(text) {
                    question.input = TextInput::new(&text);
                }
            }
        }
        let title = match (&self.requests.server, &pending.operation) {
            (Some(_), operation) => format!("{}: what is sent", operation.title()),
            (None, Operation::Fetch { .. }) => pending.operation.title().to_owned(),
            (None, _) => "Which authorization server?".to_owned(),
        };
        let note = if pending.suggested_issuer.is_some() { NOTE_OF_TOKEN } else { NOTE };
        let mut form = Form::new(FormPurpose::Request, title, questions, note);
        if is_unknown && !matches!(pending.operation, Operation::Fetch { .. }) {
            form.focus = form.place(questions::endpoint(&pending.operation)).unwrap_or(0);
        }
        if let Some((setting, problem)) = pending.problem.take() {
            let at = setting.and_then(|setting| place_of(&form, setting)).unwrap_or(form.focus);
            form.blame(at, problem);
        }
        let is_below = pending.is_below && matches!(self.dialogs.last(), Some(Dialog::Text(_)));
        self.requests.pending = Some(pending);
        self.dialogs.retain(
            |dialog| !matches!(dialog, Dialog::Form(form) if form.purpose == FormPurpose::Request),
        );
        self.open_form(form);
        let top = self.dialogs.len() - 1;
        if is_below && top > 0 {
            self.dialogs.swap(top, top - 1);
        }
    }

    /// What a token on screen says under one of these names.
    fn claimed(&self, names: &[&str]) -> Option<String> {
        let tokens = &self.document()?.inspection.tokens;
        let mut claims = tokens.iter().filter_map(|token| token.claims.as_ref());
        let text = claims.find_map(|claims| {
            names.iter().find_map(|name| claims.get(name)).and_then(|value| value.as_str())
        })?;
        (text.len() <= 200).then(|| visible(text).into_owned())
    }

    /// The form of a request, where it is open.
    fn request_form(&mut self) -> Option<&mut Form> {
        self.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Form(form) if form.purpose == FormPurpose::Request => Some(form),
            _ => None,
        })
    }

    /// The form of a request, where it waits for this.
    fn waiting_form(&mut self, id: RequestId) -> Option<&mut Form> {
        self.request_form().filter(|form| form.busy == Some(id))
    }

    /// Whether the form of a request is on top.
    pub(in crate::app) fn is_asking_for_server(&self) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Form(form)) if form.purpose == FormPurpose::Request)
    }
}

/// The entry for a setting.
fn place_of(form: &Form, setting: &str) -> Option<usize> {
    let name = match setting {
        "client_key" => "client_secret",
        name => name,
    };
    form.place(name)
}
