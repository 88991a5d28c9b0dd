//! What a block device is to the server: a size, and requests that are submitted and completed later.

use std::fmt;

/// A block device. Requests are in flight side by side and may complete in any order.
///
/// The contract behind the protocol's promise to clients with several connections: a flush covers every request that
/// was completed before the flush was submitted, whoever submitted it; a completed write is seen by every later read.
pub trait Block: Send + Sync {
    /// Size in bytes, a multiple of [`crate::BLOCK_BYTES`]; it never changes.
    fn size(&self) -> u64;

    /// Takes a request that lies inside the device and is aligned to blocks. May wait for room, should not wait for the
    /// request itself: depth comes from submitting the next one meanwhile.
    fn submit(&self, request: Request);
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    /// Fill [`Request::data`].
    Read,
    /// Store [`Request::data`]; with `fua` it is durable before the completion.
    Write { fua: bool },
    /// Everything completed so far is durable before the completion.
    Flush,
    /// Zeros in place of what is there; with `fua` they are durable before the completion.
    Zero { fua: bool },
    /// The contents are no longer needed; whatever is read later. With `fua` as above.
    Trim { fua: bool },
}

/// Why a request was not done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BlockError {
    #[error("the device failed to do it")]
    Io,
    #[error("the request does not fit the device")]
    Invalid,
    #[error("past the end of the device")]
    NoSpace,
    #[error("the device is going away")]
    Gone,
}

type Reply = Box<dyn FnOnce(Operation, Result<Vec<u8>, BlockError>) + Send>;

/// One request in flight. Dropped without [`Request::complete`] it ends with [`BlockError::Gone`]: no client waits for a
/// device that has died.
pub struct Request {
    pub operation: Operation,
    /// Where it begins, in bytes.
    pub offset: u64,
    /// How many bytes it is about; 0 for a flush.
    pub length: usize,
    /// The bytes to write, or the room for those read. Empty where none move.
    pub data: Vec<u8>,
    reply: Option<Reply>,
}

impl Request {
    /// A request whose end calls `reply` once, on the thread that completes it. A read's data is handed back in `Ok`.
    pub fn new(
        operation: Operation,
        offset: u64,
        data: Vec<u8>,
        reply: impl FnOnce(Operation, Result<Vec<u8>, BlockError>) + Send + 'static,
    ) -> Request {
        Request { operation, offset, length: data.len(), data, reply: Some(Box::new(reply)) }
    }

    /// As [`Request::new`], for `length` bytes of which none move.
    pub fn without_data(
        operation: Operation,
        offset: u64,
        length: usize,
        reply: impl FnOnce(Operation, Result<Vec<u8>, BlockError>) + Send + 'static,
    ) -> Request {
        let mut request = Request::new(operation, offset, vec![], reply);
        request.length = length;
        request
    }

    /// Ends the request.
    pub fn complete(mut self, result: Result<(), BlockError>) {
        self.finish(result);
    }

    fn finish(&mut self, result: Result<(), BlockError>) {
        if let Some(reply) = self.reply.take() {
            let data = std::mem::take(&mut self.data);
            reply(self.operation, result.map(|()| data));
        }
    }
}

impl Drop for Request {
    fn drop(&mut self) {
        self.finish(Err(BlockError::Gone));
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation)
            .field("offset", &self.offset)
            .field("bytes", &self.length)
            .finish_non_exhaustive()
    }
}
