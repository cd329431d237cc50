"""How does a lead ask what if, and accept a plan?"""

import re
from collections.abc import Iterable
from textwrap import shorten
from typing import Any

from django import forms

from joinedup.web.components.problems import AGAIN, too_long
from joinedup.web.plans.models import Plan
from joinedup.web.plans.planning.actions import Wanted

NOTE_LETTERS = 500
MOST_LETTERS = 80
MOST_BESIDE = 4
"""What-ifs beside the run's own plan: more columns nobody reads."""
AMOUNT = re.compile(r"^[+-]?\d{1,9}(\.\d{1,2})?%?$")
WRONG_AMOUNT = "Write an amount such as +10%, -5%, +20 or 40"
AS_A_FORMAT = WRONG_AMOUNT.lower().replace("%", "%%")  # Django fills in the field's messages


class WhatIfForm(forms.Form):
    """One change of places, one of money, or both; as well as those of a what-if that was asked before, if one is."""

    on = forms.IntegerField(required=False, min_value=1, max_value=2**31, error_messages=AGAIN)  # its number

    name = forms.CharField(max_length=MOST_LETTERS, required=False, error_messages=too_long("Name", MOST_LETTERS))
    offer = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Select an offer from the list"})
    neighbourhood = forms.ChoiceField(
        required=False, error_messages={"invalid_choice": "Select a neighbourhood from the list"}
    )
    places = forms.RegexField(AMOUNT, required=False, error_messages={"invalid": f"Places: {AS_A_FORMAT}"})
    funder = forms.ChoiceField(required=False, error_messages={"invalid_choice": "Select a budget from the list"})
    money = forms.RegexField(AMOUNT, required=False, error_messages={"invalid": f"Money: {AS_A_FORMAT}"})

    def __init__(
        self,
        data: Any = None,
        *,
        offers: Iterable[tuple[str, str]],
        neighbourhoods: Iterable[tuple[str, str]],
        funders: Iterable[tuple[str, str]],
    ) -> None:
        super().__init__(data)
        self.fields["offer"].choices = [("", "No change"), *offers]
        self.fields["neighbourhood"].choices = [("", "Every neighbourhood"), *neighbourhoods]
        self.fields["funder"].choices = [("", "No change"), *funders]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for what, how in (("offer", "places"), ("funder", "money")):
            given = self.cleaned_data
            if given.get(what) and not given.get(how) and how not in self.errors:
                self.add_error(how, f"Say how much: {WRONG_AMOUNT[0].lower()}{WRONG_AMOUNT[1:]}")
            if given.get(how) and not given.get(what) and what not in self.errors:
                self.add_error(what, "Select what the amount is of")
        if not self.errors and not self.cleaned_data.get("offer") and not self.cleaned_data.get("funder"):
            self.add_error("offer", "Select an offer or a budget to change")
        return cleaned

    def wanted(self, earlier: Plan | None) -> Wanted:
        """What is asked; what is said anew of a limit takes the place of what an earlier what-if said of it."""
        given = self.cleaned_data
        where = f"@{given['neighbourhood']}" if given["neighbourhood"] else ""
        places = [f"{given['offer']}{where}={given['places']}"] if given["offer"] else []
        money = [f"{given['funder']}={given['money']}"] if given["funder"] else []
        written = [*(earlier.changes if earlier else ()), *places, *money]
        by_limit = {one.partition("=")[0]: one for one in written}
        words = f"{earlier.name}, {self.words()}" if earlier else self.words()
        name = given["name"] or shorten(words, MOST_LETTERS, placeholder=" …")
        return Wanted(name, tuple(by_limit.values()))

    def words(self) -> str:
        """A name for what nobody named."""
        given = self.cleaned_data
        said = []
        for what, how in (("offer", "places"), ("funder", "money")):
            if given[what]:
                said.append(f"{dict(self.fields[what].choices)[given[what]]} {given[how]}")
        return ", ".join(said)


class SideBySideForm(forms.Form):
    """Which what-ifs a lead wants to see beside each other."""

    plan = forms.MultipleChoiceField(
        error_messages={"required": "Select what-ifs to compare", "invalid_choice": "Select what-ifs from the list"}
    )

    def __init__(self, data: Any, *, what_ifs: Iterable[Plan]) -> None:
        super().__init__(data)
        self.what_ifs = {str(one.pk): one for one in what_ifs}
        self.fields["plan"].choices = [(number, one.name) for number, one in self.what_ifs.items()]

    def clean_plan(self) -> list[Plan]:
        chosen = [self.what_ifs[number] for number in dict.fromkeys(self.cleaned_data["plan"])]
        if len(chosen) > MOST_BESIDE:
            raise forms.ValidationError(f"Select at most {MOST_BESIDE} what-ifs")
        return chosen


class AcceptForm(forms.Form):
    """A note, and which acceptance was on the screen."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LETTERS,
        error_messages=too_long("Note", NOTE_LETTERS),
    )
    seen = forms.IntegerField(
        min_value=0,
        max_value=2**31,
        error_messages=AGAIN,
    )
