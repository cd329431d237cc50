"""The small place with its uncertain joins, and its staff."""

import pytest

from tests.web import snapshot
from tests.web.loaded import LOADED_AT, audited, signed_in_as, staff, take_into_care  # noqa: F401
from tests.web.review import review_run


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """The run's folder and the place file."""
    return review_run.write(tmp_path_factory.mktemp("review_run"))


@pytest.fixture
def small_place(db, run_folder) -> None:
    """The small run with its pairs, loaded."""
    from joinedup.web import loading

    snapshot.write_once("small run with pairs", lambda: loading.load(*run_folder, at=LOADED_AT))


@pytest.fixture
def clients(staff, small_place):  # noqa: F811
    """A test client for each of several people at once: `clients("reviewer")`."""
    from django.test import Client

    made = {}

    def client_of(username: str) -> Client:
        if username not in made:
            made[username] = Client()
            made[username].post("/sign-in/persona/", {"username": username})
            made[username].user = staff(username)
        return made[username]

    return client_of
