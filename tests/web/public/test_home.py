"""What this is, and how to complain."""

from tests.engine.cases.conftest import shipped
from tests.web.public.conftest import Visitor, shown


def test_how_to_complain_is_made_from_the_published_pack(visitor):
    words = shown(visitor.get("/how"))

    ahead = [one.ahead["en"] for one in shipped().words.milestones.values() if one.public and one.ahead]
    places = [words.index(sentence) for sentence in ahead]
    assert places == sorted(places)
    assert "We aim to answer within 15 working days" in words
    assert "free of charge" in words
    assert all(field.title in words for field in shipped().forms["intake"].fields if field.given is None)


def test_the_first_page_leads_to_complaining_and_to_following(visitor):
    page = visitor.get("/")

    assert {"/complain", "/follow", "/how"} <= set(page.links)


def test_the_organisation_says_its_name_on_every_page(visitor):
    for path in ("/", "/how", "/complain", "/follow", "/follow/C-2026-ZZZZZZ/WRONG"):
        assert "Fairhaven Group" in shown(visitor.get(path))


def test_the_first_page_stands_before_anything_is_published(empty_site):
    page = Visitor(empty_site).get("/")

    assert page.status == 200
    assert "/complain" in page.links
