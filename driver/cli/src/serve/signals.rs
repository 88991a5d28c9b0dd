//! The end by signal: the first one ends in good order, one more at once.

use anyhow::{Context, Result};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;

/// While this has not been waited for, a signal ends the process: nothing is lost yet.
pub struct Ending {
    signals: Signals,
    at_once: Arc<AtomicBool>,
}

impl Ending {
    pub fn new() -> Result<Ending> {
        let signals = Signals::new([SIGINT, SIGTERM]).context("cannot wait for signals")?;
        let at_once = Arc::new(AtomicBool::new(true));
        for signal in [SIGINT, SIGTERM] {
            signal_hook::flag::register_conditional_shutdown(signal, 1, at_once.clone())
                .context("cannot wait for signals")?;
        }
        Ok(Ending { signals, at_once })
    }

    /// From now on a signal does not end the process but [`Ending::wait`].
    pub fn in_good_order(&self) {
        self.at_once.store(false, Ordering::Relaxed);
    }

    /// Waits for a signal.
    pub fn wait(&mut self) {
        let _ = self.signals.forever().next();
        self.at_once.store(true, Ordering::Relaxed);
    }
}
