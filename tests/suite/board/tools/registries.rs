//! Registries of images and packages.

use serde_json::json;

use super::{check, endless};
use crate::board::home::{Home, jwt_for, summary};

#[test]
fn registries() {
    let home = Home::new();
    home.put(
        ".docker/config.json",
        json!({"auths": {"https://index.docker.io/v1/": {}, "registry.acme.example": {"auth": "am86aHVudGVyMg=="},
            "acme.azurecr.io": {"auth": "MDAwMDAwMDAtMDAwMC0wMDAwLTAwMDAtMDAwMDAwMDAwMDAwOg==", "identitytoken": jwt_for("acr", 3_600)}},
            "credsStore": "desktop", "credHelpers": {"123456789012.dkr.ecr.eu-central-1.amazonaws.com": "ecr-login"}})
        .to_string(),
    );
    let items = home.items(&["--only", "docker"]);
    let labels: Vec<_> =
        items.iter().map(|item| item["label"].as_str().unwrap_or_default()).collect();
    for label in [
        "registry.acme.example",
        "acme.azurecr.io",
        "https://index.docker.io/v1/",
        "123456789012.dkr.ecr.eu-central-1.amazonaws.com",
    ] {
        assert!(labels.contains(&label), "{label}: {}", summary(&items));
    }
    assert_eq!(items.len(), 4, "{}", summary(&items));
    home.put(".config/helm/registry/config.json", r#"{"auths":{"ghcr.io":{"auth":"am86Z2hwX0ExYjJDM2Q0RTVmNkc3aDhJOWowSzFsMk0zbjRPNXA2UTdyOA=="}}}"#);
    let items = home.items(&["--only", "helm"]);
    assert_eq!(items.len(), 1, "{}", summary(&items));
    home.put(".npmrc", "registry=https://registry.npmjs.org/\n//registry.npmjs.org/:_authToken=npm_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n//npm.acme.example/:_authToken=${ACME_TOKEN}\n");
    check(&home, "npm", &[endless("~/.npmrc", Some("registry.npmjs.org"))]);
    home.put(".yarnrc.yml", "npmRegistryServer: https://npm.acme.example\nnpmAuthToken: npm_Z9b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n");
    check(&home, "yarn", &[endless("~/.yarnrc.yml", None)]);
    home.put(
        ".config/pnpm/auth.ini",
        "//registry.npmjs.org/:_authToken=npm_P8b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8\n",
    );
    check(&home, "pnpm", &[endless("pnpm/auth.ini", Some("registry.npmjs.org"))]);
    home.put(".pypirc", "[distutils]\nindex-servers =\n    pypi\n\n[pypi]\nusername = __token__\npassword = pypi-AgEIcHlwaS5vcmcKdZnQieEsxngvszg7DbECWgP7YbXFy6EuNxMI3xGMjAwA0wUnrLFswIrOe3L2HD9KZcQDkr29vZzjTMRPnK0Gn39Qh5s4x5vbmitHcKCzT6fChuriPEEcSVr\n");
    let items = home.items(&["--only", "twine"]);
    assert_eq!((items.len(), &items[0]["label"]), (1, &json!("pypi")), "{}", summary(&items));
    home.put(".cargo/credentials.toml", "[registry]\ntoken = \"cioA1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6\"\n\n[registries.acme]\ntoken = \"Bearer acme-A1b2C3d4E5f6G7h8I9j0\"\n");
    let items = home.items(&["--only", "cargo"]);
    assert_eq!(items.len(), 2, "{}", summary(&items));
}
