"""What is a plan made of? Its kinds of item, after the headings of the national standard.

Names and nesting follow the PRSB Personalised Care and Support Plan 2.0 and About Me 2.01; the words of help are ours.
"""

from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise
from typing import Any, ClassVar

from joinedup.core.care.fields import (
    Asked,
    Problem,
    choice,
    day,
    line,
    lines,
    problem_with,
    scale,
    staff,
    text,
)
from joinedup.core.errors import CannotProceed

GOAL_STATUS = (
    ("to_start", "Not started"),
    ("under_way", "Working on it"),
    ("reached", "Reached"),
    ("partly", "Partly reached"),
    ("not_reached", "Not reached"),
    ("dropped", "No longer a goal"),
)
DRAFT, PLANNED, UNDER_WAY, DONE, STOPPED = "draft", "planned", "under_way", "done", "stopped"
ACTION_STATUS = (
    (DRAFT, "Draft: not yet arranged"),
    (PLANNED, "Planned"),
    (UNDER_WAY, "Under way"),
    (DONE, "Done"),
    (STOPPED, "Stopped or not needed"),
)
OPEN_STATUS = frozenset({DRAFT, PLANNED, UNDER_WAY})
AGREED = (
    ("person", "The person"),
    ("representative", "Somebody who may speak for them"),
    ("best_interests", "Nobody could agree: decided in their best interests"),
)
FUNDING = (
    ("nhs", "NHS"),
    ("chc", "NHS continuing healthcare"),
    ("council", "Council"),
    ("joint", "NHS and council together"),
    ("direct_payment", "Direct payment or personal health budget"),
    ("self", "The person pays"),
    ("charity", "Charity"),
    ("none", "No funding needed"),
)


class ItemRefused(CannotProceed):
    """An item of a plan holds something it may not; `problems` says what, field by field."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(problem.words for problem in problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing a plan says. Its id stays the same from version to version.

    Parameters
    ----------
    parent_id : the item it stands under; empty at the top.

    Raises
    ------
    ItemRefused : a field is missing, too long, off its scale or list, or dates are out of order.
    """

    KIND: ClassVar[str]
    TITLE: ClassVar[str]
    UNDER: ClassVar[tuple[str, ...]] = ()  # kinds it may stand under; () for those at the top
    MAY_STAND_ALONE: ClassVar[bool] = True
    IN_ORDER: ClassVar[tuple[str, ...]] = ()  # dates, each no later than the next

    id: str
    parent_id: str = ""

    def __post_init__(self) -> None:
        found = [problem_with(name, asked, getattr(self, name)) for name, asked in asked_of(type(self)).items()]
        problems = (*(one for one in found if one), *out_of_order(self))
        if problems:
            raise ItemRefused(problems)

    @property
    def name(self) -> str:
        """What the item is called in a list: the first of its fields that says something."""
        said = (asked.words(getattr(self, name)) for name, asked in asked_of(type(self)).items())
        return next((words for words in said if words), self.TITLE).split("\n")[0]


def asked_of(kind: type[Item]) -> dict[str, Asked]:
    """The fields of a kind of item that people fill in, in order."""
    return {one.name: one.metadata["asked"] for one in fields(kind) if "asked" in one.metadata}


def out_of_order(item: Item) -> tuple[Problem, ...]:
    """Dates that come before one they may not come before."""
    asked = asked_of(type(item))
    said = [(name, getattr(item, name)) for name in item.IN_ORDER if isinstance(getattr(item, name), date)]
    return tuple(
        Problem(
            "dates_out_of_order",
            later,
            f"{asked[later].heading} must be on or after {asked[earlier].words(first)} "
            f"({asked[earlier].heading.lower()})",
        )
        for (earlier, first), (later, second) in pairwise(said)
        if second < first
    )


@dataclass(frozen=True, kw_only=True)
class AboutMe(Item):
    """What one heading of About Me says; the id is that of the heading."""

    KIND, TITLE = "about_me", "About me"

    words: str = text("In my own words", is_needed=True)


# id of each heading, its name, and our question to the person.
ABOUT_ME = {
    "about-most-important": ("What is most important to me", "What matters most to you in your life?"),
    "about-people": ("People who are important to me", "Who are they, and why?"),
    "about-communicate": (
        "How I communicate and how to communicate with me",
        "Language, hearing, sight, how you say yes and no, what helps you understand.",
    ),
    "about-wellness": ("My wellness", "What is a good day like, and a bad day? What keeps you well?"),
    "about-please-do": ("Please do and please do not", "What should people do or say, and what not?"),
    "about-support": ("How and when to support me", "With what, at what times, and how do you like it done?"),
    "about-also": ("Also worth knowing about me", "What you are proud of, enjoy, believe in, or want people to know."),
    "about-supported-by": ("Supported to write this by", "If somebody helped you write this: who?"),
}


@dataclass(frozen=True, kw_only=True)
class Strength(Item):
    """Something the person can do or has to build on."""

    KIND, TITLE = "strength", "Strength"

    words: str = text("Strength", is_needed=True, help="What the person is good at, can do, or can count on.")


@dataclass(frozen=True, kw_only=True)
class Need(Item):
    """A need, concern or problem."""

    KIND, TITLE = "need", "Need, concern or problem"

    words: str = text("Need, concern or problem", is_needed=True, help="As the person would say it.")


@dataclass(frozen=True, kw_only=True)
class Goal(Item):
    """A goal or hope, because of a need."""

    KIND, TITLE, UNDER = "goal", "Goal or hope", ("need",)

    words: str = text("Goal or hope", is_needed=True, help="What the person wants to be different.")
    importance: int | None = scale("Importance to the person", help="1 matters least, 10 matters most.")
    status: str = choice("Status of the goal", GOAL_STATUS, default="to_start", is_needed=True)


@dataclass(frozen=True, kw_only=True)
class Action(Item):
    """What somebody does towards a goal.

    Parameters
    ----------
    who_staff : username, if it is a member of staff; naming them opens the record to them.
    offer, offer_reason, payer : code of the accepted offer it came from, why it was proposed or added, and who pays.
    agreed_in, agreed_words : where else it was agreed, such as an action of a meeting, and that in words.
    """

    KIND, TITLE, UNDER = "action", "Action or activity", ("goal", "need")
    IN_ORDER = ("starts_on", "due_on")

    what: str = text("What", is_needed=True, help="What will be done.")
    who_staff: str = staff("Who, of the staff", help="Naming a colleague opens this person's record to them.")
    who_name: str = line("Who, if not one of the staff", help="The person themself, family, a charity, a service.")
    due_on: date | None = day("To be done by")
    status: str = choice("Status", ACTION_STATUS, default=PLANNED, is_needed=True)
    confidence: int | None = scale("The person's confidence", help="How sure they are that it will work out: 1 to 10.")
    who_role: str = line("Their role", is_rare=True)
    who_team: str = line("Their team or organisation", is_rare=True)
    starts_on: date | None = day("Starts on", is_rare=True)
    how_often: str = line("How often", help="Such as every Tuesday morning.", is_rare=True)
    strategies: str = text("Suggested strategies", help="What helps, and what to try.", is_rare=True)
    review_on: date | None = day("Look at it again on", is_rare=True)
    offer: str = ""
    offer_reason: str = ""
    payer: str = ""
    agreed_in: str = ""
    agreed_words: str = ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""
        return self.status in OPEN_STATUS


@dataclass(frozen=True, kw_only=True)
class StageGoal(Item):
    """A step on the way, reached by an action."""

    KIND, TITLE, UNDER, MAY_STAND_ALONE = "stage_goal", "Step on the way", ("action",), False

    words: str = text("Step on the way", is_needed=True)
    outcome: str = text("What came of it")
    status: str = choice("Status of the step", GOAL_STATUS, default="to_start", is_needed=True)


@dataclass(frozen=True, kw_only=True)
class Outcome(Item):
    """What came of a goal."""

    KIND, TITLE, UNDER, MAY_STAND_ALONE = "outcome", "Outcome", ("goal",), False

    words: str = text("What came of it", is_needed=True)
    seen_on: date | None = day("Seen on")


@dataclass(frozen=True, kw_only=True)
class Contingency(Item):
    """What to do when things go wrong; without something that sets it off it is no plan."""

    KIND, TITLE = "contingency", "Contingency or safety plan"

    title: str = line("Name of this plan", help="Such as: if I cannot get out of bed.")
    triggers: tuple[str, ...] = lines("What sets it off", is_needed=True, help="One a line. At least one.")
    warning_signs: tuple[str, ...] = lines("Early warning signs", help="What comes before, one a line.")
    coping: tuple[str, ...] = lines("Coping strategies", help="What the person can do or has found to help.")
    what_should_happen: str = text("What should happen")
    contacts: tuple[str, ...] = lines(
        "Who should be contacted", help="Name and number, one a line, first to try first."
    )
    advance_statement: str = text("Advance statement", help="What the person wants if they cannot say so then.")
    anticipatory: tuple[str, ...] = lines(
        "Anticipatory medicines and equipment", help="What is there for such a moment, and where it is kept."
    )
    agreed_with: str = choice("Agreed with", AGREED)
    agreed_name: str = line("Full name of whoever agreed")
    agreed_role: str = line("Their role, or what they are to the person")
    review_on: date | None = day("Look at it again on")
    responsible: str = line("Responsible for looking at it again", help="Name, role and how to reach them.")


@dataclass(frozen=True, kw_only=True)
class AdditionalPlan(Item):
    """A plan for something of its own, such as eating and drinking."""

    KIND, TITLE = "additional", "Additional support plan"

    title: str = line("Name of this plan", is_needed=True, help="Such as eating and drinking, or moving and handling.")
    content: str = text("What it says", is_needed=True)
    review_on: date | None = day("Look at it again on")
    responsible: str = line("Responsible for looking at it again", help="Name, role and how to reach them.")


@dataclass(frozen=True, kw_only=True)
class Arrangements(Item):
    """How the plan is paid for and when it is looked at again; one a plan."""

    KIND, TITLE = "arrangements", "Funding and review"

    funding: str = choice("Care funding source", FUNDING)
    funding_words: str = line("More about the funding")
    review_on: date | None = day("The whole plan is looked at again on")
    review_every: str = line("Or how often", help="Such as every six months.")
    responsible: str = line("Responsible for the review: name")
    responsible_role: str = line("Their role")
    responsible_contact: str = line("How to reach them")
    other_documents: tuple[str, ...] = lines("Other care planning documents", help="One a line, with where it is kept.")


KINDS: dict[str, type[Item]] = {
    kind.KIND: kind
    for kind in (AboutMe, Strength, Need, Goal, Action, StageGoal, Outcome, Contingency, AdditionalPlan, Arrangements)
}
ARRANGEMENTS_ID = "arrangements"
SINGLE_IDS = {**dict.fromkeys(ABOUT_ME, "about_me"), ARRANGEMENTS_ID: "arrangements"}


def heading_of(item: Item) -> str:
    """What kind of thing an item is, in words; for About Me, its heading."""
    return ABOUT_ME[item.id][0] if item.id in ABOUT_ME else item.TITLE


def to_dict(item: Item) -> dict[str, Any]:
    """An item as it is kept: only what is said, days as text."""
    said = {one.name: getattr(item, one.name) for one in fields(item)}
    kept = {name: as_kept(value) for name, value in said.items() if value not in ("", (), None)}
    return {"kind": item.KIND, **kept}


def as_kept(value: Any) -> Any:
    """One value as it is kept."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def from_dict(kept: dict[str, Any]) -> Item:
    """An item as it was kept; a field that a later version of joinedup dropped is left out."""
    kind = KINDS[kept["kind"]]
    asked, known = asked_of(kind), {one.name for one in fields(kind)}
    return kind(**{name: from_kept(value, asked.get(name)) for name, value in kept.items() if name in known})


def from_kept(value: Any, asked: Asked | None) -> Any:
    """One value as it was."""
    if asked and asked.sort == "day":
        return date.fromisoformat(value)
    return tuple(value) if asked and asked.sort == "lines" else value
