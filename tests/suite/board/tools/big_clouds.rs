//! AWS, Google Cloud and Azure.

use serde_json::json;

use super::{AGO, ENCRYPTED, KEYRING, SOON, check, endless, over, unread, valid};
use crate::board::home::{Home, NOW, jwt_for, summary};

#[test]
fn aws() {
    let home = Home::new();
    home.put(
        ".aws/sso/cache/0a1b2c3d4e5f60718293a4b5c6d7e8f901234567.json",
        json!({"startUrl": "https://acme.awsapps.com/start", "region": "eu-central-1",
            "accessToken": "aoaAAAAAGZ".to_owned() + &"kQ7x".repeat(40), "expiresAt": "2026-11-22T20:08:07Z",
            "clientId": "Qx1b", "clientSecret": "eyJraWQiOiJrZXk".repeat(4), "registrationExpiresAt": "2027-01-20T19:00:00Z",
            "refreshToken": "aorAAAAAGZ".to_owned() + &"zT4m".repeat(40)})
        .to_string(),
    );
    home.put(
        ".aws/sso/cache/botocore-client-id-eu-central-1.json",
        json!({"clientId": "Qx1b", "clientSecret": "x".repeat(60), "expiresAt": "2027-01-20T19:00:00Z"}).to_string(),
    );
    home.put(
        ".aws/cli/cache/9f8e7d6c5b4a39281706f5e4d3c2b1a098765432.json",
        json!({"ProviderType": "sso", "Credentials": {"AccessKeyId": "ASIAZ7XAMPLEKEY01234",
            "SecretAccessKey": "s3cr3tK3yS3cr3tK3yS3cr3tK3yS3cr3tK3y1234",
            "SessionToken": "IQoJb3JpZ2luX2VjE".to_owned() + &"Rk8s".repeat(60), "Expiration": "2026-11-22T18:08:07Z",
            "AccountId": "123456789012"}})
        .to_string(),
    );
    home.put(
        ".aws/login/cache/4d5e6f.json",
        json!({"accessToken": {"accessKeyId": "ASIAZ7XAMPLEKEY56789", "secretAccessKey": "k".repeat(40),
                "sessionToken": "IQoJb3JpZ2luX2VjF".to_owned() + &"Lm9w".repeat(60), "accountId": "123456789012", "expiresAt": "2026-11-22T20:08:07Z"},
            "tokenType": "urn:aws:params:oauth:token-type:access_token_sigv4", "clientId": "arn:aws:signin:::devtools/same-device",
            "refreshToken": "rt-".to_owned() + &"Yh3d".repeat(30), "idToken": jwt_for("arn:aws:iam::123456789012:user/jo", 600),
            "dpopKey": "-----BEGIN EC PRIVATE KEY-----\nMHcCAQEEIA==\n-----END EC PRIVATE KEY-----\n"})
        .to_string(),
    );
    home.put(
        ".aws/credentials",
        format!(
            "[prod]\naws_access_key_id = ASIAZ7XAMPLEKEY22222\naws_secret_access_key = {}\naws_session_token = FwoGZXIvYXdzE{}\nx_security_token_expires = 2026-11-22T20:08:07Z\n",
            "p".repeat(40),
            "Tt5v".repeat(50)
        ),
    );
    check(
        &home,
        "aws",
        &[
            valid(".aws/sso/cache/0a1b", None, SOON).renewable(),
            over(".aws/cli/cache/9f8e", None, AGO),
            valid(".aws/login/cache/4d5e6f.json", None, SOON).renewable(),
            valid(".aws/credentials", Some("prod"), SOON),
        ],
    );
}

#[test]
fn the_environment_of_aws() {
    let home = Home::new();
    let token = "IQoJb3JpZ2luX2VjG".to_owned() + &"Vx2c".repeat(60);
    let ran = home.run(
        &["--json", "--only", "aws"],
        &[
            ("AWS_ACCESS_KEY_ID", "ASIAZ7XAMPLEKEY33333"),
            ("AWS_SECRET_ACCESS_KEY", &"e".repeat(40)),
            ("AWS_SESSION_TOKEN", &token),
            ("AWS_CREDENTIAL_EXPIRATION", "2026-11-22T20:08:07+00:00"),
        ],
    );
    let report = ran.json();
    let item = &report["items"][0];
    assert_eq!((&item["place"], &item["usable"]["until"]), (&json!("environment"), &json!(SOON)));
    assert!(!ran.out.contains(&token));
    assert_eq!(report["items"].as_array().map(Vec::len), Some(1));
}

#[test]
fn gcloud() {
    let home = Home::new();
    home.put_fixture(".config/gcloud/access_tokens.db", "gcloud/access_tokens.db");
    home.put_fixture(".config/gcloud/credentials.db", "gcloud/credentials.db");
    home.put(
        ".config/gcloud/application_default_credentials.json",
        json!({"account": "", "client_id": "764086051850-6qr4p6gpi6hn506pt8ejuq83di341hur.apps.googleusercontent.com",
            "client_secret": "d-FL95Q19q7MQmFpd7hHD0Ty", "quota_project_id": "p1", "refresh_token": "1//0adc".to_owned() + &"Jd7s".repeat(20),
            "type": "authorized_user", "universe_domain": "googleapis.com"})
        .to_string(),
    );
    check(
        &home,
        "gcloud",
        &[
            valid(
                "access_tokens.db, ~/.config/gcloud/credentials.db",
                Some("jo@acme.example"),
                "2026-11-22T20:00:00.123456Z",
            )
            .renewable(),
            over(
                "access_tokens.db, ~/.config/gcloud/credentials.db",
                Some("ada@acme.example"),
                "2026-11-22T18:00:00Z",
            )
            .renewable(),
            valid(
                "access_tokens.db",
                Some("robot@p1.iam.gserviceaccount.com"),
                "2026-11-22T19:38:07Z",
            ),
            endless("gcloud/credentials.db", Some("old@acme.example")).renewable(),
            endless("application_default_credentials.json", None).renewable(),
        ],
    );
}

#[test]
fn google_keys_and_quickstarts() {
    let home = Home::new();
    let key = home.put(
        "keys/robot.json",
        json!({"type": "service_account", "project_id": "p1", "private_key_id": "ab12", "client_email": "robot@p1.iam.gserviceaccount.com",
            "private_key": "-----BEGIN PRIVATE KEY-----\nMIIEvQ==\n-----END PRIVATE KEY-----\n", "client_id": "1181", "token_uri": "https://oauth2.googleapis.com/token"})
        .to_string(),
    );
    let ran = home.run(
        &["--json", "--only", "gcloud"],
        &[("GOOGLE_APPLICATION_CREDENTIALS", key.to_str().unwrap_or_default())],
    );
    let item = &ran.json()["items"][0];
    assert_eq!(item["place"], "~/keys/robot.json");
    assert_eq!(
        item["problem"]["message"],
        "a private key that makes tokens, valid until it is deleted"
    );
    home.put(
        "token.json",
        json!({"token": "ya29.a0AfB_token".to_owned() + &"Bn4f".repeat(20), "refresh_token": "1//0quick".to_owned() + &"Jd7s".repeat(20),
            "token_uri": "https://oauth2.googleapis.com/token", "client_id": "1.apps.googleusercontent.com", "client_secret": "GOCSPX-abc",
            "scopes": ["https://www.googleapis.com/auth/drive.readonly"], "universe_domain": "googleapis.com", "account": "", "expiry": "2026-11-22T18:08:07.000000Z"})
        .to_string(),
    );
    check(&home, "google-auth", &[over("~/token.json", None, AGO).renewable()]);
}

/// A cache as MSAL writes it.
fn msal(home_account: &str, seconds: i64) -> String {
    let key = format!("{home_account}-login.microsoftonline.com");
    json!({
        "AccessToken": {format!("{key}-accesstoken-04b07795-8ddb-461a-bbee-02f9e1bf7b46-t1-https://management.core.windows.net//.default"): {
            "credential_type": "AccessToken", "secret": jwt_for(home_account, seconds), "home_account_id": home_account,
            "environment": "login.microsoftonline.com", "client_id": "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "target": "https://management.core.windows.net//.default",
            "realm": "t1", "token_type": "Bearer", "cached_at": (NOW - 600).to_string(), "expires_on": (NOW + seconds).to_string(), "extended_expires_on": (NOW + seconds).to_string()}},
        "Account": {format!("{key}-t1"): {"home_account_id": home_account, "environment": "login.microsoftonline.com", "realm": "t1",
            "local_account_id": "u1", "username": "jo@acme.example", "authority_type": "MSSTS"}},
        "RefreshToken": {format!("{key}-refreshtoken-04b07795-8ddb-461a-bbee-02f9e1bf7b46--"): {
            "credential_type": "RefreshToken", "secret": "1.AXEA".to_owned() + &"Gg6h".repeat(80), "home_account_id": home_account,
            "environment": "login.microsoftonline.com", "client_id": "04b07795-8ddb-461a-bbee-02f9e1bf7b46"}},
        "AppMetadata": {"appmetadata-login.microsoftonline.com-04b07795-8ddb-461a-bbee-02f9e1bf7b46": {"client_id": "04b07795-8ddb-461a-bbee-02f9e1bf7b46", "environment": "login.microsoftonline.com", "family_id": "1"}}
    })
    .to_string()
}

#[test]
fn azure() {
    let home = Home::new();
    home.put(".azure/msal_token_cache.json", msal("u1.t1", -3_600));
    home.put(".azd/auth/msal/cacheu1.json", msal("u1.t1", 3_600));
    let items = home.items(&["--only", "az"]);
    assert_eq!(items.len(), 1, "{}", summary(&items));
    assert_eq!(
        (&items[0]["usable"]["until"], &items[0]["usable"]["renewable"]),
        (&json!(AGO), &json!(true))
    );
    let items = home.items(&["--only", "azd"]);
    assert_eq!(items.len(), 1);
    assert_eq!(
        (&items[0]["usable"]["answer"], &items[0]["usable"]["until"]),
        (&json!("yes"), &json!(SOON))
    );
    let locked = Home::new();
    locked.put(".azure/msal_token_cache.sig", "");
    check(&locked, "az", &[unread(".azure/msal_token_cache.sig", None, KEYRING)]);
    let windows = Home::new();
    windows.put(".azure/msal_token_cache.bin", [1, 0, 0, 0, 0xd0, 0x8c]);
    windows.put(".azd/auth/msal/cache1.bin", [1, 0, 0, 0, 0xd0, 0x8c]);
    check(&windows, "az", &[unread(".bin", None, ENCRYPTED)]);
    check(&windows, "azd", &[unread(".bin", None, ENCRYPTED)]);
}

#[test]
fn vaults_of_aws() {
    let home = Home::new();
    home.put(
        ".granted/secure-storage-aws-sso-tokens/prod",
        "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjcmVhdGVkIjoi",
    );
    home.put(".awsvault/keys/prod", "eyJhbGciOiJQQkVTMi1IUzI1NitBMTI4S1ciLCJjcmVhdGVkIjoi");
    home.put(".aws-sso/secure.json", "x");
    check(
        &home,
        "granted",
        &[unread("secure-storage-aws-sso-tokens/prod", Some("prod"), ENCRYPTED)],
    );
    check(&home, "aws-vault", &[unread(".awsvault/keys/prod", Some("prod"), ENCRYPTED)]);
    check(&home, "aws-sso-cli", &[unread(".aws-sso/secure.json", None, ENCRYPTED)]);
    let keyring = Home::new();
    keyring.put(".granted/config", "DefaultBrowser = \"STDOUT\"\n");
    check(&keyring, "granted", &[unread(".granted/config", None, KEYRING)]);
}
