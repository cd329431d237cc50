"""What may be said about an entry, and in what form?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from joinedup.core.directory import Attending, Carers, ReferralRoute, Status
from joinedup.core.directory.eligibility import EligibilityMakesNoSense
from joinedup.core.directory.postcodes import Precision, parse
from joinedup.core.directory.standards.formats import is_email, is_uri
from joinedup.web.components.problems import too_long
from joinedup.web.directory.upkeep.editing import HOURS, check_ages, lines

REASON_LETTERS = 500
NOTE_LETTERS = 1000
MOST_LINES = 30


def choices(values: Any) -> list[tuple[str, str]]:
    """An enumeration as choices."""
    return [(one.value, one.value.capitalize() if one.value != "gp" else "GP") for one in values]


def text(label: str, letters: int, *, required: str = "", help_text: str = "") -> forms.CharField:
    """A field of words.

    Parameters
    ----------
    required : what is said where it is empty; it may be if nothing is said here.
    """
    said = {**({"required": required} if required else {}), **too_long(label, letters)}
    asked = {"label": label, "required": bool(required), "help_text": help_text}
    return forms.CharField(max_length=letters, error_messages=said, **asked)


class EntryForm(forms.Form):
    """A service, as people know it."""

    name = text("Name of the service", 200, required="Enter the name of the service")
    description = text("What it is", 5000)
    status = forms.ChoiceField(label="Is it running?", choices=choices(Status))
    telephone = text("Telephone", 500, help_text="One number on each line")
    email = text("E-mail", 254)
    url = text("Web page", 500, help_text="Begins with https://")
    fees = text("What it costs", 500)
    hours = text(
        "Opening hours",
        2000,
        help_text="One line for each, with days as MO TU WE TH FR SA SU. For example: MO,TH 09:00-12:30",
    )
    alert = text("Anything people should know now", 500)
    minimum_age = forms.FloatField(label="Youngest age", required=False, min_value=0, max_value=130)
    maximum_age = forms.FloatField(label="Oldest age", required=False, min_value=0, max_value=130)
    attending = forms.MultipleChoiceField(label="How people get it", required=False, choices=choices(Attending))
    referral_routes = forms.MultipleChoiceField(label="Ways in", required=False, choices=choices(ReferralRoute))
    carers = forms.ChoiceField(label="Unpaid carers", choices=choices(Carers))
    not_for = text("Whom it is not for", 1000, help_text="One group on each line")

    def clean_email(self) -> str:
        return checked_email(self.cleaned_data["email"])

    def clean_url(self) -> str:
        return checked_url(self.cleaned_data["url"])

    def clean_hours(self) -> str:
        value: str = self.cleaned_data["hours"]
        said = lines(value)
        wrong = [line for line in said if not HOURS.fullmatch(line) or not are_times(line)]
        if wrong or len(said) > MOST_LINES:
            raise ValidationError("Write each line of opening hours like MO,TH 09:00-12:30")
        return value

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        try:
            check_ages(said)
        except EligibilityMakesNoSense:
            self.add_error("maximum_age", "The oldest age must not be below the youngest")
        return said


class OrganisationForm(forms.Form):
    """An organisation, as people know it."""

    name = text("Name of the organisation", 200, required="Enter the name of the organisation")
    description = text("What the organisation does", 5000)
    email = text("E-mail of the organisation", 254, help_text="Links to check entries go here")
    website = text("Web site of the organisation", 500, help_text="Begins with https://")

    def clean_email(self) -> str:
        return checked_email(self.cleaned_data["email"])

    def clean_website(self) -> str:
        return checked_url(self.cleaned_data["website"])


class PlaceForm(forms.Form):
    """A place where a service is given."""

    name = text("Name of the place", 200)
    address_1 = text("Building and street", 300)
    city = text("Town or village", 100)
    postal_code = text("Postcode", 12)
    wheelchair = forms.ChoiceField(
        label="Can somebody in a wheelchair get in and about?",
        choices=[("yes", "Yes"), ("no", "No"), ("unknown", "Nobody has said")],
    )

    def clean_postal_code(self) -> str:
        value: str = self.cleaned_data["postal_code"].strip()
        found = parse(value) if value else None
        if value and (found is None or found.precision is not Precision.UNIT):
            raise ValidationError("Enter a whole postcode, like BH20 6ZZ")
        return found.text if found else ""


def checked_email(said: str) -> str:
    """An e-mail address, or nothing."""
    value = said.strip()
    if value and not is_email(value):
        raise ValidationError("Enter an e-mail address like name@example.org")
    return value


def checked_url(said: str) -> str:
    """An address of a web page, or nothing."""
    value = said.strip()
    if value and not (is_uri(value) and value.startswith(("https://", "http://"))):
        raise ValidationError("Enter a web page that begins with https://")
    return value


def are_times(line: str) -> bool:
    """Whether a line's times are ones a clock shows."""
    found = HOURS.fullmatch(line)
    return bool(found) and all(time[:2] < "24" and time[3:] < "60" for time in found.groups()[1:])


class NoteForm(forms.Form):
    """A few words to go with a change."""

    note = forms.CharField(
        required=False,
        max_length=NOTE_LETTERS,
        error_messages=too_long("Note", NOTE_LETTERS),
    )


class DecisionForm(forms.Form):
    """Accept or decline a proposal; a decline says why."""

    choice = forms.ChoiceField(
        choices=[("accept", ""), ("decline", "")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select whether to accept the change"),
    )
    reason = forms.CharField(
        required=False,
        max_length=REASON_LETTERS,
        error_messages=too_long("Reason", REASON_LETTERS),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("choice") == "decline" and not said.get("reason", "").strip():
            self.add_error("reason", "Say why the change is declined")
        return said


class PairForm(forms.Form):
    """What two entries are, and which of them stays."""

    first = forms.CharField(max_length=36)
    second = forms.CharField(max_length=36)
    choice = forms.ChoiceField(
        choices=[("two", ""), ("keep_first", ""), ("keep_second", "")],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what these two are"),
    )
