"""What may be asked for, and what may be done with it?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import TRANSITIONS, Deed, Inbox, kind_of, kinds
from joinedup.core.teams.referrals.kinds import reasons
from joinedup.web.components.problems import AGAIN, first_of, listed, too_long
from joinedup.web.referrals.actions import Doing
from joinedup.web.referrals.models import Consent
from joinedup.web.referrals.queries import Wanted
from joinedup.web.referrals.sending import Asked

WORDS_LETTERS, NOTE_LETTERS, NAME_LETTERS = 2000, 500, 100
CONSENTS = [("", "Not asked: it stays within health and social care"), *Consent.choices]
NO_SUCH_CONSENT = {"invalid_choice": "Select whether the person agreed from the list"}


def as_inbox(key: str) -> Inbox:
    try:
        return Inbox.of(key)
    except CannotProceed as problem:
        raise forms.ValidationError("Select where it should go from the list") from problem


class SendForm(forms.Form):
    """A new referral."""

    id = forms.UUIDField(error_messages=AGAIN)
    kind = forms.ChoiceField(
        choices=lambda: [(kind.code, kind.name) for kind in kinds().values() if not kind.is_from_meeting],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what is asked for"),
    )
    to = forms.CharField(max_length=100, error_messages={"required": "Select where it should go"})
    words = forms.CharField(
        max_length=WORDS_LETTERS,
        error_messages={"required": "Say what is asked and why", **too_long("What is asked, and why,", WORDS_LETTERS)},
    )
    is_urgent = forms.BooleanField(required=False)
    consent = forms.ChoiceField(required=False, choices=CONSENTS, error_messages=NO_SUCH_CONSENT)
    offer = forms.RegexField(r"^[a-z0-9_]{1,60}$", required=False, error_messages=AGAIN)

    def clean_to(self) -> Inbox:
        return as_inbox(self.cleaned_data["to"])

    def clean(self) -> None:
        kind, to = self.cleaned_data.get("kind"), self.cleaned_data.get("to")
        if kind and to and to.kind not in kind_of(kind).to:
            where = ", or ".join(WHERE[one] for one in kind_of(kind).to)
            self.add_error("to", f"{kind_of(kind).name} goes to {where}")

    @property
    def asked(self) -> Asked:
        said = self.cleaned_data
        words = said["words"].replace("\r\n", "\n").strip()
        return Asked(said["id"], said["kind"], said["to"], words, said["is_urgent"], said["consent"], said["offer"])


WHERE = {"team": "a neighbourhood team", "agency": "an agency", "outside": "a charity or provider of the directory"}


class DoForm(forms.Form):
    """Something done with a referral. Which fields count, the deed says."""

    version = forms.IntegerField(min_value=1, max_value=1_000_000, error_messages=AGAIN)
    reason = forms.CharField(required=False, max_length=40)
    note = forms.CharField(required=False, max_length=NOTE_LETTERS, error_messages=too_long("Note", NOTE_LETTERS))
    to = forms.CharField(required=False, max_length=100)
    consent = forms.ChoiceField(required=False, choices=CONSENTS, error_messages=NO_SUCH_CONSENT)

    def __init__(self, data: Any, *, deed: Deed) -> None:
        super().__init__(data)
        self.deed = deed

    def clean(self) -> None:
        said = self.cleaned_data
        if self.deed is Deed.UNDO:
            return
        transition = TRANSITIONS[self.deed]
        if transition.reasons and said.get("reason") not in reasons(transition.reasons):
            self.add_error("reason", "Select a reason")
        if said.get("reason") == "other" and not said.get("note", "").strip() and "note" not in self.errors:
            self.add_error("note", "Say in the note what the reason is")
        if transition.has_destination:
            try:
                said["to"] = as_inbox(said.get("to", ""))
            except forms.ValidationError as problem:
                self.add_error("to", problem)

    @property
    def doing(self) -> Doing:
        said = self.cleaned_data
        transition = TRANSITIONS.get(self.deed)
        has_reason, goes_on = bool(transition and transition.reasons), bool(transition and transition.has_destination)
        return Doing(
            deed=self.deed,
            seen_version=said["version"],
            reason=said["reason"] if has_reason else "",
            note=said["note"].replace("\r\n", "\n").strip(),
            to=said["to"] if goes_on else None,
            consent=said["consent"] if goes_on else "",
        )


class OutsideForm(DoForm):
    """The same, by a link: with the name of whoever answers."""

    by_name = forms.CharField(
        max_length=NAME_LETTERS, error_messages={"required": "Enter your name", **too_long("Your name", NAME_LETTERS)}
    )


class MetForm(forms.Form):
    """Somebody met on duty: enough to find the one person, and what the worry is."""

    id = forms.UUIDField(error_messages=AGAIN)
    kind = forms.ChoiceField(
        choices=lambda: [(kind.code, kind.name) for kind in kinds().values() if kind.is_from_meeting],
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Select what happened"),
    )
    family_name = forms.CharField(required=False, max_length=100, error_messages=too_long("Family name", 100))
    birth_date = forms.DateField(
        error_messages={"required": "Enter the date of birth", "invalid": "Enter a real date of birth"}
    )
    postcode = forms.CharField(required=False, max_length=10, error_messages=too_long("Postcode", 10))
    nhs_number = forms.CharField(required=False, max_length=14, error_messages=too_long("NHS number", 14))
    words = forms.CharField(
        max_length=WORDS_LETTERS,
        error_messages={"required": "Say what the worry is", **too_long("What the worry is", WORDS_LETTERS)},
    )
    is_urgent = forms.BooleanField(required=False)

    def clean_nhs_number(self) -> str:
        return self.cleaned_data["nhs_number"].replace(" ", "")

    def clean(self) -> None:
        said = self.cleaned_data
        if not said.get("nhs_number"):
            for name, words in (("family_name", "Enter the family name"), ("postcode", "Enter the postcode")):
                if not said.get(name, "").strip() and name not in self.errors:
                    self.add_error(name, f"{words}, or give the NHS number")

    @property
    def facts(self) -> dict[str, Any]:
        """What finds the person."""
        said = self.cleaned_data
        return {
            "family_name": said["family_name"].strip(),
            "birth_date": said["birth_date"],
            "postcode": said["postcode"],
            "nhs_number": said["nhs_number"],
        }

    def asked(self, to: Inbox) -> Asked:
        said = self.cleaned_data
        return Asked(UUID(str(said["id"])), said["kind"], to, said["words"].strip(), said["is_urgent"], "")


class FilterForm(forms.Form):
    """Which referrals of an inbox are shown."""

    show = forms.ChoiceField(required=False, choices=[(one, one) for one in ("inbox", "sent", "finished")])
    kind = forms.ChoiceField(required=False, choices=lambda: [(code, code) for code in kinds()])
    state = forms.ChoiceField(required=False, choices=[(one, one) for one in ("sent", "seen", "accepted", "declined")])
    overdue = forms.BooleanField(required=False)
    mine = forms.BooleanField(required=False)

    @property
    def wanted(self) -> Wanted:
        """The filter; what is not understood is left out."""
        self.is_valid()
        said = self.cleaned_data
        return Wanted(
            show=said.get("show") or "inbox",
            kind=said.get("kind") or "",
            state=said.get("state") or "",
            is_overdue=bool(said.get("overdue")),
            is_mine=bool(said.get("mine")),
        )


class SaveFilterForm(forms.Form):
    """A filter to keep."""

    inbox = forms.CharField(max_length=100)
    name = forms.CharField(
        max_length=60, error_messages={"required": "Give the filter a name", **too_long("Name of the filter", 60)}
    )
    query = forms.CharField(required=False, max_length=300)


def as_shown(form: Any, names: tuple[str, ...], typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed, now or into a draft, and what is wrong with what was sent, as templates want it."""
    problems = first_of(form.errors)
    return {
        "sent": {name: typed.get(name, "") for name in names},
        "problems": problems,
        "problem_list": listed(problems),
    }
