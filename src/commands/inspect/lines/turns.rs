//! Lets several threads write to one output, each in its turn.

use std::{
    io::{self, Write},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
};

/// An output that blocks are written to in the order of their numbers, whichever is ready first.
pub(super) struct Turns<W> {
    state: Mutex<Written<W>>,
    changed: Condvar,
}

struct Written<W> {
    out: W,
    /// The number of the block whose turn it is.
    next: u64,
    /// What came of it: after an error nobody has a turn any more.
    outcome: io::Result<()>,
}

/// The turn of one block. It ends when this is dropped.
pub(super) struct Turn<'t, W> {
    turns: &'t Turns<W>,
    number: u64,
}

impl<W: Write> Turns<W> {
    pub(super) fn new(out: W) -> Self {
        let state = Written { out, next: 0, outcome: Ok(()) };
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// The turn of the block with this number, which every number up to the last must take.
    pub(super) fn of(&self, number: u64) -> Turn<'_, W> {
        Turn { turns: self, number }
    }

    /// Whether nothing can be written any more.
    pub(super) fn has_failed(&self) -> bool {
        self.lock().outcome.is_err()
    }

    /// What came of all that was written.
    ///
    /// # Errors
    /// The writer's.
    pub(super) fn finish(self) -> io::Result<()> {
        self.state.into_inner().unwrap_or_else(PoisonError::into_inner).outcome
    }

    fn lock(&self) -> MutexGuard<'_, Written<W>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The state once it is the turn of a block, or nobody's any more.
    fn wait_for(&self, number: u64) -> MutexGuard<'_, Written<W>> {
        let is_early = |state: &mut Written<W>| state.next != number && state.outcome.is_ok();
        let waited = self.changed.wait_while(self.lock(), is_early);
        waited.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<W: Write> Turn<'_, W> {
    /// Waits for the turn, and writes out what is ready. It is taken from `ready` in any case.
    pub(super) fn write(&self, ready: &mut Vec<u8>) {
        let mut state = self.turns.wait_for(self.number);
        if state.outcome.is_ok() && !ready.is_empty() {
            state.outcome = state.out.write_all(ready).and_then(|()| state.out.flush());
            if state.outcome.is_err() {
                self.turns.changed.notify_all();
            }
        }
        ready.clear();
    }

    /// Ends all turns with an error.
    pub(super) fn fail(&self, error: io::Error) {
        let mut state = self.turns.lock();
        if state.outcome.is_ok() {
            state.outcome = Err(error);
            self.turns.changed.notify_all();
        }
    }
}

impl<W> Drop for Turn<'_, W> {
    fn drop(&mut self) {
        let mut state = self.turns.state.lock().unwrap_or_else(PoisonError::into_inner);
        if thread::panicking() && state.outcome.is_ok() {
            // The others would wait for ever.
            state.outcome = Err(io::Error::other("a thread panicked"));
        }
        state.next += 1;
        self.turns.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_ready_first_waits_for_its_turn() {
        let turns = Turns::new(Vec::new());
        thread::scope(|scope| {
            for number in (0..8).rev() {
                let turn = turns.of(number);
                scope
                    .spawn(move || turn.write(&mut vec![b'0' + u8::try_from(number).unwrap_or(0)]));
            }
        });
        let state = turns.state.into_inner().expect("nobody panicked");
        assert_eq!(state.out, b"01234567");
    }

    #[test]
    fn nobody_waits_for_one_that_cannot_write_or_panics() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let turns = Turns::new(Full);
        turns.of(0).write(&mut vec![1]);
        turns.of(5).write(&mut vec![1]);
        assert!(turns.has_failed());
        assert_eq!(turns.finish().map_err(|error| error.kind()), Err(io::ErrorKind::StorageFull));

        let turns = Turns::new(Vec::new());
        thread::scope(|scope| {
            let turn = turns.of(0);
            let panics = scope.spawn(move || {
                let _turn = turn;
                std::panic::resume_unwind(Box::new("tried"));
            });
            turns.of(1).write(&mut vec![1]);
            assert!(panics.join().is_err());
        });
        assert!(turns.has_failed());
    }
}
