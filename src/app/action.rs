//! What a person can ask for, by name.

/// One thing that a key, a click or the footer asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Move the cursor one row up.
    Up,
    /// Move the cursor one row down.
    Down,
    /// Go to the list that the detail belongs to.
    Left,
    /// Go to the detail of the row under the cursor.
    Right,
    /// Go to the first row.
    First,
    /// Go to the last row.
    Last,
    /// Move half a panel up.
    HalfPageUp,
    /// Move half a panel down.
    HalfPageDown,
    /// Move a panel up.
    PageUp,
    /// Move a panel down.
    PageDown,
    /// Give the next panel the cursor.
    NextPanel,
    /// Give the previous panel the cursor.
    PreviousPanel,
    /// Open what is under the cursor: its detail, or the place a finding is about.
    Enter,
    /// Take one step back.
    Back,
    /// Narrow the list down to what matches a text.
    Find,
    /// Show the secret under the cursor for a while, or mask it again.
    Reveal,
    /// Copy what is under the cursor.
    Copy,
    /// Copy the whole report, with its secrets masked.
    CopyReport,
    /// Ask for a key to verify signatures with.
    AddKey,
    /// Forget every key.
    ForgetKeys,
    /// List every request and response.
    Transcript,
    /// Get a new token.
    Fetch,
    /// Ask the server about the token.
    Introspect,
    /// Ask the server for the claims of the user.
    Userinfo,
    /// End the token under the cursor.
    Revoke,
    /// End the refresh token.
    RevokeAll,
    /// Open a file.
    Open,
    /// Open the box that takes a paste from a terminal without bracketed paste.
    Paste,
    /// Ask the server for a new token.
    Refresh,
    /// Keep the token fresh, or no longer.
    KeepFresh,
    /// Save the response in a file.
    Save,
    /// Save each new response, or no longer.
    SaveAlways,
    /// List the responses of the session.
    History,
    /// Send the request that is shown.
    Send,
    /// The same, and ask no more in this session.
    SendUnasked,
    /// Ask the issuer in the form for its endpoint.
    Contact,
    /// Mark a response, and compare it with the next one.
    Mark,
    /// Forget every response but the one on screen, and what was said to servers.
    Forget,
    /// The same, although something would be lost.
    ForgetUnsaved,
    /// Save what would be lost, and leave.
    SaveAndLeave,
    /// Leave, and lose it.
    Discard,
    /// Show what the keys do here.
    Help,
    /// Confirm what was typed.
    Submit,
    /// Start a new line of a text of several lines.
    NewLine,
    /// Go to the next entry of a form.
    NextEntry,
    /// Go to the previous entry of a form.
    PreviousEntry,
    /// Draw the whole screen afresh.
    Redraw,
    /// Stop for now, as `ctrl-z` does in a shell.
    Suspend,
    /// End the program, from where nothing is being typed.
    Quit,
    /// End the program, from anywhere.
    Interrupt,
}

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
    pub const ALL: [Self; 5] = [Self::Server, Self::Bring, Self::Do, Self::Move, Self::Program];
}

impl Action {
    /// What it does in one or two words, for the footer.
    pub fn label(self) -> &'static str {
        match self {
            Self::Up => "up",
            Self::Down => "down",
            Self::Left => "list",
            Self::Right => "detail",
            Self::First => "first",
            Self::Last => "last",
            Self::HalfPageUp => "half up",
            Self::HalfPageDown => "half down",
            Self::PageUp => "page up",
            Self::PageDown => "page down",
            Self::NextPanel => "next panel",
            Self::PreviousPanel => "previous panel",
            Self::Enter => "open",
            Self::Back => "back",
            Self::Find => "find",
            Self::Reveal => "reveal",
            Self::Copy => "copy",
            Self::CopyReport => "copy report",
            Self::AddKey => "key",
            Self::ForgetKeys => "forget keys",
            Self::Transcript => "transcript",
            Self::Fetch => "fetch",
            Self::Introspect => "introspect",
            Self::Userinfo => "userinfo",
            Self::Revoke => "revoke",
            Self::RevokeAll => "revoke all",
            Self::Open => "open file",
            Self::Paste => "paste",
            Self::Refresh => "refresh",
            Self::KeepFresh => "keep fresh",
            Self::Save => "save",
            Self::SaveAlways => "save always",
            Self::History => "history",
            Self::Send => "send",
            Self::SendUnasked => "send, ask no more",
            Self::Contact => "contact the issuer",
            Self::Mark => "compare",
            Self::Forget => "forget",
            Self::ForgetUnsaved => "forget it too",
            Self::SaveAndLeave => "save and quit",
            Self::Discard => "discard and quit",
            Self::Help => "help",
            Self::Submit => "done",
            Self::NewLine => "new line",
            Self::NextEntry => "next entry",
            Self::PreviousEntry => "previous entry",
            Self::Redraw => "redraw",
            Self::Suspend => "suspend",
            Self::Quit | Self::Interrupt => "quit",
        }
    }

    /// What it does in a sentence, for the help.
    pub fn help(self) -> &'static str {
        match self {
            Self::Up => "One row up",
            Self::Down => "One row down",
            Self::Left => "From the detail to its list",
            Self::Right => "To the detail of this row",
            Self::First => "First row",
            Self::Last => "Last row",
            Self::HalfPageUp => "Half a panel up",
            Self::HalfPageDown => "Half a panel down",
            Self::PageUp => "A panel up",
            Self::PageDown => "A panel down",
            Self::NextPanel => "Next panel",
            Self::PreviousPanel => "Previous panel",
            Self::Enter => "Open this row, or go to what a finding is about",
            Self::Back => "One step back",
            Self::Find => "Show only rows that match a text",
            Self::Reveal => "Show this secret for half a minute, or mask it",
            Self::Copy => "Copy this; a secret needs a second press",
            Self::CopyReport => "Copy the whole report, secrets masked",
            Self::AddKey => "Give a key to verify signatures with",
            Self::ForgetKeys => "Forget every key that was given",
            Self::Transcript => "Every request and response, as curl commands too",
            Self::Fetch => "Get a new token, by a grant of your choice",
            Self::Introspect => "Ask the server about this token (RFC 7662)",
            Self::Userinfo => "Ask the server for the claims of the user",
            Self::Revoke => "End this token (RFC 7009); asks first",
            Self::RevokeAll => "End the refresh token; asks first",
            Self::Open => "Open a file; it is read again when it changes",
            Self::Paste => "Paste box, for terminals that type pastes out",
            Self::Refresh => "Get a new token for the refresh token; shown before it is sent",
            Self::KeepFresh => "Refresh once whenever the token turns expiring",
            Self::Save => "Save the response in a file",
            Self::SaveAlways => "Save each new response by itself",
            Self::History => "All responses of this session, to go back to or compare",
            Self::Send => "Send the request",
            Self::SendUnasked => "Send it, and do not ask again in this session",
            Self::Contact => "Ask the issuer for its token endpoint",
            Self::Mark => "Mark this response; on another one, compare the two",
            Self::Forget => "Forget all responses but this one, and the transcript",
            Self::ForgetUnsaved => "Forget the new refresh token, too",
            Self::SaveAndLeave => "Save the new refresh token, then quit",
            Self::Discard => "Quit without the new refresh token",
            Self::Help => "These keys",
            Self::Submit => "Take what was typed",
            Self::NewLine => "New line; twice on an empty line to finish",
            Self::NextEntry => "Next entry",
            Self::PreviousEntry => "Previous entry",
            Self::Redraw => "Draw the screen afresh",
            Self::Suspend => "Suspend; fg in the shell brings it back",
            Self::Quit => "Quit",
            Self::Interrupt => "Quit from anywhere",
        }
    }

    /// Its place in the help.
    pub fn group(self) -> Group {
        match self {
            Self::Up
            | Self::Down
            | Self::Left
            | Self::Right
            | Self::First
            | Self::Last
            | Self::HalfPageUp
            | Self::HalfPageDown
            | Self::PageUp
            | Self::PageDown
            | Self::NextPanel
            | Self::PreviousPanel
            | Self::NextEntry
            | Self::PreviousEntry
            | Self::Back => Group::Move,
            Self::AddKey
            | Self::ForgetKeys
            | Self::Enter
            | Self::Find
            | Self::Reveal
            | Self::Copy
            | Self::CopyReport
            | Self::Mark
            | Self::Submit
            | Self::NewLine => Group::Do,
            Self::Open
            | Self::Paste
            | Self::History
            | Self::Forget
            | Self::ForgetUnsaved
            | Self::Save
            | Self::SaveAlways => Group::Bring,
            Self::Refresh
            | Self::KeepFresh
            | Self::Fetch
            | Self::Introspect
            | Self::Userinfo
            | Self::Revoke
            | Self::RevokeAll
            | Self::Transcript
            | Self::Send
            | Self::SendUnasked
            | Self::Contact => Group::Server,
            Self::Help
            | Self::Redraw
            | Self::Suspend
            | Self::SaveAndLeave
            | Self::Discard
            | Self::Quit
            | Self::Interrupt => Group::Program,
        }
    }
}

/// What keys mean depends on what stands on top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mode {
    /// Everywhere, unless the mode says otherwise.
    Any,
    /// The panels.
    Inspector,
    /// Typing what to find.
    Find,
    /// Filling in a form.
    Form,
    /// Pasting into the box.
    PasteBox,
    /// Reading the help.
    Help,
    /// Looking at a request before it is sent, or while it is under way.
    Request,
    /// Reading what came of it, or what changed.
    Text,
    /// Choosing among the responses of the session.
    History,
    /// Choosing among the exchanges of the session.
    Transcript,
    /// Reading one of them.
    Exchange,
    /// Deciding whether to forget.
    Forget,
    /// Deciding whether to leave.
    Leave,
}

impl Mode {
    /// Whether keys without a binding are text.
    pub fn types(self) -> bool {
        matches!(self, Self::Find | Self::Form | Self::PasteBox)
    }

    /// What the person is doing, for the help's title.
    pub fn label(self) -> &'static str {
        match self {
            Self::Any => "everywhere",
            Self::Inspector => "inspector",
            Self::Find => "find",
            Self::Form => "form",
            Self::PasteBox => "paste box",
            Self::Help => "help",
            Self::Request => "request",
            Self::Text => "reading",
            Self::History => "history",
            Self::Transcript => "transcript",
            Self::Exchange => "exchange",
            Self::Forget => "forgetting",
            Self::Leave => "leaving",
        }
    }
}
