//! Saving responses to files, when asked or by itself.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::{
    emphasis::Emphasis,
    input::Loaded,
    problem::Problem,
    storage::{Replaces, SaveError},
    text::{self, visible},
};

use super::{
    App, Effect, RequestId,
    dialog::{
        Dialog,
        form::{Form, FormPurpose, Question},
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
    let Dialog::Form(form) = dialog else { return false };
    matches!(form.purpose, FormPurpose::Save(_) | FormPurpose::SaveAlways)
}

/// What the form for every new response says of itself.
const NOTE_OF_EACH: &str = "Every response that comes from a server is saved there by itself, in \
                            place of the one before, until S is pressed again.";

impl App {
    /// `s`: asks where to save the response on screen, or the one that it would be a loss to forget.
    pub(super) fn ask_to_save(&mut self) -> Vec<Effect> {
        let Some(id) = self.to_save() else { return Vec::new() };
        self.ask_where_to_save(id, "Save the response")
    }

    /// The response that `s` saves.
    pub(super) fn to_save(&self) -> Option<u64> {
        let current = self.history.current().filter(|entry| entry.content.is_some());
        current.or_else(|| self.history.newest_unsaved()).map(|entry| entry.id)
    }

    /// Where a response is saved unless the person says otherwise.
    pub(super) fn save_path(&self, id: u64) -> Option<PathBuf> {
        let entry = self.history.get(id).filter(|entry| !entry.is_part);
        let file = entry.and_then(|entry| entry.file.clone());
        self.saving.output.clone().or(file)
    }

    /// `S`: asks for the file of every new response, or ends that.
    pub(super) fn save_always(&mut self) -> Vec<Effect> {
        if self.saving.always {
            self.saving.always = false;
            self.notify(Emphasis::Good, "New responses are no longer saved by themselves");
            return Vec::new();
        }
        let path = self.save_path(self.history.current_id());
        let form =
            Form::ask(FormPurpose::SaveAlways, "Save every new response", path_of(path.as_deref()));
        self.open_form(Form { note: NOTE_OF_EACH, ..form });
        Vec::new()
    }

    /// Saves every new response in this file from now on. What such a file holds is replaced only
    /// where the person has said so.
    pub(super) fn save_each_in(&mut self, path: PathBuf) -> Vec<Effect> {
        match self.history.newest_unsaved().map(|entry| entry.id) {
            Some(id) => self.save_as(id, path),
            None if self.agrees_to_replace(&path) => {
                self.close_save_form();
                self.start_saving_each(path);
                Vec::new()
            }
            None => {
                self.ask_to_replace(path, "whatever is in it is replaced by the next response");
                Vec::new()
            }
        }
    }

    fn start_saving_each(&mut self, path: PathBuf) {
        let name = text::path(&path);
        self.saving.always = true;
        self.saving.output = Some(path);
        self.notify(Emphasis::Good, format!("Every new response is saved in {name} from now on"));
    }

    /// Whether the person has named this file again after being told that it would be replaced.
    fn agrees_to_replace(&self, path: &Path) -> bool {
        matches!(self.dialogs.last(), Some(Dialog::Form(form)) if form.replaces.as_deref() == Some(path))
    }

    /// Says what would become of a file; naming it again agrees to that.
    fn ask_to_replace(&mut self, path: PathBuf, what: &str) {
        let Some(Dialog::Form(form)) = self.dialogs.iter_mut().rev().find(|it| is_save_form(it))
        else {
            return;
        };
        let words = format!("{}: {what}", text::path(&path));
        form.blame(0, Problem::new(words).hint("enter once more agrees to that"));
        form.replaces = Some(path);
    }

    /// Saves a new response where the person has chosen that.
    pub(super) fn save_by_itself(&mut self, id: u64) -> Vec<Effect> {
        match self.save_path(id).filter(|_| self.saving.always) {
            Some(path) => self.save(id, path, Replaces::Anything),
            None => Vec::new(),
        }
    }

    /// Saves a response in the file that was typed.
    pub(super) fn save_as(&mut self, of: u64, path: PathBuf) -> Vec<Effect> {
        let agreed = self.agrees_to_replace(&path);
        let replaces = if agreed { Replaces::Anything } else { Replaces::Nothing };
        self.save(of, path, replaces)
    }

    /// Writes a response to a file. The file that it came from, or replaces, is replaced as long as
    /// it is what it was.
    pub(super) fn save(&mut self, of: u64, path: PathBuf, replaces: Replaces) -> Vec<Effect> {
        let Some(entry) = self.history.get(of) else { return Vec::new() };
        let Some(bytes) = entry.content.as_ref().map(|content| content.bytes.clone()) else {
            return Vec::new();
        };
        let is_own = !entry.is_part && entry.file.as_ref() == Some(&path);
        let own = entry.file_content.filter(|_| is_own);
        let replaces = own.map_or(replaces, Replaces::Only);
        let id = self.next_id();
        self.saving.writing.push((id, of));
        if self.dialogs.last().is_some_and(is_save_form) {
            self.busy(id);
        }
        // What the program writes itself is no news to it.
        let mut effects = self.stop_watching();
        effects.push(Effect::Save { id, path, bytes: Loaded::bytes(bytes), replaces });
        effects
    }

    pub(super) fn on_saved(
        &mut self,
        id: RequestId,
        path: PathBuf,
        result: Result<Option<DateTime<Utc>>, SaveError>,
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
                    entry.is_part = false;
                }
                let is_for_each = matches!(
                    self.dialogs.iter().rev().find(|dialog| is_save_form(dialog)),
                    Some(Dialog::Form(form)) if form.purpose == FormPurpose::SaveAlways
                );
                self.close_save_form();
                if is_for_each {
                    self.start_saving_each(path.clone());
                } else {
                    self.notify(Emphasis::Good, format!("Saved in {name}, readable by you alone"));
                }
                if self.saving.leaving && self.history.newest_unsaved().is_none() {
                    return vec![Effect::Quit];
                }
                self.watch_again(path, modified)
            }
            Err(SaveError::Exists) => {
                self.ask_to_replace(path, "there is such a file, which would be replaced");
                Vec::new()
            }
            Err(SaveError::Failed(problem)) => {
                self.saving.leaving = false;
                match self.dialogs.iter_mut().rev().find(|dialog| is_save_form(dialog)) {
                    Some(Dialog::Form(form)) => form.blame(0, problem),
                    _ => self.notify(
                        Emphasis::Bad,
                        format!("Not saved: {}; s tries another file", visible(&problem.message)),
                    ),
                }
                Vec::new()
            }
        }
    }

    fn close_save_form(&mut self) {
        let dialogs = std::mem::take(&mut self.dialogs).into_iter();
        let (forms, rest): (Vec<_>, Vec<_>) = dialogs.partition(is_save_form);
        self.dialogs = rest;
        for dialog in forms {
            if let Dialog::Form(form) = dialog {
                self.drop_draft(&form);
            }
        }
    }

    /// A worker died while it was writing.
    pub(super) fn fail_saving(&mut self, id: RequestId) -> bool {
        let broke = self.saving.writing.iter().any(|(writing, _)| *writing == id);
        if broke {
            let problem = Problem::new("saving the response failed unexpectedly");
            self.on_saved(id, PathBuf::new(), Err(SaveError::Failed(problem)));
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
        let question = path_of(self.save_path(id).as_deref());
        self.open_form(Form::ask(FormPurpose::Save(id), title, question));
        Vec::new()
    }
}

/// Asks for the path of a file, where one is known already beginning with that.
fn path_of(path: Option<&Path>) -> Question {
    // What is typed there names a file, as it is.
    let path = path.and_then(Path::to_str).unwrap_or_default();
    Question::path(path)
}
