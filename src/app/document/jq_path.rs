//! The path to a value, as jq writes it.

use super::{Document, Root, ValueContent};
use crate::{
    app::Target,
    token::Zone,
    value::{Value, jq_path},
};

impl Document {
    /// The path to a value in the JSON that it stands in: the response, the header of a token or
    /// its claims. Lists are counted from 0. None for what is no value.
    pub fn jq_path(&self, target: &Target) -> Option<String> {
        let Target::Value { root, path } = target else { return None };
        let mut written = match root {
            Root::Field(index) => {
                let field = self.inspection.fields.get(*index).filter(|field| field.present)?;
                // Where the response nests a member, its written name is a path already.
                let names = field.source_name.split('.').filter(|name| !name.is_empty());
                names.map(jq_path::member).collect()
            }
            Root::Header(_) | Root::Claims(_) | Root::Disclosed(_) => String::new(),
        };
        for depth in 0..path.len() {
            let outer = self.item(*root, path.get(..depth)?, Zone::System)?;
            if let ValueContent::Value { raw: Value::Array(_), .. } = outer.content {
                let step = jq_path::item(&written, *path.get(depth)?);
                written.push_str(&step);
            } else {
                let inner = self.item(*root, path.get(..=depth)?, Zone::System)?;
                written.push_str(&jq_path::member(&inner.name));
            }
        }
        Some(written).filter(|path| !path.is_empty())
    }
}
