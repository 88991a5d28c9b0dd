//! The status of a completion, in NVMe's own words.

use std::fmt;

/// The status field of a completion queue entry without its phase: SC 7:0, SCT 10:8, CRD 12:11, M 13, DNR 14.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Status(pub u16);

impl Status {
    pub const SUCCESS: Status = Status(0);
    /// The command may be tried again; it has not been carried out as a whole.
    pub const COMMAND_INTERRUPTED: Status = Status(twinpath_spec::nvme::COMMAND_INTERRUPTED.bits());
    /// A Compare found a difference.
    pub const COMPARE_FAILURE: Status = Status(twinpath_spec::nvme::COMPARE_FAILURE.bits());

    /// Another host holds the namespace's reservation; nothing was written.
    pub const RESERVATION_CONFLICT: Status = Status(twinpath_spec::nvme::RESERVATION_CONFLICT.bits());

    pub fn is_success(self) -> bool {
        self.0 & 0x7ff == 0
    }

    /// The same command may succeed later: the controller did not set Do Not Retry.
    pub fn may_retry(self) -> bool {
        !self.is_success() && self.0 & 1 << 14 == 0
    }

    /// Status code type.
    pub fn kind(self) -> u8 {
        (self.0 >> 8 & 7) as u8
    }

    /// Status code.
    pub fn code(self) -> u8 {
        self.0 as u8
    }

    /// Whether two differ at most in the bits that do not say what happened (CRD, M, DNR).
    pub fn is(self, other: Status) -> bool {
        (self.0 ^ other.0) & 0x7ff == 0
    }

    /// The name that the NVMe specification gives it.
    pub fn name(self) -> &'static str {
        let wanted = (self.kind(), self.code());
        NAMES.iter().find(|(kind, code, _)| (*kind, *code) == wanted).map_or("unknown status", |(_, _, name)| name)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (type {:x}h, code {:02x}h", self.name(), self.kind(), self.code())?;
        f.write_str(if self.0 & 1 << 14 != 0 { ", do not retry)" } else { ")" })
    }
}

impl fmt::Debug for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Type, code, name: NVM Express Base Specification 1.4, section 4.6.1.
const NAMES: &[(u8, u8, &str)] = &[
    (0, 0x00, "Successful Completion"),
    (0, 0x01, "Invalid Command Opcode"),
    (0, 0x02, "Invalid Field in Command"),
    (0, 0x03, "Command ID Conflict"),
    (0, 0x04, "Data Transfer Error"),
    (0, 0x05, "Commands Aborted due to Power Loss Notification"),
    (0, 0x06, "Internal Error"),
    (0, 0x07, "Command Abort Requested"),
    (0, 0x08, "Command Aborted due to SQ Deletion"),
    (0, 0x0b, "Invalid Namespace or Format"),
    (0, 0x0c, "Command Sequence Error"),
    (0, 0x0f, "Invalid Number of SGL Descriptors"),
    (0, 0x11, "SGL Descriptor Type Invalid"),
    (0, 0x13, "PRP Offset Invalid"),
    (0, 0x15, "Operation Denied"),
    (0, 0x1c, "Sanitize Failed"),
    (0, 0x20, "Namespace is Write Protected"),
    (0, 0x21, "Command Interrupted"),
    (0, 0x22, "Transient Transport Error"),
    (0, 0x80, "LBA Out of Range"),
    (0, 0x81, "Capacity Exceeded"),
    (0, 0x82, "Namespace Not Ready"),
    (0, 0x83, "Reservation Conflict"),
    (0, 0x84, "Format In Progress"),
    (1, 0x00, "Completion Queue Invalid"),
    (1, 0x01, "Invalid Queue Identifier"),
    (1, 0x02, "Invalid Queue Size"),
    (1, 0x03, "Abort Command Limit Exceeded"),
    (1, 0x05, "Asynchronous Event Request Limit Exceeded"),
    (1, 0x08, "Invalid Interrupt Vector"),
    (1, 0x09, "Invalid Log Page"),
    (1, 0x0c, "Invalid Queue Deletion"),
    (1, 0x0d, "Feature Identifier Not Saveable"),
    (1, 0x0e, "Feature Not Changeable"),
    (1, 0x0f, "Feature Not Namespace Specific"),
    (1, 0x80, "Conflicting Attributes"),
    (1, 0x82, "Attempted Write to Read Only Range"),
    (2, 0x80, "Write Fault"),
    (2, 0x81, "Unrecovered Read Error"),
    (2, 0x82, "End-to-end Guard Check Error"),
    (2, 0x85, "Compare Failure"),
    (2, 0x86, "Access Denied"),
    (2, 0x87, "Deallocated or Unwritten Logical Block"),
    (3, 0x00, "Internal Path Error"),
    (3, 0x01, "Asymmetric Access Persistent Loss"),
    (3, 0x02, "Asymmetric Access Inaccessible"),
    (3, 0x03, "Asymmetric Access Transition"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_print_in_the_words_of_the_specification() {
        assert_eq!(Status(0x0021).to_string(), "Command Interrupted (type 0h, code 21h)");
        assert_eq!(Status(0x4083).to_string(), "Reservation Conflict (type 0h, code 83h, do not retry)");
        assert_eq!(Status(0x0281).name(), "Unrecovered Read Error");
        assert_eq!(Status(0x07ff).name(), "unknown status");
        let mut sorted = NAMES.to_vec();
        sorted.sort();
        sorted.dedup_by_key(|(kind, code, _)| (*kind, *code));
        assert_eq!(sorted, NAMES);
    }

    #[test]
    fn every_status_of_the_card_has_a_name() {
        use twinpath_spec::nvme::*;
        for status in [
            SUCCESS,
            INVALID_OPCODE,
            INVALID_FIELD,
            DATA_TRANSFER_ERROR,
            INTERNAL_ERROR,
            INVALID_NAMESPACE,
            COMMAND_SEQUENCE_ERROR,
            PRP_OFFSET_INVALID,
            COMMAND_INTERRUPTED,
            LBA_OUT_OF_RANGE,
            RESERVATION_CONFLICT,
            COMPLETION_QUEUE_INVALID,
            INVALID_QUEUE_IDENTIFIER,
            INVALID_QUEUE_SIZE,
            ASYNC_EVENT_LIMIT_EXCEEDED,
            INVALID_INTERRUPT_VECTOR,
            INVALID_LOG_PAGE,
            INVALID_QUEUE_DELETION,
            FEATURE_NOT_SAVEABLE,
            FEATURE_NOT_NAMESPACE_SPECIFIC,
            WRITE_FAULT,
            UNRECOVERED_READ_ERROR,
            COMPARE_FAILURE,
        ] {
            assert_ne!(super::Status(status.bits()).name(), "unknown status", "{status:?}");
        }
    }

    #[test]
    fn retry_follows_the_do_not_retry_bit() {
        assert!(Status::COMMAND_INTERRUPTED.may_retry());
        assert!(!Status(0x4021).may_retry());
        assert!(!Status::SUCCESS.may_retry());
        assert!(Status(0x2000).is_success(), "the More bit is not an error");
        assert!(Status(0x4021).is(Status::COMMAND_INTERRUPTED));
        assert!(!Status(0x0121).is(Status::COMMAND_INTERRUPTED));
    }
}
