"""The small place with a charity of the directory outside, and forms to refer with."""

import re
from uuid import uuid4

import pytest

from tests.core.directory.small import CHARITY, SMALL
from tests.web import small_run
from tests.web.loaded import audited, run_folder, signed_in_as, small_place, staff, take_into_care  # noqa: F401

ADA = small_run.person_id(0)
OUTSIDE = f"outside:{CHARITY.id}"


@pytest.fixture
def charity(small_place):  # noqa: F811
    """A charity that signs in nowhere."""
    from datetime import UTC, datetime

    from joinedup.web.directory import store

    store.put_directory(SMALL, source=store.own_source(), at=datetime(2026, 4, 1, tzinfo=UTC))
    return OUTSIDE


@pytest.fixture(autouse=True)
def nobody_counted(db):
    """Requests of one test do not count in the next."""
    from django.core.cache import cache

    cache.clear()


@pytest.fixture
def nurse(signed_in_as, take_into_care):  # noqa: F811
    """The nurse of Swanage, with Ada in her care."""
    client = signed_in_as("nurse")
    take_into_care(client.user, ADA)
    return client


def asked(**changes):
    """A form that refers somebody to the council."""
    form = {"id": str(uuid4()), "kind": "social_care", "to": "agency:dorset_council", "words": "Needs help to wash"}
    return form | {"consent": ""} | changes


def refer(client, person=ADA, **changes):
    """Refer somebody; returns the referral."""
    from joinedup.web.referrals.models import Referral

    form = asked(**changes)
    response = client.post(f"/people/{person}/refer/", form)
    assert response.status_code == 302, response.content.decode()
    return Referral.objects.get(pk=form["id"])


def to_charity(client, **changes):
    return refer(client, kind="voluntary_help", to=OUTSIDE, consent="said", words="Would like company", **changes)


def do(client, row, deed, **form):
    """Do something with a referral, seeing it as it is now."""
    row.refresh_from_db()
    response = client.post(f"/referrals/{row.pk}/{deed}/", {"version": row.version, **form})
    row.refresh_from_db()
    return response


def link_in(message) -> str:
    (path,) = re.findall(r"http://localhost:8000(\S+)", message.body)
    return path
