//! Frames under way in one direction.

use std::collections::VecDeque;

use super::{must, Legal};
use crate::event::Frame;

/// In order, but a frame without data may overtake frames with data.
#[derive(Default)]
pub struct Wires {
    frames: VecDeque<Frame>,
}

impl Wires {
    pub fn push(&mut self, frame: Frame) {
        self.frames.push_back(frame);
    }

    pub fn pop(&mut self, frame: &Frame) -> Legal {
        let at = if frame.data { Some(0) } else { self.frames.iter().position(|f| !f.data) };
        let next = at.and_then(|at| self.frames.get(at));
        must(next == Some(frame), "what arrives was sent, in this order")?;
        self.frames.remove(at.unwrap_or_default());
        Ok(())
    }

    /// The receiver begins a session: what was sent in earlier ones will not arrive.
    pub fn lose_before(&mut self, session: u16) {
        self.frames.retain(|frame| frame.session >= session);
    }

    pub fn is_empty(&self) -> bool {
        self.frames.is_empty()
    }
}
