//! TLPs as DWs, and their beats on the stream.

/// A TLP: header and payload, and the BAR it hits.
#[derive(Clone, Debug, PartialEq)]
pub struct Tlp {
    pub dws: Vec<u32>,
    pub bar: u64,
    /// Cycles of its first and last beat, where it was received.
    pub from: u64,
    pub to: u64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Beat {
    pub data: u64,
    pub keep: u64,
    pub sop: bool,
    pub eop: bool,
    pub bar: u64,
}

pub const READ: u32 = 0x00;
pub const WRITE: u32 = 0x40;

impl Tlp {
    pub fn new(dws: Vec<u32>) -> Self {
        Self { dws, bar: 0, from: 0, to: 0 }
    }

    /// A memory request of the host to a BAR. `kind`: READ or WRITE; `enables`: last in bits 7:4, first in bits 3:0.
    pub fn request(kind: u32, bar: u64, address: u64, length: u32, enables: u32, tag: u32, payload: &[u32]) -> Self {
        let long = u32::from(address >> 32 != 0);
        let mut dws = vec![(kind | long << 5) << 24 | length & 0x3ff, HOST << 16 | tag << 8 | enables];
        if long == 1 {
            dws.push((address >> 32) as u32);
        }
        dws.push(address as u32);
        dws.extend(payload);
        Self { bar, ..Self::new(dws) }
    }

    /// A completion for the card's request `tag`; `bytes` is what is left including this one.
    pub fn completion(status: u32, bytes: u32, tag: u32, lower: u32, payload: &[u32]) -> Self {
        let kind = if payload.is_empty() { 0x0A } else { 0x4A };
        let mut dws = vec![
            kind << 24 | payload.len() as u32 & 0x3ff,
            HOST << 16 | status << 13 | bytes & 0xfff,
            CARD << 16 | tag << 8 | lower & 0x7f,
        ];
        dws.extend(payload);
        Self::new(dws)
    }

    pub fn kind(&self) -> u32 {
        self.dws[0] >> 24
    }
    pub fn is_completion(&self) -> bool {
        matches!(self.kind(), 0x0A | 0x4A | 0x0B)
    }
    pub fn tag(&self) -> u32 {
        self.dws[if self.is_completion() { 2 } else { 1 }] >> 8 & 0xff
    }
    pub fn length(&self) -> usize {
        match self.dws[0] as usize & 0x3ff {
            0 => 1024,
            n => n,
        }
    }
    pub fn address(&self) -> u64 {
        match self.kind() & 0x20 {
            0 => u64::from(self.dws[2]),
            _ => u64::from(self.dws[2]) << 32 | u64::from(self.dws[3]),
        }
    }
    pub fn payload(&self) -> &[u32] {
        &self.dws[if self.kind() & 0x20 == 0 { 3 } else { 4 }..]
    }
    pub fn status(&self) -> u32 {
        self.dws[1] >> 13 & 7
    }

    pub fn beats(&self) -> Vec<Beat> {
        let count = self.dws.len().div_ceil(2);
        let beat = |n: usize| {
            let high = self.dws.get(2 * n + 1);
            Beat {
                data: u64::from(self.dws[2 * n]) | u64::from(*high.unwrap_or(&0xDEAD_BEEF)) << 32,
                keep: if high.is_some() { 0xFF } else { 0x0F },
                sop: n == 0,
                eop: n + 1 == count,
                bar: self.bar,
            }
        };
        (0..count).map(beat).collect()
    }
}

/// Ids of the two ends.
pub const HOST: u32 = 0x0008;
pub const CARD: u32 = 0x0500;
