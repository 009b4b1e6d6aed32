//! Input that was made to hurt.

use proptest::prelude::*;
use tokenscope::{
    input::{Message, read_message, recognize},
    token::Kind,
};

proptest! {
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

    /// A fault never quotes the text, which may be secret.
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

/// Depths that a reader with recursion would not survive, and sizes at which one that backtracks
/// takes minutes.
#[test]
fn size_and_depth_do_no_harm() {
    const SIZE: usize = 1 << 13;
    for unit in [
        "{",
        "[",
        "(",
        "}",
        "\"",
        "'",
        "`",
        "=",
        ":",
        "&",
        "a=",
        "a=b&",
        "a.",
        "{\"a\":",
        "{'a':",
        "{a:",
        "[{",
        "[[",
        "A(",
        "A[a=",
        "A{a=",
        "A{a='",
        "a='x,",
        "{a=b,",
        "{a=\n",
        "#<A @a=",
        "=>",
        "- ",
        "? ",
        "a: ",
        "a:\n ",
        "&a ",
        "*a ",
        "!",
        "|",
        ">",
        "\n",
        " ",
        "\t",
        "\\",
        "\\u",
        "<ref ",
        "'a' + ",
        "&{A:",
        "map[a:",
        "{A:b ",
        "HTTP/1.1 200\n",
        "< HTTP/1.1 200\n",
        "* ",
        "> ",
        "Authorization: ",
        "authorization:\n",
        "-H ",
        "eyJhbGciOiJub25lIn0.",
        "https://a?b#",
        "%",
        "...",
        "[Object",
        "\u{feff}",
        "é",
        "\u{0}",
        "```",
        "//",
        "/*",
        "class A {\n",
        "a: b\n",
        "(a ",
        "{\"a\":1}",
        "{\"a\":1}\n",
        "[1] ",
        "$ curl ",
        "Location: ",
        "Token ",
        "b'",
        "{'a', ",
    ] {
        let text = unit.repeat(SIZE / unit.len());
        let _ = recognize(text.as_bytes());
        for prefix in
            ["{", "{\"access_token\":\"a\",\"b\":", "{'a': ", "Token[a=", "HTTP/1.1 200\n\n", "a: "]
        {
            let text = format!("{prefix}{}", &text[..text.floor_char_boundary(SIZE / 8)]);
            let _ = recognize(text.as_bytes());
        }
    }
}
