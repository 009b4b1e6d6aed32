//! Names with values in a line: `access_token=… expires_in=3600`, `"token": "…"`, `name => value`.

use crate::{
    catalog::member_names::{self, NameFit},
    input::credential_search,
    value::{Member, Value, json},
};

/// A name and its value in a line.
pub(super) struct LinePair<'a> {
    pub name: &'a str,
    pub value: &'a str,
    /// Where the value begins.
    pub at: usize,
    /// The line ends before the quote that closes the value.
    pub is_cut: bool,
}

/// The most pairs that are read of a line.
const MOST_PAIRS: usize = 1000;

/// The pairs of a line.
pub(super) fn read(text: &str) -> Vec<LinePair<'_>> {
    let mut pairs = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr2(b'=', b':', &text.as_bytes()[from..]).map(|at| from + at) {
        from = at + 1;
        if pairs.len() == MOST_PAIRS {
            break;
        }
        let Some(name) = name_at_end(&text[..at]) else { continue };
        let is_colon = text.as_bytes()[at] == b':';
        if let Some(pair) = pair(text, name, at + 1, is_colon) {
            from = pair.at + pair.value.len();
            pairs.push(pair);
        }
    }
    pairs
}

/// The pair of a name and what stands behind its sign.
fn pair<'a>(text: &'a str, name: &'a str, behind: usize, is_colon: bool) -> Option<LinePair<'a>> {
    let rest = &text[behind..];
    // `=>`, and a shell's `==`.
    let rest = rest.strip_prefix('>').unwrap_or(rest);
    if is_colon && rest.starts_with("//") {
        return None;
    }
    let rest = rest.trim_start_matches([' ', '\t']);
    let rest = rest.trim_start_matches('\\');
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'));
    let rest = if quote.is_some() { &rest[1..] } else { rest };
    let end = match quote {
        Some(quote) => rest.find([quote, '\\']),
        None => rest.find(|c: char| c.is_whitespace() || ",;&|)]}\"'<>".contains(c)),
    };
    let value = &rest[..end.unwrap_or(rest.len())];
    // `logger: name=value` are a word and a pair.
    if is_colon
        && quote.is_none()
        && value.contains('=')
        && name_at_end(value.split('=').next()?).is_some()
    {
        return None;
    }
    let at = text.len() - rest.len();
    let is_cut = quote.is_some() && end.is_none();
    Some(LinePair { name, value, at, is_cut }).filter(|pair| !pair.value.is_empty())
}

/// The longest name, in bytes.
const LONGEST_NAME: usize = 64;

/// The name that a text ends with, perhaps in quotes.
fn name_at_end(text: &str) -> Option<&str> {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let text = text.trim_end_matches([' ', '\t']);
    let text = text.trim_end_matches(['"', '\'', '`', '\\']);
    let length = text.bytes().rev().take(LONGEST_NAME + 1).take_while(|b| is_part(*b)).count();
    let name = &text[text.len() - length..];
    let is_name = name.bytes().any(|b| b.is_ascii_alphabetic()) && length <= LONGEST_NAME;
    is_name.then_some(name)
}

/// Members of these pairs that a response may have; none where no token is among them.
pub(super) fn response(pairs: &[LinePair<'_>]) -> Option<Value> {
    let mut tokens = 0;
    let mut members = Vec::new();
    for pair in pairs {
        let snake = member_names::snake_case(pair.name);
        let meaning = member_names::meaning(&snake).filter(|it| it.fit != NameFit::Weak);
        let is_party = ["client_id", "username", "user", "sub", "account"].contains(&&*snake);
        let Some(name) = meaning.map(|it| it.name).or(is_party.then_some("")) else { continue };
        let is_token = ["access_token", "refresh_token", "id_token"].contains(&name);
        tokens += usize::from(is_token && may_be_token(pair.value));
        members.push(Member { name: pair.name.to_owned(), value: value(pair.value) });
    }
    (tokens > 0 && is_response(pairs, members.len())).then_some(Value::Object(members))
}

/// Whether a value may be a token rather than a word.
fn may_be_token(value: &str) -> bool {
    value.len() >= 20 || value.len() >= 8 && value.bytes().any(|b| b.is_ascii_digit())
}

/// Whether pairs are those of a response, and not one variable that holds a token.
fn is_response(pairs: &[LinePair<'_>], known: usize) -> bool {
    let own = |name: &str| {
        let snake = member_names::snake_case(name);
        member_names::meaning(&snake).is_some_and(|it| it.fit == NameFit::Own)
    };
    known > 1 || pairs.iter().any(|pair| own(pair.name))
}

fn value(text: &str) -> Value {
    if text.len() <= 15 && json::is_number(text) {
        Value::Number(text.to_owned())
    } else {
        Value::string(text)
    }
}

/// The name before a token, where it says whose it is: `prod: `, `admin_token = "`. That it is a
/// token says the token itself.
pub(super) fn name_before(text: &str) -> Option<String> {
    let text = text.trim_end_matches([' ', '\t', '"', '\'', '`', '\\']);
    let text = text.strip_suffix('>').unwrap_or(text);
    let name = name_at_end(text.strip_suffix([':', '='])?)?;
    let snake = member_names::snake_case(name);
    let words = ["token", "jwt", "bearer", "authorization", "value", "data", "tok", "raw", "key"];
    // What a header field is called says nothing of whose it is.
    let is_field = snake.starts_with("x_") || snake.starts_with("private_");
    let is_own = member_names::meaning(&snake).is_some_and(|it| it.fit == NameFit::Own);
    (!is_own && !is_field && !words.contains(&&*snake)).then(|| name.to_owned())
}

/// Whether the name of a variable says that it holds a token to call an API with.
pub(super) fn names_a_token(name: &str) -> bool {
    let snake = member_names::snake_case(name);
    snake.ends_with("token") && !credential_search::opens_nothing(&snake)
}
