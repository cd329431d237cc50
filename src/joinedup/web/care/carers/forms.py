"""Who cares for whom, since when and how much, as a form says it?"""

from datetime import date
from typing import Any

from django import forms

from joinedup.core.care.fields import DAY, Asked
from joinedup.web.care.carers.actions import Caring
from joinedup.web.care.plan.forms import plain, read_day
from joinedup.web.components.problems import too_long

HOURS = (("1-19", "1 to 19 hours a week"), ("20-49", "20 to 49 hours a week"), ("50+", "50 hours a week or more"))
DIRECTIONS = (("carer", "Somebody cares for this person"), ("cared_for", "This person cares for somebody"))
LIVES = (("yes", "Yes"), ("no", "No"), ("", "Not known"))
NOTE_LETTERS = 500
IS = {"yes": True, "no": False}


class DayForm(forms.Form):
    """A form with a day of three parts, `on`."""

    heading = "The date"
    note = forms.CharField(
        required=False,
        max_length=NOTE_LETTERS,
        error_messages=too_long("Note", NOTE_LETTERS),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        on, problem = read_day("on", Asked(self.heading, DAY), self.data)
        if on is None:
            self.add_error(None, problem.words if problem else f"Enter: {self.heading.lower()}")
        self.cleaned_data["on"] = on
        return cleaned

    @property
    def on(self) -> date:
        return self.cleaned_data["on"]

    @property
    def caring(self) -> Caring:
        return Caring(on=self.on, note=plain(self.cleaned_data["note"]))


class LinkForm(DayForm):
    """Who the other is: somebody of the household, or by NHS number."""

    heading = "Since when"
    direction = forms.ChoiceField(
        choices=DIRECTIONS,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select who cares for whom"),
    )
    other = forms.CharField(required=False, max_length=40)
    nhs_number = forms.CharField(required=False, max_length=20)
    hours_per_week = forms.ChoiceField(
        required=False, choices=HOURS, error_messages={"invalid_choice": "Select the hours from the list"}
    )
    is_co_resident = forms.ChoiceField(
        required=False, choices=LIVES, error_messages={"invalid_choice": "Select whether they live together"}
    )

    def clean_nhs_number(self) -> str:
        digits = "".join(self.cleaned_data["nhs_number"].split()).replace("-", "")
        if digits and not (digits.isascii() and digits.isdecimal() and len(digits) == 10):
            raise forms.ValidationError("An NHS number has 10 digits")
        return digits

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.cleaned_data.get("other") and not self.cleaned_data.get("nhs_number") and not self.errors:
            self.add_error("nhs_number", "Enter the other person's NHS number, or choose them from the household")
        return cleaned

    @property
    def caring(self) -> Caring:
        return Caring(
            on=self.on,
            hours_per_week=self.cleaned_data["hours_per_week"],
            is_co_resident=IS.get(self.cleaned_data["is_co_resident"]),
            note=plain(self.cleaned_data["note"]),
        )


class EndForm(DayForm):
    """Until when."""

    heading = "Until when"
