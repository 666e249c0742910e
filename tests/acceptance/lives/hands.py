"""One spell of work on a case with twelve points: run as a program of its own, and killed at its end.

    python -m tests.acceptance.lives.hands DATABASE_URL HOME SPELL [REFERENCE]
"""

import os
import signal
import sys
from pathlib import Path

from engine.db import Database
from tests.acceptance.lives.town import Complaint, Town
from tests.databases import BASE_URL, KEY

POINTS = [f"Point number {number}" for number in range(1, 13)]
HANDS = ("ingrid", "daan", "elif")
FINDINGS = ("upheld", "partly", "refused")


def begin(town: Town, one: Complaint) -> None:
    """The points are listed, and the evidence for five of them gathered."""
    town.do(one, "Initial assessment")
    town.do(one, "Plan the investigation", points=POINTS)
    gather(town, one, 5)


def go_on(town: Town, one: Complaint) -> None:
    """The evidence for the others, and the first findings, in another order."""
    gather(town, one, 7)
    find(town, one, 3)


def come_to_an_end(town: Town, one: Complaint) -> None:
    """The other findings, and the answer."""
    find(town, one, 9)
    town.answer(one)


def gather(town: Town, one: Complaint, how_many: int) -> None:
    for number, task in enumerate(town.open(one, "Gather evidence")[:how_many]):
        town.do_task(task, HANDS[number % 3])


def find(town: Town, one: Complaint, how_many: int) -> None:
    for number, task in enumerate(town.open(one, "Findings on the point")[::-1][:how_many]):
        town.do_task(task, HANDS[(number + 1) % 3], finding=FINDINGS[number % 3], why=f"On {task.about}")


def main(url: str, home: str, spell: str, reference: str = "") -> None:
    town = Town(Database(url, key=KEY, base_url=BASE_URL, demo=True, zone="Europe/London"), Path(home))
    one = town.known(reference) if reference else town.complain()
    {"begin": begin, "go_on": go_on, "come_to_an_end": come_to_an_end}[spell](town, one)
    print(one.reference, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main(*sys.argv[1:])
