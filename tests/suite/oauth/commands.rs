//! The commands of "Getting tokens", through the real binary.

use std::{fs, path::Path};

use serde_json::Value;
use tokenscope::{
    commands::now,
    demo::{CLIENT, Demo, DemoOptions, login::login},
};

use super::{Canned, client};
use crate::support::{Ran, command, run, run_command};

fn demo() -> Demo {
    Demo::start(DemoOptions::usual(now)).expect("a port is free")
}

/// Runs the binary against a demonstration server, its secret in the environment.
fn at(demo: &Demo, args: &[&str], input: &str) -> Ran {
    let issuer = demo.issuer().as_written();
    let mut command = command(args);
    command.args(["--issuer", issuer, "--client-id", CLIENT, "--client-secret", "env:DEMO_SECRET"]);
    command.env("DEMO_SECRET", demo.secret().expose());
    let ran = run_command(command, input);
    assert!(!ran.err.contains(demo.secret().expose()) && !ran.out.contains(demo.secret().expose()));
    ran
}

fn response(demo: &Demo) -> String {
    let answer = login(&mut client(demo.settings())).unwrap();
    String::from_utf8(answer.reply.body.to_vec()).unwrap()
}

fn member(text: &str, name: &str) -> String {
    let value: Value = serde_json::from_str(text).unwrap();
    value[name].as_str().unwrap_or_default().to_owned()
}

fn mode(path: &Path) -> u32 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        0o600
    }
}

#[test]
fn fetch_prints_the_report_and_nothing_else() {
    let demo = demo();
    let ran = at(
        &demo,
        &["fetch", "--grant", "client_credentials", "--scope", "companies:read", "--json"],
        "",
    );
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{}", ran.err);
    let report = ran.json();
    assert_eq!(
        (&report["kind"], &report["expiry"]["state"]),
        (&"token_response".into(), &"valid".into())
    );
    assert_eq!(report["scopes"][0]["name"], "companies:read");
    assert!(report["fields"][0]["value"].is_null());
    let ran = at(&demo, &["fetch", "--grant", "client_credentials", "--json", "--reveal"], "");
    assert!(ran.json()["fields"][0]["value"].is_string());
}

#[test]
fn a_refusal_prints_its_report_and_exits_4() {
    let demo = demo();
    let ran = at(&demo, &["fetch", "--grant", "nonsense", "--json"], "");
    assert_eq!((ran.status, &ran.json()["kind"]), (4, &"error_response".into()), "{}", ran.out);
    assert!(
        ran.err.starts_with("tokenscope: ") && ran.err.contains("unsupported_grant_type"),
        "{}",
        ran.err
    );
}

#[test]
fn refresh_writes_the_new_response_back_and_a_refusal_leaves_the_file_alone() {
    let demo = demo();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    let file = path.to_str().unwrap();
    let first = response(&demo);
    fs::write(&path, &first).unwrap();
    let ran = at(&demo, &["refresh", file, "--output", file, "--json"], "");
    assert_eq!(ran.status, 0, "{}", ran.err);
    let second = fs::read_to_string(&path).unwrap();
    assert_ne!(member(&second, "refresh_token"), member(&first, "refresh_token"));
    assert_eq!((mode(&path), fs::read_dir(folder.path()).unwrap().count()), (0o600, 1));
    let ran = at(&demo, &["refresh", "-", "--output", file, "--json"], &first);
    assert_eq!((ran.status, &ran.json()["kind"]), (4, &"error_response".into()));
    assert_eq!(fs::read_to_string(&path).unwrap(), second, "a refusal was saved");
}

#[test]
fn a_rotated_token_that_is_not_saved_is_warned_about() {
    let demo = demo();
    let ran = at(&demo, &["refresh", "-", "--json"], &response(&demo));
    assert_eq!(ran.status, 0);
    assert!(ran.err.contains("warning") && ran.err.contains("--output"), "{}", ran.err);
    let ran = at(&demo, &["refresh", "-", "--output", "-"], &response(&demo));
    assert!(member(&ran.out, "refresh_token").starts_with("demo_rt_"), "{}", ran.err);
    assert!(!ran.err.contains("warning"), "{}", ran.err);
}

#[test]
fn nothing_is_sent_when_the_response_could_not_be_saved() {
    let demo = demo();
    let text = response(&demo);
    let ran = at(&demo, &["refresh", "-", "--output", "/no/such/folder/x"], &text);
    assert_eq!(ran.status, 2, "{}", ran.err);
    let ran = at(&demo, &["refresh", "-", "--output", "-", "--json"], &text);
    assert_eq!(ran.status, 2, "{}", ran.err);
    let ran = at(&demo, &["refresh", "-", "--output", "-"], &text);
    assert_eq!(ran.status, 0, "the refresh token was spent before: {}", ran.err);
}

#[test]
fn a_response_without_a_refresh_token_does_not_lose_the_old_one() {
    let server = Canned::answering(
        "200 OK",
        "Content-Type: application/json\r\n",
        r#"{"access_token":"new"}"#,
    );
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("token.json");
    fs::write(&path, r#"{"access_token":"old","refresh_token":"keep-me"}"#).unwrap();
    let file = path.to_str().unwrap();
    let ran = run(
        &["refresh", file, "--token-url", &server.url, "--client-id", "a", "--output", file],
        "",
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
    let saved = fs::read_to_string(&path).unwrap();
    assert_eq!(
        (member(&saved, "access_token"), member(&saved, "refresh_token")),
        ("new".into(), "keep-me".into())
    );
}

#[test]
fn a_token_is_introspected_used_and_revoked() {
    let demo = demo();
    let text = response(&demo);
    let state = at(&demo, &["introspect", "-", "--json"], &text).json();
    assert_eq!(state["kind"], "introspection_response");
    let ran = at(&demo, &["userinfo", "-", "--json"], &text);
    assert!(ran.status == 0 && ran.out.contains("ada@example.com"), "{}{}", ran.out, ran.err);
    let ran = at(&demo, &["revoke", "-"], &text);
    assert_eq!(ran.status, 2, "revoked without --yes and without a terminal");
    assert_eq!(at(&demo, &["revoke", "-", "--yes"], &text).status, 0);
    let ran = at(&demo, &["userinfo", "-", "--json"], &text);
    assert_eq!((ran.status, &ran.json()["kind"]), (4, &"error_response".into()), "{}", ran.err);
}

#[test]
fn a_profile_says_what_flags_do_not() {
    let demo = demo();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    let text = format!(
        "[profile.demo]\nissuer = \"{}\"\nclient_id = \"{CLIENT}\"\nclient_secret = \"file:secret\"\n\
         grant = \"client_credentials\"\nscope = [\"companies:read\"]\n",
        demo.issuer()
    );
    // The normal form of a URL ends in a slash; an issuer is compared as written.
    fs::write(&path, text.replace("/\"", "\"")).unwrap();
    fs::write(folder.path().join("secret"), format!("{}\n", demo.secret().expose())).unwrap();
    let config = path.to_str().unwrap();
    let ran = run(&["fetch", "--config", config, "--profile", "demo", "--json"], "");
    assert_eq!(
        (ran.status, &ran.json()["scopes"][0]["name"]),
        (0, &"companies:read".into()),
        "{}",
        ran.err
    );
    let ran = run(&["fetch", "--config", config, "--profile", "dem", "--json"], "");
    assert!(ran.status == 2 && ran.err.contains("did you mean demo?"), "{}", ran.err);
    let mut command = command(&["fetch", "--config", config, "--profile", "demo", "--json"]);
    command.env("TOKENSCOPE_SCOPE", "employees:read payrolls:read");
    assert_eq!(run_command(command, "").json()["scopes"][1]["name"], "payrolls:read");
}

#[test]
fn a_default_profiles_secret_is_not_sent_elsewhere() {
    let server = Canned::answering("200 OK", "", "{}");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("config.toml");
    let text = "default_profile = \"a\"\n[profile.a]\nissuer = \"https://a.example\"\nclient_id = \"a\"\n\
        client_secret = \"literal:hunter2\"\n";
    fs::write(&path, text).unwrap();
    let config = path.to_str().unwrap();
    run(
        &["fetch", "--config", config, "--token-url", &server.url, "--grant", "client_credentials"],
        "",
    );
    let request = server.request.recv().unwrap();
    assert!(
        !request.to_lowercase().contains("authorization:") && !request.contains("hunter2"),
        "{request}"
    );
}

#[test]
fn mistakes_in_flags_are_told_together_and_quote_no_secret() {
    let ran =
        run(&["fetch", "--client-secret", "hunter2", "--timeout", "soon", "--auth", "basic"], "");
    assert_eq!(ran.status, 2);
    assert_eq!(ran.err.matches("\n  --").count(), 3, "{}", ran.err);
    assert!(!ran.err.contains("hunter2"));
}

#[test]
fn what_a_broken_server_says_is_reported() {
    for (status, headers, body, said) in [
        ("200 OK", "Content-Type: text/html\r\n", "<html>Log in</html>", "text/html"),
        ("200 OK", "", "", "no token response"),
        ("500 Oops", "Content-Type: text/html\r\n", "<h1>500</h1>", "status 500"),
        ("302 Found", "Location: https://evil.example/x?y\r\n", "", "https://evil.example/x"),
        ("429 Slow", "Retry-After: 30\r\n", "", "30 seconds"),
    ] {
        let server = Canned::answering(status, headers, body);
        let ran = run(
            &["fetch", "--token-url", &server.url, "--grant", "client_credentials", "--json"],
            "",
        );
        assert_eq!(ran.status, 4, "{status}: {}", ran.err);
        assert!(ran.err.contains(said), "{status}: {}", ran.err);
        assert!(ran.json()["kind"].is_string());
    }
}

#[test]
fn plain_http_on_this_machine_goes_through_no_proxy() {
    let server = Canned::answering("200 OK", "", r#"{"access_token":"a"}"#);
    let mut command =
        command(&["fetch", "--token-url", &server.url, "--grant", "client_credentials"]);
    for name in ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"] {
        command.env(name, "http://127.0.0.1:1");
    }
    let ran = run_command(command, "");
    assert_eq!(ran.status, 0, "{}", ran.err);
}

#[test]
fn a_pasted_callback_ends_the_wait() {
    let demo = demo();
    let args = ["fetch", "--grant", "authorization_code", "--no-browser", "--timeout", "1s"];
    let ran = at(&demo, &args, "http://127.0.0.1/callback?code=x&state=forged\n");
    assert_eq!(ran.status, 4);
    assert!(ran.err.contains("/authorize?") && ran.err.contains("state"), "{}", ran.err);
}
