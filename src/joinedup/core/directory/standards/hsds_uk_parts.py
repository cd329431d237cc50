"""Read what hangs on a service of HSDS-UK 3.0: hours, areas, languages, prices, contacts, whom it is for."""

from typing import Any

from joinedup.core.directory import services
from joinedup.core.directory.eligibility import Carers, Eligibility, ReferralRoute
from joinedup.core.directory.schedules import Frequency, Schedule
from joinedup.core.directory.standards.formats import is_byday, is_bymonthday
from joinedup.core.directory.standards.reading import (
    CannotBeRead,
    Json,
    Reading,
    day,
    many,
    number,
    one_of,
    required,
    text,
    time_of_day,
    words,
)


def parts(reading: Reading, one: Json) -> dict[str, Any]:
    """The fields of a service that are lists of their own."""

    def key(kind: str, each: Json) -> str:
        return reading.key(kind, each.get("id") or f"{one['id']} {sorted(each.items())}")

    return {
        "schedules": tuple(read_schedule(reading, key("schedule", each), each) for each in many(one, "schedules")),
        "service_areas": tuple(
            services.ServiceArea(
                id=key("service_area", each),
                name=text(each, "name", "service_area"),
                code=text(each, "joinedup_code"),
                extent=text(each, "extent"),
                extent_type=text(each, "extent_type"),
                uri=text(each, "uri"),
            )
            for each in many(one, "service_areas")
        ),
        "languages": tuple(read_language(key("language", each), each) for each in many(one, "languages")),
        "funding": tuple(
            services.Funding(key("funding", each), text(each, "source")) for each in many(one, "funding", "fundings")
        ),
        "cost_options": tuple(read_cost_option(key("cost_option", each), each) for each in many(one, "cost_options")),
        "contacts": read_contacts(reading, one),
    }


def read_contacts(reading: Reading, one: Json) -> tuple[services.Contact, ...]:
    """Whom to ask. Numbers that HSDS 3.0 hangs on the service itself become a contact of their own."""
    contacts = [
        services.Contact(
            id=reading.key("contact", each.get("id") or f"{one['id']} contact {position}"),
            name=text(each, "name"),
            title=text(each, "title"),
            email=text(each, "joinedup_email", "email"),
            phones=read_phones(reading, each),
        )
        for position, each in enumerate(many(one, "contacts"))
    ]
    own = read_phones(reading, one)
    if own:
        contacts.append(services.Contact(reading.key("contact", f"{one['id']} phones"), phones=own))
    return tuple(contacts)


def read_phones(reading: Reading, one: Json) -> tuple[services.Phone, ...]:
    """Numbers to ring."""
    return tuple(
        services.Phone(
            id=reading.key("phone", each.get("id") or f"{one.get('id')} phone {position}"),
            number=required(each, "number"),
            description=text(each, "description"),
            languages=tuple(
                read_language(reading.key("language", required(spoken, "id")), spoken)
                for spoken in many(each, "languages")
            ),
        )
        for position, each in enumerate(many(one, "joinedup_phones", "phones"))
    )


def read_language(key: str, one: Json) -> services.Language:
    """A language."""
    return services.Language(key, text(one, "joinedup_name", "name", "language"), text(one, "joinedup_code", "code"))


def read_cost_option(key: str, one: Json) -> services.CostOption:
    """A price; pounds become pence."""
    amount = number(one, "amount")
    return services.CostOption(
        id=key,
        option=text(one, "option"),
        amount_pence=None if amount is None else round(amount * 100),
        amount_description=text(one, "amount_description"),
        valid_from=day(one, "valid_from"),
        valid_to=day(one, "valid_to"),
    )


def read_schedule(reading: Reading, key: str, one: Json) -> Schedule:
    """Opening hours."""
    byday, place = text(one, "byday").upper().replace(" ", ""), text(one, "service_at_location_id")
    if byday and not is_byday(byday):
        raise CannotBeRead(f"byday is {byday[:40]!r}", expected="days such as MO,TU")
    days = text(one, "bymonthday")
    if days and not is_bymonthday(days):
        raise CannotBeRead(f"bymonthday is {days[:40]!r}", expected="days from 1 to 31, or from -1 backwards")
    return Schedule(
        id=key,
        service_at_location_id=reading.key("service_at_location", place) if place else "",
        freq=one_of(Frequency, one, "freq", None),
        interval=int(number(one, "interval") or 1),
        byday=tuple(byday.split(",")) if byday else (),
        bymonthday=tuple(int(each) for each in days.split(",")) if days else (),
        dtstart=day(one, "dtstart"),
        valid_from=day(one, "valid_from"),
        valid_to=day(one, "valid_to"),
        opens_at=time_of_day(one, "opens_at"),
        closes_at=time_of_day(one, "closes_at"),
        description=text(one, "description"),
        schedule_link=text(one, "schedule_link"),
        attending_type=text(one, "attending_type"),
        notes=text(one, "notes"),
    )


def read_eligibility(one: Json) -> Eligibility:
    """Whom it is for: the standard's ages, and our own fields beside them."""
    ours = one.get("joinedup_eligibility") or {}
    return Eligibility(
        minimum_age=number(one, "minimum_age"),
        maximum_age=number(one, "maximum_age"),
        needs=words(ours.get("needs", [])),
        carers=Carers(ours.get("carers", Carers.ANYBODY)),
        referral_routes=tuple(ReferralRoute(route) for route in words(ours.get("referral_routes", []))),
        not_for=words(ours.get("not_for", [])),
        words=text(ours, "words") or text(one, "eligibility_description"),
    )
