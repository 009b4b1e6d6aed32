//! Gathers the rows of the detail panel.

mod members;

use crate::{
    catalog::errors::Sentences,
    explain,
    explain::meaning,
    inspection::Inspection,
    jose::{Format, Token},
    kind::Kind,
    problem::Problem,
    text::visible,
    token::scope_matrix::Resource,
    token::{Field, Zone},
    value::Value,
    words,
};

use super::{
    super::{
        Document,
        cursor_target::Target,
        document::{Root, ValueContent},
    },
    DetailRow, Emphasis,
};

/// The title and the rows for what `subject` stands on.
pub(super) fn title_and_rows(
    document: &Document,
    subject: Option<&Target>,
    zone: Zone,
) -> (String, Vec<DetailRow>) {
    let mut gathered =
        Gathered { document, inspection: &document.inspection, zone, rows: Vec::new() };
    let title = match subject {
        Some(Target::Value { root: Root::Field(index), .. }) => gathered.field(*index),
        Some(Target::Resource(line)) => gathered.resource(document.resources.get(*line)),
        Some(Target::Finding(index)) => gathered.finding(*index),
        _ => gathered.unrecognized(),
    };
    (title, gathered.rows)
}

/// Rows being gathered.
struct Gathered<'a> {
    document: &'a Document,
    zone: Zone,
    inspection: &'a Inspection,
    rows: Vec<DetailRow>,
}

impl Gathered<'_> {
    fn gap(&mut self) {
        if !matches!(self.rows.last(), None | Some(DetailRow::Gap)) {
            self.rows.push(DetailRow::Gap);
        }
    }

    fn heading(&mut self, words: &str) {
        self.gap();
        self.rows.push(DetailRow::Heading(words.to_owned()));
    }

    fn say(&mut self, emphasis: Emphasis, words: impl Into<String>) {
        self.rows.push(DetailRow::Say(emphasis, words.into()));
    }

    fn pair(&mut self, label: &'static str, emphasis: Emphasis, words: impl Into<String>) {
        self.rows.push(DetailRow::Pair(label, emphasis, words.into()));
    }

    /// Everything about a field; its name is the title.
    fn field(&mut self, index: usize) -> String {
        let Some(field) = self.inspection.fields.get(index) else { return String::new() };
        if let Some(meaning) = meaning::member(self.inspection.kind, &field.name) {
            self.say(Emphasis::Plain, format!("{}.", meaning.words.trim_end_matches('.')));
            self.say(Emphasis::Dim, meaning.source);
        }
        self.gap();
        if !field.present {
            self.say(Emphasis::Dim, absent(self.inspection.kind, &field.name));
            return visible(&field.name).into_owned();
        }
        if field.source_name != field.name {
            self.pair("written", Emphasis::Plain, visible(&field.source_name));
        }
        self.value(index, field);
        self.tokens(field);
        self.explanation();
        self.findings(&field.name);
        visible(&field.name).into_owned()
    }

    fn value(&mut self, index: usize, field: &Field) {
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
            Value::Array(_) | Value::Object(_) => self.members(Root::Field(index), value),
            _ => self.rows.push(DetailRow::Whole(target)),
        }
        if let Some(lifetime) = item.lifetime {
            self.pair("that is", Emphasis::Plain, words::exact(lifetime));
        }
        if let Some(at) = item.time {
            self.rows.push(DetailRow::Instant(at));
        }
    }

    /// The tokens in a field, the ones inside others below them.
    fn tokens(&mut self, field: &Field) {
        for (place, index) in self.inspection.tokens_in(field).enumerate() {
            let Some(token) = self.inspection.tokens.get(index) else { return };
            if place > 0 {
                self.heading(match token.field.rsplit('.').next() {
                    Some("payload") => "Token inside",
                    Some("key_binding") => "Key binding",
                    _ => "One more signature",
                });
            }
            self.token(index, token);
        }
    }

    /// One token: verdict, header, claims.
    fn token(&mut self, index: usize, token: &Token) {
        if let Some(role) = token.role.filter(|role| role.name() != token.field) {
            self.pair("role", Emphasis::Plain, role.words());
        }
        self.rows.push(DetailRow::Verdict(index));
        self.problem(token.problem.as_ref());
        if !token.header.members().is_empty() {
            self.heading("Header");
            self.members(Root::Header(index), &token.header);
        }
        if let Some(disclosures) = &token.disclosures {
            let undisclosed = words::count(disclosures.undisclosed, "digest");
            self.heading(&format!("Disclosed · {undisclosed} without a disclosure"));
            self.members(Root::Disclosed(index), &disclosures.values);
        }
        if let Some(claims) = &token.claims {
            self.heading("Claims");
            self.members(Root::Claims(index), claims);
        }
        if token.format == Format::Jwe {
            self.heading("Parts");
            for (part, octets) in token.parts() {
                let octets = words::count(octets, "octet");
                self.rows.push(DetailRow::Bullet(format!("{part}: {octets}")));
            }
        }
        if let Some(payload) = &token.payload {
            self.heading("Payload");
            let words = words::count(payload.as_str().chars().count(), "character");
            let next = self.inspection.tokens.get(index + 1);
            let what = match next.and_then(|next| next.field.strip_suffix(".payload")) {
                Some(outer) if outer == token.field => "the token below",
                _ => "not a JSON object",
            };
            self.say(Emphasis::Dim, format!("{words}, {what}"));
        }
    }

    /// What to do with something that could not be read.
    fn unrecognized(&mut self) -> String {
        if self.inspection.kind != Kind::Unrecognized {
            self.problem(self.inspection.problem.as_ref());
            return "Detail".to_owned();
        }
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
        "What to do".to_owned()
    }

    /// The scopes of one line of the table, and where each is named.
    fn resource(&mut self, line: Option<&Resource>) -> String {
        let Some(line) = line else { return "Scopes".to_owned() };
        let table = &self.document.scopes;
        for index in &line.scopes {
            let Some(row) = table.rows.get(*index) else { continue };
            self.rows.push(DetailRow::Member(Target::Scope(*index), 0));
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
        visible(&line.name).into_owned()
    }

    fn finding(&mut self, index: usize) -> String {
        let Some(finding) = self.document.findings.get(index) else { return String::new() };
        let emphasis = finding.severity.emphasis();
        self.say(emphasis, finding.severity.name());
        self.gap();
        self.say(Emphasis::Plain, visible(&finding.message));
        self.gap();
        self.say(Emphasis::Dim, finding.source);
        finding.code.to_owned()
    }

    /// What an error means, its usual causes, and what to try.
    fn explanation(&mut self) {
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
    fn findings(&mut self, field: &str) {
        let document = self.document;
        let mut found = document
            .findings
            .iter()
            .enumerate()
            .filter(|(_, finding)| finding.field.as_deref() == Some(field))
            .peekable();
        if found.peek().is_none() {
            return;
        }
        self.heading("Findings");
        self.rows.extend(found.map(|(index, _)| DetailRow::Member(Target::Finding(index), 0)));
    }

    /// What could not be read, and where.
    fn problem(&mut self, problem: Option<&Problem>) {
        let Some(problem) = problem else { return };
        self.gap();
        self.say(Emphasis::Bad, problem.to_string());
        if let Some(hint) = &problem.hint {
            self.say(Emphasis::Dim, visible(hint));
        }
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
