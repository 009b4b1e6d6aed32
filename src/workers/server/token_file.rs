//! Holds the file of a refresh token, so that no other program refreshes it meanwhile.

use std::{path::Path, thread, time::Duration};

use super::ServerWorker;
use crate::{
    app::{
        effect::TokenFile,
        event::{Event, ExchangeFailure, RequestId},
    },
    storage::{Lock, read},
    text,
};

/// How often a file that another program holds is asked for.
const PAUSE: Duration = Duration::from_millis(20);

impl ServerWorker {
    /// Holds a file against other programs, and looks at it again. Gives what happened where
    /// nothing must be sent.
    pub(super) fn hold(&self, id: RequestId, file: TokenFile, limit: Duration) -> Option<Event> {
        let TokenFile { path, held } = file;
        if !self.state().held.contains_key(&path) {
            let mut tries = limit.as_millis() / PAUSE.as_millis();
            let mut wait = |_: &Path| {
                thread::sleep(PAUSE);
                tries = tries.saturating_sub(1);
                tries > 0
            };
            match Lock::all(&[&path], &mut wait) {
                Ok(locks) => drop(self.state().held.insert(path.clone(), locks)),
                Err(_) => return Some(Event::Failed { id, failure: file_in_use(&path) }),
            }
        }
        match read::regular_file(&path) {
            Ok(loaded) if loaded.fingerprint() != held => {
                Some(Event::Overtaken { id, path, loaded })
            }
            // A file that was taken away holds no newer token.
            Ok(_) | Err(_) => None,
        }
    }

    /// Lets other programs refresh the token of a file.
    pub fn release_file(&self, path: &Path) {
        self.state().held.remove(path);
    }
}

fn file_in_use(path: &Path) -> ExchangeFailure {
    ExchangeFailure {
        message: format!(
            "another program has locked {}: it is refreshing the token, or has not saved a newer one yet",
            text::path(path)
        ),
        hint: Some("wait for the other program, save its token there, or end it".to_owned()),
        maybe_sent: false,
        network: true,
        setting: None,
    }
}
