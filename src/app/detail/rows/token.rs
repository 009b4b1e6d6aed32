//! What there is to say of the tokens in a field, view by view.

use super::Gathered;
use crate::{
    app::{detail::DetailRow, document::Root},
    emphasis::Emphasis,
    jose::{Format, Token},
    token::Field,
    words,
};

impl Gathered<'_> {
    /// What is known of the tokens in a field, the ones inside others below them.
    pub(super) fn tokens(&mut self, field: &Field) {
        for (place, index) in self.inspection.tokens_in(field).enumerate() {
            let Some(token) = self.document.token(index) else { return };
            if place > 0 {
                self.heading(nesting(token));
            }
            if let Some(role) = token.role.filter(|role| role.name() != token.field) {
                self.pair("role", Emphasis::Plain, role.words());
            }
            self.rows.push(DetailRow::Verdict(index));
            self.problem(token.problem.as_ref());
            if token.format == Format::Jwe {
                self.heading("Parts");
                for (part, octets) in token.parts() {
                    let octets = words::count(octets, "octet");
                    self.rows.push(DetailRow::Bullet(format!("{part}: {octets}")));
                }
            }
        }
    }

    /// The claims of the token in a field, and of those inside it.
    pub(super) fn claims(&mut self, field: &Field) {
        for (place, index) in self.inspection.tokens_in(field).enumerate() {
            let Some(token) = self.document.token(index) else { return };
            if place > 0 {
                self.heading(nesting(token));
                self.part(Root::Header(index), &token.header, 0);
            }
            self.problem(token.problem.as_ref());
            if let Some(disclosures) = &token.disclosures {
                let undisclosed = words::count(disclosures.undisclosed, "digest");
                self.heading(&format!("Disclosed · {undisclosed} without a disclosure"));
                self.members(Root::Disclosed(index), &disclosures.values);
                self.heading("Claims");
            }
            if let Some(claims) = &token.claims {
                self.members(Root::Claims(index), claims);
            }
            if let Some(payload) = &token.payload {
                let words = words::count(payload.as_str().chars().count(), "character");
                let next = self.document.token(index + 1);
                let what = match next.and_then(|next| next.field.strip_suffix(".payload")) {
                    Some(outer) if outer == token.field => "the token below",
                    _ => "not a JSON object",
                };
                self.say(Emphasis::Dim, format!("payload: {words}, {what}"));
            }
        }
    }

    /// The headers of the token in a field, and of those beside it.
    pub(super) fn headers(&mut self, field: &Field) {
        for (place, index) in self.inspection.tokens_in(field).enumerate() {
            let Some(token) = self.document.token(index) else { return };
            if place > 0 {
                self.heading(nesting(token));
            }
            self.members(Root::Header(index), &token.header);
        }
    }
}

/// How a token stands to the one before it.
fn nesting(token: &Token) -> &'static str {
    match token.field.rsplit('.').next() {
        Some("payload") => "Token inside",
        Some("key_binding") => "Key binding",
        _ => "One more signature",
    }
}
