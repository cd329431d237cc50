"""Bring a provider's carers and clients here, and plan a day from its file."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from joinedup.core.visits import Stop, day_file, solve
from joinedup.web.governance.actions import record
from joinedup.web.people.queries import person_ids_of
from joinedup.web.visits import actions, queries
from joinedup.web.visits.days import NOTHING_HELD, problem_of, weighed, with_agreed_lengths
from joinedup.web.visits.intake.provider_file import WEEKDAYS, CallEntry, Provider, ProviderFileWrong
from joinedup.web.visits.lengths.queries import agreed
from joinedup.web.visits.models import Carer, Client, Revision

FIRST_MOVES = 40_000
"""Moves of the search for a first plan: under a second for fifty visits, and always the same answer."""

NOT_PLANNED = "Nobody has planned this day yet."


@transaction.atomic
def load_provider(provider: Provider, *, by: Any, at: datetime) -> dict[str, int]:
    """Enter a provider's carers and clients, or bring them up to date; whoever is not in the file any more has left.

    Clients are found in the place's index by their NHS number, where it holds them.

    Returns
    -------
    how many: carer, client.
    """
    organisation = provider.organisation
    in_index = person_ids_of([one.nhs_number for one in provider.clients if one.nhs_number])
    for entry in provider.carers:
        pay = entry.pay or provider.pay
        known = entry.model_dump(exclude={"id", "pay"}) | {"is_active": True} | (pay.model_dump() if pay else {})
        Carer.objects.update_or_create(organisation=organisation, code=entry.id, defaults=known)
    gone = Carer.objects.filter(organisation=organisation).exclude(code__in=[one.id for one in provider.carers])
    left = gone.filter(is_active=True).update(is_active=False)
    for client in provider.clients:
        known = client.model_dump(exclude={"id", "rural", "calls"}) | {
            "is_rural": client.rural,
            "calls": calls_as_kept(client.calls),
            "person_id": in_index.get(client.nhs_number, ""),
        }
        Client.objects.update_or_create(organisation=organisation, code=client.id, defaults=known)
    counts = {"carer": len(provider.carers), "client": len(provider.clients)}
    detail = {"provider": organisation, **counts, "left": left}
    record(by=by, at=at, action="visits.load_provider", detail=detail)
    return counts


def calls_as_kept(calls: Sequence[CallEntry]) -> dict[str, Any]:
    """A client's visits as their row keeps them."""
    return {
        one.id: {"name": one.name, "tasks": list(one.tasks), "is_short_agreed": one.is_short_agreed} for one in calls
    }


def load_usual_days(provider: Provider, first: date, days: int, *, by: Any, at: datetime) -> int:
    """Plan and publish days from a provider's usual week; a day that has rounds already is left as it is.

    Returns
    -------
    how many days were planned.
    """
    made = 0
    for on, document in usual_days(provider, first, days):
        state = load_day(document, organisation=provider.organisation, on=on, by=by, at=at)
        actions.publish(provider.organisation, on, seen=state.number, by=by, at=at)
        made += 1
    return made


def enter_usual_days(provider: Provider, first: date, days: int, *, by: Any, at: datetime) -> int:
    """Enter the visits of days from a provider's usual week, for a scheduler to plan by the week.

    Returns
    -------
    how many days were entered; a day that has rounds already is left as it is.
    """
    made = 0
    for on, document in usual_days(provider, first, days):
        enter_day(document, organisation=provider.organisation, on=on, by=by, at=at)
        made += 1
    return made


def usual_days(provider: Provider, first: date, days: int) -> Iterator[tuple[date, dict[str, Any]]]:
    """The files of days from a provider's usual week that have no rounds yet."""
    for on in (first + timedelta(days=after) for after in range(days)):
        usual = provider.week.get(WEEKDAYS[on.weekday()])  # type: ignore[call-overload]
        if usual is not None and not queries.latest(provider.organisation, on):
            yield on, usual.model_dump(mode="json", exclude_none=True)


def enter_day(document: Mapping[str, Any], *, organisation: str, on: date, by: Any, at: datetime) -> Revision:
    """Enter a day from its file, with nobody coming to any visit yet.

    Raises
    ------
    RoundsWrong : the file is not as docs/reference/visits-of-a-day.md says.
    ProviderFileWrong : it names a carer or client the provider does not have.
    """
    wanted = with_agreed_lengths(document, agreed(organisation))
    check_names(document, organisation)
    rounds = weighed(problem_of(wanted, NOTHING_HELD), [])
    change = actions.Change(
        how=Revision.How.ENTERED,
        held=NOTHING_HELD,
        calls=[],
        unplanned=dict.fromkeys(rounds.checked.unplanned, NOT_PLANNED),
        figures=rounds.figures,
        document=wanted,
    )
    return actions.keep(change, organisation=organisation, on=on, after=0, by=by, at=at)


def load_day(document: Mapping[str, Any], *, organisation: str, on: date, by: Any, at: datetime) -> Revision:
    """Plan a day from its file; where it has rounds already, this is a further state of it, to be published or undone.

    Raises
    ------
    RoundsWrong : the file is not as docs/reference/visits-of-a-day.md says.
    ProviderFileWrong : it names a carer or client the provider does not have.
    """
    wanted = with_agreed_lengths(document, agreed(organisation))
    problem = problem_of(wanted, NOTHING_HELD, off=queries.off_on(organisation, on))
    check_names(document, organisation)
    found = solve(problem, Stop(None, FIRST_MOVES), seed=on.toordinal())
    rounds = weighed(problem, found.attendances)
    before = queries.latest(organisation, on)
    change = actions.Change(
        how=Revision.How.LOADED,
        held=NOTHING_HELD,
        calls=rounds.calls,
        unplanned=dict(found.unplanned),
        figures=rounds.figures,
        document=wanted,
    )
    return actions.keep(change, organisation=organisation, on=on, after=before.number if before else 0, by=by, at=at)


def check_names(document: Mapping[str, Any], organisation: str) -> None:
    """Raise if a day speaks of a carer or client that the provider does not have, or an id fits no address."""
    read = day_file.read(document)
    if unfit := sorted(visit.id for visit in read.visits if "/" in visit.id):
        raise ProviderFileWrong(f"The visit '{unfit[0]}' has a slash in its id", expected="an id without one")
    for what, named, known in (
        ("carer", [one.id for one in read.carers], queries.carers(organisation)),
        ("client", [one.person for one in read.visits], queries.clients(organisation)),
    ):
        strangers = sorted(set(named) - set(known))
        if strangers:
            raise ProviderFileWrong(
                f"The day names the {what} '{strangers[0]}', whom the provider does not have",
                expected=f"a {what} of the provider, loaded before",
            )
