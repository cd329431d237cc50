"""What may somebody without an account send: words about an entry that is wrong. No cookie, so a signed stamp."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer

from joinedup.web.components.problems import too_long

SALT = "directory.suggest_change"
LONGEST = 1000
FASTEST = timedelta(seconds=3)  # no person reads and writes faster
SLOWEST = timedelta(hours=12)
TOO_OLD = "This page was open for too long. Please send it again."


class ChangeForm(forms.Form):
    """What is wrong with an entry.

    Parameters
    ----------
    at : now; the form knows when it was opened from its stamp, which holds nothing about whoever opened it.
    """

    words = forms.CharField(
        max_length=LONGEST,
        error_messages={
            "required": "Write what is wrong or missing",
            **too_long("What is wrong or missing", LONGEST),
        },
    )
    website = forms.CharField(required=False, max_length=200)  # hidden from people: whoever fills it in is a program
    stamp = forms.CharField(max_length=200, error_messages={"required": TOO_OLD})

    def __init__(self, *args: Any, at: datetime, service_id: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.service_id = at, service_id

    @property
    def csrf_stamp(self) -> str:
        """A new stamp: which entry, and when."""
        return Signer(salt=SALT).sign(f"{self.service_id}:{int(self.at.timestamp())}")

    def clean_stamp(self) -> str:
        """Refuse what was not opened here, for another entry, or too long ago."""
        stamp = str(self.cleaned_data["stamp"])
        try:
            service_id, moment = Signer(salt=SALT).unsign(stamp).split(":")
            age = self.at - datetime.fromtimestamp(int(moment), tz=self.at.tzinfo)
        except (BadSignature, ValueError):
            raise forms.ValidationError(TOO_OLD) from None
        if service_id != self.service_id or not timedelta(0) <= age <= SLOWEST:
            raise forms.ValidationError(TOO_OLD)
        self.is_too_fast = age < FASTEST
        return stamp

    @property
    def is_from_a_person(self) -> bool:
        """Whether a person seems to have written it; a program is thanked, and nothing is kept."""
        return not self.cleaned_data.get("website") and not self.is_too_fast
