"""Messages for whoever reads a page: keys of the catalogues, of which the page makes sentences in its own language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from veilproof.errors import VeilproofError
from veilproof.language import text


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence of the catalogues, or a part of one.

    Attributes:
        key: of the catalogues.
        values: in place of its variables; several messages in one place stand there one after the other.
    """

    key: str
    values: dict[str, str | int | tuple[Message, ...]]

    @property
    def english(self) -> str:
        """The sentence for the terminal, and for whoever has no page."""
        values = {
            name: ", ".join(each.english for each in value) if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return text("en", self.key, **values)

    @property
    def as_json(self) -> dict[str, Any]:
        """The same as page/text.js takes it."""
        values = {
            name: [each.as_json for each in value] if isinstance(value, tuple) else value
            for name, value in self.values.items()
        }
        return {"key": self.key, "values": values}


class Words(str):
    """A part of a sentence in English, which a page says in its own language.

    What goes into JSON by msgspec, which knows no kinds of text, must be made `str` first.
    """

    message: Message

    def __new__(cls, key: str, **values: str | int) -> Words:
        """The words of this key of the catalogues; a value may be words as well."""
        said = message(key, **{name: _parts(value) for name, value in values.items()})
        words = super().__new__(cls, said.english)
        words.message = said
        return words

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """A copy is plain text."""
        return str, (str(self),)


def _parts(value: str | int) -> str | int | tuple[Message, ...]:
    return (value.message,) if isinstance(value, Words) else value


def message(key: str, **values: str | int | tuple[Message, ...]) -> Message:
    """A message. What names something, as the number of a track does, is given as text."""
    return Message(key, values)


class LocalisedError(VeilproofError):
    """An error that a page says in its own language; everywhere else it is English."""

    def __init__(self, key: str, *, english: str = "", **values: str | int | tuple[Message, ...]) -> None:
        """Give what the page says.

        Args:
            key: of the catalogues.
            english: what is said everywhere else, where a path is known and there are options; if not given, the same.
            values: of the variables of the key.
        """
        self.message = message(key, **values)
        super().__init__(english or self.message.english)


def said(what: Iterable[Message] | Exception, english: str | None = None) -> dict[str, Any]:
    """What a page says, as JSON.

    Args:
        what: messages, or an error.
        english: in place of the words of an error.

    Returns:
        `message` in English, and `messages`, of which the page makes it in its own language: none of an error that the
        catalogues do not have.
    """
    if isinstance(what, Exception):
        messages = [what.message] if isinstance(what, LocalisedError) else []
        english = str(what) if english is None else english
    else:
        messages = list(what)
        english = "; ".join(each.english for each in messages) if english is None else english
    return {"message": english, "messages": [each.as_json for each in messages]}
