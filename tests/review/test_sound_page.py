"""The sound on the review page, with mouse and keyboard, judged by the plan, by what is heard and by the output."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, Page

from tests.conftest import Clip
from tests.redacted import copied
from tests.review.served import (
    Client,
    answer,
    at_frame,
    begin,
    files_in,
    first_answered,
    notified,
    saved,
    serving,
    window,
)
from tests.sound.spoken import RATE, film, heard_in, spoken
from veilproof import Plan, scan
from veilproof.plan import SoundDecision
from veilproof.plan.sound_spans import decided_spans

pytestmark = pytest.mark.slow

_LISTEN = """
    window.heard = [];
    const start = AudioBufferSourceNode.prototype.start;
    AudioBufferSourceNode.prototype.start = function (...given) {
        const samples = this.buffer.getChannelData(0);
        const seconds = samples.length / this.buffer.sampleRate;
        // Until it is stopped, so that nobody has to look within the second that it takes.
        this.loop = true;
        window.heard.push({ seconds, loudest: samples.reduce((most, each) => Math.max(most, Math.abs(each)), 0) });
        return start.apply(this, given);
    };
"""
"""What the loudspeaker would get."""


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Speech of some 4.5 s, after a second of silence, and its plan."""
    folder = tmp_path_factory.mktemp("spoken")
    pause = np.zeros(RATE, np.float32)
    source = film(folder / "talk.mp4", np.concatenate([pause, spoken(), pause])[None], codec="aac")
    scan(source)
    return source


@pytest.fixture
def talk(scanned: Path, tmp_path: Path) -> Path:
    for path in (scanned, scanned.with_suffix(".veil")):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path / "talk.mp4"


def _decided(source: Path) -> list[tuple[float, float, SoundDecision, str]]:
    with Plan(source.with_suffix(".veil")) as plan:
        spans = decided_spans(plan.stretches())
    return [(float(span.start), float(span.end), span.decision, span.reason) for span in spans]


def _x(page: Page, seconds: float) -> float:
    """Where a time is in the lane."""
    place: float = page.evaluate(
        """seconds => {
            const { left, width } = document.querySelector('sound-lane').getBoundingClientRect();
            const { times, sound } = document.querySelector('film-view').model.about;
            const end = Math.max(times.at(-1) + times[1], sound.end / 1000);
            return left + 10 + (width - 20) * seconds * 1000 / end;
        }""",
        seconds,
    )
    return place


def _drag(page: Page, start: float, end: float) -> None:
    box = page.locator("sound-lane").bounding_box()
    assert box is not None
    middle = box["y"] + box["height"] / 2
    page.mouse.move(_x(page, start), middle)
    page.mouse.down()
    page.mouse.move(_x(page, (start + end) / 2), middle)
    page.mouse.move(_x(page, end), middle)
    page.mouse.up()


def _wave(page: Page) -> None:
    page.wait_for_function("() => document.querySelector('sound-lane').dataset.wave > 0")


def test_a_stretch_is_drawn_bleeped_dragged_moved_and_undone(talk: Path, browser: Browser) -> None:
    with serving(talk) as served, window(browser, served.address, "AB") as page:
        _wave(page)
        _drag(page, 2, 3)
        page.keyboard.press("3")
        saved(page)
        ((start, end, decision, _),) = _decided(talk)
        assert (start, end) == pytest.approx((2, 3), abs=0.02)
        assert decision is SoundDecision.BLEEP
        _drag(page, 3, 3.5)
        page.wait_for_selector("top-bar button[title^='Undo: move sound']")
        ((start, end, _, _),) = _decided(talk)
        assert (start, end) == pytest.approx((2, 3.5), abs=0.02)
        _drag(page, 2.7, 3.7)
        page.locator("sound-bar h2", has_text="0:03.").wait_for()
        saved(page)
        ((start, end, _, _),) = _decided(talk)
        assert (start, end) == pytest.approx((3, 4.5), abs=0.04)
        page.keyboard.press("u")
        notified(page, "Undone: move sound")
        ((start, end, _, _),) = _decided(talk)
        assert (start, end) == pytest.approx((2, 3.5), abs=0.02)


def test_speech_is_silenced_with_the_keyboard_alone_and_the_output_is_silent_there(
    talk: Path, browser: Browser
) -> None:
    with serving(talk) as served, window(browser, served.address, "KB") as page:
        _wave(page)
        page.keyboard.press("t")
        page.keyboard.press("2")
        notified(page, "silent now")
        page.keyboard.press("y")
        answer(page, "a name")
        saved(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Home")
        at_frame(page, 0)
        page.keyboard.press("}")
        page.keyboard.press("1")
        notified(page, "a voice identifies")
        page.keyboard.press("Control+Enter")
        page.get_by_text("1 stretch kept, 1 stretch silent; the rest is left out").wait_for()
        page.get_by_role("button", name="Render talk.redacted.mp4").click()
        page.locator(".job-message", has_text="sound: 1 stretch kept, the rest left out").wait_for()
    kept, silent = _decided(talk)
    assert kept[2:] == (SoundDecision.KEEP, "")
    assert kept[0] <= 0 < kept[1] <= 0.3
    assert silent[2:] == (SoundDecision.SILENCE, "a name")
    assert silent[0] < 1.2
    assert silent[1] > 4
    start, samples, rate = heard_in(talk.with_name("talk.redacted.mp4"))
    assert np.abs(samples[:, round(0.4 * rate) - start :]).max() < 1e-4
    assert files_in(talk.parent) == {"talk.mp4", "talk.veil", "talk.redacted.mp4"}


def test_it_is_heard_before_and_after_from_memory_only(talk: Path, browser: Browser) -> None:
    before = files_in(talk.parent)
    with serving(talk) as served, window(browser, served.address) as page:
        page.add_init_script(_LISTEN)
        page.reload()
        begin(page)
        _wave(page)
        _drag(page, 1.5, 2.5)
        page.keyboard.press("2")
        saved(page)
        with page.expect_response("**/sound?*") as response:
            page.keyboard.press("h")
        assert response.value.headers["cache-control"] == "no-store"
        page.locator("sound-bar button[aria-pressed=true]", has_text="Hear before").wait_for()
        page.keyboard.press("Shift+H")
        page.wait_for_function("() => window.heard.length === 2")
        original, output = page.evaluate("window.heard")
        page.keyboard.press("Shift+H")
        page.locator("sound-bar button[aria-pressed=true]", has_text="Hear").wait_for(state="detached")
    assert original["seconds"] == pytest.approx(1, abs=0.05)
    assert original["loudest"] > 0.1
    assert output["loudest"] == 0
    assert files_in(talk.parent) == before


def test_where_a_voice_is_disguised_the_page_says_that_it_is_not_anonymous(talk: Path, browser: Browser) -> None:
    with serving(talk) as served, window(browser, served.address) as page:
        _wave(page)
        warning = page.locator("sound-bar .warning")
        assert not warning.is_visible()
        page.keyboard.press("t")
        page.keyboard.press("4")
        warning.wait_for()
        text = warning.inner_text()
        assert "not anonymous" in text
        assert "For people at risk choose silence, or publish what was said as text" in text
        page.keyboard.press("5")
        warning.wait_for(state="hidden")
        page.keyboard.press("Control+Enter")
        page.locator("finish-sheet").get_by_label("Sound").select_option("disguise")
        page.locator("finish-sheet .warning.of-sound").wait_for()
        page.get_by_role("button", name="Render talk.redacted.mp4").click()
        page.locator(".job-message", has_text="a disguised voice is not anonymous").wait_for()
    _, before, rate = heard_in(talk)
    _, after, _ = heard_in(talk.with_name("talk.redacted.mp4"))
    speech = slice(round(1.5 * rate), round(4 * rate))
    assert np.abs(after[0, speech]).max() > 0.1
    assert abs(np.corrcoef(before[0, speech], after[0, speech])[0, 1]) < 0.2


def test_a_key_without_a_chosen_span_decides_nothing(talk: Path, browser: Browser) -> None:
    with serving(talk) as served, window(browser, served.address) as page:
        _wave(page)
        for key in "12345":
            page.keyboard.press(key)
            notified(page, "Choose sound first")
        page.mouse.move(_x(page, 2), 0)
        page.keyboard.press("n")
        page.keyboard.press("2")
    assert _decided(talk) == []


def test_the_number_that_answers_a_question_decides_nothing_about_the_chosen_sound(
    talk: Path, browser: Browser
) -> None:
    with serving(talk) as served, window(browser, served.address) as page:
        _wave(page)
        page.keyboard.press("t")
        page.keyboard.press("o")
        page.locator("area-sheet dialog[open]").wait_for()
        page.keyboard.press("1")
        page.locator("track-card", has_text="whole frame").wait_for()
        saved(page)
    assert _decided(talk) == []


def test_a_stretch_that_was_changed_elsewhere_is_not_dragged_over(talk: Path, browser: Browser) -> None:
    with serving(talk) as served, window(browser, served.address, survives=True) as page:
        _wave(page)
        _drag(page, 2, 3)
        page.keyboard.press("3")
        saved(page)
        # As if the change were made while the mouse is down.
        first_answered(page, "**/plan", lambda route: route.abort())
        with page.expect_event("requestfailed"), Plan(talk.with_suffix(".veil")) as plan:
            plan.decide_sound([(Fraction(2), Fraction(7, 2))], SoundDecision.SILENCE)
        _drag(page, 3, 4)
        notified(page, "changed elsewhere")
    assert [each[:3] for each in _decided(talk)][-1] == (2, 3.5, SoundDecision.SILENCE)


def test_a_film_without_sound_has_no_lane(people_clip: Clip, tmp_path: Path, browser: Browser) -> None:
    source = copied(people_clip.path, tmp_path)
    with serving(source) as served, window(browser, served.address) as page:
        assert not page.locator("sound-lane").is_visible()
        assert not page.locator("sound-bar").is_visible()
        page.keyboard.press("t")
        notified(page, "This file has no sound")


def test_odd_requests_for_sound_are_refused_in_one_line(talk: Path) -> None:
    with serving(talk) as served:
        client = Client(served).authenticated()
        plan = talk.with_suffix(".veil")
        before = plan.read_bytes()
        for query in (
            "",
            "start=0",
            "start=0&end=x",
            "start=0&end=9&audio=x",
            "start=0&end=1e9",
            f"start=0&end={10**18}",
            "start=5&end=5",
        ):
            code, _, content = client.ask("GET", f"/api/0/sound?{query}")
            assert code in (400, 422), query
            assert b"\n" not in content
        for change in (
            {"do": "decide_sound", "start": 0, "end": 10**18, "decision": "keep"},
            {"do": "decide_sound", "start": 0, "end": 10, "decision": "loud"},
            {"do": "decide_sound", "start": 10, "end": 0, "decision": "keep"},
            {"do": "move_sound", "start": 0, "end": 10, "new_start": 5, "new_end": 20},
        ):
            code, answered = client.change(change)
            assert code in (400, 409, 422), change
            assert "\n" not in answered["message"]
        assert client.ask("GET", "/api/0/wave", Veilproof_Key=None)[0] == 403
        assert client.ask("GET", "/api/0/sound?start=0&end=1000000", Veilproof_Key=None)[0] == 403
        assert plan.read_bytes() == before
