"""A broken bench: what stands in place of a method of `bench.device.Card`, and who notices. Were one of these
to pass, the bench would not be looking."""

from collections import namedtuple

from cocotb.triggers import Timer

from bench.device import Card

Broken = namedtuple("Broken", "name method other case")


def silent(pin, sideband=Card.sideband):
    """The sideband without one pin, which stays 0."""

    def broken(card):
        sideband(card)
        getattr(card.dut, pin).value = 0

    return broken


async def mixed(card, tag, line, release=Card.release):
    """Completions of one read in the wrong order."""
    await Timer(500, "ns")
    line.reverse()
    await release(card, tag, line)


def lost(card, tlp, complete=Card.complete):
    """Every seventh completion does not arrive."""
    card.count = getattr(card, "count", 0) + 1
    if card.count % 7:
        complete(card, tlp)


def twice(card, tlp, complete=Card.complete):
    """Every seventh completion arrives twice."""
    lost(card, tlp)
    complete(card, tlp)


async def no_reset(card):
    """A function-level reset of the configuration space alone."""
    card.function.clear()
    card.sideband()
    card.resets.set()


def first_window(card, tlp, bar=0, give=Card.give):
    """All requests hit the first window."""
    give(card, tlp, 0)


DEVICES = [
    Broken("the card's number is not told", "sideband", silent("cfg_bdf"), "finding.is_found_and_introduces_itself"),
    Broken("all requests to one window", "give", first_window, "finding.is_found_and_introduces_itself"),
    Broken("bus mastering is not told", "sideband", silent("cfg_bus_master"), "finding.a_command_goes_through"),
    Broken("MPS is not told", "sideband", silent("cfg_mps"), "moving.every_payload_and_request_size"),
    Broken("MRRS is not told", "sideband", silent("cfg_mrrs"), "moving.every_payload_and_request_size"),
    Broken("MSI-X is not told", "sideband", silent("cfg_msix_enable"), "interrupting.each_queue_has_its_vector"),
    Broken("the mask is not told", "sideband", silent("cfg_msix_mask"), "interrupting.the_function_mask_holds_all"),
    Broken("completions of a read mixed", "release", mixed, "moving.data_survive_any_split_and_order"),
    Broken("completions lost", "complete", lost, "finding.a_command_goes_through"),
    Broken("completions twice", "complete", twice, "finding.a_command_goes_through"),
    Broken("the reset stays outside", "function_level_reset", no_reset, "resetting.ends_and_leaves_a_fresh_controller"),
]
