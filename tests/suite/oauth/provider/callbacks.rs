//! What comes back through the browser, and metadata of another issuer.

use super::{
    Behaviour,
    run::{sign_in, sign_in_twice},
};

type Params = Vec<(String, String)>;

type Change = fn(&mut Params);

fn callback(change: fn(&mut Params)) -> Behaviour {
    Behaviour { callback: Box::new(change), ..Behaviour::default() }
}

fn without(params: &mut Params, name: &str) {
    params.retain(|(other, _)| other != name);
}

fn set(params: &mut Params, name: &str, value: &str) {
    without(params, name);
    params.push((name.to_owned(), value.to_owned()));
}

/// A callback that does not answer the request is left aside, and the wait goes on (RFC 6749
/// §10.12, RFC 9207 §2.4): a code that is slipped in is never sent.
#[test]
fn a_callback_that_answers_something_else_is_not_accepted() {
    let table: [(&str, &str, Change); 9] = [
        ("another state", "state is not the one", |it| set(it, "state", "other")),
        ("no state", "state is not the one", |it| without(it, "state")),
        ("an empty state", "state is not the one", |it| set(it, "state", "")),
        ("the state twice", "parameter state twice", |it| {
            it.push(("state".to_owned(), "other".to_owned()));
        }),
        ("another iss", "another issuer", |it| set(it, "iss", "https://other.example")),
        ("no iss", "has no iss", |it| without(it, "iss")),
        ("iss twice", "parameter iss twice", |it| {
            it.push(("iss".to_owned(), "https://other.example".to_owned()));
        }),
        ("the code twice", "parameter code twice", |it| {
            it.push(("code".to_owned(), "injected".to_owned()));
        }),
        ("no code", "neither a code nor an error", |it| without(it, "code")),
    ];
    for (name, words, change) in table {
        let outcome = sign_in_twice(callback(change), &[]);
        assert!(outcome.ran.err.contains(words), "{name}: {}", outcome.ran.err);
        assert_eq!(outcome.ran.status, 0, "{name}: {}", outcome.ran.err);
        assert_eq!(outcome.provider.count("/token"), 1, "{name}");
    }
}

#[test]
fn a_refusal_in_the_callback_ends_the_wait() {
    let outcome = sign_in(callback(|it| set(it, "error", "login_required")), &[]);
    assert_eq!(outcome.ran.status, 4, "{}", outcome.ran.err);
    assert!(outcome.ran.err.contains("login_required"), "{}", outcome.ran.err);
    assert_eq!(outcome.provider.count("/token"), 0);
}

/// RFC 8414 §3.3, OpenID Connect Discovery §4.3.
#[test]
fn metadata_of_another_issuer_is_not_used() {
    let table: [fn(&str) -> String; 3] = [
        |_| "https://other.example".to_owned(),
        |own| format!("{own}/"),
        |own| own.replace("http:", "https:"),
    ];
    for change in table {
        let behaviour = Behaviour {
            metadata: Box::new(move |it| {
                it["issuer"] = change(it["issuer"].as_str().unwrap()).into();
            }),
            ..Behaviour::default()
        };
        let outcome = sign_in(behaviour, &[]);
        assert_eq!(outcome.ran.status, 4, "{}", outcome.ran.err);
        assert!(outcome.ran.err.contains("says that its issuer is"), "{}", outcome.ran.err);
        assert_eq!(outcome.provider.count("/authorize"), 0);
    }
}
