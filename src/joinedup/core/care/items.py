"""What is a plan made of? Its kinds of item, after the headings of the national standard.

Names and nesting follow the PRSB Personalised Care and Support Plan 2.0; the words of help are ours.
"""

from dataclasses import dataclass
from datetime import date

from joinedup.core.care.about_me import ABOUT_ME, AboutMe, heading_id
from joinedup.core.care.choices import ACTION_STATUS, AGREED, FUNDING, GOAL_STATUS, OPEN_STATUS, PLANNED
from joinedup.core.care.fields import choice, day, line, lines, scale, staff, text
from joinedup.core.care.item import Item


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


def single_kind(item_id: str) -> str:
    """The kind that alone may have an id: that of a heading, or of the arrangements; empty of any other id."""
    return AboutMe.KIND if heading_id(item_id) else Arrangements.KIND if item_id == ARRANGEMENTS_ID else ""


def heading_of(item: Item) -> str:
    """What kind of thing an item is, in words; for About Me, its heading."""
    heading = heading_id(item.id)
    return ABOUT_ME[heading][0] if heading else item.TITLE
