//! The paths that Rust source names: imports through any nesting of braces, and paths inline.

/// A piece of code that matters here.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    Word(String),
    /// `::`
    Separator,
    Sign(char),
}

/// Every path of a file, from the root of the crate where it begins with `crate`, `self` or
/// `super`, else as written. An import is given by what it names, not by what it calls it: an
/// alias, a re-export and a glob (`*`) are paths like any other.
///
/// `module` is the file's own: `["token", "expiry"]` for `src/token/expiry.rs`. Test modules and
/// comments do not count; strings do where they hold a path of the crate, as attributes have it.
pub fn paths(source: &str, module: &[String]) -> Vec<Vec<String>> {
    let tokens = without_tests(&tokens(source));
    let mut found = Vec::new();
    // The modules written in the file around the code, with the braces at which each ends.
    let mut inner: Vec<(String, usize)> = Vec::new();
    let mut braces = 0;
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            Token::Sign('{') => braces += 1,
            Token::Sign('}') => {
                braces -= 1;
                if inner.last().is_some_and(|(_, end)| *end == braces) {
                    inner.pop();
                }
            }
            Token::Word(word) if word == "mod" => {
                if let [Token::Word(name), Token::Sign('{'), ..] = &tokens[at + 1..] {
                    inner.push((name.clone(), braces));
                }
            }
            Token::Word(_) => {
                let is_import = matches!(&tokens[at], Token::Word(word) if word == "use");
                let mut here: Vec<String> = module.to_vec();
                here.extend(inner.iter().map(|(name, _)| name.clone()));
                let mut trees = Vec::new();
                at += usize::from(is_import);
                let end = tree(&tokens, at, &[], is_import, &mut trees);
                let is_path = |path: &Vec<String>| is_import || path.len() > 1;
                found.extend(trees.into_iter().filter(is_path).map(|path| resolved(path, &here)));
                at = end.max(at + 1);
                continue;
            }
            Token::Separator | Token::Sign(_) => {}
        }
        at += 1;
    }
    found
}

/// Reads the path, or the tree of an import, that begins here, and gives where it ends.
fn tree(
    tokens: &[Token],
    mut at: usize,
    before: &[String],
    is_import: bool,
    found: &mut Vec<Vec<String>>,
) -> usize {
    let mut path = before.to_vec();
    loop {
        match tokens.get(at) {
            Some(Token::Separator) => at += 1,
            Some(Token::Word(word)) => {
                path.push(word.clone());
                at += 1;
                if tokens.get(at) != Some(&Token::Separator) {
                    break;
                }
            }
            Some(Token::Sign('*')) if is_import => {
                path.push("*".to_owned());
                at += 1;
                break;
            }
            Some(Token::Sign('{')) if is_import => {
                at += 1;
                while !matches!(tokens.get(at), None | Some(Token::Sign('}'))) {
                    at = match &tokens[at] {
                        Token::Sign(',') => at + 1,
                        _ => tree(tokens, at, &path, true, found).max(at + 1),
                    };
                }
                return at + 1;
            }
            _ => break,
        }
    }
    if is_import && matches!(tokens.get(at), Some(Token::Word(word)) if word == "as") {
        at += 2;
    }
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    if !path.is_empty() {
        found.push(path);
    }
    at
}

/// A path from the root of the crate. The root itself is `["crate"]`, which no room may name.
fn resolved(path: Vec<String>, module: &[String]) -> Vec<String> {
    let mut module = module.to_vec();
    let mut from_root = false;
    let mut rest = path.as_slice();
    while let [first, behind @ ..] = rest {
        match &**first {
            "crate" | "tokenscope" => module.clear(),
            "super" => drop(module.pop()),
            "self" if !from_root || behind.is_empty() => {}
            _ => break,
        }
        from_root = true;
        rest = behind;
    }
    if !from_root {
        return path;
    }
    let whole: Vec<String> = module.iter().chain(rest).cloned().collect();
    match &*whole {
        [] => vec!["crate".to_owned()],
        [glob] if glob == "*" => vec!["crate".to_owned()],
        _ => [vec!["crate".to_owned()], whole].concat(),
    }
}

/// The tokens without what stands behind `#[cfg(test)]`.
fn without_tests(tokens: &[Token]) -> Vec<Token> {
    let word = |text: &str| Token::Word(text.to_owned());
    let sign = Token::Sign;
    let mark = [sign('#'), sign('['), word("cfg"), sign('('), word("test"), sign(')'), sign(']')];
    let mut kept = Vec::new();
    let mut rest = tokens;
    while let Some(first) = rest.first() {
        if !rest.starts_with(&mark) {
            kept.push(first.clone());
            rest = &rest[1..];
            continue;
        }
        let mut depth = 0_usize;
        let end = rest[mark.len()..].iter().position(|token| {
            match token {
                Token::Sign('{' | '(' | '[') => depth += 1,
                Token::Sign('}' | ')' | ']') => depth -= 1,
                _ => {}
            }
            depth == 0 && matches!(token, Token::Sign('}' | ';'))
        });
        rest = end.map_or(&[], |end| &rest[mark.len() + end + 1..]);
    }
    kept
}

fn tokens(source: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if let Some(length) = string(rest) {
            // `#[serde(with = "crate::…")]` is a path, too.
            if rest[..length].contains("crate::") {
                found.extend(tokens(rest[..length].trim_matches(['r', '#', '"'])));
            }
            length
        } else if c.is_alphabetic() || c == '_' {
            let length = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
            let word = &rest[..length.unwrap_or(rest.len())];
            found.push(Token::Word(word.to_owned()));
            word.len()
        } else if rest.starts_with("::") {
            found.push(Token::Separator);
            2
        } else {
            if !c.is_whitespace() {
                found.push(Token::Sign(c));
            }
            c.len_utf8()
        };
        rest = &rest[length..];
    }
    found
}

/// The length of the string or character literal that a text begins with, if it does.
fn string(text: &str) -> Option<usize> {
    let prefix = text.bytes().take_while(|b| matches!(b, b'b' | b'r' | b'c')).count();
    let hashes = text[prefix..].bytes().take_while(|b| *b == b'#').count();
    let opening = prefix + hashes;
    if opening > 0 && text[opening..].starts_with('"') && text[..prefix].contains('r') {
        let close = format!("\"{}", "#".repeat(hashes));
        return Some(opening + 1 + text[opening + 1..].find(&close)? + close.len());
    }
    if let Some(inside) = text[prefix.min(2)..].strip_prefix('"') {
        let mut escaped = false;
        let end = inside.find(|c| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends
        })?;
        return Some(prefix.min(2) + end + 2);
    }
    // A character; else it is a lifetime.
    let inside = text.strip_prefix('\'')?;
    let c = inside.chars().next()?;
    if c == '\\' {
        return Some(3 + inside[2..].find('\'')? + 1);
    }
    inside[c.len_utf8()..].starts_with('\'').then(|| c.len_utf8() + 2)
}

#[test]
fn every_way_to_name_a_path_is_seen() {
    let module: Vec<String> = ["token", "expiry"].map(str::to_owned).to_vec();
    let named = |source: &str| {
        let mut named: Vec<_> =
            paths(source, &module).into_iter().map(|path| path.join("::")).collect();
        named.sort();
        named
    };
    for (source, expected) in [
        (
            "use crate::{app::{self, Event}, ui};",
            &["crate::app", "crate::app::Event", "crate::ui"][..],
        ),
        ("use crate::{\n  a::{b::{C, D as E}},\n};", &["crate::a::b::C", "crate::a::b::D"]),
        ("pub use crate::app::Loaded as L;", &["crate::app::Loaded"]),
        ("pub(crate) use super::super::app::*;", &["crate::app::*"]),
        (
            "fn f() { crate::oauth::send(); super::super::ui::draw() }",
            &["crate::oauth::send", "crate::ui::draw"],
        ),
        (
            "use super::Kind; use self::inner::X;",
            &["crate::token::Kind", "crate::token::expiry::inner::X"],
        ),
        (
            "mod m { use super::super::super::app::X; } use super::y::Z;",
            &["crate::app::X", "crate::token::y::Z"],
        ),
        ("use crate::*; use crate as root; use super::super::{self as r};", &["crate"; 3]),
        (
            "// crate::app\n/* crate::app */ let a = \"{x}\"; let b = '\"'; crate::ui::b()",
            &["crate::ui::b"],
        ),
        ("#[serde(with = \"crate::app::x\")] struct A<'a>(&'a str);", &["crate::app::x"]),
        ("#[cfg(test)] mod tests { use crate::app; } use crate::ui;", &["crate::ui"]),
        (
            "#[cfg(test)] use crate::app; use std::{fmt, net::{Ipv4Addr}};",
            &["std::fmt", "std::net::Ipv4Addr"],
        ),
        (
            "let a = r#\"crate \" \"#; let b = \"\\\\\"; let c = b'\\''; $crate::x::y!()",
            &["crate::x::y"],
        ),
    ] {
        assert_eq!(named(source), expected, "{source}");
    }
}
