//! What can go wrong between the driver and a card.

use crate::status::Status;
use crate::transport::TransportError;

/// Why the driver could not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum DriverError {
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// A register read all ones: nothing answers at its address any more.
    #[error("the card is gone: {register} reads all ones")]
    Gone { register: &'static str },
    /// BAR2 does not begin with the magic number.
    #[error("not a Twinpath card: its control window begins with {found:#018x} instead of \"TWINPATH\"")]
    NotACard { found: u64 },
    #[error("the card speaks interface version {found}, this driver speaks {known}")]
    Version { found: u64, known: u64 },
    /// The controller cannot do what the driver needs.
    #[error("the controller does not fit this driver: {what} is {found}, {needed} is needed")]
    Unfit { what: &'static str, found: u64, needed: &'static str },
    #[error("{what}: not done after {limit_ms} ms of card time (CSTS {csts:#x})")]
    Timeout { what: String, limit_ms: u64, csts: u32 },
    /// CSTS.CFS: the controller stopped; only a restart helps.
    #[error("the controller reports a fatal error (CSTS {csts:#x})")]
    Fatal { csts: u32 },
    /// An admin command failed.
    #[error("{command}: {status}")]
    Command { command: &'static str, status: Status },
    /// A completion that fits no command in flight: the queue cannot be trusted any more.
    #[error("queue {queue}: a completion that fits no command in flight ({detail})")]
    UnexpectedCompletion { queue: u16, detail: String },
    /// The caller asked for something that the volume or the driver does not have.
    #[error("{0}")]
    Argument(String),
}

/// `value`, unless it is all ones.
pub(crate) fn present32(register: &'static str, value: u32) -> Result<u32, DriverError> {
    if value == u32::MAX {
        Err(DriverError::Gone { register })
    } else {
        Ok(value)
    }
}

/// `value`, unless it is all ones.
pub(crate) fn present64(register: &'static str, value: u64) -> Result<u64, DriverError> {
    if value == u64::MAX {
        Err(DriverError::Gone { register })
    } else {
        Ok(value)
    }
}
