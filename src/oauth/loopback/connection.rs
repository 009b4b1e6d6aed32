//! One connection: a request comes in, an answer goes out, and it ends.

use std::{
    io::{self, Read as _, Write as _},
    net::{Shutdown, TcpStream},
};

use crate::secret::Wiping;
use chrono::{DateTime, Utc};
use rustix::event::PollFlags;

use super::{
    ConnectionId,
    message::{LoopbackRequest, RequestProgress, Response, read},
};
use crate::secret;

/// How much is read at a time, in bytes.
const CHUNK: usize = 8 * 1024;

/// How much is read and thrown away of what a peer still sends after it was answered.
const DRAIN_LIMIT: usize = 256 * 1024;

/// Where a connection stands.
#[derive(Debug)]
enum ConnectionState {
    /// The request is coming in.
    Receiving(Wiping<Vec<u8>>),
    /// The request is with the caller.
    Waiting,
    /// The answer is going out, from this byte on.
    Sending(Wiping<Vec<u8>>, usize),
    /// The answer is out. Closing now, with bytes of the peer unread, could take it back from the
    /// peer (RFC 9112 §9.6), so what still comes is read, this much by now.
    Draining(usize),
    Over,
}

/// A connection that never blocks.
#[derive(Debug)]
pub(super) struct Connection {
    pub id: ConnectionId,
    socket: TcpStream,
    state: ConnectionState,
    deadline: DateTime<Utc>,
}

impl Connection {
    /// A connection whose request must have come in by this time.
    ///
    /// # Errors
    /// The socket cannot be kept from blocking.
    pub fn new(id: ConnectionId, socket: TcpStream, deadline: DateTime<Utc>) -> io::Result<Self> {
        socket.set_nonblocking(true)?;
        Ok(Self { id, socket, state: ConnectionState::Receiving(Wiping::default()), deadline })
    }

    /// When its time is up.
    pub fn deadline(&self) -> DateTime<Utc> {
        self.deadline
    }

    /// What to wait on.
    pub fn socket(&self) -> &TcpStream {
        &self.socket
    }

    /// What the peer must do before it goes on.
    pub fn poll_flags(&self) -> PollFlags {
        match self.state {
            ConnectionState::Receiving(_) | ConnectionState::Draining(_) => PollFlags::IN,
            ConnectionState::Sending(..) => PollFlags::OUT,
            ConnectionState::Waiting | ConnectionState::Over => PollFlags::empty(),
        }
    }

    /// Whether its request is whole, so that it is worth keeping.
    pub fn is_answered(&self) -> bool {
        !matches!(self.state, ConnectionState::Receiving(_))
    }

    /// Whether there is nothing left to do, or no time left to do it.
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        matches!(self.state, ConnectionState::Over) || now >= self.deadline
    }

    /// Reads what has come, and gives the request once it is whole.
    pub fn receive(&mut self) -> Option<LoopbackRequest> {
        loop {
            let mut chunk = Wiping::new([0_u8; CHUNK]);
            let count = match self.state {
                ConnectionState::Receiving(_) | ConnectionState::Draining(_) => {
                    match self.socket.read(&mut chunk[..]) {
                        Ok(0) => None,
                        Ok(count) => Some(count),
                        Err(error) if error.kind() == io::ErrorKind::WouldBlock => return None,
                        Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                        Err(_) => None,
                    }
                }
                _ => return None,
            };
            let Some(count) = count else {
                self.state = ConnectionState::Over;
                return None;
            };
            match &mut self.state {
                ConnectionState::Receiving(bytes) => {
                    secret::append(bytes, &chunk[..count]);
                    match read(bytes) {
                        RequestProgress::Partial => {}
                        RequestProgress::Whole(request) => {
                            self.state = ConnectionState::Waiting;
                            return Some(*request);
                        }
                        RequestProgress::Refused(status) => {
                            self.answer(&Response::empty(status), self.deadline);
                            self.send();
                        }
                    }
                }
                ConnectionState::Draining(drained) => {
                    *drained += count;
                    if *drained > DRAIN_LIMIT {
                        self.state = ConnectionState::Over;
                    }
                }
                _ => return None,
            }
        }
    }

    /// Begins to answer; the peer must have it all by this time.
    pub fn answer(&mut self, response: &Response, deadline: DateTime<Utc>) {
        self.state = ConnectionState::Sending(response.bytes(), 0);
        self.deadline = deadline;
        self.send();
    }

    /// Sends what the peer takes.
    pub fn send(&mut self) {
        let ConnectionState::Sending(bytes, sent) = &mut self.state else { return };
        while let Some(rest) = bytes.get(*sent..).filter(|rest| !rest.is_empty()) {
            match self.socket.write(rest) {
                Ok(count) if count > 0 => *sent += count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Ok(_) | Err(_) => {
                    self.state = ConnectionState::Over;
                    return;
                }
            }
        }
        // A peer that is gone has been told enough.
        let shut = self.socket.shutdown(Shutdown::Write);
        self.state =
            if shut.is_ok() { ConnectionState::Draining(0) } else { ConnectionState::Over };
    }
}
