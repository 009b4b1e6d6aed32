//! The form that asks for a server where no profile names one, and for secrets to be typed.

use crate::{
    app::{
        App, Effect, RequestId,
        dialog::{
            Dialog,
            form::{Form, FormPurpose, InputMasking, Question, TextInput},
        },
        effect::ServerAnswers,
        server_answer::{Discovered, ExchangeFailure},
    },
    emphasis::Emphasis,
    oauth::Operation,
    problem::Problem,
    secret::Secret,
    text::visible,
};

/// What the form says of itself.
const NOTE: &str = "The issuer is not contacted unless you press ctrl-g: it is then asked for its \
                    endpoints.";

/// The note of the form where the token names an issuer.
const NOTE_OF_TOKEN: &str = "The issuer is what the token says, and is not contacted unless you \
                             press ctrl-g: it is then asked for its endpoints.";

/// The entries, in order.
const ISSUER: usize = 0;
const TOKEN_URL: usize = 1;
const CLIENT_ID: usize = 2;
const AUTH: usize = 3;
const SOURCE: usize = 4;
const TYPED: usize = 5;

impl App {
    /// Asks for the server that a request goes to. What the token says of its issuer is suggested,
    /// and not contacted.
    pub(in crate::app) fn ask_for_server(&mut self, operation: Operation, of: u64) {
        let claim = |names: &[&str]| {
            let shown = self.document()?;
            let mut claims =
                shown.inspection.tokens.iter().filter_map(|token| token.claims.as_ref());
            let text = claims.find_map(|claims| {
                names.iter().find_map(|name| claims.get(name)).and_then(|value| value.as_str())
            })?;
            (text.len() <= 200).then(|| visible(text).into_owned())
        };
        let question = |label, text: Option<String>, secret, example| Question {
            label,
            input: TextInput::new(text.as_deref().unwrap_or_default()),
            masking: if secret { InputMasking::Always } else { InputMasking::Never },
            example,
        };
        let issuer = claim(&["iss"]);
        let note = if issuer.is_some() { NOTE_OF_TOKEN } else { NOTE };
        let questions = vec![
            question("Issuer", issuer, false, "https://as.example.com"),
            question("Token endpoint", None, false, "https://as.example.com/token"),
            question("Client id", claim(&["client_id", "azp"]), false, "none"),
            question("Authentication", None, false, "what the server allows"),
            question("Secret from", None, false, "env:NAME, file:PATH or cmd:COMMAND"),
            question("or typed", None, true, "the client secret, masked"),
        ];
        let form = Form {
            purpose: FormPurpose::Server,
            title: "Which authorization server?",
            questions,
            note,
            focus: TOKEN_URL,
            problem: None,
            busy: None,
            replaces: None,
        };
        self.requests.pending = Some((operation, of));
        self.dialogs.push(Dialog::Form(form));
    }

    /// The form for the server, where it is open.
    fn server_form(&mut self) -> Option<&mut Form> {
        self.dialogs.iter_mut().find_map(|dialog| match dialog {
            Dialog::Form(form) if form.purpose == FormPurpose::Server => Some(form),
            _ => None,
        })
    }

    /// The form for the server, where it waits for this request.
    fn waiting_form(&mut self, id: RequestId) -> Option<&mut Form> {
        self.server_form().filter(|form| form.busy == Some(id))
    }

    /// Whether the form for the server is on top.
    pub(in crate::app) fn is_asking_for_server(&self) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Form(form)) if form.purpose == FormPurpose::Server)
    }

    /// Asks the issuer in the form for its endpoint: the person says so with a key.
    pub(in crate::app) fn contact_issuer(&mut self) -> Vec<Effect> {
        let id = self.next_id();
        let Some(form) = self.server_form().filter(|form| form.busy.is_none()) else {
            return Vec::new();
        };
        let issuer = form.answer(ISSUER).trim().to_owned();
        if issuer.is_empty() {
            form.focus = ISSUER;
            form.problem = Some(Problem::new("there is no issuer to contact"));
            return Vec::new();
        }
        form.busy = Some(id);
        form.problem = None;
        vec![Effect::Discover { id, issuer }]
    }

    pub(in crate::app) fn on_discovered(
        &mut self,
        id: RequestId,
        result: Result<Discovered, ExchangeFailure>,
    ) {
        let Some(form) = self.waiting_form(id) else { return };
        form.busy = None;
        let issuer = form.answer(ISSUER).trim().to_owned();
        match result {
            Ok(found) => {
                let mut fill = |index: usize, text: &str| {
                    if let Some(question) = form.questions.get_mut(index) {
                        question.input = TextInput::new(text);
                    }
                };
                fill(TOKEN_URL, &visible(&found.token_url));
                if let [only] = found.auth_methods.as_slice() {
                    fill(AUTH, &visible(only));
                }
                form.focus = CLIENT_ID;
                self.requests.contacted = Some(issuer);
            }
            Err(failure) => {
                let problem = Problem::new(failure.message);
                form.problem = Some(match failure.hint {
                    Some(hint) => problem.hint(hint),
                    None => problem,
                });
            }
        }
    }

    /// Takes the form.
    pub(in crate::app) fn submit_server(&mut self) -> Vec<Effect> {
        let id = self.next_id();
        let contacted = self.requests.contacted.clone();
        let needs_more = matches!(
            &self.requests.pending,
            Some((Operation::Fetch { grant: Some(grant), .. }, _))
                if matches!(grant.as_str(), "authorization_code" | "device_code")
        );
        let Some(form) = self.server_form().filter(|form| form.busy.is_none()) else {
            return Vec::new();
        };
        let text = |index: usize| form.answer(index).trim().to_owned();
        let answers = ServerAnswers {
            // An issuer that was not contacted is not to be contacted later, either.
            issuer: contacted.filter(|contacted| *contacted == text(ISSUER)),
            token_url: text(TOKEN_URL),
            client_id: text(CLIENT_ID),
            auth: text(AUTH),
            source: text(SOURCE),
            typed: Some(text(TYPED)).filter(|typed| !typed.is_empty()).map(Secret::from),
        };
        if answers.token_url.is_empty() {
            form.focus = TOKEN_URL;
            form.problem = Some(
                Problem::new("the token endpoint is missing")
                    .hint("name it, or let the issuer be contacted for it with ctrl-g"),
            );
            return Vec::new();
        }
        if needs_more && answers.issuer.is_none() {
            form.focus = ISSUER;
            form.problem = Some(
                Problem::new("this grant needs more endpoints than the token's")
                    .hint("let the issuer be contacted for them with ctrl-g"),
            );
            return Vec::new();
        }
        form.busy = Some(id);
        form.problem = None;
        vec![Effect::Configure { id, answers }]
    }

    pub(in crate::app) fn on_configured(
        &mut self,
        id: RequestId,
        result: Result<String, Problem>,
    ) -> Vec<Effect> {
        if self.waiting_form(id).is_none() {
            return Vec::new();
        }
        match result {
            Ok(server) => {
                self.dialogs.retain(
                    |dialog| !matches!(dialog, Dialog::Form(form) if form.purpose == FormPurpose::Server),
                );
                self.requests.server = Some(server);
                self.requests.consents.reset();
                self.history.change_server();
                match self.requests.pending.take() {
                    Some((operation, of)) => self.ask_server_with(operation, of, false),
                    None => Vec::new(),
                }
            }
            Err(problem) => {
                if let Some(form) = self.server_form() {
                    form.busy = None;
                    form.problem = Some(problem);
                }
                Vec::new()
            }
        }
    }

    /// A worker died while it checked or asked.
    pub(in crate::app) fn fail_contact(&mut self, id: RequestId, what: &str) -> bool {
        let Some(form) = self.waiting_form(id) else { return false };
        form.busy = None;
        form.problem = Some(Problem::new(format!("{what} failed unexpectedly")));
        true
    }

    /// A worker asks for a secret: the person types it, masked.
    pub(in crate::app) fn ask_for_secret(&mut self, id: RequestId, what: &str) -> Vec<Effect> {
        if self.requests.running.as_ref().is_none_or(|running| running.id != id) {
            return vec![Effect::Abandon { id }];
        }
        let label = if what == "client key" { "Client key" } else { "Secret" };
        let question = Question {
            label,
            input: TextInput::default(),
            masking: InputMasking::Always,
            example: "typed, masked",
        };
        let title = "The profile asks for this secret";
        self.dialogs.push(Dialog::Form(Form::ask(FormPurpose::Secret(id), title, question)));
        if self.requests.running.as_ref().is_some_and(|running| running.is_automatic) {
            self.notify(Emphasis::Warning, "Keeping the token fresh needs a secret");
        }
        Vec::new()
    }

    /// Hands over the secret that was typed.
    pub(in crate::app) fn submit_secret(&mut self, id: RequestId) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return Vec::new() };
        let typed = form.answer(0).to_owned();
        if typed.is_empty() {
            return Vec::new();
        }
        self.dialogs.pop();
        vec![Effect::GiveText { id, text: Secret::from(typed) }]
    }
}
