//! What `--check` and its requirements ask for on the command line.

use std::fmt::Write as _;

use chrono::{DateTime, TimeDelta, Utc};
use clap::Args;

use super::global_args::duration;
use crate::{
    check::{self, CheckOutcome, Requirement},
    findings::Severity,
    inspection::{Collection, Contents, Inspection},
    text::visible,
    words,
};

/// What a token must meet.
#[derive(Args, Clone, Debug, Default)]
#[group(skip)]
#[command(next_help_heading = "Check")]
pub struct CheckArgs {
    /// Exit 1 when the token cannot be used (expired, not yet valid, inactive, unsigned), with keys
    /// also unless its signature is valid, or when a requirement below fails
    #[arg(long)]
    pub check: bool,
    /// Require at least this much life to be left (90s, 15m, 2h, 1d); implies --check
    #[arg(long, value_name = "DURATION", value_parser = duration)]
    pub min_ttl: Vec<TimeDelta>,
    /// Require this scope; implies --check
    #[arg(long, value_name = "SCOPE")]
    pub require_scope: Vec<String>,
    /// Refuse findings as bad as this, or worse; implies --check
    #[arg(long, value_name = "SEVERITY")]
    pub deny: Option<DenyLevel>,
    /// Require this audience; implies --check
    #[arg(long, value_name = "AUDIENCE")]
    pub require_aud: Vec<String>,
    /// Require this issuer; implies --check
    #[arg(long, value_name = "ISSUER")]
    pub require_iss: Vec<String>,
}

/// What `--check` comes to.
#[derive(Debug)]
pub struct CheckVerdict {
    pub met: bool,
    /// Lines that say why, safe for a terminal.
    pub text: String,
}

/// Which findings `--deny` refuses.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub enum DenyLevel {
    /// Warnings and errors.
    Warnings,
    /// Errors.
    Errors,
}

impl CheckArgs {
    /// Whether anything is to be checked.
    pub fn any(&self) -> bool {
        self.check
            || self.deny.is_some()
            || !(self.min_ttl.is_empty()
                && self.require_scope.is_empty()
                && self.require_aud.is_empty()
                && self.require_iss.is_empty())
    }

    /// What they come to for everything that an input holds: a line a requirement, and of several
    /// items the lines of those that fail.
    pub fn verdict(
        &self,
        contents: &Contents,
        keys: bool,
        mask_personal: bool,
        now: DateTime<Utc>,
    ) -> CheckVerdict {
        let collection = match contents {
            Contents::One(item) if item.nested.is_empty() => {
                let outcomes = self.outcomes(&item.inspection, keys, now);
                let lines = outcomes.iter().map(|outcome| outcome.line() + "\n");
                return CheckVerdict { met: check::all_met(&outcomes), text: lines.collect() };
            }
            Contents::One(item) => &Collection::from(Contents::One(item.clone())),
            Contents::Several(collection) => collection,
        };
        let secrets = collection.secrets();
        let mut text = String::new();
        let (mut met, mut count) = (0, 0);
        for item in collection.all() {
            let outcomes = self.outcomes(&item.inspection, keys, now);
            count += 1;
            met += usize::from(check::all_met(&outcomes));
            for outcome in outcomes.iter().filter(|outcome| !outcome.met) {
                let name = item.told_name(mask_personal);
                let line = format!("{}  ({})\n", outcome.line(), visible(&name));
                text.push_str(&secrets.masked(&line));
            }
        }
        let word = if met == count { "ok  " } else { "FAIL" };
        // Writing to a String cannot fail.
        let _ = writeln!(text, "{word}  {met} of {} pass", words::count(count, "item"));
        CheckVerdict { met: met == count, text }
    }

    /// How they come out; `keys` says whether there are keys to verify with.
    pub fn outcomes(
        &self,
        inspection: &Inspection,
        keys: bool,
        now: DateTime<Utc>,
    ) -> Vec<CheckOutcome> {
        let mut all = Vec::new();
        all.extend(keys.then_some(Requirement::Signatures));
        all.extend(self.min_ttl.iter().map(|ttl| Requirement::TimeLeft(*ttl)));
        all.extend(self.require_scope.iter().cloned().map(Requirement::Scope));
        all.extend(self.require_aud.iter().cloned().map(Requirement::Audience));
        all.extend(self.require_iss.iter().cloned().map(Requirement::Issuer));
        all.extend(self.deny.map(|deny| {
            Requirement::NoFinding(match deny {
                DenyLevel::Errors => Severity::Error,
                DenyLevel::Warnings => Severity::Warning,
            })
        }));
        check::check(inspection, &all, now)
    }
}
