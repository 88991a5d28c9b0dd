//! The status table and the trace ring, as they stand.

use super::bank::Access;
use crate::leaf::DFF;
use crate::wires::RowView;
use rust_hdl::prelude::*;
use twinpath_spec::control::*;
use twinpath_spec::limits::ROWS;

// What the kernel takes apart by bits: pairs of words, in ranges that begin at a multiple of their size.
const _: () = {
    assert!(ROWS == 64 && ROW_RANGE.stride == 16 && ROW_TAG.stride == 16);
    assert!(ROW_RANGE.offset.is_multiple_of(64 * 16) && ROW_TAG.offset == ROW_RANGE.offset + 8);
    assert!(TRACE_ENTRIES == 512 && TRACE_EVENT.stride == 16 && TRACE_DETAIL.stride == 16);
    assert!(TRACE_EVENT.offset.is_multiple_of(512 * 16) && TRACE_DETAIL.offset == TRACE_EVENT.offset + 8);
};

#[derive(LogicBlock)]
pub struct TableRegisters {
    pub clock: Signal<In, Clock>,
    pub access: Signal<In, Access>,
    pub shown: Signal<Out, Bits<64>>,
    // A bit per row.
    pub valid: Signal<In, Bits<64>>,
    pub active: Signal<In, Bits<64>>,
    pub forwarded: Signal<In, Bits<64>>,
    pub shared: Signal<In, Bits<64>>,
    pub row_address: Signal<Out, Bits<6>>,
    /// One cycle after its address.
    pub row_view: Signal<In, RowView>,
    pub trace_address: Signal<Out, Bits<9>>,
    /// One cycle after their address.
    pub trace_first: Signal<In, Bits<64>>,
    pub trace_second: Signal<In, Bits<64>>,
    /// The word within each range, if the bits above its size are 0.
    in_rows: Signal<Local, Bits<13>>,
    in_trace: Signal<Local, Bits<13>>,
    row: Signal<Local, Bits<6>>,
    // While the memories are read.
    row_here: DFF<Bit>,
    trace_here: DFF<Bit>,
    second: DFF<Bit>,
    row_valid: DFF<Bit>,
    row_active: DFF<Bit>,
    row_forwarded: DFF<Bit>,
    row_shared: DFF<Bit>,
    word: DFF<Bits<64>>,
    rows_from: Constant<Bits<13>>,
    trace_from: Constant<Bits<13>>,
    lba_at: Constant<Bits<6>>,
    blocks_at: Constant<Bits<6>>,
    valid_at: Constant<Bits<6>>,
    exclusive_at: Constant<Bits<6>>,
    forwarded_at: Constant<Bits<6>>,
    read_at: Constant<Bits<6>>,
    wseq_at: Constant<Bits<6>>,
    left_at: Constant<Bits<6>>,
}

super::block_default!(TableRegisters {
    clock access shown valid active forwarded shared row_address row_view trace_address trace_first trace_second in_rows
    in_trace row row_here trace_here second row_valid row_active row_forwarded row_shared word;;
    rows_from = ROW_RANGE.offset / 8, trace_from = TRACE_EVENT.offset / 8,
    lba_at = ROW_RANGE.field("lba").lsb, blocks_at = ROW_RANGE.field("blocks").lsb,
    valid_at = ROW_RANGE.field("valid").lsb, exclusive_at = ROW_RANGE.field("exclusive").lsb,
    forwarded_at = ROW_RANGE.field("forwarded").lsb, read_at = ROW_RANGE.field("read").lsb,
    wseq_at = ROW_TAG.field("wseq").lsb, left_at = ROW_TAG.field("left").lsb
});

impl Logic for TableRegisters {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, row_here, trace_here, second, row_valid, row_active, row_forwarded, row_shared, word);
        // First cycle: the memories have their address.
        self.in_rows.next = self.access.val().word ^ self.rows_from.val();
        self.in_trace.next = self.access.val().word ^ self.trace_from.val();
        self.row.next = self.in_rows.val().get_bits::<6>(1);
        self.row_address.next = self.row.val();
        self.trace_address.next = self.in_trace.val().get_bits::<9>(1);
        self.row_here.d.next = !self.in_rows.val().get_bits::<6>(7).any();
        self.trace_here.d.next = !self.in_trace.val().get_bits::<3>(10).any();
        self.second.d.next = self.access.val().word.get_bit(0);
        self.row_valid.d.next = self.valid.val().get_bit(self.row.val().index());
        self.row_active.d.next = self.active.val().get_bit(self.row.val().index());
        self.row_forwarded.d.next = self.forwarded.val().get_bit(self.row.val().index());
        self.row_shared.d.next = self.shared.val().get_bit(self.row.val().index());

        // Second cycle: they have answered.
        self.word.d.next = 0.into();
        if self.row_here.q.val() {
            self.word.d.next = (bit_cast::<64, 32>(self.row_view.val().lba) << self.lba_at.val())
                | (bit_cast::<64, 6>(self.row_view.val().blocks) << self.blocks_at.val())
                | (bit_cast::<64, 1>(self.row_valid.q.val().into()) << self.valid_at.val())
                | (bit_cast::<64, 1>(self.row_active.q.val().into()) << self.exclusive_at.val())
                | (bit_cast::<64, 1>(self.row_forwarded.q.val().into()) << self.forwarded_at.val())
                | (bit_cast::<64, 1>(self.row_shared.q.val().into()) << self.read_at.val());
            if self.second.q.val() {
                self.word.d.next = (bit_cast::<64, 32>(self.row_view.val().wseq) << self.wseq_at.val())
                    | (bit_cast::<64, 6>(self.row_view.val().left) << self.left_at.val());
            }
        }
        if self.trace_here.q.val() {
            self.word.d.next = self.trace_first.val();
            if self.second.q.val() {
                self.word.d.next = self.trace_second.val();
            }
        }
        self.shown.next = self.word.q.val();
    }
}
