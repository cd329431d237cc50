"""Which calls did the invented carers make in the days before? Made up from a seed, so that lengths can be learned."""

from datetime import date, datetime, timedelta
from random import Random

from joinedup.core.visits.wall_clock import moment_of
from joinedup.web.accounts.models import User
from joinedup.web.visits.intake.provider_file import Provider
from joinedup.web.visits.models import CallEvent
from joinedup.web.visits.words import ZONE

DAYS = 10
TRUE_LENGTHS = (1.0, 1.0, 1.0, 1.0, 1.25, 0.85)
"""What visits really take, as shares of what is planned: most as planned, a few more or less."""
SPREAD_MINUTES = 3.0


def load(provider: Provider, on: date, *, at: datetime) -> int:
    """Check-ins and check-outs of the days before, unless there are any; returns how many."""
    organisation, usual = provider.organisation, next(iter(provider.week.values()), None)
    staff = User.objects.filter(organisation=organisation, role="home_care_worker").order_by("username")
    if usual is None or not staff or CallEvent.objects.filter(organisation=organisation).exists():
        return 0
    events = []
    for visit in usual.visits:
        random = Random(f"{organisation} {visit.id}")
        takes = visit.minutes * random.choice(TRUE_LENGTHS)
        for before in range(1, DAYS + 1):
            day, who = on - timedelta(days=before), random.choice(list(staff))
            arrived = moment_of(day, visit.earliest + random.uniform(0, 30), ZONE)
            left = arrived + timedelta(minutes=max(random.gauss(takes, SPREAD_MINUTES), 5))
            events += [
                CallEvent(
                    organisation=organisation,
                    on=day,
                    carer=who.username,
                    visit=visit.id,
                    kind=kind,
                    happened_at=moment,
                    received_at=min(moment, at),
                    told_by=who,
                )
                for kind, moment in ((CallEvent.Kind.ARRIVED, arrived), (CallEvent.Kind.LEFT, left))
            ]
    return len(CallEvent.objects.bulk_create(events))
