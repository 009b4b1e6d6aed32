//! Writes a difference as lines of text, safe for a terminal.

use std::fmt::Write as _;

use super::{Change, ChangedMember, Diff, Life, MaskedValue, RefreshToken, json};
use crate::{catalog, secret::MASK, text::visible, token::State, value::Value, words};

impl Diff {
    /// What `tokenscope diff` prints: one line a difference, `-` for what only the first has, `+`
    /// for what only the second has, `~` for what changed. One line says so where nothing differs.
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut out);
        if out.is_empty() {
            out.push_str("no difference\n");
        }
        out
    }

    fn write(&self, out: &mut String) -> std::fmt::Result {
        if let Some(Change { before, after }) = &self.kind {
            writeln!(out, "~ kind: {} → {}", before.name(), after.name())?;
        }
        if let Some(change) = &self.life {
            writeln!(out, "~ life: {}", lives(change))?;
        }
        if let Some(change) = &self.refresh_life {
            writeln!(out, "~ refresh token's life: {}", lives(change))?;
        }
        for scope in &self.scopes_lost {
            writeln!(out, "- scope {}", visible(scope))?;
        }
        for scope in &self.scopes_gained {
            writeln!(out, "+ scope {}", visible(scope))?;
        }
        for named in &self.fields {
            // The scopes have been told one by one.
            if named.name != "scope"
                || (self.scopes_gained.is_empty() && self.scopes_lost.is_empty())
            {
                line(out, "", named, self.note(named))?;
            }
        }
        for token in &self.tokens {
            let field = visible(&token.field);
            for named in &token.header {
                line(out, &format!("{field} header "), named, None)?;
            }
            for named in &token.claims {
                line(out, &format!("{field} claim "), named, None)?;
            }
            if let Some(Change { before, after }) = &token.signature {
                writeln!(
                    out,
                    "~ {field} signature: {} → {}",
                    status_word(*before),
                    status_word(*after)
                )?;
            }
        }
        for finding in &self.findings_lost {
            writeln!(out, "- {} {}: {}", finding.severity.word(), finding.code, finding.message)?;
        }
        for finding in &self.findings_gained {
            writeln!(out, "+ {} {}: {}", finding.severity.word(), finding.code, finding.message)?;
        }
        Ok(())
    }

    /// What a changed refresh token means.
    fn note(&self, named: &ChangedMember) -> Option<&'static str> {
        if named.name != "refresh_token" {
            return None;
        }
        match self.refresh_token {
            RefreshToken::Rotated => Some("rotated"),
            RefreshToken::Omitted => Some("not sent again: keep the first"),
            _ => None,
        }
    }
}

fn line(out: &mut String, of: &str, named: &ChangedMember, note: Option<&str>) -> std::fmt::Result {
    let name = visible(&named.name);
    let in_words = |value: &MaskedValue| value_in_words(&named.name, value);
    match (&named.before, &named.after) {
        (Some(before), Some(after)) => {
            write!(out, "~ {of}{name}: {} → {}", in_words(before), in_words(after))?;
        }
        (Some(before), None) => write!(out, "- {of}{name}: {}", in_words(before))?,
        (None, Some(after)) => write!(out, "+ {of}{name}: {}", in_words(after))?,
        (None, None) => return Ok(()),
    }
    match note {
        Some(note) => writeln!(out, " ({note})"),
        None => writeln!(out),
    }
}

/// Longest value in a line, in characters.
const MOST: usize = 120;

/// A value in a few words, cut where it is long; safe for a terminal.
fn value_in_words(name: &str, value: &MaskedValue) -> String {
    match value {
        MaskedValue::Masked { length, sha256 } => {
            format!("{MASK} {} #{sha256}", words::count(*length, "char"))
        }
        MaskedValue::Plain(value) => {
            let text = json::plain(value).to_string();
            let mut line = match text.char_indices().nth(MOST) {
                None => visible(&text).into_owned(),
                Some((end, _)) => format!("{}…", visible(&text[..end])),
            };
            if let Some(at) = time(name, value) {
                line.push_str(" (");
                line.push_str(&at);
                line.push(')');
            }
            line
        }
    }
}

/// The text of a value; of an instant, only the time.
pub fn in_brief(name: &str, value: &MaskedValue) -> String {
    let at = match value {
        MaskedValue::Plain(value) => time(name, value),
        MaskedValue::Masked { .. } => None,
    };
    at.unwrap_or_else(|| value_in_words(name, value))
}

/// A claim that is a time, in words.
fn time(name: &str, value: &Value) -> Option<String> {
    let is_time = catalog::claim(name).is_some_and(|claim| claim.time);
    let seconds = value.as_number()?.parse().ok().filter(|_| is_time)?;
    chrono::DateTime::from_timestamp(seconds, 0).map(words::utc)
}

fn lives(change: &Change<Life>) -> String {
    format!("{} → {}", life(&change.before), life(&change.after))
}

fn life(life: &Life) -> String {
    let mut out = match life.state {
        State::NotYetValid => "not yet valid".to_owned(),
        state => state.name().to_owned(),
    };
    if let Some(end) = life.expires_at {
        out.push_str(", ends ");
        out.push_str(&words::utc(end));
    }
    if let Some(lifetime) = life.lifetime {
        out.push_str(", lives ");
        out.push_str(&words::rough(lifetime));
    }
    out
}

/// A verdict as a word; the token may be on one side only.
fn status_word(status: Option<&str>) -> String {
    status.map_or_else(|| "none".to_owned(), |status| status.replace('_', " "))
}
