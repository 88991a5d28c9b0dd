"""Waits, each with a limit in simulated microseconds."""

import cocotb
from cocotb.triggers import SimTimeoutError, with_timeout


class Late(Exception):
    """What was waited for did not come."""


async def within(us, what, awaitable):
    """The result of `awaitable`, or `Late` with the words of `what`."""
    try:
        return await with_timeout(awaitable, us, "us")
    except SimTimeoutError:
        raise Late(f"{what}: not within {us} us") from None


async def until(us, what, event, done):
    """Waits for `done()` to say something other than `None` or `False`, asked again at each `event`; gives what it said."""

    async def ask():
        while True:
            event.clear()
            found = done()
            if found is not None and found is not False:
                return found
            await event.wait()

    return await within(us, what, cocotb.start_soon(ask()))
