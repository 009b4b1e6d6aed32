//! Draws the dialog before an unsaved refresh token is forgotten.

use ratatui::{Frame, layout::Rect};

use crate::{
    app::dialog::text::Part,
    app::list::Scroll,
    emphasis::Emphasis,
    ui::{Drawn, Scene, dialog::text},
};
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>, area: Rect, drawn: &mut Drawn) {
    let columns = usize::from(text::width(area).min(64));
    let words = "An earlier response holds a new refresh token that is in no file. The one before \
                 it may be dead: without the new one you would have to sign in again.";
    let parts = [Part::Text(Emphasis::Plain, words.to_owned())];
    let lines = text::parts(scene, &parts, columns);
    text::text(frame, scene, "Forget?", lines, Scroll::default(), area, drawn);
}
