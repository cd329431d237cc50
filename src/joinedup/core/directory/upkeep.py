"""Is an entry still true: when was it last checked, and is anything about it broken?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from joinedup.core.directory.locations import Location
from joinedup.core.directory.services import Attending, Service, Status
from joinedup.core.directory.standards.formats import is_email, is_uri

STALE_DAYS = 183  # half a year; a place may say another number
REMINDER_DAYS = 28  # between two reminders about one entry


@dataclass(frozen=True)
class Freshness:
    """How old what an entry says is.

    Parameters
    ----------
    days : since somebody last checked it; None where nobody ever has.
    """

    days: int | None
    is_stale: bool

    @property
    def words(self) -> str:
        """When it was last checked, in words.

        Examples
        --------
        >>> Freshness(None, True).words, Freshness(0, False).words, Freshness(400, True).words
        ('never checked', 'checked today', 'checked 400 days ago')
        """
        if self.days is None:
            return "never checked"
        return "checked today" if self.days == 0 else f"checked {self.days} day{'' if self.days == 1 else 's'} ago"


def freshness(assured_on: date | None, as_at: date, stale_days: int = STALE_DAYS) -> Freshness:
    """How old an entry is on a day.

    Parameters
    ----------
    stale_days : after so many days without a check an entry is stale.

    Examples
    --------
    >>> freshness(date(2026, 1, 1), date(2026, 7, 3)).is_stale, freshness(date(2026, 1, 1), date(2026, 7, 4)).is_stale
    (False, True)
    """
    if assured_on is None:
        return Freshness(None, True)
    days = max(0, (as_at - assured_on).days)
    return Freshness(days, days > stale_days)


def faults(service: Service, places: Sequence[Location], as_at: date) -> tuple[str, ...]:
    """What about an entry cannot be used, each in a sentence; only of services that are there to be used.

    Parameters
    ----------
    places : where it is given.
    """
    if service.status is not Status.ACTIVE:
        return ()
    tests = (
        (not service.phones and not service.email and not service.url, "Says no way to get in touch"),
        (bool(service.url) and not is_uri(service.url), "Its web address is none"),
        (bool(service.email) and not is_email(service.email), "Its e-mail address is none"),
        (any(not _is_number(phone.number) for phone in service.phones), "A telephone number cannot be one"),
        (not service.description.strip(), "Says nothing of what it is"),
        (Attending.VENUE in service.attending and not places, "Is given at a venue, and no venue is said"),
        (any(place.postcode and place.latitude is None for place in places), "A place of it is on no map"),
        (_all_over(service, as_at), "All its opening hours are over"),
    )
    return tuple(words for is_broken, words in tests if is_broken)


def _is_number(number: str) -> bool:
    digits = [letter for letter in number if letter.isdigit()]
    return len(digits) >= 3 and all(letter.isdigit() or letter in " +()-.ext#/" for letter in number.lower())


def _all_over(service: Service, as_at: date) -> bool:
    ends: Iterable[date | None] = [hours.valid_to for hours in service.schedules]
    known = list(ends)
    return bool(known) and all(end is not None and end < as_at for end in known)
