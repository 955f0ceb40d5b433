"""What subtitles hold and nobody is shown is not kept: override tags, voices, unknown tags, notes, names in headers."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import av
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.media.rewriting import rewrite
from tests.synthetic_video import VideoSpec, video
from veilproof.media.subtitle_text import subtitle_cleaner
from veilproof.media.video_write import Subtitles

_FEW = tuple(Fraction(i, 25) for i in range(4))
_ASS_EVENT = "0,0,Default,,0,0,0,,"


def _cleaned(codec: str, text: str) -> str:
    """What is kept of a packet with this text."""
    cleaner = subtitle_cleaner(codec)
    assert cleaner is not None
    if codec == "mov_text":
        kept = cleaner.packet(len(text.encode()).to_bytes(2, "big") + text.encode())
        return kept[2 : 2 + int.from_bytes(kept[:2], "big")].decode()
    event = _ASS_EVENT if codec == "ass" else ""
    return cleaner.packet((event + text).encode()).decode().removeprefix(event)


@pytest.mark.parametrize(
    "text",
    [
        r"{\PLANTED}hello",
        r"{\b1\PLANTED\i1}hello",
        r"{\i1 PLANTED}hello",
        r"{\bPLANTED}hello",
        r"{\fnPLANTED}hello",
        r"{\rPLANTED}hello",
        r"{\1cPLANTED}hello",
        r"{\pos(PLANTED)}hello",
        r"{\t(0,9,\PLANTED)}hello",
        r"{\t(PLANTED,\b1)}hello",
        r"{\t(0,9,\t(\PLANTED))}hello",
        r"{\clip(PLANTED)}hello",
        r"{\b1\(PLANTED}hello",
        r"{PLANTED\b1}hello{PLANTED}",
        r"{\p1}m 0 0 l 9 9 PLANTED{\p0}hello",
        r"{\b1\p1}PLANTED{\p}hello",
        r"{{\b1}hello{a{PLANTED}",
    ],
)
def test_only_tags_that_players_know_are_kept_of_substation_alpha(text: str) -> None:
    assert "PLANTED" not in _cleaned("ass", text)
    assert re.sub(r"\{[^}]*\}", "", _cleaned("ass", text)).endswith("hello")


@pytest.mark.parametrize(
    "text",
    [
        r"{\an8\b1\i0\fs20\fscx120}hello\N{\fnArial\1c&HFFFFFF&\alpha&H80&}all",
        r"{\pos(10.5,-3)\fad(100,200)\t(0,500,1.5,\frz30\c&HFF&)}hello",
        r"{\clip(0,0,10,10)\k20}hel{\kf30}lo",
        r"{\iclip(2,m 0 0 l 10 0 10 10)\p1}m 0 0 l 5 5{\p0}hello { and so on",
    ],
)
def test_tags_that_change_what_is_shown_stay(text: str) -> None:
    assert _cleaned("ass", text) == text


@pytest.mark.parametrize(
    ("codec", "text", "kept"),
    [
        ("webvtt", "<v PLANTED>hello</v> all", "hello all"),
        ("webvtt", "<PLANTED>hello</PLANTED>", "hello"),
        ("webvtt", "<i PLANTED>hello</i>", "<i>hello</i>"),
        ("webvtt", "<lang PLANTED>hello</lang>", "hello"),
        ("webvtt", "<c.PLANTED.yellow.bg_blue>hello</c>", "<c.yellow.bg_blue>hello</c>"),
        ("webvtt", "<b>hel<00:01:02.500>lo</b><PLANTED", "<b>hel<00:01:02.500>lo</b>"),
        ("webvtt", "<00:01:02.500PLANTED>hello", "hello"),
        ("webvtt", "hello\n\nNOTE PLANTED\nPLANTED", "hello"),
        ("webvtt", "hello\r\n\r\nSTYLE PLANTED", "hello"),
        ("webvtt", "hello\n\nPLANTED born 1970\nfoo", "hello"),
        ("webvtt", "hello\n<PLANTED>\nall", "hello\nall"),
        ("webvtt", "3 &lt; 5 {x}", "3 &lt; 5 {x}"),
        ("subrip", '<font face="PLANTED" color="#ff0000">hello</font>', '<font color="#ff0000">hello</font>'),
        ("subrip", "<font color=PLANTED size=12>hello</font>", '<font size="12">hello</font>'),
        ("subrip", "<FONT PLANTED>hello</FONT PLANTED>", "<font>hello</font>"),
        ("subrip", "<PLANTED>hello</PLANTED><!-- PLANTED -->", "hello"),
        ("subrip", "<<x>PLANTED>hello", "PLANTED>hello"),
        ("subrip", "<b PLANTED>hello</b> <i>all</i> I <3 you", "<b>hello</b> <i>all</i> I <3 you"),
        ("subrip", r"{\PLANTED}{PLANTED}{Y:PLANTED}{\an8}{y:i}hello", r"{\an8}{y:i}hello"),
        ("subrip", "<<Bonjour, Jean>>", "<<Bonjour, Jean>>"),
        ("subrip", "I <3 you > me", "I <3 you > me"),
        ("subrip", "x < y and y > z", "x < y and y > z"),
        ("subrip", "< Bonjour >", "< Bonjour >"),
        ("subrip", "<<<PLANTED>hello", "hello"),
        ("subrip", "<PLAN<x>TED>hello", "TED>hello"),
        ("subrip", "<8<x>PLANTED>< fo<x>nt PLANTED>hello", "PLANTED>nt PLANTED>hello"),
        ("subrip", "<{x}PLANTED>hello", "hello"),
        ("subrip", "<PLANTED,PLANTED>hello</PLANTED>", "hello"),
        ("subrip", "<\u00c9PLANTED>hello<3PLANTED><_PLANTED>", "hello"),
        ("subrip", "< font face=PLANTED>hello< / font>", "<font>hello</font>"),
        ("text", "<PLANTED>hello", "hello"),
        ("mov_text", r"{\PLANTED}hello{PLANTED}", "hello"),
    ],
)
def test_only_known_tags_are_kept_of_markup_and_the_words_stay(codec: str, text: str, kept: str) -> None:
    assert _cleaned(codec, text) == kept


@pytest.mark.parametrize("codec", ["ass", "webvtt", "subrip", "mov_text"])
@given(text=st.text(st.sampled_from(r"<>{}\/()&;,.:= '\"" + "\n" + "bipvcft019H"), max_size=60))
def test_what_was_cleaned_is_clean(codec: str, text: str) -> None:
    once = _cleaned(codec, text)
    assert _cleaned(codec, once) == once


_FIELDS = "Name, PLANTED, Fontname, Fontsize, Bold"
_HEADERS = [
    f"[V4+ Styles]\nFormat: {_FIELDS}\nStyle: PLANTED,PLANTED,PLANTED,20,-1\nStyle: Default,1,Arial,30,PLANTED",
    "[Script Info]\nPlayResX: PLANTED\nTimer: PLANTED\nScriptType: PLANTED\nPLANTED: 1\nPLANTED",
    "[PLANTED]\nPLANTED: 1\n[Events]\nFormat: PLANTED, Text\nComment: PLANTED\nDialogue: PLANTED\n[Fonts]\nPLANTED",
    "PLANTED\n[Script Info]\n; PLANTED\n!: PLANTED\nWrapStyle: 2\nWrapStyle: 1\nPlayResX: 99999999999999999999",
]


@pytest.mark.parametrize("header", _HEADERS)
def test_nothing_free_is_kept_of_the_header_of_substation_alpha(header: str) -> None:
    cleaner = subtitle_cleaner("ass")
    assert cleaner is not None
    kept = cleaner.header(header.encode())
    assert kept is not None
    assert b"PLANTED" not in kept
    assert b"9999" not in kept
    assert kept.count(b"WrapStyle") <= 1
    assert cleaner.removed
    if b"Styles" in kept:
        names = kept.decode().split("Format: ")[1].split("\n")[0].split(", ")
        for style in (line for line in kept.decode().split("\n") if line.startswith("Style: ")):
            values = dict(zip(names, style.removeprefix("Style: ").split(","), strict=True))
            assert (values["Fontname"], values["Fontsize"]) in (("Arial", "20"), ("Arial", "30"))
    again = subtitle_cleaner("ass")
    assert again is not None
    assert again.header(kept) == kept


def _style_of(header: str) -> dict[str, str]:
    """The first style of the header once it was cleaned."""
    cleaner = subtitle_cleaner("ass")
    assert cleaner is not None
    lines = (cleaner.header(header.encode()) or b"").decode().split("\n")
    names, values = (
        next(line.removeprefix(start) for line in lines if line.startswith(start)) for start in ("Format: ", "Style: ")
    )
    return dict(zip(names.split(", "), values.split(","), strict=True))


def test_colours_of_older_styles_are_decimal_numbers() -> None:
    style = _style_of(
        "[V4 Styles]\nFormat: Name, PrimaryColour, SecondaryColour, TertiaryColour, BackColour\n"
        "Style: Default,16777215,65535,PLANTED,-2147483640"
    )
    assert (style["PrimaryColour"], style["SecondaryColour"]) == ("16777215", "65535")
    assert (style["TertiaryColour"], style["BackColour"]) == ("&H00000000", "-2147483640")


def test_a_field_that_a_style_does_not_give_keeps_words_readable() -> None:
    style = _style_of("[V4+ Styles]\nFormat: Name, Italic\nStyle: Default,-1")
    assert style["Italic"] == "-1"
    assert (style["Fontsize"], style["ScaleX"], style["ScaleY"]) == ("20", "100", "100")
    assert (style["Alignment"], style["Outline"], style["Shadow"]) == ("2", "2", "2")
    assert (style["PrimaryColour"], style["OutlineColour"]) == ("&H00FFFFFF", "&H00000000")
    assert (style["Bold"], style["Angle"]) == ("0", "0")


@pytest.mark.parametrize(
    ("codec", "hostile"),
    [
        ("ass", "[V4+ Styles]\nFormat: " + "a " * 20_000 + ";"),
        ("ass", "[Script Info]\nPlayResX: " + "1" * 200_000 + ";"),
        ("dvd_subtitle", "palette: " + "f" * 200_000),
    ],
)
def test_a_hostile_header_ends(codec: str, hostile: str) -> None:
    cleaner = subtitle_cleaner(codec)
    assert cleaner is not None
    kept = cleaner.header(hostile.encode())
    assert kept is not None
    assert len(kept) < 500


@pytest.mark.parametrize("codec", ["ass", "webvtt", "subrip", "mov_text"])
@pytest.mark.parametrize("hostile", ["{", "<", "(", "{\\t(", "<font color=", "\n \n", "{\\clip(1,", "< ", " ", "<1"])
def test_a_hostile_packet_ends(codec: str, hostile: str) -> None:
    _cleaned(codec, hostile * 5_000)
    _cleaned(codec, hostile * 5_000 + "}>")
    _cleaned(codec, "<" + hostile * 5_000 + "}>")


def test_styles_of_text_in_mp4_are_numbers_in_range() -> None:
    cleaner = subtitle_cleaner("mov_text")
    assert cleaner is not None
    record = b"\0\0\0\5PL\2\x14\xff\xff\xff\xff"
    styles = b"\0\0\0\x21styl\0\1" + record + b"PLANTEDPLAN"
    assert cleaner.packet(b"\0\5hello" + styles) == b"\0\5hello\0\0\0\x16styl\0\1\0\0\0\5\0\1" + record[6:]


def test_a_film_with_subrip_keeps_its_words_alone(tmp_path: Path) -> None:
    text = tmp_path / "in.srt"
    text.write_text('1\n00:00:00,040 --> 00:00:00,100\n<PLANTED><font face="PLANTED">hello</font> {PLANTED}all\n')
    source = tmp_path / "in.mkv"
    with (
        av.open(str(text)) as words,
        av.open(str(video(tmp_path / "p.mkv", VideoSpec(times=_FEW)))) as film,
        av.open(str(source), "w") as target,
    ):
        picture = target.add_stream_from_template(film.streams.video[0])
        subtitle = target.add_stream_from_template(words.streams.subtitles[0])
        for container, stream in ((words, subtitle), (film, picture)):
            for packet in container.demux():
                if packet.size:
                    packet.stream = stream
                    target.mux(packet)
    assert b"PLANTED" in source.read_bytes()
    rewrite(source, tmp_path / "out.mkv", subtitles=Subtitles.KEEP)
    assert b"PLANTED" not in (tmp_path / "out.mkv").read_bytes()
    with av.open(str(tmp_path / "out.mkv")) as container:
        (kept,) = [bytes(packet) for packet in container.demux(subtitles=0) if packet.size]
    assert kept == b"<font>hello</font> all"
