"""A part of the invented county's directory, with its postcodes and names, in the tables."""

from dataclasses import replace
from datetime import datetime
from functools import cache

import pytest

from bench.searching.county import county
from joinedup.core.directory import Directory
from tests.web import snapshot

KINDS = ("falls_exercise", "falls_clinic", "food_bank", "carers_support", "carers_group", "lunch_club", "befriending")
KINDS += ("listening_line", "domestic_abuse", "crisis_team", "dementia_cafe", "social_prescribing", "talking_therapies")
MOST_OF_A_KIND = 12
POSTCODES = ("DT4 8", "DT4", "BH19 1", "BH15 1")


@cache
def part():
    """The directory, and the atlas."""
    directory, kind_of, atlas = county()
    taken: dict[str, int] = {}
    chosen = []
    for one in directory.services.values():
        kind = kind_of[one.id]
        taken[kind] = taken.get(kind, 0) + (kind in KINDS)
        if kind in KINDS and taken[kind] <= MOST_OF_A_KIND:
            chosen.append(one)
    ids = {one.id for one in chosen}
    places = [one for one in directory.service_at_locations.values() if one.service_id in ids]
    return replace(
        directory,
        services={one.id: one for one in chosen},
        service_at_locations={one.id: one for one in places},
        locations={one.location_id: directory.locations[one.location_id] for one in places},
        organisations={one.organisation_id: directory.organisations[one.organisation_id] for one in chosen},
    ), atlas


@pytest.fixture
def services(db, at) -> Directory:
    """The part, in the tables; gives it."""
    from joinedup.web.directory import current

    snapshot.write_once("some services", lambda: write(at))
    current.forget()
    return part()[0]


def write(at: datetime) -> None:
    """The part, with its postcodes and names, in place of any there are."""
    from joinedup.web.directory import store
    from joinedup.web.directory.models import NamedPlace, PostcodePoint

    directory, atlas = part()
    store.put_directory(directory, source=store.own_source(), at=at)
    spots = [spot for text, spot in atlas.find.__self__.items() if text in POSTCODES or text.startswith("DT4 8")]
    PostcodePoint.objects.all().delete()  # those of the small place, if it was loaded
    PostcodePoint.objects.bulk_create(
        PostcodePoint(text=one.name, latitude=one.latitude, longitude=one.longitude, areas=list(one.areas))
        for one in spots
    )
    NamedPlace.objects.bulk_create(
        NamedPlace(
            name=one.name,
            near=one.near,
            latitude=one.spot.latitude,
            longitude=one.spot.longitude,
            areas=list(one.spot.areas),
        )
        for one in atlas.gazetteer.names
    )
    store.note_change(at)


def of_kind(directory: Directory, words: str):
    """A service whose description or name has these words."""
    return next(one for one in directory.services.values() if words in f"{one.name} {one.description}")
