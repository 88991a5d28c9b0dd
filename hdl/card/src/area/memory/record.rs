//! The end of each write: its record is asked for when all its data are in the memory, and the write is reported when
//! the memory has answered for the record. One at a time: there is one record to 512 words of data.

use crate::leaf::{StreamSource, DFF};
use crate::wires::{AreaDone, AreaWrite};
use rust_hdl::prelude::*;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Ending {
    Waiting,
    Preparing,
    Wanting,
    Writing,
    Reporting,
}

/// The first three words of a record and the data's CRC for the fourth.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct RecordWords {
    pub place: Bits<64>,
    pub order: Bits<64>,
    pub origin: Bits<64>,
    pub data_crc: Bits<32>,
}

#[derive(LogicBlock, Default)]
pub struct RecordSide {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub written: StreamSource<AreaDone>,
    /// Contexts whose data are all answered, counted.
    pub landed: Signal<In, Bits<3>>,
    /// Contexts that are reported, counted; the next one's stamp, failure and CRC are wanted.
    pub finished: Signal<Out, Bits<3>>,
    pub stamp: Signal<In, AreaWrite>,
    pub failed: Signal<In, Bit>,
    pub data_crc: Signal<In, Bits<32>>,
    /// A burst with `record` is to go to `address`; `taken` when it is on its way.
    pub wants: Signal<Out, Bit>,
    pub address: Signal<Out, Bits<40>>,
    pub record: Signal<Out, RecordWords>,
    pub taken: Signal<In, Bit>,
    pub answered: Signal<In, Bit>,
    pub answer_error: Signal<In, Bit>,
    ending: DFF<Ending>,
    next: DFF<Bits<3>>,
    at: DFF<Bits<40>>,
    error: DFF<Bit>,
    /// The record, long before its burst.
    kept: DFF<RecordWords>,
    words: Signal<Local, RecordWords>,
    done: Signal<Local, AreaDone>,
}

impl Logic for RecordSide {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, ending, next, at, error, kept);
        self.finished.next = self.next.q.val();
        self.address.next = self.at.q.val();

        // The layout of spec::record; `fseq` and flags are 0 in a memory.
        self.words.next.place = bit_cast::<64, 32>(self.stamp.val().lba)
            | (bit_cast::<64, 16>(self.stamp.val().epoch) << 32)
            | (bit_cast::<64, 16>(self.stamp.val().session) << 48);
        self.words.next.order =
            bit_cast::<64, 32>(self.stamp.val().oseq) | (bit_cast::<64, 32>(self.stamp.val().wseq) << 32);
        self.words.next.origin = bit_cast::<64, 1>(self.stamp.val().unit.into()) << 48;
        self.words.next.data_crc = self.data_crc.val();
        self.kept.d.next = self.words.val();
        self.record.next = self.kept.q.val();

        self.done.next.tag = self.stamp.val().tag;
        self.done.next.crc = self.data_crc.val();
        self.done.next.error = self.error.q.val();
        self.written.data.next = self.done.val();
        self.written.valid.next = false;
        self.wants.next = false;
        match self.ending.q.val() {
            Ending::Preparing => {
                self.at.d.next = (bit_cast::<40, 32>(self.area_blocks.val()) << 12)
                    + (bit_cast::<40, 32>(self.stamp.val().lba) << 5);
                self.error.d.next = self.failed.val();
                self.ending.d.next = Ending::Wanting;
                if self.failed.val() {
                    self.ending.d.next = Ending::Reporting;
                }
            }
            Ending::Wanting => {
                self.wants.next = true;
                if self.taken.val() {
                    self.ending.d.next = Ending::Writing;
                }
            }
            Ending::Writing => {
                if self.answered.val() {
                    self.error.d.next = self.answer_error.val();
                    self.ending.d.next = Ending::Reporting;
                }
            }
            Ending::Reporting => {
                self.written.valid.next = true;
                if self.written.ready.val() {
                    self.next.d.next = self.next.q.val() + 1;
                    self.ending.d.next = Ending::Waiting;
                }
            }
            Ending::Waiting => {
                if self.landed.val() != self.next.q.val() {
                    self.ending.d.next = Ending::Preparing;
                }
            }
        }
        if self.reset.val() {
            self.ending.d.next = Ending::Waiting;
            self.next.d.next = 0.into();
        }
    }
}
