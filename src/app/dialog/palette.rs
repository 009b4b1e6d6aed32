//! The command palette: every action of the inspector, found by words of its name and its help.

use crate::{
    app::{Action, App, Edit, Effect, List, Mode, text_input::TextInput},
    emphasis::Emphasis,
};

use super::Dialog;

/// Actions to choose from, narrowed down by what is typed.
#[derive(Clone, Debug)]
pub struct PaletteDialog {
    pub input: TextInput,
    /// The commands that match, those that can do something first.
    pub list: List,
    pub commands: Vec<PaletteCommand>,
    /// All of them, in the order of the table.
    all: Vec<PaletteCommand>,
}

/// An action, and whether it would do something now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PaletteCommand {
    pub action: Action,
    pub is_enabled: bool,
}

impl PaletteDialog {
    fn new(all: Vec<PaletteCommand>) -> Self {
        let mut palette =
            Self { input: TextInput::default(), list: List::default(), commands: Vec::new(), all };
        palette.narrow();
        palette
    }

    /// One change of what is typed.
    pub fn edit(&mut self, edit: Edit) {
        self.input.edit(edit);
        self.narrow();
    }

    pub fn insert(&mut self, text: &str) {
        self.input.insert(text);
        self.narrow();
    }

    /// Shows the commands that hold every word, in any order.
    fn narrow(&mut self) {
        let text = self.input.text().to_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let rank = |command: &PaletteCommand| {
            let row = command.action.row();
            let label = row.label.to_lowercase();
            let rest = format!("{} {}", row.help, row.group.label()).to_lowercase();
            let is_found = words.iter().all(|word| label.contains(word) || rest.contains(word));
            // What is called so stands before what is only told of with that word.
            let is_named = words.iter().all(|word| label.contains(word));
            is_found.then_some((!command.is_enabled, !is_named))
        };
        let mut found: Vec<_> =
            self.all.iter().filter_map(|command| Some((rank(command)?, *command))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        self.commands = found.into_iter().map(|(_, command)| command).collect();
        self.list = List::new(self.commands.len());
    }
}

impl App {
    /// `:` lists what can be done.
    pub(in crate::app) fn open_palette(&mut self) {
        let here = self.mode();
        let is_here = |action: &Action| {
            let mut keys = action.row().keys.iter();
            *action != Action::Palette
                && keys.any(|keys| keys.mode == here || keys.mode == Mode::Any)
        };
        let actions = Action::ALL.iter().copied().filter(is_here);
        let all = actions
            .map(|action| PaletteCommand { action, is_enabled: self.is_enabled(action) })
            .collect();
        self.dialogs.push(Dialog::Palette(PaletteDialog::new(all)));
    }

    pub(super) fn act_in_palette(&mut self, action: Action) -> Option<Vec<Effect>> {
        let Some(Dialog::Palette(palette)) = self.dialogs.last() else { return None };
        if action != Action::Submit {
            return None;
        }
        let chosen = palette.list.selected().and_then(|place| palette.commands.get(place)).copied();
        let PaletteCommand { action, is_enabled } = chosen?;
        self.dialogs.pop();
        if !is_enabled && action.row().otherwise.is_empty() {
            self.notify(Emphasis::Warning, "There is nothing here that this could be done with");
            return Some(Vec::new());
        }
        Some(self.act(action))
    }
}
