#![doc = include_str!("doc.md")]

mod bank;
mod counters;
mod identity;
mod paths;
mod state;
mod tables;

use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{Modes, RegRequest, RowView};
use bank::Access;
use counters::CounterRegisters;
use identity::Identity;
use paths::PathRegisters;
use rust_hdl::prelude::*;
use state::StateRegisters;
use tables::TableRegisters;

/// `Default` for a group of registers: plain fields, children that are made for their registers, constants.
macro_rules! block_default {
    ($block:ident {
        $($field:ident)*; $($child:ident = $made:expr),*; $($constant:ident = $value:expr),*
    }) => {
        impl Default for $block {
            fn default() -> Self {
                Self {
                    $($field: Default::default(),)*
                    $($child: $made,)*
                    $($constant: rust_hdl::prelude::Constant::new(u64::from($value).to_bits()),)*
                }
            }
        }
    };
}
use block_default;

/// The access under way.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
enum Step {
    Idle,
    /// A write is done in this cycle. A read's groups find their lanes and the memories have their address.
    Deciding,
    /// The groups take their words.
    Selecting,
    /// The one word that is not 0 becomes the reply.
    Joining,
    Replying,
}

/// The control window.
#[derive(LogicBlock)]
pub struct Control {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Accesses to BAR2; `window` is not looked at.
    pub regs: StreamSink<RegRequest>,
    /// One whole word for each read, in order.
    pub reg_reply: StreamSource<Bits<64>>,
    // Identity.
    pub unit_id: Signal<In, Bit>,
    pub board_id: Signal<In, Bits<8>>,
    pub serial: Signal<In, Bits<64>>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub cycle: Signal<In, Bits<40>>,
    // Paths 1 to 5.
    pub path_writes: [Signal<In, Bits<48>>; 5],
    pub path_beats: [Signal<In, Bits<48>>; 5],
    pub path_stalls: [Signal<In, Bits<48>>; 5],
    pub path_busy: Signal<In, Bits<5>>,
    pub path_enable: Signal<Out, Bits<5>>,
    // Unit.
    pub modes: Signal<Out, Modes>,
    /// In cycles.
    pub hold_limit: Signal<Out, Bits<48>>,
    pub wait_limit: Signal<Out, Bits<48>>,
    /// Who holds the reservation: 0 nobody, 1 the first unit's host, 2 the second's.
    pub holder: Signal<Out, Bits<2>>,
    pub epoch: Signal<In, Bits<16>>,
    /// 0 Hold, 1 draining, 2 connecting, 3 resuming, 4 serving.
    pub state: Signal<In, Bits<4>>,
    /// How many.
    pub rows_live: Signal<In, Bits<7>>,
    /// A bit per slot.
    pub slots_used: Signal<In, Bits<16>>,
    pub nvme_ready: Signal<In, Bit>,
    pub overrides: Signal<In, Bits<32>>,
    pub grants: Signal<In, Bits<32>>,
    pub waits: Signal<In, Bits<32>>,
    pub gate_faults: Signal<In, Bits<32>>,
    pub protocol_faults: Signal<In, Bits<32>>,
    pub integrity_faults: Signal<In, Bits<32>>,
    pub reads: Signal<In, Bits<32>>,
    // Link and host side; the counters in the order of the registers.
    pub link_up: Signal<In, Bit>,
    pub link_phy: Signal<In, Bit>,
    pub session: Signal<In, Bits<16>>,
    pub link_refusal: Signal<In, Bits<4>>,
    pub link_counters: [Signal<In, Bits<32>>; 11],
    pub host_counters: [Signal<In, Bits<32>>; 8],
    // The status table, a bit per row; what else there is of a row comes one cycle after its address.
    pub valid: Signal<In, Bits<64>>,
    pub active: Signal<In, Bits<64>>,
    pub forwarded: Signal<In, Bits<64>>,
    pub shared: Signal<In, Bits<64>>,
    pub row_address: Signal<Out, Bits<6>>,
    pub row_view: Signal<In, RowView>,
    // The trace ring; both words come one cycle after the address.
    pub trace_head: Signal<In, Bits<32>>,
    pub trace_address: Signal<Out, Bits<9>>,
    pub trace_first: Signal<In, Bits<64>>,
    pub trace_second: Signal<In, Bits<64>>,
    step: DFF<Step>,
    request: DFF<RegRequest>,
    reply: DFF<Bits<64>>,
    access: Signal<Local, Access>,
    /// The mask of the first `n` bytes.
    mask: [Signal<Local, Bits<64>>; 9],
    identity: Identity,
    paths: PathRegisters,
    states: StateRegisters,
    counters: CounterRegisters,
    tables: TableRegisters,
    byte_mask: Constant<Bits<64>>,
}

block_default!(Control {
    clock reset regs reg_reply unit_id board_id serial area_blocks cycle path_writes path_beats path_stalls path_busy
    path_enable modes hold_limit wait_limit holder epoch state rows_live slots_used nvme_ready overrides grants waits gate_faults
    protocol_faults integrity_faults reads link_up link_phy session link_refusal link_counters host_counters valid active forwarded shared
    row_address row_view trace_head trace_address trace_first trace_second step request reply access mask identity paths states
    counters tables;;
    byte_mask = 0xffu8
});

impl Logic for Control {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, step, request, reply);
        clock!(self, clock, identity, paths, states, counters, tables);

        // One access at a time.
        self.regs.ready.next = false;
        self.reg_reply.valid.next = false;
        self.reg_reply.data.next = self.reply.q.val();
        self.mask[0].next = 0.into();
        for i in 0..8 {
            self.mask[i + 1].next = self.mask[i].val();
            if self.request.q.val().enable.get_bit(i) {
                self.mask[i + 1].next = self.mask[i].val() | (self.byte_mask.val() << (8 * i).to_bits::<6>());
            }
        }
        self.access.next.word = self.request.q.val().address.get_bits::<13>(3);
        self.access.next.data = self.request.q.val().data;
        self.access.next.mask = self.mask[8].val();
        self.access.next.write = false;
        match self.step.q.val() {
            Step::Deciding => {
                self.access.next.write = self.request.q.val().write;
                self.step.d.next = Step::Selecting;
                if self.request.q.val().write {
                    self.step.d.next = Step::Idle;
                }
            }
            Step::Selecting => {
                self.step.d.next = Step::Joining;
            }
            Step::Joining => {
                self.step.d.next = Step::Replying;
            }
            Step::Replying => {
                self.reg_reply.valid.next = true;
                if self.reg_reply.ready.val() {
                    self.step.d.next = Step::Idle;
                }
            }
            Step::Idle => {
                self.regs.ready.next = true;
                self.request.d.next = self.regs.data.val();
                self.step.d.next = Step::Idle;
                if self.regs.valid.val() {
                    self.step.d.next = Step::Deciding;
                }
            }
        }
        if self.step.q.val() == Step::Joining {
            self.reply.d.next = self.identity.shown.val()
                | self.paths.shown.val()
                | self.states.shown.val()
                | self.counters.shown.val()
                | self.tables.shown.val();
        }
        if self.reset.val() {
            self.step.d.next = Step::Idle;
        }

        // The groups.
        self.identity.access.next = self.access.val();
        self.identity.unit_id.next = self.unit_id.val();
        self.identity.board_id.next = self.board_id.val();
        self.identity.serial.next = self.serial.val();
        self.identity.area_blocks.next = self.area_blocks.val();
        self.identity.cycle.next = self.cycle.val();
        self.identity.trace_head.next = self.trace_head.val();

        self.paths.reset.next = self.reset.val();
        self.paths.access.next = self.access.val();
        self.paths.busy.next = self.path_busy.val();
        for i in 0..5 {
            self.paths.writes[i].next = self.path_writes[i].val();
            self.paths.beats[i].next = self.path_beats[i].val();
            self.paths.stalls[i].next = self.path_stalls[i].val();
        }
        self.path_enable.next = self.paths.enable.val();

        self.states.reset.next = self.reset.val();
        self.states.access.next = self.access.val();
        self.states.epoch.next = self.epoch.val();
        self.states.state.next = self.state.val();
        self.states.rows_live.next = self.rows_live.val();
        self.states.slots_used.next = self.slots_used.val();
        self.states.nvme_ready.next = self.nvme_ready.val();
        self.states.link_up.next = self.link_up.val();
        self.states.link_phy.next = self.link_phy.val();
        self.states.session.next = self.session.val();
        self.states.link_refusal.next = self.link_refusal.val();
        self.modes.next = self.states.modes.val();
        self.hold_limit.next = self.states.hold_limit.val();
        self.wait_limit.next = self.states.wait_limit.val();
        self.holder.next = self.states.holder.val();

        self.counters.access.next = self.access.val();
        self.counters.unit[0].next = self.overrides.val();
        self.counters.unit[1].next = self.grants.val();
        self.counters.unit[2].next = self.waits.val();
        self.counters.unit[3].next = self.gate_faults.val();
        self.counters.unit[4].next = self.protocol_faults.val();
        self.counters.unit[5].next = self.integrity_faults.val();
        self.counters.unit[6].next = self.reads.val();
        for i in 0..11 {
            self.counters.link[i].next = self.link_counters[i].val();
        }
        for i in 0..8 {
            self.counters.host[i].next = self.host_counters[i].val();
        }

        self.tables.access.next = self.access.val();
        self.tables.valid.next = self.valid.val();
        self.tables.active.next = self.active.val();
        self.tables.forwarded.next = self.forwarded.val();
        self.tables.shared.next = self.shared.val();
        self.row_address.next = self.tables.row_address.val();
        self.tables.row_view.next = self.row_view.val();
        self.trace_address.next = self.tables.trace_address.val();
        self.tables.trace_first.next = self.trace_first.val();
        self.tables.trace_second.next = self.trace_second.val();
    }
}

#[cfg(test)]
mod tests;
