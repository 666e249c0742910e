"""Following a complaint."""

from zoneinfo import ZoneInfo

from engine import sealing
from tests.web.public.conftest import follow_path, shown
from web.public.follow import WRONG_AN_HOUR


def test_reference_and_code_open_the_complaint_however_they_are_typed(visitor, office):
    case = office.complain()

    visitor.post("/follow", {"reference": f" {case.reference.lower()} ", "code": sealing.grouped(case.code).lower()})

    assert visitor.answer.location == follow_path(case)
    assert visitor.follow().by_id["reference"] == case.reference


def test_a_reference_without_dashes_and_a_zero_for_the_letter_in_a_code_open_it_all_the_same(visitor, office):
    case = office.complain()
    while not set("OB") & set(case.code):
        case = office.complain()

    visitor.post("/follow", {
        "reference": case.reference.replace("-", " "), "code": case.code.replace("O", "0").replace("B", "8"),
    })

    assert visitor.answer.location == follow_path(case)


def test_an_unknown_reference_and_a_wrong_code_get_the_same_answer(visitor, office):
    case = office.complain()
    wrong_code = "A" * len(case.code)

    known = visitor.get(f"/follow/{case.reference}/{wrong_code}")
    unknown = visitor.get(f"/follow/C-2026-ZZZZZZ/{wrong_code}")

    assert (known.status, known.html) == (unknown.status, unknown.html)
    assert known.status == 404


def test_a_wrong_pair_is_told_so_and_what_was_typed_stays(visitor, office):
    page = visitor.post("/follow", {"reference": "C-2026-ZZZZZZ", "code": "abcd efgh"})

    assert page.status == 422
    assert "We found no complaint with this reference and code." in page.by_id["errors"]
    assert page.form().fields["code"].value == "abcd efgh"


def test_too_many_wrong_codes_are_refused_but_the_right_one_always_opens(visitor, office):
    case = office.complain()
    for _ in range(WRONG_AN_HOUR):
        visitor.get(f"/follow/{case.reference}/WRONG")

    assert visitor.get(f"/follow/{case.reference}/WRONG").status == 429
    assert visitor.get(follow_path(case)).status == 200


def test_the_page_shows_the_line_of_steps_and_what_is_being_done_now(visitor, office):
    case = office.complain()

    page = visitor.get(follow_path(case))

    words = shown(page)
    assert "Done: We received your complaint." in words
    assert "Now: We read it to see how urgent it is" in words
    assert "Still to come: We close your complaint." in words
    assert "We are reading your complaint" in page.by_id["now"]
    assert "You hear from us by" in page.by_id["now"]


def test_the_page_of_a_late_complaint_says_so_and_when_we_write_again(visitor, office):
    case = office.later(days=-31).complain()
    office.later(days=31).wake(case)

    now = visitor.get(follow_path(case)).by_id["now"]

    assert "Our answer is late" in now and "You should have had it by" in now
    assert "You hear from us again by" in now
    assert "Final date" not in shown(visitor.get(follow_path(case)))


def test_a_closed_complaint_says_that_it_is_closed(visitor, office):
    case = office.complain()
    office.send(case, "withdrawn")
    office.do("hugo", case, "Confirm withdrawal")
    office.do("hugo", case, "Close the case", all_points_answered=True)

    assert "Your complaint is closed." in visitor.get(follow_path(case)).by_id["now"]


def test_the_history_says_what_they_told_us_and_not_what_we_asked(visitor, office):
    case = office.complain()
    office.send(case, "more_info", text="The bank wrote to me again.")

    words = shown(visitor.get(follow_path(case)))

    assert "You told us: What would you like to add? The bank wrote to me again." in words
    assert "You told us: Add information" not in words


def test_only_buttons_that_fit_the_moment_are_offered(visitor, office):
    case = office.complain()
    before = visitor.get(follow_path(case)).links

    office.assess(case)
    office.decide(case)
    after = visitor.get(follow_path(case)).links

    accept = f"{follow_path(case)}/do/accepted"
    assert accept not in before
    assert accept in after
    assert f"{follow_path(case)}/do/more_info" in before


def test_our_letters_can_be_read_as_pages(visitor, office):
    case = office.complain()
    [letter] = [link for link in visitor.get(follow_path(case)).links if "/letters/" in link]

    page = visitor.get(letter)

    assert "Dear Zoë Quist" in page.html


def test_a_letter_of_another_complaint_does_not_open(visitor, office):
    mine, theirs = office.complain(), office.complain()
    [letter] = [link for link in visitor.get(follow_path(theirs)).links if "/letters/" in link]

    assert visitor.get(follow_path(mine) + letter[letter.index("/letters/"):]).status == 404


def test_dates_are_those_of_the_country_of_the_complaint(visitor, office):
    case = office.complain(country="TR")
    local = office.case(case).received_at.astimezone(ZoneInfo("Europe/Istanbul"))

    assert f"{local:%H:%M}" in shown(visitor.get(follow_path(case)))


def test_pages_that_show_a_complaint_stay_out_of_caches_search_engines_and_referers(visitor, office):
    case = office.complain()
    received = visitor.complains().address

    for path in (follow_path(case), received):
        visitor.get(path)

        headers = visitor.answer.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex"
        assert headers["Referrer-Policy"] == "no-referrer"
