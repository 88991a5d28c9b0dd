"""Builds the simulator and runs the cases: `run.py --out FOLDER [--only REGEX] [--seed N] [--deep] [--mutants]`."""

import argparse
import os
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import cocotb_tools.config
import find_libpython

from build import HERE, simulator

# Simulators that run side by side, and the modules of each.
LANES = [
    ["cases.finding", "cases.moving", "cases.interrupting"],
    ["cases.failing", "cases.resetting", "cases.hostile"],
]
# Run besides where it is asked for.
MUTANTS = ["cases.mutants"]
# Seconds after which a lane is given up.
DEADLINE = 1800


def begin(program, out, lane, modules, options):
    """Starts a simulator with a lane's modules."""
    library = find_libpython.find_libpython()
    if library is None:
        sys.exit("the shared library of this Python is missing; on Debian: apt-get install libpython3-dev")
    results = out / f"results-{lane}.xml"
    results.unlink(missing_ok=True)
    environment = {
        **os.environ,
        "COCOTB_TOPLEVEL": "top",
        "COCOTB_TEST_MODULES": ",".join(modules),
        "COCOTB_RESULTS_FILE": str(results),
        "COCOTB_RANDOM_SEED": str(options.seed),
        "COCOTB_TRUST_INERTIAL_WRITES": "1",
        "COCOTB_LOG_LEVEL": "WARNING",
        "GPI_USERS": f"{library};{cocotb_tools.config.pygpi_entry_point()}",
        "PYGPI_PYTHON_BIN": sys.executable,
        "PYTHONPATH": os.pathsep.join([str(HERE), *sys.path]),
        "TOPLEVEL_LANG": "verilog",
        "TWINPATH_SEED": str(options.seed),
        "TWINPATH_DEEP": "1" if options.deep else "",
    }
    if options.only:
        environment["COCOTB_TEST_FILTER"] = options.only
    log = (out / f"lane-{lane}.log").open("w")
    return subprocess.Popen([program], cwd=out, env=environment, stdout=log, stderr=subprocess.STDOUT), results


def end(process, results, lane, out):
    """Waits for a lane; gives its cases: name, seconds, what was wrong."""
    try:
        process.wait(DEADLINE)
    except subprocess.TimeoutExpired:
        process.kill()
    if not results.exists():
        log = (out / f"lane-{lane}.log").read_text()
        return [(f"lane {lane}", 0.0, log[-4000:])]
    cases = []
    for case in ElementTree.parse(results).iter("testcase"):
        if case.find("skipped") is None:
            wrong = [found for found in case.iter() if found.tag in ("failure", "error")]
            text = "".join(
                (found.get("error_msg") or found.get("message") or "failed") + (found.text or "") for found in wrong
            )
            name = f"{case.get('classname').removeprefix('cases.')}.{case.get('name')}"
            cases.append((name, float(case.get("time", 0)), text or None))
    return cases


def main():
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--only", help="cases whose name matches")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deep", action="store_true", help="more rounds of what is random, every size")
    parser.add_argument("--mutants", action="store_true", help="also breaks gates and bench: each case must notice")
    options = parser.parse_args()
    out = options.out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    program = simulator(out)
    built = time.monotonic()
    modules = [*LANES, MUTANTS] if options.mutants else LANES
    lanes = [begin(program, out, lane, names, options) for lane, names in enumerate(modules)]
    cases = [case for lane, begun in enumerate(lanes) for case in end(*begun, lane, out)]
    for name, seconds, wrong in cases:
        print(f"{'FAILED' if wrong else 'ok    '} {seconds:6.1f} s  {name}")
    for name, _, wrong in cases:
        if wrong:
            print(f"\n{name}: {wrong}")
    failed = sum(wrong is not None for _, _, wrong in cases)
    print(
        f"\n{len(cases) - failed} passed, {failed} failed; built in {built - start:.0f} s, ran {time.monotonic() - built:.0f} s"
    )
    if failed or not cases:
        sys.exit(f"seed {options.seed}; logs below {out}")


if __name__ == "__main__":
    main()
