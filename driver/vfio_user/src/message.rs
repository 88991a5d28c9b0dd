//! Messages as values and as bytes; all numbers are little-endian.

use thiserror::Error;

/// Bytes of a message's header.
pub const HEADER_BYTES: usize = 16;
/// Bytes after the header at most.
pub const PAYLOAD_BYTES_MAX: usize = 8192;
/// Bytes of one region access at most.
pub const TRANSFER_BYTES_MAX: u32 = 4096;

/// Kinds of message in the header's flags, and the two bits beside them.
pub const KIND_COMMAND: u32 = 0;
pub const KIND_REPLY: u32 = 1;
const KIND: u32 = 0xf;
/// The sender wants no reply.
pub const FLAG_NO_REPLY: u32 = 1 << 4;
/// The reply carries an error number and nothing else.
pub const FLAG_ERROR: u32 = 1 << 5;

/// Regions of a PCI device: 0 to 5 are the BARs, 6 the ROM, then configuration space and VGA.
pub const REGIONS: u32 = 9;
pub const CONFIG_REGION: u32 = 7;
/// Interrupt indexes of a PCI device, and the one of MSI-X.
pub const IRQ_INDEXES: u32 = 5;
pub const MSIX_INDEX: u32 = 2;

/// Flags of DMA_MAP.
pub const DMA_READABLE: u32 = 1;
pub const DMA_WRITABLE: u32 = 2;
const UNMAP_ALL: u32 = 2;

/// Error numbers that a reply carries (Linux errno).
pub mod error {
    pub const IO: u32 = 5;
    pub const EXISTS: u32 = 17;
    pub const INVALID: u32 = 22;
    pub const NO_ROOM: u32 = 28;
    pub const UNSUPPORTED: u32 = 95;
}

/// Flags of a region.
pub mod region {
    pub const READ: u32 = 1;
    pub const WRITE: u32 = 2;
}

/// Flags of an interrupt index.
pub mod irq {
    pub const EVENTFD: u32 = 1;
}

/// The first bytes of every message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// A reply carries the number of its command.
    pub id: u16,
    pub command: u16,
    /// Of the whole message, this header included.
    pub bytes: u32,
    pub flags: u32,
    pub error: u32,
}

impl Header {
    pub fn encode(&self) -> [u8; HEADER_BYTES] {
        let mut bytes = [0; HEADER_BYTES];
        bytes[0..2].copy_from_slice(&self.id.to_le_bytes());
        bytes[2..4].copy_from_slice(&self.command.to_le_bytes());
        bytes[4..8].copy_from_slice(&self.bytes.to_le_bytes());
        bytes[8..12].copy_from_slice(&self.flags.to_le_bytes());
        bytes[12..16].copy_from_slice(&self.error.to_le_bytes());
        bytes
    }

    pub fn decode(bytes: &[u8; HEADER_BYTES]) -> Header {
        let half = |at| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let word = |at| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        Header { id: half(0), command: half(2), bytes: word(4), flags: word(8), error: word(12) }
    }

    pub fn kind(&self) -> u32 {
        self.flags & KIND
    }
}

/// What SET_IRQS does to its vectors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Irqs {
    /// As many vectors as come descriptors get one, the rest of the range none.
    Descriptors,
    /// Signals them; with none in the range it turns the index off.
    Trigger,
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// The first message. What a client says of itself beyond that is ignored.
    Version {
        major: u16,
        minor: u16,
    },
    /// The card may reach `bytes` from `address` on; they lie at `offset` in the descriptor, if one came.
    DmaMap {
        flags: u32,
        offset: u64,
        address: u64,
        bytes: u64,
    },
    DmaUnmap {
        all: bool,
        address: u64,
        bytes: u64,
    },
    DeviceInfo,
    RegionInfo {
        index: u32,
    },
    IrqInfo {
        index: u32,
    },
    SetIrqs {
        action: Irqs,
        index: u32,
        start: u32,
        count: u32,
    },
    RegionRead {
        region: u32,
        offset: u64,
        count: u32,
    },
    RegionWrite {
        region: u32,
        offset: u64,
        data: Vec<u8>,
    },
    Reset,
}

/// What a server answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reply {
    Version {
        major: u16,
        minor: u16,
    },
    Unmapped {
        address: u64,
        bytes: u64,
    },
    Device {
        flags: u32,
        regions: u32,
        irqs: u32,
    },
    Region {
        index: u32,
        flags: u32,
        bytes: u64,
    },
    Irq {
        index: u32,
        flags: u32,
        count: u32,
    },
    Read {
        region: u32,
        offset: u64,
        data: Vec<u8>,
    },
    Written {
        region: u32,
        offset: u64,
        count: u32,
    },
    /// Nothing to say but that it is done.
    Done,
}

mod number {
    pub const VERSION: u16 = 1;
    pub const DMA_MAP: u16 = 2;
    pub const DMA_UNMAP: u16 = 3;
    pub const DEVICE_INFO: u16 = 4;
    pub const REGION_INFO: u16 = 5;
    pub const IRQ_INFO: u16 = 7;
    pub const SET_IRQS: u16 = 8;
    pub const REGION_READ: u16 = 9;
    pub const REGION_WRITE: u16 = 10;
    pub const RESET: u16 = 13;
}

const IRQ_NONE: u32 = 1;
const IRQ_EVENTFD: u32 = 1 << 2;
const IRQ_TRIGGER: u32 = 1 << 5;

/// Takes numbers from the front of a payload.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn bytes(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn half(&mut self) -> Option<u16> {
        self.bytes(2).map(|b| u16::from_le_bytes([b[0], b[1]]))
    }

    fn word(&mut self) -> Option<u32> {
        self.bytes(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
    }

    fn long(&mut self) -> Option<u64> {
        Some(u64::from(self.word()?) | u64::from(self.word()?) << 32)
    }
}

/// Puts numbers behind each other.
#[derive(Default)]
struct Writer(Vec<u8>);

impl Writer {
    fn half(mut self, value: u16) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn words(mut self, values: &[u32]) -> Self {
        values.iter().for_each(|value| self.0.extend(value.to_le_bytes()));
        self
    }

    fn long(mut self, value: u64) -> Self {
        self.0.extend(value.to_le_bytes());
        self
    }

    fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend(bytes);
        self
    }
}

impl Command {
    /// Reads a command by its number; the error is what the reply is to say.
    pub fn decode(command: u16, payload: &[u8]) -> Result<Command, u32> {
        let known = matches!(command, number::VERSION..=number::REGION_INFO)
            || matches!(command, number::IRQ_INFO..=number::REGION_WRITE | number::RESET);
        if !known {
            return Err(error::UNSUPPORTED);
        }
        Self::read(command, &mut Reader(payload)).ok_or(error::INVALID)
    }

    fn read(command: u16, from: &mut Reader) -> Option<Command> {
        // Most begin with the bytes that the sender has for the answer, which an answer here never exceeds.
        Some(match command {
            number::VERSION => Command::Version { major: from.half()?, minor: from.half()? },
            number::DMA_MAP => {
                let (_, flags) = (from.word()?, from.word()?);
                Command::DmaMap { flags, offset: from.long()?, address: from.long()?, bytes: from.long()? }
            }
            number::DMA_UNMAP => {
                let (_, flags) = (from.word()?, from.word()?);
                // The other flag asks for dirty pages, which nobody keeps here.
                let all = [Some(false), None, Some(true), None].get(flags as usize).copied()??;
                Command::DmaUnmap { all, address: from.long()?, bytes: from.long()? }
            }
            number::DEVICE_INFO => sized(from, 16).map(|()| Command::DeviceInfo)?,
            number::REGION_INFO => {
                sized(from, 32)?;
                Command::RegionInfo { index: skip(from)? }
            }
            number::IRQ_INFO => {
                sized(from, 16)?;
                Command::IrqInfo { index: skip(from)? }
            }
            number::SET_IRQS => {
                let (_, flags, index) = (from.word()?, from.word()?, from.word()?);
                let action = match flags {
                    f if f == IRQ_EVENTFD | IRQ_TRIGGER => Irqs::Descriptors,
                    f if f == IRQ_NONE | IRQ_TRIGGER => Irqs::Trigger,
                    _ => return None,
                };
                Command::SetIrqs { action, index, start: from.word()?, count: from.word()? }
            }
            number::REGION_READ => {
                let (offset, region, count) = (from.long()?, from.word()?, from.word()?);
                (count <= TRANSFER_BYTES_MAX).then_some(Command::RegionRead { region, offset, count })?
            }
            number::REGION_WRITE => {
                let (offset, region, count) = (from.long()?, from.word()?, from.word()?);
                let data = from.bytes(count as usize)?.to_vec();
                (count <= TRANSFER_BYTES_MAX).then_some(Command::RegionWrite { region, offset, data })?
            }
            number::RESET => Command::Reset,
            _ => return None,
        })
    }

    /// Its number and payload, as a client sends them.
    pub fn encode(&self) -> (u16, Vec<u8>) {
        let new = Writer::default;
        let (command, writer) = match self {
            Command::Version { major, minor } => (number::VERSION, version(*major, *minor)),
            Command::DmaMap { flags, offset, address, bytes } => {
                (number::DMA_MAP, new().words(&[32, *flags]).long(*offset).long(*address).long(*bytes))
            }
            Command::DmaUnmap { all, address, bytes } => {
                let flags = if *all { UNMAP_ALL } else { 0 };
                (number::DMA_UNMAP, new().words(&[24, flags]).long(*address).long(*bytes))
            }
            Command::DeviceInfo => (number::DEVICE_INFO, new().words(&[16, 0, 0, 0])),
            Command::RegionInfo { index } => (number::REGION_INFO, new().words(&[32, 0, *index, 0]).long(0).long(0)),
            Command::IrqInfo { index } => (number::IRQ_INFO, new().words(&[16, 0, *index, 0])),
            Command::SetIrqs { action, index, start, count } => {
                let flags = match action {
                    Irqs::Descriptors => IRQ_EVENTFD | IRQ_TRIGGER,
                    Irqs::Trigger => IRQ_NONE | IRQ_TRIGGER,
                };
                (number::SET_IRQS, new().words(&[20, flags, *index, *start, *count]))
            }
            Command::RegionRead { region, offset, count } => {
                (number::REGION_READ, new().long(*offset).words(&[*region, *count]))
            }
            Command::RegionWrite { region, offset, data } => {
                (number::REGION_WRITE, new().long(*offset).words(&[*region, data.len() as u32]).bytes(data))
            }
            Command::Reset => (number::RESET, new()),
        };
        (command, writer.0)
    }
}

/// A structure of this size, as its sender must know it.
fn sized(from: &mut Reader, bytes: u32) -> Option<()> {
    (from.word()? >= bytes).then_some(())
}

/// The number after the flags.
fn skip(from: &mut Reader) -> Option<u32> {
    from.word()?;
    from.word()
}

/// Versions, and what the sender can take: text in JSON that ends with a zero.
fn version(major: u16, minor: u16) -> Writer {
    let (fds, bytes) = (crate::DESCRIPTORS_MAX, TRANSFER_BYTES_MAX);
    let text = format!("{{\"capabilities\":{{\"max_msg_fds\":{fds},\"max_data_xfer_size\":{bytes}}}}}\0");
    Writer::default().half(major).half(minor).bytes(text.as_bytes())
}

/// A reply that is not one to the command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the reply to command {command} makes no sense: {bytes} bytes")]
pub struct MalformedReply {
    pub command: u16,
    pub bytes: usize,
}

impl Reply {
    /// The payload, as a server sends it.
    pub fn encode(&self) -> Vec<u8> {
        let new = Writer::default;
        match self {
            Reply::Version { major, minor } => version(*major, *minor),
            Reply::Unmapped { address, bytes } => new().words(&[24, 0]).long(*address).long(*bytes),
            Reply::Device { flags, regions, irqs } => new().words(&[16, *flags, *regions, *irqs]),
            Reply::Region { index, flags, bytes } => new().words(&[32, *flags, *index, 0]).long(*bytes).long(0),
            Reply::Irq { index, flags, count } => new().words(&[16, *flags, *index, *count]),
            Reply::Read { region, offset, data } => {
                new().long(*offset).words(&[*region, data.len() as u32]).bytes(data)
            }
            Reply::Written { region, offset, count } => new().long(*offset).words(&[*region, *count]),
            Reply::Done => new(),
        }
        .0
    }

    /// Reads the reply to a command.
    pub fn decode(command: &Command, payload: &[u8]) -> Result<Reply, MalformedReply> {
        let (command, bytes) = (command, payload.len());
        Self::read(command, &mut Reader(payload)).ok_or(MalformedReply { command: command.encode().0, bytes })
    }

    fn read(command: &Command, from: &mut Reader) -> Option<Reply> {
        Some(match command {
            Command::Version { .. } => Reply::Version { major: from.half()?, minor: from.half()? },
            Command::DmaUnmap { address, bytes, .. } => Reply::Unmapped { address: *address, bytes: *bytes },
            Command::DeviceInfo => {
                sized(from, 16)?;
                Reply::Device { flags: from.word()?, regions: from.word()?, irqs: from.word()? }
            }
            Command::RegionInfo { index } => {
                sized(from, 32)?;
                let (flags, found, _) = (from.word()?, from.word()?, from.word()?);
                (found == *index).then_some(Reply::Region { index: *index, flags, bytes: from.long()? })?
            }
            Command::IrqInfo { index } => {
                sized(from, 16)?;
                let (flags, found) = (from.word()?, from.word()?);
                (found == *index).then_some(Reply::Irq { index: *index, flags, count: from.word()? })?
            }
            Command::RegionRead { region, offset, count } => {
                let found = (from.long()?, from.word()?, from.word()?);
                let data = from.bytes(*count as usize)?.to_vec();
                let (region, offset) = (*region, *offset);
                (found == (offset, region, *count)).then_some(Reply::Read { region, offset, data })?
            }
            Command::RegionWrite { region, offset, data } => {
                let (region, offset, count) = (*region, *offset, data.len() as u32);
                let found = (from.long()?, from.word()?, from.word()?);
                (found == (offset, region, count)).then_some(Reply::Written { region, offset, count })?
            }
            Command::DmaMap { .. } | Command::SetIrqs { .. } | Command::Reset => Reply::Done,
        })
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
