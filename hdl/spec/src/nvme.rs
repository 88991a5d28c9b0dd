//! NVMe 1.4: the numbers that gates, driver and models share. Section numbers are those of the NVM Express Base
//! Specification 1.4.
//!
//! Submission queue entry (64 bytes) and completion queue entry (16 bytes) by their fields, in [`sqe`] and [`cqe`];
//! registers in [`REGISTERS`]; status codes as [`Status`]; the Identify pages as bytes.

use crate::limits::{COMMAND_BLOCKS_MAX, QUEUE_ENTRIES_MAX};
use crate::register::{Access, Access::*, Field, Register};

// ---- limits of the controller ---------------------------------------------------------------------------------------

/// I/O queue pairs, admin queue not counted.
pub const IO_QUEUES: u32 = 4;
/// The one namespace.
pub const NSID: u32 = 1;
/// "All namespaces".
pub const NSID_ALL: u32 = 0xffff_ffff;
/// A block is 2^LBADS bytes.
pub const LBADS: u8 = 12;
/// The longest transfer is 2^MDTS memory pages.
pub const MDTS: u8 = 5;
/// Asynchronous Event Requests that may be outstanding.
pub const ASYNC_EVENTS_MAX: u32 = 4;
/// Abort commands that may be outstanding.
pub const ABORTS_MAX: u32 = 4;
/// Composite temperatures that the Identify page names, in kelvin.
pub const TEMPERATURE_WARNING: u32 = 343;
pub const TEMPERATURE_CRITICAL: u32 = 358;
/// CAP.TO in units of 500 ms: how long the host waits for CSTS.RDY.
pub const READY_TIMEOUT: u64 = 20;
pub const SQE_BYTES: usize = 64;
pub const CQE_BYTES: usize = 16;
/// log2 of the entry sizes, as CC.IOSQES and CC.IOCQES want them.
pub const SQE_SHIFT: u64 = 6;
pub const CQE_SHIFT: u64 = 4;
pub const PAGE_BYTES: usize = 4096;

const _: () = assert!(COMMAND_BLOCKS_MAX == 1 << MDTS && PAGE_BYTES == 1 << LBADS);

// ---- registers (3.1) ------------------------------------------------------------------------------------------------

const fn field(name: &'static str, lsb: u32, width: u32, doc: &'static str) -> Field {
    Field { name, lsb, width, doc }
}

const fn register(
    name: &'static str,
    offset: u32,
    bytes: u32,
    access: Access,
    reset: u64,
    doc: &'static str,
    fields: &'static [Field],
) -> Register {
    Register { name, offset, bytes, access, reset: Some(reset), most: u64::MAX, doc, fields, count: 1, stride: 0 }
}

/// Value of CAP.
pub const CAP_VALUE: u64 = CAP.field("MQES").put(QUEUE_ENTRIES_MAX as u64 - 1)
    | CAP.field("CQR").put(1)
    | CAP.field("TO").put(READY_TIMEOUT)
    | CAP.field("CSS").put(1);
/// Value of VS: 1.4.0.
pub const VS_VALUE: u32 = 0x0001_0400;

pub const CAP: Register = Register {
    reset: None,
    ..register(
        "CAP",
        0x00,
        8,
        ReadOnly,
        0,
        "Controller capabilities.",
        &[
            field("MQES", 0, 16, "Entries of the longest I/O queue, less one."),
            field("CQR", 16, 1, "Queues must be physically contiguous."),
            field("AMS", 17, 2, "Arbitration beside round robin: none."),
            field("TO", 24, 8, "Limit for CSTS.RDY to follow CC.EN, in 500 ms."),
            field("DSTRD", 32, 4, "Doorbell stride: 4 bytes."),
            field("NSSRS", 36, 1, "NVM subsystem reset: not supported."),
            field("CSS", 37, 8, "Command sets: NVM."),
            field("MPSMIN", 48, 4, "Smallest memory page: 4 KiB."),
            field("MPSMAX", 52, 4, "Largest memory page: 4 KiB."),
        ],
    )
};
pub const VS: Register = register(
    "VS",
    0x08,
    4,
    ReadOnly,
    VS_VALUE as u64,
    "Version of the specification.",
    &[
        field("TER", 0, 8, "Tertiary number."),
        field("MNR", 8, 8, "Minor number."),
        field("MJR", 16, 16, "Major number."),
    ],
);
pub const INTMS: Register = register(
    "INTMS",
    0x0c,
    4,
    ReadWrite,
    0,
    "Interrupt mask set. Kept, without effect: interrupts are MSI-X, masked in its table.",
    &[field("IVMS", 0, 32, "1 sets the bit. Reads give the mask.")],
);
pub const INTMC: Register = register(
    "INTMC",
    0x10,
    4,
    ReadWrite,
    0,
    "Interrupt mask clear.",
    &[field("IVMC", 0, 32, "1 clears the bit. Reads give the mask.")],
);
pub const CC: Register = register(
    "CC",
    0x14,
    4,
    ReadWrite,
    0,
    "Controller configuration.",
    &[
        field("EN", 0, 1, "1: the controller runs. 1 to 0 resets it; AQA, ASQ and ACQ stay."),
        field("CSS", 4, 3, "Command set: must be 0 when EN is set."),
        field("MPS", 7, 4, "Memory page: must be 0 (4 KiB) when EN is set."),
        field("AMS", 11, 3, "Arbitration: must be 0 when EN is set."),
        field("SHN", 14, 2, "Shutdown notification; answered in CSTS.SHST."),
        field("IOSQES", 16, 4, "I/O submission entry size: 6 before a queue is created."),
        field("IOCQES", 20, 4, "I/O completion entry size: 4 before a queue is created."),
    ],
);
pub const CSTS: Register = register(
    "CSTS",
    0x1c,
    4,
    ReadOnly,
    0,
    "Controller status.",
    &[
        field("RDY", 0, 1, "Commands are taken. After CC.EN 1 to 0 it falls when no access to host memory is left."),
        field("CFS", 1, 1, "Fatal: CC, AQA, ASQ or ACQ cannot work, or a submission entry could not be read."),
        field("SHST", 2, 2, "Shutdown: 0 none, 1 commands are still under way, 2 complete."),
    ],
);
pub const AQA: Register = register(
    "AQA",
    0x24,
    4,
    ReadWrite,
    0,
    "Sizes of the admin queues. Writes are ignored while the controller is enabled or ready.",
    &[
        field("ASQS", 0, 12, "Entries of the submission queue, less one; at least 1."),
        field("ACQS", 16, 12, "Entries of the completion queue, less one; at least 1."),
    ],
);
pub const ASQ: Register = register(
    "ASQ",
    0x28,
    8,
    ReadWrite,
    0,
    "Address of the admin submission queue. Writes are ignored while the controller is enabled or ready.",
    &[field("ASQB", 12, 52, "Bits 63:12 of the address.")],
);
pub const ACQ: Register = register(
    "ACQ",
    0x30,
    8,
    ReadWrite,
    0,
    "Address of the admin completion queue. Writes are ignored while the controller is enabled or ready.",
    &[field("ACQB", 12, 52, "Bits 63:12 of the address.")],
);
/// Doorbell of submission queue n at `SQTDBL.at(n)`.
pub const SQTDBL: Register = Register {
    count: 1 + IO_QUEUES,
    stride: 8,
    ..register(
        "SQTDBL",
        0x1000,
        4,
        WriteOnly,
        0,
        "Submission queue tail doorbell. A value outside the queue, or a queue that is not there, is ignored and counted.",
        &[field("SQT", 0, 16, "The new tail.")],
    )
};
/// Doorbell of completion queue n at `CQHDBL.at(n)`.
pub const CQHDBL: Register = Register {
    count: 1 + IO_QUEUES,
    stride: 8,
    ..register(
        "CQHDBL",
        0x1004,
        4,
        WriteOnly,
        0,
        "Completion queue head doorbell; as for SQTDBL.",
        &[field("CQH", 0, 16, "The new head.")],
    )
};

/// Every register of the controller.
pub const REGISTERS: &[Register] = &[CAP, VS, INTMS, INTMC, CC, CSTS, AQA, ASQ, ACQ, SQTDBL, CQHDBL];

// ---- commands (5, 6) ------------------------------------------------------------------------------------------------

/// Admin opcodes.
pub mod admin {
    pub const DELETE_IO_SQ: u8 = 0x00;
    pub const CREATE_IO_SQ: u8 = 0x01;
    pub const GET_LOG_PAGE: u8 = 0x02;
    pub const DELETE_IO_CQ: u8 = 0x04;
    pub const CREATE_IO_CQ: u8 = 0x05;
    pub const IDENTIFY: u8 = 0x06;
    pub const ABORT: u8 = 0x08;
    pub const SET_FEATURES: u8 = 0x09;
    pub const GET_FEATURES: u8 = 0x0a;
    pub const ASYNC_EVENT_REQUEST: u8 = 0x0c;
    pub const KEEP_ALIVE: u8 = 0x18;
}

/// I/O opcodes of the NVM command set.
pub mod io {
    pub const FLUSH: u8 = 0x00;
    pub const WRITE: u8 = 0x01;
    pub const READ: u8 = 0x02;
    pub const COMPARE: u8 = 0x05;
    pub const WRITE_ZEROES: u8 = 0x08;
    pub const DATASET_MANAGEMENT: u8 = 0x09;
}

/// Dataset Management: ranges of 16 bytes, at most 256 a command.
pub mod dsm {
    /// CDW11: Deallocate.
    pub const DEALLOCATE: u32 = 1 << 2;
    /// Bytes of a range: attributes 3:0, blocks 7:4, first block 15:8.
    pub const RANGE_BYTES: usize = 16;
    pub const RANGES_MAX: usize = 256;
}

/// CNS values of Identify.
pub mod cns {
    pub const NAMESPACE: u8 = 0;
    pub const CONTROLLER: u8 = 1;
    pub const ACTIVE_NAMESPACES: u8 = 2;
    pub const NAMESPACE_DESCRIPTORS: u8 = 3;
}

/// Log identifiers and pages (5.14). Each is read from its beginning, at most a page of it.
pub mod log {
    use super::{put, put_text, Page, FIRMWARE as REVISION, PAGE_BYTES};
    pub const ERROR: u8 = 1;
    pub const SMART: u8 = 2;
    pub const FIRMWARE: u8 = 3;
    /// Entries of the error log, of 64 bytes each.
    pub const ERROR_ENTRIES: usize = 4;
    pub const ERROR_ENTRY_BYTES: usize = 64;
    /// What SMART counts as a data unit.
    pub const DATA_UNIT_BYTES: usize = 512 * 1000;

    /// The SMART log without its counters. There is no sensor: the temperature is 0 K.
    pub const fn smart() -> Page {
        let mut page = [0; PAGE_BYTES];
        page[3] = 100; // available spare, per cent
        page[112] = 1; // power cycles: the counters live as long as the power
        page
    }

    /// The firmware slot log.
    pub const fn firmware() -> Page {
        let mut page = [0; PAGE_BYTES];
        page = put(page, 0, &[1]); // AFI: slot 1 is active
        put_text(page, 8, 8, REVISION)
    }
}

/// Asynchronous events (5.2).
pub mod event {
    /// Types.
    pub const ERROR: u8 = 0;
    /// What an error was: a doorbell that no queue has, a value that cannot be.
    pub const INVALID_DOORBELL: u8 = 0;
    pub const INVALID_VALUE: u8 = 1;

    /// Dword 0 of a request's completion: the event, and the log to be read.
    pub const fn result(kind: u8, info: u8, log: u8) -> u32 {
        kind as u32 | (info as u32) << 8 | (log as u32) << 16
    }
}

/// Feature identifiers.
pub mod feature {
    pub const ARBITRATION: u8 = 0x01;
    pub const POWER_MANAGEMENT: u8 = 0x02;
    pub const TEMPERATURE_THRESHOLD: u8 = 0x04;
    pub const ERROR_RECOVERY: u8 = 0x05;
    pub const NUMBER_OF_QUEUES: u8 = 0x07;
    pub const INTERRUPT_COALESCING: u8 = 0x08;
    pub const INTERRUPT_VECTOR: u8 = 0x09;
    pub const WRITE_ATOMICITY: u8 = 0x0a;
    pub const ASYNC_EVENT: u8 = 0x0b;
}

/// Where a submission queue entry has its fields: byte offsets, except the bits of dword 0.
pub mod sqe {
    use super::{field, Field};
    /// Fields of dword 0.
    pub const OPC: Field = field("OPC", 0, 8, "Opcode.");
    pub const FUSE: Field = field("FUSE", 8, 2, "Fused operation: must be 0.");
    pub const PSDT: Field = field("PSDT", 14, 2, "Data pointer: must be 0 (PRP).");
    pub const CID: Field = field("CID", 16, 16, "Command identifier.");
    pub const NSID: usize = 4;
    pub const MPTR: usize = 16;
    pub const PRP1: usize = 24;
    pub const PRP2: usize = 32;
    pub const CDW10: usize = 40;
    pub const CDW11: usize = 44;
    pub const CDW12: usize = 48;
}

/// Where a completion queue entry has its fields: byte offsets.
pub mod cqe {
    pub const RESULT: usize = 0;
    pub const SQ_HEAD: usize = 8;
    pub const SQ_ID: usize = 10;
    pub const CID: usize = 12;
    /// Bit 0 the phase, bits 15:1 the status.
    pub const STATUS: usize = 14;
}

// ---- status (4.6.1) -------------------------------------------------------------------------------------------------

/// The end of a command: status code type, status code, Do Not Retry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Status {
    pub sct: u8,
    pub sc: u8,
    pub dnr: bool,
}

impl Status {
    /// The status field without the phase: SC 7:0, SCT 10:8, DNR 14.
    pub const fn bits(self) -> u16 {
        self.sc as u16 | (self.sct as u16) << 8 | (self.dnr as u16) << 14
    }
}

const fn generic(sc: u8) -> Status {
    Status { sct: 0, sc, dnr: true }
}

const fn specific(sc: u8) -> Status {
    Status { sct: 1, sc, dnr: true }
}

const fn may_retry(status: Status) -> Status {
    Status { dnr: false, ..status }
}

pub const SUCCESS: Status = may_retry(generic(0x00));
pub const INVALID_OPCODE: Status = generic(0x01);
pub const INVALID_FIELD: Status = generic(0x02);
pub const DATA_TRANSFER_ERROR: Status = may_retry(generic(0x04));
pub const ABORT_REQUESTED: Status = may_retry(generic(0x07));
pub const INTERNAL_ERROR: Status = may_retry(generic(0x06));
pub const INVALID_NAMESPACE: Status = generic(0x0b);
pub const COMMAND_SEQUENCE_ERROR: Status = generic(0x0c);
pub const PRP_OFFSET_INVALID: Status = generic(0x13);
pub const COMMAND_INTERRUPTED: Status = may_retry(generic(0x21));
pub const LBA_OUT_OF_RANGE: Status = generic(0x80);
pub const RESERVATION_CONFLICT: Status = generic(0x83);
pub const COMPLETION_QUEUE_INVALID: Status = specific(0x00);
pub const INVALID_QUEUE_IDENTIFIER: Status = specific(0x01);
pub const INVALID_QUEUE_SIZE: Status = specific(0x02);
pub const ASYNC_EVENT_LIMIT_EXCEEDED: Status = specific(0x05);
pub const INVALID_INTERRUPT_VECTOR: Status = specific(0x08);
pub const INVALID_LOG_PAGE: Status = specific(0x09);
pub const INVALID_QUEUE_DELETION: Status = specific(0x0c);
pub const FEATURE_NOT_SAVEABLE: Status = specific(0x0d);
pub const FEATURE_NOT_NAMESPACE_SPECIFIC: Status = specific(0x0f);
pub const WRITE_FAULT: Status = Status { sct: 2, sc: 0x80, dnr: false };
pub const UNRECOVERED_READ_ERROR: Status = Status { sct: 2, sc: 0x81, dnr: false };
pub const COMPARE_FAILURE: Status = Status { sct: 2, sc: 0x85, dnr: true };

// ---- Identify (5.15) ------------------------------------------------------------------------------------------------

/// PCI identity, in configuration space and on the Identify page. Not an assigned number.
pub const VENDOR_ID: u16 = 0x1234;
/// PCI device number.
pub const DEVICE_ID: u16 = 0x5450;
pub const MODEL: &[u8] = b"Twinpath mirrored storage card";
pub const FIRMWARE: &[u8] = b"0.1";
/// One UUID for the pair: one subsystem with two controllers.
pub const SUBSYSTEM_NQN: &[u8] = b"nqn.2014-08.org.nvmexpress:uuid:5457494e-5041-5448-8000-000000000001";
/// The namespace as both cards name it. Locally administered, as no identifier is assigned.
pub const NGUID: [u8; 16] = *b"TWINPATH\x02\0\0\0\0\0\0\x01";
pub const EUI64: [u8; 8] = [0x02, 0, 0, 0, 0, 0, 0, 0x01];

/// What differs between two cards of a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardIdentity {
    /// ASCII, the start of the 20-character serial number; the rest is spaces.
    pub serial: [u8; 8],
    /// 0: first, 1: second unit.
    pub unit: u8,
}

impl CardIdentity {
    /// CNTLID: own per card, as both are controllers of one subsystem.
    pub const fn controller_id(&self) -> u16 {
        1 + self.unit as u16
    }
}

type Page = [u8; PAGE_BYTES];

const fn put(mut page: Page, at: usize, bytes: &[u8]) -> Page {
    let mut n = 0;
    while n < bytes.len() {
        page[at + n] = bytes[n];
        n += 1;
    }
    page
}

/// ASCII, padded with spaces.
const fn put_text(mut page: Page, at: usize, length: usize, text: &[u8]) -> Page {
    let mut n = 0;
    while n < length {
        page[at + n] = if n < text.len() { text[n] } else { b' ' };
        n += 1;
    }
    page
}

/// Identify Controller data structure (CNS 01h, figure 247).
pub const fn identify_controller(card: CardIdentity) -> Page {
    let mut page = [0; PAGE_BYTES];
    page = put(page, 0, &VENDOR_ID.to_le_bytes());
    page = put(page, 2, &VENDOR_ID.to_le_bytes()); // SSVID
    page = put_text(page, 4, 20, &card.serial);
    page = put_text(page, 24, 40, MODEL);
    page = put_text(page, 64, 8, FIRMWARE);
    page[76] = 1 << 1; // CMIC: the subsystem has two controllers
    page[77] = MDTS;
    page = put(page, 78, &card.controller_id().to_le_bytes());
    page = put(page, 80, &VS_VALUE.to_le_bytes());
    page[111] = 1; // CNTRLTYPE: I/O controller
    page[258] = ABORTS_MAX as u8 - 1; // ACL
    page[259] = ASYNC_EVENTS_MAX as u8 - 1; // AERL
    page[260] = 1 << 1 | 1; // FRMW: one slot, read only
    page[262] = log::ERROR_ENTRIES as u8 - 1; // ELPE
    page = put(page, 266, &(TEMPERATURE_WARNING as u16).to_le_bytes()); // WCTEMP
    page = put(page, 268, &(TEMPERATURE_CRITICAL as u16).to_le_bytes()); // CCTEMP
    page[512] = (SQE_SHIFT << 4 | SQE_SHIFT) as u8; // SQES
    page[513] = (CQE_SHIFT << 4 | CQE_SHIFT) as u8; // CQES
    page = put(page, 516, &1u32.to_le_bytes()); // NN
    page[520] = 1 << 3 | 1 << 2 | 1; // ONCS: Write Zeroes, Dataset Management, Compare
    page[525] = 3 << 1; // VWC: none, writes are durable when answered; Flush takes all namespaces
    put(page, 768, SUBSYSTEM_NQN)
}

/// Identify Namespace data structure (CNS 00h, figure 245) of the one namespace; `blocks` is its size.
pub const fn identify_namespace(blocks: u64) -> Page {
    let mut page = [0; PAGE_BYTES];
    page = put(page, 0, &blocks.to_le_bytes()); // NSZE
    page = put(page, 8, &blocks.to_le_bytes()); // NCAP
    page = put(page, 16, &blocks.to_le_bytes()); // NUSE
    page[33] = 1 << 3 | 1; // DLFEAT: Write Zeroes takes DEAC, and a deallocated block is read as zeros
    page[30] = 1; // NMIC: shared by the controllers of the subsystem
    page = put(page, 104, &NGUID);
    page = put(page, 120, &EUI64);
    page[130] = LBADS; // LBAF0
    page
}

/// Active namespace list (CNS 02h): namespaces above `after`.
pub const fn identify_active_namespaces(after: u32) -> Page {
    let page = [0; PAGE_BYTES];
    if after < NSID {
        return put(page, 0, &NSID.to_le_bytes());
    }
    page
}

/// Namespace identification descriptors (CNS 03h) of the one namespace.
pub const fn identify_descriptors() -> Page {
    let mut page = [0; PAGE_BYTES];
    page = put(page, 0, &[1, EUI64.len() as u8, 0, 0]);
    page = put(page, 4, &EUI64);
    page = put(page, 12, &[2, NGUID.len() as u8, 0, 0]);
    put(page, 16, &NGUID)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// The bytes that are not zero, as (offset, bytes) runs.
    fn runs(page: &Page) -> Vec<(usize, Vec<u8>)> {
        let mut runs: Vec<(usize, Vec<u8>)> = Vec::new();
        for (at, byte) in page.iter().enumerate().filter(|(_, b)| **b != 0) {
            match runs.last_mut() {
                Some((start, bytes)) if *start + bytes.len() == at => bytes.push(*byte),
                _ => runs.push((at, [*byte].to_vec())),
            }
        }
        runs
    }

    #[test]
    fn the_identify_pages_have_these_bytes() {
        let controller = identify_controller(CardIdentity { serial: *b"TP000042", unit: 1 });
        assert_eq!(
            runs(&controller),
            [
                (0, b"\x34\x12\x34\x12TP000042            Twinpath mirrored storage card          0.1     ".to_vec()),
                (76, [2, 5, 2].to_vec()),
                (81, [4, 1].to_vec()),
                (111, [1].to_vec()),
                (258, [3, 3, 3].to_vec()),
                (262, [3].to_vec()),
                (266, [0x57, 1, 0x66, 1].to_vec()),
                (512, [0x66, 0x44].to_vec()),
                (516, [1].to_vec()),
                (520, [0x0d].to_vec()),
                (525, [6].to_vec()),
                (768, SUBSYSTEM_NQN.to_vec()),
            ]
        );
        let namespace = identify_namespace(0x0102_0304);
        assert_eq!(
            runs(&namespace),
            [
                (0, [4, 3, 2, 1].to_vec()),
                (8, [4, 3, 2, 1].to_vec()),
                (16, [4, 3, 2, 1].to_vec()),
                (30, [1].to_vec()),
                (33, [9].to_vec()),
                (104, b"TWINPATH\x02".to_vec()),
                (119, [1, 2].to_vec()),
                (127, [1].to_vec()),
                (130, [12].to_vec()),
            ]
        );
        assert_eq!(runs(&identify_active_namespaces(0)), [(0, [1].to_vec())]);
        assert_eq!(runs(&identify_active_namespaces(1)), []);
        let descriptors = identify_descriptors();
        assert_eq!(descriptors[..12], [1, 8, 0, 0, 2, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(descriptors[12..32], *b"\x02\x10\0\0TWINPATH\x02\0\0\0\0\0\0\x01");
        assert!(descriptors[32..].iter().all(|b| *b == 0));
    }

    #[test]
    fn status_fields_are_where_the_specification_puts_them() {
        assert_eq!(SUCCESS.bits(), 0);
        assert_eq!(INVALID_FIELD.bits(), 0x4002);
        assert_eq!(INVALID_QUEUE_DELETION.bits(), 0x410c);
        assert_eq!(COMMAND_INTERRUPTED.bits(), 0x0021);
        assert_eq!(WRITE_FAULT.bits(), 0x0280);
    }

    #[test]
    fn registers_lie_apart_and_hold_their_fields() {
        assert_eq!(CAP_VALUE, 0x0000_0020_1401_003f);
        for register in REGISTERS {
            for field in register.fields {
                assert!(field.lsb + field.width <= 8 * register.bytes, "{} {}", register.name, field.name);
            }
        }
        for pair in REGISTERS.windows(2) {
            assert!(pair[0].offset + pair[0].bytes <= pair[1].offset, "{} {}", pair[0].name, pair[1].name);
        }
        assert_eq!((SQTDBL.at(1), CQHDBL.at(1)), (0x1008, 0x100c));
    }
}
