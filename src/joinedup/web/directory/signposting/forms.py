"""What may be said when somebody is pointed to a service, and when they are asked after?"""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from joinedup.web.components.problems import too_long
from joinedup.web.directory.signposting.actions import Pointing
from joinedup.web.directory.signposting.choices import HELPED, HOW

NOTE_LETTERS = 500
WEEKS = (("2", "In 2 weeks"), ("4", "In 4 weeks"), ("8", "In 8 weeks"))


def chosen(choices: tuple[tuple[str, str], ...], words: str) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, error_messages={"required": words, "invalid_choice": words})


class PointForm(forms.Form):
    """How, with what consent, and when to ask after it."""

    how = chosen(HOW, "Select what you did")
    has_consent = forms.BooleanField(required=False)
    weeks = chosen(WEEKS, "Select when you will ask whether it helped")
    note = forms.CharField(required=False, max_length=NOTE_LETTERS, error_messages=too_long("Note", NOTE_LETTERS))

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("how") == "contacted" and not self.cleaned_data.get("has_consent"):
            self.add_error("has_consent", "The person has to agree before the service is told about them")
        return cleaned

    def pointing(self, at: datetime, despite: str) -> Pointing:
        """What was said, with the day to ask after it."""
        return Pointing(
            how=self.cleaned_data["how"],
            has_consent=self.cleaned_data["has_consent"],
            note=self.cleaned_data["note"].replace("\r\n", "\n").strip(),
            despite=despite,
            follow_up_on=timezone.localdate(at) + timedelta(weeks=int(self.cleaned_data["weeks"])),
        )


class OutcomeForm(forms.Form):
    """Did it help?"""

    helped = chosen(HELPED, "Select whether it helped")
    note = forms.CharField(required=False, max_length=NOTE_LETTERS, error_messages=too_long("Note", NOTE_LETTERS))
