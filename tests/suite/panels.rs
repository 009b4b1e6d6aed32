//! Boxes and panels of the inspector, through its events and its screen.

mod fetching;
mod keys;
mod server;

use tokenscope::{input::InputOrigin, workers::server::ClientSource};

use crate::harness::{Person, empty, load, present};

/// In front of an inspector that shows this.
fn reading(input: impl AsRef<[u8]>) -> Person {
    shows(Person::new(empty(), ClientSource::Nobody), input)
}

/// The same, with a server to talk to.
fn connected(input: impl AsRef<[u8]>, source: ClientSource) -> Person {
    let mut person = Person::new(empty(), source);
    person.app.requests.server = Some("demo".to_owned());
    shows(person, input)
}

fn shows(mut person: Person, input: impl AsRef<[u8]>) -> Person {
    let effects = load(&mut person.app, InputOrigin::Paste, input.as_ref());
    person.does(effects);
    person
}
