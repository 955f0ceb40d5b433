"""Exporting the regions of a plan as annotations: COCO and CVAT, with the kind of each track as its category."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from veilproof.geometry import areas, corners, hulls
from veilproof.kind import Kind
from veilproof.plan.labels import ALL_BUT_LABEL, LABELS
from veilproof.plan.store import Plan
from veilproof.plan.types import PlannedTrack

CATEGORIES = {label: number for number, label in enumerate(LABELS, start=1)}
"""The number of each label in COCO and MOTChallenge files."""


def label_of(track: PlannedTrack) -> str:
    """The label of a track in exports: its kind, or that everything but it is covered."""
    return ALL_BUT_LABEL if track.all_but else track.kind.value


def as_coco(plan: Plan) -> str:
    """The regions as one COCO object (Lin et al. 2014): an image a frame, an annotation a region.

    A turned box is the polygon of its corners; its `bbox` is the upright box around it. `track_id`, `score` and
    `attributes` (rotation in degrees, decision) are what COCO leaves to its users.
    """
    facts = plan.facts
    size = {"width": int(facts["width"]), "height": int(facts["height"])}
    images = [{"id": number + 1, "file_name": f"{facts['name']}#{number}", **size} for number in range(len(plan.pts()))]
    annotations: list[dict[str, object]] = []
    for track in plan.tracks():
        boxes, angles = plan.boxes_of(track.id), plan.angles_of(track.id)
        around, quads, own = hulls(boxes, angles), corners(boxes, angles), areas(boxes)
        for at, (x1, y1, x2, y2) in enumerate(around.tolist()):
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "image_id": track.first + at + 1,
                    "category_id": CATEGORIES[label_of(track)],
                    "bbox": [round(v, 2) for v in (x1, y1, x2 - x1, y2 - y1)],
                    "segmentation": [[round(v, 2) for v in quads[at].reshape(-1).tolist()]],
                    "area": round(float(own[at]), 2),
                    "iscrowd": 0,
                    "score": round(track.confidence, 4),
                    "track_id": track.id,
                    "attributes": {"rotation": round(float(angles[at]), 2), "decision": track.decision.value},
                }
            )
    categories = [{"id": number, "name": label} for label, number in CATEGORIES.items()]
    document = {"images": images, "categories": categories, "annotations": annotations}
    return json.dumps(document, indent=1) + "\n"


def as_cvat(plan: Plan) -> str:
    """The tracks in the format "CVAT for video 1.1": a track with a box in every frame, turned as CVAT turns boxes."""
    facts = plan.facts
    root = ElementTree.Element("annotations")
    ElementTree.SubElement(root, "version").text = "1.1"
    task = ElementTree.SubElement(ElementTree.SubElement(root, "meta"), "task")
    ElementTree.SubElement(task, "name").text = facts["name"]
    ElementTree.SubElement(task, "size").text = str(len(plan.pts()))
    ElementTree.SubElement(task, "mode").text = "interpolation"
    labels = ElementTree.SubElement(task, "labels")
    for label in LABELS:
        ElementTree.SubElement(ElementTree.SubElement(labels, "label"), "name").text = label
    original = ElementTree.SubElement(task, "original_size")
    for side in ("width", "height"):
        ElementTree.SubElement(original, side).text = facts[side]
    for track in plan.tracks():
        tag = ElementTree.SubElement(
            root,
            "track",
            id=str(track.id),
            label=label_of(track),
            source="manual" if track.kind is Kind.AREA else "auto",
        )
        boxes, angles = plan.boxes_of(track.id).tolist(), plan.angles_of(track.id).tolist()
        for frame, (box, angle) in enumerate(zip(boxes, angles, strict=True), track.first):
            _box(tag, frame, box, angle, outside=False)
        if track.last + 1 < len(plan.pts()):
            _box(tag, track.last + 1, boxes[-1], angles[-1], outside=True)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _box(track: ElementTree.Element, frame: int, box: list[float], angle: float, *, outside: bool) -> None:
    sides = {name: f"{value:.2f}" for name, value in zip(("xtl", "ytl", "xbr", "ybr"), box, strict=True)}
    # CVAT counts from 0 to 360 degrees, clockwise as well.
    turned = {"rotation": f"{angle % 360:.2f}"} if angle else {}
    flags = {"keyframe": "1", "outside": str(int(outside)), "occluded": "0", "z_order": "0"}
    ElementTree.SubElement(track, "box", {"frame": str(frame), **flags, **sides, **turned})
