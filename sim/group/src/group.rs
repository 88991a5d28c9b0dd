//! One or two cards with all they are plugged into, clocked together.

use crate::meetings::{Counter, Meetings};
use crate::observer::Observer;
use crate::trace::{Event, What};
use crate::tracer::Tracer;
use crate::{Card, CardInputs, Design, DesignError};
use std::path::Path;
use thiserror::Error;
use twinpath_host::{self as host, RootComplex};
use twinpath_parts::{AxiMemory, Link, LinkBeat, LinkConfig, MemoryConfig};

/// What to simulate. Seeds inside the parts' configurations are replaced by ones derived from `seed`.
#[derive(Clone, Debug)]
pub struct GroupConfig {
    /// 1 or 2.
    pub cards: usize,
    /// Which unit the only card is: 0 or 1. Of two cards the first is unit 0.
    pub unit: u8,
    pub seed: u64,
    /// Blocks of the volume (4 KiB each); every card has an area of this size.
    pub blocks: u32,
    pub host: host::Config,
    pub link: LinkConfig,
    pub memory: MemoryConfig,
    /// DMA pool of each host: address and bytes.
    pub pool: (u64, usize),
    /// The outside trace is kept from the start; see [`Group::keep_trace`].
    pub trace: bool,
}

impl GroupConfig {
    /// Two cards that share a volume of `blocks` blocks.
    pub fn pair(blocks: u32, seed: u64) -> Self {
        Self {
            cards: 2,
            unit: 0,
            seed,
            blocks,
            host: host::Config::default(),
            link: LinkConfig::default(),
            memory: MemoryConfig::default(),
            pool: (0x1_0000_0000, 64 << 20),
            trace: false,
        }
    }

    /// One card with nothing on its link.
    pub fn single(blocks: u32, seed: u64) -> Self {
        Self { cards: 1, ..Self::pair(blocks, seed) }
    }
}

#[derive(Debug, Error)]
pub enum GroupError {
    #[error(transparent)]
    Design(#[from] DesignError),
    #[error("a group has one or two cards, not {0}")]
    Cards(usize),
    #[error("the DMA pool cannot be mapped: {0}")]
    Pool(#[from] host::Unmapped),
    #[error("a volume of {0} blocks: 1 to 2^32 - 1 can be addressed, and 64 are the least that make sense")]
    Blocks(u32),
}

/// What may be at the other end of the link where no card is.
pub trait Partner: Send {
    /// One cycle: the word that arrived, whether the link is up, what an observer would see of this unit; gives the word
    /// that it sends in the next cycle.
    fn cycle(
        &mut self,
        now: u64,
        arrived: Option<LinkBeat>,
        link_up: bool,
        tell: &mut dyn FnMut(u64, What),
    ) -> Option<LinkBeat>;
}

/// A card's place in the machine.
struct Seat {
    card: Card,
    host: RootComplex,
    memory: AxiMemory,
    observer: Observer,
}

/// See the crate's documentation.
pub struct Group {
    config: GroupConfig,
    seats: Vec<Seat>,
    link: Link,
    partner: Option<Box<dyn Partner>>,
    /// What the partner sends in this cycle.
    partner_sends: Option<LinkBeat>,
    now: u64,
    tracer: Tracer,
    meetings: Counter,
    /// Last cycle in which a host's stream or an area moved something.
    last_activity: u64,
}

/// Cycles for which reset is held.
const RESET_CYCLES: u64 = 16;

/// Cycles after it in which nobody speaks to a card: reset goes through a register inside.
const SETTLE_CYCLES: u64 = 4;

impl Group {
    /// Builds the model if need be, plugs everything together and resets it.
    pub fn new(design: &Design, config: GroupConfig) -> Result<Self, GroupError> {
        if !(1..=2).contains(&config.cards) {
            return Err(GroupError::Cards(config.cards));
        }
        if config.blocks < 64 {
            return Err(GroupError::Blocks(config.blocks));
        }
        let library = design.library()?;
        let seed = |part: u64, unit: usize| part_seed(config.seed, part * 2 + unit as u64);
        let mut seats = Vec::new();
        let first = if config.cards == 1 { usize::from(config.unit & 1) } else { 0 };
        for unit in first..first + config.cards {
            let serial = u64::from_le_bytes(*b"TP000001") + ((unit as u64) << 56);
            let card = Card::new(&library, unit as u8, config.blocks, serial)?;
            let mut host = RootComplex::new(host::Config { seed: seed(0, unit), ..config.host.clone() });
            host.map(config.pool.0, config.pool.1)?;
            host.sideband.bus_master = true;
            host.trace_mmio(true);
            let memory = MemoryConfig { seed: seed(1, unit), blocks: config.blocks, ..config.memory.clone() };
            let mut memory = AxiMemory::new(memory);
            memory.record(true);
            seats.push(Seat { card, host, memory, observer: Observer::new(unit as u8, config.blocks) });
        }
        let mut link = Link::new(LinkConfig { seed: seed(2, 0), ..config.link.clone() });
        link.record(true);
        let tracer = Tracer::new(if config.trace { usize::MAX } else { 0 });
        let meetings = Counter::default();
        let (partner, partner_sends) = (None, None);
        let mut group =
            Self { config, seats, link, partner, partner_sends, now: 0, tracer, meetings, last_activity: 0 };
        let units: Vec<_> = (first..first + group.cards()).collect();
        group.reset(&units);
        Ok(group)
    }

    /// Resets these units' cards and the ports of their areas, as a power supply or PERST# does, while the others work on.
    pub fn reset(&mut self, units: &[usize]) {
        for &unit in units {
            self.card(unit).set_reset(true);
            self.area(unit).reset();
        }
        self.run(RESET_CYCLES);
        units.iter().for_each(|&unit| self.card(unit).set_reset(false));
        self.run(SETTLE_CYCLES);
    }

    pub fn config(&self) -> &GroupConfig {
        &self.config
    }

    /// Puts somebody else at the other end of the only card's link.
    pub fn plug(&mut self, partner: Box<dyn Partner>) {
        self.partner = Some(partner);
    }

    /// The unit whose card is the first.
    fn first_unit(&self) -> usize {
        if self.seats.len() == 1 {
            usize::from(self.config.unit & 1)
        } else {
            0
        }
    }

    /// The place of a unit's card.
    fn seat(&self, unit: usize) -> usize {
        unit - self.first_unit()
    }

    /// Cycles since the start of reset.
    #[inline]
    pub fn now(&self) -> u64 {
        self.now
    }

    pub fn cards(&self) -> usize {
        self.seats.len()
    }

    /// Cycles since a host's stream or an area moved something; none while a host has something for its card.
    pub fn quiet_cycles(&self) -> u64 {
        let waits = self.seats.iter().any(|seat| !seat.host.mmio_idle());
        if waits {
            0
        } else {
            self.now - self.last_activity
        }
    }

    /// Whether a host got an interrupt or an answer since the last call.
    #[inline]
    pub(crate) fn take_attention(&mut self) -> bool {
        self.seats.iter_mut().fold(false, |any, s| s.host.take_attention() | any)
    }

    /// Host, card and area of a unit, 0 or 1. Panics when there is no such card, as an index would.
    pub fn host(&mut self, unit: usize) -> &mut RootComplex {
        let seat = self.seat(unit);
        &mut self.seats[seat].host
    }

    pub fn card(&mut self, unit: usize) -> &mut Card {
        let seat = self.seat(unit);
        &mut self.seats[seat].card
    }

    pub fn area(&mut self, unit: usize) -> &mut AxiMemory {
        let seat = self.seat(unit);
        &mut self.seats[seat].memory
    }

    /// The link between the cards. Cut and restore it with [`Group::cut_link`] and [`Group::restore_link`].
    pub fn link(&mut self) -> &mut Link {
        &mut self.link
    }

    /// Takes the link down, with everything on the way.
    pub fn cut_link(&mut self) {
        if self.link.is_up() {
            self.link.cut();
            self.drain_link();
            self.tracer.link(self.now, false);
        }
    }

    pub fn restore_link(&mut self) {
        if !self.link.is_up() {
            self.link.restore();
            self.tracer.link(self.now, true);
        }
    }

    /// The first block that the two areas do not hold alike, data or record (o5).
    pub fn first_difference(&self) -> Option<u32> {
        let [a, b] = &self.seats[..] else { return None };
        a.memory.first_difference(&b.memory)
    }

    /// How often the hosts' writes met since reset, seen from outside (o3).
    pub fn meetings(&self) -> Meetings {
        self.meetings.counts()
    }

    /// Keeps the next `events` events of the outside trace from now on, for [`Group::take_trace`]; 0 for none.
    pub fn keep_trace(&mut self, events: usize) {
        self.tracer.keep(self.now, events);
    }

    /// The trace since the last call. A frame or block that is under way is told by a later call, with the cycle of its
    /// beginning: take the trace at rest, or sort what several calls gave. It grows until it is taken.
    pub fn take_trace(&mut self) -> Vec<Event> {
        self.tracer.take(self.now)
    }

    /// Writes `card1.fst`, `card2.fst` into `folder` from now on.
    pub fn open_waves(&mut self, folder: &Path) -> Result<(), GroupError> {
        for (n, seat) in self.seats.iter_mut().enumerate() {
            seat.card.open_waves(&folder.join(format!("card{}.fst", n + 1)))?;
        }
        Ok(())
    }

    pub fn close_waves(&mut self) {
        self.seats.iter_mut().for_each(|s| s.card.close_waves());
    }

    pub fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            self.cycle();
        }
    }

    /// One clock of everything. All outputs are sampled before anything moves; hosts, link and memories answer within
    /// the cycle; then every card is clocked.
    #[inline]
    pub fn cycle(&mut self) {
        let now = self.now;
        let linked = self.seats.len() == 2 || self.partner.is_some();
        let link_up = linked && self.link.is_up();
        let first = self.first_unit();
        let mut sent = [None; 2];
        let mut inputs = [CardInputs::default(); 2];
        for (n, seat) in (first..).zip(self.seats.iter_mut()) {
            let out = seat.card.outputs();
            let drive = seat.host.cycle(now, out.tx, out.rx_ready);
            let axi = seat.memory.cycle(now, &out.axi);
            if out.flr_done && std::mem::take(&mut seat.host.sideband.flr_request) {
                let reset = seat.observer.reset(&mut seat.host);
                self.tracer.tell(now, reset);
            }
            if drive.rx.is_some() || out.tx.is_some() || out.axi.w_valid || axi.r_valid {
                self.last_activity = now;
            }
            sent[n] = out.link;
            inputs[n] = CardInputs { rx: drive.rx, tx_ready: drive.tx_ready, link: None, link_ready: true, axi };
            self.tracer.leds(now, n as u8, out.leds);
            self.tracer.holder(now, n as u8, out.holder);
            if let Some(status) = &out.status {
                self.meetings.see(n, status);
                self.tracer.status(now, n as u8, status);
            }
        }
        if linked {
            if self.partner.is_some() {
                sent[1 - first] = self.partner_sends.take();
            }
            let arrived = self.link.cycle(now, sent);
            inputs[0].link = arrived[0];
            inputs[1].link = arrived[1];
            if let Some(partner) = &mut self.partner {
                let tracer = &mut self.tracer;
                let tell = &mut |cycle, what| tracer.tell(cycle, what);
                self.partner_sends = partner.cycle(now, arrived[1 - first], link_up, tell);
            }
        }
        for (seat, inputs) in self.seats.iter_mut().zip(&inputs[first..]) {
            seat.card.clock(inputs, &seat.host.sideband, link_up);
        }
        self.now += 1;
        self.drain();
    }

    #[inline]
    fn drain(&mut self) {
        let first = self.first_unit() as u8;
        for (n, seat) in (first..).zip(self.seats.iter_mut()) {
            if !seat.host.events.is_empty() {
                for event in std::mem::take(&mut seat.host.events) {
                    seat.observer.see(&mut seat.host, event, |cycle, what| self.tracer.tell(cycle, what));
                }
            }
            if seat.memory.has_seen() {
                seat.memory.take_seen().for_each(|seen| self.tracer.block(n, &seen));
            }
        }
        if self.link.has_seen() {
            self.drain_link();
        }
    }

    fn drain_link(&mut self) {
        self.link.take_seen().for_each(|seen| self.tracer.frame(&seen));
    }
}

/// A seed of its own for each part: the finaliser of SplitMix64 over both numbers.
fn part_seed(seed: u64, part: u64) -> u64 {
    let mut x = seed.wrapping_add((part + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    x = (x ^ x >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ x >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ x >> 31
}
