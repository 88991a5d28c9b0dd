//! The 32-byte record that an area keeps for each block: who wrote it, when in the order, and its checksums.
//!
//! | Word | Bits |
//! |---|---|
//! | 0 | 31:0 lba, 47:32 epoch, 63:48 session |
//! | 1 | 31:0 oseq, 63:32 wseq |
//! | 2 | 47:0 fseq, 49:48 unit, 55:50 flags, 63:56 zero |
//! | 3 | 31:0 CRC-32C of the data, 63:32 CRC-32C of the record with this field zero |
//!
//! Words 0 and 1 are one 16-byte half, words 2 and 3 the other; flash programs each half once, the second one last.
//! A record of zeros means "never written"; no written record is all zeros, since its CRC is not.
//! In the memory kind block `n` lies at byte `n * 4096` and its record at `blocks * 4096 + n * 32`; `fseq` is 0 there.

use crate::link::crc32c_words;
use core::fmt;

pub const RECORD_BYTES: usize = 32;
pub const RECORD_WORDS: usize = RECORD_BYTES / 8;
/// Words of one half.
pub const HALF_WORDS: usize = RECORD_WORDS / 2;

/// The block was discarded and reads as zeros.
pub const FLAG_TRIM: u8 = 1;
/// The block was copied within the area; its stamp is the original one.
pub const FLAG_MOVED: u8 = 2;

const FSEQ_BITS: u32 = 48;
const _: () = assert!(RECORD_WORDS == 4 && HALF_WORDS * 8 == 16);
const _: () = assert!(FSEQ_BITS + 2 + 6 + 8 == 64, "word 2 is full");

/// A block's record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Record {
    pub lba: u32,
    pub epoch: u16,
    pub session: u16,
    pub oseq: u32,
    pub wseq: u32,
    /// 48 bits; more are cut off.
    pub fseq: u64,
    /// Origin of the write: 0 first, 1 second unit; 2 bits.
    pub unit: u8,
    /// [`FLAG_TRIM`], [`FLAG_MOVED`]; 6 bits.
    pub flags: u8,
    /// CRC-32C of the block's 4 KiB.
    pub data_crc: u32,
}

/// Words that are neither a record nor "never written".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordError {
    pub found: u32,
    pub computed: u32,
}

impl fmt::Display for RecordError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "record CRC {:08x}, its words give {:08x}", self.found, self.computed)
    }
}

impl core::error::Error for RecordError {}

impl Record {
    pub fn encode(&self) -> [u64; RECORD_WORDS] {
        let pack = |low: u32, high: u32| u64::from(low) | u64::from(high) << 32;
        let mut words = [
            pack(self.lba, u32::from(self.epoch) | u32::from(self.session) << 16),
            pack(self.oseq, self.wseq),
            self.fseq & ((1 << FSEQ_BITS) - 1) | u64::from(self.unit & 3) << 48 | u64::from(self.flags & 0x3f) << 50,
            u64::from(self.data_crc),
        ];
        words[3] |= u64::from(crc32c_words(&words)) << 32;
        words
    }

    /// The record in `words`; `None` for a block that was never written.
    pub fn decode(words: &[u64; RECORD_WORDS]) -> Result<Option<Self>, RecordError> {
        if *words == [0; RECORD_WORDS] {
            return Ok(None);
        }
        let [w0, w1, w2, w3] = *words;
        let found = (w3 >> 32) as u32;
        let computed = crc32c_words(&[w0, w1, w2, w3 & 0xffff_ffff]);
        if found != computed {
            return Err(RecordError { found, computed });
        }
        Ok(Some(Record {
            lba: w0 as u32,
            epoch: (w0 >> 32) as u16,
            session: (w0 >> 48) as u16,
            oseq: w1 as u32,
            wseq: (w1 >> 32) as u32,
            fseq: w2 & ((1 << FSEQ_BITS) - 1),
            unit: (w2 >> 48) as u8 & 3,
            flags: (w2 >> 50) as u8 & 0x3f,
            data_crc: w3 as u32,
        }))
    }
}

/// Records with their exact words, for tests of gates and models: 16 hex digits a line, a blank line between records.
pub const GOLDEN_RECORDS: &str = include_str!("../vectors/records.hex");

/// The records of [`GOLDEN_RECORDS`], in order.
pub const GOLDEN_FIELDS: [Record; 2] = [
    Record {
        lba: 0x00c0_ffee,
        epoch: 7,
        session: 42,
        oseq: 0x0000_0102,
        wseq: 0x89ab_cdef,
        fseq: 0,
        unit: 1,
        flags: 0,
        data_crc: 0x98f9_4189,
    },
    Record {
        lba: 1,
        epoch: 0xffff,
        session: 1,
        oseq: 2,
        wseq: 3,
        fseq: 0x1234_5678_9abc,
        unit: 0,
        flags: FLAG_TRIM | FLAG_MOVED,
        data_crc: 0x5555_aaaa,
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::{format, string::String, vec::Vec};

    #[test]
    fn records_have_their_golden_words() {
        let line = |r: &Record| -> String { r.encode().iter().map(|w| format!("{w:016x}\n")).collect() };
        let text = GOLDEN_FIELDS.iter().map(line).collect::<Vec<_>>().join("\n");
        assert!(text == GOLDEN_RECORDS, "vectors/records.hex differs; computed:\n{text}");
        for (block, expected) in GOLDEN_RECORDS.split("\n\n").zip(GOLDEN_FIELDS) {
            let words: Vec<u64> = block.lines().map(|l| u64::from_str_radix(l, 16).unwrap()).collect();
            assert_eq!(Record::decode(words[..].try_into().unwrap()), Ok(Some(expected)));
        }
    }

    #[test]
    fn every_changed_bit_is_refused_and_zeros_are_no_record() {
        let good = GOLDEN_FIELDS[0].encode();
        for bit in 0..256 {
            let mut bad = good;
            bad[bit / 64] ^= 1 << (bit % 64);
            assert!(Record::decode(&bad).is_err(), "bit {bit}");
        }
        assert_eq!(Record::decode(&[0; 4]), Ok(None));
        assert_ne!(Record::default().encode(), [0; 4]);
    }
}
