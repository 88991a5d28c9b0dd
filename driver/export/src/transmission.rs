//! Requests and replies of one client: this thread reads and submits, a second one writes what completes.

use crate::block::{Block, BlockError, Operation, Request};
use crate::handshake::{skip, Session};
use crate::protocol::*;
use crate::{BLOCK_BYTES, REQUESTS_MAX, REQUEST_BYTES_MAX, WINDOW_BYTES};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::net::Shutdown;
use std::os::unix::net::UnixStream;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// The payload of a refused write is read past, up to this size; a client that announces more is cut off.
const SKIPPED_BYTES_MAX: u32 = 32 << 20;

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
    let (replies, completed) = channel();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let window = window.clone();
            // An error here means that nobody reads any more: wake the other thread, it then finds the socket closed.
            if write_replies(stream, session, completed).is_err() {
                window.close();
                let _ = stream.shutdown(Shutdown::Both);
            }
        });
        let client = Client { device, session, counts, window: &window, replies };
        client.read_requests(&mut BufReader::with_capacity(64 << 10, stream))
        // Dropping `client` leaves the senders of requests in flight: the writer ends with the last of them.
    })
}

struct Client<'a> {
    device: &'a dyn Block,
    session: Session,
    counts: &'a Arc<Counts>,
    window: &'a Arc<Window>,
    replies: Sender<Reply>,
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
    fn read_requests(&self, wire: &mut impl Read) -> io::Result<()> {
        while let Some(header) = read_header(wire)? {
            if header.command == CMD_DISC {
                break;
            }
            match self.check(&header) {
                Ok(operation) => {
                    let Some(permit) = Window::enter(self.window, header.data_bytes()) else { break };
                    let mut data = vec![0; header.data_bytes()];
                    if header.command == CMD_WRITE {
                        wire.read_exact(&mut data)?;
                    }
                    self.submit(&header, operation, data, permit);
                }
                Err(error) => {
                    if header.command == CMD_WRITE {
                        if header.length > SKIPPED_BYTES_MAX {
                            return Err(broken("an oversized write"));
                        }
                        skip(wire, u64::from(header.length))?;
                    }
                    let Some(permit) = Window::enter(self.window, 0) else { break };
                    self.counts.refused.fetch_add(1, Ordering::Relaxed);
                    let is_read = header.command == CMD_READ;
                    let _ = self.replies.send(Reply { cookie: header.cookie, is_read, body: Err(error), permit });
                }
            }
        }
        Ok(())
    }

    fn submit(&self, header: &Header, operation: Operation, data: Vec<u8>, permit: Permit) {
        let (counts, replies) = (self.counts.clone(), self.replies.clone());
        let Header { cookie, offset, length, .. } = *header;
        let reply = move |operation, result: Result<Vec<u8>, BlockError>| {
            counts.count(operation, &result);
            let is_read = operation == Operation::Read;
            let body = result.map(|data| if is_read { Some((offset, data)) } else { None }).map_err(number);
            // No receiver: the client has gone, and its reply with it.
            let _ = replies.send(Reply { cookie, is_read, body, permit });
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
    let mut bytes = [0; 28];
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

/// A finished request on its way to the client.
struct Reply {
    cookie: u64,
    is_read: bool,
    /// Where the data of a read begins, and the data.
    body: Result<Option<(u64, Vec<u8>)>, u32>,
    /// Given back when the reply has been written, with the memory.
    permit: Permit,
}

fn write_replies(stream: &UnixStream, session: Session, completed: Receiver<Reply>) -> io::Result<()> {
    let mut wire = BufWriter::with_capacity(64 << 10, stream);
    while let Ok(first) = completed.recv() {
        write_reply(&mut wire, session, first)?;
        while let Ok(next) = completed.try_recv() {
            write_reply(&mut wire, session, next)?;
        }
        wire.flush()?;
    }
    Ok(())
}

fn write_reply(wire: &mut impl Write, session: Session, reply: Reply) -> io::Result<()> {
    let cookie = reply.cookie.to_be_bytes();
    let mut head = Vec::with_capacity(32);
    if !(session.structured && reply.is_read) {
        head.extend(SIMPLE_REPLY_MAGIC.to_be_bytes());
        head.extend(reply.body.as_ref().err().unwrap_or(&0).to_be_bytes());
        head.extend(cookie);
    } else {
        let (kind, length) = match &reply.body {
            Ok(Some((_, data))) => (CHUNK_OFFSET_DATA, 8 + data.len() as u32),
            // Error number and the length of a message, which is left out.
            _ => (CHUNK_ERROR, 6),
        };
        head.extend(STRUCTURED_REPLY_MAGIC.to_be_bytes());
        head.extend(CHUNK_DONE.to_be_bytes());
        head.extend(kind.to_be_bytes());
        head.extend(cookie);
        head.extend(length.to_be_bytes());
        match &reply.body {
            Ok(Some((offset, _))) => head.extend(offset.to_be_bytes()),
            Ok(None) => head.extend([0; 6]),
            Err(error) => {
                head.extend(error.to_be_bytes());
                head.extend([0; 2]);
            }
        }
    }
    wire.write_all(&head)?;
    if let Ok(Some((_, data))) = &reply.body {
        wire.write_all(data)?;
    }
    drop(reply.permit);
    Ok(())
}

/// What a client may have in flight.
#[derive(Default)]
struct Window {
    used: Mutex<Used>,
    changed: Condvar,
}

#[derive(Default)]
struct Used {
    requests: usize,
    bytes: usize,
    closed: bool,
}

/// The part of a window that one request holds.
struct Permit {
    window: Arc<Window>,
    bytes: usize,
}

impl Window {
    /// Waits until there is room, which comes with every reply written. None when the window has been closed.
    fn enter(window: &Arc<Window>, bytes: usize) -> Option<Permit> {
        let full =
            |used: &mut Used| !used.closed && (used.requests == REQUESTS_MAX || used.bytes + bytes > WINDOW_BYTES);
        let used = window.used.lock().unwrap_or_else(PoisonError::into_inner);
        let mut used = window.changed.wait_while(used, full).unwrap_or_else(PoisonError::into_inner);
        if used.closed {
            return None;
        }
        used.requests += 1;
        used.bytes += bytes;
        Some(Permit { window: window.clone(), bytes })
    }

    fn close(&self) {
        self.used.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.changed.notify_all();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut used = self.window.used.lock().unwrap_or_else(PoisonError::into_inner);
        used.requests -= 1;
        used.bytes -= self.bytes;
        drop(used);
        self.window.changed.notify_all();
    }
}
