//! Reads what a page in HTML carries to an application: the hidden fields of its forms, as servers
//! answer with them in the response mode `form_post` (OAuth 2.0 Form Post Response Mode §2).

use std::{borrow::Cow, ops::Range};

use super::{Artifact, Encoding};
use crate::{
    kind::Kind,
    value::{MOST, Member, Value},
};

/// A form whose hidden fields are a response.
pub(super) struct FormResponse {
    pub range: Range<usize>,
    pub artifact: Artifact,
}

/// The forms of a text that carry a response, in order.
pub(super) fn responses(text: &str) -> Vec<FormResponse> {
    let mut reader = FormReader::default();
    let mut left = MOST;
    let mut at = 0;
    while let Some(start) = memchr::memchr(b'<', &text.as_bytes()[at..]).map(|next| at + next) {
        at = start + 1;
        let Some(tag) = FormTag::of(&text[at..]) else { continue };
        at += tag.name().len();
        match tag {
            FormTag::Open => {
                reader.end(start);
                reader.range = start..start;
            }
            FormTag::Close => reader.end(at),
            FormTag::Input => {
                let Some((field, length)) = hidden_field(&text[at..]) else { break };
                at += length;
                let Some(member) = field else { continue };
                if left == 0 {
                    break;
                }
                left -= 1;
                if reader.range.is_empty() && reader.members.is_empty() {
                    reader.range = reader.range.end.max(start)..start;
                }
                reader.range.end = at;
                reader.members.push(member);
            }
        }
    }
    reader.end(reader.range.end);
    reader.found
}

/// A tag that a form consists of.
#[derive(Clone, Copy)]
enum FormTag {
    Open,
    Close,
    Input,
}

impl FormTag {
    /// The tag whose name a text begins with.
    fn of(text: &str) -> Option<Self> {
        [Self::Open, Self::Close, Self::Input].into_iter().find(|tag| {
            let name = tag.name();
            let begins = text.get(..name.len()).is_some_and(|it| it.eq_ignore_ascii_case(name));
            begins && !text[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-')
        })
    }

    fn name(self) -> &'static str {
        match self {
            Self::Open => "form",
            Self::Close => "/form",
            Self::Input => "input",
        }
    }
}

/// The forms so far, and the fields of the one that is read. Fields outside of any form are those
/// of one form whose tag was not copied.
#[derive(Default)]
struct FormReader {
    found: Vec<FormResponse>,
    members: Vec<Member>,
    range: Range<usize>,
}

impl FormReader {
    /// Ends the form at an offset.
    fn end(&mut self, at: usize) {
        let members = std::mem::take(&mut self.members);
        if is_response(&members) {
            let artifact = Artifact::embedded_object(Value::Object(members), Encoding::Text);
            let is_answer = matches!(
                artifact.kind,
                Kind::TokenResponse | Kind::AuthorizationResponse | Kind::ErrorResponse
            );
            if is_answer {
                self.found.push(FormResponse { range: self.range.start..at, artifact });
            }
        }
        self.range = at..at;
    }
}

/// Whether fields have the names of a response. Pages have codes and tokens of other kinds, above
/// all against forged requests: of a `code` and an `error` also the `state` tells.
fn is_response(members: &[Member]) -> bool {
    let has = |name: &str| members.iter().any(|member| member.name == name);
    let is_answer = || ["state", "iss", "session_state"].into_iter().any(has);
    ["access_token", "refresh_token", "id_token", "response"].into_iter().any(has)
        || (has("code") || has("error")) && is_answer()
}

/// The name and value of an `input` that is hidden, from behind the name of its tag, and where its
/// tag ends; none where the text ends before.
fn hidden_field(text: &str) -> Option<(Option<Member>, usize)> {
    let (mut name, mut value, mut is_hidden) = (None, None, false);
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if let Some(behind) = rest.strip_prefix('>') {
            let member = name.filter(|_| is_hidden).map(|name: Cow<'_, str>| Member {
                name: name.into_owned(),
                value: Value::string(value.unwrap_or_default()),
            });
            return Some((member, text.len() - behind.len()));
        }
        let (attribute, content, behind) = attribute(rest)?;
        rest = behind;
        if attribute.eq_ignore_ascii_case("name") {
            name = Some(decoded(content));
        } else if attribute.eq_ignore_ascii_case("value") {
            value = Some(decoded(content));
        } else if attribute.eq_ignore_ascii_case("type") {
            is_hidden = content.eq_ignore_ascii_case("hidden");
        }
    }
}

/// The name and content of the attribute that a text begins with, and the text behind it.
fn attribute(text: &str) -> Option<(&str, &str, &str)> {
    // An equals sign in the first place belongs to the name (HTML §13.2.5.32).
    let is_end = |c: char| c.is_ascii_whitespace() || matches!(c, '=' | '>' | '/');
    let first = text.chars().next()?.len_utf8();
    let end = first + text[first..].find(is_end)?;
    let (name, rest) = text.split_at(end);
    let Some(content) = rest.trim_ascii_start().strip_prefix('=') else {
        return Some((name, "", rest));
    };
    let content = content.trim_ascii_start();
    if let Some(quote) = content.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let (content, behind) = content[1..].split_once(quote)?;
        return Some((name, content, behind));
    }
    let end = content.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
    Some((name, &content[..end], &content[end..]))
}

/// A text with the characters that its character references stand for.
pub(super) fn decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let end = behind.bytes().take(10).position(|byte| byte == b';');
        let c = end.and_then(|end| character(&behind[..end]));
        out.push(c.unwrap_or('&'));
        rest = end.filter(|_| c.is_some()).map_or(behind, |end| &behind[end + 1..]);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference of pages stands for, by the name between `&` and `;`.
fn character(name: &str) -> Option<char> {
    let code = |digits: &str, radix| char::from_u32(u32::from_str_radix(digits, radix).ok()?);
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" | "rsquo" | "lsquo" => Some('\''),
        "nbsp" => Some(' '),
        name => {
            let number = name.strip_prefix('#')?;
            match number.strip_prefix(['x', 'X']) {
                Some(digits) => code(digits, 16),
                None => code(number, 10),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(page: &str) -> Vec<Vec<(String, String)>> {
        let pair = |member: &Member| {
            (member.name.clone(), member.value.as_str().unwrap_or_default().to_owned())
        };
        let forms = responses(page);
        forms.iter().map(|it| it.artifact.value.members().iter().map(pair).collect()).collect()
    }

    #[test]
    fn attributes_stand_in_any_order_and_in_any_quotes() {
        for input in [
            "<input type=\"hidden\" name=\"access_token\" value=\"a&amp;b\"/>",
            "<INPUT VALUE='a&#38;b' hidden TYPE=HIDDEN NAME=access_token>",
            "<input\n  name = 'access_token'\n  value=a&#x26;b\n  type='hidden' />",
        ] {
            let member = ("access_token".to_owned(), "a&b".to_owned());
            assert_eq!(members(input), [[member]], "{input}");
        }
    }

    #[test]
    fn each_form_is_one_response() {
        let page = "<form action=/a><input type=hidden name=code value=c1><input type=hidden \
                    name=state value=s></form><p><form><input type=hidden name=error \
                    value=access_denied><input type=hidden name=state value=s></form>";
        let kinds: Vec<Kind> = responses(page).iter().map(|it| it.artifact.kind).collect();
        assert_eq!(kinds, [Kind::AuthorizationResponse, Kind::ErrorResponse]);
    }

    #[test]
    fn other_fields_are_no_response() {
        for page in [
            "<form><input name=access_token value=typed></form>",
            "<form><input type=hidden name=csrf_token value=Zm9vYmFy></form>",
            "<form><input type=hidden name=token value=Zm9vYmFy></form>",
            "<form><input type=hidden name=code value=SAVE10></form>",
            "<form><input type=hidden name=state value=s><input type=hidden name=scope value=a>",
            "<input type=hidden name=access_token value=\"a",
            "<inputs type=hidden name=access_token value=a>",
            "<input =\u{e9}",
            "<input",
        ] {
            assert!(members(page).is_empty(), "{page}");
        }
    }
}
