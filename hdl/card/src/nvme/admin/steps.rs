//! What happens in each state.

use super::{Admin, State};
use rust_hdl::prelude::*;

impl Logic for Admin {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, result, status, uncoalesced, queue);
        dff_setup!(
            self,
            clock,
            victim,
            set,
            asking,
            opcode,
            bad_field,
            qid_fits,
            size_fits,
            aligned,
            vector_fits,
            cqid_fits
        );
        dff_setup!(self, clock, length, crosses, beyond, log_known);
        dff_setup!(self, clock, nsid_fits, nsid_zero, nsid_last, nsid_all, of_admin_queue);
        dff_setup!(self, clock, not_whose, data_misplaced, feature_known, ones);
        clock!(self, clock, values);

        self.cdw10.next = self.sqe.data.val().cdw10;
        self.cdw11.next = self.sqe.data.val().cdw11;
        self.low.next = self.cdw10.val().get_bits::<8>(0);
        self.reach.next =
            bit_cast::<14, 12>(self.sqe.data.val().prp1.get_bits::<12>(0)) + bit_cast::<14, 13>(self.length.q.val());
        self.crosses.d.next = self.reach.val() > self.page_bytes.val();
        self.beyond.d.next = bit_cast::<13, 14>(self.reach.val() - self.page_bytes.val());
        // I/O queues count from 1.
        self.qid.next = self.cdw10.val().get_bits::<16>(0) - 1;
        self.cqid.next = self.cdw11.val().get_bits::<16>(16) - 1;
        self.which.next = self.queue.q.val();
        self.shape.next.base = self.sqe.data.val().prp1.get_bits::<52>(12);
        self.shape.next.last = self.cdw10.val().get_bits::<6>(16);
        self.shape.next.cq = self.cqid.val().get_bits::<2>(0);
        self.shape.next.interrupts = self.cdw11.val().get_bit(1);
        self.shape.next.vector = self.cdw11.val().get_bits::<4>(16);
        self.create_sq.next = false;
        self.create_cq.next = false;
        self.delete_sq.next = false;
        self.delete_cq.next = false;
        self.verdict.next = 0.into();
        self.store.next = false;
        self.done.next = false;
        self.outcome.valid.next = false;
        self.draining.next = false;
        self.seek.next = false;
        self.abort.valid.next = false;
        self.event_put.next = false;
        self.event_told.next = false;
        self.event_seek.next = false;
        self.withdraw.next = false;
        self.log_read.next = false;
        self.cid.next = self.sqe.data.val().cdw0.get_bits::<16>(16);
        self.abort.data.next = self.victim.q.val();
        self.seek_name.next.queue = self.queue.q.val();
        self.seek_name.next.cid = self.cdw10.val().get_bits::<16>(16);
        if self.asking.q.val() & self.page.ready.val() {
            self.asking.d.next = false;
        }
        // The lower threshold of the temperature lies where no feature is.
        self.place.next = self.low.val().get_bits::<4>(0)
            | (bit_cast::<4, 1>(((self.low.val() == self.temperature.val()) & self.cdw11.val().get_bit(20)).into())
                << 3);
        self.values.read_address.next = self.place.val();
        self.vector_mask.next = self.one16.val() << self.cdw11.val().get_bits::<4>(0);

        match self.state.q.val() {
            State::Deciding => {
                self.state.d.next = State::Weighing;
                self.verdict.next = self.invalid_opcode.val();
                // In each block the check that counts most is written last.
                if self.opcode.q.val() == self.op_identify.val() {
                    self.verdict.next = 0.into();
                    if self.data_misplaced.q.val() {
                        self.verdict.next = self.offset_invalid.val();
                    }
                    if self.low.val() == self.cns_list.val() {
                        if self.nsid_last.q.val() {
                            self.verdict.next = self.invalid_namespace.val();
                        }
                    } else if (self.low.val() != self.cns_controller.val()) & !self.nsid_fits.q.val() {
                        self.verdict.next = self.invalid_namespace.val();
                    }
                    if self.low.val() > self.cns_last.val() {
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_create_cq.val() {
                    self.verdict.next = 0.into();
                    if !self.aligned.q.val() {
                        self.verdict.next = self.offset_invalid.val();
                    }
                    if !self.vector_fits.q.val() {
                        self.verdict.next = self.vector_invalid.val();
                    }
                    if !self.cdw11.val().get_bit(0) {
                        self.verdict.next = self.invalid_field.val();
                    }
                    if !self.size_fits.q.val() | !self.cqe_size_fits.val() {
                        self.verdict.next = self.size_invalid.val();
                    }
                    if !self.qid_fits.q.val() | self.cq_there.val() {
                        self.verdict.next = self.qid_invalid.val();
                    }
                }
                if self.opcode.q.val() == self.op_create_sq.val() {
                    self.verdict.next = 0.into();
                    if !self.aligned.q.val() {
                        self.verdict.next = self.offset_invalid.val();
                    }
                    if !self.cdw11.val().get_bit(0) {
                        self.verdict.next = self.invalid_field.val();
                    }
                    if !self.size_fits.q.val() | !self.sqe_size_fits.val() {
                        self.verdict.next = self.size_invalid.val();
                    }
                    if !self.named_there.val() {
                        self.verdict.next = self.cq_invalid.val();
                    }
                    if !self.cqid_fits.q.val() | !self.qid_fits.q.val() | self.sq_there.val() {
                        self.verdict.next = self.qid_invalid.val();
                    }
                }
                if self.opcode.q.val() == self.op_delete_sq.val() {
                    self.verdict.next = 0.into();
                    if !self.qid_fits.q.val() | !self.sq_there.val() {
                        self.verdict.next = self.qid_invalid.val();
                    }
                }
                if self.opcode.q.val() == self.op_delete_cq.val() {
                    self.verdict.next = 0.into();
                    if self.cq_used.val() {
                        self.verdict.next = self.deletion_invalid.val();
                    }
                    if !self.qid_fits.q.val() | !self.cq_there.val() {
                        self.verdict.next = self.qid_invalid.val();
                    }
                }
                // Error recovery is a namespace's, the other features are the controller's; who asks need not know.
                self.not_whose.d.next = false;
                if self.low.val() == self.recovery.val() {
                    self.not_whose.d.next =
                        !self.nsid_fits.q.val() & !(self.nsid_all.q.val() & (self.opcode.q.val() == self.op_set.val()));
                } else if self.opcode.q.val() == self.op_set.val() {
                    self.not_whose.d.next = !self.nsid_zero.q.val() & !self.nsid_all.q.val();
                }
                if (self.opcode.q.val() == self.op_set.val()) | (self.opcode.q.val() == self.op_get.val()) {
                    self.verdict.next = self.invalid_namespace.val();
                    if self.nsid_fits.q.val() {
                        self.verdict.next = self.not_specific.val();
                    }
                }
                self.status.d.next = self.verdict.val();
            }
            State::Weighing => {
                self.state.d.next = State::Acting;
                self.verdict.next = self.status.q.val();
                if (self.opcode.q.val() == self.op_set.val()) | (self.opcode.q.val() == self.op_get.val()) {
                    self.verdict.next = 0.into();
                    if self.low.val() == self.temperature.val() {
                        // There is one sensor, and an upper and a lower threshold. "All sensors" can be set.
                        if self.cdw11.val().get_bits::<4>(16).any()
                            & !(self.cdw11.val().get_bits::<4>(16).all() & (self.opcode.q.val() == self.op_set.val()))
                        {
                            self.verdict.next = self.invalid_field.val();
                        }
                        if self.cdw11.val().get_bit(21) {
                            self.verdict.next = self.invalid_field.val();
                        }
                    }
                    if (self.low.val() == self.vectors.val()) & self.cdw11.val().get_bits::<12>(4).any() {
                        // There are sixteen vectors.
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_set.val() {
                    if (self.low.val() == self.power.val()) & self.cdw11.val().get_bits::<5>(0).any() {
                        self.verdict.next = self.invalid_field.val();
                    }
                    if self.low.val() == self.queues.val() {
                        if self.any_there.val() {
                            self.verdict.next = self.sequence_error.val();
                        }
                        if self.ones.q.val() {
                            self.verdict.next = self.invalid_field.val();
                        }
                    }
                    if self.not_whose.q.val() {
                        self.verdict.next = self.status.q.val();
                    }
                    if self.cdw10.val().get_bit(31) {
                        self.verdict.next = self.not_saveable.val();
                    }
                    if !self.feature_known.q.val() {
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_get.val() {
                    if self.not_whose.q.val() {
                        self.verdict.next = self.status.q.val();
                    }
                    // Only the current value, not those saved or default.
                    if !self.feature_known.q.val() | self.cdw10.val().get_bits::<3>(8).any() {
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_abort.val() {
                    self.verdict.next = 0.into();
                }
                if self.opcode.q.val() == self.op_log_page.val() {
                    self.verdict.next = 0.into();
                    if self.sqe.data.val().prp1.get_bits::<2>(0).any()
                        | (self.crosses.q.val() & self.sqe.data.val().prp2.get_bits::<12>(0).any())
                    {
                        self.verdict.next = self.offset_invalid.val();
                    }
                    // At most a page, from its beginning, of the controller.
                    if self.cdw10.val().get_bits::<6>(26).any()
                        | self.cdw11.val().get_bits::<16>(0).any()
                        | self.sqe.data.val().cdw12.any()
                        | !(self.nsid_zero.q.val() | self.nsid_all.q.val())
                    {
                        self.verdict.next = self.invalid_field.val();
                    }
                    if !self.log_known.q.val() {
                        self.verdict.next = self.log_invalid.val();
                    }
                }
                if self.opcode.q.val() == self.op_event.val() {
                    self.verdict.next = 0.into();
                    if self.events_full.val() {
                        self.verdict.next = self.events_exceeded.val();
                    }
                }
                if self.bad_field.q.val() {
                    self.verdict.next = self.invalid_field.val();
                }

                self.status.d.next = self.verdict.val();
            }
            State::Acting => {
                self.state.d.next = State::Answering;
                self.result.d.next = 0.into();
                if self.status.q.val() == 0 {
                    if (self.opcode.q.val() == self.op_identify.val()) | (self.opcode.q.val() == self.op_log_page.val())
                    {
                        self.asking.d.next = true;
                        self.state.d.next = State::Building;
                    }
                    if self.opcode.q.val() == self.op_create_cq.val() {
                        self.create_cq.next = true;
                    }
                    if self.opcode.q.val() == self.op_create_sq.val() {
                        self.create_sq.next = true;
                    }
                    if self.opcode.q.val() == self.op_delete_sq.val() {
                        self.state.d.next = State::Draining;
                    }
                    if self.opcode.q.val() == self.op_delete_cq.val() {
                        self.delete_cq.next = true;
                    }
                    if self.opcode.q.val() == self.op_set.val() {
                        self.store.next = true;
                        if self.low.val() == self.queues.val() {
                            self.result.d.next = self.queues_granted.val();
                        }
                    }
                    if self.opcode.q.val() == self.op_get.val() {
                        if self.set.q.val().get_bit(self.place.val().index()) {
                            self.result.d.next = self.values.read_data.val();
                            if self.low.val() == self.temperature.val() {
                                self.result.d.next = bit_cast::<32, 16>(self.values.read_data.val().get_bits::<16>(0));
                            }
                        } else if (self.low.val() == self.temperature.val()) & !self.cdw11.val().get_bit(20) {
                            self.result.d.next = self.temperature_default.val();
                        }
                        if self.low.val() == self.vectors.val() {
                            self.result.d.next = bit_cast::<32, 4>(self.cdw11.val().get_bits::<4>(0));
                            if (self.uncoalesced.q.val() & self.vector_mask.val()).any() {
                                self.result.d.next = bit_cast::<32, 4>(self.cdw11.val().get_bits::<4>(0)) | 0x1_0000;
                            }
                        }
                        if self.low.val() == self.queues.val() {
                            self.result.d.next = self.queues_granted.val();
                        }
                    }
                    if self.opcode.q.val() == self.op_abort.val() {
                        // Not aborted, unless it is found where it waits.
                        self.result.d.next = 1.into();
                        if self.qid_fits.q.val() & self.sq_there.val() {
                            self.state.d.next = State::Seeking;
                        }
                        if self.of_admin_queue.q.val() {
                            self.state.d.next = State::Recalling;
                        }
                    }
                    if self.opcode.q.val() == self.op_event.val() {
                        self.event_put.next = true;
                        self.done.next = true;
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::Building => {
                if self.page_done.val() {
                    self.log_read.next = (self.opcode.q.val() == self.op_log_page.val())
                        & (self.low.val() == self.error_log.val())
                        & !self.cdw10.val().get_bit(15)
                        & !self.page_failed.val();
                    if self.page_failed.val() {
                        self.status.d.next = self.transfer_error.val();
                    }
                    self.state.d.next = State::Answering;
                }
            }
            State::Seeking => {
                self.seek.next = true;
                self.victim.d.next = self.found_row.val();
                if self.sought.val() {
                    self.state.d.next = State::Answering;
                    if self.found.val() {
                        self.state.d.next = State::Aborting;
                    }
                }
            }
            State::Aborting => {
                self.abort.valid.next = true;
                if self.abort.ready.val() {
                    self.state.d.next = State::Answering;
                    if self.aborted.val() {
                        self.result.d.next = 0.into();
                        self.state.d.next = State::Following;
                    }
                }
            }
            // The command's own completion goes first; its row may be another's by then.
            State::Following => {
                if self.answered.val() {
                    self.state.d.next = State::Answering;
                }
            }
            State::Recalling => {
                self.event_seek.next = true;
                if self.event_sought.val() {
                    self.state.d.next = State::Answering;
                    if self.event_found.val() {
                        self.result.d.next = 0.into();
                        self.status.d.next = self.abort_requested.val();
                        self.state.d.next = State::Withdrawing;
                    }
                }
            }
            State::Withdrawing => {
                self.cid.next = self.cdw10.val().get_bits::<16>(16);
                self.outcome.valid.next = true;
                if self.outcome.ready.val() {
                    self.withdraw.next = true;
                    self.status.d.next = 0.into();
                    self.state.d.next = State::Answering;
                }
            }
            State::Telling => {
                self.cid.next = self.event_name.val();
                self.outcome.valid.next = true;
                if self.outcome.ready.val() {
                    self.event_told.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Draining => {
                self.draining.next = true;
                if self.drained.val() {
                    self.delete_sq.next = true;
                    self.state.d.next = State::Answering;
                }
            }
            State::Answering => {
                self.outcome.valid.next = true;
                if self.outcome.ready.val() {
                    self.done.next = true;
                    self.state.d.next = State::Idle;
                }
            }
            State::Idle => {
                self.opcode.d.next = self.sqe.data.val().cdw0.get_bits::<8>(0);
                // FUSE and PSDT.
                self.bad_field.d.next =
                    self.sqe.data.val().cdw0.get_bits::<2>(8).any() | self.sqe.data.val().cdw0.get_bits::<2>(14).any();
                self.queue.d.next = self.qid.val().get_bits::<2>(0);
                self.qid_fits.d.next = !self.qid.val().get_bits::<14>(2).any();
                self.size_fits.d.next = self.cdw10.val().get_bits::<16>(16).any()
                    & (self.cdw10.val().get_bits::<16>(16) < self.entries_max.val());
                self.aligned.d.next = !self.sqe.data.val().prp1.get_bits::<12>(0).any();
                self.vector_fits.d.next = !self.cdw11.val().get_bits::<12>(20).any();
                self.cqid_fits.d.next = !self.cqid.val().get_bits::<14>(2).any();
                self.nsid_fits.d.next = self.sqe.data.val().nsid == self.nsid.val();
                self.nsid_zero.d.next = !self.sqe.data.val().nsid.any();
                self.nsid_last.d.next = self.sqe.data.val().nsid >= self.nsid_above.val();
                self.nsid_all.d.next = self.sqe.data.val().nsid.all();
                self.of_admin_queue.d.next = !self.cdw10.val().get_bits::<16>(0).any();
                self.data_misplaced.d.next = self.sqe.data.val().prp1.get_bits::<2>(0).any()
                    | (self.sqe.data.val().prp1.get_bits::<12>(0).any()
                        & self.sqe.data.val().prp2.get_bits::<12>(0).any());
                self.length.d.next = bit_cast::<13, 14>(self.page_bytes.val());
                if self.sqe.data.val().cdw0.get_bits::<8>(0) == self.op_log_page.val() {
                    self.length.d.next = (bit_cast::<13, 10>(self.cdw10.val().get_bits::<10>(16)) + 1) << 2;
                }
                self.log_known.d.next = !self.low.val().get_bits::<6>(2).any()
                    & self.logs.val().get_bit(self.low.val().get_bits::<2>(0).index());
                self.feature_known.d.next = !self.low.val().get_bits::<4>(4).any()
                    & self.features.val().get_bit(self.low.val().get_bits::<4>(0).index());
                self.ones.d.next = self.cdw11.val().get_bits::<16>(0).all() | self.cdw11.val().get_bits::<16>(16).all();
                if self.sqe.valid.val() {
                    self.state.d.next = State::Deciding;
                }
                // An event goes before the next command.
                if self.event_due.val() {
                    self.result.d.next = self.event_result.val();
                    self.status.d.next = 0.into();
                    self.state.d.next = State::Telling;
                }
            }
        }

        self.values.write.next = self.store.val();
        self.values.write_address.next = self.place.val();
        self.values.write_data.next = self.cdw11.val();
        if self.store.val() {
            self.set.d.next = self.set.q.val() | (self.one16.val() << self.place.val());
            if self.low.val() == self.vectors.val() {
                self.uncoalesced.d.next = self.uncoalesced.q.val() & !self.vector_mask.val();
                if self.cdw11.val().get_bit(16) {
                    self.uncoalesced.d.next = self.uncoalesced.q.val() | self.vector_mask.val();
                }
            }
        }
        self.sqe.ready.next = self.done.val();
        self.outcome.data.next.cid = self.cid.val();
        self.outcome.data.next.result = self.result.q.val();
        self.outcome.data.next.status = self.status.q.val();
        self.page.valid.next = self.asking.q.val();
        self.page.data.next.page = bit_cast::<3, 2>(self.low.val().get_bits::<2>(0));
        self.page.data.next.first_bytes = self.length.q.val();
        self.page.data.next.second_bytes = 0.into();
        if self.crosses.q.val() {
            self.page.data.next.first_bytes = self.length.q.val() - self.beyond.q.val();
            self.page.data.next.second_bytes = self.beyond.q.val();
        }
        self.page.data.next.blank = (self.low.val() == self.cns_list.val()) & !self.nsid_zero.q.val();
        if self.opcode.q.val() == self.op_log_page.val() {
            self.page.data.next.page = bit_cast::<3, 2>(self.low.val().get_bits::<2>(0)) + 3;
            self.page.data.next.blank = false;
        }
        self.page.data.next.first = self.sqe.data.val().prp1;
        self.page.data.next.second = self.sqe.data.val().prp2;

        // A page on its way to the host ends first.
        if !self.run.val() {
            self.set.d.next = 0.into();
            self.uncoalesced.d.next = 0.into();
            // So does what the unit is asked.
            if ((self.state.q.val() != State::Building) | self.page_done.val())
                & ((self.state.q.val() != State::Aborting) | self.abort.ready.val())
            {
                self.state.d.next = State::Idle;
            }
        }
        if self.reset.val() {
            self.state.d.next = State::Idle;
            self.asking.d.next = false;
        }
    }
}
