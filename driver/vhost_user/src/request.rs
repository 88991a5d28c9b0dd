//! What a guest puts into a ring: a chain of buffers with a header (what, where), data, and a last byte for the status.
//! Names and numbers are those of the virtio specification 1.2, section 5.2.

use crate::RINGS;
use std::sync::Arc;
use twinpath_export::{BlockError, Operation, BLOCK_BYTES, REQUEST_BYTES_MAX};
use virtio_queue::DescriptorChain;
use vm_memory::guest_memory::Permissions;
use vm_memory::{Bytes, GuestAddress, GuestMemory, GuestMemoryMmap};

pub const SECTOR_BYTES: u64 = 512;
/// Bytes of one data buffer, and how many of them a request may have: together less than [`REQUEST_BYTES_MAX`].
const SIZE_MAX: u32 = 32 << 10;
const SEG_MAX: u32 = 126;
const _: () = assert!(SIZE_MAX * SEG_MAX <= REQUEST_BYTES_MAX);
/// Of a chain: data, header, status.
const BUFFERS_MAX: usize = SEG_MAX as usize + 2;
const HEADER_BYTES: usize = 16;
/// One range of a discard or of zeros: sector, count, flags.
const RANGE_BYTES: usize = 16;
pub const ID_BYTES: usize = 20;

pub const F_SIZE_MAX: u64 = 1 << 1;
pub const F_SEG_MAX: u64 = 1 << 2;
pub const F_BLK_SIZE: u64 = 1 << 6;
pub const F_FLUSH: u64 = 1 << 9;
pub const F_TOPOLOGY: u64 = 1 << 10;
pub const F_MQ: u64 = 1 << 12;
pub const F_DISCARD: u64 = 1 << 13;
pub const F_WRITE_ZEROES: u64 = 1 << 14;
const CONFIG_BYTES: usize = 60;

const T_IN: u32 = 0;
const T_OUT: u32 = 1;
const T_FLUSH: u32 = 4;
const T_GET_ID: u32 = 8;
const T_DISCARD: u32 = 11;
const T_WRITE_ZEROES: u32 = 13;
/// Of a range of zeros: the space may be given back. It means nothing here.
const RANGE_UNMAP: u32 = 1;

/// How a request ended, as its last byte says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Status {
    Ok = 0,
    Failed = 1,
    Unsupported = 2,
}

impl From<BlockError> for Status {
    fn from(_: BlockError) -> Status {
        Status::Failed
    }
}

/// Why a ring makes no sense.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Senseless {
    #[error("a chain of buffers that is too long or does not end")]
    Endless,
    #[error("a buffer outside the guest's memory")]
    Outside,
    #[error("a buffer to be read after one to be written")]
    Direction,
    #[error("a request without room for its status")]
    NoStatus,
    #[error("its indices: {0}")]
    Ring(String),
    #[error("what it is kicked with is no event descriptor")]
    Kick,
}

/// The configuration space of a disk of that size.
pub fn config(size: u64) -> Vec<u8> {
    let block_sectors = BLOCK_BYTES / SECTOR_BYTES as u32;
    // Also what fits a `u32` in bytes, so that no guest trips over it; a multiple of a block.
    let many = (REQUEST_BYTES_MAX / SECTOR_BYTES as u32) * 64;
    let mut bytes = vec![];
    bytes.extend((size / SECTOR_BYTES).to_le_bytes());
    bytes.extend(SIZE_MAX.to_le_bytes());
    bytes.extend(SEG_MAX.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend(BLOCK_BYTES.to_le_bytes());
    // A physical block is a logical one; requests of one block are fine, and so is any larger size.
    bytes.extend([0, 0, 1, 0, 0, 0, 0, 0]);
    bytes.extend([1, 0]);
    bytes.extend((RINGS as u16).to_le_bytes());
    bytes.extend([many, 1, block_sectors, many, 1].iter().flat_map(|number| number.to_le_bytes()));
    bytes.extend([1, 0, 0, 0]);
    debug_assert_eq!(bytes.len(), CONFIG_BYTES);
    bytes
}

/// A chain of buffers in the guest's memory, its addresses checked once.
pub struct Chain {
    memory: Arc<GuestMemoryMmap>,
    pub head: u16,
    readable: Vec<Buffer>,
    /// Without the status byte.
    writable: Vec<Buffer>,
    status: GuestAddress,
}

struct Buffer {
    at: GuestAddress,
    bytes: usize,
}

/// What a request comes to.
#[derive(Debug, PartialEq, Eq)]
pub enum Asked {
    /// For the device: what, offset, bytes. A write's data is still in the guest's memory.
    Device(Operation, u64, usize),
    /// The name of the device.
    Id,
    /// It ends with this.
    Answer(Status),
}

impl Chain {
    /// Walks a chain to its end.
    pub fn new(chain: DescriptorChain<Arc<GuestMemoryMmap>>, memory: Arc<GuestMemoryMmap>) -> Result<Chain, Senseless> {
        let head = chain.head_index();
        let (mut readable, mut writable): (Vec<Buffer>, Vec<Buffer>) = (vec![], vec![]);
        let mut ended = false;
        for descriptor in chain.take(BUFFERS_MAX) {
            let buffer = Buffer { at: descriptor.addr(), bytes: descriptor.len() as usize };
            let write = descriptor.is_write_only();
            let access = if write { Permissions::Write } else { Permissions::Read };
            if !memory.check_range(buffer.at, buffer.bytes, access) {
                return Err(Senseless::Outside);
            }
            match write {
                true => writable.push(buffer),
                false if writable.is_empty() => readable.push(buffer),
                false => return Err(Senseless::Direction),
            }
            ended = !descriptor.has_next();
        }
        // The walk also stops where an entry is out of reach or comes again: then the last one seen says that it goes on.
        if !ended {
            return Err(Senseless::Endless);
        }
        let last = writable.last_mut().filter(|buffer| buffer.bytes > 0).ok_or(Senseless::NoStatus)?;
        last.bytes -= 1;
        let status = GuestAddress(last.at.0 + last.bytes as u64);
        Ok(Chain { memory, head, readable, writable, status })
    }

    /// What is asked for; `write_through`: a write is durable before it is answered.
    pub fn read(&self, size: u64, write_through: bool) -> Asked {
        let mut header = [0; HEADER_BYTES];
        if self.copy_out(0, &mut header) != HEADER_BYTES {
            return Asked::Answer(Status::Failed);
        }
        let (kind, sector) = (number(&header, 0), u64::from_le_bytes(header[8..].try_into().unwrap_or_default()));
        let out = total(&self.readable) - HEADER_BYTES;
        let room = total(&self.writable);
        match kind {
            T_IN => data(Operation::Read, sector, room, size),
            T_OUT => data(Operation::Write { fua: write_through }, sector, out, size),
            T_FLUSH => Asked::Device(Operation::Flush, 0, 0),
            T_GET_ID if room >= ID_BYTES => Asked::Id,
            T_GET_ID => Asked::Answer(Status::Failed),
            T_DISCARD | T_WRITE_ZEROES => self.range(kind, out, size, write_through),
            _ => Asked::Answer(Status::Unsupported),
        }
    }

    fn range(&self, kind: u32, out: usize, size: u64, fua: bool) -> Asked {
        let mut range = [0; RANGE_BYTES];
        // One range at a time is what the configuration offers.
        if out != RANGE_BYTES || self.copy_out(HEADER_BYTES, &mut range) != RANGE_BYTES {
            return Asked::Answer(Status::Unsupported);
        }
        let sector = u64::from_le_bytes(range[..8].try_into().unwrap_or_default());
        let (sectors, flags) = (number(&range, 8), number(&range, 12));
        let (operation, allowed) =
            if kind == T_DISCARD { (Operation::Trim { fua }, 0) } else { (Operation::Zero { fua }, RANGE_UNMAP) };
        if flags & !allowed != 0 {
            return Asked::Answer(Status::Unsupported);
        }
        match usize::try_from(u64::from(sectors) * SECTOR_BYTES) {
            Ok(bytes) => place(operation, sector, bytes, size),
            Err(_) => Asked::Answer(Status::Failed),
        }
    }

    /// The data of a write.
    pub fn take(&self, bytes: usize) -> Option<Vec<u8>> {
        let mut data = vec![0; bytes];
        (self.copy_out(HEADER_BYTES, &mut data) == bytes).then_some(data)
    }

    /// Puts an answer into the guest's memory; gives the bytes written there, None if that failed.
    pub fn answer(&self, status: Status, data: &[u8]) -> Option<u32> {
        let mut rest = data;
        for buffer in &self.writable {
            let (now, later) = rest.split_at(rest.len().min(buffer.bytes));
            self.memory.write_slice(now, buffer.at).ok()?;
            rest = later;
        }
        self.memory.write_obj(status as u8, self.status).ok()?;
        Some(data.len() as u32 + 1)
    }

    /// Copies what can be read from the `skip`th byte on; gives how much there was.
    fn copy_out(&self, mut skip: usize, to: &mut [u8]) -> usize {
        let mut done = 0;
        for buffer in &self.readable {
            let skipped = skip.min(buffer.bytes);
            skip -= skipped;
            let bytes = (buffer.bytes - skipped).min(to.len() - done);
            let Some(at) = buffer.at.0.checked_add(skipped as u64) else { return done };
            if self.memory.read_slice(&mut to[done..done + bytes], GuestAddress(at)).is_err() {
                return done;
            }
            done += bytes;
        }
        done
    }
}

fn total(buffers: &[Buffer]) -> usize {
    buffers.iter().map(|buffer| buffer.bytes).sum()
}

fn number(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|part| part.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn data(operation: Operation, sector: u64, bytes: usize, size: u64) -> Asked {
    if bytes > REQUEST_BYTES_MAX as usize {
        return Asked::Answer(Status::Failed);
    }
    place(operation, sector, bytes, size)
}

/// A request that lies inside the device and is aligned to blocks, or its error.
fn place(operation: Operation, sector: u64, bytes: usize, size: u64) -> Asked {
    let block = u64::from(BLOCK_BYTES);
    let offset = sector.checked_mul(SECTOR_BYTES).filter(|offset| offset.is_multiple_of(block));
    let fits = |offset: &u64| offset.checked_add(bytes as u64).is_some_and(|end| end <= size);
    match offset.filter(fits) {
        Some(offset) if bytes > 0 && (bytes as u64).is_multiple_of(block) => Asked::Device(operation, offset, bytes),
        _ => Asked::Answer(Status::Failed),
    }
}
