"""How does a scheduler say who comes when, and what happened?"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from joinedup.core.visits.times import minutes_of
from joinedup.web.components.problems import AGAIN, OPEN_AGAIN, too_long
from joinedup.web.visits.planning.moves import Move

NOBODY = ""
TIME = re.compile(r"^(?:[0-3]?\d|4[0-7]):[0-5]\d$")
WRONG_TIME = "Write a time such as 08:30, or 24:30 for half past midnight"
Choices = list[tuple[str, str]]


class TimeField(forms.RegexField):
    """A time of a round, past midnight with hours from 24, as minutes from midnight."""

    def __init__(self, *, required: bool = True, words: str = WRONG_TIME) -> None:
        super().__init__(TIME, required=required, error_messages={"invalid": words, "required": words})

    def clean(self, value: Any) -> float | None:
        said = super().clean(value)
        return float(minutes_of(said)) if said else None


class MinutesField(forms.IntegerField):
    """A whole number of minutes within bounds, with one sentence for whatever is wrong."""

    def __init__(self, least: int, most: int, *, required: bool = True) -> None:
        words = f"Write minutes from {least} to {most:,}"
        said = dict.fromkeys(("required", "invalid", "min_value", "max_value"), words)
        super().__init__(min_value=least, max_value=most, required=required, error_messages=said)


class SeenForm(forms.Form):
    """Which state of the day was on the screen."""

    seen = forms.IntegerField(
        min_value=0,
        max_value=2**31 - 1,
        error_messages=AGAIN,
    )


SEEN_DAY = re.compile(r"^(\d{4}-\d{2}-\d{2}):(\d{1,9})$")


class SeenDaysForm(forms.Form):
    """Which states of which days were on the screen, each as `2026-04-01:3`."""

    def clean(self) -> dict[str, Any]:
        found = [SEEN_DAY.match(one) for one in self.data.getlist("seen")]
        if not found or None in found:
            raise forms.ValidationError(OPEN_AGAIN)
        try:
            return {"seen": {date.fromisoformat(one[1]): int(one[2]) for one in found if one}}
        except ValueError as problem:
            raise forms.ValidationError(OPEN_AGAIN) from problem


class ChosenDaysForm(forms.Form):
    """Which days of a plan are ticked, which were on the screen together, and what they were said to break."""

    def clean(self) -> dict[str, Any]:
        try:
            days = {name: {date.fromisoformat(one) for one in self.data.getlist(name)} for name in ("on", "shown")}
        except ValueError as problem:
            raise forms.ValidationError(OPEN_AGAIN) from problem
        return {**days, "broken": self.data.getlist("broken")}


class MoveForm(forms.Form):
    """Who is to come to a visit, and when; nobody leaves it out."""

    start = TimeField()
    is_fixed = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, visit: str, sides: int, carers: Iterable[tuple[str, str]]) -> None:
        super().__init__(data)
        self.visit, self.sides = visit, sides
        for side in range(1, sides + 1):
            self.fields[f"carer_{side}"] = forms.ChoiceField(
                required=False,
                choices=[(NOBODY, "Nobody"), *carers],
                error_messages={"invalid_choice": "Select a carer who is on shift that day"},
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        chosen = self.carers
        is_wrong = bool(chosen) and len(set(chosen)) < self.sides
        if is_wrong and not any(name.startswith("carer_") for name in self.errors):
            self.add_error(f"carer_{self.sides}", f"This visit takes {self.sides} different carers, or nobody")
        return cleaned

    @property
    def carers(self) -> tuple[str, ...]:
        """Those chosen."""
        given = (self.cleaned_data.get(f"carer_{side}", NOBODY) for side in range(1, self.sides + 1))
        return tuple(one for one in given if one)

    @property
    def move(self) -> Move:
        return Move(self.visit, self.carers, self.cleaned_data["start"], self.cleaned_data["is_fixed"])


class AwayForm(forms.Form):
    """A carer cannot work."""

    kind = "away"
    carer = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select who is away"))
    since = TimeField(required=False)

    def __init__(self, data: Any = None, *, carers: Choices, **_: Any) -> None:
        super().__init__(data)
        self.fields["carer"].choices = [("", "Select"), *carers]

    @property
    def happened(self) -> dict[str, Any]:
        return {"kind": self.kind, "carer": self.cleaned_data["carer"], "since": self.cleaned_data["since"]}


class BackForm(AwayForm):
    """A carer who was away can work after all."""

    kind = "back"

    def __init__(self, data: Any = None, *, gone: Choices, **_: Any) -> None:
        super().__init__(data, carers=gone)

    @property
    def happened(self) -> dict[str, Any]:
        return {"kind": self.kind, "carer": self.cleaned_data["carer"]}


class OverrunForm(forms.Form):
    """A visit takes longer than was thought, or shorter."""

    kind = "overrun"
    visit = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a visit"))
    minutes = MinutesField(5, 600)

    def __init__(self, data: Any = None, *, visits: Choices, **_: Any) -> None:
        super().__init__(data)
        self.fields["visit"].choices = [("", "Select"), *visits]

    @property
    def happened(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"kind": self.kind, "visit": given["visit"], "minutes": given["minutes"]}


class CancelledForm(forms.Form):
    """A visit is not wanted."""

    kind = "cancelled"
    visit = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a visit"))

    def __init__(self, data: Any = None, *, visits: Choices, **_: Any) -> None:
        super().__init__(data)
        self.fields["visit"].choices = [("", "Select"), *visits]

    @property
    def happened(self) -> dict[str, Any]:
        return {"kind": self.kind, "visit": self.cleaned_data["visit"]}


class CutOffForm(forms.Form):
    """A road is closed: ways to some clients take longer."""

    kind = "cut_off"
    clients = forms.MultipleChoiceField(
        error_messages=dict.fromkeys(
            ("required", "invalid_choice", "invalid_list"), "Select the clients who are hard to reach"
        )
    )
    minutes = MinutesField(1, 600)

    def __init__(self, data: Any = None, *, clients: Choices, **_: Any) -> None:
        super().__init__(data)
        self.fields["clients"].choices = clients

    @property
    def happened(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"kind": self.kind, "clients": sorted(given["clients"]), "minutes": given["minutes"]}


class NewVisitForm(forms.Form):
    """A further visit: somebody home from hospital, or a client who needs more."""

    kind = "visit"
    client = forms.ChoiceField(error_messages=dict.fromkeys(("required", "invalid_choice"), "Select a client"))
    name = forms.CharField(
        max_length=60,
        error_messages={
            "required": "Write what the visit is called",
            **too_long("Name of the visit", 60),
        },
    )
    minutes = MinutesField(5, 600)
    earliest = TimeField()
    latest = TimeField()
    sides = forms.TypedChoiceField(
        choices=[("1", "One carer"), ("2", "Two carers")],
        coerce=int,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select one carer or two"),
    )
    skills = forms.MultipleChoiceField(required=False, error_messages={"invalid_choice": "Select skills from the list"})
    is_short_agreed = forms.BooleanField(required=False)

    SHORTEST_MINUTES = 30  # NICE guideline NG21

    def __init__(self, data: Any = None, *, clients: Choices, skills: Choices, **_: Any) -> None:
        super().__init__(data)
        self.fields["client"].choices = [("", "Select"), *clients]
        self.fields["skills"].choices = skills

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        given = self.cleaned_data
        if given.get("minutes") and given["minutes"] < self.SHORTEST_MINUTES and not given.get("is_short_agreed"):
            self.add_error("minutes", "A visit takes 30 minutes at least, unless a shorter one was agreed")
        if None not in (given.get("earliest"), given.get("latest")) and given["earliest"] > given["latest"]:
            self.add_error("latest", "The latest start must not be before the earliest")
        return cleaned

    @property
    def happened(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = ("client", "name", "minutes", "earliest", "latest", "sides", "is_short_agreed")
        return {"kind": self.kind, **{name: given[name] for name in names}, "skills": sorted(given["skills"])}


class AgainForm(forms.Form):
    """Nothing happened but what is known: plan what is left."""

    kind = "again"

    def __init__(self, data: Any = None, **_: Any) -> None:
        super().__init__(data)

    @property
    def happened(self) -> dict[str, Any]:
        return {"kind": self.kind}


HAPPENINGS: Mapping[str, Any] = {
    form.kind: form for form in (AwayForm, BackForm, OverrunForm, CancelledForm, NewVisitForm, CutOffForm, AgainForm)
}


class NewClientForm(forms.Form):
    """Somebody new to visit."""

    name = forms.CharField(
        max_length=150,
        error_messages={"required": "Write the client's name", **too_long("Client's name", 150)},
    )
    address = forms.CharField(
        max_length=500,
        error_messages={"required": "Write the address", **too_long("Address", 500)},
    )
    postcode = forms.CharField(
        max_length=10, error_messages=dict.fromkeys(("required", "max_length"), "Write a postcode such as BH15 1AA")
    )
    likes = forms.CharField(required=False, max_length=2000, error_messages=too_long("What they like", 2000))


class LikesForm(forms.Form):
    """What a client likes, in their own words."""

    likes = forms.CharField(required=False, max_length=2000, error_messages=too_long("What they like", 2000))
