//! Ways to a card's volume besides NBD, over the same [`Disk`]. Each is a cargo feature; without any there is nothing here.
#![cfg_attr(not(feature = "vhost-user-blk"), allow(unused_variables, unused_mut))]

use super::disk::Disk;
use crate::arguments::Ways;
use anyhow::Result;

/// What serves the volumes, besides NBD. Dropping it stops all of it.
#[derive(Default)]
pub struct Others {
    #[cfg(feature = "vhost-user-blk")]
    guests: Vec<twinpath_vhost_user::Server>,
}

/// Finds what cannot be before anything is served.
pub fn check(ways: &Ways, cards: usize) -> Result<()> {
    #[cfg(feature = "vhost-user-blk")]
    {
        let sockets = ways.vhost_user_blk.len();
        let plural = if cards == 1 { "" } else { "s" };
        anyhow::ensure!(sockets <= cards, "{cards} card{plural}, but {sockets} sockets for --vhost-user-blk");
    }
    Ok(())
}

impl Others {
    /// Serves the volume of the card with that index and serial number, as far as it is asked for.
    pub fn add(&mut self, ways: &Ways, at: usize, serial: &str, disk: &Disk) -> Result<()> {
        #[cfg(feature = "vhost-user-blk")]
        if let Some(socket) = ways.vhost_user_blk.get(at) {
            let device = std::sync::Arc::new(disk.clone());
            self.guests.push(twinpath_vhost_user::Server::start(socket, serial, device)?);
        }
        Ok(())
    }

    /// Where they are.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![];
        #[cfg(feature = "vhost-user-blk")]
        names.extend(self.guests.iter().map(|guest| guest.path().display().to_string()));
        names
    }

    /// Ends them in good order.
    pub fn stop(self) {
        #[cfg(feature = "vhost-user-blk")]
        self.guests.into_iter().for_each(twinpath_vhost_user::Server::stop);
    }
}
