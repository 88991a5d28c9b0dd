//! What must hold in every state, what must be reached at all, and the run of the model checker.

use std::collections::BTreeSet;
use std::fmt;
use std::time::Instant;

use stateright::{Checker, Expectation, Model, Property};

use super::{follower, orderer, Action, Block, Phase, Row, Spec, State, Wire, Work, ROWS, S1, S2};
use crate::event::{Kind, Status};

/// The end of one run.
#[derive(Clone, Debug)]
pub struct Outcome {
    pub states: usize,
    pub seconds: f64,
    /// What does not hold, each with the shortest way there.
    pub broken: Vec<Broken>,
    /// Situations of [`COVERAGE`] that were met.
    pub covered: BTreeSet<&'static str>,
}

/// A property that does not hold.
#[derive(Clone, Debug)]
pub struct Broken {
    /// The property, or the flaws that were noticed.
    pub what: String,
    /// The shortest way there, from the start.
    pub steps: Vec<Action>,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "{} after", self.what)?;
        self.steps.iter().try_for_each(|step| writeln!(f, "  {step:?}"))
    }
}

impl Spec {
    /// Visits every reachable state, or stops at the first that breaks a property.
    pub fn check(&self) -> Outcome {
        let begin = Instant::now();
        let mut builder = self.clone().checker();
        // One thread finds a mutant's shortest way, and the same one each time.
        builder = match self.mutant {
            Some(_) => builder.threads(1).finish_when(stateright::HasDiscoveries::AnyFailures),
            None => builder.threads(2),
        };
        let checker = builder.spawn_bfs().join();
        let mut outcome = Outcome {
            states: checker.unique_state_count(),
            seconds: begin.elapsed().as_secs_f64(),
            broken: Vec::new(),
            covered: BTreeSet::new(),
        };
        for (name, path) in checker.discoveries() {
            match self.property(name).expectation {
                Expectation::Sometimes => drop(outcome.covered.insert(name)),
                _ => {
                    let flaws: Vec<String> = path.last_state().monitor.flaws.iter().map(|f| format!("{f:?}")).collect();
                    let what = if name == NO_FLAW { flaws.join(", ") } else { name.to_string() };
                    outcome.broken.push(Broken { what, steps: path.into_actions() });
                }
            }
        }
        outcome
    }

    fn is_stuck(&self, s: &State) -> bool {
        let mut actions = Vec::new();
        self.possible(s, &mut actions);
        !actions.iter().any(|action| action.is_progress())
    }
}

impl Model for Spec {
    type State = State;
    type Action = Action;

    fn init_states(&self) -> Vec<State> {
        vec![State::start(self)]
    }

    fn actions(&self, s: &State, actions: &mut Vec<Action>) {
        // A flawed state is reported; what follows from it would only blur the report.
        if s.monitor.flaws.is_empty() {
            self.possible(s, actions);
        }
    }

    fn next_state(&self, s: &State, action: Action) -> Option<State> {
        let mut next = s.clone();
        self.take(&mut next, action, None);
        Some(next)
    }

    fn properties(&self) -> Vec<Property<Self>> {
        let mut properties = vec![
            Property::<Self>::always(NO_FLAW, |_, s| s.monitor.flaws.is_empty()),
            Property::<Self>::always("one owner per block", one_owner),
            Property::<Self>::always("E(A2) only under E(A1)", ordered_ownership),
            Property::<Self>::always("slots within their class", slots_fit),
            Property::<Self>::always("no deadlock", |spec, s| {
                !s.monitor.flaws.is_empty() || !spec.is_stuck(s) || is_at_rest(s)
            }),
            Property::<Self>::always("areas equal at rest", |_, s| {
                let same = |a: &super::Unit, b: &super::Unit| a.area == b.area && a.holder == b.holder;
                !is_at_rest(s) || same(&s.units[S1], &s.units[S2])
            }),
        ];
        properties.extend(COVERAGE.iter().map(|(name, condition)| Property::sometimes(name, *condition)));
        properties
    }
}

const NO_FLAW: &str = "no flaw";

/// Everything answered, every table empty, both units serving.
fn is_at_rest(s: &State) -> bool {
    let idle = |unit: &super::Unit| unit.phase == Phase::Serve && unit.rows.iter().all(|row| !row.is_open());
    s.monitor.is_finished() && s.units.iter().all(idle) && s.wires.iter().all(|wires| wires.queue.is_empty())
}

fn pairs(rows: &[Row]) -> impl Iterator<Item = (&Row, &Row)> {
    rows.iter().enumerate().flat_map(move |(at, a)| rows[at + 1..].iter().map(move |b| (a, b)))
}

fn one_owner(spec: &Spec, s: &State) -> bool {
    let owns = |row: &Row| row.status == Status::E;
    s.units.iter().all(|unit| pairs(&unit.rows).all(|(a, b)| !(owns(a) && owns(b) && spec.conflict(a, b))))
}

/// A write holds E(A2) only while it holds E(A1) (seen from inside one session).
fn ordered_ownership(spec: &Spec, s: &State) -> bool {
    let [first, second] = &s.units;
    let in_session = s.alive && first.up && second.up;
    let holds = |row: &Row| row.status == Status::E && !spec.is_read(row);
    !in_session
        || second.rows.iter().filter(|row| row.is_open() && holds(row)).all(|row| {
            // S1 has given up the last block, or is done with the write, and its ABANDON or REL is on the way.
            let ends = |f: &Wire| matches!(f.kind, Kind::Abandon | Kind::Rel) && f.op == row.op;
            let given_up = s.wires[S2].queue.iter().any(ends);
            given_up || first.rows.iter().any(|other| other.op == row.op && other.status == Status::E)
        })
}

fn slots_fit(spec: &Spec, s: &State) -> bool {
    // A fetch before E also counts in S1's class: it is bounded by the same slots.
    orderer::local_slots(s) <= spec.slots
        && orderer::asked_slots(s) <= spec.slots - spec.gift()
        && orderer::unasked_slots(s) <= spec.gift()
        && follower::local_slots(spec, s) <= spec.slots
        && follower::peer_slots(s) <= spec.slots
}

fn some_row(s: &State, unit: usize, condition: impl Fn(&Row) -> bool) -> bool {
    s.units[unit].rows.iter().any(|row| row.is_open() && condition(row))
}

fn some_block(s: &State, unit: usize, peers: bool, block: Block) -> bool {
    let rows = if peers { ROWS..2 * ROWS } else { 0..ROWS };
    s.units[unit].rows[rows].iter().any(|row| row.is_open() && row.blocks.contains(&block))
}

fn cut(s: &State) -> bool {
    !s.alive && s.units.iter().all(|unit| unit.up)
}

type Situation = (&'static str, fn(&Spec, &State) -> bool);

/// Situations that the runs together must meet; a check that never gets there would show nothing.
pub const COVERAGE: &[Situation] = &[
    ("S1's transfer overrides R_fwd", |spec, s| {
        let rows = &s.units[S2].rows;
        let own = |row: &&Row| row.status == Status::Rfwd;
        rows[ROWS..].iter().any(|transfer| {
            transfer.status == Status::E && rows[..ROWS].iter().filter(own).any(|row| spec.conflict(row, transfer))
        })
    }),
    ("a read waits at S1", |spec, s| some_row(s, S1, |row| row.status == Status::Waiting && spec.is_read(row))),
    ("a read waits at S2", |spec, s| some_row(s, S2, |row| row.status == Status::Waiting && spec.is_read(row))),
    ("a transfer waits for a read", |_, s| s.units[S2].rows[ROWS..].iter().any(|row| row.status == Status::Waiting)),
    ("a forward waits at S1", |_, s| s.units[S1].rows[ROWS..].iter().any(|row| row.status == Status::Waiting)),
    ("a write waits at S2", |spec, s| {
        s.units[S2].rows[..ROWS].iter().any(|row| row.status == Status::Waiting && !spec.is_read(row))
    }),
    ("two writes hold E(A1)", |spec, s| {
        pairs(&s.units[S1].rows).any(|(a, b)| {
            let holds = |row: &Row| row.status == Status::E && !spec.is_read(row);
            holds(a) && holds(b)
        })
    }),
    ("S1's local slots are taken", |spec, s| {
        orderer::local_slots(s) == spec.slots && some_block(s, S1, false, Block::Todo)
    }),
    ("S1's peer slots are taken", |spec, s| {
        orderer::asked_slots(s) == spec.slots - spec.gift() && some_block(s, S1, true, Block::Todo)
    }),
    ("data of a waiting forward lie at S1", |_, s| {
        s.units[S1].rows[ROWS..].iter().any(|row| row.status == Status::Waiting && row.blocks.contains(&Block::Have))
    }),
    ("a forward holds E(A1) with its data still under way", |_, s| {
        let comes = |row: &Row| row.status == Status::E && row.fast > 0 && row.blocks[0] == Block::Granted;
        s.units[S1].rows[ROWS..].iter().any(comes)
    }),
    ("the first blocks of a write come unasked, the others when granted", |spec, s| {
        s.units[S1].rows[ROWS..]
            .iter()
            .any(|row| row.is_open() && (1..spec.commands[usize::from(row.op)].blocks).contains(&row.fast))
    }),
    ("a write finds no slot to send unasked", |spec, s| {
        let own = &s.units[S2].rows[..ROWS];
        spec.gift() > 0 && own.iter().any(|row| row.status == Status::Rfwd && row.fast == 0)
    }),
    ("a refused write's data come", |_, s| some_row(s, S1, |row| row.failed && row.blocks.contains(&Block::Granted))),
    ("cut: data of a waiting forward at S1", |_, s| {
        cut(s)
            && s.units[S1].rows[ROWS..]
                .iter()
                .any(|row| row.status == Status::Waiting && row.blocks.contains(&Block::Have))
    }),
    ("S2's local slots are taken", |spec, s| follower::local_slots(spec, s) == spec.slots),
    ("S2's peer slots are taken", |spec, s| follower::peer_slots(s) == spec.slots),
    ("a control frame overtakes data", |_, s| {
        s.wires.iter().any(|w| w.queue.first().is_some_and(|f| f.data) && w.queue.iter().any(|f| !f.data))
    }),
    ("a block is abandoned beside one that is not", |_, s| {
        some_row(s, S1, |row| row.blocks.contains(&Block::Gone) && row.blocks.iter().any(|b| !b.is_resolved()))
    }),
    ("the follower is told of a failed fetch", |spec, s| {
        s.wires[S2].queue.iter().any(|f| f.kind == Kind::Abandon && spec.commands[usize::from(f.op)].host == S1)
    }),
    ("a dropped forward waits for its turn", |_, s| some_row(s, S1, |row| row.dead)),
    ("a forward is refused while a transfer passes it", |_, s| {
        let refused = |f: &Wire| f.kind == Kind::Fin && s.units[S2].rows[usize::from(f.row)].waits != 0;
        s.wires[S2].queue.iter().any(refused)
    }),
    ("A2 is ahead of A1", |_, s| some_block(s, S1, true, Block::AheadDone)),
    ("E(A2) waits for REL only", |spec, s| {
        let waits = |row: &Row| row.status == Status::E && row.header && row.due == 0;
        spec.parallel && s.units[S2].rows.iter().any(waits)
    }),
    ("cut: own block on A2, not on A1", |_, s| cut(s) && some_block(s, S1, false, Block::AheadDone)),
    ("cut: forwarded block returned, not on A1", |_, s| cut(s) && some_block(s, S1, true, Block::Ahead)),
    ("a whole write waits for GO", |_, s| {
        let whole = |row: &Row| row.parked && row.blocks.iter().all(|b| b.is_resolved());
        s.units[S2].phase == Phase::Resume && s.units[S2].rows[..ROWS].iter().any(whole)
    }),
    ("a refused write has blocks on both areas", |_, s| {
        let refused = |f: &Wire| f.kind == Kind::Fin && s.units[S2].rows[usize::from(f.row)].blocks[0] == Block::Done;
        s.session > 1 && s.wires[S2].queue.iter().any(refused)
    }),
    ("a forward is given up with its data at S1", |_, s| {
        let gone = |row: &Row| row.failed && row.fast > 1 && row.blocks[0] == Block::Gone;
        s.units[S1].rows[ROWS..].iter().any(|row| gone(row) && row.blocks.contains(&Block::Granted))
    }),
    ("reset: own blocks in a slot at S1", |_, s| {
        some_row(s, S1, |row| row.answered && row.blocks.contains(&Block::Have) && row.blocks.contains(&Block::Todo))
    }),
    ("reset: a forwarded write half sent", |_, s| {
        let half =
            |row: &Row| row.answered && row.blocks.contains(&Block::Have) && row.blocks.contains(&Block::Granted);
        s.units[S2].phase == Phase::Serve && s.units[S2].rows[..ROWS].iter().any(half)
    }),
    ("reset: without a session", |_, s| {
        s.resets > 0 && s.units[S2].phase == Phase::Ready && some_row(s, S2, |row| row.answered && row.parked)
    }),
    ("a compare waits at S1", |spec, s| {
        let rows = &s.units[S1].rows[ROWS..];
        rows.iter().any(|row| row.status == Status::Waiting && spec.work(row) == Work::Compare)
    }),
    ("cut: a block without data is on A1 only", |spec, s| {
        cut(s) && some_row(s, S1, |row| spec.is_bare(row) && row.blocks.contains(&Block::SentData))
    }),
    ("a write without data is forwarded again in part", |spec, s| {
        s.session > 1
            && some_row(s, S2, |row| row.status == Status::Rfwd && spec.is_bare(row) && row.blocks[0] == Block::Done)
    }),
    ("a forwarded write meets a reservation at S1", |spec, s| {
        let own = |row: &Row| row.is_open() && row.status == Status::Rfwd && spec.work(row) == Work::Data;
        s.units[S1].holder == S1 as u8 && s.units[S2].rows[..ROWS].iter().any(own)
    }),
    ("cut: A1 reserved, A2 not", |_, s| cut(s) && s.units[S1].holder != s.units[S2].holder),
    ("cut: granted", |_, s| cut(s) && some_block(s, S1, true, Block::Granted)),
    ("cut: own block in a slot at S1", |_, s| cut(s) && some_block(s, S1, false, Block::Have)),
    ("cut: forwarded block in a slot at S1", |_, s| cut(s) && some_block(s, S1, true, Block::Have)),
    ("cut: own block durable on A1", |_, s| cut(s) && some_block(s, S1, false, Block::Durable)),
    ("cut: own block returned", |_, s| cut(s) && some_block(s, S1, false, Block::SentData)),
    ("cut: forwarded block returned", |_, s| {
        cut(s) && (some_block(s, S1, true, Block::Sent) || some_block(s, S1, true, Block::SentData))
    }),
    ("cut: block returned, not on A2", |_, s| {
        cut(s) && (some_block(s, S2, false, Block::Back) || some_block(s, S2, false, Block::BackData))
    }),
    ("cut: transfer not on A2", |_, s| cut(s) && some_block(s, S2, true, Block::BackData)),
    ("cut: some blocks done, some not", |_, s| {
        cut(s)
            && some_row(s, S2, |row| {
                let reached = row.blocks.contains(&Block::Have) && row.header;
                reached && s.units[S1].rows.iter().any(|r| r.op == row.op && r.blocks.contains(&Block::Todo))
            })
    }),
    ("cut: a forward waits", |_, s| cut(s) && s.units[S1].rows[ROWS..].iter().any(|row| row.status == Status::Waiting)),
    ("cut: while resuming", |_, s| cut(s) && s.units.iter().any(|unit| unit.phase == Phase::Resume)),
    ("cut: GO on its way", |_, s| cut(s) && s.wires[S2].queue.iter().any(|f| f.kind == Kind::Go)),
    ("S1 serves a new write before GO", |spec, s| {
        s.go_due && some_row(s, S1, |row| !row.old && row.status == Status::E && !spec.is_read(row))
    }),
    ("cut: one unit serves on, one holds", |_, s| {
        !s.alive && s.units[S1].up != s.units[S2].up && s.units.iter().any(|unit| unit.phase == Phase::Serve)
    }),
    ("a block comes back whose write was answered", |_, s| {
        s.units[S2].phase == Phase::Resume
            && s.units[S1].rows[ROWS..]
                .iter()
                .any(|row| row.is_open() && !s.units[S2].rows.iter().any(|r| r.op == row.op))
    }),
    ("its row has another write already", |_, s| {
        s.units[S2].phase == Phase::Resume
            && (0..ROWS).any(|at| {
                let (forward, own) = (&s.units[S1].rows[ROWS + at], &s.units[S2].rows[at]);
                forward.is_open() && own.is_open() && own.op != forward.op
            })
    }),
    ("a held write was answered by the timer", |_, s| {
        s.units.iter().any(|unit| unit.up && unit.rows.iter().any(|r| r.is_open() && r.answered))
    }),
    ("done blocks are granted again", |_, s| {
        s.session > 1
            && s.units[S2].phase == Phase::Serve
            && s.units[S2].rows[..ROWS].iter().any(|row| {
                row.status == Status::Rfwd
                    && row.blocks[0] == Block::Done
                    && !row.blocks.iter().all(|b| b.is_resolved())
            })
    }),
];
