//! Serial NOR chips: W25Q128JV and S25FL256S.

mod command;
mod operation;
mod part;
mod registers;
mod sfdp;
mod writes;

pub use part::{NorFamily, NorPart, Parameters};

use super::body::{Body, FlashConfig};
use super::cells::Cells;
use super::faults::FlashFault;
use super::pins::{FlashDrive, FlashPins};
use super::seen::{FlashOperation, FlashOutcome};
use super::shift::{Data, Device, Ended, Shape, Start};
use super::store::Store;
use command::{Command, What};
use operation::{Kind, Operation};
use part::Times;
use rand::Rng;
use registers::Registers;

#[derive(Clone)]
pub(super) struct Nor {
    part: NorPart,
    times: Times,
    pub body: Body,
    registers: Registers,
    sfdp: Vec<u8>,
    unique: [u8; 8],
    /// S25FL: EXTADD in bit 7, address bit 24 in bit 0.
    bank: u8,
    /// W25Q, QPI: dummy clocks of reads.
    qpi: bool,
    qpi_dummy: u8,
    /// The read that the next transaction goes on with.
    continuous: Option<u8>,
    asleep: bool,
    write_enabled: bool,
    /// 50h came: the next register write is volatile.
    volatile_enabled: bool,
    reset_enabled: bool,
    program_error: bool,
    erase_error: bool,
    /// S25FL: busy until the error is cleared.
    stuck_busy: bool,
    operation: Option<Operation>,
    suspended: Vec<Operation>,
    resumed_ps: Option<u64>,
    /// When commands that write are taken after power-up.
    writes_from_ps: u64,
    // This transaction.
    command: Option<Command>,
    address: u32,
    /// Bytes that were read or written.
    count: u32,
    /// Address and time of the first byte read.
    read_from: (u64, u64),
    taken: Vec<u8>,
    /// The transaction before was a write: chip select stays high longer.
    wrote: bool,
    /// IO2 as last seen guards the registers.
    write_protect_low: bool,
}

impl Nor {
    pub fn new(part: NorPart, config: FlashConfig) -> Self {
        let cells = Cells::new(u64::from(part.bytes), u64::from(part.sector));
        let mut body = Body::new(config, cells);
        Self {
            times: part.times(),
            registers: Registers::new(&part),
            sfdp: sfdp::table(&part),
            unique: body.rng.random(),
            part,
            body,
            bank: 0,
            qpi: false,
            qpi_dummy: 2,
            continuous: None,
            asleep: false,
            write_enabled: false,
            volatile_enabled: false,
            reset_enabled: false,
            program_error: false,
            erase_error: false,
            stuck_busy: false,
            operation: None,
            suspended: Vec::new(),
            resumed_ps: None,
            writes_from_ps: 0,
            command: None,
            address: 0,
            count: 0,
            read_from: (0, 0),
            taken: Vec::new(),
            wrote: false,
            write_protect_low: false,
        }
    }

    /// Time has gone on; WP# is what it is.
    #[inline]
    pub fn look(&mut self, pins: &FlashPins) {
        self.write_protect_low = FlashDrive::default().lines(pins) & 4 == 0;
        self.settle();
    }

    pub fn is_busy(&self) -> bool {
        self.operation.is_some() || self.stuck_busy
    }

    /// When what is under way ends or is suspended.
    pub fn busy_until(&self) -> Option<u64> {
        self.operation.as_ref().map(|o| o.suspending.map_or(o.due, |at| at.min(o.due)))
    }

    pub fn power_off(&mut self) {
        self.cut();
    }

    pub fn power_on(&mut self) {
        self.registers.locked = false;
        self.forget();
        self.start(Kind::PowerUp, self.times.power_up);
        self.writes_from_ps = self.body.now + self.body.scaled(self.times.power_up_write);
    }

    /// Which part a file is of.
    pub fn identity(&self) -> String {
        let NorPart { family, bytes, page, sector, block, parameters } = &self.part;
        let name = match family {
            NorFamily::W25q { qpi: false } => "W25Q128JV-IQ",
            NorFamily::W25q { qpi: true } => "W25Q128JV-IM",
            NorFamily::S25fl => "S25FL256S",
        };
        format!("{name} bytes {bytes} page {page} sector {sector} block {block} parameters {parameters:?}")
    }

    /// What outlives power beside the stores: the registers.
    pub fn state(&self) -> String {
        let [a, b, c] = self.registers.kept;
        format!("registers {a} {b} {c}\n")
    }

    /// `None`: no such text.
    pub fn restore(&mut self, state: &str) -> Option<()> {
        let numbers = state.strip_prefix("registers ")?.split_whitespace().map(str::parse);
        let kept: Vec<u8> = numbers.collect::<Result<_, _>>().ok()?;
        self.registers.kept = kept.try_into().ok()?;
        self.registers.load(&self.part);
        Some(())
    }

    pub fn stores(&mut self) -> Vec<&mut Store> {
        self.body.cells.stores().into()
    }

    /// Everything volatile as after power-up.
    fn forget(&mut self) {
        self.registers.load(&self.part);
        (self.bank, self.qpi, self.qpi_dummy, self.continuous) = (0, false, 2, None);
        (self.asleep, self.write_enabled, self.volatile_enabled, self.reset_enabled) = (false, false, false, false);
        (self.program_error, self.erase_error, self.stuck_busy) = (false, false, false);
        (self.resumed_ps, self.command, self.wrote) = (None, None, false);
    }

    /// Whether a command may come now; the mistake, if not.
    fn refusal(&self, command: &Command) -> Option<FlashFault> {
        let opcode = command.opcode;
        let powering = matches!(self.operation, Some(Operation { kind: Kind::PowerUp, .. }));
        let always = match command.what {
            What::ReadStatus(_) | What::Suspend | What::SuspendProgram | What::Nothing => true,
            What::ResetEnable | What::Reset | What::ExitQpi => true,
            What::ClearStatus => self.stuck_busy,
            _ => false,
        };
        if powering {
            return Some(FlashFault::PowerUp { opcode });
        }
        if self.asleep && command.what != What::Release {
            return Some(FlashFault::PowerDown { opcode });
        }
        // While a W25Q goes to sleep or wakes it answers nothing.
        let resting = matches!(self.operation, Some(Operation { kind: Kind::Sleep(_) | Kind::Reset, .. }));
        if self.is_busy() && (!always || resting) {
            return Some(FlashFault::Busy { opcode });
        }
        if command.quad && !self.qpi && !self.registers.quad(&self.part) {
            return Some(FlashFault::QuadDisabled { opcode });
        }
        None
    }

    /// The shape that a command has now.
    fn shaped(&self, command: &Command) -> Shape {
        let mut shape = command.shape;
        if self.part.family == NorFamily::S25fl {
            if shape.address == 3 && self.bank & 0x80 != 0 && !matches!(command.what, What::ManufacturerId | What::Sfdp)
            {
                shape.address = 4;
            }
            if command.what == What::Read {
                command::latency(&mut shape, self.registers.latency());
            }
        }
        if self.qpi && command.what == What::Read {
            // The mode byte of EBh counts as two of the dummy clocks.
            shape.dummy = self.qpi_dummy - if shape.mode { 2 } else { 0 };
            shape.mhz = match self.qpi_dummy {
                2 => 33,
                4 => 55,
                6 => 80,
                _ => 104,
            };
        }
        shape
    }

    /// The address inside the array; beyond it, or with three bytes in a bank, as the part has it.
    fn located(&mut self, command: &Command, address: u32) -> u32 {
        let mut address = address;
        if self.part.family == NorFamily::S25fl && self.shaped(command).address == 3 {
            address |= u32::from(self.bank & 1) << 24;
        }
        if address >= self.part.bytes {
            self.body.fault(FlashFault::Address { opcode: command.opcode, address });
        }
        address & (self.part.bytes - 1)
    }

    fn read_array(&mut self) -> u8 {
        let at = self.address;
        self.address = (self.address + 1) & (self.part.bytes - 1);
        if self.count == 0 {
            self.read_from = (u64::from(at), self.body.now);
        }
        if self.conflicts(at) {
            if self.count == 0 {
                let opcode = self.command.map_or(0, |c| c.opcode);
                self.body.fault(FlashFault::Suspended { opcode, address: at });
            }
            self.count += 1;
            return self.body.rng.random();
        }
        self.count += 1;
        self.body.read(u64::from(at))
    }
}

impl Device for Nor {
    fn body(&mut self) -> &mut Body {
        &mut self.body
    }

    fn select(&mut self) -> Start {
        (self.command, self.count, self.address) = (None, 0, 0);
        self.taken.clear();
        if let Some(opcode) = self.continuous.filter(|_| !self.is_busy() && !self.asleep) {
            if let Some(command) = command::find(self.part.family, self.qpi, opcode) {
                self.command = Some(command);
                return Start::Shape { opcode, shape: self.shaped(&command) };
            }
        }
        Start::Opcode { lanes: if self.qpi { 4 } else { 1 } }
    }

    fn opcode(&mut self, opcode: u8) -> Option<Shape> {
        let reset_enabled = std::mem::take(&mut self.reset_enabled);
        let Some(command) = command::find(self.part.family, self.qpi, opcode) else {
            self.body.fault(FlashFault::Unknown { opcode });
            return None;
        };
        if let Some(fault) = self.refusal(&command) {
            self.body.fault(fault);
            return None;
        }
        if command.what == What::Reset && self.part.family != NorFamily::S25fl && !reset_enabled {
            return None;
        }
        self.command = Some(command);
        Some(self.shaped(&command))
    }

    fn address(&mut self, address: u32, mode: u8) {
        let Some(command) = self.command else { return };
        self.body.counters.reads += u64::from(command.what == What::Read);
        let keeps = match self.part.family {
            NorFamily::S25fl => mode >> 4 == 0xa,
            NorFamily::W25q { .. } => mode >> 4 & 3 == 2,
        };
        self.continuous = (command.shape.mode && keeps).then_some(command.opcode);
        self.address = match command.what {
            What::Sfdp | What::ManufacturerId => address,
            // The ones that bring a chip back from an unknown mode are no address.
            What::Read if command.shape.mode && mode == 0xff => address & (self.part.bytes - 1),
            _ => self.located(&command, address),
        };
    }

    fn read(&mut self) -> u8 {
        let Some(command) = self.command else { return 0xff };
        let n = self.count as usize;
        if command.what != What::Read {
            self.count = self.count.saturating_add(1);
        }
        match command.what {
            What::Read => self.read_array(),
            What::ReadStatus(1) => self.status(),
            What::ReadStatus(2) if self.part.family == NorFamily::S25fl => {
                let programs = self.suspended.iter().any(|o| !o.is_erase());
                let erases = self.suspended.iter().any(Operation::is_erase);
                u8::from(programs) | u8::from(erases) << 1
            }
            What::ReadStatus(2) => self.registers.volatile[1] | if self.suspended.is_empty() { 0 } else { 0x80 },
            What::ReadStatus(_) => self.registers.volatile[2],
            What::ReadBank => self.bank,
            What::JedecId => self.part.id().get(n).copied().unwrap_or(0xff),
            What::Release => self.part.id()[2] - u8::from(self.part.family != NorFamily::S25fl),
            What::ManufacturerId => {
                let id = [self.part.id()[0], self.part.id()[2] - 1];
                id[(n + self.address as usize) % 2]
            }
            What::UniqueId => self.unique[n % 8],
            What::Sfdp => self.sfdp[(self.address as usize + n) % self.sfdp.len()],
            _ => 0xff,
        }
    }

    fn write(&mut self, byte: u8) {
        // Behind a page the first bytes are written over: the buffer is as long as a page.
        let page = self.part.page as usize;
        if self.taken.len() < page.max(4) {
            self.taken.push(byte);
        } else if let Some(old) = self.taken.get_mut(self.count as usize % page) {
            *old = byte;
        }
        self.count = self.count.saturating_add(1);
    }

    fn deselect(&mut self, ended: Ended) {
        self.wrote = false;
        let Some(command) = self.command.take() else { return };
        match command.shape.data {
            Data::Out(_) => {
                if command.what == What::Read && self.count > 0 {
                    let (from, bytes, now) = (self.read_from, u64::from(self.count), self.body.now);
                    self.body.see(FlashOperation::Read, (from.0, bytes), from.1, now, FlashOutcome::Done);
                }
                if command.what == What::Release && self.asleep {
                    self.start(Kind::Sleep(false), self.times.wake);
                }
            }
            Data::None | Data::In(_) if !ended.complete && command.what == What::Release => {}
            Data::None | Data::In(_) => {
                if ended.complete && ended.whole {
                    self.wrote = true;
                    self.carry_out(&command);
                } else {
                    self.body.fault(FlashFault::Length { opcode: command.opcode });
                }
            }
        }
    }

    fn select_high_ps(&self) -> u64 {
        if self.wrote {
            self.times.high_write
        } else {
            self.times.high_read
        }
    }

    fn holds(&self) -> bool {
        // IO3 is HOLD# only while it is no data line.
        !self.qpi && !self.registers.quad(&self.part)
    }
}
