//! Refreshing an item that was opened from the list.

use std::path::PathBuf;

use tokenscope::app::{self, Action, Event, item_list::reading::ReadInput};

use super::{InputOrigin, Loaded, act, arrive, empty_inspector, ready, response, sent, token};

/// Two files, one whole and one of two responses.
fn inputs() -> Vec<ReadInput> {
    let several = format!("[{},{}]", response("second"), response("third"));
    [("whole.json", response("first")), ("several.json", several)]
        .map(|(name, text)| {
            let loaded = Loaded::bytes(text.into_bytes());
            ReadInput::Read(InputOrigin::File(PathBuf::from(name)), Ok(loaded))
        })
        .into()
}

#[test]
fn the_answer_takes_the_place_of_the_item_and_esc_leads_back_to_the_list() {
    let mut app = empty_inspector();
    app.open_at_start(inputs());
    for (place, has_path) in [("1", true), ("2", false)] {
        app.open_called(place).unwrap();
        let id = sent(&mut app);
        arrive(&mut app, id, 200, &response(&format!("new-{place}")));
        assert_eq!(token(&app), format!("new-{place}"));
        // The file that holds more than the token is not offered as the place of the answer.
        let entry = app.history.current().unwrap();
        assert_eq!(!entry.is_part, has_path, "{place}");
        act(&mut app, Action::Back);
        act(&mut app, Action::Back);
        assert!(app.shown_list().is_some(), "{place}");
        assert!(app.would_lose(), "the answer is kept, though it is not on screen");
    }
    assert_eq!(app.history.entries().len(), 4, "two items that were refreshed, and the answers");
}

#[test]
fn an_answer_that_comes_when_the_list_is_back_does_not_take_the_screen() {
    let mut app = empty_inspector();
    app.open_at_start(inputs());
    app.open_called("1").unwrap();
    let id = sent(&mut app);
    // Out of the request, and back to the list.
    act(&mut app, Action::Back);
    act(&mut app, Action::Back);
    assert!(app.shown_list().is_some());
    arrive(&mut app, id, 200, &response("late"));
    assert!(app.shown_list().is_some() && app.would_lose());
    let kept = app.history.entries().len();
    assert_eq!(kept, 2, "what was refreshed, and the answer");
}

#[test]
fn the_row_follows_where_the_answer_is_saved_in_its_file() {
    let mut app = empty_inspector();
    app.open_at_start(inputs());
    app.open_called("1").unwrap();
    ready(&mut app, Action::Refresh);
    act(&mut app, Action::Back);
    let text = response("saved").replace("\"a b\"", "\"a b c\"");
    // The first request opens, the second watches.
    let result = Ok(Loaded::bytes(text.into_bytes()));
    app::update(&mut app, Event::FileChanged { id: 2, path: "whole.json".into(), result });
    assert_eq!(token(&app), "saved");
    act(&mut app, Action::Back);
    let items = app.shown_list().unwrap();
    let item = items.item(items.selected().unwrap().address).unwrap();
    assert_eq!(item.inspection.scopes.len(), 3);
}
