"""Changes about people of Swanage in the small place, as the agencies' records and the models would tell them."""

from datetime import timedelta

from tests.web import small_run

AS_AT = small_run.AS_AT
SWANAGE = [small_run.person_id(number) for number in range(0, small_run.PEOPLE, 3)]  # three neighbourhoods in turn
ADA = SWANAGE[0]


def entry(person_id: str, kind: str, words: str, *, days_ago: int, ended_days_ago: int | None = None) -> None:
    from joinedup.web.people.models import TimelineEntry

    ends_on = None if ended_days_ago is None else AS_AT - timedelta(days=ended_days_ago)
    TimelineEntry.objects.create(
        person_id=person_id,
        starts_on=AS_AT - timedelta(days=days_ago),
        ends_on=ends_on,
        kind=kind,
        organisation="dch",
        words=words,
        file="extracts/x.csv",
        line=1,
    )


def fall(person_id: str, *, days_ago: int = 3) -> None:
    entry(person_id, "ambulance_incident", "Ambulance, fall (see and treat)", days_ago=days_ago)


def stay(person_id: str, *, days_ago: int, ended_days_ago: int | None = None) -> None:
    entry(person_id, "hospital_spell", "Emergency hospital stay", days_ago=days_ago, ended_days_ago=ended_days_ago)


def newly_at_risk(person_id: str, now: float = 0.5) -> None:
    from joinedup.web.risk.models import Change

    Change.objects.create(
        person_id=person_id,
        neighbourhood="swanage",
        outcome="fall",
        kind="new",
        is_listed=True,
        before=0.2,
        now=now,
        size=1.0,
    )


def strained_carer(person_id: str) -> None:
    from joinedup.web.risk.models import Flag

    Flag.objects.update_or_create(
        person_id=person_id,
        flag="carer_breakdown",
        defaults={"points": 4, "highest": 7, "is_raised": True, "label": "A rule, not a probability"},
    )


def nothing_yet() -> None:
    """Take out the changes that the small run itself holds, so that a test says all there are."""
    from joinedup.web.people.models import TimelineEntry
    from joinedup.web.risk.models import Change, Flag

    for model in (TimelineEntry, Change, Flag):
        model.objects.all().delete()
