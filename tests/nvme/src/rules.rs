//! The table: every command with the rules that it may break, in the order in which the card looks, and each one's status.
//!
//! NVMe leaves open which of several broken rules is told. The card says which one it tells (`hdl/card/src/nvme/doc.md`),
//! so the model knows exactly one status.

use crate::controller::qid;
use crate::{walk, Controller, Fault, Piece};
use twinpath_host::Memory;
use twinpath_host_interface::Entry;
use twinpath_spec::limits::{BLOCK_BYTES, COMMAND_BLOCKS_MAX, MSIX_VECTORS, QUEUE_ENTRIES_MAX};
use twinpath_spec::nvme::{self, admin, cns, dsm, feature, io, log, Status, NSID, NSID_ALL, PAGE_BYTES};

/// A command and all that the rules may look at.
pub struct Asked<'a> {
    pub entry: &'a Entry,
    pub controller: &'a Controller,
    pub memory: &'a Memory,
    pub is_admin: bool,
}

/// Something that a command may do wrong.
pub struct Rule {
    pub says: &'static str,
    pub status: Status,
    pub broken: fn(&Asked) -> bool,
    /// Found when the command is under way: a part of it may have happened.
    pub late: bool,
}

/// How a good command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ends {
    /// With Success.
    Well,
    /// Not before there is something to tell.
    Later,
}

/// A command of one of the two sets.
pub struct Command {
    pub opcode: u8,
    pub name: &'static str,
    pub ends: Ends,
    pub rules: &'static [&'static Rule],
}

/// What must become of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub name: &'static str,
    /// The rule that it breaks.
    pub says: &'static str,
    pub status: Status,
    /// A part of it may have happened although it fails.
    pub begun: bool,
    /// It is not answered.
    pub waits: bool,
}

impl Verdict {
    pub fn is_good(&self) -> bool {
        self.status == nvme::SUCCESS
    }
}

/// What must become of a command.
pub fn judge(asked: &Asked) -> Verdict {
    let table = if asked.is_admin { ADMIN } else { IO };
    let Some(command) = table.iter().find(|c| c.opcode == asked.entry.opcode) else {
        // The admin queue looks at FUSE and PSDT first, the I/O queues at the opcode.
        let (says, status) = match asked.is_admin && (FUSED.broken)(asked) {
            true => (FUSED.says, FUSED.status),
            false => ("an opcode of no command", nvme::INVALID_OPCODE),
        };
        return Verdict { name: "unknown", says, status, begun: false, waits: false };
    };
    let name = command.name;
    match command.rules.iter().find(|rule| (rule.broken)(asked)) {
        Some(rule) => Verdict { name, says: rule.says, status: rule.status, begun: rule.late, waits: false },
        None => {
            let waits = command.ends == Ends::Later;
            Verdict { name, says: "breaks no rule", status: nvme::SUCCESS, begun: true, waits }
        }
    }
}

// ---- the table ------------------------------------------------------------------------------------------------------

const fn well(opcode: u8, name: &'static str, rules: &'static [&'static Rule]) -> Command {
    Command { opcode, name, ends: Ends::Well, rules }
}

pub const IO: &[Command] = &[
    well(io::FLUSH, "Flush", &[&FUSED, &ALL_OR_ONE]),
    well(io::WRITE, "Write", &[&FUSED, &NAMESPACE, &LONG, &RANGE, &OFFSET, &LIST, &UNREACHABLE]),
    well(io::READ, "Read", &[&FUSED, &NAMESPACE, &LONG, &RANGE, &OFFSET, &LIST]),
    well(io::COMPARE, "Compare", &[&FUSED, &NAMESPACE, &LONG, &RANGE, &OFFSET, &LIST, &UNREACHABLE]),
    well(io::WRITE_ZEROES, "Write Zeroes", &[&FUSED, &NAMESPACE, &RANGE]),
    well(
        io::DATASET_MANAGEMENT,
        "Dataset Management",
        &[&FUSED, &NAMESPACE, &RANGES_OFFSET, &RANGES_UNREADABLE, &RANGES_BEYOND],
    ),
];

pub const ADMIN: &[Command] = &[
    well(admin::DELETE_IO_SQ, "Delete I/O SQ", &[&FUSED, &NO_SQ]),
    well(
        admin::CREATE_IO_SQ,
        "Create I/O SQ",
        &[&FUSED, &SQ_NAME, &CQ_NAME_OF_SQ, &CQ_MISSING, &SIZE, &CONTIGUOUS, &QUEUE_OFFSET],
    ),
    well(admin::GET_LOG_PAGE, "Get Log Page", &[&FUSED, &LOG_PAGE, &LOG_PART, &OFFSET]),
    well(admin::DELETE_IO_CQ, "Delete I/O CQ", &[&FUSED, &NO_CQ, &CQ_IN_USE]),
    well(admin::CREATE_IO_CQ, "Create I/O CQ", &[&FUSED, &CQ_NAME, &SIZE, &CONTIGUOUS, &VECTOR, &QUEUE_OFFSET]),
    well(admin::IDENTIFY, "Identify", &[&FUSED, &STRUCTURE, &STRUCTURE_NAMESPACE, &LIST_NAMESPACE, &OFFSET]),
    well(admin::ABORT, "Abort", &[&FUSED]),
    well(
        admin::SET_FEATURES,
        "Set Features",
        &[
            &FUSED,
            &FEATURE,
            &SAVE,
            &FEATURE_NAMESPACE,
            &NOT_A_NAMESPACES,
            &NO_QUEUES,
            &QUEUES_THERE,
            &POWER,
            &SENSOR,
            &FEATURE_VECTOR,
        ],
    ),
    well(
        admin::GET_FEATURES,
        "Get Features",
        &[&FUSED, &FEATURE, &SELECT, &VALUE_NAMESPACE, &ONE_SENSOR, &SENSOR, &FEATURE_VECTOR],
    ),
    Command {
        opcode: admin::ASYNC_EVENT_REQUEST,
        name: "Asynchronous Event Request",
        ends: Ends::Later,
        rules: &[&FUSED, &EVENTS],
    },
];

// ---- its rules ------------------------------------------------------------------------------------------------------

const fn rule(says: &'static str, status: Status, broken: fn(&Asked) -> bool) -> Rule {
    Rule { says, status, broken, late: false }
}

const fn late(says: &'static str, status: Status, broken: fn(&Asked) -> bool) -> Rule {
    Rule { says, status, broken, late: true }
}

const FUSED: Rule = rule("FUSE or PSDT is not 0", nvme::INVALID_FIELD, |a| a.entry.flags & 0xc3 != 0);

// I/O commands.
const NAMESPACE: Rule = rule("NSID is not 1", nvme::INVALID_NAMESPACE, |a| a.entry.nsid != NSID);
const ALL_OR_ONE: Rule =
    rule("NSID is neither 1 nor all", nvme::INVALID_NAMESPACE, |a| ![NSID, NSID_ALL].contains(&a.entry.nsid));
const LONG: Rule = rule("more blocks than MDTS", nvme::INVALID_FIELD, |a| a.blocks() > COMMAND_BLOCKS_MAX as u64);
const RANGE: Rule = rule("blocks beyond the namespace", nvme::LBA_OUT_OF_RANGE, |a| {
    a.lba().checked_add(a.blocks()).is_none_or(|end| end > a.controller.blocks)
});
const OFFSET: Rule = rule("a PRP with an offset", nvme::PRP_OFFSET_INVALID, |a| a.data() == Err(Fault::Offset));
const LIST: Rule =
    rule("a PRP list that cannot be read", nvme::DATA_TRANSFER_ERROR, |a| a.data() == Err(Fault::Unreadable));
const UNREACHABLE: Rule = late("data that cannot be read", nvme::DATA_TRANSFER_ERROR, |a| {
    a.data().is_ok_and(|pieces| pieces.iter().any(|p| !a.reachable(p)))
});
const RANGES_OFFSET: Rule =
    rule("a PRP with an offset", nvme::PRP_OFFSET_INVALID, |a| a.range_list() == Err(Fault::Offset));
const RANGES_UNREADABLE: Rule = late("a range that cannot be read", nvme::DATA_TRANSFER_ERROR, |a| {
    a.deallocates() && a.ranges().1 == Some(nvme::DATA_TRANSFER_ERROR)
});
const RANGES_BEYOND: Rule = late("a range beyond the namespace", nvme::LBA_OUT_OF_RANGE, |a| {
    a.deallocates() && a.ranges().1 == Some(nvme::LBA_OUT_OF_RANGE)
});

// Queues.
const SQ_NAME: Rule = rule("no name for a new queue", nvme::INVALID_QUEUE_IDENTIFIER, |a| {
    !a.is_queue(qid(a.entry)) || a.controller.sqs.contains_key(&qid(a.entry))
});
const CQ_NAME: Rule = rule("no name for a new queue", nvme::INVALID_QUEUE_IDENTIFIER, |a| {
    !a.is_queue(qid(a.entry)) || a.controller.cqs.contains_key(&qid(a.entry))
});
const CQ_NAME_OF_SQ: Rule = rule("CQID is no queue's name", nvme::INVALID_QUEUE_IDENTIFIER, |a| !a.is_queue(a.cqid()));
const CQ_MISSING: Rule = rule("the completion queue is not there", nvme::COMPLETION_QUEUE_INVALID, |a| {
    !a.controller.cqs.contains_key(&a.cqid())
});
const SIZE: Rule = rule("a size that no queue has", nvme::INVALID_QUEUE_SIZE, |a| {
    let last = a.entry.cdw10 >> 16;
    last == 0 || last >= QUEUE_ENTRIES_MAX as u32
});
const CONTIGUOUS: Rule = rule("PC is 0", nvme::INVALID_FIELD, |a| a.entry.cdw11 & 1 == 0);
const VECTOR: Rule =
    rule("a vector too high", nvme::INVALID_INTERRUPT_VECTOR, |a| a.entry.cdw11 >> 16 >= MSIX_VECTORS as u32);
const QUEUE_OFFSET: Rule =
    rule("PRP1 with an offset", nvme::PRP_OFFSET_INVALID, |a| !a.entry.prp1.is_multiple_of(PAGE_BYTES as u64));
const NO_SQ: Rule =
    rule("no such queue", nvme::INVALID_QUEUE_IDENTIFIER, |a| !a.controller.sqs.contains_key(&qid(a.entry)));
const NO_CQ: Rule =
    rule("no such queue", nvme::INVALID_QUEUE_IDENTIFIER, |a| !a.controller.cqs.contains_key(&qid(a.entry)));
const CQ_IN_USE: Rule = rule("a submission queue uses it", nvme::INVALID_QUEUE_DELETION, |a| {
    a.controller.sqs.values().any(|sq| sq.cq == qid(a.entry))
});

// Identify, logs, features, events.
const STRUCTURE: Rule = rule("a CNS that is not there", nvme::INVALID_FIELD, |a| a.low() > cns::NAMESPACE_DESCRIPTORS);
const STRUCTURE_NAMESPACE: Rule = rule("NSID is not 1", nvme::INVALID_NAMESPACE, |a| {
    [cns::NAMESPACE, cns::NAMESPACE_DESCRIPTORS].contains(&a.low()) && a.entry.nsid != NSID
});
const LIST_NAMESPACE: Rule = rule("NSID is above FFFFFFFDh", nvme::INVALID_NAMESPACE, |a| {
    a.low() == cns::ACTIVE_NAMESPACES && a.entry.nsid >= NSID_ALL - 1
});
const LOG_PAGE: Rule = rule("a log page that is not there", nvme::INVALID_LOG_PAGE, |a| {
    ![log::ERROR, log::SMART, log::FIRMWARE].contains(&a.low())
});
const LOG_PART: Rule = rule("more than a page, an offset, or a namespace's log", nvme::INVALID_FIELD, |a| {
    let entry = a.entry;
    entry.cdw10 >> 26 != 0 || entry.cdw11 as u16 != 0 || entry.cdw12 != 0 || ![0, NSID_ALL].contains(&entry.nsid)
});
const FEATURE: Rule = rule("a feature that is not there", nvme::INVALID_FIELD, |a| !FEATURES.contains(&a.low()));
const SAVE: Rule = rule("SV", nvme::FEATURE_NOT_SAVEABLE, |a| a.entry.cdw10 >> 31 == 1);
const SELECT: Rule = rule("SEL is not 0", nvme::INVALID_FIELD, |a| a.entry.cdw10 >> 8 & 7 != 0);
const NO_QUEUES: Rule = rule("queues without end", nvme::INVALID_FIELD, |a| {
    a.low() == feature::NUMBER_OF_QUEUES && (a.entry.cdw11 as u16 == 0xffff || a.entry.cdw11 >> 16 == 0xffff)
});
const QUEUES_THERE: Rule = rule("queues are there already", nvme::COMMAND_SEQUENCE_ERROR, |a| {
    a.low() == feature::NUMBER_OF_QUEUES && !(a.controller.sqs.is_empty() && a.controller.cqs.is_empty())
});
const POWER: Rule = rule("a power state that is not there", nvme::INVALID_FIELD, |a| {
    a.low() == feature::POWER_MANAGEMENT && a.entry.cdw11 & 0x1f != 0
});
const SENSOR: Rule = rule("a sensor or threshold that is not there", nvme::INVALID_FIELD, |a| {
    let (sensor, threshold) = (a.entry.cdw11 >> 16 & 0xf, a.entry.cdw11 >> 20 & 3);
    a.low() == feature::TEMPERATURE_THRESHOLD && (![0, 0xf].contains(&sensor) || threshold > 1)
});
const ONE_SENSOR: Rule = rule("the threshold of all sensors", nvme::INVALID_FIELD, |a| {
    a.low() == feature::TEMPERATURE_THRESHOLD && a.entry.cdw11 >> 16 & 0xf != 0
});
/// Error recovery belongs to the namespace, every other feature to the controller.
const FEATURE_NAMESPACE: Rule = rule("not the NSID of a namespace, or of all", nvme::INVALID_NAMESPACE, |a| {
    ![NSID, NSID_ALL].contains(&a.entry.nsid) && (a.entry.nsid != 0 || a.low() == feature::ERROR_RECOVERY)
});
const NOT_A_NAMESPACES: Rule =
    rule("a namespace for what the controller has", nvme::FEATURE_NOT_NAMESPACE_SPECIFIC, |a| {
        a.entry.nsid == NSID && a.low() != feature::ERROR_RECOVERY
    });
const VALUE_NAMESPACE: Rule = rule("the value of no namespace", nvme::INVALID_NAMESPACE, |a| {
    a.entry.nsid != NSID && a.low() == feature::ERROR_RECOVERY
});
const FEATURE_VECTOR: Rule = rule("a vector too high", nvme::INVALID_FIELD, |a| {
    a.low() == feature::INTERRUPT_VECTOR && a.entry.cdw11 & 0xffff >= MSIX_VECTORS as u32
});
const EVENTS: Rule =
    rule("too many requests", nvme::ASYNC_EVENT_LIMIT_EXCEEDED, |a| a.controller.events >= nvme::ASYNC_EVENTS_MAX);

/// The features that can be set and got.
pub const FEATURES: &[u8] = &[
    feature::ARBITRATION,
    feature::POWER_MANAGEMENT,
    feature::TEMPERATURE_THRESHOLD,
    feature::ERROR_RECOVERY,
    feature::NUMBER_OF_QUEUES,
    feature::INTERRUPT_COALESCING,
    feature::INTERRUPT_VECTOR,
    feature::WRITE_ATOMICITY,
    feature::ASYNC_EVENT,
];

// ---- what rules look at ---------------------------------------------------------------------------------------------

impl Asked<'_> {
    pub fn lba(&self) -> u64 {
        u64::from(self.entry.cdw11) << 32 | u64::from(self.entry.cdw10)
    }

    pub fn blocks(&self) -> u64 {
        u64::from(self.entry.cdw12 as u16) + 1
    }

    /// Bits 7:0 of dword 10: CNS, feature, log page.
    fn low(&self) -> u8 {
        self.entry.cdw10 as u8
    }

    fn cqid(&self) -> u16 {
        (self.entry.cdw11 >> 16) as u16
    }

    fn is_queue(&self, id: u16) -> bool {
        (1..=nvme::IO_QUEUES as u16).contains(&id)
    }

    /// Where the data are, of an I/O command, of Identify or Get Log Page.
    pub fn data(&self) -> Result<Vec<Piece>, Fault> {
        let bytes = match self.entry.opcode {
            admin::IDENTIFY if self.is_admin => PAGE_BYTES,
            // An I/O command of this opcode is a Read.
            admin::GET_LOG_PAGE if self.is_admin => ((self.entry.cdw10 as usize >> 16 & 0x3ff) + 1) * 4,
            _ => self.blocks() as usize * BLOCK_BYTES,
        };
        walk(self.memory, self.entry.prp1, self.entry.prp2, bytes)
    }

    pub fn reachable(&self, piece: &Piece) -> bool {
        self.memory.get(piece.at, piece.bytes).is_ok()
    }

    /// The card may be sent to memory that is not there.
    pub fn is_astray(&self) -> bool {
        let there = |at: u64| self.memory.get(at, 4).is_ok();
        let data = [self.data(), self.range_list()];
        let pieces = data.iter().flatten().flatten().all(|p| self.reachable(p));
        !(pieces && data.iter().all(|d| *d != Err(Fault::Unreadable)) && there(self.entry.prp1 & !3))
    }

    pub fn deallocates(&self) -> bool {
        self.entry.cdw11 & dsm::DEALLOCATE != 0
    }

    fn range_list(&self) -> Result<Vec<Piece>, Fault> {
        let bytes = (usize::from(self.entry.cdw10 as u8) + 1) * dsm::RANGE_BYTES;
        walk(self.memory, self.entry.prp1, self.entry.prp2, bytes)
    }

    /// The good ranges of a Deallocate as first block and blocks, and what the first bad one is answered with.
    pub fn ranges(&self) -> (Vec<(u64, u64)>, Option<Status>) {
        let (mut ranges, mut dwords) = (vec![], vec![]);
        for piece in self.range_list().unwrap_or_default() {
            dwords.extend((0..piece.bytes as u64 / 4).map(|n| piece.at + 4 * n));
        }
        for range in dwords.chunks_exact(4) {
            // The attributes, its first dword, are hints and not read.
            let word = |n: usize| {
                let bytes = self.memory.get(range[n], 4).ok()?;
                Some(u64::from(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]])))
            };
            let (Some(blocks), Some(low), Some(high)) = (word(1), word(2), word(3)) else {
                return (ranges, Some(nvme::DATA_TRANSFER_ERROR));
            };
            let first = high << 32 | low;
            if first.checked_add(blocks).is_none_or(|end| end > self.controller.blocks) {
                return (ranges, Some(nvme::LBA_OUT_OF_RANGE));
            }
            ranges.push((first, blocks));
        }
        (ranges, None)
    }
}
