//! Commands that change something, carried out when chip select rises.

use super::command::{Command, What};
use super::operation::Kind;
use super::part::NorFamily;
use super::Nor;
use crate::flash::faults::FlashFault;

impl Nor {
    pub(super) fn carry_out(&mut self, command: &Command) {
        let opcode = command.opcode;
        match command.what {
            What::WriteEnable => self.write_enabled = true,
            What::WriteEnableVolatile => self.volatile_enabled = true,
            What::WriteDisable => (self.write_enabled, self.volatile_enabled) = (false, false),
            What::WriteStatus(n) => self.write_status(opcode, n),
            What::ClearStatus => {
                (self.program_error, self.erase_error, self.stuck_busy) = (false, false, false);
                self.write_enabled = false;
            }
            What::WriteBank => self.bank = self.taken.first().map_or(self.bank, |b| b & 0x81),
            What::Program => self.program(opcode),
            What::EraseSector => self.erase_sector(opcode),
            What::EraseHalfBlock => self.erase(opcode, self.part.block / 2, self.times.half_block),
            What::EraseBlock => self.erase(opcode, self.part.block, self.times.block),
            What::EraseChip => self.erase_chip(opcode),
            What::Suspend | What::SuspendProgram => self.suspend(opcode),
            What::Resume | What::ResumeProgram => self.resume(opcode),
            What::PowerDown => self.start(Kind::Sleep(true), self.times.power_down),
            What::ResetEnable => self.reset_enabled = true,
            What::Reset => {
                self.cut();
                self.forget();
                self.start(Kind::Reset, self.times.reset);
            }
            What::EnterQpi => {
                if self.registers.quad(&self.part) {
                    self.qpi = true;
                } else {
                    self.body.fault(FlashFault::QuadDisabled { opcode });
                }
            }
            What::ExitQpi => self.qpi = false,
            What::ReadParameters => {
                if let Some(byte) = self.taken.first() {
                    self.qpi_dummy = 2 + 2 * (byte >> 4 & 3);
                }
            }
            _ => {}
        }
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

    fn write_status(&mut self, opcode: u8, n: u8) {
        let volatile = std::mem::take(&mut self.volatile_enabled) && !self.write_enabled;
        if !volatile && !self.may_write(opcode) {
            return;
        }
        if !self.suspended.is_empty() {
            self.body.fault(FlashFault::Suspended { opcode, address: 0 });
            return;
        }
        let quad = self.qpi || self.registers.quad(&self.part);
        if self.registers.pin_protects() && self.write_protect_low && !quad {
            self.write_enabled = false;
            self.body.fault(FlashFault::Protected { opcode, address: 0 });
            return;
        }
        // 01h goes on with the next register: W25Q's second, S25FL's configuration.
        let spansion = self.part.family == NorFamily::S25fl;
        let first = usize::from(n) - 1;
        let targets = match (n, spansion) {
            (1, true) => vec![0, 2],
            (1, false) => vec![0, 1],
            _ => vec![first],
        };
        if self.taken.is_empty() || self.taken.len() > targets.len() {
            self.body.fault(FlashFault::Length { opcode });
            return;
        }
        let values: Vec<_> = targets.into_iter().zip(self.taken.iter().copied()).collect();
        if volatile {
            values.into_iter().for_each(|(n, value)| self.registers.write(&self.part, n, value, true));
        } else {
            self.start(Kind::Registers(values), self.times.registers);
        }
    }

    /// Whether protection lets an operation on a range pass.
    fn may_touch(&mut self, opcode: u8, address: u32, bytes: u32) -> bool {
        let (from, to) = self.registers.protected(&self.part);
        if address < to && from < address + bytes {
            self.body.fault(FlashFault::Protected { opcode, address });
            self.write_enabled = false;
            return false;
        }
        true
    }

    fn program(&mut self, opcode: u8) {
        if !self.may_write(opcode) {
            return;
        }
        if self.taken.is_empty() {
            self.body.fault(FlashFault::Length { opcode });
            return;
        }
        let spansion = self.part.family == NorFamily::S25fl;
        let (page, address) = (self.part.page, self.address);
        let program_suspended = self.suspended.iter().any(|o| !o.is_erase());
        if program_suspended || self.conflicts(address) {
            self.body.fault(FlashFault::Suspended { opcode, address });
            return;
        }
        if !self.may_touch(opcode, address / page * page, page) {
            if spansion {
                self.program_error = true;
                self.failed();
            }
            return;
        }
        let base = address / page * page;
        let bytes = self.taken.iter().enumerate();
        let bytes = bytes.map(|(n, byte)| (u64::from(base + (address + n as u32) % page), *byte)).collect();
        self.start(Kind::Program(bytes), self.times.program);
    }

    fn erase_sector(&mut self, opcode: u8) {
        if self.part.family == NorFamily::S25fl {
            let (from, to) = self.part.parameter_range();
            if !(from..to).contains(&self.address) {
                // Nothing but parameter sectors can be erased by 4 KiB.
                self.write_enabled = false;
                self.body.fault(FlashFault::Address { opcode, address: self.address });
                return;
            }
        }
        self.erase(opcode, self.part.sector, self.times.sector);
    }

    fn erase(&mut self, opcode: u8, bytes: u32, ps: u64) {
        if !self.may_write(opcode) {
            return;
        }
        let at = self.address / bytes * bytes;
        if !self.suspended.is_empty() {
            self.body.fault(FlashFault::Suspended { opcode, address: at });
            return;
        }
        if !self.may_touch(opcode, at, bytes) {
            if self.part.family == NorFamily::S25fl {
                self.erase_error = true;
                self.failed();
            }
            return;
        }
        self.start(Kind::Erase { at, bytes, chip: false }, ps);
    }

    fn erase_chip(&mut self, opcode: u8) {
        if !self.may_write(opcode) {
            return;
        }
        if !self.suspended.is_empty() {
            self.body.fault(FlashFault::Suspended { opcode, address: 0 });
        } else if self.may_touch(opcode, 0, self.part.bytes) {
            // No error bit: the datasheets let a chip erase of a protected chip pass in silence.
            self.start(Kind::Erase { at: 0, bytes: self.part.bytes, chip: true }, self.times.chip);
        }
    }
}
