"""Asks the package index whether every dependency has a wheel on the systems that people have: nothing is installed."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PYTHON = "3.12"
_SYSTEMS = {
    # glibc from 2014 to that of Debian 12 and Ubuntu 22.04.
    "Linux x86_64": ["manylinux2014_x86_64", *(f"manylinux_2_{minor}_x86_64" for minor in range(17, 36))],
    "Linux aarch64": ["manylinux2014_aarch64", *(f"manylinux_2_{minor}_aarch64" for minor in range(17, 36))],
    "macOS 14 arm64": [f"macosx_{major}_0_arm64" for major in range(11, 15)],
    "macOS 14 x86_64": [*(f"macosx_10_{minor}_x86_64" for minor in range(9, 17))]
    + [f"macosx_{major}_0_x86_64" for major in range(11, 15)],
    "Windows x86_64": ["win_amd64"],
}


def main() -> int:
    """Print a line for each system; return 1 if a wheel is missing on one."""
    needed = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    incomplete = [system for system, tags in _SYSTEMS.items() if _missing(system, tags, needed)]
    return int(bool(incomplete))


def _missing(system: str, tags: list[str], needed: list[str]) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet"]
        words += ["--only-binary=:all:", "--implementation", "cp", "--python-version", _PYTHON]
        words += [word for tag in tags for word in ("--platform", tag)]
        ran = subprocess.run(
            [*words, "--target", folder, "--report", str(report), *needed], capture_output=True, text=True, check=False
        )
        if ran.returncode:
            errors = [line for line in ran.stderr.splitlines() if line.startswith("ERROR: No matching")]
            print(f"{system}: {'; '.join(errors) or ran.stderr.strip()}", flush=True)
            return True
        packages = json.loads(report.read_text("utf-8"))["install"]
    print(f"{system}: all {len(packages)} packages have wheels", flush=True)
    return False


if __name__ == "__main__":
    sys.exit(main())
