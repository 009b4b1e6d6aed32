//! Flattens a response into a list of fields: the envelope around it is opened, the six members of
//! a token response come first, and no member is dropped.

mod inner_tokens;
mod members;

use super::field::{Content, Field, MODEL};
use crate::{
    catalog::member_names::NameFit,
    kind::{self, Kind, envelope},
    secrecy,
    secret::Secret,
    value::Value,
};
use members::{RawMember, open};

/// The members of an artifact: for a token response the six of the [`MODEL`], present or not, then
/// all others in the order written; for other objects all members in that order; for a bare token
/// the one field `token`.
pub fn fields(value: &Value, kind: Kind) -> Vec<Field> {
    match (kind, value) {
        (Kind::TokenResponse, _) => token_response_fields(value),
        (Kind::Jws | Kind::Jwe | Kind::SdJwt | Kind::OpaqueToken, Value::String(text)) => {
            vec![Field {
                name: "token".to_owned(),
                source_name: "token".to_owned(),
                present: !text.as_str().is_empty(),
                content: Content::Secret {
                    secret: Secret::new(text.as_str()),
                    type_name: value.type_name(),
                },
                withheld: None,
            }]
        }
        _ => plain_fields(value, kind),
    }
}

/// The fields of a token response: those of the [`MODEL`] first.
fn token_response_fields(root: &Value) -> Vec<Field> {
    let path = envelope::find_token_object(root)
        .or_else(|| envelope::find_likely_token_object(root))
        .unwrap_or_default();
    let mut raws = Vec::with_capacity(root.members().len() + 2);
    let home = open(&mut raws, root, &path);
    let mut chosen = choose_model_members(&raws, home);
    let cached = envelope::cached_refresh_token(root, &path);
    if cached.is_some() {
        // The section is none, whatever it is called.
        chosen[3] = None;
    }
    let absent = chosen.iter().filter(|chosen| chosen.is_none()).count();
    let mut fields = Vec::with_capacity(raws.len() + absent);
    for (name, chosen) in MODEL.into_iter().zip(chosen) {
        fields.push(match chosen {
            Some(at) => {
                let raw = &mut raws[at];
                let secret = matches!(name, "access_token" | "refresh_token")
                    || raw.value.as_str().is_some_and(secrecy::is_secret_text);
                let source_name = std::mem::take(&mut raw.source_name);
                Field::new(name.to_owned(), source_name, raw.value, secret)
            }
            None => match cached.as_ref().filter(|_| name == "refresh_token") {
                Some((source_name, secret)) => {
                    Field::new(name.to_owned(), source_name.clone(), secret, true)
                }
                None => Field::new(name.to_owned(), String::new(), &Value::Null, false),
            },
        });
    }
    for (at, raw) in raws.into_iter().enumerate() {
        if !chosen.contains(&Some(at)) {
            push_field(&mut fields, raw, home);
        }
    }
    fields
}

/// The fields of an object that is no token response, in the order written; an object that wraps it
/// is opened.
fn plain_fields(root: &Value, kind: Kind) -> Vec<Field> {
    let mut raws = Vec::with_capacity(root.members().len());
    let home = open(&mut raws, root, &kind::path_to_members(root, kind));
    let mut fields = Vec::with_capacity(raws.len());
    for raw in raws {
        let handle = match kind {
            Kind::AuthorizationResponse => "code",
            Kind::PushedAuthorizationResponse => "request_uri",
            _ => "",
        };
        if raw.snake == handle {
            // Always secret, whatever it looks like: the client sends it to the server.
            fields.push(Field::new(handle.to_owned(), raw.source_name, raw.value, true));
        } else if kind.is_jwt() && is_jose_part(&raw.snake) {
            // Together they are the token (RFC 7515 §7.2, RFC 7516 §7.2).
            fields.push(Field::new(raw.snake.to_string(), raw.source_name, raw.value, true));
        } else {
            push_field(&mut fields, raw, home);
        }
    }
    fields
}

/// Whether a member of a token in JSON is a part of it that only its holder needs to know.
fn is_jose_part(name: &str) -> bool {
    matches!(name, "protected" | "payload" | "signature" | "encrypted_key" | "ciphertext" | "tag")
}

/// Adds a field for a member outside the [`MODEL`], and fields for the tokens inside it.
fn push_field(fields: &mut Vec<Field>, raw: RawMember<'_>, home: usize) {
    // Beside the chosen one, a name counts as another name of the same thing only where the token
    // stands, and only if it is a good one: `lease_duration` around `auth` is something else.
    let canonical = raw.meaning.filter(|meaning| {
        meaning.fit != NameFit::Weak && (raw.depth == home || !MODEL.contains(&meaning.name))
    });
    let name = canonical.map_or_else(|| raw.snake.to_string(), |meaning| meaning.name.to_owned());
    // A name that is canonical only by its place (`value` of a token) is judged by both.
    let secret = raw.secret
        || secrecy::is_secret(&name, raw.value)
        || name != raw.snake && secrecy::is_secret(&raw.snake, raw.value);
    let tokens = inner_tokens::inner_tokens(&name, &raw.source_name, raw.value);
    fields.push(Field::new(name, raw.source_name, raw.value, secret));
    fields.extend(tokens);
}

/// The index of the chosen member for each name of the [`MODEL`].
fn choose_model_members(raws: &[RawMember<'_>], home: usize) -> [Option<usize>; 6] {
    let mut chosen = MODEL.map(|name| best_member(raws, name, home));
    let present = |at: Option<usize>| at.is_some_and(|at| !raws[at].value.is_absent());
    let [_, token_type, expires_in, refresh_token, created_at, scope] = &mut chosen;
    // What the token's own object does not say, the objects around it may.
    for depth in (0..home).rev() {
        for (name, slot) in
            [("token_type", &mut *token_type), ("refresh_token", refresh_token), ("scope", scope)]
        {
            if !present(*slot) {
                *slot = best_member(raws, name, depth).or(*slot);
            }
        }
    }
    // A lifetime only where there is no end beside the token, and a time of issue only from the
    // same object as that: around a token it is as often the age of an account.
    let ends = ["expires_in", "expires_at", "exp"];
    let says_end = |depth| ends.iter().any(|name| present(best_member(raws, name, depth)));
    if let Some(depth) =
        (0..=home).rev().find(|depth| says_end(*depth)).filter(|depth| *depth < home)
    {
        *expires_in = best_member(raws, "expires_in", depth).or(*expires_in);
        *created_at = created_at.or_else(|| best_member(raws, "created_at", depth));
    }
    chosen
}

/// The best member for a canonical name among those of one level: of members that are equally
/// good the first, of members with the same name the last, as JSON parsers do.
fn best_member(raws: &[RawMember<'_>], name: &str, depth: usize) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (at, raw) in raws.iter().enumerate() {
        let plain =
            |raw: &RawMember<'_>| raw.is(name) || raw.meaning.is_none() && raw.snake == name;
        if raw.depth != depth || !plain(raw) {
            continue;
        }
        let better = best.is_none_or(|best| {
            let best = &raws[best];
            raw.rank() < best.rank()
                || raw.rank() == best.rank() && raw.source_name == best.source_name
        });
        if better {
            best = Some(at);
        }
    }
    best
}
