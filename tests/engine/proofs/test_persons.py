"""Work that another person has to do: a step that does not keep out whoever did the other work is found."""

from engine.proofs import BROKEN, KEPT
from tests.engine.proofs.sketch import elements, inside, person, process, promise, proved

ANOTHER = promise("by-another-person", of="reviewed", not_by=["decided", "received"])


def drawn(not_by, ways=("came -> hear[received] -> look[decided] -> check -> over",), of=""):
    return process(*ways, drawn=of or person("check", milestone="reviewed", not_by=not_by))


def test_a_step_that_keeps_out_everybody_it_should_keeps_the_promise():
    assert proved(ANOTHER, drawn("decided, received")).verdict == KEPT


def test_a_step_that_lets_one_of_them_in_breaks_the_promise():
    found = proved(ANOTHER, drawn("decided"))

    assert (found.verdict, found.shows_at.element.id, found.missing) == (BROKEN, "check", ("received",))
    assert found.replay.confirmed
    assert elements(found).index("hear") < elements(found).index("check")


def test_who_can_do_the_other_work_only_afterwards_is_no_danger():
    ways = ("came -> check -> hear[received] -> look[decided] -> over",)

    assert proved(ANOTHER, drawn("", ways)).verdict == KEPT


def test_work_that_comes_back_after_the_other_work_is_a_danger():
    ways = ("came -> check -> look[decided] -> ?again -> over", "?again -> {channel == 'phone'} check")

    found = proved(ANOTHER, drawn("received", ways))

    assert (found.verdict, found.missing) == (BROKEN, ("decided",))
    assert elements(found).count("check") > 2  # it begins and ends, and begins anew


def test_every_step_inside_a_part_of_the_work_keeps_them_out():
    body = inside("checking", "begun -> one -> two -> done", milestone="reviewed",
                  drawn=person("one", not_by="decided, received") + person("two", not_by="received"))
    ways = ("came -> hear[received] -> look[decided] -> checking -> over",)

    found = proved(ANOTHER, drawn("", ways, body))

    assert (found.verdict, found.shows_at.element.id, found.missing) == (BROKEN, "two", ("decided",))


def test_work_of_a_person_that_no_person_does_breaks_the_promise():
    found = proved(ANOTHER, process("came -> look[decided] -> !check[reviewed] -> over"))

    assert (found.verdict, found.shows_at.element.id, found.missing) == (BROKEN, "check", ())
