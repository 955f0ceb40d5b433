from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import OnlyWrites

pytestmark = pytest.mark.slow

_SEES_A_PICTURE = """
import numpy as np
from veilproof.detect import MODEL_NAMES, load_detector
for name in MODEL_NAMES:
    load_detector(name).detect(np.zeros((96, 128, 3), np.uint8), 0.5)
"""
_SAYS_IT_RUNS_IN_CI = ("CI", "TF_BUILD", "JENKINS_URL")


def test_nothing_is_sent_or_written_when_the_networks_run(
    only_writes: OnlyWrites, connections: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in _SAYS_IT_RUNS_IN_CI:  # OpenVINO reports its use to its makers, but not from there
        monkeypatch.delenv(variable, raising=False)
    with only_writes(tmp_path, set()):
        subprocess.run([sys.executable, "-c", _SEES_A_PICTURE], check=True, cwd=tmp_path, timeout=300)
    assert connections.read_text("utf-8") == ""


@pytest.mark.parametrize("host", ["192.0.2.1", "example.org"])
def test_the_guard_sees_connections(host: str, connections: Path) -> None:
    with pytest.raises(RuntimeError, match="opens no connection"):
        socket.create_connection((host, 9), timeout=0.1)
    _forgive(connections, host)


def test_the_guard_sees_connections_of_other_processes(connections: Path) -> None:
    swallowing = "import socket\ntry: socket.create_connection(('192.0.2.1', 9), 0.1)\nexcept Exception: pass"
    subprocess.run([sys.executable, "-c", swallowing], check=True, timeout=300)
    _forgive(connections, "192.0.2.1")


def test_the_guard_lets_loopback_through() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()


def test_stray_files_are_seen(only_writes: OnlyWrites, tmp_path: Path) -> None:
    with only_writes(tmp_path, {"asked.txt"}):
        (tmp_path / "asked.txt").write_text("yes")
    with pytest.raises(AssertionError, match=r"stray\.txt"), only_writes(tmp_path, {"asked.txt"}):
        (tmp_path / "stray.txt").write_text("no")
    with pytest.raises(AssertionError, match="HOME"), only_writes(tmp_path, set()):
        Path(os.environ["HOME"], ".settings").write_text("no")


def _forgive(connections: Path, host: str) -> None:
    assert connections.read_text("utf-8").splitlines()[-1].endswith(host)
    connections.write_text("")
