//! Writes the report as Markdown, to be pasted into an issue, a mail or a chat.

mod escape;
mod explained;

use std::fmt::{self, Write as _};

use self::escape::{cell, code, prose};
use super::{
    Masking, ReportOptions,
    text::{claim_time, has_life, rows, shorten, time_left},
};
use crate::{
    explain,
    inspection::{Collection, Contents, Headline, Inspection, ScopeRow, UsableAnswer, is_withheld},
    jose::{Format, Token},
    secrecy::is_secret_text,
    secret::{MASK, Secret},
    token::{Field, field::Content},
    value::Value,
    words,
};

/// The whole report. It is made to be shared: secrets are masked whatever the options say.
pub fn render(inspection: &Inspection, options: &ReportOptions) -> String {
    let options = &ReportOptions { reveal: false, ..*options };
    let inspection = &*options.reported(inspection);
    let masking = options.masking(inspection);
    let mut page = MarkdownWriter { out: String::new(), options, masking, withheld: Vec::new() };
    // Writing to a String cannot fail.
    let _ = page.write_report(inspection);
    super::text::finish(page.out, masking, options)
}

/// The report of everything that an input holds.
pub fn render_contents(contents: &Contents, options: &ReportOptions) -> String {
    let collection = match contents {
        Contents::One(item) if item.nested.is_empty() => return render(&item.inspection, options),
        Contents::One(item) => &Collection::from(Contents::One(item.clone())),
        Contents::Several(collection) => collection,
    };
    let options = &ReportOptions { reveal: false, ..*options };
    let secrets = collection.secrets();
    let masking = Masking { secrets, reveal: false };
    let mut page = MarkdownWriter { out: String::new(), options, masking, withheld: Vec::new() };
    // Writing to a String cannot fail.
    let _ = page.write_collection(collection);
    super::text::finish(page.out, masking, options)
}

struct MarkdownWriter<'a> {
    out: String,
    options: &'a ReportOptions,
    masking: Masking<'a>,
    /// The names of what is said of persons and withheld.
    withheld: Vec<String>,
}

impl MarkdownWriter<'_> {
    fn write_collection(&mut self, collection: &Collection) -> fmt::Result {
        writeln!(self.out, "# {}\n", words::count(collection.items.len(), "item"))?;
        if let Some(problem) = &collection.problem {
            let problem = prose(&problem.to_string());
            writeln!(self.out, "**Not all of it could be read:** {problem}\n")?;
        }
        let rows = rows(collection, self.options).into_iter().map(|row| {
            let state = format!("{} {}", row.state.symbol, prose(&row.state.words));
            [code(&row.name), row.kind.to_owned(), state, row.left, row.renewable.to_owned()]
        });
        let rows: Vec<_> = rows.collect();
        self.table(["what", "kind", "state", "left", "renewable"], &rows)?;
        let (now, encoding) = (words::utc(self.options.now), collection.encoding.name());
        writeln!(self.out, "\nAs of {now}, from {encoding}.")?;
        if self.options.all {
            for item in collection.all() {
                writeln!(self.out, "\n{}", render(&item.inspection, self.options))?;
            }
        }
        Ok(())
    }

    fn write_report(&mut self, inspection: &Inspection) -> fmt::Result {
        let mut kind = inspection.kind.words().to_owned();
        if let Some(first) = kind.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        writeln!(self.out, "# {kind}")?;
        self.headline(inspection)?;
        self.fields(inspection)?;
        self.explanation(inspection)?;
        self.scopes(inspection)?;
        for token in &inspection.tokens {
            self.token(token)?;
        }
        self.findings(inspection)?;
        self.masked(inspection)
    }

    fn heading(&mut self, heading: &str) -> fmt::Result {
        writeln!(self.out, "\n## {heading}\n")
    }

    fn headline(&mut self, inspection: &Inspection) -> fmt::Result {
        let now = self.options.now;
        if let Some(problem) = &inspection.problem {
            writeln!(
                self.out,
                "\n**Not all of it could be read:** {}",
                prose(&problem.to_string())
            )?;
        }
        if has_life(inspection, now) {
            let usable = inspection.usable(now);
            let Headline { symbol, words, .. } = inspection.headline(now);
            write!(self.out, "\n{symbol} **{words}**")?;
            if let Some(left) = time_left(&inspection.expiry, now).filter(|_| usable.counts_down())
            {
                write!(self.out, ", {left}")?;
            }
            writeln!(self.out, "\n")?;
            let answer = match usable.answer {
                UsableAnswer::Yes => "yes",
                UsableAnswer::No => "no",
                UsableAnswer::Unknown => "not known",
            };
            let because: Vec<_> =
                usable.because.iter().map(|reason| reason.name().replace('_', " ")).collect();
            writeln!(self.out, "- usable: {answer} ({})", because.join(", "))?;
            if let Some(end) = usable.until {
                writeln!(self.out, "- until: {}", words::utc(end))?;
            }
            if let Some(renewable) = usable.renewable {
                writeln!(self.out, "- renewable: {}", if renewable { "yes" } else { "no" })?;
            }
        }
        let facts = explain::key_facts(inspection);
        let is_concluded =
            || inspection.presented.is_some() && explain::access(inspection).is_some();
        if !facts.is_empty() && is_concluded() {
            writeln!(self.out)?;
        } else if !facts.is_empty() {
            writeln!(self.out, "\n{}\n", prose(inspection.kind.meaning()))?;
        }
        for fact in facts {
            writeln!(self.out, "- {}: {}", fact.label, code(shorten(&fact.words).as_str()))?;
        }
        writeln!(self.out, "\nAs of {}, from {}.", words::utc(now), inspection.encoding.name())
    }

    /// A table; the cells are written already.
    fn table<const N: usize>(&mut self, heads: [&str; N], rows: &[[String; N]]) -> fmt::Result {
        writeln!(self.out, "| {} |\n|{}", heads.join(" | "), "---|".repeat(N))?;
        for row in rows {
            writeln!(self.out, "| {} |", row.each_ref().map(|it| cell(it)).join(" | "))?;
        }
        Ok(())
    }

    fn fields(&mut self, inspection: &Inspection) -> fmt::Result {
        if inspection.fields.is_empty() {
            return Ok(());
        }
        self.heading("Fields")?;
        let fields = inspection.fields.iter();
        let rows: Vec<_> = fields.map(|field| [code(&field.name), self.field(field)]).collect();
        self.table(["field", "value"], &rows)
    }

    fn field(&mut self, field: &Field) -> String {
        match &field.content {
            _ if !field.present => "absent".to_owned(),
            Content::Secret { secret, .. } => {
                // The published prefix is looked at, and only its meaning is printed.
                let opaque = Some(secret.expose()).filter(|text| !text.starts_with("eyJ"));
                let known = opaque
                    .and_then(explain::opaque)
                    .map(|known| known.prefix)
                    .map(|known| format!(", {} {}", prose(known.provider), prose(known.kind)))
                    .unwrap_or_default();
                format!("{}{known}", masked(secret))
            }
            Content::Plain(value) => self.value(&field.name, value),
        }
    }

    fn value(&mut self, name: &str, value: &Value) -> String {
        if is_withheld(value) {
            let name = code(name);
            if !self.withheld.contains(&name) {
                self.withheld.push(name);
            }
            return format!("{MASK} personal");
        }
        let shown = self.masking.value(name, value);
        if let Value::String(text) = &*shown {
            return code(&shorten(text.as_str()));
        }
        let mut json = Vec::new();
        // Writing to a Vec cannot fail.
        let _ = super::json::write_value(&mut json, name, value, self.masking);
        code(&shorten(&String::from_utf8_lossy(&json)))
    }

    fn scopes(&mut self, inspection: &Inspection) -> fmt::Result {
        let table = inspection.scope_table();
        if table.rows.is_empty() {
            return Ok(());
        }
        self.heading(&format!("Scopes ({} granted)", inspection.scopes.len()))?;
        if let Some(words) = table.grant.words() {
            writeln!(self.out, "{}\n", prose(words))?;
        }
        let named = |row: &ScopeRow| {
            let marks = table.columns.iter().zip(&row.marks);
            let marks = marks.map(|(column, mark)| format!("{} {}", mark.symbol(), column.name()));
            marks.collect::<Vec<_>>().join(", ")
        };
        let row = |row: &ScopeRow| {
            let words = row.difference.or(row.scope.description).unwrap_or_default();
            [code(&row.scope.name), named(row), prose(words)]
        };
        let rows: Vec<_> = table.rows.iter().map(row).collect();
        if table.is_compared() {
            return self.table(["scope", "named", "what it allows, or what differs"], &rows);
        }
        let rows: Vec<_> = rows.into_iter().map(|[name, _, words]| [name, words]).collect();
        self.table(["scope", "what it allows"], &rows)
    }

    fn token(&mut self, token: &Token) -> fmt::Result {
        let role = token.role.filter(|role| role.name() != token.field);
        let role = role.map_or(String::new(), |role| format!(", {}", role.words()));
        let format = token.format.name().to_uppercase();
        self.heading(&format!("{} ({format}{role})", code(&token.field)))?;
        if let Some(problem) = &token.problem {
            writeln!(self.out, "{}\n", prose(&problem.to_string()))?;
        }
        if token.format == Format::Jws {
            let Headline { symbol, words, .. } = Headline::of_signature(token.signature.status);
            let reason = token.signature.reason.as_deref().map(prose);
            let reason = reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            writeln!(self.out, "Signature: {symbol} {words}{reason}\n")?;
        }
        self.members("parameter of the header", &token.header)?;
        if let Some(claims) = &token.claims {
            writeln!(self.out)?;
            self.members("claim", claims)?;
        }
        if let Some(disclosures) = &token.disclosures {
            writeln!(self.out)?;
            self.members("disclosed", &disclosures.values)?;
            let undisclosed = words::count(disclosures.undisclosed, "digest");
            writeln!(self.out, "\n{undisclosed} undisclosed")?;
        }
        if let Some(payload) = &token.payload {
            let text = payload.as_str();
            let shown = if is_secret_text(text) {
                masked(&Secret::new(text))
            } else {
                code(&shorten(&self.masking.text(text)))
            };
            writeln!(self.out, "\nPayload: {shown}")?;
        }
        Ok(())
    }

    fn members(&mut self, head: &str, object: &Value) -> fmt::Result {
        let mut rows = Vec::new();
        for member in object.members() {
            let mut value = self.value(&member.name, &member.value);
            if let Some(at) = claim_time(&member.name, &member.value) {
                let relative = words::relative(at, self.options.now);
                value = format!("{} · {relative} · {value}", words::utc(at));
            }
            rows.push([code(&self.masking.name(&member.name)), value]);
        }
        self.table([head, "value"], &rows)
    }

    fn findings(&mut self, inspection: &Inspection) -> fmt::Result {
        if inspection.findings.is_empty() {
            return Ok(());
        }
        self.heading("Findings")?;
        for finding in &inspection.findings {
            let severity = finding.severity;
            let (symbol, name) = (severity.symbol(), severity.word());
            let message = prose(&finding.message_at(self.options.now));
            writeln!(self.out, "- {symbol} **{name}** {}: {message}", code(finding.code))?;
        }
        Ok(())
    }

    /// What the reader does not see.
    fn masked(&mut self, inspection: &Inspection) -> fmt::Result {
        self.heading("What is masked")?;
        let secrets = inspection.fields.iter().filter(|field| field.present && field.is_secret());
        let secrets: Vec<_> = secrets.map(|field| code(&field.name)).collect();
        let secrets = match secrets.as_slice() {
            [] => "none was seen".to_owned(),
            names => format!(
                "{}, and every copy of them: their length and the first digits of their SHA-256 stay",
                names.join(", ")
            ),
        };
        writeln!(self.out, "- Secrets: {secrets}.")?;
        let personal = match (self.options.mask_personal, self.withheld.is_empty()) {
            (false, _) => "not masked".to_owned(),
            (true, true) => "none was seen".to_owned(),
            (true, false) => format!("{}, and every copy of them", self.withheld.join(", ")),
        };
        writeln!(self.out, "- Personal data: {personal}.")
    }
}

/// What is shown of a secret.
fn masked(secret: &Secret) -> String {
    let length = words::count(secret.length(), "char");
    format!("{MASK} {length}, SHA-256 `{}`", secret.fingerprint())
}
