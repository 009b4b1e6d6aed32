//! Answers whose head a strict parser refuses. An answer to a refresh may hold the only valid
//! refresh token: control characters, folded lines or hundreds of fields beside it must not lose
//! it. So the head is written anew before the HTTP client reads it.

mod head;

use crate::secret::Wiping;
use ureq::{
    Error,
    unversioned::transport::{
        Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
    },
};

use self::head::{HeadProgress, READ_LIMIT, read};
use crate::secret;

/// Lets every connection read heads leniently.
#[derive(Debug)]
pub(super) struct LenientConnector;

impl<In: Transport> Connector<In> for LenientConnector {
    type Out = LenientTransport<In>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let (input, output) =
            (details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(chained.map(|inner| LenientTransport {
            inner,
            buffers: LazyBuffers::new(input, output),
            head: Some(Wiping::default()),
            ready: Wiping::default(),
            taken: 0,
            is_kept: false,
        }))
    }
}

/// A connection whose answer has a head that any parser can read.
#[derive(Debug)]
pub(super) struct LenientTransport<In> {
    inner: In,
    buffers: LazyBuffers,
    /// The head as far as it has arrived; none once it is complete.
    head: Option<Wiping<Vec<u8>>>,
    /// What is to be handed on, and how much of it has been.
    ready: Wiping<Vec<u8>>,
    taken: usize,
    /// Whether the server says that it keeps the connection. Those that only may (RFC 9112 §9.3) are
    /// known to close it all the same, and a request that meets the end is lost.
    is_kept: bool,
}

impl<In: Transport> Transport for LenientTransport<In> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let mut rest = self.buffers.output().get(..amount).unwrap_or_default();
        while !rest.is_empty() {
            let output = self.inner.buffers().output();
            let count = rest.len().min(output.len());
            output[..count].copy_from_slice(&rest[..count]);
            self.inner.transmit_output(count, timeout)?;
            rest = &rest[count..];
        }
        Ok(())
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.taken == self.ready.len() {
            self.fill(timeout)?;
        }
        let rest = self.ready.get(self.taken..).unwrap_or_default();
        let room = self.buffers.input_append_buf();
        let count = rest.len().min(room.len());
        room[..count].copy_from_slice(&rest[..count]);
        self.taken += count;
        self.buffers.input_appended(count);
        Ok(count > 0)
    }

    /// Asked before the connection takes another request.
    fn is_open(&mut self) -> bool {
        let is_between = self.head.as_ref().is_none_or(|head| head.is_empty());
        let is_open = self.is_kept && is_between && self.inner.is_open();
        if is_open {
            self.head = Some(Wiping::default());
            self.ready = Wiping::default();
            self.taken = 0;
        }
        is_open
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}

impl<In: Transport> LenientTransport<In> {
    /// Gets more to hand on, as soon as there is any.
    fn fill(&mut self, timeout: NextTimeout) -> Result<(), Error> {
        self.ready = Wiping::default();
        self.taken = 0;
        while self.ready.is_empty() {
            let more = self.inner.maybe_await_input(timeout)?;
            let input = self.inner.buffers().input();
            let count = input.len();
            match &mut self.head {
                None => secret::append(&mut self.ready, input),
                Some(head) => secret::append(head, input),
            }
            self.inner.buffers().input_consume(count);
            if let Some(head) = &mut self.head {
                match read(head) {
                    HeadProgress::Partial if more && count > 0 => {}
                    HeadProgress::Partial | HeadProgress::Foreign => {
                        self.ready = std::mem::take(head);
                        self.head = None;
                    }
                    HeadProgress::TooLarge => {
                        return Err(Error::LargeResponseHeader(head.len(), READ_LIMIT));
                    }
                    HeadProgress::Whole(clean) => {
                        self.is_kept = head::keeps_connection(&clean);
                        self.ready = clean;
                        self.head = None;
                    }
                }
            }
            if !more || count == 0 {
                break;
            }
        }
        Ok(())
    }
}
