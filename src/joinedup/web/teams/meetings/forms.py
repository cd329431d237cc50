"""What is recorded at a meeting?"""

from datetime import date, timedelta

from django import forms

from joinedup.web.components.problems import AGAIN, too_long
from joinedup.web.teams.meetings.actions import Recorded
from joinedup.web.teams.models import ActionNews

WORDS_LETTERS, CORRECTION_LETTERS, NOTE_LETTERS = 500, 1000, 300


class DecisionForm(forms.Form):
    """What was decided about a person."""

    token = forms.UUIDField(error_messages=AGAIN)
    words = forms.CharField(
        max_length=WORDS_LETTERS,
        error_messages={"required": "Say what was decided", **too_long("Decision", WORDS_LETTERS)},
    )

    @property
    def recorded(self) -> Recorded:
        return Recorded(self.cleaned_data["token"], self.cleaned_data["words"].strip())


class ActionForm(forms.Form):
    """What somebody promised to do, and by when."""

    token = forms.UUIDField(error_messages=AGAIN)
    words = forms.CharField(
        max_length=WORDS_LETTERS,
        error_messages={"required": "Say what is to be done", **too_long("Action", WORDS_LETTERS)},
    )
    who = forms.IntegerField(
        min_value=1,
        max_value=2**60,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Select who does it"),
    )
    due_on = forms.DateField(
        error_messages={"required": "Enter by when", "invalid": "Enter a real date, such as 2026-12-04"}
    )

    def __init__(self, data: object = None, *, on: date) -> None:
        super().__init__(data)
        self.on = on

    def clean_due_on(self) -> date:
        due: date = self.cleaned_data["due_on"]
        if not self.on <= due <= self.on + timedelta(days=366):
            raise forms.ValidationError("The date must be today or later, and within a year")
        return due

    @property
    def recorded(self) -> Recorded:
        given = self.cleaned_data
        return Recorded(given["token"], given["words"].strip(), given["who"], given["due_on"])


class VersionForm(forms.Form):
    """Which version of the minutes was read."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000, error_messages=AGAIN)


class CorrectionForm(VersionForm):
    """What has to be put right in the minutes."""

    correction = forms.CharField(
        max_length=CORRECTION_LETTERS,
        error_messages={"required": "Say what is to be put right", **too_long("Correction", CORRECTION_LETTERS)},
    )


class AskForm(forms.Form):
    """Why the team should talk about somebody."""

    words = forms.CharField(
        max_length=300,
        error_messages={"required": "Say what there is to talk about", **too_long("What there is to talk about", 300)},
    )


class NewsForm(forms.Form):
    """What became of an action."""

    state = forms.ChoiceField(
        choices=ActionNews.State.choices,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what became of it"),
    )
    note = forms.CharField(required=False, max_length=NOTE_LETTERS, error_messages=too_long("Note", NOTE_LETTERS))
