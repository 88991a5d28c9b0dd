//! Commands and completions as bytes: submission queue entries of 64 and completion queue entries of 16.

use crate::status::Status;
use twinpath_spec::nvme::{cqe, dsm, io, sqe, NSID, SQE_BYTES};

/// What an I/O command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operation {
    Read,
    /// With `fua` (Force Unit Access) the data is durable before the completion.
    Write {
        fua: bool,
    },
    /// Whether the volume holds what the buffer holds; if not, [`Status::COMPARE_FAILURE`].
    Compare,
    Flush,
    /// Zeros, without data: at most 65,536 blocks.
    WriteZeroes,
    /// The contents are no longer needed: zeros from now on. Any number of blocks.
    Deallocate,
}

impl Operation {
    #[inline]
    fn opcode(self) -> u8 {
        match self {
            Operation::Flush => io::FLUSH,
            Operation::Write { .. } => io::WRITE,
            Operation::Read => io::READ,
            Operation::Compare => io::COMPARE,
            Operation::WriteZeroes => io::WRITE_ZEROES,
            Operation::Deallocate => io::DATASET_MANAGEMENT,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Operation::Read => "Read",
            Operation::Write { .. } => "Write",
            Operation::Compare => "Compare",
            Operation::Flush => "Flush",
            Operation::WriteZeroes => "Write Zeroes",
            Operation::Deallocate => "Deallocate",
        }
    }

    /// Whether a card has it that offers these optional commands (ONCS), by bit.
    #[inline]
    pub(crate) fn is_offered(self, optional_commands: u16) -> bool {
        let bit = match self {
            Operation::Read | Operation::Write { .. } | Operation::Flush => return true,
            Operation::Compare => 0,
            Operation::Deallocate => 2,
            Operation::WriteZeroes => 3,
        };
        optional_commands >> bit & 1 == 1
    }

    /// Blocks of the longest command, where data commands have `data` of them.
    #[inline]
    pub(crate) fn blocks_max(self, data: u32) -> u32 {
        match self {
            Operation::Read | Operation::Write { .. } | Operation::Compare => data,
            Operation::Flush => 0,
            Operation::WriteZeroes => 1 << 16,
            Operation::Deallocate => u32::MAX,
        }
    }
}

/// A range of a Deallocate as it lies in host memory.
pub(crate) fn range_bytes(lba: u64, blocks: u32) -> [u8; dsm::RANGE_BYTES] {
    let mut bytes = [0; dsm::RANGE_BYTES];
    bytes[4..8].copy_from_slice(&blocks.to_le_bytes());
    bytes[8..].copy_from_slice(&lba.to_le_bytes());
    bytes
}

/// A submission queue entry before it is bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Command {
    pub opcode: u8,
    pub cid: u16,
    pub namespace: u32,
    pub prp1: u64,
    pub prp2: u64,
    /// Command dwords 10, 11 and 12.
    pub dwords: [u32; 3],
}

impl Command {
    /// An I/O command over `blocks` blocks (0 for a flush) in the buffer that `prp1` and `prp2` describe; of a Deallocate
    /// the buffer holds the one range.
    #[inline]
    pub fn io(operation: Operation, cid: u16, lba: u64, blocks: u32, prp1: u64, prp2: u64) -> Command {
        let command = Command { opcode: operation.opcode(), cid, namespace: NSID, ..Command::default() };
        match operation {
            Operation::Flush => return command,
            Operation::Deallocate => return Command { prp1, prp2, dwords: [0, dsm::DEALLOCATE, 0], ..command },
            _ => {}
        }
        let fua = u32::from(operation == Operation::Write { fua: true }) << 30;
        Command { prp1, prp2, dwords: [lba as u32, (lba >> 32) as u32, (blocks - 1) | fua], ..command }
    }

    #[inline]
    pub fn bytes(&self) -> [u8; SQE_BYTES] {
        let mut bytes = [0; SQE_BYTES];
        let dword0 = sqe::OPC.put(u64::from(self.opcode)) | sqe::CID.put(u64::from(self.cid));
        bytes[..4].copy_from_slice(&(dword0 as u32).to_le_bytes());
        bytes[sqe::NSID..][..4].copy_from_slice(&self.namespace.to_le_bytes());
        bytes[sqe::PRP1..][..8].copy_from_slice(&self.prp1.to_le_bytes());
        bytes[sqe::PRP2..][..8].copy_from_slice(&self.prp2.to_le_bytes());
        for (at, dword) in self.dwords.iter().enumerate() {
            bytes[sqe::CDW10 + 4 * at..][..4].copy_from_slice(&dword.to_le_bytes());
        }
        bytes
    }
}

/// What the last dword of a completion queue entry says, beside its phase. A card that puts an entry into the wrong queue
/// shows by its identifier, sooner or later: what else an entry holds is not looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Where it lies in its queue.
    pub at: u16,
    pub cid: u16,
    pub status: Status,
}

impl Entry {
    /// From dword 3 of entry `at`.
    #[inline]
    pub fn from_word(at: u16, last: u32) -> Entry {
        const { assert!(cqe::CID == 12 && cqe::STATUS == 14) };
        Entry { at, cid: last as u16, status: Status((last >> 17) as u16) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_write_is_the_bytes_of_the_specification() {
        let command = Command::io(Operation::Write { fua: true }, 0x1234, 0x1_0000_0005, 32, 0xabc000, 0xdef000);
        let mut expected = [0; 64];
        expected[..8].copy_from_slice(&[1, 0, 0x34, 0x12, 1, 0, 0, 0]);
        expected[24..40].copy_from_slice(&[0, 0xc0, 0xab, 0, 0, 0, 0, 0, 0, 0xf0, 0xde, 0, 0, 0, 0, 0]);
        expected[40..52].copy_from_slice(&[5, 0, 0, 0, 1, 0, 0, 0, 31, 0, 0, 0x40]);
        assert_eq!(command.bytes(), expected);
        let compare = Command::io(Operation::Compare, 7, 9, 32, 0xabc000, 0xdef000).bytes();
        assert_eq!((compare[0], &compare[24..28], &compare[48..52]), (5, &[0, 0xc0, 0xab, 0][..], &[31, 0, 0, 0][..]));
        let flush = Command::io(Operation::Flush, 7, 9, 0, 1, 2).bytes();
        assert_eq!(flush[..8], [0, 0, 7, 0, 1, 0, 0, 0]);
        assert_eq!(flush[8..], [0; 56]);
        let zeroes = Command::io(Operation::WriteZeroes, 7, 9, 65536, 0, 0).bytes();
        assert_eq!((zeroes[0], &zeroes[40..52]), (8, &[9, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0][..]));
        let range = Command::io(Operation::Deallocate, 7, 9, 100, 0xabc000, 0).bytes();
        assert_eq!((range[0], range[25], &range[40..48]), (9, 0xc0, &[0, 0, 0, 0, 4, 0, 0, 0][..]));
        assert_eq!(range_bytes(0x1_0000_0009, 100), [0, 0, 0, 0, 100, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0]);
    }

    #[test]
    fn an_entry_is_read_from_its_last_word() {
        let entry = Entry::from_word(9, u32::from_le_bytes([7, 0, 0x43, 0x80]));
        assert_eq!(entry, Entry { at: 9, cid: 7, status: Status(0x4021) });
    }
}
