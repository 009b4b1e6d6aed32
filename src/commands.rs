//! One file a subcommand, and one for each thing that several of them need: groups of flags, the
//! input, the keys, the answer of a server, errors and exit statuses.

pub mod answer;
pub mod answer_output;
pub mod board;
pub mod check_args;
pub mod client_args;
pub mod completions;
pub mod configuration;
pub mod console;
pub mod demo;
pub mod diff;
pub mod error;
pub mod exit_status;
pub mod fetch;
pub mod global_args;
pub mod input_args;
pub mod input_source;
pub mod inspect;
pub mod introspect;
pub mod man;
pub mod refresh;
pub mod revoke;
pub mod schema;
pub mod server_connection;
pub mod terminal_size;
pub mod theme_and_keys;
pub mod token_file_lock;
pub mod token_input;
pub mod token_request;
pub mod userinfo;
pub mod verification_keys;
pub mod view;

pub use self::{
    error::CommandError,
    exit_status::ExitStatus,
    global_args::{GlobalArgs, now},
};
