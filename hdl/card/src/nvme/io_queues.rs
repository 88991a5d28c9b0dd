//! The I/O queues: four submission and four completion queues. Entries are fetched from one submission queue after the
//! other, one at a time; a completion goes to the queue that its submission queue answers to.
//!
//! Whoever was fetched from longest ago goes first. A turn that is only passed on would not do: of queues that share the
//! last place of a completion queue, one could find it taken each time that the turn comes by.

use super::completion::Completion;
use super::pages::Pages;
use super::submission::Submission;
use super::words::{Doorbell, IoOutcome, Name, NewQueue};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::Post;
use rust_hdl::prelude::*;
use twinpath_spec::limits::QUEUE_ENTRIES_MAX;
use twinpath_spec::nvme::{CQE_BYTES, IO_QUEUES, PAGE_BYTES, SQE_BYTES};

/// The numbers in the kernels are these: a queue lies in its page, so that an entry's address needs no sum.
const _: () =
    assert!(IO_QUEUES == 4 && QUEUE_ENTRIES_MAX * SQE_BYTES <= PAGE_BYTES && SQE_BYTES == 64 && CQE_BYTES == 16);

#[derive(LogicBlock)]
pub struct IoQueues {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// The controller runs. While low there are no queues, and outcomes are taken and dropped.
    pub run: Signal<In, Bit>,
    /// What an admin command does with queue `which`, of the shape `shape`. The first I/O queue is 0.
    pub which: Signal<In, Bits<2>>,
    pub shape: Signal<In, NewQueue>,
    pub create_sq: Signal<In, Bit>,
    pub create_cq: Signal<In, Bit>,
    pub delete_sq: Signal<In, Bit>,
    pub delete_cq: Signal<In, Bit>,
    /// Nothing more is fetched from submission queue `which`; `drained` says that all its commands are answered.
    pub hold: Signal<In, Bit>,
    pub drained: Signal<Out, Bit>,
    /// Whether queue `which` exists, some submission queue answers to it, the completion queue `shape` names exists, and
    /// whether there is any queue.
    pub sq_there: Signal<Out, Bit>,
    pub cq_there: Signal<Out, Bit>,
    pub cq_used: Signal<Out, Bit>,
    pub named_there: Signal<Out, Bit>,
    pub any_there: Signal<Out, Bit>,
    pub doorbell: Signal<In, Doorbell>,
    pub tail_refused: Signal<Out, Bit>,
    pub head_refused: Signal<Out, Bit>,
    /// One of them was of a queue that is not there.
    pub missing: Signal<Out, Bit>,
    pub fetch_queue: Signal<Out, Bits<2>>,
    pub fetch_address: Signal<Out, Bits<64>>,
    pub fetch_valid: Signal<Out, Bit>,
    pub room: Signal<In, Bit>,
    pub loaded: Signal<In, Bit>,
    pub loaded_queue: Signal<In, Bits<2>>,
    pub outcome: StreamSink<IoOutcome>,
    pub post: StreamSource<Post>,
    /// An entry waits to be taken by `post`.
    pub busy: Signal<Out, Bit>,
    /// The entry of the command `sought` is taken by `post`.
    pub sought: Signal<In, Name>,
    pub told: Signal<Out, Bit>,

    sq: [Submission; 4],
    cq: [Completion; 4],
    sq_pages: Pages,
    cq_pages: Pages,
    /// For each queue: those that were fetched from longer ago.
    older: [DFF<Bits<4>>; 4],
    /// Its address is in `cq_pages`, its low half 0.
    entry: DFF<Post>,
    entry_queue: DFF<Bits<2>>,
    entry_valid: DFF<Bit>,

    /// The queue that was rung, the first I/O queue being 0.
    rung: Signal<Local, Bits<3>>,
    able: Signal<Local, Bits<4>>,
    chosen: Signal<Local, Bits<2>>,
    chosen_mask: Signal<Local, Bits<4>>,
    chosen_at: Signal<Local, Bits<6>>,
    chosen_cq: Signal<Local, Bits<2>>,
    issue: Signal<Local, Bit>,
    taken: Signal<Local, Bit>,
    sent: Signal<Local, Bit>,
    sq_head: Signal<Local, Bits<6>>,
    to: Signal<Local, Bits<2>>,
    to_at: Signal<Local, Bits<6>>,
    to_phase: Signal<Local, Bit>,
    to_vector: Signal<Local, Bits<4>>,
    to_interrupts: Signal<Local, Bit>,
    one: Constant<Bits<4>>,
}

block_default!(IoQueues {
    clock reset run which shape create_sq create_cq delete_sq delete_cq hold drained sq_there cq_there cq_used named_there any_there doorbell tail_refused
    head_refused missing fetch_queue fetch_address fetch_valid room loaded loaded_queue outcome post busy sought told sq cq sq_pages cq_pages older entry
    entry_queue entry_valid rung able chosen chosen_mask chosen_at chosen_cq issue taken sent sq_head to to_at to_phase to_vector to_interrupts;
    one = 1u8
});

impl Logic for IoQueues {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, entry, entry_queue, entry_valid);
        clock!(self, clock, sq_pages, cq_pages);

        // What admin commands do.
        self.sq_pages.create.next = self.create_sq.val();
        self.sq_pages.which.next = self.which.val();
        self.sq_pages.base.next = self.shape.val().base;
        self.cq_pages.create.next = self.create_cq.val();
        self.cq_pages.which.next = self.which.val();
        self.cq_pages.base.next = self.shape.val().base;
        self.drained.next = false;
        for i in 0..4 {
            self.sq[i].clock.next = self.clock.val();
            self.sq[i].run.next = self.run.val();
            self.sq[i].shape.next = self.shape.val();
            self.sq[i].create.next = self.create_sq.val() & (self.which.val() == i.to_bits::<2>());
            self.sq[i].delete.next = self.delete_sq.val() & (self.which.val() == i.to_bits::<2>());
            self.sq[i].hold.next = self.hold.val() & (self.which.val() == i.to_bits::<2>());
            self.cq[i].clock.next = self.clock.val();
            self.cq[i].run.next = self.run.val();
            self.cq[i].shape.next = self.shape.val();
            self.cq[i].create.next = self.create_cq.val() & (self.which.val() == i.to_bits::<2>());
            self.cq[i].delete.next = self.delete_cq.val() & (self.which.val() == i.to_bits::<2>());
            if self.which.val() == i.to_bits::<2>() {
                self.drained.next = self.sq[i].drained.val();
            }
        }
        self.sq_there.next = false;
        self.cq_there.next = false;
        self.cq_used.next = false;
        self.named_there.next = false;
        self.any_there.next = false;
        for i in 0..4 {
            if self.sq[i].exists.val() & (self.which.val() == i.to_bits::<2>()) {
                self.sq_there.next = true;
            }
            if self.cq[i].exists.val() & (self.which.val() == i.to_bits::<2>()) {
                self.cq_there.next = true;
            }
            if self.sq[i].exists.val() & (self.sq[i].cq.val() == self.which.val()) {
                self.cq_used.next = true;
            }
            if self.cq[i].exists.val() & (self.shape.val().cq == i.to_bits::<2>()) {
                self.named_there.next = true;
            }
            if self.sq[i].exists.val() | self.cq[i].exists.val() {
                self.any_there.next = true;
            }
        }

        // Doorbells. The admin queue's is 0.
        self.tail_refused.next = false;
        self.head_refused.next = false;
        self.missing.next = false;
        self.rung.next = self.doorbell.val().queue - 1;
        for i in 0..4 {
            self.sq[i].tail.next = self.doorbell.val().tail;
            self.sq[i].ring.next = self.doorbell.val().tail_written & (self.rung.val() == i.to_bits::<3>());
            self.cq[i].head.next = self.doorbell.val().head;
            self.cq[i].ring.next = self.doorbell.val().head_written & (self.rung.val() == i.to_bits::<3>());
            if self.sq[i].refused.val() {
                self.tail_refused.next = true;
            }
            if self.cq[i].refused.val() {
                self.head_refused.next = true;
            }
            if (self.sq[i].refused.val() & !self.sq[i].exists.val())
                | (self.cq[i].refused.val() & !self.cq[i].exists.val())
            {
                self.missing.next = true;
            }
        }

        // Fetch.
        self.able.next = bit_cast::<4, 1>(self.sq[0].able.val().into())
            | (bit_cast::<4, 1>(self.sq[1].able.val().into()) << 1)
            | (bit_cast::<4, 1>(self.sq[2].able.val().into()) << 2)
            | (bit_cast::<4, 1>(self.sq[3].able.val().into()) << 3);
        self.chosen.next = 0.into();
        for i in 0..4 {
            // Several only as long as they have never been fetched from.
            if self.able.val().get_bit(i) & !(self.able.val() & self.older[i].q.val()).any() {
                self.chosen.next = i.to_bits::<2>();
            }
        }
        self.issue.next = self.run.val() & self.room.val() & self.able.val().any();
        self.chosen_mask.next = self.one.val() << self.chosen.val();
        for i in 0..4 {
            self.older[i].clock.next = self.clock.val();
            self.older[i].d.next = self.older[i].q.val();
            if self.issue.val() {
                self.older[i].d.next = self.older[i].q.val() & !self.chosen_mask.val();
                if self.chosen.val() == i.to_bits::<2>() {
                    self.older[i].d.next = !self.chosen_mask.val();
                }
            }
        }
        self.chosen_at.next = 0.into();
        self.chosen_cq.next = 0.into();
        for i in 0..4 {
            if self.chosen.val() == i.to_bits::<2>() {
                self.chosen_at.next = self.sq[i].fetch_at.val();
                self.chosen_cq.next = self.sq[i].cq.val();
            }
        }
        for i in 0..4 {
            self.sq[i].issue.next = self.issue.val() & (self.chosen.val() == i.to_bits::<2>());
            self.cq[i].promise.next = self.issue.val() & (self.chosen_cq.val() == i.to_bits::<2>());
            self.sq[i].loaded.next = self.loaded.val() & (self.loaded_queue.val() == i.to_bits::<2>());
            self.sq[i].room.next = false;
            for j in 0..4 {
                if self.sq[i].cq.val() == j.to_bits::<2>() {
                    self.sq[i].room.next = self.cq[j].room.val();
                }
            }
        }
        self.sq_pages.queue.next = self.chosen.val();
        self.sq_pages.offset.next = bit_cast::<12, 6>(self.chosen_at.val()) << 6;
        self.sq_pages.keep.next = false;
        self.fetch_valid.next = self.issue.val();
        self.fetch_queue.next = self.chosen.val();
        self.fetch_address.next = self.sq_pages.address.val();

        // Completions: each has its place.
        self.outcome.ready.next = !self.run.val() | !self.entry_valid.q.val();
        self.taken.next = self.outcome.valid.val() & self.run.val() & !self.entry_valid.q.val();
        self.sq_head.next = 0.into();
        self.to.next = 0.into();
        for i in 0..4 {
            if self.outcome.data.val().queue == i.to_bits::<2>() {
                self.sq_head.next = self.sq[i].head.val();
                self.to.next = self.sq[i].cq.val();
            }
        }
        self.to_at.next = 0.into();
        self.to_phase.next = false;
        self.to_vector.next = 0.into();
        self.to_interrupts.next = false;
        for i in 0..4 {
            self.cq[i].put.next = self.taken.val() & (self.to.val() == i.to_bits::<2>());
            if self.to.val() == i.to_bits::<2>() {
                self.to_at.next = self.cq[i].tail.val();
                self.to_phase.next = self.cq[i].phase.val();
                self.to_vector.next = self.cq[i].vector.val();
                self.to_interrupts.next = self.cq[i].interrupts.val();
            }
        }
        self.cq_pages.queue.next = self.to.val();
        self.cq_pages.offset.next = bit_cast::<12, 6>(self.to_at.val()) << 4;
        self.cq_pages.keep.next = self.taken.val();
        self.sent.next = self.entry_valid.q.val() & self.post.ready.val();
        if self.sent.val() {
            self.entry_valid.d.next = false;
        }
        for i in 0..4 {
            self.sq[i].answered.next = self.sent.val() & (self.entry_queue.q.val() == i.to_bits::<2>());
        }
        if self.taken.val() {
            self.entry_valid.d.next = true;
            self.entry_queue.d.next = self.outcome.data.val().queue;
            self.entry.d.next.high = bit_cast::<64, 6>(self.sq_head.val())
                | ((bit_cast::<64, 2>(self.outcome.data.val().queue) + 1) << 16)
                | (bit_cast::<64, 16>(self.outcome.data.val().cid) << 32)
                | (bit_cast::<64, 1>(self.to_phase.val().into()) << 48)
                | (bit_cast::<64, 15>(self.outcome.data.val().status) << 49);
            self.entry.d.next.interrupt = self.to_interrupts.val();
            self.entry.d.next.vector = self.to_vector.val();
        }
        self.post.data.next.address = self.cq_pages.kept.val();
        self.post.data.next.low = 0.into();
        self.post.data.next.high = self.entry.q.val().high;
        self.post.data.next.interrupt = self.entry.q.val().interrupt;
        self.post.data.next.vector = self.entry.q.val().vector;
        self.post.valid.next = self.entry_valid.q.val();
        self.busy.next = self.entry_valid.q.val();
        self.told.next = self.sent.val()
            & (self.entry_queue.q.val() == self.sought.val().queue)
            & (self.entry.q.val().high.get_bits::<16>(32) == self.sought.val().cid);
        if self.reset.val() {
            self.entry_valid.d.next = false;
        }
    }
}
