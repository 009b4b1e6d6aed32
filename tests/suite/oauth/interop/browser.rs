//! A browser as far as the server of `tests/interop` needs one: cookies, and redirects.

use std::collections::HashMap;

use tokenscope::oauth::{
    Request,
    request::{ParamValue, RequestPurpose},
};

use crate::oauth::{http_client, url};

/// Follows an authorization request until it leads back to the client, and tells where.
pub fn follow(start: &str, redirect_uri: &str) -> String {
    let mut jar: HashMap<String, String> = HashMap::new();
    let mut address = start.to_owned();
    for _ in 0..10 {
        let mut request = Request::get(RequestPurpose::Discovery, url(&address));
        let cookies: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        request.header("Cookie", ParamValue::Plain(cookies.join("; ")));
        request.header("Accept", ParamValue::Plain("text/html".to_owned()));
        let reply = http_client().send(&request).unwrap();
        for (_, cookie) in reply.headers.iter().filter(|(name, _)| name == "set-cookie") {
            let pair = cookie.as_str().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if value.is_empty() {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let target = reply.redirect().unwrap_or_else(|| {
            panic!("{} at {address}: {}", reply.status, String::from_utf8_lossy(&reply.body))
        });
        let target = url::Url::parse(&address).unwrap().join(target).unwrap().to_string();
        if target.starts_with(redirect_uri) {
            return target;
        }
        address = target;
    }
    panic!("too many redirects from {start}");
}
