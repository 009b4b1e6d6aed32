//! What a row of the table of actions says, and the macro that makes the table.

use crate::app::{App, Mode};

use super::Group;

/// One action. What it does stands in `act`.
#[derive(Debug)]
pub struct ActionRow {
    /// In one or two words, for the footer.
    pub label: &'static str,
    /// In a sentence, for the help.
    pub help: &'static str,
    pub group: Group,
    pub keys: &'static [DefaultKeys],
    /// Whether it would do something now.
    pub is_enabled: fn(&App) -> bool,
    /// What is said of it where it would do nothing; empty where there is nothing to say.
    pub otherwise: &'static str,
}

/// The keys of an action in a mode, unless the configuration says otherwise.
#[derive(Clone, Copy, Debug)]
pub struct DefaultKeys {
    pub mode: Mode,
    /// Written as in the configuration, one after the other; the first is the one to show.
    pub keys: &'static str,
    /// Whether the footer names it where there is room.
    pub footer: bool,
    /// Actions of a mode stand in the order of this, and then of the table.
    pub rank: i8,
}

/// Keys that the footer names.
pub(super) const fn footer(mode: Mode, keys: &'static str) -> DefaultKeys {
    DefaultKeys { mode, keys, footer: true, rank: 0 }
}

/// Keys that only the help names.
pub(super) const fn hidden(mode: Mode, keys: &'static str) -> DefaultKeys {
    DefaultKeys { footer: false, ..footer(mode, keys) }
}

impl DefaultKeys {
    /// Before every other action of its mode.
    pub(super) const fn first(self) -> Self {
        Self { rank: -1, ..self }
    }

    /// After every other action of its mode.
    pub(super) const fn last(self) -> Self {
        Self { rank: 1, ..self }
    }
}

/// Defines `Action` and the row of each. The name in the configuration is the variant's in
/// `snake_case`.
macro_rules! define_actions {
    ($(
        $action:ident = {
            label: $label:literal,
            help: $help:literal,
            group: $group:ident,
            keys: [$($keys:expr),* $(,)?],
            enabled: $enabled:expr,
            $(otherwise: $otherwise:literal,)?
        }
    )*) => {
        /// One thing that a key, a click or the footer asks for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Action {
            $(#[doc = $help] $action,)*
        }

        impl Action {
            /// All actions in the order of the table.
            pub const ALL: &[Self] = &[$(Self::$action),*];

            /// What the table says of it.
            pub fn row(self) -> &'static ActionRow {
                match self {
                    $(Self::$action => {
                        static ROW: ActionRow = ActionRow {
                            label: $label,
                            help: $help,
                            group: Group::$group,
                            keys: &[$($keys),*],
                            is_enabled: $enabled,
                            otherwise: concat!($($otherwise)?),
                        };
                        &ROW
                    })*
                }
            }
        }
    };
}

pub(super) use define_actions;
