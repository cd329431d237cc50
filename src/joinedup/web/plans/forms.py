"""What may be decided about an offer, and why?"""

from typing import Any

from django import forms

from joinedup.web.components.problems import AGAIN, too_long
from joinedup.web.plans import reasons
from joinedup.web.plans.actions import Choice

NOTE_LETTERS = 500


class DecisionForm(forms.Form):
    """Decision and reason in one choice, with a note."""

    decision = forms.ChoiceField(
        choices=reasons.CHOICES,
        error_messages={
            "required": "Select what was decided and why",
            "invalid_choice": "Select what was decided and why from the list",
        },
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LETTERS,
        error_messages=too_long("Note", NOTE_LETTERS),
    )
    version = forms.IntegerField(min_value=0, max_value=1_000_000, error_messages=AGAIN)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        needs_note = self.cleaned_data.get("decision") in reasons.NEED_A_NOTE
        if needs_note and not self.cleaned_data.get("note") and "note" not in self.errors:
            self.add_error("note", "Say in the note what the reason is")
        return cleaned

    @property
    def choice(self) -> Choice:
        choice, reason = self.cleaned_data["decision"].split(":")
        return Choice(
            choice=choice,
            reason=reason,
            note=self.cleaned_data["note"].replace("\r\n", "\n").strip(),
            seen_version=self.cleaned_data["version"],
        )


class UndoForm(forms.Form):
    """Only which decision is undone."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000, error_messages=AGAIN)

    @property
    def choice(self) -> Choice:
        return Choice(choice="undone", reason="", note="", seen_version=self.cleaned_data["version"])
