"""A small provider with three clients and three carers, planned for two days, and its people at a test client."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.web.snapshot import write_once
from tests.web.visits.provided import OTHER, PROVIDER, TODAY, a_provider

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def now(monkeypatch, settings):
    """What the clock shows: 07:00 on 1 April 2026 unless set otherwise: `now(12, 30)`, `now(1, 0, day=2)`."""

    def set_to(hour: int, minute: int = 0, *, day: int = 1, month: int = 4) -> datetime:
        at = datetime(2026, month, day, hour, minute, tzinfo=LONDON)
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)
        return at

    settings.SESSION_IDLE_MINUTES, settings.SESSION_HOURS = 48 * 60, 48  # a day goes by between two requests
    settings.SESSION_COOKIE_AGE = 48 * 3600
    set_to(7)
    return set_to


@pytest.fixture
def provider(db, now):
    """The provider's carers, clients and two days, published; and another provider with the same codes."""
    from joinedup.web.visits.intake.actions import load_provider, load_usual_days

    at = now(7)

    def write() -> None:
        for organisation in (PROVIDER, OTHER):
            known = a_provider(organisation)
            load_provider(known, by=None, at=at)
            load_usual_days(known, TODAY, 2, by=None, at=at)

    write_once("home-care providers", write)
    return PROVIDER


@pytest.fixture
def signed_in(client, provider, as_staff):
    """A test client signed in: `signed_in("scheduler")`, `signed_in("ann")`, `signed_in("scheduler", OTHER)`."""

    def sign_in(username: str, organisation: str = PROVIDER) -> Any:
        role = "home_care_scheduler" if username.startswith("scheduler") else "home_care_worker"
        name = username if organisation == PROVIDER else f"{username}.{organisation}"
        user = as_staff(role, organisation=organisation, username=name)
        assert client.post("/sign-in/persona/", {"username": name}).status_code == 302
        client.user = user
        return client

    return sign_in


@pytest.fixture
def scheduler(signed_in):
    return signed_in("scheduler")


@pytest.fixture
def audited(provider):
    """What the audit says of an action, latest first."""
    from joinedup.web.governance.models import AuditEntry

    return lambda action: list(AuditEntry.objects.filter(action=action).order_by("-id"))


@pytest.fixture
def state(provider):
    """A day as it stands: `state()`, `state(date(2026, 4, 2))`."""
    from joinedup.web.visits.queries import latest

    return lambda on=TODAY: latest(PROVIDER, on)
