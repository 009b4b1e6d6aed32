//! What came in, exactly as it came but for its secrets, in lines, with a mark at each problem.

use std::{cell::OnceCell, collections::HashSet, fmt};

use crate::secret::Wiping;

use crate::{
    findings::{Finding, Severity},
    inspection::Inspection,
    problem::Place,
    secrecy::{self, SecretCollector},
    secret::MASK,
    text::visible,
    token::field::Content,
    value::{Value, display},
};

/// The most that is kept for looking at it.
pub const MOST_BYTES: usize = 1 << 20;
/// The most lines that are shown.
const MOST_LINES: usize = 20_000;
/// A longer line is cut into several, so that drawing one costs little.
const LONGEST: usize = 2_000;
/// A run of so many characters of a token is masked unless it is known to be none.
const LIKE_A_TOKEN: usize = 20;

/// The bytes that came in, and the lines that are made of them when they are first looked at.
#[derive(Default)]
pub struct RawInput {
    bytes: Wiping<Vec<u8>>,
    /// Bytes that are not kept.
    cut: usize,
    lines: OnceCell<RawLines>,
}

/// What came in as it may be shown.
#[derive(Default)]
pub struct RawLines {
    pub lines: Vec<RawLine>,
}

/// One line, or a part of one that is too long.
#[derive(Default)]
pub struct RawLine {
    /// Its number from 1, where it does not go on from the one before.
    pub number: Option<usize>,
    pub text: Wiping<String>,
    /// Columns of the text, where each character surely takes one.
    pub columns: Option<usize>,
    /// Characters before the place that could not be read, where it is in this line.
    pub place: Option<usize>,
    /// What was found about what stands here.
    pub marks: Vec<(Severity, String)>,
}

impl RawInput {
    /// Keeps the beginning of what came in, of which so many bytes are cut already.
    pub fn new(bytes: &[u8], cut: usize) -> Self {
        let kept = bytes.get(..MOST_BYTES).unwrap_or(bytes);
        Self {
            bytes: Wiping::new(kept.to_vec()),
            cut: cut + bytes.len() - kept.len(),
            lines: OnceCell::new(),
        }
    }

    /// Bytes that are kept.
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    pub fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }

    /// The lines, made once.
    pub fn lines(&self, inspection: &Inspection, findings: &[Finding], reveal: bool) -> &RawLines {
        self.lines.get_or_init(|| {
            let text = Wiping::new(String::from_utf8_lossy(&self.bytes).into_owned());
            let masked = if reveal { text } else { masked(&text, inspection) };
            let mut lines = RawLines::of(&masked);
            lines.mark(inspection, findings, self.shown_place(inspection, reveal));
            let has_more_lines = lines.lines.len() > MOST_LINES;
            lines.lines.truncate(MOST_LINES);
            if self.cut > 0 || has_more_lines {
                let words = match self.cut {
                    0 => "… more lines".to_owned(),
                    cut => format!("… {cut} more bytes"),
                };
                lines.lines.push(RawLine { text: words.into(), ..RawLine::default() });
            }
            lines
        })
    }

    /// Line and column, both from one, of the place that could not be read: masks before it in its
    /// line move it.
    fn shown_place(&self, inspection: &Inspection, reveal: bool) -> Option<(usize, usize)> {
        let place = inspection.problem.as_ref()?.place?;
        let Place::Text { line, column } = place else { return None };
        if reveal {
            return Some((line, column));
        }
        let text = Wiping::new(String::from_utf8_lossy(&self.bytes).into_owned());
        let before: usize =
            text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
        let rest = text.get(before..).unwrap_or_default();
        let end =
            rest.char_indices().nth(column.saturating_sub(1)).map_or(rest.len(), |(at, _)| at);
        let shown = masked(text.get(..before + end).unwrap_or_default(), inspection);
        let shown = shown.rsplit('\n').next().unwrap_or_default();
        Some((line, visible(shown).chars().count() + 1))
    }

    /// Has the lines made again when they are looked at next.
    pub fn forget_lines(&mut self) {
        self.lines = OnceCell::new();
    }
}

impl RawLines {
    fn of(text: &str) -> Self {
        let mut lines = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let mut number = Some(index + 1);
            let mut rest = line;
            loop {
                let end = rest.char_indices().nth(LONGEST).map_or(rest.len(), |(at, _)| at);
                let (part, after) = rest.split_at(end);
                let text = visible(part).into_owned();
                let is_narrow = |c: char| c.is_ascii() || c == '•';
                let columns = text.chars().all(is_narrow).then(|| text.chars().count());
                let text = Wiping::new(text);
                lines.push(RawLine { number: number.take(), text, columns, ..RawLine::default() });
                rest = after;
                if rest.is_empty() {
                    break;
                }
            }
        }
        Self { lines }
    }

    /// The first line that has this member's name.
    pub fn line_of(&self, name: &str) -> Option<usize> {
        let last = name.rsplit('.').next().filter(|name| !name.is_empty())?;
        let holds = |line: &RawLine| names(&line.text, last);
        self.lines.iter().position(holds)
    }

    fn mark(
        &mut self,
        inspection: &Inspection,
        findings: &[Finding],
        place: Option<(usize, usize)>,
    ) {
        if let Some((problem, (line, column))) = inspection.problem.as_ref().zip(place) {
            let at = self.lines.iter().position(|it| it.number == Some(line));
            let (part, column) = ((column - 1) / LONGEST, (column - 1) % LONGEST);
            if let Some(it) = at.and_then(|at| self.lines.get_mut(at + part)) {
                it.place = Some(column);
                it.marks.push((Severity::Error, visible(&problem.message).into_owned()));
            }
        }
        for finding in findings.iter().filter(|it| it.severity != Severity::Info) {
            let field = finding.field.as_deref().and_then(|name| inspection.field(name));
            let line = field.and_then(|field| self.line_of(&field.source_name));
            if let Some(line) = line.and_then(|line| self.lines.get_mut(line)) {
                line.marks.push((finding.severity, finding.code.to_owned()));
            }
        }
    }
}

/// Whether a line has this name as a word of its own.
fn names(line: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(name).any(|(at, _)| {
        let before = line.get(..at).and_then(|text| text.chars().next_back());
        let after = line.get(at + name.len()..).and_then(|text| text.chars().next());
        !before.is_some_and(is_part) && !after.is_some_and(is_part)
    })
}

/// The text with every secret masked: those that are known, those behind a secret name, and
/// whatever has the look of a token. What could not be read may hold secrets that nobody knows of.
fn masked(text: &str, inspection: &Inspection) -> Wiping<String> {
    let mut collector = SecretCollector::default();
    collector.text(text);
    let secrets = inspection.secrets.clone().and(&collector.known());
    let text = Wiping::new(secrets.masked(text).into_owned());
    let harmless = harmless_words(inspection);
    let mut out = Wiping::new(String::with_capacity(text.len()));
    let mut rest = text.as_str();
    // The word before this one, where only an equals sign or a colon and quotes are between.
    let mut name = "";
    while let Some(start) = rest.find(is_of_token) {
        let (between, word) = rest.split_at(start);
        let end = word.find(|c| !is_of_token(c)).unwrap_or(word.len());
        let (word, after) = word.split_at(end);
        let is_named = matches!(between.trim_matches([' ', '"', '\'', '\\']), ":" | "=" | "=>")
            && secrecy::is_secret_by_name(name, &Value::string(word));
        out.push_str(between);
        let is_header = after.starts_with(':')
            && matches!(between.chars().next_back(), None | Some('\n'))
            && word.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-');
        let is_long = word.len() >= LIKE_A_TOKEN && !is_header && !harmless.contains(word);
        if is_named || is_long {
            out.push_str(MASK);
        } else {
            out.push_str(word);
        }
        name = word;
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Characters of tokens (RFC 6750 §2.1), without those between words and the parts of addresses.
fn is_of_token(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '+' | '~' | '%')
}

/// Long words of what is shown anyway.
fn harmless_words(inspection: &Inspection) -> HashSet<String> {
    /// More is not looked at.
    const MOST: usize = 64 << 10;
    let mut words = HashSet::new();
    let mut add = |text: &str| {
        let long = text.split(|c| !is_of_token(c)).filter(|it| it.len() >= LIKE_A_TOKEN);
        words.extend(long.map(str::to_owned));
    };
    for field in &inspection.fields {
        add(&field.source_name);
        if let Content::Plain(value) = &field.content {
            add(&display::plain(&inspection.secrets.redacted(&field.name, value), MOST));
        }
    }
    words
}

impl fmt::Debug for RawInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawInput").field("bytes", &self.bytes.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        app::{Document, InspectorSettings, inspected_input::InspectedInput},
        input::{InputOrigin, Loaded},
    };

    #[test]
    fn a_mask_before_the_place_that_cannot_be_read_moves_its_mark() {
        let text = br#"{"access_token":"Zq7kPlAnTeD0123xyzXYZ9876543210","expires_in": x}"#;
        let now = "2026-11-22T19:08:07Z".parse().expect("it is an instant");
        let loaded = Loaded::bytes(text.to_vec());
        let settings = InspectorSettings::default();
        let mut input = InspectedInput::of(InputOrigin::Paste, Ok(loaded), &settings, now);
        let item = input.items.remove(0);
        let document = Document::of_item(&input, item, &settings, now);
        let lines = &document.raw().expect("it is kept").lines;
        let line = lines.iter().find(|line| line.place.is_some()).expect("a place is marked");
        assert!(!line.text.contains("Zq7k"), "{}", *line.text);
        assert_eq!(line.text.chars().nth(line.place.unwrap_or(0)), Some('x'), "{}", *line.text);
    }
}
