//! What the units gave to the link and got from it: each frame once, and the sessions with their numbers.
//!
//! The trace tells what went over the wires. A link may send a frame again, carry it twice or bring it after a gap; a unit
//! knows only of frames that came once and in order, in its session. From here on the link is out of the picture.

use crate::event::{Event, FrameHeader, What};
use twinpath_spec::link::Kind;

/// Something at a unit, or something that the trace tells as it is.
#[derive(Clone, Copy, Debug)]
pub enum Moment<'a> {
    SessionUp {
        unit: u8,
        session: u16,
    },
    SessionDown {
        unit: u8,
    },
    /// The unit's frame begins to go out, for the first time.
    Sent {
        unit: u8,
        header: FrameHeader,
    },
    /// The unit has a frame.
    Got {
        unit: u8,
        header: FrameHeader,
    },
    Other(&'a What),
}

/// Cycles from a frame's last word until the link has weighed it, in the session or after its end; until the unit has it.
const WEIGHED_AFTER: u64 = 4;
const KNOWN_AFTER: u64 = 7;
/// LED 0: the link is in a session.
const LED_SESSION: u8 = 1;

/// A unit's end of the link.
#[derive(Default)]
struct End {
    up: bool,
    /// Its LED was told before.
    known: bool,
    /// Number of the session; unknown until a frame of it is seen when the trace begins within it.
    session: Option<u16>,
    last_session: u16,
    /// Numbers of the next frame that goes out and of the next one that may come; unknown at first.
    sends: Option<u32>,
    takes: Option<u32>,
    /// The first number that the trace tells of what it sends, of a session that the trace begins in.
    sent_first: Option<u32>,
}

impl End {
    /// A session is open; if that is the first that is told of this end, it may have been so for long.
    fn opens(&mut self, session: u16) {
        let first = self.known.then_some(0);
        *self = End {
            up: true,
            known: true,
            session: Some(session),
            last_session: session,
            sends: first,
            takes: first,
            sent_first: None,
        };
    }

    /// Whether a frame with this number is the next one.
    fn next(expected: &mut Option<u32>, lseq: u32) -> bool {
        let fits = expected.is_none_or(|expected| expected == lseq);
        if fits {
            *expected = Some(lseq.wrapping_add(1));
        }
        fits
    }

    fn in_session(&mut self, header: &FrameHeader) -> bool {
        let session = *self.session.get_or_insert(header.session);
        self.last_session = self.last_session.max(session);
        session == header.session
    }
}

/// The moments of a trace, in order, with their cycles.
pub fn of(trace: &[Event]) -> Vec<(u64, Moment<'_>)> {
    let mut ends = [End::default(), End::default()];
    // A unit that sends before its LED says so is in a session when the trace begins.
    for (unit, end) in (0..).zip(&mut ends) {
        end.up = trace.iter().find_map(|e| says_up(&e.what, unit)).unwrap_or(false);
    }
    let mut moments = vec![];
    for (cycle, at) in in_order(trace) {
        let what = &trace[at].what;
        let moment = match what {
            What::Leds { .. } => {
                let Some((unit, on)) = led(what) else { continue };
                let end = &mut ends[usize::from(unit)];
                if end.up == on {
                    end.known = true;
                    continue;
                }
                if on {
                    let session = number(&trace[at + 1..], unit).unwrap_or(end.last_session + 1);
                    end.opens(session);
                    Moment::SessionUp { unit, session }
                } else {
                    (end.up, end.known) = (false, true);
                    Moment::SessionDown { unit }
                }
            }
            What::Sent { unit, header: Some(header), .. } if is_numbered(header) => {
                let end = &mut ends[usize::from(*unit)];
                if !end.up || !end.in_session(header) || !End::next(&mut end.sends, header.lseq) {
                    continue;
                }
                end.sent_first.get_or_insert(header.lseq);
                Moment::Sent { unit: *unit, header: *header }
            }
            What::Delivered { unit, header, .. } if is_numbered(header) => {
                // The first one that comes may have overtaken the first one that was sent.
                let sent_first = ends[usize::from(1 - *unit)].sent_first;
                let end = &mut ends[usize::from(*unit)];
                if end.takes.is_none() && sent_first.is_some_and(|first| first < header.lseq) {
                    end.takes = sent_first;
                }
                if !end.up || !end.in_session(header) || !End::next(&mut end.takes, header.lseq) {
                    continue;
                }
                Moment::Got { unit: *unit, header: *header }
            }
            What::Sent { .. } | What::Delivered { .. } => continue,
            other => Moment::Other(other),
        };
        moments.push((cycle, moment));
    }
    moments
}

/// Positions of the trace in the order in which the units know of them. Frames that come to a session just ended are left
/// out.
fn in_order(trace: &[Event]) -> Vec<(u64, usize)> {
    let downs: Vec<(u8, u64)> =
        trace.iter().filter_map(|e| led(&e.what).filter(|(_, on)| !on).map(|(unit, _)| (unit, e.cycle))).collect();
    let mut order: Vec<(u64, u8, usize)> = vec![];
    for (at, event) in trace.iter().enumerate() {
        let (cycle, rank) = match &event.what {
            What::Delivered { unit, .. } => {
                let weighed = event.cycle + WEIGHED_AFTER;
                if downs.iter().any(|(of, down)| of == unit && (down + 1..down + ON_ITS_WAY).contains(&weighed)) {
                    continue;
                }
                (event.cycle + KNOWN_AFTER, 1)
            }
            What::Leds { unit, value } if value & LED_SESSION == 0 => {
                (last_sent(&trace[at..], *unit, event.cycle).max(last_known(&trace[..at], *unit, event.cycle)), 9)
            }
            What::Leds { .. } => (event.cycle, 0),
            what => (event.cycle, what.rank() + 1),
        };
        order.push((cycle, rank, at));
    }
    order.sort();
    order.into_iter().map(|(cycle, _, at)| (cycle, at)).collect()
}

/// Cycles within which what was sent or weighed in a session has left the link when the session ends.
const ON_ITS_WAY: u64 = 16;

/// A frame that has left the unit when its session ends may still reach the wire a few cycles later.
fn last_sent(trace: &[Event], unit: u8, down: u64) -> u64 {
    let near = trace.iter().take_while(|e| e.cycle <= down + ON_ITS_WAY);
    let sent =
        near.filter(|e| matches!(&e.what, What::Sent { unit: u, header: Some(h), .. } if *u == unit && is_numbered(h)));
    sent.last().map_or(down, |e| e.cycle)
}

/// A frame that was believed in time may come to the unit a few cycles after the session's end.
fn last_known(before: &[Event], unit: u8, down: u64) -> u64 {
    let near = before.iter().rev().take_while(|e| e.cycle + ON_ITS_WAY > down);
    let come = near.filter(|e| {
        matches!(&e.what, What::Delivered { unit: u, .. } if *u == unit) && e.cycle + WEIGHED_AFTER <= down
    });
    come.map(|e| e.cycle + KNOWN_AFTER).fold(down, u64::max)
}

/// The number of the session that `unit` has just entered: the first frame that it sends or gets says it.
fn number(later: &[Event], unit: u8) -> Option<u16> {
    let mut within = later.iter().take_while(|e| led(&e.what) != Some((unit, false)));
    within.find_map(|e| match &e.what {
        What::Sent { unit: u, header: Some(h), .. } if *u == unit && of_a_session(h) => Some(h.session),
        _ => None,
    })
}

/// Unit, and whether its link is in a session now.
fn led(what: &What) -> Option<(u8, bool)> {
    match what {
        What::Leds { unit, value } => Some((*unit, value & LED_SESSION != 0)),
        _ => None,
    }
}

/// Whether a unit was in a session before this, if this tells it.
fn says_up(what: &What, unit: u8) -> Option<bool> {
    match what {
        What::Leds { unit: u, value } if *u == unit && value & LED_SESSION != 0 => Some(false),
        What::Sent { unit: u, header: Some(h), .. } if *u == unit && of_a_session(h) => Some(true),
        _ => None,
    }
}

/// The unit's own frames, which have numbers.
fn is_numbered(header: &FrameHeader) -> bool {
    Kind::of(header.kind).is_some_and(|kind| !kind.is_internal())
}

/// HELLO and RESET name the last session.
fn of_a_session(header: &FrameHeader) -> bool {
    header.kind != Kind::HELLO as u8 && header.kind != Kind::RESET as u8
}
