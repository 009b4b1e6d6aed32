//! The actions of the inspector, one row each, in the order of the footer and of the help.

mod definition;
mod table;

pub use definition::ActionRow;
pub use table::Action;

/// Where an action stands in the help.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Moving about.
    Move,
    /// Doing something with what is under the cursor.
    Do,
    /// Bringing in something else to inspect.
    Bring,
    /// Asking a server.
    Server,
    /// The program itself.
    Program,
}

impl Group {
    /// The heading in the help.
    pub fn label(self) -> &'static str {
        match self {
            Self::Move => "Move",
            Self::Do => "Look and copy",
            Self::Bring => "Bring in and save",
            Self::Server => "Server",
            Self::Program => "Program",
        }
    }

    /// All groups in the order of the help.
    pub const ALL: [Self; 5] = [Self::Move, Self::Do, Self::Server, Self::Bring, Self::Program];
}

/// What keys mean depends on what stands on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Everywhere, unless the mode says otherwise.
    Any,
    Inspector,
    /// Choosing among the credentials of the inputs.
    List,
    /// Typing what to find.
    Find,
    /// Filling in a form.
    Form,
    /// Choosing what to do.
    Palette,
    /// Pasting into the box.
    PasteBox,
    /// Reading the help.
    Help,
    /// Looking at a request before it is sent, or while it is under way.
    Request,
    /// Looking at a device code that was brought in.
    DeviceCode,
    /// Reading what came of it, or what changed.
    Text,
    /// Choosing among the responses of the session.
    History,
    /// Choosing among the exchanges of the session.
    Transcript,
    /// Reading one of them.
    Exchange,
    /// Choosing what to copy.
    CopyMenu,
    /// Deciding whether to forget.
    Forget,
    /// Deciding whether to leave.
    Leave,
}

impl Mode {
    /// All modes, what holds everywhere last.
    pub const ALL: [Self; 17] = [
        Self::Inspector,
        Self::List,
        Self::Find,
        Self::Form,
        Self::Palette,
        Self::PasteBox,
        Self::Help,
        Self::Request,
        Self::DeviceCode,
        Self::Text,
        Self::History,
        Self::Transcript,
        Self::Exchange,
        Self::CopyMenu,
        Self::Forget,
        Self::Leave,
        Self::Any,
    ];

    /// Whether keys without a binding are text.
    pub fn enters_text(self) -> bool {
        matches!(self, Self::Find | Self::Form | Self::Palette | Self::PasteBox)
    }

    /// What the person is doing, for the help's title.
    pub fn label(self) -> &'static str {
        match self {
            Self::Any => "everywhere",
            Self::Inspector => "inspector",
            Self::List => "list",
            Self::Find => "find",
            Self::Form => "form",
            Self::Palette => "commands",
            Self::PasteBox => "paste box",
            Self::Help => "help",
            Self::Request => "request",
            Self::DeviceCode => "device code",
            Self::Text => "reading",
            Self::History => "history",
            Self::Transcript => "transcript",
            Self::Exchange => "exchange",
            Self::CopyMenu => "copying",
            Self::Forget => "forgetting",
            Self::Leave => "leaving",
        }
    }
}
