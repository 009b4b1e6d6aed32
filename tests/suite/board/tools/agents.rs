//! Models, agents and what speaks MCP.

use serde_json::json;

use super::{AGO, AGO_AT, KEYRING, SOON, SOON_AT, check, endless, unread, valid};
use crate::board::home::{Home, jwt_for, summary};

#[test]
fn models_and_agents() {
    let home = Home::new();
    home.put(".cache/huggingface/token", "hf_ByDdL3m2WJokjmFfiUxTy8vuYxQwSgjjvZ");
    home.put(".cache/huggingface/stored_tokens", format!("[laptop]\nhf_token = hf_ByDdL3m2WJokjmFfiUxTy8vuYxQwSgjjvZ\n\n[oauth-jo]\nhf_token = hf_oauth_SHdyWywLAW05Jeo3kcgwu2N4nUUpMcxIYev4zhVWlnLZEckFWaAMqgglZh7C\nrefresh_token = hf_refresh_ROVDuscNuiY7HEeSmdwO2FsncrCnec76HWblTsDt\nexpires_at = {SOON_AT}\n"));
    check(
        &home,
        "huggingface",
        &[
            endless("stored_tokens", Some("laptop")),
            valid("stored_tokens", Some("oauth-jo"), SOON).renewable(),
        ],
    );
    home.put(".codex/auth.json", json!({"OPENAI_API_KEY": null, "tokens": {"id_token": jwt_for("auth0|1", -1_800), "access_token": jwt_for("auth0|1", 3_600),
        "refresh_token": "rt_".to_owned() + &"Yh3d".repeat(12), "account_id": "acc1"}, "last_refresh": "2026-10-01T08:00:00.000000Z"}).to_string());
    check(&home, "codex", &[valid(".codex/auth.json", None, SOON).renewable()]);
    let keyring = Home::new();
    keyring.put(".codex/config.toml", "model = \"o5\"\ncli_auth_credentials_store = \"keyring\"\n");
    check(&keyring, "codex", &[unread(".codex/config.toml", None, KEYRING)]);
    home.put(".claude/.credentials.json", json!({"claudeAiOauth": {"accessToken": "sk-ant-oat01-".to_owned() + &"Gg6h".repeat(20), "refreshToken": "sk-ant-ort01-".to_owned() + &"Kk7j".repeat(20),
        "expiresAt": SOON_AT * 1_000, "scopes": ["user:inference", "user:profile"], "subscriptionType": "max"}}).to_string());
    check(&home, "claude", &[valid(".claude/.credentials.json", None, SOON).renewable()]);
    home.put(".gemini/oauth_creds.json", json!({"access_token": "ya29.a0AfB_gem".to_owned() + &"Bn4f".repeat(20), "scope": "openid", "token_type": "Bearer", "id_token": jwt_for("1", -3_600),
        "expiry_date": AGO_AT * 1_000, "refresh_token": "1//0gem".to_owned() + &"Jd7s".repeat(20)}).to_string());
    home.put(".gemini/mcp-oauth-tokens.json", json!([{"serverName": "notion", "token": {"accessToken": "mcp_at_".to_owned() + &"vke2".repeat(10), "tokenType": "Bearer", "expiresAt": SOON_AT * 1_000, "refreshToken": "rt-".to_owned() + &"IONN".repeat(8), "scope": "read"},
        "clientId": "n1", "tokenUrl": "https://mcp.notion.com/token", "mcpServerUrl": "https://mcp.notion.com/mcp", "updatedAt": AGO_AT * 1_000}]).to_string());
    home.put(".gemini/gemini-credentials.json", "c2FsdA==:aXY=:AAAA");
    let items = home.items(&["--only", "gemini"]);
    let ends: Vec<_> = items.iter().map(|item| item["usable"]["until"].as_str()).collect();
    assert!(
        items.len() == 3 && ends.contains(&Some(AGO)) && ends.contains(&Some(SOON)),
        "{}",
        summary(&items)
    );
    home.put(".local/share/opencode/auth.json", json!({"anthropic": {"type": "oauth", "refresh": "sk-ant-ort01-".to_owned() + &"Pp7j".repeat(20), "access": "sk-ant-oat01-".to_owned() + &"Qq6h".repeat(20), "expires": AGO_AT * 1_000},
        "openai": {"type": "api", "key": "sk-proj-".to_owned() + &"Rr5g".repeat(12)}}).to_string());
    home.put(".local/share/opencode/mcp-auth.json", json!({"sentry": {"tokens": {"accessToken": jwt_for("mcp", 3_600), "refreshToken": "tsYi".repeat(10), "expiresAt": SOON_AT, "scope": "org:read"},
        "clientInfo": {"clientId": "s1", "clientSecretExpiresAt": 0}, "serverUrl": "https://mcp.sentry.dev/mcp"}}).to_string());
    let items = home.items(&["--only", "opencode"]);
    let labels: Vec<_> = items.iter().filter_map(|item| item["label"].as_str()).collect();
    assert_eq!(labels, ["anthropic", "openai", "sentry"], "{}", summary(&items));
    home.put(".qwen/oauth_creds.json", json!({"access_token": "Qw3n".repeat(12), "token_type": "Bearer", "refresh_token": "Rf3n".repeat(12), "resource_url": "portal.qwen.ai", "expiry_date": SOON_AT * 1_000}).to_string());
    check(&home, "qwen", &[valid(".qwen/oauth_creds.json", None, SOON).renewable()]);
    home.put(".mcp-auth/mcp-remote-0.1.15/5b8c_tokens.json", json!({"access_token": "At3n".repeat(12), "token_type": "Bearer", "expires_in": 3600, "expires_at": SOON_AT * 1_000, "refresh_token": "Rt3n".repeat(12), "scope": "read"}).to_string());
    home.put(".mcp-auth/mcp-remote-0.1.15/5b8c_client_info.json", r#"{"client_id":"c1","client_secret":"s","redirect_uris":["http://127.0.0.1:3334/oauth/callback"]}"#);
    check(&home, "mcp-remote", &[valid("5b8c_tokens.json", None, SOON).renewable()]);
    home.put(".mcp-inspector/storage/oauth.json", json!({"state": {"servers": {"https://mcp.acme.example/mcp": {"tokens": {"access_token": jwt_for("insp", 3_600), "token_type": "Bearer", "expires_in": 3600, "refresh_token": "Rt4n".repeat(12)},
        "clientInformation": {"client_id": "c1", "redirect_uris": ["http://localhost:6274/oauth/callback"]}, "codeVerifier": "v".repeat(43)}}}, "version": 0}).to_string());
    let items = home.items(&["--only", "mcp-inspector"]);
    assert_eq!(
        (items.len(), &items[0]["usable"]["until"], &items[0]["usable"]["renewable"]),
        (1, &json!(SOON), &json!(true)),
        "{}",
        summary(&items)
    );
}
