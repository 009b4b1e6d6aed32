//! The dialog on what changed from one response to the next.

use chrono::{DateTime, TimeDelta, Utc};

use crate::{
    app::Document,
    diff::{Change, ChangedMember, Diff, Life, RefreshToken},
    emphasis::Emphasis,
    inspection::{ScopeColumn, ScopeMark},
    text::visible,
    token::State,
    words,
};

use super::text::{Part, TextDialog};

/// A page that says what differs: first what people ask for after a refresh, then the rest. Of a
/// refresh it also says what became of the refresh token, and what is still not granted of what
/// the second was asked for.
pub fn page(diff: &Diff, second: &Document, is_refresh: bool) -> TextDialog {
    let mut parts = Vec::new();
    if let Some(Change { before, after }) = &diff.kind {
        parts.push(Part::row("kind", format!("{} → {}", before.name(), after.name())));
    }
    life(diff.life.as_ref(), "", &mut parts);
    life(diff.refresh_life.as_ref(), "refresh ", &mut parts);
    let refresh_token = if is_refresh { refresh_token } else { compared_refresh_token };
    parts.push(refresh_token(diff.refresh_token));
    scopes(diff, &mut parts);
    not_granted(second, &mut parts);
    let fields: Vec<&ChangedMember> =
        diff.fields.iter().filter(|named| is_told_by_itself(diff, named)).collect();
    section("Fields", &fields, &mut parts);
    for token in &diff.tokens {
        let field = visible(&token.field);
        if let Some(Change { before, after }) = &token.signature {
            parts.push(Part::Blank);
            let word = |status: Option<&str>| status.unwrap_or("none").replace('_', " ");
            parts.push(Part::Row {
                name: "signature".to_owned(),
                value: format!("{} → {}", word(*before), word(*after)),
                emphasis: Emphasis::Plain,
            });
        }
        section(&format!("Header of {field}"), &all(&token.header), &mut parts);
        section(&format!("Claims of {field}"), &all(&token.claims), &mut parts);
    }
    findings(diff, &mut parts);
    let title = match (diff.is_same(), is_refresh) {
        (true, true) => "Nothing changed",
        (false, true) => "What changed",
        (true, false) => "Nothing differs",
        (false, false) => "What differs",
    };
    TextDialog::new(title, parts)
}

/// What is compared with what, in words that are safe for a terminal.
pub fn sides([first, second]: [String; 2]) -> [Part; 3] {
    [Part::row("first", first), Part::row("second", second), Part::Blank]
}

fn all(named: &[ChangedMember]) -> Vec<&ChangedMember> {
    named.iter().collect()
}

/// Whether a field's difference is not told by another part of the page.
fn is_told_by_itself(diff: &Diff, named: &ChangedMember) -> bool {
    let scopes_told = !(diff.scopes_gained.is_empty() && diff.scopes_lost.is_empty());
    match named.name.as_str() {
        "scope" => !scopes_told,
        _ => true,
    }
}

/// How a life went on.
fn life(change: Option<&Change<Life>>, of: &str, parts: &mut Vec<Part>) {
    let Some(Change { before, after }) = change else {
        if of.is_empty() {
            parts.push(Part::row("lifetime", "as before"));
        }
        return;
    };
    if before.state != after.state {
        let value = format!("{} → {}", state(before.state), state(after.state));
        let emphasis = match after.state {
            State::Valid | State::Never => Emphasis::Good,
            State::Expired => Emphasis::Bad,
            _ => Emphasis::Plain,
        };
        parts.push(Part::Row { name: format!("{of}state"), value, emphasis });
    }
    let length = |life: &Life| life.lifetime.map_or_else(|| "not said".to_owned(), words::length);
    let lifetime = if before.lifetime == after.lifetime {
        format!("{}, as before", length(after))
    } else {
        format!("{} → {}", length(before), length(after))
    };
    parts.push(Part::row(&format!("{of}lifetime"), lifetime));
    if before.expires_at != after.expires_at {
        parts.push(Part::row(&format!("{of}ends"), ends(before.expires_at, after.expires_at)));
    }
}

fn ends(before: Option<DateTime<Utc>>, after: Option<DateTime<Utc>>) -> String {
    let time = |at: Option<DateTime<Utc>>| at.map_or_else(|| "not said".to_owned(), words::utc);
    match before.zip(after) {
        Some((before, after)) => {
            let later = after - before;
            let (amount, word) =
                if later < TimeDelta::zero() { (-later, "earlier") } else { (later, "later") };
            format!("{} ({} {word})", words::utc(after), words::rough(amount))
        }
        None => format!("{} → {}", time(before), time(after)),
    }
}

fn state(state: State) -> String {
    state.name().replace('_', " ")
}

fn refresh_token(became: RefreshToken) -> Part {
    let (words, emphasis) = match became {
        RefreshToken::None => ("there is none", Emphasis::Dim),
        RefreshToken::Kept => ("the same as before: it is used again", Emphasis::Plain),
        RefreshToken::Rotated => {
            ("rotated: the old one may be dead, keep the new one", Emphasis::Warning)
        }
        RefreshToken::Omitted => ("not sent again: the old one stays in use", Emphasis::Plain),
        RefreshToken::Added => ("new: there was none before", Emphasis::Good),
    };
    Part::Row { name: "refresh token".to_owned(), value: words.to_owned(), emphasis }
}

/// How the refresh tokens of two responses differ that need not have to do with each other.
fn compared_refresh_token(became: RefreshToken) -> Part {
    let words = match became {
        RefreshToken::None => "there is none",
        RefreshToken::Kept => "the same in both",
        RefreshToken::Rotated => "another one in each",
        RefreshToken::Omitted => "only the first has one",
        RefreshToken::Added => "only the second has one",
    };
    Part::row("refresh token", words)
}

/// What was asked for, before any refresh, and is not granted.
fn not_granted(document: &Document, parts: &mut Vec<Part>) {
    let table = &document.scopes;
    let column = |wanted: ScopeColumn| table.columns.iter().position(|it| *it == wanted);
    let Some((asked, granted)) = column(ScopeColumn::Asked).zip(column(ScopeColumn::Granted))
    else {
        return;
    };
    let missing = table.rows.iter().filter(|row| {
        row.marks.get(asked) == Some(&ScopeMark::Yes)
            && row.marks.get(granted) == Some(&ScopeMark::Missing)
    });
    let names: Vec<_> = missing.map(|row| visible(&row.scope.name)).collect();
    if names.is_empty() {
        parts.push(Part::row("asked for", "all of it is granted"));
    } else {
        parts.push(Part::Row {
            name: "not granted".to_owned(),
            value: format!("{}, though asked for at first", names.join("  ")),
            emphasis: Emphasis::Warning,
        });
    }
}

fn scopes(diff: &Diff, parts: &mut Vec<Part>) {
    let told = [
        ("scopes gained", "+ ", &diff.scopes_gained, Emphasis::Good),
        ("scopes lost", "− ", &diff.scopes_lost, Emphasis::Warning),
    ];
    if told.iter().all(|(_, _, scopes, _)| scopes.is_empty()) {
        parts.push(Part::row("scopes", "as before"));
    }
    for (name, sign, scopes, emphasis) in told {
        if !scopes.is_empty() {
            let names: Vec<_> =
                scopes.iter().map(|scope| format!("{sign}{}", visible(scope))).collect();
            parts.push(Part::Row { name: name.to_owned(), value: names.join("  "), emphasis });
        }
    }
}

/// Named values that differ, under a heading.
fn section(heading: &str, named: &[&ChangedMember], parts: &mut Vec<Part>) {
    if named.is_empty() {
        return;
    }
    parts.push(Part::Blank);
    parts.push(Part::Heading(heading.to_owned()));
    for named in named {
        let text = |value: &crate::diff::MaskedValue| crate::diff::in_brief(&named.name, value);
        let value = match (&named.before, &named.after) {
            (Some(before), Some(after)) => format!("{} → {}", text(before), text(after)),
            (Some(before), None) => format!("− {}", text(before)),
            (None, Some(after)) => format!("+ {}", text(after)),
            (None, None) => continue,
        };
        parts.push(Part::row(&visible(&named.name), value));
    }
}

fn findings(diff: &Diff, parts: &mut Vec<Part>) {
    for (heading, findings) in
        [("New findings", &diff.findings_gained), ("Findings that are gone", &diff.findings_lost)]
    {
        if findings.is_empty() {
            continue;
        }
        parts.push(Part::Blank);
        parts.push(Part::Heading(heading.to_owned()));
        parts.extend(findings.iter().map(|finding| {
            Part::Point(format!("{}: {}", finding.severity.word(), finding.message))
        }));
    }
}
