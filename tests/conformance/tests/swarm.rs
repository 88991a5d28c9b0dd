//! Seeds of the swarm that found something, each with what it was.

use anyhow::{Context, Result};
use twinpath_conformance::swarm::{Case, Trouble};
use twinpath_group::{Design, Group};

/// Runs the case of a seed on the committed card.
fn holds(seed: u64) -> Result<()> {
    let case = Case::new(seed, &Trouble::ALL);
    case.run(Group::new(&Design::committed()?, case.config.clone())?).with_context(|| case.to_string())?;
    Ok(())
}

#[test]
fn go_may_leave_while_the_table_still_shows_the_last_old_row() -> Result<()> {
    holds(5)
}

/// A switch that had waited for its host looked at the return of a block before the report that the block had left, and
/// took what it did not know yet for a fault of the data.
#[test]
fn that_a_block_has_left_is_known_before_it_returns() -> Result<()> {
    holds(24)
}

/// A command taken in the last cycle of a session was told to try again, though the hold limit was far.
#[test]
fn a_command_at_the_end_of_a_session_waits_for_the_next() -> Result<()> {
    holds(23)
}

/// What is resumed and then forwarded again ends twice in one session, which the checker took for one end too early.
#[test]
fn a_session_may_see_two_ends_of_a_write() -> Result<()> {
    holds(18)
}

/// A row that wakes just before GO is put back when GO has come; the replay called that a breach.
#[test]
fn a_row_that_wakes_just_before_go_is_put_back() -> Result<()> {
    holds(42)
}

/// The timer answered a held write, S1 then returned all of it, and its row was gone when a slow host took the answer: the
/// replay knew of no error for what had been done.
#[test]
fn the_timers_answer_may_come_after_the_rows_end() -> Result<()> {
    holds(1220)
}

/// A command that was answered with an error before it had a row looked like another one whose row was held, and the replay
/// took the answer for that row's.
#[test]
fn an_error_may_be_that_of_a_command_without_a_row() -> Result<()> {
    holds(2023)
}

#[test]
fn a_case_is_the_same_each_time() {
    let text = |seed| format!("{:?}", Case::new(seed, &Trouble::ALL));
    assert_eq!(text(7), text(7));
    assert_ne!(text(7), text(8));
}
