//! A trace of the gates, replayed against the protocol's specification.

use crate::Setup;
use std::collections::BTreeMap;
use twinpath_protocol::event::{self, Change, Event, Frame, Kind, Op, Status};
use twinpath_protocol::replay::{Limits, Violation};
use twinpath_spec::nvme::io;
use twinpath_spec::{limits, link};
use twinpath_trace::event::{self as trace, FrameHeader, What};
use twinpath_trace::moments::{self, Moment};

/// The first event that the specification does not allow in these modes, if any. The trace begins before the first
/// session.
pub fn replay(trace: &[trace::Event], setup: Setup) -> Result<(), Violation> {
    let fast = if setup.fast_handshake { limits::UNASKED_SLOTS } else { 0 };
    let limits = Limits { fast, parallel: setup.parallel_order, ..Limits::default() };
    twinpath_protocol::replay::replay_with(&events(trace), limits)
}

/// The trace in the specification's words. What the specification does not speak of is left out.
pub fn events(trace: &[trace::Event]) -> Vec<Event> {
    let mut frames = [(0, 0); 2];
    let mut ran = [false; 2];
    let mut events = vec![];
    // Pieces of each open command: each is a command of the specification, with a number of its own.
    let mut pieces: BTreeMap<(u8, u16), u32> = BTreeMap::new();
    for (cycle, moment) in moments::of(trace) {
        let what = match moment {
            Moment::SessionUp { unit, session } => event::What::SessionUp { unit, session },
            Moment::SessionDown { unit } => {
                let (sent, taken) = std::mem::take(&mut frames[usize::from(unit)]);
                event::What::SessionDown { unit, sent, taken }
            }
            Moment::Sent { unit, header } => {
                let Some(frame) = frame(&header) else { continue };
                frames[usize::from(unit)].0 += 1;
                event::What::Sent { unit, frame }
            }
            Moment::Got { unit, header } => {
                let Some(frame) = frame(&header) else { continue };
                frames[usize::from(unit)].1 += 1;
                event::What::Delivered { unit, frame }
            }
            // The controller runs again: its reset is over.
            Moment::Other(&What::Controller { unit, cc }) => {
                match cc & 1 == 1 && std::mem::replace(&mut ran[usize::from(unit)], true) {
                    true => event::What::Reset { unit },
                    false => continue,
                }
            }
            Moment::Other(What::Completed { unit, queue, cid, status, values, .. }) if *queue != 0 => {
                for piece in 0..pieces.remove(&(*unit, *cid)).unwrap_or(1) {
                    let cid = u32::from(*cid) | piece << 16;
                    let what = event::What::Completed { unit: *unit, cid, status: *status, values: values.clone() };
                    events.push(Event { cycle, what });
                }
                continue;
            }
            Moment::Other(what) => match other(what) {
                Some(event::What::Issued { unit, cid, op, lba, blocks, values, piece }) => {
                    let count = pieces.entry((unit, cid as u16)).or_insert(0);
                    *count += 1;
                    let cid = cid | (*count - 1) << 16;
                    event::What::Issued { unit, cid, op, lba, blocks, values, piece }
                }
                Some(what) => what,
                None => continue,
            },
        };
        if let event::What::Reset { unit } = what {
            pieces.retain(|(of, _), _| *of != unit);
        }
        events.push(Event { cycle, what });
    }
    events
}

fn other(what: &What) -> Option<event::What> {
    Some(match what {
        What::Issued { unit, queue, cid, opcode, lba, blocks, values } if *queue != 0 => {
            let op = match *opcode {
                io::READ | io::COMPARE => Op::Read,
                io::WRITE | io::WRITE_ZEROES | io::DATASET_MANAGEMENT => Op::Write,
                io::FLUSH => Op::Flush,
                _ => return None,
            };
            let (blocks, values) = (*blocks as u8, if op == Op::Write { values.clone() } else { vec![] });
            let piece = matches!(*opcode, io::WRITE_ZEROES | io::DATASET_MANAGEMENT);
            event::What::Issued { unit: *unit, cid: (*cid).into(), op, lba: *lba, blocks, values, piece }
        }
        What::Status { unit, row, old, new, read, lba, blocks, origin, wseq } => event::What::Status(Change {
            unit: *unit,
            row: *row,
            old: status(*old),
            new: status(*new),
            read: *read,
            lba: *lba,
            blocks: *blocks,
            origin: *origin,
            wseq: *wseq,
        }),
        What::MediaBegin { unit, lba, origin, wseq } => {
            event::What::MediaBegin { unit: *unit, lba: *lba, origin: *origin, wseq: *wseq }
        }
        What::MediaDurable { unit, lba, origin, wseq, value, .. } => {
            event::What::MediaDurable { unit: *unit, lba: *lba, origin: *origin, wseq: *wseq, value: *value }
        }
        What::MediaRefused { unit, lba } => event::What::MediaRefused { unit: *unit, lba: *lba },
        _ => return None,
    })
}

fn status(number: u8) -> Status {
    match number {
        twinpath_trace::WAITING => Status::Waiting,
        twinpath_trace::R_FWD => Status::Rfwd,
        twinpath_trace::E => Status::E,
        _ => Status::N,
    }
}

/// The frame with the fields that its kind uses; `None` when the specification does not know the kind.
fn frame(header: &FrameHeader) -> Option<Frame> {
    let kind = match link::Kind::of(header.kind)? {
        link::Kind::FWD => Kind::Fwd,
        link::Kind::GRANT => Kind::Grant,
        link::Kind::DATA => Kind::Data,
        link::Kind::ABANDON => Kind::Abandon,
        link::Kind::REP_HEADER => Kind::RepHeader,
        link::Kind::REP => Kind::Rep,
        link::Kind::ACK => Kind::Ack,
        link::Kind::FIN => Kind::Fin,
        link::Kind::REL => Kind::Rel,
        link::Kind::GO => Kind::Go,
        _ => return None,
    };
    let session = header.session;
    if kind == Kind::Go {
        let (origin, row, wseq, index, blocks, lba, value, data) = Default::default();
        return Some(Frame { session, kind, origin, row, wseq, index, blocks, lba, value, data });
    }
    let used = |kinds: &[Kind]| u32::from(kinds.contains(&kind));
    let block = used(&[Kind::Grant, Kind::Data, Kind::Abandon, Kind::Rep, Kind::Ack]) as u8;
    let range = used(&[Kind::Fwd, Kind::RepHeader]);
    let count = used(&[Kind::Fwd, Kind::RepHeader, Kind::Abandon]) as u8;
    Some(Frame {
        session,
        kind,
        origin: header.origin,
        row: header.row,
        wseq: header.wseq,
        index: header.index * block,
        blocks: header.blocks * count,
        lba: header.lba * range,
        value: header.value * used(&[Kind::Fwd, Kind::Data, Kind::Rep, Kind::RepHeader, Kind::Fin]),
        data: header.data,
    })
}
