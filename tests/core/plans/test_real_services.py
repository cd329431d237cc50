"""An offer of a package resolves to real services: near, for people of that age, for carers only where that is so."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from joinedup.core.directory import (
    Carers,
    Contact,
    Directory,
    Eligibility,
    Organisation,
    Phone,
    Seeker,
    Service,
    ServiceArea,
    Status,
    fits,
)
from joinedup.core.engine import Engine
from joinedup.core.plans import delivering, library, local_help, offer_services, offers_without_service

HOODS = {"hill": ["hill"], "vale": ["vale"], "Hillshire": ["hill", "vale"]}
OFFER = "falls_exercise"


def service(key, *, areas=(), offers=(OFFER,), status=Status.ACTIVE, **rules):
    where = tuple(ServiceArea(f"{key}{number}", name, name) for number, name in enumerate(areas))
    phones = (Contact("c", phones=(Phone("p", "01632 960001"),)),)
    rule = Eligibility(**rules)
    return Service(
        key, "o", f"Class {key}", offers=offers, status=status, service_areas=where, contacts=phones, eligibility=rule
    )


def directory(*services) -> Directory:
    return Directory.of([Organisation("o", "Steady Steps")], services)


def help_for(services, who=None, hood="hill", engine=None):
    package = pa.table({"person_id": ["p"], "neighbourhood": [hood]})
    item = pa.table({"person_id": ["p"], "offer": [OFFER]})
    with Engine() as engine:
        return local_help(package, item, offer_services(directory(*services), HOODS), engine, who=who).to_pylist()


def test_service_is_for_its_neighbourhoods_its_authority_or_everywhere():
    table = offer_services(
        directory(
            service("a", areas=["hill"]),
            service("b", areas=["Hillshire"]),
            service("c"),
            service("d", areas=["Elsewhere"]),
            service("e", status=Status.DEFUNCT),
            service("f", offers=()),
        ),
        HOODS,
    )
    found = {(row["service"], row["neighbourhood"]) for row in table.to_pylist()}
    assert found == {("a", "hill"), ("b", "hill"), ("b", "vale"), ("c", None)}


def test_package_names_the_real_service_with_its_number():
    (row,) = help_for([service("a", areas=["hill"]), service("b", areas=["vale"])])
    assert (row["service"], row["organisation"], row["telephone"]) == ("a", "Steady Steps", "01632 960001")


def test_who_is_too_young_or_no_carer_is_shown_another():
    who = pa.table({"person_id": ["p"], "age": [50.0], "is_unpaid_carer": [0.0]})
    services = [service("a", minimum_age=65), service("b", carers=Carers.ONLY), service("c", maximum_age=50)]
    assert [row["service"] for row in help_for(services, who)] == ["c"]


def test_nothing_is_ruled_out_by_what_is_not_known():
    who = pa.table({"person_id": ["p"], "age": pa.nulls(1, pa.float64()), "is_unpaid_carer": pa.nulls(1, pa.float64())})
    services = [service("a", minimum_age=65, carers=Carers.ONLY)]
    assert [row["service"] for row in help_for(services, who)] == ["a"]
    assert [row["service"] for row in help_for(services)] == ["a"]


AGES = some.none() | some.integers(0, 110)


@settings(max_examples=40, deadline=None)
@given(
    lowest=some.none() | some.integers(0, 60),
    highest=some.none() | some.integers(60, 110),
    carers=some.sampled_from(Carers),
    age=AGES,
    is_carer=some.sampled_from([None, True, False]),
)
def test_sets_judge_as_the_rules_do_one_by_one(lowest, highest, carers, age, is_carer):
    one = service("a", minimum_age=lowest, maximum_age=highest, carers=carers)
    carer = None if is_carer is None else float(is_carer)
    who = pa.table(
        {
            "person_id": ["p"],
            "age": pa.array([None if age is None else float(age)], pa.float64()),
            "is_unpaid_carer": pa.array([carer], pa.float64()),
        }
    )
    expected = fits(one.eligibility, Seeker(age=age, is_carer=is_carer))
    assert [row["service"] for row in help_for([one], who)] == (["a"] if expected else [None])


def test_one_service_for_each_offer_comes_before_a_second_for_any():
    package = pa.table({"person_id": ["p"], "neighbourhood": ["hill"]})
    item = pa.table({"person_id": ["p", "p"], "offer": [OFFER, "befriending"]})
    given = [service(key) for key in "abc"] + [service("z", offers=("befriending",))]
    with Engine() as engine:
        rows = local_help(package, item, offer_services(directory(*given), HOODS), engine).to_pylist()
    assert [row["service"] for row in rows] == ["z", "a", "b"]


def test_nearer_service_comes_first_and_what_comes_to_people_is_never_far():
    from dataclasses import replace

    from joinedup.core.directory import Attending, Location, ServiceAtLocation

    venue, line = (Attending.VENUE,), (Attending.PHONE,)
    near, far = replace(service("b"), attending=venue), replace(service("a"), attending=venue)
    by_phone = replace(service("c"), attending=line)
    places = [Location("n", latitude=50.70, longitude=-2.0), Location("f", latitude=50.90, longitude=-2.0)]
    at = [ServiceAtLocation("1", "b", "n"), ServiceAtLocation("2", "a", "f"), ServiceAtLocation("3", "c", "f")]
    local = Directory.of([Organisation("o", "Steady Steps")], [near, far, by_phone], places, at)
    middles = pa.table({"neighbourhood": ["hill"], "latitude": [50.71], "longitude": [-2.0]})
    package = pa.table({"person_id": ["p"], "neighbourhood": ["hill"]})
    item = pa.table({"person_id": ["p"], "offer": [OFFER]})
    with Engine() as engine:
        rows = local_help(package, item, offer_services(local, HOODS), engine, middles=middles).to_pylist()
    assert [row["service"] for row in rows] == ["c", "b", "a"]


def test_one_persons_offer_resolves_to_the_services_that_fit():
    local = directory(
        service("a", minimum_age=65, areas=["hill"]), service("b", areas=["vale"]), service("c", offers=())
    )
    assert [one.id for one in delivering(OFFER, local, Seeker(age=70, areas=["hill"]))] == ["a"]
    assert [one.id for one in delivering(OFFER, local, Seeker(age=60))] == ["b"]


def test_offers_that_nobody_delivers_are_told():
    table = offer_services(directory(service("a")), HOODS)
    assert offers_without_service([OFFER, "befriending"], table) == ("befriending",)


@pytest.mark.parametrize("code", ["falls_exercise", "befriending", "social_prescribing", "money_advice", "warm_home"])
def test_offers_of_the_catalogue_resolve_in_the_invented_county(county_services, code):
    assert code in {offer.code for offer in library().offers}
    assert county_services.filter(pa.compute.equal(county_services["offer"], code)).num_rows > 0


@pytest.fixture(scope="module")
def county_services():
    from joinedup import definitions
    from joinedup.county.directory import make_directory
    from joinedup.county.template import Template

    template = Template(definitions.HOME / "places" / "dorset")
    made = make_directory(template, 2026).directory()
    hoods = {hood["code"]: [hood["code"]] for hood in template.place["neighbourhoods"]}
    return offer_services(made, hoods)
