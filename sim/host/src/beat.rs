//! Packets on the 64-bit stream.

use thiserror::Error;

/// One transfer of a TLP stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Beat {
    /// First word in bits 31:0.
    pub data: u64,
    /// Byte valid: FFh, or 0Fh in a last beat with one word.
    pub keep: u8,
    pub sop: bool,
    pub eop: bool,
    /// Towards the card: the BAR that a request hits (0 or 2), held for the whole packet.
    pub bar: u8,
}

/// Cuts words into beats.
pub fn beats(words: &[u32], bar: u8) -> impl Iterator<Item = Beat> + '_ {
    let count = words.len().div_ceil(2);
    words.chunks(2).enumerate().map(move |(n, pair)| Beat {
        data: u64::from(pair[0]) | u64::from(pair.get(1).copied().unwrap_or(0)) << 32,
        keep: if pair.len() == 2 { 0xff } else { 0x0f },
        sop: n == 0,
        eop: n + 1 == count,
        bar,
    })
}

/// Why beats are not a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FrameError {
    #[error("a packet starts within a packet")]
    StartInside,
    #[error("a beat outside any packet")]
    Outside,
    #[error("byte valid {0:#04x} in this place")]
    Keep(u8),
    #[error("more words than the largest packet has")]
    Long,
}

/// A packet has at most 4 header words and 1024 payload words.
const WORDS_MAX: usize = 4 + 1024;

/// Collects beats until a packet is whole.
#[derive(Default)]
pub struct Assembler {
    words: Vec<u32>,
    inside: bool,
    bad: Option<FrameError>,
}

impl Assembler {
    /// The next beat; at the end of a packet its words, or what was wrong with it.
    #[inline]
    pub fn push(&mut self, beat: Beat) -> Option<Result<&[u32], FrameError>> {
        if beat.sop {
            self.words.clear();
            self.bad = self.inside.then_some(FrameError::StartInside);
        } else if !self.inside {
            self.bad = Some(FrameError::Outside);
        }
        self.inside = !beat.eop;
        self.words.push(beat.data as u32);
        match beat.keep {
            0xff => self.words.push((beat.data >> 32) as u32),
            0x0f if beat.eop => {}
            keep => self.bad = self.bad.or(Some(FrameError::Keep(keep))),
        }
        if self.words.len() > WORDS_MAX {
            self.words.truncate(WORDS_MAX);
            self.bad = self.bad.or(Some(FrameError::Long));
        }
        if !beat.eop {
            return None;
        }
        Some(match self.bad.take() {
            Some(error) => {
                self.words.clear();
                Err(error)
            }
            None => Ok(&self.words),
        })
    }
}
