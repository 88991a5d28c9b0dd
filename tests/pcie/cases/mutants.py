"""Each mutant of the gates and of the bench fails the case that it names."""

import importlib
from unittest import mock

import cocotb

from bench.device import Card
from bench.host import Host

from .devices import DEVICES
from .gates import GATES


def case(name):
    """A case by module and name: its coroutine function."""
    module, function = name.split(".")
    return getattr(importlib.import_module(f"cases.{module}"), function).func


def fails(name, notices, patch):
    """A test that passes when the case `notices` fails under `patch()`."""

    async def run(dut):
        with patch():
            await case(notices)(dut)

    run.__doc__ = notices
    run.__name__ = run.__qualname__ = name.replace(" ", "_").replace("'", "").replace("-", "_")
    run.__module__ = __name__
    test = cocotb.xfail(raises=Exception)(cocotb.test(timeout_time=20, timeout_unit="ms")(run))
    globals()[run.__name__] = test


for number, twin in enumerate(GATES, 1):
    fails(twin.name, twin.case, lambda number=number: mock.patch.object(Host, "twin", number))
for broken in DEVICES:
    fails(broken.name, broken.case, lambda broken=broken: mock.patch.object(Card, broken.method, broken.other))
