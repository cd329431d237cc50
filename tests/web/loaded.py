"""The small run of `small_run.py` in the database, and its staff at a test client."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.web import small_run, snapshot

LOADED_AT = datetime(2026, 4, 2, 6, tzinfo=UTC)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory) -> tuple[Path, Path]:
    """The run's folder and the place file."""
    return small_run.write(tmp_path_factory.mktemp("small_run"))


@pytest.fixture
def small_place(db, run_folder) -> None:
    """The small run, loaded."""
    from joinedup.web import loading

    snapshot.write_once("small run", lambda: loading.load(*run_folder, at=LOADED_AT))


@pytest.fixture
def staff(small_place):
    """A member of the small place's staff: `staff("nurse")`."""
    from joinedup.web.accounts.models import User

    return lambda username: User.objects.get(username=username)


@pytest.fixture
def signed_in_as(client, staff):
    """A test client signed in as one of the small place's staff."""

    def sign_in(username: str):
        user = staff(username)
        client.post("/sign-in/persona/", {"username": username})
        client.user = user
        return client

    return sign_in


@pytest.fixture
def take_into_care():
    """Record, as of now, that people are in somebody's care."""
    from django.utils import timezone

    from joinedup.web.governance.actions import open_relationship

    def take(user, *person_ids: str) -> None:
        for person_id in person_ids:
            now = timezone.now()  # noqa: TID251  (pages ask about the moment of the request)
            open_relationship(by=user, at=now, person_id=person_id, ground="contact", reason="visited at home")

    return take


@pytest.fixture
def audited(small_place):
    """What the audit says of an action, latest first."""
    from joinedup.web.governance.models import AuditEntry

    return lambda action: list(AuditEntry.objects.filter(action=action).order_by("-id"))
