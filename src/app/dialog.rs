//! Dialogs: boxes on top of the panels, one above the other.

pub(super) mod answer;
pub(super) mod changes;
pub mod copy_menu;
mod device_code;
mod forget;
pub mod form;
pub mod history;
mod leave;
pub mod palette;
pub mod paste_box;
pub(super) mod refused_access;
mod request;
pub mod text;
pub mod transcript;

use super::{Action, App, Effect, List, Mode};
use crate::app::list::Scroll;

use copy_menu::CopyMenu;
use form::Form;
use history::HistoryDialog;
use palette::PaletteDialog;
use paste_box::PasteBox;
use text::TextDialog;
use transcript::ExchangeDialog;

/// One box on top.
#[derive(Clone, Debug)]
pub enum Dialog {
    /// What the keys do, scrolled down by this many lines.
    Help(Scroll),
    /// Something to fill in.
    Form(Form),
    /// What can be done, to choose from.
    Palette(PaletteDialog),
    /// The box that takes a typed-out paste.
    PasteBox(PasteBox),
    /// The request that is running, scrolled down.
    Request(Scroll),
    /// A device code that was brought in, scrolled down.
    DeviceCode(Scroll),
    /// Something to read.
    Text(TextDialog),
    /// The responses of the session.
    History(HistoryDialog),
    /// What was said in the session.
    Transcript(List),
    Exchange(ExchangeDialog),
    /// What can be copied of what is below.
    CopyMenu(CopyMenu),
    /// Whether to forget although something would be lost.
    Forget,
    /// Whether to leave although something would be lost.
    Leave,
}

impl Dialog {
    /// What keys mean while it stands on top.
    pub fn mode(&self) -> Mode {
        match self {
            Self::Help(_) => Mode::Help,
            Self::Form(_) => Mode::Form,
            Self::Palette(_) => Mode::Palette,
            Self::PasteBox(_) => Mode::PasteBox,
            Self::Request(_) => Mode::Request,
            Self::DeviceCode(_) => Mode::DeviceCode,
            Self::Text(_) => Mode::Text,
            Self::History(_) => Mode::History,
            Self::Transcript(_) => Mode::Transcript,
            Self::Exchange(_) => Mode::Exchange,
            Self::CopyMenu(_) => Mode::CopyMenu,
            Self::Forget => Mode::Forget,
            Self::Leave => Mode::Leave,
        }
    }

    /// Its list, where it is one.
    pub fn list(&mut self) -> Option<&mut List> {
        match self {
            Self::History(dialog) => Some(&mut dialog.list),
            Self::Palette(palette) => Some(&mut palette.list),
            Self::Transcript(list) => Some(list),
            Self::CopyMenu(menu) => Some(&mut menu.list),
            _ => None,
        }
    }

    /// How far it is scrolled down, where it is a text.
    pub fn scroll(&mut self) -> Option<&mut Scroll> {
        match self {
            Self::Help(scroll) | Self::Request(scroll) | Self::DeviceCode(scroll) => Some(scroll),
            Self::Text(page) | Self::Exchange(ExchangeDialog { page, .. }) => {
                Some(&mut page.scroll)
            }
            _ => None,
        }
    }
}

impl App {
    /// What the dialog on top, or else the list, does for an action; none where the action means
    /// what it means everywhere.
    pub(super) fn act_in_dialog(&mut self, action: Action) -> Option<Vec<Effect>> {
        let Some(dialog) = self.dialogs.last() else { return self.act_in_list(action) };
        match dialog {
            Dialog::Form(_) => self.act_in_form(action),
            Dialog::Palette(_) => self.act_in_palette(action),
            Dialog::PasteBox(_) => self.act_in_paste_box(action),
            Dialog::Request(_) => self.act_in_request(action),
            Dialog::DeviceCode(_) => self.act_in_device_code(action),
            Dialog::History(_) => self.act_in_history(action),
            Dialog::Transcript(_) => self.act_in_transcript(action),
            Dialog::Exchange(_) => self.act_in_exchange(action),
            Dialog::CopyMenu(_) => self.act_in_copy_menu(action),
            Dialog::Forget => self.act_in_forget(action),
            Dialog::Leave => self.act_in_leave(action),
            Dialog::Help(_) | Dialog::Text(_) => None,
        }
    }
}
