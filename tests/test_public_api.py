"""The public API as another program uses it."""

from __future__ import annotations

import inspect
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_type_hints

import av
import pytest

import veilproof
from docs.python_page import PAGE, page
from tests.conftest import Clip, OnlyWrites
from tests.decoded import frames_of
from tests.redacted import copied, redacted_folder
from tests.synthetic_video import VideoSpec, video
from veilproof import Step, audit

_README = (Path(__file__).parents[1] / "README.md").read_text("utf-8")


def _functions() -> Iterator[tuple[str, object]]:
    yield "audit", audit.audit
    yield "load_tools", audit.load_tools
    for name in veilproof.__all__:
        thing = getattr(veilproof, name)
        if inspect.isfunction(thing):
            yield name, thing
        elif inspect.isclass(thing) and not hasattr(thing, "__dataclass_fields__"):
            for method, function in inspect.getmembers(thing, lambda each: inspect.isfunction(each)):
                if method == "__init__" or not method.startswith("_"):
                    yield f"{name}.{method}", function
            for method, bound in inspect.getmembers(thing, inspect.ismethod):
                yield f"{name}.{method}", bound.__func__
    yield "Delivery.not_kept", veilproof.Delivery.not_kept


_FUNCTIONS = dict(_functions())


@pytest.mark.parametrize("name", [name for name in _FUNCTIONS if name.split(".")[-1] != "__init_subclass__"])
def test_whoever_takes_a_path_takes_text(name: str) -> None:
    hints = get_type_hints(_FUNCTIONS[name])
    hints.pop("return", None)
    taken = {argument: get_args(hint) or (hint,) for argument, hint in hints.items()}
    assert [argument for argument, types in taken.items() if Path in types] == []


def test_the_functions_that_take_paths_are_among_those() -> None:
    assert {"redact", "scan", "render", "load_detector", "Plan.__init__", "Plan.create", "Plan.snapshot"} <= set(
        _FUNCTIONS
    )


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == page(), "run `python -m docs.python_page`"


def test_everything_public_is_described() -> None:
    described = set(re.findall(r"^### (\w+)$", page(), re.MULTILINE))
    assert described | {"__version__"} == set(veilproof.__all__)


@pytest.mark.slow
def test_names_of_files_may_be_text(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copied(people_clip.path, tmp_path)
    monkeypatch.chdir(tmp_path)
    done = veilproof.render("people.mp4", "people.veil", "out.mp4", preview="sheet.png")
    assert done.output == Path("out.mp4")
    again = veilproof.redact("people.mp4", plan="people.veil", preview="other.png")
    assert again.reused
    assert Path("people.redacted.mp4").read_bytes() == Path("out.mp4").read_bytes()
    assert {path.name for path in tmp_path.glob("*.png")} == {"sheet.png", "other.png"}
    video(tmp_path / "empty.mp4")
    assert veilproof.scan("empty.mp4").plan == Path("empty.veil")
    with pytest.raises(veilproof.VeilproofError, match=r"c\.gif: no such file"):
        veilproof.redact("c.gif")


class _StopError(Exception):
    pass


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["scan", "render", "check"])
def test_progress_that_raises_stops_the_work_and_leaves_nothing_half_written(
    stage: str, tmp_path: Path, only_writes: OnlyWrites
) -> None:
    source = video(tmp_path / "march.mp4", VideoSpec(width=160, height=120))

    def stop(step: Step) -> None:
        if (step.stage, step.done) == (stage, 10):
            raise _StopError

    with only_writes(tmp_path, {"march.veil"}), pytest.raises(_StopError):
        veilproof.redact(source, progress=stop)
    done = veilproof.redact(source)
    assert done.reused is (stage != "scan")
    assert len(frames_of(done.rendered.output)) == done.rendered.frames == 20


@pytest.mark.slow
def test_the_lines_of_the_readme_run(people_clip: Clip, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = re.findall(r"^```python\n(.*?)^```", _README, re.MULTILINE | re.DOTALL)
    assert len(lines) == 1
    shared = redacted_folder(people_clip.path)
    shutil.copy(shared / "people.mp4", tmp_path / "march.mp4")
    shutil.copy(shared / "people.veil", tmp_path / "march.veil")
    monkeypatch.chdir(tmp_path)
    values: dict[str, Any] = {}
    exec(compile(lines[0], "README.md", "exec"), values)
    assert (tmp_path / "march.redacted.mp4").exists()
    picture = values["picture"]
    with av.open(str(tmp_path / "march.mp4")) as clip:
        last = list(clip.decode(video=0))[-1].to_ndarray(format="rgb24")
    assert picture.shape == last.shape
    assert (picture != last).any()
