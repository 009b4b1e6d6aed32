//! What there is to say of a field, a scope, a finding or an error.

use super::Gathered;
use crate::{
    app::{
        Target,
        detail::DetailRow,
        document::{Root, ValueContent},
    },
    catalog::errors::Sentences,
    emphasis::Emphasis,
    explain::{self, meaning},
    kind::Kind,
    text::visible,
    token::{Field, scope_matrix::Resource},
    words,
};

use super::members;

impl Gathered<'_> {
    /// What is known of a field beside its claims or members.
    pub(super) fn field(&mut self, index: usize) {
        let Some(field) = self.inspection.fields.get(index) else { return };
        if index == 0 {
            self.access();
        }
        if let Some(meaning) = meaning::member(self.inspection.kind, &field.name) {
            self.say(Emphasis::Plain, format!("{}.", meaning.words.trim_end_matches('.')));
            self.say(Emphasis::Dim, meaning.source);
        }
        self.gap();
        if !field.present {
            return self.say(Emphasis::Dim, absent(self.inspection.kind, &field.name));
        }
        if field.source_name != field.name {
            self.pair("written", Emphasis::Plain, visible(&field.source_name));
        }
        self.value(index, field);
        self.tokens(field);
        self.rows.push(DetailRow::Life(field.name.clone()));
        self.explanation();
        self.findings(&field.name);
    }

    pub(super) fn value(&mut self, index: usize, field: &Field) {
        let target = Target::field(index);
        let Some(item) = self.document.item(Root::Field(index), &[], self.zone) else { return };
        if let ValueContent::Secret(secret) = item.content {
            self.rows.push(DetailRow::Whole(target));
            let format = self.document.secret_format(&field.name, secret);
            let length = words::count(secret.length(), "character");
            let hash = secret.fingerprint();
            self.pair("format", Emphasis::Plain, format!("{format} · {length} · sha256 {hash}"));
            if self.inspection.token(&field.name).is_none()
                && let Some(known) = explain::opaque(secret.expose())
            {
                // The published prefix was looked at, nothing else of it.
                if !known.prefix.introspect.is_empty() {
                    self.pair("ask", Emphasis::Plain, known.prefix.introspect);
                }
                self.say(Emphasis::Dim, known.prefix.source);
            }
            return;
        }
        let Some(value) = field.plain() else { return };
        match value {
            value if members::count(value) > 0 => {
                let (count, noun) = (
                    members::count(value),
                    if value.items().is_empty() { "member" } else { "item" },
                );
                self.pair("holds", Emphasis::Plain, words::count(count, noun));
            }
            _ => self.rows.push(DetailRow::Whole(target)),
        }
        if let Some(lifetime) = item.lifetime {
            self.pair("that is", Emphasis::Plain, words::length(lifetime));
        }
        if let Some(at) = item.time {
            self.rows.push(DetailRow::Instant(at));
        }
    }

    /// Why a request was refused, with what follows it.
    fn access(&mut self) {
        if self.document.access.is_some() {
            self.rows.extend([DetailRow::Access, DetailRow::Gap]);
        }
    }

    /// What to do with something that could not be read.
    pub(super) fn unrecognized(&mut self) {
        self.access();
        self.problem(self.inspection.problem.as_ref());
        if self.inspection.kind != Kind::Unrecognized {
            return;
        }
        self.gap();
        self.say(Emphasis::Plain, "This is what can be read:");
        for line in [
            "a token response: JSON, a form body, what Java, Python, JavaScript, Ruby, PHP, Elixir \
             or YAML print of one, or TOML and INI",
            "a whole HTTP message, as curl -i and curl -v print it",
            "a JWT, an opaque token, an Authorization header, cookies",
            "the URL of a callback, with its query or fragment",
            "an error, an introspection response, a device authorization, a pushed request, a \
             registration, UserInfo, metadata, a JWK set, a challenge",
        ] {
            self.rows.push(DetailRow::Bullet(line.to_owned()));
        }
    }

    /// The scopes of one line of the table, and where each is named.
    pub(super) fn resource(&mut self, line: Option<&Resource>) {
        let Some(line) = line else { return };
        let table = &self.document.scopes;
        for index in &line.scopes {
            let Some(row) = table.rows.get(*index) else { continue };
            self.rows.push(DetailRow::Scope(Target::Scope(*index)));
            match row.scope.description {
                Some(description) => self.say(Emphasis::Plain, description),
                None => self.say(Emphasis::Dim, "no description is known"),
            }
            self.gap();
            for (column, mark) in table.columns.iter().zip(&row.marks) {
                self.pair(column.name(), mark.emphasis(), table.words(*column, *mark));
            }
            if let Some(difference) = row.difference {
                self.gap();
                self.say(Emphasis::Warning, format!("It is {difference}."));
            }
            self.gap();
        }
        if let Some(words) = self.inspection.scope_grant.words() {
            self.say(Emphasis::Dim, words);
        }
    }

    pub(super) fn finding(&mut self, index: usize) {
        let Some(finding) = self.document.findings.get(index) else { return };
        let emphasis = finding.severity.emphasis();
        self.say(emphasis, finding.severity.word());
        self.gap();
        self.rows.push(DetailRow::Message(index));
        self.gap();
        let about = finding.about();
        if !about.is_empty() {
            self.pair("about", Emphasis::Plain, visible(&about));
        }
        self.say(Emphasis::Dim, finding.source);
    }

    /// What an error means, its usual causes, and what to try.
    pub(super) fn explanation(&mut self) {
        let Some(explanation) = &self.document.explanation else { return };
        for entry in &explanation.entries {
            self.heading(&explanation.heading(entry));
            self.say(Emphasis::Plain, entry.meaning);
            self.say(Emphasis::Dim, entry.source);
            self.list("Usual causes", entry.causes);
            self.list("What to try", entry.remedies);
        }
        if !explanation.details.is_empty() {
            self.heading("What the answer adds");
            for detail in &explanation.details {
                self.rows.push(DetailRow::Bullet(detail.clone()));
            }
        }
        if let Some(more) = &explanation.read_more {
            self.gap();
            self.pair("read more", Emphasis::Plain, more.clone());
        }
    }

    fn list(&mut self, heading: &str, lines: Sentences) {
        self.heading(heading);
        for line in lines.iter() {
            self.rows.push(DetailRow::Bullet(line.to_owned()));
        }
    }

    /// What was found about one field.
    pub(super) fn findings(&mut self, field: &str) {
        let document = self.document;
        let mut found = document
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.is_about(field))
            .peekable();
        if found.peek().is_none() {
            return;
        }
        self.heading("Findings");
        self.rows.extend(found.map(|(index, _)| DetailRow::Finding(Target::Finding(index))));
    }
}

/// What it means that a field of the model is not there.
fn absent(kind: Kind, name: &str) -> &'static str {
    match name {
        _ if kind != Kind::TokenResponse => "Not there.",
        "refresh_token" => "Not in the response: the access token cannot be renewed with it.",
        "expires_in" => "Not in the response: it does not say how long the token lives.",
        "created_at" => "Not in the response: its age is counted from when it was received.",
        "scope" => "Not in the response: the scopes are those that were asked for.",
        _ => "Not in the response.",
    }
}
