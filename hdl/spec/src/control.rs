//! The control window (BAR2): what NVMe has no words for.
//!
//! Every register is a 64-bit word at a multiple of 8; 4-byte accesses to either half work too.

use crate::limits::{HOLD_CYCLES, ROWS, WAIT_CYCLES};
use crate::register::{Access, Access::*, Field, Register};

/// "TWINPATH", first letter in the lowest byte.
pub const MAGIC_VALUE: u64 = u64::from_le_bytes(*b"TWINPATH");
/// The interface version of this crate: the first of [`VERSIONS`].
pub const VERSION_VALUE: u64 = VERSIONS[0].0;
/// Newest first, one sentence a bump.
pub const VERSIONS: [(u64, &str); 1] = [(1, "Two cards, serial order, strict handshake.")];

/// Entries of the trace ring; each is two words.
pub const TRACE_ENTRIES: u32 = 512;
/// Paths, 1 to 5.
pub const PATHS: u32 = 5;

const fn word(
    name: &'static str,
    offset: u32,
    access: Access,
    doc: &'static str,
    fields: &'static [Field],
) -> Register {
    Register { name, offset, bytes: 8, access, reset: None, most: u64::MAX, doc, fields, count: 1, stride: 8 }
}

const fn with_reset(register: Register, value: u64) -> Register {
    Register { reset: Some(value), ..register }
}

const fn each(register: Register, count: u32, stride: u32) -> Register {
    Register { count, stride, ..register }
}

const fn field(name: &'static str, lsb: u32, width: u32, doc: &'static str) -> Field {
    Field { name, lsb, width, doc }
}

const COUNT: &[Field] = &[field("count", 0, 32, "Counts up and wraps.")];
const LONG_COUNT: &[Field] = &[field("count", 0, 48, "Counts up and wraps.")];

// Identity.
pub const MAGIC: Register = with_reset(
    word("MAGIC", 0x0000, ReadOnly, "The card introduces itself.", &[field("text", 0, 64, "TWINPATH in ASCII.")]),
    MAGIC_VALUE,
);
pub const VERSION: Register = with_reset(
    word(
        "VERSION",
        0x0008,
        ReadOnly,
        "Interface version.",
        &[field("number", 0, 32, "Bumped when a register or frame changes its meaning.")],
    ),
    VERSION_VALUE,
);
pub const BOARD: Register = word(
    "BOARD",
    0x0010,
    ReadOnly,
    "What the card is.",
    &[
        field("board", 0, 8, "0 simulated, 1 ECP5 Versa harness, 2 Acorn."),
        field("unit", 8, 1, "0 first, 1 second unit of its pair (a strap)."),
    ],
);
pub const CAPABILITIES: Register = word(
    "CAPABILITIES",
    0x0018,
    ReadOnly,
    "How much of everything there is.",
    &[
        field("links", 0, 8, "Link ports."),
        field("queues", 8, 8, "I/O queue pairs."),
        field("rows", 16, 8, "Rows of the status table."),
        field("slots", 24, 8, "Data slots of 4 KiB."),
        field("paths", 32, 8, "Paths."),
        field("trace_entries", 40, 16, "Entries of the trace ring."),
    ],
);
pub const VOLUME: Register =
    word("VOLUME", 0x0020, ReadOnly, "Size of the volume.", &[field("blocks", 0, 32, "Blocks of 4 KiB.")]);
pub const SERIAL: Register =
    word("SERIAL", 0x0028, ReadOnly, "Serial number of the card.", &[field("number", 0, 64, "A strap.")]);
pub const CYCLES: Register = word(
    "CYCLES",
    0x0030,
    ReadOnly,
    "Core clock cycles since reset; the time base of the trace.",
    &[field("cycles", 0, 40, "Wraps.")],
);

// Paths 1 to 5, 40h bytes each.
pub const PATH_CONTROL: Register = with_reset(
    each(
        word(
            "PATH_CONTROL",
            0x0100,
            ReadWrite,
            "A path's switch. Cleared: new writes that need the path get the retryable status, admitted ones finish.",
            &[field("enable", 0, 1, "1: the path may be used.")],
        ),
        PATHS,
        0x40,
    ),
    1,
);
pub const PATH_STATE: Register = each(
    word(
        "PATH_STATE",
        0x0108,
        ReadOnly,
        "What the path is doing.",
        &[
            field("draining", 0, 1, "Disabled, and admitted writes that need it are not finished."),
            field("busy", 1, 1, "A write that needs the path is admitted."),
        ],
    ),
    PATHS,
    0x40,
);
pub const PATH_WRITES: Register =
    each(word("PATH_WRITES", 0x0110, ReadOnly, "Blocks begun on the path.", LONG_COUNT), PATHS, 0x40);
pub const PATH_BEATS: Register =
    each(word("PATH_BEATS", 0x0118, ReadOnly, "64-bit payload beats.", LONG_COUNT), PATHS, 0x40);
pub const PATH_BYTES: Register = each(word("PATH_BYTES", 0x0120, ReadOnly, "Payload bytes.", LONG_COUNT), PATHS, 0x40);
pub const PATH_STALLS: Register = each(
    word(
        "PATH_STALLS",
        0x0128,
        ReadOnly,
        "Cycles in which a beat was ready and could not move, or the gate was closed.",
        LONG_COUNT,
    ),
    PATHS,
    0x40,
);

// Unit.
pub const MODE: Register = with_reset(
    word(
        "MODE",
        0x0300,
        ReadWrite,
        "Modes of the pair. Change them while no write is in flight.",
        &[
            field(
                "return_data",
                0,
                1,
                "1: a forwarded write's data comes back over path 2 and the second area stores that. The first unit's counts.",
            ),
            field(
                "reject_on_busy",
                1,
                1,
                "1: this unit refuses a write that overlaps with another one with Command Interrupted; 0: it waits.",
            ),
            field(
                "fast_handshake",
                2,
                1,
                "1: a forwarded write's first block goes with its header, before the grant. The first unit's counts; a change ends the session.",
            ),
            field(
                "parallel_order",
                3,
                1,
                "1: a block goes to the second area while the first is written. The first unit's counts; a change ends the session.",
            ),
        ],
    ),
    0,
);
pub const HOLD_LIMIT: Register = with_reset(
    word(
        "HOLD_LIMIT",
        0x0308,
        ReadWrite,
        "How long commands are held while the link is down.",
        &[field("cycles", 0, 48, "Then they get Command Interrupted, which hosts retry.")],
    ),
    HOLD_CYCLES,
);
pub const EPOCH: Register =
    word("EPOCH", 0x0310, ReadOnly, "Epoch of the pair.", &[field("epoch", 0, 16, "Both units must have the same.")]);
pub const UNIT_STATE: Register = word(
    "UNIT_STATE",
    0x0318,
    ReadOnly,
    "What the unit is doing.",
    &[
        field("state", 0, 4, "0 Hold, 1 draining, 2 connecting, 3 resuming, 4 serving."),
        field("rows_live", 8, 8, "Live rows of the status table."),
        field("slots_used", 16, 8, "Data slots in use."),
        field("nvme_ready", 24, 1, "CSTS.RDY."),
    ],
);
pub const WAIT_LIMIT: Register = with_reset(
    word(
        "WAIT_LIMIT",
        0x0358,
        ReadWrite,
        "How long a command waits for an overlapping one, and at the first unit a forwarded write.",
        &[field("cycles", 0, 48, "Then it gets Command Interrupted, an eighth later at most.")],
    ),
    WAIT_CYCLES,
);
pub const R_HOST: Register = Register {
    most: holder::SECOND as u64,
    ..with_reset(
        word(
            "R_HOST",
            0x0360,
            ReadWrite,
            "Who holds the namespace's reservation: writes of the other host get Reservation Conflict, reads go on (R18, R19). The first unit's decides when a write would get E; the second's stops writes before they are forwarded.",
            &[field("holder", 0, 2, "0 nobody, 1 the first unit's host, 2 the second's. A write of another value is ignored.")],
        ),
        holder::NOBODY as u64,
    )
};
/// Values of R_HOST.
pub mod holder {
    pub const NOBODY: u8 = 0;
    pub const FIRST: u8 = 1;
    pub const SECOND: u8 = 2;
}
pub const OVERRIDES: Register =
    word("OVERRIDES", 0x0320, ReadOnly, "Transfers of the first unit that passed a waiting or R_fwd row (R12).", COUNT);
pub const GRANTS: Register = word("GRANTS", 0x0328, ReadOnly, "E granted.", COUNT);
pub const WAITS: Register =
    word("WAITS", 0x0330, ReadOnly, "Commands and forwards that had to wait for an overlapping one.", COUNT);
pub const GATE_FAULTS: Register = word(
    "GATE_FAULTS",
    0x0338,
    ReadOnly,
    "Jobs that reached a path's gate without E: never, unless the card is broken.",
    COUNT,
);
pub const PROTOCOL_FAULTS: Register = word(
    "PROTOCOL_FAULTS",
    0x0340,
    ReadOnly,
    "Frames that were whole but did not fit the state: each ends the session.",
    COUNT,
);
pub const INTEGRITY_FAULTS: Register = word(
    "INTEGRITY_FAULTS",
    0x0348,
    ReadOnly,
    "Blocks whose CRC changed inside the card, or whose copy differs from the grant's; words from the host that were lost.",
    COUNT,
);
pub const READS: Register = word("READS", 0x0350, ReadOnly, "Blocks read for the host; not path traffic.", COUNT);

// Link.
pub const LINK_STATE: Register = word(
    "LINK_STATE",
    0x0400,
    ReadOnly,
    "Link port 1.",
    &[
        field("up", 0, 1, "A session is open."),
        field("phy", 1, 1, "The physical link is up."),
        field("refusal", 4, 4, "Why the last greeting was refused: 0 it was not, 1 another epoch, 2 our own role, 3 version of the frames, 4 window, 5 slots, 6 it was reset since a session with us."),
        field("session", 16, 16, "Number of the session."),
    ],
);
pub const LINK_COUNTERS: [Register; 11] = [
    word("LINK_FRAMES_SENT", 0x0408, ReadOnly, "Frames sent.", COUNT),
    word("LINK_FRAMES_RECEIVED", 0x0410, ReadOnly, "Frames received whole and in order, each once.", COUNT),
    word("LINK_CRC_ERRORS", 0x0418, ReadOnly, "Frames with a wrong checksum or length, asked for again.", COUNT),
    word("LINK_SEQUENCE_ERRORS", 0x0420, ReadOnly, "Frames before which one was missing, asked for again.", COUNT),
    word("LINK_SESSION_ENDS", 0x0428, ReadOnly, "Sessions ended.", COUNT),
    word("LINK_STALE_FRAMES", 0x0430, ReadOnly, "Frames of another session, dropped.", COUNT),
    word("LINK_EPOCH_REFUSED", 0x0438, ReadOnly, "Greetings refused, and frames of another epoch, dropped.", COUNT),
    word("LINK_PROTOCOL_ERRORS", 0x0440, ReadOnly, "Frames that no link sends: each ends the session.", COUNT),
    word("LINK_REPLAYS", 0x0448, ReadOnly, "Times that frames were sent again.", COUNT),
    word("LINK_REPEATED", 0x0450, ReadOnly, "Frames that had come before, dropped.", COUNT),
    word("LINK_NO_SLOT", 0x0458, ReadOnly, "Blocks for which there was no slot, asked for again.", COUNT),
];

// Host side.
pub const HOST_COUNTERS: [Register; 8] = [
    word("TLPS_RECEIVED", 0x0500, ReadOnly, "TLPs received.", COUNT),
    word("TLPS_SENT", 0x0508, ReadOnly, "TLPs sent.", COUNT),
    word("UNSUPPORTED_REQUESTS", 0x0510, ReadOnly, "Requests answered or dropped as unsupported.", COUNT),
    word("MALFORMED_TLPS", 0x0518, ReadOnly, "Malformed TLPs, dropped.", COUNT),
    word("UNEXPECTED_COMPLETIONS", 0x0520, ReadOnly, "Completions that fit no request, dropped.", COUNT),
    word("COMPLETION_TIMEOUTS", 0x0528, ReadOnly, "Reads of host memory that were not answered in time.", COUNT),
    word("COMMANDS", 0x0530, ReadOnly, "NVMe commands fetched.", COUNT),
    word("INVALID_DOORBELLS", 0x0538, ReadOnly, "Doorbell writes out of range, ignored.", COUNT),
];

// The status table as it stands: one pair of words per row.
pub const ROW_RANGE: Register = each(
    word(
        "ROW_RANGE",
        0x1000,
        ReadOnly,
        "A row of the status table: 0..31 own commands, 32..63 the peer's.",
        &[
            field("lba", 0, 32, "First block."),
            field("blocks", 32, 8, "Blocks, 1 to 32."),
            field("valid", 40, 1, "The row is live."),
            field("exclusive", 41, 1, "E, or a read in progress."),
            field("forwarded", 42, 1, "R_fwd."),
            field("read", 43, 1, "A read."),
        ],
    ),
    ROWS as u32,
    16,
);
pub const ROW_TAG: Register = each(
    word(
        "ROW_TAG",
        0x1008,
        ReadOnly,
        "The write that owns the row.",
        &[field("wseq", 0, 32, "Its number at its entry unit."), field("left", 32, 8, "Blocks not yet resolved.")],
    ),
    ROWS as u32,
    16,
);

// Trace ring.
pub const TRACE_HEAD: Register = word(
    "TRACE_HEAD",
    0x3ff8,
    ReadOnly,
    "Entries ever written; the newest is at (head - 1) modulo the ring.",
    &[field("count", 0, 32, "Wraps.")],
);
pub const TRACE_EVENT: Register = each(
    word(
        "TRACE_EVENT",
        0x4000,
        ReadOnly,
        "An entry of the trace ring, first word.",
        &[
            field("cycle", 0, 40, "When."),
            field("kind", 40, 8, "What: see the trace kinds."),
            field("row", 48, 8, "Row of the status table."),
            field("index", 56, 8, "Block of the write."),
        ],
    ),
    TRACE_ENTRIES,
    16,
);
pub const TRACE_DETAIL: Register = each(
    word(
        "TRACE_DETAIL",
        0x4008,
        ReadOnly,
        "An entry of the trace ring, second word.",
        &[
            field("lba", 0, 32, "Block address the event speaks of."),
            field("wseq", 32, 32, "The write's number at its entry unit."),
        ],
    ),
    TRACE_ENTRIES,
    16,
);

/// Kinds of trace entries.
pub mod trace_kind {
    pub const COMMAND: u8 = 1;
    pub const WAITING: u8 = 2;
    pub const EXCLUSIVE: u8 = 3;
    pub const FORWARDED: u8 = 4;
    pub const READING: u8 = 5;
    pub const RELEASED: u8 = 6;
    pub const FETCHED: u8 = 7;
    pub const WRITING: u8 = 8;
    pub const DURABLE: u8 = 9;
    pub const SENT: u8 = 10;
    pub const GOT: u8 = 11;
    pub const ANSWERED: u8 = 12;
    pub const STORED: u8 = 13;
    pub const REFUSED: u8 = 14;
    pub const HOLD: u8 = 15;
    pub const SESSION: u8 = 16;
    pub const GO: u8 = 17;
    pub const ABANDONED: u8 = 18;
    pub const FAULT: u8 = 19;
    pub const ACKNOWLEDGED: u8 = 20;
}

/// Kinds of trace entries with the word that `twinpath trace` prints.
pub const TRACE_KINDS: [(u8, &str); 20] = [
    (trace_kind::COMMAND, "command"),
    (trace_kind::WAITING, "waiting"),
    (trace_kind::EXCLUSIVE, "E"),
    (trace_kind::FORWARDED, "R_fwd"),
    (trace_kind::READING, "reading"),
    (trace_kind::RELEASED, "released"),
    (trace_kind::FETCHED, "host data in"),
    (trace_kind::WRITING, "area write"),
    (trace_kind::DURABLE, "area durable"),
    (trace_kind::SENT, "frame sent"),
    (trace_kind::GOT, "frame got"),
    (trace_kind::ANSWERED, "answered"),
    (trace_kind::STORED, "host data out"),
    (trace_kind::REFUSED, "refused"),
    (trace_kind::HOLD, "hold"),
    (trace_kind::SESSION, "session"),
    (trace_kind::GO, "go"),
    (trace_kind::ABANDONED, "abandoned"),
    (trace_kind::FAULT, "fault"),
    (trace_kind::ACKNOWLEDGED, "block acknowledged"),
];

/// Every register of the window, in order of offset.
pub const ALL: &[Register] = &[
    MAGIC,
    VERSION,
    BOARD,
    CAPABILITIES,
    VOLUME,
    SERIAL,
    CYCLES,
    PATH_CONTROL,
    PATH_STATE,
    PATH_WRITES,
    PATH_BEATS,
    PATH_BYTES,
    PATH_STALLS,
    MODE,
    HOLD_LIMIT,
    WAIT_LIMIT,
    R_HOST,
    EPOCH,
    UNIT_STATE,
    OVERRIDES,
    GRANTS,
    WAITS,
    GATE_FAULTS,
    PROTOCOL_FAULTS,
    INTEGRITY_FAULTS,
    READS,
    LINK_STATE,
    LINK_COUNTERS[0],
    LINK_COUNTERS[1],
    LINK_COUNTERS[2],
    LINK_COUNTERS[3],
    LINK_COUNTERS[4],
    LINK_COUNTERS[5],
    LINK_COUNTERS[6],
    LINK_COUNTERS[7],
    LINK_COUNTERS[8],
    LINK_COUNTERS[9],
    LINK_COUNTERS[10],
    HOST_COUNTERS[0],
    HOST_COUNTERS[1],
    HOST_COUNTERS[2],
    HOST_COUNTERS[3],
    HOST_COUNTERS[4],
    HOST_COUNTERS[5],
    HOST_COUNTERS[6],
    HOST_COUNTERS[7],
    ROW_RANGE,
    ROW_TAG,
    TRACE_HEAD,
    TRACE_EVENT,
    TRACE_DETAIL,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registers_do_not_overlap_and_fields_fit() {
        let mut taken = std::collections::BTreeMap::new();
        for r in ALL {
            for n in 0..r.count {
                assert_eq!(r.at(n) % 8, 0, "{}", r.name);
                assert!((r.at(n) as usize) < crate::limits::BAR2_BYTES, "{}", r.name);
                if let Some(other) = taken.insert(r.at(n), r.name) {
                    panic!("{} and {other} share {:#x}", r.name, r.at(n));
                }
            }
            let mut used = 0u64;
            for f in r.fields {
                assert!(f.lsb + f.width <= 64, "{}.{}", r.name, f.name);
                assert_eq!(used & f.put(u64::MAX), 0, "{}.{} overlaps", r.name, f.name);
                used |= f.put(u64::MAX);
            }
        }
    }

    #[test]
    fn the_identity_page_is_pinned() {
        assert_eq!(MAGIC_VALUE.to_le_bytes(), *b"TWINPATH");
        assert_eq!((MAGIC.offset, VERSION.offset, CAPABILITIES.offset, VERSION_VALUE), (0, 8, 0x18, 1));
    }
}
