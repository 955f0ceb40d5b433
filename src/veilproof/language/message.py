"""Messages for whoever reads a page: keys of the catalogues, of which the page makes sentences in its own language."""

from __future__ import annotations

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


def message(key: str, **values: str | int | tuple[Message, ...]) -> Message:
    """A message. What names something, as the number of a track does, is given as text."""
    return Message(key, values)


class LocalisedError(VeilproofError):
    """An error that a page says in its own language; everywhere else it is English."""

    def __init__(self, key: str, **values: str | int) -> None:
        """Give the key of the catalogues, and the values of its variables."""
        self.message = message(key, **values)
        super().__init__(self.message.english)


def messages_of(error: BaseException) -> list[dict[str, Any]]:
    """What a page says of an error, as JSON; nothing of one that the catalogues do not have."""
    return [error.message.as_json] if isinstance(error, LocalisedError) else []
