"""What is on the form an organisation opens by its link: the service, the organisation itself, and its places."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from joinedup.web.components.words import plural
from joinedup.web.directory.upkeep import presenters, queries, surroundings
from joinedup.web.directory.upkeep.forms import OrganisationForm, PlaceForm

Edited = Callable[[Any, dict[str, Any]], Any]


@dataclass(frozen=True)
class Part:
    """The form of one entry around the service.

    Parameters
    ----------
    before : the entry as the form showed it.
    others : how many other services it is part of.
    """

    title: str
    form: Any
    version: str
    before: Any
    edited: Edited
    others: int

    @property
    def fields(self) -> list[presenters.FieldLine]:
        """Its fields, as the templates draw them."""
        return presenters.field_lines(self.form)

    @property
    def warning(self) -> str:
        """Whom else a change would concern."""
        return f"A change here shows with {plural(self.others, 'other service')} too." if self.others else ""

    @property
    def change(self) -> tuple[Any, Any]:
        """The entry as it was shown, and as it should be. Only once the form is valid."""
        return self.before, self.edited(self.before, self.form.cleaned_data)


def parts_of(row: Any, data: Any = None) -> list[Part]:
    """The forms around a service's; with what was sent, only those that were sent.

    Parameters
    ----------
    row : the service.
    data : what was sent.
    """
    found = []
    for at, ((kind, key), one) in enumerate(queries.surroundings_of(row).items()):
        prefix = "organisation" if kind == "organisation" else f"place{at}"
        if data is not None and data.get(f"{prefix}-id") != key:
            continue
        found.append(part(row, kind, one, prefix, data))
    return found


def part(row: Any, kind: str, one: Any, prefix: str, data: Any) -> Part:
    """The form of a service's organisation or of one of its places."""
    version = data.get(f"{prefix}-version", "") if data is not None else str(queries.latest_number(kind, one.id))
    before = queries.as_opened(kind, one, version)
    if kind == "organisation":
        form, shown, edited = OrganisationForm, surroundings.organisation_form, surroundings.organisation_edited
        title = "Your organisation"
    else:
        form, shown, edited = PlaceForm, surroundings.place_form, surroundings.place_edited
        title = f"Where it is: {before.name or before.postcode or 'a place'}"
    made = form(data, prefix=prefix) if data is not None else form(initial=shown(before), prefix=prefix)
    return Part(title, made, version, before, edited, queries.others_that_use(one, row))
