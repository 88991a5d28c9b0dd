//! One message at a time over a UNIX socket, with its descriptors.

use crate::message::{Header, HEADER_BYTES, PAYLOAD_BYTES_MAX};
use rustix::event::{poll, PollFd, PollFlags, Timespec};
use rustix::io::{Errno, IoSlice, IoSliceMut};
use rustix::net::{
    recvmsg, sendmsg, RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, ReturnFlags, SendAncillaryBuffer,
    SendAncillaryMessage, SendFlags,
};
use std::mem::MaybeUninit;
use std::os::fd::{BorrowedFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::time::{Duration, Instant};
use thiserror::Error;

/// Descriptors that come with one message at most.
pub const DESCRIPTORS_MAX: usize = 16;
const SPACE: usize = rustix::cmsg_space!(ScmRights(DESCRIPTORS_MAX));

/// A message that has arrived whole.
#[derive(Debug)]
pub struct Message {
    pub header: Header,
    pub payload: Vec<u8>,
    pub descriptors: Vec<OwnedFd>,
}

/// Why a socket cannot be used any more: nobody knows where the next message begins.
#[derive(Debug, Error)]
pub enum SocketError {
    #[error("{0}")]
    System(#[from] Errno),
    #[error("{what} took longer than {limit:?}")]
    Late { what: &'static str, limit: Duration },
    #[error("the other side closed the socket within a message")]
    Cut,
    #[error("a message of {0} bytes")]
    Length(u32),
    #[error("a message with more than {DESCRIPTORS_MAX} descriptors")]
    Descriptors,
}

/// Waits for the next message: `idle` for its first byte (`None`: as long as it takes), then `limit` for the rest.
/// Nothing at all, when the other side has closed.
pub fn receive(socket: &UnixStream, idle: Option<Duration>, limit: Duration) -> Result<Option<Message>, SocketError> {
    ready(socket, PollFlags::IN, "the next message", idle.map(|idle| (Instant::now() + idle, idle)))?;
    let until = Some((Instant::now() + limit, limit));
    let mut descriptors = Vec::new();
    let mut head = [0; HEADER_BYTES];
    if !fill(socket, &mut head, &mut descriptors, until)? {
        return Ok(None);
    }
    let header = Header::decode(&head);
    let length = (header.bytes as usize).checked_sub(HEADER_BYTES).filter(|bytes| *bytes <= PAYLOAD_BYTES_MAX);
    let mut payload = vec![0; length.ok_or(SocketError::Length(header.bytes))?];
    if !payload.is_empty() && !fill(socket, &mut payload, &mut descriptors, until)? {
        return Err(SocketError::Cut);
    }
    Ok(Some(Message { header, payload, descriptors }))
}

/// Sends a message; the other side has `limit` to take it.
pub fn send(
    socket: &UnixStream,
    header: Header,
    payload: &[u8],
    descriptors: &[BorrowedFd<'_>],
    limit: Duration,
) -> Result<(), SocketError> {
    let until = Some((Instant::now() + limit, limit));
    let bytes = (HEADER_BYTES + payload.len()) as u32;
    let mut whole = Header { bytes, ..header }.encode().to_vec();
    whole.extend(payload);
    let mut space = [MaybeUninit::uninit(); SPACE];
    let mut ancillary = SendAncillaryBuffer::new(&mut space);
    if descriptors.len() > DESCRIPTORS_MAX {
        return Err(SocketError::Descriptors);
    }
    if !descriptors.is_empty() && !ancillary.push(SendAncillaryMessage::ScmRights(descriptors)) {
        return Err(SocketError::Descriptors);
    }
    let mut sent = 0;
    while sent < whole.len() {
        ready(socket, PollFlags::OUT, "sending a message", until)?;
        let part = [IoSlice::new(&whole[sent..])];
        match sendmsg(socket, &part, &mut ancillary, SendFlags::DONTWAIT | SendFlags::NOSIGNAL) {
            Ok(bytes) => {
                sent += bytes;
                // They went with the first byte.
                ancillary.clear();
            }
            Err(Errno::AGAIN | Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

type Until = Option<(Instant, Duration)>;

/// Fills the buffer; false when the other side has closed before its first byte.
fn fill(
    socket: &UnixStream,
    buffer: &mut [u8],
    descriptors: &mut Vec<OwnedFd>,
    until: Until,
) -> Result<bool, SocketError> {
    let mut got = 0;
    while got < buffer.len() {
        ready(socket, PollFlags::IN, "the rest of a message", until)?;
        let mut space = [MaybeUninit::uninit(); SPACE];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut part = [IoSliceMut::new(&mut buffer[got..])];
        let flags = RecvFlags::DONTWAIT | RecvFlags::CMSG_CLOEXEC;
        let received = match recvmsg(socket, &mut part, &mut ancillary, flags) {
            Ok(received) => received,
            Err(Errno::AGAIN | Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        };
        for message in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(rights) = message {
                descriptors.extend(rights);
            }
        }
        if received.flags.contains(ReturnFlags::CTRUNC) || descriptors.len() > DESCRIPTORS_MAX {
            return Err(SocketError::Descriptors);
        }
        match received.bytes {
            0 if got == 0 => return Ok(false),
            0 => return Err(SocketError::Cut),
            bytes => got += bytes,
        }
    }
    Ok(true)
}

/// Waits until the socket can be used in this way; one that is closed can.
fn ready(socket: &UnixStream, flags: PollFlags, what: &'static str, until: Until) -> Result<(), SocketError> {
    loop {
        let left = until.map(|(until, _)| until.saturating_duration_since(Instant::now()));
        let left = left.map(|left| Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() });
        match poll(&mut [PollFd::new(socket, flags)], left.as_ref()) {
            Ok(0) => {
                let limit = until.map_or(Duration::MAX, |(_, limit)| limit);
                return Err(SocketError::Late { what, limit });
            }
            Ok(_) => return Ok(()),
            Err(Errno::INTR) => {}
            Err(error) => return Err(error.into()),
        }
    }
}
