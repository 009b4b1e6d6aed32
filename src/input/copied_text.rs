//! Removes what is copied along with a value: white space, byte order marks, quotes, code fences,
//! line breaks, colours, HTML entities.

use crate::secret::Wiping;

use super::compact;
use crate::value::{Value, json};

/// White space, and the invisible characters that editors and chats leave behind.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\0')
}

/// The text without blanks around it.
pub(super) fn trim(text: &str) -> &str {
    text.trim_matches(is_blank)
}

/// The text inside a code fence or a pair of quotes around all of it.
pub(super) fn strip_quotes_or_fence(text: &str) -> Option<&str> {
    let inner = fenced(text).or_else(|| quoted(text)).map(trim)?;
    (inner.len() < text.len()).then_some(inner)
}

/// The inside of the first code fence of a text that begins with one.
fn fenced(text: &str) -> Option<&str> {
    for fence in ["```", "~~~"] {
        if let Some(rest) = text.strip_prefix(fence) {
            // What stands on the line of the fence is the name of the language.
            let (info, body) = rest.split_once('\n').unwrap_or(("", rest));
            let body = if info.contains(fence) { rest } else { body };
            return Some(body.split_once(fence).map_or(body, |(inside, _)| inside));
        }
    }
    None
}

/// The inside of quotes around all of the text.
fn quoted(text: &str) -> Option<&str> {
    const PAIRS: [(char, char); 7] =
        [('"', '"'), ('\'', '\''), ('`', '`'), ('“', '”'), ('‘', '’'), ('«', '»'), ('<', '>')];
    let text = text.trim_end_matches([',', ';']);
    let (open, close) = PAIRS.into_iter().find(|(open, _)| text.starts_with(*open))?;
    let inner = text.strip_prefix(open)?.strip_suffix(close)?;
    // `<a>…</a>` is markup, `<https://…>` is a quoted word.
    (open != '<' || !inner.contains([' ', '<', '>'])).then_some(inner)
}

/// The shortest line, in bytes, that counts as broken: terminals and mails are at least as wide.
const WRAPPED: usize = 60;

/// Whether all lines but the last, which is shorter, are long and of one length.
pub(super) fn is_broken_into_lines(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let Some(first) = lines.next().map(str::len).filter(|length| *length >= WRAPPED) else {
        return false;
    };
    let mut last = first;
    lines.all(|line| std::mem::replace(&mut last, line.len()) == first)
        && last <= first
        && !text.lines().next_back().is_some_and(begins_name)
}

/// The text after joining long words that were broken at the end of a line: a URL, a token after
/// the name of a header field. None where no line looks broken.
pub(super) fn join_broken_words(text: &str) -> Option<Wiping<String>> {
    let mut whole = Wiping::new(String::with_capacity(text.len()));
    let mut found = false;
    let mut before = "";
    for line in text.lines() {
        let first = line.split_whitespace().next().unwrap_or_default();
        if before.len() >= WRAPPED && continues(before, line.trim(), first) {
            found = true;
            whole.push_str(line.trim_start());
        } else {
            if !whole.is_empty() {
                whole.push('\n');
            }
            whole.push_str(line.trim_end());
        }
        before = line.trim_end();
    }
    found.then_some(whole)
}

/// Whether the last word of a line continues in the next line.
fn continues(before: &str, line: &str, first: &str) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b"-._~%+/=&".contains(&b);
    let word = before.rsplit([' ', '"', '\'']).next().unwrap_or_default();
    let is_url = word.contains("://");
    let is_token = word.len() >= 40 && !word.contains(['&', ':']) && word.bytes().all(is_part);
    let is_setting =
        first.split_once('=').is_some_and(|(_, value)| !value.trim_matches('=').is_empty());
    let is_new =
        compact::token_kind(first).is_some() || first.contains("://") || is_setting && is_token;
    // A line of dashes parts two documents.
    let is_rule = first.bytes().all(|b| b"-.=~_".contains(&b));
    let is_word = first.bytes().all(is_part) && !is_rule && !is_new && !begins_name(first);
    is_word
        && (is_url && (first == line || first.contains(['&', '=', '%']))
            || is_token && first == line)
}

/// Whether a word is the beginning of a member's name, as the last line of a text that was cut is.
fn begins_name(word: &str) -> bool {
    const NAMES: [&str; 6] =
        ["access_token", "token_type", "expires_in", "refresh_token", "scope", "id_token"];
    let begins =
        |name: &str| name.get(..word.len()).is_some_and(|it| it.eq_ignore_ascii_case(word));
    NAMES.into_iter().any(begins)
}

/// The text as it may have been before a terminal coloured it, a mail quoted it, a page encoded it
/// in HTML, an editor replaced its quotes by typographic ones, or a program escaped it as a string.
pub(super) fn restored(text: &str) -> impl Iterator<Item = Wiping<String>> {
    [without_colours, unquoted_mail, without_entities, straightened, unescaped]
        .into_iter()
        .filter_map(move |before| before(text))
}

/// The text without the control sequences that set colours (ECMA-48 §8.3.117, SGR), if it has any.
pub(super) fn without_colours(text: &str) -> Option<Wiping<String>> {
    let mut parts = text.split("\u{1b}[");
    let mut plain = Wiping::new(parts.next()?.to_owned());
    let mut coloured = false;
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        let rest = rest.strip_prefix(['m', 'K'])?;
        plain.push_str(rest);
        coloured = true;
    }
    coloured.then_some(plain)
}

/// The text without the `>` or `|` before each line.
fn unquoted_mail(text: &str) -> Option<Wiping<String>> {
    let mark = text.chars().next().filter(|c| matches!(c, '>' | '|'))?;
    let mut plain = Wiping::new(String::with_capacity(text.len()));
    for line in text.lines() {
        let line = line.trim_start();
        let line = if line.is_empty() { line } else { line.strip_prefix(mark)? };
        plain.push_str(line.strip_prefix(' ').unwrap_or(line));
        plain.push('\n');
    }
    Some(plain)
}

/// The text with the character references of HTML that are in use for quotes and brackets.
fn without_entities(text: &str) -> Option<Wiping<String>> {
    const ENTITIES: [(&str, &str); 8] = [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#x22;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    let mut plain = Wiping::new(String::with_capacity(text.len()));
    let mut rest = text;
    let mut found = false;
    while let Some(at) = rest.find('&') {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity));
        let (entity, character) = entity.copied().unwrap_or(("&", "&"));
        found |= entity.len() > 1;
        plain.push_str(character);
        rest = &rest[entity.len()..];
    }
    plain.push_str(rest);
    found.then_some(plain)
}

/// The text with straight quotes in place of typographic ones.
fn straightened(text: &str) -> Option<Wiping<String>> {
    let round = |c| matches!(c, '“' | '”' | '„' | '‟' | '‘' | '’');
    let straight = |c| if matches!(c, '‘' | '’') { '\'' } else { '"' };
    let plain = text.chars().map(|c| if round(c) { straight(c) } else { c });
    text.contains(round).then(|| Wiping::new(plain.collect()))
}

/// The text of a JSON string whose quotes are gone: `{\"access_token\": …`.
fn unescaped(text: &str) -> Option<Wiping<String>> {
    if !text.starts_with(['{', '[']) || !text.contains("\\\"") {
        return None;
    }
    let quoted = Wiping::new(format!("\"{text}\""));
    match json::read_text(&quoted) {
        (Value::String(content), None) => Some(Wiping::new(content.as_str().to_owned())),
        _ => None,
    }
}

/// Whether a value is followed by nothing but punctuation from the place it was copied from.
pub(super) fn is_ignorable(rest: &str) -> bool {
    rest.chars().all(|c| is_blank(c) || matches!(c, ';' | ',' | ')' | '`' | '"' | '\'' | '%' | '$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_around_a_value_falls_away() {
        for (wrapped, inner) in [
            ("```json\n{}\n```", Some("{}")),
            ("```\n{}", Some("{}")),
            ("```{}```", Some("{}")),
            ("'{}'", Some("{}")),
            ("“a”,", Some("a")),
            ("<https://a>", Some("https://a")),
            ("<a>b</a>", None),
            ("a'b'", None),
            ("'", None),
        ] {
            assert_eq!(strip_quotes_or_fence(wrapped), inner, "{wrapped}");
        }
    }
}
