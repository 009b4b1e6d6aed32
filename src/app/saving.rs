//! Saving responses to files, when asked or by itself.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::{
    emphasis::Emphasis,
    input::Loaded,
    problem::Problem,
    text::{self, visible},
};

use super::{
    App, Effect, RequestId,
    dialog::{
        Dialog,
        form::{Form, FormPurpose, InputMasking, Question, TextInput},
    },
};

/// Where responses are saved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saving {
    /// The file that `--output` or the profile names.
    pub output: Option<PathBuf>,
    /// Whether each new response is saved without being asked.
    pub always: bool,
    /// What is being written: the request, and the response in the history.
    writing: Vec<(RequestId, u64)>,
    /// Files that workers have kept answers in until those are saved.
    pub(super) kept: Vec<PathBuf>,
    /// Whether the program ends once everything is written.
    pub(super) leaving: bool,
}

impl Saving {
    /// Saves each new response in this file.
    pub fn to(output: Option<PathBuf>) -> Self {
        let always = output.is_some();
        Self { output, always, ..Self::default() }
    }
}

fn is_save_form(dialog: &Dialog) -> bool {
    matches!(dialog, Dialog::Form(form) if matches!(form.purpose, FormPurpose::Save(_)))
}

impl App {
    /// `s`: asks where to save the response on screen, or the one that it would be a loss to forget.
    pub(super) fn ask_to_save(&mut self) -> Vec<Effect> {
        let Some(id) = self.to_save() else {
            self.notify(Emphasis::Good, "Only what came from a server can be saved");
            return Vec::new();
        };
        self.ask_where_to_save(id, "Save the response")
    }

    /// The response that `s` saves.
    pub(super) fn to_save(&self) -> Option<u64> {
        let current = self.history.current().filter(|entry| entry.content.is_some());
        current.or_else(|| self.history.newest_unsaved()).map(|entry| entry.id)
    }

    /// Where a response is saved unless the person says otherwise.
    pub(super) fn save_path(&self, id: u64) -> Option<PathBuf> {
        let file = self.history.get(id).and_then(|entry| entry.file.clone());
        self.saving.output.clone().or(file)
    }

    /// `S`: saves this response and each one after it.
    pub(super) fn save_always(&mut self) -> Vec<Effect> {
        if self.saving.always {
            self.saving.always = false;
            self.notify(Emphasis::Good, "New responses are no longer saved by themselves");
            return Vec::new();
        }
        let path = self.saving.output.clone().or_else(|| self.history.current()?.file.clone());
        let Some(path) = path else {
            self.notify(Emphasis::Warning, "There is no file to save in: s asks for one");
            return Vec::new();
        };
        self.saving.always = true;
        let name = text::path(&path);
        self.notify(Emphasis::Good, format!("Each new response is saved in {name} from now on"));
        match self.history.newest_unsaved().map(|entry| entry.id) {
            Some(id) => self.save(id, path),
            None => Vec::new(),
        }
    }

    /// Saves a new response where the person has chosen that.
    pub(super) fn save_by_itself(&mut self, id: u64) -> Vec<Effect> {
        match self.save_path(id).filter(|_| self.saving.always) {
            Some(path) => self.save(id, path),
            None => Vec::new(),
        }
    }

    /// Writes a response to a file.
    pub(super) fn save(&mut self, of: u64, path: PathBuf) -> Vec<Effect> {
        let content = self.history.get(of).and_then(|entry| entry.content.as_ref());
        let Some(bytes) = content.map(|content| content.bytes.clone()) else {
            return Vec::new();
        };
        let id = self.next_id();
        self.saving.writing.push((id, of));
        if self.dialogs.last().is_some_and(is_save_form) {
            self.busy(id);
        }
        // What the program writes itself is no news to it.
        let mut effects = self.stop_watching();
        // A file that the person names anew is replaced whatever it holds.
        let from_there = self.history.get(of).filter(|entry| entry.file.as_ref() == Some(&path));
        let expected = from_there.and_then(|entry| entry.file_content);
        effects.push(Effect::Save { id, path, bytes: Loaded::bytes(bytes), expected });
        effects
    }

    pub(super) fn on_saved(
        &mut self,
        id: RequestId,
        path: PathBuf,
        result: Result<Option<DateTime<Utc>>, Problem>,
    ) -> Vec<Effect> {
        let Some(at) = self.saving.writing.iter().position(|(writing, _)| *writing == id) else {
            return Vec::new();
        };
        let (_, of) = self.saving.writing.remove(at);
        let name = text::path(&path);
        match result {
            Ok(modified) => {
                if let Some(entry) = self.history.get_mut(of) {
                    entry.saved = true;
                    entry.file_content = entry.content.as_ref().map(Loaded::fingerprint);
                    entry.file = Some(path.clone());
                }
                self.close_save_form();
                self.notify(Emphasis::Good, format!("Saved in {name}, readable by you alone"));
                if self.saving.leaving && self.history.newest_unsaved().is_none() {
                    return vec![Effect::Quit];
                }
                self.watch_again(path, modified)
            }
            Err(problem) => {
                self.saving.leaving = false;
                let form = self.dialogs.iter_mut().rev().find_map(|dialog| match dialog {
                    Dialog::Form(form) if matches!(form.purpose, FormPurpose::Save(_)) => {
                        Some(form)
                    }
                    _ => None,
                });
                match form {
                    Some(form) => {
                        form.busy = None;
                        form.problem = Some(problem);
                    }
                    None => self.notify(
                        Emphasis::Bad,
                        format!("Not saved: {}; s tries another file", visible(&problem.message)),
                    ),
                }
                Vec::new()
            }
        }
    }

    fn close_save_form(&mut self) {
        self.dialogs.retain(|dialog| !is_save_form(dialog));
    }

    /// A worker died while it was writing.
    pub(super) fn fail_saving(&mut self, id: RequestId) -> bool {
        let broke = self.saving.writing.iter().any(|(writing, _)| *writing == id);
        if broke {
            let problem = Problem::new("saving the response failed unexpectedly");
            self.on_saved(id, PathBuf::new(), Err(problem));
        }
        broke
    }

    /// Whether something is on its way that should not be lost: an answer that may hold a new
    /// refresh token, or a file that is being written.
    pub fn unsettled(&self) -> bool {
        self.requests.awaits_token() || !self.saving.writing.is_empty()
    }

    /// Every response that it would be a loss to forget and that is kept nowhere, and when it came.
    pub fn unsaved(&self) -> impl Iterator<Item = (DateTime<Utc>, &Loaded)> {
        let unsaved =
            self.history.entries().iter().filter(|entry| entry.has_unsaved_refresh_token());
        let unsaved = unsaved.filter(|entry| entry.kept.is_none());
        unsaved.filter_map(|entry| Some((entry.at, entry.content.as_ref()?)))
    }

    /// Says that a session before this one had to keep a response in this folder.
    pub fn remind_of(&mut self, folder: &Path) {
        let home = self.settings.home.as_deref();
        let short = home.and_then(|home| folder.strip_prefix(home).ok());
        let place = match short {
            Some(rest) => Path::new("~").join(rest),
            None => folder.to_owned(),
        };
        let place = text::path(&place);
        self.notify(Emphasis::Warning, format!("An unsaved refresh token is kept in {place}"));
    }

    /// Asks where to save a response.
    pub(super) fn ask_where_to_save(&mut self, id: u64, title: &'static str) -> Vec<Effect> {
        let path = self.save_path(id);
        // What is typed there names a file, as it is.
        let path = path.as_deref().and_then(Path::to_str).unwrap_or_default();
        let question = Question {
            label: "Path",
            input: TextInput::new(path),
            masking: InputMasking::Never,
            example: "token.json",
        };
        self.dialogs.push(Dialog::Form(Form::ask(FormPurpose::Save(id), title, question)));
        Vec::new()
    }
}
