//! The controller's registers (BAR0 0000h to 1FFFh) and whether it runs.

use super::words::{Doorbell, Shape};
use crate::leaf::{block_default, StreamSink, StreamSource, DFF};
use crate::wires::RegRequest;
use rust_hdl::prelude::*;
use twinpath_spec::nvme;

/// CC.EN and what follows it.
#[derive(LogicState, Copy, Clone, Debug, PartialEq)]
pub enum Phase {
    Disabled,
    Ready,
    /// EN is 0 again; what is under way to or from host memory ends first.
    Stopping,
    /// EN is 1 with settings that cannot work: CFS until EN is 0.
    Broken,
}

#[derive(LogicBlock)]
pub struct Registers {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub regs: StreamSink<RegRequest>,
    pub reg_reply: StreamSource<Bits<64>>,
    /// Function-level reset: all registers as after power-up.
    pub flr: Signal<In, Bit>,
    /// Nothing is under way to or from host memory.
    pub quiet: Signal<In, Bit>,
    /// No command that was fetched is without its completion entry at the host.
    pub answered: Signal<In, Bit>,
    /// A submission entry could not be read.
    pub fatal: Signal<In, Bit>,
    /// Doorbells that the queues refused in this cycle, a bit each.
    pub refused: Signal<In, Bits<4>>,
    /// Commands are taken.
    pub run: Signal<Out, Bit>,
    /// CSTS.RDY.
    pub ready: Signal<Out, Bit>,
    /// A reset is under way.
    pub stopping: Signal<Out, Bit>,
    pub doorbell: Signal<Out, Doorbell>,
    pub admin_sq: Signal<Out, Shape>,
    pub admin_cq: Signal<Out, Shape>,
    /// CC.IOSQES and CC.IOCQES are what entries are.
    pub sqe_size_fits: Signal<Out, Bit>,
    pub cqe_size_fits: Signal<Out, Bit>,
    pub invalid_doorbells: Signal<Out, Bits<32>>,
    /// A doorbell was written that is none.
    pub stray: Signal<Out, Bit>,

    phase: DFF<Phase>,
    still: DFF<Bits<3>>,
    cc: DFF<Bits<32>>,
    mask: DFF<Bits<32>>,
    aqa: DFF<Bits<32>>,
    asq_low: DFF<Bits<32>>,
    asq_high: DFF<Bits<32>>,
    acq_low: DFF<Bits<32>>,
    acq_high: DFF<Bits<32>>,
    access: DFF<RegRequest>,
    accessing: DFF<Bit>,
    reply: DFF<Bits<64>>,
    reply_valid: DFF<Bit>,
    bell: DFF<Doorbell>,
    strays: DFF<Bits<2>>,
    turned_away: DFF<Bits<4>>,
    /// Both, counted.
    wrong: DFF<Bits<3>>,
    /// The phase is Ready.
    running: DFF<Bit>,
    invalid: DFF<Bits<32>>,

    /// The shutdown that CC.SHN asks for is complete.
    shut: DFF<Bit>,
    settled: DFF<Bits<4>>,
    shutting: Signal<Local, Bit>,
    enabled: Signal<Local, Bit>,
    settings_fit: Signal<Local, Bit>,
    fixed: Signal<Local, Bit>,
    writes: Signal<Local, Bits<2>>,
    low: Signal<Local, Bits<32>>,
    high: Signal<Local, Bits<32>>,
    place: Signal<Local, Bits<9>>,
    csts: Signal<Local, Bits<32>>,
    value: Signal<Local, Bits<64>>,
    cap: Constant<Bits<64>>,
    version: Constant<Bits<32>>,
    cc_bits: Constant<Bits<32>>,
    aqa_bits: Constant<Bits<32>>,
    page_bits: Constant<Bits<32>>,
    /// Queue pairs with the admin queue's.
    queues: Constant<Bits<9>>,
    sqe_shift: Constant<Bits<4>>,
    cqe_shift: Constant<Bits<4>>,
}

block_default!(Registers {
    clock reset regs reg_reply flr quiet answered fatal refused run ready stopping doorbell admin_sq admin_cq sqe_size_fits cqe_size_fits
    invalid_doorbells stray phase still cc mask aqa asq_low asq_high acq_low acq_high access accessing reply reply_valid bell strays turned_away wrong running invalid shut settled shutting enabled
    settings_fit fixed writes low high place csts value;
    cap = nvme::CAP_VALUE, version = nvme::VS_VALUE,
    cc_bits = nvme::CC.writable(), aqa_bits = nvme::AQA.writable(), page_bits = nvme::ASQ.writable() & 0xffff_ffff,
    queues = 1 + nvme::IO_QUEUES, sqe_shift = nvme::SQE_SHIFT, cqe_shift = nvme::CQE_SHIFT
});

impl Logic for Registers {
    #[hdl_gen]
    fn update(&mut self) {
        dff_setup!(self, clock, phase, still, cc, mask, aqa, asq_low, asq_high, acq_low, acq_high, access, accessing);
        dff_setup!(self, clock, reply, reply_valid, bell, strays, turned_away, wrong, running, invalid, shut, settled);

        // Whether the controller runs.
        self.enabled.next = self.cc.q.val().get_bit(0);
        self.settings_fit.next = !self.cc.q.val().get_bits::<10>(4).any()
            & self.aqa.q.val().get_bits::<12>(0).any()
            & self.aqa.q.val().get_bits::<12>(16).any();
        self.still.d.next = 0.into();
        self.run.next = self.running.q.val();
        self.ready.next = false;
        self.stopping.next = self.phase.q.val() == Phase::Stopping;
        match self.phase.q.val() {
            Phase::Disabled => {
                if self.enabled.val() {
                    self.phase.d.next = Phase::Broken;
                    if self.settings_fit.val() {
                        self.phase.d.next = Phase::Ready;
                        self.running.d.next = true;
                    }
                }
            }
            Phase::Ready => {
                self.ready.next = true;
                if !self.enabled.val() {
                    self.phase.d.next = Phase::Stopping;
                    self.running.d.next = false;
                }
            }
            Phase::Stopping => {
                self.ready.next = true;
                // A word on its way from one part to the next is seen by neither for a cycle: quiet has to last.
                if self.quiet.val() {
                    self.still.d.next = self.still.q.val() + 1;
                    if self.still.q.val().all() {
                        self.phase.d.next = Phase::Disabled;
                    }
                }
            }
            Phase::Broken => {
                if !self.enabled.val() {
                    self.phase.d.next = Phase::Disabled;
                }
            }
        }
        self.admin_sq.next.base =
            (bit_cast::<64, 32>(self.asq_high.q.val()) << 32) | bit_cast::<64, 32>(self.asq_low.q.val());
        self.admin_sq.next.last = self.aqa.q.val().get_bits::<12>(0);
        self.admin_cq.next.base =
            (bit_cast::<64, 32>(self.acq_high.q.val()) << 32) | bit_cast::<64, 32>(self.acq_low.q.val());
        self.admin_cq.next.last = self.aqa.q.val().get_bits::<12>(16);
        self.sqe_size_fits.next = self.cc.q.val().get_bits::<4>(16) == self.sqe_shift.val();
        self.cqe_size_fits.next = self.cc.q.val().get_bits::<4>(20) == self.cqe_shift.val();

        // An access is taken, then carried out; a read waits for its reply to be fetched.
        self.regs.ready.next = !self.accessing.q.val() & !self.reply_valid.q.val();
        self.accessing.d.next = false;
        if self.regs.valid.val() & !self.accessing.q.val() & !self.reply_valid.q.val() {
            self.access.d.next = self.regs.data.val();
            self.accessing.d.next = true;
        }
        if self.reply_valid.q.val() & self.reg_reply.ready.val() {
            self.reply_valid.d.next = false;
        }
        self.reg_reply.data.next = self.reply.q.val();
        self.reg_reply.valid.next = self.reply_valid.q.val();

        self.place.next = self.access.q.val().address.get_bits::<9>(3);
        self.low.next = self.access.q.val().data.get_bits::<32>(0);
        self.high.next = self.access.q.val().data.get_bits::<32>(32);
        // Only whole 32-bit halves are written.
        self.writes.next = 0.into();
        if self.accessing.q.val() & self.access.q.val().write & !self.access.q.val().window {
            self.writes.next = bit_cast::<2, 1>(self.access.q.val().enable.get_bits::<4>(0).all().into())
                | (bit_cast::<2, 1>(self.access.q.val().enable.get_bits::<4>(4).all().into()) << 1);
        }

        // Shutdown: complete when nothing was to be done for as long as a word may hide on its way.
        self.shutting.next = self.cc.q.val().get_bits::<2>(14).any();
        self.settled.d.next = 0.into();
        if self.shutting.val() & self.answered.val() {
            self.settled.d.next = self.settled.q.val() + 1;
        }
        if self.settled.q.val().all() {
            self.shut.d.next = true;
        }
        if !self.shutting.val() {
            self.shut.d.next = false;
        }
        // Reads.
        self.csts.next = bit_cast::<32, 1>(self.ready.val().into())
            | (bit_cast::<32, 1>((self.fatal.val() | (self.phase.q.val() == Phase::Broken)).into()) << 1)
            | (bit_cast::<32, 1>((self.shutting.val() & !self.shut.q.val()).into()) << 2)
            | (bit_cast::<32, 1>(self.shut.q.val().into()) << 3);
        self.value.next = 0.into();
        if (self.access.q.val().address.get_bits::<4>(12) == 0) & !self.access.q.val().window {
            if self.place.val() == 0 {
                self.value.next = self.cap.val();
            }
            if self.place.val() == 1 {
                self.value.next =
                    (bit_cast::<64, 32>(self.mask.q.val()) << 32) | bit_cast::<64, 32>(self.version.val());
            }
            if self.place.val() == 2 {
                self.value.next = (bit_cast::<64, 32>(self.cc.q.val()) << 32) | bit_cast::<64, 32>(self.mask.q.val());
            }
            if self.place.val() == 3 {
                self.value.next = bit_cast::<64, 32>(self.csts.val()) << 32;
            }
            if self.place.val() == 4 {
                self.value.next = bit_cast::<64, 32>(self.aqa.q.val()) << 32;
            }
            if self.place.val() == 5 {
                self.value.next =
                    (bit_cast::<64, 32>(self.asq_high.q.val()) << 32) | bit_cast::<64, 32>(self.asq_low.q.val());
            }
            if self.place.val() == 6 {
                self.value.next =
                    (bit_cast::<64, 32>(self.acq_high.q.val()) << 32) | bit_cast::<64, 32>(self.acq_low.q.val());
            }
        }
        if self.accessing.q.val() & !self.access.q.val().write {
            self.reply.d.next = self.value.val();
            self.reply_valid.d.next = true;
        }

        // Writes.
        self.fixed.next = self.cc.q.val().get_bit(0) | (self.phase.q.val() != Phase::Disabled);
        if self.access.q.val().address.get_bits::<4>(12) == 0 {
            if (self.place.val() == 1) & self.writes.val().get_bit(1) {
                self.mask.d.next = self.mask.q.val() | self.high.val();
            }
            if self.place.val() == 2 {
                if self.writes.val().get_bit(0) {
                    self.mask.d.next = self.mask.q.val() & !self.low.val();
                }
                if self.writes.val().get_bit(1) {
                    self.cc.d.next = self.high.val() & self.cc_bits.val();
                }
            }
            if (self.place.val() == 4) & self.writes.val().get_bit(1) & !self.fixed.val() {
                self.aqa.d.next = self.high.val() & self.aqa_bits.val();
            }
            if (self.place.val() == 5) & !self.fixed.val() {
                if self.writes.val().get_bit(0) {
                    self.asq_low.d.next = self.low.val() & self.page_bits.val();
                }
                if self.writes.val().get_bit(1) {
                    self.asq_high.d.next = self.high.val();
                }
            }
            if (self.place.val() == 6) & !self.fixed.val() {
                if self.writes.val().get_bit(0) {
                    self.acq_low.d.next = self.low.val() & self.page_bits.val();
                }
                if self.writes.val().get_bit(1) {
                    self.acq_high.d.next = self.high.val();
                }
            }
        }

        // Doorbells: a word has the tail of a submission queue below and the head of a completion queue above.
        self.bell.d.next.queue = self.place.val().get_bits::<3>(0);
        self.bell.d.next.tail = self.low.val().get_bits::<16>(0);
        self.bell.d.next.head = self.high.val().get_bits::<16>(0);
        self.bell.d.next.tail_written = false;
        self.bell.d.next.head_written = false;
        self.strays.d.next = 0.into();
        if self.access.q.val().address.get_bits::<4>(12) == 1 {
            if self.place.val() < self.queues.val() {
                self.bell.d.next.tail_written = self.writes.val().get_bit(0);
                self.bell.d.next.head_written = self.writes.val().get_bit(1);
            } else {
                self.strays.d.next = self.writes.val();
            }
        }
        self.doorbell.next = self.bell.q.val();
        self.stray.next = self.strays.q.val().any();
        self.turned_away.d.next = self.refused.val();
        self.wrong.d.next = bit_cast::<3, 1>(self.strays.q.val().get_bit(0).into())
            + bit_cast::<3, 1>(self.strays.q.val().get_bit(1).into())
            + bit_cast::<3, 1>(self.turned_away.q.val().get_bits::<2>(0).any().into())
            + bit_cast::<3, 1>(self.turned_away.q.val().get_bits::<2>(2).any().into());
        self.invalid.d.next = self.invalid.q.val() + bit_cast::<32, 3>(self.wrong.q.val());
        self.invalid_doorbells.next = self.invalid.q.val();

        if self.flr.val() | self.reset.val() {
            self.cc.d.next = 0.into();
            self.mask.d.next = 0.into();
            self.aqa.d.next = 0.into();
            self.asq_low.d.next = 0.into();
            self.asq_high.d.next = 0.into();
            self.acq_low.d.next = 0.into();
            self.acq_high.d.next = 0.into();
        }
        if self.reset.val() {
            self.phase.d.next = Phase::Disabled;
            self.running.d.next = false;
            self.turned_away.d.next = 0.into();
            self.accessing.d.next = false;
            self.reply_valid.d.next = false;
            self.invalid.d.next = 0.into();
            self.strays.d.next = 0.into();
            self.wrong.d.next = 0.into();
        }
    }
}
