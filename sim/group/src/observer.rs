//! Follows a host's NVMe queues from outside: register writes and accesses to host memory become commands and
//! completions of the trace (o4).

use crate::trace::What;
use std::ops::Range;
use twinpath_host::{Happening, HostEvent, Memory, RootComplex, BAR0};
use twinpath_spec::limits::{BLOCK_BYTES, COMMAND_BLOCKS_MAX, MSIX_TABLE, ZERO_BLOCK_CRC};
use twinpath_spec::link::crc32c;
use twinpath_spec::nvme::{self, admin, cqe, dsm, io, sqe};
use twinpath_spec::register::Register;

/// A queue in host memory.
#[derive(Clone, Copy)]
struct Queue {
    base: u64,
    entries: u16,
    /// Submission queues: the tail that the last doorbell named, and the completion queue that has the answers.
    tail: u16,
    answers: u16,
}

impl Queue {
    /// Where its entries lie; a host may name any address.
    fn range(&self, entry_bytes: usize) -> Range<u64> {
        self.base..self.base.saturating_add(u64::from(self.entries) * entry_bytes as u64)
    }
}

/// A command without its completion.
struct Open {
    queue: u16,
    cid: u16,
    /// Reads: where the data goes; Compares: where it lies.
    data: Option<(u64, u64, usize)>,
    /// Admin commands: what becomes of a queue when this one succeeds.
    change: Option<Change>,
}

/// A queue that comes or goes: whether it is a submission queue, its number, what it is then.
#[derive(Clone, Copy)]
struct Change {
    submission: bool,
    id: usize,
    queue: Option<Queue>,
}

/// Pieces of one command that are told at most: a host may name all of the volume in each of 256 ranges.
const PIECES_MAX: usize = 65_536;

const QUEUES: usize = 1 + nvme::IO_QUEUES as usize;

/// One host's queues.
pub(crate) struct Observer {
    unit: u8,
    /// Of the namespace.
    blocks: u64,
    asq: u64,
    acq: u64,
    aqa: u32,
    submission: [Option<Queue>; QUEUES],
    completion: [Option<Queue>; QUEUES],
    open: Vec<Open>,
}

impl Observer {
    pub fn new(unit: u8, blocks: u32) -> Self {
        let (submission, completion) = ([None; QUEUES], [None; QUEUES]);
        Self { unit, blocks: blocks.into(), asq: 0, acq: 0, aqa: 0, submission, completion, open: Vec::new() }
    }

    /// Turns an event of the root complex into events of the trace.
    pub fn see(&mut self, host: &mut RootComplex, event: HostEvent, mut tell: impl FnMut(u64, What)) {
        let unit = self.unit;
        let HostEvent { first, last, what } = event;
        match what {
            Happening::MmioWrite { bar: BAR0, offset, value, bytes } => {
                self.register(host, offset as u32, value, bytes, &mut |what| tell(last, what))
            }
            Happening::MmioWrite { .. } => {}
            Happening::Interrupt { vector } => tell(last, What::Interrupt { unit, vector }),
            Happening::Read { iova, bytes } => {
                if let Some(queue) = find(&self.submission, iova, nvme::SQE_BYTES) {
                    tell(last, What::Fetched { unit, queue, address: iova, bytes: bytes as u32, first });
                }
            }
            Happening::Write { iova, data } => {
                let Some(queue) = find(&self.completion, iova, nvme::CQE_BYTES) else { return };
                match <[u8; nvme::CQE_BYTES]>::try_from(&data[..]) {
                    Ok(entry) if iova % nvme::CQE_BYTES as u64 == 0 && self.belongs(queue, &entry) => {
                        tell(last, self.completed(host, &entry, first));
                    }
                    _ => tell(last, What::StrayWrite { unit, queue, address: iova, bytes: data.len() as u32 }),
                }
            }
        }
    }

    /// A function-level reset: as a controller that is disabled.
    pub fn reset(&mut self, host: &mut RootComplex) -> What {
        self.controller(host, 0);
        What::Controller { unit: self.unit, cc: 0 }
    }

    fn register(&mut self, host: &mut RootComplex, offset: u32, value: u64, bytes: u8, tell: &mut impl FnMut(What)) {
        let unit = self.unit;
        let half = |old: u64, high: bool| match (bytes, high) {
            (8, _) => value,
            (_, false) => old & !0xffff_ffff | value & 0xffff_ffff,
            (_, true) => old & 0xffff_ffff | value << 32,
        };
        let is = |register: &Register| offset == register.offset;
        let is_high = |register: &Register| offset == register.offset + 4;
        if is(&nvme::AQA) {
            self.aqa = value as u32;
        } else if is(&nvme::ASQ) || is_high(&nvme::ASQ) {
            self.asq = half(self.asq, is_high(&nvme::ASQ));
        } else if is(&nvme::ACQ) || is_high(&nvme::ACQ) {
            self.acq = half(self.acq, is_high(&nvme::ACQ));
        } else if is(&nvme::CC) {
            self.controller(host, value as u32);
            tell(What::Controller { unit, cc: value as u32 });
        } else if (nvme::SQTDBL.offset..MSIX_TABLE as u32).contains(&offset) {
            let at = (offset - nvme::SQTDBL.offset) / 4;
            let (queue, completion, value) = ((at / 2) as u16, at % 2 == 1, value as u16);
            tell(What::Doorbell { unit, queue, completion, value });
            if !completion {
                self.issued(host, queue, value, tell);
            }
        }
    }

    /// CC.EN: the admin queues come to life, or all queues go.
    fn controller(&mut self, host: &mut RootComplex, cc: u32) {
        let enabled = cc & 1 == 1;
        if enabled && self.submission[0].is_none() {
            let entries = |n: u32| (n & 0xfff) as u16 + 1;
            let queue = |base, entries| Some(Queue { base, entries, tail: 0, answers: 0 });
            self.submission[0] = queue(self.asq, entries(self.aqa));
            self.completion[0] = queue(self.acq, entries(self.aqa >> 16));
        } else if !enabled {
            self.submission = [None; QUEUES];
            self.completion = [None; QUEUES];
            self.open.clear();
        }
        self.watch(host);
    }

    fn watch(&self, host: &mut RootComplex) {
        host.unwatch_all();
        for queue in self.submission.iter().flatten() {
            host.watch(queue.range(nvme::SQE_BYTES));
        }
        for queue in self.completion.iter().flatten() {
            host.watch(queue.range(nvme::CQE_BYTES));
        }
    }

    /// The entries between the old tail and the new one.
    fn issued(&mut self, host: &mut RootComplex, id: u16, tail: u16, tell: &mut impl FnMut(What)) {
        let Some(Some(queue)) = self.submission.get_mut(usize::from(id)) else { return };
        if tail >= queue.entries {
            return;
        }
        let (base, entries, mut at) = (queue.base, queue.entries, queue.tail);
        queue.tail = tail;
        while at != tail {
            let address = base.wrapping_add(u64::from(at) * nvme::SQE_BYTES as u64);
            if let Ok(entry) = host.memory.fetch(address, nvme::SQE_BYTES) {
                let entry: Vec<u8> = entry.to_vec();
                let whats = self.command(&host.memory, id, &entry);
                whats.into_iter().for_each(&mut *tell);
            }
            at = (at + 1) % entries;
        }
    }

    /// The command, or its pieces where it is carried out in pieces.
    fn command(&mut self, memory: &Memory, queue: u16, entry: &[u8]) -> Vec<What> {
        let dword0 = u64::from(word(entry, 0));
        let (opcode, cid) = (sqe::OPC.of(dword0) as u8, sqe::CID.of(dword0) as u16);
        let (prp1, prp2) = (long(entry, sqe::PRP1), long(entry, sqe::PRP2));
        let moves = queue != 0 && matches!(opcode, io::READ | io::WRITE | io::COMPARE);
        let (lba, blocks) = match moves {
            true => (word(entry, sqe::CDW10), word(entry, sqe::CDW12) as u16),
            false => (0, 0),
        };
        let blocks = if moves { blocks.saturating_add(1) } else { 0 };
        let bytes = usize::from(blocks) * BLOCK_BYTES;
        let values = if moves && opcode != io::READ { values(memory, prp1, prp2, bytes) } else { Vec::new() };
        let data = (moves && opcode != io::WRITE).then_some((prp1, prp2, bytes));
        self.open.retain(|o| (o.queue, o.cid) != (queue, cid));
        let change = if queue == 0 { change(entry) } else { None };
        self.open.push(Open { queue, cid, data, change });
        let issued = What::Issued { unit: self.unit, queue, cid, opcode, lba, blocks, values };
        let runs = match opcode {
            _ if queue == 0 => return vec![issued],
            io::WRITE_ZEROES => vec![(long(entry, sqe::CDW10), u32::from(word(entry, sqe::CDW12) as u16) + 1)],
            io::DATASET_MANAGEMENT if word(entry, sqe::CDW11) & dsm::DEALLOCATE != 0 => {
                let bytes = ((word(entry, sqe::CDW10) & 0xff) as usize + 1) * dsm::RANGE_BYTES;
                let list = gather(memory, prp1, prp2, bytes).unwrap_or_default();
                list.chunks_exact(dsm::RANGE_BYTES).map(|range| (long(range, 8), word(range, 4))).collect()
            }
            _ => return vec![issued],
        };
        let piece = |(lba, blocks): (u32, u32)| {
            let values = vec![ZERO_BLOCK_CRC; blocks as usize];
            What::Issued { unit: self.unit, queue, cid, opcode, lba, blocks: blocks as u16, values }
        };
        // The card ends the command at the first run that does not fit.
        let fits = |(lba, blocks): &(u64, u32)| lba.checked_add((*blocks).into()).is_some_and(|end| end <= self.blocks);
        runs.into_iter().take_while(fits).flat_map(pieces).take(PIECES_MAX).map(piece).collect()
    }

    /// The entry is of a submission queue that answers to this completion queue, or of one that is gone.
    fn belongs(&self, completion: u16, entry: &[u8; nvme::CQE_BYTES]) -> bool {
        match self.submission.get(usize::from(half(entry, cqe::SQ_ID))) {
            Some(Some(queue)) => queue.answers == completion,
            gone => gone.is_some() && completion != 0,
        }
    }

    fn completed(&mut self, host: &mut RootComplex, entry: &[u8; nvme::CQE_BYTES], first: u64) -> What {
        let (queue, cid, field) = (half(entry, cqe::SQ_ID), half(entry, cqe::CID), half(entry, cqe::STATUS));
        let status = field >> 1;
        let open = self.open.iter().position(|o| (o.queue, o.cid) == (queue, cid)).map(|n| self.open.swap_remove(n));
        if let (Some(change), 0) = (open.as_ref().and_then(|o| o.change), status) {
            let list = if change.submission { &mut self.submission } else { &mut self.completion };
            list[change.id] = change.queue;
            self.watch(host);
        }
        let values = match open.and_then(|o| o.data) {
            Some((prp1, prp2, bytes)) if status == 0 => values(&host.memory, prp1, prp2, bytes),
            _ => Vec::new(),
        };
        let (unit, sq_head, phase) = (self.unit, half(entry, cqe::SQ_HEAD), field & 1 == 1);
        What::Completed { unit, queue, cid, status, sq_head, phase, values, first }
    }
}

/// What an admin command does to the I/O queues if it succeeds.
fn change(entry: &[u8]) -> Option<Change> {
    let (id, last) = (word(entry, sqe::CDW10) as u16, (word(entry, sqe::CDW10) >> 16) as u16);
    let answers = (word(entry, sqe::CDW11) >> 16) as u16;
    let queue = Queue { base: long(entry, sqe::PRP1), entries: last.saturating_add(1), tail: 0, answers };
    let (submission, queue) = match entry[0] {
        admin::CREATE_IO_SQ => (true, Some(queue)),
        admin::CREATE_IO_CQ => (false, Some(queue)),
        admin::DELETE_IO_SQ => (true, None),
        admin::DELETE_IO_CQ => (false, None),
        _ => return None,
    };
    let id = usize::from(id);
    (1..QUEUES).contains(&id).then_some(Change { submission, id, queue })
}

/// A run of the namespace's blocks in pieces, as the card carries it out.
fn pieces((lba, blocks): (u64, u32)) -> impl Iterator<Item = (u32, u32)> {
    let longest = COMMAND_BLOCKS_MAX as u32;
    (0..blocks.div_ceil(longest)).map(move |n| (lba as u32 + n * longest, longest.min(blocks - n * longest)))
}

fn find(queues: &[Option<Queue>], iova: u64, entry: usize) -> Option<u16> {
    let holds = |q: &Queue| q.range(entry).contains(&iova);
    queues.iter().position(|q| q.as_ref().is_some_and(holds)).map(|n| n as u16)
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes(std::array::from_fn(|n| bytes[at + n]))
}

fn long(bytes: &[u8], at: usize) -> u64 {
    u64::from(word(bytes, at)) | u64::from(word(bytes, at + 4)) << 32
}

fn half(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

/// The value of each block behind a PRP pair; none where the pointers lead nowhere.
fn values(memory: &Memory, prp1: u64, prp2: u64, bytes: usize) -> Vec<u32> {
    let data = if bytes <= COMMAND_BLOCKS_MAX * BLOCK_BYTES { gather(memory, prp1, prp2, bytes) } else { None };
    data.map_or(Vec::new(), |d| d.chunks_exact(BLOCK_BYTES).map(crc32c).collect())
}

/// The bytes behind a PRP pair (NVMe 1.4, 4.3): an offset in the first page, then pages, through a list if more than two.
fn gather(memory: &Memory, prp1: u64, prp2: u64, bytes: usize) -> Option<Vec<u8>> {
    const PAGE: usize = nvme::PAGE_BYTES;
    let mut data = Vec::with_capacity(bytes);
    let first = (PAGE - (prp1 % PAGE as u64) as usize).min(bytes);
    data.extend_from_slice(&memory.fetch(prp1, first).ok()?);
    let mut entry = prp2;
    if data.len() == bytes {
        return Some(data);
    }
    if bytes - data.len() <= PAGE {
        data.extend_from_slice(&memory.fetch(prp2, bytes - data.len()).ok()?);
        return Some(data);
    }
    while data.len() < bytes {
        let left = bytes - data.len();
        let mut page = long(&memory.fetch(entry, 8).ok()?, 0);
        // The last entry of a list page chains to the next one when more than a page is left.
        if entry % PAGE as u64 == PAGE as u64 - 8 && left > PAGE {
            entry = page;
            page = long(&memory.fetch(entry, 8).ok()?, 0);
        }
        data.extend_from_slice(&memory.fetch(page, left.min(PAGE)).ok()?);
        entry += 8;
    }
    Some(data)
}
