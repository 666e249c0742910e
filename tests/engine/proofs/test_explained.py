"""docs/obligations.md and the walkthrough in the README teach what is proved: every promise there really runs."""

import re
from collections.abc import Mapping

import pytest

from engine.check import check, read
from engine.check.obligations_kept import content
from engine.check.obligations_read import NEEDS
from engine.config import ROOT
from engine.errors import Cause
from engine.packs import Pack
from engine.proofs import KEPT, Prover, cause
from engine.proofs import read as promises
from tests.engine.check.tiny import calendars, rest
from tests.engine.proofs.changed import after, shipped
from tests.engine.proofs.changing import Edit, put_in, regime, take_out_side_way, timer, unsay
from tests.engine.proofs.pieces import properties
from web.commands.checking import told

DRAWINGS = ROOT / "docs/obligations"
TINY = "bpmn/tiny.bpmn"
GUIDE = (ROOT / "docs/obligations.md").read_text()
README = (ROOT / "README.md").read_text().partition("**Add a step**")[2]
PATTERNS, EXAMPLES = (dict(re.findall(r"^### ([\w-]+)\.?.*?\n(.*?)(?=^##|\Z)", part, re.MULTILINE | re.DOTALL))
                      for part in (GUIDE.partition("## Five worked examples")[::2]))
ROWS = {re.search('id = "(.*)"', row)[1]: row
        for text in EXAMPLES.values() for fence in re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
        for row in re.findall(r"(\[\[obligation\]\].*?)(?=\n\[\[|\Z)", fence, re.DOTALL)}
SAID = dict(re.findall(r"^- `([\w-]+)` is broken when .*?:\n\n  > (.*?)$", GUIDE, re.MULTILINE | re.DOTALL))
COMPLAINT = "bpmn/complaint.bpmn"


def by_hand(name: str, lane: str) -> str:
    return (f'<manualTask id="by_hand" name="{name}"><extensionElements>{properties(lane=lane)}</extensionElements>'
            "</manualTask>")


FIRST: Mapping[str, Edit] = {
    "stage-two-in-twenty-days": timer("on_review_final", "working_days(20)"),
}
"""What has to be drawn before the shipped process keeps a promise."""

BREAKING: Mapping[str, Edit] = {
    "fca-answer-or-why-not": regime("uk_fca", "final", "10 W"),
    "payments-answer-or-holding-reply": take_out_side_way("on_final"),
    "payments-way-outside":
        put_in("flow_on_edr_to_send_edr_letter_late", by_hand("Agree to the letter", "Management")),
    "silence-grants-in-poland":
        put_in("flow_on_deemed_granted_to_grant_what_was_asked", by_hand("Agree to grant it", "Management")),
    "granted-is-told": unsay("send_granted", "milestone"),
    "acknowledged-in-a-day":
        put_in("flow_look_up_past_to_acknowledge_complaint", by_hand("Read it first", "Intake")),
    "answer-or-delay-notice": timer("on_final", "calendar_days(31)"),
    "stage-one-in-ten-days":
        put_in("flow_on_final_to_find_breach_effect", by_hand("Agree to the letter", "Team lead")),
    "stage-two-by-another": unsay("second_look", "not_by"),
    "stage-two-in-twenty-days": timer("on_review_final", "working_days(25)"),
}
"""The changes that the page names."""


def tiny(pattern: str, which: str) -> list[Cause]:
    """What is said of a drawing of the page, with the promise beside it."""
    (promise,) = re.findall(r"```toml\n(.*?)```", PATTERNS[pattern], re.DOTALL)
    files = {**rest(), "bpmn/milestones.toml": (DRAWINGS / "milestones.toml").read_bytes(),
             TINY: (DRAWINGS / f"{pattern}.{which}.bpmn").read_bytes(), "bpmn/obligations.toml": promise.encode()}
    return [one for one in check(Pack(files, calendars())) if one.file in (TINY, "bpmn/obligations.toml")]


def broken(id: str, pack: Pack) -> Cause | None:
    """What is said of a promise of the page in a pack; None: it is kept."""
    (promise,) = promises(ROWS[id].encode())
    prover = Prover(pack, content(read(pack)))
    proof = prover.prove(promise)
    return None if proof.verdict == KEPT else cause(proof, prover.content)


def whole(text: str) -> str:
    """In one line, whatever the days and lines are."""
    return re.sub(r"\d+(\.\d+)?", "#", re.sub(r"\s+", " ", text))


def first(found: Cause) -> str:
    return found.message.partition(" So this is not kept")[0]


def with_step(*replaced: tuple[str, str]) -> Pack:
    """The shipped pack after texts of the main drawing were replaced."""
    drawing = shipped().files[COMPLAINT].decode()
    for old, new in replaced:
        assert drawing.count(old) == 1, old
        drawing = drawing.replace(old, new)
    return Pack({**shipped().files, COMPLAINT: drawing.encode()}, shipped().calendars)


def read_me() -> list[str]:
    """What is to be found, put in its place, what is said then, and how it is mended."""
    return [re.sub(r"^   ", "", fence, flags=re.MULTILINE).strip()
            for fence in re.findall(r"```\w*\n(.*?)```", README, re.DOTALL)]


def test_every_pattern_is_taught():
    assert set(PATTERNS) == set(NEEDS)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_drawing_that_keeps_a_pattern_keeps_it(pattern):
    assert [str(one) for one in tiny(pattern, "kept")] == []


@pytest.mark.parametrize("pattern", PATTERNS)
def test_the_drawing_that_breaks_a_pattern_is_told_in_the_words_that_are_quoted(pattern):
    (found,) = tiny(pattern, "broken")

    (quoted,) = re.findall(r"^> (.*)$", PATTERNS[pattern], re.MULTILINE)
    assert whole(first(found)) == whole(quoted)
    assert "could not be" not in found.message


def test_every_example_says_what_breaks_it():
    assert len(EXAMPLES) == 5
    assert set(ROWS) == set(SAID) == set(BREAKING)


@pytest.mark.parametrize("id", ROWS)
def test_an_example_is_kept_by_the_shipped_process(id):
    found = broken(id, after(FIRST[id]) if id in FIRST else shipped())

    assert found is None, str(found)


@pytest.mark.parametrize("id", ROWS)
def test_an_example_is_broken_by_the_change_that_is_named(id):
    found = broken(id, after(BREAKING[id]))

    assert found is not None
    assert whole(first(found)) == whole(SAID[id])
    assert "could not be" not in found.message


def test_the_examples_are_written_as_obligations_are():
    more = shipped().files["bpmn/obligations.toml"] + "\n".join(["", *ROWS.values()]).encode()

    causes = check(Pack({**shipped().files, "bpmn/obligations.toml": more}, shipped().calendars))

    assert {one.rule for one in causes} <= {"obligation/stage-two-in-twenty-days"}


def test_the_step_of_the_walkthrough_breaks_what_is_said_of_it():
    arrow, step, finding, _ = read_me()

    causes = check(with_step((arrow, step)))

    said = whole("\n".join(line for one in causes for line in told(one)))
    assert [piece for piece in finding.split("…") if whole(piece).strip() not in said] == []


def test_the_step_of_the_walkthrough_is_mended_as_is_said():
    arrow, step, _, mended = read_me()
    _, _, new_arrows = step.partition("</bpmn:manualTask>\n")
    (below,) = re.findall(r"<[^<]*flow_apply_effect_to_overdue_review[^<]*sourceRef[^<]*/>",
                          shipped().files[COMPLAINT].decode())

    causes = check(with_step((arrow, step.replace(new_arrows, mended)), (below, "")))

    assert [str(one) for one in causes] == []
