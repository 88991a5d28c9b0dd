//! Where an encoder puts its fields, found by asking it: what changes when one field changes.

/// A field of a structure of 64-bit words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub word: usize,
    pub lsb: u32,
    pub width: u32,
}

impl Place {
    /// `31:0`, or `8` for a single bit.
    pub fn bits(&self) -> String {
        match self.width {
            1 => format!("{}", self.lsb),
            _ => format!("{}:{}", self.lsb + self.width - 1, self.lsb),
        }
    }

    fn mask(&self) -> u64 {
        u64::MAX >> (64 - self.width) << self.lsb
    }
}

/// The place of the field whose change turned `before` into `after`, in units of `grain` bits. `checksum` is the place
/// of the checksum, which changes with every field.
///
/// # Errors
/// The field changed nothing, or more than one run of bits.
pub fn place(before: &[u64], after: &[u64], grain: u32, checksum: Place) -> Result<Place, String> {
    let mut found = None;
    for (word, (a, b)) in before.iter().zip(after).enumerate() {
        let hidden = if word == checksum.word { checksum.mask() } else { 0 };
        let changed = (a ^ b) & !hidden;
        if changed == 0 {
            continue;
        }
        let lsb = changed.trailing_zeros() / grain * grain;
        let end = (64 - changed.leading_zeros()).next_multiple_of(grain);
        if found.replace(Place { word, lsb, width: end - lsb }).is_some() {
            return Err("a field in two words".into());
        }
    }
    found.ok_or("a field that changes nothing".into())
}

/// The bits of `words` words that no place takes, as places.
///
/// # Errors
/// Two places overlap.
pub fn unused(words: usize, places: &[Place]) -> Result<Vec<Place>, String> {
    let mut taken = vec![0; words];
    for p in places {
        if taken[p.word] & p.mask() != 0 {
            return Err(format!("word {} bits {} have two fields", p.word, p.bits()));
        }
        taken[p.word] |= p.mask();
    }
    let mut free = vec![];
    for (word, taken) in taken.into_iter().enumerate() {
        let mut lsb = 0;
        while lsb < 64 {
            let width = (taken >> lsb).trailing_zeros().min(64 - lsb);
            if width > 0 {
                free.push(Place { word, lsb, width });
            }
            lsb += width + (!(taken >> (lsb + width).min(63))).trailing_zeros().max(1);
        }
    }
    Ok(free)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHECKSUM: Place = Place { word: 1, lsb: 32, width: 32 };

    #[test]
    fn places_are_found_by_what_changes() {
        let at = |word, lsb, width| Ok(Place { word, lsb, width });
        assert_eq!(place(&[0, 0], &[0xfe00, 99 << 32], 8, CHECKSUM), at(0, 8, 8));
        assert_eq!(place(&[0, 0], &[0x3f << 50, 1 << 63], 1, CHECKSUM), at(0, 50, 6));
        assert_eq!(place(&[0, 0], &[u64::MAX, 0], 1, CHECKSUM), at(0, 0, 64));
        assert!(place(&[0, 0], &[0, 1 << 40], 1, CHECKSUM).is_err());
        assert!(place(&[0, 0], &[1, 1], 1, CHECKSUM).is_err());
    }

    #[test]
    fn what_is_left_is_found() {
        let at = |word, lsb, width| Place { word, lsb, width };
        let free = unused(3, &[at(0, 0, 8), at(0, 16, 16), CHECKSUM, at(2, 0, 64)]).unwrap();
        assert_eq!(free, [at(0, 8, 8), at(0, 32, 32), at(1, 0, 32)]);
        assert_eq!(unused(1, &[at(0, 63, 1)]).unwrap(), [at(0, 0, 63)]);
        assert!(unused(1, &[at(0, 0, 9), at(0, 8, 8)]).is_err());
    }
}
