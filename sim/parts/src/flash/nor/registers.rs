//! Status and configuration registers: volatile ones and what they are loaded from.

use super::part::{NorFamily, NorPart, Parameters};

/// Write enable latch, in status register 1 of both families.
pub(super) const WRITE_ENABLED: u8 = 0x02;

/// Three bytes: W25Q status 1, 2, 3; S25FL status 1, unused, configuration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Registers {
    pub volatile: [u8; 3],
    pub kept: [u8; 3],
    /// Bits locked until the power is cycled (SRL, FREEZE).
    pub locked: bool,
}

impl Registers {
    pub fn new(part: &NorPart) -> Self {
        let kept = match part.family {
            // QE is set in the factory unless the part has QPI; output drive 25 %.
            NorFamily::W25q { qpi } => [0, if qpi { 0 } else { QE }, 0x60],
            NorFamily::S25fl => [0, 0, if part.parameters == Parameters::Top { TBPARM } else { 0 }],
        };
        Self { volatile: kept, kept, locked: false }
    }

    /// As after power-up or a reset.
    pub fn load(&mut self, part: &NorPart) {
        let frozen = self.volatile[2] & FREEZE;
        let protection = self.volatile[0] & 0x1c;
        self.volatile = self.kept;
        if part.family == NorFamily::S25fl {
            // With BPNV the protection bits are volatile and start at 1.
            if self.kept[2] & BPNV != 0 {
                self.volatile[0] |= 0x1c;
            }
            if self.locked {
                self.volatile[2] |= frozen;
                self.volatile[0] = self.volatile[0] & !0x1c | protection;
            }
        }
    }

    pub fn quad(&self, part: &NorPart) -> bool {
        match part.family {
            NorFamily::W25q { .. } => self.volatile[1] & QE != 0,
            NorFamily::S25fl => self.volatile[2] & QUAD != 0,
        }
    }

    /// S25FL: latency code.
    pub fn latency(&self) -> u8 {
        self.volatile[2] >> 6
    }

    /// Writes register `n` (0..3) with `value`, volatile and, unless `temporary`, kept.
    pub fn write(&mut self, part: &NorPart, n: usize, value: u8, temporary: bool) {
        if self.locked && (part.family != NorFamily::S25fl || n == 0) {
            return;
        }
        let (writable, once) = match part.family {
            NorFamily::W25q { qpi } => {
                // Without QPI the quad enable bit cannot be cleared. LB1 to LB3 are set once.
                let second = if qpi { 0x7b } else { 0x79 };
                ([0xfc, second, 0xe4][n], [0, 0x38, 0][n])
            }
            NorFamily::S25fl => ([0x9c, 0, 0xeb][n], [0, 0, TBPROT | BPNV][n]),
        };
        let new = |old: u8| old & !writable | value & writable | old & once;
        self.volatile[n] = new(self.volatile[n]);
        if !temporary {
            self.kept[n] = new(self.kept[n]) & if part.family == NorFamily::S25fl && n == 2 { !FREEZE } else { 0xff };
        }
        self.locked |= match part.family {
            NorFamily::W25q { .. } => self.volatile[1] & SRL != 0,
            NorFamily::S25fl => self.volatile[2] & FREEZE != 0,
        };
    }

    /// The protected range: bytes from, bytes to (datasheets, "Memory Protection" and "Block Protection").
    pub fn protected(&self, part: &NorPart) -> (u32, u32) {
        let [one, two, three] = self.volatile;
        let bits = u32::from(one >> 2 & 7);
        let all = (0, part.bytes);
        let share = |bits: u32| part.bytes >> (7 - bits);
        let (size, bottom) = match part.family {
            NorFamily::S25fl => (share(bits), three & TBPROT != 0),
            NorFamily::W25q { .. } if three & WPS != 0 => return all,
            NorFamily::W25q { .. } => {
                let sectors = one & SEC != 0 && bits < 7;
                (
                    if sectors { (part.sector << (bits.min(4) - bits.min(1))).min(part.bytes) } else { share(bits) },
                    one & TB != 0,
                )
            }
        };
        let size = if bits == 0 { 0 } else { size };
        let range = if bottom { (0, size) } else { (part.bytes - size, part.bytes) };
        if matches!(part.family, NorFamily::W25q { .. }) && two & CMP != 0 {
            return if bottom { (size, part.bytes) } else { (0, part.bytes - size) };
        }
        range
    }

    /// WP# guards the status registers (SRP, SRWD) while IO2 is no data line.
    pub fn pin_protects(&self) -> bool {
        self.volatile[0] & 0x80 != 0
    }
}

/// W25Q status 1: top or bottom, sectors or blocks.
const TB: u8 = 0x20;
const SEC: u8 = 0x40;
/// W25Q status 2: register lock, quad enable, complement.
const SRL: u8 = 0x01;
const QE: u8 = 0x02;
const CMP: u8 = 0x40;
/// W25Q status 3: protection by single blocks, all of which are locked after power-up.
const WPS: u8 = 0x04;
/// S25FL configuration: freeze, quad, parameter sectors on top, protection volatile, protection from the bottom.
const FREEZE: u8 = 0x01;
const QUAD: u8 = 0x02;
const TBPARM: u8 = 0x04;
const BPNV: u8 = 0x08;
const TBPROT: u8 = 0x20;
