//! Tokens that stand inside claims, headers and members, decoded so that they can be opened there.

use super::{Document, displayed_value::Root};
use crate::{
    app::Target,
    inspection::Inspection,
    jose::{self, Token},
    value::Value,
};

/// More are left as they are.
const MOST: usize = 64;
/// A claim that is deeper is not looked at.
const DEEPEST: usize = 32;

/// Tokens, each with the place where it stands.
#[derive(Debug, Default)]
pub struct InnerTokens(Vec<(Target, Token)>);

impl InnerTokens {
    /// Finds and decodes them; nothing is verified.
    pub fn of(inspection: &Inspection) -> Self {
        let mut found = Self::default();
        for (index, token) in inspection.tokens.iter().enumerate() {
            found.search(Root::Header(index), &token.header, &mut Vec::new());
            if let Some(claims) = &token.claims {
                found.search(Root::Claims(index), claims, &mut Vec::new());
            }
            if let Some(disclosures) = &token.disclosures {
                found.search(Root::Disclosed(index), &disclosures.values, &mut Vec::new());
            }
        }
        for (index, field) in inspection.fields.iter().enumerate() {
            if let Some(value) = field.plain() {
                found.search(Root::Field(index), value, &mut Vec::new());
            }
        }
        found
    }

    fn search(&mut self, root: Root, value: &Value, path: &mut Vec<usize>) {
        if path.len() > DEEPEST || self.0.len() >= MOST {
            return;
        }
        if let Some(text) = value.as_str() {
            if jose::is_compact(text)
                && let Some(token) = jose::decode("token", text)
            {
                self.0.push((Target::Value { root, path: path.clone() }, token));
            }
            return;
        }
        let members = value.members().iter().map(|member| &member.value);
        for (index, inner) in members.chain(value.items()).enumerate() {
            path.push(index);
            self.search(root, inner, path);
            path.pop();
        }
    }

    pub fn tokens(&self) -> impl Iterator<Item = &Token> {
        self.0.iter().map(|(_, token)| token)
    }
}

impl Document {
    /// A token by its index: those of the inspection, and behind them those inside claims and
    /// members.
    pub fn token(&self, index: usize) -> Option<&Token> {
        let tokens = &self.inspection.tokens;
        tokens.get(index).or_else(|| {
            let (_, token) = self.inner_tokens.0.get(index.checked_sub(tokens.len())?)?;
            Some(token)
        })
    }

    /// Where a token inside claims or members stands.
    pub fn holder(&self, token: usize) -> Option<&Target> {
        let inner = token.checked_sub(self.inspection.tokens.len())?;
        self.inner_tokens.0.get(inner).map(|(holder, _)| holder)
    }

    /// The index of the token that stands at this place.
    pub fn token_at(&self, target: &Target) -> Option<usize> {
        let place = self.inner_tokens.0.iter().position(|(place, _)| place == target)?;
        Some(self.inspection.tokens.len() + place)
    }
}
