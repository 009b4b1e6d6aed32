//! The dialog with one or more text inputs.

mod completion;
mod draft;
mod question;

use std::path::PathBuf;

use crate::{
    app::{Action, App, Edit, Effect, RequestId},
    input::InputOrigin,
    problem::Problem,
    secret::Secret,
};

use super::Dialog;

pub use crate::app::text_input::TextInput;
pub use completion::Completion;
pub use draft::Draft;
pub use question::{Choices, InputMasking, Question};

/// What a form is for, and so what is done with the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormPurpose {
    /// The path of a file to open.
    Open,
    /// A key to verify signatures with.
    Key,
    /// What a request says, and the server that it goes to.
    Request,
    /// Where to save this response of the history.
    Save(u64),
    /// Where to save each new response.
    SaveAlways,
    /// A secret that this request waits for.
    Secret(RequestId),
}

/// A box with one or more entries.
#[derive(Clone, Debug)]
pub struct Form {
    /// What it is for.
    pub purpose: FormPurpose,
    /// The title of the box.
    pub title: String,
    /// What to fill in, never empty.
    pub questions: Vec<Question>,
    /// What else there is to say, below the entries.
    pub note: &'static str,
    /// The entry that is being typed.
    pub focus: usize,
    /// Why the last answer was refused, and the entry that is to blame.
    pub problem: Option<(usize, Problem)>,
    /// The request that works on the answer.
    pub busy: Option<RequestId>,
    /// The file that is replaced if it is named again.
    pub replaces: Option<PathBuf>,
    /// What the path that is being typed may go on with.
    pub completion: Option<Completion>,
}

impl Form {
    pub fn new(
        purpose: FormPurpose,
        title: impl Into<String>,
        questions: Vec<Question>,
        note: &'static str,
    ) -> Self {
        Self {
            purpose,
            title: title.into(),
            questions,
            note,
            focus: 0,
            problem: None,
            busy: None,
            replaces: None,
            completion: None,
        }
    }

    /// A form that asks for one thing.
    pub fn ask(purpose: FormPurpose, title: impl Into<String>, question: Question) -> Self {
        Self::new(purpose, title, vec![question], "")
    }

    /// The entry that is being typed.
    pub fn input(&mut self) -> Option<&mut TextInput> {
        self.questions.get_mut(self.focus).map(|question| &mut question.input)
    }

    /// What was typed at this place.
    pub fn answer(&self, index: usize) -> &str {
        self.questions.get(index).map_or("", |question| question.input.text())
    }

    /// The place of the entry with this name, where it is asked for.
    pub fn place(&self, name: &str) -> Option<usize> {
        self.asked().find(|(_, question)| question.name == name).map(|(index, _)| index)
    }

    /// What was typed at the entry with this name; empty where it is not asked for.
    pub fn answer_to(&self, name: &str) -> &str {
        let asked = self.asked().find(|(_, question)| question.name == name);
        asked.map_or("", |(_, question)| question.text())
    }

    /// The entries that the grant needs, which is one of them, with their places.
    pub fn asked(&self) -> impl Iterator<Item = (usize, &Question)> {
        let grant = self.questions.iter().find(|question| question.name == "grant");
        let grant = grant.map_or("", Question::text);
        self.questions.iter().enumerate().filter(move |(_, question)| {
            question.only_for.is_empty() || question.only_for.contains(&grant)
        })
    }

    /// Says what is wrong with an entry, which is to be typed again.
    pub fn blame(&mut self, index: usize, problem: Problem) {
        self.focus = index;
        self.busy = None;
        self.problem = Some((index, problem));
    }

    /// The next entry, or the previous one; the last is followed by the first.
    pub fn cycle_inputs(&mut self, forward: bool) {
        let asked: Vec<usize> = self.asked().map(|(index, _)| index).collect();
        let count = asked.len().max(1);
        let at = asked.iter().position(|index| *index == self.focus).unwrap_or(0);
        let next = if forward { at + 1 } else { at + count - 1 } % count;
        self.focus = asked.get(next).copied().unwrap_or(0);
        self.completion = None;
    }
}

impl App {
    pub(super) fn act_in_form(&mut self, action: Action) -> Option<Vec<Effect>> {
        let several = self.has_several_entries();
        match (action, self.dialogs.last_mut()) {
            (Action::Submit, _) => return Some(self.submit_form()),
            (Action::Contact, _) => return Some(self.contact_issuer()),
            (Action::NextEntry, _) if !several => return self.complete_path(),
            (Action::NextEntry, Some(Dialog::Form(form))) => form.cycle_inputs(true),
            (Action::PreviousEntry, Some(Dialog::Form(form))) => form.cycle_inputs(false),
            _ => return None,
        }
        Some(Vec::new())
    }

    /// Whether the form on top has more than one entry.
    pub fn has_several_entries(&self) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Form(form)) if form.asked().count() > 1)
    }

    /// One key in the entry that is being typed. At its end, right goes on with what is known; in an
    /// entry with a choice of names, left and right go through them.
    pub(in crate::app) fn edit_form(&mut self, edit: Edit) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.last_mut() else { return Vec::new() };
        form.problem = None;
        let Some(question) = form.questions.get_mut(form.focus) else { return Vec::new() };
        if matches!(edit, Edit::Insert(_)) && question.is_choice() {
            // Another name takes the place of the one that was chosen.
            question.input = TextInput::default();
        }
        let is_known = match edit {
            Edit::Left | Edit::Right if question.choose(edit == Edit::Right) => true,
            Edit::Right if question.input.is_at_end() => question.take_suggestion(),
            _ => false,
        };
        if edit == Edit::Right && question.input.is_at_end() && !is_known {
            return self.complete_path().unwrap_or_default();
        }
        if !is_known {
            question.input.edit(edit);
        }
        Vec::new()
    }

    /// Takes what was typed.
    fn submit_form(&mut self) -> Vec<Effect> {
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return Vec::new() };
        let text = Secret::new(form.answer(0).trim());
        let is_ready = text.length() > 0 && form.busy.is_none();
        let path = self.settings.expand_home(text.expose());
        match form.purpose {
            FormPurpose::Request => self.submit_request(),
            FormPurpose::Secret(id) => self.submit_secret(id),
            _ if !is_ready => Vec::new(),
            FormPurpose::Open => {
                let id = self.request(&InputOrigin::File(path.clone()));
                self.busy(id);
                vec![Effect::Load { id, path }]
            }
            FormPurpose::Key => self.read_key(text),
            FormPurpose::Save(entry) => self.save_as(entry, path),
            FormPurpose::SaveAlways => self.save_each_in(path),
        }
    }

    /// Marks the form on top as being worked on.
    pub(in crate::app) fn busy(&mut self, id: RequestId) {
        if let Some(Dialog::Form(form)) = self.dialogs.last_mut() {
            form.busy = Some(id);
            form.problem = None;
        }
    }

    /// A form was closed without an answer; what was typed is kept for the next time.
    pub(in crate::app) fn give_up(&mut self, form: &Form) -> Vec<Effect> {
        self.keep_draft(form);
        match form.purpose {
            FormPurpose::Secret(_) => return self.abandon(),
            FormPurpose::Request => self.requests.pending = None,
            FormPurpose::Save(_) => self.stay(),
            FormPurpose::SaveAlways | FormPurpose::Open | FormPurpose::Key => {}
        }
        Vec::new()
    }
}
