//! What S1 may send, what reaches it, and its area.

use super::table::Entry;
use super::write::{Ahead, Stage, Write};
use super::{must, Debt, Legal, Monitor, ROWS, S1, S2};
use crate::event::{Change, Frame, Kind, Status};

impl Monitor {
    /// S1's write that a frame speaks of, and its row.
    fn ordered(&mut self, frame: &Frame) -> Result<(u8, &mut Write), &'static str> {
        let row = if frame.origin == S1 { frame.row } else { ROWS + frame.row };
        let write = self.units[0].writes[usize::from(row)].as_mut();
        let write = write.filter(|w| w.wseq == frame.wseq).ok_or("a frame speaks of a write that S1 knows")?;
        let over = self.units[0].table.get(row).is_some_and(|entry| entry.over && entry.change.wseq == frame.wseq);
        must(!over, "GO follows the end of everything old")?;
        Ok((row, write))
    }

    pub(super) fn orderer_sends(&mut self, frame: &Frame) -> Legal {
        let (limit, parallel) = (self.limits.peer_slots, self.limits.parallel);
        let holds = |monitor: &Monitor, row: u8| monitor.units[0].table.status_of(row, frame.wseq) == Status::E;
        match frame.kind {
            Kind::Go => {
                let unit = &mut self.units[0];
                must(!unit.go, "GO is sent once in a session")?;
                let up_at = unit.up_at;
                // What is over is over, also while the table still shows it.
                let stands = |entry: &Entry| {
                    let write = unit.writes[usize::from(entry.change.row)].as_ref();
                    match write.filter(|_| !entry.change.read) {
                        Some(write) => write.ordered_is_over(entry.change.new).is_err(),
                        None => entry.change.new != Status::E,
                    }
                };
                let old = |entry: &Entry| entry.arrived < up_at;
                let stands = unit.table.rows.values().any(|entry| old(entry) && stands(entry));
                must(!stands, "GO follows the end of everything old")?;
                unit.table.rows.values_mut().filter(|entry| old(entry)).for_each(|entry| entry.over = true);
                unit.go = true;
                Ok(())
            }
            Kind::Fin => {
                let (row, write) = self.ordered(frame)?;
                must(frame.origin == S2, "S1 refuses S2's forwards")?;
                must(!write.any(&[Stage::Granted]), "FIN follows everything that comes unasked")?;
                if !write.entered {
                    self.units[0].writes[usize::from(row)] = None;
                    return Ok(());
                }
                // R_host: refused when it got E; its release is about to show.
                must(!write.refused && write.is_untouched(), "a refused forward has no row, or nothing was done")?;
                write.refused = true;
                must(holds(self, row), "a refused forward has no row, or had its turn")
            }
            Kind::Grant => {
                let (row, _) = self.ordered(frame)?;
                must(frame.origin == S2 && holds(self, row), "GRANT follows E(A1)")?;
                let reserved = |s: Stage| {
                    matches!(s, Stage::Granted | Stage::Given | Stage::Begun | Stage::Durable | Stage::Returned)
                };
                let forwards = self.units[0].writes[usize::from(ROWS)..].iter().flatten();
                let asked = forwards.flat_map(|w| &w.parts).filter(|part| reserved(part.stage) && !part.unasked);
                must(asked.count() + self.limits.fast < limit, "GRANT has a slot in reserve")?;
                let (_, write) = self.ordered(frame)?;
                let index = usize::from(frame.index);
                must(
                    write.parts[..index.min(write.parts.len())].iter().all(|p| p.stage != Stage::Todo),
                    "GRANTs go in order",
                )?;
                let part = write.part(frame.index)?;
                must(part.stage == Stage::Todo, "a block is granted once")?;
                part.stage = Stage::Granted;
                Ok(())
            }
            Kind::RepHeader => {
                let (row, write) = self.ordered(frame)?;
                must(!write.header, "a header is sent once in a session")?;
                must((write.lba, write.blocks()) == (frame.lba, frame.blocks), "a header has the write's range")?;
                must(parallel || write.any(&[Stage::Durable]), "P2 begins when a block is durable on A1")?;
                let open = write.parts.iter().filter(|p| !matches!(p.stage, Stage::Done | Stage::Gone)).count() as u32;
                // An ABANDON may have come when the header was on its way out.
                let given_up =
                    write.parts.iter().filter(|p| frame.origin == S2 && p.stage == Stage::Gone).count() as u32;
                must((1..=open + given_up).contains(&frame.value), "a header counts the blocks that will come")?;
                write.header = true;
                write.held = parallel;
                write.due = frame.value.min(open);
                must(holds(self, row), "P2 begins after E(A1)")
            }
            Kind::Rep => {
                let spent = self.spent;
                let (row, write) = self.ordered(frame)?;
                must(write.header, "a header goes before its blocks")?;
                let local = frame.origin == S1;
                let part = write.part(frame.index)?;
                let fetched =
                    Stage::Given == part.stage || local && part.stage == Stage::Todo || part.stage == Stage::Begun;
                must(!frame.data || spent < limit, "P2 has a credit")?;
                if parallel && fetched && part.ahead == Ahead::No {
                    must(local || part.value == frame.value, "P2 carries what S2 sent")?;
                    (part.ahead, part.value) = (Ahead::Returned, frame.value);
                } else {
                    must(part.stage == Stage::Durable, "P2 sends a block that is durable on A1")?;
                    must(part.value == frame.value, "P2 carries what A1 holds")?;
                    part.stage = Stage::Returned;
                }
                part.data = frame.data;
                self.spent += usize::from(frame.data);
                must(holds(self, row), "P2 sends under E(A1)")
            }
            Kind::Abandon => self.orderer_abandons(frame),
            Kind::Rel => {
                let Frame { kind, origin, row, wseq, .. } = *frame;
                if self.units[0].pay(Debt { kind, origin, row, wseq, index: None }) {
                    return Ok(());
                }
                let (_, write) = self.ordered(frame)?;
                must(write.held, "REL follows the header, once")?;
                write.ordered_is_over(Status::E)?;
                must(write.due == 0, "REL follows the last announced block")?;
                write.held = false;
                Ok(())
            }
            Kind::Fwd | Kind::Data | Kind::Ack => Err("the follower sends this"),
        }
    }

    fn orderer_abandons(&mut self, frame: &Frame) -> Legal {
        for index in frame.index..frame.index.saturating_add(frame.blocks) {
            let Frame { kind, origin, row, wseq, .. } = *frame;
            if self.units[0].pay(Debt { kind, origin, row, wseq, index: None }) {
                continue;
            }
            let (_, write) = self.ordered(frame)?;
            must(write.due > 0 || write.origin == S2, "S2 counts on this block")?;
            write.due = write.due.saturating_sub(1);
            let part = write.part(index)?;
            let open = matches!(part.stage, Stage::Todo | Stage::Given | Stage::Begun);
            must(open, "a block that came is not abandoned")?;
            part.stage = Stage::Gone;
        }
        must(frame.blocks > 0, "ABANDON names a block")
    }

    pub(super) fn orderer_gets(&mut self, frame: &Frame) -> Legal {
        match frame.kind {
            Kind::Fwd => {
                let row = usize::from(ROWS + frame.row);
                let mut write = Write::new(S2, frame.row, frame.wseq, frame.lba, frame.blocks);
                write.announce(frame.value)?;
                let unit = &mut self.units[0];
                match &unit.writes[row] {
                    Some(before) if before.entered => {
                        // Its last ACK went ahead of this frame: the release is about to show.
                        let over = before.ordered_is_over(Status::E).is_ok() && !unit.coming.contains_key(&frame.row);
                        must(over, "a row is used again after its release")?;
                        unit.coming.insert(frame.row, write);
                        Ok(())
                    }
                    before => {
                        must(before.as_ref().is_none_or(|w| w.old), "a row is used again after its release")?;
                        unit.writes[row] = Some(write);
                        Ok(())
                    }
                }
            }
            Kind::Data => {
                let part = self.ordered(frame)?.1.part(frame.index)?;
                must(part.stage == Stage::Granted, "DATA follows GRANT, or was announced")?;
                (part.stage, part.value) = (Stage::Given, frame.value);
                Ok(())
            }
            Kind::Abandon => {
                for index in frame.index..frame.index.saturating_add(frame.blocks) {
                    let (_, write) = self.ordered(frame)?;
                    let part = write.part(index)?;
                    must(part.stage == Stage::Granted, "ABANDON answers GRANT, or was announced")?;
                    part.stage = Stage::Gone;
                    write.due = write.due.saturating_sub(1);
                }
                Ok(())
            }
            Kind::Ack => {
                let (_, write) = self.ordered(frame)?;
                let part = write.part(frame.index)?;
                if part.ahead == Ahead::Returned {
                    part.ahead = Ahead::Done;
                } else {
                    must(part.stage == Stage::Returned, "ACK answers REP")?;
                    part.stage = Stage::Done;
                }
                let data = part.data;
                write.due = write.due.saturating_sub(1);
                self.spent -= usize::from(data);
                Ok(())
            }
            Kind::Grant | Kind::RepHeader | Kind::Rep | Kind::Fin | Kind::Rel | Kind::Go => {
                Err("the orderer sends this")
            }
        }
    }

    /// The first beat of a block goes to a unit's area.
    pub(super) fn media_begins(&mut self, unit: u8, lba: u32, origin: u8, wseq: u32) -> Legal {
        let (row, index) = self.written(unit, lba, origin, wseq)?;
        let holds = self.units[usize::from(unit)].table.status_of(row, wseq) == Status::E;
        must(holds, "an area is written under E of the same write")?;
        let over = self.units[usize::from(unit)].table.get(row).is_some_and(|entry| entry.over);
        must(!over, "GO follows the end of everything old")?;
        let write =
            self.units[usize::from(unit)].writes[usize::from(row)].as_mut().ok_or("a written block has a write")?;
        let from = match (unit, origin) {
            (S1, S1) => Stage::Todo,
            (S1, _) => Stage::Given,
            _ => Stage::Back,
        };
        let part = write.part(index)?;
        must(part.stage == from, "a block is written once, when its data are there")?;
        part.stage = Stage::Begun;
        Ok(())
    }

    /// A block is durable in a unit's area.
    pub(super) fn media_durable(&mut self, unit: u8, lba: u32, origin: u8, wseq: u32, value: u32) -> Legal {
        let (row, index) = self.written(unit, lba, origin, wseq)?;
        let first = self.units[0].area.get(&lba).copied();
        let before = first.map_or(0, |(version, _)| version);
        let ahead = unit == S2 && self.is_ahead(row, index, wseq);
        let write =
            self.units[usize::from(unit)].writes[usize::from(row)].as_mut().ok_or("a written block has a write")?;
        let serving_due = write.due;
        let part = write.part(index)?;
        must(part.stage == Stage::Begun, "durable follows the first beat")?;
        part.stage = Stage::Durable;
        if unit == S1 {
            let known = origin == S2 || part.ahead != Ahead::No;
            must(!known || part.value == value, "A1 holds what the follower sent, and what P2 carried")?;
            part.version = before + 1;
            part.stage = match std::mem::take(&mut part.ahead) {
                Ahead::No | Ahead::Cut => Stage::Durable,
                Ahead::Returned => Stage::Returned,
                Ahead::Done => Stage::Done,
            };
        } else {
            let same = ahead || first.is_some_and(|(_, on_first)| on_first == value);
            must(same, "A2 holds what A1 holds")?;
            must(part.value == value, "A2 holds what came back")?;
            part.version = before + u32::from(ahead);
        }
        part.value = value;
        let version = part.version;
        write.due = serving_due.saturating_sub(u32::from(unit == S2));
        self.unit(unit).area.insert(lba, (version, value));
        Ok(())
    }

    /// An area refuses a block. The second area's ends the session, and so does the first one's when P2 has carried the
    /// block: it is written again. Else it will not be on P2, and S2 hears so when it counts on it.
    pub(super) fn media_refused(&mut self, unit: u8, lba: u32) -> Legal {
        let table = &self.units[usize::from(unit)].table;
        let holds = |c: &Change| !c.read && c.new == Status::E && lba >= c.lba && lba - c.lba < c.blocks.into();
        let row = table.rows.values().find(|entry| holds(&entry.change)).map(|entry| entry.change);
        let Change { row, lba: first, .. } = row.ok_or("an area is written under E")?;
        let write = self.units[usize::from(unit)].writes[usize::from(row)].as_mut().ok_or("a row has its write")?;
        let from = if write.origin == S1 { Stage::Todo } else { Stage::Given };
        let part = write.part((lba - first) as u8)?;
        if unit == S1 && part.ahead == Ahead::No {
            must(part.stage == from, "a block is written once, when its data are there")?;
            part.refused = true;
        }
        Ok(())
    }

    /// Is this block of S2's row not yet durable on A1?
    fn is_ahead(&self, row: u8, index: u8, wseq: u32) -> bool {
        let write = self.units[0].writes[usize::from(row ^ ROWS)].as_ref().filter(|w| w.wseq == wseq);
        write.and_then(|w| w.parts.get(usize::from(index))).is_some_and(|part| part.ahead != Ahead::No)
    }

    /// Row and index of the block that a tag and an address name.
    fn written(&self, unit: u8, lba: u32, origin: u8, wseq: u32) -> Result<(u8, u8), &'static str> {
        let rows = if unit == origin { 0..ROWS } else { ROWS..2 * ROWS };
        let writes = &self.units[usize::from(unit)].writes;
        rows.filter_map(|row| Some((row, writes[usize::from(row)].as_ref()?)))
            .find(|(_, w)| w.wseq == wseq && w.entered && lba >= w.lba && lba - w.lba < w.blocks().into())
            .map(|(row, w)| (row, (lba - w.lba) as u8))
            .ok_or("an area is written by a write of its table")
    }
}

impl super::Unit {
    /// Settles a debt, if it is one.
    pub fn pay(&mut self, debt: Debt) -> bool {
        let at = self.debts.iter().position(|owed| *owed == debt);
        at.map(|at| self.debts.remove(at)).is_some()
    }
}
