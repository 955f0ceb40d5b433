"""Pictures of text in ten scripts, with exact truth: on signs, papers and screens, in perspective, blurred, noisy.

Fonts are those of Debian's packages fonts-noto-core and fonts-noto-cjk; backgrounds are photographs in which nobody
labelled text, or noise where there are none.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts")
_NOTO, _CJK = "truetype/noto/NotoSans{}-Regular.ttf", "opentype/noto/NotoSansCJK-Regular.ttc"
SCRIPTS = {
    "latin": (_NOTO.format(""), "Free press now 1984 Anna Petersen Ward 7 Exit only"),
    "cyrillic": (_NOTO.format(""), "Свобода слова Иван Петров улица Мира дом 12 выход"),
    "greek": (_NOTO.format(""), "Ελευθερία Αθήνα Μαρία Παπαδοπούλου οδός 25 έξοδος"),
    "arabic": (_NOTO.format("Arabic"), "حرية الصحافة شارع السلام محمد علي مخرج الطوارئ"),
    "hebrew": (_NOTO.format("Hebrew"), "חופש העיתונות רחוב השלום דוד כהן יציאה"),
    "devanagari": (_NOTO.format("Devanagari"), "स्वतंत्र प्रेस गांधी मार्ग राम कुमार निकास द्वार"),
    "bengali": (_NOTO.format("Bengali"), "মুক্ত সংবাদ শান্তি সড়ক রহিম উদ্দিন প্রস্থান"),
    "thai": (_NOTO.format("Thai"), "เสรีภาพสื่อ ถนนสุขุมวิท สมชาย ใจดี ทางออก"),
    "chinese": (_CJK, "新闻自由 和平路十二号 王小明 安全出口 人民广场"),
    "korean": (_CJK, "언론의 자유 평화로 김민수 비상구 서울시 중구"),
}
"""By script, its font and the words that are drawn."""
SIZE = (1280, 720)
"""Width and height of a scene, in pixels."""


@dataclass(frozen=True, slots=True)
class Scene:
    """One picture.

    Attributes:
        picture: uint8 [h, w, 3], RGB.
        lines: float32 [n, 4, 2], the corners of each line, in pixels.
        scripts: of each line.
        heights: float32 [n], of each line, in pixels, as its letters are high.
    """

    picture: NDArray[np.uint8]
    lines: NDArray[np.float32]
    scripts: list[str]
    heights: NDArray[np.float32]


def scene(number: int, backgrounds: list[NDArray[np.uint8]]) -> Scene:
    """A picture with a few plates of one to three lines each; the same number gives the same picture."""
    random = np.random.default_rng(number)
    picture = cv2.resize(backgrounds[int(random.integers(len(backgrounds)))], SIZE, interpolation=cv2.INTER_AREA)
    picture = np.asarray(picture, np.uint8)
    taken = np.zeros(SIZE[::-1], np.uint8)
    lines, scripts, heights = [], [], []
    for _ in range(int(random.integers(3, 7))):
        script = list(SCRIPTS)[int(random.integers(len(SCRIPTS)))]
        sign, quads, high = _sign(script, random)
        way = _placed(sign.shape[:2], random)
        outline = cv2.perspectiveTransform(_corners(0, 0, sign.shape[1], sign.shape[0])[None], way)[0]
        inside = ((outline >= 4) & (outline <= np.array(SIZE) - 4)).all()
        mask = cv2.fillConvexPoly(np.zeros_like(taken), np.round(outline).astype(np.int32), 1)
        if not inside or (mask & taken).any():
            continue
        taken |= mask
        warped = cv2.warpPerspective(sign, way, SIZE, flags=cv2.INTER_AREA)
        alpha = cv2.warpPerspective(np.full(sign.shape[:2], 255, np.uint8), way, SIZE, flags=cv2.INTER_LINEAR)
        share = alpha[..., None].astype(np.float32) / 255
        picture = (picture * (1 - share) + warped * share).astype(np.uint8)
        for quad, tall in zip(quads, high, strict=True):
            there = cv2.perspectiveTransform(quad[None].astype(np.float32), way)[0]
            shrunk = np.linalg.norm(there[3] - there[0]) / np.linalg.norm(quad[3] - quad[0])
            lines.append(there)
            scripts.append(script)
            heights.append(tall * shrunk)
    return Scene(
        _filmed(np.asarray(picture, np.uint8), random),
        np.array(lines, np.float32).reshape(-1, 4, 2),
        scripts,
        np.array(heights, np.float32),
    )


def _sign(script: str, random: np.random.Generator) -> tuple[NDArray[np.uint8], list[NDArray[np.float32]], list[float]]:
    """A flat sign, uint8 [h, w, 3], the corners of its lines, and how high their letters are, in its pixels."""
    font_file, text = SCRIPTS[script]
    size = int(random.integers(40, 60))
    font = ImageFont.truetype(str(FONTS / font_file), size)
    words = text.split()
    paper, ink = _colours(random)
    margin = int(size * random.uniform(0.4, 1.2))
    texts = []
    for _ in range(int(random.integers(1, 4))):
        first = int(random.integers(0, len(words)))
        texts.append(" ".join((words + words)[first : first + int(random.integers(1, 5))]))
    boxes = [font.getbbox(each) for each in texts]
    width = int(max(box[2] for box in boxes)) + 2 * margin
    step = int(size * random.uniform(1.5, 1.9))
    image = Image.new("RGB", (width, step * len(texts) + 2 * margin), paper)
    draw = ImageDraw.Draw(image)
    quads, heights = [], []
    for at, each in enumerate(texts):
        x, y = margin, margin + at * step
        draw.text((x, y), each, fill=ink, font=font)
        left, top, right, bottom = draw.textbbox((x, y), each, font=font)
        quads.append(_corners(left, top, right, bottom))
        heights.append(float(bottom - top))
    return np.asarray(image, np.uint8), quads, heights


def _colours(random: np.random.Generator) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
    """Of paper and ink: far apart in brightness, either the lighter one."""
    light, dark = random.integers(170, 256, 3), random.integers(0, 90, 3)
    pair = (light, dark) if random.random() < 0.65 else (dark, light)
    first, second = (tuple(int(value) for value in each) for each in pair)
    return first, second  # type: ignore[return-value]


def _corners(x1: float, y1: float, x2: float, y2: float) -> NDArray[np.float32]:
    return np.array([[x1, y1], [x2, y1], [x2, y2], [x1, y2]], np.float32)


def _placed(shape: tuple[int, int], random: np.random.Generator) -> NDArray[np.float64]:
    """How a sign lies in the picture: scaled, turned up to 40 degrees, tilted."""
    height, width = shape
    scale = float(np.exp(random.uniform(np.log(0.22), np.log(1.1))))
    scale = min(scale, 0.8 * SIZE[0] / width)
    angle = random.normal(0, 14) if random.random() < 0.7 else random.uniform(-40, 40)
    cos, sin = np.cos(np.radians(angle)) * scale, np.sin(np.radians(angle)) * scale
    centre = random.uniform((0.1 * SIZE[0], 0.1 * SIZE[1]), (0.9 * SIZE[0], 0.9 * SIZE[1]))
    whole = _corners(0, 0, width, height)
    there = (whole - [width / 2, height / 2]) @ np.array([[cos, sin], [-sin, cos]]) + centre
    there = there + random.normal(0, 0.03, (4, 2)) * scale * min(width, height)
    return np.asarray(cv2.getPerspectiveTransform(whole, there.astype(np.float32)), np.float64)


def _filmed(picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """As a camera sees it: blurred, shaken, noisy, compressed."""
    if random.random() < 0.4:
        picture = np.asarray(cv2.GaussianBlur(picture, (0, 0), float(random.uniform(0.5, 1.3))), np.uint8)
    if random.random() < 0.3:
        length = int(random.integers(3, 7))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        picture = np.asarray(cv2.filter2D(picture, -1, kernel), np.uint8)
    noise = random.normal(0, random.uniform(0, 9), picture.shape)
    picture = np.clip(picture + noise, 0, 255).astype(np.uint8)
    ok, code = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(45, 95))])
    assert ok
    return np.ascontiguousarray(np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])
