//! What copying a place gives, and whether it is hidden.

use crate::{
    app::Target, explain, jose::Format, secret::Secret, text::visible, token::Zone, value::display,
};

use super::{Document, Root, ValueContent};

/// Something to copy.
#[derive(Debug)]
pub struct Copied {
    /// The thing by name, for the notice; safe to show.
    pub what: String,
    pub text: Secret,
    /// Whether it is masked on screen.
    pub secret: bool,
}

impl Document {
    /// Whether there is something to copy at a target, without making it.
    pub fn has_copy(&self, target: &Target) -> bool {
        match target {
            Target::Value { root, path } => self
                .item(*root, path, Zone::System)
                .is_some_and(|item| !matches!(item.content, ValueContent::Absent)),
            Target::Range { .. } => false,
            Target::Resource(_) | Target::Scope(_) | Target::Finding(_) => true,
        }
    }

    /// What to copy at a target.
    pub fn copied(&self, target: &Target) -> Option<Copied> {
        let of = |what: &str, text: String, secret| Copied {
            what: visible(what).into_owned(),
            text: Secret::new(text),
            secret,
        };
        Some(match target {
            Target::Value { root, path } => {
                // The zone is of no account to a copy.
                let item = self.item(*root, path, Zone::System)?;
                let secret = item.content.hides();
                // A number in a list names nothing.
                let deep = self.jq_path(target).filter(|_| {
                    path.len() > 1 || matches!(root, Root::Field(_)) && !path.is_empty()
                });
                let name = deep.map_or(item.name, Into::into);
                match item.content {
                    ValueContent::Absent => return None,
                    // Copied only after the person has asked for it twice, or sees it.
                    ValueContent::Secret(text) => of(&name, text.expose().to_owned(), secret),
                    ValueContent::Value { raw, .. } => {
                        of(&name, display::plain(raw, usize::MAX), secret)
                    }
                }
            }
            Target::Range { .. } => return None,
            Target::Resource(index) => {
                let line = self.resources.get(*index)?;
                let names: Vec<&str> = line
                    .scopes
                    .iter()
                    .filter_map(|scope| self.scopes.rows.get(*scope))
                    .map(|row| row.scope.name.as_str())
                    .collect();
                of(&line.name, names.join(" "), false)
            }
            Target::Scope(index) => {
                let scope = &self.scopes.rows.get(*index)?.scope;
                of(&scope.name, scope.name.clone(), false)
            }
            Target::Finding(index) => {
                let finding = self.findings.get(*index)?;
                of(finding.code, format!("{}: {}", finding.code, finding.message), false)
            }
        })
    }

    /// The header that presents the access token, or the bare one, to an API (RFC 6750 §2.1, RFC 9449
    /// §7.1), and what the token is called.
    pub fn authorization(&self) -> Option<(String, Secret)> {
        let inspection = &self.inspection;
        let field = ["access_token", "token"].iter().find_map(|name| inspection.field(name))?;
        let token = field.secret()?;
        let written = inspection.field("token_type").and_then(|field| field.plain()?.as_str());
        let scheme = match written.or(inspection.scheme.as_deref()) {
            Some(scheme) if scheme.eq_ignore_ascii_case("dpop") => "DPoP",
            _ => "Bearer",
        };
        let line = Secret::new(format!("Authorization: {scheme} {}", token.expose()));
        Some((visible(&field.name).into_owned(), line))
    }

    /// Whether a target is hidden unless it is revealed.
    pub fn hides(&self, target: &Target) -> bool {
        match target {
            Target::Value { root, path } => {
                self.item(*root, path, Zone::System).is_some_and(|item| item.content.hides())
            }
            _ => false,
        }
    }

    /// How a secret field is built, in a word or two: `JWT RS256`, `JWE`, `opaque`, or whose
    /// token it is by its published prefix.
    pub fn secret_format(&self, field: &str, secret: &Secret) -> String {
        let Some(token) = self.inspection.token(field) else {
            // Only the published prefix is looked at, and only its name is shown.
            let Some(known) = explain::opaque(secret.expose()) else { return "opaque".to_owned() };
            let mut words = format!("{} {}", known.prefix.provider, known.prefix.kind);
            if let Some(fault) = known.fault() {
                words = format!("{words} ({fault})");
            }
            return words;
        };
        let name = match token.format {
            Format::Jws if token.disclosures.is_some() => "SD-JWT",
            Format::Jws => "JWT",
            Format::Jwe => "JWE",
        };
        match &token.signature.alg {
            Some(alg) => format!("{name} {}", visible(&self.inspection.secrets.masked(alg))),
            None => name.to_owned(),
        }
    }
}
