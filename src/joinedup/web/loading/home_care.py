"""Which home-care providers does a place name, and which days do they begin with?"""

from datetime import datetime

from django.utils import timezone

from joinedup.core.interop import Place
from joinedup.core.visits.compiling import compile_all
from joinedup.web.loading import home_care_past
from joinedup.web.visits.intake.actions import load_provider, load_usual_days
from joinedup.web.visits.intake.provider_file import read_providers

DAYS = 3
"""Days planned from the usual week of an invented place: today, tomorrow and the day after."""


def load(place: Place, *, at: datetime) -> dict[str, int]:
    """Enter the providers' carers and clients; in an invented place, plan and publish the next few days.

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
            counts["call_event"] += home_care_past.load(provider, today, at=at)
    return counts
