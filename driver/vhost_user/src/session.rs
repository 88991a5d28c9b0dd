//! What a virtual machine's monitor says, in the order in which it likes: features, memory, rings. Whatever it says wrong
//! ends the session; the message loop is the crate `vhost`'s.

use crate::memory::Memory;
use crate::request;
use crate::ring::{Addresses, Ring, Shared};
use crate::{RINGS, RING_PLACES_MAX};
use std::fs::File;
use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::Arc;
use std::time::Duration;
use twinpath_export::{Block, Window};
use vhost::vhost_user::message::{
    VhostTransferStateDirection, VhostTransferStatePhase, VhostUserConfigFlags, VhostUserInflight, VhostUserLog,
    VhostUserMemoryRegion, VhostUserProtocolFeatures, VhostUserShMemConfig, VhostUserSharedMsg,
    VhostUserSingleMemoryRegion, VhostUserVirtioFeatures, VhostUserVringAddrFlags, VhostUserVringState,
};
use vhost::vhost_user::{Error, GpuBackend, Result, VhostUserBackendReqHandlerMut};
use vhost::VhostUserMemoryRegionBase;
use virtio_queue::QueueT;

/// Requests in flight have this long to end when a ring is stopped.
pub const DRAIN_TIME: Duration = Duration::from_secs(10);

const F_RING_INDIRECT_DESC: u64 = 1 << 28;
const F_RING_EVENT_IDX: u64 = 1 << 29;
const F_VERSION_1: u64 = 1 << 32;
const PROTOCOL: u64 = VhostUserVirtioFeatures::PROTOCOL_FEATURES.bits();
const FEATURES: u64 = F_VERSION_1
    | F_RING_INDIRECT_DESC
    | F_RING_EVENT_IDX
    | PROTOCOL
    | request::F_SIZE_MAX
    | request::F_SEG_MAX
    | request::F_BLK_SIZE
    | request::F_FLUSH
    | request::F_TOPOLOGY
    | request::F_MQ
    | request::F_DISCARD
    | request::F_WRITE_ZEROES;

pub struct Session {
    shared: Arc<Shared>,
    rings: Vec<Arc<Ring>>,
    enabled: [bool; RINGS],
    memory: Option<Memory>,
}

impl Session {
    pub fn new(name: &str, device: Arc<dyn Block>) -> io::Result<Session> {
        let window = Arc::<Window>::default();
        let write_through = AtomicBool::new(false);
        let shared = Arc::new(Shared { device, name: name.to_owned(), window, write_through });
        let rings = (0..RINGS).map(|at| Ring::new(at, RING_PLACES_MAX, shared.clone())).collect::<io::Result<_>>()?;
        Ok(Session { shared, rings, enabled: [false; RINGS], memory: None })
    }

    /// Ends all rings; what is in flight has [`DRAIN_TIME`], in all, to be reported.
    pub fn end(&self) {
        self.rings.iter().for_each(|ring| ring.hold());
        let until = std::time::Instant::now() + DRAIN_TIME;
        for ring in &self.rings {
            let left = until.saturating_duration_since(std::time::Instant::now());
            if !ring.stop(left) {
                tracing::warn!("{}: requests of a guest that is gone are still in flight", self.shared.name);
            }
            ring.abandon();
        }
    }

    /// What the session's guest has in flight.
    pub fn window(&self) -> Arc<Window> {
        self.shared.window.clone()
    }

    fn ring(&self, index: u32) -> Result<&Arc<Ring>> {
        self.rings.get(index as usize).ok_or(Error::InvalidParam)
    }

    /// A ring is served from its kick descriptor on and while it is enabled.
    fn update(&self, index: u32) -> Result<()> {
        let ring = self.ring(index)?;
        if self.enabled[index as usize] {
            ring.start().map_err(Error::ReqHandlerError)?;
        } else if ring.is_served() && !ring.stop(DRAIN_TIME) {
            return Err(late());
        }
        Ok(())
    }
}

fn late() -> Error {
    Error::ReqHandlerError(io::Error::new(io::ErrorKind::TimedOut, "requests of the ring do not end"))
}

fn not_offered<T>() -> Result<T> {
    Err(Error::InvalidOperation("not offered"))
}

impl VhostUserBackendReqHandlerMut for Session {
    fn set_owner(&mut self) -> Result<()> {
        Ok(())
    }

    fn reset_owner(&mut self) -> Result<()> {
        Ok(())
    }

    fn reset_device(&mut self) -> Result<()> {
        not_offered()
    }

    fn get_features(&mut self) -> Result<u64> {
        Ok(FEATURES)
    }

    fn set_features(&mut self, features: u64) -> Result<()> {
        if features & !FEATURES != 0 {
            return Err(Error::InvalidParam);
        }
        // A guest that does not know flushes counts on what is answered.
        self.shared.write_through.store(features & request::F_FLUSH == 0, Ordering::Relaxed);
        for index in 0..RINGS as u32 {
            self.ring(index)?.change(|queue| {
                queue.set_event_idx(features & F_RING_EVENT_IDX != 0);
                Some(())
            });
            // Without the protocol's own features there is no message that enables a ring.
            if features & PROTOCOL == 0 {
                self.enabled[index as usize] = true;
                self.update(index)?;
            }
        }
        Ok(())
    }

    fn set_mem_table(
        &mut self,
        regions: &[VhostUserMemoryRegion],
        files: Vec<File>,
        _postcopy: Option<bool>,
    ) -> Result<Option<Vec<VhostUserMemoryRegionBase>>> {
        let memory = Memory::new(regions, files).map_err(|error| Error::ReqHandlerError(io::Error::other(error)))?;
        self.rings.iter().for_each(|ring| ring.set_memory(memory.map.clone()));
        self.memory = Some(memory);
        Ok(None)
    }

    fn set_vring_num(&mut self, index: u32, places: u32) -> Result<()> {
        let places = u16::try_from(places).map_err(|_| Error::InvalidParam)?;
        self.ring(index)?.change(|queue| queue.try_set_size(places).ok()).ok_or(Error::InvalidParam)
    }

    fn set_vring_addr(
        &mut self,
        index: u32,
        flags: VhostUserVringAddrFlags,
        descriptors: u64,
        used: u64,
        available: u64,
        _log: u64,
    ) -> Result<()> {
        let memory = self.memory.as_ref().ok_or(Error::InvalidParam)?;
        if !flags.is_empty() {
            return not_offered();
        }
        let at = |address| memory.guest_address(address).ok_or(Error::InvalidParam);
        let addresses = Addresses { descriptors: at(descriptors)?, available: at(available)?, used: at(used)? };
        let map = &*memory.map;
        self.ring(index)?
            .change(|queue| {
                addresses.set(queue)?;
                // What was reported before, perhaps by a server that is no more.
                let used = queue.used_idx(map, Ordering::Acquire).ok()?;
                queue.set_next_used(used.0);
                Some(())
            })
            .ok_or(Error::InvalidParam)
    }

    fn set_vring_base(&mut self, index: u32, base: u32) -> Result<()> {
        let base = u16::try_from(base).map_err(|_| Error::InvalidParam)?;
        let set = self.ring(index)?.change(|queue| {
            queue.set_next_avail(base);
            Some(())
        });
        set.ok_or(Error::InvalidParam)
    }

    fn get_vring_base(&mut self, index: u32) -> Result<VhostUserVringState> {
        let ring = self.ring(index)?;
        if !ring.stop(DRAIN_TIME) {
            return Err(late());
        }
        let base = ring.change(|queue| {
            queue.set_ready(false);
            Some(queue.next_avail())
        });
        ring.forget_kick();
        Ok(VhostUserVringState::new(index, u32::from(base.ok_or(Error::BackendInternalError)?)))
    }

    fn set_vring_kick(&mut self, index: u8, file: Option<File>) -> Result<()> {
        // A ring without one would have to be polled.
        let file = file.ok_or(Error::InvalidParam)?;
        let ring = self.ring(index.into())?;
        if ring.is_served() {
            return Err(Error::InvalidParam);
        }
        ring.set_kick(file).map_err(Error::ReqHandlerError)?;
        self.update(index.into())
    }

    fn set_vring_call(&mut self, index: u8, file: Option<File>) -> Result<()> {
        self.ring(index.into())?.set_call(file).map_err(Error::ReqHandlerError)
    }

    fn set_vring_err(&mut self, index: u8, file: Option<File>) -> Result<()> {
        self.ring(index.into())?.set_error(file).map_err(Error::ReqHandlerError)
    }

    fn get_protocol_features(&mut self) -> Result<VhostUserProtocolFeatures> {
        Ok(VhostUserProtocolFeatures::MQ | VhostUserProtocolFeatures::CONFIG)
    }

    fn set_protocol_features(&mut self, _features: u64) -> Result<()> {
        Ok(())
    }

    fn get_queue_num(&mut self) -> Result<u64> {
        Ok(RINGS as u64)
    }

    fn set_vring_enable(&mut self, index: u32, enable: bool) -> Result<()> {
        self.ring(index)?;
        self.enabled[index as usize] = enable;
        self.update(index)
    }

    fn get_config(&mut self, offset: u32, size: u32, _flags: VhostUserConfigFlags) -> Result<Vec<u8>> {
        let config = request::config(self.shared.device.size());
        let bytes = config.into_iter().chain(std::iter::repeat(0));
        Ok(bytes.skip(offset as usize).take(size as usize).collect())
    }

    /// Nothing of it can be set: whether writes are cached would be forgotten by the next server.
    fn set_config(&mut self, _offset: u32, _bytes: &[u8], _flags: VhostUserConfigFlags) -> Result<()> {
        not_offered()
    }

    fn set_gpu_socket(&mut self, _backend: GpuBackend) -> Result<()> {
        not_offered()
    }

    fn get_shared_object(&mut self, _uuid: VhostUserSharedMsg) -> Result<File> {
        not_offered()
    }

    fn get_inflight_fd(&mut self, _inflight: &VhostUserInflight) -> Result<(VhostUserInflight, File)> {
        not_offered()
    }

    fn set_inflight_fd(&mut self, _inflight: &VhostUserInflight, _file: File) -> Result<()> {
        not_offered()
    }

    fn get_max_mem_slots(&mut self) -> Result<u64> {
        not_offered()
    }

    fn add_mem_region(
        &mut self,
        _region: &VhostUserSingleMemoryRegion,
        _file: File,
        _postcopy: Option<bool>,
    ) -> Result<Option<VhostUserMemoryRegionBase>> {
        not_offered()
    }

    fn remove_mem_region(&mut self, _region: &VhostUserSingleMemoryRegion) -> Result<()> {
        not_offered()
    }

    fn set_device_state_fd(
        &mut self,
        _direction: VhostTransferStateDirection,
        _phase: VhostTransferStatePhase,
        _file: File,
    ) -> Result<Option<File>> {
        not_offered()
    }

    fn check_device_state(&mut self) -> Result<()> {
        not_offered()
    }

    fn get_shmem_config(&mut self) -> Result<VhostUserShMemConfig> {
        not_offered()
    }

    fn set_log_base(&mut self, _log: &VhostUserLog, _file: File) -> Result<()> {
        not_offered()
    }
}
