"""The words with which a person asks for kinds."""

from __future__ import annotations

import pytest

from veilproof.errors import VeilproofError
from veilproof.kind import Kind, kinds_of, words_of


def test_words_name_kinds_in_any_order_and_case() -> None:
    assert kinds_of("Plates, faces,faces") == (Kind.FACE, Kind.PLATE)
    assert words_of(kinds_of("text,heads")) == "heads,text"


@pytest.mark.parametrize("text", ["", "face", "faces,", "faces;text", "areas", "faces,logos"])
def test_an_unknown_word_is_refused_in_one_line_that_names_the_others(text: str) -> None:
    with pytest.raises(VeilproofError, match="there are faces, heads, text, plates") as refused:
        kinds_of(text)
    assert "\n" not in str(refused.value)
