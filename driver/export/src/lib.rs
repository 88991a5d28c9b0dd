//! A block device served over NBD
