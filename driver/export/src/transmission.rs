//! Requests and replies of one client. This thread reads and submits; it also writes the replies to what the device completed
//! meanwhile on it, when there is nothing more to read at once. What completes on other threads a second thread writes, so
//! that no thread of a device waits for a client.

use crate::block::{Block, BlockError, Operation, Request};
use crate::handshake::{skip, Session};
use crate::protocol::*;
use crate::replies::{Reply, Wire};
use crate::window::{Permit, Window};
use crate::{BLOCK_BYTES, REQUEST_BYTES_MAX};
use std::io::{self, BufReader, Read};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{channel, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::ThreadId;

/// The payload of a refused write is read past, up to this size; a client that announces more is cut off.
const SKIPPED_BYTES_MAX: u32 = 32 << 20;
/// Several requests in one read of the socket, but little of a long write's data, which goes straight to its buffer.
const READ_AHEAD_BYTES: usize = 16 << 10;
/// Bytes of a request on the wire, without data.
const HEADER_BYTES: usize = 28;

/// What all clients of a server did, in requests and bytes.
#[derive(Default)]
pub struct Counts {
    pub reads: AtomicU64,
    pub writes: AtomicU64,
    pub flushes: AtomicU64,
    /// Requests for zeros, and trims.
    pub zeroes: AtomicU64,
    pub bytes_read: AtomicU64,
    pub bytes_written: AtomicU64,
    pub refused: AtomicU64,
    pub failed: AtomicU64,
}

/// Serves requests until the client disconnects, breaks the protocol (an error) or `stream` is shut down. Requests in
/// flight are answered before it returns, as far as somebody listens.
pub fn transmission(stream: &UnixStream, device: &dyn Block, session: Session, counts: &Arc<Counts>) -> io::Result<()> {
    let window = Arc::new(Window::default());
    let wire = Wire::new(stream, session);
    let (replies, completed) = channel();
    std::thread::scope(|scope| {
        let (wire, closing) = (&wire, window.clone());
        scope.spawn(move || {
            // An error here means that nobody reads any more: wake the other thread, it then finds the socket closed.
            while let Ok(first) = completed.recv() {
                if wire.write(std::iter::once(first).chain(completed.try_iter())).is_err() {
                    closing.close();
                    let _ = stream.shutdown(Shutdown::Both);
                    break;
                }
            }
        });
        let client = Client {
            device,
            session,
            counts,
            window: &window,
            wire,
            outbox: Outbox { reader: std::thread::current().id(), own: Arc::default(), others: replies },
        };
        let mut requests = BufReader::with_capacity(READ_AHEAD_BYTES, stream);
        // What has been carried out is answered, also when what follows is broken.
        let ended = client.read_requests(&mut requests);
        client.answer().and(ended)
        // Dropping `client` leaves the senders of requests in flight: the writer ends with the last of them.
    })
}

struct Client<'a> {
    device: &'a dyn Block,
    session: Session,
    counts: &'a Arc<Counts>,
    window: &'a Arc<Window>,
    wire: &'a Wire<'a>,
    outbox: Outbox,
}

/// Where the end of a request puts its reply.
#[derive(Clone)]
struct Outbox {
    /// The thread that reads requests: what the device completes on it, it answers itself.
    reader: ThreadId,
    own: Arc<Mutex<Vec<Reply>>>,
    others: Sender<Reply>,
}

impl Outbox {
    fn put(&self, reply: Reply) {
        if std::thread::current().id() == self.reader {
            self.own.lock().unwrap_or_else(PoisonError::into_inner).push(reply);
        } else {
            // No receiver: the client has gone, and its reply with it.
            let _ = self.others.send(reply);
        }
    }
}

/// A request as it stands on the wire, without magic and payload.
struct Header {
    flags: u16,
    command: u16,
    cookie: u64,
    offset: u64,
    length: u32,
}

impl Client<'_> {
    fn read_requests(&self, requests: &mut BufReader<&UnixStream>) -> io::Result<()> {
        loop {
            if requests.buffer().len() < HEADER_BYTES {
                // The next read may wait for a client that waits for these.
                self.answer()?;
            }
            let Some(header) = read_header(requests)? else { return Ok(()) };
            if header.command == CMD_DISC {
                return Ok(());
            }
            match self.check(&header) {
                Ok(operation) => {
                    let Some(permit) = self.enter(header.data_bytes())? else { return Ok(()) };
                    let mut data = self.wire.buffers().take(header.data_bytes());
                    if header.command == CMD_WRITE {
                        requests.read_exact(&mut data)?;
                    }
                    self.submit(&header, operation, data, permit);
                }
                Err(error) => {
                    if header.command == CMD_WRITE {
                        if header.length > SKIPPED_BYTES_MAX {
                            return Err(broken("an oversized write"));
                        }
                        skip(requests, u64::from(header.length))?;
                    }
                    let Some(permit) = self.enter(0)? else { return Ok(()) };
                    self.counts.refused.fetch_add(1, Ordering::Relaxed);
                    let is_read = header.command == CMD_READ;
                    self.outbox.put(Reply { cookie: header.cookie, is_read, body: Err(error), permit });
                }
            }
        }
    }

    /// Room for one more request; answers what this thread has to answer before it waits for that. None when the window has
    /// been closed.
    fn enter(&self, bytes: usize) -> io::Result<Option<Permit>> {
        if let Some(permit) = Window::try_enter(self.window, bytes) {
            return Ok(Some(permit));
        }
        self.answer()?;
        Ok(Window::enter(self.window, bytes))
    }

    /// Writes the replies to what was completed on this thread.
    fn answer(&self) -> io::Result<()> {
        let own = std::mem::take(&mut *self.outbox.own.lock().unwrap_or_else(PoisonError::into_inner));
        if own.is_empty() {
            return Ok(());
        }
        self.wire.write(own)
    }

    fn submit(&self, header: &Header, operation: Operation, data: Vec<u8>, permit: Permit) {
        let (counts, outbox) = (self.counts.clone(), self.outbox.clone());
        let Header { cookie, offset, length, .. } = *header;
        let reply = move |operation, result: Result<Vec<u8>, BlockError>| {
            counts.count(operation, &result);
            let is_read = operation == Operation::Read;
            let body = result.map(|data| (offset, data)).map_err(number);
            outbox.put(Reply { cookie, is_read, body, permit });
        };
        self.device.submit(if header.is_without_data() {
            Request::without_data(operation, offset, length as usize, reply)
        } else {
            Request::new(operation, offset, data, reply)
        });
    }

    /// What a request asks for, or the error number it deserves.
    fn check(&self, header: &Header) -> Result<Operation, u32> {
        let mut allowed = CMD_FLAG_FUA;
        if header.command == CMD_READ && self.session.structured {
            allowed |= CMD_FLAG_DF;
        }
        if header.command == CMD_ZEROES {
            allowed |= CMD_FLAG_NO_HOLE;
        }
        if header.flags & !allowed != 0 {
            return Err(EINVAL);
        }
        let fua = header.flags & CMD_FLAG_FUA != 0;
        let operation = match header.command {
            CMD_READ => Operation::Read,
            CMD_WRITE => Operation::Write { fua },
            CMD_ZEROES => Operation::Zero { fua },
            CMD_TRIM => Operation::Trim { fua },
            CMD_FLUSH if header.offset == 0 && header.length == 0 => return Ok(Operation::Flush),
            _ => return Err(EINVAL),
        };
        let aligned = header.offset.is_multiple_of(u64::from(BLOCK_BYTES)) && header.length.is_multiple_of(BLOCK_BYTES);
        if !aligned || header.length == 0 || (header.length > REQUEST_BYTES_MAX && !header.is_without_data()) {
            return Err(EINVAL);
        }
        match header.offset.checked_add(u64::from(header.length)) {
            Some(end) if end <= self.device.size() => Ok(operation),
            _ if header.command == CMD_WRITE || header.is_without_data() => Err(ENOSPC),
            _ => Err(EINVAL),
        }
    }
}

impl Header {
    fn is_without_data(&self) -> bool {
        matches!(self.command, CMD_ZEROES | CMD_TRIM)
    }

    /// Bytes of data of a checked request.
    fn data_bytes(&self) -> usize {
        if self.command == CMD_FLUSH || self.is_without_data() {
            0
        } else {
            self.length as usize
        }
    }
}

impl Counts {
    fn count(&self, operation: Operation, result: &Result<Vec<u8>, BlockError>) {
        let Ok(data) = result else {
            self.failed.fetch_add(1, Ordering::Relaxed);
            return;
        };
        let (requests, bytes) = match operation {
            Operation::Read => (&self.reads, Some(&self.bytes_read)),
            Operation::Write { .. } => (&self.writes, Some(&self.bytes_written)),
            Operation::Flush => (&self.flushes, None),
            Operation::Zero { .. } | Operation::Trim { .. } => (&self.zeroes, None),
        };
        requests.fetch_add(1, Ordering::Relaxed);
        if let Some(bytes) = bytes {
            bytes.fetch_add(data.len() as u64, Ordering::Relaxed);
        }
    }
}

/// The next request; none when the client has hung up between two.
fn read_header(wire: &mut impl Read) -> io::Result<Option<Header>> {
    let mut bytes = [0; HEADER_BYTES];
    match wire.read(&mut bytes)? {
        0 => return Ok(None),
        got => wire.read_exact(&mut bytes[got..])?,
    }
    let mut fields = &bytes[..];
    if u32::from_be_bytes(take(&mut fields)) != REQUEST_MAGIC {
        return Err(broken("a request without its magic"));
    }
    Ok(Some(Header {
        flags: u16::from_be_bytes(take(&mut fields)),
        command: u16::from_be_bytes(take(&mut fields)),
        cookie: u64::from_be_bytes(take(&mut fields)),
        offset: u64::from_be_bytes(take(&mut fields)),
        length: u32::from_be_bytes(take(&mut fields)),
    }))
}

/// The next `N` bytes of a header, whose length is known to suffice.
fn take<const N: usize>(fields: &mut &[u8]) -> [u8; N] {
    let (first, rest) = fields.split_first_chunk().expect("a header has 28 bytes");
    *fields = rest;
    *first
}

fn broken(what: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

fn number(error: BlockError) -> u32 {
    match error {
        BlockError::Io => EIO,
        BlockError::Invalid => EINVAL,
        BlockError::NoSpace => ENOSPC,
        BlockError::Gone => ESHUTDOWN,
    }
}
