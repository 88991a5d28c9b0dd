//! The specification: two units, their link and their hosts, one transition per [`Action`].
//!
//! A [`Spec`] is one configuration (the hosts' commands, modes, sizes, faults and perhaps a [`Mutant`]); [`State`] is
//! everything that can differ between two moments. `doc.md` has the rules in words.

mod checking;
mod follower;
mod forward;
mod hosts;
mod orderer;
mod session;
mod state;
mod table;
mod walk;

pub use checking::{Broken, Outcome, COVERAGE};
pub use hosts::{Flaw, Flaws, Monitor};
pub use state::{Block, Phase, Row, State, Unit, Wire, LBAS, NOBODY, ROWS, WIDE};
pub use walk::Dice;

use crate::event::{Frame, Kind, What};

/// The orderer's and the follower's place in [`State::units`].
pub const S1: usize = 0;
pub const S2: usize = 1;

/// What a command that is no read does at its turn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Work {
    /// Write.
    #[default]
    Data,
    /// Write Zeroes, Deallocate: every frame as for a write, none with data.
    Bare,
    /// Compare: S1 compares with A1 and writes nothing; FIN tells S2.
    Compare,
    /// Takes (or gives back) the reservation: a write without data that overlaps with everything.
    Reserve(bool),
}

/// A command that a host will issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Command {
    pub host: usize,
    pub read: bool,
    pub work: Work,
    pub lba: u8,
    pub blocks: u8,
    /// The fetch of this block from host memory may fail.
    pub fails: Option<u8>,
}

impl Command {
    pub fn write(host: usize, lba: u8, blocks: u8) -> Self {
        Command { host, read: false, work: Work::Data, lba, blocks, fails: None }
    }

    pub fn read(host: usize, lba: u8, blocks: u8) -> Self {
        Command { read: true, ..Command::write(host, lba, blocks) }
    }

    /// Zeroes or deallocates the range.
    pub fn bare(self) -> Self {
        Command { work: Work::Bare, ..self }
    }

    /// Compares with the range.
    pub fn compare(self) -> Self {
        Command { work: Work::Compare, ..self }
    }

    pub fn reserve(host: usize, on: bool) -> Self {
        Command { work: Work::Reserve(on), ..Command::write(host, 0, 1) }
    }

    fn is_bare(&self) -> bool {
        matches!(self.work, Work::Bare | Work::Reserve(_))
    }

    /// Lets the fetch of block `index` fail.
    pub fn failing(self, index: u8) -> Self {
        Command { fails: Some(index), ..self }
    }

    fn overlaps(&self, other: &Command) -> bool {
        let all = |c: &Command| matches!(c.work, Work::Reserve(_));
        all(self) || all(other) || self.lba < other.lba + other.blocks && other.lba < self.lba + self.blocks
    }
}

/// One configuration of the pair.
#[derive(Clone, Debug)]
pub struct Spec {
    /// Each host issues its commands in this order, as soon as it has a free row.
    pub commands: Vec<Command>,
    /// RETURN_DATA: a forwarded write's data come back with REP.
    pub return_data: bool,
    /// Data slots of each class: local writes, peer's transfers.
    pub slots: usize,
    /// HANDSHAKE=fast: so many of S1's peer slots are S2's to fill without asking; fewer than `slots`.
    pub fast: usize,
    /// ORDER=parallel: P2 sends while P1 or P5 writes; E(A2) is held until REL.
    pub parallel: bool,
    /// How often the link may be cut.
    pub cuts: u8,
    /// The Hold timer may expire.
    pub hold_timer: bool,
    /// S1 may refuse a forward (a path is disabled).
    pub refuse: bool,
    /// REJECT_ON_BUSY: a write that would wait for another write is refused at once.
    pub reject: bool,
    /// What waits may be given up: its time limit, or an abort.
    pub limit: bool,
    /// S2 refuses writes by its own copy of the reservation, too, before it forwards them.
    pub filter: bool,
    /// How often a host may reset its controller, or die.
    pub resets: u8,
    pub mutant: Option<Mutant>,
}

impl Spec {
    pub fn new(commands: &[Command]) -> Self {
        let commands = commands.to_vec();
        Spec {
            commands,
            return_data: false,
            slots: 2,
            fast: 0,
            parallel: false,
            cuts: 0,
            hold_timer: false,
            refuse: false,
            reject: false,
            limit: false,
            filter: false,
            resets: 0,
            mutant: None,
        }
    }

    pub fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    /// S1's peer slots that S2 may fill unasked; the others are for blocks that are granted.
    fn gift(&self) -> usize {
        if self.is(Mutant::FastTakesAll) {
            self.slots
        } else {
            self.fast
        }
    }
}

/// A rule broken on purpose. Each must be caught.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mutant {
    /// P2 sends a block that is not yet durable on A1.
    A2First,
    /// E(A1) is released when the last block has been sent, not when it is acknowledged.
    EarlyRelease,
    /// S1's own write runs without waiting for E(A1).
    P2BeforeE,
    /// S1's transfer waits for a follower's R_fwd.
    RfwdBlocksS1,
    /// A read does not wait for an overlapping write.
    ReadDoesNotWait,
    /// A waiting write takes its data slots before it holds E(A1).
    SlotBeforeE,
    /// GRANT leaves without a reserved slot.
    GrantWithoutSlot,
    /// P2 sends without a credit.
    NoCredit,
    /// The follower sends data as soon as it has forwarded.
    DataBeforeGrant,
    /// The follower acknowledges a block before it is durable.
    AckBeforeDurable,
    /// H1 is answered before the follower's last ACK.
    AnswerEarly,
    /// A transfer at S2 does not wait for reads in progress.
    TransferIgnoresReads,
    /// The follower forwards a write while its range is busy.
    ForwardBusy,
    /// The orderer does not tell the follower of a block whose fetch failed after the header had left.
    SilentFailure,
    /// After a cut the follower sends blocks again that it holds already.
    NoDoneMap,
    /// The orderer still grants the dead session's waiting forwards.
    KeepForwards,
    /// The orderer forgets blocks that are durable on A1 and not acknowledged.
    DropDurable,
    /// GO leaves before what was open has ended.
    GoEarly,
    /// The follower keeps the dead session's transfers in its table until GO.
    KeepTransfers,
    /// After a cut a returned block is matched by its row alone, not by the write's number.
    MatchByRow,
    /// A write that was answered by the Hold timer is forwarded again.
    ForwardAnswered,
    /// After a cut blocks return without data, although the follower has let go of them.
    ResumeWithoutData,
    /// GRANT may use the slots, too, that S2 fills unasked.
    GrantFromAll,
    /// S1 writes unasked data before it holds E(A1).
    WriteUnasked,
    /// FIN leaves while data are on their way unasked.
    FinEarly,
    /// S2 takes a slot at S1 for free again as soon as it has sent the data.
    FastForgets,
    /// S2 takes FIN of a write that it has ended by itself for a fault.
    FinKnown,
    /// Every one of S1's peer slots is filled unasked.
    FastTakesAll,
    /// Parallel order: S2 releases E(A2), and answers, without waiting for REL.
    NoHold,
    /// Parallel order: REL leaves when S2 has acknowledged, although A1 is not yet written.
    RelBeforeA1,
    /// Parallel order: after a cut S1 drops a block that was sent and is not yet durable on A1.
    ForgetLocal,
    /// Parallel order: a write that S2 holds whole, and whose REL was lost, is forwarded again.
    RelLostForwards,
    /// A write that is forwarded is given up like one that waits.
    GiveUpForwarded,
    /// A refused forward gets no FIN.
    RefuseSilently,
    /// A reset takes rows out of the table that hold E.
    ResetForgets,
    /// After a reset new commands are taken while old rows are still there.
    ResetEarly,
    /// After a reset S2 does not answer GRANTs.
    ResetSilent,
    /// The reservation is checked at the entry unit only.
    FenceAtEdge,
    /// A write without data that is forwarded again is carried out whole.
    BareAgain,
    /// A compare takes its turn without waiting for writes.
    CompareEarly,
}

/// One step of one part of the pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// A host's next command is admitted.
    Issue(usize),
    /// The next block of a read; the last one answers it.
    Read { unit: usize, row: usize },
    /// S1 fetches the next block of its own host's write into a slot (or fails to).
    Fetch { row: usize, fail: bool },
    /// The next fetched or received block becomes durable on A1.
    WriteA1 { row: usize },
    /// The next durable block goes to S2 with its data.
    Return { row: usize },
    /// S1 reserves a slot for the next block of a forward and says so.
    Grant { row: usize },
    /// S2 fetches the granted block and sends it (or says that it will not come).
    Supply { row: usize, fail: bool },
    /// The next returned block becomes durable on A2.
    WriteA2 { row: usize },
    /// A frame arrives; `overtake`: a control frame that has overtaken data.
    Deliver { unit: usize, overtake: bool },
    /// A FWD arrives and is refused.
    Refuse,
    /// The link breaks; what is under way may still arrive until the receiver notices.
    Cut,
    /// A unit notices the end of the session: Hold.
    Down(usize),
    /// The unit's last job has ended: it tidies up and offers a new session.
    Drained(usize),
    /// Both units enter a new session.
    Connect,
    /// S1 has resolved the old session.
    Go,
    /// The Hold timer expires.
    Timeout(usize),
    /// A waiting row is given up: its time limit, or an abort by its host.
    GiveUp { unit: usize, row: usize },
    /// A host resets its controller, or dies.
    Reset(usize),
}

impl Action {
    /// Faults and timers need not happen; everything else must lead to the end.
    pub fn is_progress(self) -> bool {
        !matches!(self, Action::Cut | Action::Timeout(_) | Action::GiveUp { .. } | Action::Reset(_))
    }
}

/// A transition in the making: the state that changes and, if wanted, what an observer outside sees of it.
struct Step<'a> {
    spec: &'a Spec,
    s: &'a mut State,
    tape: Option<&'a mut Vec<What>>,
}

impl Spec {
    /// Every action that is possible in `s`.
    pub fn possible(&self, s: &State, actions: &mut Vec<Action>) {
        self.host_actions(s, actions);
        self.orderer_actions(s, actions);
        self.follower_actions(s, actions);
        self.session_actions(s, actions);
        for unit in [S1, S2] {
            let queue = &s.wires[unit].queue;
            if !queue.is_empty() {
                actions.push(Action::Deliver { unit, overtake: false });
                if unit == S1 && self.refuse && queue[0].kind == Kind::Fwd {
                    actions.push(Action::Refuse);
                }
            }
            if queue.first().is_some_and(|f| f.data) && queue.iter().any(|f| !f.data) {
                actions.push(Action::Deliver { unit, overtake: true });
            }
        }
    }

    /// Takes `action`, which must be possible, and appends what is seen of it to `tape`.
    pub fn take(&self, s: &mut State, action: Action, tape: Option<&mut Vec<What>>) {
        let mut step = Step { spec: self, s, tape };
        match action {
            Action::Issue(host) => step.issue(host),
            Action::Read { unit, row } => step.read_block(unit, row),
            Action::Fetch { row, fail } => step.fetch(row, fail),
            Action::WriteA1 { row } => step.write_a1(row),
            Action::Return { row } => step.return_block(row),
            Action::Grant { row } => step.grant(row),
            Action::Supply { row, fail } => step.supply(row, fail),
            Action::WriteA2 { row } => step.write_a2(row),
            Action::Deliver { unit, overtake } => {
                let frame = step.arrive(unit, overtake);
                if unit == S1 {
                    step.orderer_gets(frame)
                } else {
                    step.follower_gets(frame)
                }
            }
            Action::Refuse => {
                let frame = step.arrive(S1, false);
                step.refuse(frame)
            }
            Action::Cut => step.cut(),
            Action::Down(unit) => step.down(unit),
            Action::Drained(unit) => step.drained(unit),
            Action::Connect => step.connect(),
            Action::Go => step.go(),
            Action::Timeout(unit) => step.timeout(unit),
            Action::GiveUp { unit, row } => step.give_up(unit, row),
            Action::Reset(unit) => step.reset(unit),
        }
    }
}

impl Step<'_> {
    fn see(&mut self, what: impl FnOnce(&State) -> What) {
        if let Some(tape) = &mut self.tape {
            tape.push(what(self.s));
        }
    }

    /// The write's number as the observer sees it: unique per command and session.
    fn wseq(op: u8, session: u8) -> u32 {
        1 + u32::from(op) + 100 * u32::from(session)
    }

    /// What an observer sees of a block's contents.
    fn value(op: u8, index: u8) -> u32 {
        0x1000 * (u32::from(op) + 1) + u32::from(index)
    }

    fn frame(&self, wire: &Wire) -> Frame {
        let command = self.spec.commands.get(usize::from(wire.op));
        let header = matches!(wire.kind, Kind::Fwd | Kind::RepHeader);
        Frame {
            session: u16::from(self.s.session),
            kind: wire.kind,
            origin: command.map_or(0, |c| c.host as u8),
            row: wire.row,
            wseq: if wire.kind == Kind::Go { 0 } else { Self::wseq(wire.op, wire.born) },
            index: wire.index,
            blocks: match wire.kind {
                Kind::Fwd | Kind::RepHeader => command.map_or(0, |c| c.blocks),
                Kind::Abandon => 1,
                _ => 0,
            },
            lba: if header { command.map_or(0, |c| u32::from(c.lba)) } else { 0 },
            value: match wire.kind {
                Kind::Data | Kind::Rep => Self::value(wire.op, wire.index),
                Kind::Fwd | Kind::RepHeader => wire.blocks.into(),
                _ => 0,
            },
            data: wire.data,
        }
    }

    /// Sends to the other unit. A broken link loses the frame; a unit that knows of it does not send.
    fn send(&mut self, from: usize, wire: Wire) {
        if !self.s.units[from].up {
            return;
        }
        let frame = self.frame(&wire);
        self.see(|_| What::Sent { unit: from as u8, frame });
        if self.s.alive {
            self.s.wires[1 - from].queue.push(wire);
        }
    }

    fn arrive(&mut self, unit: usize, overtake: bool) -> Wire {
        let queue = &mut self.s.wires[unit].queue;
        let at = if overtake { queue.iter().position(|f| !f.data).expect("a control frame") } else { 0 };
        let wire = queue.remove(at);
        let frame = self.frame(&wire);
        self.see(|_| What::Delivered { unit: unit as u8, frame });
        wire
    }
}
