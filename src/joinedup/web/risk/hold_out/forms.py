"""What does a team lead choose who switches a comparison on, or off?"""

from django import forms

from joinedup.core.risk.use.hold_out import MOST_HELD_OUT
from joinedup.web.components.problems import AGAIN, too_long
from joinedup.web.risk.hold_out.actions import Plan

REASON_LETTERS = 500
KINDS = (
    ("randomised", "Stay off until I end the comparison"),
    ("stepped", "Come onto the list in steps, so that everybody is on it in the end"),
)
MOST_PER_CENT = round(100 * MOST_HELD_OUT)
SHARE_WRONG = f"The share must be a whole number of per cent from 5 to {MOST_PER_CENT}"
STEPS_WRONG = "The number of steps must be a whole number from 2 to 12"
WEEKS_WRONG = "The weeks from step to step must be a whole number from 1 to 52"
DAYS_IN_WEEK = 7


def whole(lowest: int, highest: int, wrong: str, *, required: bool = True) -> forms.IntegerField:
    said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong)
    return forms.IntegerField(min_value=lowest, max_value=highest, required=required, error_messages=said)


def reason(ask: str) -> forms.CharField:
    return forms.CharField(
        max_length=REASON_LETTERS, error_messages={"required": ask, **too_long("Reason", REASON_LETTERS)}
    )


class SwitchOnForm(forms.Form):
    """How many stay off, how, and why; `confirmed` is sent by the second page."""

    kind = forms.ChoiceField(
        choices=KINDS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what becomes of those who stay off"),
    )
    share = whole(5, MOST_PER_CENT, SHARE_WRONG)
    steps = whole(2, 12, STEPS_WRONG, required=False)
    weeks = whole(1, 52, WEEKS_WRONG, required=False)
    reason = reason("Say why the comparison is made, and who agreed to it")
    number = forms.IntegerField(min_value=0, max_value=1_000_000, error_messages=AGAIN)
    confirmed = forms.BooleanField(required=False)

    def clean(self) -> None:
        if self.cleaned_data.get("kind") == "stepped":
            for name, wrong in (("steps", STEPS_WRONG), ("weeks", WEEKS_WRONG)):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, wrong)

    def plan(self, neighbourhood: str, outcome: str) -> Plan:
        stepped = self.cleaned_data["kind"] == "stepped"
        return Plan(
            neighbourhood=neighbourhood,
            outcome=outcome,
            is_on=True,
            reason=self.cleaned_data["reason"].strip(),
            seen_number=self.cleaned_data["number"],
            share=self.cleaned_data["share"] / 100,
            steps=self.cleaned_data["steps"] if stepped else 1,
            days_per_step=DAYS_IN_WEEK * self.cleaned_data["weeks"] if stepped else 0,
        )


class SwitchOffForm(forms.Form):
    """Why the comparison ends."""

    reason = reason("Say why the comparison ends")
    number = forms.IntegerField(min_value=1, max_value=1_000_000, error_messages=AGAIN)
    confirmed = forms.BooleanField(required=False)

    def plan(self, neighbourhood: str, outcome: str) -> Plan:
        return Plan(
            neighbourhood=neighbourhood,
            outcome=outcome,
            is_on=False,
            reason=self.cleaned_data["reason"].strip(),
            seen_number=self.cleaned_data["number"],
        )
