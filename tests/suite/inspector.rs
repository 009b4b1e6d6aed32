//! The screen: panels, sessions, and the binary on a pseudo-terminal.

mod ascii;
mod copy_menu;
#[cfg(target_os = "linux")]
mod desktop_clipboard;
mod find;
mod hostile;
pub mod item_list;
mod monkey;
mod navigate;
mod palette;
mod panels;
#[cfg(unix)]
mod pseudo_terminal;
mod sessions;
#[cfg(unix)]
pub mod terminal;
mod tree;
