//! The root complex: one cycle at a time, both directions.

use crate::completer::{Completer, Limits};
use crate::mmio::{Mmio, MmioError, Posted, Ticket};
use crate::{
    beats, Access, Assembler, Beat, Completion, Fault, Happening, HostEvent, Memory, Outside, Request, Split,
    Statistics, Tlp, Unmapped, Violation,
};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use std::collections::VecDeque;
use std::ops::Range;

/// Numbers of the two base address registers.
pub const BAR0: u8 = 0;
pub const BAR2: u8 = 2;
/// Writes to the mebibyte from here on are interrupts; the low five bits of the data are the vector.
pub const MSI_BASE: u64 = 0xfee0_0000;
const MSI_BYTES: u64 = 0x10_0000;

/// How a host behaves. Sizes in bytes, times in cycles.
#[derive(Clone, Debug)]
pub struct Config {
    pub seed: u64,
    /// From the last beat of a read to the first beat of its completion.
    pub latency: u64,
    /// Up to this much is added to the latency of each read.
    pub jitter: u64,
    /// Largest payload (128 to 4096) and largest read request (128 to 4096), powers of two.
    pub mps: u64,
    pub mrrs: u64,
    /// Read completion boundary: 64 or 128.
    pub rcb: u64,
    pub split: Split,
    /// Completions of different reads may pass each other.
    pub reorder: bool,
    /// Of 256 cycles, in how many the host does not take a beat, and offers none at the start of a beat.
    pub tx_stall: u8,
    pub rx_stall: u8,
    /// Bus, device, function of the card.
    pub bdf: u16,
    /// Where BAR0 and BAR2 are.
    pub bar_base: [u64; 2],
}

impl Default for Config {
    fn default() -> Self {
        Self {
            seed: 0,
            latency: 62,
            jitter: 0,
            mps: 256,
            mrrs: 512,
            rcb: 64,
            split: Split::Few,
            reorder: false,
            tx_stall: 0,
            rx_stall: 0,
            bdf: 0x0100,
            bar_base: [0xe000_0000, 0xe001_0000],
        }
    }
}

/// What the configuration space tells the card beside the streams.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sideband {
    pub bdf: u16,
    /// PCIe encodings, 0 = 128 bytes.
    pub mps: u8,
    pub mrrs: u8,
    /// Set: 128 bytes.
    pub rcb: bool,
    pub bus_master: bool,
    pub msix_enable: bool,
    pub msix_mask: bool,
    pub flr_request: bool,
}

/// What the host drives in a cycle.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Drive {
    pub rx: Option<Beat>,
    pub tx_ready: bool,
}

/// See the crate's documentation.
pub struct RootComplex {
    config: Config,
    pub memory: Memory,
    pub sideband: Sideband,
    rng: SmallRng,
    // Towards the card.
    mmio: Mmio,
    raw: VecDeque<Vec<Beat>>,
    completer: Completer,
    current: Vec<Beat>,
    sent: usize,
    /// The beat at `sent` is being offered and must stay until taken.
    offered: bool,
    current_first: u64,
    current_event: Option<Happening>,
    prefer_completions: bool,
    words: Vec<u32>,
    // From the card.
    assembler: Assembler,
    refused_beat: Option<Beat>,
    tx_first: u64,
    // What was seen.
    watched: Vec<Range<u64>>,
    trace_mmio: bool,
    interrupts: u32,
    attention: bool,
    pub events: Vec<HostEvent>,
    pub violations: Vec<Violation>,
    /// Completions that answer no register read, each a violation too: answers to packets of the caller's making.
    pub strays: Vec<Completion>,
    statistics: Statistics,
}

/// More violations than this are only counted.
const VIOLATIONS_KEPT: usize = 64;
const HOST_ID: u16 = 0;

impl RootComplex {
    pub fn new(config: Config) -> Self {
        let code = |bytes: u64| (bytes.clamp(128, 4096).ilog2() - 7) as u8;
        let sideband = Sideband {
            bdf: config.bdf,
            mps: code(config.mps),
            mrrs: code(config.mrrs),
            rcb: config.rcb == 128,
            ..Sideband::default()
        };
        Self {
            rng: SmallRng::seed_from_u64(config.seed ^ 0x5043_4965),
            memory: Memory::default(),
            sideband,
            mmio: Mmio::new(HOST_ID, config.bar_base),
            raw: VecDeque::new(),
            completer: Completer::new(),
            current: Vec::with_capacity(520),
            sent: 0,
            offered: false,
            current_first: 0,
            current_event: None,
            prefer_completions: false,
            words: Vec::with_capacity(1040),
            assembler: Assembler::default(),
            refused_beat: None,
            tx_first: 0,
            watched: Vec::new(),
            trace_mmio: false,
            interrupts: 0,
            attention: false,
            events: Vec::new(),
            violations: Vec::new(),
            strays: Vec::new(),
            statistics: Statistics::default(),
            config,
        }
    }

    pub fn config(&self) -> &Config {
        &self.config
    }

    pub fn statistics(&self) -> Statistics {
        Statistics { faults: self.completer.faults_played, ..self.statistics }
    }

    /// Register writes become events.
    pub fn trace_mmio(&mut self, on: bool) {
        self.trace_mmio = on;
    }

    /// Accesses of the card to this range become events.
    pub fn watch(&mut self, range: Range<u64>) {
        if !self.watched.contains(&range) {
            self.watched.push(range);
        }
    }

    pub fn unwatch_all(&mut self) {
        self.watched.clear();
    }

    /// Vectors signalled and not yet taken (bit n: vector n).
    #[inline]
    pub fn interrupts(&self) -> u32 {
        self.interrupts
    }

    /// Takes the signalled vectors of `mask`.
    pub fn take_interrupts(&mut self, mask: u32) -> u32 {
        let taken = self.interrupts & mask;
        self.interrupts &= !mask;
        taken
    }

    /// Whether an interrupt or the answer to a register read came since the last call.
    #[inline]
    pub fn take_attention(&mut self) -> bool {
        std::mem::take(&mut self.attention)
    }

    /// Reads of the card that are not answered in full.
    pub fn reads_outstanding(&self) -> usize {
        self.completer.outstanding()
    }

    /// Queues a register write of 1, 2, 4 or 8 bytes.
    pub fn mmio_write(&mut self, bar: u8, offset: u64, value: u64, bytes: u8) {
        self.mmio.write(bar, offset, value, bytes);
        self.statistics.mmio_writes += 1;
    }

    /// Queues a register read of 4 or 8 bytes; `None` while too many are outstanding.
    pub fn mmio_read(&mut self, bar: u8, offset: u64, bytes: u8) -> Option<Ticket> {
        let ticket = self.mmio.read(bar, offset, bytes)?;
        self.statistics.mmio_reads += 1;
        Some(ticket)
    }

    /// The result of a register read, once.
    pub fn mmio_result(&mut self, ticket: Ticket) -> Option<Result<u64, MmioError>> {
        self.mmio.result(ticket)
    }

    /// Gives up on a register read.
    pub fn mmio_abandon(&mut self, ticket: Ticket) {
        self.mmio.abandon(ticket);
    }

    /// Nothing is left to send to the card.
    pub fn mmio_idle(&self) -> bool {
        self.mmio.is_idle() && self.sent == self.current.len()
    }

    /// The read after `after_reads` further ones goes wrong. Several queue up, each counted from the one before.
    pub fn inject_fault(&mut self, after_reads: u32, fault: Fault) {
        self.completer.inject(after_reads, fault);
    }

    /// Sends a packet of the caller's making, checked for nothing.
    pub fn inject_tlp(&mut self, tlp: &Tlp, bar: u8) {
        let mut words = Vec::new();
        tlp.encode(&mut words);
        self.inject_beats(beats(&words, bar).collect());
    }

    /// Sends beats of the caller's making, checked for nothing.
    pub fn inject_beats(&mut self, beats: Vec<Beat>) {
        if !beats.is_empty() {
            self.raw.push_back(beats);
        }
    }

    /// One cycle. `tx` is the beat that the card offers, `rx_ready` whether it takes one; the result is what the host
    /// drives in the same cycle. Beats move where both sides agree.
    #[inline]
    pub fn cycle(&mut self, now: u64, tx: Option<Beat>, rx_ready: bool) -> Drive {
        if self.sent == self.current.len() {
            self.next_packet(now);
        }
        let mut rx = self.current.get(self.sent).copied();
        if rx.is_some() && !self.offered {
            if self.stalls(self.config.rx_stall) {
                rx = None;
            } else {
                self.offered = true;
            }
        }
        if rx.is_some() && rx_ready {
            self.beat_sent(now);
        }
        let tx_ready = !self.stalls(self.config.tx_stall);
        if tx.is_some() || self.refused_beat.is_some() {
            self.beat_offered(now, tx, tx_ready);
        }
        Drive { rx, tx_ready }
    }

    #[inline]
    fn stalls(&mut self, of_256: u8) -> bool {
        of_256 != 0 && self.rng.random::<u8>() < of_256
    }

    /// Chooses what goes to the card next. Posted writes first: nothing may pass them.
    fn next_packet(&mut self, now: u64) {
        self.current.clear();
        self.sent = 0;
        if let Some(beats) = self.raw.pop_front() {
            self.current.extend(beats);
            self.statistics.rx_tlps += 1;
            return;
        }
        let (tlp, bar) = if let Some(Posted { tlp, bar, offset }) = self.mmio.posted.pop_front() {
            if let (true, Tlp::Write(_, data)) = (self.trace_mmio, &tlp) {
                let value = data.iter().rev().fold(0, |v, b| v << 8 | u64::from(*b));
                self.current_event = Some(Happening::MmioWrite { bar, offset, value, bytes: data.len() as u8 });
            }
            (tlp, bar)
        } else if self.mmio.non_posted.is_empty() || self.prefer_completions {
            self.prefer_completions = false;
            match self.next_completion(now) {
                Some(completion) => (Tlp::Completion(completion), 0),
                None => return,
            }
        } else {
            self.prefer_completions = true;
            match self.mmio.non_posted.pop_front() {
                Some((request, bar)) => (Tlp::Read(request), bar),
                None => return,
            }
        };
        self.words.clear();
        tlp.encode(&mut self.words);
        self.current.extend(beats(&self.words, bar));
        self.statistics.rx_tlps += 1;
    }

    fn next_completion(&mut self, now: u64) -> Option<Completion> {
        let limits = Limits {
            completer: HOST_ID,
            mps: self.config.mps,
            rcb: self.config.rcb,
            split: self.config.split,
            reorder: self.config.reorder,
        };
        let completion = self.completer.next(now, &self.memory, &limits, &mut self.rng)?;
        self.statistics.completions_sent += 1;
        Some(completion)
    }

    fn beat_sent(&mut self, now: u64) {
        if self.sent == 0 {
            self.current_first = now;
        }
        self.sent += 1;
        self.offered = false;
        self.statistics.rx_beats += 1;
        if self.sent == self.current.len() {
            if let Some(what) = self.current_event.take() {
                self.events.push(HostEvent { first: self.current_first, last: now, what });
            }
        }
    }

    fn beat_offered(&mut self, now: u64, tx: Option<Beat>, ready: bool) {
        if self.refused_beat.is_some_and(|before| tx != Some(before)) {
            self.violation(Violation::Withdrawn);
        }
        self.refused_beat = if ready { None } else { tx };
        let (Some(beat), true) = (tx, ready) else { return };
        self.statistics.tx_beats += 1;
        if beat.sop {
            self.tx_first = now;
        }
        let tlp = match self.assembler.push(beat) {
            None => return,
            Some(Err(error)) => return self.violation(error.into()),
            Some(Ok(words)) => Tlp::decode(words),
        };
        self.statistics.tx_tlps += 1;
        match tlp {
            Err(error) => self.violation(error.into()),
            Ok(Tlp::Read(request)) => self.dma_read(now, request),
            Ok(Tlp::Write(request, data)) => self.dma_write(now, request, &data),
            Ok(Tlp::Completion(completion)) => self.mmio_completion(&completion),
            Ok(Tlp::Other(words)) => self.violation(Violation::Kind(words[0])),
        }
    }

    fn violation(&mut self, violation: Violation) {
        self.statistics.violations += 1;
        if self.violations.len() < VIOLATIONS_KEPT {
            self.violations.push(violation);
        }
    }

    fn check_request(&mut self, request: &Request) {
        if !self.sideband.bus_master {
            self.violation(Violation::BusMaster);
        }
        if request.requester != self.sideband.bdf {
            self.violation(Violation::Requester { found: request.requester, card: self.sideband.bdf });
        }
    }

    fn dma_read(&mut self, now: u64, request: Request) {
        self.check_request(&request);
        let bytes = usize::from(request.dwords) * 4;
        if bytes as u64 > self.config.mrrs {
            self.violation(Violation::ReadSize { bytes, mrrs: self.config.mrrs as usize });
        }
        if self.completer.has_tag(request.tag) {
            self.violation(Violation::Tag(request.tag));
        }
        self.statistics.dma_reads += 1;
        self.statistics.dma_read_bytes += bytes as u64;
        let (iova, end) = (request.address, request.address.saturating_add(bytes as u64));
        if self.watched.iter().any(|w| iova < w.end && w.start < end) {
            self.events.push(HostEvent { first: self.tx_first, last: now, what: Happening::Read { iova, bytes } });
        }
        let reachable = match self.memory.fetch(iova, bytes).map(drop) {
            Ok(_) if self.sideband.bus_master => Ok(()),
            Ok(_) => Err(Unmapped { iova, bytes }),
            Err(unmapped) => {
                self.refused(unmapped);
                Err(unmapped)
            }
        };
        let jitter = if self.config.jitter > 0 { self.rng.random_range(0..=self.config.jitter) } else { 0 };
        self.completer.accept(request, now + self.config.latency + jitter, reachable);
    }

    fn refused(&mut self, unmapped: Unmapped) {
        self.statistics.refused += 1;
        self.violation(unmapped.into());
    }

    fn dma_write(&mut self, now: u64, request: Request, data: &[u8]) {
        self.check_request(&request);
        if (MSI_BASE..MSI_BASE + MSI_BYTES).contains(&request.address) {
            return self.interrupt(now, data);
        }
        if data.len() as u64 > self.config.mps {
            self.violation(Violation::Payload { bytes: data.len(), mps: self.config.mps as usize });
        }
        self.statistics.dma_writes += 1;
        self.statistics.dma_write_bytes += data.len() as u64;
        if !self.sideband.bus_master || request.poisoned {
            return;
        }
        let iova = request.address;
        if let Err(unmapped) = self.memory.store(iova, data, |n| request.enables(n)) {
            return self.refused(unmapped);
        }
        let end = iova.saturating_add(data.len() as u64);
        for n in 0..self.watched.len() {
            let (from, to) = (self.watched[n].start.max(iova), self.watched[n].end.min(end));
            if from < to {
                let data = data[(from - iova) as usize..(to - iova) as usize].to_vec();
                let what = Happening::Write { iova: from, data };
                self.events.push(HostEvent { first: self.tx_first, last: now, what });
            }
        }
    }

    fn interrupt(&mut self, now: u64, data: &[u8]) {
        let &[vector, _, _, _] = data else {
            return self.violation(Violation::Interrupt(data.len()));
        };
        if !self.sideband.msix_enable || self.sideband.msix_mask {
            return self.violation(Violation::InterruptOff(vector));
        }
        let vector = vector & 31;
        match &self.memory.outside {
            Some(outside) => outside.interrupt(vector),
            None => self.interrupts |= 1 << vector,
        }
        self.attention = true;
        self.statistics.interrupts += 1;
        self.events.push(HostEvent { first: self.tx_first, last: now, what: Happening::Interrupt { vector } });
    }

    fn mmio_completion(&mut self, completion: &Completion) {
        match self.mmio.completion(self.sideband.bdf, completion) {
            Ok(()) => {}
            Err(violation) => {
                if matches!(violation, Violation::Unexpected { .. }) && self.strays.len() < VIOLATIONS_KEPT {
                    self.strays.push(completion.clone());
                }
                self.violation(violation);
            }
        }
        self.attention = true;
    }

    /// From now on the card's accesses outside the simulated memory, and its interrupts, go to `outside`.
    pub fn lend(&mut self, outside: Option<Box<dyn Outside>>) {
        self.memory.outside = outside;
    }

    /// Maps memory for the card and the host.
    pub fn map(&mut self, iova: u64, bytes: usize) -> Result<(), Unmapped> {
        self.memory.map(iova, bytes, Access::ReadWrite)
    }
}
