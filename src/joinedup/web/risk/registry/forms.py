"""What must somebody say who switches a model on for clinical use, or off?"""

from typing import Any

from django import forms

from joinedup.web.components.problems import AGAIN, first_of, listed, too_long
from joinedup.web.risk.registry.actions import Signature

GROUNDS_LETTERS = 1000
FEWEST_LETTERS = 20


class SignForm(forms.Form):
    """The checked statements, what they rest on, and the number of the signature that was on the screen."""

    grounds = forms.CharField(
        min_length=FEWEST_LETTERS,
        max_length=GROUNDS_LETTERS,
        error_messages={
            "required": "Say what this rests on, and where it is written down",
            "min_length": f"Say what this rests on in {FEWEST_LETTERS} characters or more",
            **too_long("What this rests on", GROUNDS_LETTERS),
        },
    )
    agreed = forms.BooleanField(
        error_messages={"required": "Tick that you have read the statement and sign it in your name"}
    )
    number = forms.IntegerField(min_value=0, max_value=1_000_000, error_messages=AGAIN)

    def signature(self, statement: str, *, is_on: bool) -> Signature:
        """What is kept: the statement as it was read, and what it rests on."""
        grounds = self.cleaned_data["grounds"].replace("\r\n", "\n").strip()
        return Signature(is_on=is_on, statement=f"{statement}\n\n{grounds}", seen_number=self.cleaned_data["number"])

    @property
    def problem_list(self) -> list[dict[str, Any]]:
        return listed(first_of(self.errors))
