//! Queues of every length go round many times, full completion queues lose nothing, four queues share the card fairly and
//! end alone, each has its interrupt; wrong doorbells do nothing.

use anyhow::{bail, ensure, Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use twinpath_group::Design;
use twinpath_host::BAR0;
use twinpath_host_interface::{doorbell, Entry};
use twinpath_nvme_conformance::{Pair, Port};
use twinpath_spec::limits::{BLOCK_BYTES, QUEUE_ENTRIES_MAX};
use twinpath_spec::msix;
use twinpath_spec::nvme::{admin, io, INVALID_QUEUE_DELETION, IO_QUEUES, NSID};

const QUEUES: u16 = IO_QUEUES as u16;
const MOST: u16 = QUEUE_ENTRIES_MAX as u16;
/// A command alone in its queue is answered in so many cycles, however full another queue is: before it are a write in each
/// of 24 rows and five that were fetched, 570 cycles each; and there is its own time.
const TURN_CYCLES: u64 = 25_000;

fn flush() -> Entry {
    Entry { opcode: io::FLUSH, nsid: NSID, ..Entry::default() }
}

/// Commands that end at once, with an error: the fastest way round.
fn quick() -> Entry {
    Entry { opcode: 0x7f, ..Entry::default() }
}

/// A Read, Write or Compare of one block, at an offset in its page.
fn transfer(port: &mut Port, queue: u16, opcode: u8, lba: u64, offset: usize) -> Result<u16> {
    let data = port.data(BLOCK_BYTES, offset, 0)?;
    port.submit(queue, Port::transfer(opcode, lba, 1, &data), &data.pages, None)
}

fn delete(opcode: u8, id: u16) -> Entry {
    Entry { opcode, cdw10: id.into(), ..Entry::default() }
}

/// Deletes a queue pair.
fn end(port: &mut Port, id: u16) -> Result<()> {
    for opcode in [admin::DELETE_IO_SQ, admin::DELETE_IO_CQ] {
        let status = port.admin(delete(opcode, id))?.status;
        ensure!(status == 0, "Delete {opcode:#x} of {id}: {status:#06x}");
    }
    Ok(())
}

#[test]
pub fn queues_of_every_length_wrap() -> Result<()> {
    let mut pair = crate::pair(50)?;
    let port = &mut pair.ports[0];
    for (id, sq, cq) in [(1, 2, 2), (2, 2, MOST), (3, MOST, 2), (4, 3, 5), (1, MOST, MOST), (3, 17, 64)] {
        let mut all = || -> Result<()> {
            port.create_pair(id, sq, cq)?;
            // Four times round the longer one.
            let mut left = 4 * sq.max(cq);
            while left > 0 {
                while left > 0 && port.has_room(id) {
                    let entry = if left % 16 == 0 { flush() } else { quick() };
                    port.submit(id, entry, &[], None)?;
                    left -= 1;
                }
                port.ring(id);
                port.drain()?;
            }
            end(port, id)
        };
        all().with_context(|| format!("queue {id}, {sq} and {cq} entries"))?;
    }
    pair.end()
}

/// The admin queue of 16 entries goes round too, with several commands in it.
#[test]
pub fn the_admin_queue_wraps() -> Result<()> {
    let mut pair = crate::pair(51)?;
    let port = &mut pair.ports[0];
    for n in 0..100u32 {
        while port.has_room(0) {
            port.submit(0, Entry { opcode: admin::ABORT, cdw10: n << 16 | 1, ..Entry::default() }, &[], None)?;
        }
        port.ring(0);
        port.poll(true)?;
        pair.simulation.run(100);
    }
    port.drain()?;
    pair.end()
}

/// While nobody takes its completions, as many as fit are posted and no more; the other queues go on; then all come.
#[test]
pub fn a_full_completion_queue_holds_its_own_queue_alone() -> Result<()> {
    let mut pair = crate::pair(52)?;
    let port = &mut pair.ports[1];
    port.create_pair(2, 64, 4)?;
    port.create_pair(3, 8, 8)?;
    for round in 0..3 {
        port.untold = Some(2);
        let before = port.completed;
        for _ in 0..20 {
            port.submit(2, quick(), &[], None)?;
        }
        for lba in 0..20 {
            transfer(port, 2, if lba % 2 == 0 { io::WRITE } else { io::READ }, lba, 0)?;
        }
        port.ring(2);
        pair.simulation.run(30_000);
        port.poll(true)?;
        // One entry stays free.
        ensure!(port.completed - before == 3, "round {round}: {} completions in a queue of 4", port.completed - before);
        for _ in 0..20 {
            port.command(3, flush(), &[], None).context("another queue")?;
        }
        let asked = Entry { opcode: admin::GET_FEATURES, cdw10: 1, ..Entry::default() };
        ensure!(port.admin(asked)?.status == 0, "the admin queue");
        pair.simulation.run(30_000);
        port.poll(true)?;
        ensure!(port.completed - before == 24, "round {round}: more than there was room for");
        port.untold = None;
        port.drain()?;
        ensure!(port.completed - before == 61, "round {round}: {} completions", port.completed - before);
    }
    pair.end()
}

/// All queues that the controller grants, full, on both cards: as many completions as commands, each in its own queue.
#[test]
pub fn every_queue_at_full_depth() -> Result<()> {
    let mut pair = crate::pair(53)?;
    for port in &mut pair.ports {
        port.create_queues(QUEUES, MOST, MOST)?;
    }
    for round in 0..2u64 {
        let mut before = vec![];
        for port in &mut pair.ports {
            before.push(port.completed);
            for queue in 1..=QUEUES {
                for n in 0..u64::from(MOST) - 1 {
                    let opcode = [io::WRITE, io::READ, io::COMPARE][(n % 3) as usize];
                    transfer(port, queue, opcode, (7 * n + round) % 64, 4 * n as usize)?;
                }
                ensure!(!port.has_room(queue), "queue {queue} is not full");
            }
            (1..=QUEUES).for_each(|queue| port.ring(queue));
        }
        for (port, before) in pair.ports.iter_mut().zip(before) {
            port.drain()?;
            let completed = port.completed - before;
            ensure!(completed == u64::from(QUEUES * (MOST - 1)), "{completed} completions");
        }
    }
    pair.end()
}

/// Queue 1 is kept full of writes; a command alone in another queue is answered in time all the same. The longest time.
fn alone_beside_a_flood(mut pair: Pair) -> Result<u64> {
    let port = &mut pair.ports[0];
    port.create_queues(QUEUES, MOST, MOST)?;
    let mut written = 0..;
    let mut look = |port: &mut Port| -> Result<_> {
        while port.has_room(1) {
            transfer(port, 1, io::WRITE, written.next().unwrap_or(0) % 64, 0)?;
        }
        port.ring(1);
        port.bus.simulation.run(100);
        port.poll(true)
    };
    // Until it has all rows and places.
    for _ in 0..200 {
        look(port)?;
    }
    let mut longest = 0;
    for round in 0..18 {
        let queue = 2 + round % (QUEUES - 1);
        let cid = transfer(port, queue, [io::READ, io::WRITE][usize::from(round / 3 % 2)], 100, 0)?;
        port.ring(queue);
        let begin = pair.simulation.with(|g| g.now());
        while !look(port)?.iter().any(|a| (a.sq_id, a.cid) == (queue, cid)) {
            let took = pair.simulation.with(|g| g.now()) - begin;
            ensure!(took < TURN_CYCLES, "queue {queue} starves beside a full one: no answer after {took} cycles");
            longest = longest.max(took);
        }
    }
    pair.end()?;
    Ok(longest)
}

#[test]
pub fn no_queue_starves_beside_a_full_one() -> Result<()> {
    let longest = alone_beside_a_flood(crate::pair(56)?)?;
    println!("a command alone beside a full queue takes up to {longest} cycles");
    Ok(())
}

#[test]
pub fn a_card_on_which_one_queue_gives_way_is_caught() -> Result<()> {
    let (good, bad) = ("older$1$d = older$1$q & (~chosen_mask);", "older$1$d = older$1$q;");
    let text = Design::committed()?.text().to_owned();
    ensure!(text.contains(good), "{good:?} is not in the card");
    let broken = Design::from_text(text.replace(good, bad)).quick();
    match alone_beside_a_flood(Pair::new(&broken, 56)?) {
        Err(error) => ensure!(format!("{error:#}").contains("starves"), "{error:#}"),
        Ok(longest) => bail!("nobody noticed: {longest} cycles"),
    }
    Ok(())
}

/// Three submission queues answer to one completion queue of five places.
#[test]
pub fn queues_share_a_completion_queue() -> Result<()> {
    let mut pair = crate::pair(57)?;
    let port = &mut pair.ports[1];
    port.create_pair(2, 16, 5)?;
    for id in [1, 4] {
        let entry = port.create_sq(id, 16, 2)?;
        let status = port.command(0, entry, &[entry.prp1], None)?.status;
        ensure!(status == 0, "SQ {id}: {status:#06x}");
    }
    for round in 0..40u64 {
        for id in [1, 2, 4] {
            while port.has_room(id) {
                transfer(port, id, [io::WRITE, io::READ, io::COMPARE][usize::from(id) % 3], round + u64::from(id), 8)?;
            }
            port.ring(id);
        }
        pair.simulation.run(1_000);
        port.poll(round % 3 != 0)?;
    }
    port.drain()?;
    for id in [1, 4, 2] {
        let used = port.admin(delete(admin::DELETE_IO_CQ, 2))?.status;
        ensure!(used == INVALID_QUEUE_DELETION.bits(), "the CQ is used by SQ {id}: {used:#06x}");
        let status = port.admin(delete(admin::DELETE_IO_SQ, id))?.status;
        ensure!(status == 0, "SQ {id}: {status:#06x}");
    }
    let status = port.admin(delete(admin::DELETE_IO_CQ, 2))?.status;
    ensure!(status == 0, "the CQ: {status:#06x}");
    pair.end()
}

/// Queues end at any moment of their work, one after the other, and come back: what was fetched of them is answered before
/// that, the rest never; the others lose nothing.
#[test]
pub fn queues_end_under_load_and_come_back() -> Result<()> {
    let mut pair = crate::pair(58)?;
    let port = &mut pair.ports[0];
    let random = &mut SmallRng::seed_from_u64(58);
    port.create_queues(QUEUES, 32, 32)?;
    let mut dropped = 0;
    for round in 0..24 {
        for id in 1..=QUEUES {
            while port.has_room(id) {
                let opcode = [io::WRITE, io::READ, io::COMPARE, io::WRITE_ZEROES][random.random_range(0..4)];
                transfer(port, id, opcode, random.random_range(0..60), 4)?;
            }
            port.ring(id);
        }
        pair.simulation.run(random.random_range(0..4_000));
        let id = 1 + round % QUEUES;
        let others = |port: &Port| port.names().iter().filter(|name| name.0 != id).count();
        let (before, all) = (port.completed, port.names().len());
        ensure!(others(port) > 0, "no load");
        end(port, id).with_context(|| format!("round {round}"))?;
        // Two of the completions are those of the Deletes.
        dropped += all + 2 - others(port) - (port.completed - before) as usize;
        port.create_pair(id, 32, 32)?;
        port.command(id, flush(), &[], None).context("the queue that came back")?;
    }
    println!("{dropped} commands went with their queues");
    pair.end()
}

/// Each queue's completions signal its own vector. A masked one stays pending while the others are signalled, and is
/// signalled when the mask goes; the function's mask holds all.
#[test]
pub fn vectors_are_masked_one_by_one_and_together() -> Result<()> {
    let mut pair = crate::pair(59)?;
    let port = &mut pair.ports[1];
    port.create_queues(QUEUES, 8, 8)?;
    let all: u32 = (1..=QUEUES).map(|id| 1 << id).sum();
    let signalled = |port: &mut Port| {
        port.bus.simulation.run(2_000);
        port.interrupts().0
    };
    let each = |port: &mut Port| (1..=QUEUES).try_for_each(|id| port.command(id, flush(), &[], None).map(drop));
    signalled(port);
    for id in 1..=QUEUES {
        let mask = |port: &Port, on: u64| port.bus.write(BAR0, msix::CONTROL.at(id.into()), on, 4);
        let pending = |port: &Port| port.bus.read(BAR0, msix::PENDING.offset, 8);
        mask(port, 1);
        for _ in 0..3 {
            each(port)?;
            let found = signalled(port);
            ensure!(found == all & !(1 << id), "with vector {id} masked, {found:#x} were signalled");
            ensure!(pending(port)? == 1 << id, "pending: {:#x}", pending(port)?);
        }
        mask(port, 0);
        let found = signalled(port);
        ensure!(found == 1 << id, "when vector {id} was free again, {found:#x} were signalled");
        ensure!(pending(port)? == 0, "pending: {:#x}", pending(port)?);
    }
    port.bus.host(|h| h.sideband.msix_mask = true);
    each(port)?;
    let found = signalled(port);
    ensure!(found == 0, "the function is masked, and {found:#x} were signalled");
    port.bus.host(|h| h.sideband.msix_mask = false);
    let found = signalled(port);
    ensure!(found == all, "when the function was free again, {found:#x} were signalled");
    pair.end()
}

#[test]
pub fn a_queue_without_interrupts_has_none() -> Result<()> {
    let mut pair = crate::pair(60)?;
    let port = &mut pair.ports[0];
    let create = port.create_cq(1, 8, None)?;
    port.command(0, create, &[create.prp1], None)?;
    let create = port.create_sq(1, 8, 1)?;
    port.command(0, create, &[create.prp1], None)?;
    // Those of the admin queue.
    port.rest()?;
    for _ in 0..20 {
        port.command(1, flush(), &[], None)?;
    }
    pair.simulation.run(2_000);
    let (found, _) = port.interrupts();
    ensure!(found == 0, "{found:#x} were signalled");
    pair.end()
}

#[test]
pub fn wrong_doorbells_are_counted_and_do_nothing() -> Result<()> {
    let mut pair = crate::pair(54)?;
    for port in &mut pair.ports {
        port.create_pair(1, 16, 8)?;
        let commands = port.counter(6)?;
        for value in [16, 17, 0x100, 0xffff] {
            port.wrong_doorbell(1, 0, value)?;
            port.wrong_doorbell(0, 0, value)?;
        }
        for value in [8, 9, 1, 7, 0xffff] {
            // 1 and 7 would free what was not completed.
            port.wrong_doorbell(1, 1, value)?;
        }
        for queue in [2, IO_QUEUES, IO_QUEUES + 1, 8, 9, 77, 511] {
            for (which, value) in [(0, 1), (1, 0), (1, 0xffff)] {
                port.wrong_doorbell(queue, which, value)?;
            }
        }
        port.rest()?;
        ensure!(port.counter(6)? == commands, "commands were fetched");
        // As the queue stands: no news, no fault.
        doorbell(&port.bus, 1, 0, 0);
        doorbell(&port.bus, 1, 1, 0);
        port.command(1, flush(), &[], None)?;
        // Four entries, one of them taken: a tail among them is none.
        port.create_pair(2, 8, 2)?;
        port.untold = Some(2);
        for _ in 0..4 {
            port.submit(2, quick(), &[], None)?;
        }
        port.ring(2);
        pair.simulation.run(2_000);
        for value in 1..4 {
            port.wrong_doorbell(2, 0, value)?;
        }
        port.untold = None;
        port.rest()?;
        end(port, 2)?;
        end(port, 1)?;
        port.wrong_doorbell(1, 0, 1)?;
        port.wrong_doorbell(1, 1, 0)?;
        port.rest()?;
    }
    pair.end()
}
