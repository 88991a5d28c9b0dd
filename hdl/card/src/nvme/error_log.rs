//! The error log: the newest four completions with an error and doorbells that an event was raised for, and how many there
//! were.

use super::words::Failure;
use crate::leaf::{block_default, Table, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::nvme;

const _: () = assert!(nvme::log::ERROR_ENTRIES == 4);

#[derive(LogicBlock)]
pub struct ErrorLog {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// A command of an I/O queue, of the admin queue failed. Those of a kind are at least two cycles apart.
    pub io: Signal<In, Failure>,
    pub io_failed: Signal<In, Bit>,
    pub admin: Signal<In, Failure>,
    pub admin_failed: Signal<In, Bit>,
    /// A doorbell that cannot be: no queue has it, or its value was wrong. Long apart.
    pub bell: Signal<In, Bit>,
    pub bell_value: Signal<In, Bit>,
    /// Failures since power-on.
    pub count: Signal<Out, Bits<32>>,
    /// A page is being built: it shows what there was when that began. Until it is, at most twelve more come.
    pub hold: Signal<In, Bit>,
    /// 64-bit word `word` of the log page, a cycle later.
    pub word: Signal<In, Bits<9>>,
    pub data: Signal<Out, Bits<64>>,

    entries: Table<Failure, 4>,
    counted: DFF<Bits<32>>,
    /// Entries that a page shows.
    kept: DFF<Bits<3>>,
    /// Both as they were when the page was begun.
    held: DFF<Bits<32>>,
    held_kept: DFF<Bits<3>>,
    next: DFF<Failure>,
    next_valid: DFF<Bit>,
    waiting: DFF<Failure>,
    waiting_valid: DFF<Bit>,
    rung: DFF<Bit>,
    rung_value: DFF<Bit>,
    found: DFF<Failure>,
    number: DFF<Bits<32>>,
    there: DFF<Bit>,

    /// Which entry, from the newest on.
    back: Signal<Local, Bits<2>>,
    no_doorbell: Constant<Bits<15>>,
    no_value: Constant<Bits<15>>,
    nobody: Constant<Bits<64>>,
    none: Constant<Bits<64>>,
    nowhere: Constant<Bits<64>>,
}

block_default!(ErrorLog {
    clock reset io io_failed admin admin_failed bell bell_value count hold word data entries counted kept held held_kept next next_valid waiting waiting_valid rung rung_value found
    number there back;
    no_doorbell = nvme::INVALID_QUEUE_IDENTIFIER.bits(), no_value = nvme::INVALID_FIELD.bits(), nobody = 0xffff_ffffu64,
    none = 0u64, nowhere = 0xffff_0000_0000_0000u64
});

impl Logic for ErrorLog {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(
            self,
            clock,
            counted,
            kept,
            held,
            held_kept,
            next,
            next_valid,
            waiting,
            waiting_valid,
            rung,
            rung_value,
            found,
            number,
            there
        );
        clock!(self, clock, entries);
        // I/O first, then admin; the others wait.
        if self.admin_failed.val() {
            self.waiting.d.next = self.admin.val();
            self.waiting_valid.d.next = true;
        }
        self.next.d.next = self.io.val();
        self.next_valid.d.next = self.io_failed.val();
        if !self.io_failed.val() & self.waiting_valid.q.val() {
            self.next.d.next = self.waiting.q.val();
            self.next_valid.d.next = true;
            self.waiting_valid.d.next = false;
        }
        if self.bell.val() {
            self.rung.d.next = true;
            self.rung_value.d.next = self.bell_value.val();
        }
        if !self.io_failed.val() & !self.waiting_valid.q.val() & self.rung.q.val() {
            self.next.d.next.queue = 7.into();
            self.next.d.next.cid = 0.into();
            self.next.d.next.lba = 0.into();
            self.next.d.next.nsid = 0.into();
            self.next.d.next.status = self.no_doorbell.val();
            if self.rung_value.q.val() {
                self.next.d.next.status = self.no_value.val();
            }
            self.next_valid.d.next = true;
            self.rung.d.next = false;
        }
        self.entries.write.next = self.next_valid.q.val();
        self.entries.write_address.next = self.counted.q.val().get_bits::<4>(0);
        self.entries.write_data.next = self.next.q.val();
        if self.next_valid.q.val() {
            self.counted.d.next = self.counted.q.val() + 1;
            if !self.kept.q.val().get_bit(2) {
                self.kept.d.next = self.kept.q.val() + 1;
            }
        }
        self.count.next = self.counted.q.val();

        // The page: 64 bytes an entry, the newest first.
        self.back.next = self.word.val().get_bits::<2>(3);
        if !self.hold.val() {
            self.held.d.next = self.counted.q.val();
            self.held_kept.d.next = self.kept.q.val();
        }
        self.entries.read_address.next = self.held.q.val().get_bits::<4>(0) - bit_cast::<4, 2>(self.back.val()) - 1;
        self.found.d.next = self.entries.read_data.val();
        self.number.d.next = self.held.q.val() - bit_cast::<32, 2>(self.back.val());
        self.there.d.next =
            !self.word.val().get_bits::<4>(5).any() & (bit_cast::<3, 2>(self.back.val()) < self.held_kept.q.val());
        self.data.next = self.none.val();
        if self.there.q.val() {
            if self.word.val().get_bits::<3>(0) == 0 {
                self.data.next = bit_cast::<64, 32>(self.number.q.val());
            }
            if self.word.val().get_bits::<3>(0) == 1 {
                // Of no parameter in particular.
                self.data.next = self.nowhere.val()
                    | bit_cast::<64, 3>(self.found.q.val().queue)
                    | (bit_cast::<64, 16>(self.found.q.val().cid) << 16)
                    | (bit_cast::<64, 15>(self.found.q.val().status) << 33);
                if self.found.q.val().queue.all() {
                    // Of no command.
                    self.data.next =
                        self.nowhere.val() | self.nobody.val() | (bit_cast::<64, 15>(self.found.q.val().status) << 33);
                }
            }
            if self.word.val().get_bits::<3>(0) == 2 {
                self.data.next = bit_cast::<64, 32>(self.found.q.val().lba);
            }
            if self.word.val().get_bits::<3>(0) == 3 {
                self.data.next = bit_cast::<64, 32>(self.found.q.val().nsid);
            }
        }
        if self.reset.val() {
            self.counted.d.next = 0.into();
            self.kept.d.next = 0.into();
            self.next_valid.d.next = false;
            self.waiting_valid.d.next = false;
            self.rung.d.next = false;
        }
    }
}
