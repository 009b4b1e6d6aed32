//! A refresh on a terminal goes without a question only where the person said so.

use std::fs;

use serde_json::json;
use tempfile::tempdir;

use super::{NEW, OLD, Server};
use crate::{
    inspector::terminal::Terminal,
    oauth::{Site, json},
};

#[test]
fn what_is_agreed_for_a_server_is_not_agreed_for_the_one_that_its_metadata_names() {
    let (home, elsewhere) = (tempdir().unwrap(), Server::start());
    let token_url = elsewhere.url.clone();
    let site = Site::new(move |origin, _| {
        json("200 OK", &json!({ "issuer": origin, "token_endpoint": token_url }))
    });
    fs::write(home.path().join("token.json"), OLD).unwrap();
    let profile =
        |server: &str| format!("confirm = false\n[profile.p]\n{server}\nclient_id = \"a\"\n");
    let refresh = |server: String| {
        fs::write(home.path().join("config.toml"), profile(&server)).unwrap();
        let path = |name: &str| home.path().join(name).display().to_string();
        let (file, config) = (path("token.json"), path("config.toml"));
        let program = env!("CARGO_BIN_EXE_tokenscope");
        let args = [program, "refresh", &file, "--config", &config, "--profile", "p"];
        Terminal::run(&args, &[])
    };
    let mut terminal = refresh(format!("issuer = \"{}\"", site.origin));
    terminal.see("Spend the refresh token? [y/N]");
    terminal.press("n\r");
    assert_eq!(terminal.end(), 4);
    assert!(elsewhere.asked.try_recv().is_err(), "nothing was sent");
    let mut terminal = refresh(format!("token_url = \"{}\"", elsewhere.url));
    elsewhere.asked();
    elsewhere.answer(NEW);
    terminal.see("What changed");
}
