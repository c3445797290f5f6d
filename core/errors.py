"""The one error that is meant for the person at the screen."""

from __future__ import annotations


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
    """The operating system did not let a file be read, so nothing is known of its content.

    Its cause is the OSError.
    """
