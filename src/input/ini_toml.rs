//! Reads lines of `name = value`, in sections or not: TOML, INI, and the formats of shells and
//! tools (`.env`, `.npmrc`, `.netrc`).

use super::{Artifact, Encoding};
use crate::value::{MOST, Member, ParseFault, TOO_MANY, Value, json};

/// The most sections that are read: each is looked for among those before it.
const MOST_SECTIONS: usize = 10_000;

/// How deep sections may nest.
const DEEPEST: usize = 16;

/// Settings that hold a response.
pub(super) fn read(text: &str, whole: &str) -> Option<Artifact> {
    // A word alone in the last line may be a name, or the end of the value before it.
    let (lines, cut) = match text.trim_end().rsplit_once('\n') {
        Some((lines, last)) if is_word(last.trim()) => (lines, Some(lines.len() + 1)),
        _ => (text, None),
    };
    let toml = sections(lines, toml_value).map(|read| (read, Encoding::Toml));
    let ((value, too_many), encoding) =
        toml.or_else(|| Some((sections(lines, plain_value)?, Encoding::Ini)))?;
    let artifact = Artifact::object(value, encoding);
    if !artifact.is_known() || artifact.value.members().is_empty() {
        return None;
    }
    if let Some(byte) = too_many {
        let fault = ParseFault { message: TOO_MANY.to_owned(), byte };
        return Some(artifact.with_problem(fault.problem_within(whole, text)));
    }
    let Some(byte) = cut else { return Some(artifact) };
    let message = "no value stands here: was the text cut, or the value before broken over lines?";
    let fault = ParseFault { message: message.to_owned(), byte };
    Some(artifact.with_problem(fault.problem_within(whole, text)))
}

/// Whether a line is one word and no setting.
fn is_word(line: &str) -> bool {
    !line.is_empty() && !line.starts_with(['[', '#', ';']) && !line.contains(['=', ' '])
}

/// A line with a name and a value.
struct SettingLine<'a> {
    name: &'a str,
    value: &'a str,
    /// The line is in a section or has blanks around the `=`, so it was not written for a shell.
    is_spaced: bool,
}

/// The members of all sections, each section an object of its own; and where there are too many of
/// them to read on.
fn sections(
    text: &str,
    read: fn(&SettingLine<'_>) -> Option<Value>,
) -> Option<(Value, Option<usize>)> {
    let mut root = Vec::new();
    let mut path: Vec<&str> = Vec::new();
    let (mut settings, mut heads, mut next) = (0, 0, 0);
    for line in text.split_inclusive('\n') {
        let start = next;
        next += line.len();
        let line = line.trim();
        if settings == MOST || heads > MOST_SECTIONS {
            return Some((Value::Object(root), Some(start)));
        }
        if line.is_empty() || line.starts_with(['#', ';']) {
            continue;
        }
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            let name = name.trim_matches(['[', ']', ' ']);
            if name.contains(['{', '}', ',']) || name.is_empty() {
                return None;
            }
            path = section_path(name);
            if path.len() > DEEPEST {
                return None;
            }
            heads += 1;
            continue;
        }
        let (name, value) = line.split_once('=')?;
        let is_spaced = !path.is_empty() || name.ends_with(' ') && value.starts_with(' ');
        let setting = SettingLine { name: name.trim(), value: value.trim(), is_spaced };
        let value = read(&setting)?;
        let name = without_shell_keyword(setting.name).trim_matches('"');
        object_at(&mut root, &path).push(Member { name: name.to_owned(), value });
        settings += 1;
    }
    Some((Value::Object(root), None))
}

/// A name without the word of the shell that may stand before it.
fn without_shell_keyword(name: &str) -> &str {
    let words = ["export ", "set ", "declare -x "];
    words.iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name)
}

/// The names in the head of a section: `a.b` is two, `"a.b"` one.
fn section_path(name: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut rest = name;
    while !rest.is_empty() {
        let (first, behind) = match rest.strip_prefix('"').and_then(|rest| rest.split_once('"')) {
            Some((first, behind)) => (first, behind.trim_start_matches('.')),
            None => rest.split_once('.').unwrap_or((rest, "")),
        };
        names.push(first.trim());
        rest = behind;
    }
    names
}

/// The members of the object at the end of a path.
fn object_at<'a>(members: &'a mut Vec<Member>, path: &[&str]) -> &'a mut Vec<Member> {
    let Some((first, rest)) = path.split_first() else { return members };
    let at = members
        .iter()
        .rposition(|it| it.name == *first && matches!(it.value, Value::Object(_)))
        .unwrap_or_else(|| {
            let value = Value::Object(Vec::new());
            members.push(Member { name: (*first).to_owned(), value });
            members.len() - 1
        });
    match &mut members[at].value {
        Value::Object(inside) => object_at(inside, rest),
        _ => unreachable!("only objects are looked for"),
    }
}

/// A value as TOML writes it, where the name is one of TOML's, too.
fn toml_value(setting: &SettingLine<'_>) -> Option<Value> {
    let text = setting.value;
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.\"".contains(&b);
    if !setting.is_spaced || setting.name.is_empty() || !setting.name.bytes().all(is_part) {
        return None;
    }
    match text {
        "true" => return Some(Value::Bool(true)),
        "false" => return Some(Value::Bool(false)),
        _ if json::is_number(text) => return Some(Value::Number(text.to_owned())),
        _ => {}
    }
    if let Some(inside) = text.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')) {
        return (!inside.contains('\'')).then(|| Value::string(inside));
    }
    if text.starts_with(['"', '[']) {
        let (value, fault) = json::read_text(text);
        return fault.is_none().then_some(value);
    }
    // A date and time stands without quotes.
    let is_time = text.len() >= 19
        && text.as_bytes()[4] == b'-'
        && text.bytes().all(|b| b.is_ascii_digit() || b"-:TtZz+. ".contains(&b));
    is_time.then(|| Value::string(text))
}

/// A value as INI and environment files write it: a text. Several words are one only where no
/// shell could have written them.
fn plain_value(setting: &SettingLine<'_>) -> Option<Value> {
    let name = without_shell_keyword(setting.name);
    // Some begin with a host: `//registry.npmjs.org/:_authToken`.
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"_-.[]%$:/@".contains(&b);
    if name.is_empty() || !name.bytes().all(is_part) {
        return None;
    }
    let text = setting.value.trim_end_matches(';').trim_end();
    let inside = |quote| text.strip_prefix(quote).and_then(|text| text.strip_suffix(quote));
    if let Some(inside) = inside('"').or_else(|| inside('\'')) {
        return (!inside.contains(['"', '\''])).then(|| Value::string(inside));
    }
    let is_code = text.contains(['"', '\'', '{', '}', '(']);
    let may_be_several = setting.is_spaced || name.contains('.');
    (!is_code && (may_be_several || !text.contains(' '))).then(|| Value::string(text))
}
