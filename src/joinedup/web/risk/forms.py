"""Which people of the list are wanted? From the address of the page, whatever it says."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms

from joinedup.core.risk.use.scoring import LONGEST_LIST
from joinedup.web.components.filters import ANY, Filters
from joinedup.web.people.pages import PERSON_ID
from joinedup.web.risk import words
from joinedup.web.risk.queries import AGES, Cursor, ListFilter

AGE_WORDS = {"under-65": "Under 65", "65-74": "65 to 74", "75-84": "75 to 84", "85-over": "85 and over"}
QUINTILES = (
    ("1", "Most deprived fifth"),
    ("2", "Second fifth"),
    ("3", "Middle fifth"),
    ("4", "Fourth fifth"),
    ("5", "Least deprived fifth"),
)
YES_NO = (("yes", "Yes"), ("no", "No"))
NUMBER_WRONG = f"The number of people must be a whole number from 1 to {LONGEST_LIST:,}"


class FilterForm(Filters):
    """The filters of the list."""

    asked_elsewhere = ("outcome", "number")

    outcome = forms.ChoiceField(label="At risk of", required=False)
    neighbourhood = forms.ChoiceField(label="Neighbourhood", required=False)
    age = forms.ChoiceField(label="Age", required=False, choices=(ANY, *((key, AGE_WORDS[key]) for key in AGES)))
    frailty = forms.ChoiceField(label="Frailty", required=False, choices=(ANY, *words.FRAILTY.items()))
    reason = forms.ChoiceField(label="Main reason", required=False)
    quintile = forms.ChoiceField(label="Deprivation", required=False, choices=(ANY, *QUINTILES))
    carer = forms.ChoiceField(label="Has an unpaid carer", required=False, choices=(ANY, *YES_NO))
    package = forms.ChoiceField(label="Package proposed", required=False, choices=(ANY, *YES_NO))
    number = forms.IntegerField(label="Number of people", required=False, min_value=1, max_value=LONGEST_LIST)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        outcomes: Iterable[str],
        reasons: Iterable[str],
        neighbourhoods: Mapping[str, str],
    ) -> None:
        super().__init__(data)
        self.fields["outcome"].choices = [(code, words.outcome(code).name) for code in outcomes]
        self.fields["reason"].choices = [ANY, *((code, words.group(code)) for code in reasons)]
        self.fields["neighbourhood"].choices = [("", "All"), *neighbourhoods.items()]
        for validator in self.fields["number"].validators:
            validator.message = NUMBER_WRONG
        self.fields["number"].error_messages["invalid"] = NUMBER_WRONG

    def wanted(self) -> ListFilter:
        """The filters that were understood; the first outcome if none was asked for."""
        self.is_valid()
        outcomes = [code for code, _ in self.fields["outcome"].choices]
        understood = {name: value for name, value in self.cleaned_data.items() if value}
        wanted = ListFilter(outcome=outcomes[0] if outcomes else "")
        return replace(wanted, **understood)

    @property
    def number_asked(self) -> str:
        """What was typed as the number, as it was, cut short."""
        return str(self.data.get("number", ""))[:12]


CURSOR = re.compile(r"(0|1|0?\.\d{1,20}|[01]\.\d{1,20}|\d(?:\.\d{1,20})?e-\d{1,3})~" + f"({PERSON_ID})")


def read_cursor(text: str) -> Cursor | None:
    """Where a page of the list begins; None, which is the first page, if the text is none of ours.

    >>> read_cursor("0.25~p0123456789abcdef").probability
    0.25
    >>> [read_cursor(wrong) for wrong in ("", "1e400~p1", "-5~p1", "nan~p1", "0.5", "0.5~'; drop table")]
    [None, None, None, None, None, None]
    """
    found = CURSOR.fullmatch(text)
    if not found:
        return None
    probability = float(found[1])
    return Cursor(probability, found[2]) if math.isfinite(probability) and 0 <= probability <= 1 else None


def write_cursor(probability: float, person_id: str) -> str:
    return f"{probability!r}~{person_id}"
