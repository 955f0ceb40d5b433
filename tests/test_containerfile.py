"""What can be known of the Containerfile without building it."""

from __future__ import annotations

import json
import re
import tomllib
from fnmatch import fnmatch
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_PROJECT = tomllib.loads((_ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def _instructions() -> list[tuple[str, str]]:
    text = re.sub(r"^#.*\n", "", (_ROOT / "Containerfile").read_text("utf-8"), flags=re.MULTILINE)
    lines = [line.strip() for line in text.replace("\\\n", " ").splitlines() if line.strip()]
    return [(name.upper(), rest) for name, _, rest in (line.partition(" ") for line in lines)]


_INSTRUCTIONS = _instructions()


def _last_stage() -> list[tuple[str, str]]:
    start = max(number for number, (name, _) in enumerate(_INSTRUCTIONS) if name == "FROM")
    return _INSTRUCTIONS[start:]


def _copied() -> list[str]:
    """What is copied from the checkout."""
    words = [rest.split() for name, rest in _INSTRUCTIONS if name == "COPY" and not rest.startswith("--from=")]
    return [source for copied in words for source in copied[:-1] if not source.startswith("--")]


def test_it_runs_as_somebody_without_rights() -> None:
    users = [rest for name, rest in _last_stage() if name == "USER"]
    assert users
    assert users[-1].split(":")[0] not in {"root", "0"}
    after = [name for name, _ in _last_stage()][[name for name, _ in _last_stage()].index("USER") :]
    assert not {"COPY", "RUN"} & set(after)


def test_nothing_is_fetched_but_packages() -> None:
    assert not [rest for name, rest in _INSTRUCTIONS if name == "ADD"]
    assert not [rest for name, rest in _INSTRUCTIONS if name == "RUN" and re.search(r"https?:|curl|wget|git ", rest)]
    assert not [rest for name, rest in _last_stage() if name == "RUN"]


def test_every_image_has_a_version() -> None:
    images = [rest.split() for name, rest in _INSTRUCTIONS if name == "FROM"]
    stages = {words[2] for words in images if len(words) == 3}
    for image in (words[0] for words in images if words[0] not in stages):
        _, _, tag = image.rpartition("/")[2].partition(":")
        assert tag
        assert "latest" not in tag
        python = re.match(r"\d+\.\d+", tag)
        assert python
        assert f"Programming Language :: Python :: {python[0]}" in _PROJECT["classifiers"]


def test_what_is_copied_exists_and_reaches_the_builder() -> None:
    rules = (_ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in rules
    for source in _copied():
        assert (_ROOT / source).exists(), source
        assert f"!{source}" in rules
        assert not any(fnmatch(source, rule) for rule in rules[rules.index("*") + 1 :] if rule[:1] not in ("!", "#"))


def test_what_the_package_is_built_of_is_copied() -> None:
    assert {"pyproject.toml", "hatch_build.py", "src", _PROJECT["readme"], *_PROJECT["license-files"]} <= set(_copied())


def test_the_entry_point_is_the_command() -> None:
    (entry,) = [json.loads(rest)[0] for name, rest in _last_stage() if name == "ENTRYPOINT"]
    assert Path(entry).name in _PROJECT["scripts"]
    made = re.search(r"-m venv (\S+)", " ".join(rest for name, rest in _INSTRUCTIONS if name == "RUN"))
    assert made
    assert entry == f"{made[1]}/bin/{Path(entry).name}"
    assert ("COPY", f"--from=build {made[1]} {made[1]}") in _last_stage()
