"""What the doctor says."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Finding:
    """Something that should not be so. `case` is a reference, empty where the whole database is
    meant. A warning asks for somebody's attention; anything else is a fault of Amends or its storage."""

    check: str
    case: str
    what: str
    warning: bool = False

    def to_dict(self) -> dict[str, Any]:
        return asdict(self)

    def __str__(self) -> str:
        kind = "warning" if self.warning else "fault"
        return f"{kind} · {self.case or 'database'} · {self.check}: {self.what}"
