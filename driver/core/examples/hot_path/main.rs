//! The driver's hot path alone, for `cargo xtask bench driver`: I/O queues polled at a depth, against a controller that
//! answers at the speed of memory. What the driver does happens in [`measured`], the only function whose instructions,
//! allocations and system calls are counted from outside; the controller works between its calls.
//!
//! `hot_path DEPTH COUNT [careless]`: one line of JSON tells what the transport counted. Careless, each command also
//! allocates, maps memory and makes a system call: the control that the counting notices.

mod memory;

use memory::Memory;
use std::sync::Arc;
use twinpath_driver::transport::Transport;
use twinpath_driver::{Completion, Controller, DriverError, Operation, Options};

struct Load {
    card: Controller,
    memory: Arc<Memory>,
    depth: usize,
    left: usize,
    next: u64,
    done: Vec<Completion>,
    careless: bool,
}

impl Load {
    /// Takes what is done, fills the queue up again, tells the card.
    #[inline(always)]
    fn turn(&mut self) -> Result<(), DriverError> {
        self.card.poll(&mut self.done)?;
        while let Some(completion) = self.done.pop() {
            assert!(completion.status.is_success());
            self.card.give_back(completion.slot);
        }
        while self.left > 0 && self.card.in_flight() < self.depth {
            let Some(slot) = self.card.take_slot() else { break };
            let operation = if self.next.is_multiple_of(2) { Operation::Read } else { Operation::Write { fua: false } };
            self.card.submit(slot, operation, self.next % memory::BLOCKS, 1)?;
            self.next += 1;
            self.left -= 1;
            if self.careless {
                self.memory.dma_alloc(1)?;
                drop(std::hint::black_box(vec![0u8; 100]));
                std::hint::black_box(std::fs::metadata("/").is_ok());
            }
        }
        self.card.ring()
    }
}

#[inline(never)]
fn measured(load: &mut Load) -> Result<(), DriverError> {
    load.turn()
}

/// Carries out `count` commands, to the end.
fn run(load: &mut Load, count: usize, turn: impl Fn(&mut Load) -> Result<(), DriverError>) -> Result<(), DriverError> {
    load.left = count;
    while load.left > 0 || load.card.in_flight() > 0 {
        turn(load)?;
        load.memory.answer();
    }
    Ok(())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |at: usize| arguments.get(at).and_then(|word| word.parse::<usize>().ok());
    let (Some(depth), Some(count)) = (number(0), number(1)) else {
        return Err("usage: hot_path DEPTH COUNT [careless]".into());
    };
    let memory = Memory::new();
    let options = Options { interrupts: false, depth: depth as u16, ..Options::default() };
    let card = Controller::start(memory.clone(), options)?;
    let (careless, done) = (arguments.get(2).is_some_and(|word| word == "careless"), Vec::with_capacity(depth));
    let mut load = Load { card, memory: memory.clone(), depth, left: 0, next: 0, done, careless };
    run(&mut load, 4 * depth, |load| load.turn())?;
    let before = memory.counts();
    run(&mut load, count, measured)?;
    let after = memory.counts();
    println!(
        "{{\"commands\":{count},\"answered\":{},\"mmio_writes\":{},\"mmio_reads\":{},\"dma_maps\":{}}}",
        after.answered - before.answered,
        after.writes - before.writes,
        after.reads - before.reads,
        after.maps - before.maps
    );
    Ok(())
}
