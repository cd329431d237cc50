"""Fixtures for tests of the web without a browser."""

from datetime import UTC, datetime

import pytest

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def another_directory():
    """What one test found in the directory is not taken for that of the next, a moment later in another database."""
    from joinedup.web.directory import current

    current.look_again()


@pytest.fixture
def at() -> datetime:
    """A moment to pass as `at=`."""
    return NOON


@pytest.fixture
def signed_in(client, as_staff):
    """A test client signed in as a role, through the personas page: `signed_in("gp")`.

    The user is `client.user`.
    """

    def sign_in(role: str, **scope: str):
        user = as_staff(role, **scope)
        response = client.post("/sign-in/persona/", {"username": user.username})
        assert response.status_code == 302
        client.user = user
        return client

    return sign_in
