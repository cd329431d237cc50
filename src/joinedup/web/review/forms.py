"""What may be asked of the queue, and what may be said about a pair?"""

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

from joinedup.web.components.filters import ANY, Filters
from joinedup.web.components.problems import too_long
from joinedup.web.review import words
from joinedup.web.review.actions import Answer
from joinedup.web.review.queries import Cursor, QueueFilter

REASON_LETTERS = 200
ONE_LINE = re.compile(r"\s+")


class QueueForm(Filters):
    """The filters of the queue."""

    neighbourhood = forms.ChoiceField(label="Neighbourhood", required=False)
    agency = forms.ChoiceField(label="Agency", required=False)
    why = forms.ChoiceField(label="Why it is here", required=False, choices=(ANY, *words.WHY_SHORT.items()))
    stage = forms.ChoiceField(label="Stage", required=False, choices=(ANY, *words.STAGES.items()))

    def __init__(
        self, data: Mapping[str, Any], *, neighbourhoods: Mapping[str, str], agencies: Mapping[str, str]
    ) -> None:
        super().__init__(data)
        self.fields["neighbourhood"].choices = [("", "All"), *neighbourhoods.items()]
        self.fields["agency"].choices = [ANY, *agencies.items()]

    @property
    def wanted(self) -> QueueFilter:
        """The filters that were understood."""
        self.is_valid()
        return QueueFilter(**{name: value for name, value in self.cleaned_data.items() if value})


class AnswerForm(forms.Form):
    """One of three verdicts, and a few words if they help."""

    verdict = forms.ChoiceField(
        choices=tuple(words.VERDICTS.items()),
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select one of the three answers"),
    )
    reason = forms.CharField(
        required=False,
        max_length=REASON_LETTERS,
        error_messages=too_long("Reason", REASON_LETTERS),
    )

    @property
    def answer(self) -> Answer:
        return Answer(verdict=self.cleaned_data["verdict"], reason=one_line(self.cleaned_data["reason"]))


class ReportForm(forms.Form):
    """Which two records of a person are about two people, and why somebody thinks so."""

    first = forms.TypedChoiceField(
        coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the first record")
    )
    second = forms.TypedChoiceField(
        coerce=int, error_messages=dict.fromkeys(("required", "invalid_choice"), "Select the second record")
    )
    reason = forms.CharField(
        max_length=REASON_LETTERS,
        error_messages={
            "required": "Say in a few words why these are two people",
            **too_long("Reason", REASON_LETTERS),
        },
    )

    def __init__(self, data: Mapping[str, Any] | None, *, records: Iterable[Any]) -> None:
        super().__init__(data)
        keys = [(str(record.key), "") for record in records]
        self.fields["first"].choices = self.fields["second"].choices = keys

    def clean(self) -> dict[str, Any] | None:
        first, second = self.cleaned_data.get("first"), self.cleaned_data.get("second")
        if first is not None and first == second:
            self.add_error("second", "Select two different records")
        return self.cleaned_data

    @property
    def reason_given(self) -> str:
        return one_line(self.cleaned_data["reason"])


def one_line(text: str) -> str:
    """A reason without line breaks, which a table of decisions has no room for."""
    return ONE_LINE.sub(" ", text).strip()


CURSOR = re.compile(r"(\d{1,9}(?:\.\d{1,20})?(?:e-?\d{1,3})?)~([0-9a-z]{1,64})")


def read_cursor(text: str) -> Cursor | None:
    """Where a page of the queue begins; None, which is the first page, if the text is none of ours.

    >>> read_cursor("4.25~v3f9a").priority
    4.25
    >>> [read_cursor(wrong) for wrong in ("", "1e999~a", "-5~a", "nan~a", "0.5", "0.5~'; drop table")]
    [None, None, None, None, None, None]
    """
    found = CURSOR.fullmatch(text)
    if not found:
        return None
    priority = float(found[1])
    return Cursor(priority, found[2]) if math.isfinite(priority) else None


def write_cursor(pair: Any) -> str:
    return f"{pair.priority!r}~{pair.pair_id}"
