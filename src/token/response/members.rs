//! Lists the members of the objects from the root down to the token, each with its canonical
//! meaning there.

use std::borrow::Cow;

use crate::{
    catalog::member_names::{self, EXPIRES, MemberName, NameFit, REFRESH_EXPIRES},
    kind::envelope::{self, PathStep, TokenNaming},
    secrecy::{self, ParentContext},
    token::instant,
    value::Value,
};

/// A member as written, on its way to become a field.
pub(super) struct RawMember<'a> {
    pub value: &'a Value,
    pub source_name: String,
    /// The name in `snake_case`; dotted where a nested member has no canonical name.
    pub snake: Cow<'a, str>,
    /// The canonical meaning in this place.
    pub meaning: Option<MemberName>,
    /// How many levels below the root the member is.
    pub depth: usize,
    /// Whether the surrounding object makes the member secret.
    pub secret: bool,
}

impl RawMember<'_> {
    /// Whether the member stands for this canonical name.
    pub fn is(&self, name: &str) -> bool {
        self.meaning.is_some_and(|meaning| meaning.name == name)
    }

    /// The smallest rank is the best: present before absent, then the better name, then a name
    /// already written in `snake_case`.
    pub fn rank(&self) -> (bool, NameFit, bool) {
        let fit = self.meaning.map_or(NameFit::Weak, |meaning| meaning.fit);
        (self.value.is_absent(), fit, matches!(self.snake, Cow::Owned(_)))
    }
}

/// Lists the members of every object along the path, in order, and returns the depth of the last
/// object.
pub(super) fn open<'a>(raws: &mut Vec<RawMember<'a>>, root: &'a Value, path: &[PathStep]) -> usize {
    EnvelopeReader { raws }.read_object(root, path, "", 0, envelope::is_cached_token(root))
}

/// Reads the members on the way to the token.
struct EnvelopeReader<'r, 'a> {
    raws: &'r mut Vec<RawMember<'a>>,
}

impl<'a> EnvelopeReader<'_, 'a> {
    fn read_object(
        &mut self,
        value: &'a Value,
        path: &[PathStep],
        prefix: &str,
        depth: usize,
        in_token: bool,
    ) -> usize {
        let (next, rest) =
            path.split_first().map_or((None, path), |(next, rest)| (Some(*next), rest));
        let mut home = depth;
        let around = ParentContext::of(value);
        for (at, member) in value.members().iter().enumerate() {
            let written = secrecy::shown_name(&member.name);
            let source_name = [prefix, &written].concat();
            if next == Some(PathStep::Member(at)) {
                let in_token = matches!(envelope::named_token(&member.name), TokenNaming::Access)
                    || envelope::is_cached_token(&member.value);
                home = self.read_object(
                    &member.value,
                    rest,
                    &(source_name + "."),
                    depth + 1,
                    in_token,
                );
                continue;
            }
            let snake = match written {
                Cow::Borrowed(name) => member_names::snake_case(name),
                Cow::Owned(name) => Cow::Owned(name),
            };
            let known = match &*snake {
                "secret" if !in_token => envelope::cached_token(value)
                    .map(|name| MemberName { name, fit: NameFit::Alias }),
                name => member_names::meaning(name),
            };
            if path.is_empty() && is_token_details(&snake, &member.value, value, in_token) {
                self.read_token_details(&snake, &member.value, &source_name, depth);
            } else if !self.read_token_object(known, &member.value, &source_name, depth) {
                let value = &member.value;
                let meaning = meaning_of(known, &snake, value, in_token);
                let secret = around.make_secret(&member.name, value);
                self.raws.push(RawMember { value, source_name, snake, meaning, depth, secret });
            }
        }
        for (at, item) in value.items().iter().enumerate() {
            let source_name = format!("{prefix}{at}");
            if next == Some(PathStep::Item(at)) {
                home = self.read_object(item, rest, &(source_name + "."), depth + 1, in_token);
            } else {
                let name = prefix.strip_suffix('.').unwrap_or(prefix);
                let last = name.rsplit('.').next().filter(|last| !last.is_empty());
                let secret = last.is_some_and(|list| secrecy::is_secret_item(list, item));
                let snake = Cow::Owned(last.map_or_else(
                    || at.to_string(),
                    |last| member_names::snake_case(last).into_owned(),
                ));
                let meaning = None;
                self.raws.push(RawMember {
                    value: item,
                    source_name,
                    snake,
                    meaning,
                    depth,
                    secret,
                });
            }
        }
        home
    }

    /// Reads the members of an object that describes the token beside it.
    fn read_token_details(&mut self, name: &str, value: &'a Value, source: &str, depth: usize) {
        for member in value.members() {
            let snake = member_names::snake_case(&member.name);
            let known = meaning_of(member_names::meaning(&snake), &snake, &member.value, false);
            let counted = ["created_at", "expires_at", "expires_in", "scope", "token_type"];
            self.raws.push(RawMember {
                value: &member.value,
                source_name: format!("{source}.{}", secrecy::shown_name(&member.name)),
                snake: Cow::Owned(format!("{name}.{snake}")),
                meaning: known.filter(|it| counted.contains(&it.name)),
                depth,
                secret: ParentContext::of(value).make_secret(&member.name, &member.value),
            });
        }
    }

    /// Opens a refresh token or ID token that is an object: `{"value": "…", "expiresAt": …}`.
    fn read_token_object(
        &mut self,
        known: Option<MemberName>,
        value: &'a Value,
        source: &str,
        depth: usize,
    ) -> bool {
        let Some(MemberName { name: name @ ("refresh_token" | "id_token"), .. }) = known else {
            return false;
        };
        let text = |snake: &str, value: &Value| {
            let named = matches!(snake, "value" | "raw")
                || member_names::meaning(snake)
                    .is_some_and(|it| it.name == name || it.name == "access_token");
            named && value.as_str().is_some_and(|text| !text.is_empty())
        };
        if !value.members().iter().any(|m| text(&member_names::snake_case(&m.name), &m.value)) {
            return false;
        }
        for member in value.members() {
            let snake = member_names::snake_case(&member.name);
            let canonical =
                match meaning_of(member_names::meaning(&snake), &snake, &member.value, false)
                    .map(|it| it.name)
                {
                    _ if text(&snake, &member.value) => Some(name),
                    Some("expires_in") if name == "refresh_token" => {
                        Some("refresh_token_expires_in")
                    }
                    Some("expires_at") if name == "refresh_token" => {
                        Some("refresh_token_expires_at")
                    }
                    Some("created_at") if name == "refresh_token" => {
                        Some("refresh_token_issued_at")
                    }
                    _ => None,
                };
            self.raws.push(RawMember {
                value: &member.value,
                source_name: format!("{source}.{}", secrecy::shown_name(&member.name)),
                snake: Cow::Owned(format!("{name}.{snake}")),
                meaning: canonical.map(|name| MemberName { name, fit: NameFit::Alias }),
                depth,
                secret: ParentContext::of_secret(value).make_secret(&member.name, &member.value),
            });
        }
        true
    }
}

/// Whether an object describes the token beside it, and is the only one to say when it ends:
/// `token_info`, or the `session` of a session token.
fn is_token_details(snake: &str, value: &Value, around: &Value, in_token: bool) -> bool {
    const NAMES: [&str; 6] =
        ["session", "token_data", "token_details", "token_info", "token_information", "token_meta"];
    let says_end = |value: &Value| {
        value.members().iter().any(|member| {
            let snake = member_names::snake_case(&member.name);
            let meaning = meaning_of(member_names::meaning(&snake), &snake, &member.value, false);
            !member.value.is_absent()
                && meaning.is_some_and(|it| matches!(it.name, "expires_in" | "expires_at"))
        })
    };
    NAMES.contains(&snake)
        && says_end(value)
        && envelope::find_token_object(value).is_none()
        && !says_end(around)
        && envelope::has_token(around, in_token)
}

/// The canonical meaning of a member, considering its value.
fn meaning_of(
    known: Option<MemberName>,
    snake: &str,
    value: &Value,
    in_token: bool,
) -> Option<MemberName> {
    if let Some(fit) = envelope::access_token_name_fit(known, snake, value, in_token) {
        return Some(MemberName { name: "access_token", fit });
    }
    if in_token && snake == "target" {
        // What MSAL calls the scopes of a token in its cache.
        return Some(MemberName { name: "scope", fit: NameFit::Alias });
    }
    let meaning = known?;
    let name = match meaning.name {
        EXPIRES if is_lifetime_member(snake, value) => "expires_in",
        EXPIRES => "expires_at",
        REFRESH_EXPIRES if is_lifetime_member(snake, value) => "refresh_token_expires_in",
        REFRESH_EXPIRES => "refresh_token_expires_at",
        // An object or a list is not the token, and a short word under a weak name neither.
        "access_token" if !value.is_absent() => return None,
        "refresh_token" | "id_token" if !value.is_absent() && !is_text(value) => return None,
        "refresh_token" if meaning.fit == NameFit::Weak && !secrecy::like_a_token(value) => {
            return None;
        }
        name => name,
    };
    Some(MemberName { name, ..meaning })
}

/// Whether a member called `expires` or `expiry` is a lifetime: by its value, and where it has
/// none by its name.
fn is_lifetime_member(snake: &str, value: &Value) -> bool {
    if value.is_absent() { snake.contains("expire") } else { instant::is_lifetime(value) }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_))
}
