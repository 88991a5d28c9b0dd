//! DMA reads: each `DmaRead` becomes memory read requests, each with a tag. Several are under way at once.

use super::split::Split;
use super::tlp::{Fetch, Share, Use};
use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::DmaRead;
use rust_hdl::prelude::*;

#[derive(LogicBlock, Default)]
pub struct ReadEngine {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Off: nothing is asked of the host; `tags` ends each part at once.
    pub bus_master: Signal<In, Bit>,
    /// MRRS as PCIe encodes it.
    pub limit: Signal<In, Bits<3>>,
    pub read: StreamSink<DmaRead>,
    /// Opens the account of the read.
    pub begin: StreamSource<Share>,
    /// Takes a tag.
    pub free: Signal<In, Bit>,
    pub tag: Signal<In, Bits<5>>,
    pub take: Signal<Out, Bit>,
    pub take_use: Signal<Out, Use>,
    pub take_count: Signal<Out, Bits<11>>,
    pub fetch: StreamSource<Fetch>,
    split: Split,
    current: DFF<DmaRead>,
    /// DW of the place behind the requests cut so far.
    place_end: DFF<Bits<10>>,
    ready_fetch: DFF<Fetch>,
    fetch_valid: DFF<Bit>,
    accept: Signal<Local, Bit>,
    go: Signal<Local, Bit>,
}

impl Logic for ReadEngine {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, current, place_end, ready_fetch, fetch_valid);
        clock!(self, clock, split);
        self.split.reset.next = self.reset.val();
        self.split.limit.next = self.limit.val();

        // A read is accepted in the cycle in which its account is opened.
        self.accept.next = self.read.valid.val() & !self.split.busy.val() & self.begin.ready.val();
        self.read.ready.next = !self.split.busy.val() & self.begin.ready.val();
        self.begin.valid.next = self.read.valid.val() & !self.split.busy.val();
        self.begin.data.next.id = self.read.data.val().id;
        self.begin.data.next.count = self.read.data.val().bytes.get_bits::<11>(2);
        self.begin.data.next.error = 0.into();
        self.split.start.next = self.accept.val();
        self.split.start_dw.next = self.read.data.val().address.get_bits::<10>(2);
        self.split.start_count.next = self.read.data.val().bytes.get_bits::<11>(2);
        if self.accept.val() {
            self.current.d.next = self.read.data.val();
            self.place_end.d.next = self.read.data.val().word32;
        }

        self.go.next = self.split.valid.val() & self.free.val() & !self.fetch_valid.q.val();
        self.split.taken.next = self.go.val();
        self.take.next = self.go.val();
        self.take_count.next = self.split.count.val();
        self.take_use.next.place = self.current.q.val().place;
        self.take_use.next.index = self.current.q.val().index;
        self.take_use.next.id = self.current.q.val().id;
        self.take_use.next.end = self.place_end.q.val() + self.split.count.val().get_bits::<10>(0);
        self.fetch.data.next = self.ready_fetch.q.val();
        self.fetch.valid.next = self.fetch_valid.q.val();
        if self.fetch.ready.val() {
            self.fetch_valid.d.next = false;
        }
        if self.go.val() {
            self.place_end.d.next = self.place_end.q.val() + self.split.count.val().get_bits::<10>(0);
            self.fetch_valid.d.next = self.bus_master.val();
            self.ready_fetch.d.next.address = (bit_cast::<64, 52>(self.current.q.val().address.get_bits::<52>(12))
                << 12)
                | bit_cast::<64, 12>(bit_cast::<12, 10>(self.split.dw.val()) << 2);
            self.ready_fetch.d.next.long = self.current.q.val().address.get_bits::<32>(32).any();
            self.ready_fetch.d.next.count = self.split.count.val();
            self.ready_fetch.d.next.tag = self.tag.val();
        }
        if self.reset.val() {
            self.fetch_valid.d.next = false;
        }
    }
}
