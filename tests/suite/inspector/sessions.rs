//! Whole sessions through the real event loop, with a scripted person and clock.

use std::fs;

use chrono::TimeDelta;
use tokenscope::{
    app::Event,
    runtime::{Ended, Input},
};

use crate::harness::{Step::*, empty, play, sample, showing};

fn seconds(seconds: i64) -> TimeDelta {
    TimeDelta::seconds(seconds)
}

#[test]
fn the_countdown_crosses_every_state_at_the_right_second() {
    // Issued 18 minutes ago for 20 minutes: a tenth of it, two minutes, is the threshold.
    let mut app =
        showing(br#"{"access_token":"a","created_at":"2026-11-22T18:50:07Z","expires_in":1200}"#);
    let played = play(
        &mut app,
        vec![
            See("VALID"),
            See("2m 00s of 20m"),
            Pass(TimeDelta::milliseconds(900)),
            See("2m 00s"),
            Pass(TimeDelta::milliseconds(100)),
            See("EXPIRING"),
            See("1m 59s"),
            Pass(seconds(118)),
            See("1s of 20m"),
            Pass(seconds(1)),
            See("EXPIRED"),
            See("0s ago"),
            See("expired  "),
            Pass(seconds(75)),
            See("1m 15s ago"),
        ],
    );
    assert_eq!(played.ended, Ended::Quit);
}

#[test]
fn one_frame_a_second_while_something_counts_down_and_none_otherwise() {
    let minute = vec![Pass(seconds(60))];
    let frames = play(&mut sample("gusto.json"), minute).frames;
    // The first, sixty, and the changes of state that fall between them.
    assert!((60..=63).contains(&frames), "{frames} frames");
    let mut still =
        showing(br#"{"issuer":"https://a.example","token_endpoint":"https://a.example/t"}"#);
    assert_eq!(play(&mut still, vec![Pass(seconds(3_600))]).frames, 1);
    assert_eq!(play(&mut empty(), vec![Pass(seconds(3_600))]).frames, 1);
}

#[test]
fn a_paste_replaces_what_is_shown_whatever_stands_on_top() {
    let response = r#"{"access_token":"new","scope":"fresh:read"}"#;
    for on_top in [&[][..], &["?"], &["o"], &["p"], &["/"], &["?", "esc", "o"]] {
        let mut steps: Vec<_> = on_top.iter().map(|name| Key(name)).collect();
        steps.extend([Paste(response.to_owned()), See("fresh"), See("paste · token response")]);
        play(&mut sample("gusto.json"), steps);
    }
}

#[test]
fn a_paste_never_triggers_keys() {
    let played = play(&mut empty(), vec![Paste("qqq?o/".to_owned()), See("paste"), Miss("Keys")]);
    assert_eq!(played.ended, Ended::Quit);
}

#[test]
fn a_large_paste_is_one_event() {
    let name = "x".repeat(100);
    let scopes: Vec<String> = (0..10_000).map(|n| format!("{name}{n}:read")).collect();
    let text = format!(r#"{{"access_token":"a","scope":"{}"}}"#, scopes.join(" "));
    assert!(text.len() > 1 << 20);
    let played = play(&mut empty(), vec![Paste(text), See("Scopes 10000")]);
    assert_eq!(played.frames, 3, "the empty inspector, that it reads, and the paste");
}

#[test]
fn the_paste_box_takes_what_a_terminal_types_out() {
    let typed = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"access_token\":\"a\",\n\"scope\":\"x:y\"}";
    play(
        &mut empty(),
        vec![
            Key("p"),
            Type(typed),
            See("5 lines"),
            Miss("access_token"),
            Key("ctrl-d"),
            See("paste · token response"),
        ],
    );
    play(
        &mut empty(),
        vec![
            Key("p"),
            Type(typed),
            Pass(seconds(1)),
            Key("enter"),
            Pass(seconds(1)),
            See("6 lines"),
            Key("enter"),
            See("paste · token response"),
        ],
    );
}

#[test]
fn a_file_is_opened_and_a_missing_one_is_named() {
    let path = std::env::temp_dir().join(format!("tokenscope-open-{}.json", std::process::id()));
    fs::write(&path, r#"{"access_token":"a","scope":"from:file"}"#).expect("it can be written");
    let typed: &'static str = Box::leak(path.display().to_string().into_boxed_str());
    play(
        &mut empty(),
        vec![
            Key("o"),
            Type("no/such/file"),
            Key("enter"),
            See("no/such/file: there is no such file"),
            Key("ctrl-u"),
            Type(typed),
            Miss("there is no such file"),
            Key("enter"),
            See("tokenscope-open-"),
            See("from"),
        ],
    );
    fs::remove_file(path).expect("it can be removed");
}

#[test]
fn a_secret_is_copied_on_the_second_press_and_never_named() {
    let mut app = showing(br#"{"access_token":"the-secret","scope":"a:read a:write"}"#);
    let played = play(
        &mut app,
        vec![
            Key("y"),
            See("access_token is secret: press again to copy it"),
            Key("down"),
            Key("up"),
            Key("y"),
            See("press again"),
            Key("y"),
            See("Copied access_token"),
            Miss("the-secret"),
            Key("tab"),
            Key("y"),
            See("Copied a "),
        ],
    );
    let names: Vec<_> = played.copied.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["access_token", "a"]);
    assert_eq!(played.copied[0].1, "the-secret");
    assert_eq!(played.copied[1].1, "a:read a:write");
}

#[test]
fn a_revealed_secret_masks_itself() {
    let mut app = showing(br#"{"access_token":"the-secret"}"#);
    play(
        &mut app,
        vec![
            Key("v"),
            See("the-secret"),
            See("v mask"),
            Pass(seconds(29)),
            See("the-secret"),
            Pass(seconds(1)),
            Miss("the-secret"),
            Key("v"),
            See("the-secret"),
            Key("y"),
            See("Copied access_token"),
            Key("v"),
            Miss("the-secret"),
        ],
    );
}

#[test]
fn one_step_back_at_a_time() {
    play(
        &mut sample("gusto.json"),
        vec![
            Key("tab"),
            Key("&"),
            Type("time_off"),
            See("Scopes 1 of 11"),
            Key("enter"),
            Key("enter"),
            Key("?"),
            See("Keys · inspector"),
            Key("esc"),
            Miss("Keys · inspector"),
            Key("esc"),
            See("Scopes 14"),
            Miss("of 11"),
            Key("esc"),
            Key("esc"),
            See("▌access_token"),
            Key("esc"),
            See("▌access_token"),
        ],
    );
}

#[test]
fn a_resize_keeps_the_selection() {
    play(
        &mut sample("gusto.json"),
        vec![
            Key("j"),
            Key("j"),
            See("▌expires_in"),
            Resize(40, 12),
            See("▌expires_in"),
            Resize(1, 1),
            Resize(0, 0),
            Resize(80, 24),
            See("▌expires_in"),
        ],
    );
}

#[test]
fn a_changed_file_is_read_again_in_place() {
    let mut app = sample("gusto.json");
    // The answer to the watch that the first load asked for carries its id, which is the second.
    let changed = Event::FileChanged {
        id: 2,
        path: "gusto.json".into(),
        result: Ok(tokenscope::input::Loaded::bytes(
            br#"{"access_token":"a","expires_in":60,"scope":"other:thing"}"#.to_vec(),
        )),
    };
    let late = Event::Loaded {
        id: 77,
        origin: tokenscope::input::InputOrigin::Stdin,
        result: Ok(tokenscope::input::Loaded::bytes(b"{}".to_vec())),
    };
    play(
        &mut app,
        vec![
            Key("j"),
            Input(Input::Event(changed)),
            See("gusto.json changed on disk"),
            See("▌token_type"),
            See("other"),
            Input(Input::Event(late)),
            See("other"),
        ],
    );
}

#[test]
fn suspend_and_signals_reach_the_loop() {
    let played = play(&mut sample("gusto.json"), vec![Key("ctrl-z"), See("VALID")]);
    assert_eq!((played.suspended, played.ended), (1, Ended::Quit));
    let end = vec![Input(Input::Continue), See("VALID"), Input(Input::End(15))];
    assert_eq!(play(&mut sample("gusto.json"), end).ended, Ended::Signal(15));
    let lost = vec![Input(Input::Lost)];
    assert_eq!(play(&mut sample("gusto.json"), lost).ended, Ended::Lost);
}

#[test]
fn a_finding_leads_to_what_it_is_about() {
    play(
        &mut sample("troubled.json"),
        vec![
            Key("/"),
            Type("kid-suspicious"),
            Key("enter"),
            See("▌▲ kid-suspicious"),
            Key("enter"),
            See("▌ kid"),
            See("../../keys/main.pem"),
            // The search first, then to where the finding is, with its own detail beside it.
            Key("esc"),
            Key("esc"),
            See("▌▲ kid-suspicious"),
            See("4 kid-suspicious"),
        ],
    );
}

#[test]
fn a_click_selects_and_the_wheel_scrolls() {
    play(
        &mut sample("gusto.json"),
        vec![
            Click("7200"),
            See("▌expires_in"),
            Input(Input::Wheel(5, 9, -1)),
            See("▌access_token"),
            Resize(80, 24),
            Click("Scopes 14"),
            See("▌public"),
        ],
    );
}

#[test]
fn a_late_failure_of_a_worker_is_a_notice() {
    let failed = Event::WorkerFailed { id: 9, what: "reading the file" };
    play(
        &mut sample("gusto.json"),
        vec![Input(Input::Event(failed)), See("reading the file failed unexpectedly")],
    );
}
