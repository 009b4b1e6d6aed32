//! Credentials in the middle of other text: logs, HTTP exchanges, mails, tables, and one after the
//! other. Every `NAME.txt` of `tests/fixtures/texts` is held to `NAME.holds`, a line for each
//! credential: place, kind, encoding, label, and the end of its token.

use std::{fmt::Write as _, fs, path::PathBuf};

use proptest::prelude::*;
use tokenscope::{
    input::{Credential, credentials},
    inspection::{Contents, Context},
    jose::Keys,
    report::{self, ReportOptions},
    token::ReceivedFrom,
    value::{Value, display},
};

use crate::support::{compare_with_file, context, project, utc};

/// What a text holds, a line for each credential.
fn holds(bytes: &[u8]) -> String {
    let found = credentials(bytes);
    let mut out = format!("{}\n", found.encoding.name());
    for item in &found.items {
        write_item(&mut out, item, "");
    }
    if let Some(problem) = found.problem {
        let _ = writeln!(out, "problem: {problem}");
    }
    out
}

fn write_item(out: &mut String, item: &Credential, indent: &str) {
    let artifact = &item.artifact;
    let place = item.place.as_ref().map_or("whole".to_owned(), ToString::to_string);
    let label = item.label.as_deref().unwrap_or("-");
    let (kind, encoding) = (artifact.kind.name(), artifact.encoding.name());
    let said = match &artifact.value {
        Value::String(text) => text.as_str().to_owned(),
        value => display::json(value, 300),
    };
    let shortened = said.char_indices().rev().nth(11).map_or(0, |(at, _)| at);
    let said = if matches!(artifact.value, Value::String(_)) { &said[shortened..] } else { &said };
    // Writing to a String cannot fail.
    let _ = write!(out, "{indent}{place} | {kind} | {encoding} | {label} | {said}");
    if let Some(problem) = &artifact.problem {
        let _ = write!(out, " | {problem}");
    }
    out.push('\n');
    for inner in &item.nested {
        write_item(out, inner, "  ");
    }
}

fn fixtures() -> Vec<PathBuf> {
    let entries = fs::read_dir(project("tests/fixtures/texts")).expect("the folder is there");
    let mut paths: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|it| it == "txt" || it == "har"))
        .collect();
    paths.sort();
    assert!(paths.len() >= 70, "{} texts", paths.len());
    paths
}

#[test]
fn every_text_holds_what_is_said_of_it() {
    let wrong: Vec<String> = fixtures()
        .iter()
        .filter_map(|path| {
            let held = holds(&fs::read(path).expect("a text"));
            compare_with_file(&path.with_extension("holds"), &held).err()
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The masked report of everything in a text.
fn masked_report(bytes: &[u8]) -> String {
    let keys = Keys::default();
    let now = "2026-01-01T00:10:00Z".parse().expect("an instant");
    let context: Context<'_> = context(now, ReceivedFrom::At, &keys);
    let options = ReportOptions {
        now,
        reveal: false,
        colour: false,
        columns: None,
        ascii: false,
        mask_personal: false,
        all: true,
        zone: utc(),
    };
    let contents = Contents::of(bytes, &context);
    let mut json = Vec::new();
    report::json::write_contents(&mut json, &contents, &options, report::json::Layout::Compact)
        .expect("a report");
    let text = report::text::render_contents(&contents, &options);
    format!("{}\n{text}", String::from_utf8(json).expect("UTF-8"))
}

/// The tokens in a text, by a search that knows nothing of notations.
fn long_words(text: &str) -> Vec<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || "_-.~".contains(c);
    text.split(|c| !is_part(c))
        .filter(|word| word.starts_with("eyJ") && word.matches('.').count() >= 2 && word.len() > 60)
        .collect()
}

/// Damages a text: cuts it, takes a line out, changes a byte, doubles a line.
fn damaged(text: &[u8], seed: usize) -> Vec<u8> {
    let at = seed.wrapping_mul(2_654_435_761) % text.len().max(1);
    let mut bytes = text.to_vec();
    let lines: Vec<&[u8]> = text.split_inclusive(|b| *b == b'\n').collect();
    let line = at % lines.len().max(1);
    match seed % 5 {
        0 => bytes.truncate(at),
        1 => bytes[at] ^= 1 << (seed % 7),
        2 => bytes = [&lines[..line], &lines[line + 1..]].concat().concat(),
        3 => bytes = [&lines[..line], &lines[line..=line], &lines[line..]].concat().concat(),
        _ => drop(bytes.remove(at)),
    }
    bytes
}

#[test]
fn damaged_texts_end_in_a_report_without_their_secrets() {
    let paths = fixtures();
    for (number, path) in paths.iter().enumerate() {
        let text = fs::read(path).expect("a text");
        for seed in 0..5 {
            let damaged = damaged(&text, number * 5 + seed);
            let found = credentials(&damaged);
            assert!(!found.items.is_empty(), "{}: nothing", path.display());
            let report = masked_report(&damaged);
            for word in long_words(&String::from_utf8_lossy(&damaged)) {
                assert!(!report.contains(word), "{} {seed}: {word}", path.display());
            }
        }
    }
}

#[test]
fn a_line_is_counted_in_the_whole_text() {
    let token = "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";
    let other = "glpat-AbCdEfGhIjKlMnOpQrSt";
    let text = format!("first\n\n```\na\n{token}\n```\n\n# heading\nlast {other}\n");
    assert_eq!(
        holds(text.as_bytes()),
        "text\nline 5 | opaque_token | text | - | xkJ0mLq17\nline 9 | opaque_token | text | heading | ...\n"
            .replace("xkJ0mLq17", &token[token.len() - 12..])
            .replace("...", &other[other.len() - 12..])
    );
}

#[test]
fn hostile_texts_come_to_something() {
    // A reader that looks at everything again from each of these would not come to an end.
    let count = 30_000;
    let log = "2026-01-01 00:00:00 INFO a\n2026-01-01 00:00:00 INFO b\n";
    for part in [
        "{",
        "[(x{",
        "{\"a\":",
        "ey",
        "eyJ ",
        "eyJhbGciOiJIUzI1NiJ9.",
        "'\"`",
        "HTTP/1.1 200 OK\n",
        "a=b:c=d&e;",
        "# h\n```\n",
        "{\\\"a",
        "a | b\n--+--\n",
        "token: abcdef0123456789abc\n",
        "2026-01-01 00:00:00 INFO {\n",
        "GET /a HTTP/1.1\n\n",
        "{\"log\":{\"entries\":[",
        "a,token\n",
        "-[ RECORD 1 ]-\n",
        "=>",
        "https://a/?code=",
        "Authorization: ",
        "$ curl a\n",
        "Set-Cookie: a=b\n",
        "a.b\tTRUE\t/\tTRUE\t1\tn\tv\n",
        "https://a:b@c ",
        "curl -u a:b ",
        "--> <-- ",
        "<form><input name=a value=b>",
        "<item><request>",
    ] {
        for before in ["", log] {
            let text = format!("{before}{}", part.repeat(count / part.len()));
            let found = credentials(text.as_bytes());
            assert!(!found.items.is_empty(), "{part}");
        }
    }
    // A step that grows with the square of a text would take hours.
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    /// Whatever stands between two tokens, both are found, in the order in which they stand.
    #[test]
    fn two_tokens_are_found_in_any_prose(
        before in "[a-z ,.!?\n]{0,80}",
        between in "[a-z ,.!?\n]{0,80}",
        after in "[a-z ,.!?\n]{0,80}",
    ) {
        let (one, two) = ("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", "glpat-AbCdEfGhIjKlMnOpQrSt");
        let text = format!("{before} {one} \n{between} {two} {after}");
        let found = credentials(text.as_bytes());
        let tokens: Vec<_> = found.items.iter().filter_map(|it| it.artifact.value.as_str()).collect();
        prop_assert_eq!(tokens, [one, two], "{}", text);
    }

    /// Any text ends in something, and a place is one of its lines.
    #[test]
    fn any_text_is_read(text in "(\\PC|[\n{}\\[\\]\"'=:|`#>-]|token|HTTP/1.1 200 OK\n|eyJhbGciOiJub25lIn0.e30.){0,60}") {
        let found = credentials(text.as_bytes());
        prop_assert!(!found.items.is_empty());
        let count = text.lines().count();
        for item in found.items {
            let line = item.place.map(|place| place.to_string());
            if let Some(line) = line.as_deref().and_then(|it| it.strip_prefix("line ")) {
                prop_assert!(line.parse::<usize>().is_ok_and(|line| (1..=count).contains(&line)), "{}", line);
            }
        }
    }
}
