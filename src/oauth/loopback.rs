//! A small HTTP/1.1 server on a port of this machine (RFC 9112), for the callback of a browser and
//! for the demonstration server.
//!
//! Any program of this machine can talk to it, so whatever a peer sends or leaves unsaid costs a
//! fixed amount of memory, files and time, and holds up nobody else: connections are served side by
//! side without blocking, and the longest silent one goes when there are too many.

mod connection;
mod message;

use std::{
    io,
    net::{SocketAddr, TcpListener},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use rustix::event::{PollFd, PollFlags, Timespec, poll};

use connection::Connection;
pub use message::{LoopbackRequest, Response};

use super::http_client::Now;

/// Connections at a time. A browser opens a few at once; every one takes a file of the process.
const MOST_CONNECTIONS: usize = 8;

/// How long a peer may take to send its request, and then to take in the answer.
const PATIENCE: TimeDelta = TimeDelta::seconds(5);

/// How long to leave new connections alone when the process may open no more files.
const NO_FILES: TimeDelta = TimeDelta::milliseconds(50);

/// A listening server. It does its work inside [`Server::next`], on the thread that calls it.
#[derive(Debug)]
pub struct Server {
    listener: TcpListener,
    connections: Vec<Connection>,
    last_id: u64,
    /// Until when no connection is accepted.
    resting: Option<DateTime<Utc>>,
    clock: Now,
}

/// The connection that a request came over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConnectionId(u64);

impl Server {
    /// Listens on an address of this machine. `clock` tells the time that peers are given.
    ///
    /// # Errors
    /// The port cannot be had.
    pub fn bind(address: &str, clock: Now) -> io::Result<Self> {
        let listener = TcpListener::bind(address)?;
        listener.set_nonblocking(true)?;
        Ok(Self { listener, connections: Vec::new(), last_id: 0, resting: None, clock })
    }

    /// The address that is listened on.
    ///
    /// # Errors
    /// The system does not say.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Waits for the next whole request, at most so long. Requests that are malformed, too large
    /// or too slow are refused here.
    ///
    /// # Errors
    /// The listener broke.
    pub fn next(&mut self, limit: Duration) -> io::Result<Option<(ConnectionId, LoopbackRequest)>> {
        let end = self.now() + TimeDelta::from_std(limit).unwrap_or(PATIENCE);
        loop {
            if let Some(request) = self.advance() {
                return Ok(Some(request));
            }
            let left = end - self.now();
            if left <= TimeDelta::zero() || !self.wait(left)? {
                return Ok(None);
            }
            self.accept();
        }
    }

    /// Answers a request; the connection is closed once the peer has the answer. One that is gone
    /// already has nothing left to be told.
    pub fn respond(&mut self, id: ConnectionId, response: &Response) {
        let end = self.now() + PATIENCE;
        if let Some(connection) = self.connections.iter_mut().find(|it| it.id == id) {
            connection.answer(response, end);
        }
    }

    /// Moves every connection on as far as it goes, and drops those that are through or too slow.
    fn advance(&mut self) -> Option<(ConnectionId, LoopbackRequest)> {
        let now = self.now();
        let mut complete = None;
        self.connections.retain_mut(|connection| {
            if complete.is_none() {
                complete = connection.receive().map(|request| (connection.id, request));
            }
            connection.send();
            !connection.is_over(now)
        });
        complete
    }

    /// Sleeps until a peer does something or a connection has used up its time; false when neither
    /// has happened within `limit`.
    fn wait(&mut self, limit: TimeDelta) -> io::Result<bool> {
        let now = self.now();
        self.resting = self.resting.filter(|until| *until > now);
        let deadlines = self.connections.iter().map(Connection::deadline).chain(self.resting);
        let next = deadlines.map(|at| at - now).min().filter(|next| *next < limit);
        let sleep = next.unwrap_or(limit).max(TimeDelta::zero()).to_std().unwrap_or_default();
        let mut sockets: Vec<PollFd<'_>> = self
            .connections
            .iter()
            .map(|connection| PollFd::new(connection.socket(), connection.poll_flags()))
            .collect();
        if self.resting.is_none() {
            sockets.push(PollFd::new(&self.listener, PollFlags::IN));
        }
        // Rounded up: a wait that ends just before a deadline would be followed by one of nothing.
        let sleep = Timespec::try_from(sleep + Duration::from_millis(1)).ok();
        match poll(&mut sockets, sleep.as_ref()) {
            Ok(ready) => Ok(ready > 0 || next.is_some()),
            Err(rustix::io::Errno::INTR) => Ok(true),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes in the peers that wait, as far as there is room.
    fn accept(&mut self) {
        if self.resting.is_some() {
            return;
        }
        // One round takes in no more than there is room for: a flood waits its turn.
        for _ in 0..MOST_CONNECTIONS {
            match self.listener.accept() {
                Ok((socket, _)) => {
                    if self.connections.len() >= MOST_CONNECTIONS {
                        self.make_room();
                    }
                    self.last_id += 1;
                    let (id, end) = (ConnectionId(self.last_id), self.now() + PATIENCE);
                    // A socket that cannot be prepared is of no use.
                    self.connections.extend(Connection::new(id, socket, end).ok());
                }
                Err(error) if is_about_the_peer(&error) => {}
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return,
                Err(_) => {
                    // The process may open no more files: others need them, too.
                    self.make_room();
                    self.resting = Some(self.now() + NO_FILES);
                    return;
                }
            }
        }
    }

    fn now(&self) -> DateTime<Utc> {
        (self.clock)()
    }

    /// Closes the connection that has been silent longest, an unfinished request first.
    fn make_room(&mut self) {
        let silent = |connection: &&Connection| !connection.is_answered();
        let oldest = self.connections.iter().filter(silent).min_by_key(|it| it.deadline());
        let oldest = oldest.or_else(|| self.connections.iter().min_by_key(|it| it.deadline()));
        if let Some(id) = oldest.map(|connection| connection.id) {
            self.connections.retain(|connection| connection.id != id);
        }
    }
}

/// Whether accepting failed because of this one peer, and the next may be taken.
fn is_about_the_peer(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionReset, Interrupted};
    matches!(error.kind(), ConnectionAborted | ConnectionReset | Interrupted)
}
