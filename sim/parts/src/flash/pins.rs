//! The six wires between a controller and a chip.

/// What the controller drives in a cycle. Bit `n` of `out` and `enable` is IO`n`: IO0 is SI, IO1 SO, IO2 WP#, IO3 HOLD#.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlashPins {
    /// Chip select, low active.
    pub cs_n: bool,
    pub sck: bool,
    pub out: u8,
    /// Which of the four it drives.
    pub enable: u8,
}

impl Default for FlashPins {
    fn default() -> Self {
        Self { cs_n: true, sck: false, out: 0, enable: 0 }
    }
}

/// What the chip drives in the same cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FlashDrive {
    pub out: u8,
    pub enable: u8,
}

impl FlashDrive {
    /// The levels of IO0..IO3: pulled high where nobody drives; where both do, low wins.
    #[inline]
    pub fn lines(self, pins: &FlashPins) -> u8 {
        (pins.out | !pins.enable) & (self.out | !self.enable) & 0xf
    }
}
