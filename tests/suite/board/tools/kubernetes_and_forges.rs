//! Kubernetes, and where code is kept.

use serde_json::json;

use super::{ENCRYPTED, KEYRING, SOON, check, endless, unread, valid};
use crate::board::home::{Home, jwt_for};

#[test]
fn kubernetes() {
    let home = Home::new();
    home.put(
        ".kube/cache/oidc-login/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae",
        json!({"id_token": jwt_for("jo", 3_600), "refresh_token": "rt-".to_owned() + &"Yh3d".repeat(10)}).to_string(),
    );
    home.put(".kube/cache/oidc-login/2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae.lock", "");
    check(&home, "kubelogin", &[valid("oidc-login/2c26", None, SOON).renewable()]);
    let keyring = Home::new();
    keyring.put(".kube/cache/oidc-login/2c26.lock", "");
    check(&keyring, "kubelogin", &[unread("2c26.lock", None, KEYRING)]);
    home.put(".kube/cache/kubelogin/auth.json", "{}");
    check(&home, "kubelogin-azure", &[unread(".kube/cache/kubelogin", None, ENCRYPTED)]);
    home.put(
        ".kube/config",
        format!(
            "apiVersion: v1\nkind: Config\ncurrent-context: c1\nclusters:\n- name: c1\n  cluster:\n    server: https://c1.example:6443\n\
             users:\n- name: jo\n  user:\n    token: {}\n- name: admin/openshift\n  user:\n    token: sha256~{}\n- name: eks\n  user:\n    exec:\n      apiVersion: client.authentication.k8s.io/v1beta1\n      command: aws\n      args: [eks, get-token]\n",
            jwt_for("jo", 3_600), "Ab3d".repeat(10) + "xyz"
        ),
    );
    check(
        &home,
        "kubeconfig",
        &[
            valid(".kube/config", Some("jo"), SOON),
            endless(".kube/config", Some("admin/openshift")),
            unread(".kube/config", Some("eks"), "given by a program, which is not started"),
        ],
    );
}

#[test]
fn forges() {
    let home = Home::new();
    home.put(
        ".config/gh/hosts.yml",
        "github.com:\n    users:\n        jo:\n            oauth_token: gho_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n    git_protocol: https\n    oauth_token: gho_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n    user: jo\nghe.acme.example:\n    users:\n        jo:\n    user: jo\n",
    );
    check(
        &home,
        "gh",
        &[
            endless("gh/hosts.yml", Some("github.com")),
            unread("gh/hosts.yml", Some("ghe.acme.example"), KEYRING),
        ],
    );
    home.put(
        ".config/glab-cli/config.yml",
        "git_protocol: ssh\nhosts:\n    gitlab.com:\n        api_protocol: https\n        api_host: gitlab.com\n        token: 41fd0e93c2b7a6858f9e0d1c2b3a49586f7e8d9c0b1a29384756fedcba987654\n        is_oauth2: \"true\"\n        oauth2_refresh_token: 93bc0fa21e7d6c5b4a3928170615f4e3d2c1b0a99887766554433221100ffeed\n        oauth2_expiry_date: 22 Nov 26 20:08 UTC\n        user: jo\n",
    );
    check(
        &home,
        "glab",
        &[valid("glab-cli/config.yml", Some("gitlab.com"), "2026-11-22T20:08:00Z").renewable()],
    );
    home.put(
        ".config/github-copilot/apps.json",
        r#"{"github.com:Iv1.b507a08c87ecfe98":{"user":"jo","oauth_token":"ghu_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8","githubAppId":"Iv1.b507a08c87ecfe98"}}"#,
    );
    check(
        &home,
        "copilot",
        &[endless("github-copilot/apps.json", Some("github.com:Iv1.b507a08c87ecfe98"))],
    );
}
