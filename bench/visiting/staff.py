"""One member of staff at work over HTTP: the list, a search, a person's page, an edit of their plan."""

import random
import re
import time
from dataclasses import dataclass, field
from http.client import HTTPException

from bench.serving import Answer, Browser, Where
from bench.visiting.made import FAMILY, GIVEN, HOODS, hot
from tests.web.care.writing import fields_of

VERSION = re.compile(rb'name="version" value="(\d+)"')
MIX = {"list": 0.35, "search": 0.15, "person": 0.30, "decide": 0.10, "plan": 0.10}
KINDS = (*MIX, "form")  # whoever decides or edits a plan opens a form first
WRITTEN_TOGETHER = 2  # people of a neighbourhood whose plan of care its nurses write at once
CHOICES = ("accepted:agreed", "declined:has_it")


@dataclass
class Diary:
    """What one member of staff did: seconds by kind of request, faults, and what the server said it kept.

    Parameters
    ----------
    kept : decisions, as (person, version).
    added, changed : edits of plans of care, as (person, words): a need added, and the heading all share changed.
    stale, beside : decisions, and edits of plans, refused because somebody else was first, as they should be.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    faults: list[str] = field(default_factory=list)
    kept: list[tuple[str, int]] = field(default_factory=list)
    added: list[tuple[str, str]] = field(default_factory=list)
    changed: list[tuple[str, str]] = field(default_factory=list)
    stale: int = 0
    beside: int = 0


class Nurse:
    """A nurse signed in at a server, with a mind of her own from a seed."""

    def __init__(self, where: Where, number: int) -> None:
        self.number, self.diary, self.mind = number, Diary(), random.Random(number)
        self.browser = Browser(where)
        self.browser.get("/sign-in/")
        signed = self.browser.post("/sign-in/persona/", {"username": f"nurse{number}"})
        if signed.status_code != 302:
            raise RuntimeError(f"nurse{number} could not sign in: {signed.status_code}")

    def work(self, until: float, pause_seconds: float) -> Diary:
        """Work until a moment of the monotonic clock, with pauses that are drawn; the first before anything is asked.

        Nobody's day begins in the same second as everybody else's.
        """
        time.sleep(self.thinks(pause_seconds))
        while time.monotonic() < until:
            kind = self.mind.choices(list(MIX), list(MIX.values()))[0]
            try:
                getattr(self, kind)()
            except (OSError, HTTPException) as problem:
                self.diary.faults.append(f"{kind}: {type(problem).__name__}")
            time.sleep(self.thinks(pause_seconds))
        self.browser.connection.close()
        return self.diary

    def thinks(self, mean_seconds: float) -> float:
        """How long she thinks now."""
        return self.mind.expovariate(1 / mean_seconds) if mean_seconds else 0.0

    def timed(self, kind: str, ask, expected: tuple[int, ...]) -> Answer:
        """Ask, and write down how long it took and whether the answer is one to expect."""
        began = time.monotonic()
        answer = ask()
        self.diary.seconds[kind].append(time.monotonic() - began)
        if answer.status_code not in expected:
            self.diary.faults.append(f"{kind}: {answer.status_code}")
        return answer

    def list(self) -> None:
        """Look at the people most at risk."""
        self.timed("list", lambda: self.browser.get("/most-at-risk/"), (200,))

    def search(self) -> None:
        """Search for somebody by name, misspelt now and then."""
        family = FAMILY[int(len(FAMILY) * self.mind.random() ** 3)]
        slip = family[:1] + family[2:] if self.mind.random() < 0.3 else family
        typed = f"{self.mind.choice(GIVEN)} {slip}"
        self.timed("search", lambda: self.browser.post("/find/", {"q": typed}), (200,))

    def person(self) -> None:
        """Open the page of somebody in her care."""
        someone = self.mind.choice(hot(self.number % HOODS))
        self.timed("person", lambda: self.browser.get(f"/people/{someone}/"), (200,))

    def decide(self) -> None:
        """Open the form of an offer, and decide with the version on it; another may have been quicker."""
        someone = self.mind.choice(hot(self.number % HOODS))
        path = f"/people/{someone}/package/falls_exercise/decide/"
        found = VERSION.search(self.timed("form", lambda: self.browser.get(path), (200,)).content)
        if not found:
            self.diary.faults.append("decide: no form")
            return
        version = int(found[1])
        form = {"decision": self.mind.choice(CHOICES), "version": str(version), "note": f"by {self.number}"}
        answer = self.timed("decide", lambda: self.browser.post(path, form), (302, 409))
        if answer.status_code == 302:
            self.diary.kept.append((someone, version + 1))
        elif answer.status_code == 409:
            self.diary.stale += 1

    def plan(self) -> None:
        """Add a need to a plan of care, or change its one heading for funding, while colleagues write it too."""
        someone = self.mind.choice(hot(self.number % HOODS)[:WRITTEN_TOGETHER])
        kind, asked = self.mind.choice((("need", "words"), ("arrangements", "funding_words")))
        path = f"/people/{someone}/plan/add/{kind}/"
        opened = self.timed("form", lambda: self.browser.get(path), (200,))
        if opened.status_code != 200:
            return
        words = f"by {self.number}, {len(self.diary.seconds['plan'])}"
        form = {**fields_of(opened), asked: words}
        answer = self.timed(
            "plan", lambda: self.browser.post(path, form), (302, 409) if kind == "arrangements" else (302,)
        )
        if answer.status_code == 302:
            (self.diary.added if kind == "need" else self.diary.changed).append((someone, words))
        elif answer.status_code == 409:
            self.diary.beside += 1
