"""A provider of home care as its file says it: three clients, three carers, five visits a day, one of them by two."""

from datetime import date

from joinedup.web.visits.intake.provider_file import WEEKDAYS, Provider

PROVIDER, OTHER = "hearth", "quay"
TODAY, TOMORROW = date(2026, 4, 1), date(2026, 4, 2)  # a Wednesday, and the day after; Good Friday is the 3rd
PLACES = [
    {"id": "office", "latitude": 50.720, "longitude": -1.880},
    {"id": "c1", "latitude": 50.725, "longitude": -1.890},
    {"id": "c2", "latitude": 50.715, "longitude": -1.870},
    {"id": "c3", "latitude": 50.730, "longitude": -1.860},
]
VISITS = [
    {"id": "c1-breakfast", "person": "c1", "minutes": 45, "earliest": "08:00", "due": "09:00", "latest": "10:30"},
    {"id": "c2-breakfast", "person": "c2", "minutes": 30, "earliest": "08:00", "due": "10:00", "latest": "11:00"},
    {
        "id": "c3-hoist",
        "person": "c3",
        "minutes": 40,
        "carers": 2,
        "earliest": "09:30",
        "due": "11:00",
        "latest": "12:00",
    },
    {"id": "c1-lunch", "person": "c1", "minutes": 30, "earliest": "12:00", "due": "13:00", "latest": "14:00"},
    {"id": "c2-night", "person": "c2", "minutes": 30, "earliest": "23:30", "due": "24:15", "latest": "24:30"},
]
CARERS = [
    {"id": "ann", "skills": ["hoist"], "shift_starts": "07:00", "shift_ends": "15:00"},
    {"id": "ben", "skills": ["hoist"], "shift_starts": "07:00", "shift_ends": "15:00"},
    {"id": "cal", "skills": [], "shift_starts": "18:00", "shift_ends": "25:30"},
]


def a_day(**changes) -> dict:
    """The file of a day; `visits` or `carers` in place of the usual ones."""
    visits = [{"place": one["person"], **one} for one in changes.get("visits", VISITS)]
    for one in visits:
        if one["id"] == "c3-hoist":
            one["skills"] = ["hoist"]
    carers = [{"begins": "office", **one} for one in changes.get("carers", CARERS)]
    return {"joinedup": "visits of a day", "places": PLACES, "visits": visits, "carers": carers}


def a_provider(organisation: str = PROVIDER, **changes) -> Provider:
    """The provider's file, with every day alike."""
    clients = [
        {
            "id": place["id"],
            "name": f"{name} of {organisation}",
            "address": f"{number} Mill Lane, Wareham",
            "latitude": place["latitude"],
            "longitude": place["longitude"],
            "likes": f"Likes {drink}",
            "calls": [
                {"id": one["id"], "name": one["id"].partition("-")[2].capitalize(), "tasks": ["Make a drink"]}
                for one in VISITS
                if one["person"] == place["id"]
            ],
        }
        for number, (place, name, drink) in enumerate(
            zip(PLACES[1:], ("Ada Stone", "Bert Reed", "Cleo Moss"), ("tea", "cocoa", "coffee"), strict=True), 1
        )
    ]
    carers = [
        {"id": one["id"], "name": one["id"].capitalize(), "username": username(one["id"], organisation)}
        for one in changes.pop("people", CARERS)
    ]
    week = dict.fromkeys(WEEKDAYS, a_day(**changes))
    return Provider.model_validate({"organisation": organisation, "carers": carers, "clients": clients, "week": week})


def username(carer: str, organisation: str) -> str:
    return carer if organisation == PROVIDER else f"{carer}.{organisation}"
