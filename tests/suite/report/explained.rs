//! What the report adds to an artifact: what it means.

use crate::support::{run, sample};

#[test]
fn an_error_is_explained_in_text_and_json() {
    let file = sample("oauth-error.http");
    let text = run(&["inspect", &file], "").out;
    assert!(text.contains("What invalid_grant means at Doorkeeper\n"), "{text}");
    assert!(text.contains("  Usual causes, the likeliest first\n    · "), "{text}");
    assert!(text.contains("  What to try\n    · "), "{text}");

    let report = run(&["inspect", "--json", &file], "").json();
    let explanation = &report["explanation"];
    assert_eq!(explanation["code"], "invalid_grant");
    let meanings = explanation["meanings"].as_array().expect("it is a list");
    assert_eq!(meanings[0]["provider"], "Doorkeeper");
    assert_eq!(meanings.len(), 1, "the general is silent");
    assert!(meanings.iter().all(|meaning| !meaning["causes"][0].is_null()));
}

#[test]
fn an_opaque_token_is_named_by_its_published_prefix() {
    let secret = "ghp_16C7e42F292c6912E7710c838347Ae178B4a";
    let ran = run(&["inspect", "--json"], format!(r#"{{"access_token":"{secret}"}}"#));
    let known = &ran.json()["fields"][0]["known"];
    assert_eq!(known["provider"], "GitHub");
    assert!(!ran.out.contains(secret));
    let text = run(&["inspect"], secret).out;
    assert!(text.contains("token (opaque)\n  GitHub personal access token"), "{text}");
    assert!(text.contains("  ask with  GET https://api.github.com/user"), "{text}");
}

#[test]
fn what_is_missing_or_odd_is_noted() {
    let metadata = r#"{"issuer":"https://as.example.com","token_endpoint":"https://as.example.com/t",
        "response_types_supported":["code"],"grant_types_supported":["password"]}"#;
    let report = run(&["inspect", "--json"], metadata).json();
    let notes = report["notes"].as_array().expect("there are notes");
    assert!(notes.iter().any(|note| note["field"] == "grant_types_supported"), "{notes:?}");
    let text = run(&["inspect"], metadata).out;
    assert!(text.contains("\nNotes\n") && text.contains("RFC 9700 §2.4"), "{text}");
}

#[test]
fn a_token_response_needs_no_explanation() {
    let report = run(&["inspect", "--json", &sample("gusto.json")], "").json();
    assert!(report["explanation"].is_null() && report["notes"].is_null());
    assert!(report["fields"][0]["known"].is_null());
}

#[test]
fn a_token_that_is_cut_or_made_up_is_said_to_be() {
    let state = |secret: &str| {
        let ran = run(&["inspect", "--json"], format!(r#"{{"access_token":"{secret}"}}"#));
        ran.json()["fields"][0]["known"]["state"].as_str().map(str::to_owned)
    };
    // Built here, so that no scanner takes it for a token that was published.
    let whole = ["gh", "p_", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ", "0mLq17"].concat();
    assert_eq!(state(&whole).as_deref(), Some("whole"));
    assert_eq!(state(&whole[..20]).as_deref(), Some("cut"));
    assert_eq!(state(&whole.replace('z', "y")).as_deref(), Some("wrong_checksum"));
    assert_eq!(state(&format!("{whole}x")), None);
    let text = run(&["inspect"], &whole[..20]).out;
    assert!(text.contains("it was cut: such tokens are longer"), "{text}");
}
