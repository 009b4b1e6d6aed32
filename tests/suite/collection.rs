//! Several credentials at once, through the real binary: reports, `--check` and `--pick`.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::support::{AT, Ran, run, sample};

/// An end that is an hour after [`AT`], and one that is an hour before it.
const LATER: &str = "2026-11-22T20:08:07Z";
const BEFORE: &str = "2026-11-22T18:08:07Z";

fn response(token: &str, end: &str) -> Value {
    json!({"access_token": token, "token_type": "Bearer", "expires_at": end})
}

fn inspect(args: &[&str], stdin: &str) -> Ran {
    run(&[&["inspect", "--at", AT], args].concat(), stdin)
}

/// Three accounts: the second is over, the third ends soonest of those that live.
fn accounts() -> String {
    json!({
        "ada": response("token-of-ada-4711", LATER),
        "bob": response("token-of-bob-0815", BEFORE),
        "eve": response("token-of-eve-2342", "2026-11-22T19:30:00Z"),
    })
    .to_string()
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    fs::write(&path, text).expect("it is written");
    path.display().to_string()
}

/// The labels of the items.
fn labels(report: &Value) -> Vec<&str> {
    let items = report["items"].as_array().expect("it has items");
    items.iter().map(|item| item["label"].as_str().unwrap_or_default()).collect()
}

#[test]
fn the_items_stand_in_the_order_of_the_input() {
    let report = inspect(&["--json", "-"], &accounts()).json();
    assert_eq!(report["kind"], "collection");
    assert_eq!(report["version"], 1);
    assert_eq!(report["encoding"], "json");
    assert_eq!(labels(&report), ["ada", "bob", "eve"]);
    assert_eq!(report["items"][1]["place"], ".bob");
    assert_eq!(report["items"][1]["usable"]["answer"], "no");
    assert_eq!(report["items"][2]["usable"]["until"], "2026-11-22T19:30:00Z");
}

#[test]
fn the_table_has_the_soonest_end_first_and_the_numbers_of_the_input() {
    let ran = inspect(&["-"], &accounts());
    assert_eq!(ran.status, 0, "{}", ran.err);
    let rows: Vec<Vec<&str>> = ran
        .out
        .lines()
        .skip_while(|line| !line.starts_with('#'))
        .skip(1)
        .map(|line| line.split_whitespace().take(2).collect())
        .collect();
    assert_eq!(rows, [["2", "bob"], ["3", "eve"], ["1", "ada"]], "{}", ran.out);
    assert!(ran.out.contains("EXPIRED") && ran.out.contains("1h"), "{}", ran.out);
    for token in ["4711", "0815", "2342"] {
        assert!(!ran.out.contains(token), "{}", ran.out);
    }
    let all = inspect(&["--all", "-"], &accounts());
    assert!(all.out.starts_with(&ran.out), "{}", all.out);
    assert_eq!(all.out.matches("token_type").count(), 3, "{}", all.out);
}

#[test]
fn one_is_picked_by_its_number_its_label_or_its_place() {
    for name in ["3", "eve", ".eve"] {
        let report = inspect(&["--json", "--pick", name, "-"], &accounts()).json();
        assert_eq!(report["kind"], "token_response", "{name}");
        assert_eq!((&report["label"], &report["place"]), (&json!("eve"), &json!(".eve")));
        assert_eq!(report["usable"]["until"], "2026-11-22T19:30:00Z");
    }
    for name in ["0", "4", "Eve", "nobody"] {
        let ran = inspect(&["--json", "--pick", name, "-"], &accounts());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{name}");
        assert!(ran.err.contains("hint: there are: 1 (ada), 2 (bob), 3 (eve)"), "{}", ran.err);
        assert!(!ran.err.contains("2342"), "{}", ran.err);
    }
    // A single credential is the first of one.
    let report = inspect(&["--json", "--pick", "1", &sample("gusto.json")], "").json();
    assert_eq!(report["kind"], "token_response");
}

#[test]
fn a_command_about_one_token_asks_which() {
    let ran = run(&["introspect", "--introspection-url", "http://127.0.0.1:9", "-"], accounts());
    assert_eq!(ran.status, 2, "{}", ran.err);
    assert!(ran.err.contains("holds 3 items") && ran.err.contains("--pick"), "{}", ran.err);
    let folder = tempfile::tempdir().expect("a folder can be made");
    let file = write(folder.path(), "accounts.json", &accounts());
    let ran = run(&["diff", "--pick", "ada", &file, &file], "");
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn every_item_must_pass_the_check() {
    let ran = inspect(&["--check", "-"], &accounts());
    assert_eq!(ran.status, 1);
    assert!(ran.out.contains("FAIL  usable: expired 1h ago  (bob)"), "{}", ran.out);
    assert!(ran.out.ends_with("FAIL  2 of 3 items pass\n"), "{}", ran.out);
    assert_eq!(inspect(&["--check", "--pick", "ada", "-"], &accounts()).status, 0);
    let ran = inspect(&["--check", "--min-ttl", "30m", "--pick", "eve", "-"], &accounts());
    assert_eq!(ran.status, 1);
    let both = json!([response("token-of-ada-4711", LATER), response("token-of-eve-2342", LATER)]);
    let ran = inspect(&["--check", "--json", "-"], &both.to_string());
    assert_eq!(ran.status, 0);
    assert_eq!(ran.err, "ok    2 of 2 items pass\n");
}

#[test]
fn several_inputs_are_one_collection_whatever_they_hold() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let one = write(folder.path(), "one.json", &response("token-of-ada-4711", LATER).to_string());
    let many = write(folder.path(), "many.json", &accounts());
    let none = write(folder.path(), "none.txt", "nothing that anybody knows, in prose");
    let report = inspect(&["--json", &one, &many, &none], "").json();
    assert_eq!(report["kind"], "collection");
    let items = report["items"].as_array().expect("it has items");
    let kinds: Vec<_> =
        items.iter().map(|item| item["kind"].as_str().unwrap_or_default()).collect();
    let response = "token_response";
    assert_eq!(kinds, [response, response, response, response, "unrecognized"]);
    assert_eq!(items[0]["place"], one);
    assert_eq!(items[1]["place"], format!("{many} .ada"));
    assert_eq!(items[4]["place"], none);
    assert!(items[4]["problem"]["message"].is_string());

    // A folder stands for the files in it, and not for those below.
    fs::create_dir(folder.path().join("below")).expect("a folder can be made");
    write(&folder.path().join("below"), "x.json", &accounts());
    let of_folder = inspect(&["--json", &folder.path().display().to_string()], "").json();
    assert_eq!(of_folder["items"].as_array().map(Vec::len), Some(5));
}

#[test]
fn an_input_of_several_that_cannot_be_read_is_an_item() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let one = write(folder.path(), "one.json", &response("token-of-ada-4711", LATER).to_string());
    let large = write(folder.path(), "large", "");
    fs::File::options()
        .write(true)
        .open(&large)
        .and_then(|file| file.set_len(65 << 20))
        .expect("it is made large");
    let ran = inspect(&["--json", &one, &large], "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let item = &ran.json()["items"][1];
    assert_eq!(item["kind"], "unrecognized");
    assert!(item["problem"]["message"].as_str().is_some_and(|it| it.contains("larger")), "{item}");
    assert_eq!(inspect(&["--json", &one, "no-such-file.json"], "").status, 3);
    assert_eq!(inspect(&["--json", "-", "-"], "").status, 2);
}

#[test]
fn a_secret_of_one_item_is_masked_in_the_others() {
    let secret = "secret-of-ada-4711-0815-2342";
    let ada = response(secret, LATER);
    let mut bob = response("token-of-bob-0815", LATER);
    bob["note"] = json!(format!("took over from {secret}"));
    for args in [&["--json"][..], &[], &["--all"], &["--markdown"], &["--check"]] {
        let text = json!([ada, bob]).to_string();
        let ran = inspect(&[args, &["-"]].concat(), &text);
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{args:?}: {}", ran.out);
    }
    let shown = inspect(&["--json", "--reveal", "-"], &json!([ada, bob]).to_string());
    assert_eq!(shown.out.matches(secret).count(), 2);
}

#[test]
fn an_item_that_is_picked_masks_the_secrets_of_the_others() {
    let secret = "Qq1Ww2Ee3Rr4Tt5Yy6Uu7Ii8";
    let bob = json!({"access_token": "token-of-bob-0815", "note": format!("from {secret}")});
    let text = json!({format!("acct {secret}"): bob, "eve": {"access_token": secret}}).to_string();
    for args in [
        &["inspect", "--pick", "1"][..],
        &["inspect", "--pick", "1", "--json"],
        &["inspect", "--pick", "nobody"],
        &["introspect", "--introspection-url", "http://127.0.0.1:9"],
    ] {
        let ran = run(&[args, &["-"]].concat(), &text);
        assert!(!ran.out.contains(secret) && !ran.err.contains(secret), "{}{}", ran.out, ran.err);
    }
}

#[test]
fn a_label_that_two_items_have_picks_neither() {
    let account = |token: &str| json!({"name": "prod", "access_token": token});
    let text = json!([account("token-of-ada-4711"), account("token-of-bob-0815")]).to_string();
    let ran = inspect(&["--pick", "prod", "-"], &text);
    assert_eq!(ran.status, 2, "{}", ran.out);
    assert!(ran.err.contains("several items are called so"), "{}", ran.err);
    assert_eq!(inspect(&["--pick", "2", "-"], &text).status, 0);
}

#[test]
fn what_tools_call_their_secrets_is_masked() {
    let secret = "GGGGhhhhIIIIjjjjKKKK1234";
    for (text, part) in [
        (json!({"access_token": "token-of-ada-4711", "tokens": {"github": secret}}), secret),
        (json!({"access_token": "token-of-ada-4711", "apiKeys": {"github": secret}}), secret),
        (json!({"values": [{"key": "token2", "value": secret}]}), secret),
        (json!({"access_token": "token-of-ada-4711", "args": ["--client-secret", secret]}), secret),
        (json!({"access_token": "token-of-ada-4711", "credentials": {"github": secret}}), secret),
        (json!({"access_token": "token-of-ada-4711", "auth-contexts": {"work": secret}}), secret),
        (
            json!({"access_token": "token-of-ada-4711", "//c.example/:_auth": "not base64 of"}),
            "not base64 of",
        ),
    ] {
        for args in [&["--json"][..], &["--lines", "--json"], &[], &["--all"], &["--markdown"]] {
            let ran = inspect(&[args, &["-"]].concat(), &text.to_string());
            assert!(!ran.out.contains(part), "{args:?}: {}", ran.out);
        }
    }
    let npmrc =
        "_auth=YW5uZXR0ZTpTM2NyZXRQYXNzdzByZCEh\n//b.example/:_authToken=QQww11ee22rr33tt44yy\n";
    for args in [&["--json"][..], &[], &["--all"]] {
        let ran = inspect(&[args, &["-"]].concat(), npmrc);
        assert!(!ran.out.contains("YW5uZXR0"), "{args:?}: {}", ran.out);
    }
}

#[test]
fn a_login_of_msal_is_called_by_the_user_of_its_account() {
    let token = |account: &str, token: &str| {
        json!({"home_account_id": account, "credential_type": "AccessToken", "secret": token,
            "expires_on": "1767229200", "client_id": "web"})
    };
    let text = json!({
        "AccessToken": {
            "u1.t-accesstoken-web": token("u1.t", "token-of-ada-4711"),
            "u2.t-accesstoken-web": token("u2.t", "token-of-bob-0815"),
        },
        "Account": {"u1.t-env-t": {"home_account_id": "u1.t", "username": "ada"}},
    });
    let report = inspect(&["--json", "-"], &text.to_string()).json();
    assert_eq!(labels(&report), ["ada", "u2.t-accesstoken-web"]);
}

#[test]
fn a_placeholder_behind_a_scheme_is_no_credential() {
    for text in ["Authorization: Bearer <token>", "Bearer ${TOKEN}", "Authorization: Basic ***"] {
        let report = inspect(&["--json", "-"], text).json();
        assert_eq!(report["kind"], "unrecognized", "{text}");
    }
}

#[test]
fn labels_that_are_mail_addresses_are_withheld_where_persons_are() {
    let text = json!({
        "ada@acme.example": response("token-of-ada-4711", LATER),
        "bob@acme.example": response("token-of-bob-0815", LATER),
    })
    .to_string();
    for args in [&["--json"][..], &[], &["--all"], &["--markdown"]] {
        let ran = inspect(&[args, &["--mask-personal", "-"]].concat(), &text);
        assert!(!ran.out.contains("ada@"), "{args:?}: {}", ran.out);
    }
}

#[test]
fn a_thousand_items_keep_their_order() {
    let accounts: Vec<_> =
        (0..1_000).map(|at| response(&format!("token-of-account-{at:04}"), LATER)).collect();
    let report = inspect(&["--json", "-"], &json!(accounts).to_string()).json();
    let items = report["items"].as_array().expect("it has items");
    let places: Vec<_> = items.iter().map(|item| item["place"].as_str().unwrap_or("")).collect();
    let expected: Vec<_> = (0..1_000).map(|at| format!(".[{at}]")).collect();
    assert_eq!(places, expected);
}
