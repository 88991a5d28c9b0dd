//! Ways to a card's volume besides NBD, over the same [`Disk`]. Each is a cargo feature; without any there is nothing here.
#![cfg_attr(not(all(feature = "vhost-user-blk", feature = "ublk")), allow(unused_variables, unused_mut))]

use super::disk::Disk;
use crate::arguments::Ways;
use anyhow::Result;

/// What serves the volumes, besides NBD. Dropping it stops all of it.
#[derive(Default)]
pub struct Others {
    #[cfg(feature = "vhost-user-blk")]
    guests: Vec<twinpath_vhost_user::Server>,
    #[cfg(feature = "ublk")]
    devices: Vec<twinpath_ublk::Device>,
}

/// Finds what this machine does not have, before any card is started.
pub fn check_machine(ways: &Ways) -> Result<()> {
    #[cfg(feature = "ublk")]
    if ways.ublk {
        twinpath_ublk::check()?;
    }
    Ok(())
}

/// Finds what cannot be with so many cards, before anything is served.
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
    /// Serves the volume of the card with that index and serial number, as far as it is asked for; `lasting`: where the card
    /// is, if it outlives this process.
    pub fn add(&mut self, ways: &Ways, at: usize, serial: &str, lasting: Option<&str>, disk: &Disk) -> Result<()> {
        #[cfg(feature = "vhost-user-blk")]
        if let Some(socket) = ways.vhost_user_blk.get(at) {
            let device = std::sync::Arc::new(disk.clone());
            self.guests.push(twinpath_vhost_user::Server::start(socket, serial, device)?);
        }
        #[cfg(feature = "ublk")]
        if ways.ublk {
            let mark = lasting.map(|place| mark(&format!("twinpath {serial} {place}")));
            let device = twinpath_ublk::Device::start(mark, std::sync::Arc::new(disk.clone()))?;
            if device.was_taken_over() {
                eprintln!("{} waited for its server and goes on", device.path().display());
            }
            self.devices.push(device);
        }
        Ok(())
    }

    /// Where they are.
    pub fn names(&self) -> Vec<String> {
        let mut names = vec![];
        #[cfg(feature = "vhost-user-blk")]
        names.extend(self.guests.iter().map(|guest| guest.path().display().to_string()));
        #[cfg(feature = "ublk")]
        names.extend(self.devices.iter().map(|device| device.path().display().to_string()));
        names
    }

    /// Ends them in good order.
    pub fn stop(self) {
        #[cfg(feature = "ublk")]
        for device in self.devices {
            if let Err(error) = device.stop() {
                eprintln!("twinpath: {error}");
            }
        }
        #[cfg(feature = "vhost-user-blk")]
        self.guests.into_iter().for_each(twinpath_vhost_user::Server::stop);
    }
}

/// A number for a name, as good as its own (FNV-1a, 64 bits).
#[cfg(feature = "ublk")]
fn mark(name: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    name.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}
