//! The commands, through the real binary.

use std::io::{BufRead as _, BufReader, Write as _};

use crate::{
    findings::support::hmac_jwt,
    support::{AT, command, run, sample},
};

#[test]
fn every_sample_is_recognised() {
    let kinds = [
        ("gusto.json", "token_response", "json"),
        ("google.json", "token_response", "json"),
        ("entra.json", "token_response", "json"),
        ("slack.json", "token_response", "json"),
        ("device.json", "device_authorization", "json"),
        ("introspection.json", "introspection_response", "json"),
        ("discovery.json", "server_metadata", "json"),
        ("jwks.json", "jwk_set", "json"),
        ("rfc9068.json", "token_response", "json"),
        ("troubled.json", "token_response", "json"),
    ];
    for (name, kind, encoding) in kinds {
        let report = run(&["inspect", "--json", "--at", AT, &sample(name)], "").json();
        assert_eq!(report["kind"], kind, "{name}");
        assert_eq!(report["encoding"], encoding, "{name}");
    }
}

#[test]
fn the_input_is_a_path_standard_input_or_the_text_itself() {
    let text = std::fs::read_to_string(sample("gusto.json")).expect("the sample is there");
    let times = ["inspect", "--json", "--at", AT, "--received-at", AT];
    let with = |input: &[&str], stdin: &str| run(&[&times, input].concat(), stdin);
    // A file of the person's own: of any other there is more to say.
    let file = tempfile::NamedTempFile::new().expect("a file can be made");
    std::fs::write(file.path(), &text).expect("it is written");
    let from_file = with(&[&file.path().display().to_string()], "");
    for ran in [with(&[], &text), with(&["-"], &text), with(&[&text], "")] {
        assert_eq!(ran.status, 0, "{}", ran.err);
        assert_eq!(ran.out, from_file.out);
    }
}

#[test]
fn a_path_that_exists_wins_over_a_text() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("some-opaque-token"), r#"{"access_token":"a"}"#)
        .expect("it is written");
    let mut command = command(&["inspect", "--json", "some-opaque-token"]);
    command.current_dir(folder.path());
    assert_eq!(crate::support::run_command(command, "").json()["kind"], "token_response");
    assert_eq!(run(&["inspect", "--json", "some-opaque-token"], "").json()["kind"], "opaque_token");
}

#[test]
fn what_cannot_be_recognised_is_located_and_exits_3() {
    let ran = run(&["inspect", "--json", "-"], "{\"access_token\": \"a\",\n \"expires_in\": }");
    assert_eq!(ran.json()["problem"]["line"], 2, "{}", ran.out);

    let ran = run(&["inspect", "-"], "");
    assert_eq!(ran.status, 3);
    assert!(ran.err.starts_with("tokenscope: "), "{}", ran.err);

    let ran = run(&["inspect", "no-such-file.json"], "");
    assert_eq!(ran.status, 3);
    assert_eq!(ran.err, "tokenscope: no-such-file.json: there is no such file\n");
}

#[test]
fn a_usage_error_exits_2() {
    for args in [&["inspect", "--no-such-option"][..], &["inspect", "--at", "noon", "x"]] {
        let ran = run(args, "");
        assert_eq!(ran.status, 2, "{args:?}");
        assert!(ran.out.is_empty());
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = command(&["inspect", "--lines", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the binary starts");
    drop(child.stdout.take());
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    while stdin.write_all(b"{}\n").is_ok() {}
    drop(stdin);
    let output = child.wait_with_output().expect("the binary ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[test]
fn lines_give_a_report_each_in_order_and_survive_any_line() {
    let input = b"{\"access_token\":\"a\"}\r\n\n\xff\xfe\x00\n{\"error\":\"invalid_grant\"}\n{]\nlast-token-123456";
    let ran = run(&["inspect", "--lines", "--json"], input);
    let kinds: Vec<String> = ran
        .out
        .lines()
        .map(|line| {
            let report: serde_json::Value = serde_json::from_str(line).expect("one object a line");
            report["kind"].as_str().expect("a kind").to_owned()
        })
        .collect();
    assert_eq!(
        kinds,
        [
            "token_response",
            "unrecognized",
            "unrecognized",
            "error_response",
            "unrecognized",
            "opaque_token"
        ]
    );
    assert_eq!(ran.status, 0, "{}", ran.err);
}

/// Lines behind the first thousand are shared by the cores.
#[test]
fn many_lines_keep_their_order_and_their_requirements() {
    let line = |lifetime: usize| format!("{{\"access_token\":\"a\",\"expires_in\":{lifetime}}}\n");
    let input: String = (0..5000).map(|number| line(60 + number)).collect();
    let at = ["--at", "2026-01-01T00:00:00Z"];
    let lines = [&["inspect", "--lines", "--json"][..], &at].concat();
    let ran = run(&lines, &input);
    let lifetimes = ran.out.lines().map(|line| {
        let report: serde_json::Value = serde_json::from_str(line).expect("one object a line");
        report["expiry"]["lifetime_seconds"].as_u64().expect("a lifetime")
    });
    assert!(lifetimes.eq(60..5060), "{}", ran.err);

    let checked = [&["inspect", "--lines", "--check", "--min-ttl", "60s"][..], &at].concat();
    assert_eq!(run(&checked, &input).status, 0);
    assert_eq!(run(&checked, format!("{input}{}{input}", line(59))).status, 1);
}

/// The well-known secrets are tried on the first tokens of an issuer, and the commonest on all.
#[test]
fn the_secrets_that_are_tried_on_lines_depend_on_the_lines_alone() {
    let token = |number: usize, secret: &str| {
        hmac_jwt(&serde_json::json!({"iss": "https://as.example", "jti": number}), secret)
    };
    let strong = "Kd86d081Qz4c7d659a2feaaXKd86d081Q";
    let mut lines: Vec<String> = (0..2500).map(|number| token(number, strong)).collect();
    lines[1] = token(1, "vulnerable-secret-of-nobody");
    lines[2] = token(2, "secret");
    lines[2000] = token(2000, "changeme");
    let input = lines.join("\n");
    let ran = run(&["inspect", "--lines", "--json"], &input);
    let found: Vec<usize> = (0..)
        .zip(ran.out.lines())
        .filter(|(_, line)| line.contains("hmac-weak-secret"))
        .map(|(number, _)| number)
        .collect();
    assert_eq!(found, [2, 2000], "{}", ran.err);
    assert_eq!(run(&["inspect", "--lines", "--json"], &input).out, ran.out);
}

/// So it is in a collection; in a small one all are tried on each token.
#[test]
fn the_secrets_that_are_tried_on_credentials_depend_on_how_many_there_are() {
    let (strong, listed) = ("Kd86d081Qz4c7d659a2feaaXKd86d081Q", "very_secret");
    let found = |count: usize| {
        let token = |number: usize| {
            let secret = if number == 20 { listed } else { strong };
            let claims = serde_json::json!({"iss": "https://as.example", "jti": number});
            serde_json::json!({"access_token": hmac_jwt(&claims, secret)})
        };
        let input = serde_json::Value::from((0..count).map(token).collect::<Vec<_>>());
        run(&["inspect", "--json", "-"], input.to_string()).out.matches("hmac-weak-secret").count()
    };
    assert_eq!((found(255), found(256)), (1, 0));
}

#[test]
fn lines_are_answered_as_they_come() {
    let mut child = command(&["inspect", "--lines"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("the binary starts");
    let mut stdin = child.stdin.take().expect("standard input is a pipe");
    let mut out = BufReader::new(child.stdout.take().expect("standard output is a pipe"));
    // The first line, in the first block, and behind it.
    for count in [1, 1, 1022, 1, 1, 1100, 1] {
        let lines = "{\"access_token\":\"a\",\"expires_in\":60}\n".repeat(count);
        stdin.write_all(lines.as_bytes()).expect("they are read");
        for _ in 0..count {
            let mut line = String::new();
            out.read_line(&mut line).expect("it answers");
            assert!(line.starts_with("token_response valid "), "{line}");
        }
    }
    drop(stdin);
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn a_leap_second_is_the_next_one_s_first() {
    let inspect = |at: &str| run(&["inspect", "--json", "--at", at, "-"], r#"{"expires_in":0.5}"#);
    let expiry = &inspect("2016-12-31T23:59:60.25Z").json()["expiry"];
    assert_eq!(expiry["expires_at"], "2017-01-01T00:00:00.750Z");
    assert_eq!(expiry["remaining_seconds"].to_string(), "0.5");
    assert_eq!(inspect("9999-12-31T23:59:60Z").status, 2);
}

#[test]
fn completions_and_the_manual_page_are_printed() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(run(&["completions", shell], "").out.contains("tokenscope"), "{shell}");
    }
}

/// zsh counts the words before a command: with inputs among them it completes nothing behind one.
#[test]
fn completions_know_values_and_what_follows_a_command() {
    let zsh = run(&["completions", "zsh"], "").out;
    assert!(zsh.contains("case $line[1] in"), "{zsh}");
    assert!(zsh.contains("|| _files"), "{zsh}");
    for shell in ["bash", "zsh", "fish"] {
        let script = run(&["completions", shell], "").out;
        for value in ["contrast", "huggingface"] {
            assert!(script.contains(value), "{shell}: {value}");
        }
    }
}

#[test]
fn every_command_has_a_page_of_the_manual() {
    let page = run(&["man", "--at", AT], "").out;
    assert!(page.contains("\n.TH TOKENSCOPE 1 2026-11-22 \"tokenscope "), "{page}");
    let commands: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("tokenscope\\-")?.strip_suffix("(1)"))
        .collect();
    assert!(commands.contains(&"inspect") && commands.contains(&"man"), "{commands:?}");
    for name in commands {
        let page = run(&["man", name], "").out;
        assert!(page.contains(&format!("\n.TH TOKENSCOPE-{} 1 ", name.to_uppercase())), "{page}");
    }
    assert!(
        !run(&["man", "inspect"], "").out.contains("\n\n"),
        "an empty line is a mistake in roff"
    );
    assert_eq!(run(&["man", "nothing"], "").status, 2);
}

/// What a command's own help says first is what the list of commands says of it.
#[test]
fn every_command_says_what_it_is_for() {
    let list = run(&["--help"], "").out;
    for name in ["inspect", "fetch", "refresh", "userinfo", "demo", "diff"] {
        let help = run(&[name, "-h"], "").out;
        let first = help.lines().next().expect("it says something");
        let whole: Vec<&str> = list.split_whitespace().collect();
        let start: Vec<&str> = first.split_whitespace().take(6).collect();
        assert!(whole.windows(start.len()).any(|words| words == start), "{name}: {first}");
    }
}

/// `inspect` in the first place is read without the other commands, and as it is read among them.
#[test]
fn inspect_is_read_the_same_wherever_it_stands() {
    for rest in [
        &["--help"][..],
        &["-h"],
        &["--json", "--no-such-option"],
        &["--jsn", "x"],
        &["a", "b"],
        &["--min-ttl", "soon"],
        &["--at", "now"],
        &["--version"],
        &["--json", "--at", AT, "{}"],
    ] {
        let first = run(&[&["inspect"], rest].concat(), "");
        let later = run(&[&["--received-at", AT, "inspect"], rest].concat(), "");
        assert_eq!((first.status, &first.err), (later.status, &later.err), "{rest:?}");
        assert_eq!(first.out.lines().next(), later.out.lines().next(), "{rest:?}");
        if rest[0].contains('h') {
            assert_eq!(first.out, later.out);
        }
    }
}
