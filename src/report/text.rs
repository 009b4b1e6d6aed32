//! The report for people: aligned, coloured on a terminal, plain in a pipe.

mod explained;
mod paint;

use std::fmt::{self, Write};

use chrono::{DateTime, Offset as _, TimeDelta, Utc};

use self::paint::Paint;
use super::{Masking, ReportOptions};
use crate::{
    catalog,
    emphasis::Emphasis,
    findings::Severity,
    inspection::{self, Answer, Headline, Inspection},
    jose::{self, Token},
    kind::Kind,
    problem::Problem,
    secrecy,
    secret::{MASK, Secret},
    text::visible,
    token::{
        Expiry, Field, State, Zone, field, instant,
        moment::{Expected, Moment},
    },
    value::Value,
    words,
};

/// The whole report.
pub fn render(inspection: &Inspection, options: &ReportOptions) -> String {
    let masking = options.masking(inspection);
    let mut page =
        ReportWriter { out: String::new(), paint: Paint(options.colour), options, masking };
    // Writing to a String cannot fail.
    let _ = page.whole(inspection);
    finished(page.out, masking)
}

/// A report that is written, with what it may still hold of the secrets masked.
fn finished(mut out: String, masking: Masking<'_>) -> String {
    if !masking.reveal {
        masking.secrets.hide_in_text(&mut out);
    }
    out
}

/// The report in one line: kind, state, what is left, scopes, findings.
pub fn render_line(inspection: &Inspection, options: &ReportOptions) -> String {
    let words = inspection.headline(options.now).words.to_lowercase();
    let mut out = format!("{} {words}", inspection.kind.name());
    let counts = inspection.usable(options.now).counts_down();
    if let Some(left) = left(&inspection.expiry, options.now).filter(|_| counts) {
        let _ = write!(out, " {left}");
    }
    if !inspection.scopes.is_empty() {
        let _ = write!(out, " · {}", words::count(inspection.scopes.len(), "scope"));
    }
    if let Some(error) = inspection.field("error").and_then(Field::plain).and_then(Value::as_str) {
        let _ = write!(out, " · {}", visible(&options.masking(inspection).text(error)));
    }
    if let Some(problem) = &inspection.problem {
        let _ = write!(out, " · {}", visible(&problem.message));
    }
    let codes: Vec<_> = inspection
        .findings
        .iter()
        .filter(|finding| finding.severity < Severity::Info)
        .map(|finding| finding.code)
        .collect();
    if !codes.is_empty() {
        let _ = write!(out, " · {}", codes.join(" "));
    }
    finished(out, options.masking(inspection))
}

/// The page while it is written.
struct ReportWriter<'a> {
    out: String,
    paint: Paint,
    options: &'a ReportOptions,
    masking: Masking<'a>,
}

impl ReportWriter<'_> {
    fn whole(&mut self, inspection: &Inspection) -> fmt::Result {
        let kind = self.paint.title(inspection.kind.words());
        writeln!(self.out, "{kind} · {}", inspection.encoding.name())?;
        if let Some(problem) = &inspection.problem {
            self.problem(problem)?;
        }
        self.essentials(inspection)?;
        if has_a_life(inspection, self.options.now) {
            writeln!(self.out)?;
            self.life(inspection)?;
        }
        self.fields(&inspection.fields)?;
        self.explained(inspection)?;
        self.scopes(inspection)?;
        for token in &inspection.tokens {
            self.token(token)?;
        }
        self.findings(inspection)
    }

    fn title(&mut self, title: &str) -> fmt::Result {
        let title = self.paint.title(title);
        writeln!(self.out, "\n{title}")
    }

    fn problem(&mut self, problem: &Problem) -> fmt::Result {
        let mark = self.paint.emphasis(Emphasis::Bad, Emphasis::Bad.symbol());
        writeln!(self.out, "{mark} {problem}")?;
        if let Some(hint) = &problem.hint {
            writeln!(self.out, "  hint: {}", visible(hint))?;
        }
        Ok(())
    }

    fn life(&mut self, inspection: &Inspection) -> fmt::Result {
        let now = self.options.now;
        let expiry = &inspection.expiry;
        let head = self.state(&inspection.headline(now));
        let counts = inspection.usable(now).counts_down();
        let left = |expiry| left(expiry, now).map_or_else(String::new, |left| format!("  {left}"));
        let headline = if counts { left(expiry) } else { String::new() };
        writeln!(self.out, "{head}{headline}")?;
        if let Some(end) = expiry.expires_at {
            let basis = expiry.basis.map_or("", |basis| basis.name()).replace('+', " + ");
            let local = self.options.zone.local(end).format("%H:%M:%S %:z");
            writeln!(self.out, "  expires  {} · {local} local · from {basis}", words::utc(end))?;
        }
        for other in expiry.disagreeing() {
            let note = format!("{} says {}", other.field, words::utc(other.at));
            let note = self.paint.emphasis(Emphasis::Dim, &visible(&note));
            writeln!(self.out, "           {note}")?;
        }
        if let Some(refresh) = &inspection.refresh_expiry {
            let state = self.state(&Headline::of_life(refresh.state(now)));
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
    fn state(&self, headline: &Headline) -> String {
        let Headline { symbol, words, emphasis } = headline;
        self.paint.emphasis(*emphasis, &format!("{symbol} {words}"))
    }

    fn fields(&mut self, fields: &[Field]) -> fmt::Result {
        if fields.is_empty() {
            return Ok(());
        }
        self.title("Fields")?;
        let width =
            fields.iter().map(|field| field.name.chars().count()).max().unwrap_or(0).min(32);
        for field in fields {
            let name = visible(&field.name);
            let value = self.field_value(field);
            writeln!(self.out, "  {name:width$}  {value}")?;
        }
        Ok(())
    }

    fn field_value(&self, field: &Field) -> String {
        match &field.content {
            _ if !field.present => self.paint.emphasis(Emphasis::Dim, "absent"),
            field::Content::Secret { secret, .. } if self.options.reveal => {
                // The person asked to see secrets whole.
                visible(secret.expose()).into_owned()
            }
            field::Content::Secret { secret, .. } => self.masked(secret),
            field::Content::Plain(value) => self.value(&field.name, value),
        }
    }

    /// A value on one line: a string as it is, anything else as JSON.
    fn value(&self, name: &str, value: &Value) -> String {
        let shown = self.masking.value(name, value);
        if let Value::String(text) = &*shown {
            return shorten(&visible(text.as_str()));
        }
        let mut json = Vec::new();
        // Writing to a Vec cannot fail.
        let _ = super::json::write_value(&mut json, name, value, self.masking);
        shorten(&visible(&String::from_utf8_lossy(&json)))
    }

    fn masked(&self, secret: &Secret) -> String {
        let length = words::count(secret.length(), "char");
        let what = format!("{length} · sha256 {}", secret.fingerprint());
        format!("{MASK}  {}", self.paint.emphasis(Emphasis::Dim, &what))
    }

    fn scopes(&mut self, inspection: &Inspection) -> fmt::Result {
        if inspection.scopes.is_empty() {
            return Ok(());
        }
        self.title(&format!("Scopes ({})", inspection.scopes.len()))?;
        let width = inspection
            .scopes
            .iter()
            .map(|scope| scope.name.chars().count())
            .max()
            .unwrap_or(0)
            .min(48);
        for scope in &inspection.scopes {
            let name = visible(&scope.name);
            match scope.description {
                Some(description) => {
                    let description = self.paint.emphasis(Emphasis::Dim, description);
                    writeln!(self.out, "  {name:width$}  {description}")?;
                }
                None => writeln!(self.out, "  {name}")?,
            }
        }
        Ok(())
    }

    fn token(&mut self, token: &Token) -> fmt::Result {
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
        let life = inspection::life_of(token);
        let state = life.state(self.options.now);
        if state != State::Unknown {
            let state = self.state(&Headline::of_life(state));
            let left = left(&life, self.options.now).unwrap_or_default();
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

    /// The members of a header or claims set; what is a time is said in words too.
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
            if let Some(at) = time(&member.name, &member.value) {
                let when =
                    format!("{} · {}", words::utc(at), words::relative(at, self.options.now));
                write!(self.out, "  {}", self.paint.emphasis(Emphasis::Dim, &when))?;
            }
            writeln!(self.out)?;
        }
        Ok(())
    }

    fn findings(&mut self, inspection: &Inspection) -> fmt::Result {
        if inspection.findings.is_empty() {
            return Ok(());
        }
        self.title("Findings")?;
        for finding in &inspection.findings {
            let severity = finding.severity;
            let mark = format!("{} {}", severity.symbol(), severity.name());
            let mark = self.paint.emphasis(severity.emphasis(), &mark);
            writeln!(self.out, "  {mark} {}", finding.code)?;
            writeln!(self.out, "    {}", visible(&finding.message))?;
        }
        Ok(())
    }
}

/// Whether the headline means anything for this artifact.
fn has_a_life(inspection: &Inspection, now: DateTime<Utc>) -> bool {
    matches!(inspection.kind, Kind::TokenResponse | Kind::Jws | Kind::SdJwt)
        || inspection.expiry.state(now) != State::Unknown
        || inspection.usable(now).answer == Answer::No
}

/// The instant that a claim gives (RFC 7519 §2), where it is known to give one.
fn time(claim: &str, value: &Value) -> Option<DateTime<Utc>> {
    if !catalog::claim(claim).is_some_and(|claim| claim.time) {
        return None;
    }
    match instant::read(value, Expected::Instant, Zone::Fixed(Utc.fix())) {
        Moment::Instant { at, .. } => Some(at),
        _ => None,
    }
}

/// What is left, how long ago it ended, or when it begins.
fn left(expiry: &Expiry, now: DateTime<Utc>) -> Option<String> {
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

/// A value of a reasonable length for one line.
fn shorten(text: &str) -> String {
    const MOST: usize = 400;
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}… ({} chars)", &text[..cut], text.chars().count()),
        None => text.to_owned(),
    }
}
