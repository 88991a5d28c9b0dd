//! A card in another process, behind a vfio-user socket.

use super::Cards;
use anyhow::{Context, Result};
use std::path::Path;
use std::sync::Arc;
use twinpath_driver::Options;
use twinpath_vfio::{User, UserOptions};

/// Card time in which the units must have found each other: the transport makes minutes of wall time of it.
const CONNECT_NS: u64 = 2_000_000_000;

pub fn start(socket: &Path) -> Result<Cards> {
    let user = UserOptions::default();
    let card = User::open(socket, user).with_context(|| format!("cannot open {}", socket.display()))?;
    // In the transport's card time a command has as many seconds as it has minutes on the wall.
    let options = Options { io_timeout_ns: 4_000_000_000, admin_timeout_ns: 2_000_000_000, ..Options::default() };
    Ok(Cards {
        topology: "card",
        transports: vec![Arc::new(card)],
        options,
        connect_ns: CONNECT_NS,
        lasting: Some(format!("vfio-user {}", socket.canonicalize()?.display())),
        outside: None,
        finish: Box::new(|| {}),
    })
}
