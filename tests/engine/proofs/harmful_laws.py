"""Changes of bpmn/regimes.toml by which a law's own time would be exceeded."""

from tests.engine.proofs.changing import regime
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
)
