//! Admin commands, one at a time, and the features that they set.

mod steps;

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
    /// Abort of a request for events: whether it waits; its completion.
    Recalling,
    Withdrawing,
    /// A request for events is answered.
    Telling,
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
    /// Requests for events: a new one is put there with `event_put`; one is to be answered with `event_result` while
    /// `event_due`, and has been with `event_told`. The one that Abort names is sought, and taken away with `withdraw`.
    pub event_put: Signal<Out, Bit>,
    pub events_full: Signal<In, Bit>,
    pub event_due: Signal<In, Bit>,
    pub event_name: Signal<In, Bits<16>>,
    pub event_result: Signal<In, Bits<32>>,
    pub event_told: Signal<Out, Bit>,
    pub event_seek: Signal<Out, Bit>,
    pub event_sought: Signal<In, Bit>,
    pub event_found: Signal<In, Bit>,
    pub withdraw: Signal<Out, Bit>,
    /// The host has read the error log, and wants to be told of errors again.
    pub log_read: Signal<Out, Bit>,
    pub page: StreamSource<PageRequest>,
    pub page_done: Signal<In, Bit>,
    pub page_failed: Signal<In, Bit>,

    state: DFF<State>,
    result: DFF<Bits<32>>,
    status: DFF<Bits<15>>,
    /// Feature values that were set; the others have their defaults.
    values: Table<Bits<32>, 4>,
    set: DFF<Bits<16>>,
    /// Vectors whose interrupts shall not be coalesced.
    uncoalesced: DFF<Bits<16>>,
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
    nsid_all: DFF<Bit>,
    of_admin_queue: DFF<Bit>,
    /// The feature is not that of the namespace; the status says it.
    not_whose: DFF<Bit>,
    data_misplaced: DFF<Bit>,
    /// Bytes that the host wants of a page; whether they reach beyond PRP1's page, and how far.
    length: DFF<Bits<13>>,
    crosses: DFF<Bit>,
    beyond: DFF<Bits<13>>,
    log_known: DFF<Bit>,
    feature_known: DFF<Bit>,
    ones: DFF<Bit>,

    verdict: Signal<Local, Bits<15>>,
    cid: Signal<Local, Bits<16>>,
    /// Where a feature's value is kept.
    place: Signal<Local, Bits<4>>,
    vector_mask: Signal<Local, Bits<16>>,
    cdw10: Signal<Local, Bits<32>>,
    cdw11: Signal<Local, Bits<32>>,
    low: Signal<Local, Bits<8>>,
    store: Signal<Local, Bit>,
    done: Signal<Local, Bit>,
    reach: Signal<Local, Bits<14>>,
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
    recovery: Constant<Bits<8>>,
    error_log: Constant<Bits<8>>,
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
    page_bytes: Constant<Bits<14>>,
    logs: Constant<Bits<4>>,
    log_invalid: Constant<Bits<15>>,
    deletion_invalid: Constant<Bits<15>>,
    events_exceeded: Constant<Bits<15>>,
    not_saveable: Constant<Bits<15>>,
    not_specific: Constant<Bits<15>>,
    abort_requested: Constant<Bits<15>>,
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
    cq_used named_there any_there draining drained seek seek_name sought found found_row abort aborted answered event_put events_full event_due event_name event_result event_told event_seek
    event_sought event_found withdraw log_read page page_done page_failed state result status values set uncoalesced
    asking victim opcode bad_field queue qid_fits size_fits aligned vector_fits cqid_fits nsid_fits nsid_zero nsid_last nsid_all of_admin_queue not_whose data_misplaced length crosses beyond log_known
    feature_known ones verdict cid place vector_mask cdw10 cdw11 low store done reach qid cqid;
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
    recovery = feature::ERROR_RECOVERY, error_log = nvme::log::ERROR, nsid = nvme::NSID, nsid_above = nvme::NSID_ALL - 1,
    invalid_opcode = nvme::INVALID_OPCODE.bits(), invalid_field = nvme::INVALID_FIELD.bits(),
    invalid_namespace = nvme::INVALID_NAMESPACE.bits(), offset_invalid = nvme::PRP_OFFSET_INVALID.bits(),
    transfer_error = nvme::DATA_TRANSFER_ERROR.bits(), sequence_error = nvme::COMMAND_SEQUENCE_ERROR.bits(),
    cq_invalid = nvme::COMPLETION_QUEUE_INVALID.bits(), qid_invalid = nvme::INVALID_QUEUE_IDENTIFIER.bits(),
    size_invalid = nvme::INVALID_QUEUE_SIZE.bits(), vector_invalid = nvme::INVALID_INTERRUPT_VECTOR.bits(),
    page_bytes = nvme::PAGE_BYTES as u16,
    logs = 1u8 << nvme::log::ERROR | 1 << nvme::log::SMART | 1 << nvme::log::FIRMWARE,
    log_invalid = nvme::INVALID_LOG_PAGE.bits(), deletion_invalid = nvme::INVALID_QUEUE_DELETION.bits(),
    events_exceeded = nvme::ASYNC_EVENT_LIMIT_EXCEEDED.bits(), not_saveable = nvme::FEATURE_NOT_SAVEABLE.bits(),
    not_specific = nvme::FEATURE_NOT_NAMESPACE_SPECIFIC.bits(), abort_requested = nvme::ABORT_REQUESTED.bits()
});
