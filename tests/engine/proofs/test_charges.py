"""Nobody pays to complain: a step or message that takes money from a complainant is found."""

import pytest

from engine.proofs import BROKEN, KEPT
from tests.engine.proofs.sketch import elements, form, person, process, promise, proved

FREE = promise("no-charge")


def named(name):
    return process("came -> take -> over", drawn=person("take").replace('id="take"', f'id="take" name="{name}"'))


@pytest.mark.parametrize("name", [
    "Collect the handling fee", "Wait for payment", "Check the deposit", "Ask for the advance payment",
    "The complainant pays", "Charge the customer",
])
def test_a_step_that_takes_money_is_found_by_its_words(name):
    found = proved(FREE, named(name))

    assert (found.verdict, found.shows_at.element.id) == (BROKEN, "take")
    assert found.replay.confirmed


@pytest.mark.parametrize("name", [
    "Refund the fee", "Waive the service charge", "Return the deposit", "Look at the charges", "Pay compensation",
    "Coffee is offered", "Who is in charge?",
])
def test_what_gives_money_back_or_only_speaks_of_it_is_a_remedy(name):
    assert proved(FREE, named(name)).verdict == KEPT


def test_a_form_that_asks_for_a_fee_is_found():
    asked = form(handling_fee={"type": "number"})
    drawn = process("came -> note -> over", drawn=person("note", "asked"))

    assert proved(FREE, drawn, asked=asked).verdict == BROKEN
    assert proved(FREE, drawn, asked=asked.replace(b"handling_fee", b"amount_paid")).verdict == KEPT


def test_a_step_that_no_case_comes_to_takes_no_money():
    fee = person("take").replace('id="take"', 'id="take" name="Collect the fee"')
    drawn = process("came -> ?never -> over", "?never -> {1 > 2} take -> over", drawn=fee)

    assert proved(FREE, drawn).verdict == KEPT
    assert elements(proved(FREE, drawn.replace(b"1 &gt; 2", b"1 &lt; 2")))[-1] == "take"
