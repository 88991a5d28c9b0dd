//! A card with one queue, for who drives it from one thread.

use crate::card::{Card, Options};
use crate::control::ControlWindow;
use crate::identify::ControllerInfo;
use crate::io_queue::{IoQueue, Slot};
use crate::transport::Transport;
use crate::Result;
use std::ops::{Deref, DerefMut};
use std::slice;
use std::sync::Arc;

/// A [`Card`] and its one [`IoQueue`], which it stands for.
pub struct Controller {
    card: Card,
    queue: IoQueue,
}

impl Controller {
    /// As [`Card::start`], whatever [`Options::queues`] says.
    pub fn start(transport: Arc<dyn Transport>, options: Options) -> Result<Controller> {
        Card::start(transport, Options { queues: 1, ..options }).map(Controller::with)
    }

    /// As [`Card::start_foreign`].
    pub fn start_foreign(transport: Arc<dyn Transport>, options: Options) -> Result<Controller> {
        Card::start_foreign(transport, Options { queues: 1, ..options }).map(Controller::with)
    }

    fn with((card, mut queues): (Card, Vec<IoQueue>)) -> Controller {
        Controller { card, queue: queues.remove(0) }
    }

    /// The control window of the same card.
    pub fn control(&self) -> &ControlWindow {
        self.card.control()
    }

    pub fn info(&self) -> &ControllerInfo {
        self.card.info()
    }

    /// Resets the controller and brings it up again in the same memory. Returns the slots of commands that were in
    /// flight: nobody knows whether they were carried out.
    pub fn restart(&mut self) -> Result<Vec<Slot>> {
        self.card.restart(slice::from_mut(&mut self.queue))?;
        Ok(self.queue.take_lost())
    }

    /// As [`Card::abort`].
    pub fn abort(&mut self, slot_index: usize) -> Result<bool> {
        self.card.abort(&mut self.queue, slot_index)
    }

    /// As [`Card::stop`].
    pub fn stop(self) -> Result<()> {
        self.card.stop()
    }
}

impl Deref for Controller {
    type Target = IoQueue;
    fn deref(&self) -> &IoQueue {
        &self.queue
    }
}

impl DerefMut for Controller {
    fn deref_mut(&mut self) -> &mut IoQueue {
        &mut self.queue
    }
}
