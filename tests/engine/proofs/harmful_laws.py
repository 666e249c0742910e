"""Changes of bpmn/regimes.toml by which a law's own time or ours would be exceeded, and letters that are not sent."""

from tests.engine.proofs.changing import REGIMES, Edit, regime, text
from tests.engine.proofs.harm import FIRST_STEPS, Harm

LAWS = (
    Harm("financial complaints in the UK may take ten weeks", regime("uk_fca", "final", "10 W"),
         ("uk-financial-answer",), FIRST_STEPS),
    Harm("complaints about payments in the UK may take 20 working days",
         regime("uk_payments", "final", "20 WD"), ("uk-payments-answer",), FIRST_STEPS),
    Harm("complaints about payments in the EU may take 20 working days",
         regime("eu_psd2", "final", "20 WD"), ("eu-payments-answer",), FIRST_STEPS),
    Harm("financial complaints in Poland may take 45 days", regime("pl_finance", "final", "45 CD"),
         ("polish-financial-answer",), FIRST_STEPS),
    Harm("financial complaints in Australia may take 45 days", regime("au_rg271", "final", "45 CD"),
         ("australian-financial-answer",), FIRST_STEPS),
    Harm("we promise an answer in 45 days only", regime("default", "final", "45 CD"), ("own-answer",), FIRST_STEPS),
    Harm("what is most urgent may take ten working days", text(REGIMES, 'final_cap = "5 WD"', 'final_cap = "10 WD"'),
         ("urgent-answer",)),
)

COMPLAINT, HANDLING, REVIEW = "bpmn/complaint.bpmn", "bpmn/internal_handling.bpmn", "bpmn/internal_review.bpmn"

DECISION = """<spiffworkflow:parameter id="letter" type="str" value='"L6_decision"' />"""


def letter(file: str, name: str, instead: str) -> Edit:
    """Another letter is written wherever a drawing writes this one."""
    return text(file, f"'\"{name}\"'", f"'\"{instead}\"'")


LETTERS = (
    Harm("the acknowledgement is a letter about progress", letter(COMPLAINT, "L1_ack", "L2_progress"),
         ("acknowledged-by-letter",), ("acknowledge_complaint",)),
    Harm("the decision goes out as a letter about progress", letter(HANDLING, "L6_decision", "L2_progress"),
         ("told-by-letter",), ("send_decision",)),
    Harm("what came of the second look is a letter about progress", letter(REVIEW, "L6_review", "L2_progress"),
         ("reviewed-by-letter",), ("send_review",)),
    Harm("the decision is sent to the body outside only",
         text(HANDLING, DECISION, DECISION + """<spiffworkflow:parameter id="to" type="str" value='"provider"' />"""),
         ("told-by-letter",), ("send_decision",)),
    Harm("the way outside is a reminder", letter(COMPLAINT, "L8_edr", "L2_reminder"), ("route-by-letter",)),
    Harm("the closing letter is one about progress", letter(COMPLAINT, "L9_closing", "L2_progress"),
         ("closed-by-letter",), ("case_closed",)),
)
