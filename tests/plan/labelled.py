"""Files with labels, as the tests of labels write them."""

from __future__ import annotations

import json
from pathlib import Path

from tests.plan.samples import FACTS
from veilproof.plan import Plan
from veilproof.plan.labels import LabelledFilm

FRAMES = 30
FILM = LabelledFilm(640, 360, FRAMES)


def empty(path: Path) -> Plan:
    """A finished plan without tracks."""
    plan = Plan.create(path, FACTS | {"time_base": "1/25"})
    plan.add({}, enumerate(range(FRAMES)), [])
    plan.finish({})
    return plan


def written(tmp_path: Path, text: str, name: str = "labels.xml") -> Path:
    file = tmp_path / name
    file.write_text(text, "utf-8", "surrogateescape")
    return file


def coco(frames: list[int], boxes: list[tuple[int, float]], **more: float) -> str:
    return json.dumps(
        {
            "images": [
                {"id": 100 + frame, "file_name": f"frame_{frame:06}.PNG", "width": 640, "height": 360}
                for frame in sorted({0, *frames})
            ],
            "categories": [{"id": 7, "name": "face", "supercategory": ""}],
            "annotations": [
                {"id": at, "image_id": 100 + frame, "category_id": 7, "bbox": [x, 20, 30, 40], "track_id": 1, **more}
                for at, (frame, x) in enumerate(boxes)
            ],
        }
    )
