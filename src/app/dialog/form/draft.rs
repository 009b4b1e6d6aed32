//! What was typed into forms that were closed without an answer, for the next time.

use crate::app::{App, dialog::Dialog, text_input::TextInput};

use super::{Form, FormPurpose};

/// What was typed into one form, wiped on drop.
#[derive(Clone, Debug)]
pub struct Draft {
    purpose: FormPurpose,
    /// Tells the forms of one purpose apart.
    title: String,
    /// Names, what held before, and what was typed.
    answers: Vec<(&'static str, String, TextInput)>,
}

impl Draft {
    fn is_of(&self, form: &Form) -> bool {
        self.purpose == form.purpose && self.title == form.title
    }
}

impl App {
    /// Keeps what was typed. A secret that a request asked for is asked for anew.
    pub(super) fn keep_draft(&mut self, form: &Form) {
        self.drop_draft(form);
        if matches!(form.purpose, FormPurpose::Secret(_)) {
            return;
        }
        let typed = form.questions.iter().filter(|question| question.is_changed());
        let answers: Vec<_> = typed
            .map(|question| (question.name, question.initial.clone(), question.input.clone()))
            .collect();
        if !answers.is_empty() {
            let (purpose, title) = (form.purpose, form.title.clone());
            self.drafts.push(Draft { purpose, title, answers });
        }
    }

    /// What was typed has been taken.
    pub(in crate::app) fn drop_draft(&mut self, form: &Form) {
        self.drafts.retain(|draft| !draft.is_of(form));
    }

    /// Opens a form with what was typed into it before, where the same holds as then.
    pub(in crate::app) fn open_form(&mut self, mut form: Form) {
        if let Some(draft) = self.drafts.iter().find(|draft| draft.is_of(&form)) {
            for (name, initial, input) in &draft.answers {
                let same = form.questions.iter_mut().find(|question| question.name == *name);
                if let Some(question) = same.filter(|question| question.initial == *initial) {
                    question.input = input.clone();
                }
            }
        }
        self.dialogs.push(Dialog::Form(form));
    }
}
