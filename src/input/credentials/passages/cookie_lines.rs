//! Cookies in lines of their own: `Set-Cookie` fields below each other, and the cookie jars of curl
//! and wget, in the format of Netscape's.

use crate::input::{Artifact, cookie, header};

/// Lines of cookies.
pub(super) struct CookieLines {
    /// The logins that they are, each with the offset of its first line and its host.
    pub cookies: Vec<(usize, Artifact, Option<String>)>,
    /// In bytes.
    pub length: usize,
}

/// The lines of cookies that a text begins with; none where its first line is no cookie.
pub(super) fn read(text: &str) -> Option<CookieLines> {
    fields(text).or_else(|| jar(text))
}

/// Fields that a server sends. One alone is a field as any other.
fn fields(text: &str) -> Option<CookieLines> {
    const NAME: &str = "set-cookie:";
    let is_field = |line: &&str| {
        let line = line.trim_start_matches(['<', ' ', '\t']);
        line.get(..NAME.len()).is_some_and(|name| name.eq_ignore_ascii_case(NAME))
    };
    let lines: Vec<_> = text.split_inclusive('\n').take_while(is_field).take(MOST_LINES).collect();
    let length = lines.iter().map(|line| line.len()).sum();
    let artifact = (lines.len() > 1).then(|| header::cookies(&text[..length])).flatten();
    let cookies = artifact.map(|artifact| (0, artifact, None)).into_iter().collect();
    (length > 0).then_some(CookieLines { cookies, length })
}

/// A cookie jar: host, subdomains, path, whether it is secure, end, name and value, with tabs
/// between them. The cookies of one host are one login.
fn jar(text: &str) -> Option<CookieLines> {
    type Login<'a> = (usize, &'a str, Vec<(&'a str, &'a str)>);
    let mut logins: Vec<Login<'_>> = Vec::new();
    let mut length = 0;
    for line in text.split_inclusive('\n').take(MOST_LINES) {
        let Some((host, name, value)) = jar_cookie(line) else { break };
        match logins.iter_mut().rev().take(MOST_HOSTS).find(|login| login.1 == host) {
            Some((_, _, cookies)) => cookies.push((name, value)),
            None => logins.push((length, host, vec![(name, value)])),
        }
        length += line.len();
    }
    let cookies = logins
        .into_iter()
        .filter_map(|(at, host, cookies)| {
            Some((at, cookie::read(cookies.into_iter())?, Some(host.to_owned())))
        })
        .collect();
    (length > 0).then_some(CookieLines { cookies, length })
}

/// Host, name and value of the cookie that a line of a jar is. A comment mark stands before those
/// that scripts may not read.
fn jar_cookie(line: &str) -> Option<(&str, &str, &str)> {
    let line = line.trim_end_matches(['\r', '\n']);
    let mut parts = line.strip_prefix("#HttpOnly_").unwrap_or(line).split('\t');
    let host = parts.next()?.trim_start_matches('.');
    let is_flag = |text: &str| matches!(text, "TRUE" | "FALSE");
    let subdomains = parts.next()?;
    let _path = parts.next()?;
    let secure = parts.next()?;
    let end = parts.next()?;
    let (name, value) = (parts.next()?, parts.next()?);
    let is_cookie = is_flag(subdomains)
        && is_flag(secure)
        && end.bytes().all(|b| b.is_ascii_digit())
        && parts.next().is_none();
    is_cookie.then_some((host, name, value))
}

/// The most lines of cookies that are read as one.
const MOST_LINES: usize = 10_000;

/// How many hosts back a cookie may belong to.
const MOST_HOSTS: usize = 16;
