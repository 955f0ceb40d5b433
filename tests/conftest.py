"""Fixtures for many tests: a clip of synthetic people, and guards against connections and stray files."""

from __future__ import annotations

import contextlib
import os
import random
import runpy
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import hypothesis
import pytest
from playwright.sync_api import Browser, sync_playwright

from demo.scene import Truth, make_clip

_GUARD = Path(__file__).parent / "offline"
_SOURCE = Path(__file__).parents[1] / "src"

# The same examples for the same code, so that a test fails for what was changed. `--hypothesis-profile=default` draws
# others. No deadline, for the drawing neither: a busy machine is no fault of the code.
hypothesis.settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow, hypothesis.HealthCheck.function_scoped_fixture],
)
hypothesis.settings.load_profile("same")


@dataclass(frozen=True, slots=True)
class Clip:
    """A video and the faces in it."""

    path: Path
    truth: Truth


OnlyWrites = Callable[[Path, set[str]], AbstractContextManager[None]]


def pytest_configure() -> None:
    """Let processes that the tests start receive Ctrl-C, even where a shell runs the tests in the background."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def connections(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The log of forbidden connections, one per line, of this process and all that it starts."""
    log = tmp_path_factory.mktemp("offline") / "connections.txt"
    log.touch()
    os.environ["PYTHONPATH"] = os.pathsep.join([str(_GUARD), str(_SOURCE), os.environ.get("PYTHONPATH", "")])
    guard = runpy.run_path(str(_GUARD / "sitecustomize.py"))
    os.environ[str(guard["LOG_VARIABLE"])] = str(log)
    return log


@pytest.fixture(autouse=True)
def no_connection(connections: Path) -> Iterator[None]:
    """Fail a test that opens a connection to another machine, even if the code ignores the refusal."""
    before = connections.stat().st_size
    yield
    tried = connections.read_text("utf-8")[before:]
    assert not tried, f"a connection was tried: {tried}"


@pytest.fixture(autouse=True)
def same_voice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw the same voices for a disguise in every run, so that a test fails for what was changed."""
    drawn = SimpleNamespace(randbits=random.Random(1).getrandbits)
    monkeypatch.setattr("veilproof.sound.disguise.secrets", drawn)


@pytest.fixture
def only_writes(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> OnlyWrites:
    """`with only_writes(folder, {"a.mp4"}):` fails if anything else is written there, at home or as temporary file."""

    @contextlib.contextmanager
    def watch(folder: Path, names: set[str]) -> Iterator[None]:
        elsewhere = tmp_path_factory.mktemp("elsewhere")
        for variable in ("HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"):
            (elsewhere / variable).mkdir()
            monkeypatch.setenv(variable, str(elsewhere / variable))
        monkeypatch.setattr(tempfile, "tempdir", str(elsewhere / "TMPDIR"))
        before, before_elsewhere = _state(folder), _state(elsewhere)
        yield
        touched = {name for name, _ in before ^ _state(folder)}
        assert touched <= names, f"written or removed unasked: {sorted(touched - names)}"
        strays = {name for name, _ in before_elsewhere ^ _state(elsewhere)}
        assert not strays, f"written outside the folder: {sorted(strays)}"

    return watch


@pytest.fixture(scope="session")
def people_clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    """Sixty frames, 640x360, 25 a second: six people, one masked, who cross, enter and leave. The file is read-only."""
    path = tmp_path_factory.mktemp("people") / "people.mp4"
    truth = make_clip(path, seconds=2.4, seed=1, size=(640, 360))
    path.chmod(0o444)
    return Clip(path, truth)


def _state(folder: Path) -> set[tuple[str, tuple[int, int, int]]]:
    found = set()
    for path in folder.rglob("*"):
        if not path.is_dir():
            stat = path.lstat()
            found.add((str(path.relative_to(folder)), (stat.st_size, stat.st_mtime_ns, stat.st_ino)))
    return found


@pytest.fixture(scope="session")
def browser(connections: object) -> Iterator[Browser]:
    """Chromium, which can reach no other machine."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("Chromium is missing, so the page is not tested: apt install chromium")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(
            executable_path=chromium,
            timeout=300_000,  # ms; only a hang takes so long
            args=[
                "--no-sandbox",
                "--disable-background-networking",
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            ],
        )
