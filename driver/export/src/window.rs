//! What a client may have in flight: [`crate::REQUESTS_MAX`] requests of together [`crate::WINDOW_BYTES`].

use crate::{REQUESTS_MAX, WINDOW_BYTES};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// The room of one client.
#[derive(Default)]
pub struct Window {
    used: Mutex<Used>,
    changed: Condvar,
}

#[derive(Default)]
struct Used {
    requests: usize,
    bytes: usize,
    closed: bool,
}

/// The part of a window that one request holds.
pub struct Permit {
    window: Arc<Window>,
    bytes: usize,
}

impl Used {
    fn has_room(&self, bytes: usize) -> bool {
        self.requests < REQUESTS_MAX && self.bytes + bytes <= WINDOW_BYTES
    }
}

impl Window {
    /// Room for a request of so many bytes, if there is some at once.
    pub fn try_enter(window: &Arc<Window>, bytes: usize) -> Option<Permit> {
        let used = window.lock();
        if used.has_room(bytes) {
            Window::give(window, used, bytes)
        } else {
            None
        }
    }

    /// Waits until there is room, which comes with every reply written. None when the window has been closed.
    pub fn enter(window: &Arc<Window>, bytes: usize) -> Option<Permit> {
        let full = |used: &mut Used| !used.closed && !used.has_room(bytes);
        let used = window.changed.wait_while(window.lock(), full).unwrap_or_else(PoisonError::into_inner);
        Window::give(window, used, bytes)
    }

    fn give(window: &Arc<Window>, mut used: MutexGuard<'_, Used>, bytes: usize) -> Option<Permit> {
        if used.closed {
            return None;
        }
        used.requests += 1;
        used.bytes += bytes;
        Some(Permit { window: window.clone(), bytes })
    }

    /// Whether nothing is in flight.
    pub fn is_idle(&self) -> bool {
        self.lock().requests == 0
    }

    /// Gives no more room, also to those who wait for it.
    pub fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Used> {
        self.used.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut used = self.window.lock();
        used.requests -= 1;
        used.bytes -= self.bytes;
        drop(used);
        self.window.changed.notify_all();
    }
}
