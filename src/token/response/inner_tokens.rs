//! Tokens deep inside members that are kept whole.

use std::borrow::Cow;

use crate::{
    catalog::member_names::{self, MemberName, NameFit},
    kind::envelope,
    secrecy,
    token::field::Field,
    value::Value,
};

/// The tokens inside a member of this name that is kept whole, with the dotted path to each:
/// `authed_user.access_token`.
pub(super) fn inner_tokens(name: &str, source_name: &str, value: &Value) -> Vec<Field> {
    let mut fields = Vec::new();
    if matches!(value, Value::Object(_) | Value::Array(_)) {
        push_tokens(&mut fields, &mut MemberPath::new(name, source_name), value);
    }
    fields
}

/// The names on the way into a member, canonical and as written.
struct MemberPath<'a> {
    root: (&'a str, &'a str),
    steps: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// How many tokens may still be listed. The member itself keeps them all.
    left: usize,
}

impl<'a> MemberPath<'a> {
    /// How deep tokens are looked for.
    const DEEPEST: usize = 16;
    /// How many are listed: more than anybody has, fewer than would hurt.
    const MOST: usize = 100;

    fn new(name: &'a str, source_name: &'a str) -> Self {
        Self { root: (name, source_name), steps: Vec::new(), left: Self::MOST }
    }

    /// The dotted names of a value called so at the end of the trail.
    fn names(&self, last: &str, last_source: &str) -> (String, String) {
        let (mut name, mut source) = (self.root.0.to_owned(), self.root.1.to_owned());
        let steps = self.steps.iter().map(|(name, source)| (&**name, &**source));
        for (part, source_part) in steps.chain([(last, last_source)]) {
            name.push('.');
            name.push_str(part);
            source.push('.');
            source.push_str(source_part);
        }
        (name, source)
    }
}

/// Adds the tokens inside a value at the end of the trail.
fn push_tokens<'a>(fields: &mut Vec<Field>, path: &mut MemberPath<'a>, value: &'a Value) {
    let members = value.members().iter().map(|member| (Some(&*member.name), &member.value));
    let items = value.items().iter().map(|item| (None, item));
    for (at, (name, value)) in members.chain(items).enumerate() {
        let written = name.map_or_else(|| Cow::Owned(at.to_string()), secrecy::shown_name);
        if written.len() > envelope::LONGEST_NAME || path.left == 0 {
            continue;
        }
        let snake = match &written {
            Cow::Borrowed(name) => member_names::snake_case(name),
            Cow::Owned(name) => Cow::Owned(name.clone()),
        };
        match value {
            Value::Object(_) | Value::Array(_) if path.steps.len() < MemberPath::DEEPEST => {
                path.steps.push((snake, written));
                push_tokens(fields, path, value);
                path.steps.pop();
            }
            Value::String(text) => {
                let Some(last) = inner_token(&snake, text.as_str()) else { continue };
                let (name, source_name) = path.names(last, &written);
                fields.push(Field::new(name, source_name, value, true));
                path.left -= 1;
            }
            _ => {}
        }
    }
}

/// The name of a text inside another member, if it is a token.
fn inner_token<'a>(snake: &'a str, text: &str) -> Option<&'a str> {
    match member_names::meaning(snake) {
        Some(MemberName { name: name @ ("access_token" | "refresh_token" | "id_token"), fit })
            if fit != NameFit::Weak =>
        {
            Some(name)
        }
        _ => secrecy::is_compact_jwt(text).then_some(snake),
    }
}
