//! What S2 may send, and what reaches it.

use super::write::{Stage, Write};
use super::{must, Debt, Legal, Monitor, ROWS, S1, S2};
use crate::event::{Frame, Kind, Status};

impl Monitor {
    /// S2's write that a frame speaks of, and its row.
    fn followed(&mut self, frame: &Frame) -> Result<(u8, &mut Write), &'static str> {
        let row = Self::followed_row(frame);
        let write = self.units[1].writes[usize::from(row)].as_mut();
        let write = write.filter(|w| w.wseq == frame.wseq).ok_or("a frame speaks of a write that S2 knows")?;
        Ok((row, write))
    }

    fn followed_row(frame: &Frame) -> u8 {
        if frame.origin == S2 {
            frame.row
        } else {
            ROWS + frame.row
        }
    }

    pub(super) fn follower_sends(&mut self, frame: &Frame) -> Legal {
        let go = self.units[1].go;
        match frame.kind {
            Kind::Fwd => {
                let (row, write) = self.followed(frame)?;
                must(frame.origin == S2, "S2 forwards its own host's writes")?;
                must((write.lba, write.blocks()) == (frame.lba, frame.blocks), "FWD has the write's range")?;
                must(!write.forwarded, "a write is forwarded once in a session")?;
                write.forwarded = true;
                write.announce(frame.value)?;
                let own = self.units[1].writes[..usize::from(ROWS)].iter().flatten().flat_map(|w| &w.parts);
                let open = |s: Stage| !matches!(s, Stage::Durable | Stage::Done | Stage::Gone);
                let unasked = own.filter(|part| part.unasked && open(part.stage)).count();
                must(unasked <= self.limits.fast, "FWD announces no more than S1 has room for")?;
                must(go, "S2 forwards after GO")?;
                let doomed = self.units[1].table.get(row).is_some_and(|entry| entry.doomed);
                must(!doomed, "a write that was answered is not forwarded again")?;
                must(self.units[1].table.status_of(row, frame.wseq) == Status::Rfwd, "FWD follows R_fwd")
            }
            Kind::Data => {
                let part = self.followed(frame)?.1.part(frame.index)?;
                must(part.stage == Stage::Granted, "DATA follows GRANT, or FWD that announced it")?;
                (part.stage, part.value) = (Stage::Given, frame.value);
                Ok(())
            }
            Kind::Abandon => {
                must(frame.origin == S2 && frame.blocks > 0, "S2 abandons blocks of its own host's writes")?;
                for index in frame.index..frame.index.saturating_add(frame.blocks) {
                    self.follower_abandons(frame, index)?;
                }
                Ok(())
            }
            Kind::Ack => self.follower_acknowledges(frame),
            Kind::Grant | Kind::RepHeader | Kind::Rep | Kind::Fin | Kind::Rel | Kind::Go => {
                Err("the orderer sends this")
            }
        }
    }

    fn follower_abandons(&mut self, frame: &Frame, index: u8) -> Legal {
        let Frame { kind, origin, row, wseq, .. } = *frame;
        if self.units[1].pay(Debt { kind, origin, row, wseq, index: Some(index) }) {
            return Ok(());
        }
        let part = self.followed(frame)?.1.part(index)?;
        if std::mem::take(&mut part.granted_again) {
            return Ok(());
        }
        must(part.stage == Stage::Granted, "ABANDON answers GRANT, or FWD that announced the block")?;
        part.stage = Stage::Gone;
        Ok(())
    }

    fn follower_acknowledges(&mut self, frame: &Frame) -> Legal {
        let Frame { kind, origin, row, wseq, index, .. } = *frame;
        if self.units[1].pay(Debt { kind, origin, row, wseq, index: Some(index) }) {
            return Ok(());
        }
        let go = self.units[1].go;
        let parallel = self.limits.parallel;
        let (row, write) = self.followed(frame)?;
        let part = write.part(frame.index)?;
        must(part.stage == Stage::Durable, "ACK follows A2's durable")?;
        part.stage = Stage::Done;
        let whole = write.all(&[Stage::Durable, Stage::Done, Stage::Gone]);
        let last = if frame.origin == S1 { write.due == 0 } else { whole };
        // In a resume an own write is released or parked, and the next one is S1's: nobody waits until that shows.
        let last = last && (go || frame.origin == S1) && !write.owes() && !parallel;
        // S1's ABANDON may be taken behind this ACK; what S1 sends next comes behind both.
        let last = last && !(frame.origin == S1 && write.any(&[Stage::Gone]));
        let holds = self.units[1].table.status_of(row, frame.wseq) == Status::E;
        must(!(last && holds), "E(A2) is released before the last ACK leaves")
    }

    pub(super) fn follower_gets(&mut self, frame: &Frame) -> Legal {
        match frame.kind {
            Kind::Go => {
                self.units[1].go = true;
                for entry in self.units[1].table.rows.values_mut() {
                    entry.doomed |= entry.answered;
                    entry.parked = false;
                }
                Ok(())
            }
            Kind::Grant => {
                let (_, write) = self.followed(frame)?;
                must(write.forwarded, "GRANT answers FWD")?;
                let part = write.part(frame.index)?;
                match part.stage {
                    Stage::Todo => part.stage = Stage::Granted,
                    Stage::Done | Stage::Durable | Stage::Gone => part.granted_again = true,
                    _ => return Err("a block is granted once"),
                }
                Ok(())
            }
            Kind::RepHeader => self.header_came(frame),
            Kind::Rep => self.block_came(frame),
            Kind::Abandon => {
                let (_, write) = self.followed(frame)?;
                for index in frame.index..frame.index.saturating_add(frame.blocks) {
                    write.part(index)?.stage = Stage::Gone;
                    write.due = write.due.saturating_sub(1);
                }
                Ok(())
            }
            // It has ended by itself: everything that it had announced was abandoned.
            Kind::Fin if self.limits.fast > 0 && self.followed(frame).is_err() => Ok(()),
            Kind::Fin => {
                let (_, write) = self.followed(frame)?;
                must(write.forwarded && !write.header, "FIN answers FWD")?;
                write.refused = true;
                Ok(())
            }
            Kind::Rel => {
                let (_, write) = self.followed(frame)?;
                // What S2 gave up itself after the header had left was still announced.
                let over = write.due == 0 || write.origin == S2;
                must(
                    write.held && over && !write.any(&[Stage::Back, Stage::Begun]),
                    "REL follows the last announced block",
                )?;
                write.held = false;
                Ok(())
            }
            Kind::Fwd | Kind::Data | Kind::Ack => Err("the follower sends this"),
        }
    }

    fn header_came(&mut self, frame: &Frame) -> Legal {
        let row = usize::from(Self::followed_row(frame));
        let (go, held) = (self.units[1].go, self.limits.parallel);
        let place = &mut self.units[1].writes[row];
        match place {
            Some(write) if write.wseq == frame.wseq => {
                must(!write.header, "a header comes once in a session")?;
                (write.header, write.held) = (true, held);
                write.due = frame.value;
            }
            // Answered before the cut: nothing is left to do but to acknowledge.
            _ if frame.origin == S2 => must(!go, "S2 knows the write that returns")?,
            Some(write) if write.entered => return Err("a row is used again after its release"),
            _ => {
                let mut write = Write::new(S1, frame.row, frame.wseq, frame.lba, frame.blocks);
                (write.header, write.held, write.due) = (true, held, frame.value);
                *place = Some(write);
            }
        }
        Ok(())
    }

    fn block_came(&mut self, frame: &Frame) -> Legal {
        let Frame { origin, row, wseq, index, .. } = *frame;
        let known = self.followed(frame).is_ok();
        if !known && origin == S2 && !self.units[1].go {
            self.units[1].debts.push(Debt { kind: Kind::Ack, origin, row, wseq, index: Some(index) });
            return Ok(());
        }
        let (_, write) = self.followed(frame)?;
        must(write.header, "a header comes before its blocks")?;
        let part = write.part(index)?;
        match part.stage {
            Stage::Given => must(part.value == frame.value, "what returns is what was sent")?,
            // In a resume: its data were let go of, or it is here already and only the ACK was lost.
            Stage::Todo | Stage::Done => must(frame.data, "a block that S2 has let go of returns with data")?,
            _ => return Err("a block returns once"),
        }
        (part.stage, part.value) = (Stage::Back, frame.value);
        Ok(())
    }
}
