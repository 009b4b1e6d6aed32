//! The file of a refresh token: while that token is sent, and until the new one is saved, no other
//! program may refresh it.

use std::path::PathBuf;

use crate::{
    app::{App, Effect, RequestId, effect::TokenFile, history::HistoryEntry},
    emphasis::Emphasis,
    input::{InputOrigin, Loaded},
};

use super::PendingRequest;

impl HistoryEntry {
    /// The file that its token stands in.
    pub fn token_file(&self) -> Option<TokenFile> {
        let path = self.file.clone().filter(|_| self.saved)?;
        Some(TokenFile { path, held: self.file_content? })
    }
}

impl App {
    /// The file that must be locked before a request is sent.
    pub(in crate::app) fn file_to_hold(&mut self, of: u64) -> Option<TokenFile> {
        let file = self.history.get(of)?.token_file()?;
        self.held_file = Some(file.path.clone());
        Some(file)
    }

    /// Releases the locked file once no request and no unsaved token needs it.
    pub(in crate::app) fn release_file(&mut self) -> Option<Effect> {
        let path = self.held_file.as_ref()?;
        let of_file = |entry: &HistoryEntry| entry.file.as_ref() == Some(path);
        let sends = |running: &PendingRequest| {
            running.operation.spends_refresh_token()
                && running.stage.is_under_way()
                && self.history.get(running.history_entry_id).is_some_and(of_file)
        };
        let mut requests = self.requests.running.iter().chain(&self.requests.abandoned);
        let mut entries = self.history.entries().iter();
        if requests.any(sends)
            || entries.any(|entry| entry.has_unsaved_refresh_token() && of_file(entry))
        {
            return None;
        }
        Some(Effect::ReleaseFile { path: self.held_file.take()? })
    }

    /// Another program has rewritten the file of the token that was to be sent: nothing was sent,
    /// and what is there now is shown.
    pub(in crate::app) fn on_overtaken(
        &mut self,
        id: RequestId,
        path: PathBuf,
        loaded: Loaded,
    ) -> Vec<Effect> {
        let Some((_, late)) = self.requests.take(id) else { return Vec::new() };
        if late {
            return Vec::new();
        }
        self.hide_request();
        let origin = InputOrigin::File(path.clone());
        let name = crate::text::visible(&origin.name()).into_owned();
        let was_fresh = self.auto_refresh.is_some();
        let effects = if self.items.is_some() {
            self.on_listed_file(path, Ok(loaded))
        } else {
            self.reload(origin, Ok(loaded))
        };
        let end = if was_fresh { "; the token is no longer kept fresh" } else { "" };
        self.notify(
            Emphasis::Warning,
            format!("Nothing was sent: another program has rewritten {name}, which is shown{end}"),
        );
        effects
    }
}
