"""The small pack with the letters that a person in charge has written: about a new date, and a correction."""

from collections.abc import Mapping
from functools import cache

from engine import packs, publishing
from engine.packs import Pack
from engine.people import SYSTEM
from tests.engine.cases.office import Office
from tests.packs import SMALL

LETTERS: Mapping[str, str] = {
    "L5_holding": "Subject: It takes longer\n\nBecause: {{ extension_reason }} You have our answer by {{ new_date }}, "
                  "and hear from us by {{ next_date }}.\n",
    "L14_correction": "Subject: Correction of {{ corrected_subject }}\n\nDear {{ reader }}, of {{ corrected_on }}. "
                      "Wrong: {{ correction_wrong }} Right: {{ correction_right }}{{#link}} See {{ link }}{{/link}}\n",
}


@cache
def with_letters() -> Pack:
    small = packs.read_folder(SMALL)
    return Pack({**small.files, **{f"forms/letters/en/{name}.md": text.encode() for name, text in LETTERS.items()}})


def furnish(office: Office) -> Office:
    """From now on cases of the office are opened on this pack."""
    with office.database.transaction() as session:
        publishing.publish(session, with_letters(), SYSTEM, office.now)
    return office
