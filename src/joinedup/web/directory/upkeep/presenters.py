"""How do entries, what is wrong with them, and what people say of them read on a page?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.directory.upkeep import freshness
from joinedup.web.components.problems import first_of, listed
from joinedup.web.components.words import moment
from joinedup.web.directory.upkeep.change_words import ChangeLine, change_lines, label_of


@dataclass(frozen=True)
class ServiceLine:
    """A service in a list of staff's."""

    key: str
    name: str
    organisation: str
    words: str


def stale_line(row: Any, as_at: date) -> ServiceLine:
    return ServiceLine(row.id, row.name, row.organisation.name, freshness(row.assured_on, as_at).words.capitalize())


def broken_line(one: Any) -> ServiceLine:
    return ServiceLine(one.service.id, one.service.name, one.service.organisation.name, ". ".join(one.faults))


def named_line(row: Any, as_at: date) -> ServiceLine:
    words = f"{row.status.capitalize()}, {freshness(row.assured_on, as_at).words}"
    return ServiceLine(row.id, row.name, row.organisation.name, words)


def saved_words(kept: Collection[str]) -> str:
    """That an entry is saved, and which fields are not, as somebody else changed them meanwhile.

    Examples
    --------
    >>> saved_words(()), saved_words(["name"])
    ('Saved', 'Saved, but not: Name. Somebody else changed this meanwhile')
    """
    fields = ", ".join(map(label_of, kept))
    return f"Saved, but not: {fields}. Somebody else changed this meanwhile" if kept else "Saved"


@dataclass(frozen=True)
class ProposalLine:
    """A proposal in the queue."""

    number: int
    service: str
    organisation: str
    origin: str
    at: str
    words: str


def proposal_line(one: Any) -> ProposalLine:
    if one.content is None:
        words = "A message"
    else:
        labels = [line.label for line in change_lines(one.before, one.content)]
        labels += [part_line(part).title for part in one.surroundings]
        words = ", ".join(labels) or "No change"
    service = one.service
    return ProposalLine(
        one.pk, service.name, service.organisation.name, one.get_origin_display(), moment(one.proposed_at), words
    )


@dataclass(frozen=True)
class PartLine:
    """What a proposal would change of a service's organisation, or of one of its places."""

    title: str
    changes: list[ChangeLine]


def part_line(part: dict[str, Any]) -> PartLine:
    name = part["before"].get("name") or "a place"
    what = "The organisation" if part["kind"] == "organisation" else "The place"
    return PartLine(f"{what} {name}", change_lines(part["before"], part["content"]))


@dataclass(frozen=True)
class VersionLine:
    """One version of an entry's history."""

    number: int
    why: str
    by: str
    at: str
    changed: list[ChangeLine]
    is_now: bool
    is_there: bool


def version_lines(versions: list[Any]) -> list[VersionLine]:
    """A history, latest first, each with what it changed."""
    lines = []
    for position, one in enumerate(versions):
        before = versions[position + 1].content if position + 1 < len(versions) else None
        changed = change_lines(before, one.content) if before is not None and one.content is not None else []
        why = one.get_why_display() if one.content is not None else "Taken out"
        by = f"{one.by.name}, {one.by.role_words}" if one.by else f"source: {one.source_code}"
        lines.append(VersionLine(one.number, why, by, moment(one.at), changed, position == 0, one.content is not None))
    return lines


@dataclass(frozen=True)
class GoneLine:
    """A service that was taken out, with the version to put back."""

    key: str
    name: str
    at: str
    number: int


def gone_line(ended: Any, before: Any) -> GoneLine:
    return GoneLine(ended.entry_id, str(before.content.get("name", "")), moment(ended.at), before.number)


@dataclass(frozen=True)
class PairLine:
    """Two entries that may be one service."""

    first: ServiceLine
    second: ServiceLine
    probability: str
    reasons: str


def pair_line(pair: Any, services: Any, organisations: Any) -> PairLine:
    def side(key: str) -> ServiceLine:
        one = services[key]
        phones = ", ".join(phone.number for phone in one.phones)
        return ServiceLine(key, one.name, organisations[one.organisation_id].name, phones or one.url or "no contact")

    reasons = ", ".join(pair.reasons)
    return PairLine(side(pair.first_id), side(pair.second_id), f"{min(pair.probability, 0.99):.0%}", reasons)


@dataclass(frozen=True)
class FieldLine:
    """A field of a form, as the templates draw it."""

    name: str
    label: str
    kind: str  # text, lines, number, one or many
    value: Any
    hint: str
    error: str
    choices: list[dict[str, Any]]


LINES = frozenset({"description", "telephone", "hours", "not_for"})
FEW = frozenset({"minimum_age", "maximum_age"})


def field_lines(form: Any) -> list[FieldLine]:
    """The fields of an entry's form, in order, with what was said and what is wrong."""
    lines = []
    for name, field in form.fields.items():
        field_name = form.add_prefix(name)
        value = form[name].value()
        choices = [
            {"value": key, "text": text, "checked": key in (value or []), "selected": key == value}
            for key, text in getattr(field, "choices", [])
        ]
        kind = "lines" if name in LINES else "number" if name in FEW else "text"
        if choices:
            kind = "many" if is_many(field) else "one"
        error = form.errors[name][0] if name in form.errors else ""
        shown = "" if value is None else f"{value:g}" if isinstance(value, float) else value
        lines.append(FieldLine(field_name, field.label, kind, shown, field.help_text, error, choices))
    return lines


def is_many(field: Any) -> bool:
    return type(field).__name__ == "MultipleChoiceField"


def problems(form: Any) -> list[dict[str, str]]:
    """What is wrong in a form, as the error summary wants it."""
    return listed({form.add_prefix(name): text for name, text in first_of(form.errors).items()})
