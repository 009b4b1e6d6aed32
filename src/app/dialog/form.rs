//! The dialog with one or more text inputs.

use std::path::PathBuf;

use crate::{
    app::{Action, App, Effect, RequestId},
    input::InputOrigin,
    problem::Problem,
    secret::Secret,
};

use super::Dialog;

pub use crate::app::text_input::TextInput;

/// One labelled entry of a form.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked for.
    pub label: &'static str,
    /// What was typed.
    pub input: TextInput,
    /// Whether what is typed is masked.
    pub masking: InputMasking,
    /// An example or a remark, shown while nothing is typed.
    pub example: &'static str,
}

impl Question {
    /// Whether what was typed so far must not be seen.
    pub fn masked(&self) -> bool {
        let text = self.input.text();
        match self.masking {
            InputMasking::Never => false,
            InputMasking::Always => true,
            InputMasking::UnlessNamed => !["@", "env:", "https:", "http:"]
                .iter()
                .any(|form| text.starts_with(form) || form.starts_with(text)),
        }
    }
}

/// When an entry is masked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InputMasking {
    /// It holds no secret.
    Never,
    /// It holds nothing else.
    Always,
    /// It holds a secret, or says where one is: `@FILE`, `env:NAME`, a URL.
    UnlessNamed,
}

/// What a form is for, and so what is done with the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// The path of a file to open.
    Open,
    /// A key to verify signatures with.
    Key,
    /// How to get a new token.
    Fetch,
    /// Where to save this response of the history.
    Save(u64),
    /// Where to save each new response.
    SaveAlways,
    /// The server that a request goes to.
    Server,
    /// A secret that this request waits for.
    Secret(RequestId),
}

/// A box with one or more entries.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: FormPurpose,
    /// The title of the box.
    pub title: &'static str,
    /// What to fill in, never empty.
    pub questions: Vec<Question>,
    /// What else there is to say, below the entries.
    pub note: &'static str,
    /// The entry that is being typed.
    pub focus: usize,
    /// Why the last answer was refused.
    pub problem: Option<Problem>,
    /// The request that works on the answer.
    pub busy: Option<RequestId>,
    /// The file that is replaced if it is named again.
    pub replaces: Option<PathBuf>,
}

impl Form {
    /// A form that asks for one thing.
    pub fn ask(purpose: FormPurpose, title: &'static str, question: Question) -> Self {
        Self {
            purpose,
            title,
            questions: vec![question],
            note: "",
            focus: 0,
            problem: None,
            busy: None,
            replaces: None,
        }
    }

    /// The entry that is being typed.
    pub fn input(&mut self) -> Option<&mut TextInput> {
        self.questions.get_mut(self.focus).map(|question| &mut question.input)
    }

    /// What was typed at this place.
    pub fn answer(&self, index: usize) -> &str {
        self.questions.get(index).map_or("", |question| question.input.text())
    }

    /// The next entry, or the previous one; the last is followed by the first.
    pub fn cycle_inputs(&mut self, forward: bool) {
        let count = self.questions.len().max(1);
        self.focus = if forward { self.focus + 1 } else { self.focus + count - 1 } % count;
    }
}

impl App {
    pub(super) fn act_in_form(&mut self, action: Action) -> Option<Vec<Effect>> {
        match (action, self.dialogs.last_mut()) {
            (Action::Submit, _) => return Some(self.submit_form()),
            (Action::Contact, _) => return Some(self.contact_issuer()),
            (Action::NextEntry, Some(Dialog::Form(form))) => form.cycle_inputs(true),
            (Action::PreviousEntry, Some(Dialog::Form(form))) => form.cycle_inputs(false),
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Whether the form on top has more than one entry.
    pub(in crate::app) fn has_several_entries(&self) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Form(form)) if form.questions.len() > 1)
    }

    /// Takes what was typed.
    fn submit_form(&mut self) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return Vec::new() };
        let text = Secret::new(form.answer(0).trim());
        let is_ready = text.length() > 0 && form.busy.is_none();
        match form.purpose {
            FormPurpose::Server => self.submit_server(),
            FormPurpose::Fetch => self.fetch(),
            FormPurpose::Secret(id) => self.submit_secret(id),
            FormPurpose::Open
            | FormPurpose::Key
            | FormPurpose::Save(_)
            | FormPurpose::SaveAlways
                if !is_ready =>
            {
                Vec::new()
            }
            FormPurpose::Open => {
                let path = self.settings.expand_home(text.expose());
                let id = self.request(InputOrigin::File(path.clone()));
                self.busy(id);
                vec![Effect::Load { id, path }]
            }
            FormPurpose::Key => self.read_key(text),
            FormPurpose::Save(entry) => {
                let path = self.settings.expand_home(text.expose());
                self.save_as(entry, path)
            }
            FormPurpose::SaveAlways => {
                let path = self.settings.expand_home(text.expose());
                self.save_each_in(path)
            }
        }
    }

    /// Marks the form on top as being worked on.
    pub(in crate::app) fn busy(&mut self, id: RequestId) {
        if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
            form.busy = Some(id);
            form.problem = None;
        }
    }

    /// A form was closed without an answer.
    pub(in crate::app) fn give_up(&mut self, purpose: FormPurpose) -> Vec<Effect> {
        match purpose {
            FormPurpose::Secret(_) => return self.abandon(),
            FormPurpose::Server => self.requests.pending = None,
            FormPurpose::Save(_) => self.stay(),
            FormPurpose::SaveAlways | FormPurpose::Open | FormPurpose::Key | FormPurpose::Fetch => {
            }
        }
        Vec::new()
    }
}
