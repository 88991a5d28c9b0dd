//! What a command does to the volume or to its host's memory.

use crate::rules::{Asked, Verdict};
use crate::{content, Piece, Volume, WriteId};
use twinpath_host::RootComplex;
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{admin, io};

/// What a command does when it goes well.
pub(super) enum Effect {
    None,
    Writes(Vec<WriteId>),
    /// Blocks from this one on arrive in these pieces.
    Read(u64, Vec<Piece>),
    /// The contents that blocks from this one on are compared with.
    Compare(u64, Vec<Option<u64>>),
    /// These bytes, from their beginning, in these pieces.
    Page(Vec<u8>, Vec<Piece>),
    /// A log that counts.
    Log(u8, Vec<Piece>),
}

/// What a command does when it goes well; writes begin here.
pub(super) fn effect(asked: &Asked, verdict: &Verdict, volume: &mut Volume) -> Effect {
    if asked.is_admin {
        return match (verdict.is_good(), asked.controller.page(asked.entry)) {
            (true, Some(page)) => Effect::Page(page, asked.data().unwrap_or_default()),
            (true, None) if asked.entry.opcode == admin::GET_LOG_PAGE => {
                Effect::Log(asked.entry.cdw10 as u8, asked.data().unwrap_or_default())
            }
            _ => Effect::None,
        };
    }
    if !verdict.begun {
        return Effect::None;
    }
    let lba = asked.lba();
    let reachable = |pieces: Vec<Piece>| -> Vec<Option<u64>> {
        let mut bytes = Vec::new();
        for piece in &pieces {
            match asked.memory.get(piece.at, piece.bytes) {
                Ok(found) => bytes.extend(found.iter().map(|b| Some(*b))),
                Err(_) => bytes.extend(std::iter::repeat_n(None, piece.bytes)),
            }
        }
        let whole = |block: &[Option<u8>]| block.iter().copied().collect::<Option<Vec<u8>>>();
        bytes.chunks_exact(BLOCK_BYTES).map(|block| whole(block).map(|b| content(&b))).collect()
    };
    let mut zeros = |ranges: &[(u64, u64)]| {
        let nothing = content(&[0; BLOCK_BYTES]);
        let blocks = ranges.iter().flat_map(|(first, count)| *first..first + count);
        Effect::Writes(blocks.map(|block| volume.begin(block, nothing)).collect())
    };
    match asked.entry.opcode {
        io::WRITE => {
            let contents = (lba..).zip(reachable(asked.data().unwrap_or_default()));
            let known = contents.filter_map(|(block, c)| Some((block, c?)));
            Effect::Writes(known.map(|(block, c)| volume.begin(block, c)).collect())
        }
        io::READ => Effect::Read(lba, asked.data().unwrap_or_default()),
        io::COMPARE if verdict.is_good() => Effect::Compare(lba, reachable(asked.data().unwrap_or_default())),
        io::WRITE_ZEROES => zeros(&[(lba, asked.blocks())]),
        io::DATASET_MANAGEMENT if asked.deallocates() => zeros(&asked.ranges().0),
        _ => Effect::None,
    }
}

/// The bytes in these pieces, if all of them are there.
pub(super) fn bytes_of(host: &RootComplex, pieces: &[Piece]) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    for piece in pieces {
        bytes.extend_from_slice(host.memory.get(piece.at, piece.bytes).ok()?);
    }
    Some(bytes)
}

/// The contents of the blocks in these pieces; `None` of one that is not there whole.
pub(super) fn blocks_of(host: &RootComplex, pieces: &[Piece]) -> Vec<Option<u64>> {
    let (mut blocks, mut block, mut there) = (vec![], Vec::with_capacity(BLOCK_BYTES), true);
    for piece in pieces {
        // A piece may be the end of one block and the begin of the next.
        let mut at = piece.at;
        let mut left = piece.bytes;
        while left > 0 {
            let bytes = left.min(BLOCK_BYTES - block.len());
            match host.memory.get(at, bytes) {
                Ok(found) => block.extend_from_slice(found),
                Err(_) => {
                    there = false;
                    block.resize(block.len() + bytes, 0);
                }
            }
            if block.len() == BLOCK_BYTES {
                blocks.push(there.then(|| content(&block)));
                block.clear();
                there = true;
            }
            at += bytes as u64;
            left -= bytes;
        }
    }
    blocks
}
