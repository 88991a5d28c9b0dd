//! A trace put in order: per write what happened to it where and when, per unit which rows stood when.
//!
//! Positions are indexes into the trace's moments: of two moments the one with the lower position happened first.

use crate::event::{Event, FrameHeader, What};
use crate::moments::{self, Moment};
use crate::Breach;
use std::collections::{BTreeMap, BTreeSet};
use twinpath_spec::link::Kind;

/// A write's name: the unit whose host issued it, and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Tag {
    pub origin: u8,
    pub wseq: u32,
}

/// A frame about a write.
#[derive(Clone, Copy, Debug)]
pub struct FrameAt {
    pub at: usize,
    /// The unit that sent it (`sent`) or got it (`got`).
    pub unit: u8,
    pub header: FrameHeader,
}

/// A block of a write in a unit's area.
#[derive(Clone, Copy, Debug)]
pub struct MediaAt {
    pub at: usize,
    pub unit: u8,
    pub lba: u32,
    pub value: u32,
}

/// A change of status of a row.
#[derive(Clone, Copy, Debug)]
pub struct StatusAt {
    pub at: usize,
    pub unit: u8,
    pub row: u8,
    pub old: u8,
    pub new: u8,
    pub read: bool,
    pub lba: u32,
    pub blocks: u8,
    pub tag: Tag,
}

/// What a unit's R_HOST says from here on.
#[derive(Clone, Copy, Debug)]
pub struct HolderAt {
    pub cycle: u64,
    pub unit: u8,
    pub holder: u8,
}

impl StatusAt {
    pub fn overlaps(&self, other: &StatusAt) -> bool {
        self.lba < other.lba + u32::from(other.blocks) && other.lba < self.lba + u32::from(self.blocks)
    }
}

/// Statuses as the trace numbers them.
pub const N: u8 = 0;
pub const WAITING: u8 = 1;
pub const R_FWD: u8 = 2;
pub const E: u8 = 3;

/// Everything about one write.
#[derive(Clone, Debug, Default)]
pub struct Write {
    pub lba: u32,
    pub blocks: u8,
    pub statuses: Vec<StatusAt>,
    pub sent: Vec<FrameAt>,
    pub got: Vec<FrameAt>,
    pub begun: Vec<MediaAt>,
    pub durable: Vec<MediaAt>,
}

impl Write {
    /// The first change of the write's row at `unit` to `status`.
    pub fn status(&self, unit: u8, status: u8) -> Option<usize> {
        self.statuses.iter().find(|s| s.unit == unit && s.new == status).map(|s| s.at)
    }

    /// Whether the write's row at `unit` had `status` just before position `at`.
    pub fn held(&self, unit: u8, status: u8, at: usize) -> bool {
        self.statuses.iter().rev().find(|s| s.unit == unit && s.at < at).is_some_and(|s| s.new == status)
    }

    pub fn sent(&self, kind: Kind) -> impl Iterator<Item = &FrameAt> {
        self.sent.iter().filter(move |f| f.header.kind == kind as u8)
    }

    pub fn got(&self, kind: Kind) -> impl Iterator<Item = &FrameAt> {
        self.got.iter().filter(move |f| f.header.kind == kind as u8)
    }

    /// Blocks as addresses.
    pub fn range(&self) -> std::ops::Range<u32> {
        self.lba..self.lba + u32::from(self.blocks)
    }
}

/// A host command from the doorbell to its completion.
#[derive(Clone, Debug)]
pub struct Command {
    pub unit: u8,
    pub write: bool,
    pub lba: u32,
    pub issued: usize,
    /// Position, status, and the blocks a read brought or a Compare found equal.
    pub completed: Option<(usize, u16, Vec<u32>)>,
    /// The blocks of a write, or those that a Compare is to find.
    pub values: Vec<u32>,
    pub compare: bool,
    /// It may be a piece of a command that is carried out piece by piece: others of it may be done when it fails.
    pub piece: bool,
}

/// A trace in order.
#[derive(Clone, Debug, Default)]
pub struct Book {
    pub cycles: Vec<u64>,
    pub writes: BTreeMap<Tag, Write>,
    pub statuses: Vec<StatusAt>,
    pub commands: Vec<Command>,
    /// Changes of R_HOST, in order.
    pub holders: Vec<HolderAt>,
    /// Where a unit's session ended.
    pub session_ends: Vec<(usize, u8)>,
    /// A session began or ended at a unit.
    pub sessions_change: bool,
    /// The trace may begin and end in the middle of things; these writes are not whole in it.
    pub part: bool,
    pub broken_off: BTreeSet<Tag>,
    /// From here on every command that ends was seen when it was issued.
    pub all_known: usize,
    /// Position after the last event.
    pub end: usize,
    /// What could not be put in order.
    pub breaches: Vec<Breach>,
}

const OPCODE_WRITE: u8 = twinpath_spec::nvme::io::WRITE;
const OPCODES_ZERO: [u8; 2] = [twinpath_spec::nvme::io::WRITE_ZEROES, twinpath_spec::nvme::io::DATASET_MANAGEMENT];
const OPCODE_READ: u8 = twinpath_spec::nvme::io::READ;
const OPCODE_COMPARE: u8 = twinpath_spec::nvme::io::COMPARE;

impl Book {
    pub fn read(events: &[Event]) -> Self {
        let moments = moments::of(events);
        let mut book = Book { end: moments.len(), ..Book::default() };
        let mut open: BTreeMap<(u8, u16, u16), Vec<usize>> = BTreeMap::new();
        for (at, (cycle, moment)) in moments.into_iter().enumerate() {
            book.cycles.push(cycle);
            let what = match moment {
                Moment::Sent { unit, header } if about_a_write(&header) => {
                    book.write(tag_of(&header)).sent.push(FrameAt { at, unit, header });
                    continue;
                }
                Moment::Got { unit, header } if about_a_write(&header) => {
                    book.write(tag_of(&header)).got.push(FrameAt { at, unit, header });
                    continue;
                }
                Moment::SessionUp { .. } => {
                    book.sessions_change = true;
                    continue;
                }
                Moment::SessionDown { unit } => {
                    book.sessions_change = true;
                    book.session_ends.push((at, unit));
                    continue;
                }
                Moment::Other(what) => what,
                _ => continue,
            };
            match what {
                What::Status { unit, row, old, new, read, lba, blocks, origin, wseq } => {
                    let tag = Tag { origin: *origin, wseq: *wseq };
                    let change = StatusAt {
                        at,
                        unit: *unit,
                        row: *row,
                        old: *old,
                        new: *new,
                        read: *read,
                        lba: *lba,
                        blocks: *blocks,
                        tag,
                    };
                    book.statuses.push(change);
                    if !read {
                        let write = book.write(tag);
                        (write.lba, write.blocks) = (*lba, *blocks);
                        write.statuses.push(change);
                    }
                }
                What::Reserved { unit, holder } => {
                    book.holders.push(HolderAt { cycle, unit: *unit, holder: *holder });
                }
                What::MediaBegin { unit, lba, origin, wseq } => {
                    let media = MediaAt { at, unit: *unit, lba: *lba, value: 0 };
                    book.write(Tag { origin: *origin, wseq: *wseq }).begun.push(media);
                }
                What::MediaDurable { unit, lba, origin, wseq, value, record_good, data_crc, words, .. } => {
                    let tag = Tag { origin: *origin, wseq: *wseq };
                    if !record_good || data_crc != value || *words != 512 {
                        let what = format!(
                            "block {lba} of {tag:?} at unit {unit} is durable with a record that does not fit it"
                        );
                        book.breach("area", at, what);
                    }
                    book.write(tag).durable.push(MediaAt { at, unit: *unit, lba: *lba, value: *value });
                }
                What::Issued { unit, queue, cid, opcode, lba, values, .. } if *queue != 0 => {
                    let piece = OPCODES_ZERO.contains(opcode);
                    if ![OPCODE_WRITE, OPCODE_READ, OPCODE_COMPARE].contains(opcode) && !piece {
                        continue;
                    }
                    let (unit, lba, issued, values) = (*unit, *lba, at, values.clone());
                    let compare = *opcode == OPCODE_COMPARE;
                    let write = !compare && *opcode != OPCODE_READ;
                    book.commands.push(Command { unit, write, lba, issued, completed: None, values, compare, piece });
                    let open = open.entry((unit, *queue, *cid)).or_default();
                    if !piece {
                        open.clear();
                    }
                    open.push(book.commands.len() - 1);
                }
                // A reset: its host's commands get no answer.
                What::Controller { unit, cc } if cc & 1 == 0 => open.retain(|(of, ..), _| of != unit),
                What::Completed { unit, queue, cid, status, values, .. } if *queue != 0 => {
                    let commands = open.remove(&(*unit, *queue, *cid)).unwrap_or_default();
                    if commands.is_empty() {
                        book.all_known = at;
                    }
                    for n in commands {
                        book.commands[n].completed = Some((at, *status, values.clone()));
                    }
                }
                _ => {}
            }
        }
        book
    }

    /// The trace was taken while the pair was at work.
    pub fn is_part(&mut self) {
        self.part = true;
        let broken_off = |(tag, write): &(&Tag, &Write)| {
            let enters = write.statuses.iter().find(|s| s.unit == tag.origin).is_some_and(|s| s.old == N);
            let leaves = [0, 1].map(|unit| write.statuses.iter().rfind(|s| s.unit == unit).is_none_or(|s| s.new == N));
            !enters || leaves != [true, true]
        };
        self.broken_off = self.writes.iter().filter(broken_off).map(|(tag, _)| *tag).collect();
    }

    /// The writes that the trace has from end to end.
    pub fn whole_writes(&self) -> impl Iterator<Item = (&Tag, &Write)> {
        self.writes.iter().filter(|(tag, _)| !self.broken_off.contains(tag))
    }

    fn write(&mut self, tag: Tag) -> &mut Write {
        self.writes.entry(tag).or_default()
    }

    fn breach(&mut self, rule: &'static str, at: usize, what: String) {
        let cycle = self.cycle(at);
        self.breaches.push(Breach { rule, cycle, what });
    }

    /// The cycle of a position.
    pub fn cycle(&self, at: usize) -> u64 {
        self.cycles.get(at).or(self.cycles.last()).copied().unwrap_or(0)
    }
}

fn tag_of(header: &FrameHeader) -> Tag {
    Tag { origin: header.origin, wseq: header.wseq }
}

fn about_a_write(header: &FrameHeader) -> bool {
    use Kind::*;
    [FWD, GRANT, DATA, ABANDON, REP_HEADER, REP, ACK, FIN, REL].iter().any(|k| *k as u8 == header.kind)
}
