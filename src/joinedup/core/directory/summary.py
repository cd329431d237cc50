"""What of a service fits on a card, a list to print, or a text message?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from joinedup.core.directory.entries import Directory
from joinedup.core.directory.gazetteer import Spot, metres_between
from joinedup.core.directory.locations import Address, Location
from joinedup.core.directory.schedules import DAYS, Schedule
from joinedup.core.directory.services import CostOption, Service
from joinedup.core.units import pounds

SHORT = 260  # characters of a description on a card
DAY_NAMES = dict(zip(DAYS, ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"), strict=True))
TURNS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
WEEKDAYS = DAYS[:5]


@dataclass(frozen=True)
class Venue:
    """A place where a service is given; `point` is latitude and longitude in degrees, None where not known."""

    name: str
    postcode: str
    point: tuple[float, float] | None = None

    @property
    def words(self) -> str:
        """Its name and postcode."""
        return ", ".join(part for part in (self.name, self.postcode) if part)


@dataclass(frozen=True)
class Summary:
    """The few words that matter; "" where nothing is known.

    Parameters
    ----------
    venue, address : of the first place; venues : every place.
    alert : what people should know now.
    """

    description: str
    telephone: str
    email: str
    url: str
    cost: str
    venue: str
    address: str
    venues: tuple[Venue, ...] = ()
    alert: str = ""


def summary(service: Service, directory: Directory) -> Summary:
    """A service in short."""
    places = [directory.locations[place.location_id] for place in directory.places_of.get(service.id, ())]
    first = places[0] if places else None
    return Summary(
        description=shortened(service.description),
        telephone=service.phones[0].number if service.phones else "",
        email=service.email,
        url=service.url,
        cost=cost_words(service),
        venue=first.name if first else "",
        address=address_words(first.addresses[0]) if first and first.addresses else "",
        venues=tuple(map(_venue, places)),
        alert=shortened(service.alert),
    )


def _venue(place: Location) -> Venue:
    if place.latitude is None or place.longitude is None:
        return Venue(place.name, place.postcode)
    return Venue(place.name, place.postcode, (place.latitude, place.longitude))


def venue_words(one: Summary, spot: Spot | None) -> str:
    """Where it is: of several places the nearest, which a distance is of; how many, where nobody said from where.

    Examples
    --------
    >>> def at(*venues): return Summary("", "", "", "", "", "", "", venues)
    >>> hall, barn = Venue("Hall", "BH20 6ZZ", (50.68, -2.22)), Venue("Barn", "DT4 8ZZ", (50.61, -2.45))
    >>> wool = Spot("Wool", 50.68, -2.22)
    >>> venue_words(at(barn, hall), wool), venue_words(at(barn, hall), None), venue_words(at(barn), None)
    ('Hall, BH20 6ZZ', '2 places', 'Barn, DT4 8ZZ')
    """
    points = [(metres_between(*venue.point, spot), venue) for venue in one.venues if venue.point] if spot else []
    if points:
        return min(points, key=lambda pair: pair[0])[1].words
    if len(one.venues) > 1:
        return f"{len(one.venues)} places"
    return one.venues[0].words if one.venues else one.venue


def shortened(text: str, most: int = SHORT) -> str:
    """A text, or its beginning up to the end of a sentence or word.

    Examples
    --------
    >>> shortened("Tea and cake. Every Monday in the hall.", 20)
    'Tea and cake.'
    """
    if len(text) <= most:
        return text
    start = text[:most]
    end = start.rfind(". ")
    return start[: end + 1] if end > most // 3 else f"{start[: start.rfind(' ')]} …"


def cost_words(service: Service) -> str:
    """What it costs, in words; a price that holds for a time says when, for these words are kept for longer.

    Examples
    --------
    >>> soon = CostOption("1", "", 400, valid_from=date(2026, 4, 1))
    >>> cost_words(Service("s", "o", "Lunch club", cost_options=(soon,)))
    '£4 from 1 April 2026'
    """
    if service.is_free:
        return "Free"
    return "; ".join(one for one in map(_price, service.cost_options) if one) or service.fees


def _price(option: CostOption) -> str:
    amount = "" if option.amount_pence is None else pounds(option.amount_pence)
    said = " ".join(part for part in (option.option, amount, option.amount_description) if part)
    begins = f"from {_date(option.valid_from)}" if option.valid_from else ""
    ends = f"until {_date(option.valid_to)}" if option.valid_to else ""
    return " ".join(part for part in (said, begins, ends) if part) if said else ""


def address_words(address: Address) -> str:
    """An address in a line.

    Examples
    --------
    >>> address_words(Address("a", "Old Schoolroom, High Street", "Wool", "Dorset", "BH20 6ZZ"))
    'Old Schoolroom, High Street, Wool, BH20 6ZZ'
    """
    return ", ".join(part for part in (address.address_1, address.city, address.postal_code) if part)


def hours_words(schedules: Iterable[Schedule], today: date | None = None) -> list[str]:
    """When it is open, a line for each set of hours.

    Parameters
    ----------
    today : what was over before it is left out; None leaves nothing out.

    Examples
    --------
    >>> from datetime import time
    >>> from joinedup.core.directory.schedules import Frequency
    >>> hours_words([Schedule("1", freq=Frequency.WEEKLY, byday=WEEKDAYS, opens_at=time(9), closes_at=time(17, 30))])
    ['Monday to Friday, 9am to 5:30pm']
    >>> hours_words([Schedule("2", freq=Frequency.MONTHLY, byday=("2TU",), opens_at=time(14))])
    ['Second Tuesday of the month, from 2pm']
    >>> hours_words([Schedule("3", description="by appointment")])
    ['By appointment']
    >>> hours_words([Schedule("4", byday=("MO",), opens_at=time(9), description="term time only")])
    ['Monday, from 9am (term time only)']
    """
    lines = [_hours(one, today) for one in schedules if not _is_over(one, today)]
    return [words for words in lines if words]


def _is_over(one: Schedule, today: date | None) -> bool:
    last = one.valid_to if one.freq or one.dtstart is None else one.dtstart
    return today is not None and last is not None and last < today


def _hours(one: Schedule, today: date | None) -> str:
    parts = (_days(one), _times(one), _season(one, today)) if one.says_when else (_season(one, today),)
    words = ", ".join(part for part in parts if part)
    beside = f"{words} ({one.description})" if words and one.description else words or one.description
    return beside[:1].upper() + beside[1:]


def _season(one: Schedule, today: date | None) -> str:
    """From when and until when they hold, where that is not over."""
    begins = f"from {_date(one.begins_on)}" if one.begins_on and today and today < one.begins_on else ""
    ends = f"until {_date(one.valid_to)}" if one.valid_to else ""
    return " ".join(part for part in (begins, ends) if part)


def _date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _days(one: Schedule) -> str:
    if one.is_monthly:
        return _days_of_months(one)
    if one.freq is None and one.dtstart:
        return f"{DAY_NAMES[DAYS[one.dtstart.weekday()]]} {_date(one.dtstart)}"
    begins = (DAYS[one.dtstart.weekday()],) if one.freq and one.dtstart else ()
    often = f" every {one.interval} weeks" if one.freq and one.interval > 1 else ""
    return _named_days(one.weekdays or begins) + often


def _days_of_months(one: Schedule) -> str:
    dates = one.bymonthday or ((one.dtstart.day,) if one.dtstart else ())
    often = f", every {one.interval} months" if one.interval > 1 else " of the month"
    if one.byday:
        named = [f"{TURNS.get(day[:-2], day[:-2])} {DAY_NAMES[day[-2:]]}".strip() for day in one.byday]
        return f"{' and '.join(named)}{often}"
    if dates:
        return f"on {_dates_of_months(dates)}{often}"
    return f"every {one.interval} months" if one.interval > 1 else "monthly"


def _dates_of_months(dates: Iterable[int]) -> str:
    plain = " and ".join(str(day) for day in dates if day > 0)
    from_end = ["the last day" if day == -1 else f"day {-day} from the end" for day in dates if day < 0]
    return " and ".join([*([f"day {plain}"] if plain else []), *from_end])


def _named_days(days: tuple[str, ...]) -> str:
    if days == DAYS:
        return "every day"
    if days == WEEKDAYS:
        return "Monday to Friday"
    if days == (*WEEKDAYS, "SA"):
        return "Monday to Saturday"
    named = [DAY_NAMES[day] for day in days]
    return ", ".join(named[:-1]) + " and " + named[-1] if len(named) > 1 else "".join(named)


def _times(one: Schedule) -> str:
    if one.opens_at is None and one.closes_at is None:
        # the description may well hold the times, and some days without any are no more than days
        return "day and night" if one.says_hours and not one.description else ""
    opens, closes = (f"{at.hour % 12 or 12}{f':{at.minute:02d}' if at.minute else ''}{'am' if at.hour < 12 else 'pm'}"
                     if at else "" for at in (one.opens_at, one.closes_at))  # fmt: skip
    if opens and closes:
        return f"{opens} to {closes}"
    return f"from {opens}" if opens else f"until {closes}"
