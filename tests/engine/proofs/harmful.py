"""Changes that break a promise, as a process owner may make them without noticing (issue "A drawing is proved").

Each was thought through by hand in the meaning that bpmn/obligations.toml gives the patterns: a person may do
their step at any moment or never, a timer fires when it is due if what it hangs on still waits, and what
Amends does itself takes no time.
"""

from tests.engine.proofs.harm import Harm
from tests.engine.proofs.harmful_closing import CLOSING, WATCHED
from tests.engine.proofs.harmful_laws import LAWS, LETTERS
from tests.engine.proofs.harmful_people import MONEY, PEOPLE
from tests.engine.proofs.harmful_time import ORDER, TIME

HARMFUL: tuple[Harm, ...] = (*ORDER, *TIME, *LAWS, *LETTERS, *PEOPLE, *MONEY, *CLOSING, *WATCHED)
