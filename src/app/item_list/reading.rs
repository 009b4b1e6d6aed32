//! Reading and inspecting several inputs, or a large one, away from the screen.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::{
    app::{InspectorSettings, inspected_input::InspectedInput},
    input::{InputOrigin, Loaded},
    inspection::Collection,
    problem::Problem,
};

use super::{ItemList, ListSubject};

/// So many bytes are inspected before the next frame; more would be noticed.
const AT_ONCE: usize = 512 << 10;

/// So many credentials are listed before the next frame.
const LISTED_AT_ONCE: usize = 500;

/// Inputs to read and to inspect.
#[derive(Debug)]
pub struct ReadJob {
    pub inputs: Vec<ReadInput>,
    /// What a list of them is called. None where one credential alone is shown by itself.
    pub subject: Option<ListSubject>,
    pub settings: InspectorSettings,
    /// The instant to judge at.
    pub now: DateTime<Utc>,
}

/// One input, and how much of the work is done.
#[derive(Debug)]
pub enum ReadInput {
    /// It is read by whoever does the job.
    Unread(InputOrigin),
    Read(InputOrigin, Result<Loaded, Problem>),
    /// As it was inspected before.
    Kept(Arc<InspectedInput>),
    /// To be judged again by other keys.
    Judged(Arc<InspectedInput>),
}

/// What came of it.
#[derive(Debug)]
pub enum OpenedInputs {
    /// One credential.
    One(Box<InspectedInput>),
    Several(Box<ItemList>),
}

/// The list of what the board holds.
pub fn opened_board(
    collection: Collection,
    settings: &InspectorSettings,
    now: DateTime<Utc>,
) -> OpenedInputs {
    let input = InspectedInput::of_collection(InputOrigin::Board, collection);
    let inputs = vec![Arc::new(input)];
    OpenedInputs::Several(Box::new(ItemList::new(ListSubject::Board, inputs, settings, now)))
}

impl ReadJob {
    /// Whether it takes so little time that nobody waits for it.
    pub fn is_small(&self) -> bool {
        let (mut bytes, mut items) = (0, 0);
        for input in &self.inputs {
            match input {
                ReadInput::Unread(_) => return false,
                ReadInput::Read(_, read) => {
                    bytes += read.as_ref().map_or(0, |loaded| loaded.bytes.len());
                }
                ReadInput::Kept(input) | ReadInput::Judged(input) => items += input.items.len(),
            }
        }
        bytes <= AT_ONCE && items <= LISTED_AT_ONCE
    }

    /// Does it; `read` reads what has not been read.
    pub fn run(self, read: impl Fn(&InputOrigin) -> Result<Loaded, Problem>) -> OpenedInputs {
        let Self { inputs, subject, settings, now } = self;
        let inspected = |input| match input {
            ReadInput::Unread(origin) => {
                let bytes = read(&origin);
                Arc::new(InspectedInput::of(origin, bytes, &settings, now))
            }
            ReadInput::Read(origin, bytes) => {
                Arc::new(InspectedInput::of(origin, bytes, &settings, now))
            }
            ReadInput::Kept(input) => input,
            ReadInput::Judged(input) => Arc::new(input.judged(&settings, now)),
        };
        let mut inputs: Vec<Arc<InspectedInput>> = inputs.into_iter().map(inspected).collect();
        let is_one = subject.is_none()
            && inputs.len() == 1
            && inputs.first().is_some_and(|input| input.single().is_some());
        if is_one && let Some(only) = inputs.pop() {
            match Arc::try_unwrap(only) {
                Ok(only) => return OpenedInputs::One(Box::new(only)),
                Err(shared) => inputs.push(shared),
            }
        }
        let subject = subject.unwrap_or(ListSubject::Inputs);
        OpenedInputs::Several(Box::new(ItemList::new(subject, inputs, &settings, now)))
    }
}
