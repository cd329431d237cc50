"""How does a scheduler say that a carer does not work?"""

from datetime import date, timedelta
from typing import Any

from django import forms

LONGEST_DAYS = 366
WRONG_DAY = "Write a date such as 2026-04-01"


class TimeOffForm(forms.Form):
    """Who does not work, from which day to which, and why."""

    carer = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a carer"))
    first_on = forms.DateField(error_messages=dict.fromkeys(("required", "invalid"), WRONG_DAY))
    last_on = forms.DateField(error_messages=dict.fromkeys(("required", "invalid"), WRONG_DAY))
    reason = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a reason"))

    def __init__(
        self, data: Any = None, *, carers: list[tuple[str, str]], reasons: list[tuple[str, str]], today: date
    ) -> None:
        super().__init__(data)
        self.fields["carer"].choices = carers
        self.fields["reason"].choices = reasons
        self.today = today

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "The last day must not be before the first")
        elif first and last and last - first > timedelta(days=LONGEST_DAYS):
            self.add_error("last_on", "Write a year at most")
        elif last and last < self.today:
            self.add_error("last_on", "These days are over: write days to come, or today")
        return cleaned
