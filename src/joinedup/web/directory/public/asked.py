"""What does the address of a public page ask for? Everything is in the address: nothing is kept about anybody."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from joinedup.core.directory import service_types
from joinedup.core.directory.search import Filters
from joinedup.core.directory.search.words import MOST_CHARACTERS
from joinedup.web.directory.public.translations import LANGUAGES, OWN

LONGEST = 10_000  # characters of a query that are taken at all
LONGEST_PLACE = 80
LAST_PAGE = 20
MOST_KEPT = 20
PER_PAGE = 10
CODE = re.compile(r"[0-9a-f]{8}")  # the beginning of a service's id
SWITCHES = ("open", "free", "wheelchair", "carers", "phone", "online")
OLDEST = 110


@dataclass(frozen=True)
class Asked:
    """A public page's address, read and bounded.

    Parameters
    ----------
    q, where : what somebody typed, and where they are.
    switches : which of SWITCHES are on.
    kept : the beginnings of ids of services on the shortlist.
    """

    q: str = ""
    where: str = ""
    switches: frozenset[str] = frozenset()
    age: int | None = None
    topic: str = ""
    as_map: bool = False
    page: int = 1
    language: str = OWN
    kept: tuple[str, ...] = ()

    def filters(self, at: datetime) -> Filters:
        """What a service must be to be shown; "open" is about this moment, in local time."""
        now = timezone.localtime(at).replace(tzinfo=None)
        return Filters(
            open_at=now if "open" in self.switches else None,
            free="free" in self.switches,
            wheelchair="wheelchair" in self.switches,
            for_carers="carers" in self.switches,
            age=self.age,
            by_telephone="phone" in self.switches,
            online="online" in self.switches,
            topic=self.topic,
        )

    def parameters(self) -> dict[str, str]:
        """As in an address, what is as usual left out."""
        found = {"q": self.q[:MOST_CHARACTERS], "where": self.where, "age": "" if self.age is None else str(self.age)}
        found |= {name: "1" for name in SWITCHES if name in self.switches}
        found |= {"topic": self.topic, "view": "map" if self.as_map else "", "keep": ".".join(self.kept)}
        found |= {
            "page": "" if self.page == 1 else str(self.page),
            "lang": "" if self.language == OWN else self.language,
        }
        return {name: value for name, value in found.items() if value}

    def query(self, *names: str, **changes: object) -> str:
        """The part of an address after "?", with changes; of these parameters only, if any are named."""
        wanted = replace(self, **changes).parameters() if changes else self.parameters()  # type: ignore[arg-type]
        chosen = {name: value for name, value in wanted.items() if not names or name in names}
        return f"?{urlencode(chosen)}" if chosen else ""

    @cached_property
    def carried(self) -> str:
        """What every link carries along: the language and the shortlist."""
        return self.query("lang", "keep")

    @property
    def is_full(self) -> bool:
        """Whether the shortlist has no room for another."""
        return len(self.kept) >= MOST_KEPT

    def keeping(self, code: str) -> str:
        """The same page with one more service on the shortlist, as far as it has room."""
        kept = ".".join(dict.fromkeys((*self.kept, code)[:MOST_KEPT]))
        return f"{self._unkept}&keep={kept}" if self._unkept else f"?keep={kept}"

    @cached_property
    def _unkept(self) -> str:
        return self.query(kept=())

    def without_kept(self, code: str) -> "Asked":
        """With one less on the shortlist."""
        return replace(self, kept=tuple(one for one in self.kept if one != code))


def read(sent: QueryDict) -> Asked:
    """What an address asks for; what makes no sense counts as not sent."""
    topics = {topic.code for topic in service_types.topics()}
    age, page = sent.get("age", ""), sent.get("page", "")
    topic, language = sent.get("topic", ""), sent.get("lang", OWN)
    return Asked(
        q=tidy(sent.get("q", ""), LONGEST),
        where=tidy(sent.get("where", ""), LONGEST_PLACE),
        switches=frozenset(name for name in SWITCHES if sent.get(name)),
        age=int(age) if age.isdecimal() and len(age) < 4 and int(age) <= OLDEST else None,
        topic=topic if topic in topics else "",
        as_map=sent.get("view") == "map",
        page=min(int(page), LAST_PAGE) if page.isdecimal() and len(page) < 4 and int(page) else 1,
        language=language if language in LANGUAGES else OWN,
        kept=tuple(dict.fromkeys(CODE.findall(sent.get("keep", "")[: 9 * MOST_KEPT]))),
    )


def tidy(text: str, longest: int) -> str:
    """Without what no text holds: control characters, and more blanks than one."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text[:longest]).split())
