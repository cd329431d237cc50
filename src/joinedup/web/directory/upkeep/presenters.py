"""How do entries, what is wrong with them, and what changed in them read on a page?"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.directory.changes import FieldChange, changes
from joinedup.core.directory.upkeep import freshness
from joinedup.core.plans import library
from joinedup.core.units import pounds
from joinedup.web.components.problems import first_of, listed
from joinedup.web.components.words import moment

LABELS = {
    "accreditations": "Accreditations",
    "addresses": "Addresses",
    "alert": "What people should know now",
    "assured_date": "Last checked",
    "assurer_email": "Checked by",
    "attending": "How people get it",
    "attributes": "Categories",
    "contacts": "Contacts and telephone",
    "cost_options": "Prices",
    "description": "What it is",
    "eligibility": "Whom it is for",
    "email": "E-mail",
    "fees": "What it costs",
    "languages": "Languages",
    "latitude": "Latitude",
    "location_id": "Place",
    "longitude": "Longitude",
    "name": "Name",
    "offers": "Offers it delivers",
    "organisation_id": "Organisation",
    "schedules": "Opening hours",
    "service_areas": "Areas it is for",
    "status": "Is it running",
    "url": "Web page",
    "website": "Web site",
}
HIDDEN = frozenset({"id", "taxonomy_term_id", "service_id", "service_at_location_id"})
NO_NEWS = frozenset({"organisation_id", "attributes"})  # shown elsewhere on the page, or codes only
MOST_LETTERS = 600


@dataclass(frozen=True)
class ChangeLine:
    """One field that differs."""

    label: str
    before: str
    after: str


def change_lines(before: Any, after: Any) -> list[ChangeLine]:
    """What differs between two versions."""
    return [change_line(one) for one in changes(before, after)]


def fact_lines(content: Any, terms: list[str]) -> list[ChangeLine]:
    """What an entry says."""
    said = {name: value for name, value in content.items() if name not in NO_NEWS}
    categories = [ChangeLine("Categories", "", ", ".join(terms))] if terms else []
    return change_lines(None, said) + categories


def change_line(one: FieldChange) -> ChangeLine:
    label = LABELS.get(one.field, one.field.replace("_", " ").capitalize())
    return ChangeLine(label, value_words(one.before, one.field), value_words(one.after, one.field))


def value_words(value: Any, field: str = "") -> str:
    """A value of any field in words.

    Examples
    --------
    >>> value_words([{"id": "7", "number": "01632 960001"}]), value_words(None), value_words(True)
    ('number 01632 960001', 'nothing', 'yes')
    >>> value_words([{"id": "7", "byday": ["MO"], "opens_at": "10:00:00", "closes_at": "11:30:00"}], "schedules")
    'MO 10:00-11:30'
    >>> value_words([{"id": "7", "option": "Free", "amount_pence": 0}], "cost_options")
    'Free'
    >>> value_words([{"id": "7", "name": "English", "code": "en"}], "languages")
    'English'
    """
    item = ITEMS.get(field)
    said = "; ".join(item(one) for one in value) if item and isinstance(value, list) else inner_words(value)
    return said[:MOST_LETTERS] or "nothing"


def hours_item(hours: dict[str, Any]) -> str:
    times = "-".join(hours.get(name, "")[:5] for name in ("opens_at", "closes_at"))
    rest = inner_words({name: hours[name] for name in hours if name not in HOURS_FIELDS})
    return " ".join(filter(None, (",".join(hours.get("byday", [])), times.strip("-"), rest)))


def price_item(option: dict[str, Any]) -> str:
    amount = option.get("amount_pence")
    price = "" if amount is None else "free" if amount == 0 else pounds(amount)
    said = [option.get("option", ""), price, option.get("amount_description", "")]
    return " ".join(word for at, word in enumerate(said) if word and word.lower() not in map(str.lower, said[:at]))


def language_item(language: dict[str, Any]) -> str:
    return str(language.get("name") or language.get("code", ""))


def offer_item(code: str) -> str:
    known = library()
    return known.offers[known.position[code]].name if code in known.position else code


def contact_item(contact: dict[str, Any]) -> str:
    said = [contact.get(name, "") for name in ("name", "title", "email")]
    phones = [f"{phone['number']} {phone.get('description', '')}".strip() for phone in contact.get("phones", [])]
    return ", ".join(filter(None, said + phones))


HOURS_FIELDS = frozenset({"id", "freq", "byday", "opens_at", "closes_at"})
ITEMS = {
    "schedules": hours_item,
    "cost_options": price_item,
    "contacts": contact_item,
    "languages": language_item,
    "offers": offer_item,
}


def inner_words(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return "; ".join(filter(None, (inner_words(one) for one in value)))
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, dict):
        said = [(name, inner_words(one)) for name, one in value.items() if name not in HIDDEN]
        return ", ".join(f"{name.replace('_', ' ')} {words}" for name, words in said if words)
    return str(value)


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
