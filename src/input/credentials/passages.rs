//! Finds the credentials in the middle of other text: logs, HTTP exchanges, Markdown, tables, and
//! one after the other.
//!
//! The text is read once from top to bottom. What takes several lines (an exchange, a table, an
//! object, a token that a terminal broke) is tried where it may begin; of every other line the
//! words are looked at.

mod blocks;
mod cookie_lines;
mod log;
mod member_lines;
mod objects;
mod okhttp;
mod pairs;
mod several_lines;
mod words;

use std::{collections::HashSet, ops::Range};

use super::{
    Credential, CredentialPlace, Credentials, distinct::DistinctCredentials, exchanges, plausible,
    split,
};
use crate::{
    input::{Artifact, Encoding, copied_text, html, paste},
    kind::{self, Kind},
};

pub(super) use log::is_log;

/// The credentials in a text; none where it holds nothing that is known.
pub(super) fn read(text: &str) -> Option<Credentials> {
    let plain = copied_text::without_colours(text);
    let text = plain.as_ref().map_or(text, |plain| plain.as_str());
    let messages = okhttp::as_messages(text);
    let text = messages.as_ref().map_or(text, |messages| messages.as_str());
    let mut scan = PassageScan::new(text);
    let mut headings = HashSet::new();
    for region in blocks::regions(text) {
        headings.extend(region.label.clone());
        scan.label = region.label;
        if region.is_enclosed {
            scan.enclosed(region.range);
        } else {
            scan.region(region.range);
        }
    }
    let (is_log, is_pure) = (scan.is_log, scan.other_lines == 0);
    let only_exchanges = scan.only_exchanges;
    let mut items = scan.found.into_items();
    blocks::drop_title(&mut items, &headings);
    let first = items.first()?.artifact.encoding;
    let is_one = items.iter().all(|item| item.artifact.encoding == first);
    let encoding = match first {
        _ if is_log => Encoding::Log,
        _ if only_exchanges => Encoding::Http,
        // What stands between exchanges and tables is no notation.
        Encoding::Table if is_one => first,
        _ if is_one && is_pure => first,
        _ => Encoding::Text,
    };
    Some(Credentials { encoding, items, problem: None })
}

/// The shortest inside of a code fence, in bytes, that is read as one thing.
const SHORTEST_FENCE: usize = 16;

/// How many code fences are read as one thing: a text that has more is no text of a person.
const MOST_FENCES: usize = 1000;

/// The state of the search.
struct PassageScan<'a> {
    text: &'a str,
    is_log: bool,
    lines: LineCounter<'a>,
    found: DistinctCredentials,
    /// Where a table ends that was read already.
    no_table_before: usize,
    /// Where lines of members end that were read already.
    no_members_before: usize,
    /// Where lines of cookies end that were read already.
    no_cookies_before: usize,
    /// How many code fences were read as one thing.
    fences: usize,
    /// Everything that was found are HTTP exchanges.
    only_exchanges: bool,
    /// How many lines hold nothing that was found.
    other_lines: usize,
    /// What the text calls that which stands here: a heading, the title of a code fence.
    label: Option<String>,
    /// How many bytes may still be read in vain: brackets that begin nothing cost what is read
    /// behind them.
    budget: usize,
}

impl<'a> PassageScan<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            is_log: is_log(text),
            lines: LineCounter { text, at: 0, line: 1 },
            found: DistinctCredentials::default(),
            no_table_before: 0,
            no_members_before: 0,
            no_cookies_before: 0,
            fences: 0,
            only_exchanges: true,
            other_lines: 0,
            label: None,
            budget: objects::BUDGET + 8 * text.len(),
        }
    }

    /// Adds what was found at an offset, if it is something.
    fn add(&mut self, at: usize, artifact: Artifact, label: Option<String>) -> bool {
        if !plausible::is_plausible(&artifact) {
            return false;
        }
        self.only_exchanges = false;
        let place = Some(CredentialPlace::Line(self.lines.line_of(at)));
        let label = label.or_else(|| self.label.clone());
        self.found.add(Credential { place, label, ..Credential::whole(artifact) });
        true
    }

    /// Adds whatever a value holds that was found at an offset.
    fn add_value(&mut self, at: usize, artifact: Artifact) -> bool {
        let line = self.lines.line_of(at);
        let mut any = false;
        for item in split::split(artifact, None).items {
            let is_located =
                item.artifact.problem.as_ref().is_some_and(|problem| problem.place.is_some());
            let is_broken = is_located
                && kind::classify(&item.artifact.value) == Kind::TokenResponse
                && !item.artifact.value.members().is_empty();
            let counts = if item.artifact.is_known() {
                plausible::is_plausible(&item.artifact)
            } else {
                is_broken
            };
            if !counts {
                continue;
            }
            any = true;
            self.only_exchanges = false;
            let label = item.label.or_else(|| self.label.clone());
            let place = Some(CredentialPlace::Line(line));
            self.found.add(Credential { place, label, ..item });
        }
        any
    }

    /// The inside of a code fence: one thing, or a text of its own.
    fn enclosed(&mut self, range: Range<usize>) {
        let inside = &self.text[range.clone()];
        self.fences += 1;
        if inside.len() < SHORTEST_FENCE || self.fences > MOST_FENCES {
            return self.region(range);
        }
        let artifact = paste::read(inside);
        if artifact.is_known() && !artifact.is_part && artifact.kind != Kind::OpaqueToken {
            let start = range.start + (inside.len() - inside.trim_start().len());
            self.add_value(start, artifact);
        } else {
            self.region(range);
        }
    }

    /// A part of the text without code fences.
    fn region(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        let mut at = range.start;
        let exchanges = if text.contains("HTTP/") { exchanges::spans(text) } else { Vec::new() };
        for span in exchanges {
            let span = range.start + span.start..range.start + span.end;
            self.page(at..span.start);
            self.exchange(span.clone());
            at = span.end;
        }
        self.page(at..range.end);
    }

    /// A part of the text that may be a page in HTML, with forms in it.
    fn page(&mut self, range: Range<usize>) {
        let mut at = range.start;
        for form in html::responses(&self.text[range.clone()]) {
            let start = range.start + form.range.start;
            self.passages(at..start);
            self.add(start, form.artifact, None);
            at = range.start + form.range.end;
        }
        self.passages(at..range.end);
    }

    /// One HTTP exchange.
    fn exchange(&mut self, range: Range<usize>) {
        let text = &self.text[range.clone()];
        if let Some(artifact) = exchanges::read(text) {
            let place = Some(CredentialPlace::Line(self.lines.line_of(range.start)));
            let label = self.label.clone();
            self.found.add(Credential { place, label, ..Credential::whole(artifact) });
        }
    }

    /// Whatever stands in a part of the text without exchanges.
    fn passages(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let line = self.line(at, range.end);
            if line.trim().is_empty() {
                at += line.len();
                continue;
            }
            at = self
                .table(at, range.end)
                .or_else(|| self.cookies(at, range.end))
                .or_else(|| self.wrapped_token(at, range.end))
                .or_else(|| self.member_lines(at, range.end))
                .or_else(|| self.php_array(at, range.end))
                .unwrap_or_else(|| self.objects_and_words(at, range.end));
        }
    }

    /// The line that begins at an offset, with its end.
    fn line(&self, at: usize, end: usize) -> &'a str {
        let rest = &self.text[at..end];
        memchr::memchr(b'\n', rest.as_bytes()).map_or(rest, |length| &rest[..=length])
    }

    /// The objects that begin in a line, and the words beside them. Returns where the text goes on.
    fn objects_and_words(&mut self, at: usize, end: usize) -> usize {
        let line = self.line(at, end);
        let line_end = at + line.len();
        let mut any = false;
        let mut from = at;
        while from < line_end {
            let object = objects::object(self.text, from..line_end, end, &mut self.budget);
            let Some(object) = object else { break };
            let (before, object_end) = (object.start, object.end);
            any |= self.words(from..before);
            let artifact = object.artifact(self.lines.line_of(before));
            let block = blocks::block_name(&self.text[at..before]).map(str::to_owned);
            let heading = block.map(|name| self.label.replace(name));
            // What nothing is known of may hold a text that names a token.
            any |= self.add_value(before, artifact) || self.words(before..object_end.min(line_end));
            if let Some(heading) = heading {
                self.label = heading;
            }
            from = object_end;
        }
        if from < line_end {
            any |= self.words(from..line_end);
        }
        self.other_lines += usize::from(!any && !line.starts_with('#'));
        from.max(line_end)
    }

    /// The words of a part of a line.
    fn words(&mut self, range: Range<usize>) -> bool {
        let mut any = false;
        let text: &'a str = &self.text[range.clone()];
        objects::escaped_objects(text, |offset, value| {
            let artifact = Artifact::embedded_object(value, Encoding::Json);
            let is_one = self.add_value(range.start + offset, artifact);
            any |= is_one;
            is_one
        });
        words::read(text, self.is_log, &mut |offset, artifact, label| {
            any |= self.add(range.start + offset, artifact, label);
        });
        any
    }
}

/// Counts lines on the way through a text.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: usize,
}

impl LineCounter<'_> {
    /// The number of the line at an offset, from 1. Offsets mostly grow: what is behind is counted
    /// back.
    fn line_of(&mut self, at: usize) -> usize {
        let breaks =
            |range: Range<usize>| memchr::memchr_iter(b'\n', &self.text.as_bytes()[range]).count();
        if at >= self.at {
            self.line += breaks(self.at..at);
        } else {
            self.line -= breaks(at..self.at);
        }
        self.at = at;
        self.line
    }
}
