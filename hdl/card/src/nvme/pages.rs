//! Where the I/O queues of a kind lie: the page of each, and the address of a place in it.

use crate::leaf::{Table, DFF};
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct Pages {
    pub clock: Signal<In, Clock>,
    /// A queue comes to be.
    pub create: Signal<In, Bit>,
    pub which: Signal<In, Bits<2>>,
    pub base: Signal<In, Bits<52>>,
    /// The address of a place of a queue, in bytes from the start of its page; and as it was with `keep`.
    pub queue: Signal<In, Bits<2>>,
    pub offset: Signal<In, Bits<12>>,
    pub address: Signal<Out, Bits<64>>,
    pub keep: Signal<In, Bit>,
    pub kept: Signal<Out, Bits<64>>,
    bases: Table<Bits<52>, 2>,
    last: DFF<Bits<64>>,
}

impl Logic for Pages {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, last);
        clock!(self, clock, bases);
        self.bases.write.next = self.create.val();
        self.bases.write_address.next = self.which.val();
        self.bases.write_data.next = self.base.val();
        self.bases.read_address.next = self.queue.val();
        self.address.next =
            (bit_cast::<64, 52>(self.bases.read_data.val()) << 12) | bit_cast::<64, 12>(self.offset.val());
        if self.keep.val() {
            self.last.d.next =
                (bit_cast::<64, 52>(self.bases.read_data.val()) << 12) | bit_cast::<64, 12>(self.offset.val());
        }
        self.kept.next = self.last.q.val();
    }
}
