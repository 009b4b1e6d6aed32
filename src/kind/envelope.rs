//! Finds the object in an envelope that holds the access token.
//!
//! One rule covers every envelope (`data`, `response`, `auth`, `status`, `credential`, a list of
//! users, …): the shallowest object that has a token member holds the response. At the same depth
//! the better name wins, then the earlier one. Members that are merely named like a token
//! (`token_uri`, `token_key`, `param_name`) are not in the table of names, so they never count.

use super::mention;
use crate::{
    catalog::member_names::{self, MemberName, NameFit},
    secrecy::{like_a_token, shown_name},
    value::Value,
};

/// A step from a value to one inside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// The member at this position of an object.
    Member(usize),
    /// The item at this position of a list.
    Item(usize),
}

/// The path from the root to an object inside it; empty for the root itself.
pub type ValuePath = Vec<PathStep>;

/// How many levels are searched for a token. A kubeconfig needs six.
const DEEPEST: usize = 16;

/// Members with longer names are not opened: every path into them would repeat the name.
pub const LONGEST_NAME: usize = 256;

/// A value visited by the search, and its place.
struct VisitedValue<'a> {
    value: &'a Value,
    /// Index of the enclosing value among all visits.
    parent: usize,
    step: PathStep,
    /// The value belongs to a member named like an access token.
    in_token: bool,
}

/// The path to the object that holds the access token, if there is one.
pub fn find_token_object(root: &Value) -> Option<ValuePath> {
    // Nearly every response: no list of visits is needed.
    if token_name_fit(root, is_cached_token(root)).is_some() {
        return Some(ValuePath::new());
    }
    search(root, inner_token_name_fit)
}

/// The refresh token that MSAL's cache keeps in a section of its own for the account of the access
/// token at the end of a path, and the dotted path to it.
pub fn cached_refresh_token<'a>(root: &'a Value, home: &[PathStep]) -> Option<(String, &'a Value)> {
    let access = at(root, home).filter(|value| is_cached_token(value))?;
    let account = access.get("home_account_id").and_then(Value::as_str)?;
    root.members().iter().find_map(|section| {
        section.value.members().iter().find_map(|entry| {
            let text = |name| entry.value.get(name).and_then(Value::as_str);
            let is_its = text("credential_type") == Some("RefreshToken")
                && text("home_account_id") == Some(account);
            let path = || {
                let (section, entry) = (shown_name(&section.name), shown_name(&entry.name));
                format!("{section}.{entry}.secret")
            };
            entry.value.get("secret").filter(|_| is_its).map(|secret| (path(), secret))
        })
    })
}

/// The path to the best object of the shallowest level that has a fitting one. `rank` gets an
/// object and whether it is the value of a token member; the lowest rank is the best.
fn search<R: Ord>(root: &Value, rank: impl Fn(&Value, bool) -> Option<R>) -> Option<ValuePath> {
    let mut visits =
        vec![VisitedValue { value: root, parent: 0, step: PathStep::Item(0), in_token: false }];
    let mut level = 0..1;
    for _ in 0..=DEEPEST {
        let best = level
            .clone()
            .filter_map(|at| Some((rank(visits[at].value, visits[at].in_token)?, at)))
            .min();
        if let Some((_, at)) = best {
            return Some(path(&visits, at));
        }
        for parent in level.clone() {
            push_children(&mut visits, parent);
        }
        level = level.end..visits.len();
        if level.is_empty() {
            break;
        }
    }
    None
}

/// Visits the children of a value that may hold a response.
fn push_children(visits: &mut Vec<VisitedValue<'_>>, parent: usize) {
    let value = visits[parent].value;
    match value {
        Value::Object(members) => {
            for (at, member) in members.iter().enumerate() {
                let nests = matches!(member.value, Value::Object(_) | Value::Array(_));
                if !nests || member.name.len() > LONGEST_NAME {
                    continue;
                }
                let named = named_token(&member.name);
                if matches!(named, TokenNaming::Other) {
                    continue;
                }
                let in_token =
                    matches!(named, TokenNaming::Access) || is_cached_token(&member.value);
                visits.push(VisitedValue {
                    value: &member.value,
                    parent,
                    step: PathStep::Member(at),
                    in_token,
                });
            }
        }
        Value::Array(items) => {
            let in_token = visits[parent].in_token;
            for (at, item) in items.iter().enumerate() {
                if matches!(item, Value::Object(_) | Value::Array(_)) {
                    visits.push(VisitedValue {
                        value: item,
                        parent,
                        step: PathStep::Item(at),
                        in_token,
                    });
                }
            }
        }
        _ => {}
    }
}

/// The path to a visited value.
fn path(visits: &[VisitedValue<'_>], mut at: usize) -> ValuePath {
    let mut path = ValuePath::new();
    while at != 0 {
        path.push(visits[at].step);
        at = visits[at].parent;
    }
    path.reverse();
    path
}

/// Whether an object is an access token in MSAL's cache: `credential_type` says so, and the text is
/// called `secret`.
pub fn is_cached_token(value: &Value) -> bool {
    cached_token(value) == Some("access_token")
}

/// The canonical name of the token that an entry of MSAL's cache calls `secret`, by the entry's
/// `credential_type`.
pub fn cached_token(value: &Value) -> Option<&'static str> {
    let kind = value
        .members()
        .iter()
        .find(|member| member_names::snake_case(&member.name) == "credential_type");
    match kind?.value.as_str()? {
        "AccessToken" => Some("access_token"),
        "RefreshToken" => Some("refresh_token"),
        "IdToken" => Some("id_token"),
        _ => None,
    }
}

/// The token that a member with an object is named after.
pub enum TokenNaming {
    /// The access token.
    Access,
    /// The refresh token or the ID token: nothing inside is the access token.
    Other,
    Nothing,
}

/// The token that a member is named after.
pub fn named_token(name: &str) -> TokenNaming {
    match member_names::meaning(&member_names::snake_case(name)).map(|meaning| meaning.name) {
        Some("access_token") => TokenNaming::Access,
        Some("refresh_token" | "id_token") => TokenNaming::Other,
        _ => TokenNaming::Nothing,
    }
}

/// Whether an object itself holds an access token. `in_token`: it is the value of a token member.
pub fn has_token(value: &Value, in_token: bool) -> bool {
    token_name_fit(value, in_token).is_some()
}

/// Whether an object inside another or a list holds an access token, and not only a text that is
/// called one.
pub fn has_inner_token(value: &Value, in_token: bool) -> bool {
    inner_token_name_fit(value, in_token).is_some()
}

fn inner_token_name_fit(value: &Value, in_token: bool) -> Option<NameFit> {
    let fit = token_name_fit(value, in_token)?;
    let token = own_token(value, in_token)?;
    let is_mention =
        !in_token && token.as_str().is_some_and(|text| mention::is_mention(value, text));
    (!is_mention).then_some(fit)
}

/// The access token among the members of an object: that with the best name. `in_token`: the
/// object is the value of a token member.
pub fn own_token(value: &Value, in_token: bool) -> Option<&Value> {
    let fitting = value.members().iter().filter(|member| is_text(&member.value)).filter_map(|it| {
        let snake = member_names::snake_case(&it.name);
        let meaning = member_names::meaning(&snake);
        Some((access_token_name_fit(meaning, &snake, &it.value, in_token)?, &it.value))
    });
    fitting.min_by_key(|(fit, _)| *fit).map(|(_, token)| token)
}

/// How well the best name for an access token in an object fits; none without one.
fn token_name_fit(value: &Value, in_token: bool) -> Option<NameFit> {
    let mut best: Option<NameFit> = None;
    for member in value.members() {
        if !is_text(&member.value) {
            continue;
        }
        let snake = member_names::snake_case(&member.name);
        let fit =
            access_token_name_fit(member_names::meaning(&snake), &snake, &member.value, in_token);
        if fit == Some(NameFit::Own) {
            // No name is better.
            return fit;
        }
        best = best.into_iter().chain(fit).min();
    }
    best
}

/// Whether a value has a type that a token can have.
fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_)) && !value.is_absent()
}

/// How well the name of a member fits the access token; none where the member cannot be one. In an
/// object that is itself the value of a token member, the token may be called `value`, and an `id`
/// or a `secret` is weak evidence.
pub fn access_token_name_fit(
    meaning: Option<MemberName>,
    snake: &str,
    value: &Value,
    in_token: bool,
) -> Option<NameFit> {
    let fit = match meaning {
        Some(meaning) if meaning.name == "access_token" => meaning.fit,
        None if in_token && matches!(snake, "value" | "raw") => NameFit::Alias,
        None if in_token && matches!(snake, "id" | "secret") => NameFit::Weak,
        _ => return None,
    };
    (is_text(value) && (fit != NameFit::Weak || like_a_token(value))).then_some(fit)
}

/// The value at the end of a path.
pub fn at<'a>(root: &'a Value, path: &[PathStep]) -> Option<&'a Value> {
    path.iter().try_fold(root, |value, step| match *step {
        PathStep::Member(at) => value.members().get(at).map(|member| &member.value),
        PathStep::Item(at) => value.items().get(at),
    })
}

/// The path to the likeliest token response where there is no access token at all: the root if it
/// has one member of a token response, else the shallowest object that has two.
pub fn find_likely_token_object(root: &Value) -> Option<ValuePath> {
    if root.members().iter().any(|member| is_token_member(&member.name)) {
        return Some(ValuePath::new());
    }
    search(root, |value, _| {
        let known = value.members().iter().filter(|member| !member.value.is_absent());
        let count = known.filter(|member| is_token_member(&member.name)).count();
        (count >= 2).then_some(())
    })
}

/// Whether a name is that of a member of a token response.
fn is_token_member(name: &str) -> bool {
    let snake = member_names::snake_case(name);
    snake == "exp"
        || member_names::meaning(&snake).is_some_and(|meaning| meaning.fit != NameFit::Weak)
}
