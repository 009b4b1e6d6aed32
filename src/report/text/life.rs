//! The lines of the text report about the expiry of a token, and whether it can be used.

use std::fmt::{self, Write as _};

use chrono::{DateTime, TimeDelta, Utc};

use super::ReportWriter;
use crate::{
    emphasis::Emphasis,
    inspection::{Headline, Inspection, UsableAnswer},
    kind::Kind,
    text::visible,
    token::{Expiry, State},
    words,
};

impl ReportWriter<'_> {
    pub(super) fn life(&mut self, inspection: &Inspection) -> fmt::Result {
        let now = self.options.now;
        let expiry = &inspection.expiry;
        let head = self.state(&inspection.headline(now));
        let counts = inspection.usable(now).counts_down();
        let left =
            |expiry| time_left(expiry, now).map_or_else(String::new, |left| format!("  {left}"));
        let headline = if counts { left(expiry) } else { String::new() };
        writeln!(self.out, "{head}{headline}")?;
        if let Some(end) = expiry.expires_at {
            let basis = expiry.basis.map_or("", |basis| basis.name()).replace('+', " + ");
            let local = self.options.zone.local(end).format("%H:%M:%S %:z");
            writeln!(self.out, "  expires  {} · {local} local · from {basis}", words::utc(end))?;
        }
        for other in expiry.disagreeing_candidates() {
            let note = format!("{} says {}", other.field, words::utc(other.at));
            let note = self.paint.emphasis(Emphasis::Dim, &visible(&note));
            writeln!(self.out, "           {note}")?;
        }
        if let Some(refresh) = &inspection.refresh_expiry {
            let state = self.state(&Headline::of_state(refresh.state(now)));
            writeln!(self.out, "  refresh  {state}{}", left(refresh))?;
        }
        if inspection.can_refresh(now) {
            let hint =
                "the refresh token gets a new one: tokenscope refresh, or r in the inspector";
            writeln!(self.out, "  {}", self.paint.emphasis(Emphasis::Dim, hint))?;
        }
        Ok(())
    }

    /// A symbol and the words beside it, in the colour of both.
    pub(super) fn state(&self, headline: &Headline) -> String {
        let Headline { symbol, words, emphasis } = headline;
        self.paint.emphasis(*emphasis, &format!("{symbol} {words}"))
    }
}

/// Whether the headline means anything for this artifact.
pub(in crate::report) fn has_life(inspection: &Inspection, now: DateTime<Utc>) -> bool {
    matches!(inspection.kind, Kind::TokenResponse | Kind::Jws | Kind::SdJwt)
        || inspection.expiry.state(now) != State::Unknown
        || inspection.usable(now).answer == UsableAnswer::No
}

/// The time left in a column of a table that is called so.
pub(super) fn short_time_left(expiry: &Expiry, now: DateTime<Utc>) -> Option<String> {
    match (expiry.state(now), expiry.not_before) {
        (State::Expired, _) => Some(format!("{} ago", words::rough(expiry.remaining(now)?))),
        (State::NotYetValid, Some(start)) => {
            Some(format!("begins in {}", words::rough(start - now)))
        }
        _ => Some(words::countdown(expiry.remaining(now)?)),
    }
}

/// The time left, how long ago the token ended, or when it becomes valid.
pub(in crate::report) fn time_left(expiry: &Expiry, now: DateTime<Utc>) -> Option<String> {
    let left = || expiry.remaining(now).map(words::exact);
    let of = || {
        let life = expiry.lifetime.filter(|life| *life > TimeDelta::zero());
        life.map(|life| format!(" of {}", words::rough(life))).unwrap_or_default()
    };
    match (expiry.state(now), expiry.not_before) {
        (State::Expired, _) => Some(format!("{} ago", left()?)),
        (State::NotYetValid, Some(start)) => {
            Some(format!("begins in {}", words::exact(start - now)))
        }
        _ => Some(format!("{} left{}", left()?, of())),
    }
}
