"""Messages for the user: errors and reasons, which the window translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

_LONGEST = 300
"""Characters of a text of a file in a message."""
_LONGEST_PATH = 1000
"""Characters of a path in a message: it is needed whole."""


def printable(text: str) -> str:
    """Return a text as one line; what cannot be shown, such as a line break, becomes a space."""
    return "".join(character if character.isprintable() else " " for character in text)


def shortened(text: str, longest: int = _LONGEST) -> str:
    """Return a text; the middle of one of more than 300 characters, or `longest`, is left out."""
    if len(text) <= longest:
        return text
    return f"{text[: longest // 2]}…{text[1 - longest // 2 :]}"


def _shortened(values: Mapping[str, object]) -> dict[str, object]:
    return {name: _shortened_value(value) for name, value in values.items()}


def _shortened_value(value: object) -> object:
    match value:
        case str():
            return shortened(value)
        case PurePath() if len(str(value)) > _LONGEST_PATH:
            return shortened(str(value), _LONGEST_PATH)
        case _:
            return value


def reason_of(error: BaseException) -> str:
    """Return the message of an error on one line of at most 200 characters."""
    return printable(str(error) or type(error).__name__).strip()[:200].rstrip(".")


@dataclass(frozen=True)
class Message:
    """A sentence for the user, stored as a template so that the window can translate it.

    Attributes
    ----------
    template
        One sentence with ``{placeholders}``.
    values
        The values of the placeholders. Of a long text, the middle is left out.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", _shortened(self.values))

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template.format(**self.values)


class UserError(Exception):
    """An error whose message is meant for the user, on one line.

    Parameters
    ----------
    template
        One or two sentences with ``{placeholders}``, which the window can translate.
    **values
        The values of the placeholders. Of a long text, the middle is left out.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.template = template
        self.values = _shortened(values)
        super().__init__(printable(template.format(**self.values)))


class UnreadableFileError(UserError):
    """A file could not be read; ``__cause__`` is the OSError."""
