//! Commands about devices, through /dev/ublk-control.

use crate::abi::{self, Info, INFO_BYTES, PARAMS_BYTES};
use io_uring::types::{Fd, SubmitArgs, Timespec};
use io_uring::{cqueue, opcode, squeue, IoUring};
use std::fs::{File, OpenOptions};
use std::io;
use std::os::fd::AsRawFd;
use std::path::Path;
use std::time::{Duration, Instant};

pub const PATH: &str = "/dev/ublk-control";
/// What any command may take; stopping a device waits for requests in flight.
const PATIENCE: Duration = Duration::from_secs(30);
const EINTR: i32 = 4;
const ETIME: i32 = 62;

pub struct Control {
    file: File,
    ring: IoUring<squeue::Entry128, cqueue::Entry>,
    /// Commands sent; each has its number.
    sent: u64,
}

impl Control {
    pub fn open(path: &Path) -> io::Result<Control> {
        let file = OpenOptions::new().read(true).write(true).open(path)?;
        let ring = IoUring::builder().build(2)?;
        Ok(Control { file, ring, sent: 0 })
    }

    /// Makes a device; gives it as the kernel completed it.
    pub fn add(&mut self, info: &Info) -> io::Result<Info> {
        let mut bytes = info.bytes();
        self.run(abi::ADD_DEV, abi::ANY, &mut bytes, 0)?;
        Ok(Info::read(&bytes))
    }

    pub fn info(&mut self, id: u32) -> io::Result<Info> {
        let mut bytes = [0; INFO_BYTES];
        self.run(abi::GET_DEV_INFO, id, &mut bytes, 0)?;
        Ok(Info::read(&bytes))
    }

    pub fn set_params(&mut self, id: u32, params: &[u8; PARAMS_BYTES]) -> io::Result<()> {
        self.run(abi::SET_PARAMS, id, &mut params.clone(), 0)
    }

    /// The size of a device, in bytes.
    pub fn size(&mut self, id: u32) -> io::Result<u64> {
        let mut bytes = abi::params(0, 0);
        self.run(abi::GET_PARAMS, id, &mut bytes, 0)?;
        Ok(abi::params_size(&bytes))
    }

    /// A command about a device without a buffer; `number` is the process where one is asked for.
    pub fn tell(&mut self, command: u32, id: u32, number: u64) -> io::Result<()> {
        self.run(command, id, &mut [], number)
    }

    fn run(&mut self, command: u32, id: u32, buffer: &mut [u8], number: u64) -> io::Result<()> {
        // On the heap: should the kernel not answer in time, it stays there for good.
        let mut own: Box<[u8]> = buffer.into();
        let address = if own.is_empty() { 0 } else { own.as_mut_ptr() as u64 };
        let body = abi::command(id, address, own.len() as u16, number);
        self.sent += 1;
        let entry = opcode::UringCmd80::new(Fd(self.file.as_raw_fd()), command).cmd(body).build().user_data(self.sent);
        // SAFETY: what the entry points to lives until the kernel has answered, or for ever.
        unsafe { self.ring.submission().push(&entry) }.map_err(io::Error::other)?;
        match self.answer() {
            Ok(result) if result < 0 => Err(io::Error::from_raw_os_error(-result)),
            Ok(_) => {
                buffer.copy_from_slice(&own);
                Ok(())
            }
            Err(error) => {
                std::mem::forget(own);
                Err(error)
            }
        }
    }

    /// The answer to the last command; those to earlier ones that came too late are dropped.
    fn answer(&mut self) -> io::Result<i32> {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(io::Error::new(io::ErrorKind::TimedOut, "the kernel does not answer"));
            }
            let limit = Timespec::from(left);
            match self.ring.submitter().submit_with_args(1, &SubmitArgs::new().timespec(&limit)) {
                Err(error) if !matches!(error.raw_os_error(), Some(EINTR | ETIME)) => return Err(error),
                _ => {}
            }
            let last = self.sent;
            if let Some(answer) = self.ring.completion().find(|answer| answer.user_data() == last) {
                return Ok(answer.result());
            }
        }
    }
}
