//! The screen while a server does not answer.

use chrono::TimeDelta;

use tokenscope::{
    app::{self, Action},
    oauth::Operation,
    secret::Secret,
};

use super::{act, built, empty_inspector, inspector, prepared, sent};
use crate::harness::{Step::*, play, play_on};

#[test]
fn thirty_frames_a_second_are_drawn_however_long_one_takes() {
    for cost in [0, 7, 29] {
        let mut app = inspector();
        sent(&mut app);
        let start = app.now;
        let played =
            play_on(TimeDelta::milliseconds(cost), &mut app, vec![Pass(TimeDelta::seconds(1))]);
        let passed = (app.now - start).num_milliseconds();
        let frames = i64::try_from(played.frames).unwrap();
        assert!(passed >= 1_000, "{passed} ms");
        assert!(frames * 1_000 >= 30 * passed, "{frames} frames in {passed} ms");
    }
}

#[test]
fn nothing_is_drawn_while_a_request_waits_for_the_person() {
    let mut app = empty_inspector();
    let id = prepared(&app.ask_server(
        Operation::Refresh { token: Secret::new("refresh"), scope: Vec::new() },
        false,
    ));
    app::update(&mut app, built(id));
    assert_eq!(play(&mut app, vec![Pass(TimeDelta::seconds(60))]).frames, 1);
}

#[test]
fn keys_are_answered_while_it_waits_and_esc_abandons() {
    let mut app = inspector();
    sent(&mut app);
    let steps = vec![
        See("waiting for the answer"),
        Pass(TimeDelta::milliseconds(400)),
        See("0.3 s"),
        Key("esc"),
        Miss("waiting for the answer"),
        See("No longer waiting"),
        Key("j"),
        See("▌token_type"),
    ];
    play(&mut app, steps);
    assert!(act(&mut app, Action::Quit).is_empty(), "its answer may still come");
}
