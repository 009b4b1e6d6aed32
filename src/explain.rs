//! What does it mean? Errors with their causes and remedies, opaque tokens by their looks, and what
//! is missing or odd in the artifacts that are not tokens.

mod advice;
mod essentials;
mod keys;
mod metadata;
mod notes;

use crate::{
    catalog::{self, ErrorCode, Prefix},
    findings::spoken,
    inspection::Inspection,
    token::Kind,
    value::Value,
};

pub use advice::advice;
pub use essentials::{Essential, essentials};
pub use notes::{Note, notes};

/// What an error response says, and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The error code as the server wrote it, safe for a terminal.
    pub code: Option<String>,
    /// The server's own words, safe for a terminal; long words are left out, for they may be tokens.
    pub said: Option<String>,
    /// Where the server says there is more to read (`error_uri`, RFC 6749 §5.2), safe for a terminal.
    pub read_more: Option<String>,
    /// What the catalogue knows, the most particular first: what this provider means by these words,
    /// then what the registered code means. Empty for an error that nobody listed.
    pub entries: Vec<&'static ErrorCode>,
}

/// Explains an error response (RFC 6749 §5.2, §4.1.2.1; RFC 6750 §3.1; RFC 8628 §3.5; or a
/// provider's own form). None for anything else.
pub fn error(inspection: &Inspection) -> Option<Explanation> {
    if inspection.kind != Kind::ErrorResponse {
        return None;
    }
    let texts = Texts::of(inspection);
    let particular = texts.words.iter().chain(&texts.codes).find_map(|t| catalog::error_phrase(t));
    let general = texts.codes.iter().find_map(|code| catalog::error(code));
    let mut entries: Vec<&'static ErrorCode> = particular.into_iter().collect();
    entries.extend(general.filter(|general| Some(*general) != particular));
    let read_more = inspection.field("error_uri").and_then(|field| field.plain()?.as_str());
    let spoken = |text: &str| spoken(&inspection.secrets.masked(text));
    Some(Explanation {
        code: texts.codes.first().map(|code| spoken(code)),
        said: texts.words.first().map(|said| spoken(said)),
        read_more: read_more.map(spoken),
        entries,
    })
}

/// Names an opaque token by its published prefix: whose it is, what kind, and how to ask about it.
pub fn opaque(token: &str) -> Option<&'static Prefix> {
    catalog::prefix(token)
}

/// The texts of an error response that can tell what it is.
#[derive(Default)]
struct Texts<'a> {
    /// Codes, the one that clients act on first.
    codes: Vec<&'a str>,
    /// Sentences, the one that says most first.
    words: Vec<&'a str>,
    /// The same of the members that say less: a status, a title.
    vague_codes: Vec<&'a str>,
    vague_words: Vec<&'a str>,
}

/// Longer texts are not searched.
const LONGEST: usize = 4096;

/// More of one kind are not collected.
const MOST: usize = 16;

impl<'a> Texts<'a> {
    fn of(inspection: &'a Inspection) -> Self {
        let mut texts = Self::default();
        for field in inspection.fields.iter().filter(|field| field.present) {
            if let Some(value) = field.plain() {
                texts.add(&field.name, value, 0);
            }
        }
        texts.codes.append(&mut texts.vague_codes);
        texts.words.append(&mut texts.vague_words);
        texts
    }

    fn add(&mut self, name: &str, value: &'a Value, depth: usize) {
        match name {
            "error" | "err" | "fault" | "errors" => match value {
                Value::String(text) => Self::push(&mut self.codes, text.as_str()),
                Value::Number(digits) => Self::push(&mut self.codes, digits),
                // Providers nest once or twice: {"error": {…}}, {"errors": [{…}]}.
                Value::Object(members) if depth < 2 => {
                    for member in members {
                        self.add(&member.name, &member.value, depth + 1);
                    }
                }
                Value::Array(items) if depth < 2 => {
                    for item in items.iter().take(MOST) {
                        self.add(name, item, depth + 1);
                    }
                }
                _ => {}
            },
            "code" | "error_code" | "errcode" | "errorCode" | "reason" | "error_subcode"
            | "suberror" | "error_codes" => Self::push_all(&mut self.codes, value),
            "status" | "type" => Self::push_all(&mut self.vague_codes, value),
            "error_description" | "error_message" | "error_msg" | "error_summary" | "errmsg"
            | "errorSummary" | "errorMessage" | "message" | "msg" | "detail" => {
                if let Some(text) = value.as_str() {
                    Self::push(&mut self.words, text);
                }
            }
            "title" => Self::push_all(&mut self.vague_words, value),
            _ => {}
        }
    }

    fn push_all(texts: &mut Vec<&'a str>, value: &'a Value) {
        for value in std::iter::once(value).chain(value.items().iter().take(MOST)) {
            // What RFC 9457 §4.2.1 writes where there is no type.
            let text = value.as_str().filter(|text| *text != "about:blank");
            if let Some(text) = text.or_else(|| value.as_number()) {
                Self::push(texts, text);
            }
        }
    }

    fn push(texts: &mut Vec<&'a str>, text: &'a str) {
        if !text.is_empty() && text.len() <= LONGEST && texts.len() < MOST {
            texts.push(text);
        }
    }
}
