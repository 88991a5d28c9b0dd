//! Replies on their way to one client: as many as there are with one call of the system, their data from where it lies.

use crate::handshake::Session;
use crate::protocol::*;
use crate::window::Permit;
use crate::WINDOW_BYTES;
use std::io::{self, IoSlice, Write};
use std::os::unix::net::UnixStream;
use std::sync::{Mutex, PoisonError};

/// Replies that are written with one call.
const TOGETHER: usize = 64;

/// A finished request.
pub struct Reply {
    pub cookie: u64,
    pub is_read: bool,
    /// Where a request's data begins, and the data; those of a read go to the client.
    pub body: Result<(u64, Vec<u8>), u32>,
    /// Given back when the reply has been written, with the memory.
    pub permit: Permit,
}

/// The socket's sending side, of which several threads have a share.
pub struct Wire<'a> {
    stream: Mutex<&'a UnixStream>,
    session: Session,
    buffers: Buffers,
}

impl<'a> Wire<'a> {
    pub fn new(stream: &'a UnixStream, session: Session) -> Wire<'a> {
        Wire { stream: Mutex::new(stream), session, buffers: Buffers::default() }
    }

    /// Memory for requests' data, which comes back with their replies.
    pub fn buffers(&self) -> &Buffers {
        &self.buffers
    }

    /// Writes replies, all that the iterator gives; waits for the client where it is slow to read.
    pub fn write(&self, replies: impl IntoIterator<Item = Reply>) -> io::Result<()> {
        let mut replies = replies.into_iter();
        let stream = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            let batch: Vec<Reply> = replies.by_ref().take(TOGETHER).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let heads: Vec<Vec<u8>> = batch.iter().map(|reply| reply.head(self.session)).collect();
            let slices = batch.iter().zip(&heads).flat_map(|(reply, head)| [&head[..], reply.data()]);
            let mut slices: Vec<IoSlice> = slices.filter(|bytes| !bytes.is_empty()).map(IoSlice::new).collect();
            write_all(*stream, &mut slices)?;
            for Reply { body, permit, .. } in batch {
                if let Ok((_, data)) = body {
                    self.buffers.give_back(data);
                }
                drop(permit);
            }
        }
    }
}

fn write_all(mut stream: &UnixStream, mut slices: &mut [IoSlice]) -> io::Result<()> {
    while !slices.is_empty() {
        match stream.write_vectored(slices) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => IoSlice::advance_slices(&mut slices, written),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

impl Reply {
    /// What goes to the client after the head.
    fn data(&self) -> &[u8] {
        match &self.body {
            Ok((_, data)) if self.is_read => data,
            _ => &[],
        }
    }

    fn head(&self, session: Session) -> Vec<u8> {
        let cookie = self.cookie.to_be_bytes();
        let mut head = Vec::with_capacity(32);
        if !(session.structured && self.is_read) {
            head.extend(SIMPLE_REPLY_MAGIC.to_be_bytes());
            head.extend(self.body.as_ref().err().unwrap_or(&0).to_be_bytes());
            head.extend(cookie);
            return head;
        }
        let (kind, length) = match &self.body {
            Ok((_, data)) => (CHUNK_OFFSET_DATA, 8 + data.len() as u32),
            // Error number and the length of a message, which is left out.
            Err(_) => (CHUNK_ERROR, 6),
        };
        head.extend(STRUCTURED_REPLY_MAGIC.to_be_bytes());
        head.extend(CHUNK_DONE.to_be_bytes());
        head.extend(kind.to_be_bytes());
        head.extend(cookie);
        head.extend(length.to_be_bytes());
        match &self.body {
            Ok((offset, _)) => head.extend(offset.to_be_bytes()),
            Err(error) => {
                head.extend(error.to_be_bytes());
                head.extend([0; 2]);
            }
        }
        head
    }
}

/// Memory that was used and will be again: fresh pages and zeroing them cost more than the copy of the data. It never leaves
/// one client's session.
#[derive(Default)]
pub struct Buffers(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    buffers: Vec<Vec<u8>>,
    bytes: usize,
}

impl Buffers {
    /// A buffer of so many bytes, with anything in them.
    pub fn take(&self, bytes: usize) -> Vec<u8> {
        if bytes == 0 {
            return vec![];
        }
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // The last is the one most likely in the caches.
        let Some(at) = kept.buffers.iter().rposition(|buffer| buffer.len() >= bytes) else { return vec![0; bytes] };
        let mut buffer = kept.buffers.swap_remove(at);
        kept.bytes -= buffer.len();
        buffer.truncate(bytes);
        buffer
    }

    /// For a later request; what is more than a client may have in flight is freed.
    fn give_back(&self, buffer: Vec<u8>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !buffer.is_empty() && kept.bytes + buffer.len() <= WINDOW_BYTES {
            kept.bytes += buffer.len();
            kept.buffers.push(buffer);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_and_bounded() {
        let buffers = Buffers::default();
        let first = buffers.take(8192);
        let place = first.as_ptr();
        buffers.give_back(first);
        assert_eq!(buffers.take(0).len(), 0);
        assert_eq!(buffers.take(16384).len(), 16384, "a longer one is another");
        let second = buffers.take(4096);
        assert_eq!((second.as_ptr(), second.len()), (place, 4096));
        (0..20).for_each(|_| buffers.give_back(vec![1; 1 << 20]));
        assert_eq!(buffers.0.lock().unwrap().bytes, WINDOW_BYTES);
        assert_eq!(buffers.0.lock().unwrap().buffers.len(), 8);
    }
}
