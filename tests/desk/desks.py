"""A home folder of a person who opens the start page, and requests as the page makes them."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.archive.archives import clips
from tests.review.served import Client, Served, serving


@dataclass(frozen=True, slots=True)
class Home:
    """A home folder, and the small network that finds faces in it."""

    path: Path
    model: Path

    @property
    def footage(self) -> Path:
        """The folder with the clips."""
        return self.path / "Videos" / "footage"

    @property
    def results(self) -> Path:
        """The folder beside it, for the results."""
        return self.path / "Videos" / "footage.redacted"

    @contextlib.contextmanager
    def serving(self, *, before: str = "") -> Iterator[Served]:
        """Run `veilproof desk` for the person who lives here."""
        small = (
            "import os, functools, veilproof.desk.model as model;"
            f"os.environ['HOME'] = {str(self.path)!r}; os.environ.pop('XDG_CONFIG_HOME', None);"
            f"model.Options = functools.partial(model.Options, model={str(self.model)!r})"
        )
        with serving(command="desk", before=f"{small}\n{before}") as served:
            yield served


def home_in(folder: Path, model: Path, count: int = 2) -> Home:
    """A new home folder with so many clips."""
    home = Home(folder / "home", model)
    clips(home.footage, count)
    return home


def post(client: Client, path: str, body: object) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The answer to a request that is not refused."""
    code, _, content = client.ask("POST", path, json.dumps(body).encode())
    assert code == 200, content
    return json.loads(content)


def folder_of(client: Client, *names: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    """The folder that a person gets to from the location of that kind through folders of these names."""
    kind, *rest = names
    number = next(each["id"] for each in client.json("/api/desk/locations")["locations"] if each["kind"] == kind)
    folder = client.json(f"/api/desk/folder/{number}")
    for name in rest:
        number = next(each["id"] for each in folder["entries"] if each["name"] == name)
        folder = client.json(f"/api/desk/folder/{number}")
    return folder


def finished(client: Client, seconds: float = 600) -> list[dict[str, Any]]:
    """The rows once nothing is left to do."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        work = client.json("/api/desk/work")
        if not work["running"] and work["total"]:
            assert not work["message"]
            rows: list[dict[str, Any]] = work["rows"]
            return rows
        time.sleep(0.1)
    raise AssertionError(f"not finished: {work}")
