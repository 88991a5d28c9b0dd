//! Queues and commands of the model.

use super::{Pending, State, BLOCK, BLOCKS};

pub struct Queue {
    id: u16,
    submission: u64,
    submission_entries: u16,
    completion: u64,
    completion_entries: u16,
    vector: Option<u32>,
    head: u16,
    tail: u16,
    completion_tail: u16,
    completion_head: u16,
    phase: bool,
    in_flight: usize,
}

impl Queue {
    pub fn new(id: u16, submission: u64, sq: u16, completion: u64, cq: u16, vector: Option<u32>) -> Queue {
        Queue {
            id,
            submission,
            submission_entries: sq,
            completion,
            completion_entries: cq,
            vector,
            head: 0,
            tail: 0,
            completion_tail: 0,
            completion_head: 0,
            phase: true,
            in_flight: 0,
        }
    }
}

impl State {
    fn queue(&mut self, id: u16) -> Option<&mut Queue> {
        match id {
            0 => self.admin.as_mut(),
            _ => self.io.get_mut(&id),
        }
    }

    pub fn doorbell(&mut self, id: u16, is_completion: bool, value: u16) {
        let Some(queue) = self.queue(id) else {
            self.violations.push(format!("doorbell of queue {id}, which does not exist"));
            return;
        };
        let entries = if is_completion { queue.completion_entries } else { queue.submission_entries };
        if value >= entries {
            self.violations.push(format!("doorbell value {value} of queue {id}"));
        } else if is_completion {
            queue.completion_head = value;
        } else {
            queue.tail = value;
            self.fetch(id);
        }
    }

    fn fetch(&mut self, id: u16) {
        while let Some(queue) = self.queue(id).filter(|queue| queue.head != queue.tail) {
            let address = queue.submission + 64 * u64::from(queue.head);
            queue.head = (queue.head + 1) % queue.submission_entries;
            queue.in_flight += 1;
            if id > 0 {
                self.used.insert(id);
                self.deepest = self.deepest.max(self.io.values().map(|queue| queue.in_flight).sum());
            }
            let Some(range) = self.bytes_at(address, 64) else { return };
            let bytes = self.memory[range].try_into().unwrap();
            let delay = 1_000 + self.random() % 20_000;
            self.later(delay, Pending::Command { queue: id, bytes });
        }
    }

    pub fn execute(&mut self, id: u16, bytes: [u8; 64]) {
        let opcode = bytes[0];
        if self.faults.silent == Some((id.min(1), opcode)) {
            return;
        }
        let mut result = 0;
        let status = if id == 0 { self.execute_admin(&bytes, &mut result) } else { self.execute_io(&bytes) };
        let mut cid = u16::from_le_bytes([bytes[2], bytes[3]]);
        if id > 0 {
            cid ^= self.faults.wrong_cid;
        }
        self.complete(id, cid, status, result);
    }

    fn complete(&mut self, id: u16, cid: u16, status: u16, result: u32) {
        let Some(queue) = self.queue(id) else { return };
        let next = (queue.completion_tail + 1) % queue.completion_entries;
        let full = next == queue.completion_head;
        let address = queue.completion + 16 * u64::from(queue.completion_tail);
        let mut entry = [0; 16];
        entry[..4].copy_from_slice(&result.to_le_bytes());
        entry[8..10].copy_from_slice(&queue.head.to_le_bytes());
        entry[10..12].copy_from_slice(&queue.id.to_le_bytes());
        entry[12..14].copy_from_slice(&cid.to_le_bytes());
        entry[14..16].copy_from_slice(&(status << 1 | u16::from(queue.phase)).to_le_bytes());
        queue.phase ^= next == 0;
        queue.completion_tail = next;
        queue.in_flight -= 1;
        let vector = queue.vector;
        if full {
            self.violations.push(format!("completion queue {id} overflows"));
        }
        let Some(range) = self.bytes_at(address, 16) else { return };
        self.memory[range].copy_from_slice(&entry);
        if let Some(vector) = vector.filter(|vector| *vector < self.vectors && !self.faults.no_interrupts) {
            self.signalled |= 1 << vector;
        }
    }

    fn granted(&self) -> u16 {
        self.faults.queues.unwrap_or(4)
    }

    fn execute_admin(&mut self, command: &[u8; 64], result: &mut u32) -> u16 {
        let dword = |n: usize| u32::from_le_bytes(command[4 * n..4 * n + 4].try_into().unwrap());
        let prp1 = u64::from(dword(6)) | u64::from(dword(7)) << 32;
        if let Some((_, status)) = self.faults.admin_status.filter(|(opcode, _)| *opcode == command[0]) {
            return status;
        }
        let (id, entries) = (dword(10) as u16, (dword(10) >> 16) as u16 + 1);
        match command[0] {
            0x06 => {
                let mut page = vec![0; BLOCK];
                match dword(10) {
                    0 if dword(1) == 1 => {
                        for at in [0, 8, 16] {
                            page[at..at + 8].copy_from_slice(&BLOCKS.to_le_bytes());
                        }
                        page[130] = 12;
                    }
                    1 => {
                        page[4..24].copy_from_slice(b"SN0000001           ");
                        page[24..64].copy_from_slice(format!("{:40}", "Model of a card").as_bytes());
                        page[64..72].copy_from_slice(b"0.1     ");
                        page[77] = 5;
                        page[516] = 1;
                        page[520] = 0x0d;
                        page[768..786].copy_from_slice(b"nqn.2024-01.test:1");
                    }
                    _ => return 0x4002,
                }
                let Some(range) = self.bytes_at(prp1, BLOCK) else { return 0x04 };
                self.memory[range].copy_from_slice(&page);
                0
            }
            0x09 if dword(10) == 7 => {
                let granted = u32::from(self.granted() - 1);
                *result = granted << 16 | granted;
                0
            }
            0x05 if (1..=self.granted()).contains(&id) && dword(11) & 1 == 1 => {
                let vector = (dword(11) & 2 != 0).then_some(dword(11) >> 16);
                self.io_completions.insert(id, (prp1, entries, vector));
                0
            }
            0x01 if dword(11) == u32::from(id) << 16 | 1 => match self.io_completions.get(&id) {
                Some(&(completion, size, vector)) => {
                    self.io.insert(id, Queue::new(id, prp1, entries, completion, size, vector));
                    0
                }
                None => 0x4100,
            },
            _ => 0x4001,
        }
    }

    fn execute_io(&mut self, command: &[u8; 64]) -> u16 {
        let quad = |at: usize| u64::from_le_bytes(command[at..at + 8].try_into().unwrap());
        if command[0] == 0 {
            return 0;
        }
        if u32::from_le_bytes(command[4..8].try_into().unwrap()) != 1 {
            return 0x400b;
        }
        let (mut lba, mut blocks) = (quad(40), u64::from(u16::from_le_bytes([command[48], command[49]])) + 1);
        if command[0] == 9 {
            // One range, to be deallocated.
            assert_eq!(quad(40), 4 << 32, "Deallocate of one range");
            let Some(range) = self.bytes_at(quad(24), 16) else { return 0x04 };
            let range: [u8; 16] = self.memory[range].try_into().unwrap();
            blocks = u64::from(u32::from_le_bytes(range[4..8].try_into().unwrap()));
            lba = u64::from_le_bytes(range[8..].try_into().unwrap());
        }
        if lba + blocks > BLOCKS {
            return 0x4080;
        }
        if let Some((_, status)) = self.faults.bad_block.filter(|(bad, _)| (lba..lba + blocks).contains(bad)) {
            return status;
        }
        if matches!(command[0], 8 | 9) {
            self.disk[lba as usize * BLOCK..(lba + blocks) as usize * BLOCK].fill(0);
            return 0;
        }
        let Some(pages) = self.pages(quad(24), quad(32), blocks) else { return 0x04 };
        for (at, page) in pages.into_iter().enumerate() {
            let Some(range) = self.bytes_at(page, BLOCK) else { return 0x04 };
            let disk = (lba as usize + at) * BLOCK;
            match command[0] {
                1 => self.disk[disk..disk + BLOCK].copy_from_slice(&self.memory[range]),
                5 if self.memory[range.clone()] == self.disk[disk..disk + BLOCK] => {}
                5 => return 0x4285,
                2 => self.memory[range].copy_from_slice(&self.disk[disk..disk + BLOCK]),
                _ => return 0x4001,
            }
        }
        0
    }

    /// The pages of a transfer whose PRP1 has no offset.
    fn pages(&mut self, prp1: u64, prp2: u64, blocks: u64) -> Option<Vec<u64>> {
        let mut pages = vec![prp1];
        if blocks == 2 {
            pages.push(prp2);
        }
        if blocks > 2 {
            if !prp2.is_multiple_of(8) || prp2 % 4096 + 8 * (blocks - 1) > 4096 {
                self.violations.push(format!("PRP list at {prp2:#x} is misaligned or needs a chain"));
                return None;
            }
            let range = self.bytes_at(prp2, 8 * (blocks as usize - 1))?;
            pages.extend(self.memory[range].chunks_exact(8).map(|entry| u64::from_le_bytes(entry.try_into().unwrap())));
        }
        if let Some(page) = pages.iter().find(|page| !page.is_multiple_of(4096)) {
            self.violations.push(format!("PRP entry {page:#x} has an offset"));
            return None;
        }
        Some(pages)
    }
}
