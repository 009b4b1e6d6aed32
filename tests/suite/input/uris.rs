//! URLs, redirects and form bodies.

use tokenscope::input::{Encoding, recognize};

use super::check;

#[test]
fn a_callback_is_read_wherever_it_was_copied_from() {
    let response = r#"authorization_response url {"code":"SplxlO","state":"x/1"}"#;
    check(&[
        ("https://client.example.com/cb?code=SplxlO&state=x%2F1", response),
        ("<https://client.example.com/cb?code=SplxlO&state=x%2F1>", response),
        ("\"https://client.example.com/cb?code=SplxlO&state=x%2F1\"", response),
        ("com.example.app:/cb?code=SplxlO&state=x%2F1", response),
        ("localhost:8080/cb?code=SplxlO&state=x%2F1", response),
        ("/cb?code=SplxlO&state=x%2F1", response),
        ("?code=SplxlO&state=x%2F1", response),
        ("Location: https://client.example.com/cb?code=SplxlO&state=x%2F1", response),
        ("GET /cb?code=SplxlO&state=x%2F1 HTTP/1.1\r\nHost: client.example.com\r\n\r\n", response),
        (
            "Redirected to https://client.example.com/cb?code=SplxlO&state=x%2F1 in the end",
            response,
        ),
        ("https://client.example.com/cb?code=Splx\nlO&state=x%2F1", response),
        (
            "http://localhost/cb?error=access_denied&error_description=The+user+said+no",
            r#"error_response url {"error":"access_denied","error_description":"The user said no"}"#,
        ),
    ]);
}

#[test]
fn query_and_fragment_are_told_apart() {
    let artifact =
        recognize(b"https://u:p@client.example/cb?iss=a#access_token=b&token_type=Bearer");
    assert_eq!(artifact.encoding, Encoding::Url);
    let location = artifact.location.expect("a location");
    assert_eq!(location.base, "https://client.example/cb", "without the password");
    assert_eq!(location.query, ["iss"]);
    assert_eq!(location.fragment, ["access_token", "token_type"]);
    check(&[
        (
            "https://app.example/#/cb?access_token=a&expires_in=3600",
            r#"token_response url {"access_token":"a","expires_in":"3600"}"#,
        ),
        (
            "#access_token=a&expires_in=3600",
            r#"token_response url {"access_token":"a","expires_in":"3600"}"#,
        ),
    ]);
}

#[test]
fn a_form_is_decoded() {
    check(&[
        (
            "access_token=a%2Bb&scope=read+write%2Cadmin&token_type=bearer",
            r#"token_response form {"access_token":"a+b","scope":"read write,admin","token_type":"bearer"}"#,
        ),
        (
            "access_token=a&scope=&scope=b\n",
            r#"token_response form {"access_token":"a","scope":"","scope":"b"}"#,
        ),
        ("access_token=abc", r#"token_response form {"access_token":"abc"}"#),
        (
            "access_token=a&scope=read write",
            r#"token_response form {"access_token":"a","scope":"read write"}"#,
        ),
        (
            "error=slow_down&error_description=na%C3%AFve",
            r#"error_response form {"error":"slow_down","error_description":"naïve"}"#,
        ),
        (
            "export ACCESS_TOKEN='abc'\nREFRESH_TOKEN=def\n",
            r#"token_response ini {"ACCESS_TOKEN":"abc","REFRESH_TOKEN":"def"}"#,
        ),
        // Without spaces and longer than a line of a terminal, but no body that one broke.
        (
            "ACCESS_TOKEN=abcDEF123456789\nREFRESH_TOKEN=refresh1234567890\nEXPIRES_IN=3600\n",
            r#"token_response ini {"ACCESS_TOKEN":"abcDEF123456789","REFRESH_TOKEN":"refresh1234567890","EXPIRES_IN":"3600"}"#,
        ),
        (
            "access_token=abcDEF123456789012345678901234567890\n&token_type=bearer&exp\nires_in=3600",
            r#"token_response form {"access_token":"abcDEF123456789012345678901234567890","token_type":"bearer","expires_in":"3600"}"#,
        ),
        (
            "[default]\naccess_token = \"a b\"\nexpires_in = 60\n",
            r#"token_response toml {"default":{"access_token":"a b","expires_in":60}}"#,
        ),
    ]);
}

#[test]
fn padding_does_not_make_a_form() {
    check(&[("4bf02620604a10b88ef1f89f==", r#"opaque_token text "4bf02620604a10b88ef1f89f==""#)]);
}
