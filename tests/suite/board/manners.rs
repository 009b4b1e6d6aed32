//! How the command is spoken to, and what it answers.

use std::fs;

use super::home::{Home, NOW, jwt_for};

/// A home with one token that lasts an hour.
fn one_token() -> Home {
    let home = Home::new();
    home.put(".vault-token", jwt_for("jo", 3_600));
    home
}

#[test]
fn a_home_without_tokens_is_an_empty_collection() {
    let ran = Home::new().run(&["--json"], &[]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let report = ran.json();
    assert_eq!(report["kind"], "collection");
    assert_eq!(report["items"], serde_json::json!([]));
    let table = Home::new().run(&[], &[]);
    assert_eq!(table.status, 0);
    assert!(table.out.contains("No tool keeps a token where the board looks"), "{}", table.out);
}

#[test]
fn nothing_is_ever_revealed() {
    for args in [&["--reveal"][..], &["--reveal", "--json"], &["--reveal", "--paths"]] {
        let ran = one_token().run(args, &[]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains("never shows a secret"), "{}", ran.err);
    }
}

#[test]
fn an_unknown_tool_is_named_with_what_may_be_meant() {
    let ran = one_token().run(&["--only", "vautl"], &[]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(
        ran.err.contains("no tool called vautl") && ran.err.contains("did you mean vault?"),
        "{}",
        ran.err
    );
    let ran = one_token().run(&["--only", "spreadsheet"], &[]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("hint: the tools are aws, gcloud"), "{}", ran.err);
}

#[test]
fn only_the_tools_that_are_named_are_looked_at() {
    let home = one_token();
    home.put(".supabase/access-token", "sbp_0123456789abcdef0123456789abcdef01234567");
    assert_eq!(home.items(&[]).len(), 2);
    assert_eq!(home.items(&["--only", "vault"]).len(), 1);
    assert_eq!(home.items(&["--only", "vault", "--only", "supabase"]).len(), 2);
    assert_eq!(home.items(&["--only", "gh"]).len(), 0);
}

#[test]
fn the_paths_are_printed_and_nothing_is_read() {
    let home = one_token();
    home.put(".aws/sso/cache/ab12.json", "{}");
    home.put(".azure/msal_token_cache.sig", "");
    let ran = home.run(&["--paths"], &[("GH_CONFIG_DIR", "/nowhere/gh")]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let root = home.path().display().to_string();
    for path in ["/.vault-token", "/.aws/sso/cache/*.json", "/.aws/sso/cache/ab12.json"] {
        let line = format!("{root}{path}");
        assert!(ran.out.lines().any(|it| it.ends_with(&line)), "{line} in {}", ran.out);
    }
    assert!(ran.out.contains("/nowhere/gh/hosts.yml") && ran.out.contains("$AWS_SESSION_TOKEN"));
    let sig = ran.out.lines().find(|line| line.contains(".sig")).unwrap_or_default();
    assert!(sig.ends_with("(only whether it is there)"), "{sig}");
    let one = home.run(&["--paths", "--only", "vault"], &[]);
    assert_eq!(one.out, format!("vault  {root}/.vault-token\n"));
}

#[test]
fn a_check_is_one_line() {
    let home = one_token();
    let ran = home.run(&["--check"], &[]);
    assert_eq!(
        (ran.status, ran.out.as_str(), ran.err.as_str()),
        (0, "ok    1 token checked\n", "")
    );
    let ran = home.run(&["--check", "--min-ttl", "10m"], &[]);
    assert_eq!((ran.status, ran.out.as_str()), (0, "ok    1 token checked\n"));
    let ran = home.run(&["--min-ttl", "2h"], &[]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("FAIL  vault ~/.vault-token: at least 2h left: 1h 00m 00s left"),
        "{}",
        ran.out
    );
    assert_eq!(ran.out.lines().count(), 1);
    home.put(".oci/sessions/DEFAULT/token", jwt_for("jo", -60));
    let ran = home.run(&["--check"], &[]);
    assert_eq!(ran.status, 1);
    assert_eq!(ran.out, "FAIL  oci DEFAULT: usable: expired 1m ago\n");
    let ran = home.run(&["--check", "--json"], &[]);
    assert_eq!((ran.status, ran.err.as_str()), (1, "FAIL  oci DEFAULT: usable: expired 1m ago\n"));
    assert_eq!(ran.json()["items"].as_array().map(Vec::len), Some(2));
    let ran = home.run(&["--check", "--min-ttl", "2h"], &[]);
    assert!(ran.out.contains("vault ~/.vault-token: ") && ran.out.contains(" · oci DEFAULT: "));
    assert_eq!(ran.out.lines().count(), 1, "{}", ran.out);
}

#[test]
fn the_table_names_tool_account_time_and_file() {
    let home = one_token();
    home.put(".oci/sessions/DEFAULT/token", jwt_for("jo", -60));
    let table = home.run(&[], &[]).out;
    let row = |word: &str| table.lines().find(|line| line.contains(word)).unwrap_or_default();
    let oci = row("oci");
    for part in ["DEFAULT", "EXPIRED", "1m ago", "~/.oci/sessions/DEFAULT/token"] {
        assert!(oci.contains(part), "{part} in {table}");
    }
    assert!(row("vault").contains("1h 00m 00s"), "{table}");
}

#[test]
fn variables_lead_elsewhere() {
    let home = Home::new();
    home.put("elsewhere/hosts.yml", "github.com:\n    users:\n        jo:\n    user: jo\n");
    let named = home.path().join("elsewhere");
    let ran = home.run(&["--json"], &[("GH_CONFIG_DIR", named.to_str().unwrap_or_default())]);
    assert_eq!(ran.json()["items"][0]["place"], "~/elsewhere/hosts.yml");
    let outside = tempfile::tempdir().expect("a folder");
    let config = outside.path().join("config");
    let token = jwt_for("jo", 60);
    fs::write(&config, format!("users:\n- name: jo\n  user:\n    token: {token}\n"))
        .expect("a file");
    let list = format!("{}:{}", home.path().join("none").display(), config.display());
    let ran = home.run(&["--json", "--only", "kubeconfig"], &[("KUBECONFIG", &list)]);
    let report = ran.json();
    assert_eq!(report["items"].as_array().map(Vec::len), Some(1));
    assert_eq!(report["items"][0]["expiry"]["remaining_seconds"], 60, "{NOW}");
}
