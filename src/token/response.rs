//! A tree of members as a flat list of fields: the envelope is opened, the model comes first,
//! nothing is dropped.

use std::borrow::Cow;

use super::{
    Kind,
    alias::{self, EXPIRES, Fit, Meaning, REFRESH_EXPIRES},
    envelope::{self, Named, Step},
    field::{Field, MODEL},
    instant, kind, secrecy,
};
use crate::value::Value;

/// A member as written, on its way to become a field.
struct Raw<'a> {
    value: &'a Value,
    source_name: String,
    /// Its own name in `snake_case`, or the dotted one of a member that has no canonical name
    /// where it stands.
    snake: Cow<'a, str>,
    /// What it stands for, where it stands.
    meaning: Option<Meaning>,
    /// How many levels down it stands, on the way to the token.
    depth: usize,
}

impl Raw<'_> {
    fn is(&self, name: &str) -> bool {
        self.meaning.is_some_and(|meaning| meaning.name == name)
    }

    /// The least is the best: present before absent, then the better name, then the one that is
    /// written in `snake_case` already.
    fn rank(&self) -> (bool, Fit, bool) {
        let fit = self.meaning.map_or(Fit::Weak, |meaning| meaning.fit);
        (self.value.is_absent(), fit, matches!(self.snake, Cow::Owned(_)))
    }
}

/// The fields of a token response: the model first.
pub fn fields(root: &Value) -> Vec<Field> {
    let path = envelope::home(root).or_else(|| envelope::likely_home(root)).unwrap_or_default();
    let mut raws = Vec::with_capacity(root.members().len() + 2);
    let home = Opener { raws: &mut raws }.open(root, &path);
    let chosen = choose(&raws, home);
    let mut fields = Vec::with_capacity(MODEL.len() + raws.len());
    for (name, chosen) in MODEL.into_iter().zip(chosen) {
        fields.push(match chosen {
            Some(at) => {
                let raw = &mut raws[at];
                let secret = matches!(name, "access_token" | "refresh_token")
                    || secrecy::is_secret_by_itself(raw.value);
                let source_name = std::mem::take(&mut raw.source_name);
                Field::new(name.to_owned(), source_name, raw.value, secret)
            }
            None => Field::new(name.to_owned(), String::new(), &Value::Null, false),
        });
    }
    for (at, raw) in raws.into_iter().enumerate() {
        if !chosen.contains(&Some(at)) {
            push(&mut fields, raw, home);
        }
    }
    fields
}

/// The fields of an object that is no token response, in the order written; an object that wraps it
/// is opened.
pub fn plain_fields(root: &Value, kind: Kind) -> Vec<Field> {
    let mut raws = Vec::with_capacity(root.members().len());
    let home = Opener { raws: &mut raws }.open(root, &kind::place(root, kind));
    let mut fields = Vec::with_capacity(raws.len());
    for raw in raws {
        if kind == Kind::AuthorizationResponse && raw.snake == "code" {
            // Whatever it looks like: here it is the one to be exchanged.
            fields.push(Field::new("code".to_owned(), raw.source_name, raw.value, true));
        } else {
            push(&mut fields, raw, home);
        }
    }
    fields
}

/// Adds a member that is not of the model, and the tokens inside it.
fn push(fields: &mut Vec<Field>, raw: Raw<'_>, home: usize) {
    // Beside the chosen one, a name counts as another name of the same thing only where the token
    // stands, and only if it is a good one: `lease_duration` around `auth` is something else.
    let canonical = raw.meaning.filter(|meaning| {
        meaning.fit != Fit::Weak && (raw.depth == home || !MODEL.contains(&meaning.name))
    });
    let name = canonical.map_or_else(|| raw.snake.to_string(), |meaning| meaning.name.to_owned());
    // A name that is canonical only by its place (`value` of a token) is judged by both.
    let secret = secrecy::is_secret(&name, raw.value)
        || name != raw.snake && secrecy::is_secret(&raw.snake, raw.value);
    let nests = matches!(raw.value, Value::Object(_) | Value::Array(_));
    let mut inner = nests.then(|| (Trail::new(&name, &raw.source_name), raw.value));
    fields.push(Field::new(name, raw.source_name, raw.value, secret));
    if let Some((trail, value)) = &mut inner {
        push_tokens(fields, trail, value);
    }
}

/// The names on the way into a member that is kept whole, canonical and as written.
struct Trail<'a> {
    root: (String, String),
    steps: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// How many tokens may still be listed. The member itself keeps them all.
    left: usize,
}

impl Trail<'_> {
    /// How deep tokens are looked for.
    const DEEPEST: usize = 16;
    /// How many are listed: more than anybody has, fewer than would hurt.
    const MOST: usize = 100;

    fn new(name: &str, source_name: &str) -> Self {
        Self {
            root: (name.to_owned(), source_name.to_owned()),
            steps: Vec::new(),
            left: Self::MOST,
        }
    }

    /// The dotted names of a value called so at the end of the trail.
    fn names(&self, last: &str, last_source: &str) -> (String, String) {
        let (mut name, mut source) = self.root.clone();
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

/// Adds the tokens inside a member that is kept whole: `authed_user.access_token`.
fn push_tokens<'a>(fields: &mut Vec<Field>, trail: &mut Trail<'a>, value: &'a Value) {
    let members = value.members().iter().map(|member| (Some(&*member.name), &member.value));
    let items = value.items().iter().map(|item| (None, item));
    for (at, (name, value)) in members.chain(items).enumerate() {
        let written = name.map_or_else(|| Cow::Owned(at.to_string()), Cow::Borrowed);
        if written.len() > envelope::LONGEST_NAME || trail.left == 0 {
            continue;
        }
        let snake = name.map_or_else(|| written.clone(), alias::snake_case);
        match value {
            Value::Object(_) | Value::Array(_) if trail.steps.len() < Trail::DEEPEST => {
                trail.steps.push((snake, written));
                push_tokens(fields, trail, value);
                trail.steps.pop();
            }
            Value::String(text) => {
                let Some(last) = inner_token(&snake, text.as_str()) else { continue };
                let (name, source_name) = trail.names(last, &written);
                fields.push(Field::new(name, source_name, value, true));
                trail.left -= 1;
            }
            _ => {}
        }
    }
}

/// The name of a text inside another member, if it is a token.
fn inner_token<'a>(snake: &'a str, text: &str) -> Option<&'a str> {
    match alias::meaning(snake) {
        Some(Meaning { name: name @ ("access_token" | "refresh_token" | "id_token"), fit })
            if fit != Fit::Weak =>
        {
            Some(name)
        }
        _ => secrecy::is_compact_jwt(text).then_some(snake),
    }
}

/// Which member is which of the model, in its order.
fn choose(raws: &[Raw<'_>], home: usize) -> [Option<usize>; 6] {
    let mut chosen = MODEL.map(|name| best(raws, name, home));
    let present = |at: Option<usize>| at.is_some_and(|at| !raws[at].value.is_absent());
    let [_, token_type, expires_in, refresh_token, created_at, scope] = &mut chosen;
    // What the token's own object does not say, the objects around it may.
    for depth in (0..home).rev() {
        for (name, slot) in
            [("token_type", &mut *token_type), ("refresh_token", refresh_token), ("scope", scope)]
        {
            if !present(*slot) {
                *slot = best(raws, name, depth).or(*slot);
            }
        }
    }
    // A lifetime only where there is no end beside the token, and a time of issue only from the
    // same object as that: around a token it is as often the age of an account.
    let ends = ["expires_in", "expires_at", "exp"];
    let says_end = |depth| ends.iter().any(|name| present(best(raws, name, depth)));
    if let Some(depth) =
        (0..=home).rev().find(|depth| says_end(*depth)).filter(|depth| *depth < home)
    {
        *expires_in = best(raws, "expires_in", depth).or(*expires_in);
        *created_at = created_at.or_else(|| best(raws, "created_at", depth));
    }
    chosen
}

/// The best member for a canonical name among those of one level: of members that are equally
/// good the first, of members with the same name the last, as JSON parsers do.
fn best(raws: &[Raw<'_>], name: &str, depth: usize) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (at, raw) in raws.iter().enumerate() {
        let plain = |raw: &Raw<'_>| raw.is(name) || raw.meaning.is_none() && raw.snake == name;
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

/// Opens the envelope.
struct Opener<'r, 'a> {
    raws: &'r mut Vec<Raw<'a>>,
}

impl<'a> Opener<'_, 'a> {
    /// Lists every member on the way to the end of the path, in order; gives the depth of the
    /// object there.
    fn open(&mut self, root: &'a Value, path: &[Step]) -> usize {
        self.level(root, path, "", 0, false)
    }

    fn level(
        &mut self,
        value: &'a Value,
        path: &[Step],
        prefix: &str,
        depth: usize,
        in_token: bool,
    ) -> usize {
        let (next, rest) =
            path.split_first().map_or((None, path), |(next, rest)| (Some(*next), rest));
        let mut home = depth;
        for (at, member) in value.members().iter().enumerate() {
            let source_name = format!("{prefix}{}", member.name);
            if next == Some(Step::Member(at)) {
                let in_token = matches!(envelope::named_token(&member.name), Named::Access);
                home = self.level(&member.value, rest, &(source_name + "."), depth + 1, in_token);
                continue;
            }
            let snake = alias::snake_case(&member.name);
            let known = alias::meaning(&snake);
            if !self.token_object(known, &member.value, &source_name, depth) {
                let meaning = meaning(known, &snake, &member.value, in_token);
                self.raws.push(Raw { value: &member.value, source_name, snake, meaning, depth });
            }
        }
        for (at, item) in value.items().iter().enumerate() {
            let source_name = format!("{prefix}{at}");
            if next == Some(Step::Item(at)) {
                home = self.level(item, rest, &(source_name + "."), depth + 1, in_token);
            } else {
                let name = prefix.strip_suffix('.').unwrap_or(prefix);
                let last = name.rsplit('.').next().filter(|last| !last.is_empty());
                let snake =
                    Cow::Owned(last.map_or_else(
                        || at.to_string(),
                        |last| alias::snake_case(last).into_owned(),
                    ));
                self.raws.push(Raw { value: item, source_name, snake, meaning: None, depth });
            }
        }
        home
    }

    /// Opens a refresh token or ID token that is an object: `{"value": "…", "expiresAt": …}`.
    fn token_object(
        &mut self,
        known: Option<Meaning>,
        value: &'a Value,
        source: &str,
        depth: usize,
    ) -> bool {
        let Some(Meaning { name: name @ ("refresh_token" | "id_token"), .. }) = known else {
            return false;
        };
        let text = |snake: &str, value: &Value| {
            let named = matches!(snake, "value" | "raw")
                || alias::meaning(snake)
                    .is_some_and(|it| it.name == name || it.name == "access_token");
            named && value.as_str().is_some_and(|text| !text.is_empty())
        };
        if !value.members().iter().any(|m| text(&alias::snake_case(&m.name), &m.value)) {
            return false;
        }
        for member in value.members() {
            let snake = alias::snake_case(&member.name);
            let canonical = match meaning(alias::meaning(&snake), &snake, &member.value, false)
                .map(|it| it.name)
            {
                _ if text(&snake, &member.value) => Some(name),
                Some("expires_in") if name == "refresh_token" => Some("refresh_token_expires_in"),
                Some("expires_at") if name == "refresh_token" => Some("refresh_token_expires_at"),
                Some("created_at") if name == "refresh_token" => Some("refresh_token_issued_at"),
                _ => None,
            };
            self.raws.push(Raw {
                value: &member.value,
                source_name: format!("{source}.{}", member.name),
                snake: Cow::Owned(format!("{name}.{snake}")),
                meaning: canonical.map(|name| Meaning { name, fit: Fit::Alias }),
                depth,
            });
        }
        true
    }
}

/// What a member stands for, its value considered.
fn meaning(known: Option<Meaning>, snake: &str, value: &Value, in_token: bool) -> Option<Meaning> {
    if let Some(fit) = envelope::access_token(known, snake, value, in_token) {
        return Some(Meaning { name: "access_token", fit });
    }
    let meaning = known?;
    let name = match meaning.name {
        EXPIRES if lifetime(snake, value) => "expires_in",
        EXPIRES => "expires_at",
        REFRESH_EXPIRES if lifetime(snake, value) => "refresh_token_expires_in",
        REFRESH_EXPIRES => "refresh_token_expires_at",
        // An object or a list is not the token, and a short word under a weak name neither.
        "access_token" if !value.is_absent() => return None,
        "refresh_token" | "id_token" if !value.is_absent() && !is_text(value) => return None,
        "refresh_token" if meaning.fit == Fit::Weak && !envelope::like_a_token(value) => {
            return None;
        }
        name => name,
    };
    Some(Meaning { name, ..meaning })
}

/// Whether a member called `expires` or `expiry` is a lifetime: by its value, and where it has
/// none by its name.
fn lifetime(snake: &str, value: &Value) -> bool {
    if value.is_absent() { snake.contains("expire") } else { instant::is_lifetime(value) }
}

fn is_text(value: &Value) -> bool {
    matches!(value, Value::String(_) | Value::Number(_))
}
