//! Admin commands, one at a time, and the features that they set.

use super::words::{Name, NewQueue, Outcome, PageRequest, Sqe};
use crate::leaf::{block_default, StreamSink, StreamSource, Table, DFF};
use rust_hdl::prelude::*;
use twinpath_spec::limits::QUEUE_ENTRIES_MAX;
use twinpath_spec::nvme::{self, admin, cns, feature};

#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum State {
    /// Judges pages and queues; the rest.
    Deciding,
    Weighing,
    Acting,
    Building,
    /// Delete I/O Submission Queue waits until every command of the queue is answered.
    Draining,
    /// Abort: which row the command has; whether the unit lets it go; its completion.
    Seeking,
    Aborting,
    Following,
    Answering,
    Idle,
}

#[derive(LogicBlock)]
pub struct Admin {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub run: Signal<In, Bit>,
    pub sqe: StreamSink<Sqe>,
    pub outcome: StreamSource<Outcome>,
    /// CC.IOSQES and CC.IOCQES are what entries are.
    pub sqe_size_fits: Signal<In, Bit>,
    pub cqe_size_fits: Signal<In, Bit>,
    /// What becomes of I/O queue `which`, the first being 0; what is known of it, a cycle after the entry was offered.
    pub which: Signal<Out, Bits<2>>,
    pub shape: Signal<Out, NewQueue>,
    pub create_sq: Signal<Out, Bit>,
    pub create_cq: Signal<Out, Bit>,
    pub delete_sq: Signal<Out, Bit>,
    pub delete_cq: Signal<Out, Bit>,
    pub sq_there: Signal<In, Bit>,
    pub cq_there: Signal<In, Bit>,
    pub cq_used: Signal<In, Bit>,
    pub named_there: Signal<In, Bit>,
    pub any_there: Signal<In, Bit>,
    /// No further commands of it are fetched; `drained` says that all are answered.
    pub draining: Signal<Out, Bit>,
    pub drained: Signal<In, Bit>,
    /// Abort: the row of the command `seek_name` is sought among the open ones.
    pub seek: Signal<Out, Bit>,
    pub seek_name: Signal<Out, Name>,
    pub sought: Signal<In, Bit>,
    pub found: Signal<In, Bit>,
    pub found_row: Signal<In, Bits<5>>,
    /// The unit shall let the row go if it waits; taken when that is decided, with `aborted`. `answered`, some cycles later,
    /// says that the command's completion is on its way to the host.
    pub abort: StreamSource<Bits<5>>,
    pub aborted: Signal<In, Bit>,
    pub answered: Signal<In, Bit>,
    pub page: StreamSource<PageRequest>,
    pub page_done: Signal<In, Bit>,
    pub page_failed: Signal<In, Bit>,

    state: DFF<State>,
    result: DFF<Bits<32>>,
    status: DFF<Bits<15>>,
    events: DFF<Bits<3>>,
    /// Feature values that were set; the others have their defaults.
    values: Table<Bits<32>, 4>,
    set: DFF<Bits<16>>,
    asking: DFF<Bit>,

    /// The row to be aborted.
    victim: DFF<Bits<5>>,
    // What is known of the entry when it is decided on.
    opcode: DFF<Bits<8>>,
    bad_field: DFF<Bit>,
    queue: DFF<Bits<2>>,
    qid_fits: DFF<Bit>,
    size_fits: DFF<Bit>,
    aligned: DFF<Bit>,
    vector_fits: DFF<Bit>,
    cqid_fits: DFF<Bit>,
    nsid_fits: DFF<Bit>,
    nsid_zero: DFF<Bit>,
    nsid_last: DFF<Bit>,
    data_misplaced: DFF<Bit>,
    feature_known: DFF<Bit>,
    ones: DFF<Bit>,

    verdict: Signal<Local, Bits<15>>,
    cdw10: Signal<Local, Bits<32>>,
    cdw11: Signal<Local, Bits<32>>,
    low: Signal<Local, Bits<8>>,
    store: Signal<Local, Bit>,
    done: Signal<Local, Bit>,
    qid: Signal<Local, Bits<16>>,
    cqid: Signal<Local, Bits<16>>,
    one16: Constant<Bits<16>>,
    op_delete_sq: Constant<Bits<8>>,
    op_create_sq: Constant<Bits<8>>,
    op_log_page: Constant<Bits<8>>,
    op_delete_cq: Constant<Bits<8>>,
    op_create_cq: Constant<Bits<8>>,
    op_identify: Constant<Bits<8>>,
    op_abort: Constant<Bits<8>>,
    op_set: Constant<Bits<8>>,
    op_get: Constant<Bits<8>>,
    op_event: Constant<Bits<8>>,
    cns_last: Constant<Bits<8>>,
    cns_list: Constant<Bits<8>>,
    cns_controller: Constant<Bits<8>>,
    features: Constant<Bits<16>>,
    power: Constant<Bits<8>>,
    temperature: Constant<Bits<8>>,
    queues: Constant<Bits<8>>,
    vectors: Constant<Bits<8>>,
    temperature_default: Constant<Bits<32>>,
    queues_granted: Constant<Bits<32>>,
    entries_max: Constant<Bits<16>>,
    events_max: Constant<Bits<3>>,
    nsid: Constant<Bits<32>>,
    nsid_above: Constant<Bits<32>>,
    invalid_opcode: Constant<Bits<15>>,
    invalid_field: Constant<Bits<15>>,
    invalid_namespace: Constant<Bits<15>>,
    offset_invalid: Constant<Bits<15>>,
    transfer_error: Constant<Bits<15>>,
    sequence_error: Constant<Bits<15>>,
    cq_invalid: Constant<Bits<15>>,
    qid_invalid: Constant<Bits<15>>,
    size_invalid: Constant<Bits<15>>,
    vector_invalid: Constant<Bits<15>>,
    log_invalid: Constant<Bits<15>>,
    deletion_invalid: Constant<Bits<15>>,
    events_exceeded: Constant<Bits<15>>,
    not_saveable: Constant<Bits<15>>,
}

/// A bit for each feature that can be set and got.
const FEATURES: u16 = 1 << feature::ARBITRATION
    | 1 << feature::POWER_MANAGEMENT
    | 1 << feature::TEMPERATURE_THRESHOLD
    | 1 << feature::ERROR_RECOVERY
    | 1 << feature::NUMBER_OF_QUEUES
    | 1 << feature::INTERRUPT_COALESCING
    | 1 << feature::INTERRUPT_VECTOR
    | 1 << feature::WRITE_ATOMICITY
    | 1 << feature::ASYNC_EVENT;

block_default!(Admin {
    clock reset run sqe outcome sqe_size_fits cqe_size_fits which shape create_sq create_cq delete_sq delete_cq sq_there cq_there
    cq_used named_there any_there draining drained seek seek_name sought found found_row abort aborted answered page page_done page_failed state result status events values set
    asking victim opcode bad_field queue qid_fits size_fits aligned vector_fits cqid_fits nsid_fits nsid_zero nsid_last data_misplaced
    feature_known ones verdict cdw10 cdw11 low store done qid cqid;
    one16 = 1u8,
    op_delete_sq = admin::DELETE_IO_SQ, op_create_sq = admin::CREATE_IO_SQ, op_log_page = admin::GET_LOG_PAGE,
    op_delete_cq = admin::DELETE_IO_CQ, op_create_cq = admin::CREATE_IO_CQ, op_identify = admin::IDENTIFY,
    op_abort = admin::ABORT, op_set = admin::SET_FEATURES, op_get = admin::GET_FEATURES,
    op_event = admin::ASYNC_EVENT_REQUEST,
    cns_last = cns::NAMESPACE_DESCRIPTORS, cns_list = cns::ACTIVE_NAMESPACES, cns_controller = cns::CONTROLLER,
    features = FEATURES, power = feature::POWER_MANAGEMENT, temperature = feature::TEMPERATURE_THRESHOLD,
    queues = feature::NUMBER_OF_QUEUES, vectors = feature::INTERRUPT_VECTOR,
    temperature_default = nvme::TEMPERATURE_WARNING,
    queues_granted = (nvme::IO_QUEUES - 1) << 16 | (nvme::IO_QUEUES - 1), entries_max = QUEUE_ENTRIES_MAX as u16,
    events_max = nvme::ASYNC_EVENTS_MAX, nsid = nvme::NSID, nsid_above = nvme::NSID_ALL - 1,
    invalid_opcode = nvme::INVALID_OPCODE.bits(), invalid_field = nvme::INVALID_FIELD.bits(),
    invalid_namespace = nvme::INVALID_NAMESPACE.bits(), offset_invalid = nvme::PRP_OFFSET_INVALID.bits(),
    transfer_error = nvme::DATA_TRANSFER_ERROR.bits(), sequence_error = nvme::COMMAND_SEQUENCE_ERROR.bits(),
    cq_invalid = nvme::COMPLETION_QUEUE_INVALID.bits(), qid_invalid = nvme::INVALID_QUEUE_IDENTIFIER.bits(),
    size_invalid = nvme::INVALID_QUEUE_SIZE.bits(), vector_invalid = nvme::INVALID_INTERRUPT_VECTOR.bits(),
    log_invalid = nvme::INVALID_LOG_PAGE.bits(), deletion_invalid = nvme::INVALID_QUEUE_DELETION.bits(),
    events_exceeded = nvme::ASYNC_EVENT_LIMIT_EXCEEDED.bits(), not_saveable = nvme::FEATURE_NOT_SAVEABLE.bits()
});

impl Logic for Admin {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, state, result, status, events, queue);
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
        dff_setup!(self, clock, nsid_fits, nsid_zero, nsid_last, data_misplaced, feature_known, ones);
        clock!(self, clock, values);

        self.cdw10.next = self.sqe.data.val().cdw10;
        self.cdw11.next = self.sqe.data.val().cdw11;
        self.low.next = self.cdw10.val().get_bits::<8>(0);
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
        self.abort.data.next = self.victim.q.val();
        self.seek_name.next.queue = self.queue.q.val();
        self.seek_name.next.cid = self.cdw10.val().get_bits::<16>(16);
        if self.asking.q.val() & self.page.ready.val() {
            self.asking.d.next = false;
        }
        self.values.read_address.next = self.low.val().get_bits::<4>(0);

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
                self.status.d.next = self.verdict.val();
            }
            State::Weighing => {
                self.state.d.next = State::Acting;
                self.verdict.next = self.status.q.val();
                if (self.opcode.q.val() == self.op_set.val()) | (self.opcode.q.val() == self.op_get.val()) {
                    self.verdict.next = 0.into();
                    if (self.low.val() == self.temperature.val()) & self.cdw11.val().get_bits::<6>(16).any() {
                        // Other sensors and the lower threshold.
                        self.verdict.next = self.invalid_field.val();
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
                    if self.cdw10.val().get_bit(31) {
                        self.verdict.next = self.not_saveable.val();
                    }
                    if !self.feature_known.q.val() {
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_get.val() {
                    // Only the current value, not those saved or default.
                    if !self.feature_known.q.val() | self.cdw10.val().get_bits::<3>(8).any() {
                        self.verdict.next = self.invalid_field.val();
                    }
                }
                if self.opcode.q.val() == self.op_abort.val() {
                    self.verdict.next = 0.into();
                }
                if self.opcode.q.val() == self.op_log_page.val() {
                    self.verdict.next = self.log_invalid.val();
                }
                if self.opcode.q.val() == self.op_event.val() {
                    self.verdict.next = 0.into();
                    if self.events.q.val() == self.events_max.val() {
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
                    if self.opcode.q.val() == self.op_identify.val() {
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
                        if self.set.q.val().get_bit(self.low.val().get_bits::<4>(0).index()) {
                            self.result.d.next = self.values.read_data.val();
                        } else if self.low.val() == self.temperature.val() {
                            self.result.d.next = self.temperature_default.val();
                        }
                        if self.low.val() == self.vectors.val() {
                            self.result.d.next = bit_cast::<32, 4>(self.cdw11.val().get_bits::<4>(0));
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
                    }
                    if self.opcode.q.val() == self.op_event.val() {
                        // No event is ever reported: the request stays until a reset.
                        self.events.d.next = self.events.q.val() + 1;
                        self.done.next = true;
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::Building => {
                if self.page_done.val() {
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
                self.data_misplaced.d.next = self.sqe.data.val().prp1.get_bits::<2>(0).any()
                    | (self.sqe.data.val().prp1.get_bits::<12>(0).any()
                        & self.sqe.data.val().prp2.get_bits::<12>(0).any());
                self.feature_known.d.next = !self.low.val().get_bits::<4>(4).any()
                    & self.features.val().get_bit(self.low.val().get_bits::<4>(0).index());
                self.ones.d.next = self.cdw11.val().get_bits::<16>(0).all() | self.cdw11.val().get_bits::<16>(16).all();
                if self.sqe.valid.val() {
                    self.state.d.next = State::Deciding;
                }
            }
        }

        self.values.write.next = self.store.val();
        self.values.write_address.next = self.low.val().get_bits::<4>(0);
        self.values.write_data.next = self.cdw11.val();
        if self.store.val() {
            self.set.d.next = self.set.q.val() | (self.one16.val() << self.low.val().get_bits::<4>(0));
        }
        self.sqe.ready.next = self.done.val();
        self.outcome.data.next.cid = self.sqe.data.val().cdw0.get_bits::<16>(16);
        self.outcome.data.next.result = self.result.q.val();
        self.outcome.data.next.status = self.status.q.val();
        self.page.valid.next = self.asking.q.val();
        self.page.data.next.page = self.low.val().get_bits::<2>(0);
        self.page.data.next.blank = (self.low.val() == self.cns_list.val()) & !self.nsid_zero.q.val();
        self.page.data.next.first = self.sqe.data.val().prp1;
        self.page.data.next.second = self.sqe.data.val().prp2;

        // A page on its way to the host ends first.
        if !self.run.val() {
            self.events.d.next = 0.into();
            self.set.d.next = 0.into();
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
