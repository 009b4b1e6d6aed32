//! INI in its dialects: sections or none, `=` or `:`, quotes or none, values that go on in the next
//! lines, comments behind `#` or `;`, and the settings of shells.

use super::SettingsReading;
use crate::{
    input::Encoding,
    value::{MOST, Member, ParseFault, TOO_MANY, Value, json},
};

/// Reads lines of settings. None where a line is none.
pub(super) fn read(text: &str) -> Option<SettingsReading> {
    // A word alone in the last line may be a name, or the end of the value before it.
    let (lines, cut) = match text.trim_end().rsplit_once('\n') {
        Some((lines, last)) if is_word(last) => (lines, Some(lines.len() + 1)),
        _ => (text, None),
    };
    let mut reader = IniReader::default();
    let mut next = 0;
    for line in lines.split_inclusive('\n') {
        let start = next;
        next += line.len();
        if reader.count == MOST {
            let fault = ParseFault { message: TOO_MANY.to_owned(), byte: start };
            return Some(reader.finish(Some(fault)));
        }
        reader.line(line.trim_end())?;
    }
    let message = "no value stands here: was the text cut, or the value before broken over lines?";
    let cut = cut.map(|byte| ParseFault { message: message.to_owned(), byte });
    Some(reader.finish(cut))
}

/// Whether a line is one word and no setting, nor the rest of one.
fn is_word(line: &str) -> bool {
    let is_rest = line.starts_with([' ', '\t']);
    let line = line.trim();
    !is_rest && !line.is_empty() && !line.starts_with(['[', '#', ';']) && !line.contains(['=', ' '])
}

#[derive(Default)]
struct IniReader {
    root: Vec<Member>,
    /// Whether settings stand in a section, the last of those in `root`.
    in_section: bool,
    count: usize,
    /// Whether the last line was a setting, whose value an indented line goes on with.
    is_open: bool,
}

impl IniReader {
    fn finish(self, fault: Option<ParseFault>) -> SettingsReading {
        SettingsReading { value: Value::Object(self.root), fault, encoding: Encoding::Ini }
    }

    fn members(&mut self) -> &mut Vec<Member> {
        if self.in_section
            && matches!(self.root.last(), Some(Member { value: Value::Object(_), .. }))
        {
            match self.root.last_mut().map(|it| &mut it.value) {
                Some(Value::Object(members)) => return members,
                _ => unreachable!("the last member is a section"),
            }
        }
        &mut self.root
    }

    fn line(&mut self, line: &str) -> Option<()> {
        let is_indented = line.starts_with([' ', '\t']);
        let line = line.trim();
        if line.is_empty() {
            self.is_open = false;
            return Some(());
        }
        if line.starts_with(['#', ';']) {
            return Some(());
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            return self.section(name.trim());
        }
        if is_indented && self.is_open && self.in_section && setting(line, false).is_none() {
            self.go_on(line);
            return Some(());
        }
        let in_section = self.in_section;
        let Some((name, value)) = setting(line, in_section) else {
            // A name alone is a flag; in a text without sections it is prose.
            return (in_section && !line.contains(char::is_whitespace)).then_some(());
        };
        let member = Member { name: name.to_owned(), value: Value::string(value) };
        self.members().push(member);
        self.count += 1;
        self.is_open = true;
        Some(())
    }

    /// A head of a section. One that is a list of JSON or TOML is none.
    fn section(&mut self, name: &str) -> Option<()> {
        let name = name.trim_matches(['[', ']', ' ']);
        if name.is_empty() || name.contains(['{', '}', ',']) {
            return None;
        }
        self.in_section = true;
        self.is_open = false;
        self.count += 1;
        self.root.push(Member { name: name.to_owned(), value: Value::Object(Vec::new()) });
        Some(())
    }

    /// Adds a line to the value before it.
    fn go_on(&mut self, line: &str) {
        if let Some(last) = self.members().last_mut()
            && let Some(before) = last.value.as_str()
        {
            let text =
                if before.is_empty() { line.to_owned() } else { format!("{before}\n{line}") };
            last.value = Value::string(text);
        }
    }
}

/// A line with a name and a value.
fn setting(line: &str, in_section: bool) -> Option<(&str, &str)> {
    let equals = line.find('=');
    let colon = line.find(": ").filter(|at| in_section && equals.is_none_or(|it| it > *at));
    let at = colon.or(equals)?;
    let (written, value) = (&line[..at], &line[at + 1..]);
    let is_spaced = in_section || written.ends_with(' ') && value.starts_with(' ');
    let name = without_shell_keyword(written.trim()).trim_matches('"').trim();
    Some((is_name(name).then_some(name)?, plain_value(name, value.trim(), is_spaced, in_section)?))
}

/// A name without the word of the shell that may stand before it.
fn without_shell_keyword(name: &str) -> &str {
    let words = ["export ", "set ", "declare -x ", "$env:", "$Env:", "ENV "];
    words.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}

/// Whether a text is the name of a setting. Some begin with a host:
/// `//registry.npmjs.org/:_authToken`.
fn is_name(name: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.[]%$:/@".contains(&b);
    !name.is_empty() && name.bytes().all(is_part)
}

/// A value as INI and environment files write it: a text. Several words are one only where no
/// shell could have written them.
fn plain_value<'a>(
    name: &str,
    value: &'a str,
    is_spaced: bool,
    in_section: bool,
) -> Option<&'a str> {
    let value = if in_section { value } else { without_comment(value) };
    let text = value.trim_end_matches(';').trim_end();
    let inside = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    for quote in ['"', '\''] {
        if let Some(inside) = inside(quote) {
            return (!inside.contains(quote)).then_some(inside);
        }
    }
    if in_section || is_json(text) {
        return Some(value);
    }
    let variables = text.replace("${", "");
    let is_code = variables.contains(['"', '\'', '{', '('])
        || text.contains('}') && variables.len() == text.len();
    let may_be_several = is_spaced || name.contains('.') || is_phrase(name, text);
    (!is_code && (may_be_several || !text.contains(' '))).then_some(text)
}

/// A value of an environment file without the comment behind it.
fn without_comment(value: &str) -> &str {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let quoted = quote.and_then(|quote| Some(value[1..].find(quote)? + 2));
    let from = quoted.unwrap_or_default();
    match value[from..].find(" #") {
        Some(comment) => value[..from + comment].trim_end(),
        None => value,
    }
}

/// Whether several words are the value of a variable (`APP_NAME=My App`), and no command that it is
/// set for.
fn is_phrase(name: &str, value: &str) -> bool {
    /// The first word of a command that gets a token is that token.
    const SHORT: usize = 16;
    let is_variable =
        name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    let is_plain = |word: &str| word.len() < SHORT && !word.starts_with('-') && !word.contains('=');
    is_variable && value.split(' ').all(is_plain)
}

/// Whether a value is an object in JSON.
fn is_json(text: &str) -> bool {
    text.starts_with("{\"") && text.ends_with('}') && json::read_text(text).1.is_none()
}
