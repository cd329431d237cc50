"""Which of the services found does somebody want to see? Asked after ranking, and never hiding what danger needs."""

from dataclasses import dataclass
from datetime import datetime

from joinedup.core.directory import service_types
from joinedup.core.directory.eligibility import Carers
from joinedup.core.directory.schedules import is_open
from joinedup.core.directory.search.documents import Document
from joinedup.core.directory.services import Attending


@dataclass(frozen=True)
class Filters:
    """What a service must be; everything off by default. What nobody has said of a service does not count as said.

    Parameters
    ----------
    open_at : open at this moment, in local time of the place.
    wheelchair : somebody in a wheelchair gets in; what needs no getting in is kept.
    for_carers : for unpaid carers, or carers welcome.
    age : takes somebody of this age, in years.
    by_telephone, online : can be had so.
    topic : a topic of service_types.yaml.
    """

    open_at: datetime | None = None
    free: bool = False
    wheelchair: bool = False
    for_carers: bool = False
    age: float | None = None
    by_telephone: bool = False
    online: bool = False
    topic: str = ""

    def keep(self, one: Document) -> bool:
        """Whether a service is what is wanted.

        Examples
        --------
        >>> lunch = Document(1, "s", "Lunch club", "", "", "", "", points=((50.7, -2.4),), attending=(Attending.VENUE,))
        >>> Filters().keep(lunch), Filters(online=True).keep(lunch), Filters(free=True).keep(lunch)
        (True, False, False)
        """
        checks = (
            self.open_at is None or is_open(one.schedules, self.open_at) is True,
            not self.free or one.is_free is True,
            not self.wheelchair or one.wheelchair is True or _needs_no_getting_in(one),
            not self.for_carers or one.eligibility.carers is not Carers.ANYBODY,
            self.age is None or _takes(one, self.age),
            not (self.by_telephone or self.online) or self._reaches(one),
            not self.topic or self.topic in topics_of(one),
        )
        return all(checks)

    def _reaches(self, one: Document) -> bool:
        ways = set(one.attending)
        return (self.by_telephone and Attending.PHONE in ways) or (self.online and Attending.ONLINE in ways)


def _needs_no_getting_in(one: Document) -> bool:
    """Whether people get it where they are; a venue that is on no map is a venue all the same."""
    ways = set(one.attending)
    return bool(ways - {Attending.VENUE}) if ways else not one.points and one.wheelchair is None


def _takes(one: Document, age: float) -> bool:
    lowest, highest = one.eligibility.minimum_age, one.eligibility.maximum_age
    return (lowest is None or age >= lowest) and (highest is None or age < highest + 1)


def topics_of(one: Document) -> set[str]:
    """The topics a service belongs to."""
    of_kinds = {topic.code for topic in service_types.topics() if set(topic.types) & set(one.kinds)}
    return of_kinds | set(one.topics)
