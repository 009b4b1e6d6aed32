//! Input that was made to hurt.

use proptest::prelude::*;
use tokenscope::{
    input::{Encoding, Message, read_message, recognize},
    kind::Kind,
    problem::Place,
    value::{MOST, TOO_MANY, Value, json},
};

proptest! {
    // What the fuzzer kept is run, too.
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn any_bytes_are_something(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = recognize(&bytes);
        let _ = read_message(Message::default(), &bytes);
    }

    #[test]
    fn any_text_of_the_notations_is_something(
        text in r#"([ \n\t{}\[\]()<>#:;,.=&?'"`@$%\\*+-]|=>|//|/\*|HTTP/1.1 200|access_token|Token|null|None|nil|eyJ|0|1e9|b'|\PC){0,60}"#
    ) {
        let artifact = recognize(text.as_bytes());
        let is_known = artifact.kind != Kind::Unrecognized;
        prop_assert!(is_known || artifact.problem.is_some(), "{text}");
    }

    #[test]
    fn no_problem_quotes_the_text(
        before in r#"[ {}\[\]()<>#:;,.=&'"`@
-]{0,6}(access_token[:=]{0,2}|Token\[a=|\{'a': '|HTTP/1.1 200

)?"#,
        after in r#"[ {}\[\]()<>#:;,.=&'"`@%!|*
-]{0,8}"#,
    ) {
        let artifact = recognize(format!("{before}s3cr3tZZZ{after}").as_bytes());
        let problem = artifact.problem.map(|p| p.message + &p.hint.unwrap_or_default());
        prop_assert!(!problem.unwrap_or_default().contains("s3cr3tZZZ"));
    }
}

#[rustfmt::skip]
const UNITS: [&str; 75] = [
    "{", "[", "(", "}", "\"", "'", "`", "=", ":", "&", "a=", "a=b&", "a.", "{\"a\":", "{'a':",
    "{a:", "[{", "[[", "A(", "A[a=", "A{a=", "A{a='", "a='x,", "{a=b,", "{a=\n", "#<A @a=", "=>",
    "- ", "? ", "a: ", "a:\n ", "&a ", "*a ", "!", "|", ">", "\n", " ", "\t", "\\", "\\u",
    "<ref ", "'a' + ", "&{A:", "map[a:", "{A:b ", "HTTP/1.1 200\n", "< HTTP/1.1 200\n", "* ",
    "> ", "Authorization: ", "authorization:\n", "-H ", "eyJhbGciOiJub25lIn0.", "https://a?b#",
    "%", "...", "[Object", "\u{feff}", "é", "\u{0}", "```", "//", "/*", "class A {\n", "a: b\n",
    "(a ", "{\"a\":1}", "{\"a\":1}\n", "[1] ", "$ curl ", "Location: ", "Token ", "b'", "{'a', ",
];

/// Depths that a reader with recursion would not survive on this stack, and sizes at which one that
/// backtracks takes minutes.
#[test]
fn size_and_depth_do_no_harm() {
    const SIZE: usize = 1 << 11;
    let read_all = || {
        for unit in UNITS {
            // Whole documents one after the other are as deep as one of them.
            let size = if unit.starts_with("{\"a\":1}") { SIZE / 2 } else { SIZE };
            let text = unit.repeat(size / unit.len());
            let _ = recognize(text.as_bytes());
            for prefix in [
                "{",
                "{\"access_token\":\"a\",\"b\":",
                "{'a': ",
                "Token[a=",
                "HTTP/1.1 200\n\n",
                "a: ",
            ] {
                let text = format!("{prefix}{}", &text[..text.floor_char_boundary(SIZE / 8)]);
                let _ = recognize(text.as_bytes());
            }
        }
    };
    let small = std::thread::Builder::new().stack_size(512 << 10);
    small.spawn(read_all).unwrap().join().unwrap();
}

#[test]
fn more_than_so_many_members_and_items_are_a_fault() {
    // The outer ones count, too.
    let cases = [("[", "1", "]", 0), ("{", "\"a\":1", "}", 0), ("{\"x\":[[", "{}", "]]}", 2)];
    for (open, one, close, outer) in cases {
        let most = vec![one; MOST - outer].join(",");
        assert_eq!(json::read(format!("{open}{most}{close}").as_bytes()).1, None, "{open}");
        let more = format!("{open}{most},{one}{close}");
        let (value, fault) = json::read(more.as_bytes());
        let fault = fault.unwrap();
        assert_eq!(fault.message, TOO_MANY);
        assert!(more.len() - fault.byte < 20 && value != Value::Null, "{fault:?}");
    }
}

#[test]
fn too_many_members_are_located_in_every_notation() {
    // As short as may be: what is counted is how many there are.
    let filled = |text: &str, one: &str| text.replace('…', &one.repeat(MOST + 1));
    let inputs = [
        filled(r#"{"access_token":"a"…}"#, r#","":1"#),
        filled("{'access_token': 'a'…}", ",'':1"),
        filled("{ access_token: 'a'… }", ",k:1"),
        filled("Token[accessToken=a…]", ", k="),
        filled("&{AccessToken:a…}", " k:1"),
        filled("access_token: a\n…", "k:\n"),
        filled("access_token = \"a\"\n…", "k = 1\n"),
        filled("access_token=a\n…", "k=\n"),
        filled("Array\n(\n[access_token] => a\n…)\n", "[k] => \n"),
        filled("access_token=a…", "&k="),
        filled("https://client.example/cb#access_token=a…", "&k="),
    ];
    for input in inputs {
        let artifact = recognize(input.as_bytes());
        let problem = artifact.problem.unwrap_or_else(|| panic!("{}", &input[..60]));
        assert_eq!(problem.message, TOO_MANY, "{}", &input[..60]);
        assert!(matches!(problem.place, Some(Place::Text { .. })), "{}", &input[..60]);
        assert!(artifact.value.members().len() > MOST / 2, "{}", &input[..60]);
    }
}

#[test]
fn settings_in_sections_without_end_cost_neither_the_stack_nor_the_time() {
    let deep = |depth: usize| format!("[{}]\naccess_token = \"a\"\n", vec!["a"; depth].join("."));
    // A head with that many dots is one name in INI.
    for (depth, encoding) in [(16, Encoding::Toml), (20_000, Encoding::Ini)] {
        let artifact = recognize(deep(depth).as_bytes());
        assert_eq!(artifact.encoding, encoding, "{depth}");
    }
    let sections = |count: usize, names: usize| -> String {
        let all = (0..count).map(|at| format!("[s{}]\nx=1\n", at % names));
        std::iter::once("access_token = \"a\"\n".to_owned()).chain(all).collect()
    };
    assert_eq!(recognize(sections(40_000, 40_000).as_bytes()).problem, None);
    for names in [100, 60_000] {
        let problem = recognize(sections(60_000, names).as_bytes()).problem.unwrap();
        assert_eq!(problem.message, TOO_MANY);
    }
}
