//! The judge: every completion against all that is known.

use super::effect::{blocks_of, bytes_of, Effect};
use super::{Cq, Flight, Harm, Port, Sq};
use crate::controller::qid;
use anyhow::{ensure, Context, Result};
use twinpath_host_interface::{Answer, Completions, Submissions};
use twinpath_spec::nvme::{self, admin, log, PAGE_BYTES};

impl Port {
    /// Takes and judges what is there; tells the card, or leaves its queues to fill up.
    pub fn poll(&mut self, tell: bool) -> Result<Vec<Answer>> {
        let mut answers = vec![];
        // What an admin command says of others was there before it.
        let queues: Vec<u16> = self.cqs.keys().rev().copied().collect();
        for id in queues {
            while let Some(answer) = self.take(id)? {
                answers.push(answer);
            }
            // A queue may have gone with its last answer.
            let told = tell && self.untold != Some(id);
            if let Some(cq) = self.cqs.get_mut(&id).filter(|cq| told && cq.owed) {
                cq.owed = false;
                cq.ring.ring(&self.bus);
            }
        }
        Ok(answers)
    }

    pub(super) fn take(&mut self, id: u16) -> Result<Option<Answer>> {
        let Some(cq) = self.cqs.get_mut(&id) else { return Ok(None) };
        let Some(mut answer) = self.bus.host(|h| cq.ring.take(&h.memory)) else { return Ok(None) };
        cq.owed = true;
        if let Some(vector) = cq.vector {
            self.signalled |= 1 << vector;
        }
        let twice = match self.harm.filter(|(after, _)| self.completed >= *after).map(|(_, harm)| harm) {
            Some(Harm::Lost) => {
                self.harm = None;
                return Ok(Some(answer));
            }
            harm => self.harmed(harm, &mut answer)?,
        };
        let mut judged = self.judge(id, &answer);
        if twice && judged.is_ok() {
            judged = self.judge(id, &answer);
        }
        judged.with_context(|| format!("queue {id}, {answer:x?}"))?;
        Ok(Some(answer))
    }

    /// One completion against all that is known.
    fn judge(&mut self, id: u16, answer: &Answer) -> Result<()> {
        let name = (answer.sq_id, answer.cid);
        self.note(format!("answer {}/{}: {:#06x}, {:#x}", name.0, name.1, answer.status, answer.result));
        let sq = self.sqs.get_mut(&answer.sq_id).context("a completion of a queue that is not there")?;
        ensure!(sq.cq == id, "a completion of queue {} in the wrong queue", answer.sq_id);
        let flight = self.flights.remove(&name).context("a completion that nobody waits for")?;
        let entries = u64::from(sq.ring.entries);
        ensure!(u64::from(answer.sq_head) < entries, "a head outside of the queue");
        let taken = sq.taken + (u64::from(answer.sq_head) + entries - sq.taken % entries) % entries;
        ensure!(flight.number <= taken, "the head says that the command was not taken");
        ensure!(taken <= sq.put, "the head is beyond the tail");
        sq.taken = taken;
        ensure!(answer.reserved == 0, "a reserved dword is not 0");
        self.completed += 1;
        if answer.status != 0 {
            self.failures.insert((name.0, name.1, answer.status));
        }
        self.status(name, &flight, answer)?;
        self.data_of(&flight, answer).with_context(|| self.told(&flight))?;
        self.frames(&flight, answer).with_context(|| self.told(&flight))?;
        let is_good_admin = id == 0 && answer.status == 0;
        // A queue that was created keeps its page.
        if !(is_good_admin && [admin::CREATE_IO_CQ, admin::CREATE_IO_SQ].contains(&flight.entry.opcode)) {
            for (page, _) in &flight.pages {
                self.give_page(*page)?;
            }
        }
        self.volume.borrow_mut().over(flight.since);
        if is_good_admin {
            self.arrived(&flight, answer.result)?;
        }
        Ok(())
    }

    fn told(&self, flight: &Flight) -> String {
        format!("{} ({}) {:x?}", flight.verdict.name, flight.verdict.says, flight.entry)
    }

    fn status(&mut self, name: (u16, u16), flight: &Flight, answer: &Answer) -> Result<()> {
        let (verdict, found) = (&flight.verdict, answer.status);
        let told = || self.told(flight);
        if found == nvme::ABORT_REQUESTED.bits() && self.hunted.contains(&name) {
            if !self.must_abort.remove(&name) {
                self.aborted.insert(name);
            }
            return Ok(());
        }
        ensure!(!self.must_abort.contains(&name), "{}: an Abort said that it ends aborted: {found:#06x}", told());
        if verdict.waits {
            let event = self.controller.told.pop_front();
            let event = event.with_context(|| format!("{}: must not be answered yet", self.told(flight)))?;
            let right = found == 0 && answer.result == event;
            ensure!(right, "{}: {found:#06x}, {:#x}, not {event:#x}", self.told(flight), answer.result);
            return Ok(());
        }
        // Whether a Compare fails depends on its data.
        let compared = matches!(flight.effect, Effect::Compare(..)) && found == nvme::COMPARE_FAILURE.bits();
        let right = found == verdict.status.bits() || (verdict.is_good() && compared);
        ensure!(right, "{}: status {found:#06x}, not {:#06x}", told(), verdict.status.bits());
        if verdict.is_good() {
            match flight.result {
                Some(result) => {
                    ensure!(answer.result == result, "{}: result {:#x}, not {result:#x}", told(), answer.result)
                }
                None => ensure!(answer.result <= 1, "{}: result {:#x}", told(), answer.result),
            }
        }
        Ok(())
    }

    /// What the command has done, or brought.
    fn data_of(&mut self, flight: &Flight, answer: &Answer) -> Result<()> {
        let good = answer.status == 0;
        let volume = self.volume.clone();
        match &flight.effect {
            Effect::None => {}
            Effect::Writes(ids) => {
                let mut volume = volume.borrow_mut();
                ids.iter().for_each(|id| volume.end(*id, good));
            }
            Effect::Read(lba, pieces) if good => {
                let blocks = self.bus.host(|h| blocks_of(h, pieces));
                for (n, found) in (0..).zip(blocks) {
                    let candidates = volume.borrow().candidates(lba + n, flight.since);
                    // A part of it went where nothing is.
                    let Some(found) = found else { continue };
                    let known = candidates.contains(&found);
                    ensure!(
                        known,
                        "block {} is {found:x}, which nobody wrote, or what is older; since {}: {}",
                        lba + n,
                        flight.since,
                        volume.borrow().told(lba + n)
                    );
                }
            }
            Effect::Compare(lba, contents) => {
                let volume = volume.borrow();
                let all = (0..).zip(contents).map(|(n, c)| (*c, volume.candidates(lba + n, flight.since)));
                let (mut may_match, mut may_differ) = (true, false);
                for (content, candidates) in all {
                    may_match &= content.is_some_and(|c| candidates.contains(&c));
                    may_differ |= candidates.iter().any(|c| Some(*c) != content);
                }
                ensure!(!good || may_match, "data that differ are told to be equal");
                let differs = answer.status == nvme::COMPARE_FAILURE.bits();
                ensure!(!differs || may_differ, "equal data are told to differ");
            }
            Effect::Page(page, pieces) if good => {
                let found = self.bus.host(|h| bytes_of(h, pieces));
                if let Some(found) = found {
                    let at = found.iter().zip(page).position(|(a, b)| a != b);
                    ensure!(at.is_none(), "byte {} of the page differs", at.unwrap_or(0));
                }
            }
            Effect::Log(log, pieces) if good => {
                if let Some(found) = self.bus.host(|h| bytes_of(h, pieces)) {
                    self.log_page(*log, &found)?;
                }
            }
            Effect::Read(..) | Effect::Page(..) | Effect::Log(..) => {}
        }
        Ok(())
    }

    /// A log that counts, as far as its contents can be known.
    fn log_page(&self, which: u8, found: &[u8]) -> Result<()> {
        let half = |at: usize| u16::from_le_bytes([found[at], found[at + 1]]);
        let word = |at: usize| found[at..at + 8].iter().rev().fold(0, |v, b| v << 8 | u64::from(*b));
        if which == log::SMART {
            let counts = [32, 48, 64, 80, 128, 160, 176].map(|at| at..at + 4);
            let fixed = log::smart();
            let wrong = (0..found.len()).find(|at| !counts.iter().any(|c| c.contains(at)) && found[*at] != fixed[*at]);
            ensure!(wrong.is_none(), "byte {} of the SMART log is wrong", wrong.unwrap_or(0));
            return Ok(());
        }
        // Errors: the newest first, each of a completion that there was or of no command.
        let whole = found.len() / log::ERROR_ENTRY_BYTES;
        for n in 0..whole {
            let at = n * log::ERROR_ENTRY_BYTES;
            let number = word(0).saturating_sub(n as u64) * u64::from(n < log::ERROR_ENTRIES);
            ensure!(word(at) == number, "entry {n} of the error log has number {}, not {number}", word(at));
            let (queue, cid, status) = (half(at + 8), half(at + 10), half(at + 12) >> 1);
            let doorbells = [nvme::INVALID_QUEUE_IDENTIFIER, nvme::INVALID_FIELD].map(|s| s.bits());
            let known = self.failures.contains(&(queue, cid, status))
                || ((queue, cid) == (0xffff, 0xffff) && doorbells.contains(&status));
            let empty = found[at..at + log::ERROR_ENTRY_BYTES].iter().all(|byte| *byte == 0);
            ensure!(
                if number == 0 { empty } else { known },
                "entry {n} of the error log is of command {queue}/{cid} with status {status:#06x}"
            );
        }
        Ok(())
    }

    /// Nothing but the command's data was written.
    fn frames(&self, flight: &Flight, answer: &Answer) -> Result<()> {
        let begun = flight.verdict.begun || answer.status == nvme::ABORT_REQUESTED.bits();
        let writable = if begun { &flight.writable[..] } else { &[] };
        for (page, before) in &flight.pages {
            let mut now = self.get(*page, PAGE_BYTES)?;
            for piece in writable.iter().filter(|p| p.at / PAGE_BYTES as u64 == page / PAGE_BYTES as u64) {
                let at = (piece.at - page) as usize;
                now[at..at + piece.bytes].copy_from_slice(&before[at..at + piece.bytes]);
            }
            let at = now.iter().zip(before).position(|(a, b)| a != b);
            ensure!(at.is_none(), "the card wrote beside the data: {:#x}", page + at.unwrap_or(0) as u64);
        }
        Ok(())
    }

    /// What a good admin command means for the host.
    fn arrived(&mut self, flight: &Flight, result: u32) -> Result<()> {
        let id = qid(&flight.entry);
        let entries = ((flight.entry.cdw10 >> 16) as u16).wrapping_add(1);
        match flight.entry.opcode {
            admin::CREATE_IO_CQ => {
                let vector = (flight.entry.cdw11 & 2 != 0).then_some((flight.entry.cdw11 >> 16) as u8);
                let ring = Completions::new(id, flight.entry.prp1, entries);
                self.cqs.insert(id, Cq { ring, vector, owed: false });
            }
            admin::CREATE_IO_SQ => {
                let ring = Submissions::new(id, flight.entry.prp1, entries);
                let cq = (flight.entry.cdw11 >> 16) as u16;
                self.sqs.insert(id, Sq { ring, cq, put: 0, taken: 0, closing: false });
            }
            admin::DELETE_IO_SQ => {
                // What was answered is in its completion queue by now; the rest never will be.
                let sq = self.sqs.get(&id).context("no such queue")?;
                let (cq, base) = (sq.cq, sq.ring.base);
                while self.take(cq)?.is_some() {}
                self.sqs.remove(&id);
                self.forget(|queue| queue == id)?;
                self.give_page(base)?;
            }
            admin::DELETE_IO_CQ => {
                let cq = self.cqs.remove(&id).context("no such queue")?;
                self.give_page(cq.ring.base)?;
            }
            // Its target ended before, or waits for room in its completion queue.
            admin::ABORT if result & 1 == 0 => {
                let target = (qid(&flight.entry), (flight.entry.cdw10 >> 16) as u16);
                if !self.aborted.remove(&target) {
                    ensure!(self.flights.contains_key(&target), "nothing was aborted");
                    self.must_abort.insert(target);
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Commands of these queues are not answered any more.
    pub(super) fn forget(&mut self, gone: impl Fn(u16) -> bool) -> Result<()> {
        let names: Vec<(u16, u16)> = self.flights.keys().filter(|name| gone(name.0)).copied().collect();
        for name in names {
            let Some(flight) = self.flights.remove(&name) else { continue };
            if let Effect::Writes(ids) = &flight.effect {
                let mut volume = self.volume.borrow_mut();
                ids.iter().for_each(|id| volume.end(*id, false));
            }
            let ended = Answer { result: 0, reserved: 0, sq_head: 0, sq_id: name.0, cid: name.1, status: 0 };
            self.frames(&flight, &ended).with_context(|| self.told(&flight))?;
            self.volume.borrow_mut().over(flight.since);
            for (page, _) in &flight.pages {
                self.give_page(*page)?;
            }
        }
        Ok(())
    }
}
