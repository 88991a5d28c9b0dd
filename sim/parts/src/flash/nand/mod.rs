//! Serial NAND chips: W25N01GV.

mod ecc;
mod operation;
mod part;

#[cfg(test)]
mod tests;

pub use part::NandPart;

use super::body::{Body, FlashConfig};
use super::cells::Cells;
use super::faults::FlashFault;
use super::pins::FlashPins;
use super::shift::{Data, Device, Ended, Shape, Start};
use super::store::Store;
use operation::{Kind, Operation};
use part::*;
use rand::Rng;

/// Registers by address, and their bits.
const PROTECTION: u8 = 0xa0;
const CONFIGURATION: u8 = 0xb0;
const STATUS: u8 = 0xc0;
const ECC_ENABLE: u8 = 0x10;
const BUFFER_MODE: u8 = 0x08;
/// WP# guards the array and quad commands are off.
const WP_ENABLE: u8 = 0x02;

#[derive(Clone)]
pub(super) struct Nand {
    part: NandPart,
    pub body: Body,
    protection: u8,
    configuration: u8,
    buffer: Vec<u8>,
    /// The page in the buffer.
    loaded: u32,
    /// ECC bits of the status: 00 clean, 01 corrected, 10 not correctable, 11 so in several pages.
    ecc: u8,
    failed_page: u16,
    write_enabled: bool,
    program_failed: bool,
    erase_failed: bool,
    operation: Option<Operation>,
    writes_from_ps: u64,
    /// Programs of each page since its block's erase.
    programs: Store,
    bad: Vec<u32>,
    /// Bad block management: logical blocks and what they are replaced by.
    links: Vec<(u16, u16)>,
    // This transaction.
    opcode: Option<(u8, Shape)>,
    address: u32,
    count: u32,
    taken: Vec<u8>,
    wrote: bool,
}

impl Nand {
    pub fn new(part: NandPart, config: FlashConfig) -> Self {
        let cells = Cells::new(u64::from(part.block()) * u64::from(part.blocks), u64::from(part.block()));
        let mut body = Body::new(config, cells);
        let mut bad = Vec::new();
        while bad.len() < (part.bad_blocks.min(part.blocks - 1)) as usize {
            let block = body.rng.random_range(1..part.blocks.max(2));
            if !bad.contains(&block) {
                bad.push(block);
                // Marked in the first byte of the first page, and of its spare area.
                body.cells.put(part.at(block, 0, 0), 0);
                body.cells.put(part.at(block, 0, part.main()), 0);
            }
        }
        let mut chip = Self {
            protection: 0,
            configuration: 0,
            buffer: vec![0xff; part.page() as usize],
            loaded: 0,
            ecc: 0,
            failed_page: 0,
            write_enabled: false,
            program_failed: false,
            erase_failed: false,
            operation: None,
            writes_from_ps: 0,
            programs: Store::new(u64::from(part.blocks * part.pages)),
            bad,
            links: Vec::new(),
            opcode: None,
            address: 0,
            count: 0,
            taken: Vec::new(),
            wrote: false,
            part,
            body,
        };
        chip.forget();
        chip
    }

    /// Time has gone on.
    #[inline]
    pub fn look(&mut self, _pins: &FlashPins) {
        self.settle();
    }

    pub fn is_busy(&self) -> bool {
        self.operation.is_some()
    }

    pub fn busy_until(&self) -> Option<u64> {
        self.operation.as_ref().map(|o| o.due)
    }

    pub fn power_off(&mut self) {
        self.cut();
    }

    pub fn power_on(&mut self) {
        self.forget();
        self.start(Kind::PowerUp, POWER_UP);
        self.writes_from_ps = self.body.now + self.body.scaled(POWER_UP_WRITE);
    }

    /// As after power-up or a reset: every block protected, ECC on.
    fn forget(&mut self) {
        self.protection = 0x7c;
        self.configuration = ECC_ENABLE | if self.part.buffer_mode { BUFFER_MODE } else { 0 };
        (self.ecc, self.failed_page) = (0, 0);
        (self.write_enabled, self.program_failed, self.erase_failed) = (false, false, false);
        (self.opcode, self.wrote) = (None, false);
    }

    /// Which part a file is of.
    pub fn identity(&self) -> String {
        let NandPart { blocks, pages, sectors, .. } = self.part;
        format!("W25N01GV blocks {blocks} pages {pages} sectors {sectors}")
    }

    /// What outlives power beside the stores: bad blocks, links.
    pub fn state(&self) -> String {
        let bad: String = self.bad.iter().map(|block| format!(" {block}")).collect();
        let links: String = self.links.iter().map(|(a, b)| format!(" {a} {b}")).collect();
        format!("bad{bad}\nlinks{links}\n")
    }

    /// `None`: no such text.
    pub fn restore(&mut self, state: &str) -> Option<()> {
        let mut lines = state.lines();
        let bad = numbers(lines.next()?.strip_prefix("bad")?)?;
        let links = numbers(lines.next()?.strip_prefix("links")?)?;
        self.bad = bad.into_iter().filter(|block| *block < self.part.blocks).collect();
        self.links = links.chunks_exact(2).take(LINKS).map(|l| (l[0] as u16, l[1] as u16)).collect();
        Some(())
    }

    pub fn stores(&mut self) -> Vec<&mut Store> {
        let mut stores: Vec<_> = self.body.cells.stores().into();
        stores.insert(1, &mut self.programs);
        stores
    }

    fn ecc_enabled(&self) -> bool {
        self.configuration & ECC_ENABLE != 0
    }

    fn in_buffer_mode(&self) -> bool {
        self.configuration & BUFFER_MODE != 0
    }

    fn status(&self) -> u8 {
        u8::from(self.is_busy())
            | u8::from(self.write_enabled) << 1
            | u8::from(self.erase_failed) << 2
            | u8::from(self.program_failed) << 3
            | self.ecc << 4
            | u8::from(self.links.len() >= LINKS) << 6
    }

    /// The shape of a command, if there is one. Datasheet, "Instruction Set Table 1 (Continuous Read)" and "2 (Buffer
    /// Read)"; 104 MHz throughout.
    fn shape(&self, opcode: u8) -> Option<Shape> {
        let none = Shape { address: 0, address_lanes: 1, mode: false, dummy: 0, data: Data::None, mhz: 104 };
        // In continuous mode reads have no column: as many clocks are dummy ones.
        let buffered = self.in_buffer_mode();
        let read = |lanes: u8, data: u8, dummy: u8, continuous: u8| {
            let (address, dummy) = if buffered { (2, dummy) } else { (0, continuous) };
            Shape { address, address_lanes: lanes, dummy, data: Data::Out(data), ..none }
        };
        Some(match opcode {
            0xff | 0x06 | 0x04 => none,
            0x9f | 0xa5 | 0xa9 => Shape { dummy: 8, data: Data::Out(1), ..none },
            0x05 | 0x0f => Shape { address: 1, data: Data::Out(1), ..none },
            0x01 | 0x1f => Shape { address: 1, data: Data::In(1), ..none },
            0xa1 => Shape { data: Data::In(1), ..none },
            // A dummy byte and two of the page.
            0xd8 | 0x10 | 0x13 => Shape { address: 3, ..none },
            0x02 | 0x84 => Shape { address: 2, data: Data::In(1), ..none },
            0x32 | 0x34 => Shape { address: 2, data: Data::In(4), ..none },
            0x03 => read(1, 1, 8, 24),
            0x0b => read(1, 1, 8, 32),
            0x3b => read(1, 2, 8, 32),
            0x6b => read(1, 4, 8, 32),
            0xbb => read(2, 2, 4, 16),
            0xeb => read(4, 4, 4, 12),
            _ => return None,
        })
    }

    /// A page of the command as the table of links has it; `None` beyond the array.
    fn page(&mut self, opcode: u8) -> Option<u32> {
        let page = self.address & 0xffff;
        let (block, in_block) = (page / self.part.pages, page % self.part.pages);
        if block >= self.part.blocks {
            self.body.fault(FlashFault::Address { opcode, address: page });
            return None;
        }
        let linked = self.links.iter().find(|l| u32::from(l.0) == block).map_or(block, |l| u32::from(l.1));
        Some(linked % self.part.blocks * self.part.pages + in_block)
    }

    /// Whether a command that writes may go on.
    fn may_write(&mut self, opcode: u8) -> bool {
        if self.body.now < self.writes_from_ps {
            self.body.fault(FlashFault::PowerUp { opcode });
            return false;
        }
        if !self.write_enabled {
            self.body.fault(FlashFault::WriteEnable { opcode });
        }
        self.write_enabled
    }

    /// Whether a page's block is protected (datasheet, "Block Protection").
    fn is_protected(&self, page: u32) -> bool {
        let bits = u32::from(self.protection >> 3 & 15);
        let blocks = match bits {
            0 => return false,
            1..=9 => (self.part.blocks >> (10 - bits)).max(1),
            _ => self.part.blocks,
        };
        let block = page / self.part.pages;
        if self.protection & 0x04 != 0 {
            block < blocks
        } else {
            block >= self.part.blocks - blocks
        }
    }

    /// A page that a command writes, if it may.
    fn writable(&mut self, opcode: u8) -> Option<u32> {
        if !self.may_write(opcode) {
            return None;
        }
        let page = self.page(opcode)?;
        if self.is_protected(page) {
            let address = self.address & 0xffff;
            self.body.fault(FlashFault::Protected { opcode, address });
            self.write_enabled = false;
            (self.program_failed, self.erase_failed) = (opcode == 0x10, opcode == 0xd8);
            return None;
        }
        Some(page)
    }

    fn carry_out(&mut self, opcode: u8) {
        match opcode {
            0x06 => self.write_enabled = true,
            0x04 => self.write_enabled = false,
            0xff => {
                let takes = self.cut();
                self.forget();
                self.start(Kind::Reset, takes);
            }
            0x13 => {
                if let Some(page) = self.page(opcode) {
                    self.ecc = 0;
                    self.start(Kind::Read { page }, if self.ecc_enabled() { READ_ECC } else { READ });
                }
            }
            0x10 => {
                if let Some(page) = self.writable(opcode) {
                    self.begin_program(page);
                }
            }
            0xd8 => {
                if let Some(page) = self.writable(opcode) {
                    self.begin_erase(page / self.part.pages);
                }
            }
            0x01 | 0x1f => match (self.address as u8, self.taken.first()) {
                (PROTECTION, Some(value)) => self.protection = *value,
                (CONFIGURATION, Some(value)) => self.configuration = *value & 0x78,
                _ => {}
            },
            0xa1 if self.may_write(opcode) => {
                if let [a, b, c, d] = self.taken[..] {
                    let (logical, physical) = (u16::from_be_bytes([a, b]), u16::from_be_bytes([c, d]));
                    self.start(Kind::Link { logical, physical }, SWAP);
                } else {
                    self.body.fault(FlashFault::Length { opcode });
                }
            }
            _ => {}
        }
    }

    fn read_buffer(&mut self) -> u8 {
        self.body.counters.bytes_read += 1;
        if self.in_buffer_mode() {
            let at = self.address as usize % 4096;
            self.address += 1;
            return self.buffer.get(at).copied().unwrap_or(0xff);
        }
        // Continuous: from the first byte of the page that was read, page after page, without spare areas.
        let at = self.count % self.part.main();
        if self.count > 0 && at == 0 {
            let next = (self.loaded + 1) % (self.part.blocks * self.part.pages);
            self.load(next);
        }
        self.count += 1;
        self.buffer[at as usize]
    }
}

impl Device for Nand {
    fn body(&mut self) -> &mut Body {
        &mut self.body
    }

    fn select(&mut self) -> Start {
        (self.opcode, self.address, self.count) = (None, 0, 0);
        self.taken.clear();
        Start::Opcode { lanes: 1 }
    }

    fn opcode(&mut self, opcode: u8) -> Option<Shape> {
        let Some(shape) = self.shape(opcode) else {
            self.body.fault(FlashFault::Unknown { opcode });
            return None;
        };
        let powering = matches!(self.operation, Some(Operation { kind: Kind::PowerUp, .. }));
        if powering {
            self.body.fault(FlashFault::PowerUp { opcode });
            return None;
        }
        if self.is_busy() && ![0x05, 0x0f, 0xff].contains(&opcode) {
            self.body.fault(FlashFault::Busy { opcode });
            return None;
        }
        let quad = [0x32, 0x34, 0x6b, 0xeb].contains(&opcode);
        if quad && self.protection & WP_ENABLE != 0 {
            self.body.fault(FlashFault::QuadDisabled { opcode });
            return None;
        }
        if [0x02, 0x32, 0x84, 0x34].contains(&opcode) {
            if !self.may_write(opcode) {
                return None;
            }
            if [0x02, 0x32].contains(&opcode) {
                self.buffer.fill(0xff);
            }
        }
        self.opcode = Some((opcode, shape));
        Some(shape)
    }

    fn address(&mut self, address: u32, _mode: u8) {
        self.address = address;
    }

    fn read(&mut self) -> u8 {
        let n = self.count as usize;
        match self.opcode.map(|o| o.0) {
            Some(0x9f) => {
                self.count += 1;
                [0xef, 0xaa, 0x21].get(n).copied().unwrap_or(0xff)
            }
            Some(0x05 | 0x0f) => match self.address as u8 {
                PROTECTION => self.protection,
                CONFIGURATION => self.configuration,
                STATUS => self.status(),
                _ => 0,
            },
            Some(0xa5) => {
                self.count += 1;
                let (logical, physical) = self.links.get(n / 4).map_or((0, 0), |l| (l.0 | 0x8000, l.1));
                [logical.to_be_bytes(), physical.to_be_bytes()].concat()[n % 4]
            }
            Some(0xa9) => {
                self.count += 1;
                self.failed_page.to_be_bytes()[n % 2]
            }
            _ => self.read_buffer(),
        }
    }

    fn write(&mut self, byte: u8) {
        match self.opcode.map(|o| o.0) {
            Some(0x02 | 0x32 | 0x84 | 0x34) => {
                if let Some(cell) = self.buffer.get_mut((self.address & 0xfff) as usize) {
                    *cell = byte;
                    self.address += 1;
                }
            }
            _ if self.taken.len() < 8 => self.taken.push(byte),
            _ => {}
        }
    }

    fn deselect(&mut self, ended: Ended) {
        self.wrote = false;
        let Some((opcode, shape)) = self.opcode.take() else { return };
        if matches!(shape.data, Data::Out(_)) {
            return;
        }
        if ended.complete && ended.whole {
            self.wrote = true;
            self.carry_out(opcode);
        } else {
            self.body.fault(FlashFault::Length { opcode });
        }
    }

    fn select_high_ps(&self) -> u64 {
        if self.wrote {
            HIGH_WRITE
        } else {
            HIGH_READ
        }
    }

    fn holds(&self) -> bool {
        // HOLD# is on IO3 in one- and two-line commands of this part.
        !matches!(self.opcode, Some((0x32 | 0x34 | 0x6b | 0xeb, _)))
    }
}

/// Numbers with spaces between.
fn numbers(text: &str) -> Option<Vec<u32>> {
    text.split_whitespace().map(|word| word.parse().ok()).collect()
}
