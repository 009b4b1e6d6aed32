//! Collections of random credentials in each notation: every one is found again, nothing that is
//! shown holds one, and what is cut or damaged ends in a report or in a problem.

use std::fmt::Write as _;

use proptest::prelude::*;
use tokenscope::{
    inspection::{CollectionItem, Contents},
    jose::Keys,
    kind::Kind,
    report::{self, ReportFormat, ReportOptions},
    token::{ReceivedFrom, Zone},
};

use unicode_width::UnicodeWidthStr as _;

use crate::support::context;

/// What a notation writes for one credential, by its number, its name and its token; and what
/// stands around and between all of them.
#[derive(Debug)]
struct CollectionNotation {
    name: &'static str,
    before: &'static str,
    between: &'static str,
    after: &'static str,
    one: fn(usize, &str, &str) -> String,
    /// Whether an item is called by its name.
    is_labelled: bool,
}

const NOTATIONS: [CollectionNotation; 17] = [
    CollectionNotation {
        name: "a list in JSON",
        before: "[",
        between: ",",
        after: "]",
        one: |_, _, token| format!(r#"{{"access_token": "{token}", "expires_in": 60}}"#),
        is_labelled: false,
    },
    CollectionNotation {
        name: "a map in JSON",
        before: r#"{"version": 1, "accounts": {"#,
        between: ",",
        after: "}}",
        one: |_, name, token| format!(r#""{name}": {{"auth": {{"token": "{token}"}}}}"#),
        is_labelled: true,
    },
    CollectionNotation {
        name: "pairs in JSON",
        before: r#"{"values": ["#,
        between: ",",
        after: "]}",
        one: |_, name, token| format!(r#"{{"key": "{name}_token", "value": "{token}"}}"#),
        is_labelled: false,
    },
    CollectionNotation {
        name: "a map in YAML",
        before: "hosts:\n",
        between: "",
        after: "",
        one: |_, name, token| format!("  {name}:\n    oauth_token: {token}\n    user: jo\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "a list in YAML",
        before: "",
        between: "",
        after: "",
        one: |_, name, token| format!("- name: {name}\n  auth-token: {token}\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "documents in YAML",
        before: "",
        between: "---\n",
        after: "",
        one: |_, name, token| format!("metadata:\n  name: {name}\nstatus:\n  token: {token}\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "TOML",
        before: "color = ''\n",
        between: "\n",
        after: "",
        one: |_, name, token| format!("[{name}]\ntoken = \"{token}\"\nscopes = [\"a\"]\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "INI",
        before: "; logins\n",
        between: "\n",
        after: "",
        one: |_, name, token| format!("[{name}]\ntoken = {token}\nuser = jo doe\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "variables",
        before: "# settings\nPORT=80\n",
        between: "",
        after: "EMPTY_TOKEN=\n",
        one: |at, _, token| format!("N{at}_TOKEN={token}\n"),
        is_labelled: false,
    },
    CollectionNotation {
        name: ".netrc",
        before: "",
        between: "\n",
        after: "",
        one: |_, name, token| format!("machine {name} login jo\n  password {token}"),
        is_labelled: true,
    },
    CollectionNotation {
        name: ".npmrc",
        before: "always-auth=true\n",
        between: "",
        after: "//other.example/:_authToken=${TOKEN}\n",
        one: |_, name, token| format!("//{name}/:_authToken={token}\n"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "print_r",
        before: "Array\n(\n",
        between: "",
        after: ")\n",
        one: |_, name, token| {
            format!(
                "    [{name}] => Array\n        (\n            [access_token] => {token}\n        )\n\n"
            )
        },
        is_labelled: true,
    },
    CollectionNotation {
        name: "Python",
        before: "{",
        between: ", ",
        after: "}",
        one: |_, name, token| format!("'{name}': {{'access_token': '{token}', 'scope': None}}"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "Ruby",
        before: "[",
        between: ", ",
        after: "]",
        one: |_, _, token| format!("{{:access_token=>\"{token}\", :expires_in=>60}}"),
        is_labelled: false,
    },
    CollectionNotation {
        name: "Elixir",
        before: "%{",
        between: ", ",
        after: "}",
        one: |_, name, token| format!("\"{name}\" => %{{access_token: \"{token}\"}}"),
        is_labelled: true,
    },
    CollectionNotation {
        name: "JavaScript",
        before: "[\n",
        between: ",\n",
        after: "\n]",
        one: |_, _, token| format!("  {{ access_token: '{token}', token_type: 'Bearer' }}"),
        is_labelled: false,
    },
    CollectionNotation {
        name: "Format-List",
        before: "",
        between: "\n",
        after: "",
        one: |_, name, token| format!("Token    : {token}\nTenantId : {name}\n"),
        is_labelled: false,
    },
];

/// Tokens and names, no two of which are the same, in a notation.
fn collections() -> impl Strategy<Value = (&'static CollectionNotation, Vec<(String, String)>)> {
    let one = ("[a-z]{4,9}", "[A-Za-z0-9]{24,60}");
    let all = proptest::collection::hash_map(one.0, one.1, 2..9);
    (0..NOTATIONS.len(), all).prop_map(|(at, all)| {
        // A random text may begin like a token with a published format, that was cut.
        (
            &NOTATIONS[at],
            all.into_iter().map(|(name, token)| (name, format!("Q9{token}"))).collect(),
        )
    })
}

fn written(notation: &CollectionNotation, all: &[(String, String)]) -> String {
    let items: Vec<_> = (0..)
        .zip(all)
        .map(|(at, (name, token))| (notation.one)(at, &format!("x{name}"), token))
        .collect();
    [notation.before, &items.join(notation.between), notation.after].concat()
}

fn contents(text: &str) -> Contents {
    let at = "2026-01-01T00:10:00Z".parse().expect("an instant");
    let keys = Keys::default();
    Contents::of(text.as_bytes(), &context(at, ReceivedFrom::At, &keys))
}

fn items(contents: &Contents) -> &[CollectionItem] {
    match contents {
        Contents::One(item) => std::slice::from_ref(item),
        Contents::Several(collection) => &collection.items,
    }
}

/// The options of a report on a terminal of this width.
fn options(columns: Option<usize>, all: bool) -> ReportOptions {
    ReportOptions {
        now: "2026-01-01T00:10:00Z".parse().expect("an instant"),
        reveal: false,
        colour: false,
        columns,
        ascii: false,
        mask_personal: false,
        all,
        zone: Zone::System,
    }
}

/// Everything that is shown of an input, with its secrets masked.
fn shown(contents: &Contents) -> String {
    let options = options(None, true);
    let mut out = Vec::new();
    for format in [ReportFormat::Text, ReportFormat::Markdown, ReportFormat::CompactJson] {
        report::write_contents(&mut out, contents, &options, format).expect("a report");
    }
    String::from_utf8(out).expect("UTF-8")
}

proptest! {
    #[test]
    fn no_line_of_the_table_is_wider_than_the_terminal(
        (notation, all) in collections(),
        columns in 36_usize..140,
    ) {
        let contents = contents(&written(notation, &all));
        let mut out = Vec::new();
        report::write_contents(&mut out, &contents, &options(Some(columns), false), ReportFormat::Text)
            .expect("a report");
        let table = String::from_utf8(out).expect("UTF-8");
        let lines = || {
            let below = table.lines().skip_while(|line| !line.starts_with('#'));
            below.take_while(|line| !line.is_empty())
        };
        prop_assert!(lines().all(|line| line.width() <= columns), "{table}");
        if let Contents::Several(collection) = &contents {
            prop_assert!(lines().count() > collection.items.len(), "{table}");
        }
    }

    #[test]
    fn every_credential_is_found_again((notation, all) in collections()) {
        let text = written(notation, &all);
        let contents = contents(&text);
        let items = items(&contents);
        prop_assert_eq!(items.len(), all.len(), "{}: {}", notation.name, text);
        for (item, (name, token)) in items.iter().zip(&all) {
            let secrets = item.inspection.fields.iter().filter_map(|field| field.secret());
            let is_found = secrets.into_iter().any(|secret| secret.expose() == token);
            prop_assert!(is_found, "{}: {}", notation.name, text);
            prop_assert!(item.place.is_some());
            if notation.is_labelled {
                let label = format!("x{name}");
                prop_assert_eq!(item.label.as_ref(), Some(&label), "{}", notation.name);
            }
        }
        let shown = shown(&contents);
        for (_, token) in &all {
            prop_assert!(!shown.contains(token), "{}: {}", notation.name, shown);
        }
    }

    #[test]
    fn what_is_cut_or_damaged_is_a_report_or_a_problem(
        (notation, all) in collections(),
        cut in 0.0..1.0,
        wrong in "[\\x00-\\x7f]",
        is_cut in any::<bool>(),
    ) {
        let mut text = written(notation, &all);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss,
            reason = "a place in a short text")]
        let at = (cut * text.len() as f64) as usize;
        if is_cut {
            text.truncate(at);
        } else {
            text.replace_range(at..=at, &wrong);
        }
        let contents = contents(&text);
        for item in items(&contents) {
            let inspection = &item.inspection;
            prop_assert!(inspection.kind != Kind::Unrecognized || inspection.problem.is_some());
        }
        let shown = shown(&contents);
        for (_, token) in all.iter().filter(|(_, token)| text.contains(token)) {
            let is_known = items(&contents)
                .iter()
                .any(|item| item.inspection.secrets.appear_in(token));
            prop_assert!(!is_known || !shown.contains(token), "{}: {}", notation.name, shown);
        }
    }
}

#[test]
fn a_key_that_is_a_token_is_masked_in_the_place() {
    let (key, token) = (format!("ghp_{}", "a1".repeat(18)), "Q9".repeat(20));
    let text =
        format!(r#"{{"{key}": {{"access_token": "{token}"}}, "b": {{"token": "{key}x9"}}}}"#);
    let contents = contents(&text);
    assert_eq!(items(&contents).len(), 2);
    let shown = shown(&contents);
    assert!(!shown.contains(&key) && !shown.contains(&token), "{shown}");
}

#[test]
fn aliases_do_not_make_a_small_text_a_huge_value() {
    let mut text = String::from("a0: &a0 {token: abcdefghijklmnopqrstuvwxyz}\n");
    for at in 1..64 {
        let before = at - 1;
        writeln!(text, "a{at}: &a{at} [*a{before}, *a{before}, *a{before}, *a{before}]")
            .expect("a string takes it");
    }
    let Contents::Several(collection) = contents(&text) else {
        // What stands before the fault is one credential, repeated.
        let Contents::One(item) = contents(&text) else { unreachable!("it is one or several") };
        assert!(item.inspection.problem.is_some());
        return;
    };
    assert!(collection.problem.is_some());
}

#[test]
fn texts_within_texts_and_deep_values_are_opened_only_so_far() {
    let mut text = String::from(r#"{"access_token": "abcdefghijklmnopqrstuvwxyz"}"#);
    for _ in 0..8 {
        text = format!(r#"{{"a": {}, "b": 1}}"#, serde_json::Value::from(text));
    }
    for text in [text, format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))] {
        for item in items(&contents(&text)) {
            assert!(
                item.inspection.kind != Kind::Unrecognized || item.inspection.problem.is_some()
            );
        }
    }
}
