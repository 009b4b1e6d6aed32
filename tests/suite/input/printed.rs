//! Objects as languages print them.

use tokenscope::{input::recognize, kind::Kind, problem::Place};

use super::{check, json};

/// Token responses in this encoding, each with its value as JSON.
#[track_caller]
fn check_printed(encoding: &str, cases: &[(&str, &str)]) {
    for (text, value) in cases {
        check(&[(text, &format!("token_response {encoding} {value}"))]);
    }
}

#[test]
fn java() {
    check_printed(
        "java",
        &[
            (
                "Token[accessToken=ab==, type=Optional[Bearer], expiresIn=OptionalDouble[7200.0], createdAt=1.7672256E9, refreshToken=JsonNullable[null], scope=Optional[public payroll:read]]",
                r#"{"accessToken":"ab==","type":"Bearer","expiresIn":7200.0,"createdAt":1.7672256E9,"refreshToken":null,"scope":"public payroll:read"}"#,
            ),
            (
                "AccessToken{tokenValue=ya29.c, expires=Thu Jan 01 00:00:00 UTC 2026, scopes=[https://a/b, c], x=Optional.empty, y=, z=JsonNullable.undefined}",
                r#"{"tokenValue":"ya29.c","expires":"Thu Jan 01 00:00:00 UTC 2026","scopes":["https://a/b","c"],"x":null,"y":"","z":null}"#,
            ),
            (
                "GenericData{classInfo=[access_token, scope], {access_token=ya29.c, scope=a, b=c d, ok=true}}",
                r#"{"classInfo":["access_token","scope"],"access_token":"ya29.c","scope":"a","b":"c d","ok":true}"#,
            ),
            (
                "Token(super=Base(id=1), accessToken=abc, scope=a, b (c), e=Scope(read), f=[])",
                r#"{"super":{"id":1},"accessToken":"abc","scope":"a, b (c)","e":"read","f":[]}"#,
            ),
            (
                "{access_token=abc, scope=a b, expires_in=3600}",
                r#"{"access_token":"abc","scope":"a b","expires_in":3600}"#,
            ),
            (
                "Token [accessToken=abc, status=SignatureStatus [code=1]]",
                r#"{"accessToken":"abc","status":{"code":1}}"#,
            ),
            (
                "com.example.Token@1b2c[\n  accessToken=abc\n  scope=a b\n]",
                r#"{"accessToken":"abc","scope":"a b"}"#,
            ),
            (
                "com.example.Token@1b2c[accessToken=abc,scope=a b]",
                r#"{"accessToken":"abc","scope":"a b"}"#,
            ),
            (
                "Token{accessToken='a'b, c=', expiresIn=1}",
                r#"{"accessToken":"a'b, c=","expiresIn":1}"#,
            ),
            ("Token{accessToken='abc', raw='{\"a\":1}'}", r#"{"accessToken":"abc","raw":{"a":1}}"#),
            (
                "Token { AccessToken = abc, ExpiresIn = 3600 }",
                r#"{"AccessToken":"abc","ExpiresIn":3600}"#,
            ),
            (
                "Token { AccessToken = AccessToken { Value = abc }, ExpiresIn = 3600 }",
                r#"{"AccessToken":{"Value":"abc"},"ExpiresIn":3600}"#,
            ),
            (
                "class Token {\n    accessToken: abc\n    scopes: [a, b]\n}",
                r#"{"accessToken":"abc","scopes":["a","b"]}"#,
            ),
            ("accessToken=abc, tokenType=Bearer", r#"{"accessToken":"abc","tokenType":"Bearer"}"#),
            ("Optional[Token[accessToken=abc]]", r#"{"accessToken":"abc"}"#),
            (
                "INFO c.e.Foo - got Token{accessToken=abc, expiresIn=1} in 3 ms",
                r#"{"accessToken":"abc","expiresIn":1}"#,
            ),
            (
                "Token(accessToken=null, refreshToken=abc)",
                r#"{"accessToken":null,"refreshToken":"abc"}"#,
            ),
        ],
    );
}

#[test]
fn go_is_told_as_java() {
    check_printed(
        "java",
        &[
            (
                "&{AccessToken:ya29.a TokenType:Bearer RefreshToken: Expiry:2026-01-01 00:00:00 +0000 UTC raw:map[scope:https://a/b https://c x:[1 2]] d:<nil>}",
                r#"{"AccessToken":"ya29.a","TokenType":"Bearer","RefreshToken":"","Expiry":"2026-01-01 00:00:00 +0000 UTC","raw":{"scope":"https://a/b https://c","x":[1,2]},"d":null}"#,
            ),
            (
                "map[access_token:abc expires_in:3600]",
                r#"{"access_token":"abc","expires_in":3600}"#,
            ),
            (
                "&oauth2.Token{AccessToken:\"abc\", Expiry:time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC), raw:interface {}(nil)}",
                r#"{"AccessToken":"abc","Expiry":"2026-01-01T00:00:00Z","raw":null}"#,
            ),
        ],
    );
}

#[test]
fn python() {
    check_printed(
        "python",
        &[
            (
                "{'access_token': 'a\\'b', 'scope': ['r', \"w's\"], 'expires_in': 3600.0, 'x': None, 'y': True, 'b': b'\\x41', 't': ('a',), 's': {'p', 'q'}}",
                r#"{"access_token":"a'b","scope":["r","w's"],"expires_in":3600.0,"x":null,"y":true,"b":"A","t":["a"],"s":["p","q"]}"#,
            ),
            (
                "OAuth2Token({'access_token': 'a', 'at': datetime.datetime(2026, 1, 1, 0, 0, 5, 123000, tzinfo=datetime.timezone.utc)})",
                r#"{"access_token":"a","at":"2026-01-01T00:00:05.123Z"}"#,
            ),
            (
                "{'access_token': 'a', 'at': datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.timezone(datetime.timedelta(days=-1, seconds=61200))), 'l': datetime.datetime(2026, 1, 1, 0, 0)}",
                r#"{"access_token":"a","at":"2026-01-01T00:00:00-07:00","l":"2026-01-01T00:00:00"}"#,
            ),
            (
                "Token(access_token='a', expires_in=3600, scope=None)",
                r#"{"access_token":"a","expires_in":3600,"scope":null}"#,
            ),
            ("namespace(access_token='a')", r#"{"access_token":"a"}"#),
            (
                "OrderedDict([('access_token', 'a'), ('expires_in', 1)])",
                r#"{"access_token":"a","expires_in":1}"#,
            ),
            ("defaultdict(<class 'str'>, {'access_token': 'a'})", r#"{"access_token":"a"}"#),
            (
                ">>> token\n{'access_token': 'a',\n 'scope': 'r '\n          'w'}\n>>> ",
                r#"{"access_token":"a","scope":"r w"}"#,
            ),
            (
                "access_token='a' token_type=<TokenType.BEARER: 'bearer'> n=Decimal('1.5') scope=None",
                r#"{"access_token":"a","token_type":"bearer","n":1.5,"scope":null}"#,
            ),
            ("token = {'access_token': 'a'}", r#"{"access_token":"a"}"#),
        ],
    );
}

#[test]
fn javascript() {
    check_printed(
        "javascript",
        &[
            (
                "{\n  access_token: 'a',\n  'token-type': \"it's\",\n  scope: 'r ' +\n    'w',\n  list: [ 'a', ... 3 more items ],\n  expiry_date: 1767228900000,\n  n: 12n,\n  at: 2026-01-01T00:00:00.000Z,\n  none: undefined\n}",
                r#"{"access_token":"a","token-type":"it's","scope":"r w","list":["a"],"expiry_date":1767228900000,"n":12,"at":"2026-01-01T00:00:00.000Z","none":null}"#,
            ),
            (
                "OAuth2Token {\n  accessToken: `a`,\n  o: { deep: [Object], f: [Function: g], [Symbol(s)]: true }\n}",
                r#"{"accessToken":"a","o":{"deep":"[Object]","f":"[Function: g]","Symbol(s)":true}}"#,
            ),
            ("[Object: null prototype] { access_token: 'a' }", r#"{"access_token":"a"}"#),
            (
                "<ref *1> { access_token: 'a', self: [Circular *1] }",
                r#"{"access_token":"a","self":"[Circular *1]"}"#,
            ),
            (
                "{ data: { access_token: 'a' }, headers: Object [AxiosHeaders] { date: 'x' } }",
                r#"{"data":{"access_token":"a"},"headers":{"date":"x"}}"#,
            ),
            ("Map(1) { 'access_token' => 'a' }", r#"{"access_token":"a"}"#),
            ("URLSearchParams { 'access_token' => 'a' }", r#"{"access_token":"a"}"#),
            ("> token\n{ 'access-token': 'a' }\n> ", r#"{"access-token":"a"}"#),
            ("{ access_token: \"a\", ok: true }", r#"{"access_token":"a","ok":true}"#),
            ("const token = {access_token:\"a\"};", r#"{"access_token":"a"}"#),
        ],
    );
}

#[test]
fn ruby() {
    check_printed(
        "ruby",
        &[
            (
                "{:access_token=>\"a\", :mode=>:header, :x=>nil, \"k\"=>:\"a b\", :at=>2026-01-01 00:00:00 UTC, :n=>1.5}",
                r#"{"access_token":"a","mode":"header","x":null,"k":"a b","at":"2026-01-01 00:00:00 UTC","n":1.5}"#,
            ),
            (
                "{access_token: \"a\", mode: :header, expires_in: 5}",
                r#"{"access_token":"a","mode":"header","expires_in":5}"#,
            ),
            ("{access_token: \"a\", expires_in: 5}", r#"{"access_token":"a","expires_in":5}"#),
            ("{\"access_token\" => \"a\\u00e9\\e\"}", r#"{"access_token":"aé\u001b"}"#),
            (
                "#<OAuth2::AccessToken:0x01 @client=#<OAuth2::Client:0x02 @id=\"i\">, @token=\"a\", @refresh_token=nil, @params={:scope=>\"r\"}>",
                r#"{"client":{"id":"i"},"token":"a","refresh_token":null,"params":{"scope":"r"}}"#,
            ),
            (
                "irb(main):001> token\n=> #<struct Token access_token=\"a\", expires_in=1>",
                r#"{"access_token":"a","expires_in":1}"#,
            ),
            (
                "=> {access_token: \"a\", at: Thu, 01 Jan 2026 00:00:00.0 UTC +00:00, x: nil}",
                r#"{"access_token":"a","at":"Thu, 01 Jan 2026 00:00:00.0 UTC +00:00","x":null}"#,
            ),
        ],
    );
}

#[test]
fn yaml() {
    check_printed(
        "yaml",
        &[
            (
                "access_token: a\nscope: public payroll:read\nexpires_in: 7200\ncreated_at: 1.7672256E9\nat: 2026-01-01T00:00:00Z\nhex: 0x10\nquoted: \"1\"\nempty:\nno: ~\nok: true\n",
                r#"{"access_token":"a","scope":"public payroll:read","expires_in":7200,"created_at":1.7672256E9,"at":"2026-01-01T00:00:00Z","hex":"0x10","quoted":"1","empty":null,"no":null,"ok":true}"#,
            ),
            ("---\nfoo: bar\n---\naccess_token: a\n", r#"{"access_token":"a"}"#),
            (
                "- access_token: a\n  access_token: b\n",
                r#"{"access_token":"a","access_token":"b"}"#,
            ),
            ("# a comment\nstatus:\n  token: |\n    a.b\n", r#"{"status":{"token":"a.b\n"}}"#),
            ("{access_token: abc, scope: [a, b]}", r#"{"access_token":"abc","scope":["a","b"]}"#),
            (
                "Token     : abc\nExpiresOn : 1/1/2026 1:05:00 AM +00:00\n",
                r#"{"Token":"abc","ExpiresOn":"1/1/2026 1:05:00 AM +00:00"}"#,
            ),
        ],
    );
    check(&[("error: invalid_grant", r#"error_response yaml {"error":"invalid_grant"}"#)]);
}

#[test]
fn a_broken_object_is_located_and_keeps_what_could_be_read() {
    for (text, value, line, column) in [
        ("{'access_token': 'a', 'x': [1, ?]}", r#"{"access_token":"a","x":[1]}"#, 1, 32),
        ("{ access_token: 'a',\n  é: 'b", r#"{"access_token":"a"}"#, 2, 8),
        ("{:access_token=>\"a\", :b=>}", r#"{"access_token":"a"}"#, 1, 26),
        ("Token[accessToken=a, list=[b, c", r#"{"accessToken":"a","list":["b","c"]}"#, 1, 32),
        ("access_token: a\nx: *anchor\n", r#"{"access_token":"a"}"#, 2, 4),
    ] {
        let artifact = recognize(text.as_bytes());
        assert_eq!(artifact.kind, Kind::Unrecognized, "{text}");
        assert_eq!(json(&artifact.value), value, "{text}");
        let place = artifact.problem.and_then(|problem| problem.place);
        assert_eq!(place, Some(Place::Text { line, column }), "{text}");
    }
}
