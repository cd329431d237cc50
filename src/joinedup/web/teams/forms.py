"""What may be chosen on the dashboard, and why may somebody know who a person is?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from joinedup.web.components.problems import too_long
from joinedup.web.governance.models import DECLARED, CareRelationship

NOTE_LETTERS = 300


class RelationshipForm(forms.Form):
    """Why a person is in the user's care."""

    ground = forms.ChoiceField(
        choices=[(ground.value, ground.label) for ground in DECLARED],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select why this person is in your care"),
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LETTERS,
        error_messages=too_long("Note", NOTE_LETTERS),
    )

    @property
    def words(self) -> str:
        """The ground as the user read it."""
        return CareRelationship.Ground(self.cleaned_data["ground"]).label


def chosen_outcome(asked: Any, known: Iterable[str]) -> str:
    """The outcome asked for if there is such a one, else any."""
    return asked if asked in set(known) else "any"
