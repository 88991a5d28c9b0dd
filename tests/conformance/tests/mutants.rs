//! The checker finds what it is there for: cards with one rule broken, each caught by its rule or by a missing answer.

use anyhow::{ensure, Context, Result};
use rand::{rngs::SmallRng, Rng, SeedableRng};
use std::collections::VecDeque;
use twinpath_conformance::lab::{read, write, Job, Lab};
use twinpath_conformance::{Breach, Setup};
use twinpath_group::{Design, GroupConfig};

/// A card that has answered nothing for so many cycles answers no more: ten times what the good one needs.
const PATIENCE: u64 = 100_000;

/// A broken card.
struct Mutant {
    name: &'static str,
    /// Text of the card and what stands there instead.
    changes: &'static [(&'static str, &'static str)],
    /// What the checker must say, one of these at least; empty when the commands stay without an answer.
    rules: &'static [&'static str],
}

/// Rules about when a block may go where.
const ORDER: &[Mutant] = &[
    Mutant {
        name: "the second area is written before the first",
        // The first words of what a rule says: a block goes to the area, its slot waits to be replicated.
        changes: &[("slot_next[3:0] = Stage$Given;", "say[0] = 1'b1;")],
        rules: &["R5", "R7"],
    },
    Mutant {
        name: "a block goes to the second unit before the first area holds it",
        changes: &[(
            "say[0] = 1'b1;\n                end else begin\n                    slot_next[3:0] = Stage$Given;",
            "say[0] = 1'b1; say[1] = 1'b1;\n                end else begin\n                    slot_next[3:0] = Stage$Given;",
        )],
        rules: &["R5"],
    },
    Mutant {
        name: "E(A1) is released without the second unit's acknowledge",
        changes: &[("slot_next[3:0] = Stage$Replicated;", "slot_next[3:0] = Stage$Replicated; op[2:0] = 3'd2;")],
        rules: &["R21"],
    },
    Mutant {
        name: "P2 tells of a forwarded write before it holds E(A1)",
        changes: &[(
            "op[2:0] = op_insert;\n                    op[9] = 1'b0;\n                    op[43:12]",
            // REP_HEADER of all its blocks; the third word of what a rule says: a frame goes out.
            "say[2] = 1'b1;
                    frame[7:0] = 8'd7;
                    frame[36:31] = came[36:31];
                    frame[68:37] = came[68:37];
                    frame[100:69] = came[100:69];
                    frame[164:133] = {26'd0, came[36:31]};
                    row_next[162] = 1'b1;
                    op[2:0] = op_insert;
                    op[9] = 1'b0;
                    op[43:12]",
        )],
        rules: &["P2"],
    },
];

/// Slots that are spoken for.
const RESERVES: &[Mutant] = &[
    Mutant {
        name: "a reserve is lost: the slot of a forwarded block is never set free for the next",
        changes: &[("claims$d = claims$q - 4'd1;", "claims$d = claims$q;")],
        rules: &[],
    },
    Mutant {
        name: "a block is granted without a slot in reserve",
        changes: &[("assign peer_room = (claims$q < peer_slots)", "assign peer_room = 1'b1")],
        rules: &[],
    },
];

/// Rules of the table.
const TABLE: &[Mutant] = &[
    Mutant {
        name: "R_fwd stands in the first unit's way",
        changes: &[("op[10] = 1'b1;", "op[10] = 1'b0;")],
        rules: &[],
    },
    Mutant {
        name: "a read waits for no write",
        changes: &[(
            "exclusive$d = taken$q & (~(range$q[65] & scan[4]));",
            "exclusive$d = taken$q & (~(range$q[65] | scan[4]));",
        )],
        rules: &["D8"],
    },
];

impl Mutant {
    fn design(&self) -> Result<Design> {
        let mut text = Design::committed()?.text().to_owned();
        for (old, new) in self.changes {
            let found = text.matches(old).count();
            ensure!(found == 1, "{}: {old:?} is found {found} times in the card", self.name);
            text = text.replace(old, new);
        }
        Ok(Design::from_text(text).quick())
    }

    /// Runs the same work as on the good card and demands that it is caught.
    fn must_be_caught(&self) -> Result<()> {
        let (breaches, answered) = run(&self.design()?, 21).context(self.name)?;
        let said: Vec<&str> = breaches.iter().map(|b| b.rule).collect();
        println!("{}: {} breaches, first {:?}; all answered: {answered}", self.name, breaches.len(), breaches.first());
        match self.rules {
            [] => ensure!(!answered, "{}: every command has its answer", self.name),
            rules => ensure!(rules.iter().any(|r| said.contains(r)), "{} is not caught: {said:?}", self.name),
        }
        Ok(())
    }
}

/// Random overlapping work, with long forwarded writes among it; what the checker says, and whether all was answered.
fn run(design: &Design, seed: u64) -> Result<(Vec<Breach>, bool)> {
    let setup = Setup::default();
    let mut lab = Lab::with(design, GroupConfig::pair(4096, seed), setup)?;
    let mut random = SmallRng::seed_from_u64(seed);
    let jobs: Vec<Job> = (0..200)
        .map(|n| match n % 8 {
            7 => write(1, random.random_range(0..400), 32),
            _ => {
                let (host, lba, blocks) =
                    (random.random_range(0..2), random.random_range(0..16), random.random_range(1..6));
                if random.random_bool(0.6) {
                    write(host, lba, blocks)
                } else {
                    read(host, lba, blocks)
                }
            }
        })
        .collect();
    let answers = work(&mut lab, jobs)?;
    Ok((lab.verdict().0, answers))
}

/// As [`Lab::run`], but what stays without an answer is no end of it: the trace is there to be checked.
fn work(lab: &mut Lab, jobs: Vec<Job>) -> Result<bool> {
    let mut waiting = VecDeque::from(jobs);
    let mut idle = 0;
    while (!waiting.is_empty() || lab.in_flight() > 0) && idle < PATIENCE {
        while let Some(job) = waiting.front() {
            if !lab.queue(*job)? {
                break;
            }
            waiting.pop_front();
        }
        lab.ring(0)?;
        lab.ring(1)?;
        lab.simulation.run(100);
        idle = if lab.gather()? > 0 { 0 } else { idle + 100 };
    }
    // What follows the last answer: the last acknowledge, the release at the other unit.
    lab.simulation.run(2_000);
    Ok(lab.in_flight() == 0)
}

#[test]
fn the_good_card_passes() -> Result<()> {
    let (breaches, answered) = run(&Design::committed()?, 21)?;
    ensure!(breaches.is_empty(), "{breaches:?}");
    ensure!(answered, "commands without an answer");
    Ok(())
}

#[test]
fn mutants_of_the_order_are_caught() -> Result<()> {
    ORDER.iter().try_for_each(Mutant::must_be_caught)
}

#[test]
fn mutants_of_the_reserves_are_caught() -> Result<()> {
    RESERVES.iter().try_for_each(Mutant::must_be_caught)
}

#[test]
fn mutants_of_the_table_are_caught() -> Result<()> {
    TABLE.iter().try_for_each(Mutant::must_be_caught)
}
