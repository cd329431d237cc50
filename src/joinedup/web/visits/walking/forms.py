"""What does a carer's phone send?"""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.dateparse import parse_datetime

from joinedup.web.visits.walking.actions import LATE_MINUTES


class TellForm(forms.Form):
    """When it happened, if the phone could not send at once; how late, for running late."""

    happened_at = forms.CharField(required=False, max_length=40)
    minutes = forms.TypedChoiceField(
        choices=[(str(one), f"{one} minutes") for one in LATE_MINUTES],
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "Select how late you are"},
    )

    def __init__(self, data: Any = None, *, is_late: bool = False) -> None:
        super().__init__(data)
        self.fields["minutes"].required = is_late
        self.fields["minutes"].error_messages["required"] = "Select how late you are"

    def clean_happened_at(self) -> datetime | None:
        """A moment with its zone; whatever is none counts as now."""
        try:
            found = parse_datetime(self.cleaned_data["happened_at"])
        except ValueError:
            return None
        return found if found and found.tzinfo else None
