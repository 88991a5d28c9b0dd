//! I/O commands: every check, then a row, the PRP list if there is one, and the way to the unit. One at a time, in
//! queue order.

use super::words::{IoOutcome, ListFetch, Name, Sqe, Zeroing};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::Command;
use rust_hdl::prelude::*;
use twinpath_spec::nvme;

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    Checking,
    Deciding,
    Placing,
    Listing,
    Fetching,
    Handing,
    Beginning,
    Ending,
    Idle,
}

#[derive(LogicBlock)]
pub struct Commands {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub run: Signal<In, Bit>,
    pub area_blocks: Signal<In, Bits<32>>,
    /// The unit takes no commands for longer than the hold limit: each is answered Command Interrupted, without a row.
    pub refuse: Signal<In, Bit>,
    /// Held until the command is handed on or ends here.
    pub sqe: StreamSink<Sqe>,
    /// Commands that end here.
    pub outcome: StreamSource<IoOutcome>,
    pub command: StreamSource<Command>,
    /// Commands that become several writes of zeros, and those writes.
    pub begin: StreamSource<Zeroing>,
    pub piece: StreamSink<Command>,
    pub write_row: Signal<In, Bits<5>>,
    pub write_free: Signal<In, Bit>,
    pub read_row: Signal<In, Bits<5>>,
    pub read_free: Signal<In, Bit>,
    /// The row is taken by the command.
    pub take: Signal<Out, Bit>,
    pub take_row: Signal<Out, Bits<5>>,
    pub take_name: Signal<Out, Name>,
    /// To the unit a Compare is a read.
    pub take_compare: Signal<Out, Bit>,
    /// It is a Read or a Compare, a Write.
    pub take_read: Signal<Out, Bit>,
    pub take_write: Signal<Out, Bit>,
    /// PRP1 and PRP2 are stored for `take_row`.
    pub put: Signal<Out, Bit>,
    pub put_first: Signal<Out, Bits<64>>,
    pub put_second: Signal<Out, Bits<64>>,
    pub list: StreamSource<ListFetch>,
    pub list_done: Signal<In, Bit>,
    pub list_misaligned: Signal<In, Bit>,
    pub list_failed: Signal<In, Bit>,

    state: DFF<State>,
    flush: DFF<Bit>,
    write: DFF<Bit>,
    /// A Read, or a Compare.
    read: DFF<Bit>,
    compare: DFF<Bit>,
    /// Write Zeroes; Dataset Management, and without the attribute that asks for something.
    zeroes: DFF<Bit>,
    ranges: DFF<Bit>,
    hints: DFF<Bit>,
    bad_field: DFF<Bit>,
    bad_nsid: DFF<Bit>,
    too_long: DFF<Bit>,
    beyond: DFF<Bit>,
    last_lba: DFF<Bits<33>>,
    entries: DFF<Bits<6>>,
    bad_first: DFF<Bit>,
    bad_page: DFF<Bit>,
    bad_list: DFF<Bit>,
    status: DFF<Bits<15>>,
    row: DFF<Bits<5>>,
    handing: DFF<Command>,
    handing_valid: DFF<Bit>,

    opcode: Signal<Local, Bits<8>>,
    blocks: Signal<Local, Bits<16>>,
    offset: Signal<Local, Bits<12>>,
    range_bytes: Signal<Local, Bits<14>>,
    done: Signal<Local, Bit>,
    placed: Signal<Local, Bit>,
    op_flush: Constant<Bits<8>>,
    op_write: Constant<Bits<8>>,
    op_read: Constant<Bits<8>>,
    op_compare: Constant<Bits<8>>,
    op_zeroes: Constant<Bits<8>>,
    op_ranges: Constant<Bits<8>>,
    page: Constant<Bits<14>>,
    nsid: Constant<Bits<32>>,
    nsid_all: Constant<Bits<32>>,
    invalid_opcode: Constant<Bits<15>>,
    invalid_field: Constant<Bits<15>>,
    invalid_namespace: Constant<Bits<15>>,
    out_of_range: Constant<Bits<15>>,
    offset_invalid: Constant<Bits<15>>,
    transfer_error: Constant<Bits<15>>,
    interrupted: Constant<Bits<15>>,
}

block_default!(Commands {
    clock reset run area_blocks refuse sqe outcome command begin piece write_row write_free read_row read_free take take_row take_name
    take_compare take_read take_write put
    put_first put_second list list_done list_misaligned list_failed state flush write read compare zeroes ranges hints bad_field bad_nsid
    too_long beyond last_lba entries bad_first bad_page bad_list status row handing handing_valid opcode blocks
    offset range_bytes done placed;
    op_flush = nvme::io::FLUSH, op_write = nvme::io::WRITE, op_read = nvme::io::READ,
    op_compare = nvme::io::COMPARE,    op_zeroes = nvme::io::WRITE_ZEROES, op_ranges = nvme::io::DATASET_MANAGEMENT, page = 4096u16,
    nsid = nvme::NSID, nsid_all = nvme::NSID_ALL,
    invalid_opcode = nvme::INVALID_OPCODE.bits(), invalid_field = nvme::INVALID_FIELD.bits(),
    invalid_namespace = nvme::INVALID_NAMESPACE.bits(), out_of_range = nvme::LBA_OUT_OF_RANGE.bits(),
    offset_invalid = nvme::PRP_OFFSET_INVALID.bits(), transfer_error = nvme::DATA_TRANSFER_ERROR.bits(),
    interrupted = nvme::COMMAND_INTERRUPTED.bits()
});

impl Logic for Commands {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, flush, write, read, bad_field, bad_nsid, too_long, beyond, last_lba, entries);
        dff_setup!(self, clock, compare, zeroes, ranges, hints);
        dff_setup!(self, clock, bad_first, bad_page, bad_list, status, row, handing, handing_valid);

        self.opcode.next = self.sqe.data.val().cdw0.get_bits::<8>(0);
        self.blocks.next = self.sqe.data.val().cdw12.get_bits::<16>(0);
        self.offset.next = self.sqe.data.val().prp1.get_bits::<12>(0);
        // Where the list of ranges ends, from the start of PRP1's page.
        self.range_bytes.next = bit_cast::<14, 12>(self.offset.val())
            + (bit_cast::<14, 8>(self.sqe.data.val().cdw10.get_bits::<8>(0)) << 4)
            + 16;
        self.done.next = false;
        self.placed.next = false;
        self.take.next = false;
        self.put.next = false;
        self.list.valid.next = false;
        self.outcome.valid.next = false;
        self.begin.valid.next = false;
        if self.handing_valid.q.val() & self.command.ready.val() {
            self.handing_valid.d.next = false;
        }
        self.piece.ready.next = !self.handing_valid.q.val() & (self.state.q.val() != State::Handing);
        if self.piece.valid.val() & !self.handing_valid.q.val() & (self.state.q.val() != State::Handing) {
            self.handing_valid.d.next = true;
            self.handing.d.next = self.piece.data.val();
        }

        match self.state.q.val() {
            State::Checking => {
                self.status.d.next = 0.into();
                // The check that counts most is written last.
                if !self.flush.q.val() {
                    if ((self.entries.q.val() == 1) & self.bad_page.q.val())
                        | (self.entries.q.val().get_bits::<5>(1).any() & self.bad_list.q.val())
                        | self.bad_first.q.val()
                    {
                        self.status.d.next = self.offset_invalid.val();
                    }
                    if !self.ranges.q.val()
                        & (self.beyond.q.val() | (self.last_lba.q.val() >= bit_cast::<33, 32>(self.area_blocks.val())))
                    {
                        self.status.d.next = self.out_of_range.val();
                    }
                    if self.too_long.q.val() & (self.write.q.val() | self.read.q.val()) {
                        self.status.d.next = self.invalid_field.val();
                    }
                }
                if self.bad_nsid.q.val() {
                    self.status.d.next = self.invalid_namespace.val();
                }
                if self.bad_field.q.val() {
                    self.status.d.next = self.invalid_field.val();
                }
                if !(self.flush.q.val()
                    | self.write.q.val()
                    | self.read.q.val()
                    | self.zeroes.q.val()
                    | self.ranges.q.val())
                {
                    self.status.d.next = self.invalid_opcode.val();
                }
                self.state.d.next = State::Deciding;
            }
            State::Deciding => {
                self.state.d.next = State::Placing;
                if self.status.q.val().any() | self.hints.q.val() {
                    self.state.d.next = State::Ending;
                }
            }
            State::Placing => {
                // A command that finds no row of its class keeps its place in the queue.
                self.row.d.next = self.write_row.val();
                self.placed.next = self.write_free.val();
                if self.read.q.val() {
                    self.row.d.next = self.read_row.val();
                    self.placed.next = self.read_free.val();
                }
                if self.refuse.val() {
                    self.status.d.next = self.interrupted.val();
                    self.state.d.next = State::Ending;
                } else if self.placed.val() {
                    self.state.d.next = State::Listing;
                }
            }
            State::Listing => {
                self.put.next = true;
                self.state.d.next = State::Handing;
                if self.zeroes.q.val() | self.ranges.q.val() {
                    self.state.d.next = State::Beginning;
                } else if !self.flush.q.val() & self.entries.q.val().get_bits::<5>(1).any() {
                    self.list.valid.next = true;
                    self.state.d.next = State::Listing;
                    if self.list.ready.val() {
                        self.state.d.next = State::Fetching;
                    }
                }
            }
            State::Fetching => {
                if self.list_done.val() {
                    self.state.d.next = State::Handing;
                    if self.list_misaligned.val() {
                        self.status.d.next = self.offset_invalid.val();
                        self.state.d.next = State::Ending;
                    }
                    if self.list_failed.val() {
                        self.status.d.next = self.transfer_error.val();
                        self.state.d.next = State::Ending;
                    }
                }
            }
            State::Handing => {
                if !self.handing_valid.q.val() & self.run.val() {
                    self.take.next = true;
                    self.done.next = true;
                    self.handing_valid.d.next = true;
                    self.handing.d.next.row = self.row.q.val();
                    self.handing.d.next.lba =
                        self.last_lba.q.val().get_bits::<32>(0) - bit_cast::<32, 5>(self.blocks.val().get_bits::<5>(0));
                    self.handing.d.next.blocks = bit_cast::<6, 5>(self.blocks.val().get_bits::<5>(0)) + 1;
                    self.handing.d.next.op = 0.into();
                    if self.write.q.val() {
                        self.handing.d.next.op = 1.into();
                    }
                    if self.flush.q.val() {
                        self.handing.d.next.op = 2.into();
                        self.handing.d.next.lba = 0.into();
                        self.handing.d.next.blocks = 1.into();
                    }
                    self.state.d.next = State::Idle;
                }
            }
            State::Beginning => {
                self.begin.valid.next = self.run.val();
                if self.begin.ready.val() & self.run.val() {
                    self.take.next = true;
                    self.done.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Ending => {
                self.outcome.valid.next = true;
                if self.outcome.ready.val() {
                    self.done.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.flush.d.next = self.opcode.val() == self.op_flush.val();
                self.write.d.next = self.opcode.val() == self.op_write.val();
                self.read.d.next =
                    (self.opcode.val() == self.op_read.val()) | (self.opcode.val() == self.op_compare.val());
                self.compare.d.next = self.opcode.val() == self.op_compare.val();
                self.zeroes.d.next = self.opcode.val() == self.op_zeroes.val();
                self.ranges.d.next = self.opcode.val() == self.op_ranges.val();
                // Without AD the ranges are hints about use, which ask for nothing.
                self.hints.d.next = (self.opcode.val() == self.op_ranges.val()) & !self.sqe.data.val().cdw11.get_bit(2);
                // FUSE and PSDT.
                self.bad_field.d.next =
                    self.sqe.data.val().cdw0.get_bits::<2>(8).any() | self.sqe.data.val().cdw0.get_bits::<2>(14).any();
                self.bad_nsid.d.next = (self.sqe.data.val().nsid != self.nsid.val())
                    & !((self.opcode.val() == self.op_flush.val()) & (self.sqe.data.val().nsid == self.nsid_all.val()));
                self.too_long.d.next = self.blocks.val().get_bits::<11>(5).any();
                self.beyond.d.next = self.sqe.data.val().cdw11.any();
                self.last_lba.d.next =
                    bit_cast::<33, 32>(self.sqe.data.val().cdw10) + bit_cast::<33, 16>(self.blocks.val());
                self.entries.d.next = bit_cast::<6, 5>(self.blocks.val().get_bits::<5>(0))
                    + bit_cast::<6, 1>(self.offset.val().any().into());
                self.bad_first.d.next = self.offset.val().get_bits::<2>(0).any();
                if self.opcode.val() == self.op_zeroes.val() {
                    // No data, no PRPs.
                    self.entries.d.next = 0.into();
                    self.bad_first.d.next = false;
                }
                if self.opcode.val() == self.op_ranges.val() {
                    self.entries.d.next = 0.into();
                    if self.range_bytes.val() > self.page.val() {
                        self.entries.d.next = 1.into();
                    }
                }
                self.bad_page.d.next = self.sqe.data.val().prp2.get_bits::<12>(0).any();
                self.bad_list.d.next = self.sqe.data.val().prp2.get_bits::<3>(0).any();
                if self.sqe.valid.val() & self.run.val() {
                    self.state.d.next = State::Checking;
                }
            }
        }
        // A list that is being fetched ends first; a command already in `handing` goes to the unit.
        if !self.run.val() & ((self.state.q.val() != State::Fetching) | self.list_done.val()) {
            self.state.d.next = State::Idle;
        }

        self.sqe.ready.next = self.done.val();
        self.outcome.data.next.cid = self.sqe.data.val().cdw0.get_bits::<16>(16);
        self.outcome.data.next.lba = self.sqe.data.val().cdw10;
        self.outcome.data.next.nsid = self.sqe.data.val().nsid;
        self.outcome.data.next.queue = self.sqe.data.val().queue;
        self.outcome.data.next.status = self.status.q.val();
        self.command.data.next = self.handing.q.val();
        self.command.valid.next = self.handing_valid.q.val();
        self.take_row.next = self.row.q.val();
        self.take_name.next.queue = self.sqe.data.val().queue;
        self.take_name.next.cid = self.sqe.data.val().cdw0.get_bits::<16>(16);
        self.take_read.next = self.read.q.val();
        self.take_write.next = self.write.q.val();
        self.take_compare.next = self.compare.q.val();
        self.put_first.next = self.sqe.data.val().prp1;
        self.put_second.next = self.sqe.data.val().prp2;
        self.begin.data.next.row = self.row.q.val();
        self.begin.data.next.lba = self.sqe.data.val().cdw10;
        self.begin.data.next.blocks = bit_cast::<32, 16>(self.blocks.val()) + 1;
        self.begin.data.next.ranges = 0.into();
        if self.ranges.q.val() {
            self.begin.data.next.blocks = 0.into();
            self.begin.data.next.ranges = bit_cast::<9, 8>(self.sqe.data.val().cdw10.get_bits::<8>(0)) + 1;
        }
        self.begin.data.next.at = bit_cast::<13, 12>(self.offset.val());
        self.begin.data.next.first = self.sqe.data.val().prp1;
        self.begin.data.next.second = self.sqe.data.val().prp2;
        self.list.data.next.row = self.row.q.val();
        self.list.data.next.address = self.sqe.data.val().prp2;
        self.list.data.next.entries = self.entries.q.val();

        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.handing_valid.d.next = false;
        }
    }
}
