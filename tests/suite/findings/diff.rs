//! Two inspections side by side.

use serde_json::json;
use tokenscope::diff::{Diff, RefreshToken, diff};

use super::support::*;

fn compare(before: &Input, after: &Input) -> Diff {
    diff(&before.inspection(), &after.inspection(), at(0))
}

#[test]
fn the_same_twice_has_no_difference() {
    let same = compare(&object(&clean()), &object(&clean()));
    assert!(same.is_same());
    assert_eq!(same.to_text(), "no difference\n");
    assert_eq!(same.to_json()["same"], true);
}

fn refreshed() -> (Input, Input) {
    let before = with_claims(&json!({"iat": NOW - 900, "exp": NOW, "jti": "one"}));
    let after = with(
        &with_claims(&json!({"jti": "two", "scope": "orders:read", "acr": "high"})),
        &json!({"refresh_token": "9yMPyCuAq9", "scope": "orders:read", "session": "s1"}),
    );
    (object(&before).received(tokenscope::token::ReceivedFrom::At), object(&after))
}

#[test]
fn a_refresh_in_lines() {
    let (before, after) = refreshed();
    insta::assert_snapshot!(compare(&before, &after).to_text());
}

#[test]
fn a_refresh_in_json() {
    let (before, after) = refreshed();
    let json = compare(&before, &after).to_json();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn secrets_are_compared_and_never_shown() {
    let (before, after) = refreshed();
    let difference = compare(&before, &after);
    let printed = format!("{}{}{difference:?}", difference.to_text(), difference.to_json());
    for input in [before, after] {
        for secret in input.inspection().fields.iter().filter_map(|field| field.secret()) {
            assert!(!printed.contains(secret.expose()));
        }
    }
}

#[test]
fn what_became_of_the_refresh_token() {
    let (one, other) = (json!({"refresh_token": "first-one"}), json!({"refresh_token": "second"}));
    let none = json!({"refresh_token": null});
    for (before, after, expected) in [
        (&one, &one, RefreshToken::Kept),
        (&one, &other, RefreshToken::Rotated),
        (&one, &none, RefreshToken::Omitted),
        (&none, &one, RefreshToken::Added),
        (&none, &none, RefreshToken::None),
    ] {
        let input = |change| object(&with(&clean(), change));
        assert_eq!(compare(&input(before), &input(after)).refresh_token, expected);
    }
}

#[test]
fn repeated_names_are_paired_in_order() {
    let text_of = |second: u8| {
        text(format!(r#"{{"access_token":"abc","token_type":"bearer","x":1,"x":{second}}}"#))
    };
    let difference = compare(&text_of(2), &text_of(3));
    assert_eq!(difference.to_text(), "~ x#2: 2 → 3\n");
}

#[test]
fn an_escape_sequence_stays_visible() {
    let with_member = |value: &str| {
        object(&json!({"access_token": "abc", "token_type": "bearer", "note": value}))
    };
    let difference = compare(&with_member("a"), &with_member("\u{1b}[2J"));
    assert!(!difference.to_text().contains('\u{1b}'));
}
