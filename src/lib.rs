//! Inspects OAuth token responses: members, expiry, scopes and signatures.
//!
//! The modules form layers, listed here from top to bottom. A module may use only those below it, and
//! no two files use each other, except a parent and its child; a test checks both.
//!
//! | module | what it does |
//! |---|---|
//! | [`cli`] | the command line; errors become messages, hints and an exit status |
//! | [`commands`] | the subcommands, one file each |
//! | [`runtime`] | the terminal session: event loop, input, clock, clipboard, signals |
//! | [`ui`] | draws the application's state |
//! | [`keymap`] | the key bindings: which key triggers which action, and when |
//! | [`workers`] | threads that perform the effects that [`app`] asks for, and answer with events |
//! | [`app`] | the state of the inspector, and one pure `update` |
//! | [`demo`] | a small authorization server for demonstrations and tests |
//! | [`board`] | the tokens that the tools of this machine keep, as one collection |
//! | [`oauth`] | the protocol: requests as plain data, answers, one HTTP client |
//! | [`config`] | the configuration file: profiles, sources of secrets, theme and keys |
//! | [`storage`] | files: reads, watches and saves them, and rescues answers that would be lost |
//! | [`report`] | the public report, text and JSON |
//! | [`check`], [`diff`], [`explain`] | requirements of `--check`; differences between two inspections; explanations of errors and members |
//! | [`inspection`] | turns bytes into one [`inspection::Inspection`], with the modules below |
//! | [`findings`] | the rules: what is wrong with an artifact |
//! | [`exchange`] | requests and answers of HTTP exchanges, with the secrets masked |
//! | [`jose`] | decodes JWTs and verifies signatures |
//! | [`token`] | the fields, expiry and scopes of a response |
//! | [`input`] | recognizes the notation and kind of the input |
//! | [`kind`] | the kinds of artifacts, and how objects are classified |
//! | [`secrecy`] | decides which values are secret, and masks them |
//! | [`catalog`] | tables built from `assets/`: scopes, claims, errors, member names |
//! | [`value`], [`problem`], [`text`], [`platform`], [`secret`], [`words`], [`x509`], [`emphasis`], [`cores`] | values as written, problems of reading, untrusted text, what differs between systems, secrets, times in words, certificates, emphasis of text, work shared by the cores |
//!
//! Data flows one way, from the bottom up: bytes → `input` → `token` → `jose` → `findings` →
//! one `Inspection`, which `report` prints and `ui` draws.

pub mod cli;
pub mod commands;
pub mod runtime;

pub mod keymap;
pub mod ui;
pub mod workers;

pub mod app;

pub mod board;
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
pub mod cores;
pub mod emphasis;
pub mod platform;
pub mod problem;
pub mod secret;
pub mod text;
pub mod value;
pub mod words;
pub mod x509;
