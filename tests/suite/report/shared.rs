//! The report in Markdown: to be pasted where others read it.

use serde_json::json;

use crate::{
    findings::cases::jwt,
    support::{AT, run, sample},
};

fn markdown(input: &str) -> String {
    let ran = run(&["inspect", "--markdown", "--at", AT, "--received-at", AT, "-"], input);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn a_report_that_is_shared() {
    let input = std::fs::read_to_string(sample("rfc9068.json")).expect("the sample is there");
    insta::assert_snapshot!(markdown(&input));
}

/// The text outside of code spans.
fn outside_of_code(line: &str) -> String {
    let mut rest = line;
    let mut outside = String::new();
    while let Some(start) = rest.find('`') {
        let fence: String = rest[start..].chars().take_while(|c| *c == '`').collect();
        let inside = &rest[start + fence.len()..];
        let mut from = 0;
        let end = loop {
            let Some(at) = inside[from..].find('`').map(|at| from + at) else { break None };
            let run = inside[at..].chars().take_while(|c| *c == '`').count();
            if run == fence.len() {
                break Some(at + run);
            }
            from = at + run;
        };
        outside.push_str(&rest[..start]);
        let Some(end) = end else { return outside + &rest[start..] };
        rest = &inside[end..];
    }
    outside + rest
}

/// How many cells a row of a table has.
fn cells(line: &str) -> usize {
    let (mut pipes, mut escaped) = (0, false);
    for c in line.chars() {
        pipes += usize::from(c == '|' && !escaped);
        escaped = c == '\\' && !escaped;
    }
    pipes - 1
}

#[test]
fn nothing_that_is_written_in_a_token_becomes_markup() {
    let evil = [
        "EVIL|cell",
        "EVIL\\|cell",
        "EVIL\\\\|cell",
        "`EVIL`",
        "``EVIL`",
        "EVIL`",
        "<b>EVIL</b>",
        "[EVIL](https://evil.example)",
        "![EVIL](x)",
        "https://EVIL.example/",
        "www.EVIL.example",
        "@EVIL",
        "EVIL@evil.example",
        "#1EVIL",
        "EVIL\n# EVIL",
        "EVIL\r\n|---|",
        "\u{1b}[31mEVIL",
        "\u{202e}EVIL",
        "*EVIL*",
        "~~EVIL~~",
        "&lt;EVIL",
        "<!-- EVIL",
        "$EVIL$",
        " EVIL ",
    ];
    for text in evil {
        let claims = json!({
            "iss": text, "exp": text, "aud": [text], text: {"a": text}, "scope": text, "kid": text,
        });
        let token = jwt(&json!({"alg": "none", "crit": [text], "kid": text, "typ": text}), &claims);
        let response = json!({
            "access_token": token, "token_type": text, "scope": text, "expires_in": text,
            text: text, "x": [text, {text: text}],
        });
        let error = json!({"error": text, "error_description": text, "error_uri": text});
        for input in [response, error, json!({"issuer": text, "jwks_uri": text, text: text})] {
            let report = markdown(&input.to_string());
            assert!(report.contains("EVIL"), "{report}");
            let is_calm = |c: char| c == '\n' || !c.is_control() && c != '\u{202e}';
            assert!(report.chars().all(is_calm), "{report}");
            let mut columns = None;
            for line in report.lines() {
                let outside = outside_of_code(line);
                let mut words = outside.split(' ').filter(|word| word.contains("EVIL"));
                // A bare word is none.
                let is_word = |c: char| c.is_alphanumeric() || "\"'().,;:…".contains(c);
                assert!(words.all(|word| word.chars().all(is_word)), "{text:?}: {line}");
                let here = line.starts_with('|').then(|| cells(line));
                assert!(columns.is_none() || here.is_none() || here == columns, "{text:?}: {line}");
                columns = here;
            }
        }
    }
}
