"""Signing in and out."""

import pytest

from tests.web.staff.desk import PASSWORD, Desk

GOOD = {"email": "ina@office.example", "password": PASSWORD}


def test_who_signs_in_comes_to_the_page_they_wanted(desk: Desk) -> None:
    visitor = desk.stranger()
    visitor.get("/sign-in?next=/inbox?view%3Doverdue")

    answer = visitor.post("/sign-in", {**GOOD, "next": "/inbox?view=overdue"})

    assert (answer.status_code, answer.location) == (303, "/inbox?view=overdue")
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie


ELSEWHERE = ("//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_to_another_site(desk: Desk, target: str) -> None:
    visitor = desk.stranger()
    visitor.get("/sign-in")

    assert visitor.post("/sign-in", {**GOOD, "next": target}).location == "/inbox"


def test_a_wrong_address_and_a_wrong_password_get_the_same_answer(desk: Desk) -> None:
    visitor = desk.stranger()
    visitor.get("/sign-in")

    wrong = visitor.post("/sign-in", {**GOOD, "password": "no"})
    unknown = visitor.post("/sign-in", {"email": "ina@nowhere.example", "password": "no"})

    assert wrong.status_code == unknown.status_code == 422
    assert "The e-mail address or the password is not right." in wrong.text
    assert wrong.text.replace("ina@office.example", "X") == unknown.text.replace("ina@nowhere.example", "X")


def test_too_many_tries_are_told_how_long_to_wait(desk: Desk) -> None:
    visitor = desk.stranger()
    visitor.get("/sign-in")
    for _ in range(10):
        visitor.post("/sign-in", {**GOOD, "password": "no"})

    answer = visitor.post("/sign-in", GOOD)

    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0 and "Too many tries" in answer.text


def test_who_signed_out_is_out_on_this_device_also_with_the_old_cookie(desk: Desk) -> None:
    ina = desk.sit("ina")
    cookie = ina.client.get_cookie("amends_sign_in")
    assert cookie is not None

    answer = ina.post("/sign-out")
    ina.client.set_cookie("amends_sign_in", cookie.value)

    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert ina.get("/inbox").status_code == 303


def test_who_is_signed_in_is_not_asked_again(desk: Desk) -> None:
    assert desk.sit("ina").get("/sign-in").location == "/inbox"


def test_only_the_demo_names_its_people_and_their_password(desk: Desk, demo_desk: Desk) -> None:
    shown, hidden = demo_desk.stranger().get("/sign-in").text, desk.stranger().get("/sign-in").text
    filled = demo_desk.stranger().get("/sign-in?as=ina@office.example").text

    assert "Ina" in shown and PASSWORD in shown and "demo_password.txt" in shown
    assert "Ina" not in hidden and PASSWORD not in hidden
    assert 'value="ina@office.example"' in filled and f'value="{PASSWORD}"' in filled


def test_signing_in_rightly_is_no_try_that_counts(desk: Desk) -> None:
    for _ in range(15):
        assert desk.sit("ina").get("/inbox").status_code == 200
