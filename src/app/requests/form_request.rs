//! A request that is filled in: what it is, and what the form that it is corrected in goes by.

use crate::{app::RequestId, oauth::Operation, problem::Problem};

/// A request that a form is opened for.
#[derive(Clone, Debug)]
pub struct FormRequest {
    pub operation: Operation,
    /// The response in the history that its token comes from.
    pub history_entry_id: u64,
    /// What is wrong with it, and the setting that is to blame.
    pub problem: Option<(Option<&'static str>, Problem)>,
    /// Whether the form opens below the box that says what is wrong.
    pub(super) is_below: bool,
    /// The question to the worker what is known of the client.
    pub(super) asked: Option<RequestId>,
    /// The issuer that the token names, which nobody has typed.
    pub(super) suggested_issuer: Option<String>,
    /// Whether another server may be meant by what is being checked.
    pub(super) changes_server: bool,
}

impl FormRequest {
    pub fn new(operation: Operation, history_entry_id: u64) -> Self {
        Self {
            operation,
            history_entry_id,
            problem: None,
            is_below: false,
            asked: None,
            suggested_issuer: None,
            changes_server: false,
        }
    }

    /// A form below the box that says what is wrong.
    #[must_use]
    pub fn below(self) -> Self {
        Self { is_below: true, ..self }
    }

    /// A form that says what is wrong.
    #[must_use]
    pub fn blaming(self, setting: Option<&'static str>, problem: Problem) -> Self {
        Self { problem: Some((setting, problem)), ..self }
    }
}
