#![doc = include_str!("doc.md")]

use crate::leaf::{Ram, DFF};
use crate::wires::TraceEvent;
use rust_hdl::prelude::*;

/// An entry as the control window shows it: `TRACE_EVENT`, then `TRACE_DETAIL`.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
struct Entry {
    cycle: Bits<40>,
    kind: Bits<8>,
    row: Bits<8>,
    index: Bits<8>,
    lba: Bits<32>,
    wseq: Bits<32>,
}

/// The trace ring and the cycle counter that stamps it.
#[derive(LogicBlock, Default)]
pub struct Trace {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub happened: Signal<In, TraceEvent>,
    pub happened_valid: Signal<In, Bit>,
    /// Cycles since reset.
    pub cycle: Signal<Out, Bits<40>>,
    /// Entries ever written.
    pub head: Signal<Out, Bits<32>>,
    pub address: Signal<In, Bits<9>>,
    /// The entry's words, one cycle after its address.
    pub first: Signal<Out, Bits<64>>,
    pub second: Signal<Out, Bits<64>>,
    ring: Ram<Entry, 9>,
    count: DFF<Bits<40>>,
    written: DFF<Bits<32>>,
    entry: Signal<Local, Entry>,
    shown: Signal<Local, Entry>,
}

impl Logic for Trace {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count, written);
        clock!(self, clock, ring);
        self.entry.next.cycle = self.count.q.val();
        self.entry.next.kind = self.happened.val().kind;
        self.entry.next.row = bit_cast::<8, 6>(self.happened.val().row);
        self.entry.next.index = bit_cast::<8, 5>(self.happened.val().index);
        self.entry.next.lba = self.happened.val().lba;
        self.entry.next.wseq = self.happened.val().wseq;
        self.ring.write.next = self.happened_valid.val();
        self.ring.write_address.next = self.written.q.val().get_bits::<9>(0);
        self.ring.write_data.next = self.entry.val();
        self.ring.read_address.next = self.address.val();
        self.shown.next = self.ring.read_data.val();
        self.first.next = (bit_cast::<64, 8>(self.shown.val().index) << 56)
            | (bit_cast::<64, 8>(self.shown.val().row) << 48)
            | (bit_cast::<64, 8>(self.shown.val().kind) << 40)
            | bit_cast::<64, 40>(self.shown.val().cycle);
        self.second.next = (bit_cast::<64, 32>(self.shown.val().wseq) << 32) | bit_cast::<64, 32>(self.shown.val().lba);
        self.cycle.next = self.count.q.val();
        self.head.next = self.written.q.val();
        self.count.d.next = self.count.q.val() + 1;
        if self.happened_valid.val() {
            self.written.d.next = self.written.q.val() + 1;
        }
        if self.reset.val() {
            self.count.d.next = 0.into();
            self.written.d.next = 0.into();
        }
    }
}

#[cfg(test)]
mod tests;
