//! Infrastructure, data and smaller clouds.

use serde_json::json;

use super::{AGO, ENCRYPTED, KEYRING, SOON, check, endless, over, unread, valid};
use crate::board::home::{CERTIFICATE, Home, jwt_for, ssh_certificate, summary};

#[test]
fn infrastructure() {
    let home = Home::new();
    home.put(".terraform.d/credentials.tfrc.json", r#"{"credentials":{"app.terraform.io":{"token":"A1b2C3d4E5f6G7.atlasv1.h8I9j0K1l2M3n4O5p6Q7r8S9t0U1v2W3x4Y5z6A1b2C3d4E5f6G7h8I9j0K1l2M3"}}}"#);
    check(&home, "terraform", &[endless("credentials.tfrc.json", Some("app.terraform.io"))]);
    home.put(".vault-token", "hvs.CAESIJ8zQ0xhY2tTdG9uZQ7h8I9j0K1l2M3n4O5p6Q7r8S9t0GiYKImh2cy5\n");
    check(&home, "vault", &[endless("~/.vault-token", None).bare()]);
    home.put(
        ".pulumi/credentials.json",
        json!({"current": "https://api.pulumi.com", "accessTokens": {"https://api.pulumi.com": "pul-0123456789abcdef0123456789abcdef01234567"},
            "accounts": {"https://api.pulumi.com": {"accessToken": "pul-0123456789abcdef0123456789abcdef01234567", "username": "jo", "organizations": ["acme"],
                "lastValidatedAt": "2026-11-22T10:00:00Z", "tokenInformation": {"name": "cli", "expiresAt": "2026-11-22T20:08:07Z"}}}})
        .to_string(),
    );
    check(
        &home,
        "pulumi",
        &[valid(".pulumi/credentials.json", Some("https://api.pulumi.com"), SOON)],
    );
    home.put(".databricks/token-cache.json", json!({"version": 1, "tokens": {
        "dev": {"access_token": jwt_for("dbx", 3_600), "token_type": "Bearer", "refresh_token": "doau".to_owned() + &"Yh3d".repeat(8), "expiry": "2026-11-22T20:08:07Z", "expires_in": 3600},
        "https://adb-1.azuredatabricks.net": {"access_token": jwt_for("adb", -3_600), "token_type": "Bearer", "refresh_token": "doau".to_owned() + &"Zk4e".repeat(8), "expiry": "2026-11-22T18:08:07Z"}}}).to_string());
    home.put(".databrickscfg", "[DEFAULT]\nhost = https://a.cloud.databricks.com\ntoken = dapi0123456789abcdef0123456789abcdef\n\n[dev]\nhost = https://b.cloud.databricks.com\nauth_type = databricks-cli\n");
    check(
        &home,
        "databricks",
        &[
            valid("token-cache.json", Some("dev"), SOON).renewable(),
            over("token-cache.json", Some("https://adb-1.azuredatabricks.net"), AGO).renewable(),
            endless(".databrickscfg", Some("DEFAULT")),
        ],
    );
    let keyring = Home::new();
    keyring.put(
        ".databrickscfg",
        "[dev]\nhost = https://b.cloud.databricks.com\nauth_type = databricks-cli\n",
    );
    check(&keyring, "databricks", &[unread(".databrickscfg", Some("dev"), KEYRING)]);
    home.put(".cache/snowflake/credential_cache_v1.json", json!({"tokens": {
        "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae": "ver:3-hint:1001-ETMsDgAAAZ".to_owned() + &"Qx9v".repeat(30)}}).to_string());
    check(
        &home,
        "snowflake",
        // A hash is the name of nobody.
        &[endless("credential_cache_v1.json .tokens", None).bare()],
    );
    home.put(".sfdx/jo@acme.example.json", r#"{"orgId":"00D","accessToken":"5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8:0123","refreshToken":"ab:cd","instanceUrl":"https://acme.my.salesforce.com","username":"jo@acme.example"}"#);
    home.put(".sfdx/key.json", r#"{"key":"5e884898da28047151d0e56f8dc62927"}"#);
    home.put(".sfdx/alias.json", r#"{"orgs":{"dev":"jo@acme.example"}}"#);
    check(
        &home,
        "salesforce",
        &[unread(".sfdx/jo@acme.example.json", Some("jo@acme.example"), ENCRYPTED)],
    );
    home.put(".dbt/dbt_cloud.yml", "version: \"1\"\ncontext:\n  active-project: \"123\"\n  active-host: cloud.getdbt.com\nprojects:\n  - project-name: analytics\n    project-id: \"123\"\n    account-name: acme\n    account-id: \"1\"\n    account-host: cloud.getdbt.com\n    token-name: cloud-cli-1\n    token-value: dbtu_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n");
    let items = home.items(&["--only", "dbt"]);
    assert_eq!(
        (items.len(), &items[0]["usable"]["answer"]),
        (1, &json!("unknown")),
        "{}",
        summary(&items)
    );
}

#[test]
fn api_tokens() {
    let home = Home::new();
    home.put(".config/acli/jira_config.yaml", "current_profile: p1\nprofiles:\n  - site: acme.atlassian.net\n    email: jo@acme.example\n    auth_type: api_token\n");
    check(&home, "acli", &[unread("acli/jira_config.yaml", None, KEYRING)]);
    home.put(".twilio-cli/config.json", r#"{"email":{},"requireProfileInput":null,"activeProfile":"acme","profiles":{"acme":{"accountSid":"AC0123456789abcdef0123456789abcdef","apiKey":"SK0123456789abcdef0123456789abcdef","apiSecret":"A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6","region":null},"old":{"accountSid":"AC0123456789abcdef0123456789abcdee","region":null}},"projects":{}}"#);
    check(
        &home,
        "twilio",
        &[
            endless(".twilio-cli/config.json", Some("acme")).bare(),
            unread(".twilio-cli/config.json", Some("old"), KEYRING),
        ],
    );
    home.put(".config/doctl/config.yaml", "access-token: dop_v1_0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nauth-contexts:\n  team: dop_v1_f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\ncontext: default\noutput: text\n");
    let items = home.items(&["--only", "doctl"]);
    assert_eq!(items.len(), 2, "{}", summary(&items));
    assert!(items.iter().any(|item| item["label"] == "team"));
    home.put(".config/linode-cli", "[DEFAULT]\ndefault-user = jo\n\n[jo]\ntoken = 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\nregion = eu-central\n");
    check(&home, "linode", &[endless(".config/linode-cli", Some("jo"))]);
}

#[test]
fn clouds() {
    let home = Home::new();
    home.put(".oci/sessions/DEFAULT/token", jwt_for("ocid1.user.oc1..aaaa", 3_600));
    check(&home, "oci", &[valid(".oci/sessions/DEFAULT/token", Some("DEFAULT"), SOON).bare()]);
    home.put(".bluemix/config.json", json!({"APIEndpoint": "https://cloud.ibm.com", "IAMEndpoint": "https://iam.cloud.ibm.com", "IAMToken": format!("Bearer {}", jwt_for("IBMid-1", 3_600)),
        "IAMRefreshToken": "OKB".to_owned() + &"Gg6h".repeat(60), "Account": {"GUID": "a1", "Name": "Acme"}, "SDKVersion": "1.0", "Locale": ""}).to_string());
    check(&home, "ibmcloud", &[valid(".bluemix/config.json", None, SOON).renewable()]);
    home.put(".cf/config.json", json!({"ConfigVersion": 4, "Target": "https://api.cf.acme.example", "AccessToken": format!("bearer {}", jwt_for("u1", -3_600)),
        "RefreshToken": "0123456789abcdef0123456789abcdef-r", "UAAOAuthClient": "cf", "UAAOAuthClientSecret": "", "UaaEndpoint": "https://uaa.cf.acme.example",
        "OrganizationFields": {"GUID": "g", "Name": "acme"}, "SpaceFields": {"GUID": "s", "Name": "dev", "AllowSSH": true}, "SSLDisabled": false}).to_string());
    check(&home, "cf", &[over(".cf/config.json", None, AGO).renewable()]);
    home.put(".config/argocd/config", format!("contexts:\n- name: argo.acme.example\n  server: argo.acme.example\n  user: argo.acme.example\ncurrent-context: argo.acme.example\nservers:\n- server: argo.acme.example\nusers:\n- auth-token: {}\n  name: argo.acme.example\n  refresh-token: {}\n", jwt_for("jo", -3_600), "8u5w".repeat(12)));
    check(&home, "argocd", &[over("argocd/config", Some("argo.acme.example"), AGO).renewable()]);
}

#[test]
fn certificates() {
    let home = Home::new();
    home.put(".tsh/keys/acme.teleport.sh/jo-x509.pem", CERTIFICATE);
    home.put(".tsh/keys/acme.teleport.sh/jo-ssh/acme-cert.pub", ssh_certificate(-3_600));
    home.put(".tsh/keys/acme.teleport.sh/jo", "private");
    check(
        &home,
        "tsh",
        &[valid("jo-x509.pem", Some("jo"), SOON), over("jo-ssh/acme-cert.pub", Some("acme"), AGO)],
    );
    home.put(".tsh/keys/acme.teleport.sh/ada-x509.pem", "no certificate");
    assert!(summary(&home.items(&[])).contains("no certificate that can be read"));
    let user = data_encoding::BASE64.encode(CERTIFICATE.as_bytes());
    home.put(
        ".kube/config",
        format!("users:\n- name: admin\n  user:\n    client-certificate-data: {user}\n    client-key-data: a2V5\n"),
    );
    check(
        &home,
        "kubeconfig",
        &[valid(".kube/config .users[0].user.\"client-certificate-data\"", Some("admin"), SOON)],
    );
}
