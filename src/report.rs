//! Writes the report of an inspection: text for people, Markdown to share, JSON for programs. None
//! prints a secret unless [`ReportOptions::reveal`] says so.

pub mod json;
pub mod markdown;
pub mod text;

use std::{borrow::Cow, io};

use chrono::{DateTime, Utc};

use crate::{
    inspection::{CollectionItem, Contents, Inspection, mail_masked},
    secrecy::KnownSecrets,
    token::Zone,
    value::Value,
};

/// Options of a report.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct ReportOptions {
    /// The time at which states and remaining times are computed.
    pub now: DateTime<Utc>,
    /// Show secrets whole.
    pub reveal: bool,
    /// Colour the text for a terminal.
    pub colour: bool,
    /// How wide the terminal is that the text is for: no table is wider. None where each line may be
    /// as long as its content.
    pub columns: Option<usize>,
    /// Write the text with ASCII stand-ins for lines and symbols.
    pub ascii: bool,
    /// Withhold what is said of persons.
    pub mask_personal: bool,
    /// Behind the table of a collection, write the report of each item, too.
    pub all: bool,
    /// The zone that local times are shown in.
    pub zone: Zone,
}

/// The format of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportFormat {
    Text,
    Markdown,
    CompactJson,
    PrettyJson,
}

impl ReportFormat {
    /// The format for standard output: JSON where it is wanted, indented where a person reads it.
    pub fn of_output(json: bool, is_terminal: bool) -> Self {
        match (json, is_terminal) {
            (false, _) => Self::Text,
            (true, false) => Self::CompactJson,
            (true, true) => Self::PrettyJson,
        }
    }
}

/// Writes a report, its last line ended.
///
/// # Errors
/// The writer's.
pub fn write(
    out: &mut impl io::Write,
    inspection: &Inspection,
    options: &ReportOptions,
    format: ReportFormat,
) -> io::Result<()> {
    match format {
        ReportFormat::Text => return out.write_all(text::render(inspection, options).as_bytes()),
        ReportFormat::Markdown => {
            return out.write_all(markdown::render(inspection, options).as_bytes());
        }
        ReportFormat::CompactJson => json::write_compact(&mut *out, inspection, options)?,
        ReportFormat::PrettyJson => json::write_pretty(&mut *out, inspection, options)?,
    }
    out.write_all(b"\n")
}

/// Writes the report of everything that an input holds, its last line ended.
///
/// # Errors
/// The writer's.
pub fn write_contents(
    out: &mut impl io::Write,
    contents: &Contents,
    options: &ReportOptions,
    format: ReportFormat,
) -> io::Result<()> {
    match format {
        ReportFormat::Text => {
            return out.write_all(text::render_contents(contents, options).as_bytes());
        }
        ReportFormat::Markdown => {
            return out.write_all(markdown::render_contents(contents, options).as_bytes());
        }
        ReportFormat::CompactJson => {
            json::write_contents(&mut *out, contents, options, json::Layout::Compact)?;
        }
        ReportFormat::PrettyJson => {
            json::write_contents(&mut *out, contents, options, json::Layout::Indented)?;
        }
    }
    out.write_all(b"\n")
}

impl ReportOptions {
    /// The label of an item as it may be reported: often it is the mail address of a person.
    fn reported_label<'a>(&self, item: &'a CollectionItem) -> Option<Cow<'a, str>> {
        let label = item.label.as_deref()?;
        Some(if self.mask_personal { mail_masked(label) } else { Cow::Borrowed(label) })
    }

    /// The place of an item as it may be reported: it may be a path through such labels.
    fn reported_place<'a>(&self, item: &'a CollectionItem) -> Option<Cow<'a, str>> {
        let place = item.place.as_deref()?;
        Some(if self.mask_personal { mail_masked(place) } else { Cow::Borrowed(place) })
    }

    /// What a report is of: all of the inspection, or what it says of no person.
    fn reported<'a>(&self, inspection: &'a Inspection) -> Cow<'a, Inspection> {
        if self.mask_personal {
            Cow::Owned(inspection.without_personal_data())
        } else {
            Cow::Borrowed(inspection)
        }
    }

    /// The masking for an inspection, by these options.
    pub fn masking<'a>(&self, inspection: &'a Inspection) -> Masking<'a> {
        Masking { secrets: &inspection.secrets, reveal: self.reveal }
    }
}

/// Masks the secrets of an artifact in a report, unless they are to be revealed.
#[derive(Clone, Copy, Debug)]
pub struct Masking<'a> {
    /// The secrets of the artifact.
    pub secrets: &'a KnownSecrets,
    /// Whether secrets are shown whole.
    pub reveal: bool,
}

impl Masking<'_> {
    /// The value of a member of this name, masked.
    pub fn value<'v>(&self, name: &str, value: &'v Value) -> Cow<'v, Value> {
        if self.reveal { Cow::Borrowed(value) } else { self.secrets.redacted(name, value) }
    }

    /// The name of a member, masked.
    pub fn name<'v>(&self, name: &'v str) -> Cow<'v, str> {
        if self.reveal { Cow::Borrowed(name) } else { self.secrets.shown_name(name) }
    }

    /// Any other text, masked.
    pub fn text<'v>(&self, text: &'v str) -> Cow<'v, str> {
        if self.reveal { Cow::Borrowed(text) } else { self.secrets.masked(text) }
    }
}
