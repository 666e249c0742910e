"""Why somebody cannot own a case or do a task, as a value: the journal keeps it, pages word it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

SENTENCES: Mapping[str, str] = {
    "named": "{name} is named in the complaint",
    "reports": "{name} reports to {about}, whom the complaint is about",
    "manages": "{name} is the manager of {about}, whom the complaint is about",
    "did": "{name} did “{about}” in this case",
    "away": "{name} is away until {day}",
    "gone": "{name} does not work here any more",
    "full": "{name} owns {about} open cases, which is their limit",
    "untrained": "{name} has no training “{about}”",
    "expired": "{name}'s training “{about}” expired on {day}",
    "outside": "{name} is not in the group {about}",
}
"""Every reason there is, in the words of the log; pages have their own in the reader's language."""


@dataclass(frozen=True)
class Bar:
    """One reason why one person cannot. `about` names what the sentence is about (a colleague, a step, a
    skill, a number), `day` until or since when."""

    person_id: int
    name: str
    why: str
    about: str = ""
    day: date | None = None

    def __str__(self) -> str:
        return SENTENCES[self.why].format(name=self.name, about=self.about, day=self.day)

    def as_data(self) -> dict[str, Any]:
        """As the journal keeps it."""
        return {"person": self.person_id, "name": self.name, "why": self.why, "about": self.about,
                "day": self.day.isoformat() if self.day else None}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Bar":
        day = data.get("day")
        return cls(int(data["person"]), str(data["name"]), str(data["why"]), str(data.get("about") or ""),
                   date.fromisoformat(day) if day else None)
