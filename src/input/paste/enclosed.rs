//! Reads values enclosed in something: quotes, a code fence, base64, or the line breaks of a
//! terminal. The removal itself is in `copied_text`.

use crate::secret::Wiping;
use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD};

use super::{
    super::{Artifact, copied_text, header, notation},
    Paste,
};
use crate::{
    input::notation::literal,
    value::{Value, json},
};

impl Paste<'_> {
    /// Reads a text after joining the long words that a terminal or a mail broke over lines.
    pub(super) fn read_joined(self, text: &str) -> Option<Artifact> {
        let inner = Self { wrappings: self.wrappings.checked_sub(1)?, ..self };
        let whole = copied_text::join_broken_words(text)?;
        Some(inner.read_inner(&whole)).filter(Artifact::is_known)
    }

    /// Reads a text after undoing a change by a terminal, mail, page or editor: see
    /// [`copied_text::restored`].
    pub(super) fn read_restored(self, text: &str) -> Option<Artifact> {
        let inner = Self { wrappings: self.wrappings.checked_sub(1)?, ..self };
        copied_text::restored(text)
            .map(|before| inner.read_inner(copied_text::trim(&before)))
            .find(Artifact::is_known)
    }

    /// Reads a value in quotes or a code fence.
    pub(super) fn read_enclosed(self, text: &str) -> Option<Artifact> {
        let inner = Self { wrappings: self.wrappings.checked_sub(1)?, ..self };
        if text.starts_with('"') {
            let (value, end, fault) = json::read_first(text);
            if let (Value::String(content), None) = (value, fault) {
                let rest = &text[end..];
                if copied_text::is_ignorable(rest) {
                    return Some(inner.read_inner(content.as_str()));
                }
                if rest.trim_start().starts_with([':', '=']) {
                    let found = self.read_members(text);
                    // `"Authorization": "Bearer …",` is a line of such an object.
                    let sent = || {
                        let sent = header::credentials(text)?;
                        Some(Artifact { is_part: true, ..sent })
                    };
                    return Some(if found.is_known() { found } else { sent().unwrap_or(found) });
                }
            }
        }
        let plain = copied_text::strip_quotes_or_fence(text).map(|inside| {
            let end = inside.as_ptr().addr() + inside.len() - text.as_ptr().addr();
            let is_part = !copied_text::is_ignorable(text[end..].trim_start_matches('~'));
            let artifact = inner.read(inside);
            Artifact { is_part: artifact.is_part || is_part, ..artifact }
        });
        let is_good = |artifact: &Artifact| artifact.is_known() && artifact.problem.is_none();
        if plain.as_ref().is_some_and(is_good) || !text.starts_with(['\'', '"', '`', 'b', 'u', 'r'])
        {
            return plain;
        }
        // The quotes may be those of a language, with escapes between them.
        let escaped = literal::read_string(text).and_then(|(content, end)| {
            let is_whole = copied_text::is_ignorable(&text[end..]);
            is_whole.then(|| inner.read_inner(content.as_str().unwrap_or_default()))
        });
        escaped.filter(Artifact::is_known).or(plain)
    }

    /// Reads an object in base64, as Kubernetes and archives of HTTP messages keep it.
    pub(super) fn read_base64(self, text: &str) -> Option<Artifact> {
        let inner = Self { wrappings: self.wrappings.checked_sub(1)?, ..self };
        let is_object = text.starts_with("ey") || text.starts_with("ew");
        if !is_object || text.contains('.') {
            return None;
        }
        let digits: Wiping<Vec<u8>> = Wiping::new(
            text.trim_end_matches('=').bytes().filter(|b| !b.is_ascii_whitespace()).collect(),
        );
        let decoded = BASE64_NOPAD.decode(&digits).or_else(|_| BASE64URL_NOPAD.decode(&digits));
        let decoded = decoded.ok().map(Wiping::new)?;
        let object = std::str::from_utf8(&decoded).ok().filter(|text| text.starts_with('{'))?;
        Some(inner.read_inner(object))
            .filter(|it| it.is_known() && notation::has_members(&it.value))
    }
}
