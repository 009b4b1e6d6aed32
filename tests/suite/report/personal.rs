//! `--mask-personal`: what a report says of persons is withheld, wherever it stands.

use serde_json::{Value as Json, json};

use super::schema::validator::Validator;
use crate::{
    findings::cases::jwt,
    support::{AT, run},
};

/// Every claim about the end-user of OpenID Connect Core §5.1, but for those that say when and
/// whether something was checked.
fn claims() -> Json {
    json!({
        "iss": "https://as.example.com", "aud": "shop", "azp": "shop", "exp": 1_795_377_007,
        "sub": "3f1c-jo", "name": "Jo MARK Miller", "given_name": "MARKgiven",
        "family_name": "MARKfamily", "middle_name": "MARKmiddle", "nickname": "MARKnick",
        "preferred_username": "markuser", "profile": "https://mark.example/me",
        "picture": "https://mark.example/me.png", "website": "https://mark.example/",
        "email": "jo.mark@example.com", "email_verified": true, "gender": "MARKgender",
        "birthdate": "1987-06-MARK", "zoneinfo": "Europe/MARK", "locale": "de-MARK",
        "phone_number": "+41 44 MARK", "phone_number_verified": false,
        "address": {"street_address": "MARK street 1", "country": "MARKland"},
        "updated_at": 1_795_373_407,
    })
}

/// A response with those claims, and with copies of them in places of other names.
fn response() -> String {
    let mut claims = claims();
    let id_token = jwt(&json!({"alg": "HS256", "kid": "jo.mark@example.com"}), &claims);
    let more = json!({
        "upn": "somebody.mark@corp.example", "https://example.com/email": "x@mark.example",
        "emails": ["MARKother@example.com"], "note": "asked by Jo MARK Miller",
        "resource": {"MARKUSER": ["Owner: markuser"], "nested": {"phoneNumber": 41_445_550_100_u64}},
    });
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
    let access_token = jwt(&json!({"alg": "HS256", "typ": "at+jwt"}), &claims);
    json!({
        "access_token": access_token, "id_token": id_token, "token_type": "Bearer",
        "scope": "openid profile jo.mark@example.com", "user_name": "markuser",
        "next": "https://as.example.com/?login_hint=jo.mark%40example.com&prompt=login",
        "error_uri": "https://as.example.com/?username=MARKelse",
        "jo.mark@example.com": 1,
    })
    .to_string()
}

fn report(args: &[&str], input: &str) -> String {
    let ran = run(&[&["inspect", "--at", AT], args].concat(), input);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

#[test]
fn nothing_of_a_person_is_left_in_any_format() {
    let personal = |text: &str| {
        let text = text.to_lowercase();
        let found = ["mark", "3f1c-jo", "41445550100"].into_iter().find(|it| text.contains(it));
        // These words are in no claim.
        found.filter(|_| text.replace("markdown", "").replace("remark", "").contains("mark"))
    };
    for format in [&[][..], &["--json"], &["--markdown"], &["--lines"], &["--lines", "--json"]] {
        let open = report(format, &response());
        let masked = report(&[format, &["--mask-personal"]].concat(), &response());
        assert_eq!(personal(&masked), None, "{format:?}\n{masked}");
        if format != ["--lines"] {
            assert!(personal(&open).is_some(), "{open}");
            assert!(masked.contains("as.example.com") && masked.contains("shop"), "{masked}");
        }
    }
}

#[test]
fn what_is_withheld_has_its_place_and_its_type() {
    let schema = run(&["schema"], "").json();
    let mut validator = Validator::new(&schema);
    let input = json!({
        "active": true, "username": "jo", "sub": "jo", "client_id": "shop", "exp": 1_795_377_007
    });
    let text = report(&["--json", "--mask-personal"], &input.to_string());
    let masked: Json = serde_json::from_str(&text).unwrap();
    validator.check_whole(&masked).unwrap();
    let username = &masked["fields"][1];
    assert_eq!((&username["type"], &username["masked"]), (&json!("string"), &json!("personal")));
    assert_eq!(username["secret"], false);

    let text = report(&["--json", "--mask-personal"], &response());
    let masked: Json = serde_json::from_str(&text).unwrap();
    validator.check_whole(&masked).unwrap();
    let claims = &masked["tokens"][1]["claims"];
    for (name, value) in self::claims().as_object().unwrap() {
        let stays =
            ["iss", "aud", "azp", "exp", "email_verified", "phone_number_verified", "updated_at"];
        let shown = if stays.contains(&name.as_str()) {
            value.clone()
        } else {
            json!({"masked": "personal"})
        };
        assert_eq!(claims[name], shown, "{name}");
    }
}

/// RFC 9068 §2.2: where no person is involved, the subject is the client.
#[test]
fn a_program_is_no_person() {
    let token = jwt(&json!({"alg": "HS256"}), &json!({"sub": "shop", "client_id": "shop"}));
    let text = report(&["--mask-personal"], &token);
    assert!(text.contains("sub        shop"), "{text}");
}

#[test]
fn secrets_and_persons_are_not_half_revealed() {
    for flag in ["--mask-personal", "--markdown"] {
        for args in [&["inspect", "--reveal", flag, "{}"], &["--reveal", "inspect", flag, "{}"]] {
            let ran = run(args, "");
            assert_eq!((ran.status, &*ran.out), (2, ""), "{args:?}");
            assert!(ran.err.contains("hint: "), "{}", ran.err);
        }
    }
}

#[test]
fn a_refused_request_tells_of_nobody() {
    let token = jwt(&json!({"alg": "ES256", "typ": "at+jwt"}), &claims());
    let exchange = format!(
        "> GET /users/jo.mark@example.com/pay HTTP/1.1\n> Host: api.example.com\n\
         > Authorization: Bearer {token}\n>\n< HTTP/1.1 403 Forbidden\n\
         < WWW-Authenticate: Bearer error=\"insufficient_scope\", scope=\"pay\"\n<\n"
    );
    for format in [&[][..], &["--json"], &["--markdown"]] {
        let open = report(format, &exchange);
        let masked = report(&[format, &["--mask-personal"]].concat(), &exchange);
        assert!(masked.contains("scope") && !masked.contains("jo.mark"), "{masked}");
        assert_eq!(open.contains("jo.mark"), format != ["--json"], "{open}");
    }
}
