"""What did somebody answer to a test of the Care Act, and decide?"""

from typing import Any

from django import forms

from joinedup.core.care.eligibility import REASON_LETTERS, WELLBEING, Answer, EligibilityTest
from joinedup.web.care.eligibility.actions import Decided
from joinedup.web.care.plan.forms import plain
from joinedup.web.components.problems import AGAIN, too_long

DECISIONS = (("yes", "Eligible"), ("no", "Not eligible"))


def answers_of(test: EligibilityTest, data: Any) -> dict[str, Answer]:
    """What was typed to each question; a reason without an answer is kept for later.

    Parameters
    ----------
    data : as it was sent, or as a draft keeps it.
    """
    said = data.getlist("domains") if hasattr(data, "getlist") else data.get("domains", [])
    domains = (said,) if isinstance(said, str) else tuple(said)
    return {
        code: Answer(
            answer=data.get(code, "")[:40],
            reason=plain(data.get(f"{code}-reason", "")),
            domains=domains[:20] if code == WELLBEING else (),
        )
        for code in test.questions
    }


class DecisionForm(forms.Form):
    """What the professional decides, and why."""

    decision = forms.ChoiceField(
        choices=DECISIONS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what you decide"),
    )
    reason = forms.CharField(
        max_length=REASON_LETTERS,
        error_messages={
            "required": "Say why you decide so, in a few words",
            **too_long("Reason", REASON_LETTERS),
        },
    )
    base = forms.CharField(max_length=60, error_messages=AGAIN)

    @property
    def decided(self) -> Decided:
        return Decided(
            reference=self.cleaned_data["base"],
            is_eligible=self.cleaned_data["decision"] == "yes",
            reason=plain(self.cleaned_data["reason"]),
        )
