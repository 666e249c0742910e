"""One date asked alone is the one that all dates together hold."""

from datetime import UTC, datetime

import pytest

from engine.config import ROOT
from engine.packs import read_folder
from engine.regimes.counting import Count
from engine.regimes.dates import Dates

PACK = read_folder(ROOT)
RECEIVED = (datetime(2026, 3, 3, 12, tzinfo=UTC), datetime(2026, 12, 23, 12, tzinfo=UTC))


@pytest.mark.parametrize("id", sorted(PACK.regimes.regimes))
def test_a_date_asked_alone_is_that_of_the_case(id):
    calendar = PACK.calendar_of("GB", 2026, 2027)

    for moment in RECEIVED:
        binding = PACK.regimes.for_case([id], moment.date())
        for urgency in PACK.regimes.urgencies.values():
            dates = Dates(binding, urgency, Count(moment, calendar))
            together = {name: one.due for name, one in dates.all().items()}

            alone = {name: dates.due(name) for name in ("final", "edr", "deemed_granted", "refer_level", "warn75")}

            assert alone == {name: together.get(name) for name in alone}
