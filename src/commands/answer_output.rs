//! Where the answer of a server is written: `--output`, standard output, or a rescue file. All are
//! checked before the request is sent, so that the answer cannot get lost.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::{CommandError, client_args::ClientArgs};
use crate::{
    oauth::Reply,
    platform::files::standard_output,
    runtime::signals,
    secrecy::quote_user_text,
    storage::{FileSnapshot, RescueFile, ReservedOutput, rescue},
    text,
};

/// Where an answer goes.
pub struct Destination {
    target: OutputTarget,
    /// The folder for what would be lost; none where nothing is worth keeping.
    rescue: Option<PathBuf>,
    /// What the file held when it was locked, where it must still hold that when it is saved.
    expected: Option<FileSnapshot>,
    /// Room for the answer until it is where it is to go.
    rescue_file: Option<RescueFile>,
    /// The file that it is kept in until then.
    kept: Option<PathBuf>,
}

enum OutputTarget {
    /// The report alone is shown.
    Report,
    /// Standard output, raw.
    Stdout,
    /// A file, a pipe or a device.
    Output(PathBuf, ReservedOutput),
}

impl Destination {
    /// Makes sure that the response can go where the person wants it.
    ///
    /// # Errors
    /// It cannot, or the raw response and the report would share standard output.
    pub fn of(
        client_args: &ClientArgs,
        output: Option<&Path>,
        rescue: Option<PathBuf>,
    ) -> Result<Self, CommandError> {
        signals::ignore_file_size_signal();
        let target = match output {
            Some(path) if is_stdout(path) && client_args.json => {
                return Err(CommandError::usage("--json and --output - both want standard output")
                    .hint("choose one of them"));
            }
            Some(path) if is_stdout(path) => {
                standard_output().map_err(|error| {
                    CommandError::usage("nothing can be written to standard output")
                        .because(error)
                        .hint("nothing was sent")
                })?;
                OutputTarget::Stdout
            }
            Some(path) => {
                let mut reserved =
                    ReservedOutput::at(path).map_err(|error| unwritable(path, error))?;
                reserved.remove_temporary();
                OutputTarget::Output(path.to_owned(), reserved)
            }
            None => OutputTarget::Report,
        };
        Ok(Self { target, rescue, expected: None, rescue_file: None, kept: None })
    }

    /// Reserves space in the output file and in the rescue folder, so that a new refresh token is
    /// kept whatever becomes of the program. Without an output file, and where the answer is not
    /// shown whole, the rescue folder must be writable. The output file must not change until it is
    /// saved.
    ///
    /// # Errors
    /// There is no space for it.
    pub fn reserve(&mut self, shown: bool) -> Result<(), CommandError> {
        // An end by signal would leave the temporary file behind.
        signals::hold();
        if let OutputTarget::Output(path, reserved) = &mut self.target {
            reserved.create_temporary().map_err(|error| unwritable(path, error))?;
            self.expected = Some(FileSnapshot::at(path));
        }
        if let Some(folder) = &self.rescue {
            match RescueFile::find(folder) {
                Ok(file) => self.rescue_file = Some(file),
                Err(error) if matches!(self.target, OutputTarget::Report) && !shown => {
                    return Err(CommandError::usage("a new refresh token could be kept nowhere")
                        .because(error)
                        .hint("nothing was sent; give --output FILE"));
                }
                Err(_) => {}
            }
        }
        let temporary = match &self.target {
            OutputTarget::Output(_, reserved) => reserved.temporary(),
            OutputTarget::Report | OutputTarget::Stdout => None,
        };
        signals::leave_nothing(
            temporary.into_iter().chain(self.rescue_file.iter().map(RescueFile::temporary)),
        );
        Ok(())
    }

    /// The file that was named.
    pub fn file(&self) -> Option<&Path> {
        match &self.target {
            OutputTarget::Output(path, _) => Some(path),
            _ => None,
        }
    }

    /// Whether the person wants the response whole on standard output.
    pub fn is_stdout(&self) -> bool {
        matches!(self.target, OutputTarget::Stdout)
    }

    /// The folder for what would be lost.
    pub fn rescue(&self) -> Option<&Path> {
        self.rescue.as_deref()
    }

    /// Saves a response in the file that was named. Gives whether it stays there: a pipe or a
    /// device passes it on.
    ///
    /// # Errors
    /// It cannot be written, or another program has rewritten the file since it was locked.
    pub fn save(&mut self, bytes: &[u8]) -> Result<bool, CommandError> {
        let OutputTarget::Output(path, reserved) =
            std::mem::replace(&mut self.target, OutputTarget::Report)
        else {
            return Ok(false);
        };
        let name = text::path(&path);
        if self.expected.as_ref().is_some_and(FileSnapshot::has_changed) {
            return Err(CommandError::input(format!(
                "{name} was rewritten by another program in the meantime, and is left as it is"
            )));
        }
        let keeps = reserved.keeps();
        reserved.save(bytes).map_err(|error| {
            CommandError::input(format!("the response could not be saved in {name}")).because(error)
        })?;
        Ok(keeps)
    }

    /// Keeps an answer until it is where it is to go, unless it is kept already, and gives the file.
    ///
    /// # Errors
    /// It cannot be kept.
    pub fn keep(&mut self, reply: &Reply) -> io::Result<PathBuf> {
        if let Some(path) = &self.kept {
            return Ok(path.clone());
        }
        let Some(folder) = &self.rescue else {
            return Err(io::Error::from(io::ErrorKind::NotFound));
        };
        let path = rescue::keep(folder, self.rescue_file.take(), reply.received_at, &reply.body)?;
        signals::kept(Some(&path));
        self.kept = Some(path.clone());
        Ok(path)
    }

    /// The file that the answer is kept in; whoever takes it sees to it from now on.
    pub fn take_kept(&mut self) -> Option<PathBuf> {
        signals::kept(None);
        self.kept.take()
    }

    /// The answer is where it was to go, or not worth keeping.
    pub fn done(&mut self) {
        if let Some(path) = self.take_kept() {
            rescue::remove(&path);
        }
    }
}

/// Whether a path means standard output.
fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

fn unwritable(path: &Path, error: io::Error) -> CommandError {
    CommandError::usage(format!("{} cannot be written", quote_user_text(&text::path(path))))
        .because(error)
        .hint("nothing was sent")
}
