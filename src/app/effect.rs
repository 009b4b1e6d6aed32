//! What the state asks its surroundings to do.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{
    input::{Fingerprint, Loaded},
    oauth::{ClientEdits, Operation},
    report::ReportFormat,
    secret::Secret,
    storage::{Replaces, WatchedFile},
};

pub use super::consent::Consent;
pub use super::inspector_settings::InspectorSettings;
pub use super::item_list::reading::ReadJob;

/// Tells one request from the next, so that a late answer can be dropped.
pub type RequestId = u64;

/// One thing to do; whatever comes of it comes back as an [`super::Event`].
#[derive(Debug)]
pub enum Effect {
    /// Read a file. Answered with [`super::Event::Loaded`].
    Load {
        id: RequestId,
        path: PathBuf,
    },
    /// Read standard input to its end. Answered with [`super::Event::Loaded`].
    ReadStdin {
        id: RequestId,
    },
    /// Read the keys that the argument names, in the forms of `--key`. Answered with
    /// [`super::Event::Keys`].
    ReadKey {
        id: RequestId,
        /// What was typed; it may be a key.
        argument: Secret,
    },
    /// Read what is not read, and inspect all of it. Answered with [`super::Event::Inspected`].
    Inspect {
        id: RequestId,
        job: Box<ReadJob>,
    },
    /// Read every token that the tools of this machine keep, and again whenever that changes; no
    /// other file is watched from now on. Answered with [`super::Event::Inspected`] each time.
    WatchBoard {
        id: RequestId,
        settings: Box<InspectorSettings>,
        /// The instant to judge at, where the clock was set.
        now: DateTime<Utc>,
    },
    /// Read each of these files again whenever it changes on disk, and no others. Answered with
    /// [`super::Event::FileChanged`] at each change.
    Watch {
        /// The request that every answer carries.
        id: RequestId,
        files: Vec<WatchedFile>,
    },
    /// Stop watching.
    Unwatch,
    /// Put a text on the clipboard. Answered with [`super::Event::Copied`].
    Copy {
        /// The thing by name.
        what: String,
        text: Secret,
    },
    /// Put the whole report on the clipboard, secrets masked. Answered with
    /// [`super::Event::Copied`].
    CopyReport {
        format: ReportFormat,
        /// Whether what is said of persons is withheld.
        mask_personal: bool,
    },
    /// Put on the clipboard what the box on top shows, else the panel with the cursor: all of it, as
    /// text, secrets masked. Answered with [`super::Event::Copied`].
    CopyShown,
    /// Prepare an operation, have it confirmed and send it, once. Answered with
    /// [`super::Event::Prepared`] where a request must be confirmed, and in the end with
    /// [`super::Event::Answered`] or [`super::Event::Failed`]. In between come
    /// [`super::Event::Exchanged`], [`super::Event::SecretWanted`] and [`super::Event::UserStep`].
    Run {
        id: RequestId,
        operation: Operation,
    },
    /// Send the request that was prepared, if it is what was agreed to.
    Confirm {
        id: RequestId,
        /// What may be sent.
        consent: Consent,
        /// The file that the token stands in. It is held from now on against other programs, and
        /// where it holds something else by then, nothing is sent: that is answered with
        /// [`super::Event::Overtaken`].
        file: Option<TokenFile>,
        /// Where the answer to a refresh must be writable. Where it is not, nothing is sent, and the
        /// answer is [`super::Event::AtRisk`].
        rescue_terms: RescueTerms,
    },
    /// Hand over what an operation waits for: the secret of [`super::Event::SecretWanted`], or the
    /// address that a browser ended at.
    GiveText {
        id: RequestId,
        text: Secret,
    },
    /// Wait for an operation no longer. What is on its way stays on its way, and is answered.
    Abandon {
        id: RequestId,
    },
    /// Take away the file of an answer that need not be kept any more.
    RemoveKept {
        path: PathBuf,
    },
    /// Let other programs refresh the token of this file.
    ReleaseFile {
        path: PathBuf,
    },
    /// Say what is known of the client and its server. Answered with
    /// [`super::Event::ClientDescribed`].
    DescribeClient {
        id: RequestId,
    },
    /// Say what stands in a folder. Answered with [`super::Event::FolderListed`].
    ListFolder {
        id: RequestId,
        folder: PathBuf,
    },
    /// Ask an issuer for its endpoints. Answered with [`super::Event::Discovered`].
    Discover {
        id: RequestId,
        /// The issuer, as it was typed.
        issuer: String,
    },
    /// Go by what was typed from now on. Answered with [`super::Event::Configured`].
    Configure {
        id: RequestId,
        /// What was typed. The worker checks it; nothing is contacted.
        edits: ClientEdits,
    },
    /// Write a response to a file, whole or not at all, readable by the person alone. Answered with
    /// [`super::Event::Saved`].
    Save {
        id: RequestId,
        path: PathBuf,
        /// What to write.
        bytes: Loaded,
        /// What may be there already; another program may have rewritten it.
        replaces: Replaces,
    },
    /// Forget what was said to servers.
    Forget,
    /// Clear the terminal and draw everything again.
    Redraw,
    /// Give the terminal back and stop, until somebody continues the process.
    Suspend,
    Quit,
    /// End as by the signal of `ctrl-c`: without the person's word on what would be lost.
    Interrupt,
}

/// The file that a token stands in, and what it held when it was last read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFile {
    pub path: PathBuf,
    pub held: Fingerprint,
}

/// What must be writable before a refresh token is sent, so that the new one cannot be lost.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RescueTerms {
    /// The file that the answer is saved in by itself.
    pub output: Option<PathBuf>,
    /// Whether the person has it sent although something cannot be written.
    pub at_risk: bool,
}
