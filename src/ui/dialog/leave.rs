//! Draws the dialog before the program ends while a new refresh token is in no file.

use ratatui::{Frame, layout::Rect};

use crate::{
    app::dialog::text::Part,
    app::list::Scroll,
    emphasis::Emphasis,
    ui::{Drawn, Scene, dialog::text},
};
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    let columns = usize::from(text::width(area).min(64));
    let mut parts = Vec::new();
    if scene.app.history.newest_unsaved().is_some() {
        parts.push(Part::Text(
            Emphasis::Plain,
            "The server gave a new refresh token that is in no file. The one before it may be dead: without the new one you would have to sign in again.".to_owned(),
        ));
    }
    if scene.app.requests.awaits_token() {
        parts.push(Part::Text(
            Emphasis::Plain,
            "A refresh is still on its way. Its answer may hold the only valid refresh token."
                .to_owned(),
        ));
    }
    let lines = text::parts(scene, &parts, columns);
    text::text(frame, scene, "Leave?", lines, Scroll::default(), area, drawn);
}
