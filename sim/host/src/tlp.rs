//! Transaction layer packets as typed values and as header words.

use thiserror::Error;

/// A memory request. The payload of a write travels beside it in [`Tlp`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Bus, device, function of the sender.
    pub requester: u16,
    pub tag: u8,
    /// Byte address of the first DW, a multiple of 4.
    pub address: u64,
    /// Length in DWs, 1 to 1024.
    pub dwords: u16,
    /// Byte enables of the first DW.
    pub first: u8,
    /// Byte enables of the last DW; 0 when there is one DW.
    pub last: u8,
    /// Traffic class.
    pub class: u8,
    /// Attributes: bit 0 no snoop, bit 1 relaxed ordering.
    pub attributes: u8,
    pub poisoned: bool,
}

impl Request {
    /// All bytes of `bytes` from `address` on, both multiples of 4.
    pub fn words(requester: u16, tag: u8, address: u64, bytes: u32) -> Self {
        let dwords = (bytes / 4) as u16;
        let last = if dwords > 1 { 0xf } else { 0 };
        Self { requester, tag, address, dwords, first: 0xf, last, class: 0, attributes: 0, poisoned: false }
    }

    /// Whether byte `n` of the payload is enabled.
    #[inline]
    pub fn enables(&self, n: usize) -> bool {
        let nibble = match n / 4 {
            0 => self.first,
            word if word + 1 == usize::from(self.dwords) => self.last,
            _ => 0xf,
        };
        nibble >> (n % 4) & 1 == 1
    }

    /// Whether the byte enables are allowed for the length (PCIe base specification, first/last DW byte enable rules).
    pub fn enables_fit(&self) -> bool {
        if self.dwords == 1 {
            return self.last == 0;
        }
        // Beyond one DW the enables may have no hole, except that two DWs on an aligned pair may.
        let contiguous = matches!(self.first, 0xf | 0xe | 0xc | 0x8) && matches!(self.last, 0xf | 0x7 | 0x3 | 0x1);
        self.first != 0 && self.last != 0 && (contiguous || (self.dwords == 2 && self.address.is_multiple_of(8)))
    }
}

/// Completion status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Successful,
    UnsupportedRequest,
    ConfigurationRetry,
    CompleterAbort,
    Reserved(u8),
}

impl Status {
    pub const fn code(self) -> u8 {
        match self {
            Status::Successful => 0,
            Status::UnsupportedRequest => 1,
            Status::ConfigurationRetry => 2,
            Status::CompleterAbort => 4,
            Status::Reserved(code) => code & 7,
        }
    }

    pub const fn from_code(code: u8) -> Self {
        match code & 7 {
            0 => Status::Successful,
            1 => Status::UnsupportedRequest,
            2 => Status::ConfigurationRetry,
            4 => Status::CompleterAbort,
            code => Status::Reserved(code),
        }
    }

    pub const fn name(self) -> &'static str {
        match self {
            Status::Successful => "successful completion",
            Status::UnsupportedRequest => "unsupported request",
            Status::ConfigurationRetry => "configuration request retry",
            Status::CompleterAbort => "completer abort",
            Status::Reserved(_) => "a reserved completion status",
        }
    }
}

/// A completion; `data` is empty or holds a multiple of 4 bytes in memory order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    pub completer: u16,
    pub status: Status,
    /// Bytes left to complete the request, this completion's included; 1 to 4096.
    pub byte_count: u16,
    pub requester: u16,
    pub tag: u8,
    /// Low seven bits of the address of the first byte.
    pub lower_address: u8,
    pub class: u8,
    pub attributes: u8,
    pub poisoned: bool,
    pub data: Vec<u8>,
}

/// A packet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tlp {
    Read(Request),
    /// The payload has `4 * dwords` bytes in memory order.
    Write(Request, Vec<u8>),
    Completion(Completion),
    /// A well-formed packet of another type (I/O, configuration, message, atomic), as its words.
    Other(Vec<u32>),
}

/// Why words are not a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TlpError {
    #[error("{words} words are shorter than the header")]
    Short { words: usize },
    #[error("the header announces {announced} payload words, {found} are there")]
    Length { announced: usize, found: usize },
    #[error("format {0:#05b} is reserved")]
    Format(u8),
    #[error("a digest is announced, which this port does not carry")]
    Digest,
    #[error("a 64-bit header for address {0:#x}, which is below 4 GiB")]
    WideHeader(u64),
    #[error("byte enables {first:#06b} and {last:#06b} do not fit {dwords} words")]
    Enables { first: u8, last: u8, dwords: u16 },
    #[error("{dwords} words from {address:#x} on cross a 4 KiB boundary")]
    Boundary { address: u64, dwords: u16 },
}

const TYPE_MEMORY: u32 = 0b00000;
const TYPE_COMPLETION: u32 = 0b01010;

impl Tlp {
    /// The packet as words: headers as numbers, payload words with the lowest address in bits 7:0.
    pub fn encode(&self, words: &mut Vec<u32>) {
        match self {
            Tlp::Read(request) => encode_request(request, false, words),
            Tlp::Write(request, data) => {
                encode_request(request, true, words);
                push_payload(data, words);
            }
            Tlp::Completion(c) => {
                let format = if c.data.is_empty() { 0b000 } else { 0b010 };
                words.push(first_word(format, TYPE_COMPLETION, c.class, c.attributes, c.poisoned, c.data.len() / 4));
                let count = u32::from(c.byte_count) & 0xfff;
                words.push(u32::from(c.completer) << 16 | u32::from(c.status.code()) << 13 | count);
                words.push(u32::from(c.requester) << 16 | u32::from(c.tag) << 8 | u32::from(c.lower_address & 0x7f));
                push_payload(&c.data, words);
            }
            Tlp::Other(raw) => words.extend_from_slice(raw),
        }
    }

    /// Reads a packet; refuses everything that a receiver must call malformed.
    pub fn decode(words: &[u32]) -> Result<Tlp, TlpError> {
        let short = TlpError::Short { words: words.len() };
        let &w0 = words.first().ok_or(short)?;
        let format = (w0 >> 29) as u8;
        if format > 3 {
            return Err(TlpError::Format(format));
        }
        if w0 >> 15 & 1 == 1 {
            return Err(TlpError::Digest);
        }
        let (wide, with_data) = (format & 1 == 1, format & 2 == 2);
        let header = if wide { 4 } else { 3 };
        if words.len() < header {
            return Err(short);
        }
        let length = match w0 & 0x3ff {
            0 => 1024,
            n => n as usize,
        };
        let (announced, found) = (if with_data { length } else { 0 }, words.len() - header);
        if announced != found {
            return Err(TlpError::Length { announced, found });
        }
        let data = || words[header..].iter().flat_map(|w| w.to_le_bytes()).collect::<Vec<u8>>();
        match w0 >> 24 & 0x1f {
            TYPE_MEMORY => {
                let request = decode_request(words, wide, length as u16)?;
                Ok(if with_data { Tlp::Write(request, data()) } else { Tlp::Read(request) })
            }
            TYPE_COMPLETION if !wide => {
                let (w1, w2) = (words[1], words[2]);
                Ok(Tlp::Completion(Completion {
                    completer: (w1 >> 16) as u16,
                    status: Status::from_code((w1 >> 13) as u8),
                    byte_count: if w1 & 0xfff == 0 { 4096 } else { (w1 & 0xfff) as u16 },
                    requester: (w2 >> 16) as u16,
                    tag: (w2 >> 8) as u8,
                    lower_address: (w2 & 0x7f) as u8,
                    class: (w0 >> 20 & 7) as u8,
                    attributes: (w0 >> 12 & 3) as u8,
                    poisoned: w0 >> 14 & 1 == 1,
                    data: data(),
                }))
            }
            _ => Ok(Tlp::Other(words.to_vec())),
        }
    }
}

fn first_word(format: u32, kind: u32, class: u8, attributes: u8, poisoned: bool, dwords: usize) -> u32 {
    let flags = u32::from(poisoned) << 14 | u32::from(attributes & 3) << 12;
    format << 29 | kind << 24 | u32::from(class & 7) << 20 | flags | (dwords as u32 & 0x3ff)
}

fn push_payload(data: &[u8], words: &mut Vec<u32>) {
    words.extend(data.chunks(4).map(|c| {
        let mut word = [0; 4];
        word[..c.len()].copy_from_slice(c);
        u32::from_le_bytes(word)
    }));
}

fn encode_request(r: &Request, with_data: bool, words: &mut Vec<u32>) {
    let wide = r.address >> 32 != 0;
    let format = u32::from(with_data) << 1 | u32::from(wide);
    words.push(first_word(format, TYPE_MEMORY, r.class, r.attributes, r.poisoned, r.dwords as usize));
    let enables = u32::from(r.last & 0xf) << 4 | u32::from(r.first & 0xf);
    words.push(u32::from(r.requester) << 16 | u32::from(r.tag) << 8 | enables);
    if wide {
        words.push((r.address >> 32) as u32);
    }
    words.push(r.address as u32 & !3);
}

fn decode_request(words: &[u32], wide: bool, dwords: u16) -> Result<Request, TlpError> {
    let (w0, w1) = (words[0], words[1]);
    let low = u64::from(words[if wide { 3 } else { 2 }] & !3);
    let address = if wide { u64::from(words[2]) << 32 | low } else { low };
    if wide && address >> 32 == 0 {
        return Err(TlpError::WideHeader(address));
    }
    let request = Request {
        requester: (w1 >> 16) as u16,
        tag: (w1 >> 8) as u8,
        address,
        dwords,
        first: (w1 & 0xf) as u8,
        last: (w1 >> 4 & 0xf) as u8,
        class: (w0 >> 20 & 7) as u8,
        attributes: (w0 >> 12 & 3) as u8,
        poisoned: w0 >> 14 & 1 == 1,
    };
    if !request.enables_fit() {
        return Err(TlpError::Enables { first: request.first, last: request.last, dwords });
    }
    if address % 4096 + u64::from(dwords) * 4 > 4096 {
        return Err(TlpError::Boundary { address, dwords });
    }
    Ok(request)
}
