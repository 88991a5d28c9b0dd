//! NVMe: what gates, driver and models share.
