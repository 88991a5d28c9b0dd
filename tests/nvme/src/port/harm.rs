//! What may be done to a card's answers on their way to the judge, so that the judge can be judged.

use super::effect::Effect;
use super::Port;
use anyhow::Result;
use twinpath_host_interface::Answer;
use twinpath_spec::nvme::PAGE_BYTES;

/// What goes wrong, once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Harm {
    /// A completion is lost.
    Lost,
    /// A completion comes twice.
    Doubled,
    /// A status says something else.
    Status,
    /// Do Not Retry is the other way round.
    Retry,
    /// A result has another bit.
    Result,
    /// The submission queue's head is told one too far.
    Head,
    /// A completion names another command.
    Identifier,
    /// A byte of the data that a read brought differs.
    Byte,
    /// A byte beside the data that a read brought differs.
    Beside,
    /// A byte of memory that belongs to nobody is written.
    Stray,
    /// An interrupt is lost.
    Interrupt,
}

impl Harm {
    pub const ALL: [Harm; 11] = [
        Harm::Lost,
        Harm::Doubled,
        Harm::Status,
        Harm::Retry,
        Harm::Result,
        Harm::Head,
        Harm::Identifier,
        Harm::Byte,
        Harm::Beside,
        Harm::Stray,
        Harm::Interrupt,
    ];
}

impl Port {
    pub(super) fn harm_due(&mut self, harm: Harm) -> bool {
        let due = self.harm.is_some_and(|(after, h)| h == harm && self.completed >= after);
        if due {
            self.harm = None;
        }
        due
    }

    /// Harms an answer, or what it brought; whether it comes twice.
    pub(super) fn harmed(&mut self, harm: Option<Harm>, answer: &mut Answer) -> Result<bool> {
        let Some(harm) = harm else { return Ok(false) };
        let flight = self.flights.get(&(answer.sq_id, answer.cid));
        let read = flight.and_then(|f| match (&f.effect, answer.status) {
            (Effect::Read(_, pieces), 0) => pieces.first().copied(),
            _ => None,
        });
        let flip = |port: &Self, at: u64| -> Result<()> {
            let byte = port.get(at, 1)?[0];
            port.put(at, &[byte ^ 0x10])
        };
        match harm {
            Harm::Lost | Harm::Interrupt => return Ok(false),
            Harm::Doubled => {}
            Harm::Status => answer.status ^= 1,
            Harm::Retry => answer.status ^= 1 << 14,
            Harm::Result => answer.result ^= 0x100,
            Harm::Identifier => answer.cid ^= 0x4000,
            Harm::Head => match self.sqs.get(&answer.sq_id) {
                Some(sq) => answer.sq_head = (sq.ring.tail + 1) % sq.ring.entries,
                None => return Ok(false),
            },
            Harm::Byte => match read {
                Some(piece) => flip(self, piece.at)?,
                None => return Ok(false),
            },
            Harm::Beside => match read {
                Some(piece) if piece.at % PAGE_BYTES as u64 != 0 => flip(self, piece.at - 1)?,
                _ => return Ok(false),
            },
            Harm::Stray => {
                if let Some(page) = self.pages.last() {
                    flip(self, page + 77)?;
                }
            }
        }
        self.harm = None;
        Ok(harm == Harm::Doubled)
    }
}
