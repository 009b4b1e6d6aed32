//! A decoded token in the text report.

use std::fmt::{self, Write as _};

use chrono::{DateTime, Offset as _, Utc};

use super::{ReportWriter, life::time_left, shorten};
use crate::{
    catalog,
    emphasis::Emphasis,
    inspection::{self, Headline},
    jose::{self, Token},
    secrecy,
    secret::Secret,
    text::visible,
    token::{
        State, Zone, instant,
        moment::{Expected, Moment},
    },
    value::Value,
    words,
};

impl ReportWriter<'_> {
    pub(super) fn token(&mut self, token: &Token) -> fmt::Result {
        let role = token.role.filter(|role| role.name() != token.field);
        let role = role.map_or(String::new(), |role| format!(" · {}", role.words()));
        let format = token.format.name().to_uppercase();
        self.title(&format!("{} ({format}){role}", visible(&token.field)))?;
        if let Some(problem) = &token.problem {
            self.problem(problem)?;
        }
        let verdict = self.state(&Headline::of_signature(token.signature.status));
        let reason = token.signature.reason.as_deref().map(visible).unwrap_or_default();
        let dash = if reason.is_empty() { "" } else { " — " };
        if token.format == jose::Format::Jws {
            writeln!(self.out, "  signature  {verdict}{dash}{reason}")?;
        }
        let life = inspection::own_expiry(token);
        let state = life.state(self.options.now);
        if state != State::Unknown {
            let state = self.state(&Headline::of_state(state));
            let left = time_left(&life, self.options.now).unwrap_or_default();
            writeln!(self.out, "  life       {state}  {left}")?;
        }
        self.members("header", &token.header)?;
        if let Some(claims) = &token.claims {
            self.members("claims", claims)?;
        }
        if let Some(disclosures) = &token.disclosures {
            let hidden = words::count(disclosures.undisclosed, "digest");
            self.members(&format!("disclosed ({hidden} undisclosed)"), &disclosures.values)?;
        }
        if let Some(payload) = &token.payload {
            let text = payload.as_str();
            let shown = if self.options.reveal || !secrecy::is_secret_text(text) {
                shorten(&visible(&self.masking.text(text)))
            } else {
                self.masked(&Secret::new(text))
            };
            writeln!(self.out, "  payload    {shown}")?;
        }
        Ok(())
    }

    /// The members of a header or claims set; times are written in words too.
    fn members(&mut self, title: &str, object: &Value) -> fmt::Result {
        writeln!(self.out, "  {title}")?;
        let members = object.members();
        let width =
            members.iter().map(|member| member.name.chars().count()).max().unwrap_or(0).min(24);
        for member in members {
            let name = self.masking.name(&member.name);
            let name = visible(&name);
            let value = self.value(&member.name, &member.value);
            write!(self.out, "    {name:width$}  {value}")?;
            if let Some(at) = claim_time(&member.name, &member.value) {
                let when =
                    format!("{} · {}", words::utc(at), words::relative(at, self.options.now));
                write!(self.out, "  {}", self.paint.emphasis(Emphasis::Dim, &when))?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }
}

/// The instant that a claim gives (RFC 7519 §2), where it is known to give one.
pub(in crate::report) fn claim_time(claim: &str, value: &Value) -> Option<DateTime<Utc>> {
    if !catalog::claim(claim).is_some_and(|claim| claim.time) {
        return None;
    }
    match instant::read(value, Expected::Instant, Zone::Fixed(Utc.fix())) {
        Moment::Instant { at, .. } => Some(at),
        _ => None,
    }
}
