#![doc = include_str!("doc.md")]

use crate::area::AreaMemory;
use crate::blocks::Blocks;
use crate::leaf::{StreamSource, DFF};
use crate::link::Link;
use crate::nvme::Nvme;
use crate::pcie::{self, Pcie};
use crate::unit::Unit;
use crate::wires::*;
use rust_hdl::prelude::*;

/// The first epoch of a pair; it changes with roles, which come with the failure protocol.
const EPOCH: u16 = 1;

/// What the board and the configuration space say. It changes rarely and reaches everywhere, so it comes from registers.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// Not in reset; low as the FPGA wakes.
    pub running: Bit,
    pub bdf: Bits<16>,
    pub mps: Bits<3>,
    pub mrrs: Bits<3>,
    pub rcb: Bit,
    pub bus_master: Bit,
    pub msix_enable: Bit,
    pub msix_mask: Bit,
    pub flr_request: Bit,
    pub link_up: Bit,
    pub link_fault: Bit,
    pub area_blocks: Bits<32>,
    pub board_id: Bits<8>,
    pub unit_id: Bit,
    pub serial: Bits<64>,
}

/// A card with one link and a memory area: everything behind the PCIe block and the physical link.
#[derive(LogicBlock)]
pub struct Card {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    // PCIe: TLP streams and what the PCIe block tells of the configuration space.
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_keep: Signal<In, Bits<8>>,
    pub rx_sop: Signal<In, Bit>,
    pub rx_eop: Signal<In, Bit>,
    pub rx_bar: Signal<In, Bits<3>>,
    pub rx_valid: Signal<In, Bit>,
    pub rx_ready: Signal<Out, Bit>,
    pub tx_data: Signal<Out, Bits<64>>,
    pub tx_keep: Signal<Out, Bits<8>>,
    pub tx_sop: Signal<Out, Bit>,
    pub tx_eop: Signal<Out, Bit>,
    pub tx_valid: Signal<Out, Bit>,
    pub tx_ready: Signal<In, Bit>,
    pub cfg_bdf: Signal<In, Bits<16>>,
    pub cfg_mps: Signal<In, Bits<3>>,
    pub cfg_mrrs: Signal<In, Bits<3>>,
    pub cfg_rcb: Signal<In, Bit>,
    pub cfg_bus_master: Signal<In, Bit>,
    pub cfg_msix_enable: Signal<In, Bit>,
    pub cfg_msix_mask: Signal<In, Bit>,
    pub flr_request: Signal<In, Bit>,
    pub flr_done: Signal<Out, Bit>,
    // The link to the other card.
    pub link_tx_data: Signal<Out, Bits<64>>,
    pub link_tx_end: Signal<Out, Bit>,
    pub link_tx_valid: Signal<Out, Bit>,
    pub link_tx_ready: Signal<In, Bit>,
    pub link_rx_data: Signal<In, Bits<64>>,
    pub link_rx_end: Signal<In, Bit>,
    pub link_rx_valid: Signal<In, Bit>,
    pub link_up: Signal<In, Bit>,
    pub link_fault: Signal<In, Bit>,
    // The area's memory.
    pub axi_aw_addr: Signal<Out, Bits<40>>,
    pub axi_aw_len: Signal<Out, Bits<8>>,
    pub axi_aw_valid: Signal<Out, Bit>,
    pub axi_aw_ready: Signal<In, Bit>,
    pub axi_w_data: Signal<Out, Bits<64>>,
    pub axi_w_strb: Signal<Out, Bits<8>>,
    pub axi_w_last: Signal<Out, Bit>,
    pub axi_w_valid: Signal<Out, Bit>,
    pub axi_w_ready: Signal<In, Bit>,
    pub axi_b_resp: Signal<In, Bits<2>>,
    pub axi_b_valid: Signal<In, Bit>,
    pub axi_b_ready: Signal<Out, Bit>,
    pub axi_ar_addr: Signal<Out, Bits<40>>,
    pub axi_ar_len: Signal<Out, Bits<8>>,
    pub axi_ar_valid: Signal<Out, Bit>,
    pub axi_ar_ready: Signal<In, Bit>,
    pub axi_r_data: Signal<In, Bits<64>>,
    pub axi_r_resp: Signal<In, Bits<2>>,
    pub axi_r_last: Signal<In, Bit>,
    pub axi_r_valid: Signal<In, Bit>,
    pub axi_r_ready: Signal<Out, Bit>,
    // Straps.
    pub area_blocks: Signal<In, Bits<32>>,
    pub board_id: Signal<In, Bits<8>>,
    /// 0: first unit of the pair, 1: second.
    pub unit_id: Signal<In, Bit>,
    pub serial: Signal<In, Bits<64>>,
    /// 0 session open, 1 serving, 2 controller ready.
    pub leds: Signal<Out, Bits<8>>,
    // Status changes of the unit's table, for an observer.
    pub status_valid: Signal<Out, Bit>,
    pub status_row: Signal<Out, Bits<6>>,
    pub status_old: Signal<Out, Bits<2>>,
    pub status_new: Signal<Out, Bits<2>>,
    pub status_read: Signal<Out, Bit>,
    pub status_lba: Signal<Out, Bits<32>>,
    pub status_blocks: Signal<Out, Bits<6>>,
    pub status_unit: Signal<Out, Bit>,
    pub status_wseq: Signal<Out, Bits<32>>,
    /// Who holds the reservation: 0 nobody, 1 the first unit's host, 2 the second's.
    pub status_holder: Signal<Out, Bits<2>>,
    settings: DFF<Settings>,
    now: Signal<Local, Settings>,
    pcie: Pcie,
    nvme: Nvme,
    blocks: Blocks,
    unit: Unit,
    link: Link<{ twinpath_spec::link::WINDOW as usize }>,
    area: AreaMemory,
    slot_word: Signal<Local, Bit>,
    to_control: Signal<Local, Bit>,
    place_slot: Constant<Bits<2>>,
    timeout_cycles: Constant<Bits<32>>,
    epoch: Constant<Bits<16>>,
}

crate::leaf::block_default!(Card {
    clock reset rx_data rx_keep rx_sop rx_eop rx_bar rx_valid rx_ready tx_data tx_keep tx_sop tx_eop tx_valid tx_ready cfg_bdf
    cfg_mps cfg_mrrs cfg_rcb cfg_bus_master cfg_msix_enable cfg_msix_mask flr_request flr_done link_tx_data link_tx_end
    link_tx_valid link_tx_ready link_rx_data link_rx_end link_rx_valid link_up link_fault axi_aw_addr axi_aw_len axi_aw_valid
    axi_aw_ready axi_w_data axi_w_strb axi_w_last axi_w_valid axi_w_ready axi_b_resp axi_b_valid axi_b_ready axi_ar_addr
    axi_ar_len axi_ar_valid axi_ar_ready axi_r_data axi_r_resp axi_r_last axi_r_valid axi_r_ready area_blocks board_id unit_id
    serial leds status_valid status_row status_old status_new status_read status_lba status_blocks status_unit status_wseq
    status_holder settings
    now pcie nvme blocks unit link area slot_word to_control;
    place_slot = PLACE_SLOT, timeout_cycles = pcie::TIMEOUT_CYCLES, epoch = EPOCH
});

impl Logic for Card {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, settings, pcie, nvme, blocks, unit, link, area);
        self.settings.d.next.running = !self.reset.val();
        self.settings.d.next.bdf = self.cfg_bdf.val();
        self.settings.d.next.mps = self.cfg_mps.val();
        self.settings.d.next.mrrs = self.cfg_mrrs.val();
        self.settings.d.next.rcb = self.cfg_rcb.val();
        self.settings.d.next.bus_master = self.cfg_bus_master.val();
        self.settings.d.next.msix_enable = self.cfg_msix_enable.val();
        self.settings.d.next.msix_mask = self.cfg_msix_mask.val();
        self.settings.d.next.flr_request = self.flr_request.val();
        self.settings.d.next.link_up = self.link_up.val();
        self.settings.d.next.link_fault = self.link_fault.val();
        self.settings.d.next.area_blocks = self.area_blocks.val();
        self.settings.d.next.board_id = self.board_id.val();
        self.settings.d.next.unit_id = self.unit_id.val();
        self.settings.d.next.serial = self.serial.val();
        self.now.next = self.settings.q.val();
        self.pcie.reset.next = !self.now.val().running;
        self.nvme.reset.next = !self.now.val().running;
        self.blocks.reset.next = !self.now.val().running;
        self.unit.reset.next = !self.now.val().running;
        self.link.reset.next = !self.now.val().running;
        self.area.reset.next = !self.now.val().running;

        // ---- The host's side of pcie.
        self.pcie.rx_data.next = self.rx_data.val();
        self.pcie.rx_keep.next = self.rx_keep.val();
        self.pcie.rx_sop.next = self.rx_sop.val();
        self.pcie.rx_eop.next = self.rx_eop.val();
        self.pcie.rx_bar.next = self.rx_bar.val();
        self.pcie.rx_valid.next = self.rx_valid.val();
        self.rx_ready.next = self.pcie.rx_ready.val();
        self.tx_data.next = self.pcie.tx_data.val();
        self.tx_keep.next = self.pcie.tx_keep.val();
        self.tx_sop.next = self.pcie.tx_sop.val();
        self.tx_eop.next = self.pcie.tx_eop.val();
        self.tx_valid.next = self.pcie.tx_valid.val();
        self.pcie.tx_ready.next = self.tx_ready.val();
        self.pcie.cfg_bdf.next = self.now.val().bdf;
        self.pcie.cfg_mps.next = self.now.val().mps;
        self.pcie.cfg_mrrs.next = self.now.val().mrrs;
        self.pcie.cfg_rcb.next = self.now.val().rcb;
        self.pcie.cfg_bus_master.next = self.now.val().bus_master;
        self.pcie.cfg_msix_enable.next = self.now.val().msix_enable;
        self.pcie.cfg_msix_mask.next = self.now.val().msix_mask;
        self.pcie.timeout_cycles.next = self.timeout_cycles.val();

        // ---- Register windows: BAR0 is the controller's, BAR2 the unit's. One access is under way at a time.
        self.to_control.next = self.pcie.regs.data.val().window;
        self.nvme.regs.data.next = self.pcie.regs.data.val();
        self.unit.regs.data.next = self.pcie.regs.data.val();
        self.nvme.regs.valid.next = self.pcie.regs.valid.val() & !self.to_control.val();
        self.unit.regs.valid.next = self.pcie.regs.valid.val() & self.to_control.val();
        self.pcie.regs.ready.next = self.nvme.regs.ready.val();
        if self.to_control.val() {
            self.pcie.regs.ready.next = self.unit.regs.ready.val();
        }
        self.pcie.reg_reply.data.next = self.nvme.reg_reply.data.val();
        if self.unit.reg_reply.valid.val() {
            self.pcie.reg_reply.data.next = self.unit.reg_reply.data.val();
        }
        self.pcie.reg_reply.valid.next = self.nvme.reg_reply.valid.val() | self.unit.reg_reply.valid.val();
        self.unit.reg_reply.ready.next = self.pcie.reg_reply.ready.val();
        self.nvme.reg_reply.ready.next = self.pcie.reg_reply.ready.val() & !self.unit.reg_reply.valid.val();

        // ---- Controller and host memory.
        StreamSource::<DmaRead>::join(&mut self.nvme.dma_read, &mut self.pcie.dma_read);
        StreamSource::<DmaDone>::join(&mut self.pcie.read_done, &mut self.blocks.read_done);
        StreamSource::<DmaDone>::join(&mut self.blocks.settled, &mut self.nvme.read_done);
        StreamSource::<DmaWrite>::join(&mut self.nvme.dma_write, &mut self.pcie.dma_write);
        StreamSource::<DmaDone>::join(&mut self.pcie.write_done, &mut self.nvme.write_done);
        StreamSource::<Post>::join(&mut self.nvme.post, &mut self.pcie.post);
        self.nvme.post_done.next = self.pcie.post_done.val();
        self.slot_word.next = self.pcie.word.val().place == self.place_slot.val();
        self.nvme.word.next = self.pcie.word.val();
        self.nvme.word_valid.next = self.pcie.word_valid.val() & !self.slot_word.val();
        self.nvme.area_blocks.next = self.now.val().area_blocks;
        self.nvme.unit_id.next = self.now.val().unit_id;
        self.nvme.serial.next = self.now.val().serial;
        self.nvme.flr.next = self.now.val().flr_request;
        self.pcie.flr.next = self.now.val().flr_request;
        self.flr_done.next = !self.nvme.ready.val();

        // ---- Data slots.
        self.pcie.words_busy.next = self.blocks.busy.val();
        self.unit.word_lost.next = self.blocks.lost.val();
        self.blocks.word.next = self.pcie.word.val();
        self.blocks.word_valid.next = self.pcie.word_valid.val() & self.slot_word.val();
        StreamSource::<SlotWord>::join(&mut self.link.slot_write, &mut self.blocks.write[0]);
        StreamSource::<SlotWord>::join(&mut self.area.read_words, &mut self.blocks.write[1]);
        StreamSource::<SlotWord>::join(&mut self.nvme.fill, &mut self.blocks.write[2]);
        StreamSource::<SlotRead>::join(&mut self.pcie.slot_read, &mut self.blocks.read[0]);
        StreamSource::<Bits<64>>::join(&mut self.blocks.words[0], &mut self.pcie.slot_words);
        StreamSource::<SlotRead>::join(&mut self.link.slot_read, &mut self.blocks.read[1]);
        StreamSource::<Bits<64>>::join(&mut self.blocks.words[1], &mut self.link.slot_words);
        StreamSource::<SlotRead>::join(&mut self.unit.slot_read, &mut self.blocks.read[2]);
        StreamSource::<Bits<64>>::join(&mut self.blocks.words[2], &mut self.unit.slot_words);
        StreamSource::<SlotRead>::join(&mut self.nvme.slot_read, &mut self.blocks.read[3]);
        StreamSource::<Bits<64>>::join(&mut self.blocks.words[3], &mut self.nvme.slot_words);

        // ---- Unit and controller.
        StreamSource::<Command>::join(&mut self.nvme.command, &mut self.unit.command);
        StreamSource::<HostJob>::join(&mut self.unit.fetch, &mut self.nvme.fetch);
        StreamSource::<HostDone>::join(&mut self.nvme.fetched, &mut self.unit.fetched);
        StreamSource::<HostJob>::join(&mut self.unit.store, &mut self.nvme.store);
        StreamSource::<HostDone>::join(&mut self.nvme.stored, &mut self.unit.stored);
        StreamSource::<Answer>::join(&mut self.unit.answer, &mut self.nvme.answer);
        StreamSource::<Bits<5>>::join(&mut self.nvme.abort, &mut self.unit.abort);
        self.nvme.aborted.next = self.unit.aborted.val();
        self.nvme.refuse.next = self.unit.refuse.val();
        self.unit.unit_id.next = self.now.val().unit_id;
        self.unit.board_id.next = self.now.val().board_id;
        self.unit.serial.next = self.now.val().serial;
        self.unit.area_blocks.next = self.now.val().area_blocks;
        self.unit.nvme_ready.next = self.nvme.ready.val();
        self.unit.resetting.next = self.nvme.stopping.val();
        self.nvme.rows_open.next = self.unit.rows_open.val();
        self.unit.epoch.next = self.epoch.val();
        self.unit.host_counters[0].next = self.pcie.rx_tlps.val();
        self.unit.host_counters[1].next = self.pcie.tx_tlps.val();
        self.unit.host_counters[2].next = self.pcie.unsupported.val();
        self.unit.host_counters[3].next = self.pcie.malformed.val();
        self.unit.host_counters[4].next = self.pcie.unexpected_completions.val();
        self.unit.host_counters[5].next = self.pcie.timeouts.val();
        self.unit.host_counters[6].next = self.nvme.commands.val();
        self.unit.host_counters[7].next = self.nvme.invalid_doorbells.val();

        // ---- Unit and link.
        StreamSource::<Frame>::join(&mut self.unit.send, &mut self.link.send);
        StreamSource::<Sent>::join(&mut self.link.sent, &mut self.unit.sent);
        StreamSource::<Frame>::join(&mut self.link.got, &mut self.unit.got);
        StreamSource::<Bits<4>>::join(&mut self.unit.free_slot, &mut self.link.free_slot);
        self.link.unit_id.next = self.now.val().unit_id;
        self.link.epoch.next = self.epoch.val();
        self.link.connect.next = self.unit.connect.val();
        self.unit.link_up.next = self.link.up.val();
        self.unit.link_phy.next = self.now.val().link_up;
        self.unit.link_quiet.next = self.link.quiet.val();
        self.unit.link_session.next = self.link.session.val();
        self.unit.link_refusal.next = self.link.refusal.val();
        for i in 0..11 {
            self.unit.link_counters[i].next = self.link.counts[i].val();
        }
        self.unit.link_tx_beat.next = self.blocks.words[1].valid.val() & self.link.slot_words.ready.val();
        self.unit.link_tx_stall.next = self.link.tx_valid.val() & !self.link_tx_ready.val();
        self.unit.link_rx_beat.next = self.link.slot_write.valid.val() & self.blocks.write[0].ready.val();
        self.link_tx_data.next = self.link.tx_data.val();
        self.link_tx_end.next = self.link.tx_end.val();
        self.link_tx_valid.next = self.link.tx_valid.val();
        self.link.tx_ready.next = self.link_tx_ready.val();
        self.link.rx_data.next = self.link_rx_data.val();
        self.link.rx_end.next = self.link_rx_end.val();
        self.link.rx_valid.next = self.link_rx_valid.val();
        self.link.phy_up.next = self.now.val().link_up;
        self.link.phy_fault.next = self.now.val().link_fault;

        // ---- Unit and area.
        StreamSource::<AreaWrite>::join(&mut self.unit.area_write, &mut self.area.write);
        StreamSource::<Bits<64>>::join(&mut self.unit.area_words, &mut self.area.words);
        StreamSource::<AreaDone>::join(&mut self.area.written, &mut self.unit.written);
        StreamSource::<AreaRead>::join(&mut self.unit.area_read, &mut self.area.read);
        StreamSource::<AreaDone>::join(&mut self.area.read_done, &mut self.unit.read_done);
        self.area.area_blocks.next = self.now.val().area_blocks;
        self.axi_aw_addr.next = self.area.axi_aw_addr.val();
        self.axi_aw_len.next = self.area.axi_aw_len.val();
        self.axi_aw_valid.next = self.area.axi_aw_valid.val();
        self.area.axi_aw_ready.next = self.axi_aw_ready.val();
        self.axi_w_data.next = self.area.axi_w_data.val();
        self.axi_w_strb.next = self.area.axi_w_strb.val();
        self.axi_w_last.next = self.area.axi_w_last.val();
        self.axi_w_valid.next = self.area.axi_w_valid.val();
        self.area.axi_w_ready.next = self.axi_w_ready.val();
        self.area.axi_b_resp.next = self.axi_b_resp.val();
        self.area.axi_b_valid.next = self.axi_b_valid.val();
        self.axi_b_ready.next = self.area.axi_b_ready.val();
        self.axi_ar_addr.next = self.area.axi_ar_addr.val();
        self.axi_ar_len.next = self.area.axi_ar_len.val();
        self.axi_ar_valid.next = self.area.axi_ar_valid.val();
        self.area.axi_ar_ready.next = self.axi_ar_ready.val();
        self.area.axi_r_data.next = self.axi_r_data.val();
        self.area.axi_r_resp.next = self.axi_r_resp.val();
        self.area.axi_r_last.next = self.axi_r_last.val();
        self.area.axi_r_valid.next = self.axi_r_valid.val();
        self.axi_r_ready.next = self.area.axi_r_ready.val();

        // ---- For who watches.
        self.status_valid.next = self.unit.status_valid.val();
        self.status_row.next = self.unit.status_row.val();
        self.status_old.next = self.unit.status_old.val();
        self.status_new.next = self.unit.status_new.val();
        self.status_read.next = self.unit.status_read.val();
        self.status_lba.next = self.unit.status_lba.val();
        self.status_blocks.next = self.unit.status_blocks.val();
        self.status_unit.next = self.unit.status_unit.val();
        self.status_wseq.next = self.unit.status_wseq.val();
        self.status_holder.next = self.unit.status_holder.val();
        self.leds.next = 0.into();
        if self.link.up.val() {
            self.leds.next = 1.into();
            if self.unit.state.val() == 4 {
                self.leds.next = 3.into();
            }
        }
        if self.nvme.ready.val() {
            self.leds.next = self.leds.val() | 4;
        }
    }
}
