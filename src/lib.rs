//! Inspect OAuth token responses: what they hold, how long they live, what they may do, and
//! whether they are true.
//!
//! The rooms of this house, top to bottom. A room names only what stands below it; a test holds
//! that, and knows the same order.
//!
//! | room | what happens there |
//! |---|---|
//! | [`cli`] | the command line; errors become messages, hints and an exit status |
//! | [`commands`] | one file a subcommand |
//! | [`runtime`] | the terminal session: event loop, input, clock, clipboard, signals |
//! | [`ui`] | draws the application's state |
//! | [`keymap`] | which key means what, and when |
//! | [`workers`] | worker threads that do what [`app`] asks, and answer with events |
//! | [`app`] | the state and one pure `update` |
//! | [`demo`] | a small authorization server for demonstrations and tests |
//! | [`oauth`] | the protocol: requests as plain data, answers, one HTTP client |
//! | [`config`] | profiles, where secrets come from, theme and keys |
//! | [`storage`] | files: read, watched, saved whole, kept where they would be lost |
//! | [`report`] | the public report, text and JSON |
//! | [`check`], [`diff`], [`explain`] | is it good enough? what changed? what does it mean? |
//! | [`inspection`] | bytes to one [`inspection::Inspection`], over the domain below |
//! | [`findings`] | what is wrong with it? |
//! | [`exchange`] | what was said to a server, as data that can be shown |
//! | [`jose`] | is it true? JWT decoding and signatures |
//! | [`token`] | what does it say? fields, expiry, scopes |
//! | [`input`] | what is this? bytes to an artifact |
//! | [`kind`] | every kind of artifact, and the members that tell it |
//! | [`secrecy`] | which values are secret, and texts with the secrets masked |
//! | [`catalog`] | tables built from `assets/`, and the names of members |
//! | [`value`], [`problem`], [`text`], [`secret`], [`words`], [`emphasis`] | values as written, what could not be read, untrusted text, secrets, times in words, how a text is meant |
//!
//! Data goes one way, from the bottom up: bytes → `input` → `token` → `jose` → `findings` →
//! one `Inspection`, which `report` prints and `ui` draws.

pub mod cli;
pub mod commands;
pub mod runtime;

pub mod keymap;
pub mod ui;
pub mod workers;

pub mod app;

pub mod demo;

pub mod config;
pub mod oauth;
pub mod report;
pub mod storage;

pub mod check;
pub mod diff;
pub mod explain;

pub mod inspection;

pub mod exchange;
pub mod findings;
pub mod jose;
pub mod token;

pub mod input;
pub mod kind;
pub mod secrecy;

pub mod catalog;
pub mod emphasis;
pub mod problem;
pub mod secret;
pub mod text;
pub mod value;
pub mod words;
