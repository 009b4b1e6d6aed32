//! What a board must keep to: each is a mistake that another tool shipped.

use serde_json::{Value, json};

#[cfg(unix)]
use super::home::set_mode;
use super::home::{Home, NOW, jwt, jwt_for, summary};

const RENEWABLE: &str = "doau-the-refresh-token-of-the-old-login";

/// A home with one login that is over, and is renewed when its tool runs the next time.
fn renewable() -> Home {
    let home = Home::new();
    home.put(
        ".gemini/oauth_creds.json",
        json!({"access_token": "ya29.over", "refresh_token": RENEWABLE, "token_type": "Bearer",
            "scope": ["openid", "email"], "expiry_date": (NOW - 3_600) * 1_000})
        .to_string(),
    );
    home
}

/// What is over and renewed by its tool is not called expired alone.
#[test]
fn renewable_is_not_expired() {
    let home = renewable();
    let table = home.run(&[], &[]).out;
    assert!(table.contains("EXPIRED, RENEWS ITSELF"), "{table}");
    home.put(".vault-token", jwt_for("jo", -60));
    let table = home.run(&[], &[]).out;
    let row = table.lines().find(|line| line.contains("vault")).unwrap_or_default();
    assert!(row.contains("EXPIRED") && !row.contains("RENEWS"), "{table}");
    home.put_fixture(".config/gcloud/credentials.db", "gcloud/credentials.db");
    let table = home.run(&["--only", "gcloud"], &[]).out;
    assert_eq!(table.matches("NO ACCESS TOKEN, RENEWS ITSELF").count(), 3, "{table}");
    let check = home.run(&["--check"], &[]);
    let line = check.out.lines().find(|line| line.contains("gemini")).unwrap_or_default();
    assert!(line.contains("its tool can renew it"), "{}", check.out);
}

/// The end is that of the access token; that of an ID token only where it is the credential.
#[test]
fn the_end_is_that_of_the_access_token() {
    let home = Home::new();
    let tokens = |access: bool| {
        let mut tokens = json!({"id_token": jwt_for("jo", -60), "refresh_token": "rt"});
        if access {
            tokens["access_token"] = json!(jwt_for("jo", 864_000));
        }
        json!({"tokens": tokens, "last_refresh": "2026-01-01T00:00:00Z"}).to_string()
    };
    home.put(".codex/auth.json", tokens(true));
    let items = home.items(&["--only", "codex"]);
    assert_eq!(items[0]["usable"]["until"], "2026-12-02T19:08:07Z", "{}", summary(&items));
    home.put(".kube/cache/oidc-login/ab12", tokens(false));
    let items = home.items(&["--only", "kubelogin"]);
    assert_eq!(items[0]["usable"]["until"], "2026-11-22T19:07:07Z", "{}", summary(&items));
}

/// That a token was renewed long ago says nothing of its end.
#[test]
fn the_age_of_a_refresh_is_no_end() {
    let home = Home::new();
    home.put(
        ".codex/auth.json",
        json!({"tokens": {"access_token": jwt(&json!({"iss": "https://as.example", "sub": "jo"})),
            "refresh_token": "rt"}, "last_refresh": "2020-01-01T00:00:00Z"})
        .to_string(),
    );
    let items = home.items(&[]);
    assert_eq!(items[0]["usable"]["answer"], "unknown", "{}", summary(&items));
    assert_eq!(items[0]["usable"]["until"], Value::Null);
}

/// The server may have ended a token before its own end; that is said, once.
#[test]
fn the_clock_is_the_token_s_own() {
    let table = renewable().run(&[], &[]).out;
    assert_eq!(table.matches("its own clock").count(), 1, "{table}");
}

/// What is not read stands in the list all the same.
#[test]
fn what_cannot_be_read_is_said() {
    let home = Home::new();
    home.put(".azure/msal_token_cache.sig", "");
    home.put(".config/gh/hosts.yml", "github.com:\n    users:\n        jo:\n    user: jo\n");
    home.put(".gemini/gemini-credentials.json", "AAAA:BBBB");
    home.put(".vault-token", "two words");
    home.put(".config/gcloud/access_tokens.db", "SQLite format 3\0 and nothing more");
    let items = home.items(&[]);
    let says = |tool: &str, message: &str| {
        items.iter().any(|item| {
            item["tool"] == tool
                && item["problem"]["message"].as_str().is_some_and(|it| it.contains(message))
        })
    };
    assert!(says("az", "in the keyring, not read"), "{}", summary(&items));
    assert!(says("gh", "in the keyring, not read"), "{}", summary(&items));
    assert!(says("gemini", "encrypted, not read"), "{}", summary(&items));
    assert!(says("vault", "several words, so no token"), "{}", summary(&items));
    assert!(says("gcloud", "the database is damaged"), "{}", summary(&items));
    assert_eq!(items.len(), 5, "{}", summary(&items));
}

/// A database whose last changes are in another file may be out of date.
#[test]
fn changes_beside_a_database_are_said() {
    let home = Home::new();
    home.put_fixture(".config/gcloud/access_tokens.db", "gcloud/access_tokens.db");
    home.put(".config/gcloud/access_tokens.db-wal", "changes");
    let items = home.items(&[]);
    let message = "changes are in ~/.config/gcloud/access_tokens.db-wal, which is not read";
    assert!(items.iter().any(|item| item["problem"]["message"] == message), "{}", summary(&items));
    assert_eq!(items.len(), 4);
}

/// A file in which a tool keeps tokens is no answer of a server.
#[test]
fn a_cache_is_no_token_response() {
    let home = renewable();
    home.put(
        ".kube/cache/oidc-login/ab12",
        json!({"id_token": jwt_for("jo", 60), "scope": ["a", "b"], "expires_in": 3600}).to_string(),
    );
    home.put(
        ".qwen/oauth_creds.json",
        json!({"access_token": "a", "expires_in": 3600}).to_string(),
    );
    for item in home.items(&[]) {
        for code in ["token-type-missing", "scope-not-string", "access-token-missing"] {
            assert!(!item["findings"].to_string().contains(code), "{item:#}");
        }
    }
}

/// Whoever may read the file has the token.
#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_a_finding() {
    let home = renewable();
    assert!(!home.items(&[])[0]["findings"].to_string().contains("file-readable"));
    set_mode(&home.path().join(".gemini/oauth_creds.json"), 0o644);
    assert!(home.items(&[])[0]["findings"].to_string().contains("file-readable"));
    let databases = Home::new();
    for name in ["access_tokens.db", "credentials.db"] {
        databases.put_fixture(&format!(".config/gcloud/{name}"), &format!("gcloud/{name}"));
    }
    // One part of a login is enough.
    set_mode(&databases.path().join(".config/gcloud/credentials.db"), 0o640);
    let items = databases.items(&[]);
    let jo = items.iter().find(|item| item["label"] == "jo@acme.example").expect("an account");
    assert!(jo["findings"].to_string().contains("file-readable"), "{jo:#}");
}

/// No secret is in any output.
#[test]
fn secrets_are_masked() {
    let home = renewable();
    home.put(".netrc", format!("machine api.example login jo password {RENEWABLE}-2\n"));
    for args in [&["--json"][..], &[], &["--all"], &["--check"], &["--paths"]] {
        let ran = home.run(args, &[]);
        for secret in [RENEWABLE, "ya29.over"] {
            assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{args:?} {}", ran.out);
        }
    }
}
