//! A queue and its thread. The kernel wants all commands of a queue from one thread: what completes elsewhere comes to it
//! through a mailbox.

use crate::abi::{self, Descriptor, ABORTED, EINVAL, EIO, ENODEV, SECTOR_BYTES};
use io_uring::types::Fd;
use io_uring::{cqueue, opcode, squeue, IoUring};
use memmap2::{MmapOptions, MmapRaw};
use rustix::event::{eventfd, EventfdFlags, PollFlags};
use std::fs::File;
use std::io;
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex, PoisonError};
use twinpath_export::{Block, BlockError, Operation, Request, BLOCK_BYTES};

/// What completions of the mailbox's descriptor are named; requests have their tags.
const MAIL: u64 = u64::MAX;

pub struct Queue {
    number: u16,
    depth: u16,
    request_bytes: u32,
    device: Arc<dyn Block>,
    file: Arc<File>,
    table: MmapRaw,
    ring: IoUring,
    mailbox: Arc<Mailbox>,
    /// Tags that the kernel has not taken back.
    tags: u16,
    /// Memory of requests that have ended.
    spare: Vec<Vec<u8>>,
}

/// Where requests that have ended wait for the queue's thread.
struct Mailbox {
    ended: Mutex<Vec<Ended>>,
    bell: OwnedFd,
}

struct Ended {
    tag: u16,
    operation: Operation,
    result: Result<Vec<u8>, BlockError>,
}

impl Queue {
    /// Takes queue `number` of the device behind `file`, /dev/ublkcN.
    pub fn open(
        number: u16,
        depth: u16,
        request_bytes: u32,
        file: Arc<File>,
        device: Arc<dyn Block>,
    ) -> io::Result<Queue> {
        let (offset, length) = abi::table(number, depth);
        let table = MmapOptions::new().offset(offset).len(length).map_raw_read_only(&*file)?;
        let bell = eventfd(0, EventfdFlags::NONBLOCK | EventfdFlags::CLOEXEC)?;
        let mailbox = Arc::new(Mailbox { ended: Mutex::default(), bell });
        let ring = IoUring::new(u32::from(depth) + 1)?;
        Ok(Queue { number, depth, request_bytes, device, file, table, ring, mailbox, tags: 0, spare: vec![] })
    }

    /// Serves it until the device is stopped.
    pub fn serve(mut self) -> io::Result<()> {
        for tag in 0..self.depth {
            self.command(abi::FETCH, tag, 0)?;
        }
        self.tags = self.depth;
        self.watch()?;
        while self.tags > 0 {
            match self.ring.submit_and_wait(1) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => drop(other?),
            }
            let completed: Vec<cqueue::Entry> = self.ring.completion().collect();
            for entry in completed {
                match (entry.user_data(), entry.result()) {
                    (MAIL, _) => self.watch()?,
                    (tag, 0) => self.begin(tag as u16)?,
                    (_, ABORTED) => self.tags -= 1,
                    (_, error) => return Err(io::Error::from_raw_os_error(-error)),
                }
            }
            self.empty()?;
        }
        Ok(())
    }

    /// A request from the kernel.
    fn begin(&mut self, tag: u16) -> io::Result<()> {
        let descriptor = self.descriptor(tag);
        let (operation, offset, bytes) = match asked(&descriptor, self.device.size(), self.request_bytes) {
            Ok(asked) => asked,
            Err(error) => return self.command(abi::COMMIT_AND_FETCH, tag, -error),
        };
        let mailbox = self.mailbox.clone();
        let reply = move |operation, result| mailbox.put(Ended { tag, operation, result });
        if !moves(operation) {
            self.device.submit(Request::without_data(operation, offset, bytes, reply));
            return Ok(());
        }
        let mut data = self.spare.pop().unwrap_or_default();
        data.resize(bytes, 0);
        if operation != Operation::Read && self.file.read_exact_at(&mut data, abi::data(self.number, tag)).is_err() {
            self.spare.push(data);
            return self.command(abi::COMMIT_AND_FETCH, tag, -EIO);
        }
        self.device.submit(Request::new(operation, offset, data, reply));
        Ok(())
    }

    /// Tells the kernel of all requests that have ended.
    fn empty(&mut self) -> io::Result<()> {
        let ended = std::mem::take(&mut *self.mailbox.ended.lock().unwrap_or_else(PoisonError::into_inner));
        for Ended { tag, operation, result } in ended {
            let result = match result {
                Ok(data) => {
                    let read = operation == Operation::Read;
                    let told = if read { self.file.write_all_at(&data, abi::data(self.number, tag)) } else { Ok(()) };
                    let bytes = data.len() as i32;
                    if moves(operation) {
                        self.spare.push(data);
                    }
                    told.map_or(-EIO, |()| bytes)
                }
                Err(error) => -number(error),
            };
            self.command(abi::COMMIT_AND_FETCH, tag, result)?;
        }
        Ok(())
    }

    fn command(&mut self, command: u32, tag: u16, result: i32) -> io::Result<()> {
        let body = abi::io(self.number, tag, result);
        let entry = opcode::UringCmd16::new(Fd(self.file.as_raw_fd()), command).cmd(body).build();
        self.push(entry.user_data(tag.into()))
    }

    /// The next ring of the bell is told.
    fn watch(&mut self) -> io::Result<()> {
        let bell = &self.mailbox.bell;
        let _ = rustix::io::read(bell, &mut [0; 8]);
        let entry = opcode::PollAdd::new(Fd(bell.as_raw_fd()), PollFlags::IN.bits().into()).build();
        self.push(entry.user_data(MAIL))
    }

    fn push(&mut self, entry: squeue::Entry) -> io::Result<()> {
        // SAFETY: these entries point to nothing; their descriptors stay open as long as the ring, which goes with them.
        while unsafe { self.ring.submission().push(&entry) }.is_err() {
            self.ring.submit()?;
        }
        Ok(())
    }

    fn descriptor(&self, tag: u16) -> Descriptor {
        assert!(tag < self.depth, "the kernel's tags are those that were fetched");
        // SAFETY: the table has `depth` entries, aligned to 8 bytes in pages that stay mapped; the kernel does not change
        // an entry between the completion that told of it and its end.
        unsafe { self.table.as_ptr().cast::<Descriptor>().add(usize::from(tag)).read_volatile() }
    }
}

impl Mailbox {
    fn put(&self, ended: Ended) {
        self.ended.lock().unwrap_or_else(PoisonError::into_inner).push(ended);
        // A full counter is readable all the same.
        let _ = rustix::io::write(&self.bell, &1u64.to_ne_bytes());
    }
}

fn moves(operation: Operation) -> bool {
    matches!(operation, Operation::Read | Operation::Write { .. })
}

/// What a request comes to, or its error number. What the kernel sends fits the device; this does not count on it.
fn asked(descriptor: &Descriptor, size: u64, request_bytes: u32) -> Result<(Operation, u64, usize), i32> {
    let fua = descriptor.fua();
    let operation = match descriptor.operation() {
        abi::OP_READ => Operation::Read,
        abi::OP_WRITE => Operation::Write { fua },
        abi::OP_FLUSH => return Ok((Operation::Flush, 0, 0)),
        abi::OP_DISCARD => Operation::Trim { fua },
        abi::OP_WRITE_ZEROES => Operation::Zero { fua },
        _ => return Err(EINVAL),
    };
    let block = u64::from(BLOCK_BYTES);
    let bytes = u64::from(descriptor.sectors) * SECTOR_BYTES;
    let offset = descriptor.sector.checked_mul(SECTOR_BYTES).ok_or(EINVAL)?;
    let end = offset.checked_add(bytes).ok_or(EINVAL)?;
    let fits = end <= size && (bytes <= u64::from(request_bytes) || !moves(operation));
    let aligned = bytes > 0 && bytes.is_multiple_of(block) && offset.is_multiple_of(block);
    match usize::try_from(bytes) {
        Ok(bytes) if fits && aligned => Ok((operation, offset, bytes)),
        _ => Err(EINVAL),
    }
}

fn number(error: BlockError) -> i32 {
    match error {
        BlockError::Io | BlockError::NoSpace => EIO,
        BlockError::Invalid => EINVAL,
        BlockError::Gone => ENODEV,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: u64 = 1 << 20;

    fn ask(op_flags: u32, sector: u64, sectors: u32) -> Result<(Operation, u64, usize), i32> {
        asked(&Descriptor { op_flags, sectors, sector, address: 0 }, SIZE, 1 << 16)
    }

    #[test]
    fn requests_that_fit_are_what_they_are() {
        assert_eq!(ask(0, 8, 16), Ok((Operation::Read, 4096, 8192)));
        assert_eq!(ask(1 | 1 << 13, 0, 8), Ok((Operation::Write { fua: true }, 0, 4096)));
        assert_eq!(ask(2, 99, 99), Ok((Operation::Flush, 0, 0)));
        assert_eq!(ask(3, 0, 2048), Ok((Operation::Trim { fua: false }, 0, 1 << 20)));
        assert_eq!(ask(5 | 1 << 15, 2040, 8), Ok((Operation::Zero { fua: false }, 2040 * 512, 4096)));
    }

    #[test]
    fn requests_that_do_not_fit_are_refused() {
        for (op, sector, sectors) in [
            (4, 0, 8),
            (77, 0, 8),
            (0, 4, 8),
            (0, 0, 4),
            (0, 0, 0),
            (0, 2048, 8),
            (0, u64::MAX, 8),
            (0, u64::MAX / 512, 8),
            (0, 0, 256),
        ] {
            assert_eq!(ask(op, sector, sectors), Err(EINVAL), "{op} {sector} {sectors}");
        }
    }
}
