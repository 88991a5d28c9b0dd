//! Asynchronous events: the requests that wait for one, and the one kind there is, a doorbell that cannot be.

use crate::leaf::{block_default, Table, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::nvme::{self, event};

/// A request's place has two bits, and a doorbell's fault one.
const _: () = assert!(nvme::ASYNC_EVENTS_MAX == 4 && event::INVALID_DOORBELL == 0 && event::INVALID_VALUE == 1);

#[derive(LogicBlock)]
pub struct Events {
    pub clock: Signal<In, Clock>,
    /// The controller runs. While low no request waits, and nothing is reported.
    pub run: Signal<In, Bit>,
    /// A doorbell was written that no queue has, or with a value that cannot be.
    pub no_doorbell: Signal<In, Bit>,
    pub bad_value: Signal<In, Bit>,
    /// The first of them since the last report: to be logged, with which of both it was.
    pub raised: Signal<Out, Bit>,
    pub raised_value: Signal<Out, Bit>,
    /// Request `cid` waits from now on. Not while `full`.
    pub put: Signal<In, Bit>,
    pub cid: Signal<In, Bits<16>>,
    pub full: Signal<Out, Bit>,
    /// An event is to be told: by request `name`, with dword 0 `result`. With `told` it has been, and no further one
    /// is until the error log was read.
    pub due: Signal<Out, Bit>,
    pub name: Signal<Out, Bits<16>>,
    pub result: Signal<Out, Bits<32>>,
    pub told: Signal<In, Bit>,
    pub log_read: Signal<In, Bit>,
    /// Abort: request `seek_cid` is sought until `sought`; with `withdraw` the one that was found waits no more.
    pub seek: Signal<In, Bit>,
    pub seek_cid: Signal<In, Bits<16>>,
    pub sought: Signal<Out, Bit>,
    pub found: Signal<Out, Bit>,
    pub withdraw: Signal<In, Bit>,

    /// From the first place on.
    names: Table<Bits<16>, 2>,
    count: DFF<Bits<3>>,
    seek_at: DFF<Bits<3>>,
    found_at: DFF<Bits<2>>,
    missed: DFF<Bit>,
    wrong: DFF<Bit>,
    waiting: DFF<Bit>,
    masked: DFF<Bit>,
    /// The waiting one is of a value.
    of_value: DFF<Bit>,

    top: Signal<Local, Bits<2>>,
    hit: Signal<Local, Bit>,
    fresh: Signal<Local, Bit>,
    value_result: Constant<Bits<32>>,
    doorbell_result: Constant<Bits<32>>,
}

block_default!(Events {
    clock run no_doorbell bad_value raised raised_value put cid full due name result told log_read seek seek_cid sought found withdraw
    names count seek_at found_at missed wrong waiting masked of_value top hit fresh;
    value_result = event::result(event::ERROR, event::INVALID_VALUE, nvme::log::ERROR),
    doorbell_result = event::result(event::ERROR, event::INVALID_DOORBELL, nvme::log::ERROR)
});

impl Logic for Events {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, count, seek_at, found_at, missed, wrong, waiting, masked, of_value);
        clock!(self, clock, names);

        // Requests: a new one behind the others; the last one goes first, or takes the place of one that was withdrawn.
        self.full.next = self.count.q.val().get_bit(2);
        self.top.next = self.count.q.val().get_bits::<2>(0) - 1;
        self.names.read_address.next = self.top.val();
        if self.seek.val() {
            self.names.read_address.next = self.seek_at.q.val().get_bits::<2>(0);
        }
        self.name.next = self.names.read_data.val();
        self.names.write.next = self.put.val() | self.withdraw.val();
        self.names.write_address.next = self.count.q.val().get_bits::<2>(0);
        self.names.write_data.next = self.cid.val();
        if self.withdraw.val() {
            self.names.write_address.next = self.found_at.q.val();
            self.names.write_data.next = self.names.read_data.val();
        }
        if self.put.val() {
            self.count.d.next = self.count.q.val() + 1;
        }
        if self.told.val() | self.withdraw.val() {
            self.count.d.next = self.count.q.val() - 1;
        }
        self.hit.next =
            (self.seek_at.q.val() < self.count.q.val()) & (self.names.read_data.val() == self.seek_cid.val());
        self.sought.next = self.hit.val() | (self.seek_at.q.val() >= self.count.q.val());
        self.found.next = self.hit.val();
        self.seek_at.d.next = 0.into();
        if self.seek.val() {
            self.seek_at.d.next = self.seek_at.q.val() + 1;
            self.found_at.d.next = self.seek_at.q.val().get_bits::<2>(0);
        }

        // Events: one waits, and one kind is masked from its report on.
        self.missed.d.next = self.no_doorbell.val();
        self.wrong.d.next = self.no_doorbell.val() | self.bad_value.val();
        self.fresh.next = self.wrong.q.val() & self.run.val() & !self.waiting.q.val() & !self.masked.q.val();
        self.raised.next = self.fresh.val();
        self.raised_value.next = !self.missed.q.val();
        if self.fresh.val() {
            self.waiting.d.next = true;
            self.of_value.d.next = !self.missed.q.val();
        }
        self.due.next = self.waiting.q.val() & self.count.q.val().any();
        self.result.next = self.doorbell_result.val();
        if self.of_value.q.val() {
            self.result.next = self.value_result.val();
        }
        if self.log_read.val() {
            self.masked.d.next = false;
        }
        if self.told.val() {
            self.waiting.d.next = false;
            self.masked.d.next = true;
        }
        if !self.run.val() {
            self.count.d.next = 0.into();
            self.waiting.d.next = false;
            self.masked.d.next = false;
        }
    }
}
