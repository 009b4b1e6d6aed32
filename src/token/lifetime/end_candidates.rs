//! Collects every expiry time given for a token (`expires_at`, `expires_in`, `exp`), and chooses
//! the one that counts: the earliest.

use chrono::{DateTime, TimeDelta, Utc};

use super::{ResponseClock, TokenTimes};
use crate::token::{
    expiry::{AGREEMENT, Basis, Candidate, Expiry, Received},
    field::Field,
    moment::{Lifetime, Moment},
};

/// The expiry times found so far, from which an [`Expiry`] is made.
#[derive(Default)]
pub(super) struct EndCandidates<'a> {
    /// Absolute times, each with whether it was a local time, which is less certain than one with a
    /// zone or an epoch.
    absolute: Vec<(bool, Candidate)>,
    /// The lifetimes, each with the field that gives it.
    pub(super) lifetimes: Vec<(Lifetime, &'a str)>,
    never: bool,
    out_of_calendar: Vec<String>,
}

impl<'a> EndCandidates<'a> {
    pub(super) fn add(&mut self, field: &'a Field, moment: Moment) {
        match moment {
            Moment::Instant { at, local } => {
                let field = field.name.clone();
                let candidate = Candidate { basis: Basis::ExpiresAt, field, at };
                self.absolute.push((local.is_some(), candidate));
            }
            Moment::Lifetime(lifetime) if lifetime.is_zero() => self.never = true,
            Moment::Lifetime(lifetime) => self.lifetimes.push((lifetime, &field.name)),
            Moment::Never => self.never = true,
            Moment::OutOfCalendar => self.out_of_calendar.push(field.name.clone()),
            Moment::Unreadable => {}
        }
    }

    /// A zone-less time that differs by whole quarters of an hour from a time with a zone is the
    /// same instant in another zone: `az account get-access-token` prints both.
    fn agree_on_zone(&mut self) {
        const QUARTER: i64 = 15 * 60;
        let Some((false, Candidate { at: sure, .. })) = self.absolute.first().cloned() else {
            return;
        };
        for (_, candidate) in self.absolute.iter_mut().filter(|(local, _)| *local) {
            let distance = candidate.at - sure;
            let rest = (distance.num_seconds() + QUARTER / 2).rem_euclid(QUARTER) - QUARTER / 2;
            if distance.abs() <= WIDEST_ZONE_DIFFERENCE && rest.abs() <= AGREEMENT.num_seconds() {
                candidate.at = sure;
            }
        }
    }

    /// The expiry with the earliest end, its basis and lifetime.
    pub(super) fn into_expiry(
        mut self,
        issued: Option<DateTime<Utc>>,
        jwt: &TokenTimes,
        ResponseClock { now, received, .. }: ResponseClock,
    ) -> Expiry {
        self.absolute.sort_by_key(|(local, _)| *local);
        self.agree_on_zone();
        let mut candidates: Vec<Candidate> = self.absolute.into_iter().map(|(_, it)| it).collect();
        if let Some(at) = jwt.expires_at {
            candidates.push(Candidate { basis: Basis::JwtExp, field: "exp".to_owned(), at });
        }
        let start = match issued {
            Some(issued) => {
                Some((Basis::CreatedAtPlusExpiresIn, plausible_issue(issued, received, now)))
            }
            // An assumed time of receipt counts only if nothing else is known.
            None if !received.is_known() && !candidates.is_empty() => None,
            None => Some((Basis::ReceivedAtPlusExpiresIn, received.counts_from(now))),
        };
        for (lifetime, field) in &self.lifetimes {
            let Some((basis, start)) = start else { break };
            match lifetime.after(start) {
                Some(at) => candidates.push(Candidate { basis, field: (*field).to_owned(), at }),
                None => self.out_of_calendar.push((*field).to_owned()),
            }
        }
        candidates.sort_by_key(|candidate| candidate.basis);
        self.out_of_calendar.dedup();
        let earliest = candidates.iter().map(|candidate| candidate.at).min();
        if let Some(end) = earliest
            && let Some(agrees) = candidates.iter().position(|it| it.at - end <= AGREEMENT)
        {
            candidates[..=agrees].rotate_right(1);
        }
        let expires_at = candidates.first().map(|chosen| chosen.at);
        let issued_at = issued.or(jwt.issued_at);
        let basis = candidates.first().map(|chosen| chosen.basis);
        // The lifetime from `expires_in`, where its end is the chosen one or agrees with it.
        let counted = || {
            let (basis, start) = start?;
            let end = candidates.iter().find(|it| it.basis == basis)?;
            ((end.at - expires_at?).abs() <= AGREEMENT).then_some(end.at - start)
        };
        let span = |issued: Option<DateTime<Utc>>| Some(expires_at? - issued?);
        let lifetime = match basis {
            Some(Basis::JwtExp) => span(jwt.issued_at),
            _ => counted().or_else(|| span(issued_at)),
        };
        // Without a time of issue, the stated lifetime is used unless more time than that remains.
        let remaining_fits = || {
            let (lifetime, _) = self.lifetimes.first()?;
            let end = expires_at?;
            Some(lifetime.about()).filter(|lifetime| end - now <= *lifetime)
        };
        Expiry {
            issued_at,
            not_before: None,
            expires_at,
            lifetime: lifetime.or_else(remaining_fits),
            basis,
            never: self.never && expires_at.is_none(),
            candidates,
            out_of_calendar: self.out_of_calendar,
        }
    }
}

/// The difference between UTC−12:00 and UTC+14:00.
const WIDEST_ZONE_DIFFERENCE: TimeDelta = TimeDelta::hours(26);

/// The stated time of issue, limited to the time of receipt: a server clock that is ahead must not
/// make the token live longer than its lifetime.
fn plausible_issue(issued: DateTime<Utc>, received: Received, now: DateTime<Utc>) -> DateTime<Utc> {
    if is_ahead(issued, received, now) { issued.min(received.counts_from(now)) } else { issued }
}

/// Whether a time of issue is later than the response or the present.
pub fn is_ahead(issued: DateTime<Utc>, received: Received, now: DateTime<Utc>) -> bool {
    issued > now || received.is_known() && issued > received.at
}
