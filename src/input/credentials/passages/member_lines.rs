//! Members of one response in lines below each other, as mails and tools write them: `Access token:
//! …`, `- Token: …`.

use super::pairs::name_before;
use crate::{
    catalog::member_names::{self, NameFit},
    input::{Artifact, Encoding, compact, credentials::plausible},
    kind::Kind,
    secrecy,
    value::{Member, Value, json},
};

/// Lines of members, and the response that they are.
pub(super) struct MemberLines {
    pub artifact: Option<Artifact>,
    /// In bytes.
    pub length: usize,
}

/// The most lines that are members of one response.
const MOST_LINES: usize = 64;

/// The lines of members that a text begins with.
pub(super) fn read(text: &str) -> MemberLines {
    let mut members = Vec::new();
    let (mut length, mut tokens, mut known) = (0, 0, 0);
    for line in text.split_inclusive('\n').take(MOST_LINES) {
        let Some((name, text)) = member(line) else { break };
        let snake = member_names::snake_case(&name.replace(' ', "_")).into_owned();
        let meaning = member_names::meaning(&snake).filter(|it| it.fit != NameFit::Weak);
        let is_other = matches!(meaning.map(|it| it.name), Some("refresh_token" | "id_token"));
        let is_token = compact::token_kind(text).is_some()
            || secrecy::is_published_token(text)
            || meaning.is_some_and(|it| it.name == "access_token");
        tokens += usize::from(is_token && !is_other);
        known += usize::from(meaning.is_some());
        let is_number = text.len() <= 15 && json::is_number(text);
        let value = if is_number { Value::Number(text.to_owned()) } else { Value::string(text) };
        members.push(Member { name: name.replace(' ', "_"), value });
        length += line.len();
    }
    if tokens != 1 || known < 2 {
        return MemberLines { artifact: None, length };
    }
    let artifact = Artifact::embedded_object(Value::Object(members), Encoding::Text);
    let is_one = artifact.kind == Kind::TokenResponse && plausible::is_plausible(&artifact);
    MemberLines { artifact: is_one.then_some(artifact), length }
}

/// The name and the text of a member that a line is.
fn member(line: &str) -> Option<(&str, &str)> {
    let line = line.trim().trim_start_matches(['-', '*', '•', '▿', '+']).trim_start();
    let (name, text) =
        line.split_once(": ").or_else(|| line.split_once('\t')).or_else(|| line.split_once('='))?;
    let name = name.trim().trim_matches(['*', '`', '"', '\'']);
    let is_part = |c: char| c.is_ascii_alphanumeric() || " _-.".contains(c);
    let is_name = !name.is_empty()
        && name.len() <= 40
        && name.split(' ').count() <= 4
        && name.chars().all(is_part);
    let text = text.trim().trim_end_matches(',').trim_matches(['"', '`', '*']);
    (is_name && !text.is_empty()).then_some((name, text))
}

/// What the lines before a response say whose it is: the first word of their paragraph, where it
/// stands alone.
pub(super) fn label(before: &str) -> Option<String> {
    let paragraph = before.trim_end_matches([' ', '\t']);
    let lines =
        paragraph.lines().rev().take(MOST_LINES_ABOVE).take_while(|it| !it.trim().is_empty());
    let first = lines.last()?.trim();
    let name = first.strip_suffix(':').unwrap_or(first);
    let is_name = !name.contains(char::is_whitespace) && name.len() <= 80 && !name.is_empty();
    let is_word = name.chars().all(|c| c.is_alphanumeric() || "._-@:/".contains(c));
    (is_name && is_word).then(|| name.to_owned()).or_else(|| name_before(before))
}

/// How far above a response the name of its owner may stand.
const MOST_LINES_ABOVE: usize = 4;
