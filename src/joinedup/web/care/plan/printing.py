"""What stands on the copy of a plan that the person keeps, in plain words, and how does it become a PDF?"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import typst

from joinedup.core.care import (
    ARRANGEMENTS_ID,
    Action,
    AdditionalPlan,
    Contingency,
    Goal,
    Item,
    Need,
    Outcome,
    Plan,
    StageGoal,
    Strength,
    heading_of,
)
from joinedup.web.care.plan.presenters.items import Staff, line, said_in
from joinedup.web.care.plan.presenters.whole_plan import about_me

LETTER = Path(__file__).parents[1] / "templates" / "care" / "plan.typ"
FONTS = Path(__file__).parents[1] / "fonts"
# What forms ask of staff, as it is said to the person.
ON_PAPER = {
    "Importance to the person": "How much this matters to me",
    "Who, of the staff": "Who does it",
    "Who, if not one of the staff": "Who does it",
    "The person's confidence": "How sure I am that it will work",
    "Suggested strategies": "What helps",
    "Their role": "Role",
    "Their team or organisation": "Team or organisation",
    "To be done by": "When by",
    "From the package because": "Why",
    "Pays": "Who pays",
    "Anticipatory medicines and equipment": "Medicines and equipment kept ready",
    "Advance statement": "What I want if I cannot say so then",
    "Coping strategies": "What helps me",
    "Full name of whoever agreed": "Who agreed",
    "Care funding source": "Who pays",
    "The whole plan is looked at again on": "We look at this plan again on",
    "Responsible for the review: name": "Who makes sure of that",
}
POINTS = {"standard": 12, "large": 18}  # 18 points is the usual least of large print


@dataclass(frozen=True)
class Entry:
    """One thing on paper: a heading of a level, what is said, and facts below.

    Parameters
    ----------
    level : 3 and up; sections are 2, the title 1.
    """

    level: int
    kind: str
    text: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Section:
    """Entries under one heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Copy:
    """The whole copy."""

    title: str
    name: str
    made: str
    agreed: tuple[str, ...]
    sections: tuple[Section, ...]


def copy(plan: Plan, waiting: Iterable[Action], staff: Staff, *, name: str, made: str, agreed: Sequence[str]) -> Copy:
    """A plan as the person reads it; what says nothing is left out."""

    def entry(item: Item, level: int, kind: str = "") -> Entry:
        shown = line(item, staff)
        status = (("How far it is", shown.status),) if shown.status else ()
        facts = tuple((ON_PAPER.get(heading, heading), words) for heading, words in shown.facts)
        return Entry(level, kind, shown.name, (*facts, *status))

    def actions(parent: str, level: int) -> Iterable[Entry]:
        for action in plan.under(parent, Action):
            yield entry(action, level, "What will be done")
            yield from (entry(step, level + 1, "A step on the way") for step in plan.under(action.id, StageGoal))

    def goals(parent: str, level: int) -> Iterable[Entry]:
        for goal in sorted(plan.under(parent, Goal), key=lambda one: -(one.importance or 0)):
            yield entry(goal, level, "What I want")
            yield from actions(goal.id, level + 1)
            yield from (entry(one, level + 1, "What came of it") for one in plan.under(goal.id, Outcome))

    def needs() -> Iterable[Entry]:
        for need in plan.of(Need):
            yield entry(need, 3, "What I need help with")
            yield from goals(need.id, 4)
            yield from actions(need.id, 4)
        yield from goals("", 3)
        yield from actions("", 3)

    sections = (
        Section("About me", tuple(Entry(3, heading_of(one), line(one, {}).name) for one in about_me(plan))),
        Section("My strengths", tuple(entry(one, 3) for one in plan.of(Strength))),
        Section("What I need, what I want, and who does what", tuple(needs())),
        Section("Agreed, and being arranged", tuple(entry(one, 3) for one in waiting)),
        Section("If things go wrong", tuple(entry(one, 3) for one in plan.of(Contingency))),
        Section("Other plans", tuple(entry(one, 3) for one in plan.of(AdditionalPlan))),
        Section("Who pays, and when we look at this again", arranged(plan)),
    )
    kept = tuple(section for section in sections if section.entries)
    return Copy("My care and support plan", name, made, tuple(agreed), kept)


def arranged(plan: Plan) -> tuple[Entry, ...]:
    """Funding and review, heading by heading."""
    said = said_in(plan.items.get(ARRANGEMENTS_ID), {})
    return tuple(Entry(3, ON_PAPER.get(heading, heading), words) for heading, words in said)


def pdf(one: Copy, *, points: int) -> bytes:
    """A copy as a tagged PDF, with headings, reading order, language and title in it.

    It keeps to PDF/UA-1 where the fonts that come with joinedup have every character; where one is missing (some emoji,
    Chinese) the fonts of the machine stand in, the tags stay, and the claim of the standard is left out.
    """
    sent = {"copy": json.dumps(asdict(one), ensure_ascii=False), "points": str(points)}
    plain: dict[str, Any] = {
        "format": "pdf",
        "sys_inputs": sent,
        "font_paths": [str(FONTS)],
        "root": str(LETTER.parent),
    }
    try:
        return bytes(typst.compile(str(LETTER), pdf_standards=["ua-1"], ignore_system_fonts=True, **plain))
    except typst.TypstError:
        return bytes(typst.compile(str(LETTER), **plain))
