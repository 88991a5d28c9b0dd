#![doc = include_str!("doc.md")]

mod admin;
mod admin_completion;
mod admin_submission;
mod commands;
mod compare;
mod completion;
mod contexts;
mod either;
mod error_log;
mod events;
mod health;
mod identify;
mod io_queues;
mod merge;
mod mover;
mod pages;
mod pieces;
mod prps;
mod registers;
mod ring;
mod rom;
mod submission;
pub mod words;
mod zeros;

#[cfg(test)]
mod tests;

use crate::leaf::{block_default, Slice, StreamSink, StreamSource, DFF};
use crate::wires::*;
use admin::Admin;
use admin_completion::AdminCompletion;
use admin_submission::AdminSubmission;
use commands::Commands;
use compare::Compare;
use contexts::Contexts;
use either::Either;
use error_log::ErrorLog;
use events::Events;
use health::Counts;
use identify::Identify;
use io_queues::IoQueues;
use merge::Merge;
use mover::Mover;
use pieces::Pieces;
use prps::Prps;
use registers::Registers;
use ring::Ring;
use rust_hdl::prelude::*;
use twinpath_spec::nvme::WRITE_FAULT;
use words::*;
use zeros::Zeros;

/// What the counters count: pulses.
#[derive(LogicStruct, Copy, Clone, Debug, Default, PartialEq)]
pub struct Told {
    pub admin_command: Bit,
    pub io_command: Bit,
    pub read_error: Bit,
    pub write_error: Bit,
}

/// The NVMe controller; see above for its ports.
#[derive(LogicBlock)]
pub struct Nvme {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub regs: StreamSink<RegRequest>,
    pub reg_reply: StreamSource<Bits<64>>,
    pub dma_read: StreamSource<DmaRead>,
    pub read_done: StreamSink<DmaDone>,
    pub word: Signal<In, DmaWord>,
    pub word_valid: Signal<In, Bit>,
    pub dma_write: StreamSource<DmaWrite>,
    pub write_done: StreamSink<DmaDone>,
    pub post: StreamSource<Post>,
    pub post_done: Signal<In, Bit>,
    pub fill: StreamSource<SlotWord>,
    pub slot_read: StreamSource<SlotRead>,
    pub slot_words: StreamSink<Bits<64>>,
    pub command: StreamSource<Command>,
    pub fetch: StreamSink<HostJob>,
    pub fetched: StreamSource<HostDone>,
    pub store: StreamSink<HostJob>,
    pub stored: StreamSource<HostDone>,
    pub answer: StreamSink<Answer>,
    /// A row that the unit shall let go if it waits: taken when that is decided.
    pub abort: StreamSource<Bits<5>>,
    pub aborted: Signal<In, Bit>,
    /// The unit takes no commands for longer than the hold limit: I/O commands are answered Command Interrupted.
    pub refuse: Signal<In, Bit>,
    /// Size of the volume.
    pub area_blocks: Signal<In, Bits<32>>,
    pub unit_id: Signal<In, Bit>,
    /// ASCII, first character in the lowest byte.
    pub serial: Signal<In, Bits<64>>,
    /// Function-level reset, a cycle or longer; over when `ready` is low.
    pub flr: Signal<In, Bit>,
    /// CSTS.RDY.
    pub ready: Signal<Out, Bit>,
    /// A reset is under way, and lasts until the unit has no row of this host under way.
    pub stopping: Signal<Out, Bit>,
    pub rows_open: Signal<In, Bit>,
    /// Commands taken from both queues.
    pub commands: Signal<Out, Bits<32>>,
    /// Completions with an error status, of both queues.
    pub errors: Signal<Out, Bits<32>>,
    /// DMAs that ended with an error.
    pub dma_errors: Signal<Out, Bits<32>>,
    /// Doorbell writes that were ignored.
    pub invalid_doorbells: Signal<Out, Bits<32>>,

    registers: Registers,
    admin_ring: Ring,
    admin_sq: AdminSubmission,
    admin_cq: AdminCompletion,
    io_ring: Ring,
    queues: IoQueues,
    admin: Admin,
    events: Events,
    identify: Identify,
    error_log: ErrorLog,
    counts: Counts,
    io: Commands,
    contexts: Contexts,
    prps: Prps,
    pieces: Pieces,
    zeros: Zeros,
    fetcher: Mover,
    storer: Mover,
    compare: Compare,
    /// What the unit wants fetched and stored. Which of the controller's blocks it goes to hangs on its row.
    wanted: Slice<HostJob>,
    given: Slice<HostJob>,
    /// Blocks from the host: the unit's, the Compares'. Ends of blocks: fetched or zeros; stored or compared.
    fetches: Either<HostJob>,
    filled: Either<HostDone>,
    brought: Either<HostDone>,
    reads: Merge<DmaRead, 5>,
    outcomes: Merge<IoOutcome, 2>,
    posts: Merge<Post, 2>,
    posting: DFF<Bits<5>>,
    command_count: DFF<Bits<32>>,
    dma_error_count: DFF<Bits<32>>,
    told: DFF<Told>,

    fetch_piece: Signal<Local, DmaRead>,
    store_piece: Signal<Local, DmaWrite>,
    idle_transfer: Signal<Local, Transfer>,
    job: Signal<Local, HostJob>,
    of_zeros: Signal<Local, Bit>,
    bring: Signal<Local, HostJob>,
    of_compare: Signal<Local, Bit>,
    read_id: Signal<Local, Bits<4>>,
    read_failed: Signal<Local, Bit>,
    admin_rung: Signal<Local, Bit>,
    posted: Signal<Local, Bit>,
    io_failed: Signal<Local, Bit>,
    failure: Signal<Local, Failure>,
    admin_failure: Signal<Local, Failure>,
    admin_failed: Signal<Local, Bit>,
    slot_place: Constant<Bits<2>>,
    list_id: Constant<Bits<4>>,
    media_error: Constant<Bits<10>>,
}

block_default!(Nvme {
    clock reset regs reg_reply dma_read read_done word word_valid dma_write write_done post post_done fill slot_read slot_words command fetch
    fetched store stored answer abort aborted refuse area_blocks unit_id serial flr ready stopping rows_open commands errors dma_errors invalid_doorbells registers
    admin_ring admin_sq admin_cq io_ring queues admin events identify error_log counts io contexts prps pieces zeros fetcher storer reads compare wanted given fetches filled brought outcomes posts posting command_count dma_error_count told fetch_piece store_piece idle_transfer job of_zeros bring of_compare read_id read_failed admin_rung posted io_failed failure admin_failure admin_failed;
    slot_place = PLACE_SLOT, list_id = LIST_ID, media_error = WRITE_FAULT.bits() >> 1
});

impl Logic for Nvme {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, posting, command_count, dma_error_count, told);
        clock!(
            self, clock, registers, admin_ring, admin_sq, admin_cq, io_ring, queues, admin, identify, io, contexts,
            prps, fetcher, storer, error_log, counts, events
        );
        clock!(self, clock, pieces, zeros, compare, wanted, given, fetches, filled, brought, reads, outcomes, posts);
        self.pieces.reset.next = self.reset.val();
        self.zeros.reset.next = self.reset.val();
        self.compare.reset.next = self.reset.val();
        self.wanted.reset.next = self.reset.val();
        self.given.reset.next = self.reset.val();
        self.fetches.reset.next = self.reset.val();
        self.filled.reset.next = self.reset.val();
        self.brought.reset.next = self.reset.val();
        self.registers.reset.next = self.reset.val();
        self.admin_ring.reset.next = self.reset.val();
        self.admin_cq.reset.next = self.reset.val();
        self.io_ring.reset.next = self.reset.val();
        self.queues.reset.next = self.reset.val();
        self.admin.reset.next = self.reset.val();
        self.error_log.reset.next = self.reset.val();
        self.counts.reset.next = self.reset.val();
        self.identify.reset.next = self.reset.val();
        self.io.reset.next = self.reset.val();
        self.contexts.reset.next = self.reset.val();
        self.prps.reset.next = self.reset.val();
        self.fetcher.reset.next = self.reset.val();
        self.storer.reset.next = self.reset.val();
        self.reads.reset.next = self.reset.val();
        self.outcomes.reset.next = self.reset.val();
        self.posts.reset.next = self.reset.val();

        // Registers and the state of the controller.
        StreamSink::<RegRequest>::link(&mut self.regs, &mut self.registers.regs);
        StreamSource::<Bits<64>>::link(&mut self.reg_reply, &mut self.registers.reg_reply);
        self.registers.flr.next = self.flr.val();
        self.registers.fatal.next = self.admin_ring.fatal.val() | self.io_ring.fatal.val();
        self.registers.refused.next = bit_cast::<4, 1>(self.admin_sq.refused.val().into())
            | (bit_cast::<4, 1>(self.queues.tail_refused.val().into()) << 1)
            | (bit_cast::<4, 1>(self.admin_cq.refused.val().into()) << 2)
            | (bit_cast::<4, 1>(self.queues.head_refused.val().into()) << 3);
        self.registers.quiet.next = self.admin_ring.idle.val()
            & self.io_ring.idle.val()
            & self.prps.idle.val()
            & self.fetcher.idle.val()
            & self.zeros.idle.val()
            & self.pieces.idle.val()
            & !self.admin.abort.valid.val()
            & self.storer.idle.val()
            & self.identify.idle.val()
            & self.compare.idle.val()
            & !self.admin_cq.busy.val()
            & !self.queues.busy.val()
            & !self.posts.source.valid.val()
            & !self.io.command.valid.val()
            & !self.rows_open.val()
            & (self.posting.q.val() == 0);
        self.registers.answered.next = !self.contexts.open.val().any()
            & self.io_ring.idle.val()
            & !self.io_ring.sqe.valid.val()
            & !self.contexts.outcome.valid.val()
            & !self.outcomes.source.valid.val()
            & !self.queues.busy.val()
            & !self.posts.source.valid.val()
            & (self.posting.q.val() == 0);
        self.ready.next = self.registers.ready.val();
        self.stopping.next = self.registers.stopping.val();
        self.invalid_doorbells.next = self.registers.invalid_doorbells.val();

        // The ends of reads, and words, to those who asked.
        self.read_done.ready.next = true;
        self.read_id.next = self.read_done.data.val().id;
        self.read_failed.next = self.read_done.data.val().error.any();
        self.write_done.ready.next = true;

        // Admin queue.
        self.admin_rung.next = self.registers.doorbell.val().queue == 0;
        self.admin_ring.io.next = false;
        self.admin_ring.run.next = self.registers.run.val();
        self.admin_ring.fetch_queue.next = 0.into();
        self.admin_ring.fetch_address.next = self.admin_sq.fetch_address.val();
        self.admin_ring.fetch_valid.next = self.admin_sq.fetch_valid.val();
        self.admin_ring.done.next = self.read_done.valid.val() & (self.read_id.val().get_bits::<2>(2) == 2);
        self.admin_ring.done_place.next = self.read_id.val().get_bits::<2>(0);
        self.admin_ring.done_failed.next = self.read_failed.val();
        self.admin_ring.word.next = self.word.val();
        self.admin_ring.word_valid.next = self.word_valid.val();
        StreamSource::<Sqe>::join(&mut self.admin_ring.sqe, &mut self.admin.sqe);
        self.admin_sq.run.next = self.registers.run.val();
        self.admin_sq.idle.next = self.admin_ring.idle.val();
        self.admin_sq.shape.next = self.registers.admin_sq.val();
        self.admin_sq.ring.next = self.registers.doorbell.val().tail_written & self.admin_rung.val();
        self.admin_sq.tail.next = self.registers.doorbell.val().tail;
        self.admin_sq.room.next = self.admin_ring.room.val();
        self.admin_sq.loaded.next = self.admin_ring.loaded.val();
        self.admin.run.next = self.registers.run.val();
        self.admin.sqe_size_fits.next = self.registers.sqe_size_fits.val();
        self.admin.cqe_size_fits.next = self.registers.cqe_size_fits.val();
        StreamSource::<Outcome>::join(&mut self.admin.outcome, &mut self.admin_cq.outcome);
        self.contexts.seek.next = self.admin.seek.val();
        self.contexts.seek_name.next = self.admin.seek_name.val();
        self.admin.sought.next = self.contexts.sought.val();
        self.admin.found.next = self.contexts.found.val();
        self.admin.found_row.next = self.contexts.found_row.val();
        StreamSource::<Bits<5>>::link(&mut self.abort, &mut self.admin.abort);
        self.contexts.asked.next = self.admin.abort.valid.val();
        self.contexts.asked_row.next = self.admin.abort.data.val();
        self.admin.aborted.next = self.aborted.val();
        self.queues.sought.next = self.admin.seek_name.val();
        self.admin.answered.next = self.queues.told.val();
        self.admin_cq.run.next = self.registers.run.val();
        self.admin_cq.shape.next = self.registers.admin_cq.val();
        self.admin_cq.ring.next = self.registers.doorbell.val().head_written & self.admin_rung.val();
        self.admin_cq.head.next = self.registers.doorbell.val().head;
        self.admin_cq.sq_head.next = self.admin_sq.head.val();

        // Events, and the requests that wait for them.
        self.events.run.next = self.registers.run.val();
        self.events.no_doorbell.next = self.registers.stray.val() | self.queues.missing.val();
        self.events.bad_value.next = self.registers.refused.val().any();
        self.events.put.next = self.admin.event_put.val();
        self.events.cid.next = self.admin.outcome.data.val().cid;
        self.events.told.next = self.admin.event_told.val();
        self.events.log_read.next = self.admin.log_read.val();
        self.events.seek.next = self.admin.event_seek.val();
        self.events.seek_cid.next = self.admin.seek_name.val().cid;
        self.events.withdraw.next = self.admin.withdraw.val();
        self.admin.events_full.next = self.events.full.val();
        self.admin.event_due.next = self.events.due.val();
        self.admin.event_name.next = self.events.name.val();
        self.admin.event_result.next = self.events.result.val();
        self.admin.event_sought.next = self.events.sought.val();
        self.admin.event_found.next = self.events.found.val();

        // Identify pages.
        StreamSource::<PageRequest>::join(&mut self.admin.page, &mut self.identify.request);
        self.admin.page_done.next = self.identify.done.val();
        self.admin.page_failed.next = self.identify.failed.val();
        self.identify.area_blocks.next = self.area_blocks.val();
        self.identify.unit_id.next = self.unit_id.val();
        self.identify.serial.next = self.serial.val();
        StreamSource::<Transfer>::join(&mut self.identify.transfer, &mut self.storer.direct);
        self.identify.transfer_done.next = self.storer.own_done.val();
        self.identify.transfer_failed.next = self.storer.own_error.val().any();
        self.identify.health.next = self.counts.health.val();
        self.identify.errors.next = self.error_log.count.val();
        self.identify.log_data.next = self.error_log.data.val();
        self.error_log.word.next = self.identify.log_word.val();
        self.error_log.hold.next = !self.identify.idle.val();
        self.identify.slot_taken.next = !self.compare.idle.val();

        // I/O queues.
        self.queues.run.next = self.registers.run.val();
        self.queues.which.next = self.admin.which.val();
        self.queues.shape.next = self.admin.shape.val();
        self.queues.create_sq.next = self.admin.create_sq.val();
        self.queues.create_cq.next = self.admin.create_cq.val();
        self.queues.delete_sq.next = self.admin.delete_sq.val();
        self.queues.delete_cq.next = self.admin.delete_cq.val();
        self.queues.hold.next = self.admin.draining.val();
        self.admin.drained.next = self.queues.drained.val();
        self.admin.sq_there.next = self.queues.sq_there.val();
        self.admin.cq_there.next = self.queues.cq_there.val();
        self.admin.cq_used.next = self.queues.cq_used.val();
        self.admin.named_there.next = self.queues.named_there.val();
        self.admin.any_there.next = self.queues.any_there.val();
        self.queues.doorbell.next = self.registers.doorbell.val();
        self.queues.room.next = self.io_ring.room.val();
        self.queues.loaded.next = self.io_ring.loaded.val();
        self.queues.loaded_queue.next = self.io_ring.loaded_queue.val();
        self.io_ring.io.next = true;
        self.io_ring.run.next = self.registers.run.val();
        self.io_ring.fetch_queue.next = self.queues.fetch_queue.val();
        self.io_ring.fetch_address.next = self.queues.fetch_address.val();
        self.io_ring.fetch_valid.next = self.queues.fetch_valid.val();
        self.io_ring.done.next = self.read_done.valid.val() & (self.read_id.val().get_bits::<2>(2) == 3);
        self.io_ring.done_place.next = self.read_id.val().get_bits::<2>(0);
        self.io_ring.done_failed.next = self.read_failed.val();
        self.io_ring.word.next = self.word.val();
        self.io_ring.word_valid.next = self.word_valid.val();
        StreamSource::<Sqe>::join(&mut self.io_ring.sqe, &mut self.io.sqe);

        // I/O commands: checked, given a row, handed on, answered.
        self.io.run.next = self.registers.run.val();
        self.io.area_blocks.next = self.area_blocks.val();
        self.io.refuse.next = self.refuse.val();
        self.io.write_row.next = self.contexts.write_row.val();
        self.io.write_free.next = self.contexts.write_free.val();
        self.io.read_row.next = self.contexts.read_row.val();
        self.io.read_free.next = self.contexts.read_free.val();
        self.contexts.forget.next = !self.registers.run.val();
        self.contexts.take.next = self.io.take.val();
        self.contexts.take_row.next = self.io.take_row.val();
        self.contexts.take_lba.next = self.io_ring.sqe.data.val().cdw10;
        self.contexts.take_name.next = self.io.take_name.val();
        self.contexts.unequal.next = self.compare.unequal.val();
        StreamSource::<Command>::link(&mut self.command, &mut self.io.command);
        StreamSink::<Answer>::link(&mut self.answer, &mut self.pieces.answer);
        StreamSource::<Answer>::join(&mut self.pieces.ended, &mut self.contexts.answer);
        StreamSource::<Zeroing>::join(&mut self.io.begin, &mut self.pieces.begin);
        StreamSource::<Command>::join(&mut self.pieces.piece, &mut self.io.piece);
        self.pieces.area_blocks.next = self.area_blocks.val();
        self.pieces.open.next = self.contexts.open.val();
        self.pieces.done.next = self.read_done.valid.val()
            & (self.read_id.val().get_bits::<2>(2) == 1)
            & (self.read_id.val() != self.list_id.val());
        self.pieces.done_failed.next = self.read_failed.val();
        self.pieces.word.next = self.word.val();
        self.pieces.word_valid.next = self.word_valid.val();
        StreamSource::<IoOutcome>::join(&mut self.io.outcome, &mut self.outcomes.sinks[0]);
        StreamSource::<IoOutcome>::join(&mut self.contexts.outcome, &mut self.outcomes.sinks[1]);
        StreamSource::<IoOutcome>::join(&mut self.outcomes.source, &mut self.queues.outcome);

        // PRP entries, and the blocks that move by them.
        self.prps.put.next = self.io.put.val();
        self.prps.put_row.next = self.io.take_row.val();
        self.prps.put_first.next = self.io.put_first.val();
        self.prps.put_second.next = self.io.put_second.val();
        StreamSource::<ListFetch>::join(&mut self.io.list, &mut self.prps.fetch);
        self.io.list_done.next = self.prps.fetched.val();
        self.io.list_misaligned.next = self.prps.misaligned.val();
        self.io.list_failed.next = self.prps.failed.val();
        self.prps.done.next = self.read_done.valid.val() & (self.read_id.val() == self.list_id.val());
        self.prps.done_failed.next = self.read_failed.val();
        self.prps.word.next = self.word.val();
        self.prps.word_valid.next = self.word_valid.val();
        self.prps.row[0].next = self.fetcher.look_row.val();
        self.prps.entry[0].next = self.fetcher.look_entry.val();
        self.prps.row[1].next = self.storer.look_row.val();
        self.prps.entry[1].next = self.storer.look_entry.val();
        self.fetcher.look_taken.next = !self.prps.turn.val();
        self.fetcher.first_found.next = self.prps.first_found.val();
        self.fetcher.entry_found.next = self.prps.entry_found.val();
        self.storer.look_taken.next = self.prps.turn.val();
        self.storer.first_found.next = self.prps.first_found.val();
        self.storer.entry_found.next = self.prps.entry_found.val();
        // Blocks of zeros come from here, the others from the host.
        StreamSink::<HostJob>::link(&mut self.fetch, &mut self.wanted.sink);
        self.job.next = self.wanted.source.data.val();
        self.of_zeros.next = self.pieces.zeroing.val().get_bit(self.job.val().row.index());
        self.fetches.sinks[0].data.next = self.job.val();
        self.fetches.sinks[0].valid.next = self.wanted.source.valid.val() & !self.of_zeros.val();
        self.zeros.job.data.next = self.job.val();
        self.zeros.job.valid.next = self.wanted.source.valid.val() & self.of_zeros.val();
        self.wanted.source.ready.next = self.fetches.sinks[0].ready.val();
        if self.of_zeros.val() {
            self.wanted.source.ready.next = self.zeros.job.ready.val();
        }
        StreamSource::<HostJob>::join(&mut self.compare.fetch, &mut self.fetches.sinks[1]);
        StreamSource::<HostJob>::join(&mut self.fetches.source, &mut self.fetcher.job);
        StreamSource::<HostDone>::join(&mut self.fetcher.done, &mut self.filled.sinks[0]);
        StreamSource::<HostDone>::join(&mut self.zeros.done, &mut self.filled.sinks[1]);
        StreamSource::<HostDone>::link(&mut self.fetched, &mut self.filled.source);
        self.zeros.open.next = self.contexts.open.val();
        self.fill.valid.next = self.identify.fill.valid.val() | self.zeros.fill.valid.val();
        self.fill.data.next = self.zeros.fill.data.val();
        self.zeros.fill.ready.next = self.fill.ready.val() & !self.identify.fill.valid.val();
        self.identify.fill.ready.next = self.fill.ready.val();
        if self.identify.fill.valid.val() {
            self.fill.data.next = self.identify.fill.data.val();
        }
        // Blocks of a Read go to the host, those of a Compare meet the host's here.
        StreamSink::<HostJob>::link(&mut self.store, &mut self.given.sink);
        self.bring.next = self.given.source.data.val();
        self.of_compare.next = self.compare.rows.val().get_bit(self.bring.val().row.index());
        self.storer.job.data.next = self.bring.val();
        self.storer.job.valid.next = self.given.source.valid.val() & !self.of_compare.val();
        self.compare.job.data.next = self.bring.val();
        self.compare.job.valid.next = self.given.source.valid.val() & self.of_compare.val();
        self.given.source.ready.next = self.storer.job.ready.val();
        if self.of_compare.val() {
            self.given.source.ready.next = self.compare.job.ready.val();
        }
        StreamSource::<HostDone>::join(&mut self.storer.done, &mut self.brought.sinks[0]);
        StreamSource::<HostDone>::join(&mut self.compare.done, &mut self.brought.sinks[1]);
        StreamSource::<HostDone>::link(&mut self.stored, &mut self.brought.source);
        self.compare.take.next = self.io.take.val();
        self.compare.take_row.next = self.io.take_row.val();
        self.compare.take_compare.next = self.io.take_compare.val();
        self.compare.slot_taken.next = !self.identify.idle.val() | self.admin.page.valid.val();
        self.compare.fetched.next = self.fetcher.own_done.val();
        self.compare.fetched_error.next = self.fetcher.own_error.val();
        StreamSource::<SlotRead>::link(&mut self.slot_read, &mut self.compare.slot_read);
        StreamSink::<Bits<64>>::link(&mut self.slot_words, &mut self.compare.slot_words);
        self.fetcher.open.next = self.contexts.open.val();
        self.storer.open.next = self.contexts.open.val();
        self.idle_transfer.next.first = 0.into();
        self.idle_transfer.next.second = 0.into();
        self.idle_transfer.next.slot = 0.into();
        self.idle_transfer.next.first_bytes = 0.into();
        self.idle_transfer.next.second_bytes = 0.into();
        self.fetcher.direct.data.next = self.idle_transfer.val();
        self.fetcher.direct.valid.next = false;
        self.fetcher.ended.next = self.read_done.valid.val() & (self.read_id.val().get_bits::<2>(2) == 0);
        self.fetcher.ended_id.next = self.read_id.val().get_bits::<2>(0);
        self.fetcher.ended_error.next = self.read_done.data.val().error;
        self.storer.ended.next = self.write_done.valid.val();
        self.storer.ended_id.next = self.write_done.data.val().id.get_bits::<2>(0);
        self.storer.ended_error.next = self.write_done.data.val().error;
        self.fetch_piece.next.address = self.fetcher.piece.data.val().address;
        self.fetch_piece.next.bytes = self.fetcher.piece.data.val().bytes;
        self.fetch_piece.next.place = self.slot_place.val();
        self.fetch_piece.next.index = bit_cast::<6, 4>(self.fetcher.piece.data.val().slot);
        self.fetch_piece.next.word32 = self.fetcher.piece.data.val().word32;
        self.fetch_piece.next.id = self.fetcher.piece.data.val().id;
        self.store_piece.next.address = self.storer.piece.data.val().address;
        self.store_piece.next.bytes = self.storer.piece.data.val().bytes;
        self.store_piece.next.slot = self.storer.piece.data.val().slot;
        self.store_piece.next.word32 = self.storer.piece.data.val().word32;
        self.store_piece.next.id = self.storer.piece.data.val().id;
        self.dma_write.data.next = self.store_piece.val();
        self.dma_write.valid.next = self.storer.piece.valid.val();
        self.storer.piece.ready.next = self.dma_write.ready.val();

        // Reads of host memory: entries before lists before data, so that no command waits behind a block.
        self.reads.sinks[0].data.next = self.fetch_piece.val();
        self.reads.sinks[0].valid.next = self.fetcher.piece.valid.val();
        self.fetcher.piece.ready.next = self.reads.sinks[0].ready.val();
        StreamSource::<DmaRead>::join(&mut self.prps.request, &mut self.reads.sinks[1]);
        StreamSource::<DmaRead>::join(&mut self.pieces.request, &mut self.reads.sinks[2]);
        StreamSource::<DmaRead>::join(&mut self.io_ring.request, &mut self.reads.sinks[3]);
        StreamSource::<DmaRead>::join(&mut self.admin_ring.request, &mut self.reads.sinks[4]);
        StreamSource::<DmaRead>::link(&mut self.dma_read, &mut self.reads.source);

        // Completion entries.
        StreamSource::<Post>::join(&mut self.queues.post, &mut self.posts.sinks[0]);
        StreamSource::<Post>::join(&mut self.admin_cq.post, &mut self.posts.sinks[1]);
        StreamSource::<Post>::link(&mut self.post, &mut self.posts.source);
        self.posted.next = self.posts.source.valid.val() & self.post.ready.val();
        if self.posted.val() & !self.post_done.val() {
            self.posting.d.next = self.posting.q.val() + 1;
        }
        if !self.posted.val() & self.post_done.val() {
            self.posting.d.next = self.posting.q.val() - 1;
        }

        // Counters.
        // What a reset drops ended for nobody.
        self.io_failed.next = self.outcomes.source.valid.val()
            & self.registers.run.val()
            & self.queues.outcome.ready.val()
            & self.outcomes.source.data.val().status.any();
        self.admin_failed.next = self.admin.outcome.valid.val()
            & self.registers.run.val()
            & self.admin_cq.outcome.ready.val()
            & self.admin.outcome.data.val().status.any();
        self.error_log.io_failed.next = self.io_failed.val();
        self.failure.next.queue = bit_cast::<3, 2>(self.outcomes.source.data.val().queue) + 1;
        self.failure.next.cid = self.outcomes.source.data.val().cid;
        self.failure.next.status = self.outcomes.source.data.val().status;
        self.failure.next.lba = self.outcomes.source.data.val().lba;
        self.failure.next.nsid = self.outcomes.source.data.val().nsid;
        self.error_log.io.next = self.failure.val();
        self.error_log.admin_failed.next = self.admin_failed.val();
        self.admin_failure.next.queue = 0.into();
        self.admin_failure.next.cid = self.admin.outcome.data.val().cid;
        self.admin_failure.next.status = self.admin.outcome.data.val().status;
        self.admin_failure.next.lba = 0.into();
        self.admin_failure.next.nsid = self.admin_ring.sqe.data.val().nsid;
        self.error_log.admin.next = self.admin_failure.val();
        self.error_log.bell.next = self.events.raised.val();
        self.error_log.bell_value.next = self.events.raised_value.val();
        self.counts.read.next = self.io.take.val() & self.io.take_read.val();
        self.counts.write.next = self.io.take.val() & self.io.take_write.val();
        self.counts.block_read.next =
            self.brought.source.valid.val() & self.stored.ready.val() & !self.brought.source.data.val().error.any();
        self.counts.block_written.next = self.fetcher.done.valid.val()
            & self.filled.sinks[0].ready.val()
            & !self.fetcher.done.data.val().error.any();
        // Write Fault and Unrecovered Read Error.
        self.counts.media.next =
            self.io_failed.val() & (self.outcomes.source.data.val().status.get_bits::<10>(1) == self.media_error.val());
        // Told a cycle later, so that a sum begins at a register.
        self.told.d.next.admin_command = self.admin.sqe.ready.val();
        self.told.d.next.io_command = self.io.sqe.ready.val();
        self.told.d.next.read_error = self.read_done.valid.val() & self.read_failed.val();
        self.told.d.next.write_error = self.write_done.valid.val() & self.write_done.data.val().error.any();
        self.command_count.d.next = self.command_count.q.val()
            + bit_cast::<32, 1>(self.told.q.val().admin_command.into())
            + bit_cast::<32, 1>(self.told.q.val().io_command.into());
        self.commands.next = self.command_count.q.val();
        self.errors.next = self.error_log.count.val();
        self.dma_error_count.d.next = self.dma_error_count.q.val()
            + bit_cast::<32, 1>(self.told.q.val().read_error.into())
            + bit_cast::<32, 1>(self.told.q.val().write_error.into());
        self.dma_errors.next = self.dma_error_count.q.val();
        if self.reset.val() {
            self.posting.d.next = 0.into();
            self.command_count.d.next = 0.into();
            self.dma_error_count.d.next = 0.into();
        }
    }
}
