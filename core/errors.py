"""Messages for the user: errors and reasons, which the window translates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Message:
    """A sentence for the user, apart from its values so that the window can translate it.

    Attributes
    ----------
    template
        One sentence with ``{placeholders}``.
    values
        The values of the placeholders.
    """

    template: str
    values: Mapping[str, object] = field(default_factory=dict[str, object], hash=False)

    def __str__(self) -> str:
        """Return the sentence in English."""
        return self.template.format(**self.values)


class UserError(Exception):
    """A failure told in the user's words, on one line.

    Parameters
    ----------
    template
        One or two sentences with ``{placeholders}``. It stays apart from the values so that the
        window can translate it.
    **values
        What the placeholders stand for.
    """

    def __init__(self, template: str, **values: object) -> None:
        super().__init__(template.format(**values))
        self.template = template
        self.values = values


class UnreadableFileError(UserError):
    """A file could not be read; ``__cause__`` is the OSError."""
