"""Which home-care providers does a place name, and which days do they begin with?"""

from datetime import date, datetime, timedelta

from django.utils import timezone

from joinedup.core.interop import Place
from joinedup.core.visits.compiling import compile_all
from joinedup.web.loading import home_care_past
from joinedup.web.visits.intake.actions import enter_usual_days, load_provider, load_usual_days
from joinedup.web.visits.intake.provider_file import read_providers

DAYS = 3
"""Days planned from the usual week of an invented place: today, tomorrow and the day after."""
WEEKS = 2
"""So many whole weeks after this one are entered besides, for the scheduler to plan."""


def load(place: Place, *, at: datetime) -> dict[str, int]:
    """Enter the providers' carers and clients; in an invented place, plan and publish the next few days, and
    enter those after them.

    Days that are there already are kept: schedulers have changed them since.
    """
    if place.home_care_path is None:
        return {}
    compile_all()
    counts = {"home_care_carer": 0, "home_care_client": 0, "rounds_day": 0, "call_event": 0}
    for provider in read_providers(place.home_care_path):
        found = load_provider(provider, by=None, at=at)
        counts["home_care_carer"] += found["carer"]
        counts["home_care_client"] += found["client"]
        if place.is_invented:
            today = timezone.localdate(at)
            counts["rounds_day"] += load_usual_days(provider, today, DAYS, by=None, at=at)
            first = today + timedelta(days=DAYS)
            enter_usual_days(provider, first, days_to_come(today), by=None, at=at)
            counts["call_event"] += home_care_past.load(provider, today, at=at)
    return counts


def days_to_come(today: date) -> int:
    """Days after those planned, to the end of the last week that is entered.

    Examples
    --------
    >>> days_to_come(date(2026, 4, 1)), days_to_come(date(2026, 4, 5))
    (16, 12)
    """
    return 7 * (WEEKS + 1) - today.weekday() - DAYS
