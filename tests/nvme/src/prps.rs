//! Where a command's data are: PRP1, PRP2 and lists, walked as the specification says (4.3), by nothing of the card's.

use twinpath_host::Memory;
use twinpath_spec::nvme::PAGE_BYTES;

const PAGE: u64 = PAGE_BYTES as u64;

/// Bytes of host memory within one page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub at: u64,
    pub bytes: usize,
}

/// Why there is no way through the PRPs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An entry, or a list's address, with an offset that it must not have.
    Offset,
    /// A list that cannot be read.
    Unreadable,
}

/// The pieces of a transfer of so many bytes.
pub fn walk(memory: &Memory, prp1: u64, prp2: u64, bytes: usize) -> Result<Vec<Piece>, Fault> {
    if !prp1.is_multiple_of(4) {
        return Err(Fault::Offset);
    }
    let mut left = bytes;
    let mut pieces = Vec::new();
    let mut push = |at: u64, left: &mut usize| {
        let bytes = (*left).min((PAGE - at % PAGE) as usize);
        pieces.push(Piece { at, bytes });
        *left -= bytes;
    };
    push(prp1, &mut left);
    match left.div_ceil(PAGE_BYTES) {
        0 => return Ok(pieces),
        1 if prp2.is_multiple_of(PAGE) => {
            push(prp2, &mut left);
            return Ok(pieces);
        }
        1 => return Err(Fault::Offset),
        _ => {}
    }
    if !prp2.is_multiple_of(8) {
        return Err(Fault::Offset);
    }
    let mut list = prp2;
    while left > 0 {
        let entries = left.div_ceil(PAGE_BYTES);
        let room = ((PAGE - list % PAGE) / 8) as usize;
        let here = entries.min(room);
        let words = memory.get(list, here * 8).map_err(|_| Fault::Unreadable)?;
        let words = words.chunks_exact(8).map(|w| w.iter().rev().fold(0, |v, b| v << 8 | u64::from(*b)));
        for (n, word) in words.enumerate() {
            if !word.is_multiple_of(PAGE) {
                return Err(Fault::Offset);
            }
            if n + 1 == here && entries > here {
                list = word;
            } else {
                push(word, &mut left);
            }
        }
    }
    Ok(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;
    use twinpath_host::Access;

    #[test]
    fn lists_go_on_in_their_last_entry() {
        let mut memory = Memory::default();
        memory.map(0x10000, 0x10000, Access::ReadWrite).unwrap();
        let mut put = |at: u64, word: u64| {
            memory.get_for_host(at, 8).unwrap().copy_from_slice(&word.to_le_bytes());
        };
        put(0x10ff0, 0x13000);
        put(0x10ff8, 0x11000);
        put(0x11000, 0x14000);
        put(0x11008, 0x15000);
        put(0x12ff0, 0x13000);
        put(0x12ff8, 0x14008);
        let at = |prp1, prp2, bytes| {
            walk(&memory, prp1, prp2, bytes).map(|p| p.iter().map(|p| (p.at, p.bytes)).collect::<Vec<_>>())
        };
        assert_eq!(at(0x18000, 7, 4096), Ok(vec![(0x18000, 4096)]), "PRP2 is of no use");
        assert_eq!(at(0x18ffc, 0x19000, 4096), Ok(vec![(0x18ffc, 4), (0x19000, 4092)]));
        assert_eq!(at(0x18002, 0, 4096), Err(Fault::Offset));
        assert_eq!(at(0x18004, 0x19004, 4096), Err(Fault::Offset));
        let two = vec![(0x18000, 4096), (0x13000, 4096), (0x11000, 4096)];
        assert_eq!(at(0x18000, 0x10ff0, 3 * 4096), Ok(two), "two entries fill the page: no pointer");
        let chained = vec![(0x18008, 4088), (0x13000, 4096), (0x14000, 4096), (0x15000, 8)];
        assert_eq!(at(0x18008, 0x10ff0, 3 * 4096), Ok(chained));
        assert_eq!(at(0x18000, 0x12ff0, 3 * 4096), Err(Fault::Offset));
        assert_eq!(at(0x18000, 0x12ff4, 3 * 4096), Err(Fault::Offset));
        assert_eq!(at(0x18000, 0x90000, 3 * 4096), Err(Fault::Unreadable));
    }
}
