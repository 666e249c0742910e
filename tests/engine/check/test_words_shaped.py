import pytest

from engine.check import check
from engine.check.words_shaped import faults
from tests.engine.check.tiny import pack, rest

WORDS = rest()["bpmn/milestones.toml"]

ODD = {
    b"milestone = 3": "A milestone begins with [[milestone]].",
    b"message = [1]": "A message begins with [[message]].",
    b'organisation = "Tiny"': "The organisation has no name.",
    b'[[milestone]]\nname = "a"\norder = true\n': '"order" is True',
    b'[[milestone]]\nname = "a"\norder = 1\ndone = "Done."\n': '"done" is \'Done.\'',
    b'[[milestone]]\nname = "a"\norder = 1\npublic = "yes"\n': '"public" is \'yes\'',
    b'[[milestone]]\nname = "a"\norder = 1\ndnoe.en = "Done."\n': 'Did you mean "done"?',
    b'[[message]]\nname = "a"\nform = 3\n': '"form" is 3',
    b'[[message]]\nname = "a"\nfrom = "court"\n': 'It takes "complainant" or "provider" or "staff".',
    b'[[mesage]]\nname = "a"\n': 'Did you mean "message"?',
    b"[[": "This is not TOML",
}


@pytest.mark.parametrize("content", ODD)
def test_words_of_the_wrong_kind_or_spelling_are_refused(content):
    said = " ".join(str(cause) for cause in faults(content)).lower()

    assert ODD[content].lower() in said


def test_nothing_else_is_asked_of_a_file_of_the_wrong_kind():
    causes = check(pack("good.bpmn", milestones=b"milestone = 3"))

    assert [cause.rule for cause in causes] == ["words"]


def test_words_that_are_in_order_have_no_fault():
    assert faults(WORDS) == []
