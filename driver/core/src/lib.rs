//! Userspace driver of a card: NVMe queues and the control window, over any transport

pub mod transport;
