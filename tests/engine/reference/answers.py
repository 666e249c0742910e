"""What people answer on the way of a complaint, in the fewest words that the process asks about."""

from tests.engine.reference.walking import Walk


def assessed(run: Walk, **more: object) -> None:
    """The complaint is assessed: ordinary, unless said otherwise."""
    run.do("initial_assessment", **{"severity": 3, "complexity": 2, **more})


def planned(run: Walk, *points: str) -> None:
    run.do("plan_investigation", points=list(points))


def looked_into(run: Walk, point: str, staff: bool = False, ask: bool = False) -> None:
    """Evidence on a point, colleagues heard, and the question to the complainant."""
    run.do("gather_evidence", point, sources=["Statement of June"], ask=ask, promise_breached=False)
    if staff:
        run.do("hear_staff", point, how="call", heard_on="2026-11-24", said="I did not know the new rule.")
    if ask:
        run.do("write_question", point, text="Could you send us the letter of June?")


def answered(run: Walk, point: str, finding: str, loss: float = 0) -> None:
    run.do("note_finding", point, finding=finding, why="Statement", answer="We looked into it.", cause="charges",
           loss=loss, promise_breached=False)


def drafted(run: Walk, outcome: str, amount: float) -> None:
    remedies = [] if outcome == "refused" else ["apology", "refund"]
    run.do("draft_response", outcome=outcome, reasons="We looked into every point.", remedies=remedies,
           amount_offered=amount, cause="charges", in_training=False)


def reviewed(run: Walk, approved: bool) -> None:
    run.do("four_eyes_review", review_result="approve" if approved else "return", review_comment="The tone.")


def handled(run: Walk, *points: str, outcome: str = "upheld") -> None:
    """From the plan to the decision that was sent."""
    planned(run, *points)
    for point in points:
        looked_into(run, point)
        answered(run, point, outcome)
    drafted(run, outcome, 0 if outcome == "refused" else 20)
    if outcome == "refused":
        reviewed(run, True)


def remedied(run: Walk, *remedies: str) -> None:
    for remedy in remedies:
        run.do("do_remedy", remedy, how="Paid back.", done_on="2026-11-24")
        run.do("verify_remedy", remedy, verified=True)
    run.say("remedy_confirmed", as_promised=True)


def closed(run: Walk) -> None:
    run.do("close_case", cause="charges", systemic=False, lessons="Say the fee first.")
