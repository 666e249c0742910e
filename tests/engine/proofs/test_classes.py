"""The classes of cases whose dates are counted alike: by regimes, country and urgency."""

from engine.proofs.classes import classes
from tests.engine.proofs.sketch import content_of, dmn, packed, process
from tests.engine.proofs.test_timing import BINDS, REGIMES


def found(**more):
    pack = packed(process("came -> over"), regimes=REGIMES, **more)
    return classes(pack, content_of(pack))


def test_without_a_table_of_regimes_our_own_promise_binds_every_case():
    assert [one.label for one in found()] == ["U3, default", "U1, default"]


def test_every_list_of_regimes_that_a_table_can_give_makes_a_class_for_each_urgency():
    made = found(D_regimes=BINDS)

    assert {one.label for one in made} == {"U3, default", "U1, default", "U3, outside", "U1, outside"}
    assert {one.country for one in made if one.ids} == {"GB"}


def test_rows_that_can_fit_together_bind_together_and_others_do_not():
    rows = ['"GB" | - | "outside"', '- | "fee" | "default"', '"GB" | "tone" | "default"']
    table = dmn("D_regimes", ["country:string", "topic:string"], ["regimes:string"], rows, "COLLECT")

    assert {one.ids for one in found(D_regimes=table)} == {(), ("outside",), ("default",), ("outside", "default")}


def test_a_case_is_received_on_days_that_make_a_difference():
    [first, *_] = found()

    days = [received.strftime("%a %d %b %H") for received in first.receipts]

    assert days == ["Tue 03 Mar 10", "Fri 17 Apr 15", "Thu 16 Jul 19", "Fri 27 Nov 09", "Wed 23 Dec 16",
                    "Thu 31 Dec 11"]


def test_a_version_of_a_regime_is_looked_at_while_it_is_in_force():
    ended = REGIMES.replace(b'name = "Another body looks at it"\nvalid_from = 1970-01-01',
                            b'name = "Another body looks at it"\nvalid_from = 1970-01-01\nvalid_to = 2026-06-30')
    later = ended + ended[ended.rindex(b"[[regime]]"):].replace(b"1970-01-01\nvalid_to = 2026-06-30", b"2026-07-01")
    pack = packed(process("came -> over"), regimes=later, D_regimes=BINDS)

    made = [one for one in classes(pack, content_of(pack)) if one.ids]

    assert len(made) == 4
    for one in made:
        [version] = one.versions
        assert all(version.valid_from <= received.date() and (version.valid_to is None
                   or received.date() <= version.valid_to) for received in one.receipts)


def test_a_class_tells_the_dates_of_its_cases():
    by_label = {one.label: one for one in found(D_regimes=BINDS)}
    received = by_label["U3, outside"].receipts[0]

    assert "edr" not in by_label["U3, default"].dates(received)
    assert (by_label["U3, outside"].dates(received)["edr"] - received).days == 50
    assert by_label["U1, default"].dates(received)["final"].strftime("%d %b") == "10 Mar"  # five working days
    assert by_label["U3, default"].later("review_final", received, received) is not None
    assert by_label["U1, default"].facts == {"regimes": ["default"], "urgency": "U1", "country": "GB"}
