//! What the SMART log counts. All of it begins at 0 with power.

use super::words::Health;
use crate::leaf::{block_default, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::limits::{BLOCK_BYTES, CLOCK_HZ};
use twinpath_spec::nvme::log::DATA_UNIT_BYTES;

#[derive(LogicBlock)]
pub struct Counts {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// A Read or Compare, a Write was taken.
    pub read: Signal<In, Bit>,
    pub write: Signal<In, Bit>,
    /// A block of one has moved.
    pub block_read: Signal<In, Bit>,
    pub block_written: Signal<In, Bit>,
    /// A command ended because an area refused a block.
    pub media: Signal<In, Bit>,
    pub health: Signal<Out, Health>,

    sums: DFF<Health>,
    read_part: DFF<Bits<7>>,
    write_part: DFF<Bits<7>>,
    cycle: DFF<Bits<27>>,
    second: DFF<Bits<12>>,
    // What adds to the sums, a cycle later.
    told_read: DFF<Bit>,
    told_write: DFF<Bit>,
    told_units_read: DFF<Bit>,
    told_units_written: DFF<Bit>,
    told_media: DFF<Bit>,
    told_hour: DFF<Bit>,
    last_block: Constant<Bits<7>>,
    last_cycle: Constant<Bits<27>>,
    last_second: Constant<Bits<12>>,
}

block_default!(Counts {
    clock reset read write block_read block_written media health sums read_part write_part cycle second told_read told_write
    told_units_read told_units_written told_media told_hour;
    last_block = (DATA_UNIT_BYTES / BLOCK_BYTES - 1) as u64, last_cycle = CLOCK_HZ - 1, last_second = 3599u16
});

impl Logic for Counts {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, sums, read_part, write_part, cycle, second);
        dff_setup!(self, clock, told_read, told_write, told_units_read, told_units_written, told_media, told_hour);
        self.told_read.d.next = self.read.val();
        self.told_write.d.next = self.write.val();
        self.told_media.d.next = self.media.val();
        // A unit that was begun counts whole.
        self.told_units_read.d.next = self.block_read.val() & !self.read_part.q.val().any();
        self.told_units_written.d.next = self.block_written.val() & !self.write_part.q.val().any();
        if self.block_read.val() {
            self.read_part.d.next = self.read_part.q.val() + 1;
            if self.read_part.q.val() == self.last_block.val() {
                self.read_part.d.next = 0.into();
            }
        }
        if self.block_written.val() {
            self.write_part.d.next = self.write_part.q.val() + 1;
            if self.write_part.q.val() == self.last_block.val() {
                self.write_part.d.next = 0.into();
            }
        }
        self.told_hour.d.next = false;
        self.cycle.d.next = self.cycle.q.val() + 1;
        if self.cycle.q.val() == self.last_cycle.val() {
            self.cycle.d.next = 0.into();
            self.second.d.next = self.second.q.val() + 1;
            if self.second.q.val() == self.last_second.val() {
                self.second.d.next = 0.into();
                self.told_hour.d.next = true;
            }
        }
        self.sums.d.next.units_read =
            self.sums.q.val().units_read + bit_cast::<32, 1>(self.told_units_read.q.val().into());
        self.sums.d.next.units_written =
            self.sums.q.val().units_written + bit_cast::<32, 1>(self.told_units_written.q.val().into());
        self.sums.d.next.reads = self.sums.q.val().reads + bit_cast::<32, 1>(self.told_read.q.val().into());
        self.sums.d.next.writes = self.sums.q.val().writes + bit_cast::<32, 1>(self.told_write.q.val().into());
        self.sums.d.next.hours = self.sums.q.val().hours + bit_cast::<24, 1>(self.told_hour.q.val().into());
        self.sums.d.next.media = self.sums.q.val().media + bit_cast::<32, 1>(self.told_media.q.val().into());
        self.health.next = self.sums.q.val();
        if self.reset.val() {
            self.sums.d.next.units_read = 0.into();
            self.sums.d.next.units_written = 0.into();
            self.sums.d.next.reads = 0.into();
            self.sums.d.next.writes = 0.into();
            self.sums.d.next.hours = 0.into();
            self.sums.d.next.media = 0.into();
            self.read_part.d.next = 0.into();
            self.write_part.d.next = 0.into();
            self.cycle.d.next = 0.into();
            self.second.d.next = 0.into();
        }
    }
}
