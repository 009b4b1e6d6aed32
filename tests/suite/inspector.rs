//! The screen: panels, sessions, and the binary on a pseudo-terminal.
