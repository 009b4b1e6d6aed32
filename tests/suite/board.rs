//! The board, in made-up homes with the files of every tool.

mod home;
mod hostile;
mod manners;
mod rules;
mod tools;
mod watch;
