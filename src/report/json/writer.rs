//! Writes reports as JSON that no terminal acts on.

use std::io;

use serde::Serialize;
use serde_json::{
    Serializer,
    ser::{CompactFormatter, Formatter, PrettyFormatter},
};
use zeroize::Zeroizing;

use super::{
    Report, ReportOptions,
    collection::{CollectionReport, ItemReport},
    escape,
};
use crate::inspection::{Contents, Inspection};

/// Writes JSON with every character that a terminal could act on as a `\u` escape, which means the
/// same to a JSON parser (RFC 8259 §7). The buffer is reused from report to report.
#[derive(Default)]
pub struct Writer {
    /// The report before it is escaped; a secret may be in it when all is to be revealed.
    json: Zeroizing<Vec<u8>>,
}

impl Writer {
    /// Writes the report as one line of JSON.
    ///
    /// # Errors
    /// The writer's.
    pub fn compact(
        &mut self,
        out: impl io::Write,
        inspection: &Inspection,
        options: &ReportOptions,
    ) -> io::Result<()> {
        self.report(out, CompactFormatter, inspection, options)
    }

    /// Writes everything that an input holds.
    fn contents(
        &mut self,
        out: impl io::Write,
        formatter: impl Formatter,
        contents: &Contents,
        options: &ReportOptions,
    ) -> io::Result<()> {
        let secrets = match contents {
            Contents::One(item) => {
                self.serialize(formatter, &ItemReport { item, options, always_placed: false })?;
                item.secrets()
            }
            Contents::Several(collection) => {
                self.serialize(formatter, &CollectionReport { collection, options })?;
                collection.secrets().clone()
            }
        };
        if !options.reveal {
            secrets.hide_in_json(&mut self.json);
        }
        escape::write(out, &self.json)
    }

    fn report(
        &mut self,
        out: impl io::Write,
        formatter: impl Formatter,
        inspection: &Inspection,
        options: &ReportOptions,
    ) -> io::Result<()> {
        let inspection = &*options.reported(inspection);
        self.serialize(formatter, &Report { inspection, options })?;
        if !options.reveal {
            inspection.secrets.hide_in_json(&mut self.json);
        }
        escape::write(out, &self.json)
    }

    fn value(
        &mut self,
        out: impl io::Write,
        formatter: impl Formatter,
        value: &impl Serialize,
    ) -> io::Result<()> {
        self.serialize(formatter, value)?;
        escape::write(out, &self.json)
    }

    fn serialize(&mut self, formatter: impl Formatter, value: &impl Serialize) -> io::Result<()> {
        self.json.clear();
        value.serialize(&mut Serializer::with_formatter(&mut *self.json, formatter))?;
        Ok(())
    }
}

/// Writes the report as one line of JSON.
///
/// # Errors
/// The writer's.
pub fn write_compact(
    out: impl io::Write,
    inspection: &Inspection,
    options: &ReportOptions,
) -> io::Result<()> {
    Writer::default().compact(out, inspection, options)
}

/// Writes the report as indented JSON, for a terminal.
///
/// # Errors
/// The writer's.
pub fn write_pretty(
    out: impl io::Write,
    inspection: &Inspection,
    options: &ReportOptions,
) -> io::Result<()> {
    Writer::default().report(out, PrettyFormatter::new(), inspection, options)
}

/// Writes everything that an input holds, as one line of JSON or indented for a terminal.
///
/// # Errors
/// The writer's.
pub fn write_contents(
    out: impl io::Write,
    contents: &Contents,
    options: &ReportOptions,
    indented: bool,
) -> io::Result<()> {
    let mut writer = Writer::default();
    if indented {
        writer.contents(out, PrettyFormatter::new(), contents, options)
    } else {
        writer.contents(out, CompactFormatter, contents, options)
    }
}

/// Writes any value as a [`Writer`] does.
///
/// # Errors
/// The writer's.
pub fn write(
    out: impl io::Write,
    formatter: impl Formatter,
    value: &impl Serialize,
) -> io::Result<()> {
    Writer::default().value(out, formatter, value)
}
