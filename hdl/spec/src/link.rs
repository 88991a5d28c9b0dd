//! Frames between the two units: layout, kinds, flags, times and the checksum.
//!
//! A frame is 5 words of 64 bits, or 517 with a block of data. Multi-byte fields are little-endian; word `n` holds the
//! bytes `8n` to `8n + 7`, its first byte in bits 7:0.
//!
//! | Word | Bits |
//! |---|---|
//! | 0 | 7:0 kind, 15:8 flags, 31:16 epoch, 47:32 session, 59:48 credits, 63:60 slot |
//! | 1 | 31:0 lseq, 63:32 ack |
//! | 2 | 7:0 unit, 15:8 row, 23:16 index, 31:24 blocks, 63:32 wseq |
//! | 3 | 31:0 lba, 63:32 oseq |
//! | 4..516 | 512 words of data, only with [`FLAG_DATA`] |
//! | last | 31:0 value, 63:32 CRC-32C of every byte before it |
//!
//! `lseq` counts the frames of a session from 0 but HELLO, HB and RESET, which name the frame that the sender sends next.
//! `ack` is the number of frames received in it, without a gap. A frame may leave for the first time while
//! `lseq - ack < credits` for the furthest `ack + credits` received; HELLO, HB and RESET need no credit.
//!
//! A frame that is harmed, missing or out of its turn is dropped, and HB with [`FLAG_AGAIN`] asks once for everything from
//! `ack` on. What is not acknowledged for too long is sent again unasked. A repeated frame is dropped and acknowledged again.
//! FWD says in `value` how many of its first blocks follow unasked (fast handshake), GO whether they may (bit 0).

use core::fmt;

pub const HEADER_WORDS: usize = 4;
pub const DATA_WORDS: usize = 512;
/// Words of a frame without data.
pub const CONTROL_WORDS: usize = HEADER_WORDS + 1;
/// Words of a frame with data.
pub const FRAME_WORDS_MAX: usize = CONTROL_WORDS + DATA_WORDS;

/// 512 data words follow the header; `value` is their CRC-32C.
pub const FLAG_DATA: u8 = 1;
/// REP: bits 7:4 of the flags name the slot in which the second unit kept the block since its DATA left.
pub const FLAG_KEPT: u8 = 2;
/// REP_HEADER: the second unit keeps E and its host's answer until REL (parallel order).
pub const FLAG_HELD: u8 = 8;

/// HB: everything from `ack` on is wanted again.
pub const FLAG_AGAIN: u8 = 4;

/// The version of this page, told in HELLO.
/// 2: frames are replayed; credits have 12 bits. 1: any harmed frame ended the session.
pub const VERSION: u8 = 2;
/// Frames that may be under way, as a power of two: for links of a building, and for 100 km of fibre.
pub const WINDOW: u8 = 6;
pub const LONG_WINDOW: u8 = 9;
/// Places for received frames at each end of a link with `WINDOW`: the credits that a session starts with.
pub const CREDITS: u16 = 1 << WINDOW;
/// Of each kind, control and with data, so many frames of half a window wait for their acknowledge; the other places are
/// for frames that come while the queue says that it is full.
pub const WINDOW_RESERVE: u16 = 3;
/// A unit that sent nothing for so long sends HB (in a session) or HELLO (before one).
pub const KEEP_ALIVE_CYCLES: u32 = 1_000;
/// A session without a good frame for so long has ended.
pub const SILENCE_CYCLES: u32 = 10_000;
/// Frames are sent again when no acknowledge came for twice the time that the last one took, and this.
pub const REPLAY_CYCLES: u32 = 4_096;
/// A longer way there and back is taken for this one. Before the first acknowledge it is assumed.
pub const ROUND_TRIP_CYCLES_MAX: u32 = 0x1_f000;
/// A session in which so many replays in a row brought nothing forward has ended.
pub const REPLAYS_MAX: u32 = 8;
/// With so many frames not yet acknowledged, HB does it when nothing else goes that way.
pub const FRAMES_PER_ACK: u32 = 4;

/// What HELLO says of its sender in `lba`: version, window, data slots for the peer. Both sides must say the same.
pub const fn abilities(window: u8) -> u32 {
    let slots = crate::limits::PEER_SLOTS.end - crate::limits::PEER_SLOTS.start;
    u32::from_le_bytes([VERSION, window, slots as u8, 0])
}

/// Why the last greeting was refused, as LINK_STATE shows it.
pub mod refusal {
    pub const NONE: u8 = 0;
    /// The epochs differ.
    pub const EPOCH: u8 = 1;
    /// The peer has our own role.
    pub const ROLE: u8 = 2;
    /// The versions of this page differ.
    pub const VERSION: u8 = 3;
    /// The windows differ.
    pub const WINDOW: u8 = 4;
    /// The numbers of data slots differ.
    pub const SLOTS: u8 = 5;
    /// The peer was reset after a session with us: what it has forgotten may differ between the areas.
    pub const RESTART: u8 = 6;

    /// The reason in words; none for [`NONE`] and what is no reason.
    pub fn text(reason: u8) -> Option<&'static str> {
        let texts = [
            "another epoch",
            "our own role",
            "another version",
            "another window",
            "another number of slots",
            "been reset since a session with us, so the areas may differ",
        ];
        texts.get(usize::from(reason).checked_sub(1)?).copied()
    }
}

const _: () = assert!(DATA_WORDS * 8 == 4096 && CONTROL_WORDS == 5 && FRAME_WORDS_MAX == 517);
const _: () = assert!(SILENCE_CYCLES >= 4 * KEEP_ALIVE_CYCLES, "one lost keep-alive is no silence");
const _: () = assert!(2 * ROUND_TRIP_CYCLES_MAX + REPLAY_CYCLES < 1 << 18, "the replay timer has 18 bits");
const _: () = assert!(ROUND_TRIP_CYCLES_MAX as u64 > crate::limits::CLOCK_HZ / 1000, "100 km of fibre are 1 ms");
const _: () = assert!(crc32c(b"123456789") == 0xe306_9283, "the check value of CRC-32C");
const _: () = assert!(crc32c(&[0; crate::limits::BLOCK_BYTES]) == crate::limits::ZERO_BLOCK_CRC);
const _: () = assert!(Kind::RESET as u8 == KIND_LAST && Kind::HELLO as u8 == KIND_FIRST);

/// What a frame says. Codes outside `KIND_FIRST..=KIND_LAST` are refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
#[allow(clippy::upper_case_acronyms, non_camel_case_types)] // the names of the protocol's table
pub enum Kind {
    /// Opens a session. `session`: the sender's last one, `wseq`: the sender's nonce, `oseq`: the nonce it has seen
    /// of the other side (0: none), `unit`: the sender, `lba`: its [`abilities`].
    HELLO = 1,
    START = 2,
    FWD = 3,
    GRANT = 4,
    DATA = 5,
    ABANDON = 6,
    REP_HEADER = 7,
    REP = 8,
    ACK = 9,
    FIN = 10,
    REL = 11,
    COPY = 12,
    COPYACK = 13,
    JOIN = 14,
    JOINED = 15,
    GO = 16,
    SWAP = 17,
    SWAPPED = 18,
    /// Says "alive", acknowledges and returns credits when nothing else goes that way; asks again with [`FLAG_AGAIN`].
    HB = 19,
    /// The sender has ended `session`.
    RESET = 20,
}

pub const KIND_FIRST: u8 = 1;
pub const KIND_LAST: u8 = 20;

impl Kind {
    pub const ALL: [Kind; KIND_LAST as usize] = {
        use Kind::*;
        [
            HELLO, START, FWD, GRANT, DATA, ABANDON, REP_HEADER, REP, ACK, FIN, REL, COPY, COPYACK, JOIN, JOINED, GO,
            SWAP, SWAPPED, HB, RESET,
        ]
    };

    /// The kind with this code, if there is one.
    pub fn of(code: u8) -> Option<Kind> {
        code.checked_sub(KIND_FIRST).and_then(|n| Self::ALL.get(n as usize)).copied()
    }

    /// Made and used by the link itself; the unit never sees it.
    pub fn is_internal(self) -> bool {
        matches!(self, Kind::HELLO | Kind::HB | Kind::RESET)
    }
}

/// Every field of a frame but its data and its CRC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    pub kind: Kind,
    /// [`FLAG_DATA`] is set by `encode` when data is given.
    pub flags: u8,
    pub epoch: u16,
    pub session: u16,
    /// Free places for frames at the sender of this one; 12 bits.
    pub credits: u16,
    /// 4 bits.
    pub slot: u8,
    pub lseq: u32,
    pub ack: u32,
    pub unit: u8,
    pub row: u8,
    pub index: u8,
    pub blocks: u8,
    pub wseq: u32,
    pub lba: u32,
    pub oseq: u32,
    /// CRC-32C of the block (DATA, REP), a status, or by kind; `encode` sets it when data is given.
    pub value: u32,
}

/// Why words are not a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// Neither 5 words, nor 517 with [`FLAG_DATA`].
    Length {
        words: usize,
    },
    Crc {
        found: u32,
        computed: u32,
    },
    Kind {
        code: u8,
    },
    /// `value` is not the CRC of the data.
    Value {
        found: u32,
        computed: u32,
    },
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length { words } => write!(f, "a frame has 5 words, or 517 with the data flag; this one has {words}"),
            Self::Crc { found, computed } => write!(f, "frame CRC {found:08x}, its words give {computed:08x}"),
            Self::Kind { code } => write!(f, "no frame kind has code {code}"),
            Self::Value { found, computed } => write!(f, "data CRC {found:08x}, the data gives {computed:08x}"),
        }
    }
}

impl core::error::Error for FrameError {}

impl Header {
    /// A frame of `kind` with every other field zero.
    pub fn new(kind: Kind) -> Self {
        Header {
            kind,
            flags: 0,
            epoch: 0,
            session: 0,
            credits: 0,
            slot: 0,
            lseq: 0,
            ack: 0,
            unit: 0,
            row: 0,
            index: 0,
            blocks: 0,
            wseq: 0,
            lba: 0,
            oseq: 0,
            value: 0,
        }
    }

    /// Writes the frame into `words` and returns how many it took: 5, or 517 with data.
    pub fn encode(&self, data: Option<&[u64; DATA_WORDS]>, words: &mut [u64; FRAME_WORDS_MAX]) -> usize {
        let flags = self.flags & !FLAG_DATA | if data.is_some() { FLAG_DATA } else { 0 };
        let pack = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
        let bytes = |b: [u8; 4]| u32::from_le_bytes(b);
        let [e0, e1] = self.epoch.to_le_bytes();
        let [s0, s1] = self.session.to_le_bytes();
        let [c0, c1] = (self.credits & 0xfff | u16::from(self.slot) << 12).to_le_bytes();
        words[0] = pack(bytes([self.kind as u8, flags, e0, e1]), bytes([s0, s1, c0, c1]));
        words[1] = pack(self.lseq, self.ack);
        words[2] = pack(bytes([self.unit, self.row, self.index, self.blocks]), self.wseq);
        words[3] = pack(self.lba, self.oseq);
        let (last, value) = match data {
            Some(data) => {
                words[HEADER_WORDS..HEADER_WORDS + DATA_WORDS].copy_from_slice(data);
                (FRAME_WORDS_MAX - 1, crc32c_words(data))
            }
            None => (HEADER_WORDS, self.value),
        };
        words[last] = pack(value, frame_crc(&words[..last], value));
        last + 1
    }

    /// The header of a whole frame, with its data when it has some.
    pub fn decode(words: &[u64]) -> Result<(Self, Option<&[u64; DATA_WORDS]>), FrameError> {
        let flags = words.first().map_or(0, |w| (w >> 8) as u8);
        let expected = if flags & FLAG_DATA != 0 { FRAME_WORDS_MAX } else { CONTROL_WORDS };
        if words.len() != expected {
            return Err(FrameError::Length { words: words.len() });
        }
        let (last, before) = words.split_last().ok_or(FrameError::Length { words: 0 })?;
        let (value, found) = (*last as u32, (last >> 32) as u32);
        let computed = frame_crc(before, value);
        if found != computed {
            return Err(FrameError::Crc { found, computed });
        }
        let code = words[0] as u8;
        let kind = Kind::of(code).ok_or(FrameError::Kind { code })?;
        let data: Option<&[u64; DATA_WORDS]> = before[HEADER_WORDS..].try_into().ok();
        if let Some(computed) = data.map(|d| crc32c_words(d)).filter(|c| *c != value) {
            return Err(FrameError::Value { found: value, computed });
        }
        let (w0, w1, w2, w3) = (words[0], words[1], words[2], words[3]);
        let header = Header {
            kind,
            flags,
            epoch: (w0 >> 16) as u16,
            session: (w0 >> 32) as u16,
            credits: (w0 >> 48) as u16 & 0xfff,
            slot: (w0 >> 60) as u8,
            lseq: w1 as u32,
            ack: (w1 >> 32) as u32,
            unit: w2 as u8,
            row: (w2 >> 8) as u8,
            index: (w2 >> 16) as u8,
            blocks: (w2 >> 24) as u8,
            wseq: (w2 >> 32) as u32,
            lba: w3 as u32,
            oseq: (w3 >> 32) as u32,
            value,
        };
        Ok((header, data))
    }
}

/// The checksum of a frame whose words before the last are `before`.
pub fn frame_crc(before: &[u64], value: u32) -> u32 {
    let state = before.iter().fold(CRC_START, |s, w| crc32c_bytes(s, &w.to_le_bytes()));
    !crc32c_bytes(state, &value.to_le_bytes())
}

/// CRC-32C (Castagnoli, bits reflected, all ones before and inverted after) of `bytes`.
pub const fn crc32c(bytes: &[u8]) -> u32 {
    !crc32c_bytes(CRC_START, bytes)
}

/// CRC-32C of `words`, each with its low byte first.
pub fn crc32c_words(words: &[u64]) -> u32 {
    !words.iter().fold(CRC_START, |s, w| crc32c_bytes(s, &w.to_le_bytes()))
}

/// The register before the first byte.
pub const CRC_START: u32 = !0;
/// The polynomial, bit-reversed.
pub const CRC_POLYNOMIAL: u32 = 0x82f6_3b78;

/// The register `state` after `bytes`; neither preset nor inverted.
pub const fn crc32c_bytes(mut state: u32, bytes: &[u8]) -> u32 {
    let mut n = 0;
    while n < bytes.len() {
        state = CRC_TABLE[((state ^ bytes[n] as u32) & 0xff) as usize] ^ (state >> 8);
        n += 1;
    }
    state
}

const CRC_TABLE: [u32; 256] = {
    let mut table = [0; 256];
    let mut n = 0;
    while n < 256 {
        let mut state = n as u32;
        let mut bit = 0;
        while bit < 8 {
            state = (state >> 1) ^ (CRC_POLYNOMIAL & (state & 1).wrapping_neg());
            bit += 1;
        }
        table[n] = state;
        n += 1;
    }
    table
};

/// Frames with their exact words, for tests of gates and models: 16 hex digits a line, a blank line between frames.
/// In order: HELLO, FWD, ACK, REP with data (word `n` of the data is `n * 0x0102_0304_0506_0708`, wrapping).
pub const GOLDEN_FRAMES: &str = include_str!("../vectors/frames.hex");

#[cfg(test)]
mod tests {
    use super::*;
    use std::{format, string::String, vec, vec::Vec};

    fn golden_headers() -> [(Header, bool); 4] {
        let hello = Header {
            epoch: 7,
            session: 41,
            credits: CREDITS,
            unit: 1,
            wseq: 0x1234_5679,
            lba: abilities(WINDOW),
            oseq: 0x0bad_cafe,
            ..Header::new(Kind::HELLO)
        };
        let forward = Header {
            epoch: 7,
            session: 42,
            credits: 61,
            lseq: 1,
            ack: 3,
            unit: 1,
            row: 23,
            blocks: 32,
            wseq: 0x0000_0101,
            lba: 0x00c0_ffee,
            oseq: 0x89ab_cdef,
            value: 0x0123_4567,
            ..Header::new(Kind::FWD)
        };
        let ack = Header { credits: 0xfff, row: 5, index: 31, lseq: !0, ack: 1 << 31, ..Header::new(Kind::ACK) };
        let rep = Header {
            flags: FLAG_DATA,
            epoch: 7,
            session: 42,
            credits: 61,
            slot: 11,
            index: 4,
            lseq: 2,
            ack: 3,
            oseq: 77,
            lba: 1234,
            value: 0x1204_ef23,
            ..Header::new(Kind::REP)
        };
        [(hello, false), (forward, false), (ack, false), (rep, true)]
    }

    fn data() -> [u64; DATA_WORDS] {
        core::array::from_fn(|n| (n as u64).wrapping_mul(0x0102_0304_0506_0708))
    }

    fn words(header: &Header, data: Option<&[u64; DATA_WORDS]>) -> Vec<u64> {
        let mut words = [0; FRAME_WORDS_MAX];
        let count = header.encode(data, &mut words);
        words[..count].to_vec()
    }

    #[test]
    fn frames_have_their_golden_words() {
        let text: Vec<String> = golden_headers()
            .iter()
            .map(|(h, with_data)| {
                let words = words(h, with_data.then_some(&data()));
                words.iter().map(|w| format!("{w:016x}\n")).collect()
            })
            .collect();
        let text = text.join("\n");
        assert!(text == GOLDEN_FRAMES, "vectors/frames.hex differs; computed:\n{text}");
    }

    #[test]
    fn golden_frames_decode_to_their_fields() {
        for (block, (expected, with_data)) in GOLDEN_FRAMES.split("\n\n").zip(golden_headers()) {
            let words: Vec<u64> = block.lines().map(|l| u64::from_str_radix(l, 16).unwrap()).collect();
            let (header, data_found) = Header::decode(&words).unwrap();
            assert_eq!(header, expected);
            assert_eq!(data_found.is_some(), with_data);
            assert!(data_found.is_none_or(|d| *d == data()));
        }
    }

    #[test]
    fn every_changed_bit_and_every_wrong_length_is_refused() {
        let good = words(&Header::new(Kind::GO), None);
        for bit in 0..good.len() * 64 {
            let mut bad = good.clone();
            bad[bit / 64] ^= 1 << (bit % 64);
            assert!(Header::decode(&bad).is_err(), "bit {bit}");
        }
        for length in 0..good.len() {
            assert_eq!(Header::decode(&good[..length]), Err(FrameError::Length { words: length }));
        }
    }

    #[test]
    fn a_wrong_value_and_an_unknown_kind_are_told_apart() {
        let mut long = words(&Header::new(Kind::DATA), Some(&data()));
        let value = long[516] as u32 ^ 1;
        long[516] = u64::from(value) | u64::from(frame_crc(&long[..516], value)) << 32;
        assert_eq!(Header::decode(&long), Err(FrameError::Value { found: value, computed: value ^ 1 }));
        let mut odd = vec![0xff, 0, 0, 0, 0];
        odd[4] = u64::from(frame_crc(&odd[..4], 0)) << 32;
        assert_eq!(Header::decode(&odd), Err(FrameError::Kind { code: 255 }));
    }

    #[test]
    fn kinds_have_the_codes_of_the_table() {
        assert!(Kind::ALL.iter().all(|k| Kind::of(*k as u8) == Some(*k)));
        assert_eq!((Kind::of(0), Kind::of(KIND_LAST + 1)), (None, None));
    }
}
