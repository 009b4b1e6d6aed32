//! Writes the report for people: aligned, coloured on a terminal, plain in a pipe.

mod access;
mod collection;
mod explained;
mod life;
mod scopes;
mod table;
mod token;

use std::fmt::{self, Write};

pub use self::collection::render_contents;

pub(super) use self::{
    life::{has_life, time_left},
    table::rows,
    token::claim_time,
};

use super::{Masking, ReportOptions};
use crate::{
    emphasis::Emphasis,
    findings::Severity,
    inspection::{Inspection, is_withheld},
    problem::Problem,
    secret::{MASK, Secret},
    text::{ascii::stand_ins, visible},
    token::{Field, field},
    value::Value,
    words,
};

/// The whole report.
pub fn render(inspection: &Inspection, options: &ReportOptions) -> String {
    let inspection = &*options.reported(inspection);
    let masking = options.masking(inspection);
    let mut page =
        ReportWriter { out: String::new(), paint: Paint(options.colour), options, masking };
    // Writing to a String cannot fail.
    let _ = page.write_report(inspection);
    finish(page.out, masking, options)
}

/// A finished report: the secrets that remain in it are masked.
pub(super) fn finish(mut out: String, masking: Masking<'_>, options: &ReportOptions) -> String {
    if !masking.reveal {
        masking.secrets.hide_in_text(&mut out);
    }
    if options.ascii { stand_ins(&out).into_owned() } else { out }
}

/// The report in one line: kind, state, remaining time, scopes, findings.
pub fn render_line(inspection: &Inspection, options: &ReportOptions) -> String {
    let inspection = &*options.reported(inspection);
    let words = inspection.headline(options.now).words.to_lowercase();
    let mut out = format!("{} {words}", inspection.kind.name());
    let counts = inspection.usable(options.now).counts_down();
    if let Some(left) = time_left(&inspection.expiry, options.now).filter(|_| counts) {
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
    finish(out, options.masking(inspection), options)
}

/// The report being written.
struct ReportWriter<'a> {
    out: String,
    paint: Paint,
    options: &'a ReportOptions,
    masking: Masking<'a>,
}

impl ReportWriter<'_> {
    fn write_report(&mut self, inspection: &Inspection) -> fmt::Result {
        let kind = self.paint.title(inspection.kind.words());
        writeln!(self.out, "{kind} · {}", inspection.encoding.name())?;
        self.write_body(inspection)
    }

    fn write_body(&mut self, inspection: &Inspection) -> fmt::Result {
        if let Some(problem) = &inspection.problem {
            self.problem(problem)?;
        }
        self.key_facts(inspection)?;
        if has_life(inspection, self.options.now) {
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
        if is_withheld(value) {
            return format!("{MASK}  {}", self.paint.emphasis(Emphasis::Dim, "personal"));
        }
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

    fn findings(&mut self, inspection: &Inspection) -> fmt::Result {
        if inspection.findings.is_empty() {
            return Ok(());
        }
        self.title("Findings")?;
        for finding in &inspection.findings {
            let severity = finding.severity;
            let mark = format!("{} {}", severity.symbol(), severity.word());
            let mark = self.paint.emphasis(severity.emphasis(), &mark);
            writeln!(self.out, "  {mark} {}", finding.code)?;
            writeln!(self.out, "    {}", visible(&finding.message_at(self.options.now)))?;
        }
        Ok(())
    }
}

/// A value of a reasonable length for one line.
pub(super) fn shorten(text: &str) -> String {
    const MOST: usize = 400;
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}… ({} chars)", &text[..cut], text.chars().count()),
        None => text.to_owned(),
    }
}

/// Colours text with the 16 ANSI colours, where that is wanted.
#[derive(Clone, Copy, Debug)]
struct Paint(bool);

impl Paint {
    fn title(self, text: &str) -> String {
        self.paint("1", text)
    }

    fn emphasis(self, emphasis: Emphasis, text: &str) -> String {
        match emphasis {
            Emphasis::Plain => text.to_owned(),
            Emphasis::Dim => self.paint("2", text),
            Emphasis::Good => self.paint("32", text),
            Emphasis::Warning => self.paint("33", text),
            Emphasis::Bad => self.paint("31", text),
        }
    }

    /// Between Select Graphic Rendition with these parameters, and its end (ECMA-48 §8.3.117).
    fn paint(self, parameters: &str, text: &str) -> String {
        if self.0 { format!("\u{1b}[{parameters}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}
