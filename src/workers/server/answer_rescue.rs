//! Keeps the answer to a refresh on disk before anything else is done with it.

use std::path::{Path, PathBuf};

use super::ServerWorker;
use crate::{
    app::{effect::RescueTerms, event::RequestId},
    oauth::Reply,
    storage::{RescueFile, ReservedOutput, rescue},
    text,
};

/// Where the answer to one refresh is kept.
pub(super) struct AnswerRescue {
    /// None where nothing is worth keeping.
    folder: Option<PathBuf>,
    reserved: Option<RescueFile>,
    kept: Option<PathBuf>,
}

impl AnswerRescue {
    /// Keeps an answer that has just come.
    pub(super) fn keep(&mut self, reply: &Reply) {
        let Some(folder) = self.folder.as_deref().filter(|_| !reply.body.is_empty()) else {
            return;
        };
        // What cannot be kept is on screen, and leaving asks about it.
        self.kept = rescue::keep(folder, self.reserved.take(), reply.received_at, &reply.body).ok();
    }

    /// The file with the answer.
    pub(super) fn kept(self) -> Option<PathBuf> {
        self.kept
    }
}

impl ServerWorker {
    /// Keeps new refresh tokens in this folder until they are saved.
    pub fn set_rescue_folder(&self, folder: Option<PathBuf>) {
        self.state().rescue = folder;
    }

    /// Makes certain that an answer can be kept, and saved where it is saved by itself.
    ///
    /// # Errors
    /// What cannot be written, in words.
    pub(super) fn prepare_rescue(
        &self,
        id: RequestId,
        rescue_terms: &RescueTerms,
    ) -> Result<AnswerRescue, String> {
        let Some(folder) = self.state().rescue.clone() else {
            return Ok(AnswerRescue { folder: None, reserved: None, kept: None });
        };
        let unwritable =
            |path: &Path, error| format!("{} cannot be written: {error}", text::path(path));
        let is_writable = |path: &PathBuf| {
            ReservedOutput::at(path).map(drop).map_err(|error| unwritable(path, error))
        };
        let output = rescue_terms.output.as_ref().map_or(Ok(()), is_writable);
        let reserved = RescueFile::find(&folder).map_err(|error| unwritable(&folder, error));
        let reserved = match output.and(reserved) {
            Err(why) if !rescue_terms.at_risk => return Err(why),
            reserved => reserved.ok(),
        };
        if let Some(reserved) = &reserved {
            self.state().reserved_files.insert(id, reserved.temporary().to_owned());
        }
        Ok(AnswerRescue { folder: Some(folder), reserved, kept: None })
    }

    /// The file that was reserved for an answer is used, or gone.
    pub(super) fn release_reserved_space(&self, id: RequestId) {
        self.state().reserved_files.remove(&id);
    }

    /// Removes the files that were reserved for answers that nobody waits for any longer.
    pub fn leave_nothing(&self) {
        for (_, path) in self.state().reserved_files.drain() {
            rescue::remove(&path);
        }
    }
}
