//! Completes the path that is being typed. A worker reads the folder.

use std::path::PathBuf;

use crate::{
    app::{App, Effect, RequestId, dialog::Dialog, text_input::TextInput},
    problem::Problem,
    storage::FolderEntry,
};

use super::Form;

/// The entries of the folder that a path is being typed in.
#[derive(Clone, Debug)]
pub struct Completion {
    /// The request that reads the folder.
    id: RequestId,
    /// The folder as it was typed, with its last slash.
    folder: String,
    /// None while it is being read.
    entries: Option<Vec<FolderEntry>>,
}

/// A path as typed, taken apart: its folder with the last slash, and the start of a name.
fn split(path: &str) -> (&str, &str) {
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

impl Form {
    /// The entries of the folder that go on from what was typed.
    pub fn candidates(&self) -> Vec<&FolderEntry> {
        let path = self.questions.get(self.focus).and_then(|question| question.path_text());
        let Some((path, completion)) = path.zip(self.completion.as_ref()) else {
            return Vec::new();
        };
        let (folder, start) = split(path);
        let entries = completion.entries.iter().filter(|_| completion.folder == folder).flatten();
        entries
            .filter(|entry| entry.name.starts_with(start))
            // As a shell: what begins with a dot is asked for by it.
            .filter(|entry| start.starts_with('.') || !entry.name.starts_with('.'))
            .collect()
    }

    /// Goes on with what was typed as far as all candidates agree.
    fn complete(&mut self) {
        let candidates = self.candidates();
        let Some(first) = candidates.first() else { return };
        let agrees = |end: &usize| {
            let start = first.name.get(..*end);
            start.is_some_and(|start| candidates.iter().all(|entry| entry.name.starts_with(start)))
        };
        let end = (0..=first.name.len()).rev().find(agrees).unwrap_or(0);
        let mut name = first.name.get(..end).unwrap_or_default().to_owned();
        if candidates.len() == 1 && first.is_folder {
            name.push('/');
        }
        if let Some(question) = self.questions.get_mut(self.focus) {
            let start = question.path_text().map_or(0, |path| split(path).1.len());
            let text = question.input.text();
            let kept = text.get(..text.len() - start).unwrap_or_default();
            question.input = TextInput::new(&format!("{kept}{name}"));
        }
    }
}

impl App {
    /// Completes the path under the cursor. Gives nothing where there is none.
    pub(super) fn complete_path(&mut self) -> Option<Vec<Effect>> {
        let next = self.last_id + 1;
        let home = |path: &str| self.settings.expand_home(path);
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return None };
        let path = form.questions.get(form.focus)?.path_text()?;
        let (folder, _) = split(path);
        let place = if folder.is_empty() { PathBuf::from(".") } else { home(folder) };
        let folder = folder.to_owned();
        let Some(Dialog::Form(form)) = self.dialogs.last_mut() else { return None };
        let known = form.completion.as_ref().filter(|known| known.folder == folder);
        if known.is_some_and(|known| known.entries.is_some()) {
            form.complete();
            return Some(Vec::new());
        }
        form.completion = Some(Completion { id: next, folder, entries: None });
        self.last_id = next;
        Some(vec![Effect::ListFolder { id: next, folder: place }])
    }

    pub(in crate::app) fn on_folder_listed(
        &mut self,
        id: RequestId,
        result: Result<Vec<FolderEntry>, Problem>,
    ) {
        let Some(Dialog::Form(form)) = self.dialogs.last_mut() else { return };
        let Some(completion) = form.completion.as_mut().filter(|it| it.id == id) else { return };
        match result {
            Ok(entries) => {
                completion.entries = Some(entries);
                form.complete();
            }
            Err(problem) => {
                form.completion = None;
                form.blame(form.focus, problem);
            }
        }
    }

    /// Whether a path is being typed.
    pub fn is_typing_path(&self) -> bool {
        let Some(Dialog::Form(form)) = self.dialogs.last() else { return false };
        form.questions.get(form.focus).is_some_and(|question| question.path_text().is_some())
    }
}
