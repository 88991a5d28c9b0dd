mod cells;
mod cuts;
mod file;
mod nand;
mod power;
mod random;
mod rates;
mod s25fl;
mod seen;
mod sfdp;
mod timing;
mod w25q;

use super::master::FlashMaster;
use super::*;

/// Cycles of the longest wait: a minute.
pub const LONG: u64 = 7_500_000_000;

pub fn w25q() -> FlashMaster {
    FlashMaster::new(FlashChip::new(NorPart::w25q128jv(), FlashConfig::default()))
}

pub fn w25q_m() -> FlashMaster {
    FlashMaster::new(FlashChip::new(NorPart::w25q128jv_m(), FlashConfig::default()))
}

/// An opcode with a three-byte address.
pub fn at(opcode: u8, address: u32) -> Vec<u8> {
    vec![opcode, (address >> 16) as u8, (address >> 8) as u8, address as u8]
}

pub fn enabled(m: &mut FlashMaster, bytes: &[u8]) {
    m.command(&[0x06]);
    m.command(bytes);
}

pub fn program(m: &mut FlashMaster, address: u32, data: &[u8]) {
    enabled(m, &[&at(0x02, address)[..], data].concat());
    m.wait(LONG).expect("the program ends");
}

pub fn erase(m: &mut FlashMaster, opcode: u8, address: u32) {
    enabled(m, &at(opcode, address));
    m.wait(LONG).expect("the erase ends");
}

/// Fast read on one line.
pub fn read(m: &mut FlashMaster, address: u32, bytes: usize) -> Vec<u8> {
    m.exchange(&[&at(0x0b, address)[..], &[0]].concat(), bytes)
}

/// The controller's mistakes, forgotten with this.
pub fn faults(m: &mut FlashMaster) -> Vec<FlashFault> {
    let seen = m.chip.faults().map(|(_, fault)| fault).collect();
    m.chip.clear_faults();
    seen
}

pub fn faultless(m: &mut FlashMaster) {
    assert_eq!(faults(m), []);
}

pub fn s25fl(parameters: Parameters) -> FlashMaster {
    FlashMaster::new(FlashChip::new(NorPart::s25fl256s(parameters), FlashConfig::default()))
}

/// An opcode with a four-byte address.
pub fn at4(opcode: u8, address: u32) -> Vec<u8> {
    [&[opcode][..], &address.to_be_bytes()].concat()
}
