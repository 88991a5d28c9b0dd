//! The commands of the NOR parts, as tables: opcode, what it does, what follows it.

use super::part::NorFamily;
use crate::flash::shift::{Data, Shape};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    WriteEnable,
    /// For the volatile bits of the status registers (50h).
    WriteEnableVolatile,
    WriteDisable,
    /// Status register 1, 2 or 3 (W25Q), or status 1, status 2 or configuration (S25FL).
    ReadStatus(u8),
    WriteStatus(u8),
    ClearStatus,
    ReadBank,
    WriteBank,
    Read,
    Program,
    EraseSector,
    EraseHalfBlock,
    EraseBlock,
    EraseChip,
    Suspend,
    SuspendProgram,
    Resume,
    ResumeProgram,
    PowerDown,
    /// Release from deep power-down, with the device id behind three dummy bytes.
    Release,
    ManufacturerId,
    JedecId,
    UniqueId,
    Sfdp,
    ResetEnable,
    Reset,
    EnterQpi,
    ExitQpi,
    /// QPI dummy clocks (C0h).
    ReadParameters,
    /// FFh while no continuous read needs it.
    Nothing,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Command {
    pub opcode: u8,
    pub what: What,
    /// Three-byte addresses become four-byte ones with EXTADD.
    pub shape: Shape,
    /// Needs the quad enable bit.
    pub quad: bool,
}

const NONE: Shape = Shape { address: 0, address_lanes: 1, mode: false, dummy: 0, data: Data::None, mhz: 133 };

const fn plain(opcode: u8, what: What) -> Command {
    Command { opcode, what, shape: NONE, quad: false }
}

/// Answers bytes, behind `dummy` clocks.
const fn answers(opcode: u8, what: What, dummy: u8) -> Command {
    Command { opcode, what, shape: Shape { dummy, data: Data::Out(1), ..NONE }, quad: false }
}

const fn takes(opcode: u8, what: What) -> Command {
    Command { opcode, what, shape: Shape { data: Data::In(1), ..NONE }, quad: false }
}

const fn erase(opcode: u8, what: What, address: u8) -> Command {
    Command { opcode, what, shape: Shape { address, ..NONE }, quad: false }
}

const fn program(opcode: u8, address: u8, lanes: u8, mhz: u16) -> Command {
    let shape = Shape { address, data: Data::In(lanes), mhz, ..NONE };
    Command { opcode, what: What::Program, shape, quad: lanes == 4 }
}

/// Address and mode on `lanes.0` lines, data on `lanes.1`.
const fn read(opcode: u8, address: u8, lanes: (u8, u8), mode: bool, dummy: u8, mhz: u16) -> Command {
    let shape = Shape { address, address_lanes: lanes.0, mode, dummy, data: Data::Out(lanes.1), mhz };
    Command { opcode, what: What::Read, shape, quad: lanes.1 == 4 }
}

/// Datasheet, "Instruction Set Table 1" and "2"; clock limits: fR 50 MHz for 03h, FR 133 MHz.
const W25Q: &[Command] = &[
    plain(0x06, What::WriteEnable),
    plain(0x50, What::WriteEnableVolatile),
    plain(0x04, What::WriteDisable),
    answers(0x05, What::ReadStatus(1), 0),
    answers(0x35, What::ReadStatus(2), 0),
    answers(0x15, What::ReadStatus(3), 0),
    takes(0x01, What::WriteStatus(1)),
    takes(0x31, What::WriteStatus(2)),
    takes(0x11, What::WriteStatus(3)),
    read(0x03, 3, (1, 1), false, 0, 50),
    read(0x0b, 3, (1, 1), false, 8, 133),
    read(0x3b, 3, (1, 2), false, 8, 133),
    read(0x6b, 3, (1, 4), false, 8, 133),
    read(0xbb, 3, (2, 2), true, 0, 133),
    read(0xeb, 3, (4, 4), true, 4, 133),
    program(0x02, 3, 1, 133),
    program(0x32, 3, 4, 133),
    erase(0x20, What::EraseSector, 3),
    erase(0x52, What::EraseHalfBlock, 3),
    erase(0xd8, What::EraseBlock, 3),
    plain(0xc7, What::EraseChip),
    plain(0x60, What::EraseChip),
    plain(0x75, What::Suspend),
    plain(0x7a, What::Resume),
    plain(0xb9, What::PowerDown),
    answers(0xab, What::Release, 24),
    Command {
        opcode: 0x90,
        what: What::ManufacturerId,
        shape: Shape { address: 3, data: Data::Out(1), ..NONE },
        quad: false,
    },
    answers(0x9f, What::JedecId, 0),
    answers(0x4b, What::UniqueId, 32),
    Command {
        opcode: 0x5a,
        what: What::Sfdp,
        shape: Shape { address: 3, dummy: 8, data: Data::Out(1), ..NONE },
        quad: false,
    },
    plain(0x66, What::ResetEnable),
    plain(0x99, What::Reset),
    plain(0xff, What::Nothing),
];

/// What -IM adds.
const W25Q_M: &[Command] = &[plain(0x38, What::EnterQpi)];

/// Datasheet, "Instruction Set Table 3 (QPI)": what differs from the others, on four lines as all of them. The dummy
/// clocks of 0Bh and EBh are set by C0h.
const QPI: &[Command] = &[
    read(0x0b, 3, (4, 4), false, 2, 133),
    read(0xeb, 3, (4, 4), true, 0, 133),
    program(0x02, 3, 4, 133),
    answers(0xab, What::Release, 6),
    takes(0xc0, What::ReadParameters),
    plain(0xff, What::ExitQpi),
];

/// What is not to be had in QPI.
const NOT_IN_QPI: &[u8] = &[0x03, 0x3b, 0x6b, 0xbb, 0x32, 0x90, 0x4b, 0x5a];

/// Datasheet, "S25FL128S and S25FL256S Command Set (sorted by function)"; clock limits: 50 MHz for 03h and 13h, 133 MHz
/// for one line, 104 MHz for two and four, 80 MHz for quad programs. Dummy clocks at latency code 00b.
const S25FL: &[Command] = &[
    plain(0x06, What::WriteEnable),
    plain(0x04, What::WriteDisable),
    answers(0x05, What::ReadStatus(1), 0),
    answers(0x07, What::ReadStatus(2), 0),
    answers(0x35, What::ReadStatus(3), 0),
    takes(0x01, What::WriteStatus(1)),
    plain(0x30, What::ClearStatus),
    answers(0x16, What::ReadBank, 0),
    takes(0x17, What::WriteBank),
    read(0x03, 3, (1, 1), false, 0, 50),
    read(0x13, 4, (1, 1), false, 0, 50),
    read(0x0b, 3, (1, 1), false, 8, 133),
    read(0x0c, 4, (1, 1), false, 8, 133),
    read(0x3b, 3, (1, 2), false, 8, 104),
    read(0x3c, 4, (1, 2), false, 8, 104),
    read(0x6b, 3, (1, 4), false, 8, 104),
    read(0x6c, 4, (1, 4), false, 8, 104),
    read(0xbb, 3, (2, 2), true, 0, 104),
    read(0xbc, 4, (2, 2), true, 0, 104),
    read(0xeb, 3, (4, 4), true, 4, 104),
    read(0xec, 4, (4, 4), true, 4, 104),
    program(0x02, 3, 1, 133),
    program(0x12, 4, 1, 133),
    program(0x32, 3, 4, 80),
    program(0x38, 3, 4, 80),
    program(0x34, 4, 4, 80),
    erase(0x20, What::EraseSector, 3),
    erase(0x21, What::EraseSector, 4),
    erase(0xd8, What::EraseBlock, 3),
    erase(0xdc, What::EraseBlock, 4),
    plain(0x60, What::EraseChip),
    plain(0xc7, What::EraseChip),
    plain(0x75, What::Suspend),
    plain(0x7a, What::Resume),
    plain(0x85, What::SuspendProgram),
    plain(0x8a, What::ResumeProgram),
    answers(0xab, What::Release, 24),
    Command {
        opcode: 0x90,
        what: What::ManufacturerId,
        shape: Shape { address: 3, data: Data::Out(1), ..NONE },
        quad: false,
    },
    answers(0x9f, What::JedecId, 0),
    Command {
        opcode: 0x5a,
        what: What::Sfdp,
        shape: Shape { address: 3, dummy: 8, data: Data::Out(1), ..NONE },
        quad: false,
    },
    plain(0xf0, What::Reset),
    plain(0xff, What::Nothing),
];

/// The command of an opcode, in a family's single-line or four-line mode.
pub(super) fn find(family: NorFamily, qpi: bool, opcode: u8) -> Option<Command> {
    let tables: &[&[Command]] = match family {
        NorFamily::W25q { .. } if qpi && NOT_IN_QPI.contains(&opcode) => return None,
        NorFamily::W25q { .. } if qpi => &[QPI, W25Q],
        NorFamily::W25q { qpi: true } => &[W25Q, W25Q_M],
        NorFamily::W25q { qpi: false } => &[W25Q],
        NorFamily::S25fl => &[S25FL],
    };
    let mut command = *tables.iter().flat_map(|t| t.iter()).find(|c| c.opcode == opcode)?;
    if qpi {
        command.shape.address_lanes = 4;
        command.shape.data = match command.shape.data {
            Data::None => Data::None,
            Data::In(_) => Data::In(4),
            Data::Out(_) => Data::Out(4),
        };
    }
    Some(command)
}

/// The dummy clocks and the fastest clock of a S25FL read at a latency code (datasheet, "Latency Codes for SDR Enhanced
/// High Performance").
pub(super) fn latency(shape: &mut Shape, code: u8) {
    let Data::Out(lanes) = shape.data else { return };
    let limit = [80, 90, 104, 50][usize::from(code & 3)];
    match (shape.mode, lanes) {
        (true, 4) => shape.dummy = [4, 4, 5, 1][usize::from(code & 3)],
        (true, _) => shape.dummy = [0, 1, 2, 0][usize::from(code & 3)],
        (false, _) if shape.dummy == 8 && code & 3 == 3 => shape.dummy = 0,
        (false, _) => {}
    }
    if shape.mode || lanes > 1 || code & 3 == 3 {
        shape.mhz = shape.mhz.min(limit);
    }
}
