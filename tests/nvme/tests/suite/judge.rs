//! Each check catches the harm that is made for it: work that the good card does well, its answers harmed once on their way
//! to the judge.

use anyhow::{ensure, Result};
use twinpath_host_interface::Entry;
use twinpath_nvme_conformance::{Harm, Port};
use twinpath_spec::limits::BLOCK_BYTES;
use twinpath_spec::nvme::{admin, feature, io};

/// What the judge must say.
fn said(harm: Harm) -> &'static str {
    match harm {
        Harm::Lost => "lost",
        Harm::Doubled | Harm::Identifier => "a completion that nobody waits for",
        Harm::Status | Harm::Retry => "status 0x",
        Harm::Result => "result 0x100",
        Harm::Head => "the head is beyond the tail",
        Harm::Byte => "which nobody wrote",
        Harm::Beside => "the card wrote beside the data",
        Harm::Stray => "the card wrote into free memory",
        Harm::Interrupt => "were signalled",
    }
}

/// Writes, reads and a feature, several at a time.
fn work(port: &mut Port) -> Result<()> {
    for round in 0..3 {
        for opcode in [io::WRITE, io::READ] {
            for lba in 0..4 {
                let data = port.data(2 * BLOCK_BYTES, 8, round)?;
                let entry = Port::transfer(opcode, 2 * lba, 2, &data);
                port.submit(1, entry, &data.pages, None)?;
            }
            port.ring(1);
            port.drain()?;
        }
        let cdw10 = feature::ARBITRATION.into();
        port.admin(Entry { opcode: admin::GET_FEATURES, cdw10, ..Entry::default() })?;
    }
    port.rest()
}

#[test]
fn each_harm_is_noticed() -> Result<()> {
    for harm in [None].into_iter().chain(Harm::ALL.map(Some)) {
        let mut pair = crate::pair(30)?;
        let port = &mut pair.ports[0];
        port.silence_cycles = 100_000;
        port.create_queues(1, 16, 16)?;
        port.harm = harm.map(|harm| (port.completed + 6, harm));
        let error = work(port).err().map(|error| format!("{error:#}"));
        match harm {
            None => ensure!(error.is_none(), "{error:?}"),
            Some(harm) => ensure!(error.as_ref().is_some_and(|e| e.contains(said(harm))), "{harm:?}: {error:?}"),
        }
    }
    Ok(())
}
