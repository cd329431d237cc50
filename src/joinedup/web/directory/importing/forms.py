"""Where does another directory come from?"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from joinedup.core.directory.conformance import NoAnswer
from joinedup.feeds.client import checked
from joinedup.web.components.problems import too_long
from joinedup.web.directory.models import Source

FORMS = [(one.value, one.label) for one in Source.Form if one is not Source.Form.OWN]


class SourceForm(forms.Form):
    """A new source."""

    name = forms.CharField(
        max_length=120, error_messages={"required": "Enter the name of the source", **too_long("Name", 120)}
    )
    code = forms.SlugField(
        max_length=60,
        error_messages={
            "required": "Enter a short name of the source",
            "invalid": "The short name must be letters, numbers and hyphens",
            **too_long("Short name", 60),
        },
    )
    form = forms.ChoiceField(
        choices=FORMS, error_messages=dict.fromkeys(("required", "invalid_choice"), "Select how it is written")
    )
    url = forms.CharField(max_length=500, required=False, error_messages=too_long("Address", 500))
    licence = forms.CharField(max_length=200, required=False, error_messages=too_long("Licence", 200))

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"].lower()
        if Source.objects.filter(pk=code).exists():
            raise ValidationError("There is a source of this short name already")
        return code

    def clean_url(self) -> str:
        url: str = self.cleaned_data["url"].strip()
        if url:
            try:
                checked(url)
            except NoAnswer as problem:
                raise ValidationError("Enter an address that begins with https://") from problem
        return url


class ReadForm(forms.Form):
    """A file to read, or the source's own feed."""

    source = forms.CharField(max_length=60, error_messages={"required": "Select a source"})
    file = forms.FileField(required=False, allow_empty_file=True)


class AcceptForm(forms.Form):
    """Accept or discard; and that a large loss is meant."""

    choice: Any = forms.ChoiceField(choices=[("accept", ""), ("discard", ""), ("undo", "")])
    is_meant = forms.BooleanField(required=False)
