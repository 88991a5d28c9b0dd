//! How a register is declared: once, with its prose. Gates, driver, models, REGISTERS.md and the register walk read it.

/// What the host may do with a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Writes are ignored.
    ReadOnly,
    ReadWrite,
    /// Reads as zero.
    WriteOnly,
}

/// Bits `lsb .. lsb + width` of a register.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub lsb: u32,
    pub width: u32,
    pub doc: &'static str,
}

impl Field {
    /// The field's value in a register's value.
    pub const fn of(&self, value: u64) -> u64 {
        (value >> self.lsb) & self.max()
    }

    /// The register's bits for a value of the field; bits that do not fit are dropped.
    pub const fn put(&self, value: u64) -> u64 {
        (value & self.max()) << self.lsb
    }

    /// The largest value.
    pub const fn max(&self) -> u64 {
        if self.width >= 64 {
            u64::MAX
        } else {
            (1 << self.width) - 1
        }
    }
}

/// A register, or `count` of them `stride` bytes apart.
#[derive(Clone, Copy, Debug)]
pub struct Register {
    pub name: &'static str,
    /// Byte offset in its window.
    pub offset: u32,
    /// 4 or 8 bytes.
    pub bytes: u32,
    pub access: Access,
    /// Value after reset; `None` where it depends on the card (counters, state, straps).
    pub reset: Option<u64>,
    /// The largest value: a write that would leave a larger one is ignored.
    pub most: u64,
    pub doc: &'static str,
    pub fields: &'static [Field],
    pub count: u32,
    pub stride: u32,
}

impl Register {
    /// The offset of the n-th register of an array.
    pub const fn at(&self, n: u32) -> u32 {
        self.offset + n * self.stride
    }

    /// The field of that name. Checked at compile time where it is used in a constant.
    pub const fn field(&self, name: &str) -> &'static Field {
        let mut n = 0;
        while n < self.fields.len() {
            if same(self.fields[n].name, name) {
                return &self.fields[n];
            }
            n += 1;
        }
        panic!("no such field")
    }

    /// The bits that a write can change.
    pub const fn writable(&self) -> u64 {
        if matches!(self.access, Access::ReadOnly) {
            return 0;
        }
        let mut mask = 0;
        let mut n = 0;
        while n < self.fields.len() {
            mask |= self.fields[n].put(u64::MAX);
            n += 1;
        }
        mask
    }
}

const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len() != b.len() {
        return false;
    }
    let mut n = 0;
    while n < a.len() {
        if a[n] != b[n] {
            return false;
        }
        n += 1;
    }
    true
}
