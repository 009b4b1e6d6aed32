//! Writes reports as JSON.

use std::io;

use serde::Serialize;

use super::{
    Report, ReportOptions,
    collection::{CollectionReport, ItemReport},
    serializer::JsonSerializer,
};
use crate::inspection::{Contents, Inspection};
use crate::secret::Wiping;

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// In one line.
    Compact,
    /// A line for each member, for people.
    Indented,
}

/// Writes JSON in which every character that a terminal could act on is a `\u` escape, which means
/// the same to a JSON parser (RFC 8259 §7). The buffer is reused from report to report.
#[derive(Default)]
pub struct Writer {
    /// A secret may be in it when all is to be revealed.
    json: Wiping<Vec<u8>>,
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
        self.report(out, Layout::Compact, inspection, options)
    }

    /// Writes everything that an input holds.
    fn contents(
        &mut self,
        mut out: impl io::Write,
        layout: Layout,
        contents: &Contents,
        options: &ReportOptions,
    ) -> io::Result<()> {
        let secrets = match contents {
            Contents::One(item) => {
                self.serialize(layout, &ItemReport { item, options, always_placed: false })?;
                item.secrets()
            }
            Contents::Several(collection) => {
                self.serialize(layout, &CollectionReport { collection, options })?;
                collection.secrets().clone()
            }
        };
        if !options.reveal {
            secrets.hide_in_json(&mut self.json);
        }
        out.write_all(&self.json)
    }

    fn report(
        &mut self,
        mut out: impl io::Write,
        layout: Layout,
        inspection: &Inspection,
        options: &ReportOptions,
    ) -> io::Result<()> {
        let inspection = &*options.reported(inspection);
        self.serialize(layout, &Report { inspection, options })?;
        if !options.reveal {
            inspection.secrets.hide_in_json(&mut self.json);
        }
        out.write_all(&self.json)
    }

    fn serialize(&mut self, layout: Layout, value: &impl Serialize) -> io::Result<()> {
        self.json.clear();
        let mut serializer = match layout {
            Layout::Compact => JsonSerializer::compact(&mut self.json),
            Layout::Indented => JsonSerializer::indented(&mut self.json),
        };
        value.serialize(&mut serializer).map_err(io::Error::other)
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
    Writer::default().report(out, Layout::Indented, inspection, options)
}

/// Writes everything that an input holds.
///
/// # Errors
/// The writer's.
pub fn write_contents(
    out: impl io::Write,
    contents: &Contents,
    options: &ReportOptions,
    layout: Layout,
) -> io::Result<()> {
    Writer::default().contents(out, layout, contents, options)
}

/// Writes any value of a report.
///
/// # Errors
/// The writer's.
pub fn write(mut out: impl io::Write, layout: Layout, value: &impl Serialize) -> io::Result<()> {
    let mut writer = Writer::default();
    writer.serialize(layout, value)?;
    out.write_all(&writer.json)
}
