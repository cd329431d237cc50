"""How do fields of an entry, and what changed in them, read on a page?"""

from dataclasses import dataclass
from typing import Any

from joinedup.core.directory.changes import FieldChange, changes
from joinedup.core.plans import library
from joinedup.core.units import pounds

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
    return ChangeLine(label_of(one.field), value_words(one.before, one.field), value_words(one.after, one.field))


def label_of(field: str) -> str:
    """What a page calls a field."""
    return LABELS.get(field, field.replace("_", " ").capitalize())


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
