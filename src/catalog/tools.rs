//! The tools that keep tokens on a machine, and where (`assets/tools.toml`).

mod pattern;

use strum::VariantArray;

pub use pattern::{matches, starred};

use super::{Span, tables};

/// A program that keeps tokens.
#[derive(Clone, Copy, Debug)]
pub struct Tool(&'static ToolRow);

/// Files of a tool that are read alike.
#[derive(Clone, Copy, Debug)]
pub struct ToolFile(&'static ToolFileRow);

/// What in a file says that a token is kept elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct ToolSign(&'static ToolSignRow);

/// The operating systems that have paths of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Platform {
    /// Linux, and every other one.
    Linux,
    Macos,
    Windows,
}

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileReading {
    /// Whatever it holds is recognized.
    Credentials,
    /// The whole file is one token.
    Token,
    /// A certificate (X.509, or OpenSSH's), whose end is that of a login.
    Certificate,
    /// It holds no token, but says where the tokens are.
    Signs,
    /// It is not opened: that it is there says where the tokens are.
    NotRead(KeptIn),
}

/// Where a token is kept that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum KeptIn {
    Keyring,
    EncryptedFile,
    /// A program that the tool asks for a password: Docker's credential helpers.
    CredentialHelper,
    /// A program that the tool starts for a new token: `exec` of a kubeconfig.
    Program,
    /// A key, with which the tool signs or asks for its tokens.
    PrivateKey,
}

impl KeptIn {
    /// What a person is told in the place of the token.
    pub fn words(self) -> &'static str {
        match self {
            Self::Keyring => "in the keyring, not read",
            Self::EncryptedFile => "encrypted, not read",
            Self::CredentialHelper => "kept by a credential helper, which is not asked",
            Self::Program => "given by a program, which is not started",
            Self::PrivateKey => "a private key that makes tokens, valid until it is deleted",
        }
    }
}

/// A row of the table of tools. Lists are texts of a line each.
#[derive(Debug)]
pub(super) struct ToolRow {
    pub(super) name: Span,
    pub(super) label: Span,
    pub(super) source: Span,
    pub(super) variables: Span,
    /// The first of its files, and how many there are.
    pub(super) files: (u16, u16),
}

/// A row of the table of files.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a column of its own")]
pub(super) struct ToolFileRow {
    /// By [`Platform`].
    pub(super) paths: [Span; 3],
    pub(super) reading: FileReading,
    pub(super) several: bool,
    pub(super) labelled: bool,
    pub(super) utc: bool,
    pub(super) alone: bool,
    pub(super) skip: Span,
    pub(super) tokens: Span,
    pub(super) certificates: Span,
    pub(super) accounts: Span,
    pub(super) labels: Span,
    pub(super) labels_not: Span,
    pub(super) join: Span,
    pub(super) otherwise: Option<KeptIn>,
    /// The first of its signs, and how many there are.
    pub(super) signs: (u16, u16),
}

/// A row of the table of signs.
#[derive(Debug)]
pub(super) struct ToolSignRow {
    pub(super) each: Span,
    pub(super) with: Span,
    pub(super) without: Span,
    pub(super) kept: KeptIn,
    pub(super) alone: bool,
}

/// Every tool, in the order of the catalogue.
pub fn tools() -> impl ExactSizeIterator<Item = Tool> {
    tables::TOOLS.iter().map(Tool)
}

impl Tool {
    /// What `--only` takes, and the report calls `tool`.
    pub fn name(self) -> &'static str {
        self.0.name.text()
    }

    /// What people call it.
    pub fn label(self) -> &'static str {
        self.0.label.text()
    }

    /// Where its paths and formats were read.
    pub fn source(self) -> &'static str {
        self.0.source.text()
    }

    /// The environment variables that hold one token between them.
    pub fn variables(self) -> impl Iterator<Item = &'static str> + Clone {
        self.0.variables.text().lines()
    }

    pub fn files(self) -> impl ExactSizeIterator<Item = ToolFile> {
        part(tables::TOOL_FILES, self.0.files).iter().map(ToolFile)
    }
}

impl PartialEq for Tool {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Tool {}

impl ToolFile {
    /// Its paths, as the catalogue writes them.
    pub fn paths(self, platform: Platform) -> impl Iterator<Item = &'static str> {
        self.0.paths[platform as usize].text().lines()
    }

    pub fn reading(self) -> FileReading {
        self.0.reading
    }

    /// Whether a variable may name several files, as `PATH` does folders.
    pub fn is_list(self) -> bool {
        self.0.several
    }

    /// Whether what a `*` stands for in its path is the account or profile.
    pub fn is_labelled(self) -> bool {
        self.0.labelled
    }

    /// Whether times without a zone are UTC.
    pub fn is_in_utc(self) -> bool {
        self.0.utc
    }

    /// Whether it counts only where the tool's other files hold no token.
    pub fn is_last_resort(self) -> bool {
        self.0.alone
    }

    /// Whether all that it can say counts only where the tool's other files hold no token.
    pub fn is_only_last_resort(self) -> bool {
        self.reading() == FileReading::Signs && self.signs().all(ToolSign::is_last_resort)
    }

    /// Patterns of names that a `*` of its paths does not mean.
    pub fn skipped_names(self) -> impl Iterator<Item = &'static str> + Clone {
        self.0.skip.text().lines()
    }

    /// Paths to texts that are tokens, though nothing in their names says so.
    pub fn token_paths(self) -> impl Iterator<Item = &'static str> {
        self.0.tokens.text().lines()
    }

    /// Paths to certificates in base64, whose ends are those of logins.
    pub fn certificate_paths(self) -> impl Iterator<Item = &'static str> {
        self.0.certificates.text().lines()
    }

    /// Paths to what is an account, a profile or a host each, and called like it.
    pub fn account_paths(self) -> impl Iterator<Item = &'static str> {
        self.0.accounts.text().lines()
    }

    /// Whether more is wanted of it than the credentials that are recognized in it.
    pub fn is_looked_into(self) -> bool {
        let lists = [self.0.tokens, self.0.certificates, self.0.accounts];
        self.0.signs.1 > 0 || lists.iter().any(|list| list.some().is_some())
    }

    /// Whether what has this label is the tool's.
    pub fn has_label(self, label: Option<&str>) -> bool {
        let fits = |patterns: Span| {
            patterns.text().lines().any(|pattern| matches(pattern, label.unwrap_or_default()))
        };
        (self.0.labels.text().is_empty() || fits(self.0.labels)) && !fits(self.0.labels_not)
    }

    /// The column by whose value the rows of databases are one.
    pub fn joined_by(self) -> Option<&'static str> {
        self.0.join.some()
    }

    /// Where the tokens are if the file holds none.
    pub fn otherwise(self) -> Option<KeptIn> {
        self.0.otherwise
    }

    pub fn signs(self) -> impl Iterator<Item = ToolSign> {
        part(tables::TOOL_SIGNS, self.0.signs).iter().map(ToolSign)
    }
}

impl ToolSign {
    /// The path to the objects or texts that are looked at, each.
    pub fn each(self) -> &'static str {
        self.0.each.text()
    }

    /// The members one of which must be there, as `name` or `name=value`.
    pub fn with(self) -> impl Iterator<Item = &'static str> {
        self.0.with.text().lines()
    }

    /// The members none of which may be there.
    pub fn without(self) -> impl Iterator<Item = &'static str> {
        self.0.without.text().lines()
    }

    pub fn kept_in(self) -> KeptIn {
        self.0.kept
    }

    /// Whether it counts only where the tool's other files hold no token.
    pub fn is_last_resort(self) -> bool {
        self.0.alone
    }
}

/// A part of a table: where it begins, and how many rows it has.
fn part<T>(table: &'static [T], (first, count): (u16, u16)) -> &'static [T] {
    let first = usize::from(first);
    &table[first..first + usize::from(count)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tool_looks_somewhere() {
        for tool in tools() {
            assert!(!tool.label().is_empty() && !tool.source().is_empty(), "{}", tool.name());
            assert!(tool.files().len() > 0, "{}", tool.name());
        }
        for platform in Platform::VARIANTS {
            let paths = tools().flat_map(Tool::files).flat_map(|file| file.paths(*platform));
            assert!(paths.count() > 50);
        }
    }
}
