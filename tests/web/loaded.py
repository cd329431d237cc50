"""The small run of `small_run.py` in the database, and its staff at a test client."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.web import small_run

LOADED_AT = datetime(2026, 4, 2, 6, tzinfo=UTC)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory) -> tuple[Path, Path]:
    """The run's folder and the place file."""
    return small_run.write(tmp_path_factory.mktemp("small_run"))


@pytest.fixture
def small_place(db, run_folder) -> None:
    """The small run, loaded."""
    from joinedup.web import loading

    loading.load(*run_folder, at=LOADED_AT)


@pytest.fixture
def staff(small_place):
    """A member of the small place's staff: `staff("nurse")`."""
    from joinedup.web.accounts.models import User

    return lambda username: User.objects.get(username=username)


@pytest.fixture
def signed_in_as(client, staff):
    """A test client signed in as one of the small place's staff, at noon of a day the scores are valid."""

    def sign_in(username: str):
        user = staff(username)
        client.post("/sign-in/persona/", {"username": username})
        client.user = user
        return client

    return sign_in


@pytest.fixture
def take_into_care(at):
    """Record that people are in somebody's care."""
    from joinedup.web.governance.actions import open_relationship

    def take(user, *person_ids: str) -> None:
        for person_id in person_ids:
            open_relationship(by=user, at=at, person_id=person_id, ground="contact", reason="visited at home")

    return take
