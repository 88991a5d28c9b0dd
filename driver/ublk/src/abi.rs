//! Numbers and structures of the kernel's interface, as `linux/ublk_cmd.h` has them. Structures are bytes here: what goes to
//! the kernel is built, what comes is picked apart.

use std::ffi::c_int;
use twinpath_export::BLOCK_BYTES;

pub const SECTOR_BYTES: u64 = 512;

/// Commands about devices. `_IOWR('u', number, 32 bytes)` and `_IOR`.
pub const GET_DEV_INFO: u32 = 0x8020_7502;
pub const ADD_DEV: u32 = 0xc020_7504;
pub const DEL_DEV: u32 = 0xc020_7505;
pub const START_DEV: u32 = 0xc020_7506;
pub const STOP_DEV: u32 = 0xc020_7507;
pub const SET_PARAMS: u32 = 0xc020_7508;
pub const GET_PARAMS: u32 = 0x8020_7509;
pub const START_USER_RECOVERY: u32 = 0xc020_7510;
pub const END_USER_RECOVERY: u32 = 0xc020_7511;
/// Commands of queues. `_IOWR('u', number, 16 bytes)`.
pub const FETCH: u32 = 0xc010_7520;
pub const COMMIT_AND_FETCH: u32 = 0xc010_7521;

/// Features of a device.
pub const F_USER_RECOVERY: u64 = 1 << 3;
pub const F_USER_RECOVERY_REISSUE: u64 = 1 << 4;
pub const F_CMD_IOCTL_ENCODE: u64 = 1 << 6;
pub const F_USER_COPY: u64 = 1 << 7;

/// The state of a device that is not started or was stopped, and of one whose server is gone.
pub const STATE_DEAD: u16 = 0;
pub const STATE_QUIESCED: u16 = 2;
/// "Any device" where the kernel chooses, "no queue" in commands about devices.
pub const ANY: u32 = u32::MAX;
const NO_QUEUE: u16 = u16::MAX;

pub const OP_READ: u32 = 0;
pub const OP_WRITE: u32 = 1;
pub const OP_FLUSH: u32 = 2;
pub const OP_DISCARD: u32 = 3;
pub const OP_WRITE_ZEROES: u32 = 5;
const OP_MASK: u32 = 0xff;
const IO_FUA: u32 = 1 << 13;

/// A request's end, when the device is stopped, in the place of its number of bytes.
pub const ABORTED: i32 = -19;
pub const EIO: c_int = 5;
pub const EINVAL: c_int = 22;
pub const ENODEV: c_int = 19;

const DESCRIPTOR_BYTES: usize = 24;
const PAGE_BYTES: usize = 4096;
const DEPTH_MAX: usize = 4096;
/// Where the data of requests is in /dev/ublkcN.
const DATA: u64 = 0x8000_0000;

/// `ublksrv_ctrl_cmd`: about device `id`, with a buffer of the caller's and a number.
pub fn command(id: u32, address: u64, length: u16, number: u64) -> [u8; 80] {
    let mut bytes = [0; 80];
    bytes[..4].copy_from_slice(&id.to_ne_bytes());
    bytes[4..6].copy_from_slice(&NO_QUEUE.to_ne_bytes());
    bytes[6..8].copy_from_slice(&length.to_ne_bytes());
    bytes[8..16].copy_from_slice(&address.to_ne_bytes());
    bytes[16..24].copy_from_slice(&number.to_ne_bytes());
    bytes
}

/// `ublksrv_ctrl_dev_info`, as far as it matters here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Info {
    pub queues: u16,
    pub depth: u16,
    pub state: u16,
    pub request_bytes: u32,
    pub id: u32,
    pub features: u64,
    /// Ours to choose.
    pub mark: u64,
}

pub const INFO_BYTES: usize = 64;

impl Info {
    pub fn bytes(&self) -> [u8; INFO_BYTES] {
        let mut bytes = [0; INFO_BYTES];
        bytes[..2].copy_from_slice(&self.queues.to_ne_bytes());
        bytes[2..4].copy_from_slice(&self.depth.to_ne_bytes());
        bytes[4..6].copy_from_slice(&self.state.to_ne_bytes());
        bytes[8..12].copy_from_slice(&self.request_bytes.to_ne_bytes());
        bytes[12..16].copy_from_slice(&self.id.to_ne_bytes());
        bytes[24..32].copy_from_slice(&self.features.to_ne_bytes());
        bytes[32..40].copy_from_slice(&self.mark.to_ne_bytes());
        bytes
    }

    pub fn read(bytes: &[u8; INFO_BYTES]) -> Info {
        Info {
            queues: u16::from_ne_bytes(part(bytes, 0)),
            depth: u16::from_ne_bytes(part(bytes, 2)),
            state: u16::from_ne_bytes(part(bytes, 4)),
            request_bytes: u32::from_ne_bytes(part(bytes, 8)),
            id: u32::from_ne_bytes(part(bytes, 12)),
            features: u64::from_ne_bytes(part(bytes, 24)),
            mark: u64::from_ne_bytes(part(bytes, 32)),
        }
    }
}

pub const PARAMS_BYTES: usize = 60;
const PARAMS_SECTORS: usize = 24;

/// `ublk_params`: a disk of that size that caches writes, knows FUA, and takes discards and zeros.
pub fn params(size: u64, request_bytes: u32) -> [u8; PARAMS_BYTES] {
    const BASIC: u32 = 1;
    const DISCARD: u32 = 2;
    const VOLATILE_CACHE: u32 = 1 << 2;
    const FUA: u32 = 1 << 3;
    let shift = BLOCK_BYTES.trailing_zeros() as u8;
    let request_sectors = request_bytes / SECTOR_BYTES as u32;
    // Of requests that move no data: what stays below 4 GiB, in whole blocks.
    let many = (u32::MAX - (BLOCK_BYTES - 1)) / SECTOR_BYTES as u32 / 8 * 8;
    let mut bytes = vec![];
    bytes.extend([PARAMS_BYTES as u32, BASIC | DISCARD, VOLATILE_CACHE | FUA].iter().flat_map(|n| n.to_ne_bytes()));
    bytes.extend([shift; 4]);
    bytes.extend([request_sectors, 0].iter().flat_map(|n| n.to_ne_bytes()));
    bytes.extend([size / SECTOR_BYTES, 0].iter().flat_map(|n| n.to_ne_bytes()));
    bytes.extend([0, BLOCK_BYTES, many, many].iter().flat_map(|n| n.to_ne_bytes()));
    bytes.extend([1u16, 0].iter().flat_map(|n| n.to_ne_bytes()));
    let mut whole = [0; PARAMS_BYTES];
    whole.copy_from_slice(&bytes);
    whole
}

/// The size of the disk that parameters are of.
pub fn params_size(bytes: &[u8; PARAMS_BYTES]) -> u64 {
    u64::from_ne_bytes(part(bytes, PARAMS_SECTORS)).saturating_mul(SECTOR_BYTES)
}

/// `ublksrv_io_cmd`: the end of the request with this tag, and the wish for the next.
pub fn io(queue: u16, tag: u16, result: i32) -> [u8; 16] {
    let mut bytes = [0; 16];
    bytes[..2].copy_from_slice(&queue.to_ne_bytes());
    bytes[2..4].copy_from_slice(&tag.to_ne_bytes());
    bytes[4..8].copy_from_slice(&result.to_ne_bytes());
    bytes
}

/// Where a queue's table of descriptors is in /dev/ublkcN, and how long it is.
pub fn table(queue: u16, depth: u16) -> (u64, usize) {
    let each = (DEPTH_MAX * DESCRIPTOR_BYTES).next_multiple_of(PAGE_BYTES) as u64;
    (u64::from(queue) * each, (usize::from(depth) * DESCRIPTOR_BYTES).next_multiple_of(PAGE_BYTES))
}

/// Where a request's data is in /dev/ublkcN.
pub fn data(queue: u16, tag: u16) -> u64 {
    DATA + (u64::from(queue) << 41) + (u64::from(tag) << 25)
}

/// `ublksrv_io_desc`: what a request asks for.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Descriptor {
    pub op_flags: u32,
    pub sectors: u32,
    pub sector: u64,
    pub address: u64,
}

const _: () = assert!(std::mem::size_of::<Descriptor>() == DESCRIPTOR_BYTES);

impl Descriptor {
    pub fn operation(&self) -> u32 {
        self.op_flags & OP_MASK
    }

    pub fn fua(&self) -> bool {
        self.op_flags & IO_FUA != 0
    }
}

fn part<const N: usize>(bytes: &[u8], at: usize) -> [u8; N] {
    let mut part = [0; N];
    part.copy_from_slice(&bytes[at..at + N]);
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_of_the_kernel_s_macros() {
        let ioc =
            |direction: u32, number: u32, bytes: u32| direction << 30 | bytes << 16 | u32::from(b'u') << 8 | number;
        for (value, direction, number, bytes) in [
            (GET_DEV_INFO, 2, 0x02, 32),
            (ADD_DEV, 3, 0x04, 32),
            (DEL_DEV, 3, 0x05, 32),
            (START_DEV, 3, 0x06, 32),
            (STOP_DEV, 3, 0x07, 32),
            (SET_PARAMS, 3, 0x08, 32),
            (GET_PARAMS, 2, 0x09, 32),
            (START_USER_RECOVERY, 3, 0x10, 32),
            (END_USER_RECOVERY, 3, 0x11, 32),
            (FETCH, 3, 0x20, 16),
            (COMMIT_AND_FETCH, 3, 0x21, 16),
        ] {
            assert_eq!(value, ioc(direction, number, bytes), "{number:#x}");
        }
    }

    #[test]
    fn structures_have_their_places() {
        let info = Info { queues: 2, depth: 64, state: 2, request_bytes: 1 << 18, id: 3, features: 0xd8, mark: 7 };
        assert_eq!(Info::read(&info.bytes()), info);
        assert_eq!(info.bytes()[12], 3);
        let params = params(5 << 30, 1 << 18);
        assert_eq!(params_size(&params), 5 << 30);
        assert_eq!(params[12..16], [12; 4]);
        assert_eq!(params[56..], [1, 0, 0, 0]);
        assert_eq!(command(ANY, 0x1122, 64, 9)[4..9], [0xff, 0xff, 64, 0, 0x22]);
        assert_eq!(io(1, 2, -5)[..8], [1, 0, 2, 0, 0xfb, 0xff, 0xff, 0xff]);
        assert_eq!(table(1, 64), (98_304, 4096));
        assert_eq!(data(1, 2), 0x8000_0000 + (1 << 41) + (2 << 25));
    }
}
