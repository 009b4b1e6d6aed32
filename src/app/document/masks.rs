//! Which values are masked on screen.

use std::borrow::Cow;

use super::{displayed_value::Root, inner_tokens::InnerTokens};
use crate::{inspection::Inspection, value::Value};

/// The values of an inspection that hold secrets, with those masked. All others are shown as they
/// are.
#[derive(Clone, Debug, Default)]
pub struct Masks(Vec<(Root, Value)>);

impl Masks {
    /// Masks what must not be seen in any value of the inspection.
    pub fn of(inspection: &Inspection, inner: &InnerTokens) -> Self {
        let tokens = || inspection.tokens.iter().chain(inner.tokens()).enumerate();
        let fields =
            inspection.fields.iter().enumerate().filter_map(|(index, field)| {
                Some((Root::Field(index), &*field.name, field.plain()?))
            });
        let headers = tokens().map(|(index, token)| (Root::Header(index), "header", &token.header));
        let claims = tokens().filter_map(|(index, token)| {
            Some((Root::Claims(index), "claims", token.claims.as_ref()?))
        });
        let disclosed = tokens().filter_map(|(index, token)| {
            Some((Root::Disclosed(index), "disclosed", &token.disclosures.as_ref()?.values))
        });
        let all = fields.chain(headers).chain(claims).chain(disclosed);
        let masked =
            all.filter_map(|(root, name, value)| match inspection.secrets.redacted(name, value) {
                Cow::Owned(masked) => Some((root, masked)),
                Cow::Borrowed(_) => None,
            });
        Self(masked.collect())
    }

    pub(super) fn get(&self, root: Root) -> Option<&Value> {
        self.0.iter().find(|(masked, _)| *masked == root).map(|(_, value)| value)
    }
}
