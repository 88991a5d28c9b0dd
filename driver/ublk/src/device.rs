//! A device from its making to its removal, or from its taking over.

use crate::abi::{self, Info, ANY};
use crate::control::{Control, PATH};
use crate::queue::Queue;
use crate::{DEPTH, QUEUES_MAX, REQUEST_BYTES_MAX};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use twinpath_export::Block;

const EBUSY: i32 = 16;
/// The kernel has this long to let go of a server that died, and to show a device's file.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// Why there is no device.
#[derive(Debug, thiserror::Error)]
pub enum UblkError {
    #[error("cannot open {PATH}: {0}; ublk needs root, Linux 6.5 or later and `modprobe ublk_drv`")]
    NoDriver(io::Error),
    #[error("the kernel refuses {what}: {source}")]
    Refused { what: &'static str, source: io::Error },
    #[error("{} waits for a volume of {found} bytes, this one has {size}", path.display())]
    AnotherSize { path: PathBuf, found: u64, size: u64 },
    #[error("{} is of this volume, and another process serves it", path.display())]
    Busy { path: PathBuf },
    #[error("the kernel's ublk cannot copy data for its server; Linux 6.5 can")]
    TooOld,
}

fn refused(what: &'static str) -> impl FnOnce(io::Error) -> UblkError {
    move |source| UblkError::Refused { what, source }
}

/// Whether devices can be made here at all.
pub fn check() -> Result<(), UblkError> {
    open().map(drop)
}

fn open() -> Result<Control, UblkError> {
    Control::open(PATH.as_ref()).map_err(UblkError::NoDriver)
}

/// A device being served. Dropping it stops it, as [`Device::stop`] does.
pub struct Device {
    id: u32,
    path: PathBuf,
    control: Control,
    queues: Threads,
    taken_over: bool,
    ended: bool,
}

type Threads = Vec<JoinHandle<io::Result<()>>>;

impl Device {
    /// Makes a device; its file is there when this returns. With a mark, the device waits when this process dies, and the
    /// next one that comes with the same mark takes it over here: only for a volume that outlives the process.
    pub fn start(mark: Option<u64>, device: Arc<dyn Block>) -> Result<Device, UblkError> {
        let mut control = open()?;
        let paused = mark.map(|mark| paused(&mut control, mark)).transpose()?.flatten();
        let (info, taken_over) = match paused {
            Some(info) => (info, true),
            None => (add(&mut control, mark)?, false),
        };
        let served =
            if taken_over { take_over(&mut control, &info, device) } else { begin(&mut control, &info, device) };
        match served {
            Ok(queues) => Ok(Device { id: info.id, path: path(info.id), control, queues, taken_over, ended: false }),
            Err(error) => {
                if !taken_over {
                    let _ = control.tell(abi::STOP_DEV, info.id, 0);
                    let _ = control.tell(abi::DEL_DEV, info.id, 0);
                }
                Err(error)
            }
        }
    }

    /// The block device's file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it waited for this process.
    pub fn was_taken_over(&self) -> bool {
        self.taken_over
    }

    /// Lets requests under way end and removes the device, also from under those who use it.
    pub fn stop(mut self) -> Result<(), UblkError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), UblkError> {
        if std::mem::replace(&mut self.ended, true) {
            return Ok(());
        }
        self.control.tell(abi::STOP_DEV, self.id, 0).map_err(refused("to stop the device"))?;
        for queue in self.queues.drain(..) {
            match queue.join() {
                Ok(ended) => ended.map_err(refused("to serve a queue"))?,
                Err(_) => tracing::error!("a thread of {} panicked", self.path.display()),
            }
        }
        self.control.tell(abi::DEL_DEV, self.id, 0).map_err(refused("to remove the device"))
    }
}

impl Drop for Device {
    fn drop(&mut self) {
        if let Err(error) = self.end() {
            tracing::error!("{}: {error}", self.path.display());
        }
    }
}

/// A new device, which nobody serves yet.
fn add(control: &mut Control, mark: Option<u64>) -> Result<Info, UblkError> {
    let processors = std::thread::available_parallelism().map_or(1, |count| count.get() as u16);
    // Requests under way when a server dies are given to the next one.
    let recovery = if mark.is_some() { abi::F_USER_RECOVERY | abi::F_USER_RECOVERY_REISSUE } else { 0 };
    let wanted = Info {
        queues: processors.min(QUEUES_MAX),
        depth: DEPTH,
        state: 0,
        request_bytes: REQUEST_BYTES_MAX,
        id: ANY,
        features: abi::F_CMD_IOCTL_ENCODE | abi::F_USER_COPY | recovery,
        mark: mark.unwrap_or(0),
    };
    control.add(&wanted).map_err(refused("a new device"))
}

fn begin(control: &mut Control, info: &Info, device: Arc<dyn Block>) -> Result<Threads, UblkError> {
    // A kernel that does not know a feature leaves it out.
    if info.features & abi::F_USER_COPY == 0 {
        return Err(UblkError::TooOld);
    }
    let params = abi::params(device.size(), info.request_bytes);
    control.set_params(info.id, &params).map_err(refused("the device's parameters"))?;
    let queues = serve(info, device)?;
    control.tell(abi::START_DEV, info.id, std::process::id().into()).map_err(refused("to start the device"))?;
    Ok(queues)
}

fn take_over(control: &mut Control, info: &Info, device: Arc<dyn Block>) -> Result<Threads, UblkError> {
    let size = device.size();
    let found = control.size(info.id).map_err(refused("the device's parameters"))?;
    if found != size {
        return Err(UblkError::AnotherSize { path: path(info.id), found, size });
    }
    let begin = || control.tell(abi::START_USER_RECOVERY, info.id, 0);
    patiently(begin).map_err(refused("to take the device over"))?;
    let queues = serve(info, device)?;
    let process = std::process::id().into();
    control.tell(abi::END_USER_RECOVERY, info.id, process).map_err(refused("to go on with the device"))?;
    Ok(queues)
}

/// Starts a thread for each queue. They end when the device is stopped.
fn serve(info: &Info, device: Arc<dyn Block>) -> Result<Threads, UblkError> {
    let path = PathBuf::from(format!("/dev/ublkc{}", info.id));
    let open = || File::options().read(true).write(true).open(&path);
    let file = Arc::new(patiently(open).map_err(refused("the device's file"))?);
    let mut threads = vec![];
    for number in 0..info.queues {
        let queue = Queue::open(number, info.depth, info.request_bytes, file.clone(), device.clone());
        let queue = queue.map_err(refused("a queue"))?;
        let named = std::thread::Builder::new().name(format!("ublk {} queue {number}", info.id));
        let serve = move || {
            let ended = queue.serve();
            if let Err(error) = &ended {
                tracing::error!("a queue of a ublk device is not served any more: {error}");
            }
            ended
        };
        threads.push(named.spawn(serve).map_err(refused("a thread"))?);
    }
    Ok(threads)
}

/// Again while the kernel is busy or the file is not there yet.
fn patiently<T>(mut attempt: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    let until = Instant::now() + PATIENCE;
    let not_yet = |error: &io::Error| error.raw_os_error() == Some(EBUSY) || error.kind() == io::ErrorKind::NotFound;
    loop {
        match attempt() {
            Err(error) if not_yet(&error) && Instant::now() < until => std::thread::sleep(PAUSE),
            other => return other,
        }
    }
}

/// The device that waits for this mark, among all that there are.
fn paused(control: &mut Control, mark: u64) -> Result<Option<Info>, UblkError> {
    let until = Instant::now() + PATIENCE;
    loop {
        let infos = ids().into_iter().filter_map(|id| control.info(id).ok());
        let Some(ours) = infos.into_iter().find(|info| info.mark == mark) else { return Ok(None) };
        match ours.state {
            abi::STATE_QUIESCED => return Ok(Some(ours)),
            // Of a process that died while it made or removed it.
            abi::STATE_DEAD => control.tell(abi::DEL_DEV, ours.id, 0).map_err(refused("to remove a dead device"))?,
            // One whose server has just died may still look alive.
            _ if Instant::now() < until => std::thread::sleep(PAUSE),
            _ => return Err(UblkError::Busy { path: path(ours.id) }),
        }
    }
}

/// All devices that there are.
fn ids() -> Vec<u32> {
    let files = fs::read_dir("/dev").into_iter().flatten().flatten();
    let names = files.filter_map(|file| file.file_name().into_string().ok());
    names.filter_map(|name| name.strip_prefix("ublkc")?.parse().ok()).collect()
}

fn path(id: u32) -> PathBuf {
    PathBuf::from(format!("/dev/ublkb{id}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_kernel_is_busy_with_is_tried_again_and_the_rest_is_not() {
        let mut left =
            vec![Ok(7), Err(io::Error::from(io::ErrorKind::NotFound)), Err(io::Error::from_raw_os_error(EBUSY))];
        assert_eq!(patiently(|| left.pop().unwrap()).unwrap(), 7);
        let mut left = vec![Ok(7), Err(io::Error::from(io::ErrorKind::PermissionDenied))];
        assert!(patiently(|| left.pop().unwrap()).is_err());
    }

    #[test]
    fn a_machine_without_the_driver_is_told_what_it_needs() {
        let error = Control::open("/nowhere/ublk-control".as_ref()).map(drop).map_err(UblkError::NoDriver).unwrap_err();
        let text = error.to_string();
        assert!(text.contains(PATH) && text.contains("No such file") && text.contains("modprobe ublk_drv"), "{text}");
    }
}
