"""Which entries of the audit does the reader ask for?"""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from joinedup.web.governance.queries import AuditFilter

# Days so far off that no moment can be made of them are mistakes.
SENSIBLE = (
    MinValueValidator(date(2000, 1, 1), message="The date must be in 2000 or later"),
    MaxValueValidator(date(2999, 12, 31), message="The date must be before the year 3000"),
)


class AuditForm(forms.Form):
    """The filters beside the audit; every one may be left empty."""

    person_id = forms.RegexField(
        r"\A[A-Za-z0-9_-]{1,40}\Z",  # as in the addresses of a person's pages
        required=False,
        label="Person id",
        error_messages={"invalid": "A person id has up to 40 letters, numbers and hyphens, and no name"},
    )
    username = forms.CharField(required=False, max_length=150, label="Username")
    action = forms.CharField(required=False, max_length=80, label="What was done")
    outcome = forms.ChoiceField(
        required=False, label="Outcome", choices=[("", "Any"), ("allowed", "Allowed"), ("refused", "Refused")]
    )
    since = forms.DateField(
        required=False, label="From", validators=SENSIBLE, error_messages={"invalid": "From must be a real date"}
    )
    until = forms.DateField(
        required=False, label="To", validators=SENSIBLE, error_messages={"invalid": "To must be a real date"}
    )

    def clean(self) -> None:
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "To must be the same day as From, or later")

    @property
    def wanted(self) -> AuditFilter:
        """The filter asked for; nothing of a form with mistakes is used."""
        if not self.is_valid():
            return AuditFilter()
        return AuditFilter(**{field: value for field, value in self.cleaned_data.items() if value})
