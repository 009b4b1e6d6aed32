//! Draws a device code that was brought in: large, with its QR code and its life.

use ratatui::{Frame, layout::Rect};

use crate::{
    app::list::Scroll,
    ui::{
        Drawn, Scene,
        dialog::{text, user_step},
    },
};

pub fn draw(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    scroll: Scroll,
    area: Rect,
    drawn: &mut Drawn,
) {
    let Some(authorization) = scene.app.device_authorization() else { return };
    let lines = user_step::brought_in(scene, &authorization, area);
    text::text(frame, scene, "Device code", lines, scroll, area, drawn);
}
