//! Cards with one thing in the controller broken, all in one model: the test that is named beside each must notice. With
//! `TWINPATH_DEEP`, as `cargo xtask nvme --mutants` sets it; it prints what became of each.
//!
//! Rows that stay open over a reset are not among them: a reset ends when the unit has none of them any more, and until then
//! completions go nowhere, so all that a host could see is that its memory is used for longer, as it may be. The block's own
//! tests have that one.

use crate::{commands, logs, prps, queues, random, resets};
use anyhow::{ensure, Result};
use std::cell::Cell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Mutex;
use std::time::Instant;
use twinpath_conformance::mutants::{choose, design, Change, Mutant};
use twinpath_group::{Design, Group, GroupConfig};

type Test = fn() -> Result<()>;

/// What is broken, by which lines, and the test that must notice.
type Broken = (&'static str, &'static [Change], Test);

/// The lines are the first words of those in the card.
const ALL: &[Broken] = &[
    // Queues.
    (
        "fetches of a submission queue run on beyond its end",
        &[("card_sq", "if (next_fetch$q == last$q) begin", "if (1'b0) begin")],
        queues::queues_of_every_length_wrap,
    ),
    (
        "completions run on beyond their queue's end",
        &[("card_cq", "if (tail_at$q == last$q) begin", "if (1'b0) begin")],
        queues::queues_of_every_length_wrap,
    ),
    (
        "the phase is the same in the second round",
        &[("card_cq", "old_phase$d = ~old_phase$q;", "")],
        queues::queues_of_every_length_wrap,
    ),
    (
        "the admin queue's phase is the same in the second round",
        &[("card_admin_cq", "old_phase$d = ~old_phase$q;", "")],
        queues::the_admin_queue_wraps,
    ),
    (
        "the head that completions tell is one too far",
        &[("card_sq", "head_at$d = head_at$q + 6'd1;", "head_at$d = head_at$q + 6'd2;")],
        queues::queues_of_every_length_wrap,
    ),
    (
        "completions are promised places that there are not",
        &[("card_cq", "assign room = behind$q != head_at$q;", "assign room = 1'b1;")],
        queues::a_full_completion_queue_holds_its_own_queue_alone,
    ),
    (
        "a Delete does not wait for the queue's commands",
        &[("card_sq", "assign drained = ", "assign drained = 1'b1;")],
        queues::queues_end_under_load_and_come_back,
    ),
    (
        "one queue gives way to all others",
        &[("card_queues", "older$1$d = older$1$q & (~chosen_mask);", "older$1$d = older$1$q;")],
        queues::no_queue_starves_beside_a_full_one,
    ),
    (
        "a completion goes to the queue of its submission queue's name",
        &[("card_sq", "answers_to$d = shape[59:58];", "answers_to$d = 2'd0;")],
        queues::queues_share_a_completion_queue,
    ),
    // Doorbells.
    (
        "a tail may lie outside of its queue",
        &[(
            "card_sq",
            "fits = (there$q & (~(|tail[15:6]))) & (tail_low <= last$q);",
            "fits = there$q & (~(|tail[15:6]));",
        )],
        queues::wrong_doorbells_are_counted_and_do_nothing,
    ),
    (
        "a tail's upper bits are not looked at",
        &[("card_sq", "fits = (there$q & (~(|tail[15:6])))", "fits = there$q & (tail_low <= last$q);")],
        queues::wrong_doorbells_are_counted_and_do_nothing,
    ),
    (
        "a tail may run over entries that were not taken",
        &[("card_sq", "if ((~onward) & (~short_of_head)) begin", "if (1'b0) begin")],
        queues::wrong_doorbells_are_counted_and_do_nothing,
    ),
    (
        "a head may free what was not completed",
        &[("card_cq", "if ((~onward) | (~up_to_tail)) begin", "if (1'b0) begin")],
        queues::wrong_doorbells_are_counted_and_do_nothing,
    ),
    (
        "a second event is told before the log was read",
        &[("card_events", "masked$d = 1'b1;", "")],
        logs::doorbells_that_cannot_be_are_events,
    ),
    // Interrupts.
    (
        "every queue has the first vector",
        &[("card_cq", "to_vector$d = shape[64:61];", "to_vector$d = 4'd1;")],
        queues::vectors_are_masked_one_by_one_and_together,
    ),
    (
        "a masked vector is signalled",
        &[("card_interrupts", "able = pending$q & (~masks$q);", "able = pending$q;")],
        queues::vectors_are_masked_one_by_one_and_together,
    ),
    (
        "a queue without interrupts has them",
        &[("card_cq", "interrupting$d = shape[60];", "interrupting$d = 1'b1;")],
        queues::a_queue_without_interrupts_has_none,
    ),
    // PRPs.
    (
        "entries of a list may have an offset",
        &[("card_prps", "if (word[81] & (|cut$64$12(word[80:17]))) begin", "if (1'b0) begin")],
        prps::each_entry_may_be_wrong,
    ),
    (
        "a list goes on where its last entry but one says",
        &[("card_prps", "chain_at$d = (at$q + count$q[4:0]) - 5'd1;", "chain_at$d = (at$q + count$q[4:0]) - 5'd2;")],
        prps::data_and_lists_may_be_anywhere,
    ),
    (
        "a list that ends with its page goes on in another",
        &[("card_prps", "if ({4'd0, left$q} > room$q) begin", "if ({4'd0, left$q} >= room$q) begin")],
        prps::data_and_lists_may_be_anywhere,
    ),
    (
        "the pointer to the next page counts as an entry",
        &[("card_prps", "left$d = (left$q - count$q) + 6'd1;", "left$d = left$q - count$q;")],
        prps::data_and_lists_may_be_anywhere,
    ),
    (
        "an offset needs no further page",
        &[("card_io", "entries$d = {1'd0, blocks[4:0]} + {5'd0, |offset};", "entries$d = {1'd0, blocks[4:0]};")],
        prps::data_and_lists_may_be_anywhere,
    ),
    (
        "the second part of a block begins a dword too late in its slot",
        &[("card_fetcher", "out$d[90:81] = (~offset[11:2]) + 10'd1;", "out$d[90:81] = (~offset[11:2]) + 10'd2;")],
        prps::a_block_may_begin_at_any_dword,
    ),
    (
        "a second page follows the first",
        &[("card_fetcher", "second$d = entry_found;", "second$d = ({12'd0, first$q[63:12]} + 64'd1) << 12;")],
        prps::nothing_asks_for_pages_that_follow_each_other,
    ),
    // Statuses.
    (
        "a block beyond the end is one of the namespace",
        &[(
            "card_io",
            "if ((~ranges$q) & (beyond$q | (last_lba$q >= {1'd0, area_blocks}))) begin",
            "if ((~ranges$q) & (beyond$q | (last_lba$q > {1'd0, area_blocks}))) begin",
        )],
        commands::each_io_command_with_each_of_its_statuses,
    ),
    (
        "a command may have any length",
        &[("card_io", "if (too_long$q & (write$q | read$q)) begin", "if (1'b0) begin")],
        commands::each_io_command_with_each_of_its_statuses,
    ),
    (
        "a Flush of any namespace is one",
        &[(
            "card_io",
            "bad_nsid$d = (sqe$data[63:32] != nsid) & (~((opcode == op_flush)",
            "bad_nsid$d = (sqe$data[63:32] != nsid) & (opcode != op_flush);",
        )],
        commands::each_io_command_with_each_of_its_statuses,
    ),
    (
        "what differs is told to be equal",
        &[("card_contexts", "result$d[32:18] = compare_failure;", "")],
        commands::a_compare_looks_at_every_block,
    ),
    (
        "the number of queues is set though there are some",
        &[("card_admin", "verdict = sequence_error;", "")],
        commands::each_admin_command_with_each_of_its_statuses,
    ),
    (
        "a completion queue in use is deleted",
        &[("card_admin", "verdict = deletion_invalid;", "")],
        queues::queues_share_a_completion_queue,
    ),
    // Features.
    (
        "the upper half of a feature's value is lost",
        &[("card_admin", "assign values$write_data = cdw11;", "assign values$write_data = {16'd0, cdw11[15:0]};")],
        commands::features_keep_what_was_set_until_a_reset,
    ),
    (
        "both thresholds are one",
        &[("card_admin", "assign place = ", "assign place = low[3:0];")],
        commands::features_keep_what_was_set_until_a_reset,
    ),
    (
        "features outlive a reset",
        &[("card_admin", "set$d = 16'd0;", "")],
        commands::features_keep_what_was_set_until_a_reset,
    ),
    // Aborts, resets, the shutdown.
    (
        "the row that an Abort asks for goes to another command",
        &[
            ("card_contexts", "assign write_free = ", "assign write_free = write_any$q;"),
            ("card_contexts", "assign read_free = ", "assign read_free = read_any$q;"),
        ],
        random::an_abort_whose_command_ends_meanwhile,
    ),
    (
        "a reset does not wait for what is under way",
        &[("card_nvme", "assign registers$quiet = ", "assign registers$quiet = 1'b1;")],
        resets::work_of_every_kind_may_be_cut_at_every_point,
    ),
    (
        "a shutdown is complete at once",
        &[("card_registers", "if (shutting & answered) begin", "if (shutting) begin")],
        logs::a_shutdown_is_complete_when_every_write_is,
    ),
];

thread_local! {
    /// The broken card that this thread's tests look at, counted from 1; 0 is the committed one.
    static CHOSEN: Cell<usize> = const { Cell::new(0) };
}

/// All of them in one model, which is built once.
fn model() -> Result<Design> {
    static BUILDING: Mutex<()> = Mutex::new(());
    let _one_at_a_time = BUILDING.lock();
    let good = Design::committed()?;
    let mutants: Result<Vec<Mutant>> =
        ALL.iter().map(|(name, changes, _)| Mutant::new(name, good.text(), changes)).collect();
    let design = design(&good, &mutants?)?;
    design.library()?;
    Ok(design)
}

/// The cards that this thread's tests look at.
pub fn group(config: GroupConfig) -> Result<Group> {
    let mutant = CHOSEN.get();
    if mutant == 0 {
        return Ok(Group::new(&Design::committed()?, config)?);
    }
    let mut group = Group::new(&model()?, config)?;
    choose(&mut group, mutant)?;
    Ok(group)
}

/// What the test says of the broken card; `None` if it is content.
fn notices(mutant: usize, test: Test) -> Option<String> {
    CHOSEN.set(mutant);
    // A card that does what no card may do can make the simulation's own checks panic.
    let done = catch_unwind(AssertUnwindSafe(test));
    CHOSEN.set(0);
    match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.chain().last().map(|e| e.to_string()).unwrap_or_default()),
        Err(_) => Some("a check of the simulation fails".into()),
    }
}

#[test]
fn every_broken_controller_is_noticed() -> Result<()> {
    if std::env::var_os("TWINPATH_DEEP").is_none() {
        return Ok(());
    }
    let mut unnoticed = vec![];
    for (mutant, (name, _, test)) in (1..).zip(ALL) {
        let begin = Instant::now();
        let found = notices(mutant, *test);
        let seconds = begin.elapsed().as_secs_f64();
        match found {
            Some(why) => println!("noticed {seconds:>6.1} s  {name}: {}", why.lines().next().unwrap_or_default()),
            None => {
                println!("PASSES  {seconds:>6.1} s  {name}");
                unnoticed.push(*name);
            }
        }
    }
    println!("{} of {} noticed", ALL.len() - unnoticed.len(), ALL.len());
    ensure!(unnoticed.is_empty(), "not noticed: {unnoticed:?}");
    Ok(())
}

/// Each line that is broken is still one of the card.
#[test]
fn the_lines_are_there() -> Result<()> {
    let good = Design::committed()?;
    ALL.iter().try_for_each(|(name, changes, _)| Mutant::new(name, good.text(), changes).map(drop))
}
