//! The page on which the card introduces itself, and where its trace stands.

use super::bank::{Access, Bank};
use rust_hdl::prelude::*;
use twinpath_spec::{control::*, limits, nvme};

/// Ports to other cards.
const LINKS: u64 = 1;

#[derive(LogicBlock)]
pub struct Identity {
    pub clock: Signal<In, Clock>,
    pub access: Signal<In, Access>,
    pub shown: Signal<Out, Bits<64>>,
    pub unit_id: Signal<In, Bit>,
    pub board_id: Signal<In, Bits<8>>,
    pub serial: Signal<In, Bits<64>>,
    pub area_blocks: Signal<In, Bits<32>>,
    pub cycle: Signal<In, Bits<40>>,
    pub trace_head: Signal<In, Bits<32>>,
    bank: Bank<8, 64>,
    magic: Constant<Bits<64>>,
    version: Constant<Bits<64>>,
    capabilities: Constant<Bits<64>>,
    board_at: Constant<Bits<6>>,
    unit_at: Constant<Bits<6>>,
    blocks_at: Constant<Bits<6>>,
    serial_at: Constant<Bits<6>>,
    cycles_at: Constant<Bits<6>>,
    head_at: Constant<Bits<6>>,
}

super::block_default!(Identity {
    clock access shown unit_id board_id serial area_blocks cycle trace_head;
    bank = Bank::at([MAGIC, VERSION, BOARD, CAPABILITIES, VOLUME, SERIAL, CYCLES, TRACE_HEAD].map(|r| r.offset));
    magic = MAGIC_VALUE, version = VERSION_VALUE, capabilities = capabilities(),
    board_at = BOARD.field("board").lsb, unit_at = BOARD.field("unit").lsb, blocks_at = VOLUME.field("blocks").lsb,
    serial_at = SERIAL.field("number").lsb, cycles_at = CYCLES.field("cycles").lsb, head_at = TRACE_HEAD.field("count").lsb
});

fn capabilities() -> u64 {
    let put = |name, value| CAPABILITIES.field(name).put(value);
    put("links", LINKS)
        | put("queues", nvme::IO_QUEUES.into())
        | put("rows", limits::ROWS as u64)
        | put("slots", limits::SLOTS as u64)
        | put("paths", PATHS.into())
        | put("trace_entries", TRACE_ENTRIES.into())
}

impl Logic for Identity {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, bank);
        self.bank.access.next = self.access.val();
        self.bank.values[0].next = self.magic.val();
        self.bank.values[1].next = self.version.val();
        self.bank.values[2].next = (bit_cast::<64, 8>(self.board_id.val()) << self.board_at.val())
            | (bit_cast::<64, 1>(self.unit_id.val().into()) << self.unit_at.val());
        self.bank.values[3].next = self.capabilities.val();
        self.bank.values[4].next = bit_cast::<64, 32>(self.area_blocks.val()) << self.blocks_at.val();
        self.bank.values[5].next = self.serial.val() << self.serial_at.val();
        self.bank.values[6].next = bit_cast::<64, 40>(self.cycle.val()) << self.cycles_at.val();
        self.bank.values[7].next = bit_cast::<64, 32>(self.trace_head.val()) << self.head_at.val();
        self.shown.next = self.bank.shown.val();
    }
}
