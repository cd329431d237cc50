"""A directory of two services, invented, that says something of every kind."""

from datetime import UTC, date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from joinedup.core.directory import (
    Accessibility,
    Address,
    Attending,
    Attribute,
    Carers,
    Contact,
    CostOption,
    Directory,
    Eligibility,
    Frequency,
    Funding,
    Identifier,
    Language,
    Location,
    LocationType,
    Organisation,
    Phone,
    ReferralRoute,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    Taxonomy,
    TaxonomyTerm,
)


def key(name: str) -> str:
    """The same id for a name every time."""
    return str(uuid5(NAMESPACE_URL, f"https://joinedup.example/{name}"))


NEEDS = Taxonomy(key("needs"), "Needs", "What people come with", uri="https://joinedup.example/needs", version="1")
FALLS = TaxonomyTerm(key("falls"), NEEDS.id, "falls", "Falls", "Falling, or afraid of it")
HIP = TaxonomyTerm(key("hip"), NEEDS.id, "hip", "Broken hip", "After a broken hip", parent_id=FALLS.id)

CHARITY = Organisation(
    key("charity"),
    "Steady Steps",
    "A charity that helps people keep their balance",
    email="office@steadysteps.example",
    website="https://steadysteps.example",
    identifiers=(Identifier(key("number"), "9900001", "Charity number", "GB-CHC"),),
)
HALL = Location(
    key("hall"),
    "Wool village hall",
    latitude=50.68,
    longitude=-2.22,
    addresses=(Address(key("address"), "1 High Street", "Wool", "Dorset", "BH20 6ZZ"),),
    accessibility=(Accessibility(key("ramp"), "Ramp to the side door", is_wheelchair_accessible=True),),
)
POST = Location(key("post"), "Office", location_type=LocationType.POSTAL)
MONDAYS = Schedule(
    key("mondays"),
    freq=Frequency.WEEKLY,
    byday=("MO", "TH"),
    opens_at=time(10),
    closes_at=time(11, 30),
    dtstart=date(2026, 1, 5),
)
CLASS = Service(
    key("class"),
    CHARITY.id,
    "Balance class",
    "Gentle exercise that makes falls less likely",
    url="https://steadysteps.example/class",
    email="class@steadysteps.example",
    fees="The first class is free",
    attending=(Attending.VENUE,),
    eligibility=Eligibility(
        minimum_age=65,
        needs=("falls",),
        referral_routes=(ReferralRoute.SELF, ReferralRoute.GP),
        not_for=("people who cannot stand",),
    ),
    offers=("falls_exercise",),
    assured_date=date(2026, 9, 1),
    assurer_email="check@council.example",
    last_modified=datetime(2026, 9, 1, 9, 30, tzinfo=UTC),
    schedules=(MONDAYS,),
    service_areas=(ServiceArea(key("area"), "Dorset", "E06000059"),),
    languages=(Language(key("polish"), "Polish", "pl"),),
    funding=(Funding(key("grant"), "A grant of the council"),),
    cost_options=(CostOption(key("price"), "Each class", 350, "a class"),),
    contacts=(
        Contact(key("desk"), title="Class desk", phones=(Phone(key("phone"), "01632 960001", "Monday to Friday"),)),
    ),
    attributes=(Attribute(key("tied"), FALLS.id, "need"),),
)
LINE = Service(
    key("line"),
    CHARITY.id,
    "Carers' line",
    "Somebody to talk to, by telephone",
    attending=(Attending.PHONE,),
    eligibility=Eligibility(carers=Carers.ONLY),
    cost_options=(CostOption(key("free"), "Free", 0),),
    last_modified=datetime(2026, 9, 2, 9, 30, tzinfo=UTC),
    contacts=(Contact(key("listener"), title="Listeners", phones=(Phone(key("line phone"), "01632 960002"),)),),
)
SMALL = Directory.of(
    organisations=[CHARITY],
    services=[CLASS, LINE],
    locations=[HALL],
    service_at_locations=[ServiceAtLocation(key("class at hall"), CLASS.id, HALL.id)],
    taxonomies=[NEEDS],
    taxonomy_terms=[FALLS, HIP],
)
