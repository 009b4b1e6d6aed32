//! Answers to a refresh that are kept on disk before they are shown. A kept file is removed once its
//! refresh token is saved elsewhere or spent, or the person discards it.

use std::path::{Path, PathBuf};

use crate::{
    app::{App, Effect, RequestId, effect::RescueTerms, server_answer::ServerAnswer},
    emphasis::Emphasis,
    oauth::RefreshTokenUse,
};

use super::RequestStage;

impl App {
    /// What must be certain before a token of this response is sent.
    pub(in crate::app) fn rescue_terms(&self, of: u64, at_risk: bool) -> RescueTerms {
        let output = self.save_path(of).filter(|_| self.saving.always);
        RescueTerms { output, at_risk }
    }

    /// A refresh token was not sent, because its answer might be lost: the person is told why, and
    /// may have it sent all the same.
    pub(in crate::app) fn on_risk(&mut self, id: RequestId, why: &str) -> Vec<Effect> {
        let now = self.now;
        let Some(running) = self.requests.running.as_mut().filter(|running| running.id == id)
        else {
            if let Some((running, _)) = self.requests.take(id) {
                self.set_refresh_token_use(&running, RefreshTokenUse::Unused);
            }
            self.notify(Emphasis::Warning, format!("The abandoned request was not sent: {why}"));
            return vec![Effect::Abandon { id }];
        };
        let Some(request) = running.stage.request().cloned() else { return Vec::new() };
        running.enter(RequestStage::AwaitingConsent { request, risk: Some(why.to_owned()) }, now);
        if running.is_automatic {
            self.auto_refresh = None;
            let effects = self.abandon();
            self.notify(Emphasis::Bad, format!("No longer kept fresh: {why}; nothing was sent"));
            return effects;
        }
        self.show_request();
        Vec::new()
    }

    /// Takes note of where a worker has kept an answer.
    pub(in crate::app) fn note_kept(&mut self, answer: &ServerAnswer) {
        self.saving.kept.extend(answer.kept.clone());
    }

    /// Where answers are kept that may be in no other file.
    pub fn kept(&self) -> &[PathBuf] {
        &self.saving.kept
    }

    /// Whether an answer of this session is kept there.
    pub fn keeps(&self, path: &Path) -> bool {
        self.saving.kept.iter().any(|kept| kept == path)
    }

    /// Takes away what need not be kept any more.
    pub(in crate::app) fn remove_kept(&mut self) -> impl Iterator<Item = Effect> {
        let entries = self.history.entries();
        let needed = |path: &PathBuf| {
            entries
                .iter()
                .any(|entry| entry.has_unsaved_refresh_token() && entry.kept.as_ref() == Some(path))
        };
        let kept = std::mem::take(&mut self.saving.kept);
        let (needed, rest) = kept.into_iter().partition(needed);
        self.saving.kept = needed;
        rest.into_iter().map(|path| Effect::RemoveKept { path })
    }
}
