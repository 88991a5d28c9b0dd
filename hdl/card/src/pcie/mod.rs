#![doc = include_str!("doc.md")]

mod choose;
mod completer;
mod ends;
mod msix;
mod read;
mod reassembly;
mod rx;
mod split;
mod tags;
mod tlp;
mod tx;
mod write;

use crate::leaf::{StreamSink, StreamSource, DFF};
use crate::wires::{DmaDone, DmaRead, DmaWord, DmaWrite, Post, RegRequest, SlotRead};
use rust_hdl::prelude::*;
use tlp::{Request, Share};

/// `timeout_cycles` of a card: 10 ms at 125 MHz, so that a read is given up after 10 to 20 ms.
pub const TIMEOUT_CYCLES: u64 = 1_250_000;

/// What the counters count: pulses.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Counted {
    pub received: Bit,
    pub sent: Bit,
    pub unsupported: Bit,
    pub malformed: Bit,
    pub unexpected: Bit,
    pub timeout: Bit,
}

/// The card's end of PCIe, at the TLP stream.
#[derive(LogicBlock, Default)]
pub struct Pcie {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub rx_data: Signal<In, Bits<64>>,
    pub rx_keep: Signal<In, Bits<8>>,
    pub rx_sop: Signal<In, Bit>,
    pub rx_eop: Signal<In, Bit>,
    /// The BAR that a memory request hit, with all its beats: 0 or 2.
    pub rx_bar: Signal<In, Bits<3>>,
    pub rx_valid: Signal<In, Bit>,
    pub rx_ready: Signal<Out, Bit>,
    /// Words come faster than they are put down: `rx_ready` falls, five more come at most, the one in this cycle included.
    pub words_busy: Signal<In, Bit>,
    pub tx_data: Signal<Out, Bits<64>>,
    pub tx_keep: Signal<Out, Bits<8>>,
    pub tx_sop: Signal<Out, Bit>,
    pub tx_eop: Signal<Out, Bit>,
    pub tx_valid: Signal<Out, Bit>,
    pub tx_ready: Signal<In, Bit>,
    /// Bus, device, function.
    pub cfg_bdf: Signal<In, Bits<16>>,
    /// 128 bytes << n.
    pub cfg_mps: Signal<In, Bits<3>>,
    pub cfg_mrrs: Signal<In, Bits<3>>,
    /// Read completion boundary, 0: 64, 1: 128 bytes. Any split is taken, so nothing depends on it.
    pub cfg_rcb: Signal<In, Bit>,
    pub cfg_bus_master: Signal<In, Bit>,
    pub cfg_msix_enable: Signal<In, Bit>,
    pub cfg_msix_mask: Signal<In, Bit>,
    /// Function-level reset, a cycle or longer: MSI-X as after power-on. Requests under way go on to their end.
    pub flr: Signal<In, Bit>,
    /// Reads are given up one to two times this after their last sign of life. At least 64.
    pub timeout_cycles: Signal<In, Bits<32>>,
    pub regs: StreamSource<RegRequest>,
    /// One for each read request, in order.
    pub reg_reply: StreamSink<Bits<64>>,
    /// Ids are unique among the reads in flight.
    pub dma_read: StreamSink<DmaRead>,
    pub read_done: StreamSource<DmaDone>,
    pub word: Signal<Out, DmaWord>,
    pub word_valid: Signal<Out, Bit>,
    /// Ids are unique among the writes in flight.
    pub dma_write: StreamSink<DmaWrite>,
    pub write_done: StreamSource<DmaDone>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub post: StreamSink<Post>,
    /// Pulses: the entry's last beat went to the transmit port, its interrupt is behind it.
    pub post_done: Signal<Out, Bit>,
    pub rx_tlps: Signal<Out, Bits<32>>,
    pub tx_tlps: Signal<Out, Bits<32>>,
    pub unsupported: Signal<Out, Bits<32>>,
    pub malformed: Signal<Out, Bits<32>>,
    pub unexpected_completions: Signal<Out, Bits<32>>,
    pub timeouts: Signal<Out, Bits<32>>,
    receive: rx::Receive,
    completer: completer::Completer,
    interrupts: msix::Interrupts,
    reassembly: reassembly::Reassembly,
    tags: tags::Tags,
    ends: ends::Ends,
    reads: read::ReadEngine,
    writes: write::WritePlanner,
    choose: choose::Choose,
    transmit: tx::Transmit,
    rx_count: DFF<Bits<32>>,
    tx_count: DFF<Bits<32>>,
    unsupported_count: DFF<Bits<32>>,
    malformed_count: DFF<Bits<32>>,
    unexpected_count: DFF<Bits<32>>,
    timeout_count: DFF<Bits<32>>,
    counted: DFF<Counted>,
}

impl Logic for Pcie {
    #[hdl_gen]
    fn update(&mut self) {
        clock!(self, clock, receive, completer, interrupts, reassembly, tags, ends, reads, writes, transmit);
        dff_setup!(self, clock, rx_count, tx_count, unsupported_count, malformed_count);
        dff_setup!(self, clock, unexpected_count, timeout_count, counted);
        self.receive.reset.next = self.reset.val();
        self.completer.reset.next = self.reset.val();
        self.interrupts.reset.next = self.reset.val();
        self.interrupts.flr.next = self.flr.val();
        self.reassembly.reset.next = self.reset.val();
        self.tags.reset.next = self.reset.val();
        self.ends.reset.next = self.reset.val();
        self.reads.reset.next = self.reset.val();
        self.writes.reset.next = self.reset.val();
        self.transmit.reset.next = self.reset.val();

        // The host's requests.
        self.receive.rx_data.next = self.rx_data.val();
        self.receive.rx_keep.next = self.rx_keep.val();
        self.receive.rx_sop.next = self.rx_sop.val();
        self.receive.rx_eop.next = self.rx_eop.val();
        self.receive.rx_bar.next = self.rx_bar.val();
        self.receive.rx_valid.next = self.rx_valid.val();
        self.rx_ready.next = self.receive.rx_ready.val();
        self.receive.busy.next = self.words_busy.val();
        StreamSource::<Request>::join(&mut self.receive.request, &mut self.completer.request);
        StreamSource::<RegRequest>::link(&mut self.regs, &mut self.completer.regs);
        StreamSink::<Bits<64>>::link(&mut self.reg_reply, &mut self.completer.reg_reply);
        StreamSource::<RegRequest>::join(&mut self.completer.access, &mut self.interrupts.access);
        self.completer.answer.next = self.interrupts.answer.val();
        self.completer.answer_valid.next = self.interrupts.answer_valid.val();

        // Reads of host memory.
        StreamSink::<DmaRead>::link(&mut self.dma_read, &mut self.reads.read);
        self.reads.bus_master.next = self.cfg_bus_master.val();
        self.reads.limit.next = self.cfg_mrrs.val();
        StreamSource::<Share>::join(&mut self.reads.begin, &mut self.ends.begin);
        self.reads.free.next = self.tags.free.val();
        self.reads.tag.next = self.tags.tag.val();
        self.tags.take.next = self.reads.take.val();
        self.tags.take_use.next = self.reads.take_use.val();
        self.tags.take_count.next = self.reads.take_count.val();
        self.tags.bus_master.next = self.cfg_bus_master.val();
        self.tags.period.next = self.timeout_cycles.val();
        self.tags.expected.next = self.receive.expected.val();
        self.tags.look.next = self.reassembly.look.val();
        self.tags.look_tag.next = self.reassembly.look_tag.val();
        self.tags.update.next = self.reassembly.update.val();
        self.tags.update_tag.next = self.reassembly.update_tag.val();
        self.tags.update_left.next = self.reassembly.update_left.val();
        self.tags.update_id.next = self.reassembly.update_id.val();
        self.tags.update_last.next = self.reassembly.update_last.val();
        StreamSource::<Share>::join(&mut self.tags.expired, &mut self.ends.expired);
        self.reassembly.bdf.next = self.cfg_bdf.val();
        self.reassembly.piece.next = self.receive.piece.val();
        self.reassembly.header.next = self.receive.header.val();
        self.reassembly.look_left.next = self.tags.look_left.val();
        self.reassembly.look_use.next = self.tags.look_use.val();
        self.word.next = self.reassembly.word.val();
        self.word_valid.next = self.reassembly.word_valid.val();
        self.ends.share.next = self.reassembly.share.val();
        self.ends.share_valid.next = self.reassembly.share_valid.val();
        StreamSource::<DmaDone>::link(&mut self.read_done, &mut self.ends.done);

        // Writes, entries and interrupts.
        self.writes.limit.next = self.cfg_mps.val();
        StreamSink::<DmaWrite>::link(&mut self.dma_write, &mut self.writes.write);
        StreamSource::<SlotRead>::link(&mut self.slot_read, &mut self.writes.slot_read);
        StreamSink::<Post>::link(&mut self.post, &mut self.writes.post);
        self.interrupts.bus_master.next = self.cfg_bus_master.val();
        self.interrupts.enable.next = self.cfg_msix_enable.val();
        self.interrupts.mask.next = self.cfg_msix_mask.val();
        self.interrupts.raise.next = self.writes.raise.val();
        self.interrupts.raise_vector.next = self.writes.raise_vector.val();
        self.writes.interrupt_due.next = self.interrupts.due.val();
        StreamSource::<tlp::Message>::join(&mut self.interrupts.message, &mut self.writes.message);

        // Transmit.
        self.choose.bdf.next = self.cfg_bdf.val();
        self.choose.read_turn.next = self.transmit.had_payload.val();
        self.choose.posted.next = self.writes.posted.data.val();
        self.choose.posted_ready.next = self.writes.posted.valid.val() & self.transmit.slot_word.val();
        if self.writes.posted.data.val().own {
            self.choose.posted_ready.next = self.writes.posted.valid.val() & self.writes.own_words.valid.val();
        }
        self.writes.posted.ready.next = self.choose.takes_posted.val() & self.transmit.load.val();
        self.choose.fetch.next = self.reads.fetch.data.val();
        self.choose.fetch_ready.next = self.reads.fetch.valid.val();
        self.reads.fetch.ready.next = self.choose.takes_fetch.val() & self.transmit.load.val();
        self.choose.reply.next = self.completer.reply.data.val();
        self.choose.reply_ready.next = self.completer.reply.valid.val() & self.transmit.reply_free.val();
        self.completer.reply.ready.next = self.transmit.reply_sent.val();
        self.transmit.outgoing.next = self.choose.outgoing.val();
        self.transmit.outgoing_valid.next = self.choose.outgoing_valid.val();
        self.transmit.bus_master.next = self.cfg_bus_master.val();
        StreamSink::<Bits<64>>::link(&mut self.slot_words, &mut self.transmit.slot_words);
        StreamSource::<Bits<64>>::join(&mut self.writes.own_words, &mut self.transmit.own_words);
        self.transmit.reply_word.next = self.completer.reply.data.val().data;
        StreamSource::<DmaDone>::link(&mut self.write_done, &mut self.transmit.write_done);
        self.post_done.next = self.transmit.post_done.val();
        self.tx_data.next = self.transmit.beat.data.val().data;
        self.tx_keep.next = self.transmit.beat.data.val().keep;
        self.tx_sop.next = self.transmit.beat.data.val().sop;
        self.tx_eop.next = self.transmit.beat.data.val().eop;
        self.tx_valid.next = self.transmit.beat.valid.val();
        self.transmit.beat.ready.next = self.tx_ready.val();

        // Counters.
        self.rx_tlps.next = self.rx_count.q.val();
        self.tx_tlps.next = self.tx_count.q.val();
        self.unsupported.next = self.unsupported_count.q.val();
        self.malformed.next = self.malformed_count.q.val();
        self.unexpected_completions.next = self.unexpected_count.q.val();
        self.timeouts.next = self.timeout_count.q.val();
        // Told a cycle later, so that a sum begins at a register.
        self.counted.d.next.received = self.receive.whole.val();
        self.counted.d.next.sent = self.transmit.whole.val();
        self.counted.d.next.unsupported = self.receive.unsupported.val();
        self.counted.d.next.malformed = self.receive.malformed.val();
        self.counted.d.next.unexpected = self.reassembly.unexpected.val();
        self.counted.d.next.timeout = self.tags.timeout.val();
        self.rx_count.d.next = self.rx_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().received.into());
        self.tx_count.d.next = self.tx_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().sent.into());
        self.unsupported_count.d.next =
            self.unsupported_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().unsupported.into());
        self.malformed_count.d.next =
            self.malformed_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().malformed.into());
        self.unexpected_count.d.next =
            self.unexpected_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().unexpected.into());
        self.timeout_count.d.next = self.timeout_count.q.val() + bit_cast::<32, 1>(self.counted.q.val().timeout.into());
        if self.reset.val() {
            self.rx_count.d.next = 0.into();
            self.tx_count.d.next = 0.into();
            self.unsupported_count.d.next = 0.into();
            self.malformed_count.d.next = 0.into();
            self.unexpected_count.d.next = 0.into();
            self.timeout_count.d.next = 0.into();
        }
    }
}

#[cfg(test)]
mod tests;
