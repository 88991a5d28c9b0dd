//! Bits in, bits out: from the levels at the pins to opcodes, addresses and bytes. Modes 0 and 3: sampled with the rising
//! clock, shifted with the falling one.

use super::body::Body;
use super::faults::FlashFault;
use super::pins::{FlashDrive, FlashPins};

/// What a transaction has behind its opcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Shape {
    /// Bytes of the address, 0 for none.
    pub address: u8,
    /// Lines that address and mode byte come on.
    pub address_lanes: u8,
    /// A mode byte follows the address.
    pub mode: bool,
    /// Clocks between the last input and the data.
    pub dummy: u8,
    pub data: Data,
    /// The fastest clock allowed.
    pub mhz: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Data {
    None,
    /// From the controller, on so many lines.
    In(u8),
    /// To the controller.
    Out(u8),
}

/// How a transaction begins.
pub(super) enum Start {
    Opcode {
        lanes: u8,
    },
    /// Continuous read: the opcode is that of the read before.
    Shape {
        opcode: u8,
        shape: Shape,
    },
}

/// How a transaction ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// Everything that the shape has before the data came.
    pub complete: bool,
    /// It ended with a whole byte, and behind a command without data nothing came.
    pub whole: bool,
}

/// A chip behind its shift register.
pub(super) trait Device {
    fn body(&mut self) -> &mut Body;
    /// Chip select has fallen.
    fn select(&mut self) -> Start;
    /// `None`: nothing that follows is looked at.
    fn opcode(&mut self, opcode: u8) -> Option<Shape>;
    /// Address and mode byte are in; called for every shape that has an address.
    fn address(&mut self, address: u32, mode: u8);
    /// The next byte for the controller.
    fn read(&mut self) -> u8;
    /// A byte from the controller.
    fn write(&mut self, byte: u8);
    /// Chip select has risen.
    fn deselect(&mut self, ended: Ended);
    /// How long chip select must have been high before it falls.
    fn select_high_ps(&self) -> u64;
    /// HOLD# at IO3 stops the clock.
    fn holds(&self) -> bool;
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Ignored,
    Opcode,
    Address,
    Mode,
    Dummy,
    In,
    Out,
    /// Behind a command without data.
    End,
}

/// The shift register and what watches the clock.
#[derive(Clone)]
pub(super) struct Serial {
    pins: FlashPins,
    phase: Phase,
    lanes: u8,
    opcode: u8,
    shape: Option<Shape>,
    /// Bits or dummy clocks of the phase so far.
    count: u8,
    value: u32,
    address: u32,
    out_byte: u8,
    out_left: u8,
    drive: FlashDrive,
    risen_ps: Option<u64>,
    deselected_ps: Option<u64>,
    /// The shortest period of this transaction.
    period_ps: u64,
    /// Reported in this transaction.
    clock_told: bool,
    contention_told: bool,
}

impl Serial {
    pub fn new() -> Self {
        Self {
            pins: FlashPins::default(),
            phase: Phase::Ignored,
            lanes: 1,
            opcode: 0,
            shape: None,
            count: 0,
            value: 0,
            address: 0,
            out_byte: 0,
            out_left: 0,
            drive: FlashDrive::default(),
            risen_ps: None,
            deselected_ps: None,
            period_ps: u64::MAX,
            clock_told: false,
            contention_told: false,
        }
    }

    /// Power is gone: whatever was being shifted is too. Chip select must rise before the next command.
    pub fn power_off(&mut self) {
        *self = Self { pins: self.pins, ..Self::new() };
    }

    /// The pins while the power is off.
    pub fn watch(&mut self, pins: &FlashPins) {
        self.pins = *pins;
    }

    #[inline]
    pub fn cycle<D: Device>(&mut self, device: &mut D, pins: &FlashPins) -> FlashDrive {
        let before = std::mem::replace(&mut self.pins, *pins);
        if before == *pins && (pins.cs_n || pins.enable & self.drive.enable == 0) {
            return self.drive;
        }
        let edge = before.sck != pins.sck;
        if before.cs_n != pins.cs_n {
            if edge {
                device.body().fault(FlashFault::SelectEdge);
            }
            if pins.cs_n {
                self.deselect(device);
            } else {
                self.select(device);
            }
        } else if edge && !pins.cs_n {
            let lines = self.drive.lines(pins);
            if !(device.holds() && lines & 8 == 0) {
                if pins.sck {
                    self.rise(device, lines);
                } else {
                    self.fall(device);
                }
            }
        }
        let both = pins.enable & self.drive.enable;
        if both != 0 && !self.contention_told {
            self.contention_told = true;
            device.body().fault(FlashFault::Contention { lines: both });
        }
        self.drive
    }

    fn select<D: Device>(&mut self, device: &mut D) {
        let now = device.body().now;
        if let Some(ps) = self.deselected_ps.map(|at| now - at) {
            let min_ps = device.select_high_ps();
            if ps < min_ps {
                device.body().fault(FlashFault::SelectHigh { ps, min_ps });
            }
        }
        (self.count, self.value, self.address, self.out_left) = (0, 0, 0, 0);
        (self.risen_ps, self.period_ps) = (None, u64::MAX);
        (self.clock_told, self.contention_told) = (false, false);
        self.shape = None;
        match device.select() {
            Start::Opcode { lanes } => (self.phase, self.lanes) = (Phase::Opcode, lanes),
            Start::Shape { opcode, shape } => {
                self.opcode = opcode;
                self.begin(device, shape);
            }
        }
    }

    fn deselect<D: Device>(&mut self, device: &mut D) {
        self.drive = FlashDrive::default();
        self.deselected_ps = Some(device.body().now);
        let phase = std::mem::replace(&mut self.phase, Phase::Ignored);
        let complete = matches!(phase, Phase::In | Phase::Out | Phase::End);
        let whole = phase == Phase::Out || self.count == 0;
        device.deselect(Ended { complete, whole });
    }

    fn rise<D: Device>(&mut self, device: &mut D, lines: u8) {
        let now = device.body().now;
        if let Some(last) = self.risen_ps.replace(now) {
            self.period_ps = self.period_ps.min(now - last);
            self.check_clock(device);
        }
        match self.phase {
            Phase::Ignored | Phase::Out => {}
            Phase::Opcode => {
                if self.shifted(lines, 8) {
                    self.opcode = self.taken() as u8;
                    match device.opcode(self.opcode) {
                        Some(shape) => self.begin(device, shape),
                        None => self.phase = Phase::Ignored,
                    }
                }
            }
            Phase::Address => {
                let bits = self.shape.map_or(0, |s| s.address * 8);
                if self.shifted(lines, bits) {
                    self.address = self.taken();
                    if self.shape.is_some_and(|s| s.mode) {
                        self.phase = Phase::Mode;
                    } else {
                        self.addressed(device, 0);
                    }
                }
            }
            Phase::Mode => {
                if self.shifted(lines, 8) {
                    let mode = self.taken() as u8;
                    self.addressed(device, mode);
                }
            }
            Phase::Dummy => {
                self.count += 1;
                if Some(self.count) == self.shape.map(|s| s.dummy) {
                    self.data();
                }
            }
            Phase::In => {
                if self.shifted(lines, 8) {
                    let byte = self.taken() as u8;
                    device.write(byte);
                }
            }
            Phase::End => self.count = 1,
        }
    }

    #[inline]
    fn fall<D: Device>(&mut self, device: &mut D) {
        if self.phase != Phase::Out {
            return;
        }
        if self.out_left == 0 {
            (self.out_byte, self.out_left) = (device.read(), 8);
        }
        self.out_left -= self.lanes;
        let bits = self.out_byte >> self.out_left;
        self.drive = match self.lanes {
            1 => FlashDrive { out: (bits & 1) << 1, enable: 0b10 },
            2 => FlashDrive { out: bits & 3, enable: 0b11 },
            _ => FlashDrive { out: bits & 0xf, enable: 0xf },
        };
    }

    /// Takes bits in; says when there are as many as are wanted.
    #[inline]
    fn shifted(&mut self, lines: u8, wanted: u8) -> bool {
        self.value = self.value << self.lanes | u32::from(lines & ((1 << self.lanes) - 1));
        self.count += self.lanes;
        self.count >= wanted
    }

    fn taken(&mut self) -> u32 {
        self.count = 0;
        std::mem::take(&mut self.value)
    }

    fn begin<D: Device>(&mut self, device: &mut D, shape: Shape) {
        self.shape = Some(shape);
        self.check_clock(device);
        if shape.address > 0 {
            (self.phase, self.lanes) = (Phase::Address, shape.address_lanes);
        } else {
            self.dummy();
        }
    }

    fn addressed<D: Device>(&mut self, device: &mut D, mode: u8) {
        device.address(self.address, mode);
        self.dummy();
    }

    fn dummy(&mut self) {
        self.count = 0;
        self.phase = Phase::Dummy;
        if self.shape.is_none_or(|s| s.dummy == 0) {
            self.data();
        }
    }

    fn data(&mut self) {
        self.count = 0;
        (self.phase, self.lanes) = match self.shape.map(|s| s.data) {
            Some(Data::In(lanes)) => (Phase::In, lanes),
            Some(Data::Out(lanes)) => (Phase::Out, lanes),
            Some(Data::None) | None => (Phase::End, 1),
        };
    }

    fn check_clock<D: Device>(&mut self, device: &mut D) {
        let Some(shape) = self.shape else { return };
        let min_ps = 1_000_000 / u64::from(shape.mhz.max(1));
        if self.period_ps < min_ps && !self.clock_told {
            self.clock_told = true;
            device.body().fault(FlashFault::Clock { opcode: self.opcode, ps: self.period_ps, min_ps });
        }
    }
}
