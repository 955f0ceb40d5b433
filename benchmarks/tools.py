"""The tools that are measured: each is a command that turns one video file into another, in a process of its own."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import time
import venv
from dataclasses import dataclass
from pathlib import Path

DEFACE_VENV = Path("benchmarks/out/deface-venv")
DEFACE_NEEDS = ("deface==1.5.0", "onnx", "onnxruntime")
LONGEST_RUN = 3600


@dataclass(frozen=True, slots=True)
class Tool:
    """A name and a command line in which `{input}` and `{output}` stand for the two files."""

    name: str
    words: tuple[str, ...]

    def command(self, source: Path, target: Path) -> list[str]:
        """The command for one file."""
        return [word.replace("{input}", str(source)).replace("{output}", str(target)) for word in self.words]


@dataclass(frozen=True, slots=True)
class Run:
    """How one command went; `said` is the end of what it wrote on standard error."""

    seconds: float
    code: int
    said: str


def tool(name: str, deface: Path | None = None) -> Tool:
    """The tool of that name (`veilproof`, `deface`, `none`), or the command template `name` itself.

    `deface` is the program to use; without it deface gets a virtual environment of its own on first use.

    Raises:
        ValueError: neither a known name nor a command with `{input}` and `{output}`.
    """
    python = sys.executable
    if name == "veilproof":
        words = (python, "-m", "veilproof", "redact", "{input}", "-o", "{output}", "--force", "--quiet")
        return Tool(name, words)
    if name == "none":
        return Tool(name, (python, "-m", "benchmarks.transcode", "{input}", "{output}"))
    if name == "deface":
        return Tool(name, (str(deface or _deface()), "{input}", "-o", "{output}", "--replacewith", "solid"))
    if "{input}" not in name or "{output}" not in name:
        raise ValueError(f"not a tool: {name!r}; say veilproof, deface, none or a command with {{input}} {{output}}")
    return Tool(name, tuple(shlex.split(name)))


def run(command: list[str]) -> Run:
    """Run a command to its end; one that takes longer than an hour is stopped and counts as failed."""
    start = time.perf_counter()
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST_RUN, env=environment())
    except subprocess.TimeoutExpired:
        return Run(time.perf_counter() - start, -1, f"stopped after {LONGEST_RUN} seconds")
    return Run(time.perf_counter() - start, done.returncode, done.stderr.strip()[-400:])


def environment() -> dict[str, str]:
    """This process's environment, in which the commands also find veilproof and the benchmarks from source."""
    ours = [str(Path("src").resolve()), str(Path.cwd())]
    return {**os.environ, "PYTHONPATH": os.pathsep.join([*ours, *filter(None, [os.environ.get("PYTHONPATH")])])}


def _deface() -> Path:
    program = DEFACE_VENV / "bin" / "deface"
    if not program.exists():
        venv.create(DEFACE_VENV, with_pip=True)
        subprocess.run([DEFACE_VENV / "bin" / "pip", "install", "--quiet", *DEFACE_NEEDS], check=True)
    return program.resolve()
