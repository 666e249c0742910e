"""Everything that is wrong with one form file, gathered before anything is raised."""

from engine.errors import Cause, FormInvalid
from engine.forms.answers import printable


class Faults:
    """The causes found so far in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.causes: list[Cause] = []

    def add(self, element: str, message: str, repair: str = "") -> None:
        """Note one cause; `element` is the field it is about, empty for the form as a whole."""
        self.causes.append(Cause(message, self.file, printable(element), "L16", repair))

    def stop(self) -> None:
        """Raise what was found.

        Raises:
            FormInvalid: with every cause.
        """
        if self.causes:
            raise FormInvalid(self.causes)
