//! The configurations that are checked, and the one in which each mutant must be caught.

use crate::spec::{Command, Mutant, Spec};

/// A configuration with its name.
#[derive(Clone, Debug)]
pub struct Run {
    pub name: &'static str,
    pub spec: Spec,
}

fn run(name: &'static str, commands: &[Command]) -> Run {
    Run { name, spec: Spec::new(commands) }
}

impl Run {
    fn cuts(mut self, cuts: u8) -> Self {
        self.spec.cuts = cuts;
        self
    }

    fn timer(mut self) -> Self {
        self.spec.hold_timer = true;
        self
    }

    fn returned(mut self) -> Self {
        self.spec.return_data = true;
        self
    }

    fn refuse(mut self) -> Self {
        self.spec.refuse = true;
        self
    }

    fn parallel(mut self) -> Self {
        self.spec.parallel = true;
        self
    }

    fn reject(mut self) -> Self {
        self.spec.reject = true;
        self
    }

    fn filter(mut self) -> Self {
        self.spec.filter = true;
        self
    }

    fn limit(mut self) -> Self {
        self.spec.limit = true;
        self
    }

    fn resets(mut self, resets: u8) -> Self {
        self.spec.resets = resets;
        self
    }

    fn fast(mut self, slots: usize) -> Self {
        self.spec.fast = slots;
        self
    }

    fn slots(mut self, slots: usize) -> Self {
        self.spec.slots = slots;
        self
    }
}

/// `first, blocks` of a write of H1 (`w1`) or H2 (`w2`), and of reads.
fn w1(lba: u8, blocks: u8) -> Command {
    Command::write(0, lba, blocks)
}

fn w2(lba: u8, blocks: u8) -> Command {
    Command::write(1, lba, blocks)
}

fn r1(lba: u8, blocks: u8) -> Command {
    Command::read(0, lba, blocks)
}

fn r2(lba: u8, blocks: u8) -> Command {
    Command::read(1, lba, blocks)
}

/// Seconds in all.
pub fn usual() -> Vec<Run> {
    let mut runs = vec![
        run("W1 W2 R1 R2", &[w1(0, 2), w2(1, 2), r1(0, 3), r2(0, 3)]),
        run("W1 W2 R1 R2, returned", &[w1(0, 2), w2(1, 2), r1(0, 3), r2(0, 3)]).returned(),
        run("3 W1, 3 W2 of 3 blocks", &[w1(0, 3), w1(1, 3), w1(0, 3), w2(1, 3), w2(0, 3), w2(1, 3)]),
        run("two apart, returned", &[w1(0, 2), w1(2, 2), w2(0, 2), w2(2, 2)]).returned(),
        run("one slot, returned", &[w1(0, 3), w1(1, 2), w2(0, 2), w2(1, 3)]).returned().slots(1),
        run("reads between", &[r1(0, 2), w1(0, 2), r1(1, 3), r2(1, 3), w2(1, 2), r2(0, 2)]),
        run("failing, refusing", &[r2(0, 3), w2(0, 1).failing(0), w1(0, 2).failing(1), r2(1, 2)]).refuse(),
        run("failing W2, refusing", &[w2(0, 2).failing(0), w1(1, 2).failing(1), r2(0, 3), r2(1, 2)]).refuse(),
        run("W1 W2, 2 cuts", &[w1(0, 2), w2(1, 2)]).cuts(2),
        run("W1 W2 of 3, returned, 2 cuts", &[w1(0, 3), w2(1, 3)]).cuts(2).returned(),
        run("W1 W2, timer, 2 cuts", &[w1(0, 2), w2(1, 2)]).cuts(2).timer(),
        run("W1 2 W2, timer, 1 cut", &[w1(0, 2), w2(1, 2), w2(0, 2)]).cuts(1).timer(),
        run("2 W1 W2, timer, 1 cut", &[w1(0, 2), w1(1, 2), w2(0, 3)]).cuts(1).timer(),
        run("W1 W2 R1 R2, 1 cut", &[w1(0, 2), w2(1, 2), r1(1, 2), r2(0, 2)]).cuts(1),
        run("failing, 1 cut", &[w1(0, 2).failing(1), w1(0, 2), w2(1, 2).failing(0)]).cuts(1).refuse(),
        run("2 W1 2 W2, 1 cut", &[w1(0, 2), w1(1, 3), w2(1, 2), w2(0, 2)]).cuts(1),
    ];
    runs.extend(fast());
    runs.extend(parallel());
    runs.extend(giving_up());
    runs.extend(without_data());
    runs.extend(reserved());
    runs
}

/// The fast handshake: data behind FWD, in slots of S1 that are S2's to fill.
fn fast() -> Vec<Run> {
    vec![
        run("fast: W1 W2 R1 R2", &[w1(0, 2), w2(1, 2), r1(0, 3), r2(0, 3)]).fast(1),
        run("fast: 3 W1, 3 W2, 2 of 3 slots", &[w1(0, 3), w1(1, 3), w1(0, 3), w2(1, 3), w2(0, 3), w2(1, 3)])
            .fast(2)
            .slots(3),
        run("fast: two apart, returned", &[w1(0, 2), w1(2, 2), w2(0, 2), w2(2, 2)]).fast(1).returned(),
        run("fast: refusing", &[w1(0, 2), w2(0, 3).failing(1), w2(2, 2)]).fast(2).slots(3).refuse(),
        run("fast: failing, refusing", &[w1(0, 1), w2(0, 1).failing(0), w2(0, 2).failing(1)]).fast(1).refuse(),
        run("fast: W1 W2, timer, 2 cuts", &[w1(0, 2), w2(1, 2)]).fast(1).cuts(2).timer(),
        run("fast: W1 2 W2, timer, 1 cut", &[w1(0, 2), w2(1, 2), w2(0, 2)]).fast(1).cuts(1).timer(),
        run("fast: returned, refusing, 1 cut", &[w1(0, 2), w2(1, 3).failing(0), w2(0, 1)])
            .fast(1)
            .cuts(1)
            .returned()
            .refuse(),
    ]
}

/// Parallel order: P1 or P5, and P2, at once; E(A2) until REL.
fn parallel() -> Vec<Run> {
    vec![
        run("parallel: W1 W2 R1 R2", &[w1(0, 2), w2(1, 2), r1(0, 3), r2(0, 3)]).parallel(),
        run("parallel: 2 W1 2 W2, returned", &[w1(0, 2), w1(1, 2), w2(0, 2), w2(2, 2)]).parallel().returned(),
        run("parallel: failing, refusing", &[r2(0, 3), w2(0, 2).failing(1), w1(0, 2).failing(1)]).parallel().refuse(),
        run("parallel, fast: W1 W2 R1 R2", &[w1(0, 2), w2(1, 2), r1(0, 3), r2(0, 3)]).parallel().fast(1),
        run("parallel: W1 W2 R2, 1 cut", &[w1(0, 2), w2(1, 2), r2(0, 3)]).parallel().cuts(1),
        run("parallel: W1 W2, timer, 2 cuts", &[w1(0, 2), w2(1, 2)]).parallel().cuts(2).timer(),
        run("parallel: W1 2 W2, timer, 1 cut", &[w1(0, 1), w2(0, 2), w2(0, 1)]).parallel().cuts(1).timer(),
        run("parallel: failing, 1 cut", &[w1(0, 2).failing(1), w1(0, 1), w2(1, 2).failing(0)]).parallel().cuts(1),
        run("parallel, fast, returned, 1 cut", &[w1(0, 1), w2(0, 2), r1(0, 2)]).parallel().fast(1).returned().cuts(1),
    ]
}

/// REJECT_ON_BUSY, time limits and aborts, hosts that reset or die.
fn giving_up() -> Vec<Run> {
    let race = [w1(0, 2), w2(1, 2), r1(0, 3), w2(0, 1)];
    vec![
        run("reject: 2 W1 2 W2 R1", &[w1(0, 2), w1(1, 2), r1(0, 2), w2(0, 2), w2(1, 2)]).reject(),
        run("reject: fast, slots 3", &[w1(0, 2), w2(0, 3), w2(2, 2)]).reject().fast(2).slots(3),
        run("reject: W1 W2 W2, 1 cut", &[w1(0, 2), w2(1, 2), w2(0, 1)]).reject().cuts(1),
        run("reject: parallel, fast, 1 cut", &[w1(0, 1), w2(0, 2), w2(1, 1)]).reject().parallel().fast(1).cuts(1),
        run("limit: W1 W2 R1 W2", &race).limit(),
        run("limit: fast, slots 3", &[w1(0, 2), w2(0, 3), w1(1, 1)]).limit().fast(2).slots(3),
        run("limit: W1 W2 W2, timer, 1 cut", &[w1(0, 2), w2(1, 2), w2(0, 2)]).limit().cuts(1).timer(),
        run("limit: parallel, fast, 1 cut", &[w1(0, 1), w2(0, 2), w2(1, 1)]).limit().parallel().fast(1).cuts(1),
        run("reset: W1 W2 R1 W2", &race).resets(2),
        run("reset: 3 blocks, W1 W2", &[w1(0, 3), w2(0, 3), w1(0, 1), w2(2, 1)]).resets(1),
        run("reset: fast, parallel", &[w1(0, 2), w2(0, 3), w2(0, 1)]).resets(1).fast(1).parallel(),
        run("reset: 1 cut, timer", &[w1(0, 2), w2(1, 2), w2(0, 1)]).resets(1).cuts(1).timer(),
        run("reset: parallel, 1 cut", &[w1(0, 2), w2(0, 2), w1(1, 1)]).resets(1).cuts(1).parallel(),
    ]
}

/// Write Zeroes, Deallocate (no data), Compare (no write).
fn without_data() -> Vec<Run> {
    vec![
        run("bare: W1 W2 R1 R2", &[w1(0, 2).bare(), w2(1, 2).bare(), r1(0, 3), r2(0, 3)]),
        run("bare: 2 W1 2 W2, returned", &[w1(0, 2), w1(1, 2).bare(), w2(0, 2).bare(), w2(1, 2)]).returned(),
        run("bare: W1 W2 W2, timer, 1 cut", &[w1(0, 2), w2(0, 2).bare(), w2(1, 1)]).cuts(1).timer(),
        run("bare: parallel, fast, 1 cut", &[w1(0, 2).bare(), w2(0, 2).bare()]).parallel().fast(1).cuts(1),
        run("compare: W1 W2 C1 C2", &[w1(0, 2), w1(1, 1).compare(), w2(1, 2), w2(0, 2).compare()]),
        run("compare: fast, 1 cut", &[w1(0, 1), w2(0, 2).compare(), w2(1, 1)]).fast(1).cuts(1),
        run("compare: parallel, 1 cut, timer", &[w1(0, 1), w2(0, 2).compare(), w2(1, 1)]).parallel().cuts(1).timer(),
    ]
}

/// R_host: a reservation, checked by S1 at the grant, and perhaps by S2 before that.
fn reserved() -> Vec<Run> {
    let [take, give] = [true, false].map(|on| Command::reserve(0, on));
    vec![
        run("reserve: P1 W2 W1 W2", &[take, w1(0, 2), w2(0, 2), w2(1, 2)]),
        run("reserve: P1 W2 W2, filter", &[take, give, w2(0, 2), w2(1, 2)]).filter(),
        run("reserve: fast, 1 cut", &[take, w2(0, 2), w2(1, 1)]).fast(1).cuts(1),
        run("reserve: parallel, filter, 1 cut", &[take, w2(0, 2), w2(1, 1)]).parallel().filter().cuts(1),
        run("reserve: P2 W1 W2, timer, 1 cut", &[Command::reserve(1, true), w1(0, 2), w2(0, 1)]).cuts(1).timer(),
    ]
}

/// Minutes in all.
pub fn deep() -> Vec<Run> {
    vec![
        run("3 W1 3 W2 R1 R2", &[w1(0, 2), w1(1, 2), w1(2, 2), r1(0, 3), w2(1, 2), w2(0, 2), w2(2, 2), r2(1, 3)]),
        run("3 W1 3 W2 apart, returned", &[w1(0, 2), w1(2, 2), w1(0, 2), w2(2, 2), w2(0, 2), w2(2, 2)]).returned(),
        run("2 W1 2 W2 R1 R2, 1 cut", &[w1(0, 2), w1(1, 2), r1(1, 2), w2(1, 2), w2(0, 2), r2(0, 2)]).cuts(1),
        run("2 W1 2 W2, returned, 2 cuts", &[w1(0, 2), w1(2, 2), w2(1, 2), w2(0, 2)]).cuts(2).returned(),
        run("2 W1 2 W2, timer, 2 cuts", &[w1(0, 2), w1(1, 2), w2(1, 2), w2(0, 2)]).cuts(2).timer(),
        run("W1 W2 R1 R2, timer, 2 cuts", &[w1(0, 2), r1(1, 2), w2(1, 2), r2(0, 2)]).cuts(2).timer(),
        run("failing, timer, 2 cuts", &[w1(0, 3).failing(1), w1(0, 2), w2(1, 3).failing(1)]).cuts(2).timer().refuse(),
        run("W1 W2, 3 cuts", &[w1(0, 2), w2(1, 2)]).cuts(3).timer(),
        run("fast: W1 2 W2, returned, 2 cuts", &[w1(0, 2), w2(1, 2), w2(0, 1)]).fast(1).cuts(2).returned(),
        run("fast: limit, refusing, 1 cut", &[w1(0, 2), w2(0, 3), w2(2, 1)]).fast(2).slots(3).limit().refuse().cuts(1),
        run("parallel: 2 W1 2 W2 R2, 1 cut", &[w1(0, 2), w1(1, 1), w2(1, 2), w2(0, 1), r2(0, 2)]).parallel().cuts(1),
        run("parallel: W1 2 W2, timer, 2 cuts", &[w1(0, 1), w2(0, 2), w2(0, 1)]).parallel().cuts(2).timer(),
        run("parallel, fast, reset, 2 cuts", &[w1(0, 1), w2(0, 2), w2(1, 1)]).parallel().fast(1).resets(1).cuts(2),
        run("reject, reset, timer, 2 cuts", &[w1(0, 1), w2(0, 2), w2(1, 1)]).reject().resets(1).cuts(2).timer(),
        run("bare, compare: 2 cuts", &[w1(0, 1), w2(0, 2).bare(), w2(0, 1).compare()]).cuts(2).timer(),
        run("reserve: parallel, 2 cuts", &[Command::reserve(0, true), w2(0, 2), w1(0, 1)]).parallel().cuts(2),
    ]
}

/// For each mutant a configuration in which it is caught.
pub fn mutants() -> Vec<(Mutant, Run)> {
    use Mutant::*;
    let race = || run("", &[w1(0, 2), w2(1, 2), r1(1, 2), r2(0, 2)]);
    let long = || run("", &[w1(0, 3), w1(0, 3), w2(0, 3)]);
    let cut = || run("", &[w1(0, 2), w2(1, 2), w2(0, 2)]).cuts(1).timer();
    let failing = || run("", &[r2(0, 3), w2(0, 1).failing(0), w1(0, 2).failing(1), r2(1, 2)]).refuse();
    vec![
        (A2First, race()),
        (EarlyRelease, race()),
        (P2BeforeE, race()),
        (RfwdBlocksS1, race()),
        (ReadDoesNotWait, race()),
        (SlotBeforeE, long()),
        (GrantWithoutSlot, long()),
        (NoCredit, run("", &[w1(0, 2), w2(2, 2)]).returned()),
        (DataBeforeGrant, race()),
        (AckBeforeDurable, race()),
        (AnswerEarly, race()),
        (TransferIgnoresReads, race()),
        (ForwardBusy, race()),
        (SilentFailure, failing()),
        (NoDoneMap, cut()),
        (KeepForwards, cut()),
        (DropDurable, cut()),
        (GoEarly, cut()),
        (KeepTransfers, run("", &[w1(0, 2).failing(1), w1(0, 2)]).cuts(1)),
        (MatchByRow, cut()),
        (ForwardAnswered, cut()),
        (ResumeWithoutData, cut()),
        (GrantFromAll, run("", &[w1(0, 2), w2(0, 3)]).fast(1)),
        (WriteUnasked, race().fast(1)),
        (FinEarly, race().fast(1).refuse()),
        (FinKnown, run("", &[w2(0, 1).failing(0), w2(0, 1)]).fast(1).refuse()),
        (FastForgets, run("", &[w1(0, 2), w2(0, 2), w2(2, 2)]).fast(1)),
        (NoHold, run("", &[w1(0, 1), w2(0, 1), r2(0, 1)]).parallel()),
        (RelBeforeA1, run("", &[w1(0, 1), r2(0, 1)]).parallel()),
        (ForgetLocal, run("", &[w1(0, 1), w2(0, 1)]).parallel().cuts(1)),
        (RelLostForwards, run("", &[w1(0, 1), w2(0, 1)]).parallel().cuts(1)),
        (GiveUpForwarded, run("", &[w1(0, 1), w2(0, 1)]).limit()),
        (RefuseSilently, run("", &[w1(0, 1), w2(0, 1)]).reject()),
        (ResetForgets, run("", &[w1(0, 2), w2(0, 2)]).resets(1)),
        (ResetEarly, run("", &[w1(0, 2), w2(0, 2), r2(3, 1)]).resets(1)),
        (ResetSilent, run("", &[w1(0, 2), w2(0, 2)]).resets(1)),
        (FenceAtEdge, run("", &[Command::reserve(0, true), w2(0, 1)]).filter()),
        (BareAgain, run("", &[w1(0, 1), w2(0, 2).bare()]).cuts(1)),
        (CompareEarly, run("", &[w1(0, 1), w1(0, 1).compare()])),
        (FastTakesAll, run("", &[w1(0, 3), w2(0, 1), w2(1, 2)]).fast(1)),
    ]
}
