//! Keeping a token fresh: one refresh when it turns `expiring`, and never a loop.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    emphasis::Emphasis,
    oauth::{Operation, RefreshTokenUse},
    secret::Secret,
    token::{Expiry, State},
};

use super::{App, Effect, requests::PendingRequest, server_answer::ExchangeFailure};

/// The wait after the first failure; it doubles with each.
const FIRST_WAIT: TimeDelta = TimeDelta::seconds(2);

/// No wait is longer.
const LONGEST_WAIT: TimeDelta = TimeDelta::minutes(5);

/// However short tokens live, refreshes are no closer than this.
const PACE: TimeDelta = TimeDelta::seconds(5);

/// Sessions that keep the same token fresh refresh it at most so far apart.
const LONGEST_SPREAD: TimeDelta = TimeDelta::seconds(30);

/// A token that is kept fresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AutoRefresh {
    /// The response that is to be refreshed next.
    pub of: u64,
    /// Not before then.
    pub not_before: Option<DateTime<Utc>>,
    /// Failures in a row, each before anything was sent.
    pub failures: u32,
}

impl App {
    /// `a`: keeps the token fresh from now on, or no longer.
    pub(super) fn toggle_auto_refresh(&mut self) -> Vec<Effect> {
        if self.auto_refresh.take().is_some() {
            self.notify(Emphasis::Good, "The token is no longer kept fresh");
            return Vec::new();
        }
        let Some(entry) = self.history.current() else { return Vec::new() };
        let Some(token) = &entry.refresh_token else {
            self.notify(
                Emphasis::Warning,
                "There is no refresh token to keep the token fresh with",
            );
            return Vec::new();
        };
        if entry.document.inspection.expiry.expires_at.is_none() {
            self.notify(
                Emphasis::Warning,
                "Nothing says when the token ends, so it cannot be kept fresh",
            );
            return Vec::new();
        }
        let of = entry.id;
        // Once a server is known, the key says yes to sending it its own tokens, and no other.
        if self.requests.server.is_none() || !self.may_refresh_automatically(token) {
            return self.refresh();
        }
        self.auto_refresh = Some(AutoRefresh { of, not_before: None, failures: 0 });
        self.notify(Emphasis::Good, "Kept fresh: one refresh when the token turns expiring");
        self.run_auto_refresh_if_due()
    }

    /// Sends the one refresh where it is due.
    pub(super) fn run_auto_refresh_if_due(&mut self) -> Vec<Effect> {
        let Some(auto_refresh) = &self.auto_refresh else { return Vec::new() };
        let due = auto_refresh.not_before.is_none_or(|at| at <= self.now);
        if !due || self.requests.running.is_some() || !self.is_due(auto_refresh.of) {
            return Vec::new();
        }
        let token = self.history.get(auto_refresh.of).and_then(|entry| entry.refresh_token.clone());
        match token {
            Some(_)
                if self
                    .history
                    .get(auto_refresh.of)
                    .is_some_and(|entry| entry.refresh_token_use != RefreshTokenUse::Unused) =>
            {
                self.auto_refresh = None;
                self.notify(
                    Emphasis::Bad,
                    "No longer kept fresh: the refresh token may be spent; r sends it again",
                );
                Vec::new()
            }
            Some(token) => {
                let of = auto_refresh.of;
                self.ask_server_with(Operation::Refresh { token, scope: Vec::new() }, of, true)
            }
            None => Vec::new(),
        }
    }

    /// A refresh goes where the person has not agreed to: it is not sent, and nothing pops up under
    /// the fingers of somebody who types.
    pub(super) fn stop_for_consent(&mut self) -> Vec<Effect> {
        self.auto_refresh = None;
        let effects = self.abandon();
        let words = "No longer kept fresh: the token would go to a server that you have not agreed \
                     to; r shows the request";
        self.notify(Emphasis::Bad, words);
        effects
    }

    /// Whether a response is about to end, or has.
    fn is_ending(&self, id: u64) -> bool {
        self.history.document_of(id).is_some_and(|document| {
            matches!(document.inspection.expiry.state(self.now), State::Expiring | State::Expired)
        })
    }

    /// Whether it is time to refresh a response: a while after it turned expiring. How long differs
    /// from session to session, so that several do not ask at once.
    fn is_due(&self, id: u64) -> bool {
        let document = self.history.document_of(id);
        let Some(expiry) = document.map(|document| &document.inspection.expiry) else {
            return false;
        };
        let earlier = self.now.checked_sub_signed(self.jitter_delay(expiry)).unwrap_or(self.now);
        expiry.is_over(self.now)
            || matches!(expiry.state(earlier), State::Expiring | State::Expired)
    }

    /// For how long this session waits after a token turned expiring: at most half a minute, and at
    /// most half of what is left then. It turns expiring at a tenth of its lifetime.
    fn jitter_delay(&self, expiry: &Expiry) -> TimeDelta {
        let half = expiry.lifetime.map_or(TimeDelta::zero(), |lifetime| lifetime / 20);
        let longest = half.clamp(TimeDelta::zero(), LONGEST_SPREAD);
        longest * i32::from(self.jitter) / 255
    }

    /// A new response took the place of the one that was kept fresh.
    pub(super) fn continue_auto_refresh(&mut self, id: u64) {
        if self.auto_refresh.is_none() {
            return;
        }
        if self.is_ending(id) {
            // It would be refreshed again at once, and so on for ever.
            self.auto_refresh = None;
            self.notify(Emphasis::Bad, "No longer kept fresh: the new token is ending already");
            return;
        }
        let not_before = self.now.checked_add_signed(PACE);
        self.auto_refresh = Some(AutoRefresh { of: id, not_before, failures: 0 });
    }

    /// Plans another try where the network failed before anything was sent.
    pub(super) fn try_again_later(
        &mut self,
        running: &PendingRequest,
        failure: &ExchangeFailure,
    ) -> bool {
        let Some(auto_refresh) = &mut self.auto_refresh else { return false };
        if !running.is_automatic || !failure.network || failure.maybe_sent {
            return false;
        }
        let doubled = FIRST_WAIT * 2_i32.pow(auto_refresh.failures.min(10));
        let wait = doubled.min(LONGEST_WAIT);
        auto_refresh.failures = auto_refresh.failures.saturating_add(1);
        auto_refresh.not_before = self.now.checked_add_signed(wait);
        let words = format!(
            "{}; nothing was sent, another try in {}",
            failure.message,
            crate::words::exact(wait)
        );
        self.notify(Emphasis::Warning, words);
        true
    }

    /// Stops where a refresh was refused, or may have been spent.
    pub(super) fn stop_auto_refresh(&mut self, running: &PendingRequest, why: &str) {
        if running.operation.spends_refresh_token() && self.auto_refresh.take().is_some() {
            self.notify(Emphasis::Bad, format!("No longer kept fresh: {why}"));
        }
    }

    /// A refresh token was ended: nothing is kept fresh with it.
    pub(super) fn stop_renewing(&mut self, revoked: &Secret) {
        let kept =
            self.auto_refresh.as_ref().and_then(|auto_refresh| self.history.get(auto_refresh.of));
        if kept.and_then(|entry| entry.refresh_token.as_ref()) == Some(revoked) {
            self.auto_refresh = None;
        }
    }

    /// When the next refresh may be due, where nothing else wakes the screen for it.
    pub(super) fn next_auto_refresh(&self) -> Option<DateTime<Utc>> {
        self.auto_refresh.as_ref()?.not_before
    }
}
