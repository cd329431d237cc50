"""The filters of a list: from the address of its page, whatever that says."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms

from joinedup.web.components.problems import first_of, listed

ANY = ("", "Any")
FEWEST_CHOICES = 3  # any, and two to choose between


class Filters(forms.Form):
    """Filters by choice. What is not understood counts as any, and is said."""

    asked_elsewhere: ClassVar[tuple[str, ...]] = ()
    """Fields that narrow nothing, or stand elsewhere on the page."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        for field in self.fields.values():
            field.error_messages["invalid_choice"] = f"Select {field.label.lower()} from the list"

    @property
    def problems(self) -> list[dict[str, str]]:
        """What was not understood, as the error summary wants it."""
        return listed(first_of(self.errors))

    @property
    def filters(self) -> dict[str, Any]:
        """The fields that are filters, by name."""
        return {name: field for name, field in self.fields.items() if name not in self.asked_elsewhere}

    @property
    def shown_fields(self) -> list[dict[str, Any]]:
        """The filters as selects; a filter with one choice only is none."""
        return [
            {
                "name": name,
                "label": field.label,
                "value": self.cleaned_data.get(name, ""),
                "items": [{"value": value, "text": text} for value, text in field.choices],
                "error": self.errors[name][0] if name in self.errors else "",
            }
            for name, field in self.filters.items()
            if len(field.choices) >= FEWEST_CHOICES or name in self.errors
        ]

    @property
    def chosen_words(self) -> list[str]:
        """The filters in force, in words."""
        return [
            f"{field.label.lower()}: {dict(field.choices)[self.cleaned_data[name]]}"
            for name, field in self.filters.items()
            if self.cleaned_data.get(name)
        ]
