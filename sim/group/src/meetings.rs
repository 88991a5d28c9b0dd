//! Counts how the two hosts' writes met, from the status ports (o3) alone; always on, whether a trace is kept or not.

use crate::StatusPins;
use twinpath_spec::limits::OWN_ROWS;

/// How often the hosts' writes met since reset.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Meetings {
    /// Writes that entered their unit while an overlapping write of the other host was in flight.
    pub overlaps: u64,
    /// Transfers of the first unit that got E at the second while an overlapping write there was R_fwd (R12).
    pub overrides: u64,
}

/// The live writes of both hosts, each by its row at its own unit.
#[derive(Default)]
pub(crate) struct Counter {
    live: [[Option<Write>; OWN_ROWS]; 2],
    counts: Meetings,
}

#[derive(Clone, Copy)]
struct Write {
    first: u64,
    end: u64,
    status: u8,
}

const R_FWD: u8 = 2;
const E: u8 = 3;

impl Counter {
    pub fn counts(&self) -> Meetings {
        self.counts
    }

    /// A change of status at unit 0 or 1.
    #[inline]
    pub fn see(&mut self, unit: usize, s: &StatusPins) {
        if s.read {
            return;
        }
        let first = u64::from(s.lba);
        let write = Write { first, end: first + u64::from(s.blocks), status: s.new };
        if let Some(place) = self.live[unit].get_mut(usize::from(s.row)) {
            let enters = place.is_none() && s.new != 0;
            *place = (s.new != 0).then_some(write);
            self.counts.overlaps += u64::from(enters && self.meets(1 - unit, write, |_| true));
        } else if unit == 1 && s.new == E {
            self.counts.overrides += u64::from(self.meets(unit, write, |status| status == R_FWD));
        }
    }

    /// Whether a host has a live write on blocks of `write` in such a status.
    fn meets(&self, host: usize, write: Write, such: impl Fn(u8) -> bool) -> bool {
        let mut live = self.live[host].iter().flatten();
        live.any(|w| such(w.status) && w.first < write.end && write.first < w.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(row: u8, old: u8, new: u8, lba: u32, blocks: u8) -> StatusPins {
        StatusPins { row, old, new, lba, blocks, ..StatusPins::default() }
    }

    fn counted(changes: &[(usize, StatusPins)]) -> (u64, u64) {
        let mut counter = Counter::default();
        changes.iter().for_each(|(unit, pins)| counter.see(*unit, pins));
        (counter.counts().overlaps, counter.counts().overrides)
    }

    #[test]
    fn a_write_that_meets_others_counts_once_when_it_enters() {
        let first = [(0, change(0, 0, 3, 10, 4)), (0, change(1, 0, 1, 12, 1))];
        assert_eq!(counted(&first), (0, 0), "the same host");
        let with = |more: &[(usize, StatusPins)]| counted(&[&first[..], more].concat());
        assert_eq!(with(&[(1, change(5, 0, 2, 12, 8)), (1, change(5, 2, 3, 12, 8))]), (1, 0));
        assert_eq!(with(&[(1, change(5, 0, 2, 14, 8)), (1, change(6, 0, 2, 9, 1))]), (0, 0), "side by side");
        assert_eq!(with(&[(0, change(0, 3, 0, 10, 4)), (1, change(5, 0, 2, 10, 1))]), (0, 0), "over before");
        let read = StatusPins { read: true, ..change(24, 0, 3, 10, 4) };
        assert_eq!(with(&[(1, read), (1, change(0, 0, 1, 10, 0))]), (0, 0), "neither reads nor flushes");
        let again = [(1, change(5, 0, 2, 10, 1)), (1, change(5, 2, 0, 10, 1)), (1, change(5, 0, 1, 10, 1))];
        assert_eq!(with(&again), (2, 0));
    }

    #[test]
    fn an_override_is_a_transfer_s_e_beside_r_fwd_at_the_second_unit() {
        let forwarded = (1, change(2, 0, 2, 10, 4));
        let transfer = |unit, lba| (unit, change(32, 1, 3, lba, 2));
        assert_eq!(counted(&[forwarded, transfer(1, 13)]), (0, 1));
        assert_eq!(counted(&[forwarded, transfer(1, 14)]), (0, 0), "elsewhere");
        assert_eq!(counted(&[(0, change(2, 0, 2, 10, 4)), transfer(0, 13)]), (0, 0), "the first unit");
        assert_eq!(counted(&[(1, change(2, 0, 1, 10, 4)), transfer(1, 13)]), (0, 0), "waiting, not forwarded");
    }
}
