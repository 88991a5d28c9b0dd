//! What the Identify pages say.

use crate::command::Operation;
use twinpath_spec::nvme::PAGE_BYTES;

/// Identify Controller (CNS 01h).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControllerInfo {
    pub serial: String,
    pub model: String,
    pub firmware: String,
    pub controller_id: u16,
    /// Largest transfer as a power of two of 4 KiB pages; 0: no limit.
    pub mdts: u8,
    pub namespaces: u32,
    /// A volatile write cache is present: completed writes may need a flush.
    pub write_cache: bool,
    /// Optional commands (ONCS), by bit.
    pub optional_commands: u16,
    pub subsystem: String,
}

impl ControllerInfo {
    pub fn from_page(page: &[u8; PAGE_BYTES]) -> ControllerInfo {
        ControllerInfo {
            serial: text(&page[4..24]),
            model: text(&page[24..64]),
            firmware: text(&page[64..72]),
            controller_id: u16::from_le_bytes([page[78], page[79]]),
            mdts: page[77],
            namespaces: u32::from_le_bytes([page[516], page[517], page[518], page[519]]),
            write_cache: page[525] & 1 == 1,
            optional_commands: u16::from_le_bytes([page[520], page[521]]),
            subsystem: text(&page[768..1024]),
        }
    }

    /// Whether the card has this command.
    pub fn offers(&self, operation: Operation) -> bool {
        operation.is_offered(self.optional_commands)
    }
}

/// Identify Namespace (CNS 00h).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NamespaceInfo {
    /// Size in logical blocks.
    pub blocks: u64,
    /// Size of a logical block as a power of two of bytes.
    pub block_shift: u8,
    /// Bytes of metadata a block.
    pub metadata_bytes: u16,
}

impl NamespaceInfo {
    pub fn from_page(page: &[u8; PAGE_BYTES]) -> NamespaceInfo {
        let mut blocks = [0; 8];
        blocks.copy_from_slice(&page[..8]);
        let format = 128 + 4 * usize::from(page[26] & 0xf);
        NamespaceInfo {
            blocks: u64::from_le_bytes(blocks),
            block_shift: page[format + 2],
            metadata_bytes: u16::from_le_bytes([page[format], page[format + 1]]),
        }
    }
}

/// ASCII padded with spaces or zeroes.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end_matches(['\0', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use twinpath_spec::nvme::{identify_controller, identify_namespace, CardIdentity, SUBSYSTEM_NQN};

    #[test]
    fn the_pages_of_our_own_card_are_understood() {
        let info = ControllerInfo::from_page(&identify_controller(CardIdentity { serial: *b"TP000042", unit: 1 }));
        let expected = ControllerInfo {
            serial: "TP000042".into(),
            model: "Twinpath mirrored storage card".into(),
            firmware: "0.1".into(),
            controller_id: 2,
            mdts: 5,
            namespaces: 1,
            write_cache: false,
            optional_commands: 0x0d,
            subsystem: String::from_utf8_lossy(SUBSYSTEM_NQN).into_owned(),
        };
        assert_eq!(info, expected);
        let namespace = NamespaceInfo::from_page(&identify_namespace(0x4000));
        assert_eq!(namespace, NamespaceInfo { blocks: 0x4000, block_shift: 12, metadata_bytes: 0 });
    }
}
