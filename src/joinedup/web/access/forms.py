"""What is asked before a record is opened by break-glass, an objection kept, a part sealed or a read reviewed?"""

from collections.abc import Iterable
from typing import Any

from django import forms

from joinedup.web.access.actions.opening import GlassChoice
from joinedup.web.components.problems import first_of, listed, too_long
from joinedup.web.governance.models import AlertReview, BreakGlass, Objection

Choices = Iterable[tuple[str, str]]
REASON_LETTERS = 300
WORDS_LETTERS = 600
SHORTEST_REASON = 10


def words_field(what: str, asked: str, letters: int, *, least: int = 1) -> forms.CharField:
    """A field of plain words, with what is said when it is empty, too short or too long."""
    messages = {"required": asked, "min_length": f"{asked}, in at least {least} characters", **too_long(what, letters)}
    return forms.CharField(min_length=least, max_length=letters, error_messages=messages)


def choice_field(asked: str, choices: Choices) -> forms.ChoiceField:
    return forms.ChoiceField(choices=list(choices), error_messages=dict.fromkeys(("required", "invalid_choice"), asked))


def some_field(asked: str, choices: Choices) -> forms.MultipleChoiceField:
    """A field of boxes, of which none need be ticked."""
    messages = dict.fromkeys(("invalid_choice", "invalid_list"), asked)
    return forms.MultipleChoiceField(choices=list(choices), required=False, error_messages=messages)


class GlassForm(forms.Form):
    """On what ground a record is opened, in whose words, and that the one who opens it knows what follows."""

    ground = choice_field("Select why you must open this record", BreakGlass.Ground.choices)
    reason = words_field(
        "What happened", "Say what happened, and what you need to know", REASON_LETTERS, least=SHORTEST_REASON
    )
    opens_sealed = forms.BooleanField(required=False)
    is_confirmed = forms.BooleanField(
        error_messages={"required": "Confirm that you know this is recorded and looked into"}
    )

    @property
    def choice(self) -> GlassChoice:
        """The ground, reason and extent as chosen."""
        chosen = self.cleaned_data
        return GlassChoice(chosen["ground"], chosen["reason"], opens_sealed=chosen["opens_sealed"])


class EndForm(forms.Form):
    """Why a person is no longer in the user's care."""

    reason = words_field("Reason", "Say why this person is no longer in your care", REASON_LETTERS)


class ReviewForm(forms.Form):
    """What came of looking into a read."""

    outcome = choice_field("Select what you found", AlertReview.Outcome.choices)
    note = words_field("How you came to this", "Say how you came to this", WORDS_LETTERS, least=SHORTEST_REASON)


class ObjectionForm(forms.Form):
    """What a person objects to, in their own words."""

    scope = choice_field("Select what the person objects to", Objection.Scope.choices)
    organisation = forms.CharField(required=False, max_length=80)
    words = words_field("What the person said", "Write down what the person said", WORDS_LETTERS)

    def __init__(self, data: Any, organisations: Iterable[str]) -> None:
        super().__init__(data)
        self.organisations = set(organisations)

    def clean(self) -> None:
        chosen = self.cleaned_data
        if chosen.get("scope") == "organisation" and chosen.get("organisation") not in self.organisations:
            self.add_error("organisation", "Select which organisation is not to see the record")


class WithdrawForm(forms.Form):
    """Which objection the person takes back, and what they said."""

    objection = forms.IntegerField(
        min_value=1, error_messages=dict.fromkeys(("required", "invalid"), "Select an objection")
    )
    words = words_field("What the person said", "Write down what the person said", WORDS_LETTERS)


class DecideForm(forms.Form):
    """Whether an objection is upheld, and why."""

    status = choice_field(
        "Select whether the objection is upheld",
        [(one.value, one.label) for one in (Objection.Status.UPHELD, Objection.Status.REFUSED)],
    )
    words = words_field("Reason", "Say why, in words the person could be shown", WORDS_LETTERS, least=SHORTEST_REASON)


class SealForm(forms.Form):
    """Which part of a record or item of the plan is sealed, why, and who still sees it."""

    def __init__(self, data: Any, parts: Choices, roles: Choices, staff: Choices) -> None:
        super().__init__(data)
        self.fields["part"] = choice_field("Select what to seal", parts)
        self.fields["roles"] = some_field("Select roles from the list", roles)
        self.fields["staff"] = some_field("Select members of staff from the list", staff)
        self.order_fields(["part", "reason"])  # as on the page: problems are listed in this order

    reason = words_field("Reason", "Say why it is sealed", REASON_LETTERS)


class LiftForm(forms.Form):
    """Which seal is lifted."""

    seal = forms.IntegerField(
        min_value=1,
        max_value=2**62,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), "Select a seal"),
    )


class StaffLinkForm(forms.Form):
    """Which member of staff is which person of the place, by NHS number or person id."""

    username = words_field("Username", "Enter the username of the member of staff", 150)
    person = words_field("NHS number or person id", "Enter the NHS number or the person id", 40)


def problems_of(form: forms.Form | None) -> dict[str, Any]:
    """What is wrong with a form that was sent, field by field and as a list that leads to each."""
    errors = form.errors if form is not None and form.is_bound else {}
    first = first_of(errors)
    return {
        "problems": first,
        "problem_list": listed(first),
        "sent": {name: str(form.data.get(name, ""))[: 4 * WORDS_LETTERS] for name in form.fields} if form else {},
    }
