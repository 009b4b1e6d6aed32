//! What the application wants done outside itself.

use std::path::PathBuf;

use chrono::{DateTime, Utc};

use crate::{input::Fingerprint, secret::Secret};

use super::{
    Loaded, RequestId,
    consent::Consent,
    exchange::{Operation, ServerAnswers},
    kept::Keeping,
    turn::TokenFile,
};

/// One thing to do; whatever comes of it comes back as an [`super::Event`].
#[derive(Debug)]
pub enum Effect {
    /// Read a file. Answered with [`super::Event::Loaded`].
    Load {
        /// The request.
        id: RequestId,
        /// The file.
        path: PathBuf,
    },
    /// Read standard input to its end. Answered with [`super::Event::Loaded`].
    ReadStdin {
        /// The request.
        id: RequestId,
    },
    /// Read the keys that the argument names, in the forms of `--key`. Answered with
    /// [`super::Event::Keys`].
    ReadKey {
        /// The request.
        id: RequestId,
        /// What was typed; it may be a key.
        argument: Secret,
    },
    /// Read this file again whenever it changes on disk, and no other one. Answered with
    /// [`super::Event::Loaded`] at each change.
    Watch {
        /// The request that every answer carries.
        id: RequestId,
        /// The file.
        path: PathBuf,
        /// When it was last written, as it was read.
        modified: Option<DateTime<Utc>>,
    },
    /// Stop watching.
    Unwatch,
    /// Put a text on the clipboard. Answered with [`super::Event::Copied`].
    Copy {
        /// The thing by name.
        what: String,
        /// Its content.
        text: Secret,
    },
    /// Put the whole report on the clipboard, secrets masked. Answered with
    /// [`super::Event::Copied`].
    CopyReport,
    /// Build a request, after asking the issuer for its endpoints where they are not known and the
    /// person has named it. Answered with [`super::Event::Prepared`].
    Prepare {
        /// The request.
        id: RequestId,
        /// What to ask.
        want: Operation,
    },
    /// Send what was prepared, once, if it is what was agreed to. Answered with
    /// [`super::Event::Answered`] or [`super::Event::Failed`], after [`super::Event::Exchanged`].
    Send {
        /// The request.
        id: RequestId,
        /// What may be sent.
        consent: Consent,
        /// The file that the token stands in. It is held from now on against other programs, and
        /// where it holds something else by then, nothing is sent: that is answered with
        /// [`super::Event::Overtaken`].
        file: Option<TokenFile>,
        /// What must be certain before a refresh token is sent; where it is not, nothing is, and that
        /// is answered with [`super::Event::AtRisk`].
        keeping: Keeping,
    },
    /// Take away the file of an answer that need not be kept any more.
    TakeAway {
        /// The file.
        path: PathBuf,
    },
    /// Let other programs refresh the token of this file.
    LetFileGo {
        /// The file.
        path: PathBuf,
    },
    /// Get a new token. Answered with [`super::Event::Answered`] or [`super::Event::Failed`], and
    /// before that with [`super::Event::UserStep`] where the person has something to do.
    Fetch {
        /// The request.
        id: RequestId,
        /// The grant; the profile's where none is named.
        grant: Option<String>,
        /// The scopes; the profile's where none are named.
        scope: Vec<String>,
    },
    /// Hand over the address that a browser ended at.
    Callback {
        /// The request.
        id: RequestId,
        /// The address, which holds a code.
        callback: Secret,
    },
    /// Forget what was prepared. What is on its way stays on its way, and is answered.
    Abandon {
        /// The request.
        id: RequestId,
    },
    /// Tell a worker the secret that it asked for with [`super::Event::SecretWanted`].
    Tell {
        /// The request.
        id: RequestId,
        /// The secret.
        secret: Secret,
    },
    /// Ask an issuer for its token endpoint. Answered with [`super::Event::Discovered`].
    Discover {
        /// The request.
        id: RequestId,
        /// The issuer, as it was typed.
        issuer: String,
    },
    /// Use this server from now on. Answered with [`super::Event::Configured`].
    Configure {
        /// The request.
        id: RequestId,
        /// What was typed.
        answers: ServerAnswers,
    },
    /// Write a response to a file, whole or not at all, readable by the person alone. Answered with
    /// [`super::Event::Saved`].
    Save {
        /// The request.
        id: RequestId,
        /// The file.
        path: PathBuf,
        /// What to write.
        bytes: Loaded,
        /// What the file must still hold; another program may have rewritten it.
        expected: Option<Fingerprint>,
    },
    /// Forget what was said to servers.
    Forget,
    /// Clear the terminal and draw everything again.
    Redraw,
    /// Give the terminal back and stop, until somebody continues the process.
    Suspend,
    /// End.
    Quit,
    /// End as by the signal of `ctrl-c`: without the person's word on what would be lost.
    Interrupt,
}
