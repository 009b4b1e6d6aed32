//! Draws the application's state, one panel a file. Nothing here changes the state, reads the
//! clock or inspects anything again.
//!
//! ```text
//! ┌ title ──────────────────────────────┐
//! ├ headline: usable, whose, for whom ──┤
//! ├ timeline: the lives of the tokens ──┤
//! ├ fields ─────────┬ detail ───────────┤   at 84 columns and below one above the other
//! ├ scopes ─────────┤                   │
//! ├ findings ───────┤                   │
//! └ footer ─────────┴───────────────────┘
//! ```

mod access;
mod ascii;
mod detail;
mod dialog;
mod fields;
mod findings;
pub mod fit;
mod footer;
mod headline;
mod items;
mod layout;
mod panel;
pub mod plain_text;
mod scopes;
pub mod theme;
mod title;
mod value;
mod welcome;

use std::borrow::Cow;

use chrono::{DateTime, SubsecRound as _, Utc};
use ratatui::{
    Frame,
    layout::{Position, Rect},
    text::Line,
};

use crate::{
    app::{Action, App, Document, Panel, PanelExtents, Target, detail::DetailView, dialog::Dialog},
    keymap::Keymap,
    text::visible,
};

pub use theme::Theme;

use dialog::{
    copy_menu, device_code, forget, form, help, history, leave, palette, paste_box, request, text,
    transcript,
};

/// Everything that a frame shows.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub app: &'a App,
    /// The keys that the footer and the help name.
    pub keymap: &'a Keymap,
    /// How it looks.
    pub theme: &'a Theme,
    pub now: DateTime<Utc>,
}

impl Scene<'_> {
    /// The second that is shown: everything that moves on screen moves with it, so that one
    /// redraw a second is enough.
    fn second(&self) -> DateTime<Utc> {
        self.now.trunc_subsecs(0)
    }

    /// A text as it may be shown: safe for the terminal, and with every secret of the session
    /// masked. Whatever is drawn goes through here, unless it is a secret that the person reveals.
    fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match self.app.masked(text) {
            Cow::Borrowed(text) => visible(text),
            Cow::Owned(text) => Cow::Owned(visible(&text).into_owned()),
        }
    }

    /// A row with the text that is looked for lit in it.
    fn lit(&self, line: Line<'static>, target: &Target) -> Line<'static> {
        let search = self.app.search.as_ref().zip(self.app.document());
        let Some((search, _)) = search.filter(|(search, it)| search.is_match(it, target)) else {
            return line;
        };
        let here = search.current() == Some(target);
        let style = if here { self.theme.matched_here } else { self.theme.matched };
        fit::lit(line, search.input.text(), style)
    }

    /// A text that is being typed: as it is, unless a secret was typed where none belongs.
    fn typed<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.app.repeats_secret(text) {
            return Cow::Owned("•".repeat(text.chars().count()));
        }
        visible(text)
    }
}

/// What was drawn where.
#[derive(Clone, Debug, Default)]
pub struct Drawn {
    pub panels: Vec<DrawnPanel>,
    /// Keys that can be clicked.
    pub buttons: Vec<(Rect, Action)>,
    /// Views of the detail panel that can be clicked.
    pub views: Vec<(Rect, DetailView)>,
    /// Whether a box stands on top, which then takes all clicks.
    pub covered: bool,
    /// What scrolling needs to know.
    pub extents: PanelExtents,
}

/// One panel that was drawn.
#[derive(Clone, Debug)]
pub struct DrawnPanel {
    pub panel: Panel,
    /// All of it, borders included.
    pub area: Rect,
    /// Where its first row is.
    pub rows: Rect,
    /// Which row of the list each line shows.
    pub lines: Vec<Option<usize>>,
}

/// What is under the pointer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hit {
    /// A key of the footer.
    Button(Action),
    /// A view of the detail panel.
    View(DetailView),
    /// A panel, and the row of its list.
    Panel(Panel, Option<usize>),
    /// Nothing that answers.
    Nothing,
}

impl Drawn {
    /// What is at a column and row of the screen.
    pub fn hit(&self, column: u16, row: u16) -> Hit {
        let at = Position::new(column, row);
        if let Some((_, action)) = self.buttons.iter().find(|(area, _)| area.contains(at)) {
            return Hit::Button(*action);
        }
        if self.covered {
            return Hit::Nothing;
        }
        if let Some((_, view)) = self.views.iter().find(|(area, _)| area.contains(at)) {
            return Hit::View(*view);
        }
        let Some(panel) = self.panels.iter().find(|panel| panel.area.contains(at)) else {
            return Hit::Nothing;
        };
        let line = row.checked_sub(panel.rows.y).filter(|_| panel.rows.contains(at));
        let row = line.and_then(|line| panel.lines.get(usize::from(line)).copied().flatten());
        Hit::Panel(panel.panel, row)
    }
}

/// Draws one frame.
pub fn draw(frame: &mut Frame<'_>, scene: &Scene<'_>) -> Drawn {
    let area = frame.area();
    let mut drawn = Drawn::default();
    if area.is_empty() {
        return drawn;
    }
    match (scene.app.document(), scene.app.shown_list()) {
        (Some(document), _) => inspection(frame, scene, document, area, &mut drawn),
        (None, Some(items)) => items::draw(frame, scene, items, area, &mut drawn),
        (None, None) => welcome::draw(frame, scene, area, &mut drawn),
    }
    if let Some(dialog) = scene.app.dialogs.last() {
        drawn.covered = true;
        drawn.buttons.clear();
        let area = dialog::backdrop(frame, scene, area);
        draw_dialog(frame, scene, dialog, area, &mut drawn);
    }
    if scene.theme.ascii {
        ascii::draw_again(frame.buffer_mut());
    }
    drawn
}

fn draw_dialog(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    dialog: &Dialog,
    area: Rect,
    drawn: &mut Drawn,
) {
    match dialog {
        Dialog::Help(scroll) => help::draw(frame, scene, *scroll, area, drawn),
        Dialog::Form(form) => form::draw(frame, scene, form, area, drawn),
        Dialog::Palette(palette) => palette::draw(frame, scene, palette, area, drawn),
        Dialog::PasteBox(paste) => paste_box::draw(frame, scene, paste, area, drawn),
        Dialog::Request(scroll) => request::draw(frame, scene, *scroll, area, drawn),
        Dialog::DeviceCode(scroll) => device_code::draw(frame, scene, *scroll, area, drawn),
        Dialog::Text(page) => text::draw(frame, scene, page, area, drawn),
        Dialog::History(dialog) => history::draw(frame, scene, dialog, area, drawn),
        Dialog::Transcript(list) => transcript::draw(frame, scene, list, area, drawn),
        Dialog::Exchange(said) => text::draw(frame, scene, &said.page, area, drawn),
        Dialog::Forget => forget::draw(frame, scene, area, drawn),
        Dialog::Leave => leave::draw(frame, scene, area, drawn),
        Dialog::CopyMenu(menu) => copy_menu::draw(frame, scene, menu, area, drawn),
    }
}

fn inspection(
    frame: &mut Frame<'_>,
    scene: &Scene<'_>,
    document: &Document,
    area: Rect,
    drawn: &mut Drawn,
) {
    let plan = layout::plan(scene, document, area);
    title::draw(frame, scene, document, plan.title);
    headline::draw(frame, scene, document, plan.headline, plan.has_timeline);
    headline::timeline::draw(frame, scene, document, plan.timeline);
    for slot in &plan.slots {
        match slot.panel {
            // It has the whole screen, and stands before all documents.
            Panel::Items => {}
            Panel::Fields => fields::draw(frame, scene, document, slot, drawn),
            Panel::Scopes => scopes::draw(frame, scene, document, slot, drawn),
            Panel::Findings => findings::draw(frame, scene, document, slot, drawn),
            Panel::Detail => detail::draw(frame, scene, document, slot, drawn),
        }
    }
    footer::draw(frame, scene, plan.footer, drawn);
}
