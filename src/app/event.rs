//! What can happen to the state.

use chrono::{DateTime, Utc};

use crate::{
    exchange::Exchange,
    input::{InputOrigin, Loaded},
    jose::Keys,
    oauth::{ClientTerms, PreparedRequest, SettingProblem, UserStep},
    problem::Problem,
    storage::{FolderEntry, SaveError},
    value::Text,
};

pub use super::effect::RequestId;
pub use super::item_list::reading::{OpenedInputs, opened_board};
pub use super::server_answer::{ExchangeFailure, ServerAnswer};
use super::{Action, Panel, PanelExtents, detail::DetailView};

/// One thing that happened.
#[derive(Debug)]
pub enum Event {
    /// It is now this late. Comes before everything else that happened since.
    Tick(DateTime<Utc>),
    /// A key or a click asks for something.
    Act(Action),
    /// A key that edits the text being typed.
    Type(Edit),
    /// A bracketed paste, in one piece.
    Pasted(Text),
    /// A row of a panel was clicked, counted from the first one of its list.
    Clicked {
        panel: Panel,
        /// The row, or none where the panel has none at that place.
        row: Option<usize>,
    },
    /// A view of the detail panel was clicked.
    ShowView(DetailView),
    /// The wheel turned over a panel or a dialog.
    Wheel {
        /// The panel under the pointer; none over a dialog.
        panel: Option<Panel>,
        /// Lines down; negative is up.
        lines: isize,
    },
    /// A frame was drawn, and this is how large its parts were.
    Drawn(PanelExtents),
    /// Something to inspect was read.
    Loaded {
        /// The request that it answers.
        id: RequestId,
        /// Where it comes from.
        origin: InputOrigin,
        /// The bytes, or why there are none.
        result: Result<Loaded, Problem>,
    },
    /// Inputs were read and inspected.
    Inspected {
        /// The request that it answers.
        id: RequestId,
        opened: OpenedInputs,
    },
    /// A watched file has changed.
    FileChanged {
        /// The request to watch it.
        id: RequestId,
        path: std::path::PathBuf,
        /// What it holds now, or why it cannot be read any more.
        result: Result<Loaded, Problem>,
    },
    /// Keys were read.
    Keys {
        /// The request that it answers.
        id: RequestId,
        /// The keys, or why there are none.
        result: Result<Keys, Problem>,
    },
    /// What was put on the clipboard, or why it was not.
    Copied {
        /// The thing by name, never its content.
        what: String,
        /// How far it went.
        result: Result<Clipboard, Problem>,
    },
    /// A request is complete and waits for the person's consent.
    Prepared { id: RequestId, request: Box<PreparedRequest> },
    /// The person has something to do, so that a token can be fetched.
    UserStep { id: RequestId, step: Box<UserStep> },
    /// What came back from a browser was not accepted; the wait goes on.
    Rejected {
        id: RequestId,
        /// Why the callback was not accepted.
        why: String,
    },
    /// A worker needs a secret that only the person knows.
    SecretWanted {
        id: RequestId,
        /// What it is.
        what: String,
    },
    /// Something was said to a server, for the transcript.
    Exchanged(Box<Exchange>),
    /// A server answered, whatever the status.
    Answered { id: RequestId, answer: Box<ServerAnswer> },
    /// The keys to verify the last answer with came, as far as it needs any.
    IssuerKeys(Box<Keys>),
    /// A request has no answer.
    Failed { id: RequestId, failure: ExchangeFailure },
    /// Nothing was sent: another program has rewritten the file of the token since it was read.
    Overtaken {
        id: RequestId,
        path: std::path::PathBuf,
        /// What is there now.
        loaded: Loaded,
    },
    /// A refresh was not sent, because a new refresh token might be lost.
    AtRisk {
        id: RequestId,
        /// What cannot be written, safe for a terminal.
        why: String,
    },
    /// What the client says of itself and of its server.
    ClientDescribed { id: RequestId, terms: Box<ClientTerms> },
    /// What stands in a folder, or why that is not known.
    FolderListed { id: RequestId, result: Result<Vec<FolderEntry>, Problem> },
    /// An issuer told its endpoints, or did not.
    Discovered {
        id: RequestId,
        /// What it told.
        result: Result<Box<ClientTerms>, ExchangeFailure>,
    },
    /// A server can be used from now on, or not.
    Configured {
        id: RequestId,
        /// What to call it, or what is wrong with what was typed.
        result: Result<String, SettingProblem>,
    },
    /// A response was written to a file, or was not.
    Saved {
        id: RequestId,
        path: std::path::PathBuf,
        /// When it was last written, or why it was not.
        result: Result<Option<DateTime<Utc>>, SaveError>,
    },
    /// A worker ended without an answer.
    WorkerFailed {
        /// The request that it worked on.
        id: RequestId,
        /// What it was doing.
        what: &'static str,
    },
}

/// How a copy reached the clipboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clipboard {
    /// The system confirmed it.
    System,
    /// The terminal was asked for it with OSC 52, and does not answer.
    Terminal {
        /// Why the system did not confirm it, where there is a desktop.
        why: Option<String>,
    },
}

/// One change of a text that is being typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Insert(char),
    /// Take away the character before the cursor.
    Backspace,
    /// Take away the character under the cursor.
    Delete,
    /// Take away the word before the cursor.
    DeleteWord,
    /// Take away everything before the cursor.
    Clear,
    /// One character back.
    Left,
    /// One character on.
    Right,
    /// One word back.
    WordLeft,
    /// One word on.
    WordRight,
    /// To the start.
    Home,
    /// To the end.
    End,
}

impl std::fmt::Debug for Edit {
    /// Typed characters may be part of a secret.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Insert(_) => "Insert(…)",
            Self::Backspace => "Backspace",
            Self::Delete => "Delete",
            Self::DeleteWord => "DeleteWord",
            Self::Clear => "Clear",
            Self::Left => "Left",
            Self::Right => "Right",
            Self::WordLeft => "WordLeft",
            Self::WordRight => "WordRight",
            Self::Home => "Home",
            Self::End => "End",
        })
    }
}
