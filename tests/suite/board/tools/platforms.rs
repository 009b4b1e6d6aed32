//! Platforms that applications run on.

use serde_json::json;

use super::{AGO, AGO_AT, KEYRING, SOON, SOON_AT, check, endless, over, valid};
use crate::board::home::{Home, jwt_for, summary};

#[test]
fn platforms() {
    let home = Home::new();
    home.put(".netrc", "machine api.heroku.com\n  login jo@acme.example\n  password HRKU-6725QSQ99fDqrh7ymc44z2ZTKWqz0CUFVGKgJPpm75J93dvlL0b8c5ofc2Oy\nmachine git.heroku.com\n  login jo@acme.example\n  password HRKU-6725QSQ99fDqrh7ymc44z2ZTKWqz0CUFVGKgJPpm75J93dvlL0b8c5ofc2Oy\nmachine api.github.com login jo password ghp_Q7nFBywSF1UTlbMfyFL0kZ7aoe8KmibwfkDX\n");
    let items = home.items(&["--only", "heroku"]);
    assert_eq!(
        (items.len(), &items[0]["label"]),
        (1, &json!("api.heroku.com")),
        "{}",
        summary(&items)
    );
    let items = home.items(&["--only", "netrc"]);
    assert_eq!(
        (items.len(), &items[0]["label"]),
        (1, &json!("api.github.com")),
        "{}",
        summary(&items)
    );
    home.put(".fly/config.yml", "access_token: fm2_lJPECAAAAAAAAb3DxBD0nHhVQ1Z7yq,fm2_lJPETqtPZ0lOV2h5b3VyZQ,fo1_Zm9vYmFyYmF6\nlast_login: 2026-11-20T10:00:00Z\nwire_guard_state: {}\n");
    let items = home.items(&["--only", "fly"]);
    assert_eq!(
        (items.len(), &items[0]["usable"]["answer"]),
        (1, &json!("unknown")),
        "{}",
        summary(&items)
    );
    home.put(".local/share/com.vercel.cli/auth.json", json!({"// Note": "This is your Vercel credentials file. DO NOT SHARE!", "token": "vca_A1b2C3d4E5f6G7h8I9j0K1l2M3n4", "expiresAt": SOON_AT, "refreshToken": "vcr_A1b2C3d4E5f6G7h8I9j0K1l2M3n4"}).to_string());
    check(&home, "vercel", &[valid("com.vercel.cli/auth.json", None, SOON).renewable()]);
    home.put(".config/netlify/config.json", r#"{"telemetryDisabled":false,"cliId":"c1","userId":"u1","users":{"u1":{"id":"u1","name":"Jo","email":"jo@acme.example","auth":{"token":"nfp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8","github":{}}}}}"#);
    let items = home.items(&["--only", "netlify"]);
    assert_eq!(
        (items.len(), &items[0]["usable"]["answer"]),
        (1, &json!("unknown")),
        "{}",
        summary(&items)
    );
    home.put(".railway/config.json", json!({"projects": {"/home/jo/p": {"projectPath": "/home/jo/p", "project": "p1", "environment": "e1"}},
        "user": {"token": null, "accessToken": "rlwy_oaat_A1b2C3d4E5f6G7h8I9j0", "refreshToken": "rlwy_oart_A1b2C3d4E5f6G7h8I9j0", "tokenExpiresAt": AGO_AT}}).to_string());
    check(&home, "railway", &[over(".railway/config.json", None, AGO).renewable()]);
    home.put(".config/configstore/firebase-tools.json", json!({"motd": {}, "user": {"email": "jo@acme.example", "sub": "1181"},
        "tokens": {"access_token": "ya29.a0AfB_fire".to_owned() + &"Bn4f".repeat(20), "expires_at": AGO_AT * 1_000, "refresh_token": "1//0fire".to_owned() + &"Jd7s".repeat(20),
            "scopes": ["email", "openid"], "token_type": "Bearer", "id_token": jwt_for("1181", -3_600), "expires_in": 3599}, "analytics-uuid": "a1"}).to_string());
    check(&home, "firebase", &[over("configstore/firebase-tools.json", None, AGO).renewable()]);
    home.put(".supabase/access-token", "sbp_0123456789abcdef0123456789abcdef01234567");
    check(&home, "supabase", &[endless(".supabase/access-token", None).bare()]);
    home.put(".config/.wrangler/config/default.toml", "oauth_token = \"A1b2C3d4E5f6G7h8I9j0.K1l2M3n4O5p6\"\nexpiration_time = \"2026-11-22T20:08:07.000Z\"\nrefresh_token = \"Z1b2C3d4E5f6G7h8I9j0.K1l2M3n4O5p6\"\nscopes = [ \"account:read\", \"user:read\", \"offline_access\" ]\n");
    check(&home, "wrangler", &[valid(".wrangler/config/default.toml", None, SOON).renewable()]);
    home.put(".config/stripe/config.toml", "color = ''\n\n[default]\naccount_id = 'acct_1'\ndevice_name = 'laptop'\nlive_mode_api_key = 'rk_live_****************************abcd'\nlive_mode_key_expires_at = '2027-02-01'\ntest_mode_api_key = 'rk_test_513nPma94cRriFnzC11h0VXGo7qcMOKqxeh3lCe0bQyglIYxn3xcXRciE6SE1BxV3R5JaOfvJzId5gHIFfXmCWbPbYnF'\ntest_mode_key_expires_at = '2027-01-31'\ntest_mode_pub_key = 'pk_test_519EGlzhpF9ryIXY7Y8spILCOOTxoY0WWupomVrKFrfwaqMeUlkbBzvhNvE1af'\n");
    let items = home.items(&["--only", "stripe"]);
    let says = |text: &str| items.iter().any(|item| item.to_string().contains(text));
    assert!(
        items.len() == 2 && says(KEYRING) && says("2027-01-31T00:00:00Z"),
        "{}",
        summary(&items)
    );
    home.put(".slack/credentials.json", json!({"T0123ABCD": {"token": "xoxe.xoxp-1-".to_owned() + &"SeiM".repeat(20), "team_domain": "acme", "team_id": "T0123ABCD", "user_id": "U1",
        "last_updated": "2026-11-22T08:00:00Z", "refresh_token": "xoxe-1-".to_owned() + &"9fXt".repeat(20), "exp": SOON_AT, "is_enterprise_install": false}}).to_string());
    let items = home.items(&["--only", "slack"]);
    assert_eq!(
        (items.len(), &items[0]["usable"]["until"], &items[0]["usable"]["renewable"]),
        (1, &json!(SOON), &json!(true)),
        "{}",
        summary(&items)
    );
}

/// A file with one login alone calls it as one with many does.
#[test]
fn one_login_has_its_name() {
    let home = Home::new();
    home.put(".netrc", "machine api.heroku.com login jo password HRKU-6725QSQ99fDqrh7ymc44z2ZTK\n");
    let items = home.items(&["--only", "heroku"]);
    assert_eq!(
        (items.len(), &items[0]["label"]),
        (1, &json!("api.heroku.com")),
        "{}",
        summary(&items)
    );
    assert!(home.items(&["--only", "netrc"]).is_empty());
    home.put(".aws/credentials", "aws_session_token = FwoGZXIvYXdzEabcdabcdabcdabcd\n");
    let items = home.items(&["--only", "aws"]);
    assert_eq!(items[0]["label"], json!(null), "{}", summary(&items));
}
