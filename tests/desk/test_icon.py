"""The entry that opens the start page without a terminal."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.commands import in_this_process
from veilproof.desk.icon import icon_for


@pytest.mark.skipif(sys.platform != "linux", reason="an entry of Linux desktops")
def test_it_is_written_where_the_desktop_looks_for_it_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    for _ in range(2):
        ran = in_this_process(monkeypatch, capfd)("desk", "--install-icon")
        assert ran.code == 0, ran.err
    path = tmp_path / "applications" / "veilproof.desktop"
    assert ran.out.strip() == str(path)
    assert [each.name for each in path.parent.iterdir()] == ["veilproof.desktop"]
    assert path.stat().st_mode & 0o777 == 0o755
    text = path.read_text()
    assert f'Exec="{sys.executable}" "-m" "veilproof" "desk"' in text
    icon = next(line.partition("=")[2] for line in text.splitlines() if line.startswith("Icon="))
    assert Path(icon).is_file()
    if shutil.which("desktop-file-validate"):
        assert subprocess.run(["desktop-file-validate", path], capture_output=True, text=True).stdout == ""


def test_odd_names_of_the_interpreter_are_quoted() -> None:
    odd = '/opt/ann/a "b" $c `d` 100% \\e/python'
    assert r'Exec="/opt/ann/a \\"b\\" \\$c \\`d\\` 100%% \\\\e/python"' in icon_for("linux", odd)[1]
    line = icon_for("darwin", odd)[1].splitlines()[-1]
    assert shlex.split(line) == ["exec", odd, "-m", "veilproof", "desk"]
    assert '"C:\\100%%\\python.exe" "-m"' in icon_for("win32", "C:\\100%\\python.exe")[1]
