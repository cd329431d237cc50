"""Who does something, for whom, when, and may they? What every deed of the month is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from joinedup.core.errors import CannotProceed
from joinedup.core.teams.referrals import Inbox, InboxKind
from joinedup.web.accounts.models import User
from joinedup.web.governance.permissions import check_may
from joinedup.web.people.actions import open_person_in_care
from joinedup.web.people.models import Person
from joinedup.web.people.queries import person_today


class NobodyThere(CannotProceed):
    """A step of the month needs somebody, or something done earlier, that is not there."""


@dataclass(frozen=True)
class Team:
    """A neighbourhood's team, and who of the whole place works with it, by role."""

    neighbourhood: str
    name: str
    members: dict[str, User]
    of_place: dict[str, User]

    def who(self, role: str) -> User:
        """Somebody of a role: of the team, else of the whole place.

        Raises
        ------
        NobodyThere : there is none.
        """
        found = self.members.get(role) or self.of_place.get(role)
        if found is None:
            raise NobodyThere(f"Nobody of {self.name} is {role}", available=sorted({**self.members, **self.of_place}))
        return found

    def inbox_of(self, role: str) -> Inbox:
        """The inbox of a role's employer."""
        return Inbox(InboxKind.AGENCY, self.who(role).organisation)


@dataclass
class Scene:
    """One person of a case, and who acts now.

    Parameters
    ----------
    needs : codes of what the person's record shows, that of the case first.
    referrals : keys of those sent so far, by the name the case calls them.
    sittings : who has opened the record on which day: what they do then is done from one look at it.
    """

    team: Team
    person_id: str
    needs: tuple[str, ...]
    chance: Random
    referrals: dict[str, UUID] = field(default_factory=dict)
    sittings: set[tuple[int, date]] = field(default_factory=set)
    by: Any = None
    at: Any = None

    @property
    def told(self) -> dict[str, Any]:
        """Who and when, as every action wants it."""
        return {"by": self.by, "at": self.at}

    def mark(self) -> UUID:
        """A mark that nothing else has, the same for the same seed."""
        return UUID(int=self.chance.getrandbits(128), version=4)

    def person(self) -> Person:
        """Whom the case is about, as the record has them; for what needs no look into it."""
        found = person_today(self.person_id)
        if found is None:
            raise NobodyThere("The person of a case is not in the place any more")
        return found

    def opened(self) -> Person:
        """The person's record opened by whoever acts, who must have them in their care.

        Raises
        ------
        Refused : they do not.
        """
        sitting = (self.by.pk, timezone.localdate(self.at))
        if sitting in self.sittings:
            return self.person()
        found = open_person_in_care(self.person_id, **self.told, action="people.view_person")
        if found is None:
            raise NobodyThere("The person of a case is out of the reach of whoever acts")
        self.sittings.add(sitting)
        return found


Act = Callable[..., None]


@dataclass(frozen=True)
class Deed:
    """Something a step can ask for.

    Parameters
    ----------
    permission : what whoever does it must be allowed.
    act : does it, with what the step says.
    """

    permission: str
    act: Act

    def do(self, scene: Scene, by: User, said: dict[str, Any], at: datetime) -> None:
        """Do it as somebody, if they may, with what the step says.

        Raises
        ------
        Refused : their role, or where they work, does not include it.
        """
        scene.by, scene.at = by, at
        check_may(by, self.permission, scene.team)
        self.act(scene, **said)


def deed(permission: str) -> Callable[[Act], Deed]:
    """Make a function a deed that needs a permission."""
    return lambda act: Deed(permission, act)
