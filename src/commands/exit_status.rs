//! The exit statuses. Scripts rely on them: none ever changes its meaning.

use std::process::ExitCode;

use strum::VariantArray;

#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum ExitStatus {
    Done = 0,
    /// A question that the command was asked has the answer no.
    No = 1,
    Usage = 2,
    Input = 3,
    Server = 4,
}

impl ExitStatus {
    /// What it means, as the reference says it.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::No => "`--check` said no, or `diff` found a difference",
            Self::Usage => "the command line or the configuration is wrong",
            Self::Input => "the input could not be read or recognized, or the output not written",
            Self::Server => "the network or the authorization server said no",
        }
    }
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> Self {
        Self::from(status as u8)
    }
}
