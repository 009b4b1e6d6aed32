//! Which field a place belongs to, and which place a finding is about.

use crate::{app::Target, token::Field, value::Value};

use super::{Document, Root};

impl Document {
    /// The claim, header member or field that a finding is about.
    pub(in crate::app) fn subject_of(&self, finding: usize) -> Option<Target> {
        let inspection = &self.inspection;
        let finding = self.findings.get(finding)?;
        let name = finding.field.as_deref()?;
        let row = inspection.fields.iter().position(|field| field.name == name)?;
        let claim = finding.claim.as_deref().and_then(|claim| {
            let index = inspection.tokens.iter().position(|token| token.field == name)?;
            let token = inspection.tokens.get(index)?;
            let at =
                |value: &Value| value.members().iter().rposition(|member| member.name == claim);
            let claims = token.claims.as_ref().and_then(at).map(|at| (Root::Claims(index), at));
            let (root, at) =
                claims.or_else(|| at(&token.header).map(|at| (Root::Header(index), at)))?;
            Some(Target::Value { root, path: vec![at] })
        });
        Some(claim.unwrap_or(Target::field(row)))
    }

    /// The row of the field that a value belongs to.
    pub(in crate::app) fn field_row(&self, root: Root) -> Option<usize> {
        let token = match root {
            Root::Field(row) => return Some(row),
            Root::Header(token) | Root::Claims(token) | Root::Disclosed(token) => token,
        };
        if let Some(Target::Value { root, .. }) = self.holder(token) {
            return self.field_row(*root);
        }
        let holds = |field| self.inspection.tokens_in(field).any(|it| it == token);
        self.inspection.fields.iter().position(holds)
    }

    /// The field that something belongs to.
    pub(in crate::app) fn field_of(&self, target: &Target) -> Option<&Field> {
        let fields = &self.inspection.fields;
        match target {
            Target::Value { root: Root::Field(index), .. } => fields.get(*index),
            Target::Finding(index) => {
                self.inspection.field(self.findings.get(*index)?.field.as_deref()?)
            }
            _ => None,
        }
    }
}
