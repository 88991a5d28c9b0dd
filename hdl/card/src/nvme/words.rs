//! What crosses between the parts of the controller.

use rust_hdl::prelude::*;

/// The fields of a submission queue entry that some command uses.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Sqe {
    /// Dword 0: opcode 7:0, FUSE 9:8, PSDT 15:14, command identifier 31:16.
    pub cdw0: Bits<32>,
    pub nsid: Bits<32>,
    pub prp1: Bits<64>,
    pub prp2: Bits<64>,
    pub cdw10: Bits<32>,
    pub cdw11: Bits<32>,
    pub cdw12: Bits<32>,
    /// Of an I/O command: its submission queue. The first I/O queue is 0.
    pub queue: Bits<2>,
}

/// What a completion queue entry says of its command.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    pub cid: Bits<16>,
    /// Dword 0.
    pub result: Bits<32>,
    /// As `Answer::status`.
    pub status: Bits<15>,
}

/// What a host calls an I/O command.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Name {
    pub queue: Bits<2>,
    pub cid: Bits<16>,
}

/// The end of an I/O command; dword 0 of its completion is 0.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct IoOutcome {
    pub queue: Bits<2>,
    pub cid: Bits<16>,
    /// As `Answer::status`.
    pub status: Bits<15>,
    /// What it asked for, for the error log.
    pub lba: Bits<32>,
    pub nsid: Bits<32>,
}

/// A completion with an error, as the error log keeps it.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Failure {
    /// 0 admin, 7 none: of no command.
    pub queue: Bits<3>,
    pub cid: Bits<16>,
    pub status: Bits<15>,
    pub lba: Bits<32>,
    pub nsid: Bits<32>,
}

/// What the SMART log says that is not always the same.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Health {
    /// Units of 512,000 bytes, rounded up.
    pub units_read: Bits<32>,
    pub units_written: Bits<32>,
    /// Commands: Read and Compare; Write.
    pub reads: Bits<32>,
    pub writes: Bits<32>,
    /// Since power-on.
    pub hours: Bits<24>,
    /// Commands that ended because an area refused a block.
    pub media: Bits<32>,
}

/// An I/O queue as a host wants it.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct NewQueue {
    /// Number of the page that it lies in.
    pub base: Bits<52>,
    /// Its size less one.
    pub last: Bits<6>,
    /// A submission queue answers to this completion queue.
    pub cq: Bits<2>,
    /// Completion queues: whether and how they interrupt.
    pub interrupts: Bit,
    pub vector: Bits<4>,
}

/// Moves bytes from the start of a slot to host memory: `first_bytes` to `first`, then `second_bytes`, if any, to `second`.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Transfer {
    pub first: Bits<64>,
    pub second: Bits<64>,
    pub first_bytes: Bits<13>,
    pub second_bytes: Bits<13>,
    pub slot: Bits<4>,
}

/// One contiguous part of a transfer: what `DmaRead` and `DmaWrite` have in common.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Piece {
    pub address: Bits<64>,
    pub bytes: Bits<13>,
    pub slot: Bits<4>,
    pub word32: Bits<10>,
    pub id: Bits<4>,
}

/// The doorbells that one register write rings.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Doorbell {
    /// 0 admin, I/O queue pairs from 1 on.
    pub queue: Bits<3>,
    pub tail_written: Bit,
    pub tail: Bits<16>,
    pub head_written: Bit,
    pub head: Bits<16>,
}

/// Where an admin queue lies. `last` is its size less one.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Shape {
    pub base: Bits<64>,
    pub last: Bits<12>,
}

/// A list of PRP entries to be fetched for a context: `entries` (2 to 32) from `address` on, chained at page ends.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct ListFetch {
    pub row: Bits<5>,
    pub address: Bits<64>,
    pub entries: Bits<6>,
}

/// A page to be built and sent to the host.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct PageRequest {
    /// Identify by CNS: 0 namespace, 1 controller, 2 list of namespaces, 3 descriptors. Logs: 4 errors, 5 SMART, 6 firmware.
    pub page: Bits<3>,
    /// All zeros instead.
    pub blank: Bit,
    pub first: Bits<64>,
    pub second: Bits<64>,
    pub first_bytes: Bits<13>,
    pub second_bytes: Bits<13>,
}

/// A Write Zeroes or Deallocate and what is left of it: a run of blocks, and ranges still to be read from the host.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Zeroing {
    pub row: Bits<5>,
    pub lba: Bits<32>,
    pub blocks: Bits<32>,
    pub ranges: Bits<9>,
    /// Bytes from the start of PRP1's page to the next range; from 4096 on it lies in PRP2's page.
    pub at: Bits<13>,
    pub first: Bits<64>,
    pub second: Bits<64>,
}

/// Identifiers of DMA reads: 0..3 pieces of data (two jobs of two pieces), 4 a PRP list, 5..7 a range of a Deallocate,
/// 8..11 entries of the admin queue, 12..15 entries of the I/O queues. DMA writes use 0..3.
pub const LIST_ID: u64 = 4;
