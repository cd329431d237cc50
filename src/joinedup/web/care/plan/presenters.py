"""How is a plan put on a page, and how are its fields asked for?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from joinedup.core.care import (
    ABOUT_ME,
    ARRANGEMENTS_ID,
    Action,
    AdditionalPlan,
    Contingency,
    Goal,
    Item,
    ItemDifference,
    Need,
    Outcome,
    Plan,
    StageGoal,
    Strength,
    asked_of,
    field_differences,
    heading_of,
)
from joinedup.core.care.fields import CHOICE, DAY, SCALE, STAFF, Asked
from joinedup.web.components.words import day, moment

STATUS_LEVEL = {
    "draft": "waiting",
    "to_start": "low",
    "planned": "low",
    "under_way": "waiting",
    "done": "good",
    "reached": "good",
    "partly": "waiting",
    "not_reached": "low",
    "stopped": "low",
    "dropped": "low",
}
Staff = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One item of a plan, ready to be read.

    Parameters
    ----------
    facts : heading and words of every field but its first and its status.
    children : what stands under it, in groups: title, kind and lines.
    """

    id: str
    kind: str
    title: str
    name: str
    facts: tuple[tuple[str, str], ...]
    status: str
    level: str
    note: str = ""
    is_open: bool = False
    children: tuple["Group", ...] = ()


@dataclass(frozen=True)
class Group:
    """Items of one kind that stand together, with what may be added there."""

    kind: str
    title: str
    add: str
    under: str
    lines: tuple[Line, ...]


def line(item: Item, staff: Staff, *, note: str = "", children: Sequence[Group] = ()) -> Line:
    """An item as a line, with who does it by name."""
    asked = asked_of(type(item))
    first = next((name for name, one in asked.items() if one.words(getattr(item, name))), "")
    said = [(one, name) for name, one in asked.items() if name not in (first, "status")]
    facts = [(one.heading, words(one, getattr(item, name), staff)) for one, name in said]
    status = getattr(item, "status", "")
    return Line(
        id=item.id,
        kind=item.KIND,
        title=heading_of(item),
        name=words(asked[first], getattr(item, first), staff) if first else item.TITLE,
        facts=(*((heading, text) for heading, text in facts if text), *came_from(item)),
        status=asked["status"].words(status) if status else "",
        level=STATUS_LEVEL.get(status, "low"),
        note=note,
        is_open=isinstance(item, Action) and item.is_open,
        children=tuple(children),
    )


def words(asked: Asked, value: Any, staff: Staff) -> str:
    """A value as people read it; a member of staff by name and job."""
    member = staff.get(value) if asked.sort == STAFF and value else None
    return f"{member.name}, {member.role_words}" if member else asked.words(value)


def came_from(item: Item) -> tuple[tuple[str, str], ...]:
    """Why an action that came from the package or a meeting is there, and who pays."""
    if not isinstance(item, Action):
        return ()
    facts = (("From the package because", item.offer_reason), ("Pays", item.payer), ("Agreed", item.agreed_words))
    return tuple((heading, text) for heading, text in facts if text)


@dataclass(frozen=True)
class Page:
    """A whole plan, ready to be read."""

    about_me: tuple[tuple[str, str, str], ...]  # id, heading and words of what is filled in
    strengths: Group
    needs: Group
    loose_goals: Group
    loose_actions: Group
    contingency: Group
    additional: Group
    arrangements: tuple[tuple[str, str], ...]
    is_empty: bool


def page(plan: Plan, staff: Staff, *, today: date, declined: set[str]) -> Page:
    """A plan as its page has it: goals by importance, actions under what they are for."""

    def action(item: Action) -> Line:
        steps = group("stage_goal", "Steps on the way", "Add a step", item.id, plan.under(item.id, StageGoal))
        return line(item, staff, note=action_note(item, today, declined), children=[steps])

    def actions(parent: str) -> Group:
        return Group(
            "action", "Actions", "Add an action", parent, tuple(action(one) for one in plan.under(parent, Action))
        )

    def group(kind: str, title: str, add: str, under: str, items: Iterable[Item]) -> Group:
        return Group(kind, title, add, under, tuple(line(item, staff) for item in items))

    def goal(item: Goal) -> Line:
        outcomes = group("outcome", "What came of it", "Add an outcome", item.id, plan.under(item.id, Outcome))
        return line(item, staff, children=[actions(item.id), outcomes])

    def goals(parent: str) -> Group:
        found = sorted(plan.under(parent, Goal), key=lambda one: -(one.importance or 0))
        return Group("goal", "Goals", "Add a goal", parent, tuple(goal(one) for one in found))

    needs = tuple(line(one, staff, children=[goals(one.id), actions(one.id)]) for one in plan.of(Need))
    return Page(
        about_me=tuple(
            (key, ABOUT_ME[key][0], plan.items[key].words)  # type: ignore[attr-defined]
            for key in ABOUT_ME
            if key in plan.items
        ),
        strengths=group("strength", "Strengths", "Add a strength", "", plan.of(Strength)),
        needs=Group("need", "Needs", "Add a need", "", needs),
        loose_goals=goals(""),
        loose_actions=actions(""),
        contingency=group("contingency", "If things go wrong", "Add a contingency plan", "", plan.of(Contingency)),
        additional=group("additional", "Other plans", "Add another plan", "", plan.of(AdditionalPlan)),
        arrangements=said_in(plan.items.get(ARRANGEMENTS_ID), staff),
        is_empty=not plan.items,
    )


def action_note(action: Action, today: date, declined: set[str]) -> str:
    """What there is to say beside an action: overdue, or the offer behind it no longer accepted."""
    if action.offer in declined:
        return "The offer this came from is no longer accepted"
    if action.agreed_in in declined:
        return "What was agreed elsewhere, and this came from, was withdrawn"
    if action.is_open and action.due_on and action.due_on < today:
        return f"Overdue since {day(action.due_on)}"
    return ""


@dataclass(frozen=True)
class FieldShown:
    """One question of a form.

    Parameters
    ----------
    value : what stands in it; of a day, `parts` do.
    """

    name: str
    heading: str
    sort: str
    help: str
    is_needed: bool
    value: str
    parts: tuple[str, str, str]
    choices: tuple[dict[str, str], ...]
    problem: str
    is_rare: bool = False

    @property
    def says(self) -> bool:
        """Whether something stands in it, or is wrong with it."""
        return bool(self.value or any(self.parts) or self.problem)


def fields(
    kind: type[Item],
    *,
    item: Item | None,
    data: Mapping[str, str] | None,
    problems: Mapping[str, str],
    staff: Sequence[Any],
) -> list[FieldShown]:
    """The questions about an item, with what was typed, or else what is kept."""
    return [
        FieldShown(
            name=name,
            heading=asked.heading,
            sort=asked.sort,
            help=asked.help,
            is_needed=asked.is_needed,
            value=typed_value(name, data) if data is not None else kept_value(kind, name, asked, item),
            parts=typed_parts(name, data) if data is not None else kept_parts(name, asked, item),
            choices=choices(asked, getattr(item, name, ""), staff),
            problem=problems.get(name, ""),
            is_rare=asked.is_rare,
        )
        for name, asked in asked_of(kind).items()
    ]


def typed_value(name: str, data: Mapping[str, str]) -> str:
    return data.get(name, "")[:20_000]


def typed_parts(name: str, data: Mapping[str, str]) -> tuple[str, str, str]:
    return tuple(data.get(f"{name}-{part}", "")[:4] for part in ("day", "month", "year"))  # type: ignore[return-value]


def kept_value(kind: type[Item], name: str, asked: Asked, item: Item | None) -> str:
    value = getattr(item, name) if item else kind.__dataclass_fields__[name].default
    if asked.sort == DAY or value is None:
        return ""
    return "\n".join(value) if isinstance(value, tuple) else str(value)


def kept_parts(name: str, asked: Asked, item: Item | None) -> tuple[str, str, str]:
    on = getattr(item, name, None) if asked.sort == DAY else None
    return (str(on.day), str(on.month), str(on.year)) if on else ("", "", "")


def choices(asked: Asked, kept: str, staff: Sequence[Any]) -> tuple[dict[str, str], ...]:
    """What a select offers; a member of staff who was named and left stays to be seen."""
    if asked.sort == SCALE:
        return ({"value": "", "text": "Not said"}, *({"value": str(n), "text": str(n)} for n in range(1, 11)))
    if asked.sort == CHOICE:
        nothing = () if any(value == "" for value, _ in asked.choices) else ({"value": "", "text": "Not said"},)
        return (*nothing, *({"value": value, "text": text} for value, text in asked.choices))
    if asked.sort != STAFF:
        return ()
    named = [{"value": one.username, "text": f"{one.name}, {one.role_words}"} for one in staff]
    known = {one["value"] for one in named}
    left = [{"value": kept, "text": kept}] if kept and kept not in known else []
    return ({"value": "", "text": "Nobody of the staff"}, *left, *named)


def parents(kind: type[Item], plan: Plan) -> list[dict[str, str]]:
    """What an item of a kind may stand under, as a select wants it."""
    alone = [{"value": "", "text": "Nothing in particular"}] if kind.MAY_STAND_ALONE else []
    found = [item for item in plan.items.values() if item.KIND in kind.UNDER]
    return [*alone, *({"value": item.id, "text": f"{item.TITLE}: {short(item.name)}"} for item in found)]


def short(text: str, letters: int = 70) -> str:
    """
    >>> short("x" * 100, 5)
    'xxxx…'
    """
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


@dataclass(frozen=True)
class VersionLine:
    """One version of a plan in its history."""

    pk: int
    number: str
    by: str
    at: str
    changes: tuple[ItemDifference, ...]
    signed: tuple[str, ...]


def version_line(
    version: Any, changes: Sequence[ItemDifference], signed: Iterable[Any], *, is_earlier_id: bool
) -> VersionLine:
    earlier = " of the record that was joined with this one" if is_earlier_id else ""
    return VersionLine(
        pk=version.pk,
        number=f"Version {version.number}{earlier}",
        by=f"{version.saved_by.name}, {version.saved_by.role_words}",
        at=moment(version.saved_at),
        changes=tuple(changes),
        signed=tuple(signed_words(one) for one in signed),
    )


def signed_words(one: Any) -> str:
    """Who signed a version, and with whom it was agreed."""
    role = f" ({one.role})" if one.role else ""
    how = {
        "person": f"Agreed with the person, {one.full_name}{role}",
        "representative": f"Agreed with {one.full_name}{role}, who speaks for them",
        "best_interests": f"Decided in the person's best interests by {one.full_name}{role}",
    }[one.agreed_with]
    note = f" “{one.note}”" if one.note else ""
    return f"{how}. Signed by {one.signed_by.name}, {moment(one.signed_at)}.{note}"


@dataclass(frozen=True)
class Summary:
    """A plan in a few lines, for the page about the person."""

    is_there: bool
    saved: str
    signed: str
    goals: tuple[str, ...]
    open_actions: int
    done_actions: int
    waiting: int


def summary(plan: Plan, version: Any, agreement: Any | None, waiting: int) -> Summary:
    goals = sorted(plan.of(Goal), key=lambda one: -(one.importance or 0))
    actions = plan.of(Action)
    return Summary(
        is_there=bool(plan.items),
        saved=f"{version.saved_by.name}, {moment(version.saved_at)}" if version else "",
        signed=signed_short(agreement, version),
        goals=tuple(short(goal.name, 100) for goal in goals if goal.status not in ("dropped", "reached"))[:3],
        open_actions=sum(one.is_open for one in actions),
        done_actions=sum(one.status == "done" for one in actions),
        waiting=waiting,
    )


def signed_short(agreement: Any | None, version: Any) -> str:
    """Whether what stands is what was agreed."""
    if agreement is None:
        return "Not yet agreed with anybody"
    said = f"Agreed on {day(agreement.signed_at.date())}"
    return said if version and agreement.version_id == version.pk else f"{said}; changed since"


@dataclass(frozen=True)
class Both:
    """An item two people changed: as it stands, and as the one who saves would have it."""

    name: str
    title: str
    standing: tuple[tuple[str, str], ...]
    mine: tuple[tuple[str, str], ...]
    differing: frozenset[str]


def both(standing: Item | None, mine: Item | None, staff: Staff) -> Both:
    """Two ways of one item, side by side, with the headings under which they differ."""
    shown = standing or mine
    if shown is None:
        raise ValueError("there is no item to show")
    return Both(
        name=shown.name,
        title=heading_of(shown),
        standing=said_in(standing, staff),
        mine=said_in(mine, staff),
        differing=frozenset(one.heading for one in field_differences(standing, mine)),
    )


def said_in(item: Item | None, staff: Staff) -> tuple[tuple[str, str], ...]:
    """Everything an item says, heading by heading; nothing of one that is not there."""
    if item is None:
        return ()
    asked = asked_of(type(item))
    said = ((one.heading, words(one, getattr(item, name), staff)) for name, one in asked.items())
    return tuple((heading, text) for heading, text in said if text)


def offers_in_plan(found: Mapping[str, Any], waiting: Iterable[Any]) -> dict[str, str]:
    """By offer, what became of it in the plan: who does it, by when, how far it is."""
    asked = asked_of(Action)["status"]
    said = {
        code: "; ".join(
            part for part in (asked.words(row.status), row.who, f"by {day(row.due_on)}" if row.due_on else "") if part
        )
        for code, row in found.items()
    }
    return {**dict.fromkeys((one.code for one in waiting), "Draft: nobody has arranged it yet"), **said}


def names_of(staff: Staff) -> dict[str, str]:
    """Name and job by username, as differences are told."""
    return {username: f"{member.name}, {member.role_words}" for username, member in staff.items()}
