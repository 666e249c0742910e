"""Who does something, as the journal names them."""

from dataclasses import dataclass

from engine.model import Person


@dataclass(frozen=True)
class Actor:
    """Who does something: a person, the complainant, or the system by itself."""

    kind: str
    name: str
    id: int | None = None

    def __str__(self) -> str:
        return self.name


COMPLAINANT = Actor("complainant", "Complainant")
SYSTEM = Actor("system", "Amends")


def as_actor(person: Person) -> Actor:
    return Actor("person", person.name, person.id)
