"""How does a scheduler say that a carer does not work?"""

from datetime import date, timedelta
from typing import Any

from django import forms

LONGEST_DAYS = 366


def a_date(what: str) -> dict[str, str]:
    """The messages of a field that holds a date."""
    return dict.fromkeys(("required", "invalid"), f"{what} must be a date such as 2026-04-01")


class TimeOffForm(forms.Form):
    """Who does not work, from which day to which, and why."""

    carer = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a carer"))
    first_on = forms.DateField(error_messages=a_date("First day off"))
    last_on = forms.DateField(error_messages=a_date("Last day off"))
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
            self.add_error("last_on", "Last day off must be the same as or after the first day off")
        elif first and last and last - first > timedelta(days=LONGEST_DAYS - 1):
            self.add_error("last_on", f"Time off must be {LONGEST_DAYS} days or fewer")
        elif last and last < self.today:
            self.add_error("last_on", "Last day off must be today or in the future")
        return cleaned
